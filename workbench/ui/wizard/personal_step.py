"""Step 4: columns that look personal; left out unless somebody decides otherwise."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout

from workbench.domain.data import Role
from workbench.ui import theme, tokens
from workbench.ui.charting.stage import Middle
from workbench.ui.widgets.basics import (
    CARD,
    Frame,
    Segments,
    button,
    column,
    empty,
    row,
    rule,
    text,
)
from workbench.ui.widgets.forms import Field
from workbench.ui.widgets.pages import EmptyState
from workbench.ui.widgets.unfolding import helped
from workbench.ui.wizard.draft import Draft
from workbench.ui.wizard.step import Step

if TYPE_CHECKING:
    from workbench.intake.recipe import ColumnChoice

WORDS = ("Leave out", "Replace with a code", "Keep")
FATES = ("left out", "replaced with a code", "kept")
LOOKED = (
    "Names, dates of birth, phone numbers, e-mail addresses, vehicle registrations, National "
    "Insurance numbers, house numbers and free text were looked for in every column."
)


class PersonalStep(Step):
    """A line for each such column with what gave it away and three choices."""

    def __init__(self) -> None:
        super().__init__()
        self.draft: Draft | None = None
        self.choices: dict[str, Segments] = {}
        self.reasons: dict[str, Field] = {}
        self.lines = column(gap=tokens.MEDIUM)
        self.other = QComboBox()
        self.other.setMinimumWidth(theme.px(200))
        self.other.setAccessibleName("Another column is personal")
        add = button("Treat as personal", does=self._add)
        more = row(text("Another column is personal"), self.other, add, None)
        self.help = helped("what_is_kept")
        body = column(self.lines, rule(), more, self.help, gap=tokens.MEDIUM, pad=CARD)
        column((Middle(column(Frame("surface", body), None)), 1), gap=0, into=self)

    def show_draft(self, draft: Draft) -> None:
        self.draft = draft
        empty(self.lines)
        self.choices, self.reasons = {}, {}
        columns = draft.choices.columns if draft.choices else ()
        found = [one for one in columns if one.personal]
        if not found:
            self.lines.addWidget(EmptyState("state-done", "No column looks personal", LOOKED))
        for number, choice in enumerate(found):
            if number:
                self.lines.addWidget(rule())
            self.lines.addLayout(self._line(choice))
        self.other.clear()
        self.other.addItems([one.name for one in columns if not one.personal])

    def sentence(self, draft: Draft) -> str:
        found = [one for one in draft.choices.columns if one.personal] if draft.choices else []
        if not found:
            return "No column looks personal"
        if len(found) == 1:
            done = FATES[_fate(found[0])]
            return f"One column looks personal: it is {done}"
        counts = [sum(_fate(one) == at for one in found) for at in range(3)]
        parts = [f"{n} {FATES[at]}" for at, n in enumerate(counts) if n]
        if len(parts) == 1:
            parts = [f"all are {FATES[counts.index(len(found))]}"]
        return f"{len(found)} columns look personal: {', '.join(parts)}"

    def refusal(self, draft: Draft) -> str:
        bare = draft.choices.unexplained() if draft.choices else ()
        for name, field in self.reasons.items():
            wrong = any(one.name == name for one in bare)
            field.set_error("Say why it must be kept." if wrong else "")
        if not bare:
            return ""
        self.reasons[bare[0].name].control.setFocus()
        return "A personal column is kept without a reason. Write the reason, or leave it out."

    def _line(self, choice: ColumnChoice) -> QVBoxLayout:
        at = _fate(choice)
        part = Segments(choice.name, WORDS, at)
        part.chosen.connect(partial(self._choose, choice.name))
        reason = QLineEdit(choice.reason)
        reason.textEdited.connect(partial(self._reason, choice.name))
        field = Field("Reason", reason, "Kept with the data, and shown to whoever looks after it.")
        field.setVisible(at == 2)
        field.setMaximumWidth(theme.px(tokens.MEASURE))
        self.choices[choice.name], self.reasons[choice.name] = part, field
        name = text(choice.name, "strong", wrap=True)
        why = text(_why(choice), "secondary", wrap=True)
        why.setMinimumWidth(theme.px(240))
        head = row((column(name, why, gap=2), 1), part, gap=tokens.LARGE)
        return column(head, field, gap=tokens.SMALL)

    def _choose(self, name: str, at: int) -> None:
        if self.draft is None or self.draft.choices is None:
            return
        old = self.draft.choices.column(name)
        role = Role.LEFT_OUT if at == 0 else _meant(old)
        meant = _meant(old)
        changed = replace(old, role=role, coded=at == 1, meant=meant)
        self.draft.choose(self.draft.choices.with_column(changed))
        self.reasons[name].setVisible(at == 2)
        self.reasons[name].set_error("")
        if at == 2:
            self.reasons[name].control.setFocus()
        self.changed.emit()

    def _reason(self, name: str, words: str) -> None:
        if self.draft is not None and self.draft.choices is not None:
            old = self.draft.choices.column(name)
            self.draft.choose(self.draft.choices.with_column(replace(old, reason=words)))

    def _add(self) -> None:
        name = self.other.currentText()
        if self.draft is None or self.draft.choices is None or not name:
            return
        old = self.draft.choices.column(name)
        meant = _meant(old)
        changed = replace(old, role=Role.LEFT_OUT, personal="personal data", meant=meant)
        self.draft.choose(
            self.draft.choices.with_column(replace(changed, why="said to be personal by hand"))
        )
        self.show_draft(self.draft)
        self.changed.emit()


def _fate(choice: ColumnChoice) -> int:
    """The place of its choice: left out, coded or kept."""
    return 0 if not choice.kept else 1 if choice.coded else 2


def _meant(choice: ColumnChoice) -> Role:
    """The role a column has when it is brought in."""
    if choice.kept:
        return choice.role
    return choice.meant if choice.meant is not Role.LEFT_OUT else Role.OTHER


def _why(choice: ColumnChoice) -> str:
    words = choice.why or f"it may hold a {choice.personal}"
    return f"{words[:1].upper()}{words[1:]}."
