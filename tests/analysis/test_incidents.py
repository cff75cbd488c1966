"""Counting by month: what it counts on any input."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis.incidents import by_month

TIMES = st.lists(
    st.tuples(
        st.one_of(st.none(), st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1))),
        st.integers(0, 9),
    ),
    max_size=40,
)


@given(TIMES, st.sampled_from(["ms", "us", "ns"]))
def test_months_are_counted_as_the_calendar_has_them(
    rows: list[tuple[datetime | None, int]], unit: str
) -> None:
    start = pl.Series([day for day, _ in rows], dtype=pl.Datetime("us")).cast(pl.Datetime(unit))  # type: ignore[arg-type]
    weights = pl.Series([n for _, n in rows], dtype=pl.Int64)
    dated = [(day, n) for day, n in rows if day is not None]
    expected = Counter(day.year * 12 + day.month - 1 for day, _ in dated)
    months, counts = by_month(start)
    assert dict(zip(months.tolist(), counts.tolist(), strict=True)) == expected
    assert months.tolist() == sorted(expected)
    weighted: Counter[int] = Counter()
    for day, n in dated:
        weighted[day.year * 12 + day.month - 1] += n
    months, counts = by_month(start, weights)
    assert dict(zip(months.tolist(), counts.tolist(), strict=True)) == dict(weighted)
