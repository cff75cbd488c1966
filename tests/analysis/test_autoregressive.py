"""Months that lean on each other: against draws, and how often luck is a finding."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.analysis.autoregressive import leaning_covariance
from workbench.analysis.segmented import Errors, Shape, segmented

HOW = Errors(least=1.0, leaning=True)


def design(n: int = 48) -> np.ndarray:
    time = np.arange(float(n))
    return np.column_stack([np.ones(n), time / 12, time >= n / 2, np.sin(time * np.pi / 6)])


def leaning(rng: np.random.Generator, n: int, lean: float) -> np.ndarray:
    """A first-order autoregression with variance 1."""
    found = np.empty(n)
    found[0] = rng.normal()
    for at in range(1, n):
        found[at] = lean * found[at - 1] + rng.normal(0, np.sqrt(1 - lean**2))
    return found


def test_the_spread_is_that_of_draws() -> None:
    x, rng = design(), np.random.default_rng(3)
    noise = np.array([leaning(rng, 48, 0.6) for _ in range(4_000)])
    beta = noise @ np.linalg.pinv(x).T
    at, one = np.arange(48), np.zeros(48, np.int64)
    found = [
        leaning_covariance(x, part - x @ b, at, one, 2)[1]
        for part, b in zip(noise[:300], beta, strict=False)
    ]
    spread, median = np.cov(beta.T), np.median(found, axis=0)
    assert 0.8 * spread[2, 2] < median[2, 2] < 2 * spread[2, 2]


def test_neighbours_that_go_together_widen_the_range() -> None:
    x, at, one = design(), np.arange(48), np.zeros(48, np.int64)
    rng = np.random.default_rng(5)
    leans, widths = zip(
        *(
            (found[0], found[1][2, 2])
            for lean in (0.0, 0.7)
            for y in [leaning(rng, 48, lean)]
            for found in [leaning_covariance(x, y - x @ np.linalg.pinv(x) @ y, at, one, 2)]
        ),
        strict=True,
    )
    assert leans[1] > leans[0] + 0.2
    assert widths[1] > widths[0]


def test_it_is_never_below_chance() -> None:
    x, at, one = design(), np.arange(48), np.zeros(48, np.int64)
    chance = np.linalg.inv(x.T @ x)[2, 2]
    assert leaning_covariance(x, np.zeros(48), at, one, 2)[1][2, 2] >= chance


def test_series_do_not_lean_on_each_other() -> None:
    rng = np.random.default_rng(4)
    x = np.kron(np.eye(2), design(30))
    y = np.concatenate([leaning(rng, 30, 0.6), leaning(rng, 30, 0.6)])
    at, series = np.tile(np.arange(30), 2), np.repeat([0, 1], 30)
    found = leaning_covariance(x, y - x @ np.linalg.pinv(x) @ y, at, series, 2)[1]
    assert found[:4, 4:] == pytest.approx(np.zeros((4, 4)), abs=1e-12)


def calls(lean: float, fall: float = 1.0, times: int = 150) -> float:
    """How often a change is found in 48 months of counts with noise of their own."""
    rng, time = np.random.default_rng(7), np.arange(48.0)
    post, found = (time >= 24).astype(float), 0
    for _ in range(times):
        usual = 60 * np.exp(0.2 * np.sin(time * np.pi / 6) + 0.2 * leaning(rng, 48, lean))
        counts = rng.poisson(usual * np.where(post, fall, 1.0)).astype(float)
        fit = segmented(counts, time, post, shape=Shape(slope=True), errors=HOW)
        assert fit is not None
        found += fit.overall.excludes(1)
    return found / times


@pytest.mark.parametrize(("lean", "most"), [(0.0, 0.05), (0.3, 0.07), (0.5, 0.08)])
def test_months_that_lean_are_seldom_called_a_change(lean: float, most: float) -> None:
    assert calls(lean) < most


def test_a_true_fall_is_still_found() -> None:
    assert calls(0.0, fall=0.7) > 0.25
    assert calls(0.0, fall=0.5) > 0.85
