"""CardsPanel: the evidence cards of a problem, and which of them the paper shows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from workbench.domain.evidence import CardKind, CardState
from workbench.ui import tokens
from workbench.ui.widgets.basics import Frame, column, empty, row, scroll, text
from workbench.ui.widgets.chips import Chip
from workbench.ui.widgets.evidence import EvidenceCard as CardWidget

if TYPE_CHECKING:
    from workbench.domain.briefing import Briefing
    from workbench.domain.evidence import EvidenceCard
    from workbench.guide.contents import Contents

PICTURES = {
    CardKind.ANALYSIS: "analyse",
    CardKind.DOCUMENT: "file",
    CardKind.PHOTO: "eye",
    CardKind.QUOTATION: "user",
}


class CardsPanel(Frame):
    """Signals:
    picked: the cards that are in the paper now, as ids in order.
    opened: a card was opened.
    """

    picked, opened = Signal(object), Signal(object)

    def __init__(self) -> None:
        super().__init__("side")
        self.setAccessibleName("Evidence cards")
        self.count = text("", "caption")
        self.lines = column(gap=tokens.MEDIUM)
        pad = (tokens.SMALL, tokens.SMALL, tokens.SMALL, tokens.MEDIUM)
        head = row(text("Evidence cards", "heading"), None, self.count)
        head.setContentsMargins(tokens.LARGE, tokens.MEDIUM, tokens.LARGE, tokens.TIGHT)
        area = scroll(column(self.lines, None, gap=0, pad=pad))
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column(head, (area, 1), gap=0, into=self)
        self.shown: list[str] = []

    def show_cards(self, contents: Contents, briefing: Briefing) -> None:
        """Show every card, with a star on those that are in the paper."""
        empty(self.lines)
        starred = [str(card.id) for card in contents.cards if card.starred]
        gone = briefing.left_out
        picked = list(briefing.cards) or starred
        self.shown = [key for key in picked if key.replace("-", "") not in gone]
        self.count.setText(f"{len(self.shown)} of {len(contents.cards)} in it")
        if not contents.cards:
            none = "Nothing is kept as evidence yet. Keep a chart, then choose it here."
            self.lines.addWidget(text(none, "secondary", wrap=True))
        for card in contents.cards:
            self.lines.addWidget(self._card(card, briefing))

    def _card(self, card: EvidenceCard, briefing: Briefing) -> CardWidget:
        key = str(card.id)
        live = card.state is CardState.LIVE
        chips = [Chip("Live", "success", "refresh") if live else Chip("Frozen", "neutral", "lock")]
        barred = ""
        if briefing.audience.outside and briefing.audience.value not in card.audiences:
            chips.append(Chip("Internal", "marking", "lock"))
            barred = "Not for this audience"
        source = card.source if card.kind is not CardKind.QUOTATION else card.text[:90]
        made = CardWidget(PICTURES[card.kind], card.name, source, chips, key in self.shown, barred)
        made.starred.connect(partial(self._star, key))
        made.opened.connect(partial(self.opened.emit, card.id))
        return made

    def _star(self, key: str, on: bool) -> None:
        now = [one for one in self.shown if one != key]
        self.picked.emit(tuple([*now, key] if on else now))
