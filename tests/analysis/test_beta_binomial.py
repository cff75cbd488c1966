"""The beta-binomial chance of a count or more: against scipy, term by term."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from workbench.analysis.beta_binomial import beta_binomial_at_least


@given(
    st.integers(0, 200), st.integers(0, 300), st.floats(0.02, 0.9),
    st.one_of(st.just(0.0), st.floats(1e-6, 0.98)),
)  # fmt: skip
def test_it_is_the_sum_of_scipys_terms(
    count: int, more: int, share: float, correlation: float
) -> None:
    trials = count + more
    terms = np.arange(count, trials + 1)
    if correlation:
        size = 1 / correlation - 1
        each = stats.betabinom.pmf(terms, trials, share * size, (1 - share) * size)
    else:
        each = stats.binom.pmf(terms, trials, share)
    found = beta_binomial_at_least([count], trials, share, correlation)
    assert found[0] == pytest.approx(min(1.0, each.sum()), rel=1e-6, abs=1e-250)


@pytest.mark.parametrize("correlation", [0.00005, 0.001, 0.05])
def test_many_terms_are_close_to_their_sum(correlation: float) -> None:
    size, trials = 1 / correlation - 1, 30_000
    for chance in (0.3, 0.05, 0.001):
        count = int(stats.betabinom.isf(chance, trials, size * 0.1, size * 0.9))
        exact = stats.betabinom.pmf(
            np.arange(count, trials + 1), trials, size * 0.1, size * 0.9
        ).sum()
        found = beta_binomial_at_least([count], trials, 0.1, correlation)[0]
        assert found == pytest.approx(exact, rel=0.1)


def test_nothing_and_all_at_once() -> None:
    assert beta_binomial_at_least([], [], [], []).size == 0
    found = beta_binomial_at_least([0, 3, 9_000_000], [0, 3, 99_000_000], 0.1, [0.5, 0.0, 0.0001])
    assert found[0] == 1
    assert found[1] == pytest.approx(0.001)
    assert 0.5 < found[2] < 1
