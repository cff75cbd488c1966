"""Scores of hot and cold cells, against brute force, esda and statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from workbench.analysis.getis_ord import clear_of_chance, gi_star_grid
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
    # Six points of esda's tests, on ground of 5 m cells of which they are the study area.
    values, inside = np.zeros((5, 7)), np.zeros((5, 7), bool)
    at = ([0, 0, 0, 2, 2, 4], [0, 2, 6, 1, 4, 4])
    values[at], inside[at] = [2, 3, 3.2, 5, 8, 7], True
    without = gi_star_grid(values, inside, 3, star=False)[at]
    expected = [-1.0136728985502572, -0.0436158942016933, 1.3155870289605438,
                -0.3141267582045626, 1.153739858106773, 1.7783394086210973]  # fmt: skip
    assert without == pytest.approx(expected, abs=1e-9)


@given(GRIDS, st.integers(1, 9), st.sampled_from([0, 1, 2.3]), st.booleans())
def test_scale_shift_and_side_do_not_change_scores(
    grid: np.ndarray, times: int, band: float, star: bool
) -> None:
    scores = gi_star_grid(grid, None, band, star=star)
    again = gi_star_grid(grid * times + 7, None, band, star=star)
    assert again == pytest.approx(scores, abs=1e-6, nan_ok=True)
    turned = gi_star_grid(-grid.T, None, band, star=star).T
    assert turned == pytest.approx(-scores, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("values", [[5, 5, 5, 5], [0, 0, 0], [3], []])
def test_where_nothing_differs_there_is_no_score(values: list[int]) -> None:
    assert np.isnan(gi_star_grid(np.array(values, float).reshape(1, -1))).all()


def test_scores_refuse_what_makes_no_sense() -> None:
    with pytest.raises(ValueError, match="counts known"):
        gi_star_grid([[1, np.nan]])
    with pytest.raises(ValueError, match="one shape"):
        gi_star_grid(np.ones((2, 2)), None, -1)
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
