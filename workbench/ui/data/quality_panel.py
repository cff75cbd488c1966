"""QualityPanel: the traffic lights of one edition, and which boundaries fit its codes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from workbench.ui import tokens
from workbench.ui.after_paint import after_paint
from workbench.ui.data.facts_view import GAP, fact_lines, silent_line, things, wrapped
from workbench.ui.session import Session
from workbench.ui.widgets.basics import column, empty, rule, text

if TYPE_CHECKING:
    from workbench.services.quality import Quality


class QualityPanel(QWidget):
    """Worked out in a job; gravest first, and what was looked for and not found at the end.

    Signals:
        told: how many things there are to know, in words; carries it and whether there are any.
    """

    told = Signal(str, bool)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.edition_id: UUID | None = None
        self.quality: Quality | None = None
        self.lines = column(gap=GAP)
        column(self.lines, None, gap=0, into=self)

    def show_edition(self, edition_id: UUID | None) -> None:
        """Show the quality of an edition; None shows nothing."""
        if edition_id != self.edition_id:
            self.quality = None
            empty(self.lines)
        self.edition_id = edition_id
        if edition_id is None:
            return
        if self.quality is None:
            self.lines.addWidget(text("The rows are being checked.", "secondary"))
        after_paint(self, lambda: self._check(edition_id))

    def _check(self, edition_id: UUID) -> None:
        if edition_id != self.edition_id:
            return
        from workbench.services.quality import quality

        shelf, boundaries = self.session.shelf, tuple(self.session.contents.boundaries)
        job = self.session.studio.start(lambda _progress: quality(shelf, edition_id, boundaries))
        job.succeeded.connect(self._take)

    def _take(self, found: Quality) -> None:
        if found.edition_id != self.edition_id or found is self.quality:
            return
        self.quality = found
        empty(self.lines)
        grave = found.things()
        said = things(len(grave))
        title = wrapped(f"Data quality: {said}", "strong")
        self.lines.addWidget(title)
        for fact in found.told():
            self.lines.addLayout(fact_lines(fact))
        if found.silent():
            self.lines.addWidget(rule())
            self.lines.addWidget(silent_line(found.silent()))
        self._fits(found)
        self.told.emit(said, bool(grave))

    def _fits(self, found: Quality) -> None:
        """How many rows each boundary file has no area for."""
        if not found.joins.fits:
            return
        self.lines.addSpacing(tokens.SMALL)
        self.lines.addWidget(text("Boundaries and these rows", "strong"))
        for fit in found.joins.fits:
            of = f", codes of {fit.edition}" if fit.edition else ""
            lost = f"{fit.lost:,} of {fit.rows:,} rows find no area by their code"
            self.lines.addWidget(wrapped(f"{fit.name}{of}: {lost}.", "small"))
