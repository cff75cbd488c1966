"""What must hold of the time methods and comparisons on any input."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from workbench.analysis.aoristic import aoristic
from workbench.analysis.comparison import (
    Interval,
    detectable_ratio,
    rate_ratio,
    rirr,
    spread_ratio,
    wdd,
    weighted_sum,
)
from workbench.analysis.dispersion import dispersion, quasi_poisson, season_and_trend
from workbench.analysis.incidents import Incidents
from workbench.analysis.months import monthly, parse
from workbench.analysis.trend_gaps import trend_gap
from workbench.analysis.verdict import Move, move, offered
from workbench.analysis.xmr import anhoej, beyond, seasonal, xmr_limits
from workbench.domain.assessment import Verdict
from workbench.domain.data import Precision
from workbench.errors import CannotAnswerError

counts = st.lists(st.integers(0, 500), min_size=2, max_size=40)
few = settings(max_examples=60, deadline=None)
spans = st.lists(
    st.tuples(st.integers(0, 2**31), st.one_of(st.none(), st.integers(-9_000, 2_000_000))),
    max_size=40,
)


@given(counts)
@few
def test_limits_hold_the_mean_and_are_never_below_nought(values: list[int]) -> None:
    found = xmr_limits(values)
    if found is None:
        assert len(set(values)) == 1
    else:
        assert 0 <= found.lower <= found.mean <= found.upper
        assert found.ranges == len(values) - 1


@given(counts, st.integers(2, 9))
@few
def test_limits_scale_with_the_values(values: list[int], times: int) -> None:
    one, many = xmr_limits(values), xmr_limits([times * v for v in values])
    if one and many:
        assert many.upper == pytest.approx(one.upper * times)
        assert many.lower == pytest.approx(one.lower * times)


def test_no_moving_range_is_taken_across_a_gap() -> None:
    found = xmr_limits([10, 12, np.nan, 90, 92])
    assert found is not None
    assert found.moving_range == 2
    assert found.ranges == 2


def test_a_value_on_a_limit_is_no_signal() -> None:
    assert beyond([1, 5, 9, np.nan, 10], 1, 9) == (4,)


@given(st.permutations(list(range(24))))
@few
def test_runs_do_not_depend_on_level_or_scale(values: list[int]) -> None:
    one, other = anhoej(values), anhoej([7 * v + 100 for v in values])
    assert one is not None
    assert other is not None
    assert (one.longest, one.crossings, one.useful) == (other.longest, other.crossings, 24)


def test_a_step_is_a_lasting_shift() -> None:
    found = anhoej([5, 6, 5, 7, 6, 5, 6, 7, 15, 16, 15, 17, 16, 15, 16, 17])
    assert found is not None
    assert found.signal


def test_a_wave_of_the_year_is_a_season() -> None:
    months = np.tile(np.arange(1, 13), 3)
    chance = np.random.default_rng(3)
    wave = chance.poisson(60 + 30 * np.sin(2 * np.pi * months / 12))
    assert seasonal(wave, months) is True
    assert seasonal(chance.poisson(60, 36), months) is False
    assert seasonal(wave[:20], months[:20]) is None


@given(spans)
@few
def test_weights_sum_to_the_incidents_used(given_spans: list[tuple[int, int | None]]) -> None:
    start = np.array([s for s, _ in given_spans], "datetime64[s]")
    end = np.array(
        ["NaT" if long is None else np.datetime64(s + long, "s") for s, long in given_spans],
        "datetime64[s]",
    )
    found = aoristic(start, end)
    wrong = sum(long is not None and long < 0 for _, long in given_spans)
    assert found.reversed_ends == wrong
    assert found.n == len(given_spans) - wrong
    assert found.weights.sum() == pytest.approx(found.n, abs=1e-6)
    assert found.weights.min(initial=0.0) >= 0


@given(spans, st.integers(1, 4))
@few
def test_a_week_later_is_the_same_hour(
    given_spans: list[tuple[int, int | None]], weeks: int
) -> None:
    start = np.array([s for s, _ in given_spans], "datetime64[s]")
    end = start + np.array([abs(long or 0) for _, long in given_spans], "timedelta64[s]")
    shift = np.timedelta64(weeks * 7, "D")
    np.testing.assert_allclose(
        aoristic(start, end).weights, aoristic(start + shift, end + shift).weights, atol=1e-9
    )


def test_a_span_that_ends_before_it_starts_is_left_out_unless_asked() -> None:
    start = np.array(["2024-01-01T14:30"], "datetime64[s]")
    end = np.array(["2024-01-01T12:15"], "datetime64[s]")
    assert aoristic(start, end).weights.sum() == 0
    assert aoristic(start, end, end_before_start="use start").weights[0, 14] == 1


small = st.integers(0, 400)


@given(small, small)
@few
def test_the_exact_interval_agrees_with_its_p(after: int, before: int) -> None:
    found = rate_ratio(after, before)
    if found is None:
        assert before == 0
        return
    assert found.low <= found.estimate <= found.high
    # twice the smaller tail of the exact test
    tails = (stats.binom.cdf(after, after + before, 0.5),
             stats.binom.sf(after - 1, after + before, 0.5))  # fmt: skip
    p = 2 * min(tails)
    if abs(p - 0.05) > 1e-6:
        assert found.excludes(1) == (p < 0.05)


@given(st.integers(1, 300), st.integers(1, 300), st.integers(1, 300), st.integers(1, 300))
@few
def test_swapping_the_areas_turns_the_ratio_over(a: int, b: int, c: int, d: int) -> None:
    one, other = rirr((a, b), (c, d)), rirr((c, d), (a, b))
    assert one is not None
    assert other is not None
    assert one.estimate == pytest.approx(1 / other.estimate)
    assert one.low == pytest.approx(1 / other.high)
    wide = rirr((a, b), (c, d), phi=2)
    assert wide is not None
    assert wide.low <= one.low <= one.high <= wide.high


@given(small, small, small, small)
@few
def test_the_difference_is_the_difference(a: int, b: int, c: int, d: int) -> None:
    found = wdd((a, b), (c, d))
    assert found.local == (b - a) - (d - c)
    assert found.error**2 == pytest.approx(a + b + c + d)
    assert found.total.low <= found.total.estimate <= found.total.high


@pytest.mark.parametrize(
    ("before", "control", "phi", "fall"),
    [
        (20, 20, 1, 0.87), (50, 50, 1, 0.61), (100, 100, 1, 0.46), (200, 200, 1, 0.34),
        (500, 500, 1, 0.23), (1000, 1000, 1, 0.17), (100, 500, 1, 0.39), (100, 0, 1, 0.36),
        (100, 100, 2, 0.61), (50, 50, 2, 0.79),
    ],
)  # fmt: skip
def test_the_least_fall_that_can_be_shown(
    before: int, control: int, phi: float, fall: float
) -> None:
    found = detectable_ratio(before, (control, control) if control else None, phi=phi)
    assert found is not None
    assert 1 - found == pytest.approx(fall, abs=0.006)


def test_with_twenty_and_twice_the_variance_nothing_could_be_shown() -> None:
    assert detectable_ratio(20, (20, 20), phi=2) is None


def test_edges_of_the_comparisons() -> None:
    assert rate_ratio(3, 0) is None
    assert rate_ratio(0, 3) == Interval(0.0, 0.0, pytest.approx(2.42, abs=0.01))
    assert rirr((0, 1), (5, 5)) is None
    assert spread_ratio(0, 3, 2.0) is None


def test_poisson_counts_have_little_dispersion_and_clumped_ones_much() -> None:
    chance, time = np.random.default_rng(5), np.arange(48)
    plain = dispersion([chance.poisson(50, 48)], time)
    clumped = dispersion([chance.negative_binomial(10, 10 / 60, 48)], time)
    assert plain.estimated
    assert plain.phi < 1.8
    assert clumped.phi > 3
    assert dispersion([chance.poisson(50, 12)], time[:12]).phi == 2


def test_a_fit_without_freedom_or_counts_is_none() -> None:
    design = season_and_trend(np.arange(6))
    assert quasi_poisson(np.ones(6), design) is None
    assert quasi_poisson(np.zeros(24), season_and_trend(np.arange(24))) is None


def test_areas_that_drift_apart_before_the_start_are_found() -> None:
    chance, time = np.random.default_rng(7), np.arange(36)
    falling = chance.poisson(200 * np.exp(-0.03 * time))
    steady = chance.poisson(200, 36)
    gap = trend_gap(falling, steady, time)
    assert gap is not None
    assert gap.high < 1
    assert trend_gap(falling[:8], steady[:8], time[:8]) is None


def test_a_handful_of_incidents_shows_no_difference_of_trends() -> None:
    early = [1, 0, 0, 1, 0, 0, 1, 1] + [0] * 28
    late = [0] * 25 + [1, 0, 0, 1, 1, 0, 0, 1, 0, 0, 1]
    assert trend_gap(early, late, np.arange(36)) is None
    assert trend_gap(np.array(early) * 5, np.array(late) * 3, np.arange(36)) is None  # 20 and 15
    assert trend_gap(np.array(early) * 5, np.array(late) * 4, np.arange(36)) is not None


def test_trends_of_even_series_are_no_surer_than_chance_allows() -> None:
    """Months that never vary still hold no more than so many incidents."""
    steady, falling = np.full(24, 10), np.round(10 * np.exp(-0.01 * np.arange(24)))
    gap = trend_gap(falling, steady, np.arange(24))
    assert gap is not None
    assert not gap.excludes(1)


@pytest.mark.parametrize("mean", [2, 5, 30])
def test_alike_trends_are_called_different_once_in_twenty(mean: float) -> None:
    chance, time = np.random.default_rng(3), np.arange(24)
    gaps = [trend_gap(chance.poisson(mean, 24), chance.poisson(2 * mean, 24), time)
            for _ in range(400)]  # fmt: skip
    assert np.mean([gap.excludes(1) for gap in gaps if gap is not None]) < 0.075


@settings(max_examples=80, deadline=None)
@given(
    st.integers(24, 60), st.data(), st.sampled_from([1, 7, 10**3, 10**6, 10**9]), st.booleans()
)  # fmt: skip
def test_counts_in_one_place_are_fitted_or_none(
    months: int, data: st.DataObject, size: int, many: bool
) -> None:
    counts = np.zeros(months)
    counts[data.draw(st.integers(0, months - 1))] = size
    if many:
        counts[data.draw(st.integers(0, months - 1))] = size
    fit = quasi_poisson(counts, season_and_trend(np.arange(months)))
    assert fit is None or (np.isfinite(fit.spread).all() and np.isfinite(fit.errors).all())
    assert dispersion([counts], np.arange(months)).phi >= 1


def test_three_words() -> None:
    assert move(Interval(0.8, 0.7, 0.9)) is Move.FELL
    assert move(Interval(1.2, 1.1, 1.3)) is Move.ROSE
    assert move(Interval(0.8, 0.7, 0.9), Interval(0.8, 0.6, 1.1)) is Move.UNSURE
    assert move(None) is Move.UNSURE


@pytest.mark.parametrize(
    ("treated", "control", "alike", "expected"),
    [
        ((400, 200), (400, 390), True, Verdict.WORKED),
        ((400, 200), (400, 390), None, Verdict.WORKED),
        ((400, 200), (400, 390), False, Verdict.PROBABLY),
        ((60, 42), (600, 600), True, Verdict.PROBABLY),
        ((60, 42), (600, 600), False, Verdict.CANNOT_TELL),
        ((200, 400), (400, 390), True, Verdict.WORSE),
        ((9000, 9010), (9000, 8990), True, Verdict.NO_CHANGE),
        ((30, 25), (30, 28), True, Verdict.CANNOT_TELL),
        ((0, 5), (30, 28), True, Verdict.CANNOT_TELL),
    ],
)
def test_five_steps(
    treated: tuple[int, int], control: tuple[int, int], alike: bool | None, expected: Verdict
) -> None:
    strong, weak = rirr(treated, control), rirr(treated, control, level=0.9)
    size = control[0] / treated[0] if treated[0] else 1
    found = offered(strong, weak, wdd(treated, control, size=size), alike_before=alike)
    assert found is expected


def rows(*days: datetime | None, precision: Precision = Precision.DAY) -> Incidents:
    frame = pl.DataFrame({"start": list(days)}, schema={"start": pl.Datetime})
    return Incidents(frame, precision)


def test_a_month_without_rows_is_a_gap_not_a_nought() -> None:
    data = rows(*[datetime(2024, m, 1) for m in (1, 2, 4)], precision=Precision.MONTH)
    found = monthly(data)
    assert found.gaps == (date(2024, 3, 1),)
    assert np.isnan(found.counts[2])
    assert monthly(data, empty="zero").counts.tolist() == [1, 1, 0, 1]


def test_a_kind_that_did_not_happen_in_a_month_is_a_nought() -> None:
    frame = pl.DataFrame(
        {
            "start": [datetime(2024, m, 1) for m in (1, 2, 3)],
            "type": ["Burglary", "Robbery", "Burglary"],
        }
    )
    data = Incidents(frame, Precision.MONTH)
    assert monthly(data, "Burglary").counts.tolist() == [1, 0, 1]
    chosen = data.only(pl.col("type") == "Burglary")
    assert monthly(chosen).counts.tolist() == [1, 0, 1]


def test_days_chosen_limit_the_months_covered() -> None:
    data = rows(*[datetime(2024, m, 1) for m in range(1, 7)], precision=Precision.MONTH)
    found = monthly(data.during(date(2024, 2, 1), date(2024, 4, 30)))
    assert found.months == (date(2024, 2, 1), date(2024, 3, 1), date(2024, 4, 1))
    assert not found.gaps


def test_a_month_cut_short_is_left_out_and_counted() -> None:
    daily = [datetime(2024, 1, d) for d in range(1, 32)] + [datetime(2024, 2, d) for d in (1, 2)]
    found = monthly(rows(*daily))
    assert found.partial == (date(2024, 2, 1),)
    assert found.left_out == (("In a month that is not complete", 2),)
    assert found.counts.tolist() == [31]


def test_rows_without_a_date_are_counted() -> None:
    found = monthly(rows(datetime(2024, 1, 1), None, precision=Precision.MONTH))
    assert found.undated == 1
    assert found.n == 1


def test_a_month_that_is_none_is_refused_in_words() -> None:
    assert parse("2024-02") == date(2024, 2, 1)
    assert parse("") is None
    with pytest.raises(CannotAnswerError, match="2024-01"):
        parse("last spring")


def test_differences_are_weighted_by_harm_and_by_area() -> None:
    """Worked by hand: 2 x -20 + 100 x -1, variances 4 x 180 and 10,000 x 9."""
    many, few = wdd((60, 40), (40, 40)), wdd((3, 2), (2, 2))
    found = weighted_sum([many, few], [2, 100])
    assert found.total.estimate == pytest.approx(-140)
    assert found.error == pytest.approx(np.sqrt(4 * 180 + 10_000 * 9))
    assert found.total.low == pytest.approx(-140 - 1.959964 * found.error, rel=1e-6)
    assert weighted_sum([many], [1]) == many


def test_every_area_of_a_difference_can_have_its_size() -> None:
    rings = ((30.0, 36.0), (8.0, 10.0))
    found = wdd((60, 40), (40, 36), rings, sizes=(2, 4, 3, 1))
    assert found.local == pytest.approx(-20 / 2 - -4 / 4)
    assert found.displaced == pytest.approx(6 / 3 - 2 / 1)
    assert found.error**2 == pytest.approx(100 / 4 + 76 / 16 + 66 / 9 + 18)
    same = wdd((60, 40), (40, 36), rings, size=4)
    assert same == wdd((60, 40), (40, 36), rings, sizes=(1, 4, 1, 4))
