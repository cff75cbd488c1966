"""QuestionList: what can be asked, in the words that people ask it, not by types of chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from workbench.ui import icons, theme, tokens
from workbench.ui.widgets.basics import column, text

if TYPE_CHECKING:
    from workbench.analysis.kind import AnyKind

ORDER = ("When does it happen?", "Where?", "Who and what?", "Did it work?")
KEY, LACKS, PACK, WORDS = (Qt.ItemDataRole.UserRole + at for at in range(4))
OTHER = "Needs other data"
SIDE = 8  # pixels left and right of a line


class QuestionList(QListWidget):
    """Arrow keys move over all groups; the chosen question is asked at once.

    Signals:
        chosen: the key of a question.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.kinds: tuple[AnyKind, ...] = ()
        self.lacking: dict[str, str] = {}
        self.setProperty("ground", "side")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setAccessibleName("Questions")
        self.setItemDelegate(_Lines(self))
        self.setMouseTracking(True)
        self.setFixedWidth(theme.px(208))
        self.currentItemChanged.connect(self._moved)

    def offer(self, kinds: Sequence[AnyKind], lacking: Mapping[str, str] | None = None) -> None:
        """List the questions under their groups, those of the scan pack first.

        Args:
            kinds: the questions.
            lacking: those that the data cannot answer, with what they lack; they come last.
        """
        self.kinds, self.lacking = tuple(kinds), dict(lacking or {})
        self.clear()
        groups = [*ORDER, *sorted({kind.group for kind in kinds} - set(ORDER))]
        able = [kind for kind in kinds if kind.key not in self.lacking]
        for group in groups:
            self._section(group, [kind for kind in able if kind.group == group])
        rank = {group: at for at, group in enumerate(groups)}
        rest = [kind for kind in kinds if kind.key in self.lacking]
        self._section(OTHER, sorted(rest, key=lambda kind: rank[kind.group]), sort=False)

    def _section(self, head: str, own: Sequence[AnyKind], sort: bool = True) -> None:
        if not own:
            return
        self._head(head)
        ordered = sorted(own, key=lambda one: (one.pack or 99, one.name)) if sort else own
        for kind in ordered:
            lacks = self.lacking.get(kind.key, "")
            item = QListWidgetItem(kind.name, self)
            item.setData(KEY, kind.key)
            item.setData(LACKS, lacks)
            item.setData(PACK, bool(kind.pack))
            item.setData(WORDS, f"{kind.name} {kind.question} {kind.group} {kind.key}".casefold())
            pack = "\nOne of the six of the scan pack" if kind.pack else ""
            item.setToolTip(f"{kind.question}{pack}" + (f"\n{lacks}" if lacks else ""))
            said = f"{kind.name}. {kind.question}" + (f" {lacks}." if lacks else "")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said)

    def sift(self, words: str) -> None:
        """Show only the questions that have all these words, and the heads above them."""
        wanted = words.casefold().split()
        head: QListWidgetItem | None = None
        for at in range(self.count()):
            item = self.item(at)
            if not item.data(KEY):
                head = item
                head.setHidden(bool(wanted))
                continue
            fits = all(word in item.data(WORDS) for word in wanted)
            item.setHidden(not fits)
            if fits and head is not None:
                head.setHidden(False)

    def first_shown(self) -> str:
        """The key of the first question that is not hidden."""
        items = (self.item(at) for at in range(self.count()))
        return next(
            (str(one.data(KEY)) for one in items if one.data(KEY) and not one.isHidden()), ""
        )

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
        item.setData(Qt.ItemDataRole.AccessibleTextRole, group)
        label = text(group, "label")
        label.setContentsMargins(0, theme.px(8) if self.count() > 1 else 0, 0, 0)
        self.setItemWidget(item, label)
        label.ensurePolished()
        item.setSizeHint(QSize(10, label.sizeHint().height() + 12))  # a row's padding is in it

    def _moved(self, now: QListWidgetItem | None, _before: object) -> None:
        if now is not None and now.data(KEY):
            self.chosen.emit(str(now.data(KEY)))


class QuestionPane(QWidget):
    """The list with a line above it that finds a question by its words."""

    def __init__(self) -> None:
        super().__init__()
        self.list, self.line = QuestionList(), QLineEdit()
        self.line.setPlaceholderText("Find a question")
        self.line.setAccessibleName("Find a question")
        self.line.setClearButtonEnabled(True)
        self.line.textChanged.connect(self.list.sift)
        self.line.installEventFilter(self)
        column(self.line, (self.list, 1), gap=tokens.SMALL, into=self)

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        """Down goes to the list, Enter asks the first that is found, Esc shows all again."""
        pressed = watched is self.line and event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and self._key(Qt.Key(event.key())):
            return True
        return super().eventFilter(watched, event)

    def _key(self, key: Qt.Key) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            if first := self.list.first_shown():
                self.list.choose(first)
            self.list.setFocus()
            return True
        if key == Qt.Key.Key_Escape and self.line.text():
            self.line.clear()
            return True
        return False


class _Lines(QStyledItemDelegate):
    """A question on one line, a star on those of the scan pack, and below what it lacks."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        if not index.data(KEY):
            hint = index.data(Qt.ItemDataRole.SizeHintRole)
            return hint if isinstance(hint, QSize) else super().sizeHint(option, index)
        high = QFontMetrics(theme.font("body")).height() + 11
        if index.data(LACKS):
            high += QFontMetrics(theme.font("caption")).height()
        return QSize(10, max(tokens.TARGET, high))

    def paint(
        self, painter: QPainter, option: Any, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        if not index.data(KEY):
            return
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        rect = QRect(option.rect)
        if chosen or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selected" if chosen else "hover"))
            painter.drawRoundedRect(rect, tokens.RADIUS, tokens.RADIUS)
        self._words(painter, rect.adjusted(SIDE, 0, -SIDE, 0), index, chosen)
        painter.restore()

    def _words(
        self,
        painter: QPainter,
        rect: QRect,
        index: QModelIndex | QPersistentModelIndex,
        chosen: bool,
    ) -> None:
        lacks, ink = str(index.data(LACKS) or ""), "on_selected" if chosen else "text"
        if index.data(PACK):
            side = theme.px(12)
            star = QRect(rect.right() - side, rect.center().y() - side // 2, side, side)
            icons.paint(painter, "star", star, theme.colour(ink if chosen else "secondary"))
            rect.setRight(star.left() - 4)
        body, small = theme.font("body"), theme.font("caption")
        metrics = QFontMetrics(body)
        top = QRect(rect)
        if lacks:
            top.setHeight(metrics.height() + 5)
            below = rect.adjusted(0, metrics.height() + 3, 0, 0)
            painter.setFont(small)
            painter.setPen(theme.colour(ink if chosen else "secondary"))
            cut = QFontMetrics(small).elidedText(lacks, Qt.TextElideMode.ElideRight, rect.width())
            painter.drawText(below, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, cut)
        painter.setFont(body)
        painter.setPen(theme.colour(ink if chosen or not lacks else "secondary"))
        words = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, top.width())
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
