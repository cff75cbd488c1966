"""Remark: one sentence on the page about what happened, with the button that mends it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from workbench.ui import tokens
from workbench.ui.widgets.basics import Frame, button, mark, row, text


class Remark(Frame):
    """Hidden until it has something to say; read aloud by its name."""

    def __init__(self) -> None:
        super().__init__("warning")
        self.sign = mark("warning", "warning")
        self.words = text("", wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.mend = button("", "link")
        self._does: Callable[[], object] | None = None
        self.mend.clicked.connect(self._mend)
        pad = (tokens.MEDIUM, tokens.SMALL, tokens.MEDIUM, tokens.SMALL)
        row(self.sign, (self.words, 1), self.mend, pad=pad, into=self)
        self.hide()

    def _mend(self) -> None:
        if self._does is not None:
            self._does()

    def say(
        self,
        sentence: str,
        tone: str = "warning",
        fix: str = "",
        does: Callable[[], object] | None = None,
    ) -> None:
        """Show a sentence; tone is warning, error or info. An empty one hides it.

        Args:
            sentence: what happened, whether work is safe, what to do.
            tone: how grave it is.
            fix: the words of the button that mends it.
            does: what that button does.
        """
        self.words.setText(sentence)
        self.setAccessibleName(sentence)
        self.sign.name = tone
        self.sign.token = tone if tone in ("warning", "error") else "secondary"
        self.sign.update()
        self.setProperty("level", tone if tone != "info" else "note")
        self.style().unpolish(self)
        self.style().polish(self)
        self.mend.setText(fix)
        self.mend.setVisible(bool(fix))
        self._does = does
        self.setVisible(bool(sentence))
