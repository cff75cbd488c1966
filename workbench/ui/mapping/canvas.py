"""MapCanvas: the map on white paper; it moves at once and is drawn sharp when it rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.ui import theme
from workbench.ui.mapping import legend
from workbench.ui.mapping.legend import Legend
from workbench.ui.mapping.tools import Sketch
from workbench.ui.mapping.view import View

if TYPE_CHECKING:
    from workbench.ui.mapping.sheet import Picture
    from workbench.ui.mapping.view import Window

REST = 110  # milliseconds without a further move before it is drawn again
STEP, NUDGE = 64, 8  # pixels of an arrow key, with Shift
FACTOR = 1.5  # of one key; of a quarter turn of the wheel
KEY, FOOT = 165, 30  # pixels for the key at the side and the words at the foot, when all is shown
DRAG = 5  # pixels that tell a drag from a click

KEYS_MOVE = {
    Qt.Key.Key_Left: (1, 0),
    Qt.Key.Key_Right: (-1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


class MapCanvas(QWidget):
    """White in every theme. Lists beside it do the same for those who cannot see it.

    Signals:
        rested: another piece of ground is shown, or another size: draw it again.
        finished: a shape was drawn; carries the Shape.
        pointed: a spot was clicked with the tool for areas; carries easting and northing.
        cleared: Esc was pressed and nothing was under way.
    """

    rested = Signal()
    finished, pointed = Signal(object), Signal(float, float)
    cleared = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.view = View()
        self.whole: Window | None = None
        self.picture: Picture | None = None
        self.sketch = Sketch()
        self._at: QPointF | None = None  # where a press began
        self._pushing = False
        self._by_key = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self.rested)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(320, 240)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Map")

    def sizeHint(self) -> QSize:
        return QSize(760, 520)

    # what is shown

    def show_whole(self, window: Window) -> None:
        """Show all of other data; the same data stays where it was."""
        if window != self.whole:
            self.whole = window
            self.fit()

    def show_picture(self, picture: Picture) -> None:
        """Put a picture on the paper."""
        self.picture = picture
        told = legend.named(picture.legend.lines)
        self.setAccessibleDescription(
            f"{picture.legend.title}: {told}. {' '.join(picture.legend.foot)}"
        )
        self.update()

    def take(self, tool: str) -> None:
        """Use another tool."""
        self.sketch.take(tool)
        self.setCursor(
            Qt.CursorShape.OpenHandCursor if tool == "move" else Qt.CursorShape.CrossCursor
        )
        self.update()

    # moving

    def fit(self) -> None:
        """Show everything."""
        if self.whole is not None:
            self._look(self._fitted(self.view.sized(self.width(), self.height())))

    def _fitted(self, view: View) -> View:
        assert self.whole is not None
        side = KEY if view.width > 4 * KEY else 0
        return view.fitted(self.whole, side, FOOT)

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Come nearer by a factor; what is under the spot stays there."""
        spot = at if at is not None else QPointF(self.width() / 2, self.height() / 2)
        self._look(self.view.zoomed(factor, spot.x(), spot.y()))

    def _look(self, view: View) -> None:
        if view != self.view:
            self.view = view
            self._rest.start()
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        before = self.view
        self.view = before.sized(self.width(), self.height())
        if self.whole is not None and before.width <= 1:
            self.view = self._fitted(self.view)
        self._rest.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(FACTOR ** (event.angleDelta().y() / 240), event.position())
        event.accept()

    # mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._by_key = False
        self._at, self._pushing = event.position(), False
        if event.button() != Qt.MouseButton.LeftButton:
            self._pushing = True
        elif self.sketch.tool in ("box", "circle") and not self.sketch.corners:
            self.sketch.set(self._spot(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        now = event.position()
        pressed = bool(event.buttons())
        self.sketch.loose = self._spot(now)
        if pressed and self._at is not None and (self._pushing or self._may_push(now)):
            self._pushing = True
            way = now - self._at
            self._at = now
            self._look(self.view.moved(way.x(), way.y()))
        elif self.sketch.corners:
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        began, self._at = self._at, None
        if self._pushing or began is None:
            self._pushing = False
            return
        spot, tool = self._spot(event.position()), self.sketch.tool
        if tool == "area":
            self.pointed.emit(*spot)
        elif tool == "shape":
            self._set(spot)
        elif tool in ("box", "circle") and self.sketch.corners:
            if (event.position() - began).manhattanLength() > DRAG or len(self.sketch.corners) == 2:
                self._set(spot)
            else:
                self.sketch.drop()
            self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.sketch.tool == "shape":
            self.close_shape()
        elif self.sketch.tool == "move":
            self.zoom(FACTOR, event.position())

    def close_shape(self) -> None:
        """Finish the shape under way."""
        made = self.sketch.close()
        self.update()
        if made is not None:
            self.finished.emit(made)

    def _set(self, spot: tuple[float, float]) -> None:
        made = self.sketch.set(spot)
        self.update()
        if made is not None:
            self.finished.emit(made)

    def _may_push(self, now: QPointF) -> bool:
        """A drag moves the map, unless it is drawing."""
        if self._at is None or self.sketch.tool in ("box", "circle"):
            return False
        return (now - self._at).manhattanLength() > DRAG

    def _spot(self, at: QPointF) -> tuple[float, float]:
        return self.view.ground(at.x(), at.y())

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in KEYS_MOVE:
            far = NUDGE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else STEP
            across, down = KEYS_MOVE[key]
            self._key_used()
            self._look(self.view.moved(across * far, down * far))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(FACTOR)
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self.zoom(1 / FACTOR)
        elif key in (Qt.Key.Key_0, Qt.Key.Key_Home):
            self.fit()
        elif key == Qt.Key.Key_Space and self.sketch.tool != "move":
            self._key_used()
            self._middle()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.sketch.corners:
            self.close_shape()
        elif key == Qt.Key.Key_Backspace and self.sketch.corners:
            self.sketch.back()
            self.update()
        elif key == Qt.Key.Key_Escape:
            if not self.sketch.drop():
                self.cleared.emit()
            self.update()
        else:
            super().keyPressEvent(event)

    def _middle(self) -> None:
        """Space: what a click in the middle of the map would do."""
        spot = (self.view.east, self.view.north)
        if self.sketch.tool == "area":
            self.pointed.emit(*spot)
        else:
            self._set(spot)

    def _key_used(self) -> None:
        self._by_key = True
        self.sketch.loose = None
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._by_key = False
        super().focusOutEvent(event)
        self.update()

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("white"))
        view = self.view
        if self.picture is not None:
            self._lay(painter, self.picture)
        self.sketch.paint(painter, view)
        if self._by_key and self.sketch.tool != "move":
            _cross(painter, view)
        told = self.picture.legend if self.picture is not None else Legend()
        legend.paint(painter, view, told, theme.look.scale**0.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(theme.colour("paper_edge" if theme.look.name == "dark" else "hairline"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _lay(self, painter: QPainter, picture: Picture) -> None:
        """The last picture, pushed and stretched to where its ground is now."""
        old, now = picture.view, self.view
        left, _, _, top = old.window
        box = QRectF(
            now.x(left),
            now.y(top),
            old.width * old.scale / now.scale,
            old.height * old.scale / now.scale,
        )
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, old.scale != now.scale)
        painter.drawImage(box, picture.image)


def _cross(painter: QPainter, view: View) -> None:
    """Where Space sets a corner."""
    x, y = view.width / 2, view.height / 2
    for colour, wide in (("#FFFFFF", 4), ("#14202B", 1.6)):
        painter.setPen(QPen(QColor(colour), wide))
        painter.drawLine(QPointF(x - 12, y), QPointF(x + 12, y))
        painter.drawLine(QPointF(x, y - 12), QPointF(x, y + 12))
