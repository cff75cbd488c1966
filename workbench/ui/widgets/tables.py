"""DataTable: a table view with quiet rows, worked by mouse and keyboard alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from workbench.ui import theme, tokens
from workbench.ui.widgets.cells import CELL, Cell, CellDelegate, Index

ROOT = QModelIndex()


class Records(QAbstractTableModel):
    """Rows of cells. Every cell has plain words: copying and reading aloud need no picture."""

    def __init__(
        self,
        headings: Sequence[str],
        rows: Sequence[Sequence[Cell]] = (),
        figures: Sequence[int] = (),
        keys: Sequence[object] = (),
    ) -> None:
        super().__init__()
        self.headings, self.figures = tuple(headings), set(figures)
        self.rows: list[Sequence[Cell]] = list(rows)
        self.keys: list[object] = list(keys)

    def show_rows(self, rows: Sequence[Sequence[Cell]], keys: Sequence[object] = ()) -> None:
        """Replace the rows; ``keys`` say what each of them is."""
        self.beginResetModel()
        self.rows, self.keys = list(rows), list(keys)
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.headings)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(section)
        return self.headings[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self.rows[index.row()][index.column()]
        if role == CELL:
            return (cell,)  # wrapped: Qt would take a bare sequence apart
        said = (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.ToolTipRole,
        )
        if role in said:
            return cell if isinstance(cell, str) else cell.words
        return self._side(index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _side(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column in self.figures else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


class DataTable(QTableView):
    """A read-only table: whole rows chosen, columns as wide as their content, one takes the rest.

    ``wraps`` lets the words of cells go on in further lines, and two columns share what is left.

    Signals:
        opened: Enter, F2 or a double click; carries the row's key, or its number without keys.
        adding: Insert was pressed.
        removing: Delete was pressed on a row; carries the same as ``opened``.
        chosen: another row is chosen; carries the same, or None.
    """

    opened, removing, chosen = Signal(object), Signal(object), Signal(object)
    adding = Signal()

    def __init__(
        self,
        name: str,
        model: Records,
        wide: int,
        strong: int = -1,
        even: bool = False,
        wraps: bool = False,
    ) -> None:
        super().__init__()
        self.strong, self.even, self.records, self.wraps = strong, even, model, wraps
        self.setModel(model)
        self.setItemDelegate(CellDelegate(self))
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)  # Tab leaves the table, arrows move in it
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setResizeContentsPrecision(24)  # rows measured for a width: every one costs time
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)
        if wraps:  # words that do not fit go on below, and the rows are as high as they need
            head.setSectionResizeMode(strong, QHeaderView.ResizeMode.Stretch)
            later = QTimer(self)
            later.setSingleShot(True)
            later.timeout.connect(self._heights)
            head.sectionResized.connect(
                lambda *_: later.start(0)
            )  # once, when all have their width
        self.doubleClicked.connect(lambda index: self.opened.emit(self._key(index.row())))
        self._rows()

    def show_rows(self, rows: Sequence[Sequence[Cell]], keys: Sequence[object] = ()) -> None:
        """Replace the rows; what was chosen stays chosen where it is still there."""
        held = self.current
        self.records.show_rows(rows, keys)
        self._heights()
        self.choose(held)

    @property
    def current(self) -> object:
        """The key of the chosen row, its number without keys, or None."""
        index = self.currentIndex()
        return self._key(index.row()) if index.isValid() else None

    def choose(self, key: object) -> None:
        """Choose the row with this key; the first when it is not there."""
        rows = self.records.rowCount()
        at = next((n for n in range(rows) if self._key(n) == key), 0)
        if rows:
            self.selectRow(at)
            self.scrollTo(self.records.index(at, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        index = self.currentIndex()
        if key == Qt.Key.Key_Insert:
            self.adding.emit()
        elif index.isValid() and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.opened.emit(self._key(index.row()))
        elif index.isValid() and key == Qt.Key.Key_Delete:
            self.removing.emit(self._key(index.row()))
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.chosen.emit(self._key(current.row()) if current.isValid() else None)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        changed = event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange)
        if changed and hasattr(self, "records"):
            self._rows()

    def full_height(self) -> int:
        """What it needs to show every row."""
        head = self.horizontalHeader()
        top = 0 if head.isHidden() else head.sizeHint().height()
        return top + self.verticalHeader().length() + 2

    def _key(self, row: int) -> object:
        return self.records.keys[row] if row < len(self.records.keys) else row

    def _heights(self) -> None:
        """Make each row as high as its words are in the width they have."""
        if not self.wraps:
            return
        least = self.verticalHeader().defaultSectionSize()
        delegate = self.itemDelegate()
        assert isinstance(delegate, CellDelegate), "the table set it itself"
        for row in range(self.records.rowCount()):
            high = (
                delegate.height(self.records.index(row, at), self.columnWidth(at))
                for at in range(self.records.columnCount())
            )
            self.setRowHeight(row, max(least, *high))

    def _rows(self) -> None:
        high = max(tokens.ROW, QFontMetrics(theme.font("body")).height() + 14)
        self.verticalHeader().setDefaultSectionSize(high)
