"""Backups that come by themselves while a casebook is open."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from workbench.errors import GoneError, WorkbenchError
from workbench.ui.session import Session

LOOKS = 10 * 60 * 1000  # milliseconds between looks at whether a backup is due
WATCHES = 1000  # and between looks at whether the casebook is still in its place


class BackingUp(QObject):
    """Looks now and then, and makes a copy in a job when an hour's changes have none.

    Signals:
        done: a look has ended; carries the path of the copy, or None when none was due.
        failed: no copy could be made; carries the sentence that says so.
        gone: the casebook is no longer in its place; carries the sentence that says so.
    """

    done, failed, gone = Signal(object), Signal(object), Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._told = ""
        self.timer = QTimer(self)
        self.timer.setInterval(LOOKS)
        self.timer.timeout.connect(self.look)
        self.timer.start()
        self.lost = False
        self.watching = QTimer(self)
        self.watching.setInterval(WATCHES)
        self.watching.timeout.connect(self.watch)
        self.watching.start()

    def watch(self) -> None:
        """Notice at once when the casebook is moved or deleted, and say it once."""
        try:
            self.session.casebook.check_there()
        except GoneError as error:
            if not self.lost:
                self.lost = True
                self.gone.emit(error)
        else:
            self.lost = False  # it was put back

    def look(self) -> None:
        """Make a copy if one is due; not while the casebook is being changed by a job."""
        if self.lost or not self.session.jobs.idle:
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
