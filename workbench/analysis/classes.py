"""Counts in a few classes with round edges, for shading a map."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

_ROUND: Final = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8)
_PARTS: Final = (0.3, 0.6, 0.85, 0.96)  # of the areas that have any, below each inner edge


def class_edges(counts: ArrayLike, most: int = 5) -> tuple[int, ...]:
    """Lower edges of classes that set the few worst areas apart, and the highest count.

    Args:
        counts: (n,) incidents in each area; areas without any are in no class.
        most: number of classes at most.

    Returns:
        Ascending whole numbers: class ``i`` goes from edge ``i`` to just below edge ``i + 1``, the
        last one to the highest count itself; empty when there is no incident.
    """
    found = np.asarray(counts, dtype=np.int64)
    found = found[found > 0]
    if not found.size:
        return ()
    low, high = int(found.min()), int(found.max())
    parts = _PARTS[-(most - 1) :] if most > 1 else ()
    inner = {_round(float(np.quantile(found, part))) for part in parts}
    return (low, *sorted(edge for edge in inner if low < edge <= high), high)


def _round(value: float) -> int:
    """The round number nearest to a count."""
    if value < 10:
        return max(1, round(value))
    power = 10 ** int(np.floor(np.log10(value)))
    steps = [step * power for step in (*_ROUND, 10) if float(step * power).is_integer()]
    return int(min(steps, key=lambda step: abs(step - value)))


def class_of(count: int, edges: tuple[int, ...]) -> int:
    """The class of a count above 0."""
    return int(np.clip(np.searchsorted(edges, count, "right") - 1, 0, max(len(edges) - 2, 0)))


def said_classes(edges: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    """First and last count of each class."""
    if len(edges) < 2:
        return ((edges[0], edges[0]),) if edges else ()
    ends = [edge - 1 for edge in edges[1:-1]] + [edges[-1]]
    return tuple(zip(edges[:-1], ends, strict=True))
