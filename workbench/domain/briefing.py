"""A briefing as it is composed, and each file that was made of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from workbench.domain.audience import Audience, Marking
from workbench.domain.record import Record, belongs, kept, told


@dataclass(frozen=True, kw_only=True)
class Briefing(Record):
    """A document composed from a problem for somebody.

    ``sections`` are section keys in their order; ``prose`` pairs a section key with the words a
    person wrote for it; ``cards`` are the ids of the evidence cards that it shows.
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
    settled: tuple[tuple[str, str], ...] = kept(())  # finding key, what was decided about it


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
