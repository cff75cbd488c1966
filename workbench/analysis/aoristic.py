"""Spreading incidents over the hours in which they may have happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

Minutes = NDArray[np.int64]
Floats = NDArray[np.float64]

WEEK: Final = 7 * 24 * 60  # minutes
HOURS: Final = 7 * 24
_MONDAY: Final = 3 * 24 * 60  # 1 January 1970 was a Thursday


@dataclass(frozen=True)
class Spread:
    """Weights by weekday (Monday first) and hour, and the length of each span that was used."""

    weights: Floats  # (7, 24), sums to n
    spans: Minutes  # minutes, (n,); -1 where only one time is known
    n: int
    reversed_ends: int  # spans that end before they start


def to_minutes(times: NDArray[np.datetime64]) -> Minutes:
    """Whole minutes since 1970, seconds cut off; NaT becomes the least integer."""
    return times.astype("datetime64[m]").astype(np.int64)


def aoristic(
    start: NDArray[np.datetime64],
    end: NDArray[np.datetime64] | None = None,
    *,
    end_before_start: Literal["leave out", "use start"] = "leave out",
) -> Spread:
    """Aoristic weights by weekday and hour.

    A span of T whole minutes gives each hour block its minutes of overlap / T; a span of a week
    or more gives every hour of the week 1/168; a span of a minute at most, or without an end,
    gives 1 to its starting hour. Wall-clock time, so an hour put back or forward is not special.

    Args:
        start: naive local times, shape (n,), none of them NaT.
        end: the same shape, NaT where only one time is known.
        end_before_start: such spans are left out and counted, or counted at their starting hour.

    Returns:
        Weights of shape (7, 24) that sum to the number of spans used.

    Source: Ratcliffe (2000) IJGIS 14:669; R package aoristic 1.1.1.
    """
    first = to_minutes(start)
    if end is None:
        spans = np.full(first.shape, -1, np.int64)
        wrong = np.zeros(first.shape, bool)
    else:
        # The span is cut to whole minutes after taking the seconds into account.
        seconds = end.astype("datetime64[s]") - start.astype("datetime64[s]")
        unknown = np.isnat(seconds)
        whole = np.where(unknown, np.timedelta64(0, "s"), seconds).astype(np.int64)
        wrong = whole < 0
        spans = np.where(unknown | wrong, -1, whole // 60)
    if end_before_start == "leave out" and wrong.any():
        first, spans = first[~wrong], spans[~wrong]
    return Spread(_weigh(first, spans), spans, int(first.size), int(wrong.sum()))


def _weigh(first: Minutes, spans: Minutes) -> Floats:
    """The sum of the weights, on an axis of two weeks that is folded into one."""
    total = np.zeros(2 * HOURS + 1)
    long = spans >= WEEK
    start = (first + _MONDAY) % WEEK
    span = np.maximum(spans, 1)
    end = start + np.where(long, 1, span)
    low, high = start // 60, (end - 1) // 60
    alone = (low == high) & ~long
    total += np.bincount(low[alone], minlength=total.size)
    across = ~alone & ~long
    start, end, low, high = start[across], end[across], low[across], high[across]
    share = 1.0 / span[across]
    size = total.size
    total += np.bincount(low, (60 * (low + 1) - start) * share, size)
    total += np.bincount(high, (end - 60 * high) * share, size)
    # Whole hours between the two ends: a step up where they begin and down where they stop.
    steps = np.bincount(low + 1, 60 * share, size) - np.bincount(high, 60 * share, size)
    total += np.cumsum(steps)
    week: Floats = total[:HOURS] + total[HOURS : 2 * HOURS] + long.sum() / HOURS
    np.maximum(week, 0.0, out=week)
    return week.reshape(7, 24)
