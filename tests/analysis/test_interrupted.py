"""Interrupted time series (interrupted): planted effects, refusals, and what is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analysis import codec
from workbench.analysis.comparison import Interval
from workbench.analysis.incidents import Incidents
from workbench.analysis.interruption import Interruption, Way
from workbench.analysis.kind import Asked, Event
from workbench.analysis.kinds import interrupted as kind
from workbench.analysis.verdict import Move, move
from workbench.domain.data import Precision
from workbench.errors import CannotAnswerError


def totals(counts: Sequence[int | None], area: str = "A") -> pl.DataFrame:
    """Totals by month from January 2018."""
    kept = [(i, c) for i, c in enumerate(counts) if c is not None]
    return pl.DataFrame(
        {
            "start": [datetime(2018 + i // 12, i % 12 + 1, 1) for i, _ in kept],
            "count": [c for _, c in kept],
            "area": [area] * len(kept),
            "type": ["Burglary"] * len(kept),
        },
        schema={"start": pl.Datetime, "count": pl.Int64, "area": pl.String, "type": pl.String},
    )


def made(**areas: Sequence[int | None]) -> Incidents:
    frames = [totals(counts, name) for name, counts in areas.items()]
    return Incidents(pl.concat(frames), Precision.MONTH, "none", True, "Made for tests")


def series(
    n: int, mean: float = 40, fall: float = 1.0, at: int = 36, seed: int = 1, rise: float = 0.0
) -> list[int]:
    time = np.arange(n)
    usual = mean * np.exp(rise * time + 0.2 * np.sin(2 * np.pi * time / 12))
    return np.random.default_rng(seed).poisson(usual * np.where(time >= at, fall, 1)).tolist()


def ask(incidents: Incidents, events: tuple[Event, ...] = (), **given_: Any) -> Interruption:
    found = kind.run(Asked(incidents, {"start": "2021-01", **given_}, events=events))
    packed = codec.pack(found)
    assert codec.pack(codec.unpack(packed, Interruption)) == packed
    return found


def test_a_planted_fall_is_found_and_said() -> None:
    found = ask(made(A=series(48, fall=0.6)))
    assert found.move is Move.FELL
    assert found.overall.low < 0.6 < found.overall.high
    said = kind.reading(found)
    assert said.finding.startswith(f"All incidents fell from Jan 2021: {found.observed} where ")
    assert said.finding.endswith("fewer")
    assert (said.says, said.tone) == ("Fell", "change")
    assert "Chance alone is an unlikely explanation of the fall." in said.sentences[1]
    assert found.prevented.low > 0
    counts = [c or 0 for c in found.counts]
    assert found.observed == sum(counts[36:])
    expected = sum(found.expected.mean[36:])
    assert found.prevented.estimate == pytest.approx(expected - found.observed, rel=1e-6)


def test_a_planted_rise_is_said_as_one() -> None:
    found = ask(made(A=series(48, fall=1.7)), type="Burglary")
    assert kind.reading(found).finding.startswith("Burglary rose from Jan 2021: ")


def test_chance_is_seldom_called_a_change() -> None:
    rng = np.random.default_rng(4)
    calls = []
    for seed in range(150):
        # twice as varied as chance alone
        counts = rng.negative_binomial(40, 0.5, 48).tolist()
        calls.append(ask(made(A=counts)).move is not Move.UNSURE)
        assert seed >= 0
    assert np.mean(calls) < 0.12


def test_cannot_tell_says_what_could_have_been_seen() -> None:
    found = ask(made(A=series(48, mean=5)))
    said = kind.reading(found)
    assert found.move is Move.UNSURE
    assert said.finding.endswith("but we cannot tell")
    assert (said.says, said.tone) == ("Cannot tell", "unsure")
    assert "We cannot say the response worked or failed" in said.sentences[1]
    fall = round(100 * (1 - found.detectable))
    assert f"only a fall of about {fall}% could have been shown" in said.sentences[1]


def test_the_trend_may_change_only_with_a_year_after() -> None:
    short, long = ask(made(A=series(47))), ask(made(A=series(48)))
    assert (short.bends, long.bends) == (False, True)
    assert short.slope is None
    assert long.slope is not None
    assert short.overall.estimate == pytest.approx(short.level.estimate)
    for found in (short, long):
        rows = kind.table(found).rows
        assert [row[0] for row in rows].count("Straight trend (the answer)") == (not found.bends)
        assert len(rows) == 3
        answer = next(row for row in rows if "the answer" in str(row[0]))
        assert answer[1] == found.observed
        assert answer[3] == pytest.approx(found.overall.estimate - 1, rel=1e-6)


def test_the_answer_that_hangs_on_the_trend_says_so() -> None:
    rising = ask(made(A=series(48, mean=30, rise=0.02)))
    said = " ".join(kind.reading(rising).sentences)
    assert not rising.agree
    assert "The answer needs the trend before the start, which is clear" in said
    clear = " ".join(kind.reading(ask(made(A=series(60, mean=200, fall=0.6)))).sentences)
    assert "Every way to take the trend on gives the same answer" in clear


def way(key: str, ratio: float, low: float, high: float) -> Way:
    return Way(key, Interval(ratio, low, high), None, 100 / ratio)


@pytest.mark.parametrize(
    ("ratios", "says"),
    [
        ((1.15, 0.75, 0.74), "point to opposite answers: +15% (no trend), −25% (straight"),
        ((0.9, 0.75, 0.74), "No way to take the trend on gives a clear answer"),
        ((1.0, 0.75, 0.74), "No way to take the trend on gives a clear answer"),
    ],
)
def test_ways_that_point_to_opposite_answers_are_not_called_the_same(
    ratios: tuple[float, ...], says: str
) -> None:
    ways = tuple(
        way(key, ratio, 0.5 * ratio, 2 * ratio)
        for key, ratio in zip(("no trend", "trend", "trend and slope"), ratios, strict=True)
    )
    said = " ".join(kind.reading(replace(ask(made(A=series(48))), ways=ways)).sentences)
    assert says in said
    assert "the same answer" not in said


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**31), st.floats(3, 40), st.floats(0.5, 2), st.floats(-0.03, 0.03))
def test_the_same_answer_is_never_said_of_ways_that_differ(
    seed: int, mean: float, fall: float, rise: float
) -> None:
    try:
        found = ask(made(A=series(50, mean, fall, seed=seed, rise=rise)))
    except CannotAnswerError:
        return
    words = " ".join(kind.reading(found).sentences)
    if "the same answer" in words:
        assert found.agree
        assert move(found.ways[0].overall) is not Move.UNSURE
        assert len({one.overall.estimate < 1 for one in found.ways}) == 1


def test_of_few_incidents_only_counts_are_given() -> None:
    found = ask(made(A=[1, 0, 0, 0] * 9 + [1, 0] * 6))
    few = replace(found, overall=Interval(4.69, 1.2, 20.0), ways=found.ways[:1])
    said = kind.reading(few)
    assert said.finding == "All incidents rose from Jan 2021: 6 where 1 was expected"
    words = " ".join(said.sentences)
    assert "that is 5 more; the likely range is 1 to 6 more." in words
    assert "%" not in words
    unsure = kind.reading(found)
    assert "%" not in " ".join((unsure.finding, *unsure.sentences))
    none = kind.reading(replace(found, overall=Interval(20.0, 2.0, 90.0)))
    assert "6 where fewer than 1 was expected" in none.finding
    enough = kind.reading(ask(made(A=series(48, mean=20, fall=0.4))))
    assert "% fewer" in enough.finding


def test_a_fall_that_the_control_shares_cannot_be_told() -> None:
    rows = made(A=series(54, fall=0.6), B=series(54, mean=80, fall=0.6, seed=2))
    alone = ask(rows, treated=("A",))
    held = ask(rows, treated=("A",), control=("B",))
    assert alone.move is Move.FELL
    assert held.move is Move.UNSURE
    assert held.overall == alone.overall
    assert held.controlled is not None
    said = kind.reading(held)
    assert "With and without the control the answer differs" in " ".join(said.sentences)
    assert [row[0] for row in kind.table(held).rows][-1] == "Against the control"
    # with no treated area named, it is all but the control
    assert ask(rows, control=("B",)).overall == held.overall


def test_a_drifting_level_stands_beside_the_others_when_asked_for() -> None:
    rows = made(A=series(54, fall=0.6), B=series(54, mean=80, seed=2))
    found = ask(rows, treated=("A",), control=("B",), advanced=True)
    assert [way.key for way in found.ways][-1] == "state space"
    assert found.ways[-1].overall.low < 0.6 < found.ways[-1].overall.high
    assert kind.table(found).rows[-1][0] == "Drifting level with the control"
    assert kind.table(found).rows[-1][-1] is None
    assert any("state-space" in line for line in kind.reading(found).working)
    alone = ask(rows, treated=("A",), advanced=True)
    assert "needs a control area" in " ".join(kind.reading(alone).sentences)


def test_a_control_without_incidents_is_said() -> None:
    rows = made(A=series(54, fall=0.6), B=[0] * 54)
    found = ask(rows, treated=("A",), control=("B",))
    assert found.controlled is None
    assert "too few incidents to be held against" in " ".join(kind.reading(found).sentences)


def test_months_of_coming_in_are_left_out() -> None:
    counts = series(54, fall=0.6)
    counts[36:39] = [400, 400, 400]
    found = ask(made(A=counts), phase_in=3)
    assert found.masked == (36, 37, 38)
    assert found.observed == sum(counts[39:])
    assert found.move is Move.FELL
    assert "Jan 2021, Feb 2021 and Mar 2021 are left out" in " ".join(kind.reading(found).sentences)
    assert ask(made(A=counts)).move is not Move.FELL


def test_events_near_the_start_are_told() -> None:
    own, near = Event(date(2021, 1, 5), "Patrols"), Event(date(2021, 3, 1), "New recording rules")
    far = Event(date(2021, 4, 1), "Fair")
    found = ask(made(A=series(48)), (own, near, far))
    assert found.near == (near,)
    assert found.events == (own, near, far)
    assert "New recording rules (1 Mar 2021)" in " ".join(kind.reading(found).sentences)
    two = ask(made(A=series(48)), (own, Event(date(2021, 1, 9), "Fair")))
    assert len(two.near) == 2  # which of them was the response is not known


def leaning(seed: int) -> list[int]:
    """Months that lean on each other."""
    rng = np.random.default_rng(seed)
    level, counts = 0.0, []
    for _ in range(60):
        level = 0.8 * level + rng.normal(0, 0.15)
        counts.append(int(rng.poisson(200 * np.exp(level))))
    return counts


def test_months_that_lean_on_each_other_widen_the_range() -> None:
    found = ask(made(A=leaning(8)))
    assert found.lag is None
    assert found.lean is not None
    assert found.lean > 0.3
    assert found.autocorrelation[0] > 0.3
    reading = kind.reading(found)
    assert "goes with the one before it more than chance and season explain; the ranges allow" in (
        " ".join(reading.sentences)
    )
    assert any("have a correlation of about 0." in line for line in reading.working)


def test_ranges_that_cannot_allow_for_it_say_so() -> None:
    """Answers from before, in which Newey and West's would have narrowed the range."""
    found = replace(ask(made(A=leaning(3))), lean=None)
    assert found.autocorrelation[0] > 0.3
    assert found.lag is None
    reading = kind.reading(found)
    assert "may be too narrow" in " ".join(reading.sentences)
    assert any("would narrow the range, so the errors do not" in one for one in reading.working)


LUCK = [21, 29, 20, 16, 24, 17, 16, 18, 21, 20, 20, 29, 21, 24, 22, 22, 25, 20, 15, 26, 20, 20, 26,
        20, 21, 25, 15, 19, 17, 17]  # fmt: skip


@pytest.mark.parametrize(
    ("counts", "start"),
    [
        (LUCK, "2020-01"),
        ([7] * 48, "2020-07"),
        (([0] * 5 + [9, 9] + [0] * 5) * 4, "2020-07"),
        ([3, 9] * 24, "2021-01"),
    ],
)
def test_months_that_go_against_each_other_by_luck_narrow_nothing(
    counts: list[int], start: str
) -> None:
    found = ask(made(A=counts), start=start)
    assert found.autocorrelation[0] < -0.2
    assert found.lag is None
    assert found.move is Move.UNSURE
    assert np.isfinite([found.expected.low, found.expected.high]).all()
    # so many incidents after, however even, leave at least their own chance open
    spread = np.log(found.overall.high / found.overall.low)
    assert spread > 2 * 1.96 / np.sqrt(found.observed)
    assert found.lean is not None
    assert found.lean < 0.25


@pytest.mark.parametrize(("before", "after"), [(24, 6), (24, 12), (36, 12)])
def test_luck_alone_is_called_a_change_once_in_twenty(before: int, after: int) -> None:
    rng = np.random.default_rng(before + after)
    start = f"{2018 + before // 12}-01"
    calls = [
        ask(made(A=rng.poisson(20, before + after).tolist()), start=start).move is not Move.UNSURE
        for _ in range(250)
    ]
    assert np.mean(calls) < 0.07


def test_gaps_stay_gaps() -> None:
    counts: list[int | None] = list(series(54, fall=0.6))
    counts[10] = counts[40] = None
    found = ask(made(A=counts))
    assert found.counts[10] is None
    assert len(found.before) == 35
    assert found.gaps == (date(2018, 11, 1), date(2021, 5, 1))
    assert "no rows for Nov 2018 and May 2021" in " ".join(kind.reading(found).sentences)


@pytest.mark.parametrize(
    ("counts", "given_", "words"),
    [
        (series(48), {"start": None}, "first month of the response is not chosen"),
        (series(41), {}, "36 before and 5 after"),
        (series(48), {"start": "2019-12"}, "23 before and 25 after"),
        (series(48), {"phase_in": 7}, "once 7 months of coming in are left out"),
        (series(48), {"start": "2031-01"}, "48 before and 0 after"),
        ([9] * 36 + [0] * 12, {}, "324 before the start and 0 after it"),
        ([1] + [0] * 46 + [1], {}, "All incidents: 1 before the start and 1 after it"),
        ([0] * 48, {}, "0 before the start"),
        (series(48), {"treated": ("A",), "control": ("A",)}, "in the treated area and in the"),
        (series(48), {"treated": ("Z",)}, "No row of this file lies in the treated area"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(
    counts: list[int], given_: dict[str, Any], words: str
) -> None:
    with pytest.raises(CannotAnswerError, match="Nothing was changed") as told:
        ask(made(A=counts), **given_)
    assert words in str(told.value)


def test_too_few_months_name_the_question_to_ask_instead() -> None:
    with pytest.raises(CannotAnswerError, match="“Treated and control”"):
        ask(made(A=series(20)))


@pytest.mark.parametrize("counts", [[7] * 48, [10**6] * 48, [0, 1] * 24, [0] * 30 + [2] * 18])
def test_odd_series_are_answered(counts: list[int]) -> None:
    said = kind.reading(ask(made(A=counts)))
    assert not any("nan" in one or "inf" in one.split() for one in (*said.sentences, *said.working))


def test_four_hundred_thousand_rows_are_answered() -> None:
    rng = np.random.default_rng(1)
    days = np.datetime64("2018-01-01") + rng.integers(0, 365 * 5, 400_000).astype("m8[D]")
    frame = pl.DataFrame({"start": days.astype("M8[us]")})
    rows = Incidents(frame, Precision.DAY)
    found = kind.run(Asked(rows, {"start": "2021-01"}))
    assert found.basis.n > 380_000
