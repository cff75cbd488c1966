"""Map and areas: which small areas are treated, which are the control, which lie round them."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from workbench.domain.assessment import Assessment
from workbench.domain.changes import Changes
from workbench.domain.data import Area, AreaRole, Boundaries, Edition
from workbench.domain.record import Record
from workbench.guide.contents import Contents
from workbench.ui.areas.picker import AreaPicker
from workbench.ui.page import Offer, PageKind
from workbench.ui.records.list_page import ListPage
from workbench.ui.records.rows import RowOf
from workbench.ui.widgets.basics import button
from workbench.ui.widgets.cells import CellChip

CHIPS = {
    AreaRole.TREATED: CellChip("Treated", "respond", "respond"),
    AreaRole.BUFFER: CellChip("Buffer", "neutral", "place"),
    AreaRole.CONTROL: CellChip("Control", "scan", "scan"),
}
FILES = "Boundaries (*.geojson *.json *.topojson *.gpkg *.shp *.tab *.kml);;All files (*)"


class MapPage(ListPage):
    """The named areas of a problem, each a list of small areas."""

    watches = (Area, Boundaries, Edition, Assessment)
    key, kind, noun, icon = "map", Area, "area", "place"
    about = "Treated areas, their buffers, and controls as like them as can be found"
    add_hint = "Name it, such as Bootle town centre"
    add_choices = tuple((role, role.value.capitalize()) for role in AreaRole)
    coded = False
    empty_says = (
        "No areas yet",
        "An area is a list of small areas under a name. An assessment compares a treated area "
        "with a control area; choose both before the work begins.",
    )

    def buttons(self) -> tuple[Any, ...]:
        bring = button("Bring in boundaries", icon="place", does=self.bring)
        return (bring, *super().buttons())

    def below(self) -> QWidget:
        self.picker = AreaPicker(self.session)
        self.picker.changed.connect(self._choose)
        return self.picker

    def records(self, contents: Contents) -> tuple[Record, ...]:
        return contents.areas

    def rows(self, contents: Contents) -> list[RowOf]:
        return [_row(one) for one in contents.areas]

    def heading(self, contents: Contents) -> tuple[str, str]:
        roles = [area.role for area in contents.areas]
        lacking = [role.value for role in (AreaRole.TREATED, AreaRole.CONTROL) if role not in roles]
        if not roles:
            return "No area is named yet", self.about
        many = f"{len(roles)} area{'' if len(roles) == 1 else 's'}"
        return (f"{many}, no {' and no '.join(lacking)} area" if lacking else many), self.about

    def new(self, words: str, choice: Any) -> Record:
        problem = self.session.contents.problem
        return Area(problem_id=problem.id, name=words, role=choice or AreaRole.TREATED)

    def show_more(self, contents: Contents, record: Record | None) -> None:
        if isinstance(record, Area):
            others = {
                code: area.name
                for area in contents.areas
                if area.id != record.id
                for code in area.codes
            }
            self.picker.show_codes(contents, record.codes, others)

    def bring(self) -> None:
        """Ask for boundary files and bring them in as one set."""
        chosen, _ = QFileDialog.getOpenFileNames(self, "Bring in boundaries", "", FILES)
        if chosen:
            self.bring_files(chosen)

    def bring_files(self, chosen: list[str]) -> None:
        """Bring in boundary files as one set of small areas, in a job."""
        from pathlib import Path

        from workbench.services.bringing_in import bring_in_boundaries

        casebook, problem_id = self.session.casebook, self.session.contents.problem.id
        paths = [Path(one) for one in chosen]
        job = self.session.jobs.start(
            lambda progress: bring_in_boundaries(casebook, problem_id, paths, "", progress)
        )
        job.succeeded.connect(self._brought)

    def offers(self) -> tuple[Offer, ...]:
        bring = Offer("Data", "Bring in boundaries...", self.bring, "", "place")
        return (*super().offers(), bring)

    def _brought(self, changes: Changes) -> None:
        self.session.history.committed(changes)

    def _choose(self, codes: tuple[str, ...]) -> None:
        if isinstance(self.record, Area):
            self.change(self.record, codes=codes)


def _row(one: Area) -> RowOf:
    count = len(one.codes)
    small = f"{count:,} small area{'' if count == 1 else 's'}" if count else "No small areas yet"
    chips = [CHIPS[one.role]]
    if not count:
        chips.append(CellChip("Empty", "warning", "warning"))
    return RowOf(one.id, one.name, "", tuple(chips), one.why, small)


KIND = PageKind("map", "Areas", "place", MapPage)
