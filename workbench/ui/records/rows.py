"""RowList: records one under another, each with its code, chips and a line or two of words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
)

from workbench.ui import theme, tokens
from workbench.ui.widgets.cells import CellChip, Index
from workbench.ui.widgets.chips import chip_size, paint_chip

ROW = Qt.ItemDataRole.UserRole
ROOT = QModelIndex()
TOP, GAP, LEFT = 8, 2, tokens.LARGE


@dataclass(frozen=True)
class RowOf:
    """One record as the list shows it."""

    key: object
    title: str
    code: str = ""
    chips: tuple[CellChip, ...] = ()
    words: str = ""
    small: str = ""

    @property
    def said(self) -> str:
        """All of it in one sentence, for those who hear the list."""
        chips = ", ".join(chip.words for chip in self.chips)
        parts = (self.code, self.title, chips, self.words, self.small)
        return ". ".join(part for part in parts if part)


class _Rows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[RowOf] = []

    def show_rows(self, rows: Sequence[RowOf]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == ROW:
            return (row,)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (row.title, row.words) if part)
        said = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return row.said if role in said else None


class _Painter(QStyledItemDelegate):
    """Title and chips on one line when they fit, then the words, then the small line."""

    def sizeHint(self, option: Any, index: Index) -> QSize:
        row: RowOf = index.data(ROW)[0]
        wide = self._wide()
        high = 2 * TOP + self._title_high(row, wide)
        for words, style in ((row.words, "body"), (row.small, "small")):
            high += QFontMetrics(theme.font(style)).height() + GAP if words else 0
        return QSize(120, high)

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        row: RowOf = index.data(ROW)[0]
        rect = QRect(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        if chosen or hovered:
            painter.fillRect(rect, theme.colour("selected" if chosen else "hover"))
        if chosen and not theme.plain():
            painter.fillRect(
                QRect(rect.left(), rect.top(), 3, rect.height()), theme.colour("accent")
            )
        painter.setPen(theme.colour("hairline"))
        painter.drawLine(rect.left() + LEFT, rect.bottom(), rect.right() - LEFT, rect.bottom())
        ink = theme.colour("on_selected" if chosen else "text")
        quiet = ink if theme.plain() else theme.colour("secondary")
        top = rect.top() + TOP
        self._code(painter, row, top, quiet)
        place = QRect(self._inset(), top, self._wide(), self._title_high(row, self._wide()))
        self._title(painter, place, row, ink, chosen)
        top = place.bottom() + 1
        for words, style, colour in ((row.words, "body", ink), (row.small, "small", quiet)):
            line = QRect(self._inset(), top, self._wide(), 0)
            top = self._line(painter, line, words, style, colour)
        painter.restore()

    def _code(self, painter: QPainter, row: RowOf, top: int, ink: Any) -> None:
        font = theme.font("label")
        painter.setFont(font)
        painter.setPen(ink)
        high = self._chip_high()
        painter.drawText(
            QRect(LEFT, top, theme.px(36), high), Qt.AlignmentFlag.AlignVCenter, row.code
        )

    def _title(self, painter: QPainter, place: QRect, row: RowOf, ink: Any, chosen: bool) -> None:
        metrics = QFontMetrics(theme.font("strong"))
        beside = self._beside(row, place.width())
        chips = self._chips_wide(row)
        room = place.width() - (chips + tokens.SMALL if beside and chips else 0)
        painter.setFont(theme.font("strong"))
        painter.setPen(ink)
        words = metrics.elidedText(row.title, Qt.TextElideMode.ElideRight, room)
        line = QRect(place.left(), place.top(), room, self._chip_high())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, words)
        left, top = place.left(), line.bottom() + 3
        if beside:
            left, top = left + metrics.horizontalAdvance(words) + tokens.SMALL, line.top()
        for chip in row.chips:
            size = chip_size(chip.words, chip.icon)
            spot = QRect(left, top, size.width(), size.height())
            if chosen and theme.plain():
                painter.fillRect(spot, theme.colour("surface"))
            paint_chip(painter, spot, chip.words, chip.tone, chip.icon)
            left += size.width() + 6

    @staticmethod
    def _line(painter: QPainter, place: QRect, words: str, style: str, ink: Any) -> int:
        if not words:
            return place.top()
        metrics = QFontMetrics(theme.font(style))
        place.setTop(place.top() + GAP)
        place.setHeight(metrics.height())
        painter.setFont(theme.font(style))
        painter.setPen(ink)
        cut = metrics.elidedText(words, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, cut)
        return place.bottom() + 1

    def _inset(self) -> int:
        view: Any = self.parent()
        return LEFT + (theme.px(36) if view.coded else 0)

    def _wide(self) -> int:
        view: Any = self.parent()
        return int(view.viewport().width()) - self._inset() - LEFT

    @staticmethod
    def _chip_high() -> int:
        return max(chip_size("A").height(), QFontMetrics(theme.font("strong")).height())

    @staticmethod
    def _chips_wide(row: RowOf) -> int:
        return sum(chip_size(chip.words, chip.icon).width() + 6 for chip in row.chips)

    def _beside(self, row: RowOf, wide: int) -> bool:
        title = QFontMetrics(theme.font("strong")).horizontalAdvance(row.title)
        chips = self._chips_wide(row)
        return not chips or min(title, wide // 2) + tokens.SMALL + chips <= wide

    def _title_high(self, row: RowOf, wide: int) -> int:
        one = self._chip_high()
        return one if self._beside(row, wide) else 2 * one + 4


class RowList(QListView):
    """A list worked by keyboard: arrows move, Enter opens, Insert adds, Delete removes.

    Signals:
        opened: the key of a row.
        removing: the key of a row that should go.
        adding: Insert was pressed.
        chosen: the key of the row that is chosen now, or None.
    """

    opened, removing, chosen = Signal(object), Signal(object), Signal(object)
    adding = Signal()

    def __init__(self, name: str, coded: bool = True) -> None:
        super().__init__()
        self.coded, self.rows = coded, _Rows()
        self.setModel(self.rows)
        self.setItemDelegate(_Painter(self))
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setUniformItemSizes(False)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.key(index.row())))

    def show_rows(self, rows: Sequence[RowOf]) -> None:
        """Show other rows; what was chosen stays chosen where it is still there."""
        if list(rows) == self.rows.rows:
            return
        held = self.current
        self.blockSignals(True)
        self.rows.show_rows(rows)
        self.choose(held)
        self.blockSignals(False)

    @property
    def current(self) -> object:
        """The key of the chosen row, or None."""
        index = self.currentIndex()
        return self.key(index.row()) if index.isValid() else None

    def key(self, at: int) -> object:
        """The key of the row at a place."""
        return self.rows.rows[at].key

    def choose(self, key: object) -> bool:
        """Choose the row of a key; False when it is not there."""
        for at, row in enumerate(self.rows.rows):
            if row.key == key:
                self.setCurrentIndex(self.rows.index(at))
                return True
        return False

    def full_height(self) -> int:
        """What it needs to show every row."""
        return sum(self.sizeHintForRow(at) for at in range(self.rows.rowCount())) + 2

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, now = event.key(), self.current
        if key == Qt.Key.Key_Insert:
            self.adding.emit()
        elif now is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.opened.emit(now)
        elif now is not None and key == Qt.Key.Key_Delete:
            self.removing.emit(now)
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.chosen.emit(self.key(current.row()) if current.isValid() else None)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.scheduleDelayedItemsLayout()
