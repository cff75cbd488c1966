"""Flow and Reflow: parts that go to the next line when the text is large or the window small."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QLayoutItem, QSizePolicy, QWidget

from workbench.ui import theme, tokens
from workbench.ui.widgets.basics import Item, fill


class Flow(QWidget):
    """Widgets side by side that wrap to further lines, like words."""

    def __init__(self, *widgets: QWidget, gap: int = tokens.SMALL) -> None:
        super().__init__()
        self.lines = FlowLayout(gap)
        self.setLayout(self.lines)
        for widget in widgets:
            self.lines.addWidget(widget)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)


class FlowLayout(QLayout):
    """Lays its items out from left to right, and goes to the next line where the width ends."""

    def __init__(self, gap: int = tokens.SMALL) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setSpacing(gap)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._lay(rect, move=True)

    def sizeHint(self) -> QSize:
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        wide = sum(size.width() for size in shown) + self.spacing() * max(0, len(shown) - 1)
        return QSize(wide, max((size.height() for size in shown), default=0))

    def minimumSize(self) -> QSize:
        least = QSize(0, 0)
        for item in self._items:
            least = least.expandedTo(item.minimumSize())
        return least

    def _lay(self, rect: QRect, move: bool) -> int:
        left, top, high = rect.left(), rect.top(), 0
        line: list[tuple[QLayoutItem, QRect]] = []
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint().boundedTo(QSize(max(1, rect.width()), 100_000))
            if line and left + size.width() > rect.right() + 1:
                self._set(line, high, move)
                left, top, high, line = rect.left(), top + high + self.spacing(), 0, []
            line.append((item, QRect(QPoint(left, top), size)))
            left += size.width() + self.spacing()
            high = max(high, size.height())
        self._set(line, high, move)
        return top + high - rect.top()

    @staticmethod
    def _set(line: list[tuple[QLayoutItem, QRect]], high: int, move: bool) -> None:
        for item, place in line if move else ():
            place.translate(0, (high - place.height()) // 2)
            item.setGeometry(place)


class Reflow(QWidget):
    """A row that becomes a column when there is less than ``least`` room at ordinary text size."""

    def __init__(self, *items: Item, least: int, gap: int = tokens.SMALL) -> None:
        super().__init__()
        self.least = least
        only = (one[0] if isinstance(one, tuple) else one for one in items)
        self.parts = [one for one in only if isinstance(one, QWidget | QLayout)]
        self.box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        fill(self.box, items, gap)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() / theme.look.scale < self.least
        kind = QBoxLayout.Direction
        self.box.setDirection(kind.TopToBottom if narrow else kind.LeftToRight)

    def minimumSizeHint(self) -> QSize:
        """As narrow as its widest part: it can always fall into a column."""
        wide = max((_least(part) for part in self.parts), default=0)
        return QSize(wide, super().minimumSizeHint().height())


def _least(part: QWidget | QLayout) -> int:
    if isinstance(part, QLayout):
        return part.minimumSize().width()
    return 0 if part.isHidden() else max(part.minimumSizeHint().width(), part.minimumWidth())
