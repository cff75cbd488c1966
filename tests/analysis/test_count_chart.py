"""Limits on counts (count_chart): c, u and Laney's u', which is taken, and what is said."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date, datetime

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from workbench.analysis.codec import pack, unpack
from workbench.analysis.count_charts import CountChart
from workbench.analysis.count_limits import c_limits, laney_limits, spread, u_limits
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked, Event, Value
from workbench.analysis.kinds import count_chart
from workbench.domain.data import Precision
from workbench.errors import CannotAnswerError

# NIST wafers, a point exactly on the limit at place 2
WAFERS = [16, 14, 28, 16, 12, 20, 10, 12, 10, 17, 19, 17, 14, 16, 15, 13, 14, 16, 11, 20, 11, 19,
          16, 31, 13]  # fmt: skip
COUNTS = st.lists(st.one_of(st.none(), st.integers(0, 60)), min_size=1, max_size=40)


def as_numbers(values: Sequence[int | None]) -> np.ndarray:
    return np.array([np.nan if one is None else one for one in values], float)


def test_a_point_on_the_limit_is_no_signal() -> None:
    found = c_limits(WAFERS)
    assert found is not None
    assert (found.centre, found.lower[0], found.upper[0]) == (16, 4, 28)
    assert found.signals(WAFERS) == (23,)
    # and not for a rate either, where rounding might put it a hair outside
    for size in (0.1, 0.3, 7, 365.25):
        rated = u_limits(WAFERS, np.full(25, size))
        assert rated is not None
        assert rated.signals(np.array(WAFERS) / size) == (23,)


def test_u_limits_step_with_the_size() -> None:
    found = u_limits([10, 20, 30], [100, 200, 300])
    assert found is not None
    assert found.centre == pytest.approx(0.1)
    reach = 3 * np.sqrt(0.1 / np.array([100, 200, 300]))
    assert found.upper == pytest.approx(0.1 + reach)
    assert found.lower == pytest.approx(np.maximum(0, 0.1 - reach))
    assert found.signals([0.1, 0.1, 0.2]) == (2,)
    with pytest.raises(ValueError, match="above 0"):
        u_limits([1, 2], [1, 0])


@settings(max_examples=150, deadline=None)
@given(COUNTS, st.floats(0.1, 50), st.one_of(st.none(), st.integers(2, 30)))
def test_what_holds_for_all_counts(values: list[int | None], size: float, base: int | None) -> None:
    counts = as_numbers(values)
    plain, rated = c_limits(counts, base), u_limits(counts, np.full(counts.size, size), base)
    if plain is None:
        assert rated is None
        return
    assert rated is not None
    known = counts[~np.isnan(counts)][:base]
    assert plain.centre == pytest.approx(known.mean())
    assert plain.upper[0] == pytest.approx(known.mean() + 3 * np.sqrt(known.mean()))
    assert rated.upper * size == pytest.approx(plain.upper)
    assert rated.signals(counts / size) == plain.signals(counts)
    assert (plain.lower >= 0).all()
    wide = laney_limits(counts, np.full(counts.size, size), base)
    chance = laney_limits(counts, np.ones(counts.size), base)
    assert (wide is None) == (chance is None)
    if wide is None or chance is None:
        return
    assert wide.sigma_z == pytest.approx(chance.sigma_z)
    reach = wide.upper - wide.centre
    assert reach == pytest.approx(wide.sigma_z * (rated.upper - rated.centre))


def test_laney_by_hand_and_against_equal_sizes() -> None:
    counts, sizes = np.array([30.0, 44, 25, 61, 38]), np.array([31.0, 28, 31, 30, 31])
    found = laney_limits(counts, sizes)
    assert found is not None
    mean = counts.sum() / sizes.sum()
    scores = [(c / s - mean) / (mean / s) ** 0.5 for c, s in zip(counts, sizes, strict=True)]
    moving = sum(abs(b - a) for a, b in itertools.pairwise(scores)) / 4
    assert found.sigma_z == pytest.approx(moving / 1.128)
    # with equal sizes it is an XmR chart of the counts: 3 / 1.128 mean moving ranges
    equal = laney_limits(counts, np.ones(5))
    assert equal is not None
    reach = 3 * np.abs(np.diff(counts)).mean() / 1.128
    assert equal.upper == pytest.approx(counts.mean() + reach)
    # no range is taken across a gap
    gap = laney_limits([30, 44, np.nan, 61, 38], np.ones(5))
    assert gap is not None
    middle = np.sqrt(np.nanmean([30, 44, 61, 38]))
    assert gap.sigma_z == pytest.approx((14 + 23) / 2 / middle / 1.128)
    assert laney_limits([5, 5, 5], [1, 1, 1]) is None
    assert laney_limits([5, np.nan, 7], [1, 1, 1]) is None


def test_spread_is_chi_squared_over_its_freedom() -> None:
    assert spread(WAFERS) == pytest.approx(np.var(WAFERS, ddof=1) / np.mean(WAFERS))
    sizes = np.arange(1, 26)
    expected = sizes * sum(WAFERS) / sizes.sum()
    chi = stats.chisquare(WAFERS, expected).statistic
    assert spread(WAFERS, sizes) == pytest.approx(chi / 24)
    assert spread([0, 0, 0]) is None
    assert spread([4]) is None


def test_false_alarms_are_as_often_as_is_said() -> None:
    rng = np.random.default_rng(4)
    calm = [c_limits(x).signals(x) for x in rng.poisson(40, (600, 36))]  # type: ignore[union-attr]
    wild = rng.negative_binomial(40, 0.5, (600, 36))  # variance twice the mean
    loud = [c_limits(x).signals(x) for x in wild]  # type: ignore[union-attr]
    ones = np.ones(36)
    laney = [laney_limits(x, ones).signals(x) for x in wild]  # type: ignore[union-attr]
    rates = [np.mean([bool(one) for one in found]) for found in (calm, loud, laney)]
    assert rates == pytest.approx([0.1, 0.68, 0.13], abs=0.06)


# the question


def monthly(counts: Sequence[int | None]) -> Incidents:
    months = [datetime(2021 + i // 12, i % 12 + 1, 1) for i in range(len(counts))]
    kept = [(m, c) for m, c in zip(months, counts, strict=True) if c is not None]
    frame = pl.DataFrame(
        {"start": [m for m, _ in kept], "count": [c for _, c in kept]},
        schema={"start": pl.Datetime, "count": pl.Int64},
    )
    return Incidents(frame, Precision.MONTH, "none", True, "Made up")


def ask(counts: Sequence[int | None], **settings_: Value) -> CountChart:
    found = count_chart.run(Asked(monthly(counts), settings_))
    assert unpack(pack(found), CountChart) == found
    return found


CALM = [30, 27, 35, 24, 33, 29, 36, 28, 31, 26, 34, 25, 32, 30, 28]
WILD = [30, 57, 15, 44, 23, 69, 36, 8, 51, 26, 64, 25, 12, 70, 28]


def test_calm_counts_get_limits_of_chance_and_wild_ones_laneys() -> None:
    calm, wild = ask(CALM), ask(WILD)
    assert (calm.chart, wild.chart) == ("u", "laney")
    assert calm.sizes[:3] == (31 / 30, 28 / 30, 31 / 30)
    assert not calm.signals
    assert not wild.signals
    assert "limits of chance alone" in count_chart.reading(calm).sentences[0]
    assert "times as wide as those of chance alone" in count_chart.reading(wild).sentences[0]
    assert count_chart.reading(calm).tone == "same"


def test_a_month_far_out_is_said_with_its_count_first() -> None:
    result = ask([*CALM, 70], baseline=15)
    said = count_chart.reading(result)
    assert result.signals == (15,)
    assert said.finding == ("All incidents in Apr 2022: 70 (70 in 30 days), above the limit of 46")
    assert said.tone == "change"
    rows = count_chart.table(result).rows
    assert rows[15][-1] == "above the limits"
    assert rows[15][1:4] == (70, 30, 70.0)


def test_a_person_may_choose_and_is_told_what_the_counts_say() -> None:
    result = ask(WILD, chart="c")
    said = count_chart.reading(result)
    assert result.chart == "c"
    assert result.too_narrow
    assert result.upper[0] == pytest.approx(np.mean(WILD) + 3 * np.sqrt(np.mean(WILD)))
    assert said.says == "Limits too narrow"
    assert said.tone == "unsure"
    assert "too narrow" in said.caveat
    assert [column.name for column in count_chart.table(result).columns] == [
        "Month", "Incidents", "Mean", "Lower limit", "Upper limit", "Signal"
    ]  # fmt: skip
    low, high = int(np.ceil(result.lower[0])), int(np.floor(result.upper[0]))
    side = "outside the limits" in said.finding or f"{low} to {high}" in said.finding
    assert side
    assert not ask(CALM, chart="c").too_narrow


def test_a_c_chart_says_its_limits_in_whole_incidents() -> None:
    said = count_chart.reading(ask(CALM, chart="c"))
    mean = np.mean(CALM)
    low, high = np.ceil(mean - 3 * mean**0.5), np.floor(mean + 3 * mean**0.5)
    assert (
        said.finding == f"All incidents stayed within the limits, {low:.0f} to {high:.0f} a month"
    )


def test_rates_are_per_thousand_exposed() -> None:
    result = ask(CALM, exposed=45_000, exposed_what="homes")
    plain = ask(CALM)
    assert np.array(result.values) * 45 == pytest.approx(np.array(plain.values))
    assert result.signals == plain.signals
    assert "per 1,000 homes in 30 days" in count_chart.reading(result).finding
    unused = count_chart.reading(ask(CALM, chart="c", exposed=45_000))
    assert "the 45,000 residents are not used" in " ".join(unused.sentences)


def test_limits_under_twelve_months_are_provisional() -> None:
    assert count_chart.reading(ask(CALM[:8])).says == "Provisional"
    assert ask([3, 1, 0, 2, 4, 1, 0]).lower[0] == 0


def test_a_gap_is_a_gap() -> None:
    result = ask([*CALM[:5], None, *CALM[6:]])
    assert result.values[5] is None
    assert count_chart.table(result).rows[5][-1] == "no data"
    assert "Jun 2021" in " ".join(count_chart.reading(result).sentences)


@pytest.mark.parametrize(
    ("counts", "settings_", "words"),
    [
        ([], {}, "at least six complete months"),
        ([3, 4, 5], {}, "at least six complete months"),
        ([0] * 12, {}, "no incident"),
        ([0] * 6 + [4] * 6, {"baseline": 6}, "first 6 months"),
        ([30, None] * 6, {"chart": "laney"}, "Laney"),
    ],
)
def test_what_cannot_be_answered_is_said(
    counts: list[int | None], settings_: dict[str, Value], words: str
) -> None:
    with pytest.raises(CannotAnswerError, match=words) as refusal:
        ask(counts, **settings_)
    assert "Nothing was changed" in str(refusal.value)


def test_events_of_the_time_shown_are_kept() -> None:
    events = (Event(date(2021, 3, 4), "Locks"), Event(date(2030, 1, 1), "Never"))
    found = count_chart.run(Asked(monthly(CALM), events=events))
    assert found.events == events[:1]
