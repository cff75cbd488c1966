"""The ring round what the keyboard is on: shown by keys, hidden by the mouse, moved with it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QMenuBar, QPushButton, QVBoxLayout, QWidget

from tests.ui.hand import eyes
from workbench.ui.main_window import MainWindow
from workbench.ui.pages.statement import StatementPage
from workbench.ui.records.list_page import ListPage
from workbench.ui.widgets.focus import REACH, FocusRing


def where(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def test_keys_show_it_and_the_mouse_hides_it(qtbot: Any) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    lay = QVBoxLayout(window)
    first, second = QPushButton("One"), QPushButton("Two")
    for one in (first, second):
        lay.addWidget(one)
    ring = FocusRing(window)
    window.resize(300, 200)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    first.setFocus()
    assert not ring.isVisible()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
    qtbot.waitUntil(second.hasFocus)
    assert ring.isVisible()
    assert ring.geometry().contains(where(second, window))
    before = ring.geometry()
    window.resize(420, 320)
    qtbot.waitUntil(lambda: ring.geometry() != before)
    grown = where(second, window).adjusted(-REACH, -REACH, REACH, REACH)
    assert ring.geometry() == grown & window.rect()
    second.hide()
    assert not ring.geometry().contains(where(second, window)) or not ring.isVisible()
    second.show()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
    assert ring.isVisible()
    press = Qt.MouseButton.LeftButton
    QTest.mouseClick(window.windowHandle(), press, Qt.KeyboardModifier.NoModifier, QPoint(5, 5))
    assert not ring.isVisible()


def test_it_is_never_left_round_the_menu_bar(filled: MainWindow, qtbot: Any) -> None:
    filled.go("hypotheses")
    filled.activateWindow()
    qtbot.waitUntil(filled.isActiveWindow)
    handle = filled.windowHandle()
    QTest.keyClick(handle, Qt.Key.Key_Tab)
    where_it_was = filled.focusWidget()
    QTest.keyClick(handle, Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
    menu = filled.menus.menu("Problem")
    qtbot.waitUntil(menu.isVisible)
    assert not isinstance(filled.ring.around, QMenuBar)
    for _ in range(2):  # the menu, then the bar
        QTest.keyClick(menu if menu.isVisible() else filled.menuBar(), Qt.Key.Key_Escape)
    assert not menu.isVisible()
    bar = filled.menuBar()
    assert not filled.ring.isVisible() or not filled.ring.geometry().intersects(bar.geometry())
    qtbot.waitUntil(lambda: filled.focusWidget() is where_it_was)


def test_what_the_keyboard_goes_to_is_scrolled_into_view(filled: MainWindow, qtbot: Any) -> None:
    filled.resize(1024, 600)
    filled.go("statement")
    page = filled.page
    assert isinstance(page, StatementPage)
    last = list(page.facts.editors.values())[-1].control
    assert eyes.in_view(last).isEmpty()
    last.setFocus()
    qtbot.waitUntil(lambda: eyes.in_view(last).height() >= last.height())
    first = next(iter(page.statement.editors.values())).control
    first.setFocus()
    qtbot.waitUntil(lambda: eyes.in_view(first).height() >= first.height())


def test_a_wheel_turns_nothing_that_was_not_clicked(filled: MainWindow, qtbot: Any) -> None:
    filled.go("hypotheses")
    page = filled.page
    assert isinstance(page, ListPage)
    page.open(page.list.key(0))
    box = page.form.editors["likelihood"].control
    assert isinstance(box, QComboBox)
    handle = filled.windowHandle()

    def turn() -> int:
        place = box.mapTo(filled, box.rect().center())
        QTest.wheelEvent(handle, place, QPoint(0, -120))
        return box.currentIndex()

    at = box.currentIndex()
    assert turn() == at
    box.setFocus(Qt.FocusReason.TabFocusReason)
    assert turn() == at
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=box.mapTo(filled, box.rect().center()))
    box.hidePopup()
    assert turn() == at + 1
    page.form.editors["statement"].control.setFocus()
    assert turn() == at + 1
