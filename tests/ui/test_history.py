"""The one road of changes: what cannot be undone any more does not bar the way."""

from __future__ import annotations

from workbench.domain.causes import Hypothesis
from workbench.domain.problem import Problem
from workbench.services import records
from workbench.ui.main_window import MainWindow


def test_step_that_cannot_be_undone_is_dropped_and_earlier_ones_stay(filled: MainWindow) -> None:
    session = filled.session
    stack = session.history.stack
    problem = session.contents.problem
    for name in ("First", "Second"):
        session.history.do(
            lambda book, name=name: records.amend(book, Problem, problem.id, name=name)
        )
    hypothesis = Hypothesis(problem_id=problem.id, statement="X happens because Y")
    session.history.do(lambda book: records.add(book, hypothesis))
    steps = stack.count()
    records.amend(session.casebook, Hypothesis, hypothesis.id, statement="changed behind its back")
    told: list[object] = []
    session.history.refused.connect(told.append)
    stack.undo()
    assert len(told) == 1
    assert stack.count() == steps - 1
    assert not stack.canRedo()
    stack.undo()
    assert records.get(session.casebook, Problem, problem.id).name == "First"
