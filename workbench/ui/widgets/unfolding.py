"""Unfolding: a link under which help or working is shown and put away again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from workbench.guide.help import help_text
from workbench.ui import tokens
from workbench.ui.widgets.basics import button, column, empty, row, rule, text

Part = tuple[str, Sequence[str]]  # a heading and its paragraphs

HIDE = "Hide this help"


class Unfolding(QWidget):
    """The link is ``how``, and may be moved to where it is looked for; the parts stay here.

    Signals:
        turned: the parts are shown, or put away.
    """

    turned = Signal()

    def __init__(self, folded: str) -> None:
        super().__init__()
        self.folded, self.open = folded, False
        self.parts: tuple[Part, ...] = ()
        self.how = button(folded, "link", "info", does=self.turn)
        self.lines = column(gap=tokens.TIGHT)
        column(row(self.how, None), self.lines, gap=tokens.TIGHT, into=self)

    def tell(self, *parts: Part) -> None:
        """Have other parts under the link; it stays as open or shut as it is."""
        self.parts = parts
        self._fold()

    def turn(self) -> None:
        """Show the parts, or fold them away."""
        self.open = not self.open
        self._fold()
        self.turned.emit()

    def _fold(self) -> None:
        empty(self.lines)
        self.how.setText(HIDE if self.open else self.folded)
        for title, lines in self.parts if self.open else ():
            if lines:
                self.lines.addWidget(rule())
                self.lines.addWidget(said(title, "strong"))
            for line in lines:
                self.lines.addWidget(said(line, "small"))


def helped(key: str, folded: str = "") -> Unfolding:
    """The help under a key, folded away under its title; without such help nothing is shown."""
    told = help_text(key)
    title = told.title if told else ""
    made = Unfolding(folded or title)
    made.tell((title, told.paragraphs if told else ()))
    made.how.setVisible(told is not None)
    return made


def said(words: str, style: str = "body") -> QLabel:
    """A wrapped text that can be marked and copied, and that Tab passes by."""
    made = text(words, style, wrap=True)
    made.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setMinimumWidth(200)
    return made
