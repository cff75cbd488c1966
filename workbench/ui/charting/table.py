"""A result as a table: the same rows on the screen, on the clipboard and in papers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from workbench.ui import clipboard, theme, tokens
from workbench.ui.dialogs import KeyedDialog
from workbench.ui.widgets.basics import Frame, action_row, button, column, text
from workbench.ui.widgets.tables import DataTable, Records

if TYPE_CHECKING:
    from workbench.analysis.kind import Cell, Column, Table

MOST = 5000  # rows shown; all of them are copied


def words(cell: Cell, under: Column) -> str:
    """A cell as it is shown."""
    from workbench.analysis.words import day_month, number, percent

    if cell is None:
        return ""
    if isinstance(cell, date):
        return day_month(cell)
    if isinstance(cell, str) or under.places is None:
        return str(cell)
    if under.percent:
        return percent(cell, under.places)
    return number(cell, under.places)


def shown(table: Table) -> list[tuple[str, ...]]:
    """Every row as it is shown."""
    return [
        tuple(words(cell, under) for cell, under in zip(row, table.columns, strict=True))
        for row in table.rows
    ]


def safe(table: Table) -> list[tuple[str, ...]]:
    """Every row as it is shown, with no word in it that a spreadsheet takes for a formula."""
    return [
        tuple(
            clipboard.cell(cell) if isinstance(cell, str) else words(cell, under)
            for cell, under in zip(row, table.columns, strict=True)
        )
        for row in table.rows
    ]


def tab_separated(table: Table) -> str:
    """The table for a spreadsheet: plain numbers and ISO dates, tabs between, a line of names."""
    lines = ["\t".join(clipboard.cell(column.name) for column in table.columns)]
    lines += ["\t".join(_plain(cell) for cell in row) for row in table.rows]
    return "\n".join(lines)


def view(table: Table) -> DataTable:
    """A widget with the rows of a result."""
    figures = [at for at, column in enumerate(table.columns) if column.places is not None]
    records = Records([column.name for column in table.columns], shown(table)[:MOST], figures)
    wide = next((at for at, column in enumerate(table.columns) if column.places is None), 0)
    strong = wide if wide not in figures else -1
    return DataTable(table.title, records, wide=wide, strong=strong, even=True)


def picks(table: Table) -> tuple[str, int]:
    """What a row of the table stands for on the map, and the column that says which.

    Returns:
        "areas" for codes of small areas, "places" for words, "" where rows are neither.
    """
    names = [column.name for column in table.columns]
    for name, what in (("Code", "areas"), ("Place", "places"), ("Busiest place there", "places")):
        if name in names:
            return what, names.index(name)
    return "", -1


class TableDialog(KeyedDialog):
    """A result opened as a table, beside its chart.

    Signals:
        picked: rows are selected; carries "areas" or "places", and their codes or words.
    """

    picked = Signal(str, object)

    def __init__(self, table: Table, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = table
        self.what, self.column = picks(table)
        self.setWindowTitle(f"{table.title} - as a table")
        self.rows = view(table)
        self.rows.setSelectionMode(self.rows.SelectionMode.ExtendedSelection)
        self.rows.selectionModel().selectionChanged.connect(lambda *_: self._pick())
        copy = button("Copy table", icon="copy", does=self.copy)
        close = button("Close", does=self.accept)
        about = text(self._about(), "small", wrap=True)
        head = column(text(table.title, "heading", wrap=True), about, gap=tokens.TIGHT)
        frame = Frame("surface", column((self.rows, 1), pad=(1, 1, 1, 1)))
        pad = (tokens.WIDE, tokens.LARGE, tokens.WIDE, tokens.LARGE)
        column(head, (frame, 1), action_row(copy, close), gap=tokens.MEDIUM, pad=pad, into=self)
        QShortcut(QKeySequence.StandardKey.Copy, self, self.copy)
        high = min(theme.px(640), self.rows.full_height() + theme.px(170))
        room = parent.window().width() - theme.px(80) if parent is not None else theme.px(760)
        wide = self._needed() + 2 * tokens.WIDE + theme.px(40)
        self.resize(max(theme.px(760), min(room, wide)), max(theme.px(320), high))
        self.rows.setFocus()

    def _needed(self) -> int:
        """How wide the rows are when nothing of them is cut."""
        head = self.rows.horizontalHeader()
        return sum(
            max(self.rows.sizeHintForColumn(at), head.sectionSizeHint(at))
            for at in range(head.count())
        )

    def copy(self) -> None:
        """Put the whole table on the clipboard."""
        clipboard.put_text(tab_separated(self.table))

    def _pick(self) -> None:
        """Select on map and charts what the chosen rows stand for."""
        if not self.what:
            return
        rows = sorted({index.row() for index in self.rows.selectionModel().selectedRows()})
        told = (self.table.rows[row][self.column] for row in rows)
        self.picked.emit(self.what, tuple(str(cell) for cell in told if cell))

    def _about(self) -> str:
        count = len(self.table.rows)
        said = f"{count:,} row{'' if count == 1 else 's'}"
        if count > MOST:
            said = f"The first {MOST:,} of {count:,} rows are shown. Copy table copies all of them"
        if self.what:
            said += ". What you choose here is selected on the map and in the other charts"
        return f"{said}."


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return repr(round(cell, 6)).removesuffix(".0")
    return clipboard.cell(cell) if isinstance(cell, str) else str(cell)
