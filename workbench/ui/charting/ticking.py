"""A list of things to tick that drops down below the button that opens it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from workbench.ui import theme


def drop(owner: QWidget, popup: QWidget, ticks: QListWidget, wide: int, most: int) -> None:
    """Show a popup below its button, as high as its list wants, and put the keyboard in the list.

    Args:
        owner: the button.
        popup: what drops down; the list is in it.
        ticks: the list.
        wide: pixels at ordinary text size.
        most: the most that it is high, likewise.
    """
    rows = ticks.sizeHintForRow(0) * ticks.count() + theme.px(60)
    popup.resize(theme.px(wide), max(theme.px(80), min(theme.px(most), rows)))
    popup.move(owner.mapToGlobal(QPoint(0, owner.height() + 2)))
    popup.show()
    ticks.setFocus()


def turn(item: QListWidgetItem) -> None:
    """Tick what is not ticked, and the other way round."""
    on = item.checkState() == Qt.CheckState.Checked
    item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)
