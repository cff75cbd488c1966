"""A briefing as it is composed, and each file that was made of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from workbench.domain.audience import Audience, Marking
from workbench.domain.record import Record, belongs, kept, told

_CARD: Final = "card:"  # before the key of a card, among what was settled


def card_key(card: str) -> str:
    """Under which key it is kept that a card, or a result of an assessment, is left out."""
    return f"{_CARD}{card}"


@dataclass(frozen=True, kw_only=True)
class Briefing(Record):
    """A document composed from a problem for somebody.

    ``sections`` are section keys in their order; ``prose`` pairs a section key with the words a
    person wrote for it; ``cards`` are the ids of the evidence cards that it shows. ``settled``
    pairs the key of a finding, or of a card that is left out, with what was decided.
    """

    problem_id: UUID = belongs("problem")
    title: str = told("Title")
    preset: str = told("Preset", "internal", choices="presets")
    audience: Audience = told("For", Audience.INTERNAL)
    recipients: str = told("Recipients", "")
    marking: Marking | None = told("Protective marking", None)
    handling: str = told("Handling instructions", "", long=True)
    author: str = told("Author", "")
    organisation: str = told("Organisation", "")
    sections: tuple[str, ...] = kept(())
    prose: tuple[tuple[str, str], ...] = kept(())
    cards: tuple[str, ...] = kept(())
    settled: tuple[tuple[str, str], ...] = kept(())

    @property
    def left_out(self) -> frozenset[str]:
        """The cards, and results of assessments, that a person left out: keys of their blocks."""
        keys = (key for key, _ in self.settled if key.startswith(_CARD))
        return frozenset(key.removeprefix(_CARD) for key in keys)


@dataclass(frozen=True, kw_only=True)
class BriefingFile(Record):
    """One file made from a briefing: its hash, and the audience it was for."""

    briefing_id: UUID = belongs("briefing")
    file_name: str = kept("")
    form: str = kept("docx")
    sha256: str = kept("")
    audience: Audience = kept(Audience.INTERNAL)
    marking: str = kept("")
    made_at: datetime | None = kept(None)
    made_by: str = kept("")
    checks: tuple[str, ...] = kept(())
    version: int | None = kept(None)  # none of files from before versions were kept
    state: str = kept("")  # the hash of what the paper says; files of one state are one version
