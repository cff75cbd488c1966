"""What a briefing is made of: the problem's records, and its evidence drawn and put in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from workbench.analysis.kind import Basis, Reading
from workbench.analysis.kind import Table as Rows
from workbench.domain.assessment import Assessment
from workbench.domain.audience import Audience
from workbench.domain.briefing import Briefing
from workbench.domain.evidence import EvidenceCard
from workbench.domain.partners import Partner
from workbench.domain.plan import Response
from workbench.guide.contents import Contents


@dataclass(frozen=True)
class Drawn:
    """One frozen result, ready for paper: its words, its rows and its picture.

    The picture is drawn without title and source, which the paper sets as text. ``exact`` says
    that it shows exact places; ``method`` is what the kind of analysis is called.
    """

    reading: Reading | None = None
    table: Rows | None = None
    basis: Basis | None = None
    png: bytes = b""
    svg: bytes = b""
    pdf: bytes = b""
    width_mm: float = 160
    height_mm: float = 90
    exact: bool = False
    method: str = ""


@dataclass(frozen=True)
class CardContent:
    """An evidence card with its result; a quotation or document has none."""

    card: EvidenceCard
    drawn: Drawn | None = None

    @property
    def key(self) -> str:
        """What its blocks are called in the document, and in Word's content controls."""
        return self.card.id.hex


@dataclass(frozen=True)
class AssessedContent:
    """An assessment with its result drawn."""

    assessment: Assessment
    drawn: tuple[Drawn, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """What the blocks of each result are called."""
        first = self.assessment.id.hex
        return tuple(f"{first}{index or ''}" for index in range(len(self.drawn)))


@dataclass(frozen=True)
class Material:
    """Everything a section may draw on; nothing is looked up elsewhere."""

    contents: Contents
    briefing: Briefing
    today: date
    cards: tuple[CardContent, ...] = ()
    assessed: tuple[AssessedContent, ...] = ()
    threshold: int = 5  # counts below it are not shown outside

    @property
    def audience(self) -> Audience:
        """For whom the paper is made."""
        return self.briefing.audience

    @property
    def outside(self) -> bool:
        """True when it goes to anybody who is not police."""
        return self.audience.outside

    @property
    def chosen(self) -> tuple[CardContent, ...]:
        """The cards in the order picked; without a pick, the starred ones, figures first."""
        by_id = {str(content.card.id): content for content in self.cards}
        by_id |= {content.key: content for content in self.cards}
        if self.briefing.cards:
            return tuple(by_id[key] for key in self.briefing.cards if key in by_id)
        starred = [content for content in self.cards if content.card.starred]
        return tuple(sorted(starred, key=lambda content: content.drawn is None))

    @property
    def shown(self) -> tuple[CardContent, ...]:
        """The chosen cards that this audience may see, but those that were left out."""
        gone = self.briefing.left_out
        return tuple(
            content
            for content in self.chosen
            if content.key not in gone and self.may_see(content.card)
        )

    def results(self, content: AssessedContent) -> tuple[tuple[str, Drawn], ...]:
        """The results of an assessment, each with its key, but those that were left out."""
        gone = self.briefing.left_out
        keyed = zip(content.keys, content.drawn, strict=True)
        return tuple((key, drawn) for key, drawn in keyed if key not in gone)

    def may_see(self, card: EvidenceCard) -> bool:
        """Tell whether the card may be shown to the audience; police may see all."""
        return not self.outside or self.audience.value in card.audiences

    def partner(self, key: UUID | None) -> Partner | None:
        """The partner with that id."""
        return next((p for p in self.contents.partners if p.id == key), None)

    def response(self, key: UUID | None) -> Response | None:
        """The response with that id."""
        return next((r for r in self.contents.responses if r.id == key), None)
