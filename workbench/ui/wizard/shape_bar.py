"""What the rows are taken for, why, what comes of it, and the other reading one click away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox

from workbench.ui import tokens
from workbench.ui.widgets.basics import CARD, Frame, button, column, row, text
from workbench.ui.wizard.draft import Draft

if TYPE_CHECKING:
    from workbench.intake.recipe import Choices

FIGURES, INCIDENTS = "A table of figures", "A list of incidents"


class ShapeBar(Frame):
    """The shape of the rows in words, their sum or number, and what else may be chosen of them.

    Signals:
        chosen: other choices were made here; carries them.
        switch_wanted: the rows are to be read as the other shape.
    """

    chosen, switch_wanted = Signal(object), Signal()

    def __init__(self) -> None:
        super().__init__("surface")
        self.draft: Draft | None = None
        self.shape, self.outcome = text("", "heading"), text("", "strong")
        self.outcome.setAccessibleName("What comes of it")
        self.why = text("", "secondary", wrap=True)
        self.doubt = text("", wrap=True, tone="error")
        self.switch = button("", does=self.switch_wanted.emit)
        self.once, self.without = QCheckBox(), QCheckBox()
        self.once.toggled.connect(self._once)
        self.without.toggled.connect(self._without)
        self.number = ""  # the column of incident numbers that several lines share
        head = row(self.shape, self.outcome, None, self.switch, gap=tokens.LARGE)
        parts = (head, self.why, self.doubt, self.once, self.without)
        column(*parts, gap=tokens.SMALL, pad=CARD, into=self)

    def show_draft(self, draft: Draft) -> None:
        """Show what was decided for a file."""
        self.draft, choices = draft, draft.choices
        if choices is None or draft.source is None:
            return
        self.shape.setText(FIGURES if choices.summed else INCIDENTS)
        other = "incidents" if choices.summed else "a table of figures"
        self.switch.setText(f"Read as {other}")
        why = choices.shape_why or "The recipe says so."
        reason = why.partition(": ")[2] if choices.summed and ": " in why else why
        self.why.setText(reason[:1].upper() + reason[1:])
        self.doubt.setText(choices.doubt)
        self.doubt.setVisible(bool(choices.doubt))
        self.outcome.setText("")
        self._offers(draft, choices)

    def say_outcome(self, words: str) -> None:
        """How many rows come in, and the sum of what they count."""
        self.outcome.setText(words)

    def _offers(self, draft: Draft, choices: Choices) -> None:
        """Lines that share a number, and rows that the workbook hides, where there are any."""
        from workbench.intake.by_hand import hidden_rows

        assert draft.source is not None
        self.number = choices.one_of or (self.number if self.number in draft.source.columns else "")
        hidden = hidden_rows(draft.source)
        self.once.setText(f"Lines with the same “{self.number}” are one incident")
        self.without.setText(
            "Leave out the row that the workbook hides"
            if hidden == 1
            else f"Leave out the {hidden:,} rows that the workbook hides, as by a filter"
        )
        for box, shown, ticked in (
            (self.once, bool(self.number) and not choices.summed, bool(choices.one_of)),
            (self.without, bool(hidden), choices.without_hidden),
        ):
            box.setVisible(shown)
            box.blockSignals(True)
            box.setChecked(ticked)
            box.blockSignals(False)

    def _once(self, ticked: bool) -> None:
        if self.draft is not None and self.draft.choices is not None:
            self.chosen.emit(replace(self.draft.choices, one_of=self.number if ticked else ""))

    def _without(self, ticked: bool) -> None:
        if self.draft is not None and self.draft.choices is not None:
            self.chosen.emit(replace(self.draft.choices, without_hidden=ticked))
