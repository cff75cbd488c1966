"""Chances adjusted for many looks: against statsmodels, and what must hold on all input."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis.multiple import (
    WAYS,
    adjusted,
    benjamini_hochberg,
    bonferroni,
    holm,
    rejected,
)

CHANCES = st.lists(st.floats(0, 1), min_size=1, max_size=40)
THEIRS = {"bonferroni": "bonferroni", "holm": "holm", "fdr": "fdr_bh"}


@given(CHANCES)
def test_they_agree_with_statsmodels(p: list[float]) -> None:
    from statsmodels.stats.multitest import multipletests

    assert set(THEIRS) == set(WAYS)
    for way, name in THEIRS.items():
        refused, theirs, _, _ = multipletests(p, 0.05, name)
        np.testing.assert_allclose(adjusted(p, way), theirs, rtol=1e-12, atol=1e-300)
        assert rejected(adjusted(p, way)) == refused.sum()


@given(CHANCES, st.permutations(range(40)))
def test_order_does_not_matter_and_strictness_is_ranked(p: list[float], order: list[int]) -> None:
    at = [i for i in order if i < len(p)]
    for adjust in WAYS.values():
        np.testing.assert_array_equal(adjust(np.array(p)[at]), adjust(p)[at])
    assert (np.array(p) <= benjamini_hochberg(p) + 1e-12).all()
    assert (benjamini_hochberg(p) <= holm(p) + 1e-12).all()
    assert (holm(p) <= bonferroni(p) + 1e-12).all()


@given(CHANCES, st.integers(0, 39))
def test_what_is_not_a_test_does_not_count(p: list[float], at: int) -> None:
    gap = [*p[:at], float("nan"), *p[at:]]
    place = min(at, len(p))
    for adjust in WAYS.values():
        found = adjust(gap)
        assert np.isnan(found[place])
        np.testing.assert_array_equal(np.delete(found, place), adjust(p))


def test_edges() -> None:
    for adjust in WAYS.values():
        assert adjust([]).shape == (0,)
        assert np.isnan(adjust([np.nan])).all()
        assert adjust([[0.01, 0.04], [0.03, np.nan]]).shape == (2, 2)
        with pytest.raises(ValueError, match="between 0 and 1"):
            adjust([0.2, 1.1])
    assert rejected([0.05, 0.0501, np.nan]) == 1
    np.testing.assert_allclose(benjamini_hochberg([0.02, 0.02, 0.02]), 0.02)
