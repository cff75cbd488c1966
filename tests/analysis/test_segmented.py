"""Segmented regression: against statsmodels, against a published paper, and what must hold."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analysis.regression import (
    autocorrelations,
    bartlett,
    durbin_watson,
    least_squares,
    newey_west_lag,
)
from workbench.analysis.segmented import (
    Errors,
    Shape,
    controlled,
    segmented,
    segmented_design,
)
from workbench.analysis.straight import segmented_linear

RNG = np.random.default_rng(5)
TIME = np.arange(60.0)
POST = (TIME >= 40).astype(float)
MEAN = 40 * np.exp(0.004 * TIME + 0.2 * np.sin(2 * np.pi * TIME / 12) - 0.3 * POST)
COUNTS = RNG.poisson(MEAN).astype(float)
DAYS = np.log(RNG.integers(28, 32, 60))


def test_a_season_gives_the_ratio_that_the_paper_prints(shared: Path) -> None:
    with (shared / "data" / "evaluation" / "sicily.csv").open() as file:
        rows = list(csv.DictReader(file))
    data = {key: np.array([float(row[key]) for row in rows]) for key in rows[0]}
    found = segmented(data["aces"], data["time"], data["smokban"], np.log(data["stdpop"]))
    assert found is not None
    # Bernal, Cummins & Gasparrini (2017), model with harmonics: RR 0.885, 95% 0.839 to 0.933
    level = found.level
    assert (level.estimate, level.low, level.high) == pytest.approx((0.885, 0.839, 0.933), abs=5e-4)
    # with a step alone the sum after the start says the same as the step
    for end in ("estimate", "low", "high"):
        assert getattr(found.overall, end) == pytest.approx(getattr(level, end), rel=1e-9)


@pytest.mark.parametrize("lag", [None, 0, 4])
@pytest.mark.parametrize("small_sample", [False, True])
def test_poisson_agrees_with_statsmodels(lag: int | None, small_sample: bool) -> None:
    import statsmodels.api as sm

    shape = Shape(slope=True)
    price = RNG.normal(size=60)
    errors = Errors(lag, small_sample)
    found = segmented(COUNTS, TIME, POST, DAYS, shape=shape, errors=errors, others=price)
    assert found is not None
    design = segmented_design(TIME, POST, shape, price)
    model = sm.GLM(COUNTS, design.matrix, family=sm.families.Poisson(), offset=DAYS)
    if lag is None:
        other = model.fit(scale="X2", tol=1e-12)
        assert found.dispersion == pytest.approx(other.scale, rel=1e-8)
    else:
        how = {"maxlags": lag, "use_correction": small_sample}
        other = model.fit(cov_type="HAC", cov_kwds=how, tol=1e-12)
    assert found.fit.coefficients == pytest.approx(other.params, rel=1e-6, abs=1e-9)
    assert np.sqrt(np.diag(found.covariance)) == pytest.approx(other.bse, rel=1e-6)
    expected = model.family.fitted(design.without @ other.params + DAYS)
    assert found.expected == pytest.approx(expected, rel=1e-6)
    assert found.residuals == pytest.approx(other.resid_pearson * 1.0, rel=1e-5, abs=1e-7)


@pytest.mark.parametrize("small_sample", [False, True])
def test_straight_regression_agrees_with_statsmodels(small_sample: bool) -> None:
    import statsmodels.api as sm
    from statsmodels.stats.stattools import durbin_watson as theirs
    from statsmodels.tsa.stattools import acf

    found = segmented_linear(
        COUNTS, TIME, POST, shape=Shape(slope=True, harmonics=1), errors=Errors(5, small_sample)
    )
    assert found is not None
    fit, design = found.fit, found.design
    how = {"maxlags": 5, "use_correction": small_sample}
    other = sm.OLS(COUNTS, design.matrix).fit(cov_type="HAC", cov_kwds=how)
    assert fit.coefficients == pytest.approx(other.params, rel=1e-9)
    assert fit.errors == pytest.approx(other.bse, rel=1e-8)
    assert fit.durbin_watson == pytest.approx(theirs(other.resid), rel=1e-9)
    assert autocorrelations(fit.residuals) == pytest.approx(acf(other.resid, nlags=12)[1:])
    plain = least_squares(COUNTS, design.matrix)
    ordinary = sm.OLS(COUNTS, design.matrix).fit()
    assert plain is not None
    assert plain.errors == pytest.approx(ordinary.bse, rel=1e-8)
    by_t, other_range = plain.interval(2, by_t=True), ordinary.conf_int()[2]
    assert (by_t.low, by_t.high) == pytest.approx(tuple(other_range), rel=1e-7)


def test_the_sum_is_held_against_the_sum_by_simulation() -> None:
    found = segmented(COUNTS, TIME, POST, DAYS, shape=Shape(slope=True), errors=Errors(least=1))
    assert found is not None
    draws = RNG.multivariate_normal(found.fit.coefficients, found.covariance, 40_000)
    after = POST > 0
    with_it = np.exp(draws @ found.design.matrix[after].T + DAYS[after]).sum(1)
    without = np.exp(draws @ found.design.without[after].T + DAYS[after]).sum(1)
    low, mid, high = np.percentile(with_it / without, [2.5, 50, 97.5])
    assert found.overall.estimate == pytest.approx(mid, rel=0.01)
    assert (found.overall.low, found.overall.high) == pytest.approx((low, high), rel=0.03)
    expected = found.expected[after].sum()
    assert found.prevented.estimate == pytest.approx(expected - COUNTS[after].sum(), rel=1e-6)
    assert found.prevented.low < found.prevented.estimate < found.prevented.high


def test_a_control_takes_out_what_both_share() -> None:
    rng = np.random.default_rng(8)
    shared_fall = np.exp(-0.4 * POST)
    own = rng.poisson(60 * shared_fall * np.exp(0.01 * TIME)).astype(float)
    other = rng.poisson(90 * shared_fall).astype(float)
    alone, held = segmented(own, TIME, POST), controlled(own, other, TIME, POST)
    assert alone is not None
    assert held is not None
    assert alone.overall.high < 1
    assert held.overall.low < 1 < held.overall.high
    assert held.expected.shape == own.shape
    # without trend and season it is the ratio of ratios of the four sums, exactly
    bare = controlled(own, other, TIME, POST, shape=Shape(trend=False, harmonics=0))
    assert bare is not None
    before, after = POST == 0, POST > 0
    ratio = own[after].sum() / own[before].sum() / (other[after].sum() / other[before].sum())
    assert bare.level.estimate == pytest.approx(ratio, rel=1e-9)


def test_gaps_are_left_out_of_the_fit_and_expected_all_the_same() -> None:
    holed = COUNTS.copy()
    holed[[3, 41, 42]] = np.nan
    found = segmented(holed, TIME, POST, errors=Errors(3))
    keep = ~np.isnan(holed)
    other = segmented(COUNTS[keep], TIME[keep], POST[keep])
    assert found is not None
    assert other is not None
    assert found.fit.coefficients == pytest.approx(other.fit.coefficients)
    assert found.expected.size == 60
    assert np.isfinite(found.expected).all()
    assert found.observed == holed[POST > 0][~np.isnan(holed[POST > 0])].sum()


def test_what_cannot_be_fitted_is_none() -> None:
    assert segmented(np.zeros(60), TIME, POST) is None
    assert segmented(COUNTS * (1 - POST), TIME, POST) is None
    assert segmented(COUNTS[:7], TIME[:7], POST[:7]) is None
    assert segmented_linear(COUNTS[:5], TIME[:5], POST[:5]) is None


def test_flat_counts_leave_nothing_over() -> None:
    flat = segmented(np.full(60, 7.0), TIME, POST, errors=Errors(least=1.0))
    assert flat is not None
    assert flat.level.estimate == pytest.approx(1)
    assert flat.level.low < 1 < flat.level.high
    assert all(np.isfinite(flat.autocorrelation))


def test_time_may_be_in_years() -> None:
    months = segmented(COUNTS, TIME, POST, shape=Shape(slope=True))
    years = segmented(COUNTS, 1969 + TIME / 12, POST, shape=Shape(slope=True, period=1.0))
    assert months is not None
    assert years is not None
    assert years.level.estimate == pytest.approx(months.level.estimate, rel=1e-6)
    assert years.slope is not None
    assert months.slope is not None
    assert years.slope.estimate == pytest.approx(months.slope.estimate**12, rel=1e-5)


def test_lags_by_rule() -> None:
    assert [newey_west_lag(n) for n in (30, 59, 100, 400)] == [3, 3, 4, 5]
    assert newey_west_lag(59, season=False) == 12


def test_small_pieces_by_hand() -> None:
    assert durbin_watson([1, -1, 1, -1]) == pytest.approx(12 / 4)
    assert durbin_watson([0, 0]) == 2
    assert autocorrelations([1, -1, 1, -1])[0] == pytest.approx(-3 / 4)
    assert autocorrelations([5, 5, 5]) == (0, 0)
    scores = np.array([[1.0], [2.0], [3.0]])
    assert bartlett(scores, 1)[0, 0] == pytest.approx(14 + 0.5 * 2 * (2 + 6))
    assert bartlett(scores, 1, [0, 1, 3])[0, 0] == pytest.approx(14 + 0.5 * 2 * 2)
    assert bartlett(scores, 0, [0, 0, 1])[0, 0] == pytest.approx(9 + 9)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 300), min_size=30, max_size=60),
    st.integers(6, 20),
    st.booleans(),
    st.sampled_from([None, 0, 3]),
)
def test_a_range_holds_its_estimate(
    counts: list[int], after: int, slope: bool, lag: int | None
) -> None:
    time = np.arange(len(counts))
    post = (time >= len(counts) - after).astype(float)
    found = segmented(counts, time, post, shape=Shape(slope=slope), errors=Errors(lag, least=1.0))
    if found is None:
        return
    assert found.overall.low <= found.overall.estimate <= found.overall.high
    assert found.observed == sum(counts[-after:])
    assert (found.single_low <= found.low + 1e-9).all() or lag is not None
    assert all(abs(one) <= 1 + 1e-9 for one in found.autocorrelation)
    assert 0 <= found.durbin_watson <= 4
    scaled = segmented(np.array(counts) * 3.0, time, post, shape=Shape(slope=slope))
    if scaled is not None:  # three times as many everywhere is no other change
        assert scaled.overall.estimate == pytest.approx(found.overall.estimate, rel=1e-4, abs=1e-8)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 60), min_size=30, max_size=60), st.integers(6, 20), st.booleans(),
    st.integers(1, 6),
)  # fmt: skip
def test_with_a_least_dispersion_a_lag_narrows_no_range(
    counts: list[int], after: int, slope: bool, lag: int
) -> None:
    time = np.arange(len(counts))
    post = (time >= len(counts) - after).astype(float)
    shape = Shape(slope=slope)
    plain = segmented(counts, time, post, shape=shape, errors=Errors(least=1.0))
    found = segmented(counts, time, post, shape=shape, errors=Errors(lag, True, least=1.0))
    if plain is None or found is None:
        assert plain is found
        return
    for one, other in (
        (found.overall, plain.overall), (found.level, plain.level),
        (found.slope, plain.slope), (found.trend, plain.trend),
    ):  # fmt: skip
        if one is not None and other is not None:
            assert one.low <= other.low * (1 + 1e-9)
            assert one.high >= other.high * (1 - 1e-9)
    assert (found.low <= plain.low * (1 + 1e-9)).all()
    assert (found.high >= plain.high * (1 - 1e-9)).all()
