"""What is said of a change and its range, the same in every comparison."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import isinf

from workbench.analysis.comparison import Interval
from workbench.analysis.subject import said_months
from workbench.analysis.words import fewer, percent


def likely(span: Interval) -> str:
    """39% to 52% fewer; anything from 5% fewer to 20% more when it spans no change."""
    high = "any number more" if isinf(span.high) else fewer(span.high)
    if span.low < 1 < span.high:
        return f"anything from {fewer(span.low)} to {high}"
    mild, strong = sorted((abs(span.low - 1), abs(span.high - 1)))
    least = "under 1%" if mild < 0.005 else percent(mild)
    return f"{least} to {percent(strong)} {'fewer' if span.high <= 1 else 'more'}"


def said_coming_in(months: Sequence[date]) -> str:
    """A sentence on the months in which the response was only coming in; empty without any."""
    if not months:
        return ""
    verb = "is" if len(months) == 1 else "are"
    return f"{said_months(months)} {verb} left out, for the response was only coming in."
