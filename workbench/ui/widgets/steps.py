"""Steps: where one is in a wizard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.ui import icons, theme, tokens

GAP, LINE = 6, 20


class Steps(QWidget):
    """Numbered rings in a line: a tick when done, filled when here.

    With little room only this step keeps its word.
    """

    def __init__(self, words: Sequence[str], now: int) -> None:
        super().__init__()
        self.words, self.now = words, now
        self.setAccessibleName(f"Step {now + 1} of {len(words)}, {words[now]}")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def go(self, now: int) -> None:
        """Show another step as the present one."""
        self.now = now
        self.setAccessibleName(f"Step {now + 1} of {len(self.words)}, {self.words[now]}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._wide(self.words), self._side() + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._wide(self._short()), self._side() + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        words = self.words if self.width() >= self._wide(self.words) else self._short()
        left, side, middle = self.width() - self._wide(words), self._side(), self.height() / 2
        for at, word in enumerate(words):
            self._ring(painter, QRectF(left, middle - side / 2, side, side), at)
            left += side + GAP
            font = theme.font("strong" if at == self.now else "small")
            painter.setFont(font)
            painter.setPen(theme.colour("text" if at == self.now else "secondary"))
            wide = QFontMetrics(font).horizontalAdvance(word)
            painter.drawText(
                QRectF(left, 0, wide + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, word
            )
            left += wide + (GAP if word else 0)
            if at < len(words) - 1:
                painter.setPen(QPen(theme.colour("soft_border"), 1))
                painter.drawLine(int(left), int(middle), int(left) + LINE, int(middle))
            left += LINE + GAP

    def _ring(self, painter: QPainter, ring: QRectF, at: int) -> None:
        here = at == self.now
        ink = theme.colour("success" if at < self.now else "accent" if here else "border")
        painter.setPen(QPen(ink, 1.2))
        painter.setBrush(ink if here else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(ring.adjusted(1, 1, -1, -1))
        if at < self.now:
            icons.paint(painter, "check", ring.adjusted(4, 4, -4, -4), ink)
            return
        painter.setFont(theme.font("label"))
        painter.setPen(theme.colour("on_accent" if here else "secondary"))
        painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, str(at + 1))

    def _short(self) -> list[str]:
        return [word if at == self.now else "" for at, word in enumerate(self.words)]

    def _side(self) -> int:
        return QFontMetrics(theme.font("label")).height() + tokens.SMALL

    def _wide(self, words: Sequence[str]) -> int:
        total = 2
        for at, word in enumerate(words):
            metrics = QFontMetrics(theme.font("strong" if at == self.now else "small"))
            total += self._side() + GAP + metrics.horizontalAdvance(word) + (GAP if word else 0)
            total += LINE + GAP if at < len(words) - 1 else 0
        return total
