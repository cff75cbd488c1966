"""AreasPicker: one or several named areas of the problem, ticked in a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton

from workbench.ui import theme
from workbench.ui.charting.ticking import TickDelegate, drop, turn
from workbench.ui.widgets.basics import Frame, column, text

Named = tuple[str, tuple[str, ...]]
NONE = "No area is named yet. Name areas on the page of the map."


class AreasPicker(QPushButton):
    """A button that names the areas chosen and opens the list to tick.

    Signals:
        changed: other areas are ticked.
    """

    changed = Signal()

    def __init__(self, areas: Sequence[Named], codes: Sequence[str] = ()) -> None:
        super().__init__()
        self.areas = tuple(areas)
        self.list = QListWidget()
        self.list.setAccessibleName("Areas of this problem")
        held = set(codes)
        for name, own in self.areas:
            item = QListWidgetItem(f"{name}  ({len(own):,})" if len(own) > 1 else name, self.list)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            on = bool(own) and held.issuperset(own)
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        named = {code for at in self._ticked() for code in self.areas[at][1]}
        self.others = tuple(code for code in codes if code not in named)  # of no named area
        empty = text(NONE, "small", wrap=True)
        empty.setVisible(False)
        body = column((self.list, 1), empty, pad=(8, 8, 12, 8))
        self.popup = Frame("float", body)
        self.popup.setParent(self, Qt.WindowType.Popup)
        empty.setVisible(not self.areas)
        self.list.setVisible(bool(self.areas))
        self.list.itemChanged.connect(self._turned)
        self.list.itemActivated.connect(turn)
        self.list.setItemDelegate(TickDelegate(self.list))
        self.setAutoDefault(False)
        self.clicked.connect(self._open)
        self._say()

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the areas ticked, and those that no named area holds."""
        own = [code for at in self._ticked() for code in self.areas[at][1]]
        return tuple(dict.fromkeys((*own, *self.others)))

    def choose(self, names: Sequence[str]) -> None:
        """Tick these areas and no others."""
        self.list.blockSignals(True)
        self.others = ()
        for at, (name, _) in enumerate(self.areas):
            on = Qt.CheckState.Checked if name in names else Qt.CheckState.Unchecked
            self.list.item(at).setCheckState(on)
        self.list.blockSignals(False)
        self._turned()

    def _ticked(self) -> list[int]:
        ticked = Qt.CheckState.Checked
        return [at for at in range(self.list.count()) if self.list.item(at).checkState() == ticked]

    def _turned(self, _item: object = None) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        names = [self.areas[at][0] for at in self._ticked()]
        words = names[0] if len(names) == 1 else f"{len(names)} areas" if names else "None chosen"
        if self.others and not names:
            words = f"{len(self.others):,} small areas"
        room = theme.px(170)
        self.setText(self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room))
        self.setToolTip(", ".join(names))
        self.setAccessibleDescription(words)

    def _open(self) -> None:
        drop(self, self.popup, self.list, 280, 320)
