"""Cells that stand out, joined into hot and cold spots, and what lies in each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.cells import Cells
from workbench.analysis.ground import Ground
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Basis
from workbench.analysis.places import busiest

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Signs = NDArray[np.int8]

HOT, COLD, NEITHER, OUTSIDE = 1, -1, 0, -2  # what a cell is
WITHHELD: Final = -1  # stands for a count that is not told


@dataclass(frozen=True)
class Spot:
    """Hot or cold cells that touch: where they are strongest, and what they hold together."""

    hot: bool
    easting: float  # the middle of the cell with the most extreme score
    northing: float
    near: str  # the place there that has most incidents, or ""
    cells: int
    incidents: int  # -1 is withheld
    score: float


@dataclass(frozen=True)
class HotCells:
    """What each cell is, from the south-west corner; 1 hot, -1 cold, 0 neither, -2 outside."""

    basis: Basis
    ground: Ground
    left: float
    bottom: float
    side: int  # of a cell, metres
    signs: NDArray[np.int8]  # (rows, columns)
    counts: NDArray[np.int32]  # (rows, columns) incidents; withheld ones are all 0
    scores: NDArray[np.float32]  # (rows, columns) Gi*; NaN where there is none
    spots: tuple[Spot, ...]
    hot_spots: int  # of which the largest are in ``spots``
    cold_spots: int
    hot_incidents: int  # -1 is withheld, likewise below
    cold_incidents: int
    band: int  # metres within which cells are neighbours; 0 for the eight that touch
    areas: int  # boundaries the study area is made of; 0 for the ground between the incidents
    snap: bool
    unplaced: int
    at_zero: int
    off: int  # incidents outside the study area; strays where no boundaries make it
    threshold: int = 0  # hot spots that hold fewer are not told
    many: str = "fdr"  # how it was allowed for that all cells were looked at

    @property
    def cells(self) -> Cells:
        """The cells of the study area."""
        return Cells(self.left, self.bottom, self.side, self.signs != OUTSIDE, self.areas)

    @property
    def hot(self) -> int:
        """Hot cells."""
        return int((self.signs == HOT).sum())

    @property
    def cold(self) -> int:
        """Cold cells."""
        return int((self.signs == COLD).sum())


def joined(signs: Signs, sign: int) -> tuple[NDArray[np.int32], int]:
    """Cells of one sign that touch, also at a corner, numbered from 1; 0 is none of them."""
    from scipy.ndimage import label

    found, count = label(signs == sign, np.ones((3, 3)))
    return found, int(count)


def within(parts: NDArray[np.int32], count: int, counts: Whole) -> Whole:
    """Incidents in each of the joined parts, shape (count,)."""
    return np.bincount(parts.ravel(), counts.ravel(), count + 1)[1:].astype(np.int64)


def spots(
    cells: Cells, signs: Signs, scores: Floats, counts: Whole, most: tuple[int, int]
) -> tuple[tuple[Spot, ...], NDArray[np.int32]]:
    """The hot spots with most incidents and the largest cold ones.

    Args:
        cells: of the study area.
        signs: (rows, columns) what each cell is.
        scores: (rows, columns) of each.
        counts: (rows, columns) incidents.
        most: hot and cold spots at most.

    Returns:
        The spots, hot ones first and not yet named, and (rows, columns) the place of each cell's
        spot among them, -1 where it is in none.
    """
    listed: list[Spot] = []
    place = np.full(signs.shape, -1, np.int32)
    for sign, limit in ((HOT, most[0]), (COLD, most[1])):
        parts, count = joined(signs, sign)
        if not count:
            continue
        held = within(parts, count, counts)
        sizes = np.bincount(parts.ravel(), minlength=count + 1)[1:]
        first = held if sign == HOT else sizes
        strength = np.where(parts > 0, scores * sign, -np.inf)
        for part in np.lexsort((np.arange(count), -sizes, -first))[:limit].tolist():
            mine = parts == part + 1
            row, column = np.unravel_index(int(np.where(mine, strength, -np.inf).argmax()),
                                           signs.shape)  # fmt: skip
            place[mine] = len(listed)
            listed.append(
                Spot(sign == HOT, float(cells.x[column]), float(cells.y[row]), "",
                     int(sizes[part]), int(held[part]), float(scores[row, column]))
            )  # fmt: skip
    return tuple(listed), place


def named(
    found: tuple[Spot, ...], place: NDArray[np.int32], rows: Incidents, at: tuple[Whole, Whole]
) -> tuple[Spot, ...]:
    """Each spot with the words of the place in it that has most incidents.

    Args:
        found: the spots.
        place: (rows, columns) which of them each cell belongs to.
        rows: the incidents.
        at: which of the rows have a place, and the cell of each of those, -1 for none.

    Returns:
        The spots; one that names only a sort of place comes last, and where no row has words the
        name stays empty.
    """
    which, index = at
    spot = np.where(index >= 0, place.ravel()[np.maximum(index, 0)], -1)
    words = busiest(rows, which[spot >= 0], spot[spot >= 0])
    return tuple(replace(one, near=words.get(k, "")) for k, one in enumerate(found))
