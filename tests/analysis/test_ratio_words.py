"""Ratios and their ranges in words."""

from __future__ import annotations

from math import inf

import pytest

from workbench.analysis.comparison import Interval
from workbench.analysis.ratio_words import fall, likely, shares
from workbench.analysis.words import one_in


@pytest.mark.parametrize(
    ("span", "says"),
    [
        (Interval(0.6, 0.48, 0.71), "29% to 52% fewer"),
        (Interval(1.6, 1.21, 2.1), "21% to 110% more"),
        (Interval(0.9, 0.7, 1.2), "anything from 30% fewer to 20% more"),
        (Interval(0.9, 0.7, inf), "anything from 30% fewer to any number more"),
        (Interval(1.0, 0.998, 1.003), "within 1% of no change"),
        (Interval(0.98, 0.96, 0.997), "under 1% to 4% fewer"),
    ],
)
def test_a_range_is_said_once(span: Interval, says: str) -> None:
    assert likely(span) == says


def test_shares_have_no_end_where_the_range_has_none() -> None:
    assert shares(None) == (None, None, None)
    assert shares(Interval(2.0, 1.5, inf)) == (1.0, 0.5, None)


def test_small_falls_and_chances() -> None:
    assert (fall(0.54), fall(0.999)) == ("46%", "under 1%")
    assert one_in(0.31) == "about 1 in 3"
    assert one_in(0.0004) == "fewer than 1 in 1,000"
    assert one_in(0.9) == "more than half"
