"""Photo: a kept picture, as large as there is room, never stretched."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.ui import theme


class Photo(QWidget):
    """Shown on white, with a hairline round it."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()
        self.setMinimumSize(240, 180)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_bytes(self, data: bytes, name: str) -> bool:
        """Show a picture; False when the bytes are none."""
        self.image = QImage.fromData(data)
        self.setAccessibleName(f"Photo: {name}")
        self.update()
        return not self.image.isNull()

    def sizeHint(self) -> QSize:
        return QSize(560, 380)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.image.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        room = self.image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(0, 0, room.width(), room.height())
        painter.fillRect(place, theme.colour("paper"))
        painter.drawImage(place, self.image)
        painter.setPen(theme.colour("paper_edge"))
        painter.drawRect(place.adjusted(0, 0, -1, -1))
