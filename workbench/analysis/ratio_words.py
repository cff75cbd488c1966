"""A ratio and its range as a reader expects them: 39% to 52% fewer, 2 to 5 times as many."""

from __future__ import annotations

from math import isinf
from typing import Final

from workbench.analysis.comparison import Interval
from workbench.analysis.kind import Cell
from workbench.analysis.words import MANIFOLD, change, fewer, number, percent

VAST: Final = 100.0  # times as many; an end of a range beyond it tells no size
NO_END: Final = "with no upper limit to be told"


def manifold(span: Interval) -> bool:
    """Whether a range is told in times as many, for percentages would run above 1,000%."""
    return span.estimate > MANIFOLD or (span.low >= 1 and span.high > MANIFOLD)


def central(span: Interval, *, times: bool | None = None) -> str:
    """The estimate in the unit of its range: 39% fewer, 12 times as many.

    Args:
        span: the ratio with its range.
        times: whether to say it in times as many; None where the range decides.
    """
    if manifold(span) if times is None else times:
        return f"{_times(span.estimate)} times as many"
    return fewer(span.estimate)


def against(span: Interval, what: str, *, times: bool | None = None) -> str:
    """The estimate held against something: 39% fewer than expected, 12 times as many as expected.

    Args:
        span: the ratio with its range.
        what: what it is held against.
        times: as for ``central``.
    """
    said = central(span, times=times)
    if said == "no change":
        return f"as many as {what}"
    return f"{said} {'as' if said.endswith('as many') else 'than'} {what}"


def likely(span: Interval, *, times: bool | None = None) -> str:
    """39% to 52% fewer; anything from 5% fewer to 20% more when it spans no change.

    An end that is many times as many is not told by its size, which nobody could rely on.

    Args:
        span: the ratio with its range.
        times: as for ``central``, so that an estimate and its range are told in one unit.
    """
    if manifold(span) if times is None else times:
        return _likely_times(span)
    high = f"many times more, {NO_END}" if span.high > VAST else fewer(span.high)
    if fewer(span.low) == high == "no change":
        return "within 1% of no change"
    if span.low < 1 < span.high:
        return f"anything from {fewer(span.low)} to {high}"
    mild, strong = sorted((abs(span.low - 1), abs(span.high - 1)))
    least = "under 1%" if mild < 0.005 else percent(mild)
    return f"{least} to {percent(strong)} {'fewer' if span.high <= 1 else 'more'}"


def _likely_times(span: Interval) -> str:
    """1.8 to 2.2 times as many."""
    low, high = _times(span.low), _times(span.high)
    if span.high > VAST and span.low <= VAST:
        if span.low < 1:
            return f"anything from {low} times as many to many times more, {NO_END}"
        return f"at least {low} times as many, {NO_END}"
    if span.low > VAST:
        return f"at least {number(VAST)} times as many, {NO_END}"
    if low == high:
        return f"about {low} times as many"
    what = "anything from " if span.low < 1 < span.high else ""
    return f"{what}{low} to {high} times as many"


def _times(ratio: float) -> str:
    """A ratio with as many decimals as it needs; never 1 where it is more, or less, than that."""
    if ratio < 0.005:
        return "0"
    places = 0 if ratio >= 10 else 1 if ratio >= 1.05 else 2
    text = number(ratio, places)
    if text == "1.00" and ratio != 1:
        return "just over 1" if ratio > 1 else "just under 1"
    return text


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
