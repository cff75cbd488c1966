"""Step 1: the file, what lies in it, and how it begins."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QStackedWidget, QWidget

from workbench.ui import theme, tokens
from workbench.ui.charting.controls import narrow
from workbench.ui.widgets.basics import (
    CARD,
    Elided,
    Frame,
    button,
    column,
    empty,
    holder,
    row,
    text,
)
from workbench.ui.widgets.cells import Cell, CellChip
from workbench.ui.widgets.pages import EmptyState
from workbench.ui.widgets.tables import DataTable, Records
from workbench.ui.wizard.draft import Draft
from workbench.ui.wizard.edges_bar import EdgesBar
from workbench.ui.wizard.raw_grid import DEEPEST, RawGrid
from workbench.ui.wizard.step import Step

if TYPE_CHECKING:
    from workbench.intake.source import Edges, Part, Source

KINDS = (
    "Data (*.csv *.txt *.tsv *.tab *.zip *.xlsx *.xlsm *.xlsb *.xls *.ods *.gz *.json *.geojson "
    "*.ndjson *.jsonl);;All files (*)"
)


class FileStep(Step):
    """A place to drop files; then what was found in them.

    Signals:
        sheet_wanted: another sheet or layout is to be read; carries its name.
        edges_wanted: the edges of the table were moved; carries them, or None for those found.
    """

    sheet_wanted = Signal(str)
    edges_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.grid: RawGrid | None = None
        self.stack = QStackedWidget()
        self.stack.addWidget(Frame("surface", column(self._drop())))
        self.stack.addWidget(self._found())
        column((self.stack, 1), gap=0, into=self)

    def show_draft(self, draft: Draft) -> None:
        source = draft.source
        self.stack.setCurrentIndex(1 if source else 0)
        if source is None:
            empty(self.begins)
            self.grid = None
            self.parts.show_rows([])
            return
        self.name.say(source.name)
        kind = {
            "csv": "Text file",
            "zip": "Zip of files",
            "workbook": "Workbook",
            "json": "JSON",
            "page": "Web page",
        }
        parts = [kind.get(source.kind, "Several files"), f"{source.rows:,} rows"]
        parts += [f"{len(source.columns)} columns", source.encoding, source.delimiter]
        self.about.setText(", ".join(part for part in parts if part))
        self._sheets(source)
        self.notes.setText("\n".join(source.notes[:4]))
        self.notes.setVisible(bool(source.notes))
        self.parts.show_rows([_part(part) for part in source.parts])
        self._beginning(source, found=not draft.moved)

    def sentence(self, draft: Draft) -> str:
        if draft.source is None:
            return "Choose the file to bring in"
        return f"{draft.source.rows:,} rows were read; nothing is stored yet"

    def refusal(self, draft: Draft) -> str:
        return "" if draft.source else "Choose a file first."

    def ask(self) -> None:
        """Ask for files."""
        paths, _ = QFileDialog.getOpenFileNames(self, "Bring in data", "", KINDS)
        if paths:
            self.files.emit(tuple(Path(path) for path in paths))

    def _drop(self) -> EmptyState:
        why = (
            "CSV, Excel or OpenDocument; a zip of monthly files as data.police.uk ships them; or "
            "several files of one layout at once. Drop them here, or choose them. Nothing is "
            "stored before the last step, and nothing leaves this computer."
        )
        choose = button("Choose files", "primary", "file", self.ask)
        return EmptyState("data", "Which file?", why, choose)

    def _found(self) -> QWidget:
        self.name, self.about = Elided("", "heading"), text("", "small", wrap=True)
        self.notes = text("", "small", wrap=True)
        self.sheet = narrow(QComboBox())
        self.sheet.setAccessibleName("Sheet or layout")
        self.sheet.activated.connect(lambda _at: self.sheet_wanted.emit(self.sheet.currentData()))
        self.sheet_row = holder(row(text("Read"), (self.sheet, 1)))
        other = button("Choose another file", does=self.ask)
        head = column(self.name, self.about, self.notes, self.sheet_row, row(other, None), pad=CARD)
        records = Records(("In the file", "Rows", "State"), (), figures=(1,))
        self.parts = DataTable("What lies in the file", records, wide=0, strong=0)
        left = Frame("surface", column(head, (self.parts, 1), gap=0, pad=(1, 0, 1, 1)))
        left.setMinimumWidth(theme.px(330))
        self.begins = column(gap=0)
        self.edges = EdgesBar()
        self.edges.moved.connect(self._mark)
        self.edges.wanted.connect(self.edges_wanted)
        hint = text("Move an edge here, or by the menu of a row or column.", "small", wrap=True)
        title = column(text("The table that was found", "heading"), self.edges, hint, pad=CARD)
        right = Frame("surface", column(title, (self.begins, 1), gap=0, pad=(1, 0, 1, 1)))
        return holder(row((left, 2), (right, 3), gap=tokens.LARGE))

    def _sheets(self, source: Source) -> None:
        self.sheet_row.setVisible(len(source.options) > 1)
        self.sheet.clear()
        hidden = {part.name for part in source.parts if part.why == "a hidden sheet"}
        for name in source.options:
            self.sheet.addItem(f"{name} (hidden)" if name in hidden else name, name)
        self.sheet.setCurrentIndex(max(0, self.sheet.findData(source.chosen)))

    def _beginning(self, source: Source, *, found: bool) -> None:
        same = self.grid is not None and self.grid.cells == source.top[:DEEPEST]
        self.edges.show_edges(source.edges, source.top, found=found)
        if same and self.grid is not None:
            self.grid.mark(source.edges)
            return
        empty(self.begins)
        self.grid = RawGrid(source.top, source.edges)
        self.grid.asked.connect(self.edges.point)
        self.begins.addWidget(self.grid)

    def _mark(self, edges: Edges) -> None:
        if self.grid is not None:
            self.grid.mark(edges)


def _part(part: Part) -> tuple[Cell, ...]:
    state = CellChip("Read", "success", "check")
    if not part.taken:
        state = CellChip("Left out", "warning", "warning")
    own = part.name.rpartition("/")[2]
    name = own if part.taken else f"{own}: {part.why}"
    return name, f"{part.rows:,}" if part.taken else "", state
