"""Short ways to say the few things every screen is made of: words, buttons, rows and columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from workbench.ui import icons, theme, tokens

Item = QWidget | QLayout | int | None | tuple[QWidget | QLayout, int]
Box = TypeVar("Box", bound=QBoxLayout)
Pad = tuple[int, int, int, int]
NONE: Pad = (0, 0, 0, 0)
CARD: Pad = (tokens.LARGE, tokens.MEDIUM, tokens.LARGE, tokens.MEDIUM)


def text(words: str, style: str = "body", wrap: bool = False, tone: str = "") -> QLabel:
    """A label in one of the type styles."""
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("type", style)
    label.setProperty("tone", tone)
    label.setWordWrap(wrap)
    if wrap:
        label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return label


def breakable(words: str) -> str:
    """Words in which a long path may go on in the next line, after a stroke."""
    return re.sub(r"([/\\])", "\\1\u200b", words)


class Elided(QLabel):
    """One line of words that gives way: what does not fit ends in dots, and the tip says all."""

    def __init__(self, words: str, style: str = "body") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("type", style)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.words = ""
        self.say(words)

    def say(self, words: str) -> None:
        """Show other words."""
        self.words = words
        self.setAccessibleName(words)
        self._cut()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        wide = QFontMetrics(self.font()).horizontalAdvance(self.words) + 4
        return QSize(wide, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(48), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._cut()

    def _cut(self) -> None:
        room = max(self.width(), theme.px(48)) if self.isVisible() else 10_000
        shown = self.fontMetrics().elidedText(self.words, Qt.TextElideMode.ElideRight, room)
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(self.words if shown != self.words else "")


def button(
    words: str,
    kind: str = "",
    icon: str = "",
    does: Callable[[], object] | None = None,
    tip: str = "",
) -> QPushButton:
    """A push button: kind is "" (ordinary), primary, quiet or link."""
    made = QPushButton(words)
    made.setProperty("kind", kind)
    made.setAutoDefault(False)
    made.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
    if icon:
        made.setIcon(icons.icon(icon, "on_accent" if kind == "primary" else "secondary"))
        made.setIconSize(QSize(theme.px(20 if words else 16), theme.px(16)))
    if tip:
        made.setToolTip(tip)
        made.setAccessibleName(words or tip)
        made.setAccessibleDescription(tip)
    if kind == "link":
        made.setCursor(Qt.CursorShape.PointingHandCursor)
    if does:
        made.clicked.connect(lambda _checked=False: does())
    return made


class Segments(QWidget):
    """A few choices side by side of which at most one holds; arrow keys move."""

    def __init__(self, name: str, words: Sequence[str], chosen: int = 0) -> None:
        super().__init__()
        self.group = QButtonGroup(self)
        parts = [self._part(name, words, at) for at in range(len(words))]
        if chosen >= 0:
            parts[chosen].setChecked(True)
        self.chosen = self.group.idClicked  # carries the place of the part that was clicked
        self.setAccessibleName(name)
        row(*parts, gap=0, into=self)

    @property
    def at(self) -> int:
        """The place of the part that holds, or -1."""
        return self.group.checkedId()

    def set_at(self, at: int) -> None:
        """Choose a part, or with -1 none."""
        self.group.setExclusive(False)
        for part in self.group.buttons():
            part.setChecked(self.group.id(part) == at)
        self.group.setExclusive(True)

    def _part(self, name: str, words: Sequence[str], at: int) -> QPushButton:
        part = _Part(words[at])
        part.setCheckable(True)
        place = "first" if at == 0 else "last" if at == len(words) - 1 else "middle"
        part.setProperty("part", place)
        part.setAccessibleName(f"{name}: {words[at]}")
        self.group.addButton(part, at)
        return part


class _Part(QPushButton):
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        cut = self.fontMetrics().horizontalAdvance(self.text()) > self.width()
        self.setToolTip(self.text() if cut else "")

    def sizeHint(self) -> QSize:
        # the chosen part is bold, and a style sheet's weight is not in the hint
        hint = super().sizeHint()
        return QSize(round(hint.width() * 1.1), hint.height())


def place(box: QComboBox, value: object) -> int:
    """Where a value is in a list, or -1; findData does not know Python objects."""
    return next((at for at in range(box.count()) if box.itemData(at) == value), -1)


def row(
    *items: Item, gap: int = tokens.SMALL, pad: Pad = NONE, into: QWidget | None = None
) -> QHBoxLayout:
    """Items side by side; an int is a space, None takes what is left, (item, n) stretches."""
    return fill(QHBoxLayout(into) if into else QHBoxLayout(), items, gap, pad)


def column(
    *items: Item, gap: int = tokens.SMALL, pad: Pad = NONE, into: QWidget | None = None
) -> QVBoxLayout:
    """Items one under another; an int is a space, None takes what is left, (item, n) stretches."""
    return fill(QVBoxLayout(into) if into else QVBoxLayout(), items, gap, pad)


def action_row(*items: Item) -> QHBoxLayout:
    """The buttons of a dialog or page foot, at the right."""
    return row(None, *items)


class Mark(QWidget):
    """An icon beside words that say the same; follows theme and text size while it is shown."""

    def __init__(self, name: str, token: str = "secondary", side: int = 18) -> None:
        super().__init__()
        self.name, self.token, self.side = name, token, side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(self.side), theme.px(self.side))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        icons.paint(QPainter(self), self.name, self.rect(), theme.colour(self.token))


def mark(name: str, token: str = "secondary", side: int = 18) -> Mark:
    """An icon beside words that say the same, so it has no name of its own."""
    return Mark(name, token, side)


def rule(upright: bool = False) -> QFrame:
    """A hairline between areas."""
    return Frame("upright" if upright else "rule")


class Frame(QFrame):
    """An area on one of the grounds named in the style sheet (surface, side, desk, bar ...)."""

    def __init__(self, level: str, layout: QLayout | None = None) -> None:
        super().__init__()
        self.setProperty("level", level)
        if layout is not None:
            self.setLayout(layout)


def holder(layout: QLayout) -> QWidget:
    """A plain widget round a layout, where a widget is wanted."""
    made = QWidget()
    made.setLayout(layout)
    return made


def scroll(layout: QLayout) -> QScrollArea:
    """An area that scrolls when the window is small or the text large: nothing is ever clipped."""
    body = QWidget()
    body.setObjectName("body")
    body.setLayout(layout)
    return scrolling(body)


def scrolling(body: QWidget) -> QScrollArea:
    """A widget that is scrolled where its least does not fit."""
    area = QScrollArea()
    area.setWidget(body)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def fill(layout: Box, items: Sequence[Item], gap: int = tokens.SMALL, pad: Pad = NONE) -> Box:
    """Put items into a row or column."""
    layout.setSpacing(gap)
    layout.setContentsMargins(*pad)
    for item in items:
        part, stretch = item if isinstance(item, tuple) else (item, 0)
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(part)
        elif isinstance(part, QLayout):
            layout.addLayout(part, stretch)
        else:
            layout.addWidget(part, stretch)
    return layout


def empty(layout: QLayout) -> None:
    """Take everything out of a layout, so that it can be filled again."""
    while (item := layout.takeAt(0)) is not None:
        if widget := item.widget():
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif inner := item.layout():
            empty(inner)
