"""Composer: composes the briefing in hand in a job, and draws its real pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from workbench.errors import WorkbenchError
from workbench.ui.jobs import Job
from workbench.ui.session import Session

if TYPE_CHECKING:
    from workbench.briefings.preview import PageImage
    from workbench.domain.briefing import Briefing
    from workbench.services.papers import Paper

REST = 150  # milliseconds after the last change before it is composed again
WIDE = 900  # pixels across a page


@dataclass(frozen=True)
class Composed:
    """A paper with its bytes as PDF and its pages as pictures."""

    paper: Paper
    pdf: bytes
    pages: tuple[QImage, ...]


class Composer(QObject):
    """The last briefing asked for is the one that is shown.

    Signals:
        began: a paper is being composed.
        composed: carries a Composed.
        refused: carries the WorkbenchError that says why not.
    """

    began = Signal()
    composed, refused = Signal(object), Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._wanted: Briefing | None = None
        self._job: Job | None = None
        self._again = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self._begin)

    def compose(self, briefing: Briefing) -> None:
        """Compose a briefing as soon as nothing more changes."""
        self._wanted = briefing
        self._rest.start()

    def stop(self) -> None:
        """Compose nothing any more, and tell nobody of what is under way."""
        self._wanted, self._again = None, False
        self._rest.stop()
        if self._job is not None:
            self._job.cancel()

    def _tell(self, made: Composed) -> None:
        wanted = self._wanted
        if wanted is not None and wanted.id == made.paper.material.briefing.id:
            self.composed.emit(made)

    def _begin(self) -> None:
        if self._job is not None:
            self._again = True
            self._job.cancel()
            return
        briefing, session = self._wanted, self.session
        if briefing is None or session.problem_id != briefing.problem_id:
            return
        contents, shelf, today = session.contents, session.shelf, session.today

        def work(progress: Job) -> Composed:
            from workbench.services import papers

            made = papers.paper(shelf, contents, briefing, today, progress, papers.QUICK)
            return _drawn(made)

        self._job = session.studio.start(work)  # type: ignore[arg-type]
        self._job.succeeded.connect(self._tell)
        self._job.failed.connect(self._failed)
        self._job.finished.connect(self._done)
        self.began.emit()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, WorkbenchError):
            raise error  # ours to mend: shown where unexpected errors are shown
        self.refused.emit(error)

    def _done(self) -> None:
        self._job = None
        if self._again:
            self._again = False
            self._begin()


def _drawn(paper: Paper) -> Composed:
    from workbench.briefings.preview import pages
    from workbench.services import papers

    pdf = papers.write(paper, "pdf")
    return Composed(paper, pdf, tuple(_image(page) for page in pages(pdf, WIDE)))


def _image(page: PageImage) -> QImage:
    form = QImage.Format.Format_RGBA8888
    return QImage(page.rgba, page.width, page.height, page.width * 4, form).copy()
