"""Circles of a map: as many as can be told apart, each as large as what lies there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.ui.mapping.view import View

MOST = 5_000  # circles drawn; more are joined by squares of a few pixels
LEAST, LARGEST = 1.1, 15.0  # radius in pixels
RING = 3.0  # above which a circle on coloured ground is a ring
EDGE = 40  # pixels round the paper, so that pushing it shows no gap at once


@dataclass(frozen=True)
class Marks:
    """Circles in pixels: middle, incidents, and how many of these are selected."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    counts: NDArray[np.float64]
    chosen: NDArray[np.float64]
    joined: float  # side in metres of the squares that were joined, 0 when every point is drawn

    def radius(self, counts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Radius in pixels: the area of a circle is its count."""
        return np.maximum(LEAST, self.unit * np.sqrt(counts))

    @property
    def unit(self) -> float:
        """Radius of one incident: small among many, and the largest no giant."""
        if not len(self.counts):
            return LEAST
        alone = 3.2 if len(self.counts) <= 400 else 2.2 if len(self.counts) <= 1_500 else 1.3
        return float(min(alone, LARGEST / np.sqrt(self.counts.max())))


def marks(
    easting: NDArray[np.float64],
    northing: NDArray[np.float64],
    counts: NDArray[np.int64],
    chosen: NDArray[np.bool_] | None,
    view: View,
) -> Marks:
    """The circles of what is in view.

    Args:
        easting: (n,) metres.
        northing: (n,) metres.
        counts: (n,) incidents, above 0.
        chosen: (n,) which of them are selected; None without a selection.
        view: what is seen.

    Returns:
        One circle a point, or one a square of a few pixels where there are too many.
    """
    x, y = view.x(easting), view.y(northing)
    seen = (x > -EDGE) & (x < view.width + EDGE) & (y > -EDGE) & (y < view.height + EDGE)
    x, y, n = x[seen], y[seen], counts[seen].astype(np.float64)
    own = np.zeros(len(x)) if chosen is None else n * chosen[seen]
    if len(x) <= MOST:
        return Marks(x, y, n, own, 0.0)
    side = 4.0
    while True:
        columns = int((view.width + 2 * EDGE) // side) + 1
        rows = int((view.height + 2 * EDGE) // side) + 1
        down, across = ((axis + EDGE) // side for axis in (y, x))
        cell = (down * columns + across).astype(np.int64)
        total = np.bincount(cell, n, rows * columns)
        there = np.flatnonzero(total)
        if len(there) <= MOST or side >= 16:
            break
        side *= 1.5
    middle = [np.bincount(cell, axis * n, rows * columns)[there] / total[there] for axis in (x, y)]
    mine = np.asarray(np.bincount(cell, own, rows * columns)[there], np.float64)
    held = np.asarray(total[there], np.float64)
    return Marks(middle[0], middle[1], held, mine, side * view.scale)
