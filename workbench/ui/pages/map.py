"""Map and areas: where incidents lie, and which areas are treated, compared or looked at."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from workbench.domain.assessment import Assessment
from workbench.domain.changes import Changes
from workbench.domain.data import Area, AreaRole, Boundaries, Dataset, Edition
from workbench.domain.record import Record
from workbench.errors import WorkbenchError
from workbench.guide.contents import Contents
from workbench.guide.gap import Gap
from workbench.ui import clipboard, tokens
from workbench.ui.areas.picker import AreaPicker
from workbench.ui.charting.drawing import description
from workbench.ui.charting.keeping import KeepDialog
from workbench.ui.mapping.desk import MapDesk
from workbench.ui.page import Offer, PageKind
from workbench.ui.records.list_page import ListPage
from workbench.ui.records.rows import RowOf
from workbench.ui.widgets.basics import Segments, button, column
from workbench.ui.widgets.cells import CellChip
from workbench.ui.widgets.remark import Remark

if TYPE_CHECKING:
    from workbench.services.asking import Answer, Request
    from workbench.ui.mapping.sheet import Sheet

CHIPS = {
    AreaRole.TREATED: CellChip("Treated", "respond", "respond"),
    AreaRole.BUFFER: CellChip("Buffer", "neutral", "place"),
    AreaRole.CONTROL: CellChip("Control", "scan", "scan"),
}
FILES = "Boundaries (*.geojson *.json *.topojson *.gpkg *.shp *.tab *.kml);;All files (*)"
PICTURE = 1_200, 760  # pixels of a picture that is saved or copied, drawn twice as fine
MAP, LIST = 0, 1


class MapPage(ListPage):
    """The map, and beside it the named areas of a problem, each a list of small areas.

    Signals:
        copied: the picture of the map is on the clipboard.
        kept: what the map shows was kept as evidence.
    """

    copied, kept = Signal(), Signal()
    watches = (Area, Boundaries, Edition, Dataset, Assessment)
    key, kind, noun, icon = "map", Area, "area", "place"
    about = "Treated areas, their buffers, and controls as like them as can be found"
    add_hint = "Name it, such as Bootle town centre"
    add_choices = tuple((role, role.value.capitalize()) for role in AreaRole)
    coded = False
    scrolls, wide = False, True
    empty_says = (
        "No areas yet",
        "An area is a list of small areas under a name. An assessment compares a treated area "
        "with a control area; choose both before the work begins.",
    )

    def buttons(self) -> tuple[Any, ...]:
        self.copying = button("Copy", icon="copy", does=self.copy, tip="The picture (Ctrl+Shift+C)")
        self.bringing = button("Bring in boundaries", icon="place", does=self.bring)
        self.keeping_button = button("Keep as evidence", "primary", "evidence", self.ask_keep)
        (self.adding,) = super().buttons()
        self.views = Segments("View", ("Map", "List of areas"))
        self.views.chosen.connect(self.turn)
        return (self.views, self.copying, self.bringing, self.keeping_button, self.adding)

    def _build(self) -> None:
        self.desk, self.remark = MapDesk(self.session), Remark()
        self.keeping: KeepDialog | None = None
        self.turns = QStackedWidget()
        self.turns.addWidget(self.desk)
        pad = (tokens.WIDE, tokens.MEDIUM, tokens.WIDE, tokens.MEDIUM)
        parts = (self.header, self.remark, (self.turns, 1))
        column(*parts, gap=tokens.MEDIUM, pad=pad, into=self)
        self.desk.side.wanted.connect(self.use)
        self.desk.side.buffer.connect(self.make_buffer)
        self.desk.side.charted.connect(lambda: self.go.emit("charts"))
        self.desk.loaded.connect(self._say)
        self.turn(MAP)

    def turn(self, at: int) -> None:
        """Show the map, or the list of areas, which is built when it is first wanted."""
        if at == LIST and self.turns.count() == 1:
            self._build_split()
            self.turns.addWidget(self.split)
            super().read()
        self.views.set_at(at)
        self.turns.setCurrentIndex(at)
        for part in (self.copying, self.keeping_button):
            part.setVisible(at == MAP)
        self.adding.setVisible(at == LIST)
        if self.header.title.text():
            self._say()

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

    def refresh(self) -> None:
        self.stale |= self.desk.scope.behind
        super().refresh()

    def read(self) -> None:
        if self.turns.count() > 1:
            super().read()
        self.desk.show_contents(self.session.contents)
        self._say()

    def show_more(self, contents: Contents, record: Record | None) -> None:
        if isinstance(record, Area):
            others = {
                code: area.name
                for area in contents.areas
                if area.id != record.id
                for code in area.codes
            }
            self.picker.show_codes(contents, record.codes, others)

    def open(self, key: object, enter: bool = True, field: str = "") -> None:
        self.turn(LIST)
        super().open(key, enter, field)

    def _arrange(self) -> None:
        if self.turns.count() > 1:
            super()._arrange()

    def begin_adding(self, choice: Any = None, gap: Gap | None = None) -> None:
        self.turn(LIST)
        super().begin_adding(choice, gap)

    def leave(self) -> None:
        self.desk.drop()
        super().leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.turns.currentIndex() == MAP:
            self.session.selection.clear()
        else:
            super().keyPressEvent(event)

    # boundaries

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

    def _brought(self, changes: Changes) -> None:
        self.session.history.committed(changes)

    # areas

    def use(self, role: AreaRole, name: str) -> None:
        """Make an area of what is selected."""
        now = self.session.selection.now
        if now is None:
            return
        area = Area(
            problem_id=self.session.contents.problem.id,
            name=name or self._name(role),
            role=role,
            codes=now.areas,
            boundaries_id=now.boundaries_id,
            outline=now.outline if now.drawn else "",
        )
        self._make(area)

    def make_buffer(self, area_id: UUID, metres: int) -> None:
        """Make a buffer of so many metres round an area, in a job."""
        contents, data = self.session.contents, self.desk.data
        middle = next((one for one in contents.areas if one.id == area_id), None)
        if middle is None or data is None:
            return
        taken = [
            code
            for one in contents.areas
            if one.role is AreaRole.TREATED or one.id == area_id
            for code in one.codes
        ]

        def work(_progress: object) -> tuple[tuple[str, ...], str]:
            from workbench.ui.mapping.picking import buffer

            return buffer(data, middle.codes, middle.outline, metres, taken)

        job = self.session.studio.start(work)
        job.succeeded.connect(partial(self._buffered, middle, metres))

    def _buffered(self, middle: Area, metres: int, made: tuple[tuple[str, ...], str]) -> None:
        codes, outline = made
        if not codes and not outline:
            self.remark.say(
                f"No small area of these boundaries lies within {metres:,} m of “{middle.name}”. "
                "Nothing was made. Choose a wider buffer, or the boundaries of that area."
            )
            return
        why = f"Within {metres:,} m of {middle.name}, and not treated itself."
        self._make(
            Area(
                problem_id=middle.problem_id,
                name=f"Buffer of {metres:,} m round {middle.name}",
                role=AreaRole.BUFFER,
                codes=codes,
                boundaries_id=middle.boundaries_id or self.desk.scope.boundaries_id,
                outline=outline,
                why=why,
            )
        )

    def _make(self, area: Area) -> None:
        from workbench.services.records import add

        self.session.history.do(lambda casebook: add(casebook, area))
        what = f"{len(area.codes):,} small area{'' if len(area.codes) == 1 else 's'}"
        said = f"“{area.name}” was made of {what if area.codes else 'a drawn outline'}."
        both = [
            one.name
            for one in self.session.contents.areas
            if one.id != area.id and set(one.codes) & set(area.codes)
        ]
        if both:
            said += f" Some of it is in “{both[0]}” too: take it out of one of them."
        self.desk.side.name.clear()
        self.remark.say(said, "warning" if both else "info", "Open it", partial(self.open, area.id))

    def _name(self, role: AreaRole) -> str:
        same = sum(area.role is role for area in self.session.contents.areas)
        return f"{role.value.capitalize()} area{f' {same + 1}' if same else ''}"

    def _choose(self, codes: tuple[str, ...]) -> None:
        if isinstance(self.record, Area):
            self.change(self.record, codes=codes)

    # the picture

    def copy(self) -> None:
        """Put the picture of the map on the clipboard, with its key, scale, source and date."""
        sheet = self._sheet()
        if sheet is not None:
            job = self.session.studio.start(lambda _progress: self.desk.the_easel().whole(sheet))
            job.succeeded.connect(self._copied)

    def save(self) -> None:
        """Ask for a name, and write the picture there as PNG, SVG or PDF."""
        kinds = "Picture (*.png);;Drawing (*.svg);;PDF (*.pdf)"
        path, _ = QFileDialog.getSaveFileName(self, "Save the map as a picture", "Map.png", kinds)
        if path:
            self.save_to(path)

    def save_to(self, path: str) -> None:
        """Write the picture to a file, in a job."""
        sheet = self._sheet()
        if sheet is None:
            return

        def work(_progress: object) -> str:
            from workbench.ui.mapping.export import write

            return write(self.desk.the_easel(), sheet, path)

        job = self.session.studio.start(work)  # the easel is used by one worker
        job.failed.connect(self._refused)
        job.succeeded.connect(lambda told: self.remark.say(told, "info"))

    def _sheet(self) -> Sheet | None:
        """The map as it is kept: the same ground on a sheet of one size."""
        sheet = self.desk.sheet(2.0)
        if sheet is None:
            return None
        return replace(sheet, view=sheet.view.sized(*PICTURE).fitted(sheet.view.window))

    def _copied(self, image: QImage) -> None:
        clipboard.put_image(image)
        self.copied.emit()

    # evidence

    def ask_keep(self) -> None:
        """Answer the question that the map shows, then ask for a name and audiences."""
        request, shelf = self.desk.request(), self.session.shelf
        if request is None:
            return

        def work(progress: Any) -> tuple[Request, Answer]:
            from workbench.services import asking

            return request, asking.ask(shelf, request, progress)

        job = self.session.studio.start(work)
        job.succeeded.connect(self._name_card)
        job.failed.connect(self._refused)

    def _name_card(self, made: tuple[Request, Answer]) -> None:
        request, answer = made
        from workbench.services.cards import name_for

        name, told = name_for(request, answer), description(answer)
        self.keeping = KeepDialog(self.window(), name, answer.reading.finding, told)
        self.keeping.accepted.connect(partial(self._keep, request, answer))
        self.keeping.open()

    def _keep(self, request: Request, answer: Answer) -> None:
        from workbench.services import cards

        problem = self.session.problem_id
        if problem is None or self.keeping is None:
            return
        told = self.keeping.told
        self.session.history.do(
            lambda casebook: cards.keep_told(casebook, problem, request, answer, told)
        )
        self.kept.emit()

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, WorkbenchError):
            raise error
        self.remark.say(str(error))

    def offers(self) -> tuple[Offer, ...]:
        return (
            *super().offers(),
            Offer("Data", "Bring in boundaries...", self.bring, "", "place"),
            Offer("Evidence", "Keep as evidence", self.ask_keep, "Ctrl+E", "evidence"),
            Offer("Edit", "Copy map", self.copy, "Ctrl+Shift+C", "copy"),
            Offer("File", "Save the map as a picture...", self.save, "", "file"),
            Offer("View", "Show the whole map", self.desk.canvas.fit, "", "place"),
            Offer("Edit", "Select nothing", self.session.selection.clear, "", "close"),
        )

    def _say(self) -> None:
        """The title says how many incidents the map shows, or how the areas stand."""
        data = self.desk.data
        contents = self.session.contents
        if self.turns.currentIndex() == LIST or data is None or not contents.editions:
            self.header.say(*self.heading(contents))
            return
        drawn = data.marks if data.marks is not None else data.areas
        shown = drawn.basis.n if drawn is not None else 0
        said = f"{shown:,} incident{'' if shown == 1 else 's'} on the map"
        if not shown and data.n:
            said = f"None of the {data.n:,} incidents has a place on the map"
        self.header.say(said, f"Map: where it happens. {self.heading(contents)[0]}.")


def _row(one: Area) -> RowOf:
    count = len(one.codes)
    small = f"{count:,} small area{'' if count == 1 else 's'}" if count else "No small areas yet"
    chips = [CHIPS[one.role]]
    if one.outline and not count:
        small = "An outline drawn on the map"
    elif not count:
        chips.append(CellChip("Empty", "warning", "warning"))
    return RowOf(one.id, one.name, "", tuple(chips), one.why, small)


KIND = PageKind("map", "Map", "place", MapPage)
