"""Answering the guide's questions, and judging a stage by hand."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from workbench.domain.changes import Changes
from workbench.domain.problem import Answer, StageOverride, StageStatus
from workbench.errors import WorkbenchError
from workbench.store.casebook import Casebook


def answer(
    casebook: Casebook, cycle_id: UUID, question: str, value: str, note: str | None = None
) -> Changes:
    """Keep an answer to a question of the guide, in place of an earlier one."""
    with casebook.changing("Answer a question") as unit:
        given = unit.all(Answer, cycle_id=cycle_id, question=question)
        if given:
            kept = given[0].note if note is None else note
            unit.replace(replace(given[0], value=value, note=kept))
        else:
            made = Answer(cycle_id=cycle_id, question=question, value=value, note=note or "")
            unit.add(made)
    return unit.changes


def judge_stage(
    casebook: Casebook, cycle_id: UUID, stage: str, status: StageStatus | None, reason: str
) -> Changes:
    """Set the status of a stage by hand, with the reason; None gives it back to the records.

    Raises:
        WorkbenchError: there is no reason.
    """
    if status is not None and not reason.strip():
        raise WorkbenchError(
            "The status was not changed, because there is no reason yet. "
            "Say in a few words why the stage is not as the records have it."
        )
    with casebook.changing("Set stage status") as unit:
        for given in unit.all(StageOverride, cycle_id=cycle_id, stage=stage):
            unit.remove(given)
        if status is not None:
            made = StageOverride(
                cycle_id=cycle_id, stage=stage, status=status, reason=reason.strip()
            )
            unit.add(made)
    return unit.changes
