"""Kernel density of incidents: how thick they lie, per unit of area."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Window = tuple[float, float, float, float]  # left, bottom, right, top, in metres

_EXACT: Final = 150_000  # more points than this are binned first
_BINS: Final = 3  # bins across a cell; odd, so that bin and cell centres coincide
_MOST: Final = 700  # cells along the longer side
_SUITED: Final = (
    (300, 15_000),
    (500, 25_000),
    (1_000, 60_000),
)  # metres, for windows up to so many
_WIDEST: Final = 2_000


@dataclass(frozen=True)
class Surface:
    """Density on square cells: centres in metres, (columns,) and (rows,); (rows, columns)."""

    x: Floats
    y: Floats
    density: Floats  # incidents per square metre
    cell: float


def quartic(distance: ArrayLike, bandwidth: float) -> Floats:
    """Weight of a point at a distance.

    Args:
        distance: metres, any shape.
        bandwidth: metres beyond which a point has no weight, above 0.

    Returns:
        Density per square metre.

    Raises:
        ValueError: when the bandwidth is not above 0.

    Source: the biweight kernel 3 / (pi h^2) (1 - d^2 / h^2)^2 (Silverman 1986).
    """
    if bandwidth <= 0:
        raise ValueError("the bandwidth must be above 0 metres")
    near = np.maximum(1 - (np.asarray(distance, dtype=np.float64) / bandwidth) ** 2, 0)
    return np.asarray(3 / (np.pi * bandwidth**2) * near**2)


def suited(window: Window | None) -> int:
    """The bandwidth in metres that can be seen in a window: 300 in a town, more in a county."""
    if window is None:
        return _SUITED[0][0]
    longest = max(window[2] - window[0], window[3] - window[1])
    return next((h for h, most in _SUITED if longest <= most), _WIDEST)


def cell_size(bandwidth: float, window: Window) -> float:
    """The side of a cell: fine enough to look smooth, never coarser than a fifth of the bandwidth.

    Args:
        bandwidth: metres.
        window: what is mapped.

    Returns:
        Metres; more than a fifth of the bandwidth only where the window would need over 700 cells.
    """
    longest = max(window[2] - window[0], window[3] - window[1])
    smooth = max(bandwidth / 12, longest / 250)
    wanted = min(smooth, max(50.0, bandwidth / 5))
    return float(max(1.0, round(max(wanted, longest / _MOST))))


def levels(highest: float) -> list[float]:
    """Edges of four steps that double or more, so that towns show beside the worst spot.

    Args:
        highest: density at the thickest spot, above 0, in any unit.

    Returns:
        Five rising edges; the last is a round number that the highest reaches at most.
    """
    power = 10.0 ** np.floor(np.log10(highest / 4))
    step = next(s * power for s in (1, 2, 2.5, 5, 10) if s * power * 4 >= highest * (1 - 1e-9))
    whole = float(step * np.ceil(highest / step - 1e-9))
    top = whole / 2 if whole / 2 >= highest else whole
    return [top * part for part in (0.025, 0.1, 0.25, 0.5, 1.0)]


def surface(
    points: ArrayLike, counts: ArrayLike, window: Window, bandwidth: float, cell: float
) -> Surface:
    """Density on a grid of square cells that covers the window.

    Args:
        points: (n, 2) metres; those outside the window count too where they reach into it.
        counts: (n,) incidents at each point.
        window: left, bottom, right, top in metres.
        bandwidth: metres.
        cell: side of a cell in metres.

    Returns:
        Incidents per square metre at the middle of each cell. Up to 150,000 points it is exact;
        beyond, points are moved to the middle of bins of a third of a cell first.

    Raises:
        ValueError: when bandwidth or cell is not above 0.

    Source: quartic kernel; binning with an odd number of bins to a cell, so that centres coincide.
    """
    if cell <= 0:
        raise ValueError("the side of a cell must be above 0 metres")
    left, bottom = (np.floor(edge / cell) * cell for edge in window[:2])
    columns = int(np.ceil((window[2] - left) / cell)) or 1
    rows = int(np.ceil((window[3] - bottom) / cell)) or 1
    given = np.asarray(points, dtype=np.float64).reshape(-1, 2) - (left, bottom)
    weights = np.asarray(counts, dtype=np.float64)
    # Whatever lies further than the bandwidth from the window cannot be seen in it.
    inside = ((given > -bandwidth) & (given < np.array([columns, rows]) * cell + bandwidth)).all(1)
    method = _exact if inside.sum() <= _EXACT else _binned
    density = method(given[inside], weights[inside], (rows, columns), bandwidth, cell)
    x, y = (np.arange(k) * cell + cell / 2 for k in (columns, rows))
    return Surface(left + x, bottom + y, density, cell)


def _exact(
    points: Floats, counts: Floats, shape: tuple[int, int], bandwidth: float, cell: float
) -> Floats:
    """Add each point to the cells round it, one offset of cells after the other."""
    rows, columns = shape
    density = np.zeros(rows * columns)
    home = np.floor(points / cell).astype(np.int64)
    reach = int(np.ceil(bandwidth / cell)) + 1
    for down in range(-reach, reach + 1):
        row = home[:, 1] + down
        far = ((row + 0.5) * cell - points[:, 1]) ** 2
        for across in range(-reach, reach + 1):
            column = home[:, 0] + across
            distance = np.sqrt(far + ((column + 0.5) * cell - points[:, 0]) ** 2)
            use = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
            use &= distance < bandwidth
            if use.any():
                weight = counts[use] * quartic(distance[use], bandwidth)
                density += np.bincount(row[use] * columns + column[use], weight, rows * columns)
    return density.reshape(shape)


def _binned(
    points: Floats, counts: Floats, shape: tuple[int, int], bandwidth: float, cell: float
) -> Floats:
    """Count into bins nested in the cells, convolve by FFT, keep the middle bin of each cell."""
    size = cell / _BINS
    edge = (int(np.ceil(bandwidth / size)) // _BINS + 1) * _BINS
    rows, columns = shape[0] * _BINS + 2 * edge, shape[1] * _BINS + 2 * edge
    row = np.clip((points[:, 1] // size).astype(np.int64) + edge, 0, rows - 1)
    column = np.clip((points[:, 0] // size).astype(np.int64) + edge, 0, columns - 1)
    binned = np.bincount(row * columns + column, counts, rows * columns).reshape(rows, columns)
    steps = np.arange(-edge, edge + 1) * size
    kernel = quartic(np.hypot(steps[:, None], steps[None, :]), bandwidth)
    found = summed_by(np.asarray(binned, dtype=np.float64), kernel)
    middle = found[
        edge + _BINS // 2 : rows - edge : _BINS, edge + _BINS // 2 : columns - edge : _BINS
    ]
    return np.asarray(np.maximum(middle, 0.0))


def summed_by(grid: Floats, kernel: Floats) -> Floats:
    """Each cell's sum of the grid about it, weighted by a kernel.

    Args:
        grid: (rows, columns).
        kernel: (k, k), k odd, the same upside down and from right to left.

    Returns:
        (rows, columns); outside the grid there is nothing.
    """
    from scipy.fft import irfft2, next_fast_len, rfft2  # scipy.signal takes half a second to read

    half = kernel.shape[0] // 2
    rows, columns = grid.shape
    shape = [next_fast_len(side + 2 * half, real=True) for side in (rows, columns)]
    found = irfft2(rfft2(grid, shape) * rfft2(kernel, shape), shape)
    return np.asarray(found[half : half + rows, half : half + columns], dtype=np.float64)
