"""Responses: what is done about which cause, how it works, and what the plan covers."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from workbench.domain.causes import Hypothesis
from workbench.domain.partners import Contribution, Partner
from workbench.domain.plan import Objective, Response, ResponseState
from workbench.domain.record import Record
from workbench.guide.contents import Contents
from workbench.guide.coverage import Coverage, coverage
from workbench.guide.gap import Gap
from workbench.ui import tokens
from workbench.ui.page import PageKind
from workbench.ui.pages.partners import REPLIES
from workbench.ui.records.add_line import AddLine
from workbench.ui.records.days import written
from workbench.ui.records.list_page import ListPage
from workbench.ui.records.rows import RowOf
from workbench.ui.records.sublist import SubList
from workbench.ui.widgets.bars_of import Bars
from workbench.ui.widgets.basics import Frame, column, empty, holder, row, text
from workbench.ui.widgets.cells import CellChip
from workbench.ui.widgets.flow import Reflow

STATES = {
    ResponseState.PROPOSED: CellChip("Proposed", "neutral", "state-empty"),
    ResponseState.AGREED: CellChip("Agreed", "success", "check"),
    ResponseState.STARTED: CellChip("Started", "respond", "state-half"),
    ResponseState.FINISHED: CellChip("Finished", "success", "state-done"),
    ResponseState.REJECTED: CellChip("Rejected", "neutral", "close"),
}


class ResponsesPage(ListPage):
    """The plan: responses, what they cover, and what partners were asked to bring."""

    watches = (Response, Hypothesis, Objective, Contribution, Partner)
    key, kind, noun, icon = "responses", Response, "response", "respond"
    about = "What is done about which cause, and by which mechanism"
    add_hint = "What is done, in a few words"
    empty_says = (
        "No responses yet",
        "A response acts on one cause, by a mechanism you can name, with somebody who agrees to do "
        "it. Rejected ideas stay in the list with the reason.",
    )

    def above(self) -> QWidget:
        self.cover = row()
        self.cards = holder(self.cover)
        return self.cards

    def below(self) -> QWidget:
        self.asking = AddLine("request", "What they are asked to do")
        self.asking.added.connect(self._ask)
        none = "Nobody has been asked to bring anything yet."
        self.asked = SubList(
            self.session, "Asked of partners", none, lambda kept: kept.contributions, self.asking
        )
        return self.asked

    def records(self, contents: Contents) -> tuple[Record, ...]:
        return contents.responses

    def rows(self, contents: Contents) -> list[RowOf]:
        rejected = ResponseState.REJECTED
        plan = [one for one in contents.responses if one.state is not rejected]
        rest = [one for one in contents.responses if one.state is rejected]
        return [_row(one, contents) for one in (*plan, *rest)]

    def new(self, words: str, choice: Any) -> Record:
        return Response(problem_id=self.session.contents.problem.id, name=words)

    def show_more(self, contents: Contents, record: Record | None) -> None:
        empty(self.cover)
        self.cards.setVisible(bool(contents.responses) and record is None)
        self.cover.addWidget(_cards(coverage(contents)))
        self.asking.offer([(one.id, one.name) for one in contents.partners])
        self.asking.setVisible(bool(contents.partners))
        names = {one.id: one.name for one in contents.partners}
        mine = [c for c in contents.contributions if record and c.response_id == record.id]
        self.asked.show_rows([_asked(one, names[one.partner_id]) for one in mine])

    def land(self, gap: Gap) -> None:
        if gap.kind == "contribution" and gap.record_id is not None:
            there = self.session.contents.contributions
            owner = next((one for one in there if one.id == gap.record_id), None)
            self.open(owner.response_id if owner else None, enter=False)
            self.asked.edit(gap.record_id, gap.field)
        else:
            super().land(gap)

    def _ask(self, words: str, partner: Any) -> None:
        from workbench.services.records import add

        if self.open_id is not None and partner is not None:
            made = Contribution(response_id=self.open_id, partner_id=partner, what=words)
            self.session.history.do(lambda casebook: add(casebook, made, "Ask partner"))


def _row(one: Response, contents: Contents) -> RowOf:
    tests = next((h.code for h in contents.hypotheses if h.id == one.hypothesis_id), "")
    serves = next((o.code for o in contents.objectives if o.id == one.objective_id), "")
    live = one.state is not ResponseState.REJECTED
    chips = [STATES[one.state]]
    if tests:
        chips.insert(0, CellChip(f"Tests {tests}", "analyse", "hypothesis"))
    elif live:
        chips.insert(0, CellChip("No hypothesis", "error", "error"))
    words = one.mechanism if live else f"Rejected: {one.reason or 'no reason given'}"
    classed = [part.value.capitalize() for part in (one.four_p, one.tier) if part]
    side = [f"acts on {one.side.word.lower()}"] if one.side else []
    by = [one.lead or "No lead", f"serves {serves}" if serves else "no objective"]
    small = "  \u00b7  ".join([*by, *side, *classed])
    return RowOf(one.id, one.name, one.code, tuple(chips), words or "Works by: not said yet", small)


def _asked(one: Contribution, partner: str) -> RowOf:
    by = f"by {written(one.by)}" if one.by else "no date"
    return RowOf(one.id, partner, "", (REPLIES[one.reply],), one.what, by)


def _cards(cover: Coverage) -> Reflow:
    techniques = [
        (group.word.split()[-1].capitalize(), sum(len(used.responses) for used in group.techniques))
        for group in cover.columns
    ]
    four = [(part.value.capitalize(), n) for part, n in cover.four_ps]
    tiers = [(part.value.capitalize(), n) for part, n in cover.tiers]
    sides = [(part.word.split()[0], n) for part, n in cover.sides]
    used = f"{cover.techniques_used} of 25 used"
    cards = (
        _card("Techniques", used, techniques, ""),
        _card("4 Ps", *_first_empty(four)),
        _card("Tier", *_first_empty(tiers)),
        _card("Triangle", *_first_empty(sides)),
    )
    return Reflow(*((card, 1) for card in cards), least=560, gap=tokens.MEDIUM)


def _first_empty(counts: list[tuple[str, int]]) -> tuple[str, list[tuple[str, int]], str]:
    bare = [word for word, n in counts if not n]
    if not bare:
        return "Each has something", counts, ""
    return (
        (f"{bare[0]} is empty" if len(bare) == 1 else f"{len(bare)} are empty"),
        counts,
        "warning",
    )


def _card(name: str, says: str, counts: list[tuple[str, int]], tone: str) -> Frame:
    pad = (tokens.MEDIUM, tokens.SMALL + 2, tokens.MEDIUM, tokens.SMALL)
    said = text(says, "small", wrap=True, tone=tone)
    parts = (text(name, "strong"), said, tokens.TIGHT, Bars(name, counts), None)
    return Frame("surface", column(*parts, gap=2, pad=pad))


KIND = PageKind("responses", "Responses", "respond", ResponsesPage)
