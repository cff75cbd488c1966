"""Asker: asks questions one after another in a job, and forgets those nobody waits for."""

from __future__ import annotations

import json
from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from workbench.errors import WorkbenchError
from workbench.ui.jobs import Job, Jobs

if TYPE_CHECKING:
    from workbench.services.asking import Answer, Request
    from workbench.services.shelf import Shelf

ROOM = 24  # answers kept at hand


class Asker(QObject):
    """The last question asked is the one that is answered.

    Signals:
        began: a question takes its time.
        progressed: done, total, note.
        answered: carries the request and its answer.
        refused: carries the request and the WorkbenchError that says why.
    """

    began = Signal()
    progressed = Signal(int, int, str)
    answered, refused = Signal(object, object), Signal(object, object)

    def __init__(self, jobs: Jobs, shelf: Shelf, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.jobs, self.shelf = jobs, shelf
        self.wanted: Request | None = None
        self._job: Job | None = None
        self._asked: Request | None = None  # of the job that runs
        self._kept: OrderedDict[str, Answer] = OrderedDict()

    def ask(self, request: Request) -> None:
        """Ask; an answer that is known comes at once."""
        self.wanted = request
        if self._job is not None:
            self._job.cancel()
        elif (known := self._kept.get(_key(request))) is not None:
            self.answered.emit(request, known)
        else:
            self._begin(request)

    def forget(self) -> None:
        """Forget every answer: what they rest on was changed."""
        self._kept.clear()

    def stop(self) -> None:
        """Ask nothing any more."""
        self.wanted = None
        if self._job is not None:
            self._job.cancel()

    def _begin(self, request: Request) -> None:
        from workbench.services import asking

        shelf = self.shelf
        job = self.jobs.start(lambda progress: asking.ask(shelf, request, progress))
        self._job, self._asked = job, request
        job.progressed.connect(self.progressed)
        job.succeeded.connect(self._take)  # methods, which Qt lets go of with their object
        job.failed.connect(self._fail)
        job.finished.connect(self._next)
        self.began.emit()

    def _take(self, answer: Answer) -> None:
        request = self._asked
        if request is None:
            return
        self._kept[_key(request)] = answer
        while len(self._kept) > ROOM:
            self._kept.popitem(last=False)
        if request is self.wanted:
            self.answered.emit(request, answer)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, WorkbenchError):
            raise error  # ours to mend: shown where unexpected errors are shown
        if self._asked is self.wanted:
            self.refused.emit(self._asked, error)

    def _next(self) -> None:
        done, self._job, self._asked = self._asked, None, None
        if self.wanted is not None and self.wanted is not done:
            self.ask(self.wanted)


def _key(request: Request) -> str:
    return json.dumps(
        [
            request.question,
            str(request.edition_id),
            request.filter.to_json(),
            sorted(request.parameters.items(), key=lambda pair: pair[0]),
            str(request.boundaries_id),
            [(event.day.isoformat(), event.words) for event in request.events],
            str(request.reference_id),
        ],
        default=list,
    )
