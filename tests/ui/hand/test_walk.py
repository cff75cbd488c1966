"""A hand at random: thousands of steps without a plan, of which the same seed takes the same."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)
from shiboken6 import isValid

from tests.ui.hand import eyes
from tests.ui.hand.hand import Hand, entries
from tests.ui.hand.watch import ACCEPT, ESCAPE, LEFT, controls

pytestmark = [pytest.mark.qt_no_exception_capture, pytest.mark.timeout(3_000)]
WORDS = ("Hand 7", "12", "Nov 2018", "5 Dec 2026", "x" * 90, "")
KEYS = (
    Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Space,
    Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Delete,
    Qt.Key.Key_Insert,
)  # fmt: skip
SIZES = ((1366, 768), (1024, 600), (1680, 950))


class Walk:
    """One walk from one seed."""

    def __init__(self, hand: Hand, seed: int) -> None:
        self.hand, self.chance = hand, random.Random(seed)
        self.ways: list[tuple[Callable[[], None], int]] = [
            (self.work, 50),
            (self.key, 12),
            (self.page, 8),
            (self.wheel, 8),
            (self.undo, 10),
            (self.redo, 3),
            (self.menu, 5),
            (self.resize, 2),
            (self.text_size, 1),
        ]

    def go(self, steps: int) -> None:
        """Take so many steps, and then take everything back."""
        hand = self.hand
        ways, weights = zip(*self.ways, strict=True)
        for at in range(steps):
            hand.trail.append(f"step {at}")
            hand.way = self.chance.choice((ESCAPE, ACCEPT))
            hand.inspects = False
            self.chance.choices(ways, weights)[0]()
            hand.flush()
            if at % 50 == 0:
                hand.settle()
            hand.notice()
        hand.way = ESCAPE
        hand.settle()
        hand.trail.append("everything is taken back")
        hand.take_back()

    def say(self, words: str) -> None:
        self.hand.trail[-1] += f", {words}"

    def work(self) -> None:
        """Do to some control what can be done to it."""
        there = list(controls(self.hand.window))
        if not there:
            return
        one = self.chance.choice(there)
        self.say(
            f"{type(one).__name__} \u201c{eyes.label(one)}\u201d on {self.hand.window.deck.key}"
        )
        if not self.hand.reach(one) or not eyes.on_top(one):
            return
        if isinstance(one, QLineEdit | QPlainTextEdit):
            QTest.mouseClick(one, LEFT)
            self._keys(one, self.chance.choice(WORDS))
        elif isinstance(one, QComboBox | QAbstractSpinBox):
            one.setFocus()
            self._press(one, self.chance.choice((Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_End)))
        elif isinstance(one, QAbstractItemView):
            self._row(one)
        elif isinstance(one, QTabBar):
            at = self.chance.randrange(max(1, one.count()))
            QTest.mouseClick(one, LEFT, pos=one.tabRect(at).center())
        elif isinstance(one, QAbstractButton):
            self.hand.pick = self.chance.choice(self.hand.menu or [""])
            QTest.mouseClick(one, LEFT)
        else:
            QTest.mouseClick(one, LEFT)

    def key(self) -> None:
        """Press a key where the keyboard is."""
        now = QApplication.focusWidget()
        handle = self.hand.window.windowHandle()
        if handle is not None and now is not None:
            key = self.chance.choice(KEYS)
            self.say(f"{key.name} on {type(now).__name__} \u201c{eyes.label(now)}\u201d")
            QTest.keyClick(handle, key)

    def page(self) -> None:
        """Go to another page, and now and then to a gap of the golden thread."""
        window = self.hand.window
        gaps = window.standing.threads() if window.standing else []
        if gaps and self.chance.random() < 0.3:
            gap = self.chance.choice(gaps)
            self.say(f"gap {gap.says}")
            window.go(gap.target)
            return
        key = self.chance.choice(sorted(window.kinds))
        self.say(f"page {key}")
        if window.session.problem_id is None:
            first = self.hand.problem
            if first is not None:
                window.take(first)
        window.go(key)

    def wheel(self) -> None:
        """Turn the wheel anywhere; no value may change by it."""
        window = self.hand.window
        place = QPoint(
            self.chance.randrange(window.width()), self.chance.randrange(window.height())
        )
        before = self.hand.mark()
        handle = window.windowHandle()
        if handle is not None:
            window.setFocus()  # so that nothing counts as clicked
            self.hand.settle()
            before = self.hand.mark()
            QTest.wheelEvent(handle, place, QPoint(0, self.chance.choice((-240, 240))))
            self.hand.flush()
        if self.hand.mark() != before:
            self.hand.note(f"the wheel at {place.x()}, {place.y()} changed something")

    def undo(self) -> None:
        self.say("undo")
        self.hand.window.session.history.stack.undo()

    def redo(self) -> None:
        self.say("redo")
        self.hand.window.session.history.stack.redo()

    def menu(self) -> None:
        """Choose an entry of the menus."""
        chosen = self.chance.choice(entries(self.hand.window))
        self.say(f"menu {chosen.text()}")
        chosen.trigger()

    def resize(self) -> None:
        size = self.chance.choice(SIZES)
        self.say(f"size {size}")
        self.hand.window.resize(*size)

    def text_size(self) -> None:
        step = self.chance.choice((-1, 1))
        self.say(f"text size {step}")
        self.hand.window.doings.resize_text(step)

    def _keys(self, one: QLineEdit | QPlainTextEdit, words: str) -> None:
        if isValid(one) and one.isVisible() and not one.isReadOnly():
            if self.chance.random() < 0.6:
                one.selectAll()
                QTest.keyClick(one, Qt.Key.Key_Delete)
            QTest.keyClicks(one, words)
            if self.chance.random() < 0.7:
                self._press(one, self.chance.choice((Qt.Key.Key_Tab, Qt.Key.Key_Return)))

    def _row(self, view: QAbstractItemView) -> None:
        model = view.model()
        rows = model.rowCount() if model is not None else 0
        if not rows:
            return
        index = model.index(self.chance.randrange(rows), 0)
        view.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        QTest.mouseClick(view.viewport(), LEFT, pos=view.visualRect(index).center())
        self._press(view, self.chance.choice((*KEYS[3:5], Qt.Key.Key_Delete, Qt.Key.Key_Down)))

    @staticmethod
    def _press(one: QWidget, key: Qt.Key) -> None:
        if isValid(one) and one.isVisible():
            QTest.keyClick(one, key)


def walked(hand: Hand, seed: int, steps: int) -> str:
    Walk(hand, seed).go(steps)
    return "\n".join(dict.fromkeys(hand.found))


def test_a_walk_of_two_thousand_steps(work: Any) -> None:
    hand = work("practice")
    said = walked(hand, 8, 2_000)
    assert not hand.found, said


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_a_walk_of_ten_thousand_steps(work: Any, seed: int) -> None:
    hand = work("practice" if seed % 2 == 0 else "empty")
    said = walked(hand, seed, 10_000)
    assert not hand.found, said
