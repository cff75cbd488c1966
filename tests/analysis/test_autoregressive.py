"""Months that lean on each other: against draws, statsmodels, and how often luck is a finding."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.analysis.autoregressive import LEANS, leaning_covariance
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


def test_a_known_lean_gives_the_spread_of_draws() -> None:
    x, rng = design(), np.random.default_rng(3)
    noise = np.array([leaning(rng, 48, 0.6) for _ in range(4_000)])
    beta = noise @ np.linalg.pinv(x).T
    at, one = np.arange(48), np.zeros(48, np.int64)
    found = [
        leaning_covariance(x, part - x @ b, at, one, lean=0.6)[1]
        for part, b in zip(noise[:400], beta, strict=False)
    ]
    spread = np.cov(beta.T)
    assert np.diag(np.mean(found, axis=0)) == pytest.approx(np.diag(spread), rel=0.12)


def test_the_likelihood_is_the_one_of_contrasts() -> None:
    """Residual likelihood is that of any contrasts that the design says nothing of."""
    from scipy.linalg import null_space
    from scipy.stats import multivariate_normal

    x, y = design(), leaning(np.random.default_rng(11), 48, 0.7)
    left = y - x @ np.linalg.pinv(x) @ y
    at = np.arange(48)
    free = null_space(x.T)
    told = free.T @ y
    fits = []
    for lean in LEANS:
        alike = free.T @ lean ** np.abs(at[:, None] - at) @ free
        scale = told @ np.linalg.solve(alike, told) / told.size
        fits.append(multivariate_normal.logpdf(told, cov=alike * scale))
    best = LEANS[int(np.argmax(fits))]
    assert best > 0.2
    assert leaning_covariance(x, left, at, np.zeros(48, np.int64))[0] == pytest.approx(best)


def test_without_a_lean_it_is_least_squares_and_never_below_the_least() -> None:
    import statsmodels.api as sm

    x, y = design(), np.random.default_rng(2).normal(size=48)
    other = sm.OLS(y, x).fit()
    at, one = np.arange(48), np.zeros(48, np.int64)
    lean, plain = leaning_covariance(x, other.resid, at, one, lean=0.0)
    assert lean == 0
    assert plain == pytest.approx(other.cov_params())
    assert leaning_covariance(x, other.resid, at, one, least=100.0)[1] == pytest.approx(
        100 * np.linalg.inv(x.T @ x)
    )
    assert (np.diag(leaning_covariance(x, 0 * y, at, one, 1.0)[1]) > 0).all()


def test_series_do_not_lean_on_each_other() -> None:
    rng = np.random.default_rng(4)
    x = np.kron(np.eye(2), design(30))
    y = np.concatenate([leaning(rng, 30, 0.6), leaning(rng, 30, 0.6)])
    at, series = np.tile(np.arange(30), 2), np.repeat([0, 1], 30)
    found = leaning_covariance(x, y - x @ np.linalg.pinv(x) @ y, at, series, lean=0.5)[1]
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


@pytest.mark.parametrize(("lean", "most"), [(0.0, 0.07), (0.3, 0.1), (0.5, 0.13)])
def test_months_that_lean_are_seldom_called_a_change(lean: float, most: float) -> None:
    assert calls(lean) < most


def test_a_true_fall_is_still_found() -> None:
    assert calls(0.0, fall=0.7) > 0.3
    assert calls(0.0, fall=0.5) > 0.85
