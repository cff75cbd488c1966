"""The problem analysis triangle as a list: factors by side, with those who could control them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from PySide6.QtWidgets import QWidget

from workbench.domain.causes import Factor, Side, Strength
from workbench.domain.record import Record
from workbench.guide.contents import Contents
from workbench.guide.gap import Gap
from workbench.ui import tokens
from workbench.ui.page import PageKind
from workbench.ui.records.list_page import ListPage
from workbench.ui.records.rows import RowOf
from workbench.ui.widgets.basics import Frame, button, column, empty, holder, row, text
from workbench.ui.widgets.cells import CellChip
from workbench.ui.widgets.flow import Reflow

PAIRS = (
    (Side.OFFENDER, Side.HANDLER),
    (Side.VICTIM, Side.GUARDIAN),
    (Side.PLACE, Side.MANAGER),
)
ORDER = [side for pair in PAIRS for side in pair]
STRENGTHS = {
    Strength.NONE: CellChip("No evidence", "warning", "state-empty"),
    Strength.SOME: CellChip("Some evidence", "neutral", "state-half"),
    Strength.STRONG: CellChip("Strong evidence", "success", "state-done"),
}


class TrianglePage(ListPage):
    """Factors on the three sides, and their controllers."""

    watches = (Factor,)
    key, kind, noun, icon = "triangle", Factor, "factor", "triangle"
    about = "Who or what comes together, where, and who could step in"
    add_hint = "One sentence: what about this side lets it happen"
    add_choices = tuple((side, side.word) for side in ORDER)
    coded = False
    empty_says = (
        "The triangle is empty",
        "A problem needs somebody who does it, somebody or something it is done to, and a place "
        "without anybody to stop it. Write what you know of each side, one sentence at a time.",
    )

    def above(self) -> QWidget:
        self.sides = row(gap=tokens.MEDIUM)
        self.cards = holder(self.sides)
        return self.cards

    def records(self, contents: Contents) -> tuple[Record, ...]:
        return contents.factors

    def rows(self, contents: Contents) -> list[RowOf]:
        ordered = sorted(contents.factors, key=lambda factor: ORDER.index(factor.side))
        return [
            RowOf(one.id, one.text, "", (CellChip(one.side.word), STRENGTHS[one.strength]))
            for one in ordered
        ]

    def new(self, words: str, choice: Any) -> Record:
        return Factor(problem_id=self.session.contents.problem.id, side=choice, text=words)

    def show_more(self, contents: Contents, record: Record | None) -> None:
        empty(self.sides)
        count = Counter(factor.side for factor in contents.factors)
        cards = [(self._side(side, control, count), 1) for side, control in PAIRS]
        self.sides.addWidget(Reflow(*cards, least=420, gap=tokens.MEDIUM))

    def land(self, gap: Gap) -> None:
        if gap.record_id is None:
            self.begin_adding(dict(gap.starts).get("side"), gap)
        else:
            super().land(gap)

    def _side(self, side: Side, control: Side, count: Counter[Side]) -> Frame:
        there, held = count[side], count[control]
        said = f"{there} factor{'' if there == 1 else 's'}" if there else "Nothing yet"
        who = f"{control.word}: {held}" if held else f"No {control.value} named"
        add = button(
            "Add", "link", "add", lambda: self.begin_adding(side if not there else control)
        )
        add.setAccessibleName(f"Add to {side.word}")
        words = column(
            text(side.word, "strong", wrap=True),
            text(said, "small", wrap=True, tone="" if there else "warning"),
            text(who, "small", wrap=True, tone="" if held else "warning"),
            gap=2,
        )
        pad = (tokens.MEDIUM, tokens.SMALL, tokens.MEDIUM, tokens.SMALL)
        return Frame("surface", row((words, 1), column(add, None), pad=pad))


KIND = PageKind("triangle", "Triangle", "triangle", TrianglePage)
