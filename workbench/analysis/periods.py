"""Incidents counted by calendar month or by week: complete periods only, gaps that stay gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.analysis.incidents import Incidents, in_days
from workbench.analysis.kind import Parameter
from workbench.analysis.months import EARLY, SILENT, Monthly, days_in, last_day, monthly, of_type
from workbench.analysis.words import counted, day_month, listed, month, small
from workbench.domain.data import Role
from workbench.errors import CannotAnswerError

Floats = NDArray[np.float64]

UNIT: Final = Parameter(
    "unit", "Count by", "choice", "month", (("month", "Month"), ("week", "Week, from Monday"))
)
NOT_COMPLETE: Final = {
    "month": "In a month that is not complete",
    "week": "In a week that is not complete",
}
_MONDAY: Final = 3  # days from the Monday before 1 January 1970 to it
WEEK: Final = timedelta(days=7)


@dataclass(frozen=True)
class Periods:
    """A run of months or weeks without a break; ``counts`` is NaN where there are no data."""

    unit: str  # "month" or "week"
    starts: tuple[date, ...]
    counts: Floats
    partial: tuple[date, ...] = ()  # left out at the ends, for they are not complete
    left_out: tuple[tuple[str, int], ...] = ()

    @property
    def days(self) -> Floats:
        """How many days each period has."""
        return np.array([days_of(start, self.unit) for start in self.starts], np.float64)

    @property
    def known(self) -> NDArray[np.int64]:
        """Places of the periods with data."""
        return np.flatnonzero(~np.isnan(self.counts))

    @property
    def n(self) -> int:
        """Incidents in the periods counted."""
        return int(np.nansum(self.counts))


def numbers_of(start: pl.Series, unit: str) -> pl.Series:
    """Which month or week each time lies in; neighbours differ by one, empty ones have none.

    Days are looked up in a table, which is many times faster than a calendar for each time.
    """
    some = bool(start.null_count())
    if start.null_count() == len(start):
        return pl.Series(start.name, [None] * len(start), pl.Int64)
    day, first = in_days(start.fill_null(strategy="forward").fill_null(strategy="backward"))
    days = np.arange(first, first + int(day.max()) + 1)
    if unit == "week":
        table = (days + _MONDAY) // 7
    else:
        table = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + 12 * 1970
    found = pl.Series(start.name, table[day])
    return found.set(start.is_null(), None) if some else found


def number(day: date, unit: str) -> int:
    """The same of one day."""
    if unit == "week":
        return (day.toordinal() - date(1970, 1, 1).toordinal() + _MONDAY) // 7
    return day.year * 12 + day.month - 1


def end(start: date, unit: str) -> date:
    """The last day of a period."""
    return start + timedelta(days=6) if unit == "week" else last_day(start)


def days_of(start: date, unit: str) -> int:
    """How many days a period has."""
    return 7 if unit == "week" else days_in([start])


def by_period(
    incidents: Incidents, wanted: str = "", unit: str = "month", empty: str = "gap"
) -> Periods:
    """Count incidents by month or week.

    What counts as complete, and as a gap, is as in ``months.monthly``. A week is a gap when any of
    its days lies in a month without a single row.

    Args:
        incidents: rows with a start; totals are summed by their count.
        wanted: one kind of incident, or "" for all.
        unit: "month" or "week".
        empty: "gap", or "zero" to count months without rows as noughts.

    Raises:
        CannotAnswerError: weeks are asked of rows whose day is not known.
    """
    if unit == "month":
        return _months(monthly(incidents, wanted, empty=empty))
    incidents.need(Role.START)
    if incidents.precision.months:
        raise CannotAnswerError(
            f"This file gives only the {incidents.precision.value} of each incident, so it cannot "
            "be counted by week. Nothing was changed. Count by month instead."
        )
    return _weeks(incidents, wanted, empty)


def _months(found: Monthly) -> Periods:
    return Periods("month", found.months, found.counts, found.partial, found.left_out)


def _weeks(incidents: Incidents, wanted: str, empty: str) -> Periods:
    whole = incidents.covered()
    covered = whole.months[whole.lead :] if empty == "gap" else whole.months
    chosen = of_type(replace(incidents, coverage=whole), wanted)
    if not covered or whole.first is None or whole.last is None:
        return Periods("week", (), np.zeros(0), (), (("No date", incidents.n),)[: incidents.n])
    first, last = max(whole.first, covered[0]), min(whole.last, last_day(covered[-1]))
    rate = whole.rows / days_in(covered)
    monday, sunday = first - timedelta(days=first.weekday()), last + timedelta(6 - last.weekday())
    starts = tuple(monday + WEEK * i for i in range((sunday - monday).days // 7 + 1))
    low = int((first - monday).days * rate > SILENT)
    high = len(starts) - int((sunday - last).days * rate > SILENT)
    counts, before, undated = _counted(chosen, starts)
    if empty == "gap":
        there = set(covered)
        lost = [any(d.replace(day=1) not in there for d in (s, end(s, "week"))) for s in starts]
    else:
        lost = [False] * len(starts)
    gone = np.array(lost, bool)
    gone[:low], gone[high:] = False, False  # these are partial, whichever month they reach into
    keep = slice(low, max(low, high))
    shown = np.where(gone, np.nan, counts)[keep]
    out = ((NOT_COMPLETE["week"], int(counts.sum() - np.nansum(shown))), (EARLY, before),
           ("No date", undated))  # fmt: skip
    partial = starts[:low] + starts[max(low, high) :]
    left_out = tuple((why, rows) for why, rows in out if rows)
    return _trimmed(Periods("week", starts[keep], shown, partial, left_out))


def _trimmed(found: Periods) -> Periods:
    """Without gaps at the ends, where a week reaches into a month that was not brought in."""
    known = found.known
    if not known.size:
        return replace(found, starts=(), counts=np.zeros(0))
    keep = slice(int(known[0]), int(known[-1]) + 1)
    cut = found.starts[: keep.start] + found.starts[keep.stop :]
    return replace(
        found, starts=found.starts[keep], counts=found.counts[keep],
        partial=tuple(sorted((*found.partial, *cut))),
    )  # fmt: skip


def _counted(incidents: Incidents, starts: Sequence[date]) -> tuple[Floats, int, int]:
    """Incidents of each week, and those before the first week and without a date."""
    weight = pl.col(Role.COUNT).fill_null(0) if incidents.summed else pl.lit(1)
    week = numbers_of(incidents.frame[Role.START.value], "week") - number(starts[0], "week")
    rows = incidents.frame.select(week.alias("week"), weight.cast(pl.Int64).alias("n"))
    total = rows.group_by("week").agg(pl.col("n").sum())
    undated = int(total.filter(pl.col("week").is_null())["n"].sum())
    early = int(total.filter(pl.col("week") < 0)["n"].sum())
    inside = total.filter(pl.col("week").is_between(0, len(starts) - 1))
    counts = np.zeros(len(starts))
    counts[inside["week"].to_numpy()] = inside["n"].to_numpy()
    return counts, early, undated


def within(day: date, starts: Sequence[date], unit: str) -> bool:
    """Whether a day lies in one of a run of periods."""
    return bool(starts) and starts[0] <= day <= end(starts[-1], unit)


def named(start: date, unit: str) -> str:
    """Jan 2024, or the week of 3 Jan 2024."""
    return f"the week of {day_month(start)}" if unit == "week" else month(start)


def spanned(first: date, last: date, unit: str) -> str:
    """Jan 2024 to Mar 2024, or 3 Jan 2024 to 30 Mar 2024."""
    if unit == "week":
        return f"{day_month(first)} to {day_month(end(last, unit))}"
    return month(first) if first == last else f"{month(first)} to {month(last)}"


def said_several(starts: Sequence[date], unit: str, most: int = 4) -> str:
    """Jan 2024, Feb 2024 and Mar 2024; a number when there are many."""
    if len(starts) <= most:
        return listed([named(one, unit) for one in starts])
    span = spanned(starts[0], starts[-1], unit)
    return f"{small(len(starts))} {unit}s between {span.replace(' to ', ' and ')}"


def said_out(unit: str, gaps: Sequence[date], partial: Sequence[date], rows: int) -> list[str]:
    """Sentences on periods without data, and on those that are not complete."""
    said = []
    if gaps:
        kept = "it is left as a gap" if len(gaps) == 1 else "they are left as gaps"
        said.append(
            f"There are no rows for {said_several(gaps, unit)}: {kept}, not counted as 0."
            if unit == "month"
            else f"The data do not cover {said_several(gaps, unit)}: {kept}, not counted as 0."
        )
    if partial:
        verb, it = ("is", "it") if len(partial) == 1 else ("are", "them")
        what = said_several(partial, unit)
        said.append(
            f"{what[:1].upper()}{what[1:]} {verb} left out because the data cover only part of "
            f"{it} ({counted(rows, 'incident')})."
        )
    return said
