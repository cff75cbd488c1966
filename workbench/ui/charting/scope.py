"""ScopeBar: which rows a question is asked of: edition, kinds of incident, months, boundaries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QListWidget, QListWidgetItem, QPushButton, QWidget

from workbench.domain.reference import ReferenceTable, of_purpose
from workbench.ui import theme, tokens
from workbench.ui.charting.controls import narrow
from workbench.ui.charting.facts import Facts, month_end
from workbench.ui.widgets.basics import Frame, button, column, holder, place, row, text
from workbench.ui.widgets.flow import Flow

if TYPE_CHECKING:
    from workbench.analysis.filter import Filter
    from workbench.guide.contents import Contents


class ScopeBar(QWidget):
    """Choices in one line that wraps; everything that is not chosen is all of it.

    Signals:
        edition_changed: another edition is chosen; carries its id.
        changed: the rows chosen, or the boundaries, are others.
    """

    edition_changed, changed = Signal(object), Signal()

    def __init__(self) -> None:
        super().__init__()
        self.data, self.first, self.last = _box("Data", 150), _box("From"), _box("To")
        self.borders, self.tables = _box("Boundaries", 118), _box("Table", 118)
        self.references: tuple[ReferenceTable, ...] = ()
        self.wanted_table: UUID | None = None  # that of a card which is opened again
        self.kinds = KindsPicker()
        self.months: tuple[date, ...] = ()
        parts = [_named(words, box) for words, box in self._named()]
        self.border_part, self.table_part = parts[-2:]
        column(Flow(*parts, gap=tokens.SMALL), gap=0, into=self)
        self.data.activated.connect(lambda _at: self.edition_changed.emit(self.edition_id))
        for box in (self.first, self.last, self.borders, self.tables):
            box.activated.connect(lambda _at: self.changed.emit())
        self.kinds.changed.connect(self.changed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names are shown whole where there is room."""
        super().resizeEvent(event)
        roomy = self.width() / theme.look.scale > 1080
        self.data.setFixedWidth(theme.px(300 if roomy else 150))
        for box in (self.borders, self.tables):
            box.setFixedWidth(theme.px(180 if roomy else 118))
        self.kinds.setMaximumWidth(theme.px(260 if roomy else 120))

    def show_contents(self, contents: Contents) -> None:
        """List the editions and boundary files there are; what was chosen stays chosen."""
        held, border, before = self.edition_id, self.boundaries_id, self.borders.count()
        self.references = contents.references
        names = {dataset.id: dataset.name for dataset in contents.datasets}
        editions = sorted(contents.editions, key=lambda one: one.id.hex, reverse=True)
        self.data.clear()
        for edition in editions:
            self.data.addItem(f"{names[edition.dataset_id]}, edition {edition.number}", edition.id)
        self.data.setCurrentIndex(max(0, place(self.data, held)) if editions else -1)
        self.borders.clear()
        for boundaries in reversed(contents.boundaries):
            self.borders.addItem(boundaries.name, boundaries.id)
        self.borders.addItem("None", None)
        chose_none = before > 1 and border is None
        self.borders.setCurrentIndex(
            max(0, place(self.borders, border)) if border or chose_none else 0
        )

    def show_facts(self, facts: Facts) -> None:
        """Offer the kinds and months of an edition."""
        from workbench.analysis.words import month

        first, last = self.first.currentData(), self.last.currentData()
        self.months = facts.months
        self.kinds.offer(facts.types)
        for box, none, held in ((self.first, "the first", first), (self.last, "the last", last)):
            box.clear()
            box.addItem(none, None)
            for day in facts.months:
                box.addItem(month(day), day)
            box.setCurrentIndex(max(0, place(box, held)))

    def choose_edition(self, edition_id: UUID) -> None:
        """Take another edition."""
        if (at := place(self.data, edition_id)) >= 0:
            self.data.setCurrentIndex(at)

    def choose_boundaries(self, boundaries_id: UUID) -> None:
        """Take another boundary file, as when somebody chose it in the list."""
        if (at := place(self.borders, boundaries_id)) >= 0:
            self.borders.setCurrentIndex(at)
            self.changed.emit()

    def want_boundaries(self, wanted: bool) -> None:
        """Show the choice of boundaries where the question can use them."""
        self.border_part.setVisible(wanted and self.borders.count() > 1)

    def want_reference(self, purpose: str) -> None:
        """Offer the tables that the question can use, newest first; hidden where it wants none."""
        held = self.wanted_table or self.tables.currentData()
        self.wanted_table = None
        fitting = of_purpose(self.references, purpose) if purpose else []
        self.tables.clear()
        for one in fitting:
            self.tables.addItem(one.name, one.id)
        self.tables.setCurrentIndex(max(0, place(self.tables, held)) if fitting else -1)
        self.table_part.setVisible(bool(fitting))

    @property
    def reference_id(self) -> UUID | None:
        """The table chosen, where the question wants one."""
        found: UUID | None = self.tables.currentData()
        return found

    @property
    def edition_id(self) -> UUID | None:
        """The edition chosen."""
        found: UUID | None = self.data.currentData()
        return found

    @property
    def boundaries_id(self) -> UUID | None:
        """The boundary file chosen."""
        found: UUID | None = self.borders.currentData()
        return found

    def rows(self, *, named: bool) -> tuple[Filter, str]:
        """The filter, and one kind of incident apart from it where the question names its kind.

        Args:
            named: the question takes one kind of incident as a parameter.
        """
        from workbench.analysis.filter import Filter

        first, last = self.first.currentData(), self.last.currentData()
        kinds = self.kinds.chosen
        alone = kinds[0] if named and len(kinds) == 1 else ""
        until = month_end(last) if last else None
        return Filter(() if alone else kinds, first, until), alone

    def set_rows(self, chosen: Filter, alone: str = "") -> None:
        """Show a filter, as when a kept card is opened again."""
        self.kinds.choose((alone,) if alone else chosen.types)
        for box, day in ((self.first, chosen.first), (self.last, chosen.last)):
            start = day.replace(day=1) if day else None
            box.setCurrentIndex(max(0, place(box, start)))

    def _named(self) -> tuple[tuple[str, QWidget], ...]:
        return (
            ("Data", self.data),
            ("Kinds", self.kinds),
            ("From", self.first),
            ("To", self.last),
            ("Boundaries", self.borders),
            ("Table", self.tables),
        )


class KindsPicker(QPushButton):
    """A button that names the kinds chosen and opens the list to tick.

    Signals:
        changed: other kinds are ticked.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.kinds: tuple[tuple[str, int], ...] = ()
        self.list = QListWidget()
        self.list.setAccessibleName("Kinds of incident")
        self.everything = button("All kinds", "link", does=lambda: self._take(()))
        body = column((self.list, 1), row(self.everything, None), pad=(8, 8, 12, 8))
        self.popup = Frame("float", body)
        self.popup.setParent(self, Qt.WindowType.Popup)
        self.list.itemChanged.connect(self._ticked)
        self.list.itemActivated.connect(_turn)
        self.setAutoDefault(False)
        self.clicked.connect(self._open)
        self.setMaximumWidth(theme.px(120))
        self.offer(())

    def offer(self, kinds: Sequence[tuple[str, int]]) -> None:
        """List the kinds of the data with their counts."""
        held = self.chosen
        self.kinds = tuple(kinds)
        self.list.blockSignals(True)
        self.list.clear()
        for kind, count in kinds:
            item = QListWidgetItem(f"{kind}  ({count:,})", self.list)
            item.setData(Qt.ItemDataRole.UserRole, kind)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            ticked = Qt.CheckState.Checked if kind in held else Qt.CheckState.Unchecked
            item.setCheckState(ticked)
        self.list.blockSignals(False)
        self.setEnabled(bool(kinds))
        self._say()
        if not kinds:
            self.setToolTip("This file has no column that says the kind of incident")

    @property
    def chosen(self) -> tuple[str, ...]:
        """The kinds ticked; none means all."""
        items = [self.list.item(at) for at in range(self.list.count())]
        return tuple(
            str(one.data(Qt.ItemDataRole.UserRole))
            for one in items
            if one.checkState() == Qt.CheckState.Checked
        )

    def choose(self, kinds: Sequence[str]) -> None:
        """Tick these and no others, in silence."""
        self.list.blockSignals(True)
        for at in range(self.list.count()):
            item = self.list.item(at)
            on = item.data(Qt.ItemDataRole.UserRole) in kinds
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
        self._say()

    def _take(self, kinds: Sequence[str]) -> None:
        self.choose(kinds)
        self.changed.emit()

    def _ticked(self, _item: object) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        chosen = self.chosen
        words = "All kinds"
        if chosen:
            words = chosen[0] if len(chosen) == 1 else f"{len(chosen)} kinds"
        metrics, room = self.fontMetrics(), self.maximumWidth() - theme.px(28)
        self.setText(metrics.elidedText(words, Qt.TextElideMode.ElideRight, room))
        self.setToolTip(", ".join(chosen))
        self.setAccessibleName(f"Kinds of incident: {words}")

    def _open(self) -> None:
        high = min(theme.px(380), self.list.sizeHintForRow(0) * self.list.count() + theme.px(60))
        self.popup.resize(theme.px(300), high)
        self.popup.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        self.popup.show()
        self.list.setFocus()


def _turn(item: QListWidgetItem) -> None:
    on = item.checkState() == Qt.CheckState.Checked
    item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)


def _box(name: str, wide: int = 92) -> QComboBox:
    box = narrow(QComboBox())
    box.setProperty("kind", "filter")
    box.setAccessibleName(name)
    box.setFixedWidth(theme.px(wide))
    box.view().setMinimumWidth(theme.px(max(wide, 140)))
    return box


def _named(words: str, control: QWidget) -> QWidget:
    return holder(row(text(words, "small"), control, gap=6))
