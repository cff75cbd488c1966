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
    """A table with its totals, small counts hidden, and further ones until none can be worked out.

    Every row with its total, every column with its total, and the totals with the grand total are
    gone through again and again: where what is hidden in one is narrowed down by what is shown,
    the least that is still shown is hidden too.

    Args:
        counts: shape (rows, columns), whose grand total the reader knows.
        threshold: counts from 1 to one less are small; 0 or 1 hides nothing.

    Returns:
        The table (rows, columns), the totals of rows (rows,) and those of columns (columns,), with
        ``WITHHELD`` where one is hidden: which of them are small is not told, for in a table that
        would often be enough to work them out.

    Source: Hundepool and others (2012) Statistical Disclosure Control, chapter 4.
    """
    whole = np.block([
        [counts, counts.sum(axis=1, keepdims=True)],
        [counts.sum(axis=0, keepdims=True), counts.sum(keepdims=True)],
    ]).astype(np.int64)  # fmt: skip
    small = (whole > 0) & (whole < threshold)
    small[-1, -1] = False
    mask = small.copy()
    before = -1
    while before != (before := int(mask.sum())):
        for row in range(len(whole)):
            _close_line(whole[row], small[row], mask[row], threshold)
        for column in range(whole.shape[1]):
            _close_line(whole[:, column], small[:, column], mask[:, column], threshold)
    inner = whole[:-1, :-1][mask[:-1, :-1]]
    few = int(small[:-1, :-1].sum())
    if few and _narrowed(np.array([inner.sum()]), few, np.array([inner.size - few]), threshold)[0]:
        mask = np.ones_like(mask)
    found = np.where(mask, WITHHELD, whole)
    return found[:-1, :-1], found[:-1, -1], found[-1, :-1]


def _close_line(line: Whole, small: Mask, mask: Mask, threshold: int) -> None:
    """Hide more of a line, whose last is its total, until no hidden one can be worked out."""
    if not mask[:-1].any() or mask[-1]:
        return
    few = int(small[:-1].sum())
    order = np.argsort(line[:-1], kind="stable")
    for at in (*(at for at in order if not mask[at] and line[at] > 0), -1):
        total, others = np.array([line[:-1][mask[:-1]].sum()]), int(mask[:-1].sum()) - few
        alone = few + others < 2  # of one that is hidden, the total tells what it is
        if not alone and not (few and _narrowed(total, few, np.array([others]), threshold)[0]):
            return
        mask[at] = True
