"""The first window: open a casebook, make one, or try the practice problem."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QSizePolicy, QStackedWidget, QWidget

from workbench.errors import WorkbenchError, WrongKeyError
from workbench.services.clock import local_time
from workbench.ui import icons, theme, tokens
from workbench.ui.jobs import Jobs
from workbench.ui.preferences import Preferences
from workbench.ui.start_choose import ChoosePanel, Panel
from workbench.ui.widgets.basics import column, scroll
from workbench.ui.widgets.focus import FocusRing
from workbench.ui.widgets.tabbing import step
from workbench.ui.widgets.wheel import WheelGuard

if TYPE_CHECKING:
    from workbench.domain.progress import Progress
    from workbench.store.casebook import Casebook
    from workbench.ui.start_panels import NewPanel, RestorePanel, UnlockPanel

KIND = "Casebooks (*.psolve)"
PRACTICE = "Practice.psolve"


class StartWindow(QWidget):
    """Shown first; imports nothing but Qt until a casebook is opened, and then off this thread.

    Signals:
        opened: a casebook is open; carries it.
    """

    opened = Signal(object)

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self.preferences, self.jobs = preferences, Jobs(self)
        self.setWindowTitle("Workbench")
        self.setWindowIcon(icons.application())
        self.choose, self.stack = ChoosePanel(), QStackedWidget()
        self.stack.addWidget(self.choose)
        pad = (tokens.HUGE, tokens.HUGE, tokens.HUGE, tokens.WIDE)
        self.stack.currentChanged.connect(self._fit)
        self.lines = column(self.stack, None, pad=pad)
        self.sheet = scroll(self.lines)
        column(self.sheet, gap=0, into=self)
        self.setMinimumWidth(theme.px(560))
        self.ring, self.guard = FocusRing(self), WheelGuard(self)
        theme.dress(self)
        self._connect()
        self.show_choose()
        self._fit()

    def _connect(self) -> None:
        self.choose.picked.connect(self.ask)
        self.choose.browsed.connect(self.browse)
        self.choose.made.connect(self.show_new)
        self.choose.practised.connect(self.practise)
        self.choose.restored.connect(self.show_restore)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return step(self, forward)

    # the panels that are built when they are first wanted, so that the window is there at once

    @cached_property
    def unlock(self) -> UnlockPanel:
        """Asks for the passphrase of a casebook."""
        from workbench.ui.start_panels import UnlockPanel

        panel = UnlockPanel()
        panel.tried.connect(self.open)
        self._take(panel)
        return panel

    @cached_property
    def new(self) -> NewPanel:
        """Asks about a new casebook."""
        from workbench.ui.start_panels import NewPanel

        panel = NewPanel()
        panel.tried.connect(self.create_casebook)
        self._take(panel)
        return panel

    @cached_property
    def restore(self) -> RestorePanel:
        """Asks which backup is to be put back."""
        from workbench.ui.start_panels import RestorePanel

        panel = RestorePanel()
        panel.tried.connect(self.put_back)
        self._take(panel)
        return panel

    def _take(self, panel: Panel) -> None:
        panel.back.connect(self.show_choose)
        self.stack.addWidget(panel)

    @property
    def panels(self) -> list[Panel]:
        """The panels built so far."""
        there = (self.stack.widget(at) for at in range(self.stack.count()))
        return [panel for panel in there if isinstance(panel, Panel)]

    # what is shown

    def _fit(self) -> None:
        """As high as what is asked now needs, and no higher than the screen."""
        for panel in self.panels:
            now = panel is self.stack.currentWidget()
            policy = QSizePolicy.Policy.Preferred if now else QSizePolicy.Policy.Ignored
            panel.setSizePolicy(QSizePolicy.Policy.Preferred, policy)
        wide = theme.px(620)
        self.lines.invalidate()
        high = self.lines.totalSizeHint().height()
        if self.lines.hasHeightForWidth():
            high = self.lines.totalHeightForWidth(wide)
        room = self.screen().availableGeometry().height() - 80
        self.resize(wide, min(max(high + 2, theme.px(320)), room))
        QTimer.singleShot(0, self, self._grow)

    def _grow(self) -> None:
        """What is still hidden once the words have been laid out."""
        hidden = self.sheet.verticalScrollBar().maximum()
        room = self.screen().availableGeometry().height() - 80
        if hidden and self.height() < room:
            self.resize(self.width(), min(self.height() + hidden, room))

    def show_choose(self) -> None:
        """Show the recent casebooks and the other ways in."""
        self.choose.show_recent(self.preferences.recent)
        self.stack.setCurrentWidget(self.choose)

    def show_new(self) -> None:
        """Ask for the name, place and passphrase of a new casebook."""
        self.new.begin(self.preferences.folder(), self.preferences.user)
        self.stack.setCurrentWidget(self.new)

    def show_restore(self) -> None:
        """Ask which backup takes the place of which casebook."""
        self.restore.begin(self.preferences.recent)
        self.stack.setCurrentWidget(self.restore)

    def ask(self, path: Path) -> None:
        """Ask for the passphrase of a casebook."""
        self.unlock.begin(path, self.preferences.user)
        self.stack.setCurrentWidget(self.unlock)

    def browse(self) -> None:
        """Choose a casebook that is not in the list."""
        start = str(self.preferences.folder())
        name, _ = QFileDialog.getOpenFileName(self, "Open a casebook", start, KIND)
        if name:
            self.ask(Path(name))

    # what is done

    def open(self, path: Path, passphrase: str, who: str) -> None:
        """Open a casebook with a passphrase."""

        def work(_: Progress) -> Casebook:
            from workbench.store.casebook import Casebook

            return Casebook.open(path, passphrase, who, local_time)

        self._run(work, who, "Opening the casebook")

    def create_casebook(self, path: Path, passphrase: str, who: str) -> None:
        """Make a new casebook."""

        def work(_: Progress) -> Casebook:
            from workbench.store.casebook import Casebook

            return Casebook.create(path, passphrase, who, local_time)

        self._run(work, who, "Making the casebook")

    def practise(self) -> None:
        """Open the practice problem, made when it is not there yet."""
        path, who = self.preferences.folder() / PRACTICE, self.preferences.user
        self._run(partial(_practice, path, who), "", "Preparing the practice problem")

    def put_back(self, backup: Path, casebook: Path, passphrase: str) -> None:
        """Put a backup in place of a casebook."""

        def work(_: Progress) -> Path:
            from workbench.store.restoring import restore

            return restore(backup, casebook, passphrase, local_time())

        self._busy("Putting the backup back")
        job = self.jobs.start(work)
        job.succeeded.connect(lambda aside: self._restored(casebook, aside))
        job.failed.connect(self._failed)
        job.finished.connect(lambda: self._busy(""))

    def _run(self, work: Callable[[Progress], Casebook], who: str, doing: str) -> None:
        self._busy(doing)
        job = self.jobs.start(work, doing)
        job.progressed.connect(lambda _done, _total, note: self._busy(note or doing))
        job.succeeded.connect(lambda casebook: self._opened(casebook, who))
        job.failed.connect(self._failed)
        job.finished.connect(lambda: self._busy(""))

    def _opened(self, casebook: Casebook, who: str) -> None:
        if who:
            self.preferences.user = who
        self.preferences.opened(casebook.path)
        self.opened.emit(casebook)

    def _restored(self, casebook: Path, aside: Path) -> None:
        self.ask(casebook)
        self.unlock.say(f"The backup is in place. What was there before is kept as {aside.name}.")

    def _failed(self, error: Exception) -> None:
        panel = self.panels[self.stack.currentIndex()]
        if isinstance(error, WrongKeyError):
            panel.wrong_key(str(error))
        elif isinstance(error, WorkbenchError):
            panel.refuse(str(error))
        else:
            panel.refuse(
                "This did not work, for a reason that the program does not know. Nothing was "
                f"changed. Tell IT: {type(error).__name__}, {error}."
            )

    def _busy(self, doing: str) -> None:
        for panel in self.panels:
            panel.busy(doing)

    def closeEvent(self, event: QCloseEvent) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.removeEventFilter(self.ring)
        self.jobs.shut_down()
        super().closeEvent(event)


def _practice(path: Path, who: str, progress: Progress) -> Casebook:
    """The practice casebook; a half-made one from a run that was stopped is made again."""
    from workbench.services.practice.building import PASSPHRASE, build
    from workbench.services.problems import all_problems
    from workbench.store.casebook import Casebook

    if path.is_file():
        casebook = Casebook.open(path, PASSPHRASE, who, local_time)
        if all_problems(casebook):
            return casebook
    else:
        casebook = Casebook.create(path, PASSPHRASE, who, local_time)
    try:
        build(casebook, progress)
    except BaseException:
        casebook.close()
        raise
    return casebook
