"""Times counted by hour (clock): the same as a calendar counts them one by one."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis.clock import by_hour
from workbench.analysis.incidents import by_month, in_days

TIMES = st.lists(
    st.one_of(
        st.datetimes(datetime(1951, 1, 1), datetime(2099, 12, 31)),
        st.dates().map(lambda day: datetime(2000 + day.year % 50, day.month, 1)),
    ),
    max_size=50,
)


@given(TIMES, st.sampled_from(("s", "ms", "us", "ns")))
def test_hours_are_those_of_a_calendar(times: list[datetime], unit: str) -> None:
    whole = [time.replace(microsecond=0) for time in times]
    found = by_hour(np.array(whole, f"datetime64[{unit}]"))
    by_hand = Counter((time.weekday(), time.hour) for time in whole)
    week = {(day, hour): int(found.week[day, hour]) for day in range(7) for hour in range(24)}
    assert week == {key: by_hand[key] for key in week}
    assert found.midnight == sum(
        time == datetime(time.year, time.month, time.day) for time in whole
    )
    assert found.days == ((min(whole).date(), max(whole).date()) if whole else None)


@given(TIMES)
def test_days_and_months_are_those_of_a_calendar(times: list[datetime]) -> None:
    start = pl.Series("start", times, pl.Datetime("us"))
    days, first = in_days(start)
    told = (np.datetime64(first, "D") + days.astype(np.int64)).astype(object).tolist()
    assert told == [time.date() for time in times]
    months, counts = by_month(start)
    by_hand = Counter(time.year * 12 + time.month - 1 for time in times)
    assert dict(zip(months.tolist(), counts.tolist(), strict=True)) == dict(by_hand)


@pytest.mark.parametrize("rows", [8_191, 8_192, 8_193, 30_000])
def test_many_are_counted_as_few_are(rows: int) -> None:
    since = np.random.default_rng(rows).integers(1_500_000_000, 1_600_000_000, rows)
    found = by_hour(since.astype("datetime64[s]"))
    assert int(found.counts.sum()) == rows
    assert found.counts.tolist() == np.bincount(since // 3600 - since.min() // 3600).tolist()
