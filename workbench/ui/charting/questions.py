"""QuestionList: what can be asked, in the words that people ask it, not by types of chart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem

from workbench.ui import theme
from workbench.ui.widgets.basics import text

if TYPE_CHECKING:
    from workbench.analysis.kind import AnyKind

ORDER = ("When does it happen?", "Where?", "Who and what?", "Did it work?")
KEY = Qt.ItemDataRole.UserRole


class QuestionList(QListWidget):
    """Arrow keys move over all groups; the chosen question is asked at once.

    Signals:
        chosen: the key of a question.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "side")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setAccessibleName("Questions")
        self.setFixedWidth(theme.px(196))
        self.currentItemChanged.connect(self._moved)

    def offer(self, kinds: Sequence[AnyKind]) -> None:
        """List the questions under their groups, those of the scan pack first."""
        self.clear()
        groups = [*ORDER, *sorted({kind.group for kind in kinds} - set(ORDER))]
        for group in groups:
            own = [kind for kind in kinds if kind.group == group]
            if own:
                self._head(group)
            for kind in sorted(own, key=lambda one: (one.pack or 99, one.name)):
                item = QListWidgetItem(kind.name, self)
                item.setData(KEY, kind.key)
                item.setToolTip(kind.question)

    def choose(self, key: str) -> None:
        """Choose a question; the first when it is not there."""
        items = [self.item(at) for at in range(self.count())]
        asked = [item for item in items if item.data(KEY)]
        found = next((item for item in asked if item.data(KEY) == key), None)
        if asked:
            self.setCurrentItem(found or asked[0])

    @property
    def key(self) -> str:
        """The question chosen."""
        item: QListWidgetItem | None = self.currentItem()
        return str(item.data(KEY)) if item is not None else ""

    def _head(self, group: str) -> None:
        item = QListWidgetItem(self)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        label = text(group, "label")
        label.setContentsMargins(0, theme.px(8) if self.count() > 1 else 0, 0, 0)
        item.setSizeHint(QSize(10, label.sizeHint().height() + 12))  # a row's padding is in it
        self.setItemWidget(item, label)

    def _moved(self, now: QListWidgetItem | None, _before: object) -> None:
        if now is not None and now.data(KEY):
            self.chosen.emit(str(now.data(KEY)))
