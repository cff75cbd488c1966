"""What is known beside the incidents: tables of weights and residents, and what else happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from workbench.domain.record import Record, belongs, holds, kept, told


class Purpose(StrEnum):
    """What the values of a reference table are."""

    WEIGHTS = "weights"  # harm of one incident, by kind of incident
    EXPOSURE = "exposure"  # residents, homes or premises, by small area

    @property
    def word(self) -> str:
        """What it is called on screens."""
        return (
            "Harm by kind of incident" if self is Purpose.WEIGHTS else "Residents or homes by area"
        )


@dataclass(frozen=True, kw_only=True)
class ReferenceTable(Record):
    """A published table that the force brought in: a value for each key, dated and sourced.

    Its rows are a packed ``analysis.reference.Reference`` under ``content``.
    """

    name: str = told("Name")
    purpose: Purpose = told("What it holds", Purpose.WEIGHTS)
    unit: str = told("Unit", "", hint="Such as days in prison, residents, households.")
    source: str = told("Source", "")
    dated: date | None = told("Published or counted on", None)
    count: int = kept(0)
    content: str = holds()
    file_name: str = kept("")


def of_purpose(tables: Sequence[ReferenceTable], wanted: str) -> list[ReferenceTable]:
    """The tables that a question can use, newest first."""
    fitting = [one for one in tables if one.purpose.value == wanted]
    return sorted(fitting, key=lambda one: one.id.hex, reverse=True)


class AnnotationKind(StrEnum):
    """What sort of thing happened."""

    RECORDING = "recording"  # how incidents are recorded or counted changed
    OTHER_WORK = "other_work"  # somebody else did something about it
    OUTSIDE = "outside"  # a school holiday, a storm, a lockdown

    @property
    def word(self) -> str:
        """What it is called on screens."""
        return _SORTS[self]


_SORTS = {
    AnnotationKind.RECORDING: "Recording changed",
    AnnotationKind.OTHER_WORK: "Work by others",
    AnnotationKind.OUTSIDE: "Something else happened",
}


@dataclass(frozen=True, kw_only=True)
class Annotation(Record):
    """Something that happened on a day and is shown on every chart over time."""

    problem_id: UUID = belongs("problem")
    day: date = told("Day")
    words: str = told("What happened")
    kind: AnnotationKind = told("Sort", AnnotationKind.OUTSIDE)
    notes: str = told("Notes", "", long=True)
