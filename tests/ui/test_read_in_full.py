"""What is on a page can be read in full, at any text size; ticks answer to their words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication, QListWidget, QPushButton, QWidget

from workbench.briefings.disclosure.finding import LEAVE_OUT, MEANT, Finding, Severity, Where
from workbench.ui import theme
from workbench.ui.briefing.check_panel import CheckPanel
from workbench.ui.charting.kinds_picker import KindsPicker
from workbench.ui.main_window import MainWindow
from workbench.ui.pages.statement import StatementPage, Tick
from workbench.ui.widgets.cells import CellDelegate
from workbench.ui.widgets.tables import DataTable, Records

SIZES = (1.0, 2.0)


@pytest.fixture(params=SIZES)
def scaled(request: Any, qapp: QApplication) -> Iterator[float]:
    theme.apply(qapp, "light", request.param)
    yield request.param
    theme.apply(qapp, "light", 1.0)


def _settle(qtbot: Any) -> None:
    for _ in range(6):
        QApplication.processEvents()
    qtbot.wait(30)


def test_window_and_pictures_have_one_typeface_that_we_bring_or_the_design_names(
    qapp: QApplication,
) -> None:
    theme.apply(qapp, "light")
    assert QFontInfo(qapp.font()).family() == theme.face()
    assert theme.face() in (*theme.FACES, theme.OURS)


def test_a_click_on_the_word_ticks_it_once(qtbot: Any) -> None:
    picker = KindsPicker()
    qtbot.addWidget(picker)
    picker.offer((("Burglary", 12), ("Theft", 30)))
    picker.show()
    picker.click()
    qtbot.waitUntil(picker.popup.isVisible)
    rect = picker.list.visualItemRect(picker.list.item(1))
    for spot in (rect.center(), QPoint(rect.left() + 10, rect.center().y())):
        with qtbot.waitSignal(picker.changed):
            qtbot.mouseClick(picker.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert picker.chosen == ()  # the word ticked it, and its box took the tick away
    with qtbot.waitSignal(picker.changed):
        qtbot.mouseClick(picker.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert picker.chosen == ("Theft",)
    picker.list.setCurrentRow(0)
    with qtbot.waitSignal(picker.changed):
        qtbot.keyClick(picker.list, Qt.Key.Key_Space)
    assert picker.chosen == ("Burglary", "Theft")
    picker.popup.hide()


def test_rows_are_as_high_as_their_words(qtbot: Any, scaled: float) -> None:
    long = "What the staff of all three homes say about who went out and when they came back"
    table = DataTable("Evidence", Records(("Evidence", "State")), wide=0, strong=0, wraps=True)
    qtbot.addWidget(table)
    theme.dress(table)
    table.show_rows([(long, "Live"), ("Short", "Live")])
    table.show()
    for wide in (900, 320, 480):
        table.resize(wide, 400)
        _settle(qtbot)
        delegate = table.itemDelegate()
        assert isinstance(delegate, CellDelegate)
        for row in range(2):
            for column in range(2):
                index = table.model().index(row, column)
                assert table.rowHeight(row) >= delegate.height(index, table.columnWidth(column))
    assert table.rowHeight(0) > table.rowHeight(1)
    assert scaled in SIZES


def test_fixes_of_the_check_lie_inside_the_window(qtbot: Any, scaled: float) -> None:
    panel = CheckPanel()
    qtbot.addWidget(panel)
    theme.dress(panel)
    says = "“9 incidents have no place” in What we see is an exact address, five times. " * 3
    found = Finding("k", "address", Severity.STOP, says, (Where(0, "What we see", "x"),),
                    (LEAVE_OUT, MEANT), "card")  # fmt: skip
    panel.resize(1366, 160)
    panel.lines.addWidget(panel._line(found, "", {"k"}))
    panel.show()
    _settle(qtbot)
    links = [one for one in panel.area.findChildren(QPushButton) if one.isVisible()]
    assert {"Leave the card out", "It is meant to be there", "Show it"} <= {
        one.text() for one in links
    }
    for one in links:
        left = one.mapTo(panel.area.viewport(), QPoint(0, 0)).x()
        assert left >= 0
        assert left + one.width() <= panel.area.viewport().width(), one.text()
    assert scaled in SIZES


def test_cheers_answers_are_shown_whole(qtbot: Any, filled: MainWindow, scaled: float) -> None:
    filled.resize(1366, 768)
    filled.go("statement")
    _settle(qtbot)
    page = filled.page
    assert isinstance(page, StatementPage)
    tick: Tick = next(iter(page.ticks.values()))
    said = "The children, the staff of three homes, their families, and the town's night services."
    tick.show_answer("yes", said)
    _settle(qtbot)
    area = tick.note.area
    lines = round(area.document().size().height())
    assert lines >= 1
    assert area.height() >= area.fontMetrics().lineSpacing() * lines
    assert not area.verticalScrollBar().isVisible()
    assert scaled in SIZES


def test_an_answer_typed_is_kept_when_it_is_left(qtbot: Any, filled: MainWindow) -> None:
    filled.go("statement")
    _settle(qtbot)
    page = filled.page
    assert isinstance(page, StatementPage)
    key, tick = next(iter(page.ticks.items()))
    tick.choice.group.buttons()[0].click()
    _settle(qtbot)
    area = page.ticks[key].note.area
    area.setFocus()
    qtbot.keyClicks(area, "A long answer about who is harmed")
    filled.setFocus()
    _settle(qtbot)
    kept = {one.question: one.note for one in filled.session.contents.answers}
    assert kept[key].endswith("A long answer about who is harmed") or ("A long answer" in kept[key])


@pytest.mark.parametrize("page", ["statement", "evidence", "actions", "responses"])
def test_the_guide_is_in_reach_at_any_text_size(
    qtbot: Any, qapp: QApplication, filled: MainWindow, page: str
) -> None:
    filled.resize(1366, 768)
    filled.go(page)
    _settle(qtbot)
    assert filled.guide.isVisible()
    assert filled.aside.isHidden()
    theme.apply(qapp, "light", 2.0)
    filled.go("statement" if page != "statement" else "evidence")
    filled.go(page)
    _settle(qtbot)
    assert filled.guide.isHidden()
    assert filled.aside.isVisible()
    right = filled.aside.mapTo(filled, QPoint(filled.aside.width(), 0)).x()
    assert right <= filled.width()
    filled.aside.click()
    _settle(qtbot)
    assert filled.guide.isVisible()
    assert filled.guide.mapTo(filled, QPoint(filled.guide.width(), 0)).x() <= filled.width()
    assert filled.aside.isHidden()
    theme.apply(qapp, "light", 1.0)


def test_home_ends_inside_the_window_at_200_percent(
    qtbot: Any, qapp: QApplication, filled: MainWindow
) -> None:
    theme.apply(qapp, "light", 2.0)
    filled.resize(1366, 768)
    filled.go_home()
    _settle(qtbot)
    page = filled.page
    assert page is not None
    parts = [one for one in page.findChildren(QWidget) if one.isVisible()]
    assert parts
    for one in parts:
        if isinstance(one, QPushButton) and not isinstance(one.parent(), QListWidget):
            right = one.mapTo(filled, QPoint(one.width(), 0)).x()
            assert right <= filled.width(), one.text()
    theme.apply(qapp, "light", 1.0)
