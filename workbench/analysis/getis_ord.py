"""Getis-Ord Gi and Gi*: where values are higher or lower together than chance would leave."""

from __future__ import annotations

from math import floor, sqrt
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workbench.analysis.multiple import adjusted

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

LEVEL: Final = 0.05
QUEEN: Final = 0.0  # a band of this many cells stands for the eight cells round each


def _scores(
    near: Floats, sums: Floats, squares: Floats, n: float, moments: tuple[Any, Any]
) -> Floats:
    """The standard score of a weighted sum drawn without replacement from n values."""
    mean, variance = moments
    left = n * squares - sums**2
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.sqrt(variance * left / (n - 1))
        # What is nought but for rounding is nought, and no score is made of it.
        known = (sums != 0) & (left > 1e-9 * n) & (variance > 1e-12 * (mean**2 + 1e-300)) & (n > 1)
        found: Floats = np.where(known, (near - mean * sums) / error, np.nan)
    return found


def gi_star_grid(
    counts: ArrayLike, inside: ArrayLike | None = None, band: float = QUEEN, *, star: bool = True
) -> Floats:
    """Scores of the cells of a square grid, by running sums: no list of neighbours is made.

    Args:
        counts: (rows, columns) values of the cells.
        inside: (rows, columns) True for cells of the study area; the others are no neighbours and
            do not count among n. All cells when not given.
        band: distance between the middles of cells within which they are neighbours, in sides of
            a cell; 0 stands for the eight cells that touch (queen).
        star: whether a cell is its own neighbour (Gi*) or left out (Gi).

    Returns:
        (rows, columns) scores, standard normal where values are scattered by chance. NaN outside
        the study area, for a cell without neighbours, where all values are the same, and where all
        others are neighbours.

    Raises:
        ValueError: shapes do not agree, a value is not known, or the band is below 0.

    Source: Ord and Getis (1995) Geographical Analysis 27:286, equations 14 (Gi*) and 7 (Gi), for
    weights of 0 and 1.
    """
    x = np.asarray(counts, dtype=np.float64)
    mask = np.ones(x.shape, np.bool_) if inside is None else np.asarray(inside, np.bool_)
    if x.ndim != 2 or mask.shape != x.shape or band < 0 or not np.isfinite(x[mask]).all():
        raise ValueError("counts and study area must be grids of one shape, and counts known")
    x = np.where(mask, x, 0.0)
    m, total, square = float(mask.sum()), x.sum(), (x**2).sum()
    halves = _halves(band)
    near, sums = _around(x, halves), np.rint(_around(mask.astype(np.float64), halves))
    if star:
        mean = total / max(m, 1)
        moments: tuple[Any, Any] = (mean, square / max(m, 1) - mean**2)
    else:
        near, sums, m = near - x, sums - 1, m - 1
        mean = (total - x) / max(m, 1)
        moments = (mean, (square - x**2) / max(m, 1) - mean**2)
    return np.where(mask, _scores(near, sums, sums, m, moments), np.nan)


def _halves(band: float) -> list[int]:
    """How many cells to either side are neighbours, for rows 0, 1, 2 ... away."""
    if band == QUEEN:
        return [1, 1]
    reach = floor(band + 1e-9)
    return [floor(sqrt(max(band**2 - down**2, 0)) + 1e-9) for down in range(reach + 1)]


def _around(grid: Floats, halves: list[int]) -> Floats:
    """For each cell the sum of its neighbours and itself, by running sums along the rows."""
    rows, columns = grid.shape
    running = np.zeros((rows, columns + 1))
    np.cumsum(grid, axis=1, out=running[:, 1:])
    at = np.arange(columns)
    found = np.zeros(grid.shape)
    strips: dict[int, Floats] = {}
    for down, half in enumerate(halves):
        if half not in strips:
            high, low = np.minimum(at + half + 1, columns), np.maximum(at - half, 0)
            strips[half] = running[:, high] - running[:, low]
        strip = strips[half]
        if not down:
            found += strip
        elif down < rows:
            found[down:] += strip[:-down]
            found[:-down] += strip[down:]
    return found


def clear_of_chance(scores: ArrayLike, level: float = LEVEL, many: str = "fdr") -> Floats:
    """Which scores stand out when so many were looked at.

    Args:
        scores: standard scores of any shape; NaN where there is none.
        level: share of those named that may be named by chance; where ``many`` is strict, the
            chance that any is.
        many: how it is allowed for that so many were looked at, as in ``multiple.adjusted``.

    Returns:
        1 where high, -1 where low, 0 where neither, NaN where there is no score.

    Source: two-sided normal chances, adjusted as ``multiple.adjusted`` says.
    """
    from scipy.special import ndtr

    z = np.asarray(scores, dtype=np.float64)
    chances = adjusted(2 * ndtr(-np.abs(z)), many)
    with np.errstate(invalid="ignore"):
        return np.where(np.isnan(z), np.nan, np.where(chances <= level, np.sign(z), 0.0))
