"""The dialog that keeps somebody's words as evidence."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from workbench.ui import theme
from workbench.ui.dialogs import Dialog
from workbench.ui.widgets.forms import Field


class QuotationDialog(Dialog):
    """Asks for the words, who said them, and a name."""

    def __init__(self, parent: QWidget | None) -> None:
        about = (
            "What a resident, a partner or an officer said, in their own words. Leave out names."
        )
        super().__init__(parent, "evidence", "Keep a quotation", about, "Keep quotation")
        self.said, self.who, self.line = QPlainTextEdit(), QLineEdit(), QLineEdit()
        self.said.setTabChangesFocus(True)
        self.said.setFixedHeight(theme.px(96))
        self.fields = (
            Field("&Words", self.said),
            Field("&Said by", self.who, "A role, such as a resident of Harbour Road."),
            Field("&Name", self.line, "What it will be called in lists and briefings."),
        )
        for field in self.fields:
            self.body.addWidget(field)
        self.said.setFocus()

    @property
    def values(self) -> tuple[str, str, str]:
        """Name, words and who said them."""
        return (
            self.line.text().strip(),
            self.said.toPlainText().strip(),
            self.who.text().strip(),
        )

    def accept(self) -> None:
        name, words, _ = self.values
        self.fields[0].set_error("" if words else "The words are still empty.")
        self.fields[2].set_error("" if name else "The name is still empty.")
        if words and name:
            super().accept()
