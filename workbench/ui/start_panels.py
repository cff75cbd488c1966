"""What the first window asks once it is known what is wanted; imported only then."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit

from workbench.ui.passphrase import NewPassphrase, Passphrase
from workbench.ui.start_choose import Panel
from workbench.ui.widgets.basics import button, row, text
from workbench.ui.widgets.forms import Field

KIND = "Casebooks (*.psolve)"


class UnlockPanel(Panel):
    """Asks for the passphrase of one casebook."""

    tried = Signal(Path, str, str)

    def __init__(self) -> None:
        super().__init__("lock", "Unlock", "", "Unlock")
        self.path = Path()
        self.phrase, self.who = Passphrase(), QLineEdit()
        hint = "Capital letters matter. Nothing is harmed by a wrong try."
        self.field = Field("&Passphrase", self.phrase, hint)
        self.body.addWidget(self.field)
        self.body.addWidget(Field("&Your name", self.who, "Kept beside each change you make."))
        self.enter(self.phrase, self.who)

    def begin(self, path: Path, who: str) -> None:
        """Ask for another casebook."""
        self.path = path
        self.sentence.setText(f"Unlock {path.stem}")
        self.about.setText(str(path.parent))
        self.phrase.clear()
        self.who.setText(who)
        self.field.set_error("")
        self.say("")
        self.phrase.setFocus()

    def submit(self) -> None:
        self.field.set_error("" if self.phrase.text() else "The passphrase is still empty.")
        if self.phrase.text():
            self.tried.emit(self.path, self.phrase.text(), self.who.text().strip())

    def wrong_key(self, words: str) -> None:
        self.field.set_error(words)
        self.phrase.selectAll()
        self.phrase.setFocus()


class NewPanel(Panel):
    """Asks for the name, place and passphrase of a new casebook."""

    tried = Signal(Path, str, str)

    def __init__(self) -> None:
        about = "One encrypted file that holds many problems of one team."
        super().__init__("add", "Make a new casebook", about, "Make casebook")
        self.name, self.who, self.phrase = QLineEdit(), QLineEdit(), NewPassphrase()
        self.folder = Path()
        self.where = text("", "small", wrap=True)
        self.field = Field("&Name", self.name, "Such as the name of the team.")
        elsewhere = button("Choose another folder", "link", does=self._elsewhere)
        self.body.addWidget(self.field)
        self.body.addLayout(row((self.where, 1), elsewhere))
        self.body.addWidget(Field("&Your name", self.who, "Kept beside each change you make."))
        self.body.addWidget(self.phrase)
        self.enter(self.name, self.phrase.line, self.phrase.again)

    def begin(self, folder: Path, who: str) -> None:
        """Start with nothing typed."""
        self.name.clear()
        self.who.setText(who)
        self.phrase.line.clear()
        self.phrase.again.clear()
        self._set_folder(folder)
        self.say("")
        self.name.setFocus()

    def submit(self) -> None:
        name = self.name.text().strip()
        bad = any(sign in name for sign in '\\/:*?"<>|')
        wrong = "The name is still empty." if not name else ""
        self.field.set_error(wrong or ('Leave out \\ / : * ? " < > |' if bad else ""))
        if not self.phrase.problem() and name and not bad:
            path = self.folder / f"{name}.psolve"
            self.tried.emit(path, self.phrase.line.text(), self.who.text().strip())

    def _set_folder(self, folder: Path) -> None:
        self.folder = folder
        self.where.setText(f"It is kept in {folder}")

    def _elsewhere(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Where to keep it", str(self.folder))
        if chosen:
            self._set_folder(Path(chosen))


class RestorePanel(Panel):
    """Asks which backup takes the place of which casebook."""

    tried = Signal(Path, Path, str)

    def __init__(self) -> None:
        about = "The casebook as it is now is kept beside it under another name."
        super().__init__("history", "Put a backup back", about, "Put back")
        self.backup, self.casebook, self.phrase = QLineEdit(), QLineEdit(), Passphrase()
        self.fields = (
            Field("&Backup", self.backup, "In the folder of backups beside the casebook."),
            Field("&Casebook it replaces", self.casebook),
            Field("&Passphrase of the backup", self.phrase),
        )
        for field in self.fields:
            self.body.addWidget(field)
        choose = button("Choose a backup", "link", "history", self._choose)
        other = button("Choose a casebook", "link", "package", self._other)
        self.body.insertLayout(1, row(choose, None))
        self.body.insertLayout(3, row(other, None))
        self.enter(self.phrase)

    def begin(self, recent: Sequence[Path]) -> None:
        """Start from the casebook opened last."""
        self.backup.clear()
        self.phrase.clear()
        self.casebook.setText(str(recent[0]) if recent else "")
        self.say("")
        self.backup.setFocus()

    def submit(self) -> None:
        for field, words in zip(
            self.fields,
            ("Choose a backup.", "Choose a casebook.", "The passphrase is still empty."),
            strict=True,
        ):
            line = field.control
            assert isinstance(line, QLineEdit), "every field of this panel is a line"
            field.set_error("" if line.text().strip() else words)
        if not any(field.problem.text() for field in self.fields):
            backup, casebook = Path(self.backup.text()), Path(self.casebook.text())
            self.tried.emit(backup, casebook, self.phrase.text())

    def wrong_key(self, words: str) -> None:
        self.fields[2].set_error(words)
        self.phrase.selectAll()
        self.phrase.setFocus()

    def _choose(self) -> None:
        start = Path(self.casebook.text())
        folder = start.parent / f"{start.stem} backups"
        name, _ = QFileDialog.getOpenFileName(self, "Choose a backup", str(folder), KIND)
        if name:
            self.backup.setText(name)

    def _other(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "Casebook it replaces", "", KIND)
        if name:
            self.casebook.setText(name)
