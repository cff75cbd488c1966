"""A problem, the cycles that are passed over it, and what was answered on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from workbench.domain.audience import Marking
from workbench.domain.record import Record, belongs, kept, told


@dataclass(frozen=True, kw_only=True)
class Problem(Record):
    """A recurring set of related harmful events that a community expects to be dealt with."""

    reference: str = told("Reference", "")
    name: str = told("Short name", hint="Behaviour, place or target, and since when.")
    concern: str = told(
        "Concern in one sentence", "", hint="Who is harmed, by what, where, since when.", long=True
    )
    area: str = told("Area", "")
    owner: str = told("Owner", "")
    marking: Marking = told("Protective marking", Marking.OFFICIAL_SENSITIVE)
    statement: str = told(
        "Problem statement", "", long=True, hint="Up to 60 words. No cause, no solution, no blame."
    )
    who: str = told("Who is harmed, and by whom", "", long=True)
    what: str = told("What behaviour", "", long=True)
    where: str = told("Where", "", long=True)
    when: str = told("When", "", long=True)
    why: str = told("Why it matters", "", long=True)
    how: str = told("How it is done", "", long=True)
    started: date | None = kept(None)
    closed: date | None = kept(None)
    closed_because: str = kept("")  # the verdict, or why there is none
    reopened_because: str = kept("")
    practice: bool = kept(False)


@dataclass(frozen=True, kw_only=True)
class Cycle(Record):
    """One pass of a method over a problem; the next inherits the baseline."""

    problem_id: UUID = belongs("problem")
    method: str = told("Method", "sara", choices="methods")
    number: int = kept(1)
    started: date | None = told("Started", None)
    ended: date | None = told("Ended", None)


class StageStatus(StrEnum):
    """How far a stage is."""

    EMPTY = "empty"
    HALF = "half"
    DONE = "done"
    FLAG = "flag"

    @property
    def word(self) -> str:
        """The state in words, for it is never shown by colour or shape alone."""
        return {
            "empty": "Not started",
            "half": "Under way",
            "done": "Done",
            "flag": "Needs a look",
        }[self.value]


@dataclass(frozen=True, kw_only=True)
class StageOverride(Record):
    """A person's own judgement of a stage, with the reason, in place of the computed one."""

    cycle_id: UUID = belongs("cycle")
    stage: str = kept()
    status: StageStatus = told("Status")
    reason: str = told("Reason", long=True)


@dataclass(frozen=True, kw_only=True)
class Answer(Record):
    """An answer to a question or check of the guide, such as a CHEERS element."""

    cycle_id: UUID = belongs("cycle")
    question: str = kept()
    value: str = told("Answer", "")
    note: str = told("Why", "", long=True)
