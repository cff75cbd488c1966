"""Treated against control (treated_control): few counts, and verbs that agree with them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analysis.test_time_kinds import TREATED, WHEN, areas, ask
from workbench.analysis.kind import Value
from workbench.analysis.ratio_words import went
from workbench.domain.assessment import Verdict


def test_a_clear_fall_to_under_five_has_its_exact_range() -> None:
    data = areas([1] * 24 + [0] * 9 + [1] * 3, [1] * 24 + [2] * 12)
    result = ask(TREATED, data, treated=("A",), control=("B",), **WHEN)
    assert (result.treated.pair, result.control.pair) == ((24, 3), (24, 24))
    assert result.ratio is not None
    assert result.ratio.high < 1
    assert result.offered is Verdict.WORKED
    said = TREATED.reading(result)
    assert "24 in 24 months to 3 in 12 months against" in said.finding
    assert "exact, for a count is below five" in " ".join(said.sentences)
    assert "melded" in " ".join(said.working)
    assert "no realistic fall" not in " ".join(said.sentences)


@pytest.mark.parametrize(
    ("before", "after", "ratio", "alike", "verb"),
    [
        (480, 480, 0.99, True, "stayed at"), (960, 961, 0.997, True, "went from"),
        (960, 970, 0.99, True, "went from"), (100, 120, 0.6, False, "went from"),
        (480, 480, 2.0, False, "went from"), (9, 3, 0.33, True, "fell from"),
        (100, 120, 1.2, True, "rose from"),
    ],
)  # fmt: skip
def test_the_verb_agrees_with_counts_and_rate(
    before: int, after: int, ratio: float, alike: bool, verb: str
) -> None:
    assert went(before, after, ratio, alike_long=alike) == verb


@given(st.integers(0, 400), st.integers(0, 400), st.floats(0.1, 5), st.booleans())
def test_no_verb_goes_against_its_counts(
    before: int, after: int, ratio: float, alike: bool
) -> None:
    verb = went(before, after, ratio, alike_long=alike)
    assert verb != "fell from" or (after < before and ratio < 1)
    assert verb != "rose from" or (after > before and ratio > 1)
    assert (verb == "stayed at") == (alike and after == before)


def test_areas_that_stay_as_they_were_neither_fall_nor_rise() -> None:
    dates: dict[str, Value] = {
        "before_first": "2022-01", "before_last": "2022-12",
        "after_first": "2024-01", "after_last": "2024-12",
    }  # fmt: skip
    data = areas([40] * 36, [80] * 35 + [81])
    words = TREATED.reading(ask(TREATED, data, treated=("A",), control=("B",), **dates)).sentences[
        0
    ]
    assert "stayed at 480 in the treated area" in words
    assert "went from 960 to 961 in the control area" in words


def test_few_incidents_by_luck_are_seldom_called_a_change() -> None:
    rng = np.random.default_rng(6)
    found = []
    for _ in range(150):
        data = areas(rng.poisson(0.5, 36).tolist(), rng.poisson(1, 36).tolist())
        result = ask(TREATED, data, treated=("A",), control=("B",), **WHEN)
        found.append(result.ratio is not None and result.ratio.excludes(1))
    assert np.mean(found) < 0.07
