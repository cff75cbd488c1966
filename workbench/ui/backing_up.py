"""Backups that come by themselves while a casebook is open."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from workbench.errors import WorkbenchError
from workbench.ui.session import Session

LOOKS = 10 * 60 * 1000  # milliseconds between looks at whether a backup is due


class BackingUp(QObject):
    """Looks now and then, and makes a copy in a job when an hour's changes have none.

    Signals:
        done: a look has ended; carries the path of the copy, or None when none was due.
        failed: no copy could be made; carries the sentence that says so.
    """

    done, failed = Signal(object), Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._told = ""
        self.timer = QTimer(self)
        self.timer.setInterval(LOOKS)
        self.timer.timeout.connect(self.look)
        self.timer.start()

    def look(self) -> None:
        """Make a copy if one is due; not while the casebook is being changed by a job."""
        if not self.session.jobs.idle:
            return
        casebook, folder = self.session.casebook, self.session.preferences.backups
        job = self.session.jobs.quietly(lambda _: casebook.back_up(folder, always=False))
        job.succeeded.connect(self.done)
        job.failed.connect(self._fail)

    def _fail(self, error: Exception) -> None:
        """Say once that copies cannot be made, not every ten minutes."""
        said = f"A backup could not be made: {error}. The casebook itself is safe."
        if said != self._told:
            self._told = said
            self.failed.emit(WorkbenchError(said))
