"""Asking for a passphrase: how strong a new one is, and changing the present one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QWidget

from workbench.errors import WorkbenchError
from workbench.ui import tokens
from workbench.ui.dialogs import Dialog
from workbench.ui.icons import icon
from workbench.ui.widgets.basics import column, row, text
from workbench.ui.widgets.chips import Chip
from workbench.ui.widgets.forms import Field

if TYPE_CHECKING:
    from workbench.store.casebook import Casebook

LEAST = 12  # characters; length counts for more than odd signs


@dataclass(frozen=True)
class Strength:
    """What is said of a passphrase, and whether it will do."""

    words: str
    tone: str
    advice: str
    enough: bool


def strength(passphrase: str) -> Strength:
    """Judge a new passphrase by its length, its words and how much it repeats itself."""
    long, kinds = len(passphrase), len(set(passphrase.casefold()))
    parts = [part for part in passphrase.replace("-", " ").split() if len(part) > 2]
    if not passphrase:
        return Strength(
            "", "neutral", "Four words that do not belong together are easy to keep.", False
        )
    if long < LEAST:
        more = LEAST - long
        signs = "character" if more == 1 else "characters"
        return Strength("Too short", "error", f"{more} more {signs} at least.", False)
    if kinds < 6 or passphrase.isdigit():
        return Strength(
            "Too plain", "error", "It repeats itself. Use several different words.", False
        )
    if long < 16 and len(parts) < 3:
        return Strength("Fair", "warning", "Another word would make it strong.", True)
    if long < 24 and len(parts) < 4:
        return Strength("Good", "success", "It would take years to guess.", True)
    return Strength("Strong", "success", "Nobody will guess this.", True)


class Passphrase(QLineEdit):
    """A line that hides what is typed, with an eye to look at it."""

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        place = QLineEdit.ActionPosition.TrailingPosition
        self.eye: QAction = self.addAction(icon("eye"), place)
        self.eye.setToolTip("Show the passphrase")
        self.eye.triggered.connect(self._turn)

    def _turn(self) -> None:
        hidden = self.echoMode() == QLineEdit.EchoMode.Password
        mode = QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password
        self.setEchoMode(mode)
        self.eye.setToolTip("Hide the passphrase" if hidden else "Show the passphrase")


class NewPassphrase(QWidget):
    """A passphrase typed twice, with its strength said as it is typed."""

    def __init__(self) -> None:
        super().__init__()
        self.line, self.again = Passphrase(), Passphrase()
        self.first = Field("&New passphrase", self.line)
        self.second = Field("New passphrase, &again", self.again)
        self.chip, self.advice = Chip(""), text("", "small", wrap=True)
        told = row(self.chip, (self.advice, 1))
        safe = (
            "Nobody can open the casebook without it. Keep a copy in a safe, not on this computer."
        )
        column(
            self.first,
            told,
            self.second,
            text(safe, "small", wrap=True),
            gap=tokens.MEDIUM,
            into=self,
        )
        self.line.textChanged.connect(self._say)
        self._say("")

    def problem(self) -> bool:
        """Mark what is wrong; False when it will do."""
        judged = strength(self.line.text())
        self.first.set_error("" if judged.enough else judged.advice)
        differ = "The two are not the same." if self.again.text() != self.line.text() else ""
        self.second.set_error(differ)
        wrong = self.line if not judged.enough else self.again if differ else None
        if wrong is not None:
            wrong.setFocus()
        return wrong is not None

    def _say(self, typed: str) -> None:
        judged = strength(typed)
        self.chip.setVisible(bool(judged.words))
        self.chip.say(judged.words, judged.tone)
        self.advice.setText(judged.advice)


class ChangePassphrase(Dialog):
    """Asks for the present passphrase and a new one, and writes the casebook anew under it."""

    def __init__(self, parent: QWidget | None, casebook: Casebook) -> None:
        about = "The whole casebook is written anew. Backups made before keep the old passphrase."
        super().__init__(parent, "lock", "Change the passphrase", about, "Change passphrase")
        self.casebook = casebook
        self.now, self.new = Passphrase(), NewPassphrase()
        self.present = Field("&Present passphrase", self.now)
        self.body.addWidget(self.present)
        self.body.addWidget(self.new)
        self.now.setFocus()

    def accept(self) -> None:
        if self.new.problem():
            return
        try:
            self.casebook.change_passphrase(self.now.text(), self.new.line.text())
        except WorkbenchError as error:
            self.present.set_error(str(error))
            self.now.selectAll()
            self.now.setFocus()
            return
        super().accept()
