"""An impatient hand: it presses, types, turns and escapes as a person does, through real events.

Whatever should not have happened goes into ``Hand.found``: an error of the program, a warning of
Qt, a change that nobody asked for, a change that Undo does not take back.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)
from shiboken6 import isValid

from tests.ui.hand import eyes
from tests.ui.hand.watch import ACCEPT, ESCAPE, LEFT, Watch, controls
from workbench.ui.main_window import MainWindow


class Hand(Watch):
    """Works one window, a control at a time."""

    # doing

    def do(self, what: str, act: Callable[[], object], asked: bool = True) -> None:
        """Do one thing, note what should not have happened, and take back what it changed."""
        self.trail.append(what)
        before, at = self.mark(), self.window.session.history.stack.index()
        act()
        self.settle()
        self.notice()
        if self.mark() == before:
            return
        if not asked:
            stack = self.window.session.history.stack
            self.note(f"changed what nobody asked to change ({stack.undoText() or 'no step'})")
        self.take_back(at)

    def take_back(self, at: int = 0) -> None:
        """Undo to a step; the casebook must then be what it was at first."""
        stack = self.window.session.history.stack
        while stack.index() > at:
            there = stack.index()
            stack.undo()
            self.flush()
            if stack.index() >= there:
                break
        self.settle()
        self.notice()
        now = self.kept()
        for key in now.keys() | self.first.keys():
            if now.get(key) != self.first.get(key):
                self.note(
                    f"Undo does not take it back: {_differs(self.first.get(key), now.get(key))}"
                )
        self.first = now

    def work(self, control: QWidget) -> None:
        """Everything that can be done to one control, each thing taken back."""
        name = f"{type(control).__name__} \u201c{eyes.label(control)}\u201d"
        if not self.reach(control):
            return
        if isinstance(control, QComboBox):
            self._choose_all(control, name)
        elif isinstance(control, QAbstractSpinBox):
            self.do(f"up in {name}", lambda: QTest.keyClick(control, Qt.Key.Key_Up))
            self._leave(control, name)
        elif isinstance(control, QLineEdit | QPlainTextEdit):
            self._type(control, name)
        elif isinstance(control, QAbstractItemView):
            self._rows(control, name)
        elif isinstance(control, QTabBar):
            for at in range(control.count()):
                place = control.tabRect(at).center()
                self.do(
                    f"tab {at} of {name}", lambda p=place: QTest.mouseClick(control, LEFT, pos=p)
                )
        elif isinstance(control, QAbstractButton):
            self._press(control, name)
        else:
            self.do(f"click {name}", lambda: QTest.mouseClick(control, LEFT))
            self.do(f"Enter on {name}", lambda: _key(control, Qt.Key.Key_Return))

    def _press(self, button: QAbstractButton, name: str) -> None:
        opened, self.menu = self.opened, []
        self.way = ESCAPE
        self.do(f"press {name}", lambda: QTest.mouseClick(button, LEFT))
        offered = list(self.menu)
        self.way = ACCEPT
        if self.opened > opened and isValid(button):
            self.do(f"press {name} and say yes", lambda: _click(button))
        for entry in offered:
            self.pick = entry
            self.do(f"\u201c{entry}\u201d of {name}", lambda: _click(button))
        self.way, self.pick = ESCAPE, ""

    def _choose_all(self, box: QComboBox, name: str) -> None:
        if box.count() == 0:
            return
        for at in range(min(box.count(), 12)):
            key = Qt.Key.Key_Home if at == 0 else Qt.Key.Key_Down
            self.do(f"entry {at} of {name}", lambda k=key: _key(box, k))
            if not isValid(box) or not box.isVisible():
                return
            if at and box.currentIndex() < at:  # what was taken back is chosen again
                box.setCurrentIndex(at)
        self.do(f"open {name}", lambda: QTest.mouseClick(box, LEFT))

    def _type(self, field: QLineEdit | QPlainTextEdit, name: str) -> None:
        if field.isReadOnly():
            return
        self._leave(field, name)
        was = _text(field)
        for words in ("Hand 7", was):
            if isValid(field) and field.isVisible():
                self.do(f"type \u201c{words}\u201d into {name}", lambda w=words: _write(field, w))
        if isValid(field) and isinstance(field, QLineEdit):
            self.do(f"Enter in {name}", lambda: _key(field, Qt.Key.Key_Return))
            for action in field.actions() if isValid(field) else []:
                self.do(f"{action.toolTip()} of {name}", action.trigger)

    def _leave(self, field: QWidget, name: str) -> None:
        def leave() -> None:
            QTest.mouseClick(field, LEFT)
            _key(field, Qt.Key.Key_Tab)

        self.do(f"enter and leave {name}", leave, asked=False)

    def _rows(self, view: QAbstractItemView, name: str) -> None:
        model = view.model()
        rows = model.rowCount() if model is not None else 0
        for at in sorted({0, rows - 1}) if rows else []:
            for key in (None, Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Delete):
                if not isValid(view) or not view.isVisible():
                    return
                index = view.model().index(at, 0)
                view.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
                place = view.visualRect(index).center()
                asked = key is not None or isinstance(view.model(), object)
                self.do(
                    f"row {at} of {name}, {key.name if key else 'click'}",
                    lambda p=place, k=key: _row(view, p, k),
                    asked=asked,
                )


def keyed(root: QWidget, most: int = 2) -> dict[tuple[str, str, int], QWidget]:
    """The controls by what they are called; of many that are called the same, the first few."""
    found: dict[tuple[str, str, int], QWidget] = {}
    for one in controls(root):
        name = re.sub(r"\d+", "#", eyes.label(one))
        for at in range(most):
            if (type(one).__name__, name, at) not in found:
                found[type(one).__name__, name, at] = one
                break
    return found


def entries(window: MainWindow) -> list[QAction]:
    """Every entry of the menus that can be chosen now."""
    return [action for action, _ in window.menus.commands()]


def _differs(was: Any, now: Any) -> str:
    if was is None or now is None or isinstance(now, str):
        return f"{was!r} has become {now!r}"[:300]
    names = [
        part.name for part in fields(now) if getattr(was, part.name) != getattr(now, part.name)
    ]
    told = [f"{name} {getattr(was, name)!r} to {getattr(now, name)!r}" for name in names]
    return f"{type(now).__name__}: {', '.join(told)}"[:300]


def _key(widget: QWidget, key: Qt.Key) -> None:
    if isValid(widget) and widget.isVisible():
        widget.setFocus()
        QTest.keyClick(widget, key)


def _click(widget: QWidget) -> None:
    if isValid(widget) and widget.isVisible():
        QTest.mouseClick(widget, LEFT)


def _text(field: QLineEdit | QPlainTextEdit) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def _write(field: QLineEdit | QPlainTextEdit, words: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, words)
    _key(field, Qt.Key.Key_Tab)


def _row(view: QAbstractItemView, place: QPoint, key: Qt.Key | None) -> None:
    QTest.mouseClick(view.viewport(), LEFT, pos=place)
    if key is not None:
        _key(view, key)
