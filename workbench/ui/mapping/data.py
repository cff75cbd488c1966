"""What a map is drawn of: rows as points and as areas, the way the chosen reader may see them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from workbench.analysis.ground import Ground, squared, window_of
from workbench.analysis.kind import Asked
from workbench.analysis.kinds import map_areas, map_points
from workbench.analysis.kinds.map_areas import MapAreas
from workbench.analysis.kinds.map_points import MapPoints
from workbench.analysis.outlines import EMPTY, Window, bounds
from workbench.analysis.places import basis
from workbench.analysis.points import Points, points_of
from workbench.analysis.shapes import Shapes
from workbench.domain.progress import SILENT, Progress
from workbench.errors import CannotAnswerError
from workbench.services.placing import rows_of
from workbench.ui.mapping.sheet import AREAS, EXACT, Wanted

if TYPE_CHECKING:
    from workbench.services.shelf import Shelf


@dataclass(frozen=True)
class MapData:
    """The rows of an edition, ready to be drawn.

    ``points`` are exact and never drawn as such unless the view is; ``marks`` are what is drawn.
    ``refused`` says in words what cannot be shown, by layer.
    """

    wanted: Wanted
    window: Window
    source: str = ""
    n: int = 0
    first: date | None = None
    last: date | None = None
    columns: tuple[str, ...] = ()
    local: bool = False
    points: Points | None = None
    marks: MapPoints | None = None
    areas: MapAreas | None = None
    shapes: Shapes = EMPTY
    refused: dict[str, str] = field(default_factory=dict)

    @property
    def exact(self) -> bool:
        """Whether the picture shows exact places."""
        return self.wanted.view == EXACT


def load(shelf: Shelf, wanted: Wanted, progress: Progress = SILENT) -> MapData:
    """Read rows and boundaries; what they cannot bear is said and left out."""
    refused: dict[str, str] = {}
    shapes = shelf.shapes(wanted.boundaries_id) if wanted.boundaries_id else EMPTY
    if wanted.edition_id is None:
        box = bounds(shapes) or (0.0, 0.0, 1_000.0, 1_000.0)
        return MapData(wanted, squared(box), shapes=shapes)
    whole = shelf.incidents(wanted.edition_id)
    incidents = rows_of(shelf, wanted.edition_id, wanted.filter)
    points: Points | None = None
    marks: MapPoints | None = None
    areas: MapAreas | None = None
    try:
        points = points_of(incidents)
    except CannotAnswerError as error:
        refused["points"] = str(error)
    progress.report(1, 3, "Putting incidents on the map")
    local = incidents.places == "local"
    window = _window(points, EMPTY if local else shapes)
    if points is not None and wanted.view != AREAS:
        try:
            marks = _marks(incidents, points, window, wanted)
        except CannotAnswerError as error:
            refused["points"] = str(error)
    if shapes.codes and not local:
        try:
            placed = rows_of(shelf, wanted.edition_id, wanted.filter, wanted.boundaries_id)
            areas = map_areas.run(Asked(placed, shapes=shapes, progress=progress))
        except CannotAnswerError as error:
            refused["areas"] = str(error)
    if areas is not None and wanted.view != EXACT:
        areas = map_areas.conceal(areas, wanted.threshold)
    span = basis(incidents, incidents.n, ())
    return MapData(
        wanted,
        window,
        incidents.source,
        incidents.n,
        span.first,
        span.last,
        tuple(whole.frame.columns),
        local,
        points,
        marks,
        areas,
        EMPTY if local else shapes,
        refused,
    )


def _window(points: Points | None, shapes: Shapes) -> Window:
    if points is not None and len(points):
        found = window_of(points.easting, points.northing, points.counts)
        if found is not None:
            return found
    return squared(bounds(shapes) or (0.0, 0.0, 1_000.0, 1_000.0))


def _marks(incidents: Any, points: Points, window: Window, wanted: Wanted) -> MapPoints:
    """The points as the question about points would show them, without its outlines."""
    ground = Ground(EMPTY, EMPTY, window, "", incidents.places == "local")
    exact = MapPoints(
        basis(incidents, points.total, points.left_out),
        ground,
        points.easting,
        points.northing,
        points.counts,
        points.names,
        points.snap,
        points.unplaced,
        points.at_zero,
        0,
        0,
    )
    if wanted.view == EXACT:
        return exact
    return map_points.seen_as(exact, points, wanted.view, wanted.threshold)


def at_places(points: Points, names: tuple[str, ...]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Which points carry one of these words."""
    wanted = set(names)
    return np.fromiter((name in wanted for name in points.names), np.bool_, len(points))
