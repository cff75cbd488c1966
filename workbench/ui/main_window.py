"""The main window: menus, top bar, rail, page, guide and status, with the keys they share."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QSplitter, QTabBar, QWidget

from workbench.guide.gap import Gap
from workbench.registry import Registry
from workbench.ui import pages as page_files
from workbench.ui import theme, tokens
from workbench.ui.backing_up import BackingUp
from workbench.ui.coming_in import ComingIn
from workbench.ui.deck import Deck
from workbench.ui.doings import Doings
from workbench.ui.errors import ErrorDesk, Notice
from workbench.ui.icons import application
from workbench.ui.menus import Menus
from workbench.ui.page import Page, PageKind
from workbench.ui.session import Session
from workbench.ui.standing import Standing, standing
from workbench.ui.widgets.bars import StatusBar, TopBar
from workbench.ui.widgets.basics import button, column, holder, row
from workbench.ui.widgets.chips import Chip
from workbench.ui.widgets.focus import FocusRing
from workbench.ui.widgets.guide import GuidePane
from workbench.ui.widgets.palette import CommandPalette
from workbench.ui.widgets.rail import StageRail
from workbench.ui.widgets.tabbing import first, step
from workbench.ui.widgets.wheel import WheelGuard

if TYPE_CHECKING:
    from workbench.ui.jobs import Job

HOME = "home"
AWAY = (HOME, "start")  # where no problem is in hand, whatever was opened before
FOLDS, WIDE = 1500, 1750  # the same for pages that want the width: the rail, and the guide
NARROW = 1000  # with less room than this, at ordinary text size, the side panes give way


class MainWindow(QMainWindow):
    """One window on one casebook; at home, or with one problem in hand.

    Signals:
        left: the casebook was closed, to open another.
    """

    left = Signal()

    def __init__(self, session: Session, desk: ErrorDesk) -> None:
        super().__init__()
        self.session, self.preferences, self.desk = session, session.preferences, desk
        self.kinds: Registry[PageKind] = Registry(page_files, PageKind)
        self.stage_key = ""
        self.standing: Standing | None = None
        self._scale, self._saved = theme.look.scale, session.clock()
        self._last_page: dict[str, str] = {}
        self._build()
        self.menus = Menus(self.menuBar())
        self.doings = Doings(self)
        self.backing_up, self.coming_in = BackingUp(session, self), ComingIn(self)
        self._connect()
        self.setWindowIcon(application())
        self.setMinimumSize(1024, 600)
        theme.dress(self)
        self.go(HOME)

    # the parts

    def _build(self) -> None:
        self.top, self.rail, self.guide = TopBar(), StageRail(), GuidePane()
        self.status, self.notice = StatusBar(), Notice()
        self.chip, self.tabs = Chip(""), QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setAccessibleName("Pages of this stage")
        self.deck = Deck(self.session)
        pad = (tokens.WIDE, tokens.MEDIUM, tokens.WIDE, 0)
        self.aside = button("Guide", "quiet", "guide", self.turn_guide, "Open the guide (F1)")
        self.tab_row = holder(
            row(self.chip, (holder(row(self.tabs)), 1), self.aside, gap=tokens.LARGE, pad=pad)
        )
        notice = holder(column(self.notice, pad=(tokens.WIDE, tokens.MEDIUM, tokens.WIDE, 0)))
        self.notice_row = notice
        notice.hide()
        self.notice.closed.connect(notice.hide)
        self.middle = holder(column(notice, self.tab_row, (self.deck, 1), gap=0))
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        for pane in (self.rail, self.middle, self.guide):
            self.split.addWidget(pane)
            self.split.setStretchFactor(self.split.count() - 1, 1 if pane is self.middle else 0)
        body = QWidget()
        column(self.top, (self.split, 1), self.status, gap=0, into=body)
        self.setCentralWidget(body)
        self.ring, self.guard = FocusRing(self), WheelGuard(self)
        self.palette_layer = CommandPalette(self)

    def _connect(self) -> None:
        session = self.session
        self.top.went_home.connect(self.go_home)
        self.top.searched.connect(self.find_or_do)
        self.rail.chosen.connect(self._chosen)
        self.rail.asked.connect(self._rail_menu)
        self.guide.closed.connect(self.turn_guide)
        self.guide.answered.connect(self.doings.answer)
        self.guide.chosen.connect(self.go)
        self.tabs.tabBarClicked.connect(self._tab)
        self.tabs.currentChanged.connect(self._tab)
        self.status.reviewed.connect(lambda: self.go("evidence"))
        self.deck.gone.connect(self.go)
        session.history.changed.connect(self.read)
        session.history.refused.connect(self.desk.show)
        self.backing_up.failed.connect(self.desk.show)
        self.backing_up.gone.connect(self._gone)
        session.problem_opened.connect(self._taken)
        session.jobs.started.connect(self._job)
        theme.look.changed.connect(self._looked)
        self.desk.stage, self.desk.saved = self, lambda: f"{self._saved:%H:%M}"

    # where one is

    @property
    def page(self) -> Page | None:
        """The page on show."""
        return self.deck.page

    def go(self, target: object) -> None:
        """Go to a page by its key, or to where a gap is mended."""
        self.deck.settle()
        if isinstance(target, UUID):
            self.session.open_problem(target)
        elif isinstance(target, str):
            self._go_page(target)
        elif isinstance(target, Gap):
            self._go_gap(target)

    def go_home(self) -> None:
        """Put the problem down and show what needs doing."""
        self.deck.settle()
        self.session.open_problem(None)

    def take(self, problem_id: UUID) -> None:
        """Take a problem in hand."""
        self.deck.settle()
        self.session.open_problem(problem_id)

    def _taken(self, problem_id: UUID | None) -> None:
        self.deck.forget(self.kinds)
        self.stage_key, self.standing = "", None
        self._last_page = {}
        if problem_id is None:
            self._go_page(HOME)
            return
        self._chosen(self._stand().current.stage.key)

    def _go_page(self, key: str, stage: str | None = None) -> None:
        kind = self.kinds.get(key)
        if kind is None:
            self.tell(f"There is no page called {key.replace('_', ' ')} in this version.", "info")
            return
        if not kind.home and self.session.problem_id is None:
            self.tell("Open a problem first. This belongs to one problem.", "info")
            return
        self.notice_row.hide()
        self.stage_key = self._stage_for(key) if stage is None else stage
        self.read(show=False)
        self.deck.show_page(kind)
        self._dress()
        self.coming_in.now()

    def _go_gap(self, gap: Gap) -> None:
        from workbench.guide.method import PAGE_OF_KIND, PAGE_TO_ADD

        key = PAGE_OF_KIND.get(gap.kind, gap.kind)
        if gap.record_id is None:
            key = PAGE_TO_ADD.get(gap.kind, key)
        self._go_page(key)
        if self.page is not None and self.deck.key == key:
            self.page.land(gap)
            self.ring.show_round(self.focusWidget())

    def _stage_for(self, key: str) -> str:
        """The stage a page is shown in: the present one if it has the page, else the first."""
        from workbench.ui.standing import PLACES

        if self.standing is None or self.kinds[key].home:
            return ""
        now = self.standing.method.stage(self.stage_key)
        if now is not None and key in now.pages:
            return now.key
        if any(key == place for place, _, _ in PLACES):
            return ""
        found = self.standing.method.stage_of_page(key)
        return found.key if found else ""

    def _chosen(self, key: str) -> None:
        """A line of the rail was chosen."""
        stage = self.standing.method.stage(key) if self.standing else None
        if stage is None:
            self.deck.settle()
            self._go_page(key, "")
            return
        there = [page for page in stage.pages if page in self.kinds]
        page = self._last_page.get(key, there[0] if there else "")
        self.deck.settle()
        self._go_page(page, key)

    def go_stage(self, number: int) -> None:
        """Go to a stage by its number."""
        if self.standing is not None and number <= len(self.standing.states):
            self._chosen(self.standing.states[number - 1].stage.key)

    def _tab(self, at: int) -> None:
        key = self.tabs.tabData(at)
        if key and key != self.deck.key:
            self.deck.settle()
            self._go_page(str(key), self.stage_key)

    # what is shown about it

    def read(self, changes: object = None, show: bool = True) -> None:
        """Read where the problem stands, and show it round the page."""
        if changes is not None:
            self._saved = self.session.clock()
        if self.session.problem_id is not None:
            self._stand()
        if show and self.page is not None:
            self._dress()

    def _gone(self, error: Exception) -> None:
        """Stop saying Saved, and say what can be done."""
        self.status.saved.say("")
        self.desk.show(error)

    def _stand(self) -> Standing:
        self.standing = made = standing(self.session.contents, self.session.today)
        return made

    def _dress(self) -> None:
        kind, now = self.kinds[self.deck.key], self.standing
        if kind.key in AWAY:
            now = None
        self.rail.setVisible(now is not None)
        self._tabs(now)
        stage = now.method.stage(self.stage_key) if now and self.stage_key else None
        advice = now.advice(stage, self.deck.key) if now else None
        self._advised = advice is not None
        if now is not None:
            problem = now.contents.problem
            marking = problem.marking.value
            name = f"{problem.name} (closed)" if problem.closed else problem.name
            self.top.show_problem(name, problem.reference, marking, problem.practice)
            places = now.places(frozenset(self.kinds))
            self.rail.show_places(now.heading, now.stages(), places)
            self.rail.choose(self.stage_key or self.deck.key)
            practice = " PRACTICE" if problem.practice else ""
            title = f"{kind.words} - {name} [{marking}]{practice} - Workbench"
        else:
            self.top.show_problem(self.session.casebook.path.stem)
            title = f"{kind.words} - {self.session.casebook.path.stem} - Workbench"
        self.setWindowTitle(title)
        saved = "" if self.backing_up.lost else f"Saved {self._saved:%H:%M}"
        data, stale = (now.data_to(), now.out_of_date()) if now else ("", "")
        self.status.say(saved, data, stale, self.session.casebook.author.who)
        self.doings.offer(now)
        if self.palette_layer.isVisible():  # what it offered may be gone
            self.palette_layer.offer(self.doings.everything())
        self._fit()
        if now is not None and advice is not None:
            self.guide.tell(advice, now.threads(), now.closed())

    def _tabs(self, now: Standing | None) -> None:
        stage = now.method.stage(self.stage_key) if now and self.stage_key else None
        self.chip.setVisible(stage is not None)
        self.tabs.setVisible(stage is not None)
        if stage is None or now is None:
            return
        self._last_page[stage.key] = self.deck.key
        number = next(s.number for s in now.states if s.stage.key == stage.key)
        self.chip.say(f"{number} {stage.word}", stage.tone, stage.tone)
        keys = [page for page in stage.pages if page in self.kinds]
        self.tabs.blockSignals(True)
        if keys != [self.tabs.tabData(at) for at in range(self.tabs.count())]:
            while self.tabs.count():
                self.tabs.removeTab(0)
            for key in keys:
                self.tabs.setTabData(self.tabs.addTab(self.kinds[key].words), key)
        self.tabs.setCurrentIndex(keys.index(self.deck.key))
        self.tabs.blockSignals(False)

    def tell(self, words: str, tone: str = "error") -> None:
        """Show a sentence across the top of the page."""
        self.notice.tell(words, tone)
        self.notice_row.show()

    # panes

    def turn_guide(self) -> None:
        """Open or close the guide."""
        self.preferences.guide = self.guide.isHidden()
        self._fit(asked=True)

    def turn_rail(self) -> None:
        """Fold the rail to its icons, or open it."""
        self.rail.set_narrow(not self.rail.narrow)
        self._share()

    def next_pane(self, back: bool = False) -> None:
        """Move the keyboard to the first control of the next pane."""
        foot = self.page.foot if self.page else None
        order = (self.rail, self.tab_row, self.deck, self.guide, foot, self.status, self.top)
        panes = [pane for pane in order if pane is not None and pane.isVisible()]
        here: QWidget | None = self.focusWidget()
        at = next((n for n, pane in enumerate(panes) if here and pane.isAncestorOf(here)), -1)
        step = -1 if back else 1
        for move in range(1, len(panes) + 1):
            pane = panes[(max(at, 0 if back else -1) + step * move) % len(panes)]
            if self._enter(pane):
                return

    @staticmethod
    def _enter(pane: QWidget) -> bool:
        there = first(pane)
        if there is not None:
            there.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return there is not None

    def focusNextPrevChild(self, forward: bool) -> bool:
        return step(self, forward)

    def find_or_do(self) -> None:
        """Open the palette with everything that can be found or done now."""
        self.palette_layer.offer(self.doings.everything())
        self.palette_layer.open()

    def _rail_menu(self, key: str, point: QPoint) -> None:
        menu = QMenu(self)
        menu.addAction("Set status...", lambda: self.doings.set_status(key))
        menu.exec(point)

    def _fit(self, asked: bool = False) -> None:
        """With little room, or large text, the side panes give way to the page."""
        room = self.width() / theme.look.scale
        wide = self.page is not None and self.page.wide
        self.rail.set_narrow(room < (FOLDS if wide else NARROW))
        wanted = self.preferences.guide and self._advised
        self.guide.setVisible(wanted and (room >= (WIDE if wide else NARROW) or asked))
        self.aside.setVisible(self._advised and self.guide.isHidden())
        self.tab_row.setVisible(not (self.tabs.isHidden() and self.aside.isHidden()))
        self._share()

    def _share(self) -> None:
        """Give the page what rail and guide leave; a splitter keeps a folded pane's old room."""
        rail = 0 if self.rail.isHidden() else self.rail.maximumWidth()
        guide = 0 if self.guide.isHidden() else max(self.guide.width(), self.guide.minimumWidth())
        self.split.setSizes([rail, max(1, self.split.width() - rail - guide), guide])

    _advised = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _looked(self) -> None:
        """Another text size changes widths that pages took when they were built."""
        if self._scale != theme.look.scale:
            self._scale = theme.look.scale
            self.guide.fit()
            if self.deck.key:
                self.deck.rebuild(self.kinds[self.deck.key])
                self._dress()

    # jobs and the end

    def _job(self, job: Job) -> None:
        self.status.job.begin(job.doing or "Working")
        self.status.job.cancelled.connect(job.cancel)
        job.progressed.connect(self.status.job.progress)
        job.failed.connect(self.desk.show)
        job.cancelled.connect(lambda: self.tell("Stopped. Nothing of it was kept.", "info"))
        job.finished.connect(self.status.job.end)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.deck.settle()
        self.desk.stage = None
        self.doings.last_backup()
        self.session.close()
        super().closeEvent(event)
