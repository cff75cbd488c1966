"""DifferencePanel: what an edition changes against the one before it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from workbench.ui import tokens
from workbench.ui.data.facts_view import wrapped
from workbench.ui.session import Session
from workbench.ui.widgets.basics import column, empty, mark, row, text

if TYPE_CHECKING:
    import polars as pl

    from workbench.domain.data import Edition
    from workbench.intake.difference import Difference

SHOWN = 8  # rows of each kind


class DifferencePanel(QWidget):
    """Counts, how rows were told apart, and the first rows of each kind; worked out in a job."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.of: Hashable = None  # which rows are compared
        self.found: Difference | None = None
        self.lines = column(gap=tokens.SMALL)
        column(self.lines, None, gap=0, into=self)

    def show_edition(self, edition: Edition | None) -> None:
        """Show what an edition changed; the first has nothing before it."""
        from workbench.services.editions import before, between

        earlier = before(self.session.contents.editions, edition) if edition else None
        if earlier is None or edition is None:
            self.say("This is the first edition, so there is nothing to compare it with.")
            return
        shelf, pair = self.session.shelf, (earlier.id, edition.id)
        self._work(pair, lambda: between(shelf, *pair))

    def show_ahead(self, earlier: Edition | None, frame: pl.DataFrame) -> None:
        """Show what rows that are not kept yet would change; a new dataset changes nothing."""
        from workbench.services.editions import compare

        if earlier is None:
            self.say("A new dataset: there is no earlier edition to compare it with.")
            return
        shelf, of = self.session.shelf, earlier.id
        self._work((of, id(frame)), lambda: compare(shelf, of, frame))

    def say(self, words: str) -> None:
        """Say why nothing is compared."""
        self.of = self.found = None
        empty(self.lines)
        self.lines.addWidget(wrapped(words, "secondary"))

    def _work(self, of: Hashable, work: Callable[[], Difference]) -> None:
        """Compare in a job; what comes back when another pair is in view is not shown."""
        if of == self.of:
            return
        self.of, self.found = of, None
        empty(self.lines)
        self.lines.addWidget(text("The rows are being compared.", "secondary"))
        job = self.session.studio.start(lambda _progress: (of, work()))
        job.succeeded.connect(self._take)

    def _take(self, done: tuple[Hashable, Difference]) -> None:
        of, found = done
        if of == self.of:
            self.show_difference(found)

    def show_difference(self, found: Difference) -> None:
        """Show a difference that was worked out."""
        self.found = found
        empty(self.lines)
        if found.warning:
            sign = column(mark("warning", "warning", 16), None, pad=(0, 2, 0, 0))
            self.lines.addLayout(row(sign, (wrapped(found.warning, "body", 200), 1)))
        for sentence in found.sentences():
            self.lines.addWidget(wrapped(sentence))
        from workbench.intake.difference import short

        changes = [
            f"{short(one.reference)}, {one.column}: {one.before} → {one.after}"
            for one in found.changes
        ]
        cells = sum(n for _, n in found.columns)
        self._listed("Changed", changes, cells)
        self._listed("New", found.new_rows, found.new)
        self._listed("Gone", found.gone_rows, found.gone)

    def _listed(self, title: str, lines: Sequence[str], of: int) -> None:
        """The first few of a kind; how many more there are."""
        if not lines:
            return
        self.lines.addSpacing(tokens.SMALL)
        self.lines.addWidget(text(title, "strong"))
        for line in lines[:SHOWN]:
            self.lines.addWidget(wrapped(line, "small"))
        if of > SHOWN:
            self.lines.addWidget(text(f"and {of - min(SHOWN, len(lines)):,} more", "caption"))
