"""Closing and reopening in the window, the next cycle, and what the golden thread then says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtWidgets import QLabel, QWidget

from workbench.domain.assessment import Assessment, Verdict
from workbench.domain.changes import Changes
from workbench.services import problems, records
from workbench.ui.closing import CloseProblem, ReopenProblem
from workbench.ui.main_window import MainWindow
from workbench.ui.pages.assessment import AssessmentPage


def entries(window: MainWindow) -> list[str]:
    return [one.text().replace("&", "") for one in window.menus.menu("Problem").actions()]


def words(part: QWidget) -> str:
    return " ".join(one.text() for one in part.findChildren(QLabel) if not one.isHidden())


def decide(window: MainWindow) -> None:
    (booked,) = window.session.contents.assessments
    values = {"verdict": Verdict.WORKED, "reason": "Reports fell", "decided": date(2026, 11, 1)}

    def say(casebook: Any) -> Changes:
        return records.amend(casebook, Assessment, booked.id, **values)

    window.session.history.do(say)


def test_closing_without_a_verdict_asks_why_and_reopening_asks_again(
    filled: MainWindow, qtbot: Any
) -> None:
    filled.go("hypotheses")
    gaps = len(filled.standing.threads())  # type: ignore[union-attr]
    assert gaps
    asked = CloseProblem(filled, filled.session)
    assert "No verdict" in asked.about.text()
    assert f"{gaps} gaps" in asked.about.text()
    asked.accept()
    assert "no verdict" in asked.field.problem.text()
    assert filled.session.contents.problem.closed is None
    asked.why.setPlainText("Given to another team")
    asked.accept()
    assert filled.session.contents.problem.closed == filled.session.today
    assert "(closed)" in filled.windowTitle()
    qtbot.waitUntil(lambda: "Closed on" in words(filled.guide))
    assert "Given to another team" in words(filled.guide)
    assert "leads back to a cause" not in words(filled.guide)
    assert len(filled.standing.threads()) == gaps  # type: ignore[union-attr]
    assert "Reopen the problem..." in entries(filled)
    assert "Close the problem..." not in entries(filled)

    again = ReopenProblem(filled, filled.session)
    assert "Given to another team" in again.about.text()
    again.accept()
    assert "no reason" in again.field.problem.text()
    again.why.setPlainText("It came back")
    again.accept()
    assert filled.session.contents.problem.closed is None
    assert "Close the problem..." in entries(filled)
    stack = filled.session.history.stack
    assert stack.undoText() == "Reopen problem"
    stack.undo()
    stack.undo()
    assert filled.session.contents.problem == replace(
        filled.session.contents.problem, closed=None, closed_because="", reopened_because=""
    )


def test_closing_with_a_verdict_says_it(filled: MainWindow) -> None:
    decide(filled)
    asked = CloseProblem(filled, filled.session)
    assert "The verdict is: Worked. Reports fell" in asked.about.text()
    asked.accept()
    assert filled.session.contents.problem.closed_because == "Worked. Reports fell"


def test_the_next_cycle_has_no_verdict_but_shows_the_earlier_one(filled: MainWindow) -> None:
    decide(filled)
    session = filled.session
    problem, today = session.contents.problem.id, session.today
    filled.go("assessment")
    session.history.do(lambda casebook: problems.second_cycle(casebook, problem, "sara", today))
    page = filled.page
    assert isinstance(page, AssessmentPage)
    assert page.header.title.text() == "No assessment is booked"
    (row,) = page.list.rows.rows
    assert [chip.words for chip in row.chips] == ["Worked", "Earlier cycle"]
    filled.go_home()
    table = filled.page.table.records  # type: ignore[union-attr]
    said = [str(table.index(0, at).data() or "") for at in range(table.columnCount())]
    assert "Worked" not in " ".join(said)
