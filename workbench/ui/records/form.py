"""RecordForm: every field of one record, kept as soon as it is left or typing pauses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from workbench.domain.changes import Changes
from workbench.domain.record import Record, form_fields
from workbench.errors import WorkbenchError
from workbench.guide.contents import Contents
from workbench.ui import tokens
from workbench.ui.records.editors import Choice, Editor, Lines, Tick, Ticks
from workbench.ui.records.making import editor, references
from workbench.ui.session import Session
from workbench.ui.widgets.basics import Item, column, empty
from workbench.ui.widgets.flow import Reflow
from workbench.ui.widgets.forms import Field as Labelled

# asked before a field is kept: the record and the value; returns every field to keep, or None
Ask = Callable[[Any, Any], dict[str, Any] | None]
PAUSE = 900  # milliseconds without a key, after which what was typed is kept


class RecordForm(QWidget):
    """Edits one record at a time. There is nothing to press: each field is one step to undo.

    Signals:
        failed: a field could not be kept; carries the error.
    """

    failed = Signal(object)

    def __init__(
        self,
        session: Session,
        *fields: str,
        leave_out: tuple[str, ...] = (),
        bare: bool = False,
    ) -> None:
        super().__init__()
        self.bare = bare  # the words above the form name its one field already
        self.session, self.only, self.without = session, fields, leave_out
        self.record: Record | None = None
        self.asks: dict[str, Ask] = {}
        self.editors: dict[str, Editor] = {}
        self.labels: dict[str, Labelled] = {}
        self._kind: type[Record] | None = None
        self._sitting, self._at, self._dirty = 0, "", ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._paused)
        self.lines = column(gap=tokens.MEDIUM, into=self)

    def show_record(self, record: Record, contents: Contents | None = None) -> None:
        """Show a record; a field in which somebody types is left alone."""
        if self.record is not None and self.record.id != record.id:
            self.keep()
        if type(record) is not self._kind:
            self._build(type(record), contents)
        changed = self.record is None or self.record.id != record.id
        self.record = record
        for part in self._fields(type(record)):
            made = self.editors[part.name]
            if part.metadata.get("refers") and isinstance(made, Choice):
                made.offer(references(part.metadata["refers"], contents))
            if part.name != self._dirty or changed:
                self._show(record, part.name)

    def _show(self, record: Record, name: str) -> None:
        """Show a field as it is kept; a text that was refused stays, with why, until mended."""
        refused = self.session.refused.get((record.id, name))
        if refused is None:
            self.editors[name].show_value(getattr(record, name))
            self.labels[name].set_error("")
            return
        words, why = refused
        if self.editors[name].typing() != words:
            self.editors[name].type_again(words)
        self.labels[name].set_error(why)

    def _refuse(self, record: Record, name: str, why: str) -> None:
        self.session.refused[record.id, name] = (self.editors[name].typing(), why)
        self.labels[name].set_error(why)

    def keep(self) -> None:
        """Keep what was typed and not kept yet."""
        if self._dirty:
            self._save(self._dirty)

    def focus_field(self, name: str = "") -> None:
        """Put the cursor into a field, or into the first."""
        there = self.editors.get(name) or next(iter(self.editors.values()), None)
        if there is not None:
            there.control.setFocus()

    def _fields(self, kind: type[Record]) -> list[Field[Any]]:
        named = [part for part in form_fields(kind) if part.name not in self.without]
        return [part for part in named if not self.only or part.name in self.only]

    def _build(self, kind: type[Record], contents: Contents | None) -> None:
        empty(self.lines)
        self.editors, self.labels, self._kind, self._dirty = {}, {}, kind, ""
        waiting: list[QWidget] = []
        for part in self._fields(kind):
            made = editor(kind, part, contents)
            label = str(part.metadata["label"])
            shown = "" if self.bare or isinstance(made, Tick) else label
            labelled = Labelled(shown, made.control, str(part.metadata.get("hint") or ""))
            made.control.setAccessibleName(label)
            self.editors[part.name], self.labels[part.name] = made, labelled
            made.typed.connect(partial(self._typed, part.name))
            made.finished.connect(partial(self._left, part.name))
            if isinstance(made, Lines | Ticks):
                self._row(waiting)
                self.lines.addWidget(labelled)
            else:
                waiting.append(labelled)
                if len(waiting) == 2:
                    self._row(waiting)
        self._row(waiting)

    def _row(self, waiting: list[QWidget]) -> None:
        if waiting:
            parts: list[Item] = [(one, 1) for one in waiting]
            self.lines.addWidget(Reflow(*parts, least=340, gap=tokens.LARGE))
            waiting.clear()

    def _typed(self, name: str) -> None:
        if self._at != name:
            self.keep()
            self._sitting += 1
        self._at = self._dirty = name
        self._pause.start()

    def _paused(self) -> None:
        if self._dirty and self._save(self._dirty, whole=False):
            self._dirty = ""

    def _left(self, name: str) -> None:
        if isinstance(self.editors[name], Choice | Tick | Ticks):
            self._sitting += 1
        self._pause.stop()
        self._save(name)
        self._at = ""
        if self._dirty == name:
            self._dirty = ""

    def _save(self, name: str, whole: bool = True) -> bool:
        """Keep one field; False while it cannot be kept."""
        record = self.record
        if record is None:
            return True
        try:
            value = self._value(record, name)
        except ValueError as error:
            if whole:
                self._refuse(record, name, str(error))
            return False
        self.session.refused.pop((record.id, name), None)
        self.labels[name].set_error("")
        if value == getattr(record, name):
            return True
        values = self.asks[name](record, value) if name in self.asks else {name: value}
        if values is None:
            self.editors[name].show_value(getattr(record, name))
            return True
        return self._kept(record, name, values)

    def _kept(self, record: Record, name: str, values: dict[str, Any]) -> bool:
        dirty, self._dirty = self._dirty, ""  # what is kept may be shown as it was kept
        try:
            self._amend(record, name, values)
        except WorkbenchError as error:
            self._dirty = dirty
            self._refuse(record, name, str(error))
            self.failed.emit(error)
            return False
        return True

    def _value(self, record: Record, name: str) -> Any:
        value = self.editors[name].value()
        part = next(one for one in form_fields(type(record)) if one.name == name)
        if part.default is MISSING and value in {"", None}:
            label = str(part.metadata["label"])
            raise ValueError(f"{label} cannot be empty. What was there before is kept.")
        return value

    def _amend(self, record: Record, name: str, values: dict[str, Any]) -> None:
        from workbench.services.records import amend

        def action(casebook: Any) -> Changes:
            return amend(casebook, type(record), record.id, **values)

        self.session.history.do(action, edit=f"{record.id}:{name}:{self._sitting}")
