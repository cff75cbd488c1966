"""The ring round what the keyboard is on: shown by keys, hidden by the mouse, moved with it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

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
