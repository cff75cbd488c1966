"""A list of things to tick that drops down below the button that opens it."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QEvent, QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate, QWidget

from workbench.ui import theme

_ON: Final = Qt.CheckState.Checked
_OFF: Final = Qt.CheckState.Unchecked


class TickDelegate(QStyledItemDelegate):
    """A click anywhere on a line ticks it, not only one on its box."""

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: Any, index: Any
    ) -> bool:
        if not isinstance(event, QMouseEvent):
            return super().editorEvent(event, model, option, index)
        if event.type() == QEvent.Type.MouseButtonRelease and (
            event.button() == Qt.MouseButton.LeftButton
        ):
            on = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == _ON
            model.setData(index, _OFF if on else _ON, Qt.ItemDataRole.CheckStateRole)
        return True


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
