"""Dates that were taken apart become moments under one decision, or fit nothing."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from workbench.intake.date_shapes import SHAPES, Order

_YEARS: Final = frozenset({Order.YEAR, Order.FINANCIAL, Order.SCHOOL})
_SINCE_1900, _SINCE_1904 = date(1899, 12, 30), date(1904, 1, 1)
_SERIALS: Final = {Order.SERIAL: _SINCE_1900, Order.SERIAL_1904: _SINCE_1904}
FIRST_YEAR: Final = 1950  # 1 January 1900 and its like are placeholders, not dates
LAST_YEAR: Final = 2100


def moments(
    parts: pl.DataFrame, order: Order, *, local: bool, since_1904: bool = False
) -> pl.DataFrame:
    """Add ``at`` (naive Datetime, null where the text does not fit) and ``timed``.

    Args:
        parts: as ``date_shapes.apart`` gives them.
        order: the decision for the whole column.
        local: turn a written offset from UTC into UK time; else keep the clock as written.
        since_1904: whether day numbers among other dates count from 1904.
    """
    readable = [shape.key for shape in SHAPES if order in shape.orders]
    a, b = ("b", "a") if order is Order.MONTH_FIRST else ("a", "b")
    ab = pl.col("shape") == "ab"
    day = pl.when(ab).then(pl.col(a)).otherwise(pl.col("d")).fill_null(1)
    month = pl.when(ab).then(pl.col(b)).otherwise(pl.col("m"))
    parts = parts.with_columns(day.alias("d"), month.alias("m"))
    if order in _YEARS:
        parts = _as_years(parts, order)
    fits = pl.col("shape").is_in(readable) & _exists() & _on_the_clock()
    written = pl.datetime(*(pl.when(fits).then(pl.col(part)) for part in ("y", "m", "d")))
    hour, minute, second = (pl.col(part).fill_null(0) for part in ("h", "mi", "s"))
    at = written + pl.duration(hours=hour, minutes=minute, seconds=second)
    timed = pl.col("h").is_not_null()
    if parts["serial"].null_count() < parts.height:
        serial = pl.col("shape").is_in(["serial", "epoch", "week name"]) & pl.col("shape").is_in(
            readable
        )
        at = pl.when(serial).then(_counted(order, since_1904=since_1904)).otherwise(at)
        timed = pl.when(serial).then(_part_of_a_day()).otherwise(timed)
    if local and parts["offset"].null_count() < parts.height:
        at = _in_uk_time(at, pl.col("offset"))
    return parts.with_columns(at.cast(pl.Datetime("us")).alias("at"), timed.alias("timed"))


def _exists() -> pl.Expr:
    """Tell whether there is such a day, in a year that is not a placeholder."""
    year, month, day = (pl.col(part) for part in ("y", "m", "d"))
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    length = (
        pl.when(month == 2)
        .then(pl.when(leap).then(29).otherwise(28))
        .when(month.is_in([4, 6, 9, 11]))
        .then(30)
        .otherwise(31)
    )
    return (
        month.is_between(1, 12)
        & (day >= 1)
        & (day <= length)
        & year.is_between(FIRST_YEAR, LAST_YEAR)
    )


def _on_the_clock() -> pl.Expr:
    """Tell whether there is such a time; 24:00 is the midnight that ends the day."""
    hour, minute, second = (pl.col(part).fill_null(0) for part in ("h", "mi", "s"))
    usual = (hour < 24) & (minute < 60) & (second < 60)
    return usual | ((hour == 24) & (minute == 0) & (second == 0))


def _in_uk_time(at: pl.Expr, offset: pl.Expr) -> pl.Expr:
    """Shift a moment with an offset to UK time; one without stays."""
    utc = (at - pl.duration(minutes=offset.fill_null(0))).dt.replace_time_zone("UTC")
    uk = utc.dt.convert_time_zone("Europe/London").dt.replace_time_zone(None)
    return pl.when(offset.is_null()).then(at).otherwise(uk)


def _counted(order: Order, *, since_1904: bool) -> pl.Expr:
    """A moment from days as a workbook counts them, or seconds since 1970, to the second."""
    since = _SERIALS.get(order, _SINCE_1904 if since_1904 else _SINCE_1900)
    seconds = (pl.col("serial") * 86_400).round().cast(pl.Int64)
    if order is Order.EPOCH:
        since, seconds = date(1970, 1, 1), pl.col("serial").floor().cast(pl.Int64)
    return pl.lit(since).cast(pl.Datetime("us")) + pl.duration(seconds=seconds)


def _part_of_a_day() -> pl.Expr:
    """Tell whether a day number has a time behind it; seconds since 1970 always have."""
    return (pl.col("shape") == "epoch") | (pl.col("serial") % 1 != 0)


def _as_years(parts: pl.DataFrame, order: Order) -> pl.DataFrame:
    """The first day of a year: written as such, as two years, or by the month it ends with."""
    first = {Order.FINANCIAL: 4, Order.SCHOOL: 9}.get(order, 1)
    shape, month = pl.col("shape"), pl.col("m")
    ending = (shape == "ending") & (month < 12)
    year = pl.when(ending).then(pl.col("y") - 1).otherwise(pl.col("y"))
    after = pl.when(shape == "pair").then(first).when(shape == "year").then(1)
    start = after.when(shape == "ending").then(month % 12 + 1).otherwise(month)
    return parts.with_columns(year.alias("y"), start.cast(pl.Int32).alias("m"))
