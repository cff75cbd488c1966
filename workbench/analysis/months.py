"""Incidents counted by calendar month: complete months only, and gaps that stay gaps."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.analysis.incidents import Incidents, by_month
from workbench.domain.data import Role
from workbench.errors import CannotAnswerError

Floats = NDArray[np.float64]

EARLY = "Long before the rest"

AVERAGE = 365.25 / 12  # days

# A month at either end is complete when so few incidents are missing from its silent days.
SILENT = 1.0


def index(day: date) -> int:
    """Months since year 0; neighbours differ by one."""
    return day.year * 12 + day.month - 1


def at(number: int) -> date:
    """The first day of the month of that index."""
    return date(number // 12, number % 12 + 1, 1)


def last_day(day: date) -> date:
    """The last day of the month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def days_in(months: Sequence[date]) -> int:
    """How many days the months have together."""
    return sum(monthrange(day.year, day.month)[1] for day in months)


def lengths(months: Sequence[date]) -> Floats:
    """How long each month is beside the average one of 30.4 days, shape (n,)."""
    days = [monthrange(day.year, day.month)[1] for day in months]
    return np.array(days, np.float64) / AVERAGE


def between(first: date, last: date) -> tuple[date, ...]:
    """Every month from one to the other, both included."""
    return tuple(at(i) for i in range(index(first), index(last) + 1))


def parse(value: object, label: str = "month") -> date | None:
    """A month as it was asked for: "2024-01" or a day in it; None when nothing was said.

    Raises:
        CannotAnswerError: it is no month.
    """
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return value.replace(day=1)
    try:
        year, month = str(value).split("-")[:2]
        return date(int(year), int(month), 1)
    except ValueError:
        raise CannotAnswerError(
            f"{value} cannot be read as a {label}. Nothing was changed. "
            "Write it as year and month, such as 2024-01."
        ) from None


def of_type(incidents: Incidents, wanted: str) -> Incidents:
    """The incidents of one kind; all of them when none is named.

    Raises:
        CannotAnswerError: the file does not say what kind each incident is.
    """
    if not wanted:
        return incidents
    incidents.need(Role.TYPE)
    return incidents.only(pl.col(Role.TYPE) == wanted)


@dataclass(frozen=True)
class Monthly:
    """A run of calendar months without a break; ``counts`` is NaN where the data has no rows."""

    months: tuple[date, ...]
    counts: Floats
    partial: tuple[date, ...] = ()  # left out at the ends, for they are not complete
    in_partial: int = 0  # incidents in those
    undated: int = 0
    early: int = 0  # incidents of months long before the rest, which are left out

    @property
    def gaps(self) -> tuple[date, ...]:
        """The months for which there are no data."""
        return tuple(m for m, c in zip(self.months, self.counts, strict=True) if np.isnan(c))

    @property
    def n(self) -> int:
        """Incidents in the months counted."""
        return int(np.nansum(self.counts))

    @property
    def left_out(self) -> tuple[tuple[str, int], ...]:
        """Reasons and incidents, for the basis of a result."""
        pairs = (
            ("In a month that is not complete", self.in_partial),
            (EARLY, self.early),
            ("No date", self.undated),
        )
        return tuple((reason, count) for reason, count in pairs if count)


def monthly(incidents: Incidents, wanted: str = "", *, empty: str = "gap") -> Monthly:
    """Count incidents by month.

    A month in which the whole edition has no row is one that was never brought in: it is a gap,
    never a nought and never bridged. Months at the ends that the data cover only in part are
    left out.

    Args:
        incidents: rows with a start; totals are summed by their count.
        wanted: one kind of incident, or "" for all.
        empty: "gap", or "zero" to count months without rows as noughts.
    """
    incidents.need(Role.START)
    whole = incidents.covered()
    incidents = replace(incidents, coverage=whole)
    covered = whole.months[whole.lead :] if empty == "gap" else whole.months
    if not covered:
        return Monthly((), np.zeros(0), undated=incidents.n)
    first, last = index(covered[0]), index(covered[-1])
    drop = partial_ends(incidents, covered)
    chosen = of_type(incidents, wanted)
    before = (pl.col(Role.START) < datetime.combine(covered[0], time.min)).fill_null(value=False)
    early = chosen.only(before).n if whole.lead else 0
    chosen = chosen.only(~before) if early else chosen
    found = _count(chosen, first, last)
    undated = chosen.n - int(found.sum())
    counts = found.astype(np.float64)
    if empty == "gap":
        present = np.isin(np.arange(first, last + 1), [index(month) for month in covered])
        counts[~present] = np.nan
    keep = slice(drop[0], len(counts) - drop[1])
    months = tuple(at(first + i) for i in range(len(counts)))
    left = months[: drop[0]] + months[len(months) - drop[1] :]
    in_left = int(found.sum() - found[keep].sum())
    return Monthly(months[keep], counts[keep], left, in_left, undated, early)


def _count(incidents: Incidents, first: int, last: int) -> NDArray[np.int64]:
    """Incidents in each month from one index to the other."""
    frame = incidents.frame
    weights = frame[Role.COUNT.value] if incidents.summed else None
    months, counts = by_month(frame[Role.START.value], weights)
    total = np.zeros(last - first + 1, np.int64)
    total[months - first] = counts
    return total


def partial_ends(incidents: Incidents, covered: Sequence[date]) -> tuple[int, int]:
    """How many months to leave out at the start and at the end: each 0 or 1.

    Data known by the month hold whole months. Otherwise a month at an end is complete if the
    silence before the first day, or after the last, is what the daily rate would give by chance:
    at most ``SILENT`` incidents expected in it. A month wrongly left out costs little; a half
    month drawn as a whole one looks like a fall.
    """
    whole = incidents.covered()
    first, last = whole.first, whole.last
    if incidents.precision.months or first is None or last is None:
        return 0, 0
    rate = whole.rows / max(1, days_in(covered))
    before = first >= covered[0] and (first.day - 1) * rate > SILENT
    after = last <= last_day(covered[-1]) and (last_day(last) - last).days * rate > SILENT
    if len(covered) == 1:
        return int(before or after), 0
    return int(before), int(after)
