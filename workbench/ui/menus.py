"""The menu bar: every entry does something, and every key is shown beside its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence, QUndoStack
from PySide6.QtWidgets import QMenu, QMenuBar

from workbench.ui.page import Offer

BAR = ("&File", "&Edit", "&View", "&Problem", "&Data", "E&vidence", "&Briefing", "&Tools", "&Help")


@dataclass(frozen=True)
class Entry:
    """One entry of a menu; without words it is a line."""

    words: str = ""
    does: Callable[[], object] | None = None
    keys: str = ""
    icon: str = "chevron-right"


LINE = Entry()


class Menus(QObject):
    """Fills the bar, and puts what the page on show can do into the menus it names."""

    def __init__(self, bar: QMenuBar) -> None:
        super().__init__(bar)
        self._bar = bar
        self._menus = {name.replace("&", ""): bar.addMenu(name) for name in BAR}
        self._given: dict[str, list[QAction]] = {name: [] for name in self._menus}
        self._offered: list[tuple[QMenu, QAction]] = []
        self._entries: list[tuple[QAction, str]] = []

    def menu(self, name: str) -> QMenu:
        """A menu by its name without the underlined letter."""
        return self._menus[name]

    def fill(self, name: str, *entries: Entry) -> None:
        """Put entries into a menu."""
        menu = self._menus[name]
        for entry in entries:
            if entry.does is None:
                self._given[name].append(menu.addSeparator())
            else:
                self._given[name].append(self._action(menu, entry))
        self._tidy()

    def clear(self, name: str) -> None:
        """Take out what was put into a menu, so that it can be filled again."""
        for action in self._given[name]:
            self._menus[name].removeAction(action)
            action.deleteLater()
        self._given[name] = []
        gone = {id(action) for action, _ in self._entries if action.parent() is self._menus[name]}
        self._entries = [kept for kept in self._entries if id(kept[0]) not in gone]

    def offer(self, offers: tuple[Offer, ...]) -> None:
        """Put in what the page on show can do, in place of the page before it."""
        for menu, action in self._offered:
            menu.removeAction(action)
            self._entries = [kept for kept in self._entries if kept[0] is not action]
            action.deleteLater()
        self._offered = []
        for offer in offers:
            menu = self._menus.get(offer.menu, self._menus["Problem"])
            entry = Entry(offer.words, offer.does, offer.keys, offer.icon)
            self._offered.append((menu, self._action(menu, entry)))
        self._tidy()

    def undo(self, stack: QUndoStack) -> None:
        """Undo and Redo that name what they take back."""
        edit = self._menus["Edit"]
        back, again = QAction(edit), QAction(edit)
        back.setShortcut(QKeySequence.StandardKey.Undo)
        again.setShortcuts([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")])
        back.triggered.connect(stack.undo)
        again.triggered.connect(stack.redo)
        stack.canUndoChanged.connect(back.setEnabled)
        stack.canRedoChanged.connect(again.setEnabled)

        def name() -> None:
            back.setText(f"&Undo {_small(stack.undoText())}".strip())
            again.setText(f"&Redo {_small(stack.redoText())}".strip())
            back.setEnabled(stack.canUndo())
            again.setEnabled(stack.canRedo())

        stack.indexChanged.connect(name)
        name()
        for action in (back, again):
            edit.addAction(action)
            self._entries.append((action, "history"))

    def commands(self) -> list[tuple[QAction, str]]:
        """Every entry that can be done now, with its icon."""
        return [(action, icon) for action, icon in self._entries if action.isEnabled()]

    def _action(self, menu: QMenu, entry: Entry) -> QAction:
        action = QAction(entry.words, menu)
        if entry.keys:
            action.setShortcut(QKeySequence(entry.keys))
        does = entry.does
        assert does is not None, "a line does nothing"
        action.triggered.connect(lambda _checked=False: does())
        menu.addAction(action)
        self._entries.append((action, entry.icon))
        return action

    def _tidy(self) -> None:
        """A menu with nothing in it is not shown."""
        for menu in self._menus.values():
            menu.menuAction().setVisible(bool(menu.actions()))


def _small(label: str) -> str:
    return label[:1].lower() + label[1:]
