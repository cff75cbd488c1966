"""Stage: where the chart stands, and Middle: what scrolls it with what is said of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QFrame,
    QLayout,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

LEAST = 360  # pixels: with less, four years of months and their events lie on each other
ANY = 16_777_215  # what Qt takes for no limit


class Stage(QStackedWidget):
    """The paper, or what is shown instead; no lower than it may be, and higher where there is room.

    Only a chart is held to a greatest height: words take what they need.
    """

    def __init__(self, *pages: QWidget) -> None:
        super().__init__()
        self.highest = ANY
        for page in pages:
            self.addWidget(page)
        self.currentChanged.connect(lambda _at: self._hold())

    def allow(self, least: int, highest: int) -> None:
        """Set the least height of all pages, and the greatest of a chart."""
        self.highest = highest
        self.setMinimumHeight(least)
        self._hold()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def _hold(self) -> None:
        self.setMaximumHeight(ANY if self.currentIndex() == 1 else self.highest)


class Middle(QScrollArea):
    """Scrolls up and down only, by the wheel and by keys from anything in it."""

    def __init__(self, layout: QLayout) -> None:
        super().__init__()
        self.body = _Body(layout)
        self.setWidget(self.body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def minimumSizeHint(self) -> QSize:
        """As wide as what is in it needs: nothing may be cut where nothing scrolls across."""
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self.body.minimumSizeHint().width() + bar, bar)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.body and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()  # what it lies in must hear of the width that is needed now
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        return self.body.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End as well; the other keys are Qt's."""
        ends = {
            Qt.Key.Key_Home: QAbstractSlider.SliderAction.SliderToMinimum,
            Qt.Key.Key_End: QAbstractSlider.SliderAction.SliderToMaximum,
        }
        end = ends.get(Qt.Key(event.key()))
        if end is None or event.modifiers():
            super().keyPressEvent(event)
        else:
            self.verticalScrollBar().triggerAction(end)


class _Body(QWidget):
    def __init__(self, layout: QLayout) -> None:
        super().__init__()
        self.setObjectName("body")
        self.setLayout(layout)

    def minimumSizeHint(self) -> QSize:
        own = super().minimumSizeHint()
        # where words wrap that is the height at the least width: at any other it leaves a void
        return QSize(own.width(), 0 if self.hasHeightForWidth() else own.height())
