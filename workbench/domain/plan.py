"""What should change, what is done about it, and who does what by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from workbench.domain.causes import Side
from workbench.domain.record import Record, belongs, kept, refers, told


@dataclass(frozen=True, kw_only=True)
class Objective(Record):
    """What should change, by how much, by when, counted how, from what baseline."""

    problem_id: UUID = belongs("problem")
    number: int = kept(1)
    text: str = told("Objective", long=True)
    measure: str = told("Measure", "", hint="What is counted, and from which source.")
    baseline: float | None = told("Baseline", None)
    baseline_period: str = told("Baseline period", "")
    target: float | None = told("Target", None)
    due: date | None = told("By", None)
    harm_guard: str = told("Harm guard", "", hint="What must not get worse meanwhile.")

    @property
    def code(self) -> str:
        """O1, O2 and so on."""
        return f"O{self.number}"


class FourP(StrEnum):
    """The four Ps of the serious and organised crime strategy."""

    PURSUE = "pursue"
    PREVENT = "prevent"
    PROTECT = "protect"
    PREPARE = "prepare"


class Tier(StrEnum):
    """Tier of prevention."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    TERTIARY = "tertiary"


class ResponseState(StrEnum):
    """How far a response is."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    STARTED = "started"
    FINISHED = "finished"
    REJECTED = "rejected"


@dataclass(frozen=True, kw_only=True)
class Response(Record):
    """What is done about a cause, and by which mechanism."""

    problem_id: UUID = belongs("problem")
    number: int = kept(1)
    name: str = told("Response")
    hypothesis_id: UUID | None = refers("hypothesis", "Tests hypothesis")
    objective_id: UUID | None = refers("objective", "Serves objective")
    mechanism: str = told("Works by", "", hint="How it changes the cause.", long=True)
    side: Side | None = told("Acts on", None)
    technique: str = told("Technique, 1 to 25", "", choices="techniques")
    four_p: FourP | None = told("4P", None)
    tier: Tier | None = told("Prevention tier", None)
    lead: str = told("Lead", "")
    state: ResponseState = told("State", ResponseState.PROPOSED)
    reason: str = told("Reason, if rejected", "", long=True)
    starts: date | None = told("Starts", None)
    ends: date | None = told("Ends", None)
    on_charts: bool = told("Show on charts", True)
    cost: float | None = told("Cost, £", None)
    cost_note: str = told("What the cost covers", "")

    @property
    def code(self) -> str:
        """R1, R2 and so on."""
        return f"R{self.number}"


class ActionState(StrEnum):
    """How far an action is."""

    TO_DO = "to do"
    DOING = "doing"
    WAITING = "waiting on partner"
    DONE = "done"


@dataclass(frozen=True, kw_only=True)
class Action(Record):
    """A task that carries out a response."""

    problem_id: UUID = belongs("problem")
    response_id: UUID | None = refers("response", "For response")
    text: str = told("Action")
    owner: str = told("Owner", "")
    partner_id: UUID | None = refers("partner", "Partner")
    due: date | None = told("Due", None)
    state: ActionState = told("State", ActionState.TO_DO)
    done_on: date | None = told("Done on", None)
    shown_by: str = told("What shows it is done", "", long=True)

    def late_by(self, today: date) -> int:
        """Days past the due date; 0 when done, not due yet, or without a date."""
        if self.due is None or self.state is ActionState.DONE:
            return 0
        return max(0, (today - self.due).days)
