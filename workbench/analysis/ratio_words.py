"""A ratio and its range as a reader expects them: 39% to 52% fewer."""

from __future__ import annotations

from math import isinf

from workbench.analysis.comparison import Interval
from workbench.analysis.kind import Cell
from workbench.analysis.words import change, fewer, percent


def likely(span: Interval) -> str:
    """39% to 52% fewer; anything from 5% fewer to 20% more when it spans no change."""
    high = "any number more" if isinf(span.high) else fewer(span.high)
    if fewer(span.low) == high == "no change":
        return "within 1% of no change"
    if span.low < 1 < span.high:
        return f"anything from {fewer(span.low)} to {high}"
    mild, strong = sorted((abs(span.low - 1), abs(span.high - 1)))
    least = "under 1%" if mild < 0.005 else percent(mild)
    return f"{least} to {percent(strong)} {'fewer' if span.high <= 1 else 'more'}"


def fall(ratio: float) -> str:
    """A ratio below 1 as the size of a fall: 46%, or under 1%."""
    return "under 1%" if ratio > 0.995 else percent(1 - ratio)


def shares(span: Interval | None) -> tuple[Cell, Cell, Cell]:
    """A ratio and its range as changes, for a table; None where there is no end."""
    if span is None:
        return (None, None, None)
    high = None if isinf(span.high) else span.high - 1
    return (span.estimate - 1, span.low - 1, high)


def went(before: int, after: int, ratio: float, *, alike_long: bool) -> str:
    """The verb before "207 to 110": fell from, rose from; went from, or stayed at one count.

    Args:
        before: the earlier count.
        after: the later one.
        ratio: of the two per day.
        alike_long: whether the periods are as long as each other, so that counts are enough.

    Returns:
        Fell or rose only where the counts that are printed and their rate both did; "stayed at"
        is followed by one count.
    """
    if before == after and alike_long:
        return "stayed at"
    if change(ratio) == "no change" or (after < before) != (ratio < 1) or before == after:
        return "went from"
    return "fell from" if after < before else "rose from"
