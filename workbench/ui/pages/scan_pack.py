"""Scan pack: six standard charts in one click, each with its finding, kept all at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QStackedWidget, QWidget
from shiboken6 import isValid

from workbench.domain.changes import Changes
from workbench.domain.data import Boundaries, Dataset, Edition, SamePlace
from workbench.domain.evidence import EvidenceCard
from workbench.domain.plan import Response
from workbench.domain.record import Record
from workbench.errors import WorkbenchError
from workbench.ui import theme, tokens
from workbench.ui.after_paint import after_paint
from workbench.ui.charting.controls import narrow
from workbench.ui.charting.pack_card import PackCard
from workbench.ui.page import Offer, Page, PageKind
from workbench.ui.session import Session
from workbench.ui.widgets.basics import Frame, button, column, empty, holder, row, scroll, text
from workbench.ui.widgets.pages import MARGINS, EmptyState, PageHeader

if TYPE_CHECKING:
    from workbench.domain.progress import Progress
    from workbench.services.asking import Answer, Request
    from workbench.services.shelf import Shelf

LEAST = 350  # width of a card
HIGH, HIGHEST = 330, 440


class ScanPackPage(Page):
    """Asks the six questions of one edition, each in a job, and draws what comes back."""

    watches: ClassVar[tuple[type[Record], ...]] = (
        Dataset,
        Edition,
        SamePlace,
        Boundaries,
        Response,
        EvidenceCard,
    )
    scrolls: ClassVar[bool] = False

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.edition_id: UUID | None = None
        self.cards: dict[str, PackCard] = {}
        self.requests: dict[str, Request] = {}
        self.asked: tuple[object, ...] = ()
        self.waiting: list[str] = []
        self.keep = button("Keep all as evidence", "primary", "evidence", self.keep_all)
        self.data = narrow(QComboBox())
        self.data.setProperty("kind", "filter")
        self.data.setAccessibleName("Data")
        self.data.setMinimumWidth(theme.px(220))
        self.data.activated.connect(self._take)
        self.header = PageHeader("Scan pack", "", self.keep)
        self.bar = holder(row(text("Data", "small"), self.data, None))
        self.grid = QGridLayout()
        self.grid.setSpacing(tokens.LARGE)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.across = 0
        self.area = scroll(column(self.grid, None, gap=0))
        self.stack = QStackedWidget()
        self.stack.addWidget(Frame("surface", column(self._nothing())))
        self.stack.addWidget(self.area)
        column(self.header, self.bar, (self.stack, 1), gap=tokens.MEDIUM, pad=MARGINS, into=self)

    def read(self) -> None:
        """Ask again where the data, the boundaries or the responses on charts have changed."""
        contents = self.session.contents
        names = {one.id: one.name for one in contents.datasets}
        editions = sorted(contents.editions, key=lambda one: one.id.hex, reverse=True)
        self.editions = [one.id for one in editions]
        self.data.clear()
        self.data.addItems([f"{names[one.dataset_id]}, edition {one.number}" for one in editions])
        self.stack.setCurrentIndex(1 if editions else 0)
        self.bar.setVisible(len(editions) > 1)
        self.keep.setVisible(bool(editions))
        if self.edition_id not in self.editions:
            self.edition_id = self.editions[0] if editions else None
        if self.edition_id is not None:
            self.data.setCurrentIndex(self.editions.index(self.edition_id))
            self._ask()
        self._say()

    def refresh(self) -> None:
        """Read, and take the edition that another page wished for."""
        wish = self.session.wish
        if isinstance(wish, tuple) and wish and wish[0] == "pack":
            self.session.wish = None
            if wish[1] is not None:
                self.edition_id, self.stale = wish[1], True
        super().refresh()

    def leave(self) -> None:
        """Wait for no more answers."""
        self.requests, self.waiting = {}, []
        super().leave()

    def offers(self) -> tuple[Offer, ...]:
        """What can be done with the pack, for the menus."""
        words = "Keep the scan pack as evidence"
        return (Offer("Evidence", words, self.keep_all, "Ctrl+E", "evidence"),)

    def keep_all(self) -> None:
        """Keep every answer that is not kept yet, as one step to undo."""
        from workbench.services import cards

        problem = self.session.problem_id
        chosen = [
            (self.requests[key], card.answer)
            for key, card in self.cards.items()
            if card.answer is not None and key not in self._kept()
        ]
        if problem is None or not chosen:
            return

        casebook = self.session.casebook

        def keep(progress: Progress) -> Changes:
            return cards.keep_all(casebook, problem, chosen, progress)

        self.keep.setEnabled(False)
        job = self.session.jobs.start(keep, "Keeping the scan pack")
        job.succeeded.connect(self.session.history.committed)
        job.finished.connect(self._say)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def _take(self, at: int) -> None:
        self.edition_id = self.editions[at]
        self._ask()
        self._say()

    def _ask(self) -> None:
        """Ask the six, unless they were asked of just this."""
        contents = self.session.contents
        shown = tuple((one.starts, one.name, one.on_charts) for one in contents.responses)
        asked = (self.edition_id, contents.boundaries, contents.same_places, shown)
        if asked == self.asked:
            return
        self.asked = asked
        after_paint(self, self._learn)

    def _learn(self) -> None:
        from workbench.services.fitting import fitting
        from workbench.ui.charting.catalogue import learn

        shelf, edition = self.session.shelf, self.edition_id
        files = tuple(self.session.contents.boundaries)

        def work(_progress: Progress) -> tuple[UUID | None, UUID | None]:
            learn()
            return edition, fitting(shelf, edition, files) if edition is not None else None

        job = self.session.studio.start(work)
        job.succeeded.connect(self._learned)

    def _learned(self, found: tuple[UUID | None, UUID | None]) -> None:
        from workbench.services import asking
        from workbench.services.asking import Request

        contents, edition = self.session.contents, self.edition_id
        of, border = found
        if edition is None or of != edition:
            return
        empty(self.grid)
        self.cards, self.requests, self.across = {}, {}, 0
        happened = asking.events(contents)
        for kind in asking.scan_pack():
            card = PackCard(kind, self.session.studio)
            card.opened.connect(self._open)
            shapes = border if kind.wants_shapes else None
            request = Request(kind.key, edition, boundaries_id=shapes, events=happened)
            self.cards[kind.key], self.requests[kind.key] = card, request
        self._lay()
        self.waiting = list(self.requests)
        self._next()

    def _next(self) -> None:
        """Ask the next question; its picture is drawn before the one after it is asked."""
        if not self.waiting:
            return
        key = self.waiting.pop(0)
        request, shelf = self.requests[key], self.session.shelf
        job = self.session.studio.start(lambda progress: _answer(shelf, request, progress))
        job.succeeded.connect(partial(self._answered, key, request))
        job.failed.connect(partial(self._refused, key, request))

    def _answered(self, key: str, request: Request, answer: Answer) -> None:
        if self.requests.get(key) is request and isValid(self.cards[key]):
            self.cards[key].show_answer(answer)
            self._next()
            self._say()

    def _refused(self, key: str, request: Request, error: Exception) -> None:
        if not isinstance(error, WorkbenchError):
            raise error
        if self.requests.get(key) is request:
            self.cards[key].show_refusal(str(error))
            self._next()
            self._say()

    def _lay(self) -> None:
        """As many cards side by side as there is room for."""
        room = self.width() - 2 * tokens.WIDE
        across = max(1, min(3, int((room + tokens.LARGE) // (theme.px(LEAST) + tokens.LARGE))))
        high = round(min(max(0.84 * room / across, theme.px(HIGH)), theme.px(HIGHEST)))
        for card in self.cards.values():
            card.setFixedHeight(high)
        if across == self.across or not self.cards:
            return
        self.across = across
        for at, card in enumerate(self.cards.values()):
            self.grid.addWidget(card, at // across, at % across)
        for at in range(3):
            self.grid.setColumnStretch(at, 1 if at < across else 0)

    def _kept(self) -> set[str]:
        """The questions of the pack that are kept of this edition already."""
        return {
            card.question
            for card in self.session.contents.cards
            if card.edition_id == self.edition_id and card.filter == "{}" and card.question
        }

    def _say(self) -> None:
        answered = [key for key, card in self.cards.items() if card.answer is not None]
        kept = [key for key in answered if key in self._kept()]
        waiting = any(card.chip.words == "Working" for card in self.cards.values())
        about = "Scan pack: is this one problem, and is it worth solving?"
        if self.edition_id is None:
            self.header.say("There is no data to scan yet", about)
        elif waiting or not self.cards:
            self.header.say("Six questions are being asked of the data", about)
        else:
            said = f"{len(answered)} of {len(self.cards)} questions can be answered"
            said += f", {len(kept)} kept as evidence" if kept else ", none kept as evidence yet"
            self.header.say(said, about)
        self.keep.setEnabled(bool(answered) and len(kept) < len(answered) and not waiting)

    def _open(self, key: str) -> None:
        self.session.wish = ("chart", key, self.edition_id, None, None)
        self.go.emit("charts")

    def _nothing(self) -> QWidget:
        why = (
            "Bring in a crime or incident export, and six charts are made at once: the trend, top "
            "places, hour by weekday, repeats, the map, and this year against last."
        )
        bring = button("Bring in data", "primary", "data", lambda: self.go.emit("wizard"))
        return EmptyState("scan", "Nothing to scan yet", why, bring)


def _answer(shelf: Shelf, request: Request, progress: Progress) -> Answer:
    from workbench.services import asking

    return asking.ask(shelf, request, progress)


KIND = PageKind("scan_pack", "Scan pack", "scan", ScanPackPage)
