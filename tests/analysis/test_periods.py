"""Months and weeks: only complete ones are counted, and gaps stay gaps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis.incidents import Incidents
from workbench.analysis.months import monthly
from workbench.analysis.periods import by_period, end, number, numbers_of, said_out
from workbench.domain.data import Precision
from workbench.errors import CannotAnswerError


def daily(counts: Sequence[int], first: date = date(2024, 1, 1)) -> Incidents:
    """So many rows on each day from the first, which is a Monday unless told."""
    start = datetime(first.year, first.month, first.day)
    days = [start + timedelta(days=i) for i, n in enumerate(counts) for _ in range(n)]
    frame = pl.DataFrame({"start": pl.Series(days, dtype=pl.Datetime("us"))})
    return Incidents(frame, Precision.DAY, source="made for tests")


def test_weeks_begin_on_monday_and_are_complete() -> None:
    found = by_period(daily([1, 2] * 40, date(2024, 1, 3)), unit="week")
    assert found.starts[0] == date(2024, 1, 8)
    assert all(one.weekday() == 0 for one in found.starts)
    assert end(found.starts[-1], "week") <= date(2024, 1, 3) + timedelta(days=79)
    assert found.partial == (date(2024, 1, 1), date(2024, 3, 18))
    assert set(found.counts) == {10.0, 11.0}
    assert found.n + dict(found.left_out)["In a week that is not complete"] == 120


@given(st.lists(st.integers(0, 3), min_size=40, max_size=150), st.integers(0, 30))
def test_every_row_is_counted_or_accounted_for(counts: list[int], shift: int) -> None:
    rows = daily(counts, date(2024, 1, 1) + timedelta(days=shift))
    found = by_period(rows, unit="week")
    assert found.n + sum(n for _, n in found.left_out) == rows.n
    assert (np.diff([one.toordinal() for one in found.starts]) == 7).all()
    start = rows.frame["start"].to_list()
    for week, count in zip(found.starts, found.counts, strict=True):
        if not np.isnan(count):
            assert count == sum(week <= d.date() <= end(week, "week") for d in start)


def test_a_month_that_was_never_brought_in_is_a_gap_in_weeks_too() -> None:
    rows = daily([2] * 120)
    february = pl.col("start").dt.month() == 2
    gap = Incidents(rows.frame.filter(~february), Precision.DAY)
    found = by_period(gap, unit="week")
    gone = [s for s, c in zip(found.starts, found.counts, strict=True) if np.isnan(c)]
    assert gone == [date(2024, 1, 29) + timedelta(days=7 * i) for i in range(5)]
    counted = by_period(gap, unit="week", empty="zero")
    assert not np.isnan(counted.counts).any()
    assert said_out("week", gone, (), 0)[0].startswith("The data do not cover")


def test_months_are_those_of_the_monthly_count() -> None:
    rows = daily([2, 0, 3] * 60, date(2024, 1, 20))
    ours, theirs = by_period(rows), monthly(rows)
    assert ours.starts == theirs.months
    np.testing.assert_array_equal(ours.counts, theirs.counts)
    np.testing.assert_array_equal(ours.days[:2], [29, 31])


def test_nothing_and_no_days() -> None:
    none = daily([])
    assert by_period(none, unit="week").starts == ()
    assert by_period(none).starts == ()
    months = Incidents(daily([1] * 60).frame, Precision.MONTH)
    with pytest.raises(CannotAnswerError, match="Count by month instead"):
        by_period(months, unit="week")


def test_numbers_of_neighbours_differ_by_one() -> None:
    days = [date(1969, 12, 28) + timedelta(days=i) for i in range(30)]
    weeks = [number(day, "week") for day in days]
    assert all(
        b - a == (day.weekday() == 0) for a, b, day in zip(weeks, weeks[1:], days[1:], strict=False)
    )
    starts = [None, *(datetime(d.year, d.month, d.day, 23, 59) for d in days)]
    found = {unit: numbers_of(pl.Series(starts), unit).to_list() for unit in ("week", "month")}
    assert found["week"] == [None, *weeks]
    assert found["month"] == [None, *(number(day, "month") for day in days)]
    nothing = pl.Series([None, None], dtype=pl.Datetime)
    assert numbers_of(nothing, "month").to_list() == [None, None]
