"""SelectionPanel: what is selected on the map, and what can be made of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QMenu, QSpinBox

from workbench.domain.data import Area, AreaRole
from workbench.ui import theme, tokens
from workbench.ui.charting.controls import narrow
from workbench.ui.widgets.basics import (
    CARD,
    Frame,
    button,
    column,
    empty,
    holder,
    row,
    rule,
    scroll,
    text,
)

if TYPE_CHECKING:
    from workbench.ui.mapping.picking import Picked

NONE = (
    "Nothing is selected. Choose a tool above the map, or rows of a table under Charts: what is "
    "selected here is selected there."
)


class SelectionPanel(Frame):
    """Signals:
    wanted: make an area of it; carries the role and a name.
    buffer: make a buffer round an area; carries its id and the metres.
    radius: the circle is wanted with another radius.
    cleared, charted: select nothing; show it in charts.
    """

    wanted, buffer, radius = Signal(object, str), Signal(object, int), Signal(float)
    cleared, charted = Signal(), Signal()

    def __init__(self) -> None:
        super().__init__("surface")
        self.setAccessibleName("Selection")
        self.title = text("", "strong", wrap=True)
        self.lines = column(gap=tokens.TIGHT)
        self.across = QSpinBox()
        self.across.setRange(1, 100_000)
        self.across.setSuffix(" m")
        self.across.setKeyboardTracking(False)
        self.across.setAccessibleName("Radius of the circle")
        self.across.valueChanged.connect(lambda metres: self.radius.emit(float(metres)))
        self.circle = holder(row(text("Radius", "small"), (self.across, 1)))
        self.name = QLineEdit()
        self.name.setPlaceholderText("Name of the area")
        self.name.setAccessibleName("Name of the area")
        self.use = button("Use as...", "primary", "place")
        menu = QMenu(self.use)
        for role in AreaRole:
            words = f"{role.value.capitalize()} area"
            menu.addAction(words, partial(self._want, role))
        self.use.setMenu(menu)
        self.clear = button("Clear", does=self.cleared.emit, tip="Select nothing (Esc)")
        self.chart = button("Show in charts", "link", "analyse", self.charted.emit)
        self.of = narrow(QComboBox())
        self.of.setAccessibleName("Area to make a buffer round")
        self.metres = QSpinBox()
        self.metres.setRange(50, 20_000)
        self.metres.setSingleStep(50)
        self.metres.setValue(300)
        self.metres.setSuffix(" m")
        self.metres.setAccessibleName("Width of the buffer")
        self.round = button("Make buffer", does=self._buffer)
        for box in (self.across, self.metres):
            box.lineEdit().setTextMargins(6, 0, 0, 0)
        self._build()
        self.show_picked(None)
        self.show_areas(())

    def _build(self) -> None:
        self.made = holder(
            column(self.name, row(self.use, self.clear, None), row(self.chart, None))
        )
        self.buffers = holder(
            column(
                rule(),
                text("Buffer round", "label"),
                self.of,
                self.metres,
                row(self.round, None),
                gap=tokens.SMALL,
            )
        )
        inner = column(
            text("Selection", "label"),
            self.title,
            self.lines,
            self.circle,
            self.made,
            self.buffers,
            None,
            gap=tokens.SMALL,
            pad=CARD,
        )
        area = scroll(inner)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column((area, 1), gap=0, pad=(1, 1, 1, 1), into=self)
        self.setFixedWidth(theme.px(256))

    def show_picked(self, picked: Picked | None) -> None:
        """Say what is selected."""
        chosen = picked.chosen if picked is not None else None
        empty(self.lines)
        self.title.setVisible(chosen is not None)
        self.circle.setVisible(chosen is not None and chosen.circle is not None)
        self.made.setVisible(chosen is not None)
        if chosen is None or picked is None:
            self.lines.addWidget(_line(NONE))
            return
        words = chosen.words
        self.title.setText(words[:1].upper() + words[1:])
        for sentence in picked.said:
            self.lines.addWidget(_line(sentence))
        can = bool(chosen.areas or chosen.outline)
        self.name.setVisible(can)
        self.use.setEnabled(can)
        if chosen.circle is not None:
            self.across.blockSignals(True)
            self.across.setValue(round(chosen.circle[2]))
            self.across.blockSignals(False)

    def show_areas(self, areas: Sequence[Area]) -> None:
        """Offer the areas that a buffer can lie round."""
        there = [
            one for one in areas if one.role is AreaRole.TREATED and (one.codes or one.outline)
        ]
        held = self.of.currentData()
        self.of.clear()
        for one in there:
            self.of.addItem(one.name, one.id)
        ids = [one.id for one in there]
        self.of.setCurrentIndex(ids.index(held) if held in ids else 0)
        self.buffers.setVisible(bool(there))

    def _want(self, role: AreaRole) -> None:
        self.wanted.emit(role, self.name.text().strip())

    def _buffer(self) -> None:
        chosen = self.of.currentData()
        if isinstance(chosen, UUID):
            self.buffer.emit(chosen, self.metres.value())


def _line(words: str) -> QLabel:
    made = text(words, "small", wrap=True)
    made.setMinimumWidth(theme.px(150))
    return made
