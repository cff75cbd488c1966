"""KindsPicker: which kinds of incident are counted, ticked in a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton

from workbench.ui import theme
from workbench.ui.charting.ticking import TickDelegate, drop, turn
from workbench.ui.widgets.basics import Frame, button, column, row


class KindsPicker(QPushButton):
    """A button that names the kinds chosen and opens the list to tick.

    Signals:
        changed: other kinds are ticked.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.kinds: tuple[tuple[str, int], ...] = ()
        self.list = QListWidget()
        self.list.setAccessibleName("Kinds of incident")
        self.everything = button("All kinds", "link", does=lambda: self._take(()))
        body = column((self.list, 1), row(self.everything, None), pad=(8, 8, 12, 8))
        self.popup = Frame("float", body)
        self.popup.setParent(self, Qt.WindowType.Popup)
        self.list.itemChanged.connect(self._ticked)
        self.list.itemActivated.connect(turn)
        self.list.setItemDelegate(TickDelegate(self.list))
        self.setAutoDefault(False)
        self.clicked.connect(self._open)
        self.setMaximumWidth(theme.px(120))
        self.offer(())

    def offer(self, kinds: Sequence[tuple[str, int]]) -> None:
        """List the kinds of the data with their counts."""
        held = self.chosen
        self.kinds = tuple(kinds)
        self.list.blockSignals(True)
        self.list.clear()
        for kind, count in kinds:
            item = QListWidgetItem(f"{kind}  ({count:,})", self.list)
            item.setData(Qt.ItemDataRole.UserRole, kind)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            ticked = Qt.CheckState.Checked if kind in held else Qt.CheckState.Unchecked
            item.setCheckState(ticked)
        self.list.blockSignals(False)
        self.setEnabled(bool(kinds))
        self._say()
        if not kinds:
            self.setToolTip("This file has no column that says the kind of incident")

    @property
    def chosen(self) -> tuple[str, ...]:
        """The kinds ticked; none means all."""
        items = [self.list.item(at) for at in range(self.list.count())]
        return tuple(
            str(one.data(Qt.ItemDataRole.UserRole))
            for one in items
            if one.checkState() == Qt.CheckState.Checked
        )

    def choose(self, kinds: Sequence[str]) -> None:
        """Tick these and no others, in silence."""
        self.list.blockSignals(True)
        for at in range(self.list.count()):
            item = self.list.item(at)
            on = item.data(Qt.ItemDataRole.UserRole) in kinds
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
        self._say()

    def _take(self, kinds: Sequence[str]) -> None:
        self.choose(kinds)
        self.changed.emit()

    def _ticked(self, _item: object) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        chosen = self.chosen
        words = "All kinds"
        if chosen:
            words = chosen[0] if len(chosen) == 1 else f"{len(chosen)} kinds"
        metrics, room = self.fontMetrics(), self.maximumWidth() - theme.px(28)
        self.setText(metrics.elidedText(words, Qt.TextElideMode.ElideRight, room))
        self.setToolTip(", ".join(chosen))
        self.setAccessibleName(f"Kinds of incident: {words}")

    def _open(self) -> None:
        drop(self, self.popup, self.list, 300, 380)
