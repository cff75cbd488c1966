"""Data: what has been brought in, edition by edition, and the boundaries and recipes beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from workbench.domain.data import Boundaries, Dataset, Edition, Precision, Recipe, SamePlace
from workbench.domain.evidence import EvidenceCard
from workbench.domain.record import Record
from workbench.guide.gap import Gap
from workbench.ui import theme, tokens
from workbench.ui.data.alike_panel import AlikePanel
from workbench.ui.data.difference_panel import DifferencePanel
from workbench.ui.data.facts_view import wrapped
from workbench.ui.data.out_of_date import OutOfDate
from workbench.ui.data.quality_panel import QualityPanel
from workbench.ui.page import Offer, Page, PageKind
from workbench.ui.records.days import written
from workbench.ui.records.form import RecordForm
from workbench.ui.session import Session
from workbench.ui.widgets.basics import (
    CARD,
    Frame,
    Segments,
    button,
    column,
    empty,
    holder,
    row,
    rule,
    scroll,
    text,
)
from workbench.ui.widgets.cells import Cell
from workbench.ui.widgets.flow import Flow
from workbench.ui.widgets.pages import MARGINS, EmptyState, PageHeader
from workbench.ui.widgets.remark import Remark
from workbench.ui.widgets.tables import DataTable, Records

if TYPE_CHECKING:
    from workbench.domain.changes import Changes
    from workbench.guide.contents import Contents
    from workbench.services.joins import Joins

BORDERS = (
    "Boundaries (*.geojson *.json *.topojson *.shp *.gpkg *.tab *.mif *.kml *.kmz *.zip)"
    ";;All files (*)"
)
HEADS = ("Data", "Rows", "Left out", "Period")
VIEWS = ("Account", "Quality", "Changes", "Addresses")
KNOWN = {precision: precision.value for precision in Precision}


class DataPage(Page):
    """Editions in a list, newest first; the chosen one's account beside it."""

    watches: ClassVar[tuple[type[Record], ...]] = (
        Dataset,
        Edition,
        Boundaries,
        Recipe,
        EvidenceCard,
        SamePlace,
    )
    scrolls: ClassVar[bool] = False

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.chosen: Record | None = None
        self.bring = button("Bring in data", "primary", "data", self.bring_in)
        self.borders = button("Bring in boundaries", icon="place", does=self.ask_boundaries)
        self.beside = button("Tables and events", icon="table", does=self._tables_and_events)
        self.header = PageHeader("Data", "", self.beside, self.borders, self.bring)
        self.table = DataTable("Data", Records(HEADS, (), figures=(1, 2)), wide=0, strong=0)
        self.others = DataTable("Boundaries and recipes", Records(("Name", "What", "About")), 2, 0)
        for table in (self.table, self.others):
            table.removing.connect(lambda _key: self.remove())
            table.adding.connect(self.bring_in)
        self.table.opened.connect(self._pack)
        self.table.chosen.connect(self._choose)
        self.others.chosen.connect(self._choose)
        self.account = column(gap=tokens.SMALL)
        self.form = RecordForm(session)
        self.quality, self.changes = QualityPanel(session), DifferencePanel(session)
        self.alike, self.old = AlikePanel(session), OutOfDate(session)
        self.old.go.connect(self.go)
        self.stack = QStackedWidget()
        self.stack.addWidget(Frame("surface", column(self._nothing())))
        self.stack.addWidget(self._lists())
        self.remark = Remark()  # what was assumed of boundaries
        parts = (self.header, self.old, self.remark, (self.stack, 1))
        column(*parts, gap=tokens.MEDIUM, pad=MARGINS, into=self)
        self.setAcceptDrops(True)

    def read(self) -> None:
        """List what there is."""
        from workbench.services.records import all_of

        contents = self.session.contents
        recipes = all_of(self.session.casebook, Recipe)
        self.header.say(*_standing(contents))
        self.old.show_contents(contents)
        anything = contents.editions or contents.boundaries
        self.stack.setCurrentIndex(1 if anything else 0)
        self.borders.setVisible(bool(anything))
        self.bring.setVisible(bool(anything))
        editions = sorted(contents.editions, key=lambda one: one.id.hex, reverse=True)
        rows = [_edition(one, contents) for one in editions]
        for table in (self.table, self.others):
            table.blockSignals(True)
        self.table.show_rows(rows, [one.id for one in editions])
        self.others.show_rows(
            [*map(_boundaries, contents.boundaries), *map(_recipe, recipes)],
            [*(one.id for one in contents.boundaries), *(one.id for one in recipes)],
        )
        for table in (self.table, self.others):
            table.blockSignals(False)
        self.others_frame.setVisible(bool(contents.boundaries or recipes))
        self.records: dict[object, Record] = {
            one.id: one for one in (*editions, *contents.boundaries, *recipes)
        }
        held = self.chosen.id if self.chosen else None
        self._choose(held if held in self.records else self.table.current or self.others.current)

    def land(self, gap: Gap) -> None:
        """Choose what a gap is about."""
        if gap.record_id is not None:
            self.table.choose(gap.record_id)
        self.table.setFocus()

    def offers(self) -> tuple[Offer, ...]:
        """What can be done with data, for the menus."""
        return (
            Offer("Data", "Bring in data...", self.bring_in, "Ctrl+I", "data"),
            Offer("Data", "Bring in boundaries...", self.ask_boundaries, "", "place"),
            Offer("Data", "Remove what is chosen", self.remove, "", "close"),
        )

    def bring_in(self) -> None:
        """Open the wizard."""
        self.go.emit("wizard")

    def _tables_and_events(self) -> None:
        self.go.emit("references")

    def ask_boundaries(self) -> None:
        """Ask for boundary files."""
        paths, _ = QFileDialog.getOpenFileNames(self, "Bring in boundaries", "", BORDERS)
        if paths:
            self.take_boundaries([Path(path) for path in paths])

    def take_boundaries(self, paths: Sequence[Path], name: str = "") -> None:
        """Read boundary files in a job and keep them as one set of small areas."""
        problem, casebook = self.session.problem_id, self.session.casebook
        if problem is None:
            return
        from workbench.services import bringing_in

        job = self.session.jobs.start(
            lambda progress: bringing_in.take_boundaries(casebook, problem, paths, name, progress),
            f"Bringing in {paths[0].name}",
        )
        job.succeeded.connect(self._borders_in)

    def _borders_in(self, done: tuple[Changes, tuple[str, ...]]) -> None:
        """Keep the step for undo, and say what was assumed and mended."""
        changes, notes = done
        self.session.history.committed(changes)
        self.remark.say(" ".join(notes), "info", "Close", lambda: self.remark.say(""))

    def remove(self) -> None:
        """Remove the chosen edition, with its dataset when it was the last; or what else it is."""
        from workbench.services import records

        record = self.chosen
        if record is None:
            return
        if isinstance(record, Edition):
            same = [
                one for one in self.session.contents.editions if one.dataset_id == record.dataset_id
            ]
            if len(same) == 1:
                own = record.dataset_id
                found = (one for one in self.session.contents.datasets if one.id == own)
                record = next(found, record)
        gone = record
        self.chosen = None
        self.session.history.do(lambda casebook: records.remove(casebook, gone))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = tuple(Path(url.toLocalFile()) for url in event.mimeData().urls())
        if paths:
            event.acceptProposedAction()
            self.session.wish = ("files", paths)
            self.go.emit("wizard")

    def _lists(self) -> QWidget:
        data = Frame("surface", column((self.table, 1), pad=(1, 1, 1, 1)))
        title = row(text("Boundaries and recipes", "heading"), None, pad=CARD)
        body = column(title, (self.others, 1), gap=0, pad=(1, 1, 1, 1))
        self.others_frame = Frame("surface", body)
        self.pack = button("Open scan pack", icon="scan", does=lambda: self._pack(None))
        self.drop = button("Remove", "link", "close", self.remove)
        acts = Flow(self.pack, self.drop, gap=tokens.MEDIUM)
        self.views, self.turns = Segments("Views of the data", VIEWS), QStackedWidget()
        self.views.chosen.connect(self.turns.setCurrentIndex)
        account = column(self.account, rule(), self.form, None, gap=tokens.MEDIUM)
        views = (self.quality, self.changes, self.alike)
        for layout in (account, *(column(view, None) for view in views)):
            layout.setContentsMargins(*CARD)
            self.turns.addWidget(scroll(layout))
        self.choice = holder(column(row(self.views, None), pad=(CARD[0], CARD[1], CARD[2], 0)))
        feet = holder(column(acts, pad=CARD))
        side = Frame("surface", column(self.choice, (self.turns, 1), feet, gap=0))
        side.setMinimumWidth(theme.px(320))
        left = column((data, 3), (self.others_frame, 2), gap=tokens.MEDIUM)
        return holder(row((left, 5), (side, 3), gap=tokens.LARGE))

    def _choose(self, key: object) -> None:
        record = self.records.get(key) if key is not None else None
        if record is None:
            return
        self.chosen = record
        for table in (self.table, self.others):  # one thing is chosen, in one of the two lists
            if record.id not in table.records.keys:
                table.blockSignals(True)
                table.clearSelection()
                table.setCurrentIndex(QModelIndex())
                table.blockSignals(False)
        empty(self.account)
        is_edition = isinstance(record, Edition)
        self.pack.setVisible(is_edition)
        self.choice.setVisible(is_edition)
        if not is_edition:
            self.views.set_at(0)
            self.turns.setCurrentIndex(0)
        self.drop.setText(f"Remove {_noun(record)}")
        shown: Record = record
        if isinstance(record, Edition):
            contents = self.session.contents
            shown = next(one for one in contents.datasets if one.id == record.dataset_id)
            self._account(record)
            self.quality.show_edition(record.id)
            self.changes.show_edition(record)
            self.alike.show_edition(record.id)
        else:
            self.account.addWidget(text(_noun(record).capitalize(), "heading"))
            if isinstance(record, Boundaries):
                self._fits(record)
        self.form.show_record(shown, self.session.contents)

    def _account(self, edition: Edition) -> None:
        """Read is brought in plus left out, with the reasons, and where it came from."""
        self.account.addWidget(text(f"Edition {edition.number}", "heading"))
        self._line("Read from the file", f"{edition.rows_read:,}")
        self._line("Brought in", f"{edition.rows_in:,}")
        self._line("Left out", f"{edition.rows_read - edition.rows_in:,}")
        for reason, rows in edition.left_out:
            self._line(f"    {reason}", f"{rows:,}", "small")
        self._line("Dates known to the", KNOWN[edition.precision])
        if edition.brought_in is not None:
            from workbench.ui.charting.provenance import moment

            self._line("Brought in on", moment(edition.brought_in))
        for note in (edition.file_name, *edition.notes):
            line = text(note, "small", wrap=True)
            line.setMinimumWidth(theme.px(200))
            self.account.addWidget(line)

    def _fits(self, record: Boundaries) -> None:
        """What its areas are, and how the newest editions fit them; counted in a job."""
        from workbench.services.joins import joins

        shelf, editions = self.session.shelf, _newest(self.session.contents)
        files = tuple(self.session.contents.boundaries)
        names = {one.id: one.name for one in self.session.contents.datasets}
        coded = [one for one in editions if "area" in one.columns]
        job = self.session.studio.start(
            lambda _progress: (
                record.id,
                [(names[one.dataset_id], joins(shelf, one.id, files)) for one in coded],
            )
        )
        job.succeeded.connect(self._fitted)

    def _fitted(self, done: tuple[object, list[tuple[str, Joins]]]) -> None:
        key, found = done
        if self.chosen is None or self.chosen.id != key:
            return
        for name, joined in found:
            for fit in [one for one in joined.fits if one.boundaries_id == key]:
                words = f"{fit.lost:,} of {fit.rows:,} rows find no area by their code"
                self.account.addWidget(wrapped(f"{name}: {words}.", "small"))
                for advice in joined.advice(fit.boundaries_id):
                    self.account.addWidget(wrapped(advice, "small"))

    def _line(self, words: str, value: str, style: str = "body") -> None:
        line = row((text(words, style, wrap=True), 1), text(value, style))
        self.account.addWidget(holder(line))

    def _pack(self, key: object) -> None:
        chosen = key or (self.chosen.id if self.chosen else None)
        self.session.wish = ("pack", chosen)
        self.go.emit("scan_pack")

    def _nothing(self) -> EmptyState:
        why = (
            "Bring in a crime or incident export to see when, where and how often it happens. "
            "Six standard charts are made at once, and nothing leaves this computer."
        )
        bring = button("Bring in data", "primary", "data", self.bring_in)
        borders = button("Bring in boundaries", icon="place", does=self.ask_boundaries)
        return EmptyState("data", "No data yet", why, bring, borders)


def _standing(contents: Contents) -> tuple[str, str]:
    """The title and the line below it."""
    about = "Data: what was brought in, from which files, and what was left out"
    count = len(contents.datasets)
    if not count:
        return "No data has been brought in yet", about
    rows = sum(one.rows_in for one in _newest(contents))
    dated = [one for one in contents.editions if one.last]
    last = max(dated, key=lambda one: one.last or date.min, default=None)
    sets = "One dataset" if count == 1 else f"{count} datasets"
    until = f", up to {_day(last, last.last)}" if last else ""
    return f"{sets} with {rows:,} rows{until}", about


def _day(edition: Edition, day: date | None) -> str:
    """A day of an edition as exactly as it is known."""
    said = written(day)
    return said.partition(" ")[2] if edition.precision.months else said


def _newest(contents: Contents) -> list[Edition]:
    found: dict[object, Edition] = {}
    for edition in contents.editions:
        held = found.get(edition.dataset_id)
        if held is None or held.number < edition.number:
            found[edition.dataset_id] = edition
    return list(found.values())


def _edition(edition: Edition, contents: Contents) -> tuple[Cell, ...]:
    span = [_day(edition, edition.first), _day(edition, edition.last)]
    dataset = next(one for one in contents.datasets if one.id == edition.dataset_id)
    out = edition.rows_read - edition.rows_in
    return (
        f"{dataset.name}, edition {edition.number}",
        f"{edition.rows_in:,}",
        f"{out:,}",
        " to ".join(span) if all(span) else "",
    )


def _boundaries(record: Boundaries) -> tuple[Cell, ...]:
    year = f", codes of {record.edition}" if record.edition else ""
    return record.name, "Boundaries", f"{record.count:,} areas{year}, {record.file_name}"


def _recipe(record: Recipe) -> tuple[Cell, ...]:
    return record.name, "Recipe", "Reads the next file of the same layout"


def _noun(record: Record) -> str:
    return type(record).__name__.lower()


KIND = PageKind("data", "Data", "data", DataPage)
