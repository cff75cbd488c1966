"""Line icons that take their colour from the theme each time they are painted, at any scale."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from workbench import paths
from workbench.ui import theme


def icon(name: str, token: str = "secondary") -> QIcon:
    """An icon that follows the theme; ``token`` is its colour at rest."""
    return QIcon(_Engine(name, token))


def application() -> QIcon:
    """The program's own icon, in its own colours."""
    return QIcon(str(paths.resource("icons/app.svg")))


def known(name: str) -> bool:
    """Tell whether there is a drawing of this name."""
    return paths.resource(f"icons/{name}.svg").is_file()


def svg(name: str, colour: QColor) -> bytes:
    """The drawing in one colour."""
    return _source(name).replace("currentColor", colour.name()).encode()


def paint(painter: QPainter, name: str, rect: QRect | QRectF, colour: QColor) -> None:
    """Draw an icon into a square; for widgets and delegates that paint themselves."""
    _renderer(name, colour.name()).render(painter, QRectF(rect))


@cache
def _source(name: str) -> str:
    return paths.resource(f"icons/{name}.svg").read_text("utf-8")


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(svg(name, QColor(colour))))


class _Engine(QIconEngine):
    def __init__(self, name: str, token: str) -> None:
        super().__init__()
        self.name, self.token = name, token

    def clone(self) -> QIconEngine:
        return _Engine(self.name, self.token)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        token = "disabled" if mode == QIcon.Mode.Disabled else self.token
        if state == QIcon.State.On and self.token == "secondary":
            token = "on_selected" if theme.plain() else "accent"
        # drawn at the left of a wider space: the gap before a button's words
        side = min(rect.width(), rect.height())
        square = QRect(rect.left(), rect.top(), side, side)
        paint(painter, self.name, square, theme.colour(token))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, made.rect(), mode, state)
        painter.end()
        return made
