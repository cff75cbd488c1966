"""A density that may be shown outside: no lone incident and no exact place shows through it."""

from __future__ import annotations

from math import ceil
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.density import levels, quartic, summed_by

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

SQUARE: Final = 100.0  # metres: incidents are moved to the middle of squares of at least this side


def square_of(cell: float) -> int:
    """How many cells along its side a square has that hides an address; odd, to have a middle."""
    cells = ceil(SQUARE / cell - 1e-9)
    return cells + 1 - cells % 2


def blurred(counts: Whole, cell: float) -> Whole:
    """Incidents of square blocks of cells, all in the middle cell of each.

    Args:
        counts: (rows, columns) incidents in each cell.
        cell: side of a cell in metres.

    Returns:
        (rows, columns) with the same total; a block cut off by the edge has its middle within.
    """
    side, (rows, columns) = square_of(cell), counts.shape
    made = np.zeros_like(counts)
    row, column = np.nonzero(counts)
    middle = [np.minimum(at // side * side + side // 2, most - 1)
              for at, most in ((row, rows), (column, columns))]  # fmt: skip
    np.add.at(made, (middle[0], middle[1]), counts[row, column])
    return made


def spread(counts: Whole, cell: float, bandwidth: float) -> Floats:
    """Density per square metre when every incident lies in the middle of its cell.

    Args:
        counts: (rows, columns) incidents in each cell.
        cell: side of a cell in metres.
        bandwidth: of the quartic kernel, in metres.
    """
    return _summed(counts, quartic(_away(cell, bandwidth), bandwidth))


def within(counts: Whole, cell: float, bandwidth: float) -> Whole:
    """Incidents of all cells whose middle lies nearer than the bandwidth, itself included."""
    near = (_away(cell, bandwidth) < bandwidth).astype(np.float64)
    return np.rint(_summed(counts, near)).astype(np.int64)


def _away(cell: float, bandwidth: float) -> Floats:
    """How far cells about one are from it."""
    reach = ceil(bandwidth / cell)
    steps = np.arange(-reach, reach + 1) * cell
    return np.asarray(np.hypot(steps[:, None], steps[None, :]), dtype=np.float64)


def _summed(counts: Whole, kernel: Floats) -> Floats:
    if not counts.any():
        return np.zeros(counts.shape)
    found = summed_by(counts.astype(np.float64), kernel)
    return np.where(found > 1e-9 * kernel.max(), found, 0.0)


def shareable(counts: Whole, cell: float, bandwidth: float, threshold: int) -> tuple[Floats, Whole]:
    """The density that readers outside may see.

    Incidents are moved to the middle of squares; those with too few others within the bandwidth
    are left out; then each step of the picture whose area still holds too few is lowered to the
    step below.

    Args:
        counts: (rows, columns) incidents in each cell.
        cell: side of a cell in metres.
        bandwidth: of the kernel, in metres.
        threshold: fewer incidents than this are too few.

    Returns:
        (rows, columns) incidents per square metre, and the counts that it is made of.
    """
    moved = blurred(counts, cell)
    kept = np.where(within(moved, cell, bandwidth) >= threshold, moved, 0)
    return lowered(spread(kept, cell, bandwidth), kept, threshold), kept


def lowered(density: Floats, counts: Whole, threshold: int) -> Floats:
    """The same picture, but that no step of it stands on an area that holds too few incidents.

    Args:
        density: (rows, columns) in any unit, to be drawn in the steps of ``levels``.
        counts: (rows, columns) incidents in each cell.
        threshold: fewer incidents than this are too few.

    Returns:
        (rows, columns); never higher than it was.
    """
    from scipy.ndimage import label

    found = density.copy()
    highest = float(found.max(initial=0.0))
    while highest > 0:
        low = 0.0
        for edge in levels(highest)[:-1]:
            parts, count = label(found >= edge)
            held = np.bincount(parts.ravel(), counts.ravel(), count + 1)
            few = held < threshold
            few[0] = False
            found[few[parts]] = low
            low = edge
        if float(found.max()) == highest:
            break
        highest = float(found.max())  # the steps are taken from the thickest spot that is left
    return found
