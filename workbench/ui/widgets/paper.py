"""White paper: pages and pictures, which look on the screen as they print, in every theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.ui import theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def picture(figure: Figure) -> QImage:
    """A figure as an image, at its own size and resolution."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # not before the first paint

    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    wide, high = canvas.get_width_height()
    pixels = bytes(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
    return QImage(pixels, wide, high, wide * 4, QImage.Format.Format_RGBA8888).copy()


class PagePaper(QWidget):
    """One page of a document as a picture, scaled to the width it is given."""

    def __init__(self, image: QImage, name: str, words: str = "") -> None:
        super().__init__()
        self.image = image
        self.setAccessibleName(name)
        self.setAccessibleDescription(words[:2000])
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(width * self.image.height() / max(1, self.image.width()))

    def sizeHint(self) -> QSize:
        return QSize(640, self.heightForWidth(640))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor("white"))
        painter.drawImage(self.rect(), self.image)
        painter.setPen(theme.colour("paper_edge"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
