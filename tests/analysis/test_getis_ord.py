"""Scores of hot and cold cells, against brute force, esda and statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from workbench.analysis.getis_ord import clear_of_chance, gi, gi_star_grid, gi_star_points
from workbench.analysis.multiple import benjamini_hochberg

# esda 2.9.0, G_Local with libpysal 4.14.1's queen weights, binary: with the cell itself and without
ESDA = [-0.15064904827647024, -1.4904540540376383, 1.2352516756990415, -0.3726135135094094,
        0.7532452413823526]  # fmt: skip
ESDA_WITHOUT = [-1.0204318721486145, -1.4896418440629795, 1.3986500460398554, -1.0578149651955167,
                1.0296106729066092]  # fmt: skip
GRIDS = arrays(
    np.int64, st.tuples(st.integers(1, 9), st.integers(1, 9)), elements=st.integers(0, 9)
)


def by_hand(values: np.ndarray, weights: np.ndarray, star: bool) -> np.ndarray:
    """Ord and Getis (1995), equations 14 and 7, one place after another."""
    n, found = len(values), np.full(len(values), np.nan)
    for i in range(n):
        use = np.arange(n) if star else np.flatnonzero(np.arange(n) != i)
        w, x, m = weights[i, use], values[use], len(use)
        if m < 2 or x.std() < 1e-9 or not w.sum():
            continue
        left = (m * (w**2).sum() - w.sum() ** 2) / (m - 1)
        if left > 1e-9:
            found[i] = (w @ x - w.sum() * x.mean()) / (x.std() * np.sqrt(left))
    return found


@given(GRIDS, st.sampled_from([0, 1, 1.5, 2.3]), st.booleans(), st.integers(0, 2**32))
def test_running_sums_give_what_the_formula_gives(
    grid: np.ndarray, band: float, star: bool, seed: int
) -> None:
    inside = np.random.default_rng(seed).random(grid.shape) < 0.8
    scores = gi_star_grid(grid, inside, band, star=star)
    row, column = np.nonzero(inside)
    apart = np.stack([row[:, None] - row, column[:, None] - column])
    near = np.abs(apart).max(0) <= 1 if band == 0 else np.hypot(*apart) <= band
    weights = near.astype(float)
    if not star:
        np.fill_diagonal(weights, 0)
    expected = by_hand(grid[inside].astype(float), weights, star)
    assert scores[inside] == pytest.approx(expected, abs=1e-8, nan_ok=True)
    assert np.isnan(scores[~inside]).all()


def test_scores_agree_with_esda() -> None:
    grid = np.random.default_rng(7).poisson(1.3, (12, 9))
    assert gi_star_grid(grid).ravel()[[0, 17, 50, 90, 107]].tolist() == pytest.approx(
        ESDA, abs=1e-9
    )
    assert gi_star_grid(grid, star=False).ravel()[[0, 17, 50, 90, 107]].tolist() == pytest.approx(
        ESDA_WITHOUT, abs=1e-9
    )
    six = [(10, 10), (20, 10), (40, 10), (15, 20), (30, 20), (30, 30)]
    without = gi_star_points(six, [2, 3, 3.2, 5, 8, 7], 15, star=False)
    expected = [-1.0136728985502572, -0.0436158942016933, 1.3155870289605438,
                -0.3141267582045626, 1.153739858106773, 1.7783394086210973]  # fmt: skip
    assert without == pytest.approx(expected, abs=1e-9)


@given(st.lists(st.integers(0, 50), min_size=3, max_size=20), st.integers(1, 9), st.integers(0, 99))
def test_scale_shift_and_weight_do_not_change_scores(
    values: list[int], times: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    n = len(values)
    weights = rng.random((n, n)) * (rng.random((n, n)) < 0.4)
    np.fill_diagonal(weights, 1)
    scores = gi(values, weights)
    again = gi(np.array(values) * times + 7, weights * rng.uniform(0.5, 2, n)[:, None])
    assert again == pytest.approx(scores, abs=1e-6, nan_ok=True)
    assert gi(-np.array(values), weights) == pytest.approx(-scores, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("values", [[5, 5, 5, 5], [0, 0, 0], [3], []])
def test_where_nothing_differs_there_is_no_score(values: list[int]) -> None:
    xy = np.column_stack([np.arange(len(values)) * 10.0, np.zeros(len(values))])
    assert np.isnan(gi_star_points(xy, values, 12)).all()
    assert np.isnan(gi_star_grid(np.array(values, float).reshape(1, -1))).all()


def test_scores_refuse_what_makes_no_sense() -> None:
    with pytest.raises(ValueError, match="known value"):
        gi([1, np.nan], np.eye(2))
    with pytest.raises(ValueError, match="0 or more"):
        gi_star_points([(0, 0)], [1], -1)
    with pytest.raises(ValueError, match="one shape"):
        gi_star_grid(np.ones((2, 2)), np.ones((3, 2)))


@given(st.lists(st.one_of(st.floats(0, 1), st.just(float("nan"))), max_size=40))
def test_adjusted_chances_agree_with_statsmodels(p: list[float]) -> None:
    from statsmodels.stats.multitest import multipletests

    found, given_p = benjamini_hochberg(p), np.array(p, float)
    known = ~np.isnan(given_p)
    assert (np.isnan(found) == ~known).all()
    if known.any():
        expected = multipletests(given_p[known], method="fdr_bh")[1]
        assert found[known] == pytest.approx(expected, abs=1e-12)


def test_the_bar_rises_with_the_number_of_looks() -> None:
    assert clear_of_chance([2.2, -0.3]).tolist() == [0, 0]  # 1.96 would have named the first
    assert clear_of_chance([2.3, -0.3]).tolist() == [1, 0]
    many = np.concatenate([[2.5, 6.0, -6.0, np.nan], np.zeros(500)])
    assert clear_of_chance(many)[:3].tolist() == [0, 1, -1]
    rng = np.random.default_rng(5)
    scattered = [clear_of_chance(gi_star_grid(rng.poisson(3, (40, 40)))) for _ in range(60)]
    assert np.mean([np.any(signs != 0) for signs in scattered]) < 0.2
