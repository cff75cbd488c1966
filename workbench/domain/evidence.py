"""The evidence card: one object from raw rows to Word caption."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from workbench.domain.record import Record, belongs, holds, kept, refers, told


class CardKind(StrEnum):
    """What a card holds."""

    ANALYSIS = "analysis"
    DOCUMENT = "document"
    PHOTO = "photo"
    QUOTATION = "quotation"


class CardState(StrEnum):
    """Live cards follow the newest edition; frozen ones keep what they showed."""

    LIVE = "live"
    FROZEN = "frozen"


@dataclass(frozen=True, kw_only=True)
class EvidenceCard(Record):
    """An analysis, document, photo or quotation kept on a problem.

    ``snapshot`` is the key of the packed result (or file) in the casebook's blobs;
    ``parameters`` and ``filter`` are JSON objects, as the analysis was asked.
    """

    problem_id: UUID = belongs("problem")
    name: str = told("Name")
    kind: CardKind = kept(CardKind.ANALYSIS)
    state: CardState = told("State", CardState.LIVE)
    audiences: tuple[str, ...] = told("May be seen by", ("internal",), choices="audiences")
    starred: bool = told("In briefings", False)
    notes: str = told("Notes", "", long=True)
    text: str = told("Quotation or description", "", long=True)
    source: str = told("Source", "")
    question: str = kept("")
    edition_id: UUID | None = refers("edition")
    boundaries_id: UUID | None = refers("boundaries")
    reference_id: UUID | None = refers("reference_table")
    filter: str = kept("{}")
    parameters: str = kept("{}")
    snapshot: str = holds()
    kept_at: datetime | None = kept(None)
    alt_text: str = told("Description for screen readers", "", long=True)
