"""WeighingPanel: what one piece of evidence says of each hypothesis, and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit, QWidget

from workbench.domain.causes import Hypothesis, Stance, Weighing
from workbench.ui import theme, tokens
from workbench.ui.session import Session
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
from workbench.ui.widgets.pages import EmptyState

if TYPE_CHECKING:
    from workbench.domain.evidence import EvidenceCard
    from workbench.guide.contents import Contents

WORDS = ("Supports", "Contradicts", "Neutral", "Not weighed")
STANCES = (Stance.SUPPORTS, Stance.CONTRADICTS, Stance.NEUTRAL)


class WeighingPanel(QWidget):
    """A line a hypothesis; evidence against counts as much as evidence for."""

    def __init__(self, session: Session, add: Callable[[], object]) -> None:
        super().__init__()
        self.session, self.add = session, add
        self.card: EvidenceCard | None = None
        self.choices: dict[object, Segments] = {}
        self.notes: dict[object, QLineEdit] = {}
        self.lines = column(gap=tokens.MEDIUM)
        column(Frame("surface", column(self.lines, pad=CARD)), None, gap=0, into=self)
        self._shown: object = None

    def show_card(self, card: EvidenceCard, contents: Contents) -> None:
        """Show every hypothesis with what this card says of it."""
        own = {one.hypothesis_id: one for one in contents.weighings if one.card_id == card.id}
        state = (card.id, contents.hypotheses, tuple(own.values()))
        self.card = card
        if state == self._shown:
            return
        self._shown = state
        empty(self.lines)
        self.choices, self.notes = {}, {}
        if not contents.hypotheses:
            self.lines.addWidget(self._none())
        for number, hypothesis in enumerate(contents.hypotheses):
            if number:
                self.lines.addWidget(rule())
            self.lines.addLayout(self._line(hypothesis, own.get(hypothesis.id)))

    def _line(self, hypothesis: Hypothesis, held: Weighing | None) -> Any:
        at = STANCES.index(held.stance) if held else 3
        choice = Segments(f"{hypothesis.code}", WORDS, at)
        choice.chosen.connect(lambda to: self._weigh(hypothesis, to))
        note = QLineEdit(held.note if held else "")
        note.setPlaceholderText("Because ...")
        note.setAccessibleName(f"{hypothesis.code}: because")
        note.setEnabled(held is not None)
        note.editingFinished.connect(lambda: self._note(hypothesis, note.text().strip()))
        self.choices[hypothesis.id], self.notes[hypothesis.id] = choice, note
        words = text(f"{hypothesis.code}  {hypothesis.statement}", "strong", wrap=True)
        words.setMinimumWidth(theme.px(240))
        return column(words, row(choice, None), note, gap=tokens.SMALL)

    def _weigh(self, hypothesis: Hypothesis, at: int) -> None:
        from workbench.services import records

        card, held = self.card, self._held(hypothesis)
        if card is None:
            return
        if at == 3:
            if held is not None:
                self.session.history.do(lambda casebook: records.remove(casebook, held))
            return
        stance = STANCES[at]
        if held is not None:
            self.session.history.do(
                lambda casebook: records.amend(casebook, Weighing, held.id, stance=stance)
            )
            return
        made = Weighing(hypothesis_id=hypothesis.id, card_id=card.id, stance=stance)
        words = f"Weigh evidence against {hypothesis.code}"
        self.session.history.do(lambda casebook: records.add(casebook, made, words))

    def _note(self, hypothesis: Hypothesis, words: str) -> None:
        from workbench.services import records

        held = self._held(hypothesis)
        if held is not None and words != held.note:
            self.session.history.do(
                lambda casebook: records.amend(casebook, Weighing, held.id, note=words)
            )

    def _held(self, hypothesis: Hypothesis) -> Weighing | None:
        if self.card is None:
            return None
        pair = (hypothesis.id, self.card.id)
        there = self.session.contents.weighings
        return next((one for one in there if (one.hypothesis_id, one.card_id) == pair), None)

    def _none(self) -> QWidget:
        why = "Write down what may cause the problem, then say what this evidence makes of it."
        act = button("Add a hypothesis", "primary", "hypothesis", self.add)
        return EmptyState("hypothesis", "No hypothesis yet", why, act)
