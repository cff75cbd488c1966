"""The rows an analysis is asked of, and what is known about them as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.domain.data import Precision, Role
from workbench.errors import CannotAnswerError

Whole = NDArray[np.int64]
Days = NDArray[np.integer[Any]]


@dataclass(frozen=True)
class Coverage:
    """What an edition holds before rows are chosen from it.

    With it a month in which nothing of one kind happened can be told from a month that was never
    brought in.
    """

    months: tuple[date, ...]  # first days of the months that have a row
    first: date | None
    last: date | None
    rows: int
    lead: int = 0  # of ``months``, how many hold only a few rows long before the rest


REPEATED = (Role.TYPE, Role.PLACE, Role.AREA, Role.AREA_NAME, Role.OUTCOME)


def with_categories(frame: pl.DataFrame) -> pl.DataFrame:
    """The columns whose words repeat as numbers with a list of words: counted many times faster.

    Polars calls such a column categorical; it compares, sorts and reads as the text it stands for.
    """
    names = [role.value for role in REPEATED if frame.schema.get(role.value) == pl.String]
    return frame.with_columns(pl.col(names).cast(pl.Categorical)) if names else frame


@dataclass(frozen=True)
class Incidents:
    """Rows of one edition.

    ``frame`` has a column for each ``Role`` that the file had, named by the role: ``start`` and
    ``end`` as naive local Datetime, ``easting`` and ``northing`` as Float64 metres, ``count`` as
    Int64 when the rows are totals (``summed``), the rest as text or as categories. ``row`` is the
    row in the file; ``no place`` says why a row has no point, where some have none.
    """

    frame: pl.DataFrame
    precision: Precision = Precision.MINUTE
    places: str = "bng"  # "bng", "local" (metres of an unknown grid) or "none"
    summed: bool = False
    source: str = ""
    coverage: Coverage | None = None  # of the edition, when the frame is a part of it
    same: tuple[tuple[str, str], ...] = ()  # addresses that a person said are one place
    apart: tuple[tuple[str, str], ...] = ()  # and such as a person said are different places

    def __len__(self) -> int:
        return self.frame.height

    @property
    def n(self) -> int:
        """Number of incidents: rows, or the sum of their counts."""
        if self.summed:
            return int(self.frame[Role.COUNT].sum() or 0)
        return self.frame.height

    def has(self, role: Role) -> bool:
        """Tell whether the file had such a column."""
        return role.value in self.frame.columns

    def need(self, *roles: Role) -> None:
        """Refuse in words when a column that the question needs is missing.

        Raises:
            CannotAnswerError: naming the missing columns.
        """
        missing = [role.word.lower() for role in roles if not self.has(role)]
        if missing:
            raise CannotAnswerError(
                f"This file has no {' and no '.join(missing)} column, so this question cannot be "
                "answered from it. Bring in a file that has one, or choose another question."
            )

    def only(self, condition: pl.Expr) -> Incidents:
        """The rows that meet a condition, which still know what the edition covers."""
        return replace(self, frame=self.frame.filter(condition), coverage=self.covered())

    def during(self, first: date | None, last: date | None) -> Incidents:
        """The rows from one day to another, both included; the months outside are not covered."""
        self.need(Role.START)
        start, whole = pl.col(Role.START), self.covered()
        part, months = self, whole.months
        if first:
            part = part.only(start >= datetime.combine(first, time.min))
            months = tuple(m for m in months if _reaches(m, first, self.precision))
        if last:
            part = part.only(start <= datetime.combine(last, time.max))
            months = tuple(m for m in months if m <= last)
        gone = sum(m < months[0] for m in whole.months) if months else 0
        low = max((d for d in (whole.first, first) if d), default=None)
        high = min((d for d in (whole.last, last) if d), default=None)
        lead = max(0, whole.lead - gone)
        return replace(part, coverage=Coverage(months, low, high, whole.rows, lead))

    def covered(self) -> Coverage:
        """The months and days that the edition holds, however few rows are left of it."""
        return self._coverage if self.coverage is None else self.coverage

    @cached_property
    def days(self) -> tuple[Days, int]:
        """The days of the rows that have a start, and the first of them: see ``in_days``."""
        return in_days(self.frame[Role.START.value].drop_nulls())

    @cached_property
    def _coverage(self) -> Coverage:
        span = self.span()
        if span is None:
            return Coverage((), None, None, self.frame.height)
        found, counts = _in_months(*self.days)
        numbers, rows = found.tolist(), counts.tolist()
        months = tuple(date(i // 12, i % 12 + 1, 1) for i in numbers)
        return Coverage(months, *span, self.frame.height, _lead(numbers, rows))

    def span(self) -> tuple[date, date] | None:
        """First and last day on which an incident may have started; None without dates."""
        if not self.has(Role.START) or self.frame.is_empty():
            return None
        low, high = self.frame[Role.START].min(), self.frame[Role.START].max()
        if low is None or high is None:
            return None
        return low.date(), self.precision.through(high.date())  # type: ignore[union-attr]


_CHUNK = 1 << 13  # times at once: what is worked on stays near the processor
_PER_DAY = {"us": 86_400_000_000, "ms": 86_400_000, "ns": 86_400_000_000_000}


def in_days(start: pl.Series) -> tuple[Days, int]:
    """The days of naive times since the day of the first, in as few bytes as hold them.

    Whole numbers are divided, which takes a fifth of the time of a calendar, and a part of them at
    a time: making room for a million numbers takes longer than dividing them.

    Args:
        start: times, none of them empty.

    Returns:
        Days, shape (n,), and the first day since 1 January 1970.
    """
    if not isinstance(start.dtype, pl.Datetime):
        start = start.cast(pl.Datetime("us"))
    since, day = start.to_physical().to_numpy(), _PER_DAY[start.dtype.time_unit]  # type: ignore[attr-defined]
    if not since.size:
        return np.zeros(0, np.uint8), 0
    first, last = int(since.min()) // day, int(since.max()) // day
    days = np.empty(since.size, np.min_scalar_type(last - first + 1))  # one more, for none
    for low in range(0, since.size, _CHUNK):
        days[low : low + _CHUNK] = since[low : low + _CHUNK] // day - first
    return days, first


def by_month(start: pl.Series, weights: pl.Series | None = None) -> tuple[Whole, Whole]:
    """Count times by calendar month.

    Days are counted first: the months of a few thousand days are found many times faster than
    those of a million times.

    Args:
        start: naive times; empty ones are left out.
        weights: how many each stands for; each is one when not given.

    Returns:
        Months that have one, as year x 12 + month - 1, rising; and the count of each.
    """
    known = start.is_not_null()
    if start.null_count():
        start, weights = start.filter(known), None if weights is None else weights.filter(known)
    if start.is_empty():
        return np.empty(0, np.int64), np.empty(0, np.int64)
    return _in_months(*in_days(start), weights)


def _in_months(day: Days, first: int, weights: pl.Series | None = None) -> tuple[Whole, Whole]:
    """The same of times whose days are known."""
    many = int(day.max()) + 1
    own = None if weights is None else weights.fill_null(0).to_numpy()
    tally, there = np.zeros(many), np.zeros(many, np.int64)
    for low in range(0, day.size, _CHUNK):
        part = slice(low, low + _CHUNK)
        here = np.bincount(day[part], minlength=many)
        there += here
        tally += here if own is None else np.bincount(day[part], own[part], many)
    days = np.flatnonzero(there)
    month = (days + first).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    months, at = np.unique(month + 12 * 1970, return_inverse=True)
    return months, np.rint(np.bincount(at, tally[days])).astype(np.int64)


def _lead(months: Sequence[int], rows: Sequence[int]) -> int:
    """How many months at the start hold only stray rows: offences that began years before.

    They are fewer than a tenth of a usual month each and a twentieth of all together, and there
    are months without any row among them; otherwise a series that starts small is a real one.
    """
    seen, usual = 0, 0
    for count in sorted(rows):
        seen, usual = seen + count, count
        if 2 * seen >= sum(rows):
            break
    lead = next((at for at, count in enumerate(rows) if count * 10 >= usual), 0)
    gaps = lead and months[lead] - months[0] > lead
    return lead if gaps and sum(rows[:lead]) * 20 <= sum(rows) else 0


def _reaches(month: date, first: date, precision: Precision) -> bool:
    """Whether rows of the month can lie on or after a day; month-only rows lie on the 1st."""
    if precision.months:
        return month >= first
    return (month.year, month.month) >= (first.year, first.month)
