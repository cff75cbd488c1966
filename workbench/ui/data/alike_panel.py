"""AlikePanel: addresses that look alike, to be called the same place or two."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from workbench.ui import tokens
from workbench.ui.data.facts_view import wrapped
from workbench.ui.session import Session
from workbench.ui.widgets.basics import button, column, empty, row, rule, text
from workbench.ui.widgets.flow import Flow

if TYPE_CHECKING:
    from workbench.analysis.look_alikes import Alike
    from workbench.domain.data import SamePlace
    from workbench.services.same_places import LookAlikes

SHOWN = 12  # pairs; more come up as these are answered
ROOM = 280  # the least width of a line
ANSWERS = 20  # of those given, newest first
WHY = (
    "Only spellings within one postcode, with the same house and flat, are put to you. What you "
    "say holds for later editions too."
)


class AlikePanel(QWidget):
    """Worked out in a job, and only when it is looked at."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.edition_id: UUID | None = None
        self.found: LookAlikes | None = None
        self.asked: list[QPushButton] = []  # one a pair: Same place
        self.again: list[QPushButton] = []  # one an answer: Ask again
        self.stale = False
        self.lines = column(gap=tokens.MEDIUM)
        column(self.lines, None, gap=0, into=self)

    def show_edition(self, edition_id: UUID | None) -> None:
        """Show what looks alike in an edition; None shows nothing."""
        if edition_id != self.edition_id:
            self.found = None
            self._clear()
        self.edition_id, self.stale = edition_id, True
        if self.isVisible():
            self._start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.stale:
            self._start()

    def _start(self) -> None:
        edition_id, self.stale = self.edition_id, False
        if edition_id is None:
            return
        if self.found is None:
            self._clear()
            self.lines.addWidget(text("The addresses are being compared.", "secondary"))
        from workbench.services.same_places import look_alikes

        shelf = self.session.shelf
        job = self.session.studio.start(lambda progress: look_alikes(shelf, edition_id, progress))
        job.succeeded.connect(self._take)

    def _take(self, found: LookAlikes) -> None:
        if found.edition_id == self.edition_id and found != self.found:
            self.found = found
            self._fill(found)

    def _clear(self) -> None:
        empty(self.lines)
        self.asked, self.again = [], []

    def _fill(self, found: LookAlikes) -> None:
        held = self._held()
        self._clear()
        self.lines.addWidget(wrapped(_title(len(found.pairs)), "strong", ROOM))
        self.lines.addWidget(wrapped(found.says or WHY, "small", ROOM))
        for pair in found.pairs[:SHOWN]:
            self.lines.addLayout(self._pair(pair))
        if len(found.pairs) > SHOWN:
            more = f"and {len(found.pairs) - SHOWN:,} more, which come up as these are answered"
            self.lines.addWidget(wrapped(more, "caption", ROOM))
        if found.joined:
            self.lines.addWidget(rule())
            self.lines.addWidget(wrapped(found.joined, "small", ROOM))
        if found.answered:
            self.lines.addWidget(rule())
            self.lines.addWidget(text("Answered", "strong"))
            for told in found.answered[:ANSWERS]:
                self.lines.addLayout(self._answer(told))
        if held is not None and self.asked:
            self.asked[min(held, len(self.asked) - 1)].setFocus()

    def _held(self) -> int | None:
        """Which pair was worked at, so that the next can be answered without the mouse."""
        focus = self.window().focusWidget()
        return next((at for at, asked in enumerate(self.asked) if asked is focus), None)

    def _pair(self, pair: Alike) -> QVBoxLayout:
        both = f"{pair.first} and {pair.second}"
        same = button("Same place", icon="check", does=lambda: self.answer(pair, same=True))
        other = button("Different places", does=lambda: self.answer(pair, same=False))
        for made in (same, other):
            made.setAccessibleName(f"{made.text()}: {both}")
        self.asked.append(same)
        return column(
            _line(pair.first, pair.first_count),
            _line(pair.second, pair.second_count),
            Flow(same, other),
            gap=tokens.TIGHT,
        )

    def _answer(self, told: SamePlace) -> QVBoxLayout:
        said = "Counted as one place" if told.same else "Kept apart"
        again = button("Ask again", "link", does=lambda: self.take_back(told))
        again.setAccessibleName(f"Ask again about {told.first} and {told.second}")
        self.again.append(again)
        lines = tuple(wrapped(one, "small", ROOM) for one in (told.first, told.second))
        return column(*lines, row(text(said, "caption"), None, again), gap=2)

    def answer(self, pair: Alike, same: bool) -> None:
        """Keep what was said of a pair; one step to undo."""
        from workbench.services import same_places

        found = self.found
        if found is not None:
            dataset_id = found.dataset_id
            self.session.history.do(
                lambda casebook: same_places.answer(casebook, dataset_id, pair, same)
            )

    def take_back(self, told: SamePlace) -> None:
        """Put two addresses to the question again."""
        from workbench.services import same_places

        self.session.history.do(lambda casebook: same_places.take_back(casebook, told))


def _line(address: str, count: int) -> QVBoxLayout:
    counted = "1 incident" if count == 1 else f"{count:,} incidents"
    return column(wrapped(address, "body", ROOM), text(counted, "caption"), gap=0)


def _title(pairs: int) -> str:
    if not pairs:
        return "No addresses to decide about"
    return "2 addresses look alike" if pairs == 1 else f"{pairs:,} pairs of addresses look alike"
