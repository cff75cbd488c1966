"""Faults that show in time: months missing or thin, clocks that stop at midnight, long spans."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from workbench.analysis.words import day_month, month
from workbench.domain.data import Precision, Role
from workbench.intake import quality_delay
from workbench.intake.quality_fact import Concern, Fact, Light, Material

_ENOUGH: Final = 60  # rows a month below which a thin month says nothing
_THIN: Final = 0.6
_START: Final = Role.START.value
_MOST_TYPES: Final = 40
_NOUNS: Final = {1: "Months", 3: "Quarters", 12: "Years"}
_ROUND: Final = 28  # days on either side of a gap
_EPOCH: Final = date(1970, 1, 1).toordinal()


def check(material: Material) -> list[Fact]:
    """The facts about time, in the order of a calendar, a clock and a span."""
    if _START not in material.frame.columns:
        return []
    material = replace(material, frame=material.frame.filter(pl.col(_START).is_not_null()))
    if material.frame.is_empty():
        return []
    return [
        *_months(material),
        *_days(material),
        *_clock(material),
        *_spans(material),
        *quality_delay.check(material),
    ]


def _months(material: Material) -> Iterator[Fact]:
    counts = _monthly(material.frame, material.summed)
    lead = material.incidents.covered().lead
    if lead:
        yield _long_before(counts, lead)
        counts = counts.slice(lead)
    step = max(1, material.precision.months)
    whole, noun = _calendar(counts["month"].to_list(), step), _NOUNS[step]
    missing = sorted(set(whole) - set(counts["month"].to_list()))
    yield Fact(
        Light.AMBER if missing else Light.GREEN,
        f"{noun} without a row: {_listed(missing)}" if missing else f"{noun} without a row",
        len(missing),
        len(whole),
        "a gap in a trend is not a fall: ask whether the file is complete" if missing else "none",
        (Concern.MONTHS,),
    )
    thin = _thin(counts)
    kinds = _thin_kinds(material) if Role.TYPE.value in material.frame.columns else []
    for kind, at, n, usual in [("", *each) for each in thin] + kinds:
        when = f"{month(at)}, {kind}" if kind else month(at)
        yield Fact(
            Light.AMBER,
            f"{when}: {n:,} where about {usual:,.0f} are usual",
            n,
            round(usual),
            f"{1 - n / usual:.0%} fewer than in the months round it: recording change, or rows "
            "not sent?",
            (Concern.MONTHS,),
        )


def _long_before(counts: pl.DataFrame, lead: int) -> Fact:
    """Rows that began years before the rest, as of offences found late."""
    strays, of = int(counts["n"].head(lead).sum()), int(counts["n"].sum())
    first, last = counts["month"][0], counts["month"][lead - 1]
    what = f"Stray rows long before the rest, {month(first)} to {month(last)}"
    return Fact(Light.GREEN, what, strays, of, "no trend starts there", (Concern.MONTHS,))


def _calendar(months: list[date], step: int) -> list[date]:
    """Every month, or quarter or year, from the first to the last."""
    last, each = max(months), min(months)
    whole = []
    while each <= last:
        whole.append(each)
        at = each.year * 12 + each.month - 1 + step
        each = date(at // 12, at % 12 + 1, 1)
    return whole


def _monthly(frame: pl.DataFrame, summed: bool) -> pl.DataFrame:
    weight = pl.col(Role.COUNT.value).sum() if summed and Role.COUNT in frame.columns else pl.len()
    first = pl.col(_START).dt.truncate("1mo").dt.date().alias("month")
    return frame.group_by(first).agg(weight.cast(pl.Int64).alias("n")).sort("month")


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


def _thin_kinds(material: Material) -> list[tuple[str, date, int, float]]:
    """The same for each of the commonest kinds, where the change is sharper."""
    frame, kind = material.frame, Role.TYPE.value
    common = frame[kind].drop_nulls().value_counts(sort=True)[kind].head(_MOST_TYPES)
    found: list[tuple[str, date, int, float]] = []
    for name in common.to_list():
        counts = _monthly(frame.filter(pl.col(kind) == name), material.summed)
        found += [
            (name, *each) for each in _thin(counts) if each[1] < 0.5 * each[2] and each[2] >= 100
        ]
    return found[:10]


def _days(material: Material) -> Iterator[Fact]:
    """Days on end without a row in the midst of days that have many."""
    if material.precision.months or material.summed:
        return
    gaps, days = empty_days(material.frame[_START])
    some = ", ".join(_between(first, length) for first, length in gaps[:4])
    more = f" and {len(gaps) - 4} more" if len(gaps) > 4 else ""
    yield Fact(
        Light.AMBER if gaps else Light.GREEN,
        f"Days on end without a row: {some}{more}" if gaps else "Days on end without a row",
        sum(length for _, length in gaps),
        days,
        "so many empty days are no chance: ask whether rows were not sent" if gaps else "none",
        (Concern.MONTHS, Concern.HOURS),
    )


def empty_days(starts: pl.Series) -> tuple[list[tuple[date, int]], int]:
    """Runs of days without a row that chance would hardly leave, and the days looked at.

    A run of k days is told when, at half the rate of the 28 days on either side, one such run
    would come up in fewer than one of a hundred spans as long as this one: incidents come in
    bursts, so half the rate is what can be counted on.

    Source: the chance of k empty days in a Poisson process is exp(-rate k).
    """
    days = starts.drop_nulls().dt.date().cast(pl.Int32).to_numpy()
    if not days.size:
        return [], 0
    first = int(days.min())
    counts = np.bincount(days - first)
    empty = np.concatenate([[False], counts == 0, [False]])
    edges = np.flatnonzero(empty[1:] != empty[:-1]).reshape(-1, 2)
    found = []
    for low, high in edges:
        near = np.concatenate([counts[max(0, low - _ROUND) : low], counts[high : high + _ROUND]])
        rate = min(float(np.median(near)), float(near.mean()))
        if counts.size * np.exp(-0.5 * rate * (high - low)) < 0.01:
            found.append((date.fromordinal(_EPOCH + first + int(low)), int(high - low)))
    return found, int(counts.size)


def _between(first: date, length: int) -> str:
    last = date.fromordinal(first.toordinal() + length - 1)
    return day_month(first) if length == 1 else f"{day_month(first)} to {day_month(last)}"


def _clock(material: Material) -> Iterator[Fact]:
    """Rows at midnight, at noon and on 1 January: what people write when they do not know."""
    if material.precision.months:
        return
    at, of = pl.col(_START), material.frame.height
    midnight, noon, new_year = material.frame.select(
        (at.dt.time() == pl.time(0, 0)).sum().alias("midnight"),
        (at.dt.time() == pl.time(12, 0)).sum().alias("noon"),
        ((at.dt.month() == 1) & (at.dt.day() == 1)).sum().alias("new year"),
    ).row(0)
    if material.precision is Precision.MINUTE:
        for n, what in ((midnight, "At exactly 00:00"), (noon, "At exactly 12:00")):
            many = n > max(0.02 * of, 5)
            effect = (
                f"about {max(1, round(of / 1440)):,} are to be expected; times that are not known "
                "may have been written so, and hours are less sure"
            )
            shade = Light.AMBER if many else Light.GREEN
            yield Fact(shade, what, n, of, effect if many else "none", (Concern.HOURS,))
    years = max(1, material.frame[_START].dt.year().n_unique())
    many = new_year > max(6 * of / 365, 5 * years)
    effect = "days that are not known may have been written so"
    shade = Light.AMBER if many else Light.GREEN
    harms = (Concern.MONTHS, Concern.HOURS)
    yield Fact(shade, "On 1 January", new_year, of, effect if many else "none", harms)


def _spans(material: Material) -> Iterator[Fact]:
    if Role.END.value not in material.frame.columns:
        return
    span = pl.col(Role.END.value) - pl.col(_START)
    day, week, same = material.frame.select(
        (span > pl.duration(days=1)).sum().alias("day"),
        (span.dt.total_days() > 7).sum().alias("week"),
        (span < pl.duration()).sum().alias("same"),
    ).row(0)
    of = material.frame.height
    spread = "their hour is not known; each is shared across the hours it may have happened in"
    hours = (Concern.HOURS,)
    over = "Between start and end over 24 hours"
    yield Fact(Light.GREEN, over, day, of, spread if day else "none", hours)
    shade = Light.AMBER if week > 0.02 * of else Light.GREEN
    nothing = "they say next to nothing about hours or weekdays" if week else "none"
    yield Fact(shade, "Between start and end more than 7 whole days", week, of, nothing, hours)
    if same:  # such rows are left out when they come in; older editions may hold some
        yield Fact(Light.RED, "The end is before the start", same, of, "a wrong date", hours)


def _listed(months: list[date]) -> str:
    some = ", ".join(month(one) for one in months[:6])
    return some + (f" and {len(months) - 6} more" if len(months) > 6 else "")
