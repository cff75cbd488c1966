"""OutOfDate: evidence that shows an older edition, and the button that works it out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from workbench.domain.evidence import CardState
from workbench.ui.session import Session
from workbench.ui.widgets.remark import Remark

if TYPE_CHECKING:
    from workbench.domain.changes import Changes
    from workbench.domain.evidence import EvidenceCard
    from workbench.guide.contents import Contents


class OutOfDate(Remark):
    """Hidden while all evidence is of the newest editions.

    Signals:
        go: a page is asked for, by its key.
    """

    go = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.moved: tuple[str, ...] = ()

    def show_contents(self, contents: Contents) -> None:
        """Say which evidence shows an older edition, if any does."""
        live, frozen = self._old(contents)
        if live:
            kept = f" {_pieces(len(frozen))} frozen stays as it is." if frozen else ""
            more = "show" if len(live) > 1 else "shows"
            said = f"{_pieces(len(live))} still {more} an earlier edition of these data.{kept}"
            self.say(said, "warning", "Work it out again", self.refresh)
        elif self.moved:
            self.say("\n".join(self.moved), "info", "Open evidence", self._evidence)
        elif frozen:
            said = f"{_pieces(len(frozen))} frozen shows an earlier edition and is out of date."
            self.say(said, "info", "Open evidence", self._evidence)
        else:
            self.say("")

    def refresh(self) -> None:
        """Work the live cards out again, in a job; then say what moved."""
        from workbench.services import cards

        session, contents = self.session, self.session.contents
        live, _ = self._old(contents)
        casebook, shelf = session.casebook, session.shelf
        job = session.jobs.start(
            lambda progress: cards.refresh(casebook, shelf, contents, live, progress),
            "Refreshing evidence",
        )
        job.succeeded.connect(self._refreshed)

    def _refreshed(self, made: tuple[Changes, tuple[str, ...]]) -> None:
        changes, self.moved = made
        self.session.history.committed(changes)
        self.show_contents(self.session.contents)

    def _evidence(self) -> None:
        self.moved = ()
        self.go.emit("evidence")

    def _old(self, contents: Contents) -> tuple[list[EvidenceCard], list[EvidenceCard]]:
        """Cards of an earlier edition: those that follow it, and those that stay."""
        if not contents.cards:
            return [], []
        from workbench.services import cards

        old = [one for one in contents.cards if cards.out_of_date(one, contents.editions)]
        live = [one for one in old if one.state is CardState.LIVE and one.question]
        return live, [one for one in old if one not in live]


def _pieces(n: int) -> str:
    return "One piece of evidence" if n == 1 else f"{n} pieces of evidence"
