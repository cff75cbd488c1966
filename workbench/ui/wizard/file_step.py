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
from workbench.ui.wizard.step import Step

if TYPE_CHECKING:
    from workbench.intake.source import Part, Source

KINDS = "Data (*.csv *.txt *.tsv *.tab *.zip *.xlsx *.xlsm *.xls *.ods *.gz);;All files (*)"
WIDEST, DEEPEST = 12, 24  # columns and rows of the beginning that are shown


class FileStep(Step):
    """A place to drop files; then what was found in them.

    Signals:
        sheet_wanted: another sheet or layout is to be read; carries its name.
    """

    sheet_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.stack = QStackedWidget()
        self.stack.addWidget(Frame("surface", column(self._drop())))
        self.stack.addWidget(self._found())
        column((self.stack, 1), gap=0, into=self)

    def show_draft(self, draft: Draft) -> None:
        source = draft.source
        self.stack.setCurrentIndex(1 if source else 0)
        if source is None:
            empty(self.begins)
            self.parts.show_rows([])
            return
        self.name.say(source.name)
        kind = {"csv": "Text file", "zip": "Zip of files", "workbook": "Workbook"}
        parts = [kind.get(source.kind, "Several files"), f"{source.rows:,} rows"]
        parts += [f"{len(source.columns)} columns", source.encoding, source.delimiter]
        self.about.setText(", ".join(part for part in parts if part))
        self._sheets(source)
        self.notes.setText("\n".join(source.notes[:4]))
        self.notes.setVisible(bool(source.notes))
        self.parts.show_rows([_part(part) for part in source.parts])
        self._beginning(source)

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
        self.sheet.activated.connect(lambda _at: self.sheet_wanted.emit(self.sheet.currentText()))
        self.sheet_row = holder(row(text("Read"), (self.sheet, 1)))
        other = button("Choose another file", does=self.ask)
        head = column(self.name, self.about, self.notes, self.sheet_row, row(other, None), pad=CARD)
        records = Records(("In the file", "Rows", "State"), (), figures=(1,))
        self.parts = DataTable("What lies in the file", records, wide=0, strong=0)
        left = Frame("surface", column(head, (self.parts, 1), gap=0, pad=(1, 0, 1, 1)))
        left.setMinimumWidth(theme.px(330))
        self.begins = column(gap=0)
        title = row(text("How it begins", "heading"), None, pad=CARD)
        right = Frame("surface", column(title, (self.begins, 1), gap=0, pad=(1, 0, 1, 1)))
        return holder(row((left, 2), (right, 3), gap=tokens.LARGE))

    def _sheets(self, source: Source) -> None:
        self.sheet_row.setVisible(len(source.options) > 1)
        self.sheet.clear()
        self.sheet.addItems(list(source.options))
        self.sheet.setCurrentText(source.chosen)

    def _beginning(self, source: Source) -> None:
        empty(self.begins)
        wide = min(WIDEST, max((len(line) for line in source.top), default=1))
        heads = [str(at + 1) for at in range(wide)]
        cut = [tuple([*line, *[""] * wide][:wide]) for line in source.top[:DEEPEST]]
        table = DataTable("How it begins", Records(heads, cut), wide=wide - 1, even=True)
        if 0 <= source.edges.header < len(cut):
            table.choose(source.edges.header)
        self.begins.addWidget(table)


def _part(part: Part) -> tuple[Cell, ...]:
    state = CellChip("Read", "success", "check")
    if not part.taken:
        state = CellChip("Left out", "warning", "warning")
    own = part.name.rpartition("/")[2]
    name = own if part.taken else f"{own}: {part.why}"
    return name, f"{part.rows:,}" if part.taken else "", state
