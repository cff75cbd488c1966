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
    free = [int(at) for at in np.lexsort((np.arange(counts.size), counts)) if found[at] > 0]
    others = 0
    while free and _narrowed(counts, found, int(small.sum()), others, threshold):
        found[free.pop(0)] = WITHHELD
        others += 1
    return found


def _narrowed(counts: Whole, found: Whole, small: int, others: int, threshold: int) -> bool:
    """Whether the total tells more of a small count than that it is one."""
    total, top = int(counts[found < 0].sum()), threshold - 1
    most = total - (small - 1) - others * threshold
    least = total - (small - 1) * top
    return most < top or (not others and least > 1)


def told(count: int, threshold: int) -> str:
    """What stands in a table for a count that is hidden."""
    return f"fewer than {threshold}" if count == SMALL else "withheld"


def without_small(
    pairs: tuple[tuple[str, int], ...], threshold: int
) -> tuple[tuple[str, int], ...]:
    """Reasons and their rows, without those whose rows are few."""
    return tuple((reason, rows) for reason, rows in pairs if not 0 < rows < threshold)
