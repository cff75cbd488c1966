"""Did it work: the evaluation booked with the plan, and its verdict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from workbench.domain.problem import Cycle
from workbench.domain.record import Record, belongs, holds, kept, refers, told


class Verdict(StrEnum):
    """The five steps of what can honestly be said."""

    WORKED = "worked"
    PROBABLY = "probably worked"
    CANNOT_TELL = "cannot tell"
    NO_CHANGE = "no change"
    WORSE = "made it worse"


_CHOSEN: Final = (
    ("edition_id", "the data"),
    ("treated_id", "a treated area"),
    ("control_id", "a control area"),
    ("before_first", "the first month before"),
    ("before_last", "the last month before"),
    ("after_first", "the first month after"),
    ("after_last", "the last month after"),
)


@dataclass(frozen=True, kw_only=True)
class Assessment(Record):
    """Treated against control, before against after, and what is said about it.

    ``offered`` is the verdict that the numbers allow; ``verdict`` the one a person chose.
    """

    problem_id: UUID = belongs("problem")
    cycle_id: UUID | None = refers("cycle")  # the cycle that it assesses
    name: str = told("Name", "Assessment")
    objective_id: UUID | None = refers("objective", "Tests objective")
    edition_id: UUID | None = refers("edition", "Data")
    treated_id: UUID | None = refers("area", "Treated area")
    control_id: UUID | None = refers("area", "Control area")
    buffer_id: UUID | None = refers("area", "Buffer, where crime may have moved to")
    incident_type: str = told("Kind of incident", "", hint="Empty means all kinds.")
    before_first: date | None = told("Before: first month", None, month=True)
    before_last: date | None = told("Before: last month", None, month=True)
    after_first: date | None = told("After: first month", None, month=True)
    after_last: date | None = told("After: last month", None, month=True)
    booked: date | None = told("Booked for", None)
    snapshot: str = holds()
    offered: str = kept("")
    verdict: Verdict | None = told("What we say", None)
    reason: str = told("Because", "", long=True)
    delivered: str = told("Was it done as planned", "", long=True)
    other_changes: str = told("What else changed", "", long=True)
    decided: date | None = told("Decided", None)

    def is_of(self, cycle: Cycle) -> bool:
        """Whether it assesses a cycle; one that names none is of the first."""
        return self.cycle_id == cycle.id or (self.cycle_id is None and cycle.number == 1)

    @property
    def lacking(self) -> tuple[str, ...]:
        """What has to be chosen before it can be worked out, in words."""
        return tuple(words for name, words in _CHOSEN if getattr(self, name) is None)
