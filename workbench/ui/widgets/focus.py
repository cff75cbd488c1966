"""FocusRing: a dark line with a yellow glow round whatever the keyboard is on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QWindow
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from shiboken6 import isValid

from workbench.ui import theme, tokens

REACH = 4
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
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._moved)
        self.presses: QWindow | None = None  # where key and mouse arrive first
        self.followed: list[QWidget] = []  # what moves the ring when it moves
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear only the window and what is under the ring: a page makes thousands of events."""
        kind = event.type()
        if watched is self.presses:
            if kind in PRESSES:
                self.keyboard = kind == QEvent.Type.KeyPress
                if not self.keyboard:
                    self.hide()
        elif kind == QEvent.Type.Show and watched is self.window():
            self._listen()
        elif self.around is not None and kind in MOVES:
            self._place()
        return False

    def _listen(self) -> None:
        """Hear keys and presses before any widget does; a window shown again may be another."""
        handle = self.window().windowHandle()
        if handle is not self.presses:
            handle.installEventFilter(self)
            self.presses = handle

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

    def show_round(self, widget: QWidget) -> None:
        """Show the ring as if Tab had led here."""
        self.keyboard = True
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        self._moved(None, widget)

    def _moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        self.around = new if new is not None and new.window() is self.window() else None
        self._follow()
        self._place()

    def _place(self) -> None:
        widget = self.around
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
