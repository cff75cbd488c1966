"""Interrupted series (interrupted) by straight lines: what holds of the fit, and what is said."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.test_interrupted import ask, made, series
from workbench.analysis.interruption import STRAIGHT
from workbench.analysis.kinds import interrupted as kind
from workbench.analysis.segmented import Errors, Shape
from workbench.analysis.straight import segmented_linear
from workbench.analysis.verdict import Move

TIME = np.arange(48.0)
POST = (TIME >= 36).astype(float)
HOW = Errors(3, small_sample=True, least=1.0)


def test_a_planted_step_of_a_straight_line_is_given_back() -> None:
    rate = 100 + 0.5 * TIME - 30 * POST - 1.0 * (TIME - 36) * POST
    size = np.linspace(1, 3, 48)
    found = segmented_linear(rate * size, TIME, POST, size, shape=Shape(slope=True, harmonics=1))
    assert found is not None
    assert found.fit.coefficients[:4] == pytest.approx([100, 0.5, -30, -1])
    expected = (100 + 0.5 * TIME) * size
    assert found.expected == pytest.approx(expected)
    after = POST > 0
    assert found.overall.estimate == pytest.approx(
        (rate * size)[after].sum() / expected[after].sum()
    )
    level = (100 + 0.5 * TIME)[after].mean()
    assert found.level.estimate == pytest.approx(1 - 30 / level)
    assert found.slope is not None
    assert found.slope.estimate == pytest.approx(1 - 1 / level)
    assert found.yearly is not None
    assert found.yearly.estimate == pytest.approx(1 + 6 / (100 + 0.5 * 17.5))
    assert found.prevented.estimate == pytest.approx((expected - rate * size)[after].sum())


def test_ranges_are_those_of_statsmodels() -> None:
    import statsmodels.api as sm

    counts = np.random.default_rng(6).poisson(60, 48).astype(float)
    found = segmented_linear(counts, TIME, POST, errors=Errors(4, small_sample=True))
    assert found is not None
    how = {"maxlags": 4, "use_correction": True}
    other = sm.OLS(counts, found.design.matrix).fit(cov_type="HAC", cov_kwds=how, use_t=True)
    mean = other.get_prediction(found.design.without).conf_int()
    assert (found.low, found.high) == (pytest.approx(mean[:, 0]), pytest.approx(mean[:, 1]))
    # the log of a ratio of sums, by draws
    draws = np.random.default_rng(2).multivariate_normal(other.params, other.cov_params(), 40_000)
    after = POST > 0
    seen, plain = (part[after].sum(0) @ draws.T for part in (found.design.matrix,
                                                             found.design.without))  # fmt: skip
    spread = np.std(np.log(seen / plain))
    t = 2.0195  # of 41 degrees of freedom
    assert np.log(found.overall.high / found.overall.low) == pytest.approx(2 * t * spread, rel=0.03)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**31), st.floats(0.2, 50), st.booleans())
def test_the_unit_of_exposure_changes_nothing(seed: int, times: float, beside: bool) -> None:
    rng = np.random.default_rng(seed)
    counts, control = rng.poisson(40, 48).astype(float), rng.poisson(90, 48).astype(float)
    counts[5] = np.nan
    told = {"shape": Shape(slope=True), "errors": HOW, "control": control if beside else None}
    one = segmented_linear(counts, TIME, POST, 1.0, **told)
    other = segmented_linear(counts, TIME, POST, times, **told)
    assert one is not None
    assert other is not None
    for name in ("overall", "level", "slope", "yearly"):
        ours, theirs = getattr(one, name), getattr(other, name)
        ends = (ours.estimate, ours.low, ours.high)
        assert (theirs.estimate, theirs.low, theirs.high) == pytest.approx(ends, rel=1e-6)
    assert other.expected == pytest.approx(one.expected)
    assert one.overall.low <= one.overall.estimate <= one.overall.high


def test_a_control_of_another_size_takes_out_what_both_share() -> None:
    rng = np.random.default_rng(8)
    shared = np.where(POST > 0, 0.7, 1.0)
    own, other = (rng.poisson(mean * shared).astype(float) for mean in (60, 300))
    alone = segmented_linear(own, TIME, POST, errors=HOW)
    held = segmented_linear(own, TIME, POST, errors=HOW, control=other)
    assert alone is not None
    assert held is not None
    assert alone.overall.high < 1
    assert held.overall.low < 1 < held.overall.high
    assert held.expected.shape == own.shape
    assert segmented_linear(own, TIME, POST, control=np.zeros(48)) is None


def test_what_cannot_be_fitted_is_none() -> None:
    assert segmented_linear(np.ones(5), TIME[:5], POST[:5]) is None
    falling = np.maximum(60.0 - 2 * TIME, 0)  # a line that goes below nought
    assert segmented_linear(falling, TIME, POST, shape=Shape(harmonics=0)) is None


def test_both_models_find_a_planted_fall_and_say_how() -> None:
    rows = made(A=series(54, mean=80, fall=0.6))
    counts, straight = ask(rows), ask(rows, model=STRAIGHT)
    assert straight.move is counts.move is Move.FELL
    assert straight.overall.estimate == pytest.approx(counts.overall.estimate, abs=0.05)
    assert straight.lag == 3
    said = kind.reading(straight)
    words = " ".join(said.working)
    assert "Straight regression by least squares" in words
    assert "Newey-West errors over 3 months, small-sample factor, Student's t" in words
    assert "go with the one before" not in " ".join(said.sentences)
    assert len(kind.table(straight).rows) == len(kind.table(counts).rows)
    assert ask(rows).model == "counts"
    beside = made(A=series(54, fall=0.6), B=series(54, mean=80, seed=2))
    held = ask(beside, treated=("A",), control=("B",), model=STRAIGHT)
    assert held.controlled is not None
    assert held.controlled.overall.estimate == pytest.approx(0.6, abs=0.15)
    assert "brought to the level of the treated area" in " ".join(kind.reading(held).working)


@pytest.mark.parametrize("counts", [[7] * 48, [10**6] * 48, [0, 1] * 24, [3, 9] * 24])
def test_odd_series_are_answered(counts: list[int]) -> None:
    said = kind.reading(ask(made(A=counts), model=STRAIGHT))
    assert not any("nan" in one or "inf" in one.split() for one in (*said.sentences, *said.working))


def test_luck_alone_is_seldom_called_a_change() -> None:
    rng = np.random.default_rng(5)
    calls = [
        ask(made(A=rng.poisson(30, 48).tolist()), model=STRAIGHT).move is not Move.UNSURE
        for _ in range(200)
    ]
    assert np.mean(calls) < 0.08
