"""The exact ratio of changes: against Fisher's test and by simulation, at any counts."""

from __future__ import annotations

from math import isfinite

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from workbench.analysis.comparison import rirr
from workbench.analysis.melded import melded_ratio, ratio_of_changes

PAIRS = st.tuples(st.integers(1, 60), st.integers(0, 30))
CONTROLS = st.tuples(st.integers(1, 60), st.integers(1, 60))


@settings(max_examples=80, deadline=None)
@given(PAIRS, CONTROLS)
def test_it_leaves_out_no_change_when_fishers_test_does(
    treated: tuple[int, int], control: tuple[int, int]
) -> None:
    found = melded_ratio(treated, control)
    assert found is not None
    square = [treated[::-1], control[::-1]]
    for way, out in (("less", found.high < 1), ("greater", found.low > 1)):
        chance = stats.fisher_exact(square, alternative=way)[1]
        if abs(chance - 0.025) > 1e-6:
            assert out == (chance < 0.025)
    assert found.low <= found.estimate <= found.high
    wider, weak = melded_ratio(treated, control, 2.0), melded_ratio(treated, control, level=0.9)
    assert wider is not None
    assert weak is not None
    assert wider.high >= found.high * (1 - 1e-9) >= weak.high * (1 - 2e-9)
    turned = melded_ratio(control, treated)
    if turned is not None:
        assert turned.high == pytest.approx(1 / found.low, rel=1e-6)


@pytest.mark.parametrize(("treated", "control"), [((24, 3), (24, 24)), ((12, 0), (9, 40))])
def test_its_ends_are_quantiles_by_simulation(
    treated: tuple[int, int], control: tuple[int, int]
) -> None:
    rng, n = np.random.default_rng(4), 400_000
    (a0, a1), (c0, c1) = treated, control
    one, two = rng.beta(a1 + 1, a0, n), rng.beta(c1, c0 + 1, n)
    high = np.quantile(one / (1 - one) / (two / (1 - two)), 0.975)
    found = melded_ratio(treated, control)
    assert found is not None
    assert found.high == pytest.approx(high, rel=0.02)
    assert (found.low == 0) == (a1 == 0)


@pytest.mark.parametrize("means", [(24, 24, 24, 24), (12, 3, 40, 10), (60, 4, 90, 6)])
def test_it_misses_the_truth_no_oftener_than_it_says(means: tuple[int, ...]) -> None:
    draws = np.random.default_rng(9).poisson(means, (1500, 4)).tolist()
    found = [ratio_of_changes((a, b), (c, d)) for a, b, c, d in draws]
    assert np.mean([one is not None and one.excludes(1) for one in found]) < 0.06


def test_large_counts_take_the_wald_range_and_none_is_none() -> None:
    assert ratio_of_changes((50, 30), (60, 55), 1.5) == rirr((50, 30), (60, 55), 1.5)
    for treated, control in (((0, 5), (5, 5)), ((5, 5), (0, 5)), ((5, 5), (5, 0))):
        assert ratio_of_changes(treated, control) is None
    huge = melded_ratio((10**7, 3), (10**7, 10**7))
    assert huge is not None
    assert isfinite(huge.high)
