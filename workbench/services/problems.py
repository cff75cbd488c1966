"""Starting, finding and closing problems."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

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


def close_problem(casebook: Casebook, problem_id: UUID, today: date) -> Changes:
    """Close a problem with what was learned."""
    with casebook.changing("Close problem") as unit:
        unit.replace(replace(unit.get(Problem, problem_id), closed=today))
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
