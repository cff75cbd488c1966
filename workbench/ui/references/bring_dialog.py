"""The dialog that brings in a table: which columns, what they hold, from where and from when."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from workbench.domain.reference import Purpose
from workbench.errors import WorkbenchError
from workbench.ui import theme, tokens
from workbench.ui.charting.controls import narrow
from workbench.ui.dialogs import Dialog
from workbench.ui.records.editors import Day
from workbench.ui.widgets.basics import place, row, text
from workbench.ui.widgets.forms import Field

if TYPE_CHECKING:
    from workbench.services.reference_tables import Draft, Told

ABOUT = (
    "A row for each kind of incident or each small area, and its number. Figures that rest on the "
    "table carry its name, source and date."
)
SHOWN = 3  # rows of the beginning


class BringDialog(Dialog):
    """Shows at once what the chosen columns give, and keeps nothing before it is told to.

    Signals:
        sheet_wanted: another sheet is to be read; carries its name.
    """

    sheet_wanted = Signal(str)

    def __init__(
        self, parent: QWidget | None, draft: Draft, does: Callable[[Told], object]
    ) -> None:
        super().__init__(parent, "table", "Bring in a table", ABOUT, "Bring in the table")
        self.draft, self._does = draft, does
        self.sheet, self.purpose = narrow(QComboBox()), narrow(QComboBox())
        self.key, self.value = narrow(QComboBox()), narrow(QComboBox())
        self.name, self.unit, self.source = QLineEdit(), QLineEdit(), QLineEdit()
        self.day = Day()
        self.gives = text("", "small", wrap=True)
        self.gives.setMinimumHeight(theme.px(54))
        for one in Purpose:
            self.purpose.addItem(one.word, one)
        self.sheet_field = Field("S&heet", self.sheet)
        self.fields = {
            "key": Field("&Keys are in", self.key),
            "value": Field("&Numbers are in", self.value),
            "purpose": Field("What it h&olds", self.purpose),
            "unit": Field("&Unit", self.unit),
            "name": Field("Na&me", self.name),
            "source": Field("&Source", self.source),
            "dated": Field("&Published or counted on", self.day.control),
        }
        self.source.setPlaceholderText("Such as ONS, Census 2021, table TS001")
        self.unit.setPlaceholderText("Such as residents, households, days")
        self._lay()
        self.show_draft(draft)
        for box in (self.key, self.value, self.purpose):
            box.currentIndexChanged.connect(lambda _at: self._read())
        self.sheet.activated.connect(lambda _at: self.sheet_wanted.emit(self.sheet.currentText()))
        self.setMinimumWidth(theme.px(620))
        self.source.setFocus()

    def show_draft(self, draft: Draft) -> None:
        """Show a file as it was opened, with what is proposed."""
        self.draft = draft
        boxes = (self.sheet, self.key, self.value, self.purpose)
        for box in boxes:
            box.blockSignals(True)
        for box in (self.key, self.value):
            box.clear()
            box.addItems(draft.source.columns)
        self.key.setCurrentText(draft.proposal.key)
        self.value.setCurrentText(draft.proposal.value)
        self.purpose.setCurrentIndex(place(self.purpose, draft.proposal.purpose))
        self.sheet.clear()
        self.sheet.addItems(draft.source.options)
        self.sheet.setCurrentText(draft.source.chosen)
        self.sheet_field.setVisible(len(draft.source.options) > 1)
        for box in boxes:
            box.blockSignals(False)
        self.name.setText(draft.source.name.rpartition(".")[0] or draft.source.name)
        self.unit.setText(draft.proposal.unit)
        self._read()

    @property
    def holds(self) -> Purpose:
        """What the table holds; Qt hands back the word alone."""
        return Purpose(self.purpose.currentData())

    @property
    def told(self) -> Told:
        """What is set now.

        Raises:
            ValueError: the day cannot be read.
        """
        from workbench.services.reference_tables import Told

        return Told(
            self.name.text(), self.holds, self.key.currentText(), self.value.currentText(),
            self.unit.text(), self.source.text(), self.day.value(),
        )  # fmt: skip

    def accept(self) -> None:
        for field in self.fields.values():
            field.set_error("")
        try:
            told = self.told
        except ValueError as error:
            self.fields["dated"].set_error(str(error))
            self.day.control.setFocus()
            return
        for key, there, words in (
            ("name", told.name.strip(), "Give the table a name."),
            ("source", told.source.strip(), "Say where the numbers come from."),
            ("dated", told.dated, "Say when they were published or counted."),
        ):
            if not there:
                self.fields[key].set_error(words)
                self.fields[key].control.setFocus()
                return
        try:
            self._does(told)
        except WorkbenchError as error:
            self.refuse(error)
            return
        super().accept()

    def _lay(self) -> None:
        self.body.setSpacing(tokens.MEDIUM)
        self.body.addWidget(self.sheet_field)
        for pair in (("key", "value"), ("purpose", "unit")):
            parts = [(self.fields[one], 1) for one in pair]
            self.body.addLayout(row(*parts, gap=tokens.LARGE))
            if pair[0] == "key":
                self.body.addWidget(self.gives)
        self.body.addLayout(row((self.fields["name"], 1), (self.fields["dated"], 1),
                                gap=tokens.LARGE))  # fmt: skip
        self.body.addWidget(self.fields["source"])

    def _read(self) -> None:
        """Say what the chosen columns give: rows, the first of them, and what is left out."""
        from workbench.services.reference_tables import rows

        key, value = self.key.currentText(), self.value.currentText()
        try:
            found = rows(self.draft, key, value)
        except WorkbenchError as error:
            self.gives.setText(str(error))
            return
        pairs = zip(found.keys[:SHOWN], found.values[:SHOWN], strict=True)
        first = "; ".join(f"{one} {number:,g}" for one, number in pairs)
        more = " and so on" if len(found.keys) > SHOWN else ""
        said = [f"{len(found.keys):,} rows: {first}{more}."]
        if found.left_out:
            gone = ", ".join(f"{n:,} {reason}" for reason, n in found.left_out)
            said.append(f"Left out: {gone}.")
        proposal = self.draft.proposal
        if (key, value, self.holds) == (proposal.key, proposal.value, proposal.purpose):
            said.append(f"Proposed because {proposal.why_key}, and {proposal.why_value}.")
        elif known := self.draft.known.of(self.holds):
            what = "kinds" if self.holds is Purpose.WEIGHTS else "areas"
            said.append(
                f"It has {found.fitting(known):,} of the {len(known):,} {what} in your data."
            )
        self.gives.setText(" ".join(said))
