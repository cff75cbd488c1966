"""One small editor for each kind of field that a record can have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextDocument
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidget,
    QWidgetAction,
)

from workbench.ui import theme
from workbench.ui.icons import icon
from workbench.ui.records.days import month_written, read_day, read_month, written
from workbench.ui.widgets.flow import Flow

Choices = Sequence[tuple[Any, str]]


class Editor(QObject):
    """A control and the value in it.

    Signals:
        typed: something was typed and may not be whole yet.
        finished: the control was left, or a choice was made.
    """

    typed, finished = Signal(), Signal()

    def __init__(self, control: QWidget) -> None:
        super().__init__(control)
        self.control = control
        control.installEventFilter(self)

    def value(self) -> Any:
        """What it holds.

        Raises:
            ValueError: it cannot be read; the text says why.
        """
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        """Show a value, unless that is what it holds already."""
        try:
            same = self.value() == value
        except ValueError:
            same = False
        if not same:
            self.control.blockSignals(True)
            self.put(value)
            self.control.blockSignals(False)

    def put(self, value: Any) -> None:
        """Put a value into the control."""
        raise NotImplementedError

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            QTimer.singleShot(0, self, self.fit)
        elif event.type() == QEvent.Type.FocusOut:
            self.finished.emit()
        elif event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            return self._gives_way(event)
        return False

    def _gives_way(self, event: QKeyEvent) -> bool:
        """With nothing left to undo in the field itself, Ctrl+Z is the whole program's."""
        undo = event.matches(QKeySequence.StandardKey.Undo)
        redo = event.matches(QKeySequence.StandardKey.Redo)
        if (undo and not self.can_undo()) or (redo and not self.can_redo()):
            event.ignore()
            return True
        return False

    def typing(self) -> str:
        """What is typed in it, as it stands."""
        return ""

    def type_again(self, words: str) -> None:
        """Put back what was typed and could not be kept."""

    def fit(self) -> None:
        """Take the height that the words need."""

    def can_undo(self) -> bool:
        """Whether the control has typing of its own to take back."""
        return False

    def can_redo(self) -> bool:
        """Whether the control has typing of its own to make again."""
        return False


class Line(Editor):
    """Words on one line."""

    def __init__(self) -> None:
        self.line = QLineEdit()
        super().__init__(self.line)
        self.line.textEdited.connect(self.typed)
        self.line.returnPressed.connect(self.finished)

    def value(self) -> Any:
        return self.line.text().strip()

    def put(self, value: Any) -> None:
        self.line.setText(value)
        self.line.setCursorPosition(0)  # long words are read from their beginning

    def typing(self) -> str:
        return self.line.text()

    def type_again(self, words: str) -> None:
        self.line.setText(words)

    def can_undo(self) -> bool:
        return self.line.isUndoAvailable()

    def can_redo(self) -> bool:
        return self.line.isRedoAvailable()


class Lines(Editor):
    """Words on several lines; as high as they need, from two lines (or fewer) to eight."""

    def __init__(self, least: int = 2) -> None:
        self.least = least
        self.area = QPlainTextEdit()
        super().__init__(self.area)
        self.area.setTabChangesFocus(True)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.area.textChanged.connect(self._typed)
        self.area.document().documentLayout().documentSizeChanged.connect(self.fit)
        self.fit()

    def value(self) -> str:
        return self.area.toPlainText().strip()

    def put(self, value: str) -> None:
        self.area.setPlainText(value)
        self.fit()

    def typing(self) -> str:
        return self.area.toPlainText()

    def type_again(self, words: str) -> None:
        self.area.setPlainText(words)

    def can_undo(self) -> bool:
        return self._document().isUndoAvailable()

    def can_redo(self) -> bool:
        return self._document().isRedoAvailable()

    def _document(self) -> QTextDocument:
        return self.area.document()

    def _typed(self) -> None:
        self.typed.emit()

    def fit(self) -> None:
        lines = max(self.least, min(8, round(self.area.document().size().height())))
        self.area.setFixedHeight(self.area.fontMetrics().lineSpacing() * lines + 28)


class Number(Line):
    """A figure, or nothing."""

    def value(self) -> Any:
        text = self.line.text().replace(",", "").replace("\u00a3", "").strip()
        if not text:
            return None
        try:
            return float(text)
        except ValueError:
            said = f"\u201c{self.line.text()}\u201d is not a number. Write it like 31.4."
            raise ValueError(said) from None

    def put(self, value: Any) -> None:
        self.line.setText("" if value is None else f"{value:,.12g}")


class Day(Line):
    """A day, typed or taken from a calendar, or nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.line.setPlaceholderText("Such as 5 Dec 2026")
        place = QLineEdit.ActionPosition.TrailingPosition
        opener = self.line.addAction(icon("calendar"), place)
        opener.setToolTip("Choose from a calendar")
        opener.triggered.connect(self._calendar)

    def value(self) -> Any:
        return read_day(self.line.text())

    def put(self, value: Any) -> None:
        self.line.setText(written(value))

    def _calendar(self) -> None:
        menu, calendar = QMenu(self.line), QCalendarWidget()
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        header = QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader
        calendar.setVerticalHeaderFormat(header)
        try:
            now = self.value()
        except ValueError:
            now = None
        if now is not None:
            calendar.setSelectedDate(QDate(now.year, now.month, now.day))
        held = QWidgetAction(menu)
        held.setDefaultWidget(calendar)
        menu.addAction(held)
        calendar.activated.connect(menu.close)
        calendar.clicked.connect(menu.close)
        calendar.clicked.connect(self._picked)
        calendar.activated.connect(self._picked)
        menu.popup(self.line.mapToGlobal(QPoint(0, self.line.height())))

    def _picked(self, day: QDate) -> None:
        self.put(date(day.year(), day.month(), day.day()))
        self.finished.emit()


class Month(Line):
    """A month, or nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.line.setPlaceholderText("Such as Nov 2018")

    def value(self) -> Any:
        return read_month(self.line.text())

    def put(self, value: Any) -> None:
        self.line.setText(month_written(value))


class Tick(Editor):
    """Yes or no."""

    def __init__(self, words: str) -> None:
        self.box = QCheckBox(words)
        super().__init__(self.box)
        self.box.clicked.connect(self.finished)

    def value(self) -> bool:
        return self.box.isChecked()

    def put(self, value: bool) -> None:
        self.box.setChecked(value)


class Choice(Editor):
    """One of several; a stored key that is not among them is shown, never dropped."""

    def __init__(self, choices: Choices) -> None:
        self.combo = QComboBox()
        super().__init__(self.combo)
        least = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.combo.setSizeAdjustPolicy(least)
        self.combo.setMinimumContentsLength(10)
        self.combo.setMaxVisibleItems(16)
        self.combo.view().setMinimumWidth(theme.px(280))
        self.choices: list[tuple[Any, str]] = []
        self.offer(choices)
        self.combo.activated.connect(self.finished)

    def offer(self, choices: Choices) -> None:
        """Offer other choices; what is chosen stays."""
        if list(choices) == self.choices:
            return
        held = self.value() if self.choices else None
        self.choices = list(choices)
        self.combo.blockSignals(True)
        self.combo.clear()
        for _, words in self.choices:
            self.combo.addItem(words)
        self.combo.blockSignals(False)
        if held is not None:
            self.put(held)

    def value(self) -> Any:
        at = self.combo.currentIndex()
        return self.choices[at][0] if 0 <= at < len(self.choices) else None

    def put(self, value: Any) -> None:
        keys = [key for key, _ in self.choices]
        if value not in keys:
            self.choices.append((value, f"{value} (not in the list)"))
            self.combo.addItem(self.choices[-1][1])
            keys.append(value)
        self.combo.setCurrentIndex(keys.index(value))


class Ticks(Editor):
    """Any of several."""

    def __init__(self, choices: Choices) -> None:
        self.boxes = {key: QCheckBox(words) for key, words in choices}
        super().__init__(Flow(*self.boxes.values()))
        for box in self.boxes.values():
            box.clicked.connect(self.finished)

    def value(self) -> tuple[str, ...]:
        return tuple(key for key, box in self.boxes.items() if box.isChecked())

    def put(self, value: tuple[str, ...]) -> None:
        for key, box in self.boxes.items():
            box.setChecked(key in value)
