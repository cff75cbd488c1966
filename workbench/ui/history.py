"""Doing, undoing and telling every page what changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from workbench.domain.changes import Changes
from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from workbench.store.casebook import Casebook

Do = Callable[["Casebook"], Changes]


class History(QObject):
    """The one road by which the window changes the casebook.

    Signals:
        changed: a unit of work was committed, undone or redone; carries its Changes.
        refused: an undo or redo could not be made; carries the error.
    """

    changed = Signal(object)
    refused = Signal(object)

    def __init__(self, casebook: Casebook, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stack = QUndoStack(self)
        self._casebook = casebook

    def do(self, action: Do) -> Changes:
        """Carry out an action and make it undoable."""
        changes = action(self._casebook)
        self.committed(changes)
        return changes

    def committed(self, changes: Changes) -> None:
        """Take up changes that a job has committed already."""
        if changes:
            self.stack.push(_Step(changes, self))

    def write(self, changes: Changes) -> None:
        """Write undone or redone records and tell the pages."""
        from workbench.services.records import make_again  # not before the first paint

        try:
            done = make_again(self._casebook, changes)
        except WorkbenchError as error:
            self.refused.emit(error)
            return
        self.changed.emit(done)


class _Step(QUndoCommand):
    def __init__(self, changes: Changes, history: History) -> None:
        super().__init__(changes.label)
        self._changes = changes
        self._history = history
        self._committed = True

    def redo(self) -> None:
        if self._committed:  # push() calls redo() for work that is done already
            self._committed = False
            self._history.changed.emit(self._changes)
        else:
            self._history.write(self._changes)

    def undo(self) -> None:
        self._history.write(self._changes.undone())
