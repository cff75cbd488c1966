"""Cells that may be shown outside: none so small that it tells an address."""

from __future__ import annotations

from math import ceil
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.cells import FEWEST, Cells
from workbench.analysis.getis_ord import clear_of_chance, gi_star_grid
from workbench.analysis.hot_spots import NEITHER, OUTSIDE, Signs, Spot
from workbench.analysis.shared_density import SQUARE

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Near = NDArray[np.int32]

LEAST: Final = int(SQUARE)  # metres along the side of a cell


def coarser(cells: Cells, counts: Whole) -> tuple[Cells, Whole]:
    """Small cells joined into blocks of at least 100 m, and the incidents in each.

    Args:
        cells: of any side.
        counts: (rows, columns) incidents in each.

    Returns:
        Cells on round metres of the grid, wherever the incidents lie; a block is of the study area
        when one of its cells is. Cells of 100 m and more stay as they are.
    """
    times = ceil(LEAST / cells.side)
    if times == 1:
        return cells, counts
    side = times * cells.side
    left, bottom = (float(np.floor(edge / side) * side) for edge in (cells.left, cells.bottom))
    before = [round((edge - start) / cells.side)
              for edge, start in ((cells.bottom, bottom), (cells.left, left))]  # fmt: skip
    pads = [(gap, -(gap + size) % times)
            for gap, size in zip(before, counts.shape, strict=True)]  # fmt: skip
    inside, held = np.pad(cells.inside, pads), np.pad(counts, pads)
    shape = held.shape[0] // times, times, held.shape[1] // times, times
    held_in = np.asarray(inside.reshape(shape).any(axis=(1, 3)), np.bool_)
    joined = Cells(left, bottom, side, held_in, cells.areas)
    return joined, held.reshape(shape).sum(axis=(1, 3)).astype(np.int64)


def scored(cells: Cells, counts: Whole, band: int, many: str) -> tuple[Floats, Signs]:
    """Gi* of each cell and what it is; neither hot nor cold where there are too few cells."""
    scores = np.full(counts.shape, np.nan)
    if cells.n >= FEWEST and counts.any():
        scores = gi_star_grid(counts, cells.inside, band / cells.side)
    signs = np.zeros(counts.shape, np.int8)
    if np.isfinite(scores).any():
        signs = np.nan_to_num(clear_of_chance(scores, many=many), nan=NEITHER).astype(np.int8)
    signs[~cells.inside] = OUTSIDE
    return scores, signs


def renamed(
    found: tuple[Spot, ...], place: Near, cells: Cells, before: tuple[Spot, ...]
) -> list[str]:
    """The words of each spot: those of the foremost earlier one whose middle lies in it, or "".

    Args:
        found: spots of the joined cells.
        place: (rows, columns) which of them each cell belongs to, -1 for none.
        cells: the joined cells.
        before: spots of the small cells, most incidents first.
    """
    east, north = (np.array([getattr(spot, axis) for spot in before], np.float64)
                   for axis in ("easting", "northing"))  # fmt: skip
    index = cells.index(east, north)
    at = np.where(index >= 0, place.ravel()[np.maximum(index, 0)], -1).tolist()
    words = {spot: one.near for spot, one in reversed(list(zip(at, before, strict=True)))}
    return [words.get(k, "") for k in range(len(found))]
