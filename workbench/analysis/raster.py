"""Which cells of a grid lie within boundaries, however many corners those have."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.shapes import Shapes

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]


def covered(shapes: Shapes, x: Floats, y: Floats) -> Mask:
    """Tell which spots of a grid lie within any of the areas.

    Args:
        shapes: areas in metres; they may overlap, and rings within rings are holes.
        x: (columns,) eastings, evenly rising.
        y: (rows,) northings, evenly rising by the same step.

    Returns:
        (rows, columns) True within an area. On an edge the left and lower sides are in.

    Source: the even-odd rule along each row, area by area.
    """
    rows, columns = len(y), len(x)
    if not len(shapes.owner) or not rows or not columns:
        return np.zeros((rows, columns), np.bool_)
    step = float(x[1] - x[0]) if columns > 1 else float(y[1] - y[0]) if rows > 1 else 1.0
    owner, row, at = _crossings(shapes, y, step)
    order = np.lexsort((at, row, owner))
    row, at = row[order], at[order]
    # Along a row an area begins at every other crossing and ends at the next.
    column = np.clip(np.ceil((at - x[0]) / step), 0, columns).astype(np.int64)
    flat = row * (columns + 1) + column
    size = rows * (columns + 1)
    steps = np.bincount(flat[::2], minlength=size) - np.bincount(flat[1::2], minlength=size)
    within: Mask = np.cumsum(steps.reshape(rows, columns + 1), axis=1)[:, :columns] > 0
    return within


def _crossings(shapes: Shapes, y: Floats, step: float) -> tuple[Whole, Whole, Floats]:
    """Where edges cross the rows: the area of each, its row, and its easting."""
    start = shapes.coordinates
    after = np.arange(1, len(start) + 1)
    after[shapes.starts[1:] - 1] = shapes.starts[:-1]
    end = start[after]
    owner = np.repeat(shapes.owner, np.diff(shapes.starts))
    low, high = np.minimum(start[:, 1], end[:, 1]), np.maximum(start[:, 1], end[:, 1])
    first = np.clip(np.ceil((low - y[0]) / step), 0, len(y)).astype(np.int64)
    last = np.clip(np.ceil((high - y[0]) / step), 0, len(y)).astype(np.int64)
    times = last - first
    edge = np.repeat(np.arange(len(start)), times)
    row = first[edge] + np.arange(len(edge)) - np.repeat(np.cumsum(times) - times, times)
    slope = (end[edge, 0] - start[edge, 0]) / (end[edge, 1] - start[edge, 1])
    return owner[edge], row, start[edge, 0] + (y[0] + row * step - start[edge, 1]) * slope
