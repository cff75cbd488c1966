"""What can be seen: words that are cut, focus that is out of sight, an order that jumps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenuBar,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollBar,
    QTabBar,
    QTableView,
    QToolButton,
    QWidget,
)

WORKED = (
    QAbstractButton, QComboBox, QAbstractSpinBox, QLineEdit, QPlainTextEdit, QAbstractItemView,
    QTabBar,
)  # fmt: skip
HOLDS_VALUE = (QComboBox, QAbstractSpinBox, QAbstractSlider, QTabBar)
SLACK = 2  # pixels that no eye misses
LEAST_SEEN = 20  # pixels of a tall thing that must be in view to know where one is


def label(widget: QWidget) -> str:
    """What a control is called."""
    said = widget.accessibleName() or words_of(widget) or widget.toolTip() or widget.objectName()
    return said.replace("&", "")[:70]


def words_of(widget: QWidget) -> str:
    """The words that a widget shows, if it is of a kind that shows words."""
    if isinstance(widget, QLabel | QAbstractButton):
        return widget.text()
    return widget.title() if isinstance(widget, QGroupBox) else ""


def value(widget: QWidget) -> object:
    """The value that a control holds."""
    if isinstance(widget, QComboBox | QTabBar):
        return widget.currentIndex()
    if isinstance(widget, QAbstractSlider) and not isinstance(widget, QScrollBar):
        return widget.value()
    return widget.text() if isinstance(widget, QAbstractSpinBox) else None


def twice(labels: list[str]) -> list[str]:
    """The letters that are underlined in more than one of the labels."""
    found = [re.search(r"(?<!&)&([^&\s])", words) for words in labels]
    letters = Counter(one.group(1).upper() for one in found if one)
    return [letter for letter, count in letters.items() if count > 1]


# where things are


def in_view(widget: QWidget) -> QRect:
    """The part of a widget that can be seen, in the window's own places."""
    window = widget.window()
    seen = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
    parent = widget.parentWidget()
    while parent is not None:
        seen &= QRect(parent.mapTo(window, QPoint(0, 0)), parent.size())
        if parent is window:
            break
        parent = parent.parentWidget()
    return seen


def on_top(widget: QWidget) -> bool:
    """Whether the mouse can get at the middle of a widget."""
    window = widget.window()
    found: QWidget | None = window.childAt(widget.mapTo(window, widget.rect().center()))
    return found is not None and (found is widget or widget.isAncestorOf(found))


def unseen(widget: QWidget) -> str:  # noqa: PLR0911 - one reason each
    """Why the focus on a widget is not seen, or nothing."""
    if not widget.isVisible():
        return "it is hidden"
    seen = in_view(widget)
    high, wide = min(widget.height(), LEAST_SEEN), min(widget.width(), LEAST_SEEN)
    if seen.height() < high or seen.width() < wide:
        return f"it is out of view ({seen.width()}x{seen.height()} of it is seen)"
    room = _room(widget)
    if widget.height() <= room.height() and seen.height() < widget.height() - SLACK:
        return f"it is cut ({seen.height()} of {widget.height()} pixels of its height are seen)"
    ring = getattr(widget.window(), "ring", None)
    if ring is None:
        return "its window has no ring"
    if not ring.isVisible():
        return "no ring is round it"
    if not ring.geometry().intersects(seen):
        return "the ring is elsewhere"
    return ""


def _room(widget: QWidget) -> QSize:
    room = widget.window().size()
    parent = widget.parentWidget()
    while parent is not None and not parent.isWindow():
        if isinstance(parent, QAbstractScrollArea):
            room = room.boundedTo(parent.viewport().size())
        parent = parent.parentWidget()
    return room


def before(one: QWidget, other: QWidget) -> bool:
    """Whether one stands wholly before another: above it, or left of it in its line."""
    if one.window() is not other.window() or one.isAncestorOf(other) or other.isAncestorOf(one):
        return False
    first, second = _branches(one, other)
    a, b = first.geometry(), second.geometry()
    if a.bottom() <= b.top() + SLACK:
        return a.left() < b.right()  # else it is the top of the next column
    overlap = min(a.bottom(), b.bottom()) - max(a.top(), b.top())
    same_line = overlap > min(a.height(), b.height()) // 2
    return same_line and a.right() <= b.left() + SLACK


def _branches(one: QWidget, other: QWidget) -> tuple[QWidget, QWidget]:
    """The two parts, side by side in the same widget, in which the two lie."""
    above = one
    while not above.isAncestorOf(other):
        first = above
        parent = above.parentWidget()
        assert parent is not None, "both are in one window"
        above = parent
    second = other
    while second.parentWidget() is not above:
        second = second.parentWidget()
    return first, second


# words that are cut


def cut(root: QWidget) -> Iterator[str]:
    """What of the words in view cannot be read in full, and has no tip that says it."""
    for one in root.findChildren(QWidget):
        if not one.isVisible() or isinstance(one, QScrollBar) or one.size().isEmpty():
            continue
        why = _cut(one)
        if why:
            yield f"{type(one).__name__} \u201c{label(one)}\u201d is cut: {why}"


def _cut(one: QWidget) -> str:
    words = words_of(one)
    if words and _plain(words) in one.toolTip():
        return ""
    why = ""
    if isinstance(one, QLabel) and words:
        why = _label(one)
    elif isinstance(one, QPushButton | QToolButton | QCheckBox | QRadioButton) and words:
        why = _button(one)
    elif isinstance(one, QComboBox):
        why = _box(one)
    elif isinstance(one, QTableView):
        why = _cells(one)
    if not why and words and isinstance(one, QLabel | QAbstractButton):
        why = _out_of_reach(one)
    return why


def _plain(words: str) -> str:
    return words.replace("&", "").rstrip("\u2026")


def _label(one: QLabel) -> str:
    room = one.contentsRect()
    metrics = one.fontMetrics()
    lines = one.text().replace("&", "").split("\n")
    if one.wordWrap():
        need = one.heightForWidth(one.width())
        longest = max(
            (metrics.horizontalAdvance(w) for w in re.split("[\\s\u200b]", one.text())), default=0
        )
        if longest > room.width() + SLACK:
            return f"a word of {longest} pixels in {room.width()}"
        return f"{need} high in {one.height()}" if need > one.height() + SLACK else ""
    wide = max(metrics.horizontalAdvance(line) for line in lines)
    if wide > room.width() + SLACK:
        return f"{wide} wide in {room.width()}"
    high = metrics.height() * len(lines)
    return f"{high} high in {room.height()}" if high > room.height() + SLACK else ""


def _button(one: QAbstractButton) -> str:
    wide = one.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, one.text()).width()
    mark = 0 if one.icon().isNull() else one.iconSize().width() + 4
    need = wide + mark
    return f"{need} wide in {one.width()}" if need > one.width() + SLACK else ""


def _box(one: QComboBox) -> str:
    """A box may cut its words if its list shows them whole."""
    longest = one.view().sizeHintForColumn(0) if one.count() else 0
    shown = max(one.width(), one.view().minimumWidth())
    if one.fontMetrics().horizontalAdvance(one.currentText()) <= one.width() - 24:
        return ""
    return f"its list is {shown} wide for {longest}" if longest > shown + SLACK else ""


def _cells(view: QTableView) -> str:
    model, metrics = view.model(), QFontMetrics(view.font())
    if model is None:
        return ""
    for at in range(min(model.rowCount(), 40)):
        for across in range(model.columnCount()):
            index = model.index(at, across)
            words = str(index.data() or "")
            room = view.columnWidth(across)
            tip = str(index.data(Qt.ItemDataRole.ToolTipRole) or "")
            if words and words not in tip and metrics.horizontalAdvance(words) > room:
                return f"its cell \u201c{words[:50]}\u201d has {room} pixels"
    return _headings(view.horizontalHeader())


def _headings(head: QHeaderView) -> str:
    model = head.model()
    if head.isHidden() or model is None:
        return ""
    for at in range(head.count()):
        words = str(model.headerData(at, Qt.Orientation.Horizontal) or "")
        tip = model.headerData(at, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
        room = head.sectionSize(at)
        if head.fontMetrics().horizontalAdvance(words) > room and words not in str(tip or ""):
            return f"its heading \u201c{words}\u201d has {room} pixels"
    return ""


def _out_of_reach(one: QWidget) -> str:
    """Part of it lies outside of what can be scrolled to."""
    inner = one
    place = QRect(QPoint(0, 0), one.size())
    while not inner.isWindow():
        parent = inner.parentWidget()
        if parent is None:
            break
        place.translate(inner.pos())
        area = parent.parentWidget()
        scrolls = isinstance(area, QAbstractScrollArea) and area.viewport() is parent
        if isinstance(parent, QMenuBar):
            return ""
        if scrolls and isinstance(area, QAbstractScrollArea):
            across, down = area.horizontalScrollBar(), area.verticalScrollBar()
            wide = place.left() < -SLACK or place.right() > parent.width() + SLACK
            if wide and not (across.maximum() and across.isVisibleTo(area)):
                return f"it reaches {place.right() - parent.width()} beyond what can be scrolled"
            tall = place.top() < -SLACK or place.bottom() > parent.height() + SLACK
            if tall and not down.maximum():
                return "it lies below what can be scrolled"
            place = QRect(QPoint(0, 0), parent.size())
        elif place.right() > parent.width() + SLACK or place.left() < -SLACK:
            return f"{place.right() - parent.width() + 1} pixels are beyond what it lies in"
        elif place.bottom() > parent.height() + SLACK or place.top() < -SLACK:
            return f"{place.bottom() - parent.height() + 1} pixels are below what it lies in"
        inner = parent
    return ""
