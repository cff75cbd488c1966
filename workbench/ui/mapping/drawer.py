"""Drawer: one picture of the map after another, in a job; the last one wanted is drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from workbench.ui.jobs import Job, Jobs


class Latest(QObject):
    """Works out the last thing asked for; what was asked before it is dropped.

    Signals:
        ready: carries what was worked out.
        failed: carries the error.
    """

    ready, failed = Signal(object), Signal(object)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.jobs = jobs
        self._job: Job | None = None
        self._next: Callable[[], Any] | None = None

    @property
    def busy(self) -> bool:
        """Whether something is being worked out."""
        return self._job is not None

    def want(self, work: Callable[[], Any]) -> None:
        """Work this out, at once or after what is under way."""
        if self._job is not None:
            self._next = work
            return
        job = self.jobs.quietly(lambda _progress: work())
        self._job = job
        job.succeeded.connect(self._took)
        job.failed.connect(self.failed)
        job.finished.connect(self._done)

    def drop(self) -> None:
        """Nothing more is wanted."""
        self._next = None

    def _took(self, made: Any) -> None:
        if self._next is None:
            self.ready.emit(made)

    def _done(self) -> None:
        self._job = None
        if self._next is not None:
            work, self._next = self._next, None
            self.want(work)
