"""Bars: a few counts as short bars with their words and figures."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.ui import theme, tokens

LEFT = Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class Bars(QWidget):
    """Nought is shown as an empty track."""

    def __init__(self, name: str, counts: Sequence[tuple[str, int]]) -> None:
        super().__init__()
        self.counts = counts
        said = ", ".join(f"{word} {count}" for word, count in counts)
        self.setAccessibleName(f"{name}: {said}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(130), self._step() * len(self.counts))

    def _step(self) -> int:
        return QFontMetrics(theme.font("caption")).height() + 3

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, step = QPainter(self), self._step()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetrics(theme.font("caption"))
        painter.setFont(theme.font("caption"))
        words = max(metrics.horizontalAdvance(word) for word, _ in self.counts)
        left = words + tokens.SMALL
        room = self.width() - left - metrics.horizontalAdvance("00") - tokens.SMALL
        most = max(1, *(count for _, count in self.counts))
        for at, (word, count) in enumerate(self.counts):
            line = QRect(0, at * step, self.width(), step)
            painter.setPen(theme.colour("secondary"))
            painter.drawText(line, LEFT, word)
            painter.drawText(line, RIGHT, str(count))
            track = QRect(left, line.center().y() - 2, max(0, room), 6)
            painter.setPen(theme.colour("hairline") if theme.plain() else Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("panel"))
            painter.drawRoundedRect(track, 3, 3)
            track.setWidth(round(max(0, room) * count / most))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawRoundedRect(track, 3, 3)
