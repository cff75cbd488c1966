"""TablesPanel: the tables of weights and residents in this casebook, and bringing in another."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from workbench.domain.record import Record
from workbench.domain.reference import ReferenceTable
from workbench.guide.contents import Contents
from workbench.ui.records.days import written
from workbench.ui.records.rows import RowOf
from workbench.ui.records.sublist import EditDialog, SubList
from workbench.ui.references.bring_dialog import BringDialog
from workbench.ui.session import Session
from workbench.ui.widgets.basics import button, holder, row
from workbench.ui.widgets.cells import CellChip

if TYPE_CHECKING:
    from workbench.domain.changes import Changes
    from workbench.services.reference_tables import Draft, Told
    from workbench.store.casebook import Casebook

FILES = "Tables (*.csv *.txt *.tsv *.xlsx *.xlsm *.xlsb *.xls *.ods *.gz *.zip);;All files (*)"
NONE = (
    "No table yet. Harm needs one with the weight of each kind of incident; rates need one with "
    "the residents, homes or premises of each small area. None comes with the program."
)


class TablesPanel(SubList):
    """Enter opens a table's name, source and date; Delete removes it; one undo brings it back."""

    def __init__(self, session: Session) -> None:
        self.bring = button("Bring in a table...", icon="table", does=self.ask)
        self.change = button("Change...", "quiet", does=lambda: self.edit(self.list.current))
        self.gone = button("Remove", "quiet", "close", lambda: self.drop(self.list.current))
        acts = holder(row(self.bring, None, self.change, self.gone))
        super().__init__(session, "Reference tables", NONE, lambda one: one.references, acts)
        self.list.adding.connect(self.ask)
        self.dialog: BringDialog | None = None

    def show_contents(self, contents: Contents) -> None:
        """List the tables, newest first."""
        tables = sorted(contents.references, key=lambda one: one.id.hex, reverse=True)
        self.show_rows([table_row(one) for one in tables])
        for act in (self.change, self.gone):
            act.setVisible(bool(tables))

    def edit(self, key: object, field: str = "") -> None:
        """Open a table's words in a dialog; its source and date cannot be emptied."""
        record = self._record(key)
        if record is None:
            return
        dialog = EditDialog(self, self.session, record)
        for name in ("source", "dated"):
            dialog.form.asks[name] = partial(_kept, name)
        dialog.open()

    def ask(self) -> None:
        """Ask for the file of a table."""
        path, _ = QFileDialog.getOpenFileName(self, "Bring in a table", "", FILES)
        if path:
            self.take(Path(path))

    def take(self, path: Path, choice: str = "") -> None:
        """Read a file in a job, then show what it seems to hold."""
        from workbench.services import reference_tables

        shelf, contents = self.session.shelf, self.session.contents
        job = self.session.jobs.start(
            lambda progress: reference_tables.look(
                path, reference_tables.known(shelf, contents), progress, choice
            ),
            f"Reading {path.name}",
        )
        job.succeeded.connect(partial(self._opened, path))

    def _opened(self, path: Path, draft: Draft) -> None:
        if self.dialog is not None and self.dialog.isVisible():
            self.dialog.show_draft(draft)
            return
        self.dialog = BringDialog(self.window(), draft, self._keep)
        self.dialog.sheet_wanted.connect(partial(self.take, path))
        self.dialog.open()

    def _keep(self, told: Told) -> None:
        from workbench.services import reference_tables

        assert self.dialog is not None
        draft = self.dialog.draft

        def action(casebook: Casebook) -> Changes:
            return reference_tables.bring_in(casebook, draft, told)

        self.session.history.do(action)


def _kept(name: str, _record: Record, value: object) -> dict[str, object] | None:
    """A source or date that is emptied stays as it was."""
    return {name: value} if value else None


def table_row(one: ReferenceTable) -> RowOf:
    """A table as the list shows it."""
    chip = CellChip(one.purpose.word, "neutral", "table")
    unit = f"{one.count:,} rows, {one.unit}" if one.unit else f"{one.count:,} rows"
    said = [part for part in (unit, one.source, written(one.dated)) if part]
    return RowOf(one.id, one.name, "", (chip,), small="  \u00b7  ".join(said))
