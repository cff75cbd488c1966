"""AreaMap: small areas as shapes; a click takes one in or out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from workbench.ui import theme

if TYPE_CHECKING:
    from workbench.analysis.shapes import Shapes

CHOSEN, OTHER, LAND, EDGE = "#12436D", "#F0C9A8", "#F2F5F8", "#8A949E"  # on white paper
NEAR, FAR = 1.0, 40.0


class AreaMap(QWidget):
    """White paper in every theme. The wheel comes nearer, dragging moves, a click chooses.

    The list beside it does the same for the keyboard.

    Signals:
        clicked: the code of an area that was clicked.
    """

    clicked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.paths: dict[str, QPainterPath] = {}
        self.names: Mapping[str, str] = {}
        self.chosen: frozenset[str] = frozenset()
        self.others: Mapping[str, str] = {}
        self.zoom, self.shift = 1.0, QPointF()
        self._pressed: QPointF | None = None
        self._moved = False
        self.setMinimumSize(280, 240)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Map of small areas")
        self.setAccessibleDescription("The list of small areas does the same by keyboard.")

    def sizeHint(self) -> QSize:
        return QSize(520, 380)

    def show_shapes(self, shapes: Shapes | None) -> None:
        """Show other areas, whole."""
        self.paths = {} if shapes is None else _paths(shapes)
        self.names = {} if shapes is None else dict(zip(shapes.codes, shapes.names, strict=True))
        self.zoom, self.shift = 1.0, QPointF()
        self.update()

    def show_chosen(self, chosen: frozenset[str], others: Mapping[str, str]) -> None:
        """Show which areas are in, and which belong to another named area."""
        self.chosen, self.others = chosen, others
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("paper"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        view = self._view()
        painter.setTransform(view)
        pen = QPen(QColor(EDGE), 0)
        for code, path in self.paths.items():
            painter.setPen(pen)
            painter.setBrush(QColor(self._fill(code)))
            painter.drawPath(path)
        painter.resetTransform()
        painter.setPen(theme.colour("paper_edge"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def wheelEvent(self, event: QWheelEvent) -> None:
        factor = 1.25 ** (event.angleDelta().y() / 120)
        zoom = min(FAR, max(NEAR, self.zoom * factor))
        at = event.position() - QPointF(self.rect().center())
        self.shift = at - (at - self.shift) * (zoom / self.zoom)
        self.zoom = zoom
        if zoom == NEAR:
            self.shift = QPointF()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed, self._moved = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        way = event.position() - self._pressed
        if self._moved or way.manhattanLength() > 6:
            self._moved, self._pressed = True, event.position()
            self.shift += way
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if pressed is not None and not self._moved and (code := self.area_at(event.position())):
            self.clicked.emit(code)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            code = self.area_at(QPointF(event.pos()))
            said = f"{self.names.get(code, '')} ({code})" if code else ""
            if code in self.others:
                said += f"\nin {self.others[code]}"
            QToolTip.showText(event.globalPos(), said, self)
            return True
        return super().event(event)

    def area_at(self, where: QPointF) -> str:
        """The code of the area under a point of the widget; empty outside them all."""
        back, worked = self._view().inverted()
        point = back.map(where)
        found = (code for code, path in self.paths.items() if worked and path.contains(point))
        return next(found, "")

    def _fill(self, code: str) -> str:
        return CHOSEN if code in self.chosen else OTHER if code in self.others else LAND

    def _view(self) -> QTransform:
        """From metres to the widget: everything fits, north is up."""
        whole = QRectF()
        for path in self.paths.values():
            whole = whole.united(path.boundingRect())
        if whole.isEmpty():
            return QTransform()
        room = QRectF(self.rect()).adjusted(8, 8, -8, -8)
        fit = min(room.width() / whole.width(), room.height() / whole.height()) * self.zoom
        made = QTransform()
        made.translate(room.center().x() + self.shift.x(), room.center().y() + self.shift.y())
        made.scale(fit, -fit)
        made.translate(-whole.center().x(), -whole.center().y())
        return made


def _paths(shapes: Shapes) -> dict[str, QPainterPath]:
    """One path an area, holes cut out; a long ring is drawn with every second or third point."""
    made: dict[str, QPainterPath] = {code: QPainterPath() for code in shapes.codes}
    for index, owner in enumerate(shapes.owner):
        ring = shapes.ring(index)
        step = max(1, len(ring) // 120)
        points = QPolygonF([QPointF(float(x), float(y)) for x, y in ring[::step]])
        path = made[shapes.codes[int(owner)]]
        path.addPolygon(points)
        path.closeSubpath()
    return made
