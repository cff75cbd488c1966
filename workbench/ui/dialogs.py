"""What every dialog of the workbench is made of, and the small ones that ask for a few words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from workbench.errors import WorkbenchError
from workbench.ui import theme, tokens
from workbench.ui.widgets.basics import (
    action_row,
    breakable,
    button,
    column,
    holder,
    mark,
    row,
    text,
)
from workbench.ui.widgets.focus import FocusRing
from workbench.ui.widgets.forms import Field
from workbench.ui.widgets.tabbing import step
from workbench.ui.widgets.wheel import WheelGuard


class KeyedDialog(QDialog):
    """A dialog in which Tab goes as the eye does, with a ring round what the keyboard is on."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.ring, self.guard = FocusRing(self), WheelGuard(self)
        if parent is None:  # else it wears what its window wears
            theme.dress(self)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return step(self, forward)


class Dialog(KeyedDialog):
    """A sentence, what it asks, one button that does it, and Cancel, which changes nothing."""

    def __init__(
        self, parent: QWidget | None, picture: str, sentence: str, about: str, does: str
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(sentence)
        self.sentence, self.about = text(sentence, "title", wrap=True), text(about, "small", True)
        words = column(self.sentence, self.about, gap=tokens.TIGHT)
        if not about:
            self.about.hide()
        head = row(column(mark(picture, "accent", 32), None), (words, 1), gap=tokens.LARGE)
        self.refused = text("", wrap=True, tone="error")
        self.refused.hide()
        self.body = column(gap=tokens.LARGE)
        self.go = button(does, "primary", does=self.accept)
        self.go.setDefault(True)
        self.leave = button("Cancel", does=self.reject)
        self.feet = action_row(self.go, self.leave)
        pad = (tokens.WIDE, tokens.WIDE, tokens.WIDE, tokens.WIDE)
        above = holder(head)
        above.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        parts = (above, self.body, self.refused, self.feet)
        column(*parts, gap=tokens.LARGE, pad=pad, into=self)
        self.setMinimumWidth(theme.px(480))

    def refuse(self, error: WorkbenchError | str) -> None:
        """Say why it could not be done; the dialog stays open and nothing is lost."""
        self.refused.setText(str(error))
        self.refused.setAccessibleName(f"Error: {error}")
        self.refused.show()


class Words(Dialog):
    """Asks for one line, such as the name of a checkpoint."""

    def __init__(
        self,
        parent: QWidget | None,
        picture: str,
        sentence: str,
        about: str,
        does: str,
    ) -> None:
        super().__init__(parent, picture, sentence, about, does)
        self.line = QLineEdit()
        self.field = Field("&Name", self.line)
        self.body.addWidget(self.field)
        self.line.setFocus()

    @property
    def words(self) -> str:
        """What was typed."""
        return self.line.text().strip()

    def accept(self) -> None:
        if not self.words:
            self.field.set_error(f"{self.field.label.replace('&', '')} is still empty.")
            self.line.setFocus()
            return
        super().accept()


@dataclass(frozen=True)
class Judgement:
    """What can be chosen, what is chosen now, and the reason that was given."""

    choices: tuple[tuple[str, str], ...]
    chosen: str
    reason: str


class Reasoned(Dialog):
    """Asks for a choice and the reason for it, such as the status of a stage."""

    def __init__(
        self,
        parent: QWidget | None,
        sentence: str,
        about: str,
        now: Judgement,
        does: Callable[[str, str], object],
    ) -> None:
        super().__init__(parent, "state-flag", sentence, about, "Set status")
        self.choice, self.reason = QComboBox(), QPlainTextEdit(now.reason)
        self._does = does
        for key, words in now.choices:
            self.choice.addItem(words, key)
        self.choice.setCurrentIndex(max(0, self.choice.findData(now.chosen)))
        self.reason.setTabChangesFocus(True)
        self.reason.setMaximumHeight(theme.px(96))
        self.body.addWidget(Field("&Status", self.choice))
        hint = "Shown to whoever reads the problem after you."
        self.body.addWidget(Field("&Reason", self.reason, hint))

    def accept(self) -> None:
        try:
            self._does(str(self.choice.currentData()), self.reason.toPlainText())
        except WorkbenchError as error:
            self.refuse(error)
            return
        super().accept()


class Told(Dialog):
    """Says something at length, such as the keys, and is closed again."""

    def __init__(
        self, parent: QWidget | None, picture: str, sentence: str, pairs: list[tuple[str, str]]
    ) -> None:
        super().__init__(parent, picture, sentence, "", "Close")
        self.leave.hide()
        for name, words in pairs:
            label = text(name, "strong", wrap=True)
            label.setMinimumWidth(theme.px(132))
            label.setMaximumWidth(theme.px(132))
            said = text(breakable(words), "secondary", wrap=True)
            line = row(label, (said, 1), gap=tokens.LARGE)
            self.body.addLayout(line)
        self.body.setSpacing(tokens.SMALL)
