"""The study area as square cells, and the incidents in each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.ground import extent
from workbench.analysis.joining import by_place
from workbench.analysis.outlines import Window, bounds, from_geometry, within
from workbench.analysis.points import Coordinates
from workbench.analysis.raster import covered
from workbench.analysis.shapes import Shapes
from workbench.analysis.words import counted, number
from workbench.errors import CannotAnswerError

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]

FEWEST: Final = 30  # cells
LEAST_MEAN: Final = 0.3  # incidents a cell
WANTED: Final = 2.0  # incidents a cell, for the size that is chosen when none is
LONGEST: Final = 1_000  # cells along a side
OFF: Final = "outside the study area"
STRAYS: Final = "far from all others, so taken as strays"
SQUARE_KM: Final = 1e6
_SMOOTH: Final = 500  # cells along a side, of the size that is chosen
_SIDES: Final = (
    25, 50, 100, 150, 200, 250, 300, 400, 500, 750, 1_000, 1_500, 2_000, 2_500, 3_000, 5_000,
    10_000,
)  # fmt: skip
_LEAST: Final = 2  # the place in _SIDES of the smallest that is chosen while it will do
_COARSE: Final = 150  # cells along a side, to find how large the study area is
_CHUNK: Final = 1 << 13  # points at once: room for more is asked of the system each time


@dataclass(frozen=True)
class Cells:
    """Square cells over a study area, on round metres of its grid."""

    left: float
    bottom: float
    side: int  # metres
    inside: Mask  # (rows, columns): cells of the study area
    areas: int  # boundaries that it is made of; 0 where it is the ground between the incidents

    @property
    def x(self) -> Floats:
        """Eastings of the middles, (columns,)."""
        return _middles(self.left, self.inside.shape[1], self.side)

    @property
    def y(self) -> Floats:
        """Northings of the middles, (rows,)."""
        return _middles(self.bottom, self.inside.shape[0], self.side)

    @property
    def n(self) -> int:
        """Cells of the study area."""
        return int(self.inside.sum())

    @property
    def square_km(self) -> float:
        """The size of the study area as its cells make it up."""
        return self.n * self.side**2 / SQUARE_KM

    @property
    def box(self) -> Window:
        """The box round all cells: left, bottom, right, top in metres."""
        rows, columns = self.inside.shape
        return (self.left, self.bottom, self.left + columns * self.side,
                self.bottom + rows * self.side)  # fmt: skip

    @property
    def off(self) -> str:
        """Why an incident is of none of the cells."""
        return OFF if self.areas else STRAYS

    def index(self, easting: Floats, northing: Floats) -> Whole:
        """The cell of each point as rows x columns + column; -1 outside the study area."""
        found = np.empty(len(easting), np.int64)
        for low in range(0, len(found), _CHUNK):
            part = slice(low, low + _CHUNK)
            found[part] = self._index(easting[part], northing[part])
        return found

    def _index(self, easting: Floats, northing: Floats) -> Whole:
        rows, columns = self.inside.shape
        column = np.floor((easting - self.left) / self.side)
        row = np.floor((northing - self.bottom) / self.side)
        on = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
        flat = np.where(on, row * columns + column, 0).astype(np.int64)
        return np.where(on & self.inside.ravel()[flat], flat, -1)

    def counts(self, index: Whole, weights: Whole | None = None) -> Whole:
        """Incidents in each cell, (rows, columns), by the index of each."""
        there = index >= 0
        own = None if weights is None else weights[there]
        found = np.bincount(index[there], own, self.inside.size)
        return found.astype(np.int64).reshape(self.inside.shape)


def _middles(start: float, count: int, side: int) -> Floats:
    return np.asarray(start + (np.arange(count) + 0.5) * side, dtype=np.float64)


def study(found: Coordinates, shapes: Shapes | None, side: int = 0) -> Cells:
    """Lay cells over the ground that the incidents are of.

    Args:
        found: where the incidents are, one at least.
        shapes: boundaries, if any were brought. The study area is then made of every area that
            the incidents reach; without boundaries it is the ground between the outermost,
            true strays apart.
        side: of a cell in metres; 0 for one that suits the number of incidents and the ground.

    Returns:
        The cells. One that holds an incident of the study area is always of it; of the others
        those whose middle is.

    Raises:
        CannotAnswerError: the cells are too small for this ground, or no incident lies within
            the boundaries.
    """
    east, north = found.easting, found.northing
    chosen = None
    if shapes is not None and shapes.codes:
        chosen = _reached(shapes, east, north)
        box = bounds(chosen) or (0.0, 0.0, 0.0, 0.0)
    else:
        box = extent(east, north, found.counts)
    longest = max(box[2] - box[0], box[3] - box[1], 1.0)
    if not side:
        coarse = _laid(max(1, ceil(longest / _COARSE)), box, found, chosen)
        side = suited(coarse.n * coarse.side**2, found.total, longest)
    if longest / side > LONGEST:
        raise CannotAnswerError(
            f"Cells of {number(side)} m are too many for ground {number(longest / 1000)} km "
            f"across. Nothing was changed. Choose cells of {number(longest / LONGEST + 0.5)} m or "
            "more, or 0 for a size that suits the map."
        )
    return _laid(side, box, found, chosen)


def suited(square_metres: float, incidents: int, longest: float) -> int:
    """The side of a cell that holds about two incidents on average, in round metres.

    Args:
        square_metres: size of the study area.
        incidents: in it.
        longest: metres along its longer side.

    Returns:
        Metres: 100 or more, and never so many cells as would be slow; smaller only where the study
        area would have too few cells.
    """
    wanted = max(sqrt(WANTED * square_metres / max(incidents, 1)), longest / _SMOOTH)
    at = next((i for i, side in enumerate(_SIDES) if side >= wanted), len(_SIDES) - 1)
    at = max(at, _LEAST)
    while at and square_metres / _SIDES[at] ** 2 < 1.5 * FEWEST:
        at -= 1
    return _SIDES[at]


def refuse_few_cells(cells: Cells) -> None:
    """Refuse in words when there are too few cells.

    Raises:
        CannotAnswerError: what there is, what is needed, and what to choose instead.
    """
    if cells.n < FEWEST:
        raise CannotAnswerError(
            f"The study area has {counted(cells.n, 'cell')} of {number(cells.side)} m, and hot "
            f"spots need {FEWEST} to stand out from. Nothing was changed. Choose smaller cells, "
            "or a larger area."
        )


def refuse(cells: Cells, incidents: int) -> None:
    """Refuse in words when there are too few cells, or too few incidents for them.

    Raises:
        CannotAnswerError: what there is, what is needed, and what to choose instead.
    """
    refuse_few_cells(cells)
    n, metres = cells.n, number(cells.side)
    if incidents < LEAST_MEAN * n:
        raise CannotAnswerError(
            f"{number(incidents)} incidents in {number(n)} cells of {metres} m are "
            f"{number(incidents / n, 2)} a cell, and {LEAST_MEAN} are needed. Nothing was changed. "
            "Choose larger cells, a longer period or more kinds of incident."
        )


def _reached(shapes: Shapes, east: Floats, north: Floats) -> Shapes:
    """The areas that the box round the incidents reaches; strays and other ground left out."""
    whole = bounds(shapes) or (0.0, 0.0, 0.0, 0.0)
    near = (east >= whole[0]) & (east <= whole[2]) & (north >= whole[1]) & (north <= whole[3])
    if not near.any():
        raise CannotAnswerError(
            "None of the incidents lies within these boundaries, so there is no study area. "
            "Nothing was changed. Choose boundaries that cover the incidents, or none."
        )
    return within(shapes, extent(east[near], north[near], None))


def _laid(side: int, box: Window, found: Coordinates, shapes: Shapes | None) -> Cells:
    """Cells of one size over a box, and which of them are of the study area."""
    left, bottom = (float(np.floor(edge / side) * side) for edge in box[:2])
    columns, rows = (
        int(np.floor((end - start) / side)) + 1 for start, end in ((left, box[2]), (bottom, box[3]))
    )
    everywhere = Cells(left, bottom, side, np.ones((rows, columns), np.bool_), 0)
    index = everywhere.index(found.easting, found.northing)
    held = np.bincount(index[index >= 0], minlength=rows * columns).reshape(rows, columns) > 0
    if shapes is None:
        return replace(everywhere, inside=_between(everywhere, held))
    inside = covered(shapes, everywhere.x, everywhere.y)
    inside |= _at_the_edge(everywhere, found, index, held & ~inside, shapes)
    return replace(everywhere, inside=inside, areas=len(shapes.codes))


def _between(cells: Cells, held: Mask) -> Mask:
    """The cells whose middle lies in the smallest outline without dents round those held."""
    import shapely

    rows = np.flatnonzero(held.any(axis=1))
    first = held[rows].argmax(axis=1)
    last = held.shape[1] - 1 - held[rows, ::-1].argmax(axis=1)
    corners = [
        (cells.left + column * cells.side, cells.bottom + row * cells.side)
        for low, high in ((0, 0), (0, 1), (1, 0), (1, 1))
        for row, column in zip(
            (rows + high).tolist(), ((last + 1) if low else first).tolist(), strict=True
        )
    ]
    hull = shapely.convex_hull(shapely.multipoints(corners))
    outline = from_geometry(np.array([hull], dtype=object), ["hull"], ["hull"])
    return covered(outline, cells.x, cells.y) | held


def _at_the_edge(
    cells: Cells, found: Coordinates, index: Whole, doubtful: Mask, shapes: Shapes
) -> Mask:
    """Of cells whose middle lies outside, those that hold an incident of the study area."""
    made = np.zeros(cells.inside.size, np.bool_)
    which = np.flatnonzero((index >= 0) & doubtful.ravel()[np.maximum(index, 0)])
    if which.size:
        spots, at = np.unique(
            np.column_stack([found.easting[which], found.northing[which], index[which]]),
            axis=0, return_index=True,
        )  # fmt: skip
        lies = by_place(spots[:, 0], spots[:, 1], shapes) >= 0
        made[index[which][at[lies]]] = True
    return made.reshape(cells.inside.shape)
