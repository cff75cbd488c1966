"""Ratios and their ranges in words."""

from __future__ import annotations

import re
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analysis.comparison import Interval
from workbench.analysis.ratio_words import NO_END, VAST, against, central, fall, likely, shares
from workbench.analysis.words import change, fewer, one_in


@pytest.mark.parametrize(
    ("span", "says"),
    [
        (Interval(0.6, 0.48, 0.71), "29% to 52% fewer"),
        (Interval(1.6, 1.21, 2.1), "21% to 110% more"),
        (Interval(0.9, 0.7, 1.2), "anything from 30% fewer to 20% more"),
        (
            Interval(0.9, 0.7, inf),
            "anything from 30% fewer to many times more, with no upper limit to be told",
        ),
        (Interval(3.0, 0.7, 15), "anything from 30% fewer to 15 times as many"),
        (Interval(9.0, 1.04, 15), "1.04 to 15 times as many"),
        (Interval(60, 1.001, 90), "just over 1 to 90 times as many"),
        (
            Interval(20, 0.89, 13755.39),
            "anything from 0.89 times as many to many times more, with no upper limit to be told",
        ),
        (Interval(20, 1.5, inf), "at least 1.5 times as many, with no upper limit to be told"),
        (Interval(900, 150, inf), "at least 100 times as many, with no upper limit to be told"),
        (Interval(25, 24.9, 25.1), "about 25 times as many"),
        (Interval(1.0, 0.998, 1.003), "within 1% of no change"),
        (Interval(0.98, 0.96, 0.997), "under 1% to 4% fewer"),
    ],
)
def test_a_range_is_said_once(span: Interval, says: str) -> None:
    assert likely(span) == says


@settings(max_examples=300, deadline=None)
@given(st.lists(st.floats(1e-9, 1e9), min_size=3, max_size=3))
def test_an_estimate_and_its_range_share_a_unit_and_stay_readable(ends: list[float]) -> None:
    low, middle, high = sorted(ends)
    span = Interval(middle, low, high)
    said, about, held = likely(span), central(span), against(span, "before")
    told = [float(one.replace(",", "")) for one in re.findall(r"([\d,]+)%", said + about + held)]
    assert all(one <= 1000 for one in told)
    if "fewer" in about or "more" in about:
        assert "times as many" not in said or low < 1 < high
    else:
        assert about == "no change" or "times as many" in said
    if high > VAST:
        assert NO_END in said
        assert f"{high:,.0f}" not in said
    assert held.endswith(("fewer than before", "more than before", "as many as before"))
    for one in (likely(span, times=True), central(span, times=True)):
        assert "%" not in one
        assert "times as many" in one


@given(st.floats(0, 1e9))
def test_no_percentage_runs_above_a_thousand(ratio: float) -> None:
    for said in (fewer(ratio), change(ratio)):
        if "%" in said:
            assert abs(float(re.sub("[^0-9.]", "", said))) <= 1000
        else:
            assert said == "no change" or said.endswith("times as many")


def test_shares_have_no_end_where_the_range_has_none() -> None:
    assert shares(None) == (None, None, None)
    assert shares(Interval(2.0, 1.5, inf)) == (1.0, 0.5, None)


def test_small_falls_and_chances() -> None:
    assert (fall(0.54), fall(0.999)) == ("46%", "under 1%")
    assert one_in(0.31) == "about 1 in 3"
    assert one_in(0.0004) == "fewer than 1 in 1,000"
    assert one_in(0.9) == "more than half"
