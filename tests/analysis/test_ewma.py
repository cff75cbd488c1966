"""Weighted averages (ewma): against a matrix reckoning and simulation, and the words."""

from __future__ import annotations

import re
from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analysis.test_cusum import BASE, ROSE, monthly, totals
from tests.analysis.test_periods import daily
from workbench.analysis import codec
from workbench.analysis.ewma import ewma, ewma_chart, ewma_limits
from workbench.analysis.kind import Asked, Event
from workbench.analysis.kinds import ewma as kind
from workbench.errors import CannotAnswerError

VALUES = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=50)


@given(VALUES, st.floats(0.01, 1), st.floats(-100, 100))
def test_average_is_the_sum_of_weights(values: list[float], weight: float, start: float) -> None:
    n = len(values)
    age = np.arange(n)[:, None] - np.arange(n)[None, :]
    weights = np.where(age >= 0, weight * (1 - weight) ** np.maximum(age, 0), 0)
    expected = weights @ values + start * (1 - weight) ** np.arange(1, n + 1)
    np.testing.assert_allclose(ewma(values, weight, start), expected, rtol=1e-6, atol=1e-6)
    assert ewma(values, weight)[0] == pytest.approx(values[0])


def test_pandas_gives_the_same() -> None:
    import pandas as pd

    values = np.random.default_rng(1).normal(50, 2, 40)
    theirs = pd.Series([50.0, *values]).ewm(alpha=0.3, adjust=False).mean().to_numpy()[1:]
    np.testing.assert_allclose(ewma(values, 0.3, 50.0), theirs)


def test_limits_are_those_of_the_variance() -> None:
    """Of many series, the spread of the average at each place is what the exact limits say."""
    made = np.random.default_rng(2).normal(10, 2, (20_000, 12))
    ends = np.array([ewma(one, 0.2, 10.0) for one in made[:4000]])
    low, high = ewma_limits(10, 2, 0.2, 1.0, np.arange(1, 13))
    np.testing.assert_allclose((high - low) / 2, ends.std(axis=0), rtol=0.05)
    _, last = ewma_limits(10, 2, 0.2, 1.0, 10_000)
    _, lasting = ewma_limits(10, 2, 0.2, 1.0)
    assert last == pytest.approx(lasting)


def test_exact_limits_are_narrower_and_meet_the_others() -> None:
    values = np.random.default_rng(3).normal(0, 1, 60)
    plain, exact = ewma_chart(values, 0, 1), ewma_chart(values, 0, 1, exact=True)
    assert exact.upper[0] == pytest.approx(0.3 * 3)
    assert (np.diff(exact.upper) >= 0).all()
    assert exact.upper[-1] == pytest.approx(plain.upper[-1])
    assert set(plain.signals) <= set(exact.signals)
    shewhart = ewma_chart(values, 0, 1, 1.0)
    np.testing.assert_allclose(shewhart.smoothed, values)
    assert shewhart.upper[0] == 3


def test_a_missing_value_is_passed_over() -> None:
    with_gap = ewma([1, np.nan, 3, 4], 0.5, 0)
    assert np.isnan(with_gap[1])
    np.testing.assert_allclose(with_gap[[0, 2, 3]], ewma([1, 3, 4], 0.5, 0))
    assert ewma([]).size == 0
    for weight in (0, 1.2, float("nan")):
        with pytest.raises(ValueError, match="weight"):
            ewma([1], weight)


# the question


def test_a_drift_is_found_and_said() -> None:
    event = Event(date(2022, 3, 3), "Locks fitted")
    found = kind.run(Asked(monthly(ROSE), events=(event,)))
    said = kind.reading(found)
    assert (said.says, said.tone) == ("Rose", "change")
    assert said.finding.startswith("All incidents: now about 55 a month, above the expected ")
    assert found.events == (event,)
    by_hand = ewma_chart(found.evened, found.level, np.sqrt(2 * found.level))
    np.testing.assert_allclose(found.smoothed, by_hand.smoothed)
    assert found.signals == by_hand.signals
    assert codec.pack(codec.unpack(codec.pack(found), kind.EwmaChart)) == codec.pack(found)
    rows = kind.table(found).rows
    assert rows[-1][-1] == "above the limits"
    assert rows[0][-1] == ""


def test_a_fall_that_is_over_is_said_to_be_over() -> None:
    counts = [*BASE, 12, 10, 11, 10, 41, 42, 40, 43, 39, 41, 40, 42]
    said = kind.reading(kind.run(Asked(monthly(counts), {"limits": "exact"})))
    assert said.says == "Changed, and back"
    assert "back within the expected" in said.finding
    assert any("lay below what was expected" in one for one in said.sentences)


def test_an_average_outside_never_reads_as_inside() -> None:
    told, outside = (
        0,
        r"now about ([\d.]+) a month, (above|below) the expected ([\d.]+) to ([\d.]+)",
    )
    for last in range(120):
        said = kind.reading(kind.run(Asked(monthly([*BASE, last, last]))))
        if found := re.search(outside, said.finding):
            now, low, high = (float(found[part]) for part in (1, 3, 4))
            assert now > high if found[2] == "above" else now < low
            told += 1
    assert told > 20


def test_nothing_new_is_said_as_such() -> None:
    said = kind.reading(kind.run(Asked(monthly(BASE * 2))))
    assert (said.says, said.tone) == ("No drift", "same")
    only = kind.reading(kind.run(Asked(monthly(BASE))))
    assert only.tone == "unsure"


def test_weeks_are_whole_weeks() -> None:
    found = kind.run(Asked(daily([3] * 300), {"unit": "week"}))
    assert {one.weekday() for one in found.starts} == {0}
    assert set(found.counts) == {21}
    assert found.base_n == 26
    assert kind.reading(found).says == "No drift"


def test_an_unsteady_baseline_and_refusals() -> None:
    said = kind.reading(kind.run(Asked(monthly([10] * 8 + [90] * 8 + [50] * 10), {"baseline": 16})))
    assert "the baseline itself drifts" in said.finding
    with pytest.raises(CannotAnswerError, match="at least 12 complete months"):
        kind.run(Asked(monthly([3, 4])))


def test_one_huge_and_many_alike() -> None:
    found = kind.run(Asked(monthly([7] * 24)))
    assert found.signals == ()
    rows = monthly([5] * 24)
    summed = rows.frame.group_by("start", maintain_order=True).agg(
        pl.len().cast(pl.Int64).alias("count") * 1_000_000
    )
    from dataclasses import replace

    big = kind.run(Asked(replace(rows, frame=summed, summed=True)))
    assert big.counts[0] == 5_000_000
    assert kind.reading(big).finding


@pytest.mark.parametrize("weight", ["0.2", "0.3"])
def test_a_signal_never_reads_as_within_its_limits(weight: str) -> None:
    """Whatever the last count: the figures of the title contradict its words in no case."""
    seen = set()
    for last in range(15, 60):
        counts = [20, 22, 18, 21, 19, 20, 23, 17, 20, 21, 19, 20, 27, 29, 30, last]
        found = kind.run(Asked(monthly(counts), {"weight": weight}))
        said = kind.reading(found)
        figures = [float(one.strip(",")) for one in said.finding.split() if one[0].isdigit()]
        if 15 in found.signals:
            now, low, high = figures
            assert not low <= now <= high, said.finding
        elif not found.signals:
            assert figures[0] < figures[1]
        row = kind.table(found).rows[-1]
        places = [column.places or 0 for column in kind.table(found).columns]
        mean, low, high = (round(float(row[at]), places[at]) for at in (3, 4, 5))  # type: ignore[arg-type]
        assert (low <= mean <= high) is (15 not in found.signals)
        seen.add(found.places)
    assert len(seen) > 1, "some of these lie within half a count of a limit"


def test_a_season_widens_the_limits_where_few_are_expected() -> None:
    year = 8 * np.exp(np.sin(2 * np.pi * np.arange(12) / 12))
    rng, within, any_ = np.random.default_rng(13), 0, 0
    for _ in range(150):
        made = totals(rng.poisson(np.tile(year, 5)))
        found = kind.run(Asked(made, {"baseline": 36, "empty": "zero"}))
        assert found.season
        within += len(found.later) < len(found.signals)
        any_ += bool(found.signals)
    assert within <= 9
    assert any_ <= 30, "as often as where there is no season"


def test_next_to_none_for_part_of_the_year_is_no_drift() -> None:
    year = [0, 1, 0, 2, 8, 30, 34, 12, 3, 0, 1, 0]
    with pytest.raises(CannotAnswerError, match="next to none"):
        kind.run(Asked(totals([*year * 3, 2, 1, 0, 1]), {"baseline": 36, "empty": "zero"}))


def test_limits_of_unequal_values_are_those_of_their_variance() -> None:
    spread = np.array([1.0, 4, 2, 3, 1, 5])
    found = ewma_chart(np.zeros(6), 0.0, spread, 0.3, 1.0, exact=True)
    age = np.arange(6)[:, None] - np.arange(6)[None, :]
    weights = np.where(age >= 0, 0.3 * 0.7 ** np.maximum(age, 0), 0)
    np.testing.assert_allclose(found.upper, np.sqrt(weights**2 @ spread**2))
    same = ewma_chart(np.zeros(9), 5.0, np.full(9, 2.0))
    np.testing.assert_allclose(same.upper, ewma_limits(5.0, 2.0)[1])
