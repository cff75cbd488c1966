"""What somebody can work out who knows every sum of a table and every rule of withholding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

import numpy as np

Cell = tuple[int, int]
LEAST = 1.0 - 1e-6  # the two ends must lie one apart: two whole answers at least


def narrowed(
    values: Mapping[Cell, int], hidden: Set[Cell], below: int, sums: Sequence[Mapping[Cell, int]]
) -> Iterator[Cell]:
    """Small counts for which only one value fits everything that is known.

    A linear programme finds the least and the greatest value of each.

    Args:
        values: every count of the table by row and column.
        hidden: the cells that are withheld; those under ``below`` are said to be.
        below: counts from 1 to just under this are small, other withheld ones are not.
        sums: each a known sum, as the sign with which a cell goes into it.
    """
    from scipy.optimize import linprog

    gone = sorted(cell for cell in hidden if cell in values)
    small = {cell for cell in gone if 0 < values[cell] < below}
    if not small:
        return
    known = np.array([[line.get(cell, 0) for cell in gone] for line in sums], dtype=float)
    totals = known @ np.array([values[cell] for cell in gone], dtype=float)
    limits = [(1, below - 1) if cell in small else (below, None) for cell in gone]
    for index, cell in enumerate(gone):
        if cell not in small:
            continue
        goal = np.zeros(len(gone))
        goal[index] = 1
        low = linprog(goal, A_eq=known, b_eq=totals, bounds=limits)
        high = linprog(-goal, A_eq=known, b_eq=totals, bounds=limits)
        if low.success and high.success and -high.fun - low.fun < LEAST:
            yield cell
