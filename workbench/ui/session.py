"""What an open window works on: one casebook, its history and jobs, and the problem in hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from workbench.services.clock import local_time
from workbench.ui.charting.taken import Shared
from workbench.ui.history import History
from workbench.ui.jobs import Jobs
from workbench.ui.mapping.selection import Selection
from workbench.ui.preferences import Preferences
from workbench.ui.sweeping import Sweeper

if TYPE_CHECKING:
    from workbench.domain.changes import Changes
    from workbench.guide.contents import Contents
    from workbench.services.shelf import Shelf
    from workbench.store.casebook import Casebook


class Session(QObject):
    """Handed to every page.

    Signals:
        problem_opened: another problem is in hand (None: home).
    """

    problem_opened = Signal(object)

    def __init__(
        self,
        casebook: Casebook,
        clock: Callable[[], datetime] = local_time,
        parent: QObject | None = None,
        preferences: Preferences | None = None,
    ) -> None:
        super().__init__(parent)
        from workbench.services.shelf import Shelf  # not before the first paint

        self.casebook = casebook
        self.history = History(casebook, self)
        self.jobs = Jobs(self)  # reads files and changes the casebook, one at a time
        self.sweeper = Sweeper(self)
        self.studio = Jobs(self)  # answers and draws: never waits behind an import
        self.shelf: Shelf = Shelf(casebook)
        self.clock = clock
        self.preferences = preferences or Preferences()
        self.problem_id: UUID | None = None
        self.taken = Shared()  # the data chosen above chart and map
        self.selection = Selection(self)  # on map, chart and table alike
        self.wish: object = None  # what one page asks the next to show, such as a question
        self.refused: dict[tuple[UUID, str], tuple[str, str]] = {}  # typed, and why it is not kept
        self._contents: Contents | None = None
        self.history.changed.connect(self._forget)

    @property
    def today(self) -> date:
        """The day it is."""
        return self.clock().date()

    @property
    def contents(self) -> Contents:
        """Everything recorded on the problem in hand, read once until something changes."""
        if self._contents is None:
            from workbench.services.records import contents

            assert self.problem_id is not None, "no problem is open"
            self._contents = contents(self.casebook, self.problem_id)
        return self._contents

    def open_problem(self, problem_id: UUID | None) -> None:
        """Take a problem in hand, or none and go home."""
        self.selection.forget()  # heard by pages of the problem that is still in hand
        self.taken.put(None)
        self.studio.abandon()
        self.problem_id = problem_id
        self._contents = None
        self.problem_opened.emit(problem_id)

    def close(self) -> None:
        """Stop the jobs and let go of the casebook."""
        self.history.stack.blockSignals(True)  # else it tells of being emptied as it is destroyed
        self.studio.shut_down()
        self.sweeper.stop()
        self.jobs.shut_down()
        self.casebook.close()

    def _forget(self, changes: Changes) -> None:
        """What was read is old; a problem that is gone, its start undone, is put down."""
        self._contents = None
        gone = {one.record.id for one in changes if one.after is None}
        if self.problem_id in gone:
            self.open_problem(None)
