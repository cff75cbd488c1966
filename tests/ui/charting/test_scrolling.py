"""In a low window the chart keeps its least height, and what is said of it is scrolled to."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from workbench.ui.charting.stage import LEAST
from workbench.ui.main_window import MainWindow
from workbench.ui.widgets.focus import FocusRing


@pytest.fixture
def page(map_page: Any, filled: MainWindow, settle: Any) -> Any:
    """The page of charts in a small window, with the guide open."""
    filled.resize(1280, 720)
    filled.go("charts")
    settle(filled)
    assert filled.guide.isVisible()
    return filled.page


def wheel(widget: QWidget, steps: int = -1) -> None:
    """Turn the wheel over the middle of a widget; what it does not take goes on to its parents."""
    at, over = QPointF(widget.rect().center()), widget
    while True:
        turned = QWheelEvent(
            at, over.mapToGlobal(at), QPoint(), QPoint(0, 120 * steps), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(over, turned)
        if turned.isAccepted() or over.isWindow():
            return
        at, over = over.mapToParent(at), over.parentWidget()


def ask(page: Any, settle: Any, key: str) -> Any:
    page.questions.choose(key)
    settle(page.window())
    assert page.studio.answer.kind.key == key
    return page.studio.middle.verticalScrollBar()


@pytest.mark.parametrize("key", ["trend", "two_periods", "map_density"])
def test_a_chart_keeps_its_least_height(page: Any, settle: Any, key: str) -> None:
    bar = ask(page, settle, key)
    studio = page.studio
    assert studio.paper.height() >= LEAST
    assert studio.paper.visibleRegion().boundingRect().height() >= LEAST
    assert bar.maximum() > 0
    assert not studio.middle.horizontalScrollBar().isVisible()
    assert studio.middle.widget().width() == studio.middle.viewport().width()


def test_the_wheel_over_the_chart_scrolls_to_the_last_control(page: Any, settle: Any) -> None:
    bar = ask(page, settle, "trend")
    before = page.studio.paper.size()
    wheel(page.studio.paper)
    assert bar.value() > 0
    for _ in range(20):
        wheel(page.studio.reading)
    assert bar.value() == bar.maximum()
    how = page.studio.reading.how
    assert how.visibleRegion().boundingRect() == how.rect()
    reading = page.studio.reading
    foot = reading.mapTo(page.studio.middle.viewport(), reading.rect().bottomLeft()).y()
    assert abs(foot - page.studio.middle.viewport().height()) <= 4  # and nothing lies below it
    assert page.studio.paper.size() == before


def test_keys_scroll_and_the_ring_shows_what_they_are_on(page: Any, settle: Any) -> None:
    bar = ask(page, settle, "trend")
    window, paper = page.window(), page.studio.paper
    window.activateWindow()
    window.findChild(FocusRing).show_round(paper)
    ring = window.findChild(FocusRing)
    around = paper.mapTo(window, QPoint(0, 0))
    assert ring.isVisible()
    assert ring.geometry().left() < around.x()
    assert ring.geometry().top() < around.y()
    for key, there in (
        (Qt.Key.Key_PageDown, lambda: bar.value() > 0),
        (Qt.Key.Key_Home, lambda: bar.value() == 0),
        (Qt.Key.Key_Down, lambda: bar.value() > 0),
        (Qt.Key.Key_End, lambda: bar.value() == bar.maximum()),
    ):
        QTest.keyClick(paper, key)
        assert there()
    assert ring.isVisible()


def test_tab_brings_each_control_into_view(page: Any, settle: Any) -> None:
    ask(page, settle, "trend")
    studio = page.studio
    page.window().activateWindow()
    studio.paper.setFocus()
    wanted = [studio.as_table, studio.reading.how]
    for _ in range(6):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        if (at := QApplication.focusWidget()) in wanted:
            wanted.remove(at)
            assert at.visibleRegion().boundingRect() == at.rect()
    assert not wanted


def test_nothing_jumps_when_an_option_draws_it_again(page: Any, settle: Any) -> None:
    bar = ask(page, settle, "trend")
    bar.setValue(40)
    before, size = page.studio.answer, page.studio.paper.size()
    page.options.controls["baseline"].widget.setValue(6)
    settle(page.window())
    assert page.studio.answer is not before
    assert bar.value() == 40
    assert page.studio.paper.size() == size
    ask(page, settle, "weekday")
    assert bar.value() == 0  # another question is seen from its top


def test_there_is_no_scroll_bar_where_there_is_room(page: Any, settle: Any) -> None:
    page.window().resize(1600, 1000)
    for key in ("trend", "map_density", "weekday"):
        bar = ask(page, settle, key)
        assert page.studio.paper.height() >= LEAST
        assert bar.maximum() == 0
        assert not bar.isVisible()


def test_the_reading_stands_beside_the_chart_in_a_wide_window(page: Any, settle: Any) -> None:
    page.window().resize(1920, 1080)
    bar = ask(page, settle, "trend")
    studio = page.studio
    assert studio.reading.isVisible()
    assert studio.reading.mapTo(studio, QPoint(0, 0)).x() > studio.paper.width()
    assert bar.maximum() == 0
    page.window().resize(1280, 720)
    settle(page.window())
    assert studio.reading.isVisible()
    assert bar.maximum() > 0


def test_over_the_map_the_wheel_goes_on_zooming(
    map_page: Any, filled: MainWindow, settle: Any
) -> None:
    filled.resize(1280, 720)
    settle(filled)
    canvas = map_page.desk.canvas
    before = canvas.view
    wheel(canvas, 1)
    assert canvas.view != before
