"""Cumulative sums (cusum): published tables, a slow reckoning, and the words."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis import codec
from workbench.analysis.cusum import cusum, run_length, spells, watch
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked, Event
from workbench.analysis.kinds import cusum as kind
from workbench.domain.data import Precision
from workbench.errors import CannotAnswerError

# Montgomery (2013), table 9.1: ten more values after a shift of one sigma at the twenty-first.
SHIFTED = [9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.20, 10.34, 9.03, 11.47, 10.51,
           9.40, 10.08, 9.37, 10.62, 10.31, 8.52, 10.84, 10.90, 9.33, 12.29, 11.50, 10.60, 11.08,
           10.38, 11.62, 11.31, 10.52]  # fmt: skip
VALUES = st.lists(st.one_of(st.floats(-50, 50), st.just(float("nan"))), min_size=1, max_size=60)


def test_montgomery_table_9_2() -> None:
    found = cusum(SHIFTED, 10)
    assert found.above == (28,)
    assert found.below == ()
    np.testing.assert_allclose(found.high[-8:], [1.79, 2.79, 2.89, 3.47, 3.35, 4.47, 5.28, 5.30])
    np.testing.assert_allclose(found.low[:7], [0.05, 1.56, 1.77, 0, 0, 0, 1.46], atol=1e-12)
    assert found.run_high[28] == 7
    _, (shift,) = watch(SHIFTED, 10)
    # period 29 signals with N+ = 7, so the last old period is 22 and the new mean 11.25
    assert (shift.at + 1 - shift.run, shift.start) == (22, 22)
    assert shift.level == pytest.approx(11.25, abs=0.01)


def test_raw_units_as_in_the_nist_handbook() -> None:
    """NIST 6.3.2.3: group means with target 325, k = 0.3175 and h = 4.1959 in their own unit."""
    means = [324.925, 324.675, 324.725, 324.350, 325.350, 325.225, 324.125, 324.525, 325.225,
             324.600, 324.625, 325.150, 328.325, 327.250, 327.825, 328.500, 326.675, 327.775,
             326.875, 328.350]  # fmt: skip
    found = cusum(means, 325, 1, 0.3175, 4.1959)
    by_hand, total = [], 0.0
    for value in means:
        total = max(0.0, total + value - 325 - 0.3175)
        by_hand.append(total)
    np.testing.assert_allclose(found.high, by_hand)
    assert found.high[[12, 13]] == pytest.approx([3.0075, 4.94], abs=0.001)
    assert found.above == (13,)
    assert found.below == ()
    in_sigma = cusum(means, 325, 0.635, 0.5, 4.1959 / 0.635)
    np.testing.assert_allclose(in_sigma.high * 0.635, found.high)


@pytest.mark.parametrize(
    ("h", "start", "lengths"),
    [
        (4, 0, {0: 168, 0.25: 74.2, 0.5: 26.6, 1: 8.38, 2: 3.34, 3: 2.19}),
        (5, 0, {0: 465, 0.25: 139, 0.5: 38.0, 1: 10.4, 2: 4.01, 3: 2.57}),
        (4, 2, {0: 149, 1: 5.29}),
        (5, 2.5, {0: 430}),
    ],
)
def test_run_lengths_of_the_textbook(h: float, start: float, lengths: dict[float, float]) -> None:
    """Montgomery (2013), tables 9.3 and 9.4; with a head start, Lucas and Crosier (1982)."""
    for shift, length in lengths.items():
        assert run_length(0.5, h, shift, start) == pytest.approx(length, rel=0.005)


def test_run_length_is_what_simulation_gives() -> None:
    rng = np.random.default_rng(5)
    lengths = []
    for _ in range(400):
        values = rng.normal(1, 1, 200)
        found = cusum(values)
        lengths.append(min([*found.above[:1], *found.below[:1]]) + 1)
    assert run_length(shift=1.0) == pytest.approx(np.mean(lengths), rel=0.1)


@given(VALUES, st.floats(0, 2), st.floats(0.1, 8), st.floats(0, 3))
def test_sums_by_a_slow_reckoning(
    values: list[float], k: float, h: float, head_start: float
) -> None:
    found = cusum(values, 1.5, 2.0, k, h, head_start)
    high = low = head_start
    for place, value in enumerate(values):
        if np.isnan(value):
            assert np.isnan(found.high[place])
            continue
        z = (value - 1.5) / 2
        high, low = max(0, high + z - k), max(0, low - z - k)
        assert found.high[place] == pytest.approx(high, abs=1e-9)
        assert found.low[place] == pytest.approx(low, abs=1e-9)
    mirrored = cusum([3 - value for value in values], 1.5, 2.0, k, h, head_start)
    np.testing.assert_allclose(mirrored.high, found.low, atol=1e-9)


@given(VALUES)
def test_watching_starts_anew_after_each_signal(values: list[float]) -> None:
    found, shifts = watch(values, 0, 1, 0.5, 4)
    assert found.high.shape == (len(values),)
    for shift in shifts:
        assert shift.start <= shift.at
        assert (found.high if shift.up else found.low)[shift.at] > 4
        rest = cusum(values[shift.at + 1 :], 0, 1, 0.5, 4)
        if rest.high.size and not np.isnan(rest.high[0]):
            assert found.high[shift.at + 1] == rest.high[0]
    between = np.ones(len(values), bool)
    between[[shift.at for shift in shifts]] = False
    known = between & ~np.isnan(values)
    assert (found.high[known] <= 4).all()
    assert (found.low[known] <= 4).all()


def test_bad_settings_are_refused() -> None:
    with pytest.raises(ValueError, match="above 0"):
        cusum([1, 2], 0, 0)
    assert watch([])[1] == ()


# the question


def monthly(counts: list[int], year: int = 2021) -> Incidents:
    """Rows at the first of each month from January, so many each."""
    days = [datetime(year + i // 12, i % 12 + 1, 1) for i, n in enumerate(counts) for _ in range(n)]
    return Incidents(pl.DataFrame({"start": days}), Precision.MONTH, source="made for tests")


BASE = [40, 43, 36, 41, 39, 42, 40, 37, 44, 41, 38, 42]
ROSE = [*BASE, 40, 38, 52, 55, 58, 54, 57, 56, 53, 55, 59, 54]


def test_a_small_rise_is_found_and_said() -> None:
    event = Event(date(2022, 3, 3), "Locks fitted")
    found = kind.run(Asked(monthly(ROSE), events=(event,)))
    said = kind.reading(found)
    assert said.finding.startswith("All incidents rose to about 55 a month, from Mar 2022")
    assert "the expected 40 a month" in said.finding
    assert (said.says, said.tone) == ("Rose", "change")
    assert found.events == (event,)
    assert found.assumed
    assert found.phi == 2
    z = (np.array(ROSE) - found.expected) / np.sqrt(2 * found.expected)
    assert found.shifts[0].at == cusum(z, 0, 1, 0.5, 5).above[0]
    rows = kind.table(found).rows
    assert len(rows) == 24
    assert rows[found.shifts[0].at][-1] == "shift upwards"
    assert codec.pack(codec.unpack(codec.pack(found), kind.CusumChart)) == codec.pack(found)


def test_a_faster_chart_signals_no_later() -> None:
    slow = kind.run(Asked(monthly(ROSE)))
    fast = kind.run(Asked(monthly(ROSE), {"decision": "4"}))
    assert fast.shifts[0].at < slow.shifts[0].at


def test_a_fall_and_the_days_of_months() -> None:
    counts = [round(n * 0.6) if i > 13 else n for i, n in enumerate(BASE * 2)]
    said = kind.reading(kind.run(Asked(monthly(counts))))
    assert said.finding.startswith("All incidents fell to about 24 a month, from Mar 2022")
    # so many a day, whatever the length of the month: nothing lies beyond what was expected
    even = [310 if m in (1, 3, 5, 7, 8, 10, 12) else 280 if m == 2 else 300
            for m in range(1, 13)]  # fmt: skip
    found = kind.run(Asked(monthly(even * 2)))
    assert np.nanmax(found.high) == np.nanmax(found.low) == 0
    assert kind.reading(found).says == "No lasting shift"


def test_a_season_is_allowed_for_once_two_years_show_it() -> None:
    year = [60, 55, 50, 42, 35, 30, 28, 31, 38, 45, 52, 58]
    counts = [2 * n for n in year] * 4
    short = kind.run(Asked(monthly(counts)))
    assert short.shifts
    assert short.swings
    assert kind.reading(short).caveat.startswith("This changes with the seasons")
    long = kind.run(Asked(monthly(counts), {"baseline": 24}))
    assert long.season
    assert not long.shifts
    assert not kind.reading(long).caveat.startswith("This changes")
    off = kind.run(Asked(monthly(counts), {"baseline": 24, "season": "no"}))
    assert not off.season


def test_spread_is_that_of_the_counts_and_a_shift_does_not_hide_it() -> None:
    rng = np.random.default_rng(11)
    made = [rng.negative_binomial(30, 0.5, 48).tolist() for _ in range(30)]  # variance 2 x mean
    found = [kind.run(Asked(monthly(one), {"baseline": 40, "season": "no"})).phi for one in made]
    assert np.mean(found) == pytest.approx(2, abs=0.2)
    stepped = kind.run(Asked(monthly([20] * 20 + [60] * 20), {"baseline": 40, "season": "no"}))
    assert stepped.phi < 2


def test_an_unsteady_baseline_is_no_level() -> None:
    counts = [20] * 9 + [60] * 9 + [40] * 12
    said = kind.reading(kind.run(Asked(monthly(counts), {"baseline": 18})))
    assert said.tone == "unsure"
    assert "the baseline itself shifts" in said.finding
    later = kind.run(Asked(monthly(counts), {"baseline_first": "2022-07"}))
    assert later.locked
    assert later.base_first == 18


def test_too_little_and_nothing_are_refused_in_words() -> None:
    with pytest.raises(CannotAnswerError, match="at least 12 complete months"):
        kind.run(Asked(monthly(BASE[:11])))
    with pytest.raises(CannotAnswerError, match="Choose an earlier month"):
        kind.run(Asked(monthly(ROSE), {"baseline_first": "2022-09"}))
    with pytest.raises(CannotAnswerError, match="within, or leave it empty"):
        kind.run(Asked(monthly(ROSE), {"baseline_first": "2019-09"}))
    with pytest.raises(CannotAnswerError, match="gives only the month"):
        kind.run(Asked(monthly(ROSE), {"unit": "week"}))
    typed = monthly(ROSE)
    late = typed.frame.with_columns(
        pl.when(pl.col("start") > datetime(2022, 6, 1)).then(pl.lit("B")).otherwise(pl.lit("A"))
        .alias("type")
    )  # fmt: skip
    rows = Incidents(late, Precision.MONTH)
    with pytest.raises(CannotAnswerError, match="Nothing happened in the 12 months"):
        kind.run(Asked(rows, {"type": "B"}))


def test_every_month_in_the_baseline_cannot_tell() -> None:
    said = kind.reading(kind.run(Asked(monthly(BASE))))
    assert said.tone == "unsure"
    assert "none is left to watch" in said.finding


def test_a_gap_adds_nothing() -> None:
    rows = monthly(ROSE)
    gap = Incidents(rows.frame.filter(pl.col("start") != datetime(2022, 5, 1)), Precision.MONTH)
    found = kind.run(Asked(gap))
    assert found.counts[16] is None
    assert np.isnan(found.high[16])
    assert any("May 2022" in sentence for sentence in kind.reading(found).sentences)
    assert found.shifts[0].up


BURST = [20, 22, 18, 21, 19, 20, 23, 17, 20, 21, 19, 20, 20, 21, 60]


def test_a_month_that_stood_out_and_is_long_over_is_no_shift() -> None:
    counts = [*BURST, 20, 19, 21, 22, 18, *[20, 19, 21, 20] * 6]
    said = kind.reading(kind.run(Asked(monthly(counts, 2018))))
    assert said.says == "Changed, and back"
    assert said.finding == (
        "All incidents: back to about 20 a month since Apr 2019, after 60 in Mar 2019, against the "
        "expected 20 a month"
    )
    assert "last" not in " ".join((said.finding, said.says, *said.sentences[1:])).replace(
        "last signal", ""
    )


def test_one_high_month_at_the_end_is_not_said_to_last() -> None:
    said = kind.reading(kind.run(Asked(monthly(BURST, 2018))))
    assert "rose to 60 in Mar 2019" in said.finding
    assert "one month cannot show whether that stays" in said.finding
    assert "lasting" not in " ".join((said.finding, said.says, *said.sentences))


def test_two_bursts_with_usual_years_between_are_two() -> None:
    found = kind.run(Asked(monthly([*BURST, *[20] * 12, 60, *[20] * 9])))
    assert [found.many(one) for one in found.spells] == [1, 1]
    assert all(one.over for one in found.spells)


def test_a_shift_that_ended_is_said_to_have_and_one_that_goes_on_is_not() -> None:
    base = BURST[:12]
    over = kind.reading(kind.run(Asked(monthly([*base, *[30] * 8, *[20, 21, 19] * 4]))))
    assert over.says == "Changed, and back"
    assert "after about 30 a month from Jan 2022 to Aug 2022" in over.finding
    still = kind.reading(kind.run(Asked(monthly([*base, *[30] * 20]))))
    assert still.says == "Rose"
    fell = kind.reading(kind.run(Asked(monthly([*base, *[8] * 6, *[20] * 8]))))
    assert fell.says == "Changed, and back"


def test_a_shift_that_goes_on_is_seldom_called_over() -> None:
    rng = np.random.default_rng(6)
    over = 0
    for _ in range(300):
        z = np.concatenate([rng.normal(0, 1, 12), rng.normal(1.5, 1, 24)])
        found = spells(z, [one for one in watch(z)[1] if one.start >= 8])
        over += bool(found and found[-1].over)
    assert over <= 30


@given(VALUES)
def test_spells_hold_every_signal_in_order(values: list[float]) -> None:
    _, shifts = watch(values, 0, 1, 0.5, 4)
    found = spells(values, shifts)
    assert [one for spell in found for one in spell.signals] == list(shifts)
    for spell in found:
        assert spell.signals[-1].at <= spell.end < len(values)
        assert {one.up for one in spell.signals} == {spell.up}
        assert spell.over or spell.end == spell.signals[-1].at


NEARLY_NIL = [0, 0, 0, 0, 1, 9, 9, 2, 0, 0, 0, 0]


def totals(counts: Any) -> Incidents:
    """So many in each month from January 2015, as totals; months without any are nought."""
    days = [datetime(2015 + i // 12, i % 12 + 1, 1) for i in range(len(counts))]
    frame = pl.DataFrame({"start": days, "count": [int(one) for one in counts]})
    return Incidents(frame, Precision.MONTH, source="made for tests", summed=True)


def test_next_to_none_for_part_of_the_year_is_refused_in_words() -> None:
    made = totals([*NEARLY_NIL * 2, 0, 1, *NEARLY_NIL[2:]])
    given = {"baseline": 24, "empty": "zero"}
    with pytest.raises(CannotAnswerError, match=r"next to none .* Nothing was changed\. Ask"):
        kind.run(Asked(made, given))
    plain = kind.run(Asked(made, {**given, "season": "no"}))
    assert kind.reading(plain).caveat.startswith("This changes with the seasons")


@given(
    st.lists(st.floats(0.05, 40), min_size=12, max_size=12), st.integers(0, 10_000),
    st.sampled_from([12, 24, 36]),
)  # fmt: skip
def test_no_level_is_said_that_no_month_reached(
    year: list[float], seed: int, baseline: int
) -> None:
    counts = np.random.default_rng(seed).poisson(np.tile(year, 5))
    try:
        found = kind.run(Asked(totals(counts), {"baseline": baseline, "empty": "zero"}))
    except CannotAnswerError:
        return
    assert not found.season or found.expected.min() >= 1
    assert np.nanmax(found.evened) <= counts.max() * max(1.12, found.level)
    for spell in found.spells:
        part = slice(spell.start, spell.end + 1)
        ratio = found.values[part].sum() / found.expected[part].sum()
        assert found.ran_at(spell) == pytest.approx(found.level * ratio)
        assert (found.ran_at(spell) > found.level) is spell.up


@pytest.mark.parametrize("phi", [1, 2, 3])
def test_how_often_luck_signals_is_what_is_said(phi: int) -> None:
    rng, hit = np.random.default_rng(12), 0
    for _ in range(250):
        size = (12 + kind.AHEAD,)
        made = (rng.poisson(20, size) if phi == 1
                else rng.negative_binomial(20 / (phi - 1), 1 / phi, size))  # fmt: skip
        hit += bool(kind.run(Asked(totals(made), {"empty": "zero"})).later)
    said = kind.BY_LUCK[phi] / 100
    assert abs(hit / 250 - said) <= 3 * np.sqrt(said * (1 - said) / 250)
    working = kind.reading(kind.run(Asked(monthly(ROSE)))).working
    assert any(f"about {kind.BY_LUCK[1]}, {kind.BY_LUCK[2]} and {kind.BY_LUCK[3]} gave" in one
               for one in working)  # fmt: skip
