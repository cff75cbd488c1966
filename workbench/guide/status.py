"""How far each stage is, computed from the records, and what is still missing from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from workbench.domain.problem import StageOverride, StageStatus
from workbench.domain.record import Record, kind_name
from workbench.guide.contents import Contents
from workbench.guide.counters import line
from workbench.guide.facts import Known, filled
from workbench.guide.gap import Gap
from workbench.guide.method import Check, Method, Stage

_KINDS = {
    "problem": "problem",
    "factors": "factor",
    "hypotheses": "hypothesis",
    "cards": "evidence_card",
    "datasets": "dataset",
    "objectives": "objective",
    "responses": "response",
    "actions": "action",
    "partners": "partner",
    "areas": "area",
    "assessments": "assessment",
    "briefings": "briefing",
}


@dataclass(frozen=True)
class CheckState:
    """One check and whether it is met; None where the program cannot tell."""

    check: Check
    met: bool | None
    gap: Gap | None = None


@dataclass(frozen=True)
class StageState:
    """How far a stage is: computed, and as a person judged it."""

    stage: Stage
    number: int
    computed: StageStatus
    override: StageOverride | None
    counters: tuple[str, ...]
    checks: tuple[CheckState, ...]

    @property
    def status(self) -> StageStatus:
        """What is shown: the override where there is one."""
        return self.override.status if self.override else self.computed

    @property
    def automatic(self) -> bool:
        """True while nobody has judged the stage otherwise."""
        return self.override is None

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What is missing to leave the stage, each with its fix."""
        return tuple(state.gap for state in self.checks if state.gap)

    @property
    def says(self) -> str:
        """The status in words: "Automatic: under way", or whose judgement it is, and why."""
        if self.override is None:
            return f"Automatic: {self.computed.word.lower()}"
        reason = self.override.reason.strip() or "no reason given"
        return f"Set by hand: {self.override.status.word.lower()}, because {reason}"


def stage_states(contents: Contents, method: Method, today: date) -> tuple[StageState, ...]:
    """How far each stage of the method is for a problem on a day."""
    known = Known(contents, today)
    return tuple(_state(known, stage, n) for n, stage in enumerate(method.stages, 1))


def current_stage(states: tuple[StageState, ...]) -> StageState:
    """The stage the problem is in: the furthest that has begun, the first when none has."""
    begun = (state for state in reversed(states) if state.status is not StageStatus.EMPTY)
    return next(begun, states[0])


def _state(known: Known, stage: Stage, number: int) -> StageState:
    cycle = known.contents.cycle.id
    overrides = (
        o for o in known.contents.overrides if o.stage == stage.key and o.cycle_id == cycle
    )
    checks = tuple(_checked(known, check) for check in stage.checks)
    return StageState(
        stage=stage,
        number=number,
        computed=_computed(known, checks),
        override=next(overrides, None),
        counters=tuple(line(key, known) for key in stage.counters),
        checks=checks,
    )


def _computed(known: Known, checks: tuple[CheckState, ...]) -> StageStatus:
    if not any(_begun(known, state.check) for state in checks):
        return StageStatus.EMPTY
    unmet = [state.check for state in checks if state.met is False]
    if any(check.flag for check in unmet):
        return StageStatus.FLAG
    return StageStatus.HALF if unmet else StageStatus.DONE


def _begun(known: Known, check: Check) -> bool:
    """Tell whether anything that the check looks at is there yet."""
    if check.rule == "answered":
        return any(a.question == check.on and filled(a.value) for a in known.contents.answers)
    name, _, field = check.on.partition(".")
    there = _chosen(known, name, check)
    if check.rule == "every":  # nothing to fault is not work begun
        return False
    return any(not field or filled(known.value(record, field)) for record in there or ())


def _checked(known: Known, check: Check) -> CheckState:
    if check.rule == "answered":
        met = known.answers_yes(check.on)
        return CheckState(check, met, None if met else _unanswered(known, check))
    name, _, field = check.on.partition(".")
    there = _chosen(known, name, check)
    if there is None or check.rule not in ("has", "every"):
        return CheckState(check, None)
    without = [r for r in there if field and not filled(known.value(r, field))]
    if check.rule == "every":
        met, culprit = not without, next(iter(without), None)
    else:
        met, culprit = len(there) - len(without) >= check.least, next(iter(without), None)
    if check.existing and culprit is None:
        culprit = next(iter(known.records(name) or ()), None)
    return CheckState(check, met, None if met else _gap(check, name, field, culprit))


def _chosen(known: Known, name: str, check: Check) -> list[Record] | None:
    records = known.records(name)
    if records is None:
        return None
    return [
        record
        for record in records
        if all(known.value(record, field) in values for field, values in check.where)
    ]


def _gap(check: Check, name: str, field: str, record: Record | None) -> Gap:
    kind = kind_name(type(record)) if record else _KINDS.get(name, name)
    return Gap(
        key=check.key,
        says=check.says,
        fix=check.fix,
        kind=kind,
        record_id=record.id if record else None,
        field=check.field or field,
    )


def _unanswered(known: Known, check: Check) -> Gap:
    given = (a.id for a in known.contents.answers if a.question == check.on)
    gap = Gap(check.key, check.says, check.fix, "answer", None, check.on)
    return replace(gap, record_id=next(given, None))
