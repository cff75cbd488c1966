"""White paper: charts and pages, which look on the screen as they print, in every theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent
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


class ChartPaper(QWidget):
    """A matplotlib figure drawn at the size and resolution of the screen.

    Signals:
        table_wanted: T was pressed: open it as a table.
    """

    table_wanted = Signal()

    def __init__(self, figure: Figure, name: str, summary: str) -> None:
        super().__init__()
        self.figure, self.picture = figure, QImage()
        self.setAccessibleName(name)
        self.setAccessibleDescription(summary)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(320, 200)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_figure(self, figure: Figure, name: str, summary: str) -> None:
        """Show another figure."""
        self.figure, self.picture = figure, QImage()
        self.setAccessibleName(name)
        self.setAccessibleDescription(summary)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(720, 380)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_T and not event.modifiers():
            self.table_wanted.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        wanted = self.size() * ratio
        if self.picture.size() != wanted:
            self.picture = self._render(wanted, ratio)
        painter = QPainter(self)
        painter.drawImage(self.rect(), self.picture)
        painter.setPen(theme.colour("paper_edge" if theme.look.name == "dark" else "hairline"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _render(self, size: QSize, ratio: float) -> QImage:
        dots = 96 * ratio * theme.look.scale**0.5
        self.figure.set_dpi(dots)
        self.figure.set_size_inches(size.width() / dots, size.height() / dots)
        return picture(self.figure)


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
