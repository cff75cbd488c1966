"""An impatient hand: it presses, types, turns and escapes as a person does, through real events.

Whatever should not have happened goes into ``Hand.found``: an error of the program, a warning of
Qt, a change that nobody asked for, a change that Undo does not take back.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
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
PATIENCE = 60.0  # seconds in which every job must have ended
LEFT = Qt.MouseButton.LeftButton
LETHAL = re.compile(r"^E&?xit$")  # what ends the program, and with it the hand
ESCAPE, ACCEPT, LEAVE = "escape", "accept", "leave"


class Hand:
    """Works one window; ``files`` says what a file dialog is answered with, by its title."""

    def __init__(self, window: MainWindow, files: Callable[[QFileDialog], Path], log: Any) -> None:
        self.window, self.files, self.log = window, files, log
        self.found: list[str] = []
        self.trail: list[str] = []
        self.way, self.pick = ESCAPE, ""
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
        while calm < 3:
            self.flush()
            above = QApplication.activeModalWidget() or QApplication.activePopupWidget()
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
        """Let every event that is waiting arrive, and go what has been put away."""
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

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
        self.flush()
        title = dialog.windowTitle()
        if self.way == ESCAPE:
            self.found += [f"{self.trail[-1]}: {words}" for words in eyes.cut(dialog)]
            labels = [eyes.words_of(one) for one in dialog.findChildren(QWidget) if one.isVisible()]
            self._mnemonics(labels, f"\u201c{title}\u201d")
            before = self.mark()
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

    # doing

    def do(self, what: str, act: Callable[[], object], asked: bool = True) -> None:
        """Do one thing, note what should not have happened, and take back what it changed."""
        self.trail.append(what)
        before, at = self.mark(), self.window.session.history.stack.index()
        act()
        self.settle()
        self.notice()
        if self.mark() == before:
            return
        if not asked:
            stack = self.window.session.history.stack
            self.note(f"changed what nobody asked to change ({stack.undoText() or 'no step'})")
        self.take_back(at)

    def take_back(self, at: int = 0) -> None:
        """Undo to a step; the casebook must then be what it was at first."""
        stack = self.window.session.history.stack
        while stack.index() > at:
            there = stack.index()
            stack.undo()
            self.flush()
            if stack.index() >= there:
                break
        self.settle()
        self.notice()
        now = self.kept()
        for key in now.keys() | self.first.keys():
            if now.get(key) != self.first.get(key):
                self.note(f"Undo does not take it back: {_differs(self.first.get(key), now.get(key))}")
        self.first = now

    def work(self, control: QWidget) -> None:
        """Everything that can be done to one control, each thing taken back."""
        name = f"{type(control).__name__} \u201c{eyes.label(control)}\u201d"
        if not self.reach(control):
            return
        if isinstance(control, QComboBox):
            self._choose_all(control, name)
        elif isinstance(control, QAbstractSpinBox):
            self.do(f"up in {name}", lambda: QTest.keyClick(control, Qt.Key.Key_Up))
            self._leave(control, name)
        elif isinstance(control, QLineEdit | QPlainTextEdit):
            self._type(control, name)
        elif isinstance(control, QAbstractItemView):
            self._rows(control, name)
        elif isinstance(control, QTabBar):
            for at in range(control.count()):
                place = control.tabRect(at).center()
                self.do(f"tab {at} of {name}", lambda p=place: QTest.mouseClick(control, LEFT, pos=p))
        elif isinstance(control, QAbstractButton):
            self._press(control, name)
        else:
            self.do(f"click {name}", lambda: QTest.mouseClick(control, LEFT))
            self.do(f"Enter on {name}", lambda: _key(control, Qt.Key.Key_Return))

    def reach(self, control: QWidget) -> bool:
        """Scroll a control into view; False if it cannot be seen then."""
        parent = control.parentWidget()
        while parent is not None and parent is not control.window():
            if isinstance(parent, QAbstractScrollArea) and hasattr(parent, "ensureWidgetVisible"):
                parent.ensureWidgetVisible(control)
            parent = parent.parentWidget()
        self.flush()
        return isValid(control) and control.isVisible() and control.isEnabled()

    def _press(self, button: QAbstractButton, name: str) -> None:
        opened, self.menu = self.opened, []
        self.way = ESCAPE
        self.do(f"press {name}", lambda: QTest.mouseClick(button, LEFT))
        offered = list(self.menu)
        self.way = ACCEPT
        if self.opened > opened and isValid(button):
            self.do(f"press {name} and say yes", lambda: _click(button))
        for entry in offered:
            self.pick = entry
            self.do(f"\u201c{entry}\u201d of {name}", lambda: _click(button))
        self.way, self.pick = ESCAPE, ""

    def _choose_all(self, box: QComboBox, name: str) -> None:
        if box.count() == 0:
            return
        for at in range(min(box.count(), 12)):
            key = Qt.Key.Key_Home if at == 0 else Qt.Key.Key_Down
            self.do(f"entry {at} of {name}", lambda k=key: _key(box, k))
            if not isValid(box) or not box.isVisible():
                return
            if at and box.currentIndex() < at:  # what was taken back is chosen again
                box.setCurrentIndex(at)
        self.do(f"open {name}", lambda: QTest.mouseClick(box, LEFT))

    def _type(self, field: QLineEdit | QPlainTextEdit, name: str) -> None:
        if field.isReadOnly():
            return
        self._leave(field, name)
        was = _text(field)
        for words in ("Hand 7", was):
            if isValid(field) and field.isVisible():
                self.do(f"type \u201c{words}\u201d into {name}", lambda w=words: _write(field, w))
        if isValid(field) and isinstance(field, QLineEdit):
            self.do(f"Enter in {name}", lambda: _key(field, Qt.Key.Key_Return))
            for action in field.actions() if isValid(field) else []:
                self.do(f"{action.toolTip()} of {name}", action.trigger)

    def _leave(self, field: QWidget, name: str) -> None:
        def leave() -> None:
            QTest.mouseClick(field, LEFT)
            _key(field, Qt.Key.Key_Tab)

        self.do(f"enter and leave {name}", leave, asked=False)

    def _rows(self, view: QAbstractItemView, name: str) -> None:
        model = view.model()
        rows = model.rowCount() if model is not None else 0
        for at in sorted({0, rows - 1}) if rows else []:
            for key in (None, Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Delete):
                if not isValid(view) or not view.isVisible():
                    return
                index = view.model().index(at, 0)
                view.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
                place = view.visualRect(index).center()
                asked = key is not None or isinstance(view.model(), object)
                self.do(
                    f"row {at} of {name}, {key.name if key else 'click'}",
                    lambda p=place, k=key: _row(view, p, k),
                    asked=asked,
                )

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


def keyed(root: QWidget, most: int = 2) -> dict[tuple[str, str, int], QWidget]:
    """The controls by what they are called; of many that are called the same, the first few."""
    found: dict[tuple[str, str, int], QWidget] = {}
    for one in controls(root):
        name = re.sub(r"\d+", "#", eyes.label(one))
        for at in range(most):
            if (type(one).__name__, name, at) not in found:
                found[type(one).__name__, name, at] = one
                break
    return found


def entries(window: MainWindow) -> list[QAction]:
    """Every entry of the menus that can be chosen now, but the one that ends the program."""
    there = [action for action, _ in window.menus.commands()]
    return [one for one in there if not LETHAL.match(one.text())]


def _values(root: QWidget) -> dict[QWidget, object]:
    there = [one for one in root.findChildren(QWidget) if isinstance(one, eyes.HOLDS_VALUE)]
    return {one: eyes.value(one) for one in there if one.isVisible()}


def _differs(was: Any, now: Any) -> str:
    if was is None or now is None or isinstance(now, str):
        return f"{was!r} has become {now!r}"[:300]
    names = [part.name for part in fields(now) if getattr(was, part.name) != getattr(now, part.name)]
    told = [f"{name} {getattr(was, name)!r} to {getattr(now, name)!r}" for name in names]
    return f"{type(now).__name__}: {', '.join(told)}"[:300]


def _key(widget: QWidget, key: Qt.Key) -> None:
    if isValid(widget) and widget.isVisible():
        widget.setFocus()
        QTest.keyClick(widget, key)


def _click(widget: QWidget) -> None:
    if isValid(widget) and widget.isVisible():
        QTest.mouseClick(widget, LEFT)


def _text(field: QLineEdit | QPlainTextEdit) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def _write(field: QLineEdit | QPlainTextEdit, words: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, words)
    _key(field, Qt.Key.Key_Tab)


def _row(view: QAbstractItemView, place: QPoint, key: Qt.Key | None) -> None:
    QTest.mouseClick(view.viewport(), LEFT, pos=place)
    if key is not None:
        _key(view, key)
