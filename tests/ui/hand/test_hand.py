"""Nothing breaks in the hand: every page, dialog, menu, control, box and field of the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.hand import eyes
from tests.ui.hand.hand import Hand, entries, keyed
from workbench.registry import Registry
from workbench.ui import pages
from workbench.ui.page import PageKind
from workbench.ui.records.list_page import ListPage

PAGES = sorted(Registry(pages, PageKind))
LOOKS = {
    "usual": ((1366, 768), 1.0),
    "small": ((1024, 600), 1.0),
    "large text": ((1366, 768), 2.0),
    "small, large text": ((1024, 600), 2.0),
}
EACH_LOOK = [  # the two ends are tried each time, what lies between them in the slow tests
    name if name in ("usual", "small, large text") else pytest.param(name, marks=pytest.mark.slow)
    for name in LOOKS
]
pytestmark = [pytest.mark.qt_no_exception_capture, pytest.mark.timeout(900)]


def states(hand: Hand, key: str) -> list[Callable[[], None]]:
    """The ways in which a page is put before each thing that is done on it."""
    window = hand.window

    def bare() -> None:
        window.go(key)
        if isinstance(window.page, ListPage) and window.page.open_id is not None:
            window.page.shut()
        hand.settle()

    def opened(at: int) -> None:
        window.go(key)
        page = window.page
        assert isinstance(page, ListPage)
        if page.list.rows.rowCount():
            page.open(page.list.key(min(at, page.list.rows.rowCount() - 1)))
            if hasattr(page, "_fold"):
                page._fold(False)
        hand.settle()

    window.go(key)
    if isinstance(window.page, ListPage) and window.page.list.rows.rowCount():
        return [bare, lambda: opened(0)]
    return [bare]


def exhaust(hand: Hand, prepare: Callable[[], None], most: int = 2) -> None:
    """Work every control of the page that is shown, also those that appear on the way."""
    done: set[Any] = set()
    while True:
        prepare()
        sheet = hand.window.deck.currentWidget()
        assert isinstance(sheet, QWidget)
        fresh = {k: one for k, one in keyed(sheet, most).items() if k not in done}
        if not fresh:
            return
        key, control = next(iter(fresh.items()))
        done.add(key)
        hand.work(control)


def said(hand: Hand) -> str:
    return "\n".join(dict.fromkeys(hand.found))


@pytest.mark.parametrize("problem", ["practice", "empty"])
@pytest.mark.parametrize("key", PAGES)
def test_every_control_of_a_page(work: Any, key: str, problem: str) -> None:
    hand = work(problem)
    for prepare in states(hand, key):
        exhaust(hand, prepare)
    assert not hand.found, said(hand)


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.parametrize("look", [name for name in LOOKS if name != "usual"])
@pytest.mark.parametrize("key", PAGES)
def test_every_control_of_a_page_at_other_sizes(work: Any, key: str, look: str) -> None:
    hand = work("practice", *LOOKS[look])
    for prepare in states(hand, key):
        exhaust(hand, prepare, 1)
    assert not hand.found, said(hand)


@pytest.mark.parametrize("problem", ["practice", "empty"])
def test_every_entry_of_every_menu(work: Any, problem: str) -> None:
    hand, done = work(problem), set()
    for key in PAGES:
        hand.window.go(key)
        hand.settle()
        for words in [one.text() for one in entries(hand.window) if one.text() not in done]:
            done.add(words)
            for way in ("escape", "accept"):
                hand.window.go(key)
                hand.way = way
                there = [one for one in entries(hand.window) if one.text() == words]
                opened = hand.opened
                if there:
                    hand.do(f"menu \u201c{words}\u201d on {key}, {way}", there[0].trigger)
                if hand.opened == opened:
                    break
    assert not hand.found, said(hand)


@pytest.mark.parametrize("problem", ["practice", "empty"])
@pytest.mark.parametrize("look", EACH_LOOK)
def test_nothing_is_changed_by_wheel_escape_or_going_about(
    work: Any, look: str, problem: str
) -> None:
    hand = work(problem, *LOOKS[look])
    for key in PAGES:
        for prepare in states(hand, key):
            hand.do(f"open {key}", prepare, asked=False)
            hand.do(f"the wheel on {key}", lambda: hand.wheel(hand.window), asked=False)
            prepare()
            handle = hand.window.windowHandle()
            escape = lambda h=handle: QTest.keyClick(h, Qt.Key.Key_Escape)  # noqa: E731
            hand.do(f"Escape on {key}", escape, asked=False)
    assert not hand.found, said(hand)


@pytest.mark.parametrize("problem", ["practice", "empty"])
@pytest.mark.parametrize("look", EACH_LOOK)
def test_keyboard_is_always_seen_and_goes_as_the_eye_does(
    work: Any, look: str, problem: str
) -> None:
    hand = work(problem, *LOOKS[look])
    for key in PAGES:
        for prepare in states(hand, key):
            prepare()
            hand.trail.append(f"Tab round {key}")
            now = QApplication.focusWidget()
            if now is None or not now.isVisible():
                hand.note("nothing has the keyboard when it opens")
            hand.do(f"Tab round {key}", lambda: hand.round(hand.window), asked=False)
    assert not hand.found, said(hand)


@pytest.mark.parametrize("problem", ["practice", "empty"])
@pytest.mark.parametrize("look", EACH_LOOK)
def test_all_words_can_be_read(work: Any, look: str, problem: str) -> None:
    hand = work(problem, *LOOKS[look])
    for key in PAGES:
        for prepare in states(hand, key):
            prepare()
            hand.trail.append(f"look at {key}")
            for words in eyes.cut(hand.window):
                hand.note(words)
            shown = [one for one in hand.window.findChildren(QWidget) if one.isVisible()]
            for letter in eyes.twice([eyes.words_of(one) for one in shown]):
                hand.note(f"Alt+{letter} stands for two things")
    assert not hand.found, said(hand)
