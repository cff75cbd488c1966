"""What every step of the wizard is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from workbench.ui.wizard.draft import Draft


class Step(QWidget):
    """Shows the draft and changes it; never the casebook.

    Signals:
        changed: the draft was changed here; the title may say something else.
        files: files were chosen or dropped; carries their paths.
    """

    changed = Signal()
    files = Signal(object)

    def show_draft(self, draft: Draft) -> None:
        """Show what has been chosen so far."""
        raise NotImplementedError

    def sentence(self, draft: Draft) -> str:
        """Where things stand, for the title."""
        raise NotImplementedError

    def refusal(self, draft: Draft) -> str:
        """Why one cannot go on from here yet; empty when one can."""
        return ""
