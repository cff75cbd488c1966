"""Faults that show in time: months missing or thin, clocks that stop at midnight, long spans."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import polars as pl

from workbench.domain.data import Precision, Role
from workbench.intake.making import Made

Found = tuple[str, str, int, int, str]  # light, what, n, of, effect
_ENOUGH: Final = 60  # rows a month below which a thin month says nothing
_THIN: Final = 0.6
_START: Final = Role.START.value
_MOST_TYPES: Final = 40


def check(made: Made) -> list[Found]:
    """The facts about time, in the order of a calendar, a clock and a span."""
    if _START not in made.frame.columns or made.frame.is_empty():
        return []
    return [*_months(made), *_clock(made), *_spans(made)]


def _months(made: Made) -> Iterator[Found]:
    counts = _monthly(made.frame, made.summed)
    whole = _calendar(counts["month"].to_list())
    missing = sorted(set(whole) - set(counts["month"].to_list()))
    yield (
        "amber" if missing else "green",
        f"Months without a row: {_listed(missing)}" if missing else "Months without a row",
        len(missing),
        len(whole),
        "a gap in a trend is not a fall: ask whether the file is complete" if missing else "none",
    )
    thin = _thin(counts)
    kinds = _thin_kinds(made) if Role.TYPE.value in made.frame.columns else []
    for kind, month, n, usual in [("", *each) for each in thin] + kinds:
        yield (
            "amber",
            f"{month:%b %Y}{f', {kind}' if kind else ''}: {n:,} where about {usual:,.0f} are usual",
            n,
            round(usual),
            f"{1 - n / usual:.0%} fewer than in the months round it: recording change, or rows "
            "not sent?",
        )


def _calendar(months: list[date]) -> list[date]:
    """Every month from the first to the last."""
    last, each = max(months), min(months)
    whole = []
    while each <= last:
        whole.append(each)
        each = date(each.year + each.month // 12, each.month % 12 + 1, 1)
    return whole


def _monthly(frame: pl.DataFrame, summed: bool) -> pl.DataFrame:
    weight = pl.col(Role.COUNT.value).sum() if summed and Role.COUNT in frame.columns else pl.len()
    month = pl.col(_START).dt.truncate("1mo").dt.date().alias("month")
    return frame.group_by(month).agg(weight.cast(pl.Int64).alias("n")).sort("month")


def _thin(counts: pl.DataFrame) -> list[tuple[date, int, float]]:
    """Months with far fewer rows than the median of the three before and the three after."""
    months, numbers = counts["month"].to_list(), counts["n"].to_list()
    found: list[tuple[date, int, float]] = []
    for i, n in enumerate(numbers):
        near = sorted(numbers[max(0, i - 3) : i] + numbers[i + 1 : i + 4])
        if len(near) < 3:
            continue
        usual = (near[(len(near) - 1) // 2] + near[len(near) // 2]) / 2
        if usual >= _ENOUGH and n < _THIN * usual:
            found.append((months[i], n, usual))
    return found


def _thin_kinds(made: Made) -> list[tuple[str, date, int, float]]:
    """The same for each of the commonest kinds, where the change is sharper."""
    frame, kind = made.frame, Role.TYPE.value
    common = frame[kind].drop_nulls().value_counts(sort=True)[kind].head(_MOST_TYPES)
    found: list[tuple[str, date, int, float]] = []
    for name in common.to_list():
        counts = _monthly(frame.filter(pl.col(kind) == name), made.summed)
        found += [
            (name, *each) for each in _thin(counts) if each[1] < 0.5 * each[2] and each[2] >= 100
        ]
    return found[:10]


def _clock(made: Made) -> Iterator[Found]:
    """Rows at midnight, at noon and on 1 January: what people write when they do not know."""
    if made.precision is Precision.MONTH:
        return
    at, of = pl.col(_START), made.frame.height
    midnight, noon, new_year = made.frame.select(
        (at.dt.time() == pl.time(0, 0)).sum().alias("midnight"),
        (at.dt.time() == pl.time(12, 0)).sum().alias("noon"),
        ((at.dt.month() == 1) & (at.dt.day() == 1)).sum().alias("new year"),
    ).row(0)
    if made.precision is Precision.MINUTE:
        for n, what in ((midnight, "At exactly 00:00"), (noon, "At exactly 12:00")):
            many = n > max(0.02 * of, 5)
            effect = "times that are not known may have been written so; hours are less sure"
            yield ("amber" if many else "green", what, n, of, effect if many else "none")
    years = max(1, made.frame[_START].dt.year().n_unique())
    many = new_year > max(6 * of / 365, 5 * years)
    effect = "days that are not known may have been written so"
    yield ("amber" if many else "green", "On 1 January", new_year, of, effect if many else "none")


def _spans(made: Made) -> Iterator[Found]:
    if Role.END.value not in made.frame.columns:
        return
    span = pl.col(Role.END.value) - pl.col(_START)
    day, week = made.frame.select(
        (span > pl.duration(days=1)).sum().alias("day"),
        (span.dt.total_days() > 7).sum().alias("week"),
    ).row(0)
    of = made.frame.height
    spread = "their hour is not known; each is shared across the hours it may have happened in"
    yield ("green", "Between start and end over 24 hours", day, of, spread if day else "none")
    yield (
        "amber" if week > 0.02 * of else "green",
        "Between start and end more than 7 whole days",
        week,
        of,
        "they say next to nothing about hours or weekdays" if week else "none",
    )


def _listed(months: list[date]) -> str:
    some = ", ".join(f"{month:%b %Y}" for month in months[:6])
    return some + (f" and {len(months) - 6} more" if len(months) > 6 else "")
