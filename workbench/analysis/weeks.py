"""Incidents counted by week from Monday: whole weeks only, and gaps that stay gaps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.analysis.incidents import Incidents
from workbench.analysis.months import SILENT, days_in, last_day, of_type
from workbench.domain.data import Role
from workbench.errors import CannotAnswerError

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Weekly:
    """A run of weeks without a break; ``counts`` is NaN where the data do not reach."""

    mondays: tuple[date, ...]
    counts: Floats
    in_partial: int = 0  # incidents of weeks that the data cover only in part
    undated: int = 0

    @property
    def n(self) -> int:
        """Incidents in the weeks counted."""
        return int(np.nansum(self.counts))


def weekly(incidents: Incidents, wanted: str = "", *, empty: str = "gap") -> Weekly:
    """Count incidents by week, Monday to Sunday.

    A week without a row is 0 where its months have rows. One that reaches into a month for which
    the whole edition has no row is a gap; weeks at the ends that are covered only in part, and
    stray rows long before the rest, are left out.

    Args:
        incidents: rows with a start whose day is known.
        wanted: one kind of incident, or "" for all.
        empty: "gap", or "zero" to count months without rows as noughts.

    Raises:
        CannotAnswerError: only the months are known.
    """
    incidents.need(Role.START)
    if incidents.precision.months:
        raise CannotAnswerError(
            "These data say in which month an incident happened, not on which day, so they cannot "
            "be counted by week. Nothing was changed. Choose months instead."
        )
    whole = incidents.covered()
    months = whole.months[whole.lead :] if empty == "gap" else whole.months
    if not months or whole.last is None or whole.first is None:
        return Weekly((), np.zeros(0), undated=incidents.n)
    rate = whole.rows / max(1, days_in(whole.months))
    begin, end = max(whole.first, months[0]), min(whole.last, last_day(months[-1]))
    first, last = _ends(begin, end, rate)
    chosen = of_type(replace(incidents, coverage=whole), wanted)
    start = pl.col(Role.START)
    dated = chosen.frame.filter(start.is_not_null()).select(
        ((start.dt.date() - first).dt.total_days() // 7).alias("week"),
        (pl.col(Role.COUNT) if chosen.summed else pl.lit(1)).fill_null(0).alias("weight"),
    )
    total = int(dated["weight"].sum() or 0)
    size = max(0, (last - first).days // 7)
    inside = dated.filter(pl.col("week").is_between(0, size - 1))
    found = np.bincount(inside["week"].to_numpy(), inside["weight"].to_numpy(), minlength=size)
    counts = found[:size].astype(np.float64)
    mondays = tuple(first + timedelta(days=7 * week) for week in range(size))
    if empty == "gap":
        there = set(months)
        ends = [(day, day + timedelta(days=6)) for day in mondays]
        known = [a.replace(day=1) in there and b.replace(day=1) in there for a, b in ends]
        counts[~np.array(known, np.bool_)] = np.nan
    in_partial = total - int(np.nansum(counts))
    return Weekly(mondays, counts, in_partial, chosen.n - total)


def _ends(begin: date, end: date, rate: float) -> tuple[date, date]:
    """The Monday of the first whole week, and the one after the last.

    A week at an end is whole when so few incidents are missing from its silent days as the daily
    rate would give by chance.
    """
    first = begin - timedelta(days=begin.weekday())
    if begin.weekday() * rate > SILENT:
        first += timedelta(days=7)
    last = end - timedelta(days=end.weekday())
    if (6 - end.weekday()) * rate <= SILENT:
        last += timedelta(days=7)
    return first, max(first, last)
