"""Two side by side (compare): areas and kinds, ratios, shares, and whether they moved alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tests.analysis.test_two_periods import noisy, series
from workbench.analysis.codec import pack, unpack
from workbench.analysis.comparison import rate_ratio
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked, Event, Value
from workbench.analysis.kinds.compare import KIND
from workbench.analysis.ratio_words import NO_END, VAST
from workbench.analysis.side_by_side import SideBySide, steps_together
from workbench.analysis.verdict import Move
from workbench.domain.data import Precision
from workbench.errors import CannotAnswerError

AREAS: dict[str, Value] = {"one": ("A",), "other": ("B",)}


def rows(parts: Mapping[str, Sequence[int | None]], role: str = "area") -> Incidents:
    """A row a month of each area or kind."""
    frames = [
        series(counts).frame.with_columns(pl.lit(name).alias(role))
        for name, counts in parts.items()
    ]
    return Incidents(pl.concat(frames), Precision.MONTH, "none", True, "Made up")


def ask(data: Incidents, **given_: Value) -> SideBySide:
    return KIND.run(Asked(data, given_))


def said(result: SideBySide) -> str:
    return " ".join(KIND.reading(result).sentences)


THREE = {"A": noisy(60, 36), "B": noisy(40, 36, 2), "C": noisy(100, 36, 3)}


def test_two_areas() -> None:
    result = ask(rows(THREE), **AREAS, name_one="Hightown", name_other="Lowtown")
    a, b, c = (sum(counts) for counts in THREE.values())
    assert (result.first.n, result.second.n) == (a, b)
    assert result.first.share == pytest.approx(a / (a + b + c))
    assert result.second.share == pytest.approx(b / (a + b + c))
    assert result.exact == rate_ratio(a, b)
    assert result.phi.estimated
    assert result.move is Move.ROSE
    reading = KIND.reading(result)
    how = f"{a / b - 1:.0%}"
    assert reading.finding == (
        f"All incidents: Hightown has {a:,}, {how} more than Lowtown with {b:,}"
    )
    assert reading.says == "More"
    assert "not risks" in reading.caveat
    assert KIND.table(result).rows[0][:2] == ("Hightown", a)


def test_turned_round_says_fewer() -> None:
    one, other = ask(rows(THREE), **AREAS), ask(rows(THREE), one=("B",), other=("A",))
    assert one.exact is not None
    assert other.exact is not None
    assert other.move is Move.FELL
    ends = (1 / one.exact.high, 1 / one.exact.low)
    assert (other.exact.low, other.exact.high) == pytest.approx(ends)
    assert one.p == pytest.approx(other.p)


def test_the_commonest_kinds_are_compared_when_none_is_chosen() -> None:
    data = rows({"ASB": [9] * 24, "Burglary": [30] * 24, "Drugs": [60] * 24}, "type")
    usual = ask(data)
    assert (usual.first.name, usual.second.name) == ("Drugs", "Burglary")
    chosen = ask(data, type="ASB")
    assert (chosen.first.name, chosen.second.name) == ("ASB", "Drugs")
    second = ask(data, against="ASB")
    assert (second.first.name, second.second.name) == ("Drugs", "ASB")
    both = ask(data, type="ASB", against="Burglary")
    assert KIND.reading(both).finding.startswith("ASB has 216, 70% fewer than Burglary with 720")
    assert both.first.share == pytest.approx(9 / 99)
    assert "not more harm" in KIND.reading(both).caveat


def test_one_kind_in_two_areas() -> None:
    data = rows(THREE)
    kinds = Incidents(
        pl.concat([
            data.frame.with_columns(type=pl.lit("Burglary")),
            data.frame.with_columns(type=pl.lit("Drugs"), count=pl.col("count") * 3),
        ]), Precision.MONTH, "none", True,
    )  # fmt: skip
    result = ask(kinds, **AREAS, type="Drugs")
    assert result.first.n == 3 * sum(THREE["A"])
    assert KIND.reading(result).finding.startswith("Drugs: A has")


def test_sizes_turn_counts_into_rates() -> None:
    result = ask(rows(THREE), **AREAS, size_one=12_000.0, size_other=3_500.0)
    days = 365 * 3
    assert result.rate(result.first) == pytest.approx(
        sum(THREE["A"]) / 12_000 * 1000 * 365.25 / days
    )
    assert result.exact == rate_ratio(sum(THREE["A"]), sum(THREE["B"]), 12_000, 3_500)
    assert result.move is Move.FELL
    assert "for each 1,000 a year" in KIND.reading(result).finding
    assert not ask(rows(THREE), **AREAS, size_one=12_000.0).sized


def test_months_can_be_chosen() -> None:
    result = ask(rows(THREE), **AREAS, first="2022-01", last="2022-12")
    assert result.first.n == sum(THREE["A"][12:24])
    assert not result.phi.estimated
    later = ask(rows(THREE), **AREAS, first="2022-01", last="2029-12")
    assert "the data hold only Jan 2022 to Dec 2023" in said(later)


def test_series_that_drift_apart_are_said_to() -> None:
    rising = [40 + 2 * m for m in range(36)]
    apart = ask(rows({"A": rising, "B": [60] * 36}), **AREAS)
    assert "They did not move alike: A rose against B, by " in said(apart)
    assert "\u2212" not in said(apart)
    alike = ask(rows({"A": rising, "B": [2 * n for n in rising]}), **AREAS)
    assert "trends over these months were alike" in said(alike)
    wave = [int(60 + 30 * np.sin(m)) for m in range(36)]
    together = ask(rows({"A": wave, "B": [n + 5 for n in wave]}), **AREAS)
    assert "rose and fell together" in said(together)
    turned = ask(rows({"A": wave, "B": [120 - n for n in wave]}), **AREAS)
    assert "one rose when the other fell" in said(turned)


def test_correlation_of_steps_is_that_of_scipy_with_a_wider_range() -> None:
    rng = np.random.default_rng(3)
    one, other = rng.poisson(40, (2, 37))
    found = steps_together(one, other)
    assert found is not None
    theirs = stats.pearsonr(np.diff(np.sqrt(one)), np.diff(np.sqrt(other)))
    assert found.estimate == pytest.approx(theirs.statistic)
    narrow = theirs.confidence_interval(0.95)
    assert found.low < narrow.low
    assert found.high > narrow.high


def test_independent_series_are_seldom_said_to_move_together() -> None:
    """Brute force: without Bartlett's allowance it would be 1 in 9, not 1 in 20."""
    rng = np.random.default_rng(6)
    ranges = [steps_together(*rng.poisson(50, (2, 48))) for _ in range(2000)]
    called = np.mean([one is not None and one.excludes(0) for one in ranges])
    assert called == pytest.approx(0.05, abs=0.015)


def test_series_that_stand_still_have_no_correlation() -> None:
    assert steps_together([5] * 40, range(40)) is None
    assert steps_together(range(12), range(12)) is None
    assert steps_together([1, np.nan] * 30, range(60)) is None


def test_noughts_are_said_in_words() -> None:
    result = ask(rows({"A": [12] * 14, "B": [0] * 14}), **AREAS)
    assert (result.exact, result.move) == (None, Move.ROSE)
    assert "B has none, so no ratio can be given" in said(result)
    assert KIND.reading(result).finding.endswith("A has 168, more than B with 0")
    none = ask(rows({"A": [0] * 14, "B": [0] * 14}), **AREAS)
    assert KIND.reading(none).finding.startswith("No incident in either")
    fewer = ask(rows({"A": [0] * 14, "B": [12] * 14}), **AREAS)
    assert fewer.move is Move.FELL


@pytest.mark.parametrize(("one", "other"), [(40, 20), (41, 20), (60, 20), (5, 1), (900, 2)])
def test_ratio_and_range_are_told_in_one_unit(one: int, other: int) -> None:
    result = ask(rows({"A": [one] * 36, "B": [other] * 36}), **AREAS)
    told = next(line for line in KIND.reading(result).sentences if "the likely range" in line)
    assert "times as many" in told
    assert "%" not in told


def test_a_range_without_a_useful_end_is_not_told_by_its_size() -> None:
    result = ask(rows({"A": [0] * 35 + [70], "B": [0] * 35 + [1]}), **AREAS)
    words = said(result)
    assert "%" not in words.split("the likely range")[1].split(".  ")[0].split(". ")[0]
    assert result.cautious is not None
    assert (NO_END in words) == (result.cautious.high > VAST)


def test_few_incidents_have_no_percentage_in_the_title() -> None:
    finding = KIND.reading(ask(rows({"A": [3] * 12, "B": [1] * 12}), **AREAS)).finding
    assert "%" not in finding
    assert "times" not in finding


def test_a_single_small_area_is_called_by_its_name() -> None:
    data = rows(THREE)
    named = Incidents(
        data.frame.with_columns(area_name=pl.col("area") + pl.lit(" Ward")),
        Precision.MONTH, "none", True,
    )  # fmt: skip
    assert ask(named, **AREAS).first.name == "A Ward"
    pair = ask(named, one=("A", "C"), other=("B",))
    assert (pair.first.name, pair.first.n) == ("First area", sum(THREE["A"]) + sum(THREE["C"]))


@pytest.mark.parametrize(
    ("given_", "says"),
    [
        ({"one": ("A",)}, "No second area"),
        ({"one": ("A", "B"), "other": ("B",)}, "in the first area and in the second"),
        ({"one": ("A",), "other": ("Z",)}, "lies in the second area"),
        ({**AREAS, "against": "Drugs"}, "only one pair"),
        ({}, "does not say what kind"),
        ({**AREAS, "first": "2023-01", "last": "2021-01"}, "after the last"),
        ({**AREAS, "first": "2033-01"}, "no complete month"),
    ],
)
def test_what_cannot_be_compared_is_refused(given_: dict[str, Value], says: str) -> None:
    with pytest.raises(CannotAnswerError, match=says):
        ask(rows(THREE), **given_)


def test_a_kind_is_not_compared_with_itself_or_with_nothing() -> None:
    data = rows({"ASB": [9] * 24}, "type")
    with pytest.raises(CannotAnswerError, match="with itself"):
        ask(data, type="ASB", against="ASB")
    with pytest.raises(CannotAnswerError, match="fewer than two kinds"):
        ask(data)


def test_a_gap_is_a_gap_in_both() -> None:
    result = ask(rows({"A": [6, None] * 8, "B": [5, None] * 8}), **AREAS)
    assert result.first.n == 48
    assert result.first.by_month[1] is None
    assert "left as gaps" in said(result)


def test_events_in_these_months_are_kept() -> None:
    events = (Event(date(2021, 5, 2), "Gates"), Event(date(2031, 5, 2), "Later"))
    result = KIND.run(Asked(rows(THREE), AREAS, events=events))
    assert [event.words for event in result.events] == ["Gates"]


def test_readers_outside_see_no_count_where_one_is_small() -> None:
    assert KIND.outside is not None
    large = ask(rows(THREE), **AREAS)
    assert KIND.outside(large, 5) == large
    small = KIND.outside(ask(rows({"A": [9] * 12, "B": [1, 2] + [0] * 10}), **AREAS), 5)
    assert KIND.table(small).rows == ()
    reading = KIND.reading(small)
    assert "fewer than 5" in reading.finding
    assert not reading.sentences
    assert not reading.working


def test_shares_of_all_do_not_tell_outside_how_few_others_there_are() -> None:
    assert KIND.outside is not None
    found = ask(rows({"A": [9] * 12, "B": [8] * 12, "C": [3] + [0] * 11}), **AREAS)
    assert found.first.share is not None
    shown = KIND.outside(found, 5)
    assert shown.first.share is None
    assert shown.second.share is None
    assert [row[2] for row in KIND.table(shown).rows] == [None] * 3
    assert "of all" not in said(shown)
    assert shown.first.n == found.first.n


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1, max_size=40),
    st.floats(0, 1e7),
)
def test_any_two_series_are_answered_and_kept_exactly(
    pairs: list[tuple[int, int]], size: float
) -> None:
    one, other = zip(*pairs, strict=True)
    result = ask(rows({"A": one, "B": other}), **AREAS, size_one=size, size_other=1000.0)
    reading, table = KIND.reading(result), KIND.table(result)
    assert "nan" not in " ".join((reading.finding, *reading.sentences, *reading.working))
    assert all(len(row) == len(table.columns) for row in table.rows)
    assert sum(part.share or 0 for part in (result.first, result.second)) <= 1 + 1e-9
    back = unpack(pack(result), SideBySide)
    assert KIND.reading(back) == reading
    assert pack(back) == pack(result)
