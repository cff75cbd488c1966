"""ScopeBar: which rows a question is asked of: edition, kinds of incident, months, boundaries."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QWidget

from workbench.domain.reference import ReferenceTable, of_purpose
from workbench.ui import theme, tokens
from workbench.ui.charting.controls import narrow
from workbench.ui.charting.facts import Facts, month_end
from workbench.ui.charting.kinds_picker import KindsPicker
from workbench.ui.charting.taken import Shared, Taken
from workbench.ui.widgets.basics import column, holder, place, row, text
from workbench.ui.widgets.flow import Flow

if TYPE_CHECKING:
    from workbench.analysis.filter import Filter
    from workbench.guide.contents import Contents


_LEAST = 790  # pixels that all but the table take at their smallest


class ScopeBar(QWidget):
    """Choices in one line that wraps; everything that is not chosen is all of it.

    Signals:
        edition_changed: another edition is chosen; carries its id.
        changed: the rows chosen, or the boundaries, are others.
    """

    edition_changed, changed = Signal(object), Signal()

    def __init__(self, shared: Shared) -> None:
        super().__init__()
        self.shared, self._seen = shared, 0
        self._facts_of: UUID | None = None  # the edition whose kinds and months are offered
        self._pending: Taken | None = None  # rows chosen elsewhere, of an edition not read yet
        self._chose = False  # somebody chose the boundaries
        self.data, self.first, self.last = _box("Data", 150), _box("From"), _box("To")
        self.borders, self.tables = _box("Boundaries", 118), _box("Table", 118)
        self.references: tuple[ReferenceTable, ...] = ()
        self.wanted_table: UUID | None = None  # that of a card which is opened again
        self._sizes = {  # least and most, in the order in which they are given room
            self.data: (150, 300), self.borders: (118, 180), self.tables: (118, 180),
        }  # fmt: skip
        self.kinds = KindsPicker()
        self.months: tuple[date, ...] = ()
        parts = [_named(words, box) for words, box in self._named()]
        self.border_part, self.table_part = parts[-2:]
        column(Flow(*parts, gap=tokens.SMALL), gap=0, into=self)
        self.borders.activated.connect(lambda _at: self._choose_borders(chose=True))
        self.data.activated.connect(lambda _at: self._choose_borders(chose=False))
        for box in (self.data, self.first, self.last, self.borders):
            box.activated.connect(lambda _at: self.share())
        self.kinds.changed.connect(self.share)
        self.data.activated.connect(lambda _at: self.edition_changed.emit(self.edition_id))
        for box in (self.first, self.last, self.borders, self.tables):
            box.activated.connect(lambda _at: self.changed.emit())
        self.kinds.changed.connect(self.changed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Names are shown whole where there is room, and what there is goes to the longest first.

        Room is kept for the choice of boundaries or of a table, so that nothing jumps when a
        question wants one.
        """
        room = self.width() / theme.look.scale - _LEAST
        spare = {box: most - least for box, (least, most) in self._sizes.items()}
        for box, (least, _most) in self._sizes.items():
            more = max(0, min(spare[box], room))
            room -= more
            box.setFixedWidth(theme.px(round(least + more)))
        self.kinds.setMaximumWidth(theme.px(120 + max(0, min(140, round(room)))))

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
        self._follow()

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
        self._facts_of = facts.edition_id
        if not self._chose:
            at = place(self.borders, facts.fitting)
            self.borders.setCurrentIndex(at if facts.fitting and at >= 0 else 0)
        self._settle()
        if not self.behind and self.shared.now not in (None, self.taken):
            self.share()  # this edition has not all that was chosen of the last

    @property
    def behind(self) -> bool:
        """Whether something was chosen on another page since this one looked."""
        return self._seen != self.shared.turn

    @property
    def taken(self) -> Taken:
        """What is chosen here."""
        if self._pending is not None:
            here = (self.edition_id, self.boundaries_id, self._chose)
            return Taken(*here, self._pending.kinds, self._pending.first, self._pending.last)
        first, last = self.first.currentData(), self.last.currentData()
        here = (self.edition_id, self.boundaries_id, self._chose)
        return Taken(*here, self.kinds.chosen, first, last)

    def _choose_borders(self, *, chose: bool) -> None:
        """Boundaries that a person chose stay until other data are; the others are fitted."""
        self._chose = chose

    def share(self) -> None:
        """Show what is chosen here on the other pages too."""
        self._pending = None
        self.shared.put(self.taken)
        self._seen = self.shared.turn

    def _follow(self) -> None:
        """Take what was chosen on another page since."""
        if not self.behind:
            return
        self._seen, now = self.shared.turn, self.shared.now
        if now is None or now.edition_id is None or place(self.data, now.edition_id) < 0:
            return
        self.choose_edition(now.edition_id)
        self._chose = now.chose
        if (at := place(self.borders, now.boundaries_id)) >= 0:
            self.borders.setCurrentIndex(at)
        self._pending = now
        self._settle()

    def _settle(self) -> None:
        """Show the rows chosen elsewhere, once the kinds and months of their edition are known."""
        now = self._pending
        if now is None or self._facts_of != self.edition_id:
            return
        self._pending = None
        self.kinds.choose(now.kinds)
        for box, day in ((self.first, now.first), (self.last, now.last)):
            box.setCurrentIndex(max(0, place(box, day)))

    def choose_edition(self, edition_id: UUID) -> None:
        """Take another edition."""
        if (at := place(self.data, edition_id)) >= 0:
            self.data.setCurrentIndex(at)

    def take_boundaries(self, boundaries_id: UUID) -> None:
        """Show those of a card that is opened again, in silence."""
        if (at := place(self.borders, boundaries_id)) >= 0:
            self._chose = True
            self.borders.setCurrentIndex(at)

    def choose_boundaries(self, boundaries_id: UUID) -> None:
        """Take another boundary file, as when somebody chose it in the list."""
        self.take_boundaries(boundaries_id)
        if self.boundaries_id == boundaries_id:
            self.share()
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

        now = self.taken
        first, last, kinds = now.first, now.last, now.kinds
        alone = kinds[0] if named and len(kinds) == 1 else ""
        until = month_end(last) if last else None
        return Filter(() if alone else kinds, first, until), alone

    def set_rows(self, chosen: Filter, alone: str = "") -> None:
        """Show a filter, as when a kept card is opened again."""
        self._pending = None
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


def _box(name: str, wide: int = 92) -> QComboBox:
    box = narrow(QComboBox())
    box.setProperty("kind", "filter")
    box.setAccessibleName(name)
    box.setFixedWidth(theme.px(wide))
    box.currentTextChanged.connect(box.setToolTip)  # long names are cut
    box.view().setMinimumWidth(theme.px(max(wide, 140)))
    return box


def _named(words: str, control: QWidget) -> QWidget:
    return holder(row(text(words, "small"), control, gap=6))
