"""Before and after without a control (two_periods): ratios, tests, noughts, seasons, words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from math import inf
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats
from statsmodels.stats.rates import etest_poisson_2indep, test_poisson_2indep

from workbench.analysis.codec import pack, unpack
from workbench.analysis.comparison import cautious_ratio, rate_ratio, spread_ratio
from workbench.analysis.equal_rates import equal_rates, score_test
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked, Event, Value
from workbench.analysis.kinds.two_periods import KIND, TwoPeriods
from workbench.analysis.ratio_words import NO_END, VAST
from workbench.analysis.spans import even_seasons
from workbench.analysis.verdict import Move
from workbench.domain.data import Precision
from workbench.errors import CannotAnswerError

COUNTS, TIMES = st.integers(0, 300), st.floats(0.2, 5)
rates_test = test_poisson_2indep
del test_poisson_2indep  # no test of ours


def series(counts: Sequence[int | None], first: int = 2021) -> Incidents:
    """A row a month with its count; none where it is None."""
    months = [datetime(first + i // 12, i % 12 + 1, 1) for i in range(len(counts))]
    kept = [(m, c) for m, c in zip(months, counts, strict=True) if c is not None]
    frame = pl.DataFrame(
        {"start": [m for m, _ in kept], "count": [c for _, c in kept]},
        schema={"start": pl.Datetime, "count": pl.Int64},
    )
    return Incidents(frame, Precision.MONTH, "none", True, "Made up")


def noisy(mean: float, months: int, seed: int = 1) -> list[int]:
    return np.random.default_rng(seed).poisson(mean, months).tolist()


def ask(counts: Sequence[int | None], **given_: Value) -> TwoPeriods:
    return KIND.run(Asked(series(counts), given_))


def said(result: TwoPeriods) -> str:
    return " ".join(KIND.reading(result).sentences)


@pytest.mark.parametrize(
    ("counts", "times"),
    [((3000, 2900), (1, 1)), ((10_000, 9_800), (365, 366)), ((5, 9), (2, 1)), ((0, 6), (1, 3))],
)
def test_score_test_is_that_of_statsmodels(
    counts: tuple[int, int], times: tuple[float, float]
) -> None:
    (first, second), (one, other) = counts, times
    theirs = rates_test(first, one, second, other, method="score").pvalue
    assert score_test(first, second, one, other) == pytest.approx(theirs, rel=1e-9)


def test_the_exact_test_is_the_usual_one_and_the_e_test_only_where_it_is_asked_for() -> None:
    assert equal_rates(60, 41, 1, 2)[0] == "exact test"
    name, p = equal_rates(60, 41, 1, 2, asked="e")
    assert name == "E-test"
    assert p == pytest.approx(etest_poisson_2indep(60, 1, 41, 2, method="score")[1], abs=2e-3)
    assert equal_rates(1999, 1999, asked="e")[0] == "E-test"
    assert equal_rates(2000, 1999, asked="e")[0] == "score test"
    assert score_test(0, 0) == 1
    assert equal_rates(0, 0) == ("", 1.0)


def test_the_exact_test_never_contradicts_the_exact_range() -> None:
    for first in range(61):
        for second in range(1, 61):
            span, (_, p) = rate_ratio(first, second), equal_rates(first, second)
            assert span is not None
            assert (p < 0.05) == span.excludes(1), (first, second)


@settings(max_examples=200, deadline=None)
@given(COUNTS, st.integers(1, 300), TIMES, TIMES)
def test_exact_range_and_central_p_agree(after: int, before: int, one: float, other: float) -> None:
    found = rate_ratio(after, before, one, other)
    assert found is not None
    assert found.low <= found.estimate <= found.high
    total, share = after + before, one / (one + other)
    tails = stats.binom.cdf(after, total, share), stats.binom.sf(after - 1, total, share)
    p = 2 * min(tails)  # twice the smaller tail of the exact test
    if abs(p - 0.05) > 1e-6:
        assert found.excludes(1) == (p < 0.05)


def test_exact_range_by_searching_for_its_ends() -> None:
    """At either end, what was seen or beyond has a chance of 2.5%: found without betas."""
    after, before, one, other = 7, 22, 3.0, 5.0

    def share(ratio: float) -> float:
        return ratio * one / (ratio * one + other)

    total = after + before
    high = optimize.brentq(lambda r: stats.binom.cdf(after, total, share(r)) - 0.025, 0.01, 50)
    low = optimize.brentq(lambda r: stats.binom.sf(after - 1, total, share(r)) - 0.025, 0.01, 50)
    found = rate_ratio(after, before, one, other)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-9)


@settings(max_examples=200, deadline=None)
@given(COUNTS, st.integers(1, 300), st.floats(1, 8))
def test_cautious_range_widens_with_what_months_vary(after: int, before: int, phi: float) -> None:
    mild, found = cautious_ratio(after, before, 1.0), cautious_ratio(after, before, phi)
    assert mild is not None
    assert found is not None
    assert found.low <= mild.low + 1e-12
    assert found.high >= mild.high * (1 - 1e-12) or found.high == inf
    if min(after, before) >= 10:
        assert found == spread_ratio(after, before, phi)
    elif phi == 1:
        assert found == rate_ratio(after, before)


def test_cautious_range_holds_its_promise_for_few_incidents() -> None:
    """Counts twice as variable as chance: the range must miss the truth in 1 of 20, or fewer."""
    rng, phi, mean = np.random.default_rng(4), 2.0, 8.0
    made = rng.negative_binomial(mean / (phi - 1), 1 / phi, (1500, 2))
    ranges = [cautious_ratio(int(b), int(a), phi) for a, b in made if a]
    assert np.mean([one is not None and one.excludes(1) for one in ranges]) < 0.05


def test_a_clear_fall() -> None:
    result = ask(noisy(60, 24) + noisy(35, 12, 2), before_first="2021-01", before_last="2022-12",
                 after_first="2023-01", after_last="2023-12")  # fmt: skip
    assert (len(result.before.months), len(result.after.months)) == (24, 12)
    assert (result.move, result.phi.estimated, result.even) == (Move.FELL, True, True)
    assert result.exact == rate_ratio(result.now, result.then, 365, 730)
    reading = KIND.reading(result)
    assert reading.finding.startswith(f"All incidents fell from {result.then:,} in 24 months to ")
    assert reading.grave
    assert "regression to the mean" in reading.caveat
    assert "Both periods hold the same months" in said(result)


def test_without_months_the_latest_year_is_compared_with_the_one_before() -> None:
    result = ask([50] * 30)
    assert [m.isoformat()[:7] for m in (result.before.first, result.after.last)] == [
        "2021-07", "2023-06",
    ]  # fmt: skip
    assert "No months were chosen" in said(result)
    half = ask([50] * 18)
    assert (half.before.words, half.after.words) == (
        "Jan 2021 to Jun 2021", "Jan 2022 to Jun 2022",
    )  # fmt: skip
    short = ask([50] * 7)
    assert (short.before.words, short.after.words) == (
        "Feb 2021 to Apr 2021", "May 2021 to Jul 2021",
    )  # fmt: skip
    assert not short.even
    assert "may be the season" in said(short)


def test_only_like_months_are_compared_unless_told_otherwise() -> None:
    when: dict[str, Value] = {
        "before_first": "2021-01", "before_last": "2022-12",
        "after_first": "2023-01", "after_last": "2023-03",
    }  # fmt: skip
    counts = [10] * 24 + [20] * 3
    result = ask(counts, **when)
    assert (result.then, result.now, result.matched, result.even) == (60, 60, True, True)
    assert "compared: Jan, Feb and Mar" in said(result)
    eleven = ask([9] * 11 + [None] + [9] * 12)
    assert "compared: all but Dec" in said(eleven)
    loose = ask(counts, **when, same=False)
    assert (loose.then, loose.matched, loose.even) == (240, False, False)
    assert "may be the season" in said(loose)


def test_seasons_are_even_only_in_proportion() -> None:
    year = [date(2021, m, 1) for m in range(1, 13)]
    assert even_seasons(year + year, year)
    assert not even_seasons(year + year[:6], year)


@pytest.mark.parametrize(
    ("counts", "move", "words"),
    [
        ([20] * 12 + [0] * 12, Move.FELL, "There were none after; the likely range is"),
        ([0] * 12 + [20] * 12, Move.ROSE, "no percentage can be given. So many"),
        ([0] * 12 + [1] + [0] * 11, Move.UNSURE, "no percentage can be given."),
        ([0] * 24, Move.UNSURE, ""),
    ],
    ids=["none after", "none before", "one after none", "none at all"],
)
def test_noughts_are_said_in_words(counts: list[int], move: Move, words: str) -> None:
    result = ask(counts)
    assert result.move is move
    assert words in said(result)
    if not sum(counts):
        assert (result.exact, result.cautious, result.test) == (None, None, "")
        assert KIND.reading(result).finding.startswith("No incident in either period")
    if counts[0] and not counts[-1]:
        assert result.exact is not None
        assert result.exact.low == 0


@pytest.mark.parametrize(
    "counts", [[0] * 11 + [1, *[0] * 11, 40], [1] * 12 + [900] * 12, [0] * 11 + [1, *[300] * 12]]
)
def test_a_rise_too_large_for_a_percentage_is_told_in_times(counts: list[int]) -> None:
    result = ask(counts)
    words = said(result) + KIND.reading(result).finding
    told = [float(one.replace(",", "")) for one in re.findall(r"([\d,]+)%", words)]
    assert all(one <= 1000 for one in told)
    assert "times as many" in words
    assert result.cautious is not None
    assert (NO_END in words) == (result.cautious.high > VAST)


def test_few_incidents_have_no_percentage_in_the_title() -> None:
    assert "%" not in KIND.reading(ask([1] * 12 + [0] * 12)).finding
    assert "%" in KIND.reading(ask([50] * 12 + [20] * 12)).finding


def test_what_cannot_be_told_says_what_could_have_been_seen() -> None:
    result = ask([5] * 12 + [4] * 12)
    assert KIND.reading(result).says == "Cannot tell"
    assert result.variation is not None
    assert "only a fall of about" in said(result)

    # brute force: the mildest ratio whose power is 80%
    def power(ratio: float) -> float:
        spread = np.sqrt(result.variation.factor * (1 / 60 + 1 / (60 * ratio)))
        return float(stats.norm.sf(1.959964 - abs(np.log(ratio)) / spread))

    assert result.detectable is not None
    assert power(result.detectable) == pytest.approx(0.8, abs=2e-3)


@pytest.mark.parametrize(
    ("given_", "says"),
    [
        ({"before_first": "2021-01"}, "not all chosen"),
        ({"before_first": "2021-01", "before_last": "2021-12", "after_first": "2021-06",
          "after_last": "2022-06"}, "overlap"),
        ({"before_first": "2011-01", "before_last": "2011-12", "after_first": "2021-06",
          "after_last": "2022-06"}, "no complete month"),
    ],
)  # fmt: skip
def test_periods_that_cannot_be_compared_are_refused(given_: dict[str, Value], says: str) -> None:
    with pytest.raises(CannotAnswerError, match=says):
        ask([5] * 24, **given_)


def test_one_month_is_refused() -> None:
    with pytest.raises(CannotAnswerError, match="two complete months"):
        ask([5])


def test_a_gap_is_not_a_nought() -> None:
    result = ask([10] * 6 + [None] + [10] * 17)
    assert result.then == 110
    assert "Jul 2021" in said(result)


def test_events_between_the_periods_are_kept() -> None:
    events = (Event(date(2021, 5, 2), "Gates"), Event(date(2031, 5, 2), "Later"))
    result = KIND.run(Asked(series([9] * 24), {}, events=events))
    assert [event.words for event in result.events] == ["Gates"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.none(), st.integers(0, 10**6)), min_size=2, max_size=50))
def test_any_series_is_answered_or_refused_and_kept_exactly(counts: list[Any]) -> None:
    try:
        result = ask(counts)
    except CannotAnswerError as told:
        refused = str(told)
    else:
        refused = ""
        assert_whole(result)
    assert not refused or "Nothing was changed" in refused


def assert_whole(result: TwoPeriods) -> None:
    """Its sums agree, its words hold no gap, and it is kept exactly."""
    assert result.basis.n == result.then + result.now
    reading, table = KIND.reading(result), KIND.table(result)
    assert "nan" not in " ".join((reading.finding, *reading.sentences, *reading.working))
    assert all(len(row) == len(table.columns) for row in table.rows)
    back = unpack(pack(result), TwoPeriods)
    assert KIND.reading(back) == reading
    assert pack(back) == pack(result)


@pytest.mark.parametrize("counts", [[0] * 30 + [10**6] + [0] * 17, [10**9] + [0] * 47])
def test_a_single_great_month_is_answered(counts: list[int]) -> None:
    result = ask(counts)
    assert result.phi.phi >= 1
    assert KIND.reading(result).finding
