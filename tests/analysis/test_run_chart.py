"""Run charts (run_chart): the runs, the weeks, and what is said of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analysis.codec import pack, unpack
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked, Event, Value
from workbench.analysis.kinds import run_chart
from workbench.analysis.kinds.run_chart import RunChart
from workbench.analysis.periods import by_period
from workbench.analysis.xmr import anhoej, longest_run
from workbench.domain.data import Precision
from workbench.errors import CannotAnswerError

SERIES = st.lists(st.one_of(st.none(), st.integers(0, 8)), min_size=1, max_size=60)


@settings(max_examples=200, deadline=None)
@given(SERIES, st.one_of(st.none(), st.integers(0, 8)))
def test_longest_run_is_that_of_the_tests(values: list[int | None], fixed: int | None) -> None:
    series = np.array([np.nan if one is None else one for one in values], float)
    known = series[~np.isnan(series)]
    if not known.size:
        assert longest_run(series, 3) is None
        return
    median = float(np.median(known)) if fixed is None else float(fixed)
    off = [
        (at, one > median) for at, one in enumerate(series) if not np.isnan(one) and one != median
    ]
    runs = [[at for at, _ in part] for _, part in groupby(off, lambda pair: pair[1])]
    found, tests = longest_run(series, median), anhoej(series, median)
    if not runs:
        assert found is None
        return
    most = max(map(len, runs))
    best = [part for part in runs if len(part) == most][-1]
    assert found == (best[0], best[-1])
    if len(off) >= 10 and known.size >= 10:
        assert tests is not None
        assert (tests.longest, tests.crossings) == (most, len(runs) - 1)
    else:
        assert tests is None


def monthly(counts: Sequence[int | None]) -> Incidents:
    months = [datetime(2021 + i // 12, i % 12 + 1, 1) for i in range(len(counts))]
    kept = [(m, c) for m, c in zip(months, counts, strict=True) if c is not None]
    frame = pl.DataFrame(
        {"start": [m for m, _ in kept], "count": [c for _, c in kept]},
        schema={"start": pl.Datetime, "count": pl.Int64},
    )
    return Incidents(frame, Precision.MONTH, "none", True, "Made up")


def daily(days: Sequence[datetime]) -> Incidents:
    return Incidents(pl.DataFrame({"start": days}, schema={"start": pl.Datetime}), Precision.DAY)


def ask(incidents: Incidents, **settings_: Value) -> RunChart:
    found = run_chart.run(Asked(incidents, settings_))
    assert unpack(pack(found), RunChart) == found
    return found


STEADY = [50, 47, 55, 52, 49, 46, 53, 51, 48, 54, 50, 52]


def test_a_step_is_a_lasting_shift() -> None:
    result = ask(monthly([*STEADY, *[one - 12 for one in STEADY]]))
    said = run_chart.reading(result)
    assert said.finding == (
        "A lasting shift in all incidents: 12 months in a row below the median of 44.5 a month"
    )
    assert said.tone == "change"
    assert result.longest == (12, 23)
    rows = run_chart.table(result).rows
    assert [row[3] for row in rows] == [""] * 12 + ["yes"] * 12
    assert rows[0][2] == "above"


def test_few_crossings_alone_are_a_shift_too() -> None:
    values = [9, 8, 9, 9, 8, 9, 1, 2, 1, 1, 2, 1, 9, 8, 9, 8, 9, 9, 1, 2, 1, 1, 2, 1]
    said = run_chart.reading(ask(monthly(values)))
    assert said.finding.endswith("is crossed only three times")


def test_steady_counts_show_none() -> None:
    said = run_chart.reading(ask(monthly(STEADY)))
    assert said.finding == "All incidents: no lasting shift about the median of 50.5 a month"
    assert said.tone == "same"


def test_too_few_months_are_not_judged() -> None:
    result = ask(monthly(STEADY[:9]))
    assert result.runs is None
    assert run_chart.reading(result).tone == "unsure"
    flat = ask(monthly([5] * 30))
    assert flat.runs is None
    assert flat.longest is None
    assert {row[2] for row in run_chart.table(flat).rows} == {"on the median"}


def test_a_baseline_sets_the_median() -> None:
    result = ask(monthly([*STEADY, *[one - 12 for one in STEADY]]), baseline=12)
    assert result.median == np.median(STEADY)
    assert result.runs is not None
    assert result.runs.crossings == 8  # about the median of all months there is one
    assert "first 12 months" in " ".join(run_chart.reading(result).sentences)


def test_gaps_stay_gaps() -> None:
    result = ask(monthly([*STEADY[:6], None, *STEADY[6:]]))
    assert result.counts[6] is None
    assert run_chart.table(result).rows[6][2] == "no data"
    assert "Jul 2021" in " ".join(run_chart.reading(result).sentences)


def test_nothing_is_refused_in_words() -> None:
    for incidents in (monthly([]), monthly([0, 0, 0]), daily([])):
        with pytest.raises(CannotAnswerError, match="Nothing was changed"):
            ask(incidents)
    with pytest.raises(CannotAnswerError, match="Nothing was changed"):
        ask(daily([]), unit="week")


def test_events_of_the_time_shown_are_kept() -> None:
    events = (Event(date(2021, 3, 4), "Locks"), Event(date(2030, 1, 1), "Never"))
    found = run_chart.run(Asked(monthly(STEADY), events=events))
    assert found.events == events[:1]
    assert "1 Locks (4 Mar 2021)" in " ".join(run_chart.reading(found).working)


# weeks


def test_weeks_need_days() -> None:
    with pytest.raises(CannotAnswerError, match="cannot be counted by week"):
        ask(monthly(STEADY), unit="week")


def test_weeks_start_on_monday_and_are_whole() -> None:
    # two a day from Wednesday 3 January to Tuesday 30 April 2024
    days = [datetime(2024, 1, 3) + timedelta(days=i // 2) for i in range(2 * 119)]
    result = ask(daily(days), unit="week")
    assert result.starts[0] == date(2024, 1, 8)
    assert result.starts[-1] == date(2024, 4, 22)
    assert set(result.counts) == {14}
    assert result.basis.n == 14 * 16
    assert dict(result.basis.left_out) == {"In a week that is not complete": 14}
    assert result.basis.last == date(2024, 4, 28)
    assert run_chart.table(result).columns[0].name == "Week from"


def test_an_empty_week_is_nought_and_an_empty_month_is_a_gap() -> None:
    days = [date(2024, 1, 1) + timedelta(days=i) for i in range(182)]
    there = [
        datetime(d.year, d.month, d.day)
        for d in days
        if d.month != 4 and not date(2024, 2, 5) <= d <= date(2024, 2, 11)
    ]
    found = by_period(daily(there), unit="week")
    by_week = dict(zip(found.starts, found.counts, strict=True))
    assert by_week[date(2024, 2, 5)] == 0
    assert np.isnan(by_week[date(2024, 4, 8)])
    assert by_week[date(2024, 3, 18)] == 7
    assert np.isnan(by_week[date(2024, 4, 29)])  # it reaches into April
    assert not np.isnan(by_period(daily(there), unit="week", empty="zero").counts).any()
    assert found.n + sum(rows for _, rows in found.left_out) == len(there)


DAYS = st.lists(st.integers(0, 400), min_size=1, max_size=200)


@settings(max_examples=60, deadline=None)
@given(DAYS, st.sampled_from(["gap", "zero"]))
def test_no_incident_is_lost(offsets: list[int], empty: str) -> None:
    days = [datetime(2023, 5, 4) + timedelta(days=i) for i in offsets]
    found = by_period(daily(days), unit="week", empty=empty)
    assert found.n + sum(rows for _, rows in found.left_out) == len(days)
    for monday, count in zip(found.starts, found.counts, strict=True):
        assert monday.weekday() == 0
        inside = sum(monday <= day.date() <= monday + timedelta(days=6) for day in days)
        assert np.isnan(count) or count == inside
