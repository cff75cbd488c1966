"""Questions of the guide that are answered in words."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from workbench.domain.problem import Answer, Cycle
from workbench.services import records
from workbench.ui.main_window import MainWindow
from workbench.ui.widgets.guide import WrittenAnswer


def lines(window: MainWindow) -> list[WrittenAnswer]:
    QApplication.processEvents()  # the guide is filled in a turn of its own
    return list(window.guide.findChildren(WrittenAnswer))


def in_words(window: MainWindow) -> dict[str, str]:
    cycle = window.session.contents.cycle.id
    kept = records.all_of(window.session.casebook, Answer, cycle_id=cycle)
    return {answer.question: answer.value for answer in kept}


def open_learn(window: MainWindow) -> list[WrittenAnswer]:
    session = window.session
    session.history.do(
        lambda casebook: records.amend(
            casebook, Cycle, session.contents.cycle.id, method="clear_hold_build"
        )
    )
    for state in window.standing.states:
        for page in state.stage.pages:
            if page in window.kinds:
                window._go_page(page, state.stage.key)
                if found := lines(window):
                    return found
    raise AssertionError("no page of the method asks anything in words")


def test_words_are_kept_when_the_field_is_left_and_can_be_undone(filled: MainWindow) -> None:
    line = open_learn(filled)[0]
    key = line.question.key
    line.setFocus()
    line.setPlainText("Harbour Road to the canal")
    filled.setFocus()
    line.keep()
    assert in_words(filled)[key] == "Harbour Road to the canal"
    filled.session.history.stack.undo()
    assert key not in in_words(filled)


def test_words_being_written_survive_a_change_elsewhere(filled: MainWindow) -> None:
    line = open_learn(filled)[0]
    key = line.question.key
    line.setPlainText("Not left yet")
    filled.read()  # as when a job ends while somebody writes
    assert in_words(filled)[key] == "Not left yet"
    assert [one.words for one in lines(filled) if one.question.key == key] == ["Not left yet"]
