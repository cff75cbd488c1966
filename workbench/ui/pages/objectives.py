"""Objectives: what should change, by how much and by when; each judged by SMART, with reasons."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from workbench.domain.plan import Objective, Response
from workbench.domain.problem import Problem
from workbench.domain.record import Record
from workbench.guide.contents import Contents
from workbench.guide.smart import smart
from workbench.ui import tokens
from workbench.ui.page import PageKind
from workbench.ui.records.days import written
from workbench.ui.records.list_page import ListPage
from workbench.ui.records.rows import RowOf
from workbench.ui.widgets.basics import Item, button, column, empty, holder, mark, row, rule, text
from workbench.ui.widgets.cells import CellChip


class ObjectivesPage(ListPage):
    """The objectives of a problem."""

    watches = (Objective, Response, Problem)
    key, kind, noun, icon = "objectives", Objective, "objective", "scan"
    about = "What should be different for those who are harmed, and how anybody could tell"
    add_hint = "Cut what, for whom, by how much, by when"
    empty_says = (
        "Nothing says yet what should change",
        "Write what should be different for the people harmed, not what the team will do. "
        "A measure, a baseline and a date make it possible to tell whether it worked.",
    )

    def below(self) -> QWidget:
        self.letters = column(gap=tokens.SMALL)
        head = row(text("SMART, with reasons", "heading"), None)
        return holder(column(rule(), head, self.letters, gap=tokens.SMALL))

    def records(self, contents: Contents) -> tuple[Record, ...]:
        return contents.objectives

    def rows(self, contents: Contents) -> list[RowOf]:
        return [_row(one, contents) for one in contents.objectives]

    def new(self, words: str, choice: Any) -> Record:
        return Objective(problem_id=self.session.contents.problem.id, text=words)

    def show_more(self, contents: Contents, record: Record | None) -> None:
        empty(self.letters)
        if not isinstance(record, Objective):
            return
        for letter in smart(record, contents).letters:
            sign = mark(
                "check" if letter.met else "warning", "success" if letter.met else "warning"
            )
            words = text(f"{letter.word}. {letter.reason}", wrap=True)
            parts: list[Item] = [sign, (words, 1)]
            if not letter.met:
                mend = partial(self.form.focus_field, letter.field)
                parts.append(button("Mend", "link", does=mend))
            self.letters.addWidget(holder(row(*parts)))


def _row(one: Objective, contents: Contents) -> RowOf:
    judged = smart(one, contents)
    whole = judged.score == 5
    tone, picture = ("success", "check") if whole else ("warning", "warning")
    chip = CellChip(f"SMART {judged.score} of 5", tone, picture)
    change = ""
    if one.baseline is not None and one.target is not None:
        change = f"from {one.baseline:,.12g} to {one.target:,.12g}"
    by = f"by {written(one.due)}" if one.due else ""
    small = "  \u00b7  ".join(part for part in (one.measure, change, by) if part)
    return RowOf(one.id, one.text, one.code, (chip,), small=small or "No measure yet")


KIND = PageKind("objectives", "Objectives", "scan", ObjectivesPage)
