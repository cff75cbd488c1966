"""The chances are those of scipy.stats, which is the reference here."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from workbench.analysis import chances

LEVEL = st.floats(0.001, 0.999)


@given(level=LEVEL, a=st.floats(0.5, 400), b=st.floats(0.5, 400))
def test_quantiles(level: float, a: float, b: float) -> None:
    assert chances.normal_quantile(level) == pytest.approx(stats.norm.ppf(level), abs=1e-9)
    assert chances.chi2_quantile(level, a) == pytest.approx(stats.chi2.ppf(level, a), rel=1e-8)
    assert chances.beta_quantile(level, a, b) == pytest.approx(
        stats.beta.ppf(level, a, b), rel=1e-7
    )


@pytest.mark.parametrize("trials", [9, 11, 23, 35, 59, 119])
def test_binomial_quantile(trials: int) -> None:
    assert chances.binomial_quantile(0.05, trials, 0.5) == stats.binom.ppf(0.05, trials, 0.5)


def test_poisson_and_f() -> None:
    counts = np.arange(40)
    assert chances.poisson_exactly(counts, 7.3) == pytest.approx(stats.poisson.pmf(counts, 7.3))
    assert chances.poisson_exactly(counts, 0.0)[0] == 1
    assert chances.f_at_least(2.4, 11, 24) == pytest.approx(stats.f.sf(2.4, 11, 24))
