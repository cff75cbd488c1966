"""Hypotheses: why it may happen, the evidence for and against, and what would prove us wrong."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QComboBox, QWidget

from workbench.domain.causes import Hypothesis, Likelihood, Stance, Weighing
from workbench.domain.evidence import EvidenceCard
from workbench.domain.plan import Response
from workbench.domain.record import Record
from workbench.guide.contents import Contents
from workbench.guide.gap import Gap
from workbench.ui.page import PageKind
from workbench.ui.records.list_page import ListPage
from workbench.ui.records.rows import RowOf
from workbench.ui.records.sublist import SubList
from workbench.ui.widgets.basics import button, place
from workbench.ui.widgets.cells import CellChip
from workbench.ui.widgets.flow import Flow

TONES = {
    Likelihood.UNTESTED: CellChip("Untested", "neutral", "state-empty"),
    Likelihood.UNLIKELY: CellChip("Unlikely", "neutral", "close"),
    Likelihood.POSSIBLE: CellChip("Possible", "analyse", "state-half"),
    Likelihood.LIKELY: CellChip("Likely", "analyse", "check"),
    Likelihood.ESTABLISHED: CellChip("Established", "success", "state-done"),
}
STANCES = {
    Stance.SUPPORTS: CellChip("For", "success", "check"),
    Stance.CONTRADICTS: CellChip("Against", "error", "close"),
    Stance.NEUTRAL: CellChip("Neither", "neutral", "dot"),
}


class HypothesesPage(ListPage):
    """The rival explanations of a problem."""

    watches = (Hypothesis, Weighing, EvidenceCard, Response)
    key, kind, noun, icon = "hypotheses", Hypothesis, "hypothesis", "hypothesis"
    about = "Rival explanations, each with what would prove it wrong"
    add_hint = "It happens because ..."
    empty_says = (
        "No hypotheses yet",
        "Write why you think it happens, as \u201cX happens because Y\u201d. Two or three rivals "
        "keep everybody honest; each can be tested against what you have kept as evidence.",
    )

    def below(self) -> QWidget:
        self.card, self.stance = QComboBox(), QComboBox()
        self.card.setAccessibleName("Evidence card")
        self.card.setMinimumContentsLength(18)
        self.card.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.stance.setAccessibleName("For or against")
        for stance, chip in STANCES.items():
            self.stance.addItem(chip.words, stance)
        self.link_it = button("Link evidence", icon="link", does=self.link)
        self.look = button("Find evidence", "link", "evidence", lambda: self.go.emit("evidence"))
        adding = Flow(self.card, self.stance, self.link_it, self.look)
        none = "Nothing for or against it yet. Look for what would prove it wrong first."
        name = "Evidence for and against"
        self.evidence = SubList(self.session, name, none, lambda kept: kept.weighings, adding)
        return self.evidence

    def records(self, contents: Contents) -> tuple[Record, ...]:
        return contents.hypotheses

    def rows(self, contents: Contents) -> list[RowOf]:
        return [_row(one, contents) for one in contents.hypotheses]

    def new(self, words: str, choice: Any) -> Record:
        return Hypothesis(problem_id=self.session.contents.problem.id, statement=words)

    def show_more(self, contents: Contents, record: Record | None) -> None:
        held = self.card.currentData()
        self.card.clear()
        for card in contents.cards:
            self.card.addItem(card.name, card.id)
        self.card.setCurrentIndex(max(0, place(self.card, held)))
        there = bool(contents.cards)
        for part in (self.card, self.stance, self.link_it):
            part.setVisible(there)
        self.look.setText("Find more evidence" if there else "Keep something as evidence first")
        names = {card.id: card.name for card in contents.cards}
        mine = [w for w in contents.weighings if record and w.hypothesis_id == record.id]
        self.evidence.show_rows([_weighed(w, names) for w in mine])

    def link(self) -> None:
        """Hold the chosen card against the hypothesis in the form."""
        from workbench.services.records import add

        card, record = self.card.currentData(), self.record
        if card is not None and record is not None:
            stance = Stance(self.stance.currentData())
            made = Weighing(hypothesis_id=record.id, card_id=card, stance=stance)
            self.session.history.do(lambda casebook: add(casebook, made, "Link evidence"))

    def land(self, gap: Gap) -> None:
        super().land(gap)
        if gap.field in ("evidence", "weighings") and self.record is not None:
            (self.card if self.card.isVisibleTo(self) else self.look).setFocus()


def _row(one: Hypothesis, contents: Contents) -> RowOf:
    mine = [w for w in contents.weighings if w.hypothesis_id == one.id]
    pro = sum(w.stance is Stance.SUPPORTS for w in mine)
    con = sum(w.stance is Stance.CONTRADICTS for w in mine)
    chips = [TONES[one.likelihood]]
    if not mine:
        chips.append(CellChip("No evidence", "warning", "warning"))
    answers = [r.code for r in contents.responses if r.hypothesis_id == one.id]
    wrong = f"Would prove us wrong: {one.disproof}" if one.disproof else ""
    used = f"answered by {', '.join(answers)}" if answers else "no response answers it"
    small = f"For {pro}, against {con}  \u00b7  {used}"
    return RowOf(one.id, one.statement, one.code, tuple(chips), wrong, small)


def _weighed(one: Weighing, names: dict[UUID, str]) -> RowOf:
    return RowOf(one.id, names.get(one.card_id, "A card"), "", (STANCES[one.stance],), one.note)


KIND = PageKind("hypotheses", "Hypotheses", "hypothesis", HypothesesPage)
