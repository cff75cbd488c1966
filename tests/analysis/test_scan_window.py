"""Unusual cluster in time (scan_window): Naus against simulation, and the question."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from tests.analysis.test_periods import daily
from workbench.analysis import codec
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked, Event
from workbench.analysis.kinds import scan_window as kind
from workbench.analysis.scan import busiest, naus, unevenness, window_chance
from workbench.domain.data import Precision
from workbench.errors import CannotAnswerError


@pytest.mark.parametrize(
    ("count", "expected", "windows"), [(6, 1.2, 104), (8, 1.2, 104), (6, 0.6, 208), (4, 0.5, 20)]
)
def test_naus_is_what_simulation_gives(count: int, expected: float, windows: int) -> None:
    """Windows that begin at any moment, over incidents thrown down at random."""
    rng, draws, hits = np.random.default_rng(6), 6000, 0
    for _ in range(draws):
        when = np.sort(rng.uniform(0, windows, rng.poisson(expected * windows)))
        gaps = when[count - 1 :] - when[: when.size - count + 1]
        hits += bool(gaps.size) and gaps.min() <= 1
    chance = naus(count, expected, windows)
    error = np.sqrt(chance * (1 - chance) / draws)
    assert chance == pytest.approx(hits / draws, abs=4 * error)


@pytest.mark.parametrize(("count", "width"), [(5, 1), (7, 3), (10, 7), (17, 14)])
def test_windows_of_whole_days_are_no_more_often_busy(count: int, width: int) -> None:
    rng, days, mean, draws = np.random.default_rng(7), 365, 0.5, 4000
    totals = np.cumsum(np.pad(rng.poisson(mean, (draws, days)), ((0, 0), (1, 0))), axis=1)
    most = (totals[:, width:] - totals[:, :-width]).max(axis=1)
    seen = (most >= count).mean()
    chance = window_chance(count, mean, days, width)
    assert seen <= chance + 4 * np.sqrt(chance * (1 - chance) / draws)
    assert chance < 3 * seen + 0.01, "cautious, not useless"
    if width == 1:
        assert chance == pytest.approx(1 - stats.poisson.cdf(count - 1, mean) ** days)


def test_naus_of_the_london_cyclists() -> None:
    """208 fortnights with 0.6 each: six in one has a chance of 0.039 (Aberdein, Spiegelhalter)."""
    assert naus(6, 0.6, 208) == pytest.approx(0.03902, abs=1e-5)


@given(st.integers(0, 30), st.floats(0, 20), st.floats(1, 400))
def test_naus_is_a_chance_and_falls_with_the_count(n: int, mean: float, windows: float) -> None:
    one, two = naus(n, mean, windows), naus(n + 1, mean, windows)
    assert 0 <= two <= one + 1e-9 <= 1 + 2e-9
    assert naus(n, mean, windows + 5) >= one - 1e-9
    assert one >= stats.poisson.sf(n - 1, mean) - 0.02


def test_edges_of_naus() -> None:
    assert naus(0, 1, 5) == 1
    assert naus(3, 0, 5) == 0
    assert naus(1, 0.1, 10) == pytest.approx(1 - np.exp(-1))
    assert naus(4200, 3539, 200) < 1e-6
    assert naus(3539, 3539, 200) == pytest.approx(1, abs=1e-6)
    for bad in ((2, 1, 0.5), (-1, 1, 5), (2, -1, 5)):
        with pytest.raises(ValueError, match="window"):
            naus(*bad)
    assert window_chance(0, 0.2, 30, 1) == 1


@given(st.lists(st.one_of(st.integers(0, 4), st.none()), min_size=1, max_size=60),
       st.integers(1, 10))  # fmt: skip
def test_busiest_is_the_most_of_all(counts: list[int | None], width: int) -> None:
    series = [np.nan if n is None else float(n) for n in counts]
    sums = [sum(series[i : i + width]) for i in range(len(series) - width + 1)]
    most = max([one for one in sums if not np.isnan(one)], default=0)
    found = busiest(series, width)
    if not most:
        assert found is None
        return
    assert found is not None
    assert found.count == most == sums[found.first]
    assert found.last == found.first + width - 1
    ratio, uneven = unevenness(series, width, found)
    assert ratio >= 0
    assert uneven in (True, False)


def test_unevenness_tells_a_season_from_chance() -> None:
    rng = np.random.default_rng(8)
    flat, swinging = rng.poisson(2, 730), rng.poisson(2 + 1.8 * np.sin(np.arange(730) / 58))
    for series, expected in ((flat, False), (swinging, True)):
        window = busiest(series, 7)
        assert window is not None
        assert unevenness(series, 7, window)[1] is expected


# the question

SERIES = [3, 20, 41, 55, 56, 57, 57, 59, 60, 90, 110, 118, 140]


def robberies(days: list[int] = SERIES) -> Incidents:
    start = [datetime(2022, 1, 1) + timedelta(days=day) for day in days]
    return Incidents(pl.DataFrame({"start": start}), Precision.DAY, source="made for tests")


def test_a_series_of_robberies_stands_out() -> None:
    event = Event(date(2022, 3, 14), "Arrest")
    found = kind.run(Asked(robberies(), events=(event,)))
    said = kind.reading(found)
    assert said.finding == (
        "All incidents: an unusual cluster, 6 in 7 days, 25 Feb 2022 to 3 Mar 2022"
    )
    assert (said.says, said.tone) == ("Unusual cluster", "change")
    assert found.count == 6
    assert found.known == 138
    assert found.p == pytest.approx(naus(6, 13 / 138 * 7, 138 / 7))
    assert found.events == (event,)
    assert any("about 1 time in" in one for one in said.sentences)
    rows = kind.table(found).rows
    assert rows[-1] == ("Busiest window", 6)
    assert sum(row[1] for row in rows[:-1]) == 6  # type: ignore[misc]
    assert rows[0][0] == "Friday 25 Feb 2022"
    assert codec.pack(codec.unpack(codec.pack(found), kind.ScanWindow)) == codec.pack(found)


def test_what_chance_gives_is_said_as_such() -> None:
    said = kind.reading(kind.run(Asked(daily([0, 0, 1] * 40))))
    assert said.tone == "same"
    assert "no more than chance" in said.finding


def test_a_season_cannot_be_told_from_a_cluster() -> None:
    counts = np.random.default_rng(9).poisson(2 + 1.9 * np.sin(np.arange(730) / 58)).tolist()
    said = kind.reading(kind.run(Asked(daily(counts), {"days": 28})))
    assert said.tone == "unsure"
    assert any("uneven too" in one for one in said.sentences)


def test_one_day_and_the_widest_window() -> None:
    one = kind.run(Asked(robberies(), {"days": 1}))
    assert one.count == 2
    assert "2 on 27 Feb 2022" in kind.reading(one).finding
    assert kind.run(Asked(robberies(), {"days": 28})).count == 7


def test_days_that_are_not_known_and_events_told_twice_are_left_out() -> None:
    frame = robberies().frame.with_columns(
        pl.col("start").alias("end"),
        pl.Series("reference", [str(at) for at in range(13)]),
    )
    long = frame.with_columns(
        pl.when(pl.col("reference") == "3").then(pl.col("end") + pl.duration(days=9))
        .otherwise(pl.col("end")).alias("end")
    )  # fmt: skip
    twice = pl.concat([long, long.tail(1)])
    found = kind.run(Asked(Incidents(twice, Precision.DAY)))
    assert dict(found.basis.left_out) == {
        "the same event twice": 1, "day not known to within a day": 1,
    }  # fmt: skip
    assert found.basis.n == 12
    assert found.count == 5


def test_months_that_were_not_brought_in_are_no_quiet_days() -> None:
    days = [day for day in range(150) if not 31 <= day < 59]
    rows = robberies(days)
    found = kind.run(Asked(rows))
    assert found.known == 122
    assert (found.daily == kind.NONE).sum() == 28
    assert any("28 days lie in months" in one for one in kind.reading(found).sentences)
    whole = kind.run(Asked(rows, {"empty": "zero"}))
    assert whole.known == 150


def test_refusals_say_what_to_do() -> None:
    with pytest.raises(CannotAnswerError, match="a cluster takes three"):
        kind.run(Asked(robberies([1, 2])))
    with pytest.raises(CannotAnswerError, match="at least 112 days"):
        kind.run(Asked(robberies([1, 2, 30]), {"days": 28}))
    totals = robberies().frame.with_columns(pl.lit(3).alias("count"))
    with pytest.raises(CannotAnswerError, match="These rows are totals"):
        kind.run(Asked(Incidents(totals, Precision.DAY, summed=True)))
