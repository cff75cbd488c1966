"""LayersPanel: what is laid on the map, and as whom one looks at it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QComboBox, QRadioButton, QSpinBox

from workbench.ui import theme, tokens
from workbench.ui.mapping.layers import Layers
from workbench.ui.widgets.basics import CARD, Frame, column, holder, row, scroll, text

GROUNDS = (
    ("none", "Nothing"),
    ("density", "Density"),
    ("areas", "Small areas shaded"),
    ("hot", "Hot and cold cells"),
)
VIEWS = (
    ("0", "Exact places"),
    ("street", "By street"),
    ("250", "Squares of 250 m"),
    ("1000", "Squares of 1 km"),
    ("area", "Small areas"),
)


class LayersPanel(Frame):
    """Signals:
    changed: other layers are wanted.
    view_changed: the map is wanted as another reader sees it.
    """

    changed, view_changed = Signal(), Signal()

    def __init__(self) -> None:
        super().__init__("surface")
        self.setAccessibleName("Layers")
        self.points, self.lines, self.named = (
            QCheckBox(words) for words in ("Incidents", "Boundaries", "Areas of this problem")
        )
        for tick in (self.points, self.lines, self.named):
            tick.setChecked(True)
            tick.toggled.connect(lambda _on: self.changed.emit())
        self.grounds = {key: QRadioButton(words) for key, words in GROUNDS}
        self.group = QButtonGroup(self)
        for one in self.grounds.values():
            self.group.addButton(one)
        self.grounds["none"].setChecked(True)
        self.group.buttonClicked.connect(lambda _part: self._ground())
        self.bandwidth = self._metres("Bandwidth of the density", 3_000)
        self.wide = holder(row(text("Over", "small"), (self.bandwidth, 1)))
        self.side = self._metres("Side of a cell", 10_000)
        self.cells = holder(row(text("Side", "small"), (self.side, 1)))
        self.audience = QComboBox()
        self.audience.setAccessibleName("Audience view")
        for key, words in VIEWS:
            self.audience.addItem(words, key)
        self.audience.activated.connect(lambda _at: self.view_changed.emit())
        self.seen = text("", "caption", wrap=True)
        self.why = text("", "caption", wrap=True)
        self._build()
        self._ground(tell=False)

    def _metres(self, name: str, most: int) -> QSpinBox:
        """A number of metres; 0 is one that suits the map."""
        made = QSpinBox()
        made.setRange(0, most)
        made.setSingleStep(50)
        made.setSuffix(" m")
        made.setSpecialValueText("suits the map")
        made.setKeyboardTracking(False)
        made.setMinimumWidth(theme.px(110))
        made.lineEdit().setTextMargins(6, 0, 0, 0)
        made.setAccessibleName(name)
        made.valueChanged.connect(lambda _n: self.changed.emit())
        return made

    def _build(self) -> None:
        for label in (self.seen, self.why):
            label.setMinimumWidth(theme.px(150))
        inner = column(
            text("Audience view", "label"),
            self.audience,
            self.seen,
            tokens.SMALL,
            text("Layers", "label"),
            self.points,
            self.lines,
            self.named,
            tokens.SMALL,
            text("Colour the ground by", "label"),
            *self.grounds.values(),
            self.wide,
            self.cells,
            self.why,
            None,
            gap=tokens.TIGHT,
            pad=CARD,
        )
        area = scroll(inner)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column((area, 1), gap=0, pad=(1, 1, 1, 1), into=self)
        self.setFixedWidth(theme.px(226))

    @property
    def view(self) -> str:
        """As whom one looks."""
        return str(self.audience.currentData())

    def set_view(self, key: str) -> None:
        """Look as somebody else."""
        at = self.audience.findData(key)
        if at >= 0 and at != self.audience.currentIndex():
            self.audience.setCurrentIndex(at)
            self.view_changed.emit()

    @property
    def layers(self) -> Layers:
        """What is ticked."""
        return Layers(
            self.points.isChecked(),
            self.ground,
            self.lines.isChecked(),
            self.named.isChecked(),
            self.bandwidth.value(),
            self.side.value(),
        )

    @property
    def ground(self) -> str:
        """What the ground is coloured by."""
        return next(key for key, one in self.grounds.items() if one.isChecked())

    def set_ground(self, key: str) -> None:
        """Colour the ground by something else."""
        self.grounds[key].setChecked(True)
        self._ground()

    def offer(self, can: dict[str, str], threshold: int) -> None:
        """Grey out what the data cannot bear, and say why.

        Args:
            can: what cannot be shown, and the sentence that says why.
            threshold: the count below which partners see none.
        """
        self.points.setEnabled("points" not in can)
        for key, one in self.grounds.items():
            one.setEnabled(key not in can)
            one.setToolTip(can.get(key, ""))
        areas = self.view == "area"
        self.grounds["none"].setEnabled(not areas)
        if areas or not self.grounds[self.ground].isEnabled():
            self.grounds["areas" if areas else "none"].setChecked(True)
            self._ground(tell=False)
        self.why.setText(next((words for words in can.values() if words), ""))
        self.why.setVisible(bool(self.why.text()))
        hidden = f"What a partner would see: counts below {threshold} are hidden."
        exact = "Exact places are for police only."
        self.seen.setText(exact if self.view == "0" else hidden)

    def _ground(self, tell: bool = True) -> None:
        self.wide.setVisible(self.ground == "density")
        self.cells.setVisible(self.ground == "hot")
        if tell:
            self.changed.emit()
