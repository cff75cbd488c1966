"""OptionsForm: the parameters of a question as a form; a change is told at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from workbench.ui import tokens
from workbench.ui.charting.controls import Control, Known, control
from workbench.ui.widgets.basics import CARD, Frame, Item, button, column, empty, row, text

if TYPE_CHECKING:
    from workbench.analysis.kind import AnyKind, Parameter, Value


class OptionsForm(Frame):
    """One control a parameter, under its name; kinds of incident are chosen with the rows.

    Signals:
        changed: a value was changed; read ``values``.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("surface")
        self.setAccessibleName("Options")
        self.kind: AnyKind | None = None
        self.controls: dict[str, Control] = {}
        self.lines = column(gap=tokens.MEDIUM)
        self.back = button("Back to the usual", "link", "refresh", does=self.reset)
        head = row(text("Options", "strong"), None, self.back)
        column(head, self.lines, None, gap=tokens.SMALL, pad=CARD, into=self)
        self.known = Known()

    def show_kind(self, kind: AnyKind, given: Mapping[str, Value], known: Known) -> None:
        """Show the parameters of a question."""
        self.kind, self.known = kind, known
        self._fill(kind.settings(given))

    def reset(self) -> None:
        """Set everything to its default."""
        if self.kind is not None:
            self._fill(self.kind.settings({}))
            self.changed.emit()

    @property
    def values(self) -> dict[str, Value]:
        """What is set, without what is at its default."""
        if self.kind is None:
            return {}
        usual = self.kind.settings({})
        set_to = {key: one.value() for key, one in self.controls.items()}
        return {key: v for key, v in set_to.items() if _plain(v) != _plain(usual[key])}

    @property
    def empty(self) -> bool:
        """True when the question has nothing to set."""
        return not self.controls

    def _fill(self, values: Mapping[str, Value]) -> None:
        empty(self.lines)
        self.controls = {}
        for parameter in self.kind.parameters if self.kind else ():
            if parameter.kind != "type":
                self._add(parameter, values[parameter.key])
        self._tell_usual()

    def _add(self, parameter: Parameter, value: Value) -> None:
        made = control(parameter, value, self.known)
        self.controls[parameter.key] = made
        made.heard(self._heard)
        parts: list[Item] = (
            [made.widget]
            if parameter.kind == "yes"
            else [text(parameter.label, "small"), made.widget]
        )
        if parameter.hint:
            hint = text(parameter.hint, "caption", wrap=True)
            hint.setMinimumWidth(140)
            parts.append(hint)
        self.lines.addLayout(column(*parts, gap=tokens.TIGHT))

    def _heard(self) -> None:
        self._tell_usual()
        self.changed.emit()

    def _tell_usual(self) -> None:
        self.back.setVisible(bool(self.values))


def _plain(value: Value) -> Value:
    """A value in the one form in which it can be compared; nothing is None however it is told."""
    if value is None or value == "" or (isinstance(value, (list, tuple)) and not value):
        return None
    return tuple(value) if isinstance(value, list) else value
