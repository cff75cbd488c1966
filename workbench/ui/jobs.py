"""Long work off the GUI thread, with progress and a stop button."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from workbench.domain.progress import Progress
from workbench.errors import CancelledError

Work = Callable[[Progress], Any]


class Job(QObject):
    """One piece of work: lives on the GUI thread, runs on another.

    The worker emits only the private signals. They are queued to this object's
    own thread, so a caller may connect to the public ones after ``start``
    returns and still miss nothing.

    Signals:
        progressed: done, total, note.
        succeeded: what the work returned.
        failed: the exception it raised.
        cancelled: it stopped because it was asked to.
        finished: after any one of the three above.
    """

    progressed = Signal(int, int, str)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    finished = Signal()

    _reported = Signal(int, int, str)
    _ended = Signal(object, object)

    def __init__(self, work: Work, doing: str = "") -> None:
        super().__init__()
        self.doing = doing
        self._work = work
        self._stop = Event()
        self._reported.connect(self._on_reported, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    @Slot()
    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._stop.set()

    def abandon(self) -> None:
        """Stop it, and hand its result to nobody: what it was for is gone."""
        self._abandoned = True
        self.cancel()

    _abandoned = False

    def report(self, done: int, total: int, note: str = "") -> None:
        """Serve as the work's Progress; called on the worker thread."""
        if self._stop.is_set():
            raise CancelledError
        self._reported.emit(done, total, note)

    def run(self) -> None:
        """Do the work; called on the worker thread."""
        try:
            result = self._work(self)
        except Exception as error:  # noqa: BLE001 - handed to the GUI thread whole
            self._ended.emit(None, error)
        else:
            self._ended.emit(result, None)

    @Slot(int, int, str)
    def _on_reported(self, done: int, total: int, note: str) -> None:
        self.progressed.emit(done, total, note)

    @Slot(object, object)
    def _on_ended(self, result: object, error: Exception | None) -> None:
        match CancelledError() if self._abandoned else error:
            case None:
                self.succeeded.emit(result)
            case CancelledError():
                self.cancelled.emit()
            case _:
                self.failed.emit(error)
        self.finished.emit()


class Jobs(QObject):
    """Runs jobs one after another, so only one writes the casebook at a time.

    Signals:
        started: a job was taken on; carries it. The window shows its progress, its Cancel, and
            the sentence of what went wrong, so that nobody else need.
    """

    started = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="job")
        self._running: set[Job] = set()

    def start(self, work: Work, doing: str = "") -> Job:
        """Queue work and return its job; ``doing`` says what it does, for the status bar."""
        job = self.quietly(work, doing)
        self.started.emit(job)
        return job

    def quietly(self, work: Work, doing: str = "") -> Job:
        """Queue work that the status bar need not tell of; its errors are the caller's."""
        job = Job(work, doing)
        self._running.add(job)
        job.finished.connect(lambda: self._forget(job))
        self._pool.submit(job.run)
        return job

    @property
    def idle(self) -> bool:
        """Whether nothing is running or waiting."""
        return not self._running

    def abandon(self) -> None:
        """Let nobody hear of what is running or waiting: it was for a problem that is put down."""
        for job in self._running:
            job.abandon()

    def shut_down(self) -> None:
        """Stop every job and wait for the last to end."""
        for job in self._running:
            job.cancel()
        self._pool.shutdown(wait=True)

    def _forget(self, job: Job) -> None:
        self._running.discard(job)
