"""Work that waits until what is on show has been painted."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from workbench.ui import theme
from workbench.ui.after_paint import after_paint
from workbench.ui.dialogs import Dialog


class Paper(QWidget):
    """Says when it is painted."""

    def __init__(self, said: list[str]) -> None:
        super().__init__()
        self.said = said

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt
        self.said.append("painted")


def test_it_comes_after_the_paint_and_once(qtbot: QtBot) -> None:
    said: list[str] = []
    paper = Paper(said)
    qtbot.addWidget(paper)
    after_paint(paper, lambda: said.append("done"))
    paper.show()
    qtbot.waitUntil(lambda: "done" in said)
    assert said[0] == "painted"
    said.clear()
    paper.update()
    qtbot.waitUntil(lambda: "painted" in said)
    assert "done" not in said


def test_a_part_that_is_not_seen_waits_for_its_window(qtbot: QtBot) -> None:
    said: list[str] = []
    paper = Paper(said)
    qtbot.addWidget(paper)
    part = QWidget(paper)
    part.hide()
    paper.show()
    after_paint(part, lambda: said.append("done"))
    qtbot.waitUntil(lambda: "done" in said)
    assert said[0] == "painted"


def test_a_part_that_is_scrolled_away_does_not_wait_for_ever(qtbot: QtBot) -> None:
    said: list[str] = []
    area, inside = QScrollArea(), QWidget()
    qtbot.addWidget(area)
    high, part = QWidget(inside), QWidget(inside)
    high.setGeometry(0, 0, 100, 3_000)
    part.setGeometry(0, 3_000, 100, 100)
    inside.setFixedSize(100, 3_100)
    area.setWidget(inside)
    area.resize(200, 200)
    area.show()
    qtbot.waitExposed(area)
    after_paint(part, lambda: said.append("done"))
    qtbot.waitUntil(lambda: said == ["done"])


def test_what_is_never_shown_need_not_wait(qtbot: QtBot) -> None:
    said: list[str] = []
    part = QWidget()
    qtbot.addWidget(part)
    after_paint(part, lambda: said.append("done"))
    qtbot.waitUntil(lambda: said == ["done"])


def test_nothing_is_done_for_a_widget_that_is_gone(qtbot: QtBot) -> None:
    said: list[str] = []
    part, last = QWidget(), QWidget()
    qtbot.addWidget(last)
    after_paint(part, lambda: said.append("gone"))
    part.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    after_paint(last, lambda: said.append("last"))
    qtbot.waitUntil(lambda: bool(said))
    assert said == ["last"]


def test_windows_wear_the_sheet_and_the_application_none(qapp: QApplication, qtbot: QtBot) -> None:
    theme.apply(qapp, "light")
    window = QWidget()
    qtbot.addWidget(window)
    theme.dress(window)
    light = window.styleSheet()
    try:
        theme.apply(qapp, "dark")
        assert window.styleSheet() not in ("", light)
        assert window.styleSheet() == theme.look.sheet
        assert not qapp.styleSheet()
    finally:
        theme.apply(qapp, "light")
    assert window.styleSheet() == light


def test_a_dialog_without_a_window_is_dressed_as_well(qapp: QApplication, qtbot: QtBot) -> None:
    theme.apply(qapp, "light")
    dialog = Dialog(None, "error", "This could not be done", "Why.", "Close")
    qtbot.addWidget(dialog)
    assert dialog.styleSheet() == theme.look.sheet
