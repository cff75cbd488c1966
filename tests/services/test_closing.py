"""Closing and reopening a problem, and what a new cycle takes from the old."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from workbench.domain.assessment import Assessment, Verdict
from workbench.domain.audience import Marking
from workbench.domain.problem import Problem
from workbench.errors import WorkbenchError
from workbench.services import problems, records
from workbench.store.casebook import Casebook

DAY = date(2026, 11, 22)


@pytest.fixture
def problem(casebook: Casebook) -> UUID:
    start = problems.Start("Vans", "Tools go.", "Eastmoor", "PC A Khan", Marking.OFFICIAL)
    return problems.start_problem(casebook, start, date(2026, 3, 1))[0]


def labels(casebook: Casebook) -> list[str]:
    with casebook.reading() as reader:
        return [entry.label for entry in reader.entries()]


def decided(casebook: Casebook, problem: UUID) -> Assessment:
    cycle = records.contents(casebook, problem).cycle
    made = Assessment(
        problem_id=problem, cycle_id=cycle.id, verdict=Verdict.WORKED, reason="It fell", decided=DAY
    )
    records.add(casebook, made)
    return made


def test_closing_needs_a_verdict_or_why_there_is_none(casebook: Casebook, problem: UUID) -> None:
    with pytest.raises(WorkbenchError, match="no verdict"):
        problems.close_problem(casebook, problem, DAY, "  ")
    assert records.get(casebook, Problem, problem).closed is None
    problems.close_problem(casebook, problem, DAY, "Given to another team")
    kept = records.get(casebook, Problem, problem)
    assert (kept.closed, kept.closed_because) == (DAY, "Given to another team")
    with pytest.raises(WorkbenchError, match="closed already"):
        problems.close_problem(casebook, problem, DAY, "Again")


def test_the_verdict_is_closed_with(casebook: Casebook, problem: UUID) -> None:
    decided(casebook, problem)
    problems.close_problem(casebook, problem, DAY, "Ask the landlord first.")
    kept = records.get(casebook, Problem, problem)
    assert kept.closed_because == "Worked. It fell Ask the landlord first."


def test_reopening_needs_a_reason_and_both_are_logged_and_undone(
    casebook: Casebook, problem: UUID
) -> None:
    before = records.get(casebook, Problem, problem)
    shut = problems.close_problem(casebook, problem, DAY, "Given away")
    with pytest.raises(WorkbenchError, match="no reason"):
        problems.reopen_problem(casebook, problem, " ")
    opened = problems.reopen_problem(casebook, problem, "It came back")
    kept = records.get(casebook, Problem, problem)
    assert (kept.closed, kept.reopened_because) == (None, "It came back")
    with pytest.raises(WorkbenchError, match="is open"):
        problems.reopen_problem(casebook, problem, "Again")
    assert labels(casebook)[:2] == ["Reopen problem", "Close problem"]
    for changes in (opened, shut):
        records.make_again(casebook, changes.undone())
    assert records.get(casebook, Problem, problem) == before


def test_the_next_cycle_has_no_verdict_of_its_own_yet(casebook: Casebook, problem: UUID) -> None:
    old = decided(casebook, problem)
    assert records.contents(casebook, problem).assessments == (old,)
    problems.second_cycle(casebook, problem, "sara", DAY)
    kept = records.contents(casebook, problem)
    assert kept.assessments == ()
    assert kept.past_assessments == (old,)
    with pytest.raises(WorkbenchError, match="no verdict"):
        problems.close_problem(casebook, problem, DAY)


def test_an_assessment_of_no_cycle_is_of_the_first(casebook: Casebook, problem: UUID) -> None:
    made = Assessment(problem_id=problem, name="Old")
    records.add(casebook, made)
    assert records.contents(casebook, problem).assessments == (made,)
    problems.second_cycle(casebook, problem, "sara", DAY)
    assert records.contents(casebook, problem).past_assessments == (made,)
