"""Times counted by the hour in which they lie, all at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Times = NDArray[np.datetime64]

HOURS: Final = 7 * 24
_MONDAY: Final = 3 * 24  # hours from the Monday before 1 January 1970 to it
_CHUNK: Final = 1 << 13  # times at once: what is worked on stays near the processor
_TICKS: Final = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
_EPOCH: Final = date(1970, 1, 1)


@dataclass(frozen=True)
class ByHour:
    """Counts of the hours from the first to the last; ``first`` in hours since 1970."""

    first: int
    counts: Whole  # (hours,)
    midnight: int  # times of 00:00 exactly

    @property
    def week(self) -> Whole:
        """Counts by weekday (Monday first) and hour, shape (7, 24)."""
        early = (self.first + _MONDAY) % HOURS
        late = -(early + self.counts.size) % HOURS
        weeks = np.concatenate([np.zeros(early, np.int64), self.counts, np.zeros(late, np.int64)])
        week: Whole = weeks.reshape(-1, HOURS).sum(axis=0)
        return week.reshape(7, 24)

    @property
    def days(self) -> tuple[date, date] | None:
        """The first day and the last; None without any time."""
        if not self.counts.size:
            return None
        last = self.first + self.counts.size - 1
        return _EPOCH + timedelta(self.first // 24), _EPOCH + timedelta(last // 24)


def ticks(times: Times) -> tuple[Whole, int]:
    """The whole numbers behind times, since 1970, and how many of them make a second."""
    unit, count = np.datetime_data(times.dtype)
    if count != 1 or unit not in _TICKS:
        times, unit = times.astype("datetime64[s]"), "s"
    return times.view(np.int64), _TICKS[unit]


def by_hour(times: Times) -> ByHour:
    """Count times by hour.

    Args:
        times: naive local times, shape (n,), none of them NaT.
    """
    since, second = ticks(times)
    if not since.size:
        return ByHour(0, np.zeros(0, np.int64), 0)
    hour = 3600 * second
    first, last = int(since.min()) // hour, int(since.max()) // hour
    counts, midnight = np.zeros(last - first + 1, np.int64), 0
    for low in range(0, since.size, _CHUNK):
        part = since[low : low + _CHUNK]
        at = part // hour
        full = at[at * hour == part]
        midnight += int(np.count_nonzero(full % 24 == 0))
        np.add.at(counts, at - first, 1)
    return ByHour(first, counts, midnight)
