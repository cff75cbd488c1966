"""SelectionChip: what is selected, wherever it narrows what is shown, and the way out of it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from workbench.ui.mapping.selection import Selection
from workbench.ui.widgets.basics import button, row
from workbench.ui.widgets.chips import Chip


class SelectionChip(QWidget):
    """Hidden while nothing is selected; call ``read`` once it has its place."""

    def __init__(self, selection: Selection) -> None:
        super().__init__()
        self.selection = selection
        self.chip = Chip("", "assess", "filter")
        tip = "Select nothing; everything is shown again"
        self.clear = button("", "quiet", "close", selection.clear, tip)
        row(self.chip, self.clear, gap=0, into=self)
        selection.changed.connect(self.turn)
        self.hide()

    def turn(self) -> None:
        """Something else is selected."""
        self.read()

    def read(self, fits: bool = True) -> None:
        """Say what is selected now; ``fits`` is False where the rows on show cannot tell."""
        now = self.selection.now
        if now is not None:
            cannot = "" if fits else ", which these rows cannot tell"
            self.chip.say(f"Selected: {now.short}{cannot}")
            self.chip.setToolTip(now.words)
        self.setVisible(now is not None)
