"""StageRail: the stages with counts from the records, and the places that belong to no stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy

from workbench.ui import icons, theme, tokens
from workbench.ui.widgets.basics import Frame, column, empty, rule, scroll, text

MARK = {"empty": "state-empty", "half": "state-half", "done": "state-done", "flag": "state-flag"}
LEFT = Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True)
class Place:
    """One line of the rail: where it leads, its word, and what the records say.

    ``state`` is the key of a stage's status; a place that is no stage names an icon instead.
    """

    key: str
    word: str
    state: str = ""
    said: str = ""
    lines: tuple[str, ...] = ()
    icon: str = ""
    count: str = ""
    alert: bool = False


class RailItem(QAbstractButton):
    """One line of the rail: icon, word, a count at the right, small lines below.

    Signals:
        asked: its context menu is wanted at a place on the screen.
    """

    asked = Signal(QPoint)

    def __init__(self, place: Place, number: int = 0) -> None:
        super().__init__()
        self.place, self.narrow = place, False
        self.setText(f"{number}  {place.word}" if number else place.word)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        name = f"Stage {number}, {place.word}" if number else place.word
        self.setAccessibleName(
            ", ".join(part for part in (name, place.said, *place.lines, place.count) if part)
        )
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def said(self) -> list[str]:
        """The small lines; one too long for the rail is parted at its comma."""
        metrics = QFontMetrics(theme.font("caption"))
        room = theme.px(tokens.RAIL - 60)
        lines: list[str] = []
        for words in self.place.lines:
            head, comma, tail = words.partition(", ")
            parted = bool(comma) and metrics.horizontalAdvance(words) > room
            lines += [f"{head},", tail] if parted else [words]
        return lines

    def sizeHint(self) -> QSize:
        high = QFontMetrics(theme.font("body")).height() + 12
        small = QFontMetrics(theme.font("caption")).height() + 1
        lines = 0 if self.narrow else len(self.said())
        wide = theme.px(tokens.RAIL_NARROW) if self.narrow else 120
        return QSize(wide, high + small * lines + (4 if lines else 0))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.updateGeometry()
        super().changeEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.asked.emit(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter)
        chosen = self.isChecked()
        ink = theme.colour("on_selected" if chosen else "text")
        quiet = ink if theme.plain() else theme.colour("secondary")
        high = QFontMetrics(theme.font("body")).height() + 12
        square = QRect(theme.px(14), (high - theme.px(20)) // 2, theme.px(20), theme.px(20))
        tint = ink if theme.plain() else theme.colour("accent" if chosen else "secondary")
        icons.paint(painter, MARK.get(self.place.state, self.place.icon), square, tint)
        if self.narrow:
            return
        line = QRect(theme.px(44), 0, self.width() - theme.px(60), high)
        painter.setFont(theme.font("strong" if chosen else "body"))
        painter.setPen(ink)
        painter.drawText(line, LEFT, self.text())
        self._small(painter, line, high, quiet)

    def _ground(self, painter: QPainter) -> None:
        area = self.rect().adjusted(6, 1, -6, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or self.underMouse():
            painter.setBrush(theme.colour("selected" if self.isChecked() else "panel"))
            painter.drawRoundedRect(area, tokens.RADIUS, tokens.RADIUS)
        if self.isChecked() and not theme.plain():
            painter.setBrush(theme.colour("accent"))
            stripe = QRect(area.left(), area.top() + 6, 3, area.height() - 12)
            painter.drawRoundedRect(stripe, 1.5, 1.5)

    def _small(self, painter: QPainter, line: QRect, high: int, quiet: QColor) -> None:
        painter.setFont(theme.font("caption"))
        metrics = QFontMetrics(theme.font("caption"))
        warns = self.place.alert and not theme.plain()
        painter.setPen(theme.colour("warning") if warns else quiet)
        painter.drawText(line, RIGHT, self.place.count)
        painter.setPen(quiet)
        step = metrics.height() + 1
        for at, words in enumerate(self.said()):
            place = QRect(line.left(), high - 4 + at * step, line.width(), step)
            cut = metrics.elidedText(words, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, LEFT, cut)


class StageRail(Frame):
    """The left rail; Ctrl+1, Ctrl+2 and so on choose a stage.

    Signals:
        chosen: the key of a stage or place.
        asked: the key of a stage whose menu is wanted, and where on the screen.
    """

    chosen, asked = Signal(str), Signal(str, QPoint)

    def __init__(self) -> None:
        super().__init__("side")
        self.setAccessibleName("Stages and places")
        self.items: dict[str, RailItem] = {}
        self.group = QButtonGroup(self)
        self.narrow, self.now = False, ""
        self._said: object = None
        self.heading = text("", "label")
        self.heading.setIndent(16)
        self.lines = column(gap=2)
        body = column(self.heading, tokens.TIGHT, self.lines, None, gap=2)
        body.setContentsMargins(0, tokens.LARGE, 0, tokens.SMALL)
        area = scroll(body)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column(area, gap=0, into=self)

    def show_places(self, heading: str, stages: Sequence[Place], places: Sequence[Place]) -> None:
        """Show what the records say now; the keyboard stays where it was."""
        said = (heading, tuple(stages), tuple(places))
        if said == self._said:
            return
        self._said = said
        held = next((key for key, item in self.items.items() if item.hasFocus()), "")
        empty(self.lines)
        self.items = {}
        self.heading.setText(heading)
        for number, stage in enumerate(stages, 1):
            self._add(stage, number)
        self.lines.addSpacing(tokens.SMALL)
        self.lines.addWidget(rule())
        self.lines.addSpacing(tokens.SMALL)
        for place in places:
            self._add(place)
        self.set_narrow(self.narrow)
        self.choose(self.now)
        if held in self.items:
            self.items[held].setFocus()

    def choose(self, key: str) -> None:
        """Mark where one is."""
        self.now = key
        self.group.setExclusive(False)
        for name, item in self.items.items():
            item.setChecked(name == key)
        self.group.setExclusive(True)

    def set_narrow(self, narrow: bool) -> None:
        """Fold the rail to its icons, or open it again."""
        self.narrow = narrow
        self.heading.setVisible(not narrow)
        for item in self.items.values():
            item.narrow = narrow
            item.setToolTip(item.accessibleName() if narrow else item.place.said)
            item.updateGeometry()
        self.setFixedWidth(theme.px(tokens.RAIL_NARROW if narrow else tokens.RAIL))

    def _add(self, place: Place, number: int = 0) -> None:
        item = RailItem(place, number)
        self.group.addButton(item)
        item.clicked.connect(lambda: self.chosen.emit(place.key))
        if number:
            item.asked.connect(lambda point: self.asked.emit(place.key, point))
        self.items[place.key] = item
        self.lines.addWidget(item)
        item.show()  # now, and not when the event loop comes round: the keyboard may go here
