"""Chip: a short state in words on a tint, with an icon so that colour is never alone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.ui import icons, theme, tokens

PAD, GAP = 7, 4


class Chip(QWidget):
    """A short state on a tint.

    Its tone is scan, analyse, respond, assess, neutral, success, warning, error, or marking, which
    has an outline.
    """

    def __init__(self, words: str, tone: str = "neutral", icon: str = "") -> None:
        super().__init__()
        self.words, self.tone, self.icon = words, tone, icon
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def say(self, words: str, tone: str = "", icon: str = "") -> None:
        """Show another state."""
        self.words, self.tone, self.icon = words, tone or self.tone, icon or self.icon
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return chip_size(self.words, self.icon)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_chip(painter, self.rect(), self.words, self.tone, self.icon)


def chip_size(words: str, icon: str = "") -> QSize:
    """How much room a chip takes."""
    metrics = QFontMetrics(theme.font("label"))
    side = metrics.height() if icon else 0
    return QSize(
        metrics.horizontalAdvance(words) + 2 * PAD + (side + GAP if icon else 0) + 1,
        metrics.height() + 6,
    )


def paint_chip(painter: QPainter, rect: QRect, words: str, tone: str, icon: str = "") -> None:
    """Draw a chip; also used by table cells."""
    ink = theme.colour("text" if tone == "marking" else tone)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outlined = theme.plain() or tone == "marking"
    painter.setPen(QPen(ink, 1) if outlined else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush if outlined else theme.colour(f"{tone}_tint"))
    shape = rect.toRectF().adjusted(0.5, 0.5, -0.5, -0.5) if outlined else rect.toRectF()
    painter.drawRoundedRect(shape, tokens.RADIUS, tokens.RADIUS)
    font = theme.font("label")
    side = QFontMetrics(font).height() if icon else 0
    if icon:
        icons.paint(
            painter,
            icon,
            QRect(rect.left() + PAD - 1, rect.center().y() - side // 2 + 1, side, side),
            ink,
        )
    painter.setFont(font)
    painter.setPen(ink)
    left = PAD + (side + GAP - 1 if icon else 0)
    painter.drawText(
        rect.adjusted(left, 0, -2, 0),
        Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
        words,
    )
    painter.restore()
