"""Rows counted by two or three sides at once, through whole numbers in place of names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.sides import Side

Whole = NDArray[np.int64]

_BLOCK: Final = 1 << 13  # rows at once: room for more is asked of the system each time
_ROOM: Final = 8_000_000  # cells counted at once; of more, only the lines that occur


@dataclass(frozen=True)
class Tally:
    """Counts of the lines that occur, in no order, by column.

    ``lines`` has for each the number of its name on each side but the last, shape (lines, sides);
    ``counts`` has shape (lines, columns).
    """

    lines: Whole
    counts: Whole


def tally(sides: Sequence[Side], weights: NDArray[np.float64] | None = None) -> Tally:
    """Count rows by all sides; the last goes across.

    Args:
        sides: of the same rows, two or more.
        weights: how many each row stands for, shape (rows,); each is one when not given.

    Returns:
        The combinations of the other sides that have a row.
    """
    across = len(sides[-1].names)
    sizes = [len(one.names) for one in sides]
    steps = [int(np.prod(sizes[at + 1 :], dtype=np.int64)) for at in range(len(sizes))]
    total = sizes[0] * steps[0]
    if total <= _ROOM:
        held = np.zeros(total, np.int64 if weights is None else np.float64)
        for low in range(0, sides[0].rows, _BLOCK):
            part = slice(low, low + _BLOCK)
            np.add.at(held, _key(sides, steps, part), 1 if weights is None else weights[part])
        there, counts = _whole(held, across)
        return Tally(_apart(there, sizes[:-1]), counts)
    key = _key(sides, steps, slice(None))
    lines, line = np.unique(key // across, return_inverse=True)
    held = np.bincount(line * across + key % across, weights, lines.size * across)
    there, counts = _whole(held, across)
    return Tally(_apart(lines[there], sizes[:-1]), counts)


def _key(sides: Sequence[Side], steps: Sequence[int], part: slice) -> Whole:
    """The cell of each row."""
    key = sides[0].scaled(steps[0], part)
    for one, step in zip(sides[1:], steps[1:], strict=True):
        key += one.scaled(step, part)
    return key


def _whole(held: NDArray[Any], across: int) -> tuple[Whole, Whole]:
    """Which lines have an incident, and their counts."""
    counts = (held if held.dtype == np.int64 else np.rint(held).astype(np.int64)).reshape(
        -1, across
    )
    there = np.flatnonzero(counts.any(axis=1))
    return there, counts[there]


def _apart(lines: Whole, sizes: Sequence[int]) -> Whole:
    """A line's number taken apart into those of its sides."""
    return np.column_stack(np.unravel_index(lines, tuple(sizes))).astype(np.int64)
