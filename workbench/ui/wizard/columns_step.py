"""Step 2: what each column is, with the reason for the proposal beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel

from workbench.domain.data import Role
from workbench.ui import theme, tokens
from workbench.ui.widgets.basics import (
    Frame,
    button,
    column,
    empty,
    holder,
    row,
    rule,
    scroll,
    text,
)
from workbench.ui.wizard.draft import Draft
from workbench.ui.wizard.shape_bar import ShapeBar
from workbench.ui.wizard.step import Step

if TYPE_CHECKING:
    from workbench.intake.recipe import Choices, ColumnChoice

PAGE, AT_ONCE = 40, 3  # columns shown, and lines added before the window has its turn
HEADS = ("Column", "In the file", "Read as", "Why")


class ColumnsStep(Step):
    """A line a column; the list of roles is at its right place, beside what the cells hold.

    Signals:
        switch_wanted: the rows are to be read as the other shape.
        outcome_wanted: the choices changed, so what comes of them must be worked out again.
    """

    switch_wanted, outcome_wanted = Signal(), Signal()

    def __init__(self) -> None:
        super().__init__()
        self.draft: Draft | None = None
        self.boxes: dict[str, QComboBox] = {}
        self.grid = QGridLayout()
        self.grid.setContentsMargins(tokens.LARGE, tokens.MEDIUM, tokens.LARGE, tokens.MEDIUM)
        self.grid.setHorizontalSpacing(tokens.LARGE)
        self.grid.setVerticalSpacing(6)
        self.grid.setColumnStretch(1, 2)
        self.grid.setColumnStretch(3, 3)
        frame = Frame("surface", column((scroll(column(self.grid, None, gap=0)), 1), pad=(1,) * 4))
        self.which = text("", "small")
        self.before = button("Columns before", icon="chevron-left", does=lambda: self._turn(-PAGE))
        self.after = button("Columns after", icon="chevron-right", does=lambda: self._turn(PAGE))
        self.pages = holder(row(self.which, None, self.before, self.after))
        self.level = QComboBox()
        self.level.setAccessibleName("Figures kept")
        self.level.activated.connect(self._keep_level)
        about = "The others hold these again, so they are left out."
        self.levels = holder(
            row(text("Keep only the figures of"), self.level, text(about, "small"), None)
        )
        self.shape = ShapeBar()
        self.shape.chosen.connect(self._choose_all)
        self.shape.switch_wanted.connect(self.switch_wanted)
        column(self.shape, self.levels, (frame, 1), self.pages, into=self)
        self._shown: object = None
        self.first = 0
        self.waiting: list[tuple[int, ColumnChoice]] = []
        self.pause = QTimer(self)  # a line takes time: a few, then the window has its turn
        self.pause.setInterval(0)
        self.pause.timeout.connect(self._more)

    def show_draft(self, draft: Draft) -> None:
        self.draft = draft
        if draft.source is None or draft.choices is None:
            return
        self._offer_levels(draft)
        self.shape.show_draft(draft)
        self.outcome_wanted.emit()
        if self._shown is draft.source:
            self._roles()
            return
        self._shown, self.first = draft.source, 0
        self._build(draft)

    def sentence(self, draft: Draft) -> str:
        if draft.choices is None:
            return "No columns yet"
        kept = sum(choice.kept for choice in draft.choices.columns)
        return f"{kept} of {len(draft.choices.columns)} columns will be brought in"

    def refusal(self, draft: Draft) -> str:
        if draft.choices is None:
            return ""
        doubled = [
            role.word.lower()
            for role in (Role.LATITUDE, Role.LONGITUDE, Role.EASTING, Role.NORTHING)
            if len(draft.choices.of(role)) > 1
        ]
        if doubled:
            return f"Two columns are read as {doubled[0]}. Choose one, and leave the other out."
        return ""

    def _offer_levels(self, draft: Draft) -> None:
        """The levels of geography in a table of counts, of which one can be kept."""
        choices = draft.choices
        self.levels.setVisible(bool(choices and choices.level))
        if choices is None or not choices.level:
            return
        self.level.clear()
        for name, rows in draft.levels.items():
            self.level.addItem(f"{name} ({rows:,} rows)", name)
        self.level.setCurrentIndex(max(0, self.level.findData(choices.level)))

    def _keep_level(self, _at: int) -> None:
        if self.draft is not None and self.draft.choices is not None:
            level = str(self.level.currentData())
            self._choose_all(replace(self.draft.choices, level=level))

    def _build(self, draft: Draft) -> None:
        empty(self.grid)
        self.boxes = {}
        for at, head in enumerate(HEADS):
            self.grid.addWidget(text(head, "label"), 0, at)
        columns = draft.choices.columns if draft.choices else ()
        shown = columns[self.first : self.first + PAGE]
        last = self.first + len(shown)
        self.which.setText(f"Columns {self.first + 1} to {last} of {len(columns)}")
        self.pages.setVisible(len(columns) > PAGE)
        self.before.setEnabled(self.first > 0)
        self.after.setEnabled(last < len(columns))
        self.waiting = list(enumerate(shown))
        self._more()
        self.pause.start()

    def _more(self) -> None:
        """Add a few lines; the rest when the window has had its turn."""
        samples = self.draft.samples if self.draft else {}
        for number, choice in self.waiting[:AT_ONCE]:
            self._line(2 * number + 1, choice, samples)
        self.waiting = self.waiting[AT_ONCE:]
        if not self.waiting:
            self.pause.stop()

    def _turn(self, by: int) -> None:
        """Show the columns before or after these."""
        self.first = max(0, self.first + by)
        if self.draft is not None:
            self._build(self.draft)

    def _line(self, at: int, choice: ColumnChoice, samples: Mapping[str, tuple[str, ...]]) -> None:
        self.grid.addWidget(rule(), at, 0, 1, 4)
        name = text(choice.name, "strong", wrap=True)
        name.setMinimumWidth(theme.px(116))
        name.setMaximumWidth(theme.px(220))
        box = QComboBox()
        box.setAccessibleName(f"{choice.name} is read as")
        box.setMinimumWidth(theme.px(176))
        for role in Role:
            box.addItem(role.word)
        box.setCurrentIndex(list(Role).index(choice.role))
        box.activated.connect(partial(self._choose, choice.name))
        why = text(choice.why[:1].upper() + choice.why[1:], "small", wrap=True)
        why.setMinimumWidth(theme.px(150))
        self.boxes[choice.name] = box
        cells = (name, _said(samples.get(choice.name, ())), box, why)
        for across, cell in enumerate(cells):
            self.grid.addWidget(cell, at + 1, across)

    def _choose(self, name: str, at: int) -> None:
        if self.draft is None or self.draft.choices is None:
            return
        from workbench.intake import by_hand, levels

        if self.draft.source is None:
            return
        made = by_hand.with_role(self.draft.choices, self.draft.source, name, list(Role)[at])
        if made.level:
            found = levels.find(self.draft.source, (made.level_of,))
            self.draft.levels = found.rows if found else {}
        self._choose_all(made)

    def _choose_all(self, choices: Choices) -> None:
        """Take other choices, and show what follows from them."""
        if self.draft is None:
            return
        self.draft.choose(choices)
        self._offer_levels(self.draft)
        self.shape.show_draft(self.draft)
        self._roles()
        self.outcome_wanted.emit()
        self.changed.emit()

    def say_outcome(self, words: str) -> None:
        """Show how many rows come in, and the sum of what they count."""
        self.shape.say_outcome(words)

    def show_again(self, draft: Draft) -> None:
        """Show other choices for the same file, with their reasons."""
        self._shown = None
        self.show_draft(draft)

    def _roles(self) -> None:
        for choice in self.draft.choices.columns if self.draft and self.draft.choices else ():
            if choice.name in self.boxes:
                self.boxes[choice.name].setCurrentIndex(list(Role).index(choice.role))


def _said(values: Sequence[str]) -> QLabel:
    made = text(", ".join(values) or "empty", "secondary", wrap=True)
    made.setMinimumWidth(theme.px(150))
    return made
