"""Rows of dates that were taken apart become moments under one decision, by a look in a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.intake.date_rows import NEVER, Rows, Small, Yes
from workbench.intake.date_shapes import SHAPES, Order
from workbench.intake.moments import FIRST_YEAR, LAST_YEAR, moments

_STRETCH: Final = 32_768  # rows at a time
_DAY: Final = 86_400  # seconds
_YEARS: Final = LAST_YEAR - FIRST_YEAR + 1  # the row after them is of years that are none
_EPOCH: Final = date(1970, 1, 1).toordinal()
_HIGH: Final = np.iinfo(np.int64).max


def _calendar() -> tuple[NDArray[np.int32], Small]:
    """The first day of each month since 1970, and its length, 16 places a year; 0 for no month."""
    first = np.zeros((_YEARS + 1, 16), np.int32)
    length = np.zeros((_YEARS + 1, 16), np.uint8)
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        days = [date(year, month, 1).toordinal() for month in range(1, 13)]
        days.append(date(year + 1, 1, 1).toordinal())
        first[year - FIRST_YEAR, 1:13] = [day - _EPOCH for day in days[:-1]]
        length[year - FIRST_YEAR, 1:13] = np.diff(days)
    return first.ravel(), length.ravel()


_FIRST, _LENGTH = _calendar()


@dataclass(frozen=True)
class RowMoments:
    """Each row's moment, and what is known of them all without a look at each again."""

    at: pl.Series  # naive Datetime, null where a row does not fit
    timed: pl.Series  # whether a time was written
    midnight: bool  # of all that were read
    first_of_month: bool
    shown: tuple[int, ...]  # rows that show the decision: see ``DateFinding.proof``


def moments_of(rows: Rows, order: Order, *, local: bool, since_1904: bool = False) -> RowMoments:
    """Read rows under one decision, as ``moments.moments`` reads unlike texts.

    Args:
        rows: the column, taken apart.
        order: the decision for the whole column.
        local: turn a written offset from UTC into UK time; else keep the clock as written.
        since_1904: whether day numbers among other dates count from 1904.
    """
    at, day, good = _alike(rows, order)
    timed = np.full(len(at), rows.second is not None)
    midnight = _at_midnight(rows, good)
    if not rows.rest.is_empty():
        rest = moments(rows.rest, order, local=local, since_1904=since_1904)
        where, when = rest["row"].to_numpy(), rest["at"]
        at[where] = when.cast(pl.Int64).fill_null(0).to_numpy()
        day[where] = when.dt.day().fill_null(0).to_numpy()
        good[where] = when.is_not_null().to_numpy()
        timed[where] = rest["timed"].fill_null(value=False).to_numpy()
        midnight = midnight and bool((when.dt.truncate("1d") == when).all())
    read = pl.Series("at", at).cast(pl.Datetime("us"))
    if not good.all():
        read = pl.select(pl.when(pl.Series(good)).then(read)).to_series().alias("at")
    return RowMoments(
        at=read,
        timed=pl.Series("timed", timed),
        midnight=midnight,
        first_of_month=bool(((day == 1) | ~good).all()),
        shown=_shown(at, day, good),
    )


def _alike(rows: Rows, order: Order) -> tuple[NDArray[np.int64], Small, Yes]:
    """Microseconds since 1970, the day of the month, and which rows fit, of rows written alike."""
    size = len(rows.alike)
    at, day, good = np.zeros(size, np.int64), np.zeros(size, np.uint8), np.zeros(size, np.bool_)
    if not any(order in shape.orders for shape in SHAPES if shape.key == rows.shape):
        return at, day, good
    turned = rows.shape == "ab" and order is Order.MONTH_FIRST
    days, months = (rows.two, rows.one) if turned else (rows.one, rows.two)
    for start in range(0, size, _STRETCH):
        here = slice(start, start + _STRETCH)
        year = np.minimum((rows.year[here] - FIRST_YEAR).view(np.uint16), _YEARS)
        place = year.astype(np.int32) * 16 + np.minimum(months[here], 15)
        good[here] = ((days[here] - np.uint8(1)) < _LENGTH[place]) & rows.alike[here]
        day[here] = days[here]
        moment = (_FIRST[place] + days[here]).astype(np.int64) * _DAY - _DAY
        if rows.second is not None:
            moment += rows.second[here]
            good[here] &= rows.second[here] != NEVER
            late = rows.second[here] == _DAY
            if late.any():  # 24:00 is the first moment of the next day
                shifted = moment[late].astype("datetime64[s]").astype("datetime64[D]")
                day[here][late] = (shifted - shifted.astype("datetime64[M]")).astype(np.int64) + 1
        at[here] = moment * 1_000_000
    return at, day, good


def _at_midnight(rows: Rows, good: Yes) -> bool:
    """Tell whether all rows that were read lie at midnight."""
    if rows.second is None:
        return True
    for start in range(0, len(good), _STRETCH):
        here = slice(start, start + _STRETCH)
        if ((rows.second[here] % _DAY != 0) & good[here]).any():
            return False
    return True


def _shown(at: NDArray[np.int64], day: Small, good: Yes) -> tuple[int, ...]:
    """The first row with a day up to 12, the first with one above, and the last of all."""
    if not good.any():
        return ()
    low, high, last = (_HIGH, -1), (_HIGH, -1), (-_HIGH, -1)
    for start in range(0, len(at), _STRETCH):
        here = slice(start, start + _STRETCH)
        moment, early, fits = at[here], day[here] <= 12, good[here]
        low = min(low, _least(np.where(fits & early, moment, _HIGH), start), key=_moment)
        high = min(high, _least(np.where(fits & ~early, moment, _HIGH), start), key=_moment)
        latest, row = _least(np.where(fits, -moment, _HIGH), start)
        last = max(last, (-latest, row), key=_moment)
    found = [row for moment, row in (low, high, last) if abs(moment) != _HIGH]
    return tuple(dict.fromkeys(found))


def _least(moments: NDArray[np.int64], start: int) -> tuple[int, int]:
    """The least of some moments, and its row."""
    row = int(moments.argmin())
    return int(moments[row]), start + row


def _moment(found: tuple[int, int]) -> int:
    return found[0]
