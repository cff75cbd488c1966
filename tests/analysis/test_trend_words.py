"""What is said of counts and limits by month never contradicts the figures beside it."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.test_time_kinds import ask, summed, totals
from workbench.analysis.codec import pack, unpack
from workbench.analysis.kinds.count_chart import KIND as COUNTS
from workbench.analysis.kinds.run_chart import KIND as RUNS
from workbench.analysis.kinds.trend import KIND as TREND
from workbench.analysis.trend_words import OVER, usual_of
from workbench.analysis.trends import ALIKE, APART, HALF_ALIKE, SHORT, Trend
from workbench.analysis.xmr import anhoej, beyond, both_sides, came_back, within
from workbench.errors import CannotAnswerError

DIP = [22, 23, 21, 12, 16, 20, 17, 19, 23, 17, 17, 14, 9, 12, 14, 9, 11, 13, 16, 16, 20, 14, 22,
       17, 13, 20, 19, 20, 19, 14, 23, 9, 15, 19, 20, 22]  # fmt: skip
DROP = [9] * 30 + [0] * 18
few = settings(max_examples=80, deadline=None)


def trend(counts: list[int | None], **given_: Any) -> Trend:
    found = ask(TREND, summed(totals(counts)), **given_)
    assert unpack(pack(found), Trend) == found
    return found


def figures(words: str) -> tuple[float, float]:
    ends = [float(one.replace(",", "")) for one in words.split(" to ")]
    return ends[0], ends[-1]


# the usual range


@given(st.floats(0, 2000), st.floats(0, 300), st.integers(0, 2500))
@few
def test_a_count_outside_never_reads_as_inside(lower: float, wide: float, count: int) -> None:
    low, high, places = within(lower, lower + wide)
    assert low <= high
    outside = bool(beyond([count], lower, lower + wide))
    assert outside == (not low <= count <= high)
    assert places == 0 or not any(
        lower <= whole <= lower + wide for whole in range(int(lower), int(lower + wide) + 2)
    )


@pytest.mark.parametrize("limit", [0.1 + 0.2, 1.1 * 3, 20 - 1e-12, 20 + 1e-12])
def test_rounding_puts_no_value_outside_its_limit(limit: float) -> None:
    value = round(limit, 6)
    assert beyond([value], 0, limit) == ()
    assert beyond([value], limit, 99) == ()


@given(st.lists(st.integers(0, 12), min_size=12, max_size=20), st.integers(0, 30))
@few
def test_titles_and_limits_agree(counts: list[int], last: int) -> None:
    result = trend([*counts, last])
    if not result.phases:
        return
    low, high = figures(usual_of(result.phases[-1]))
    for at, count in enumerate(result.counts):
        assert count is not None
        assert (at in result.signals) == (not low <= count <= high)
    told = TREND.reading(result).finding
    if found := re.search(r": (\d+), (above|below) the usual ([\d.]+(?: to [\d.]+)?) a", told):
        ends = figures(found[3])
        assert int(found[1]) > ends[1] if found[2] == "above" else int(found[1]) < ends[0]


def test_a_count_just_outside_is_not_within_the_usual_of_its_title() -> None:
    counts = [11, 14, 8, 12, 9, 14, 10, 11, 14, 9, 12, 8]
    phase = trend([*counts, 21]).phases[-1]
    assert 20.5 < phase.upper < 21  # rounded it would read 21
    told = TREND.reading(trend([*counts, 21])).finding
    assert told.endswith(f": 21, above the usual {usual_of(phase)} a month")
    assert usual_of(phase).endswith(" to 20")
    assert "to 20 a month come from" in " ".join(TREND.reading(trend([*counts, 21])).sentences)


@given(st.lists(st.integers(0, 60), min_size=12, max_size=30))
@few
def test_limits_of_chance_are_said_as_they_judge(counts: list[int]) -> None:
    try:
        result = ask(COUNTS, summed(totals(counts)), chart="c")
    except CannotAnswerError:
        return
    told = re.search(r"limits, ([\d,.]+(?: to [\d,.]+)?) a month", COUNTS.reading(result).finding)
    if told:
        low, high = figures(told[1])
        for at, count in enumerate(result.counts):
            assert (at in result.signals) == (not low <= count <= high)


# why there are no limits


@pytest.mark.parametrize(
    ("counts", "given_", "why"),
    [
        ([5] * 12 + [9, 9, 8, 9], {}, ALIKE),
        ([5] * 5 + [None] + [6] * 4, {}, ALIKE),
        ([5, 6] * 6 + [7], {"baseline_first": "2022-10"}, SHORT),
        ([5, None, 6, None] * 8, {}, APART),
        ([5, 5, 5, 6] * 4, {"limits": "median"}, HALF_ALIKE),
        ([None, 5, None, 6] * 8, {"limits": "median"}, APART),
        ([5] * 12 + [9, 8], {"limits": "median"}, ALIKE),
    ],
)
def test_the_reason_for_no_limits_is_the_true_one(
    counts: list[int | None], given_: dict[str, Any], why: str
) -> None:
    result = trend(counts, **given_)
    assert (result.phases, result.unset) == ((), why)
    told = " ".join(TREND.reading(result).sentences)
    words = {
        ALIKE: "the same from month to month", SHORT: "months with data in the baseline",
        APART: "follow each other", HALF_ALIKE: "Half of the months",
    }  # fmt: skip
    assert [key for key, part in words.items() if part in told] == [why]


@given(st.lists(st.one_of(st.none(), st.integers(0, 3)), min_size=6, max_size=40))
@few
def test_the_title_without_limits_follows_the_runs(counts: list[int | None]) -> None:
    result = trend([4, *counts])
    reading = TREND.reading(result)
    shifted = bool(result.runs and result.runs.signal)
    if not result.phases:
        assert (reading.tone == "change") is shifted
        assert ("shift" in reading.finding) == (result.runs is not None)
    told = " ".join(reading.sentences)
    if reading.finding.startswith("A lasting shift"):
        assert "a lasting shift." in told
        assert "no lasting shift" not in told


def test_a_drop_to_nothing_is_a_shift_in_title_and_text() -> None:
    reading = TREND.reading(trend(list(DROP)))
    assert reading.finding == "A lasting shift downwards in all incidents"
    assert (reading.says, reading.tone) == ("A lasting shift", "change")


# shifts that are over


def test_a_dip_that_is_over_is_no_lasting_shift() -> None:
    one, other = trend(list(DIP), baseline=36), ask(RUNS, summed(totals(DIP)))
    for kind, found in ((TREND, one), (RUNS, other)):
        reading = kind.reading(found)
        assert (reading.says, reading.tone) == (OVER, "change")
        assert reading.finding.startswith("All incidents shifted and came back: ")
        assert reading.finding.endswith("from Dec 2022 to Aug 2023")
        assert "lasting" not in reading.finding + " ".join(reading.sentences)


@pytest.mark.parametrize("up", [1, -1])
@given(st.integers(0, 10_000), st.integers(9, 14))
@few
def test_what_goes_on_lasts_and_what_ended_may_not(up: int, seed: int, long: int) -> None:
    rng = np.random.default_rng(seed)
    calm = rng.permutation([-1.0, 1] * 8)
    run = np.full(long, float(up))
    for lasting in (np.concatenate([calm, run]), np.concatenate([run, calm])):
        runs = anhoej(lasting, 0)
        assert runs is not None
        assert not came_back(lasting, runs)
    between = np.concatenate([calm, [-up], run, [-up], rng.permutation(calm)])
    runs = anhoej(between, 0)
    assert runs is not None
    ended = np.flatnonzero(between == -up)
    if runs.longest == long > runs.longest_allowed and came_back(between, runs):
        assert ended[0] < 17 < ended[-1]
        assert both_sides(between[:17], 0)
    level = np.concatenate([calm, run, np.full(12, -float(up))])
    found = anhoej(level, 0)
    assert found is not None
    assert not came_back(level, found)  # it went on to the other side


def test_both_sides_is_seldom_denied_to_chance_and_not_given_to_a_shift() -> None:
    rng = np.random.default_rng(5)
    fair = np.mean([both_sides(row, 0) for row in rng.choice([-1, 1], (2000, 16))])
    off = np.mean([both_sides(row, 0) for row in np.where(rng.random((2000, 16)) < 0.95, 1, -1)])
    assert fair > 0.85
    assert off < 0.06
    assert not both_sides([1, -1, 1, -1], 0)


@given(st.lists(st.integers(0, 30), min_size=24, max_size=48))
@few
def test_a_direction_never_goes_against_the_ends(counts: list[int]) -> None:
    reading = TREND.reading(trend(list(counts), baseline=36))
    third = len(counts) // 3
    by = np.mean(counts[-third:]) - np.mean(counts[:third])
    if "upwards" in reading.finding:
        assert by > 0
    if "downwards" in reading.finding:
        assert by < 0


# counts that vary smoothly


def test_limits_that_miss_a_shift_do_not_reassure() -> None:
    result = ask(COUNTS, summed(totals(DROP)))
    reading = COUNTS.reading(result)
    assert (result.chart, result.signals) == ("u", ())
    assert (reading.says, reading.tone) == ("Cannot tell", "unsure")
    assert "yet vary more than chance gives" in reading.finding
    assert "look at the run chart" in " ".join(reading.sentences)


@given(
    st.lists(st.integers(0, 40), min_size=12, max_size=40), st.sampled_from(["auto", "c", "u"]),
    st.booleans(),
)  # fmt: skip
@few
def test_nothing_reassures_that_varies_more_than_its_limits_allow(
    counts: list[int], chart: str, smooth: bool
) -> None:
    try:
        result = ask(COUNTS, summed(totals(sorted(counts) if smooth else counts)), chart=chart)
    except CannotAnswerError:
        return
    if COUNTS.reading(result).tone == "same":
        assert result.spread <= 1.3 or result.sigma_z > 1
        assert "yet vary" not in COUNTS.reading(result).finding


def test_wild_counts_without_a_shift_are_not_called_smooth() -> None:
    rng = np.random.default_rng(2)
    drawn = rng.negative_binomial(20, 1 / 3, (150, 36)).tolist()
    found = [ask(COUNTS, summed(totals(row))).smooth for row in drawn]
    assert np.mean(found) < 0.05


# small words


def test_no_month_at_all_is_none() -> None:
    with pytest.raises(CannotAnswerError, match="this has none"):
        ask(COUNTS, summed(totals([])))


def test_one_month_of_a_baseline_and_a_run_of_one_are_said_so() -> None:
    one = RUNS.reading(ask(RUNS, summed(totals([5])), baseline=10))
    told = " ".join((*one.sentences, *one.working))
    assert "that of the first month." in told
    assert "one months" not in told
    turns = RUNS.reading(ask(RUNS, summed(totals([4, 6] * 6))))
    assert "above the median, in Dec 2022." in " ".join(turns.sentences)


@pytest.mark.parametrize(
    ("counts", "says"),
    [
        ([1] * 12 + [9] * 12, "crossed once"),
        ([1] * 6 + [9] * 12 + [1] * 6, "crossed twice"),
        ([1] * 6 + [9] * 6 + [1] * 6 + [9] * 6, "crossed 3 times"),
        (DROP, "never crossed"),
    ],
)
def test_crossings_are_counted_in_words(counts: list[int], says: str) -> None:
    told = " ".join(RUNS.reading(ask(RUNS, summed(totals(counts)))).sentences)
    assert f"the middle is {says} (chance" in told


def test_earlier_changes_are_not_said_to_be_as_large() -> None:
    counts = [8, 9, 10, 9, 8, 9] * 2 + [20, 9, 40, 9]
    told = " ".join(TREND.reading(trend(list(counts))).sentences)
    assert "Three earlier changes were larger than is usual too." in told
    assert "as large" not in told
