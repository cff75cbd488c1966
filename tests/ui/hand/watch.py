"""What a hand sees: errors, warnings, changes, and what opens above the window it works."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QCalendarWidget,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollBar,
    QTabBar,
    QWidget,
)
from shiboken6 import isValid
from sqlalchemy import select

from tests.ui.hand import eyes
from workbench.domain.kinds import ALL
from workbench.store import schema
from workbench.ui.main_window import MainWindow

TICK = 4  # milliseconds between looks for a dialog or menu that has opened
CALM = 12  # turns of the event loop without anything new: some things are laid out in several
PATIENCE = 60.0  # seconds in which every job must have ended
LEFT = Qt.MouseButton.LeftButton
ESCAPE, ACCEPT, LEAVE = "escape", "accept", "leave"


class Watch:
    """Watches one window; ``files`` says what a file dialog is answered with, by its title."""

    def __init__(self, window: MainWindow, files: Callable[[QFileDialog], Path], log: Any) -> None:
        self.window, self.files, self.log = window, files, log
        self.found: list[str] = []
        self.trail: list[str] = []
        self.way, self.pick = ESCAPE, ""
        self.inspects = True  # False: a dialog that opens is only escaped from, not looked at
        self.problem = window.session.problem_id
        self.menu: list[str] = []  # what the last menu that opened had to offer
        self.opened = 0  # dialogs that have opened
        self._answering: set[int] = set()
        self._told = 0
        self._watching = True
        self.tick()
        self.settle()
        self.first = self.kept()

    # looking

    def note(self, words: str) -> None:
        """Something that should not have happened, with what was being done."""
        self.found.append(f"{self.trail[-1] if self.trail else 'at the start'}: {words}")

    def mark(self) -> Any:
        """Changes whenever anything is committed: the head of the log, and the settings."""
        with self.window.session.casebook.reading() as reader:
            return tuple(reader._connection.execute(select(schema.about)).all())

    def kept(self) -> dict[Any, Any]:
        """Everything that the casebook keeps, but its log."""
        with self.window.session.casebook.reading() as reader:
            there: dict[Any, Any] = {one.id: one for kind in ALL for one in reader.all(kind)}
            rows = reader._connection.execute(select(schema.about)).all()
        return there | {key: value for key, value in rows if key.startswith("setting:")}

    def notice(self) -> None:
        """Note an error of the program, and what Qt has complained of."""
        surprise = self.window.desk.unexpected
        if surprise is not None and isValid(surprise) and surprise.isVisible():
            said = surprise.details.toPlainText().strip().splitlines()
            self.note("\n    ".join(["something went wrong in the program", *said[-14:]]))
            surprise.done(0)
        records = [one for one in self.log.records if not getattr(one, "ignored", False)]
        for one in records[self._told :]:
            if one.type_name not in ("QtDebugMsg", "QtInfoMsg"):
                self.note(f"Qt says {one.message}")
        self._told = len(records)

    # waiting

    def settle(self) -> None:
        """Wait until no job runs, nothing is open above the window, and no event is left.

        What is to be left open above it does not count.
        """
        calm, until = 0, time.monotonic() + PATIENCE
        session = self.window.session
        while calm < CALM:
            self.flush()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            above = QApplication.activeModalWidget() or QApplication.activePopupWidget()
            if above is None and QApplication.activeWindow() is None:
                self.window.activateWindow()  # as a desktop does when a dialog has closed
            if self.way == LEAVE:
                above = None
            if above is None and session.jobs.idle and session.studio.idle:
                calm += 1
                continue
            calm = 0
            if time.monotonic() > until:
                self.note(f"it does not come to rest: {above}")
                return
            more = QEventLoop.ProcessEventsFlag.WaitForMoreEvents
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents | more)

    @staticmethod
    def flush() -> None:
        """Let every event that is waiting arrive.

        What has been put away goes later: within a dialog, what opened it may still be at work.
        """
        QApplication.processEvents()

    # what opens above the window

    def tick(self) -> None:
        """Deal with a dialog or menu that has opened; called again and again, also within one."""
        if not self._watching:
            return
        if self.way == LEAVE:
            QTimer.singleShot(TICK, self.tick)
            return
        QTimer.singleShot(TICK, self.tick)
        above = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if above is None or id(above) in self._answering:
            return
        self._answering.add(id(above))
        try:
            self._deal(above)
        finally:
            self._answering.discard(id(above))

    def _deal(self, above: QWidget) -> None:
        if isinstance(above, QMenu):
            self._answer_menu(above)
        elif isinstance(above, QFileDialog):
            self.opened += 1
            if self.way == ACCEPT:
                path = self.files(above)
                above.setDirectory(str(path.parent))
                above.selectFile(str(path))
                QDialog.accept(above) if not path.is_dir() else above.accept()
            else:
                above.reject()
        elif above is self.window.desk.unexpected:
            self.notice()
        elif isinstance(above, QDialog):
            self.opened += 1
            self._answer_dialog(above)
        else:
            QTest.keyClick(above, Qt.Key.Key_Escape)

    def _answer_menu(self, menu: QMenu) -> None:
        self.menu = [one.text() for one in menu.actions() if one.text() and one.isEnabled()]
        self._mnemonics(self.menu, "the menu")
        calendar = menu.findChild(QCalendarWidget)
        if calendar is not None and self.way == ACCEPT:
            calendar.activated.emit(calendar.selectedDate())
            return
        chosen = next((one for one in menu.actions() if one.text() == self.pick), None)
        if chosen is not None and self.way == ACCEPT:
            QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(chosen).center())
        if isValid(menu) and menu.isVisible():
            QTest.keyClick(menu, Qt.Key.Key_Escape)

    def _answer_dialog(self, dialog: QDialog) -> None:
        dialog.activateWindow()
        self.flush()
        title = dialog.windowTitle()
        if self.way == ESCAPE and not self.inspects:
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
        elif self.way == ESCAPE:
            self.found += [f"{self.trail[-1]}: {words}" for words in eyes.cut(dialog)]
            labels = [eyes.words_of(one) for one in dialog.findChildren(QWidget) if one.isVisible()]
            self._mnemonics(labels, f"\u201c{title}\u201d")
            before = self.mark()
            # Out of a list that is only just closing the system used in tests gives a dialog no
            # keyboard; how Tab goes in those is tested by themselves (test_dialogs_out_of_lists).
            if dialog.isActiveWindow():
                self.round(dialog)
            self.wheel(dialog)
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
            self.flush()
            if self.mark() != before:
                self.note(f"Escape from \u201c{title}\u201d changed something")
        else:
            self._fill(dialog)
            go = getattr(dialog, "go", None)
            if isinstance(go, QAbstractButton) and go.isVisible() and go.isEnabled():
                QTest.mouseClick(go, LEFT)
            self.flush()
        for _ in range(2):
            if isValid(dialog) and dialog.isVisible():
                QTest.keyClick(dialog, Qt.Key.Key_Escape)
                self.flush()
        if isValid(dialog) and dialog.isVisible():
            self.note(f"Escape does not close \u201c{title}\u201d")
            dialog.done(0)

    def _fill(self, dialog: QDialog) -> None:
        for one in list(dialog.findChildren(QWidget)):
            if not isValid(one) or not one.isVisible() or not one.isEnabled():
                continue
            if isinstance(one, QComboBox):
                QTest.keyClick(one, Qt.Key.Key_End)
            elif isinstance(one, QLineEdit | QPlainTextEdit) and not one.isReadOnly():
                one.setFocus()
                QTest.keyClicks(one, "Hand 7")

    def _mnemonics(self, labels: list[str], where: str) -> None:
        for letter in eyes.twice(labels):
            self.note(f"Alt+{letter} stands for two things in {where}")

    def reach(self, control: QWidget) -> bool:
        """Scroll a control into view; False if it cannot be seen then."""
        parent = control.parentWidget()
        while parent is not None and parent is not control.window():
            if isinstance(parent, QAbstractScrollArea) and hasattr(parent, "ensureWidgetVisible"):
                parent.ensureWidgetVisible(control)
            parent = parent.parentWidget()
        self.flush()
        return isValid(control) and control.isVisible() and control.isEnabled()

    # turning the wheel, Tab and Escape

    def wheel(self, root: QWidget) -> None:
        """Turn the wheel over every visible part; nothing may change by it."""
        window = root.window()
        before = _values(root)
        for one in controls(root):
            if not isValid(one) or not isinstance(one, eyes.HOLDS_VALUE):
                continue
            if not self.reach(one):
                continue
            place = one.mapTo(window, one.rect().center())
            if window.childAt(place) is None:
                continue
            for way in (-120, 120):
                QTest.wheelEvent(window.windowHandle(), place, QPoint(0, way))
        self.flush()
        for one, value in before.items():
            if isValid(one) and one.isVisible() and eyes.value(one) != value:
                name = f"{type(one).__name__} \u201c{eyes.label(one)}\u201d"
                self.note(f"the wheel turned {name} from {value} to {eyes.value(one)}")

    def round(self, root: QWidget, most: int = 150) -> list[QWidget]:
        """Tab through a window once; every stop must be seen and be after the one before."""
        window, seen = root.window(), []
        stops: list[QWidget] = []
        for _ in range(most):
            handle = window.windowHandle()
            if handle is None or not window.isVisible():
                break
            QTest.keyClick(handle, Qt.Key.Key_Tab)
            for _ in range(3):  # what lies above may be laid out in several turns
                self.flush()
            now = QApplication.focusWidget()
            if now is None:
                self.note("nothing has the keyboard after Tab")
                break
            if id(now) in seen:
                break
            seen.append(id(now))
            wrong = eyes.unseen(now)
            if wrong:
                self.note(f"Tab leads to {eyes.label(now)!r} ({type(now).__name__}): {wrong}")
            stops.append(now)
        pairs = zip(stops, [*stops[1:], *stops[:1]], strict=False)
        both = [(a, b) for a, b in pairs if isValid(a) and isValid(b) and eyes.before(b, a)]
        if len(both) > 1:  # once it goes from the last to the first
            for first, then in both:
                self.note(f"Tab goes back from {eyes.label(first)!r} to {eyes.label(then)!r}")
        return stops

    def end(self) -> None:
        """Look for dialogs no more."""
        self._watching = False
        self.flush()


def controls(root: QWidget) -> Iterator[QWidget]:
    """What a person can work in a part of the window, now."""
    for one in root.findChildren(QWidget):
        if not one.isVisible() or not one.isEnabled() or isinstance(one, QScrollBar):
            continue
        parent = one.parentWidget()
        inner = isinstance(parent, QComboBox | QAbstractSpinBox | QTabBar)
        if inner or (one.objectName().startswith("qt_") and not isinstance(one, QLineEdit)):
            continue
        if isinstance(one, eyes.WORKED) or one.focusPolicy() != Qt.FocusPolicy.NoFocus:
            yield one


def _values(root: QWidget) -> dict[QWidget, object]:
    there = [one for one in root.findChildren(QWidget) if isinstance(one, eyes.HOLDS_VALUE)]
    return {one: eyes.value(one) for one in there if one.isVisible()}
