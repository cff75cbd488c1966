"""What a table cell can be, and how each kind is painted: words, a chip, a small trend line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from workbench.ui import theme, tokens
from workbench.ui.widgets.chips import chip_size, paint_chip

Index = QModelIndex | QPersistentModelIndex
CELL = Qt.ItemDataRole.UserRole
PAD, FIRST = 8, 16


@dataclass(frozen=True)
class CellChip:
    """A state in a cell."""

    words: str
    tone: str = "neutral"
    icon: str = ""


@dataclass(frozen=True)
class Spark:
    """Monthly counts, and the words a screen reader says for them."""

    values: Sequence[float]
    words: str


Cell = str | CellChip | Spark


class CellDelegate(QStyledItemDelegate):
    """Paints one row state for all cells, a hairline below, and the cell by its kind."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        cell: Cell = index.data(CELL)[0]
        high = max(tokens.ROW, QFontMetrics(theme.font("body")).height() + 14)
        if isinstance(cell, CellChip):
            return QSize(chip_size(cell.words, cell.icon).width() + 2 * PAD, high)
        if isinstance(cell, Spark):
            return QSize(theme.px(112), high)
        wide = QFontMetrics(self._font(index)).horizontalAdvance(cell)
        return QSize(min(wide, theme.px(320)) + PAD + FIRST + 4, high)

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        painter.save()
        rect = QRect(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if chosen or hovered:
            painter.fillRect(rect, theme.colour("selected" if chosen else "hover"))
        if chosen and index.column() == 0 and not theme.plain():
            stripe = QRect(rect.left(), rect.top(), 3, rect.height())
            painter.fillRect(stripe, theme.colour("accent"))
        painter.setPen(theme.colour("hairline"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        rect.setLeft(rect.left() + (FIRST - PAD if index.column() == 0 else 0))
        self._cell(painter, rect, index, chosen)
        painter.restore()

    def _cell(self, painter: QPainter, rect: QRect, index: Index, chosen: bool) -> None:
        cell: Cell = index.data(CELL)[0]
        if isinstance(cell, Spark):
            _spark(painter, rect.adjusted(PAD, 7, -PAD, -7), cell, chosen)
        elif isinstance(cell, CellChip):
            size = chip_size(cell.words, cell.icon)
            top = rect.center().y() - size.height() // 2 + 1
            place = QRect(rect.left() + PAD, top, size.width(), size.height())
            if chosen and theme.plain():
                painter.fillRect(place, theme.colour("surface"))
            if cell.words:
                paint_chip(painter, place, cell.words, cell.tone, cell.icon)
        else:
            self._words(painter, rect.adjusted(PAD, 0, -PAD, 0), cell, index, chosen)

    def _words(
        self, painter: QPainter, rect: QRect, words: str, index: Index, chosen: bool
    ) -> None:
        view: Any = self.parent()
        plain = index.column() == view.strong or view.even
        token = "on_selected" if chosen else "text" if plain else "secondary"
        font = self._font(index)
        painter.setFont(font)
        painter.setPen(theme.colour(token))
        metrics = QFontMetrics(font)
        side = index.data(Qt.ItemDataRole.TextAlignmentRole)
        if view.wraps:
            painter.drawText(rect, side | Qt.TextFlag.TextWordWrap, words)
            return
        elided = metrics.elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, side, elided)

    def height(self, index: Index, width: int) -> int:
        """How high the words of a cell are in a column of this width, with the room round them."""
        cell: Cell = index.data(CELL)[0]
        if not isinstance(cell, str):
            return 0
        room = width - 2 * PAD - (FIRST - PAD if index.column() == 0 else 0)
        box = QRect(0, 0, max(room, 40), 10_000)
        metrics = QFontMetrics(self._font(index))
        return metrics.boundingRect(box, Qt.TextFlag.TextWordWrap, cell).height() + 14

    def _font(self, index: Index) -> QFont:
        view: Any = self.parent()
        return theme.font("strong" if index.column() == view.strong else "body")


def _spark(painter: QPainter, rect: QRect, spark: Spark, chosen: bool) -> None:
    if not spark.values:
        return
    high = max(spark.values) or 1
    step = rect.width() / max(1, len(spark.values) - 1)
    points = [
        QPointF(rect.left() + at * step, rect.bottom() - value / high * rect.height())
        for at, value in enumerate(spark.values)
    ]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    plain = "on_selected" if chosen else "text"
    ink = theme.colour(plain if theme.plain() else "accent")
    painter.setPen(QPen(ink, 1.5))
    painter.drawPolyline(QPolygonF(points))
    painter.setBrush(ink)
    painter.drawEllipse(points[-1], 2.2, 2.2)
