"""The main window: getting about, doing, undoing and being told."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from workbench.domain.causes import Hypothesis
from workbench.domain.problem import StageStatus
from workbench.errors import WorkbenchError
from workbench.guide.gap import Gap
from workbench.services import records
from workbench.ui import theme
from workbench.ui.main_window import MainWindow
from workbench.ui.pages.hypotheses import HypothesesPage
from workbench.ui.pages.start import StartPage
from workbench.ui.pages.statement import StatementPage
from workbench.ui.records.list_page import ListPage


def everything(window: MainWindow) -> Any:
    return records.contents(window.session.casebook, window.session.contents.problem.id)


def list_page(window: MainWindow, key: str) -> ListPage:
    window.go(key)
    assert isinstance(window.page, ListPage)
    return window.page


def test_starting_a_problem_asks_five_things_and_opens_it(window: MainWindow, qtbot: Any) -> None:
    window.go("start")
    page = window.page
    assert isinstance(page, StartPage)
    assert len(page.fields) == 5
    page.submit()
    assert page.summary.isVisible()
    assert "3 answers are missing" in page.header.title.text()

    page.name.setText("Theft from vans, Eastmoor")
    page.concern.setPlainText("Tools are stolen from vans at night since May 2026.")
    page.area.setText("Eastmoor")
    page.submit()
    assert window.session.contents.problem.name == "Theft from vans, Eastmoor"
    assert window.deck.key == "statement"
    assert "Theft from vans" in window.windowTitle()
    assert "OFFICIAL-SENSITIVE" in window.windowTitle()


def test_home_counts_what_needs_somebody(filled: MainWindow) -> None:
    filled.go_home()
    assert filled.deck.key == "home"
    assert not filled.rail.isVisible()
    assert filled.page is not None
    said = filled.page.header.title.text()  # type: ignore[attr-defined]
    assert said == "2 things need you; 1 problem is open"


def test_rail_counts_come_from_the_records(filled: MainWindow) -> None:
    assert filled.rail.items["actions"].place.count == "3, 1 late"
    assert filled.rail.items["analyse"].place.lines[0] == "3 hypotheses, 2 without evidence"
    page = list_page(filled, "hypotheses")
    page.add_line.line.setText("The bus brings them")
    page.add_line.add.click()
    assert filled.rail.items["analyse"].place.lines[0] == "4 hypotheses, 3 without evidence"
    filled.session.history.stack.undo()
    assert filled.rail.items["analyse"].place.lines[0] == "3 hypotheses, 2 without evidence"


def test_every_page_of_ours_opens(filled: MainWindow, qtbot: Any) -> None:
    for key in ("home", "start", "settings", "history", "statement", "objectives", "triangle"):
        filled.go(key)
        assert filled.deck.key == key
    for key in ("hypotheses", "responses", "actions", "partners"):
        page = list_page(filled, key)
        page.open(page.list.key(0))
        assert page.form_side.isVisible()


def test_an_unknown_page_is_said_in_words(filled: MainWindow) -> None:
    filled.go("moon_map")
    assert filled.notice.isVisible()
    assert "moon map" in filled.notice.words.text()


def test_a_gap_jumps_to_its_fix(filled: MainWindow) -> None:
    assert filled.standing is not None
    threads = filled.standing.threads()
    assert len(threads) > 5
    known = {
        "statement",
        "objectives",
        "triangle",
        "hypotheses",
        "responses",
        "actions",
        "partners",
    }
    for thread in threads:
        gap = thread.target
        assert isinstance(gap, Gap)
        filled.go(gap)
        if gap.record_id is not None and filled.deck.key in known - {"statement"}:
            assert isinstance(filled.page, ListPage)
            assert filled.page.open_id is not None or filled.page.add_line.line.hasFocus()


def test_undo_takes_back_everything_and_redo_makes_it_again(filled: MainWindow) -> None:
    stack = filled.session.history.stack
    before = everything(filled)
    page = list_page(filled, "hypotheses")
    page.add_line.line.setText("New rival")
    page.add_line.add.click()
    page.form.editors["disproof"].control.setPlainText("Nothing changes")  # type: ignore[attr-defined]
    page.form.keep()
    page.open(page.list.key(0))
    page.remove()
    after = everything(filled)
    assert len(after.hypotheses) == 3
    assert not after.weighings
    assert stack.undoText() == "Remove hypothesis"
    while stack.canUndo():
        stack.undo()
    assert everything(filled) == before
    while stack.canRedo():
        stack.redo()
    assert everything(filled) == after


def test_undo_and_redo_name_what_they_take_back(filled: MainWindow) -> None:
    page = list_page(filled, "partners")
    page.add_line.line.setText("Eastmoor School")
    page.add_line.add.click()
    words = [a.text().replace("&", "") for a in filled.menus.menu("Edit").actions()]
    assert "Undo add partner" in words


def test_one_sitting_at_a_field_is_one_step(filled: MainWindow, qtbot: Any) -> None:
    page = list_page(filled, "hypotheses")
    page.open(page.list.key(1), field="disproof")
    stack = filled.session.history.stack
    count = stack.count()
    area = page.form.editors["disproof"].control
    for words in ("Reports stay", " as they are", " after the address is closed"):
        qtbot.keyClicks(area, words)
        page.form._paused()
    kept = everything(filled).hypotheses[1].disproof
    assert kept == "Reports stay as they are after the address is closed"
    assert stack.count() == count + 1
    stack.undo()
    assert everything(filled).hypotheses[1].disproof == ""
    assert area.toPlainText() == ""


def test_what_is_typed_is_kept_when_one_goes_elsewhere(filled: MainWindow, qtbot: Any) -> None:
    page = list_page(filled, "hypotheses")
    page.open(page.list.key(1), field="data_needed")
    qtbot.keyClicks(page.form.editors["data_needed"].control, "Bus times")
    filled.go("partners")
    assert everything(filled).hypotheses[1].data_needed == "Bus times"


def test_lists_are_worked_by_keyboard(filled: MainWindow, qtbot: Any) -> None:
    page = list_page(filled, "hypotheses")
    page.list.setFocus()
    page.list.choose(page.list.key(0))
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert page.named.text().startswith("H2")
    assert page.form.editors["statement"].control.hasFocus()
    qtbot.keyClick(page.form.editors["statement"].control, Qt.Key.Key_Escape)
    assert page.open_id is None
    qtbot.keyClick(page.list, Qt.Key.Key_Insert)
    assert page.add_line.line.hasFocus()
    qtbot.keyClicks(page.add_line.line, "Because of the bus")
    qtbot.keyClick(page.add_line.line, Qt.Key.Key_Return)
    assert [h.code for h in everything(filled).hypotheses] == ["H1", "H2", "H3", "H4"]
    page.shut()
    page.list.choose(page.list.key(3))
    qtbot.keyClick(page.list, Qt.Key.Key_Delete)
    assert len(everything(filled).hypotheses) == 3


def test_a_compulsory_field_is_not_emptied(filled: MainWindow) -> None:
    page = list_page(filled, "responses")
    page.open(page.list.key(0))
    line = page.form.editors["name"].control
    assert isinstance(line, QLineEdit)
    line.setText("")
    page.form._left("name")
    assert "cannot be empty" in page.form.labels["name"].problem.text()
    assert everything(filled).responses[0].name == "Named officer for each home"


@pytest.mark.parametrize("name", ["dark", "contrast", "light"])
def test_the_theme_changes_live_on_an_open_window(
    filled: MainWindow, preferences: Any, name: str
) -> None:
    other = "dark" if name == "light" else "light"
    filled.doings.look(other)
    QApplication.processEvents()
    before = filled.grab().toImage()
    filled.doings.look(name)
    QApplication.processEvents()
    after = filled.grab().toImage()
    assert preferences.theme == name
    assert theme.look.name == name
    for pane in (filled.top, filled.rail, filled.deck, filled.guide, filled.status):
        spot = pane.mapTo(filled, QPoint(pane.width() // 2, pane.height() - 2))
        assert before.pixel(spot) != after.pixel(spot)


def test_icons_on_labels_follow_the_theme(filled: MainWindow) -> None:
    sign = filled.status.saved
    filled.doings.look("light")
    light = inks(sign)
    filled.doings.look("dark")
    dark = inks(sign)
    assert theme.colour("success").rgb() in dark
    assert theme.colour("success").rgb() not in light


def inks(widget: QWidget) -> set[int]:
    image: QImage = widget.grab().toImage()
    return {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}


def test_text_at_two_hundred_per_cent_does_not_scroll_sideways(filled: MainWindow) -> None:
    filled.preferences.scale = 2.0
    filled.doings._apply()
    try:
        for key in ("home", "statement", "hypotheses", "responses", "history", "settings", "start"):
            filled.go(key)
            QApplication.processEvents()
            sheet = filled.deck.currentWidget()
            assert sheet.minimumSizeHint().width() <= filled.deck.width(), key
    finally:
        filled.preferences.scale = 1.0
        filled.doings._apply()


def test_find_or_do_finds_records_pages_and_commands(filled: MainWindow, qtbot: Any) -> None:
    filled.find_or_do()
    palette = filled.palette_layer
    assert palette.isVisible()
    qtbot.keyClicks(palette.line, "evening activ")
    assert palette.matches.rowCount() == 1
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert filled.deck.key == "responses"
    assert isinstance(filled.page, ListPage)
    assert filled.page.named.text() == "R2 Evening activities"
    filled.find_or_do()
    qtbot.keyClicks(palette.line, "go to history")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert filled.deck.key == "history"
    filled.find_or_do()
    qtbot.keyClick(palette.line, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_f6_goes_round_the_panes(filled: MainWindow) -> None:
    filled.activateWindow()
    filled.go("hypotheses")
    panes = (filled.rail, filled.tab_row, filled.deck, filled.guide, filled.top)
    seen = []
    for _ in range(len(panes)):
        filled.next_pane()
        here = filled.focusWidget()
        seen.append(next((p for p in panes if p.isAncestorOf(here)), None))
    assert set(seen) == set(panes)
    filled.next_pane(back=True)
    assert filled.focusWidget() is not None


def test_an_answer_in_the_guide_is_kept(filled: MainWindow) -> None:
    filled.go("hypotheses")
    assert filled.standing is not None
    stage = filled.standing.method.stage("analyse")
    advice = filled.standing.advice(stage, "hypotheses")
    assert advice is not None
    key = advice.questions[0].key
    filled.guide.answered.emit(key, "no")
    assert [a.value for a in everything(filled).answers if a.question == key] == ["no"]
    filled.guide.answered.emit(key, "yes")
    assert [a.value for a in everything(filled).answers if a.question == key] == ["yes"]


def test_a_stage_can_be_judged_by_hand_with_a_reason(filled: MainWindow) -> None:
    with pytest.raises(WorkbenchError, match="no reason"):
        filled.doings._judge("scan", StageStatus.DONE, " ")
    filled.doings._judge("scan", StageStatus.DONE, "Agreed at the board")
    assert filled.rail.items["scan"].place.state == "done"
    assert "Agreed at the board" in filled.rail.items["scan"].toolTip()
    filled.doings._judge("scan", None, "")
    assert filled.rail.items["scan"].place.state != "done"


def test_cheers_are_ticked_on_the_statement(filled: MainWindow) -> None:
    filled.go("statement")
    page = filled.page
    assert isinstance(page, StatementPage)
    assert len(page.ticks) == 6
    yes: QPushButton = page.ticks["cheers.community"].choice.group.buttons()[0]  # type: ignore[assignment]
    yes.click()
    assert page.cheers_count.text() == "3 of 6 met"


def test_evidence_is_linked_to_a_hypothesis(filled: MainWindow) -> None:
    page = list_page(filled, "hypotheses")
    assert isinstance(page, HypothesesPage)
    page.open(page.list.key(1))
    page.stance.setCurrentIndex(1)
    page.link_it.click()
    assert page.evidence.count.text() == "1"
    made = everything(filled).weighings[-1]
    assert made.stance.value == "contradicts"
    page.evidence.drop(made.id)
    assert page.evidence.count.text() == ""


def test_done_asks_what_shows_it(filled: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    from workbench.ui.pages import actions

    page = list_page(filled, "actions")

    def say(dialog: actions.Shown) -> int:
        dialog.accept()
        assert dialog.field.problem.text() == "Say what shows it."
        dialog.area.setPlainText("Plans signed and filed")
        dialog.accept()
        return 1

    monkeypatch.setattr(actions.Shown, "exec", say)
    page.list.choose(page.list.key(0))
    page.mark_done()  # type: ignore[attr-defined]
    done = next(a for a in everything(filled).actions if a.text.startswith("Agree"))
    assert (done.shown_by, done.done_on) == ("Plans signed and filed", filled.session.today)


def test_history_shows_before_and_after_of_one_field(filled: MainWindow) -> None:
    one = everything(filled).hypotheses[0]
    casebook = filled.session.casebook
    filled.session.history.do(
        lambda _: records.amend(casebook, Hypothesis, one.id, disproof="Reports fall anyway")
    )
    filled.go(Gap("history", "", "", "history", one.id))
    page: Any = filled.page
    assert len(page.entries) == 2
    said = [label.text() for label in page.findChildren(type(page.verdict))]
    assert "Now: Reports fall anyway" in said
    assert "Was: Reports stay high after the rota changes" in said


def test_the_log_verifies_from_the_page(filled: MainWindow, qtbot: Any) -> None:
    filled.go("history")
    page: Any = filled.page
    page.verify.click()
    qtbot.waitUntil(lambda: "verifies" in page.verdict.text(), timeout=5000)


def test_a_job_shows_its_progress_and_its_failure(filled: MainWindow, qtbot: Any) -> None:
    def work(progress: Any) -> None:
        progress.report(1, 4, "Reading rows")
        raise WorkbenchError("The file is open elsewhere. Nothing was changed. Close it there.")

    job = filled.session.jobs.start(work, "Reading")
    assert filled.status.job.isVisible()
    with qtbot.waitSignal(job.finished):
        pass
    assert not filled.status.job.isVisible()
    assert "open elsewhere" in filled.notice.words.text()
    assert filled.notice.isVisible()


def test_what_the_palette_offers_is_never_gone(filled: MainWindow) -> None:
    list_page(filled, "partners")
    filled.find_or_do()
    palette = filled.palette_layer
    palette.line.setText("add partner")
    filled.go("hypotheses")
    assert palette.matches.rowCount() == 0
    palette.line.setText("add hypothesis")
    palette._do(palette.list.currentIndex())
    assert filled.page.add_line.line.hasFocus()  # type: ignore[union-attr]
