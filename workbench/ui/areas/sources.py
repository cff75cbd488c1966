"""The dialogs that bring codes: pasted, or marked by a column of the data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QWidget

from workbench.ui.dialogs import Dialog
from workbench.ui.widgets.basics import text
from workbench.ui.widgets.forms import Field

if TYPE_CHECKING:
    from workbench.services.areas import Mark


class PasteDialog(Dialog):
    """Codes out of a mail or a spreadsheet, in whatever shape."""

    def __init__(self, parent: QWidget | None, known: frozenset[str]) -> None:
        about = "Paste small-area codes: commas, spaces and lines between them are all right."
        super().__init__(parent, "copy", "Choose areas by their codes", about, "Take these areas")
        self.known = known
        self.words = QPlainTextEdit()
        self.field = Field("&Codes", self.words)
        self.told = text("", "small", wrap=True)
        self.body.addWidget(self.field)
        self.body.addWidget(self.told)
        self.words.textChanged.connect(self._read)
        self.codes: tuple[str, ...] = ()
        self.words.setFocus()

    def accept(self) -> None:
        if not self.codes:
            self.refuse("None of this is the code of an area in the file. Nothing was changed.")
            return
        super().accept()

    def _read(self) -> None:
        from workbench.services.areas import read_codes

        self.codes, rest = read_codes(self.words.toPlainText(), self.known)
        said = f"{len(self.codes)} areas found."
        if rest:
            said += f" Not areas of this file: {', '.join(rest[:6])}{' ...' if rest[6:] else ''}."
        self.told.setText(said)


class MarkDialog(Dialog):
    """Areas that a column of the data marks, such as “treatment” being 1."""

    def __init__(self, parent: QWidget | None, marks: Sequence[Mark]) -> None:
        about = "A column that says the same of a small area in every row marks that area."
        super().__init__(parent, "data", "Take areas from the data", about, "Take these areas")
        self.marks = tuple(marks)
        self.choice = QComboBox()
        for mark in self.marks:
            self.choice.addItem(f"{mark.column} is {mark.value}: {len(mark.codes):,} areas")
        self.field = Field("&Areas where", self.choice)
        self.body.addWidget(self.field)
        self.field.setVisible(bool(self.marks))
        self.go.setEnabled(bool(self.marks))
        if not self.marks:
            self.refuse("No column of this data marks its small areas. Nothing was changed.")

    @property
    def codes(self) -> tuple[str, ...]:
        """The areas of the chosen line."""
        at = self.choice.currentIndex()
        return self.marks[at].codes if 0 <= at < len(self.marks) else ()
