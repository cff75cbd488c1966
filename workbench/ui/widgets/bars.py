"""The bars of the main window: where one is, what is saved, what is running."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from workbench.ui import theme, tokens
from workbench.ui.widgets.basics import Elided, Frame, button, mark, row, rule, text
from workbench.ui.widgets.chips import Chip


class TopBar(Frame):
    """Way home, name, reference and marking of the problem; Find or do.

    Signals:
        went_home: Home was pressed.
        searched: Find or do was pressed.
    """

    went_home, searched = Signal(), Signal()

    def __init__(self) -> None:
        super().__init__("bar")
        self.back = button("Home", "quiet", "chevron-left", tip="Back to Home (Alt+Home)")
        self.back.clicked.connect(self.went_home)
        self.line = rule(upright=True)
        self.name, self.reference = Elided("", "strong"), text("", "small")
        self.marking, self.practice = Chip("", "marking", "lock"), Chip("PRACTICE", "warning")
        self.search = button("Find or do", "find", "search")
        self.search.setAccessibleName("Find or do, Ctrl+K")
        self.keys = text("Ctrl+K", "caption")
        row(None, self.keys, pad=(0, 0, tokens.SMALL, 0), into=self.search)
        self.search.clicked.connect(self.searched)
        named = (self.back, self.line, self.name, self.reference, self.marking, self.practice)
        self.box = row(*named, None, self.search, gap=tokens.MEDIUM, into=self)
        self.show_problem("")

    def show_problem(
        self, name: str, reference: str = "", marking: str = "", practice: bool = False
    ) -> None:
        """Name the problem in hand; without a reference, the casebook."""
        self.name.say(name)
        self.reference.setText(reference)
        for part in (self.back, self.line, self.reference):
            part.setVisible(bool(reference))
        self.marking.say(marking)
        self.marking.setVisible(bool(marking))
        self.practice.setVisible(practice)
        self.box.setContentsMargins(tokens.SMALL if reference else tokens.WIDE, 6, tokens.LARGE, 6)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """With little room, what the title of the window says as well gives way."""
        room = self.width() / theme.look.scale
        self.search.setMinimumWidth(theme.px(240) if room > 1_000 else 0)
        self.keys.setVisible(room > 700)
        self.reference.setVisible(bool(self.reference.text()) and room > 700)


class StatusBar(Frame):
    """Saved, data date, what is out of date, what is running, and that nothing is on the network.

    Signals:
        reviewed: the out-of-date cards are asked for.
    """

    reviewed = Signal()

    def __init__(self) -> None:
        super().__init__("foot")
        self.setAccessibleName("Status")
        self.saved, self.data = _Word("state-done", tone="success"), _Word("data")
        self.stale, self.user = _Word("warning", "warning", "warning"), _Word("user")
        self.review = button("Review", "link", does=self.reviewed.emit)
        self.job = JobBar()
        offline = _Word("offline")
        offline.setToolTip("This application does not use the network")
        self.rules = [rule(upright=True) for _ in range(4)]
        first, second, third, fourth = self.rules
        parts = (self.saved, first, self.data, second, self.stale, self.review, None, self.job)
        pad = (tokens.LARGE, 3, tokens.LARGE, 3)
        self.spare = [third, offline, fourth, self.user]
        row(*parts, *self.spare, gap=tokens.MEDIUM, pad=pad, into=self)
        offline.say("Offline")
        self.say()

    def say(self, saved: str = "", data: str = "", stale: str = "", user: str = "") -> None:
        """Show the state of the work."""
        self.saved.say(saved)
        self.data.say(data)
        self.stale.say(stale)
        self.user.say(user)
        self.rules[0].setVisible(bool(data))
        self.rules[1].setVisible(bool(stale))
        self.review.setVisible(bool(stale))
        self.review.setAccessibleName(f"{stale}: review")
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """With large text in a small window, what is also told elsewhere goes first."""
        room = self.width() / theme.look.scale
        for part in self.spare:
            part.setVisible(room > 800)
        if not self.user.words:
            self.user.hide()
            self.rules[3].hide()


class JobBar(QWidget):
    """A long job: what it is doing, how far it is, and Cancel, which undoes all of it.

    Signals:
        cancelled: the user wants it stopped.
    """

    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.doing, self.part = Elided("", "small"), text("", "small")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMinimumWidth(96)
        self.bar.setMaximumWidth(140)
        self.stop = button("Cancel", "link", does=self._cancel)
        row(self.doing, self.bar, self.part, self.stop, into=self)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.hide()

    def begin(self, doing: str) -> None:
        """Show a job that has just been started."""
        self.stop.setEnabled(True)
        self.progress(0, 0, doing)
        self.show()

    def progress(self, done: int, total: int, note: str = "") -> None:
        """Show how far it is; a total of 0 is not known."""
        if note:
            self.doing.say(note)
            self.bar.setAccessibleName(note)
            self.stop.setAccessibleName(f"Cancel: {note}")
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.part.setText(f"{round(100 * done / total)}%" if total else "")

    def end(self) -> None:
        """Nothing is running any more."""
        self.hide()

    def _cancel(self) -> None:
        self.stop.setEnabled(False)
        self.doing.say("Stopping")
        self.cancelled.emit()


class _Word(QWidget):
    """A small icon and a few words; hidden when it has none."""

    def __init__(self, name: str, tone: str = "", ink: str = "") -> None:
        super().__init__()
        self.label, self.words = text("", "small", tone=ink), ""
        row(mark(name, tone or "secondary", 16), self.label, gap=6, into=self)

    def say(self, words: str) -> None:
        self.words = words
        self.label.setText(words)
        self.setVisible(bool(words))
