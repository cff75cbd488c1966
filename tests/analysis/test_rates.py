"""Rates by area: exact ranges, control limits, shrinking and ranks."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from workbench.analysis import rates

areas = st.lists(
    st.tuples(st.integers(0, 400), st.floats(20, 50_000)), min_size=1, max_size=25
).map(lambda pairs: tuple(np.array(part, float) for part in zip(*pairs, strict=True)))

# Counts and populations with round answers, worked by hand below.
SEEN, AT_RISK = np.array([10.0, 30.0, 20.0]), np.array([1000.0, 1000.0, 2000.0])


def test_garwood_agrees_with_the_published_table() -> None:
    low, high = rates.garwood([0, 10])
    assert low == pytest.approx([0, 4.795389], abs=1e-5)
    assert high == pytest.approx([3.688879, 18.390356], abs=1e-5)


@given(st.integers(0, 5000))
def test_garwood_is_half_the_quantiles_of_chi_squared(count: int) -> None:
    low, high = rates.garwood([count])
    assert low[0] == pytest.approx(stats.chi2.ppf(0.025, 2 * count) / 2 if count else 0, rel=1e-7)
    assert high[0] == pytest.approx(stats.chi2.ppf(0.975, 2 * count + 2) / 2, rel=1e-7)
    assert low[0] <= count <= high[0]


def test_marshalls_moments_by_hand() -> None:
    """m = 60/4000; s2 = (1000 x 25e-6 + 1000 x 225e-6 + 2000 x 25e-6) / 4000; A = s2 - m / E."""
    known = rates.prior(SEEN, AT_RISK)
    spread = 75e-6
    beyond = spread - 0.015 / (4000 / 3)
    assert known.mean == pytest.approx(0.015)
    assert known.weight == pytest.approx(0.015 / beyond)
    weight = beyond / (beyond + 0.015 / AT_RISK)
    by_hand = 0.015 + weight * (SEEN / AT_RISK - 0.015)
    assert rates.shrunk(SEEN, AT_RISK, known) == pytest.approx(by_hand)


def test_areas_alike_are_shrunk_to_the_mean_and_every_rank_is_open() -> None:
    seen, at_risk = np.array([10, 11, 9, 10]), np.full(4, 1000.0)
    known = rates.prior(seen, at_risk)
    assert np.isinf(known.weight)
    assert rates.shrunk(seen, at_risk, known) == pytest.approx([0.01] * 4)
    found = rates.ranks(seen, at_risk, known)
    assert set(found.low) == {1}
    assert set(found.high) == {4}
    assert rates.overdispersion(seen, at_risk, 0.01) == 1


@given(areas)
def test_a_shrunk_rate_lies_between_its_own_and_the_mean(told: Any) -> None:
    seen, at_risk = told
    known = rates.prior(seen, at_risk)
    own, found = seen / at_risk, rates.shrunk(seen, at_risk, known)
    slack = 1e-9 * max(known.mean, own.max(), 1e-12)
    assert (found >= np.minimum(own, known.mean) - slack).all()
    assert (found <= np.maximum(own, known.mean) + slack).all()


@given(areas, st.floats(0.01, 100))
def test_scaling_what_is_at_risk_scales_every_rate(told: Any, by: float) -> None:
    seen, at_risk = told
    one, other = rates.prior(seen, at_risk), rates.prior(seen, at_risk * by)
    if np.isinf(one.weight) != np.isinf(other.weight):
        return  # on the very edge of chance
    shrunk = rates.shrunk(seen, at_risk, one)
    assert rates.shrunk(seen, at_risk * by, other) * by == pytest.approx(shrunk, rel=1e-5)
    phi = rates.overdispersion(seen, at_risk, one.mean)
    assert rates.overdispersion(seen, at_risk * by, other.mean) == pytest.approx(phi, rel=1e-6)


@given(areas, st.randoms())
def test_the_order_of_areas_does_not_matter(told: Any, dice: Any) -> None:
    seen, at_risk = told
    order = list(range(len(seen)))
    dice.shuffle(order)
    known, mixed = rates.prior(seen, at_risk), rates.prior(seen[order], at_risk[order])
    if np.isinf(known.weight) != np.isinf(mixed.weight):
        return  # on the very edge of chance
    shrunk = rates.shrunk(seen, at_risk, known)
    assert rates.shrunk(seen[order], at_risk[order], mixed) == pytest.approx(shrunk[order])


@given(areas)
def test_ranks_are_a_ranking_and_lie_in_their_ranges(told: Any) -> None:
    seen, at_risk = told
    known = rates.prior(seen, at_risk)
    found = rates.ranks(seen, at_risk, known, draws=99)
    assert sorted(found.rank) == list(range(1, len(seen) + 1))
    assert ((found.low <= found.rank) & (found.rank <= found.high)).all()
    shrunk = rates.shrunk(seen, at_risk, known)[np.argsort(found.rank)]
    assert (np.diff(shrunk) <= 1e-12).all()


def test_ranks_repeat_and_narrow_with_more_incidents() -> None:
    seen, at_risk = np.array([40, 20, 10, 5]), np.full(4, 1000.0)
    few, many = (rates.ranks(seen * k, at_risk * k, rates.prior(seen * k, at_risk * k))
                 for k in (1, 100))  # fmt: skip
    assert (many.low == many.high).all()
    assert (few.high - few.low).sum() > 0
    again = rates.ranks(seen, at_risk, rates.prior(seen, at_risk))
    assert (again.low == few.low).all()


def test_the_posterior_range_is_that_of_the_gamma() -> None:
    known = rates.prior(SEEN, AT_RISK)
    low, high = rates.posterior_range(SEEN, AT_RISK, known)
    gamma = stats.gamma(SEEN + known.mean * known.weight, scale=1 / (AT_RISK + known.weight))
    assert low == pytest.approx(gamma.ppf(0.025))
    assert high == pytest.approx(gamma.ppf(0.975))


@pytest.mark.parametrize("z", [2, 3])
@pytest.mark.parametrize("phi", [1.0, 4.0])
def test_limits_of_large_areas_are_standard_deviations(z: float, phi: float) -> None:
    low, high = rates.control_limits([1e8], 0.01, z, phi)
    reach = z * np.sqrt(phi * 0.01 / 1e8)
    assert low[0] == pytest.approx(0.01 - reach, rel=1e-5)
    assert high[0] == pytest.approx(0.01 + reach, rel=1e-5)


@given(st.floats(0.05, 300), st.sampled_from([2.0, 3.0]))
def test_a_count_beyond_a_limit_is_as_rare_as_the_limit_says(expected: float, z: float) -> None:
    low, high = (ends[0] for ends in rates.control_limits([1.0], expected, z))
    tail, poisson = stats.norm.sf(z), stats.poisson(expected)
    over, under = int(np.floor(high + 1e-9)) + 1, int(np.ceil(low - 1e-9)) - 1
    assert poisson.sf(over - 1) <= tail * (1 + 1e-6)
    assert poisson.sf(over - 2) >= tail * (1 - 1e-6)
    if under >= 0:
        assert poisson.cdf(under) <= tail * (1 + 1e-6)


@given(st.floats(1e-4, 0.5), st.floats(1, 20))
def test_limits_close_in_on_the_mean_as_areas_grow(mean: float, phi: float) -> None:
    sizes = np.geomspace(1, 1e7, 60)
    low, high = rates.control_limits(sizes, mean, 3, phi)
    assert (low <= mean).all()
    assert (high >= mean).all()
    assert (np.diff(high) <= 1e-9).all()
    assert (np.diff(low) >= -1e-9).all()


def test_an_area_far_off_does_not_hide_itself() -> None:
    at_risk = np.full(40, 1000.0)
    seen = np.random.default_rng(2).poisson(10, 40)
    seen[0] = 300
    assert rates.overdispersion(seen, at_risk, 0.01) < 2.5
    plain = np.mean((seen - 10) ** 2 / 10)
    assert plain > 100


@pytest.mark.parametrize("told", [([], []), ([1], [0]), ([-1], [10])])
def test_nothing_at_risk_is_refused(told: Any) -> None:
    with pytest.raises(ValueError, match="at risk"):
        rates.prior(*told)
