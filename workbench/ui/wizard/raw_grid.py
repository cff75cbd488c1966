"""The first rows of a file as they stand, with the table that was found in them marked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QMenu

from workbench.ui import theme
from workbench.ui.widgets.cells import CellDelegate, Index
from workbench.ui.widgets.tables import DataTable, Records

if TYPE_CHECKING:
    from workbench.intake.source import Cells, Edges

WIDEST, DEEPEST = 40, 400  # columns and rows shown
ROWS = ("First row of names", "Last row of names", "Last row of the table")
COLUMNS = ("First column", "Last column")


class RawGrid(DataTable):
    """Rows numbered and columns lettered as a spreadsheet has them.

    Signals:
        asked: an edge was pointed at; carries its words and the row or column, from 0.
    """

    asked = Signal(str, int)

    def __init__(self, rows: Cells, edges: Edges) -> None:
        self.marks = edges
        self.cells = rows[:DEEPEST]
        wide = min(WIDEST, max((len(line) for line in rows), default=1))
        heads = ["Row", *(letters(at) for at in range(wide))]
        super().__init__("How it begins", Records(heads, ()), wide=wide, even=True)
        self.setItemDelegate(_Marked(self))
        self.mark(edges)

    def mark(self, edges: Edges) -> None:
        """Mark another table."""
        self.marks = edges
        wide = self.records.columnCount() - 1
        rows = [
            (f"{at + 1} {self._part(at)}".strip(), *[*line, *[""] * wide][:wide])
            for at, line in enumerate(self.cells)
        ]
        held = self.currentIndex().row()
        self.records.show_rows(rows)
        self.selectRow(held if held >= 0 else max(edges.header, 0))

    def inside(self, row: int, column: int) -> bool:
        """Tell whether a cell lies in the table or its names; columns from 0 without the number."""
        marks = self.marks
        across = column >= marks.left and (marks.right < 0 or column <= marks.right)
        down = row >= marks.header + 1 and (marks.last < 0 or row <= marks.last)
        return across and (down or row in marks.names)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Say what a row or a column is; by mouse and by the menu key alike."""
        index = self.currentIndex()
        if not index.isValid():
            return
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        at = index if keyboard else self.indexAt(event.pos())
        menu = QMenu(self)
        for words in ROWS:
            menu.addAction(words).triggered.connect(partial(self._ask, words, at.row()))
        if at.column() > 0:
            menu.addSeparator()
            for words in COLUMNS:
                column = at.column() - 1
                menu.addAction(words).triggered.connect(partial(self._ask, words, column))
        place = self.visualRect(index).center() if keyboard else event.pos()
        menu.exec(self.viewport().mapToGlobal(place))

    def _ask(self, words: str, at: int, _checked: bool = False) -> None:
        self.asked.emit(words, at)

    def _part(self, row: int) -> str:
        if row in self.marks.names:
            return "names"
        below = range(self.marks.header + 1, row)
        if (
            any(self.cells[row])
            and row > self.marks.header
            and not any(cell for at in below for cell in self.cells[at])
        ):
            return "first"
        return "last" if row == self.marks.last else ""


class _Marked(CellDelegate):
    """Names in bold on a tint, the table plain, what lies outside grey."""

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        view: Any = self.parent()
        if index.row() in view.marks.names and not theme.plain():
            painter.fillRect(option.rect, theme.colour("hover"))
        super().paint(painter, option, index)

    def sizeHint(self, option: Any, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(min(hint.width(), theme.px(150)), hint.height())

    def _words(
        self, painter: QPainter, rect: QRect, words: str, index: Index, chosen: bool
    ) -> None:
        view: Any = self.parent()
        inside = index.column() == 0 or view.inside(index.row(), index.column() - 1)
        token = "on_selected" if chosen else "text" if inside else "disabled"
        font = self._font(index)
        painter.setFont(font)
        painter.setPen(theme.colour(token))
        elided = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, index.data(Qt.ItemDataRole.TextAlignmentRole), elided)

    def _font(self, index: Index) -> QFont:
        view: Any = self.parent()
        return theme.font("strong" if index.row() in view.marks.names else "body")


def letters(column: int) -> str:
    """A column as a spreadsheet calls it: A, B ... Z, AA."""
    word = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        word = chr(65 + rest) + word
    return word
