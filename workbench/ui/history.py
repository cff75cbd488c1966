"""Doing, undoing and telling every page what changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from workbench.domain.changes import Change, Changes
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

    def do(self, action: Do, edit: str = "") -> Changes:
        """Carry out an action and make it undoable.

        Args:
            action: a service, given the casebook.
            edit: names one sitting at one field; what is saved within it is one step to undo.
        """
        changes = action(self._casebook)
        self.committed(changes, edit)
        return changes

    def committed(self, changes: Changes, edit: str = "") -> None:
        """Take up changes that a job has committed already."""
        if changes:
            self.stack.push(_Step(changes, self, edit))

    def write(self, changes: Changes) -> bool:
        """Write undone or redone records and tell the pages; False when it could not be done."""
        from workbench.services.records import make_again  # not before the first paint

        try:
            done = make_again(self._casebook, changes)
        except WorkbenchError as error:
            self.refused.emit(error)
            return False
        self.changed.emit(done)
        return True


class _Step(QUndoCommand):
    def __init__(self, changes: Changes, history: History, edit: str) -> None:
        super().__init__(changes.label)
        self._changes = changes
        self._history = history
        self._edit = edit
        self._committed = True

    def id(self) -> int:
        return 1 if self._edit else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take in a later save of the same sitting, if it touched the same one record."""
        if not isinstance(other, _Step) or other._edit != self._edit:  # noqa: SLF001 - our own kind
            return False
        mine, theirs = self._changes.made, other._changes.made  # noqa: SLF001
        if len(mine) != 1 or len(theirs) != 1 or mine[0].after != theirs[0].before:
            return False
        joined = Change(before=mine[0].before, after=theirs[0].after)
        self._changes = Changes(self._changes.label, (joined,))
        self.setObsolete(joined.before == joined.after)
        return True

    def redo(self) -> None:
        if self._committed:  # push() calls redo() for work that is done already
            self._committed = False
            self._history.changed.emit(self._changes)
        else:
            self._make(self._changes)

    def undo(self) -> None:
        self._make(self._changes.undone())

    def _make(self, changes: Changes) -> None:
        """Make it; a step that cannot be made any more is dropped, and earlier ones stay."""
        self.setObsolete(not self._history.write(changes))
