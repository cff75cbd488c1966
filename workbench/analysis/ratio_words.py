"""A ratio and its range as a reader expects them: 39% to 52% fewer."""

from __future__ import annotations

from math import isinf

from workbench.analysis.comparison import Interval
from workbench.analysis.kind import Cell
from workbench.analysis.words import fewer, percent


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
