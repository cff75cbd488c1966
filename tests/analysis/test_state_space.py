"""The drifting level with a control: what it finds, how often it errs, and when it declines."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from workbench.analysis.state_space import state_space_ratio

Floats = NDArray[np.float64]
POST = np.arange(58) >= 36


def made(seed: int, ratio: float = 1.0, mean: float = 60) -> tuple[Floats, Floats]:
    """A series and its control, whose common level drifts."""
    rng = np.random.default_rng(seed)
    common = np.cumsum(rng.normal(0, 0.03, 58)) + 0.2 * np.sin(2 * np.pi * np.arange(58) / 12)
    own = rng.poisson(mean * np.exp(common) * np.where(POST, ratio, 1))
    return own.astype(float), rng.poisson(5 * mean * np.exp(common)).astype(float)


@pytest.mark.parametrize("ratio", [1.0, 0.7])
def test_the_range_holds_the_truth_and_falls_are_found(ratio: float) -> None:
    found = [state_space_ratio(*made(seed, ratio), POST, draws=999) for seed in range(16)]
    known = [one for one in found if one is not None]
    assert len(known) >= 15
    assert sum(one.low <= ratio <= one.high for one in known) >= 13
    if ratio < 1:
        assert sum(one.high < 1 for one in known) >= 12


def test_the_same_seed_gives_the_same_answer_and_small_counts_are_borne() -> None:
    small = made(3, mean=3)
    assert min(small[0]) < 5
    first, second = (state_space_ratio(*small, POST, draws=499) for _ in range(2))
    assert first == second
    assert first is not None
    assert first.low < first.estimate < first.high


def test_gaps_are_left_out() -> None:
    own, control = made(4, 0.7)
    own[[5, 40]] = control[[5, 40]] = np.nan
    found = state_space_ratio(own, control, POST, draws=499)
    assert found is not None
    assert found.low < 0.7 < found.high


def test_what_it_cannot_bear_is_none() -> None:
    own, control = made(1)
    assert state_space_ratio(own, np.full(58, 9.0), POST) is None
    assert state_space_ratio(np.full(58, 9.0), control, POST) is None
    assert state_space_ratio(own, control, np.arange(58) >= 23) is None
    assert state_space_ratio(own, control, np.zeros(58)) is None
