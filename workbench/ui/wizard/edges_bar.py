"""Moving the edges of the table that was found: rows of names, last row, columns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QSpinBox, QWidget

from workbench.ui import theme, tokens
from workbench.ui.widgets.basics import button, column, row, text
from workbench.ui.wizard.raw_grid import COLUMNS, ROWS, letters

if TYPE_CHECKING:
    from workbench.intake.source import Cells, Edges

SAID = ("First row of names", "Last row of names", "Last row", "First column", "Last column")
PAUSE = 350  # ms without a change before the file is read again


class EdgesBar(QWidget):
    """Five numbers, moved by keyboard, mouse wheel or the menu of the grid.

    Signals:
        moved: an edge was moved; carries the edges as they are now, at once.
        wanted: the edges stand still; the file is to be read again by them.
    """

    moved, wanted = Signal(object), Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.edges: Edges | None = None
        self.found: Edges | None = None
        self.top, self.header, self.last = _Number(), _Number(), _Number("the end")
        self.left, self.right = _Letter(""), _Letter("the end")
        self.boxes = (self.top, self.header, self.last, self.left, self.right)
        for box, words in zip(self.boxes, SAID, strict=True):
            box.setAccessibleName(words)
            box.valueChanged.connect(self._changed)
        self.back = button("As found", "quiet", does=self._as_found)
        self.pause = QTimer(self, singleShot=True, interval=PAUSE)
        self.pause.timeout.connect(lambda: self.wanted.emit(self.edges))
        names = row(text("Names in rows"), self.top, text("to"), self.header, text("last row"),
                    self.last, None)  # fmt: skip
        across = row(text("Columns"), self.left, text("to"), self.right, self.back, None)
        column(names, across, gap=tokens.SMALL, into=self)

    def show_edges(self, edges: Edges, rows: Cells, *, found: bool) -> None:
        """Show where a table lies; ``found`` when nobody has moved it yet."""
        self.pause.stop()
        if found:
            self.found = edges
        self.edges = edges
        deep, wide = len(rows), max((len(line) for line in rows), default=1)
        values = (
            (self.top, 0, deep, edges.names.start + 1 if edges.header >= 0 else 0),
            (self.header, 0, deep, edges.header + 1),
            (self.last, 0, max(deep, edges.last + 1), edges.last + 1),
            (self.left, 1, wide, edges.left + 1),
            (self.right, 0, wide, edges.right + 1),
        )
        for box, least, most, value in values:
            box.blockSignals(True)
            box.setRange(least, most)
            box.setValue(value)
            box.blockSignals(False)
        self.back.setEnabled(edges != self.found)

    def point(self, words: str, at: int) -> None:
        """An edge was pointed at in the grid."""
        boxes = dict(zip((*ROWS, *COLUMNS), self.boxes, strict=True))
        boxes[words].setValue(at + 1)

    def _changed(self, _value: int) -> None:
        if self.edges is None:
            return
        header = self.header.value() - 1
        top = min(self.top.value() - 1, header) if header >= 0 else -1
        last = self.last.value() - 1
        left, right = self.left.value() - 1, self.right.value() - 1
        self.edges = replace(
            self.edges,
            header=header,
            first=max(top, 0) if header >= 0 else -1,
            last=last if last > header else -1,
            left=left,
            right=right if right >= left else -1,
        )
        self.back.setEnabled(self.edges != self.found)
        self.moved.emit(self.edges)
        self.pause.start()

    def _as_found(self) -> None:
        self.pause.stop()
        self.edges = self.found
        self.moved.emit(self.edges)
        self.wanted.emit(None)


class _Number(QSpinBox):
    """A row, counted from 1; 0 is said in words."""

    def __init__(self, nothing: str = "none") -> None:
        super().__init__()
        self.setSpecialValueText(nothing)
        self.setMinimumWidth(theme.px(84))
        self.setKeyboardTracking(False)
        self.lineEdit().setTextMargins(6, 0, 0, 0)


class _Letter(_Number):
    """A column by its letter."""

    def textFromValue(self, value: int) -> str:
        return letters(value - 1)

    def valueFromText(self, words: str) -> int:
        value = 0
        for letter in words.strip().upper():
            value = 26 * value + ord(letter) - 64
        return value

    def validate(self, words: str, at: int) -> tuple[QValidator.State, str, int]:
        fits = words.isalpha() or words == self.specialValueText()
        state = QValidator.State.Acceptable if fits else QValidator.State.Intermediate
        return state, words, at
