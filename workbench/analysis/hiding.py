"""Which counts readers outside may not see, so that no total gives a small one back."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]

SMALL: Final = -1  # stands for a count below the threshold
WITHHELD: Final = -2  # stands for one that would give such a count away


def hidden(counts: Whole, threshold: int) -> Whole:
    """The counts with small ones hidden, and further ones until no small one can be narrowed down.

    Args:
        counts: of areas or kinds, shape (n,), whose total the reader knows.
        threshold: counts from 1 to one less are small; 0 or 1 hides nothing.

    Returns:
        Shape (n,): ``SMALL`` and ``WITHHELD`` in their places, the rest as it was.

    Source: Hundepool and others (2012) Statistical Disclosure Control, chapter 4.
    """
    small = (counts > 0) & (counts < threshold)
    found = np.where(small, SMALL, counts)
    if not small.any():
        return found
    free = np.flatnonzero(found > 0)
    free = free[np.lexsort((free, counts[free]))]
    sums = counts[small].sum() + np.concatenate([[0], np.cumsum(counts[free])])
    enough = np.flatnonzero(~_narrowed(sums, int(small.sum()), np.arange(sums.size), threshold))
    found[free[: int(enough[0]) if enough.size else free.size]] = WITHHELD
    return found


def gives_back(counts: Whole, found: Whole, threshold: int) -> bool:
    """Whether the total still narrows a small count down, since too little is left to hide.

    Args:
        counts: shape (n,), whose total the reader knows.
        found: what ``hidden`` made of them.
        threshold: with which it did.
    """
    small, others = int((found == SMALL).sum()), np.array([(found == WITHHELD).sum()])
    total = np.array([counts[found < 0].sum()])
    return bool(small and _narrowed(total, small, others, threshold)[0])


def _narrowed(total: Whole, small: int, others: Whole, threshold: int) -> Mask:
    """Whether the sum of hidden counts tells more of a small one than that it is one.

    Args:
        total: (k,) sums of the hidden counts.
        small: how many of them are small.
        others: (k,) how many are not.
        threshold: below which counts are small.
    """
    top = threshold - 1
    most = total - (small - 1) - others * threshold
    least = total - (small - 1) * top
    return np.asarray((most < top) | ((others == 0) & (least > 1)), np.bool_)


def told(count: int, threshold: int) -> str:
    """What stands in a table for a count that is hidden."""
    return f"fewer than {threshold}" if count == SMALL else "withheld"


def wholly_hidden(counts: Whole, threshold: int) -> Whole:
    """The counts with small ones hidden; all of them, even none, where less would not do."""
    found = hidden(counts, threshold)
    return np.full_like(found, WITHHELD) if gives_back(counts, found, threshold) else found


def not_small(count: int, threshold: int) -> int:
    """The count, 0 where it is small."""
    return count if count >= threshold else 0


def without_small(
    pairs: tuple[tuple[str, int], ...], threshold: int
) -> tuple[tuple[str, int], ...]:
    """Reasons and their rows, without those whose rows are few."""
    return tuple((reason, rows) for reason, rows in pairs if not 0 < rows < threshold)


def hidden_in_table(counts: Whole, threshold: int) -> tuple[Whole, Whole, Whole]:
    """A table with its totals, as readers may see it who know the number of all.

    Where any cell is small, no cell is shown: from the totals on both edges too much of a cell
    could be worked out, by combinations of rows and columns that nobody looks for. The totals of
    rows, and those of columns, are hidden as any list of counts is.

    Args:
        counts: shape (rows, columns), whose grand total the reader knows.
        threshold: counts from 1 to one less are small; 0 or 1 hides nothing.

    Returns:
        The table (rows, columns), the totals of rows (rows,) and those of columns (columns,), with
        ``WITHHELD`` where one is hidden.

    Source: Hundepool and others (2012) Statistical Disclosure Control, chapter 4.
    """
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    if not ((counts > 0) & (counts < threshold)).any():
        return counts, rows, columns
    edges = [wholly_hidden(edge, threshold) for edge in (rows, columns)]
    rows, columns = (np.where(edge < 0, WITHHELD, edge) for edge in edges)
    return np.full_like(counts, WITHHELD), rows, columns
