"""CommandPalette: Ctrl+K, then a few letters; every command is also in a menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from shiboken6 import isValid

from workbench.ui import theme, tokens
from workbench.ui.icons import icon
from workbench.ui.widgets.basics import Frame, column, text

KEYS, DOES = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Command:
    """One thing that can be found or done: its words, icon, keys, and what it does."""

    words: str
    icon: str
    does: Callable[[], object]
    keys: str = ""


class _Keys(QStyledItemDelegate):
    """The ordinary item, with its keys at the right."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setFont(theme.font("caption"))
        token = "on_selected" if chosen and theme.plain() else "secondary"
        painter.setPen(theme.colour(token))
        place = option.rect.adjusted(0, 0, -tokens.MEDIUM, 0)
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(place, side, index.data(KEYS))
        painter.restore()


class _Matches(QSortFilterProxyModel):
    """Keeps what holds every word typed, in any order."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.words: list[str] = []

    def narrow(self, typed: str) -> None:
        """Keep only what matches."""
        self.words = typed.lower().split()
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        said = str(self.sourceModel().index(row, 0, parent).data()).lower()
        return all(word in said for word in self.words)


class CommandPalette(QWidget):
    """A layer over the window: a line to type in and what matches it. Esc closes it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.over = window
        self._came_from: QWidget | None = None
        self.line, self.list = QLineEdit(), QListView()
        self.line.setPlaceholderText("Find a problem, a record or a command")
        self.line.setAccessibleName("Find or do")
        self.line.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.list.setAccessibleName("Matches")
        self.list.setItemDelegate(_Keys(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.model = QStandardItemModel(self)
        self.matches = _Matches(self)
        self.matches.setSourceModel(self.model)
        self.list.setModel(self.matches)
        self.line.textChanged.connect(self._narrow)
        self.line.installEventFilter(self)
        self.list.clicked.connect(self._do)
        self.hint = text("Enter does it    Up and Down choose    Esc closes", "caption")
        pad = (tokens.MEDIUM, tokens.MEDIUM, tokens.MEDIUM, tokens.MEDIUM)
        self.box = Frame("float", column(self.line, (self.list, 1), self.hint, pad=pad))
        self.box.setParent(self)
        window.installEventFilter(self)
        self.hide()

    def offer(self, commands: Sequence[Command]) -> None:
        """Say what can be found or done now."""
        self.model.clear()
        for command in commands:
            item = QStandardItem(icon(command.icon), command.words)
            item.setData(command.keys, KEYS)
            item.setData(command, DOES)
            item.setEditable(False)
            self.model.appendRow(item)
        self._narrow(self.line.text())

    def open(self, typed: str = "") -> None:
        """Show it over the window with the keyboard in its line."""
        self._came_from = self.over.focusWidget()
        self.line.setText(typed)
        self._narrow(typed)
        self.show()
        self.raise_()
        self.line.setFocus()

    def shut(self) -> None:
        """Close it and give the keyboard back to where it was."""
        self.hide()
        back, self._came_from = self._came_from, None
        if back is not None and isValid(back) and back.isVisible():  # else its page was made anew
            back.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.over and event.type() == QEvent.Type.Resize and self.isVisible():
            self._fit()
        if watched is self.line and isinstance(event, QKeyEvent):
            return event.type() == QEvent.Type.KeyPress and self._key(event.key())
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.shut()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 0 if theme.plain() else 70))
        if theme.plain():
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for step in range(12):  # the one elevation: painted, so that no effect blurs the words
            painter.setBrush(QColor(0, 0, 0, 6))
            grown = self.box.geometry().adjusted(-step, -step + 4, step, step + 6)
            painter.drawRoundedRect(grown, tokens.CARD_RADIUS + step, tokens.CARD_RADIUS + step)

    def _key(self, key: int) -> bool:
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            move = 1 if key == Qt.Key.Key_Down else -1
            at = self.list.currentIndex().row() + move
            at = max(0, min(self.matches.rowCount() - 1, at))
            self.list.setCurrentIndex(self.matches.index(at, 0))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._do(self.list.currentIndex())
        elif key == Qt.Key.Key_Escape:
            self.shut()
        else:
            return False
        return True

    def _do(self, index: Index) -> None:
        command = index.data(DOES) if index.isValid() else None
        if isinstance(command, Command):
            self.shut()
            command.does()

    def _narrow(self, typed: str) -> None:
        self.matches.narrow(typed)
        self.list.setCurrentIndex(self.matches.index(0, 0))
        found = self.matches.rowCount()
        keys = "Enter does it    Up and Down choose    Esc closes"
        self.hint.setText(keys if found else "Nothing matches. Try fewer letters.")
        self._fit()

    def _fit(self) -> None:
        window = self.over
        self.setGeometry(window.rect())
        wide = min(round(560 * theme.look.scale), window.width() - 2 * tokens.HUGE)
        each = max(self.list.sizeHintForRow(0), self.list.fontMetrics().height() + 12)
        rows = each * min(12, max(1, self.matches.rowCount())) + 4
        high = self.line.sizeHint().height() + rows + self.hint.sizeHint().height() + 40
        left, top = (window.width() - wide) // 2, window.height() // 8
        self.box.setGeometry(left, top, wide, min(high, window.height() * 3 // 4))
        self.update()
