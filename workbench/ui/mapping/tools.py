"""Tools: what the mouse and the keyboard draw on a map, as corners in metres."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from workbench.ui import theme
from workbench.ui.mapping.view import View

Spot = tuple[float, float]
INK, GLOW = "#A33F08", "#FFFFFF"
TOOLS = (
    ("move", "Move"),
    ("area", "Areas"),
    ("box", "Box"),
    ("shape", "Shape"),
    ("circle", "Circle"),
)
HINTS = {
    "move": "Drag or use the arrow keys to move; turn the wheel or press + and \u2212 to zoom.",
    "area": "Click small areas to take them in or out.",
    "box": "Drag a box. By keyboard: Space sets each corner.",
    "shape": "Click the corners; Enter or a double click closes the shape, Esc cancels.",
    "circle": "Drag from the middle outwards. By keyboard: Space sets middle and edge.",
}


@dataclass(frozen=True)
class Shape:
    """A shape that was finished: its corners, and its radius where it is a circle."""

    ring: tuple[Spot, ...] = ()
    circle: tuple[float, float, float] | None = None


class Sketch:
    """A shape under way: corners that are set, and the one that follows the mouse."""

    def __init__(self) -> None:
        self.tool = "move"
        self.corners: list[Spot] = []
        self.loose: Spot | None = None

    def take(self, tool: str) -> None:
        """Use another tool; what was begun is dropped."""
        self.tool = tool
        self.drop()

    def drop(self) -> bool:
        """Forget what was begun; tells whether there was anything."""
        begun = bool(self.corners)
        self.corners, self.loose = [], None
        return begun

    def back(self) -> None:
        """Forget the last corner."""
        if self.corners:
            self.corners.pop()

    def set(self, spot: Spot) -> Shape | None:
        """Set a corner; a box and a circle are finished by their second."""
        self.corners.append(spot)
        if self.tool in ("box", "circle") and len(self.corners) == 2:
            return self.close()
        return None

    def close(self) -> Shape | None:
        """Finish the shape; None when it encloses nothing."""
        corners = [
            spot
            for at, spot in enumerate(self.corners)
            if not at or _far(spot, self.corners[at - 1]) > 0.5
        ]
        tool = self.tool
        self.drop()
        if tool == "shape":
            return Shape(tuple(corners)) if len(corners) >= 3 else None
        if len(corners) < 2:
            return None
        (x, y), (right, top) = corners[0], corners[1]
        if tool == "circle":
            return Shape(circle=(x, y, _far(*corners)))
        if min(abs(x - right), abs(y - top)) < 0.5:
            return None
        return Shape(((x, y), (right, y), (right, top), (x, top)))

    def paint(self, painter: QPainter, view: View) -> None:
        """Draw what is under way."""
        spots = [*self.corners, *([self.loose] if self.loose and self.corners else [])]
        if not spots:
            return
        points = [QPointF(view.x(x), view.y(y)) for x, y in spots]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(244, 106, 37, 30))
        for colour, wide in ((GLOW, 4.0), (INK, 1.8)):
            painter.setPen(QPen(QColor(colour), wide, Qt.PenStyle.SolidLine))
            self._outline(painter, points)
        painter.setBrush(QColor(INK))
        for point in points[: len(self.corners)]:
            painter.drawEllipse(point, 3, 3)
        if self.tool == "circle" and len(spots) == 2:
            _label(painter, points[1], f"{_far(*spots):,.0f} m")

    def _outline(self, painter: QPainter, points: list[QPointF]) -> None:
        if self.tool == "shape" or len(points) < 2:
            painter.drawPolygon(QPolygonF(points))
        elif self.tool == "circle":
            far = hypot(points[1].x() - points[0].x(), points[1].y() - points[0].y())
            painter.drawEllipse(points[0], far, far)
            painter.drawLine(points[0], points[1])
        else:
            a, b = points
            painter.drawPolygon(QPolygonF([a, QPointF(b.x(), a.y()), b, QPointF(a.x(), b.y())]))


def _far(one: Spot, other: Spot) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


def _label(painter: QPainter, at: QPointF, words: str) -> None:
    font = QFont(theme.font("label"))
    painter.setFont(font)
    box = QFontMetricsF(font).boundingRect(words).adjusted(-5, -3, 5, 3)
    box.moveTopLeft(at + QPointF(10, 6))
    painter.setPen(QPen(QColor(INK), 1))
    painter.setBrush(QColor("white"))
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(QColor("#14202B"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
