"""AddLine: one line to type in, Enter, and the record is there."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from workbench.ui.records.editors import Choices
from workbench.ui.widgets.basics import button, row


class AddLine(QWidget):
    """Quick add, with a choice in front where the record needs one.

    Signals:
        added: the words, and the choice (None without one).
    """

    added = Signal(str, object)

    def __init__(self, noun: str, hint: str, choices: Choices = ()) -> None:
        super().__init__()
        self.line, self.choice = QLineEdit(), QComboBox()
        self.hint = hint
        self.keys: list[Any] = []
        self.choice.setAccessibleName(f"Kind of {noun}")
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(f"New {noun}")
        self.add = button("Add", icon="add", does=self._add, tip=f"Add {noun} (Enter)")
        self.line.returnPressed.connect(self._add)
        row(self.choice, (self.line, 1), self.add, into=self)
        self.offer(choices)  # when each has its place: shown before, it would be a window

    def offer(self, choices: Choices) -> None:
        """Offer other choices in front; none hides them."""
        held = self.choice.currentText()
        self.keys = [key for key, _ in choices]
        self.choice.clear()
        for _, words in choices:
            self.choice.addItem(words)
        self.choice.setCurrentIndex(max(0, self.choice.findText(held)))
        self.choice.setVisible(bool(choices))

    def begin(self, choice: Any = None, hint: str = "") -> None:
        """Put the cursor here, with a choice made, and say what is to be added."""
        self.line.setPlaceholderText(hint or self.hint)
        if choice in self.keys:
            self.choice.setCurrentIndex(self.keys.index(choice))
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self) -> None:
        words = self.line.text().strip()
        if not words:
            self.line.setFocus()
            return
        at = self.choice.currentIndex()
        self.line.clear()
        self.added.emit(words, self.keys[at] if 0 <= at < len(self.keys) else None)
