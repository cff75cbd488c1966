"""Starting, finding and closing problems."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from workbench.domain.assessment import Assessment
from workbench.domain.audience import Marking
from workbench.domain.changes import Changes
from workbench.domain.problem import Cycle, Problem
from workbench.errors import WorkbenchError
from workbench.store.casebook import Casebook
from workbench.store.unit import Reader


@dataclass(frozen=True)
class Start:
    """The five things that starting a problem asks."""

    name: str
    concern: str
    area: str
    owner: str
    marking: Marking


def all_problems(casebook: Casebook) -> list[Problem]:
    """Return every problem, newest first."""
    with casebook.reading() as reader:
        return reader.all(Problem)[::-1]


def start_problem(
    casebook: Casebook, start: Start, today: date, method: str = "sara"
) -> tuple[UUID, Changes]:
    """Open a new problem with its first cycle.

    Raises:
        WorkbenchError: it has no name.
    """
    if not start.name.strip():
        raise WorkbenchError(
            "The problem has no name yet. Nothing was added. "
            "Give it a short name: what happens, where or to whom."
        )
    with casebook.changing("Start problem") as unit:
        problem = Problem(
            reference=_reference(unit, today),
            name=start.name.strip(),
            concern=start.concern.strip(),
            area=start.area.strip(),
            owner=start.owner.strip(),
            marking=start.marking,
            started=today,
        )
        unit.add(problem)
        unit.add(Cycle(problem_id=problem.id, method=method, number=1, started=today))
    return problem.id, unit.changes


def verdict_said(assessments: Sequence[Assessment]) -> str:
    """The last verdict that was decided, with its reason; nothing without one."""
    judged = next((one for one in reversed(assessments) if one.verdict is not None), None)
    if judged is None or judged.verdict is None:
        return ""
    return f"{judged.verdict.value.capitalize()}. {judged.reason}".strip()


def close_problem(casebook: Casebook, problem_id: UUID, today: date, words: str = "") -> Changes:
    """Close a problem with the verdict of its present cycle, or with why there is none.

    Raises:
        WorkbenchError: there is neither, or it is closed already.
    """
    with casebook.changing("Close problem") as unit:
        problem = unit.get(Problem, problem_id)
        if problem.closed is not None:
            raise WorkbenchError(f"{problem.name} is closed already. Nothing was changed.")
        cycle = max(unit.all(Cycle, problem_id=problem_id), key=lambda one: one.number)
        assessed = unit.all(Assessment, problem_id=problem_id)
        verdict = verdict_said([one for one in assessed if one.is_of(cycle)])
        because = " ".join(part for part in (verdict, words.strip()) if part)
        if not because:
            raise WorkbenchError(
                "The problem was not closed, because it has no verdict. "
                "Say in a few words why there is none, or decide the verdict first."
            )
        unit.replace(replace(problem, closed=today, closed_because=because))
    return unit.changes


def reopen_problem(casebook: Casebook, problem_id: UUID, words: str) -> Changes:
    """Open a closed problem again.

    Raises:
        WorkbenchError: there is no reason, or it is not closed.
    """
    if not words.strip():
        raise WorkbenchError(
            "The problem was not opened again, because there is no reason yet. "
            "Say in a few words why it is taken up again."
        )
    with casebook.changing("Reopen problem") as unit:
        problem = unit.get(Problem, problem_id)
        if problem.closed is None:
            raise WorkbenchError(f"{problem.name} is open. Nothing was changed.")
        unit.replace(replace(problem, closed=None, reopened_because=words.strip()))
    return unit.changes


def second_cycle(casebook: Casebook, problem_id: UUID, method: str, today: date) -> Changes:
    """End the present cycle and start the next over the same problem."""
    with casebook.changing("Start next cycle") as unit:
        cycles = unit.all(Cycle, problem_id=problem_id)
        for cycle in cycles:
            if cycle.ended is None:
                unit.replace(replace(cycle, ended=today))
        number = max((cycle.number for cycle in cycles), default=0) + 1
        unit.add(Cycle(problem_id=problem_id, method=method, number=number, started=today))
    return unit.changes


def _reference(reader: Reader, today: date) -> str:
    """The next free reference of the year: 26-001."""
    year = f"{today:%y}-"
    used = [p.reference for p in reader.all(Problem) if p.reference.startswith(year)]
    last = max((int(one[3:]) for one in used if one[3:].isdigit()), default=0)
    return f"{year}{last + 1:03d}"
