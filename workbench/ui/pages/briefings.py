"""Briefings: a paper for somebody, seen as it will be printed, checked before it is made."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QSplitter, QStackedWidget

from workbench.domain.assessment import Assessment
from workbench.domain.briefing import Briefing, BriefingFile
from workbench.domain.causes import Factor, Hypothesis, Weighing
from workbench.domain.changes import Changes
from workbench.domain.evidence import EvidenceCard
from workbench.domain.partners import Agreement, Contribution, Partner
from workbench.domain.plan import Action, Objective, Response
from workbench.domain.problem import Problem
from workbench.domain.progress import Progress
from workbench.errors import WorkbenchError
from workbench.guide.gap import Gap
from workbench.ui import theme, tokens
from workbench.ui.briefing.cards_panel import CardsPanel
from workbench.ui.briefing.check_panel import CheckPanel
from workbench.ui.briefing.composer import Composed, Composer
from workbench.ui.briefing.left import LeftPane
from workbench.ui.briefing.outline import WriteDialog
from workbench.ui.briefing.pages_view import PagesView
from workbench.ui.page import Offer, Page, PageKind
from workbench.ui.session import Session
from workbench.ui.widgets.basics import Frame, button, column, holder
from workbench.ui.widgets.pages import EmptyState
from workbench.ui.widgets.remark import Remark

if TYPE_CHECKING:
    from workbench.briefings.disclosure import Finding

SIDES = 300
ROOM = 1080  # with less room than this, at ordinary text size, the cards give way


class BriefingsPage(Page):
    """Outline at the left, real pages in the middle, cards at the right, the check below.

    Signals:
        composed: the pages of the present briefing are shown.
        made: a file was made; carries its path.
    """

    composed, made = Signal(), Signal(object)
    watches = (
        Problem, Briefing, BriefingFile, EvidenceCard, Hypothesis, Weighing, Factor, Objective,
        Response, Action, Partner, Agreement, Contribution, Assessment,
    )  # fmt: skip
    scrolls, wide = False, True

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.open_id: UUID | None = None
        self.now: Composed | None = None
        self.left, self.pages, self.cards = LeftPane(session), PagesView(), CardsPanel()
        self.check, self.remark = CheckPanel(), Remark()
        self.composer = Composer(session, self)
        self.composer.began.connect(lambda: self.pages.say("Composing ..."))
        self.composer.composed.connect(self._composed)
        self.composer.refused.connect(lambda error: self.tell(str(error), "error"))
        self.foot = self.check
        self._build()
        self._connect()

    def _build(self) -> None:
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        for part, wide in ((self.left, SIDES), (self.pages, 640), (self.cards, SIDES)):
            self.split.addWidget(part)
            if part is not self.pages:
                part.setMinimumWidth(theme.px(wide - 40))
                part.setMaximumWidth(theme.px(wide + 60))
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([theme.px(SIDES + 20), theme.px(2000), theme.px(SIDES - 20)])
        first = [self._start(key, words) for key, words in self._presets()]
        why = "Choose for whom. The paper is put together from what is recorded; you see its "
        why += "real pages, and nothing leaves before it is checked."
        nothing = EmptyState("briefing", "No briefing yet", why, *first)
        self.stack = QStackedWidget()
        self.stack.addWidget(Frame("surface", column(nothing)))
        self.stack.addWidget(self.split)
        pad = (tokens.LARGE, tokens.SMALL, tokens.LARGE, 0)
        self.told = holder(column(self.remark, pad=pad))
        self.told.hide()
        column(self.told, (self.stack, 1), gap=0, into=self)

    def _connect(self) -> None:
        self.left.chosen.connect(self.open)
        self.left.starting.connect(self.start)
        self.left.removing.connect(self.remove)
        self.left.outline.writing.connect(self.write)
        self.left.outline.moved.connect(lambda keys: self._change(sections=keys))
        self.cards.picked.connect(self.pick)
        self.cards.opened.connect(
            lambda card_id: self.go.emit(Gap("card", "", "", "evidence_card", card_id))
        )
        self.check.settled.connect(self.settle)
        self.check.unsettled.connect(self.unsettle)
        self.check.put_back.connect(self.put_back)
        self.check.shown.connect(self.show_finding)
        self.check.wanted.connect(self.ask_folder)

    # what is shown

    @property
    def briefing(self) -> Briefing | None:
        """The briefing in hand."""
        there = self.session.contents.briefings
        return next((one for one in there if one.id == self.open_id), None)

    def read(self) -> None:
        contents = self.session.contents
        if self.briefing is None:
            self.open_id = contents.briefings[0].id if contents.briefings else None
        briefing = self.briefing
        self.stack.setCurrentIndex(1 if briefing else 0)
        self.check.setVisible(briefing is not None)
        if briefing is None:
            return
        self.left.show_briefing(contents, briefing)
        self.cards.show_cards(contents, briefing)
        self._arrange()
        self.composer.compose(briefing)

    def open(self, key: UUID) -> None:
        """Take another briefing in hand."""
        if key != self.open_id:
            self.open_id, self.now = key, None
            self.check.show_paper(None)
            self.read()

    def land(self, gap: Gap) -> None:
        if gap.record_id is not None and gap.kind == "briefing":
            self.open(gap.record_id)

    def leave(self) -> None:
        self.composer.stop()
        super().leave()

    def offers(self) -> tuple[Offer, ...]:
        new = [
            Offer("Briefing", f"Start {words} briefing", partial(self.start, key), "", "briefing")
            for key, words in self._presets()
        ]
        word = Offer(
            "Briefing", "Make Word document...", partial(self.ask_folder, "docx"), "Ctrl+M"
        )
        pdf = Offer("Briefing", "Make PDF...", partial(self.ask_folder, "pdf"), "Ctrl+Shift+M")
        return (*new, word, pdf)

    def tell(self, words: str, tone: str = "warning") -> None:
        """Say what happened above the pages."""
        self.remark.say(words, tone)
        self.told.setVisible(bool(words))

    # what can be done

    def start(self, preset: str) -> None:
        """Begin a briefing from a preset, in a job: papers are drawn with, which takes loading."""
        casebook, problem_id = self.session.casebook, self.session.contents.problem.id

        def work(_progress: Progress) -> tuple[UUID, Changes]:
            from workbench.services.papers import start_briefing

            return start_briefing(casebook, problem_id, preset)

        job = self.session.jobs.start(work, "Starting the briefing")
        job.succeeded.connect(self._begun)

    def _begun(self, made: tuple[UUID, Changes]) -> None:
        self.open_id, self.now = made[0], None
        self.session.history.committed(made[1])

    def remove(self) -> None:
        """Remove the briefing in hand; its files stay where they are."""
        from workbench.services.records import remove

        briefing = self.briefing
        if briefing is not None:
            self.open_id = None
            self.session.history.do(lambda casebook: remove(casebook, briefing))

    def write(self, section: str) -> None:
        """Ask for the words of a section."""
        briefing = self.briefing
        shown = next((one for one in self.left.outline.sections if one.key == section), None)
        if briefing is None or shown is None:
            return
        dialog = WriteDialog(self.window(), shown, dict(briefing.prose).get(section, ""))
        if dialog.exec():
            self.write_words(section, dialog.words)

    def write_words(self, section: str, words: str) -> None:
        """Keep the words of a section; none gives it back to the records."""
        briefing = self.briefing
        if briefing is not None:
            prose = {**dict(briefing.prose), section: words}
            self._change(prose=tuple((key, said) for key, said in prose.items() if said))

    def settle(self, finding: Finding, decision: str, reason: str) -> None:
        """Keep what was decided about a finding."""
        from workbench.services import papers

        briefing = self.briefing
        if briefing is not None:
            self.session.history.do(
                lambda casebook: papers.settle(casebook, briefing, finding, decision, reason)
            )

    def unsettle(self, finding: Finding) -> None:
        """Take a decision back."""
        from workbench.services import papers

        briefing = self.briefing
        if briefing is not None:
            self.session.history.do(lambda casebook: papers.unsettle(casebook, briefing, finding))

    def pick(self, cards: tuple[str, ...]) -> None:
        """Show these cards in the paper, also those that were left out before."""
        from workbench.services import papers

        briefing = self.briefing
        if briefing is not None:
            self.session.history.do(lambda casebook: papers.pick(casebook, briefing, cards))

    def put_back(self, card: str) -> None:
        """Put a card back that was left out."""
        from workbench.services import papers

        briefing = self.briefing
        if briefing is not None:
            self.session.history.do(lambda casebook: papers.put_back(casebook, briefing, card))

    def show_finding(self, finding: Finding) -> None:
        """Bring the page on which something was found into view."""
        from workbench.briefings.preview import page_of

        if self.now is not None:
            self.pages.go_to(page_of(self.now.pdf, finding.where.excerpt))

    def ask_folder(self, form: str) -> None:
        """Ask where the file goes, then make it."""
        if self.now is None:
            return
        if self.now.paper.stopped:
            self.tell(f"{self.now.paper.stopped} Settle it below first.")
            return
        folder = QFileDialog.getExistingDirectory(self, "Make the file in this folder")
        if folder:
            self.make(form, Path(folder))

    def make(self, form: str, folder: Path) -> None:
        """Make the file, in a job, and record it."""
        from workbench.services import papers

        if self.now is None:
            return
        session, material = self.session, self.now.paper.material

        def work(progress: Progress) -> tuple[Path, Changes]:
            contents, briefing = material.contents, material.briefing
            full = papers.paper(session.shelf, contents, briefing, material.today, progress)
            return papers.make_file(session.casebook, full, form, folder)

        job = session.jobs.start(work, "Making the file")
        job.succeeded.connect(self._made)
        job.failed.connect(self._not_made)

    def _made(self, result: tuple[Path, Changes]) -> None:
        path, changes = result
        self.session.history.committed(changes)
        self.tell(f"{path.name} was made in {path.parent}.", "info")
        self.made.emit(path)

    def _not_made(self, error: Exception) -> None:
        if not isinstance(error, WorkbenchError):
            raise error
        self.tell(str(error), "error")

    def _composed(self, made: Composed) -> None:
        briefing = self.briefing
        if briefing is None or made.paper.material.briefing.id != briefing.id:
            return
        self.now = made
        self.left.show_paper(made.paper)
        self.pages.show_pages(made.pages, made.paper.document.title)
        self.check.show_paper(made.paper)
        self.composed.emit()

    def _change(self, /, **values: Any) -> None:
        from workbench.services.records import amend

        briefing = self.briefing
        if briefing is not None:
            self.session.history.do(
                lambda casebook: amend(casebook, Briefing, briefing.id, **values)
            )

    def _start(self, preset: str, words: str) -> Any:
        return button(f"Start {words} briefing", "", "briefing", partial(self.start, preset))

    @staticmethod
    def _presets() -> list[tuple[str, str]]:
        from workbench.guide.lists import choices

        return [(key, words.lower()) for key, words in choices("presets")]

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        self.cards.setVisible(self.width() / theme.look.scale >= ROOM)


KIND = PageKind("briefings", "Briefings", "briefing", BriefingsPage)
