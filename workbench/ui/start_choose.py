"""What the first window shows first: the casebooks opened last, and the other ways in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from workbench.ui import tokens
from workbench.ui.icons import icon
from workbench.ui.widgets.basics import action_row, button, column, empty, mark, row, rule, text


class Panel(QWidget):
    """A heading, what it asks, a sentence when something is wrong, and its buttons."""

    back = Signal()

    def __init__(self, picture: str, sentence: str, about: str, does: str = "") -> None:
        super().__init__()
        self.sentence = text(sentence, "title", wrap=True)
        self.about = text(about, "small", wrap=True)
        words = column(self.sentence, self.about, gap=2)
        head = row(column(mark(picture, "accent", 32), None), (words, 1), gap=tokens.LARGE)
        self.body = column(gap=tokens.LARGE)
        self.said = text("", wrap=True)
        self.said.hide()
        self.go = button(does, "primary", does=self.submit)
        self.leave = button("Cancel", does=self.back.emit)
        self.feet = action_row(self.go, self.leave)
        if not does:
            self.go.hide()
            self.leave.hide()
        column(head, self.body, self.said, self.feet, None, gap=tokens.LARGE, into=self)

    def submit(self) -> None:
        """Do what the panel is for."""

    def refuse(self, words: str) -> None:
        """Say what went wrong; what was typed stays."""
        self.say(words, "error")

    def wrong_key(self, words: str) -> None:
        """Say that the passphrase is not right."""
        self.refuse(words)

    def say(self, words: str, tone: str = "") -> None:
        """Show a sentence above the buttons."""
        self.said.setProperty("tone", tone)
        self.said.style().unpolish(self.said)
        self.said.style().polish(self.said)
        self.said.setText(words)
        self.said.setAccessibleName(f"Error: {words}" if tone == "error" else words)
        self.said.setVisible(bool(words))

    def busy(self, doing: str) -> None:
        """Say what is being done, and hold the buttons meanwhile."""
        self.go.setEnabled(not doing)
        if doing:
            self.say(f"{doing} ...")
        elif self.said.text().endswith(" ..."):
            self.say("")

    def enter(self, *lines: QLineEdit) -> None:
        """Enter in any of the lines does what the panel is for."""
        for line in lines:
            line.returnPressed.connect(self.submit)


class ChoosePanel(Panel):
    """The casebooks opened last, and the other ways in."""

    picked = Signal(Path)
    browsed, made, practised, restored = Signal(), Signal(), Signal(), Signal()

    def __init__(self) -> None:
        super().__init__("home", "Open a casebook", "Everything stays on this computer, encrypted.")
        self.list = QListWidget()
        self.list.setAccessibleName("Casebooks opened last")
        self.list.setProperty("framed", "true")
        self.list.itemActivated.connect(self._pick)
        self.list.itemClicked.connect(self._pick)
        self.none = text("No casebook has been opened here yet.", "secondary", wrap=True)
        self.ways = column(gap=tokens.SMALL)
        self.body.addWidget(self.list)
        self.body.addWidget(self.none)
        self.body.addLayout(self.ways)
        self.body.addWidget(rule())
        words = text("New here? The practice problem is made up and safe to change.", "secondary")
        words.setWordWrap(True)
        self.practice = button("Open the practice problem", icon="guide", does=self.practised.emit)
        self.body.addLayout(row((words, 1), self.practice))
        put_back = button("Restore a backup", "link", "history", self.restored.emit)
        self.body.addLayout(row(put_back, None))

    def show_recent(self, paths: Sequence[Path]) -> None:
        """List casebooks; the first has the keyboard, so that Enter opens it."""
        self.list.clear()
        for path in paths:
            item = QListWidgetItem(icon("lock"), f"{path.stem}\n{path.parent}")
            item.setData(Qt.ItemDataRole.UserRole, path)
            item.setToolTip(str(path))
            self.list.addItem(item)
        self.list.setVisible(bool(paths))
        self.none.setVisible(not paths)
        empty(self.ways)
        new = button("New casebook", "" if paths else "primary", "add", self.made.emit)
        other = button(
            "Open a casebook" if not paths else "Open another",
            icon="package",
            does=self.browsed.emit,
        )
        self.ways.addLayout(row(new, other, None))
        if paths:
            self.list.setCurrentRow(0)
            self.list.setMaximumHeight(self.list.sizeHintForRow(0) * min(5, len(paths)) + 8)
            self.list.setFocus()
        self.say("")

    def busy(self, doing: str) -> None:
        super().busy(doing)
        for part in (self.list, self.practice):
            part.setEnabled(not doing)

    def _pick(self, item: QListWidgetItem) -> None:
        self.picked.emit(item.data(Qt.ItemDataRole.UserRole))
