"""MapDesk: layers, the map and the selection side by side, and the jobs behind them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from workbench.ui import tokens
from workbench.ui.after_paint import after_paint
from workbench.ui.charting.facts import Facts, facts
from workbench.ui.charting.scope import ScopeBar
from workbench.ui.mapping.canvas import MapCanvas
from workbench.ui.mapping.chip import SelectionChip
from workbench.ui.mapping.drawer import Latest
from workbench.ui.mapping.layers_panel import LayersPanel
from workbench.ui.mapping.selection_panel import SelectionPanel
from workbench.ui.mapping.sheet import Picture, Sheet, Wanted
from workbench.ui.mapping.tools import HINTS, TOOLS, Shape
from workbench.ui.widgets.basics import Elided, Segments, button, column, holder, row
from workbench.ui.widgets.flow import Flow

if TYPE_CHECKING:
    from workbench.guide.contents import Contents
    from workbench.services.asking import Request
    from workbench.ui.mapping.data import MapData
    from workbench.ui.mapping.easel import Easel
    from workbench.ui.mapping.layers import Layers
    from workbench.ui.mapping.picking import Picked
    from workbench.ui.mapping.selection import Chosen
    from workbench.ui.session import Session


class MapDesk(QWidget):
    """Reads the chosen rows in a job, draws them in another, and keeps the selection.

    Signals:
        loaded: other data is on show.
        drawn: the picture on the paper is sharp.
        picked: something else is selected, and counted.
    """

    loaded, drawn, picked = Signal(), Signal(), Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.data: MapData | None = None
        self.easel: Easel | None = None
        self.facts: Facts | None = None
        self.told: Picked | None = None
        self.scope, self.canvas = ScopeBar(session.taken), MapCanvas()
        self.layers, self.side = LayersPanel(), SelectionPanel()
        self.chip = SelectionChip(session.selection)
        self.tools = Segments("Tool", [words for _, words in TOOLS])
        self.hint = Elided(HINTS["move"], "caption")
        self.reading = Latest(session.studio, self)
        self.drawing = Latest(session.studio, self)
        self.picking = Latest(session.studio, self)
        self._own: Chosen | None = None  # what this desk selected itself
        self._build()
        self._connect()

    def _build(self) -> None:
        near = button("", "quiet", "add", lambda: self.canvas.zoom(1.5), "Come nearer (+)")
        far = button("", "quiet", "minus", lambda: self.canvas.zoom(1 / 1.5), "Go farther (\u2212)")
        fit = button("Fit", "quiet", "", self.canvas.fit, "Show everything (0)")
        bar = Flow(self.tools, holder(row(near, far, fit, gap=0)), self.chip, gap=tokens.MEDIUM)
        paper = column(bar, (self.canvas, 1), self.hint, gap=tokens.SMALL)
        self.body = row((holder(paper), 1), gap=tokens.MEDIUM)
        column(self.scope, (self.body, 1), gap=tokens.SMALL, into=self)
        self.scope.want_boundaries(True)
        self.scope.want_reference("")
        after_paint(self, self._add_sides)

    def _add_sides(self) -> None:
        """Lay the panels beside the map once it has been painted, then begin to read.

        One thing after another: building all at once would hold the window for too long.
        """
        self.body.insertWidget(0, self.layers)
        self.body.addWidget(self.side)
        after_paint(self, self._begin)

    def _begin(self) -> None:
        self.updateGeometry()  # the page hears of the room that the panels need, now that they show
        self.reading.want(_learn)

    def _connect(self) -> None:
        self.scope.edition_changed.connect(lambda _id: self.load())
        self.scope.changed.connect(self.load)
        self.layers.changed.connect(self.draw)
        self.layers.view_changed.connect(self.load)
        self.tools.chosen.connect(self.take)
        self.canvas.rested.connect(self.draw)
        self.canvas.finished.connect(self._finished)
        self.canvas.pointed.connect(self._pointed)
        self.canvas.cleared.connect(self.session.selection.clear)
        self.side.cleared.connect(self.session.selection.clear)
        self.side.radius.connect(self._wider)
        self.session.selection.changed.connect(self._selected)
        self.reading.ready.connect(self._read)
        self.reading.failed.connect(_raise)
        self.drawing.ready.connect(self._drawn)
        self.drawing.failed.connect(_raise)
        self.picking.ready.connect(self._picked)
        self.picking.failed.connect(_raise)

    # what is on show

    def show_contents(self, contents: Contents) -> None:
        """List what there is, and read it."""
        self.scope.show_contents(contents)
        self.scope.want_boundaries(True)
        self.side.show_areas(contents.areas)
        self.load()
        self.chip.read()

    @property
    def wanted(self) -> Wanted:
        """Which rows are wanted, over which boundaries, as seen by whom."""
        chosen, _ = self.scope.rows(named=False)
        border = self.scope.boundaries_id
        view, least = self.layers.view, self.threshold
        return Wanted(self.scope.edition_id, chosen, border, view, least)

    @property
    def threshold(self) -> int:
        """Counts below it are hidden from partners: a setting of the casebook."""
        from workbench.services.settings import smallest_count

        return smallest_count(self.session.casebook)

    def load(self) -> None:
        """Read the rows that are wanted, unless they are on show."""
        if not self._learnt:
            return  # what drawing needs is being read first; it ends by coming back here
        wanted, shelf = self.wanted, self.session.shelf
        if self.data is not None and self.data.wanted == wanted:
            self.draw()
            return
        known, borders = self.facts, tuple(self.session.contents.boundaries)

        def work() -> Any:
            from workbench.ui.mapping.data import load

            found = known
            if wanted.edition_id and (found is None or found.edition_id != wanted.edition_id):
                found = facts(shelf, wanted.edition_id, borders)
            return load(shelf, wanted), found

        self.reading.want(work)

    _learnt = False

    def _read(self, made: tuple[MapData, Facts | None] | None) -> None:
        if made is None:
            self._learnt = True
            self.load()
            return
        self.data, found = made
        if found is not None and found is not self.facts:
            self.facts = found
            self.scope.show_facts(found)
            if self.wanted != self.data.wanted:
                self.load()  # these data have other kinds, months or boundaries
                return
        self.layers.offer(self._cannot(self.data), self.threshold)
        self.canvas.show_whole(self.data.window)
        self.loaded.emit()
        self.draw()
        if self.session.selection.now is not None:
            self._count()

    def _cannot(self, data: MapData) -> dict[str, str]:
        """What cannot be shown, and why in words."""
        can = dict(data.refused)
        if data.marks is None:
            can.setdefault("points", "")  # seen by small area they are hidden, and nothing is amiss
            can.setdefault("density", "")
            can.setdefault("hot", "")
        if data.areas is None:
            none = "Bring in boundaries to see small areas." if not data.shapes.codes else ""
            can.setdefault("areas", none)
        return can

    def sheet(self, ratio: float) -> Sheet | None:
        """Everything that the picture depends on now."""
        if self.data is None:
            return None
        areas = self.session.contents.areas
        now, layers = self.session.selection.now, self.layers.layers
        if self.data.wanted.view == "area":
            layers = replace(layers, ground="areas", points=False)
        return Sheet(self.data, layers, self.canvas.view, now, areas, ratio)

    def draw(self) -> None:
        """Draw the map, in a job; until it is there the last picture is shown."""
        sheet = self.sheet(self.devicePixelRatioF())
        if sheet is not None and self.canvas.width() >= 20:
            self.drawing.want(lambda: self.the_easel().picture(sheet))

    def the_easel(self) -> Easel:
        """The one easel; made in a job, for it reads the numerical libraries."""
        from workbench.ui.mapping.easel import Easel

        if self.easel is None:
            self.easel = Easel(self.session.shelf)
        return self.easel

    def request(self) -> Request | None:
        """The question that shows what the map shows, with the audience view in force."""
        from workbench.services.asking import Request

        data, layers, now = self.data, self.layers.layers, self.session.selection.now
        edition = data.wanted.edition_id if data is not None else None
        if data is None or edition is None:
            return None
        wanted, chosen = data.wanted, data.wanted.filter
        if now is not None:
            chosen = now.narrow(chosen, data.columns, self.session.contents.areas) or chosen
        question, given = _question(wanted, layers)
        return Request(question, edition, chosen, given, wanted.boundaries_id)

    def _drawn(self, picture: Picture) -> None:
        self.canvas.show_picture(picture)
        self.drawn.emit()

    # what is selected

    def take(self, at: int) -> None:
        """Use another tool."""
        key = TOOLS[at][0]
        self.tools.set_at(at)
        self.canvas.take(key)
        self.hint.say(HINTS[key])
        self.canvas.setFocus()

    def _finished(self, shape: Shape) -> None:
        data, shelf = self.data, self.session.shelf
        if data is not None:
            from workbench.ui.mapping import picking

            self.picking.want(lambda: picking.of_shape(shelf, data, shape))

    def _wider(self, metres: float) -> None:
        now = self.session.selection.now
        if now is not None and now.circle is not None and now.circle[2] != metres:
            self._finished(Shape(circle=(*now.circle[:2], metres)))

    def _pointed(self, easting: float, northing: float) -> None:
        data, shelf, now = self.data, self.session.shelf, self.session.selection.now
        if data is not None:
            from workbench.ui.mapping import picking

            held = now.areas if now is not None and not now.drawn else ()
            self.picking.want(lambda: picking.at_spot(shelf, data, held, (easting, northing)))

    def _selected(self) -> None:
        """Something was selected, here or elsewhere; a map out of sight waits with it."""
        self._behind = not self.isVisible()
        if self._behind:
            return
        now = self.session.selection.now
        if now is None:
            self.told, self._own = None, None
            self.side.show_picked(None)
        elif now is not self._own:
            self._count()
        self.draw()

    _behind = False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._behind:
            self._selected()

    def _count(self) -> None:
        """Count what is selected among the rows on show."""
        data, shelf, now = self.data, self.session.shelf, self.session.selection.now
        if data is None or now is None:
            return
        from workbench.ui.mapping import picking

        self.picking.want(lambda: picking.counted(shelf, data.wanted, now))

    def _picked(self, told: Picked) -> None:
        self.told, self._own = told, told.chosen
        self.session.selection.choose(told.chosen)
        self._own = self.session.selection.now
        self.side.show_picked(told)
        self.picked.emit()

    def drop(self) -> None:
        """Nothing more is waited for: the page is put away."""
        for one in (self.reading, self.drawing, self.picking):
            one.drop()
        self.data = None  # so that a map that comes to rest later is not drawn again
        self.session.selection.changed.disconnect(self._selected)
        self.session.selection.changed.disconnect(self.chip.turn)


def _learn() -> None:
    """Read the questions, and all that drawing a map needs, away from the window's thread."""
    from importlib import import_module

    from workbench.ui.charting.catalogue import learn

    for name in ("easel", "export", "picking"):
        import_module(f"workbench.ui.mapping.{name}")
    learn()


def _question(wanted: Wanted, layers: Layers) -> tuple[str, dict[str, Any]]:
    """Which question shows it; a view for partners is never left for one that shows more."""
    if wanted.view == "area" or (layers.ground == "areas" and not layers.points):
        return "map_areas", {} if wanted.view == "0" else {"threshold": wanted.threshold}
    if wanted.view != "0":
        return "map_points", wanted.parameters
    if layers.ground == "hot":
        return "hot_cells", {"side": layers.side} if layers.side else {}
    if layers.ground == "density":
        return "map_density", {"bandwidth": layers.bandwidth} if layers.bandwidth else {}
    return ("map_areas" if layers.ground == "areas" else "map_points"), {}


def _raise(error: Exception) -> None:
    raise error
