"""FocusRing: a dark line with a yellow glow round whatever the keyboard is on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QMenuBar, QScrollArea, QWidget
from shiboken6 import isValid

from workbench.ui import theme, tokens
from workbench.ui.widgets.arrivals import Arrivals

REACH = 4
TABS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
PRESSES = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress)
MOVES = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Hide)


class FocusRing(QWidget):
    """One per window, a layer above it all: a style sheet cannot draw outside a widget."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.hide()
        self.around: QWidget | None = None
        self.keyboard = False
        self.fresh = False  # nobody has scrolled since the keyboard came here
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._moved)
        self.followed: list[QWidget] = []  # what moves the ring when it moves
        self.arrivals = Arrivals(window, self._heard)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear only what is under the ring: a page makes thousands of events."""
        if self.around is not None and event.type() in MOVES:
            self._place()
            if self.fresh and event.type() != QEvent.Type.Hide:
                QTimer.singleShot(0, self, self._bring)
        return False

    def _heard(self, event: QEvent) -> bool:
        kind = event.type()
        if kind in PRESSES:
            self.keyboard = kind == QEvent.Type.KeyPress
            if not self.keyboard:
                self.hide()
            elif isinstance(event, QKeyEvent) and event.key() in TABS:
                QTimer.singleShot(0, self, self._place)  # also where Tab finds nowhere else to go
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.Wheel):
            self.fresh = False
        return False

    def _follow(self) -> None:
        """Hear of every move of what the keyboard is on, and of what that lies in."""
        for old in self.followed:
            if isValid(old):
                old.removeEventFilter(self)
        self.followed = []
        one = self.around
        while one is not None and one is not self.window():
            one.installEventFilter(self)
            self.followed.append(one)
            one = one.parentWidget()

    def show_round(self, widget: QWidget | None) -> None:
        """Show the ring as if Tab had led here."""
        self.keyboard = True
        if widget is not None:
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            self._moved(None, widget)

    def _moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        here = new is not None and new.window() is self.window() and new is not self.window()
        self.around = new if here and not isinstance(new, QMenuBar) else None  # it marks its own
        self._follow()
        self.fresh = QApplication.mouseButtons() == Qt.MouseButton.NoButton  # not under a press
        self._bring()
        self._place()

    def _bring(self) -> None:
        """Scroll to what the keyboard is on, also when what lies above it is laid out later."""
        if self.fresh and self.around is not None and isValid(self.around):
            _show(self.around)

    def _place(self) -> None:
        widget = self.around
        if widget is not None and not isValid(widget):
            widget = self.around = None  # it went, and nothing else has the keyboard yet
        if widget is None or not self.keyboard or not widget.isVisible():
            self.hide()
            return
        window = self.window()
        rect = widget.rect().translated(widget.mapTo(window, widget.rect().topLeft()))
        grown = rect.adjusted(-REACH, -REACH, REACH, REACH)
        parent = widget.parentWidget()
        while parent is not None and parent is not window:
            if isinstance(parent, QAbstractScrollArea):
                seen = parent.rect().translated(parent.mapTo(window, parent.rect().topLeft()))
                grown &= seen.adjusted(-REACH, -REACH, REACH, REACH)
            parent = parent.parentWidget()
        self.setGeometry(grown & window.rect())
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for inset, width, token in ((1.5, 3.0, "focus_glow"), (REACH - 0.0, 2.0, "focus_line")):
            painter.setPen(QPen(theme.colour(token), width))
            shape = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
            painter.drawRoundedRect(
                shape, tokens.RADIUS + REACH - inset, tokens.RADIUS + REACH - inset
            )


def _show(widget: QWidget) -> None:
    """Scroll every area that a widget lies in so that it is seen, of a tall one its top."""
    area = widget.parentWidget()
    while area is not None:
        inner = area.widget() if isinstance(area, QScrollArea) else None
        if isinstance(area, QScrollArea) and inner is not None and inner.isAncestorOf(widget):
            corner, room = widget.mapTo(inner, QPoint(0, 0)), area.viewport().size()
            for bar, at, long, wide in (
                (area.horizontalScrollBar(), corner.x(), widget.width(), room.width()),
                (area.verticalScrollBar(), corner.y(), widget.height(), room.height()),
            ):
                end = at + min(long + REACH, wide - REACH)
                bar.setValue(max(end - wide, min(bar.value(), at - REACH)))
        area = area.parentWidget()
