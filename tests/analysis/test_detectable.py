"""What could be seen (detectable): the published table, the curve over months, the words."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.test_two_periods import noisy, series
from workbench.analysis.codec import pack, unpack
from workbench.analysis.comparison import detectable_ratio, rirr
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked, Value
from workbench.analysis.kinds.detectable import KIND
from workbench.analysis.melded import ratio_of_changes
from workbench.analysis.planning import Detectable, falls
from workbench.analysis.ratio_words import fall
from workbench.domain.data import Precision
from workbench.errors import CannotAnswerError

# analytics.md 3.8: incidents before; control same size, five times, none; same size with phi 2
TABLE = (
    (20, "87%", "79%", "76%", None),
    (50, "61%", "52%", "50%", "79%"),
    (100, "46%", "39%", "36%", "61%"),
    (200, "34%", "28%", "26%", "46%"),
    (500, "23%", "18%", "17%", "31%"),
    (1000, "17%", "13%", "12%", "23%"),
)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: str(row[0]))
def test_published_table(row: tuple[int, str | None]) -> None:
    before, *expected = row
    found = [
        falls(before, before, [1.0]),
        falls(before, 5 * before, [1.0]),
        falls(before, None, [1.0]),
        falls(before, before, [1.0], [2.0]),
    ]
    assert [None if one is None else fall(one) for (one,) in found] == expected


@pytest.mark.parametrize(("before", "control"), [(100, 100), (200, 1000), (400, 400)])
def test_power_by_simulation(before: int, control: int) -> None:
    """Brute force: at the ratio found, four studies in five exclude no change."""
    (ratio,) = falls(before, control, [1.0])
    assert ratio is not None
    rng = np.random.default_rng(5)
    means = [before, before * ratio, control, control]
    shown = [rirr((a, b), (c, d)) for a, b, c, d in rng.poisson(means, (3000, 4)).tolist()]
    assert np.mean([one is not None and one.high < 1 for one in shown]) == pytest.approx(
        0.8, abs=0.03
    )


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 5000), st.floats(1, 4), st.sampled_from([0.8, 0.9]))
def test_more_months_and_a_larger_control_never_see_less(
    before: int, phi: float, power: float
) -> None:
    lengths = [0.25, 0.5, 1.0, 2.0, 3.0]
    none, large, same = (
        [one or 0.0 for one in falls(before, control, lengths, [phi] * 5, power)]
        for control in (None, 10 * before, before)
    )
    for found in (none, large, same):
        assert all(later >= sooner - 1e-9 for sooner, later in pairwise(found))
        assert all(0 <= one < 1 for one in found)
    assert all(a >= b - 1e-9 >= c - 2e-9 for a, b, c in zip(none, large, same, strict=True))


def areas(treated: list[int], control: list[int]) -> Incidents:
    frames = [
        series(one).frame.with_columns(area=pl.lit(name))
        for name, one in (("A", treated), ("B", control))
    ]
    return Incidents(pl.concat(frames), Precision.MONTH, "none", True, "Made up")


def ask(rows: Incidents, **given_: Value) -> Detectable:
    return KIND.run(Asked(rows, given_))


def test_areas_of_the_data_are_used() -> None:
    rows = areas(noisy(9, 36), noisy(30, 36, 2))
    result = ask(rows, treated=("A",), control=("B",), follow_up=12)
    assert result.before.words == "Jan 2023 to Dec 2023"
    assert [one.name for one in result.designs] == ["none", "same", "given"]
    assert result.control is not None
    assert result.variation is not None
    counts = (result.control, result.control)
    expected = detectable_ratio(result.treated, counts, phi=result.variation.factor, least=5)
    assert result.at("given", 12) == expected
    reading = KIND.reading(result)
    assert f"{result.treated} incidents in 12 months, only a fall of" in reading.finding
    assert fall(result.at("given", 12) or 0) in reading.finding
    assert "totals decide" in " ".join(reading.sentences)


def test_all_rows_are_used_without_areas() -> None:
    result = ask(series([10] * 30), before_first="2021-01", before_last="2022-12", follow_up=24)
    assert (result.treated, result.control, len(result.before.months)) == (240, None, 24)
    assert result.phi.estimated
    assert result.variation is not None
    expected = detectable_ratio(240, (240, 240), phi=result.variation.factor, least=5)
    assert result.at("same", 24) == pytest.approx(expected)
    assert ask(series([10] * 5)).before.words == "Jan 2021 to May 2021"


@pytest.mark.parametrize(("counts", "hopeless"), [([1] * 12, True), ([2] * 12, False)])
def test_below_twenty_other_evidence_is_asked_for(counts: list[int], hopeless: bool) -> None:
    result = ask(series(counts))
    said = " ".join(KIND.reading(result).sentences)
    words = "No realistic fall could be shown statistically; use other evidence"
    assert result.hopeless is hopeless
    assert (words in said) is hopeless


def test_short_follow_up_shows_nothing() -> None:
    reading = KIND.reading(ask(series([3] * 12), follow_up=1))
    assert "no realistic fall could be told from chance after 1 month" in reading.finding
    assert "no realistic fall could be shown after 1 month" in " ".join(reading.sentences)
    assert reading.says == "Too few"


def test_no_fall_is_promised_that_leaves_fewer_than_five() -> None:
    result = ask(areas([1] * 24, [1] * 24), treated=("A",), control=("B",), follow_up=24,
                 before_first="2021-01", before_last="2022-12")  # fmt: skip
    assert result.at("given", 24) is None
    assert "no realistic fall" in KIND.reading(result).finding


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 6), st.integers(0, 6), st.integers(1, 36))
def test_what_is_promised_leaves_five_and_has_five_to_be_held_against(
    treated: int, control: int, months: int
) -> None:
    result = ask(areas([treated] * 24, [control] * 24), treated=("A",), control=("B",),
                 follow_up=months)  # fmt: skip
    for one in result.designs:
        for month, ratio in zip(result.months, one.falls, strict=True):
            if ratio is not None:
                assert treated * month * ratio >= 5 - 1e-9
                assert one.name != "given" or min(control * month, control * 12) >= 5


@pytest.mark.parametrize(("before", "control"), [(27, 27), (30, 60), (60, 30)])
def test_what_is_promised_is_shown_four_times_in_five(before: int, control: int) -> None:
    """By the very ratio that the comparison with a control answers with."""
    (ratio,) = falls(before, control, [1.0], least=5)
    assert ratio is not None
    means = [before, before * ratio, control, control]
    draws = np.random.default_rng(2).poisson(means, (800, 4)).tolist()
    shown = [ratio_of_changes((a, b), (c, d)) for a, b, c, d in draws]
    assert np.mean([one is not None and one.high < 1 for one in shown]) > 0.76


def test_large_counts_show_even_mild_falls() -> None:
    assert "even a fall of under 1%" in KIND.reading(ask(series([10**6] * 24))).finding


@pytest.mark.parametrize(
    ("given_", "says"),
    [
        ({"control": ("B",)}, "no treated area"),
        ({"treated": ("A",), "control": ("A", "B")}, "in the treated area and in the control"),
        ({"treated": ("Z",)}, "lies in the treated area"),
        ({"before_first": "2021-01"}, "a first and a last"),
        ({"before_first": "2021-05", "before_last": "2021-02"}, "in order"),
        ({"before_first": "2031-05", "before_last": "2031-06"}, "no complete month"),
    ],
)
def test_plans_that_cannot_be_made_are_refused(given_: dict[str, Value], says: str) -> None:
    with pytest.raises(CannotAnswerError, match=says):
        ask(areas([5] * 24, [5] * 24), **given_)


def test_no_month_is_refused() -> None:
    with pytest.raises(CannotAnswerError, match="no complete month"):
        ask(series([]))


@pytest.mark.parametrize("counts", [[0] * 24, [1], [5] * 40, [10**7] * 13, [4, None, 5] * 9])
def test_any_series_is_answered_and_kept_exactly(counts: list[int | None]) -> None:
    result = ask(series(counts))
    reading, table = KIND.reading(result), KIND.table(result)
    assert "nan" not in " ".join((reading.finding, *reading.sentences, *reading.working))
    assert all(len(row) == len(table.columns) for row in table.rows)
    back = unpack(pack(result), Detectable)
    assert KIND.reading(back) == reading
    assert pack(back) == pack(result)
