"""The policy for comparisons of periods: factors, untouched areas, luck taken off, false finds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from workbench.analysis.comparison import Interval
from workbench.analysis.melded import ratio_of_changes
from workbench.analysis.selection import Selection, selection
from workbench.analysis.serial import Part, correlations, learn
from workbench.analysis.uncertainty import (
    Layout,
    Variation,
    alone,
    beside,
    level_factor,
    planned,
    unknown,
)
from workbench.analysis.untouched import comparable, untouched

Floats = np.ndarray


def layout(before: int = 24, after: int = 12) -> Layout:
    place = np.arange(before + after)
    return Layout(place, place < before, place >= before, place < before)


def made(
    rng: np.random.Generator, areas: int, months: int = 36, mean: float = 30, lean: float = 0.0,
    spread: float = 2.0,
) -> Floats:  # fmt: skip
    """Negative binomial counts whose neighbouring months go together."""
    level = rng.normal(size=(areas, months))
    for at in range(1, months):
        level[:, at] = lean * level[:, at - 1] + np.sqrt(1 - lean**2) * level[:, at]
    chance = stats.norm.cdf(level)
    return np.asarray(stats.nbinom.ppf(chance, mean / (spread - 1), 1 / spread), float)


def ratio(counts: Floats, how: Layout, factor: float) -> Interval | None:
    before, after = how.before, how.after
    pairs = [(int(row[before].sum()), int(row[after].sum())) for row in
             (counts[0], counts[1:].sum(axis=0))]  # fmt: skip
    return ratio_of_changes(pairs[0], pairs[1], factor)


# what months say


def test_weights_are_those_of_the_residual_likelihood() -> None:
    """Of any contrasts that the design says nothing of."""
    from scipy.linalg import null_space

    rng = np.random.default_rng(1)
    design = np.column_stack([np.ones(30), np.arange(30) / 30])
    y = rng.normal(size=30).cumsum()
    found = learn([Part(y, design)], tuple(range(30)))
    free, known = null_space(design.T), correlations(tuple(range(30)))
    told = free.T @ y
    fits = []
    for matrix in known.matrices:
        inner = free.T @ matrix @ free
        squares = told @ np.linalg.solve(inner, told)
        fits.append(-0.5 * np.linalg.slogdet(inner)[1] - 0.5 * 32 * np.log(squares + 4 * 1.5))
    expected = known.weights * np.exp(np.array(fits) - max(fits))
    assert found.weights == pytest.approx(expected / expected.sum(), abs=1e-9)


def test_a_range_is_that_of_draws_from_the_mixture() -> None:
    rng = np.random.default_rng(2)
    found = learn([Part(made(rng, 1)[0] - 30, np.ones((36, 1)))], tuple(range(36)))
    variances = np.linspace(0.5, 2, len(found.weights))
    which = rng.choice(len(found.weights), 200_000, p=found.weights)
    draws = rng.standard_t(found.freedom, 200_000) * np.sqrt(variances[which])
    assert found.half_width(variances, 0.95) == pytest.approx(
        np.quantile(np.abs(draws), 0.95), rel=0.02
    )


def test_months_that_go_together_are_noticed() -> None:
    rng = np.random.default_rng(3)
    found = [
        beside(c[0], c[1:], layout()) for lean in (0.0, 0.6) for c in [made(rng, 4, lean=lean)]
    ]
    assert found[1].lean > found[0].lean + 0.15
    assert found[1].factor > 1.4 * found[0].factor


def test_even_months_are_taken_as_chance() -> None:
    found = alone(np.full(36, 20.0), layout())
    assert (found.phi, found.lean) == (1.0, 0.0)
    assert 1 <= found.factor < 1.3


@settings(max_examples=60)
@given(
    st.lists(st.lists(st.integers(0, 40), min_size=18, max_size=18), min_size=2, max_size=4),
    st.integers(6, 12), st.integers(0, 17),
)  # fmt: skip
def test_any_counts_have_a_factor_of_at_least_one(
    rows: list[list[int]], before: int, gap: int
) -> None:
    counts = np.array(rows, float)
    counts[:, gap] = np.nan
    how = layout(before, 18 - before)
    for found in (
        beside(counts[0], counts[1:], how),
        alone(counts[0], how),
        level_factor(counts[0], counts[1], how.places),
        *planned(counts[0], counts[1:], how, 3),
        *planned(counts[0], None, how, 3),
    ):
        assert np.isfinite([found.factor, found.weak, found.phi, found.lean]).all()
        assert found.factor >= 1
        assert found.weak >= 1


def test_the_order_of_the_months_of_a_year_and_the_size_of_all_areas_change_little() -> None:
    """A common factor of a month falls out, as the season does."""
    rng = np.random.default_rng(4)
    counts = made(rng, 4)
    plain = beside(counts[0], counts[1:], layout())
    again = beside(counts[0], counts[1:][::-1], layout())
    assert again.factor == pytest.approx(plain.factor, rel=0.25)
    assert plain.wider(2).factor == pytest.approx(4 * plain.factor)
    assert plain.wider(0.5) == plain
    assert unknown(1).factor > 1


# how often it is wrong


@pytest.mark.parametrize("lean", [0.0, 0.3, 0.5])
def test_ranges_hold_no_change_where_nothing_was_done(lean: float) -> None:
    rng, how, held = np.random.default_rng(5), layout(), []
    for _ in range(250):
        counts = made(rng, 4, lean=lean)
        span = ratio(counts, how, beside(counts[0], counts[1:], how).factor)
        assert span is not None
        held.append(not span.excludes(1))
    assert np.mean(held) > 0.93


def test_a_true_fall_is_still_found() -> None:
    rng, how, found = np.random.default_rng(6), layout(), []
    for _ in range(150):
        counts = made(rng, 4, lean=0.3)
        counts[0, 24:] = rng.binomial(counts[0, 24:].astype(int), 0.6)
        span = ratio(counts, how, beside(counts[0], counts[1:], how).factor)
        found.append(span is not None and span.high < 1)
    assert np.mean(found) > 0.75


# untouched areas


def test_areas_that_move_by_themselves_widen_the_range() -> None:
    rng, how = np.random.default_rng(7), layout()
    still = np.asarray(rng.poisson(30, (40, 36)), float)
    jumps = np.exp(rng.normal(0, 0.4, 40))
    moving = still.copy()
    moving[:, 24:] *= jumps[:, None]
    treated = np.asarray(rng.poisson(30, 36), float)
    calm, wild = (untouched(rows, treated, how, 1.0, 0.1) for rows in (still, moving))
    assert calm is not None
    assert wild is not None
    assert calm.areas == wild.areas == 40
    assert calm.wider < 1.3
    assert wild.wider > 2
    assert wild.as_far > calm.as_far


def test_earlier_dates_end_before_the_response() -> None:
    rng = np.random.default_rng(8)
    place = np.arange(60)
    how = Layout(place, (place >= 24) & (place < 48), place >= 48, place < 48)
    others = np.asarray(rng.poisson(30, (10, 60)), float)
    found = untouched(others, others[0], how, 1.0, None)
    # now: 10 areas; one and two years earlier: those and the treated area
    assert found is not None
    assert found.comparisons == 10 + 2 * 11
    assert untouched(others[:3, :36], others[0, :36], layout(24, 12), 1.0, None) is None


def test_small_areas_are_put_together_and_large_ones_left_out() -> None:
    before = np.array([True] * 4 + [False] * 2)
    treated = np.full(6, 10.0)
    others = np.vstack([np.full((4, 6), 5.0), np.full((1, 6), 100.0), np.full((2, 6), 12.0)])
    found = comparable(others, treated, before)
    assert found[:, 0].tolist() == [10, 10, 12, 12]


# picked for being high


def test_the_worst_of_like_areas_was_luck() -> None:
    rng = np.random.default_rng(9)
    counts = np.asarray(rng.poisson(200, 40), float)
    top = int(counts.argmax())
    others = np.delete(counts, top)
    codes = [f"A{at}" for at in range(40) if at != top]
    found = selection(counts[top], others, codes, 1.0)
    assert found is not None
    assert (found.rank, found.of, found.high) == (1, 40, True)
    assert found.expected == pytest.approx(counts.mean() / counts[top], abs=0.05)
    assert found.instead[0] == codes[int(others.argmax())]


def test_the_worst_of_areas_that_differ_much_was_not() -> None:
    counts = np.linspace(100, 1000, 39)
    found = selection(1100.0, counts, [str(at) for at in range(39)], 1.0)
    assert found is not None
    assert found.expected > 0.98


def test_an_area_in_the_middle_was_not_picked() -> None:
    found = selection(100.0, np.linspace(50, 150, 30), [str(at) for at in range(30)], 1.0)
    assert found is not None
    assert not found.high
    span = Interval(0.8, 0.7, 0.9)
    assert found.applied(span, 1.96) == span
    assert selection(1.0, np.ones(5), ["a"] * 5, 1.0) is None


@given(st.floats(0.1, 1), st.floats(0, 0.5), st.floats(0.2, 3))
def test_taking_luck_off_moves_a_range_up_and_never_narrows_it(
    expected: float, error: float, middle: float
) -> None:
    span = Interval(middle, middle / 1.3, middle * 1.4)
    found = Selection(1, 40, expected, error).applied(span, 1.96)
    assert found.estimate == pytest.approx(middle / expected)
    assert found.high / found.low >= span.high / span.low - 1e-9


def test_empirical_bayes_is_calibrated() -> None:
    """Of areas that differ, the next count of the highest is what was to be expected again."""
    rng, missed = np.random.default_rng(10), []
    for _ in range(400):
        level = rng.gamma(25, 8, 40)
        seen, again = (np.asarray(rng.poisson(level), float) for _ in range(2))
        top = int(seen.argmax())
        found = selection(seen[top], np.delete(seen, top), ["x"] * 39, 1.0)
        assert found is not None
        missed.append(again[top] / (found.expected * seen[top]))
    assert np.mean(missed) == pytest.approx(1, abs=0.02)


def test_it_says_whether_months_were_enough() -> None:
    assert Variation(1, 1, 1, 0, 24, 1).learnt
    assert not Variation(1, 1, 1, 0, 23, 1).learnt
