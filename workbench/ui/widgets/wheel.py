"""WheelGuard: a box keeps its value when the page is scrolled over it, unless it was clicked."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QScrollBar,
    QTabBar,
    QWidget,
)
from shiboken6 import isValid

from workbench.ui.widgets.arrivals import Arrivals

TURNED = (QComboBox, QAbstractSpinBox, QAbstractSlider, QTabBar)  # what a wheel gives another value


class WheelGuard(QObject):
    """One per window; the wheel over a box scrolls what the box lies in."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.window = window
        self.clicked: QWidget | None = None
        self.arrivals = Arrivals(window, self._heard)

    def _heard(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            self.clicked = self._box(event.position().toPoint())
        elif event.type() == QEvent.Type.Wheel and isinstance(event, QWheelEvent):
            box = self._box(event.position().toPoint())
            if box is not None and not self._meant(box):
                self._pass_on(box, event)
                return True
        return False

    def _meant(self, box: QWidget) -> bool:
        """Whether the box was clicked, and the keyboard has not gone elsewhere since."""
        held = self.clicked is not None and isValid(self.clicked) and self.clicked is box
        return held and box.hasFocus()

    def _box(self, place: QPoint) -> QWidget | None:
        """The box at a place of the window, or None."""
        one = self.window.childAt(place)
        while one is not None and one is not self.window:
            if isinstance(one, TURNED) and not isinstance(one, QScrollBar):
                return one
            one = one.parentWidget()
        return None

    def _pass_on(self, box: QWidget, event: QWheelEvent) -> None:
        """Turn the wheel over what the box lies in."""
        below = box.parentWidget()
        if below is None:
            return
        place = below.mapFrom(self.window, event.position().toPoint())
        turned = QWheelEvent(
            place.toPointF(),
            event.globalPosition(),
            event.pixelDelta(),
            event.angleDelta(),
            event.buttons(),
            event.modifiers(),
            event.phase(),
            event.inverted(),
            Qt.MouseEventSource.MouseEventSynthesizedByApplication,
        )
        QApplication.sendEvent(below, turned)
