"""Spreading incidents over the hours in which they may have happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.clock import HOURS, ByHour, by_hour, ticks

Minutes = NDArray[np.int64]
Floats = NDArray[np.float64]

WEEK: Final = 7 * 24 * 60  # minutes
SURE: Final = 60  # minutes: a longer span does not tell the hour
_MONDAY: Final = 3 * 24 * 60  # 1 January 1970 was a Thursday
_SIZE: Final = 2 * HOURS + 1  # two weeks, for a span may run into the next
_CHUNK: Final = 1 << 15  # incidents at a time: what is worked on stays near the processor
_NAT: Final = np.iinfo(np.int64).min


@dataclass(frozen=True)
class Spread:
    """Weights by weekday (Monday first) and hour, and the length of each span that was used."""

    weights: Floats  # (7, 24), sums to n
    spans: Minutes  # minutes, (n,); -1 where only one time is known
    n: int
    reversed_ends: int  # spans that end before they start
    known: Floats  # (7, 24), of the spans of an hour at most, and of one time only


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
    if end is None:
        return alone(by_hour(start))
    spans = np.empty(start.size, np.int64)
    sure, other, flat, used, wrong = np.zeros(_SIZE), np.zeros(_SIZE), 0, 0, 0
    for low in range(0, start.size, _CHUNK):
        part = slice(low, low + _CHUNK)
        first, span, backwards = _minutes(start[part], end[part])
        if backwards is not None:
            wrong += int(backwards.sum())
            if end_before_start == "leave out":
                first, span = first[~backwards], span[~backwards]
        spans[used : used + span.size] = span
        used += span.size
        flat += _weigh(first, span, sure, other)
    known = _folded(sure)
    return Spread(known + _folded(other) + flat / HOURS, spans[:used], used, wrong, known)


def alone(hours: ByHour) -> Spread:
    """The spread of times without an end: each counts in its own hour."""
    week = hours.week.astype(np.float64)
    n = int(hours.counts.sum())
    return Spread(week, np.broadcast_to(np.int64(-1), n), n, 0, week)


def _minutes(
    start: NDArray[np.datetime64], end: NDArray[np.datetime64]
) -> tuple[Minutes, Minutes, NDArray[np.bool_] | None]:
    """Starting minute of the week, span in minutes, and which end before they start, if any do."""
    (first, one), (last, other) = ticks(start), ticks(end)
    begun = first // one
    # The span is cut to whole minutes after taking the seconds into account.
    seconds = last // other - begun
    minute = begun // 60 + _MONDAY
    minute -= minute // WEEK * WEEK
    unknown = last == _NAT
    if unknown.any():
        seconds[unknown] = -60
    backwards = seconds < 0
    if not backwards.any():
        return minute, seconds // 60, None
    span = np.where(backwards, -1, seconds // 60)
    backwards &= ~unknown
    return minute, span, backwards if backwards.any() else None


def _weigh(start: Minutes, spans: Minutes, sure: Floats, other: Floats) -> int:
    """Add weights to an axis of two weeks, sure ones and others apart; returns spans of a week."""
    long = spans >= WEEK
    many = int(long.sum())
    if many:
        start, spans = start[~long], spans[~long]
    span = np.maximum(spans, 1)
    low, high = start // 60, (start + span - 1) // 60
    alone = low == high
    sure += np.bincount(low[alone], minlength=_SIZE)
    across = ~alone
    start, span, low, high = start[across], span[across], low[across], high[across]
    near = span <= SURE
    _add(sure, start[near], span[near], low[near], high[near])
    _add(other, start[~near], span[~near], low[~near], high[~near])
    return many


def _add(total: Floats, start: Minutes, span: Minutes, low: Minutes, high: Minutes) -> None:
    """Add spans that reach from one hour into another."""
    share = 1.0 / span
    total += np.bincount(low, (60 * (low + 1) - start) * share, _SIZE)
    total += np.bincount(high, (start + span - 60 * high) * share, _SIZE)
    # Whole hours between the two ends: a step up where they begin and down where they stop.
    whole = 60 * share
    steps = np.bincount(low + 1, whole, _SIZE) - np.bincount(high, whole, _SIZE)
    total += np.cumsum(steps)


def _folded(total: Floats) -> Floats:
    """Two weeks as one, by weekday and hour; what is below nought is so by rounding."""
    week: Floats = np.maximum(total[:HOURS] + total[HOURS : 2 * HOURS], 0.0)
    return week.reshape(7, 24)
