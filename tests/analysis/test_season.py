"""Trend and season (season): the methods against other sources, and what is said of them."""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analysis.codec import pack, unpack
from workbench.analysis.dispersion import season_and_trend
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked, Event, Value
from workbench.analysis.kinds import season
from workbench.analysis.seasonality import Season
from workbench.analysis.seasons import (
    back,
    centred_average,
    onto,
    rolling_total,
    scale_of,
    slope,
)
from workbench.analysis.stl import Windows, odd, stl, windows
from workbench.domain.data import Precision
from workbench.errors import CannotAnswerError

# STL against another program


@pytest.mark.parametrize(
    ("n", "period", "given_", "degrees", "robust"),
    [
        (70, 7, (9, 15, 9), (0, 1, 1), False),
        (70, 7, (9, 15, 9), (1, 1, 1), False),
        (60, 12, (7, 23, 13), (1, 0, 0), True),
        (24, 12, (7, None, 13), (0, 1, 1), False),
        (25, 12, (11, 31, 13), (1, 1, 0), False),
        (100, 4, (7, None, 5), (1, 1, 1), True),
        (30, 12, (7, 101, 41), (1, 1, 1), True),
        (120, 12, (13, None, None), (0, 1, 1), False),
    ],
)
def test_stl_is_that_of_statsmodels(
    n: int,
    period: int,
    given_: tuple[int, int | None, int | None],
    degrees: tuple[int, int, int],
    robust: bool,
) -> None:
    from statsmodels.tsa.seasonal import STL

    rng = np.random.default_rng(n + period)
    series = rng.normal(size=n).cumsum() + 3 * np.sin(np.arange(n) * 2 * np.pi / period)
    wide = windows(n, period, *given_, degrees=degrees)
    ours = stl(series, period, wide, robust=robust, inner=2)
    theirs = STL(
        series, period=period, seasonal=wide.seasonal, trend=wide.trend, low_pass=wide.low_pass,
        seasonal_deg=degrees[0], trend_deg=degrees[1], low_pass_deg=degrees[2], robust=robust,
    ).fit(inner_iter=2, outer_iter=15 if robust else 0)  # fmt: skip
    assert ours.trend == pytest.approx(theirs.trend, abs=1e-9)
    assert ours.seasonal == pytest.approx(theirs.seasonal, abs=1e-9)
    assert ours.weights == pytest.approx(theirs.weights, abs=1e-9)


def test_windows_are_completed_as_r_does() -> None:
    # s.window = "periodic": 10n + 1 and degree 0; t.window = nextodd(1.5 p / (1 - 1.5 / s))
    assert windows(48, 12) == Windows(481, 19, 13, 0, 1, 1, fixed=True)
    assert windows(120, 12, 13) == Windows(13, 21, 13)
    assert windows(365, 7, 35).low_pass == 7  # statsmodels would take 9
    assert [odd(value) for value in (6, 7, 7.2, 18.01)] == [7, 7, 9, 19]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(-100, 100), min_size=24, max_size=90), st.integers(2, 12),
    st.floats(-50, 50), st.floats(0.1, 9), st.booleans(),
)  # fmt: skip
def test_parts_make_the_whole_and_follow_the_scale(
    values: list[float], period: int, shift: float, scale: float, robust: bool
) -> None:
    series = np.array(values)
    found = stl(series, period, robust=robust)
    assert found.trend + found.seasonal + found.rest == pytest.approx(series, abs=1e-9)
    assert found.seasonal[period:] == pytest.approx(found.seasonal[:-period])  # one pattern
    assert 0 <= found.strength <= 1
    plain = stl(series, period)
    moved = stl(shift + scale * series, period)
    assert moved.trend == pytest.approx(shift + scale * plain.trend, abs=1e-7)
    assert moved.seasonal == pytest.approx(scale * plain.seasonal, abs=1e-7)


def test_a_line_and_a_pattern_are_found_exactly() -> None:
    time = np.arange(72)
    pattern = np.tile([3, -1, 0, 2, -4, 0, 1, -2, 5, -3, 0, -1], 6)
    for seasonal in (7, None):
        found = stl(50 + 0.5 * time + pattern, 12, windows(72, 12, seasonal), inner=10)
        assert found.trend == pytest.approx(50 + 0.5 * time, abs=1e-5)
        assert found.seasonal == pytest.approx(pattern, abs=1e-5)
        assert found.strength > 0.999


def test_one_odd_month_moves_a_robust_trend_less() -> None:
    time = np.arange(60)
    series = 50 + 5 * np.sin(2 * np.pi * time / 12) + np.random.default_rng(3).normal(0, 1, 60)
    odd_one = series + 60 * (time == 30)
    plain, robust = (
        np.abs(stl(odd_one, robust=how).trend - stl(series).trend).max() for how in (False, True)
    )
    assert robust < plain / 4


def test_what_cannot_be_taken_apart_is_refused() -> None:
    with pytest.raises(ValueError, match="two whole cycles"):
        stl(np.ones(23))
    with pytest.raises(ValueError, match="gaps"):
        stl([*[1.0] * 30, np.nan])


# averages, totals, the band of a week


def test_the_centred_average_gives_its_ends_half_weight() -> None:
    values = np.random.default_rng(1).poisson(30, 40).astype(float)
    found = centred_average(values)
    by_hand = (values[4] / 2 + values[5:16].sum() + values[16] / 2) / 12
    assert found[10] == pytest.approx(by_hand)
    assert np.isnan(found[[0, 5, 34, 39]]).all()
    assert not np.isnan(found[6:34]).any()
    assert centred_average(np.arange(20.0), 7)[10] == pytest.approx(10)
    # a straight line with any season of twelve comes out as the line
    line = np.arange(48) + np.tile(values[:12] - values[:12].mean(), 4)
    assert centred_average(line)[6:42] == pytest.approx(np.arange(48)[6:42])
    values[20] = np.nan
    assert np.isnan(centred_average(values)[14:27]).all()
    assert np.isnan(centred_average([1, 2, 3])).all()


def test_the_running_total_is_that_of_twelve() -> None:
    values = np.arange(30.0)
    by_hand = [values[i - 11 : i + 1].sum() for i in range(11, 30)]
    assert rolling_total(values)[11:] == pytest.approx(by_hand)
    assert np.isnan(rolling_total(values)[:11]).all()
    assert np.isnan(rolling_total([1.0])).all()


def test_scales_go_there_and_back() -> None:
    for counts in ([5, 9, 12], [0, 4, 9]):
        scale = scale_of(counts)
        assert back(onto(counts, scale), scale) == pytest.approx(counts)
    assert (scale_of([5, np.nan]), scale_of([4, 9])) == ("log", "root")
    assert back([-0.5], "root") == 0


# the yearly change


def test_the_slope_is_that_of_a_glm() -> None:
    import statsmodels.api as sm

    rng = np.random.default_rng(5)
    time = np.arange(24_240, 24_300)
    mean = 40 * np.exp(-0.1 * (time - 24_240) / 12 + 0.3 * np.sin(2 * np.pi * time / 12))
    counts = rng.negative_binomial(mean, 0.5).astype(float)
    counts[[7, 31]] = np.nan
    known, design = ~np.isnan(counts), season_and_trend(time)
    sizes = np.where(time % 12 == 1, 28, 31) / 30
    model = sm.GLM(counts[known], design[known], family=sm.families.Poisson(),
                   offset=np.log(sizes[known]))  # fmt: skip
    theirs, found = model.fit(scale="X2"), slope(counts, time, sizes)
    assert found is not None
    assert theirs.scale > 1
    low, high = theirs.conf_int()[1]
    assert found.phi == pytest.approx(theirs.scale)
    assert found.yearly.estimate == pytest.approx(np.exp(theirs.params[1]))
    # months that do not go together: about as wide as a range that supposes so
    theirs_wide = high - low
    assert np.log(found.yearly.high / found.yearly.low) == pytest.approx(theirs_wide, rel=0.4)
    assert found.usual == pytest.approx(np.exp(design @ theirs.params))
    year = found.usual[:12] / found.trend[:12]
    assert year.mean() == pytest.approx(1)


def test_the_range_is_never_narrower_than_chance() -> None:
    time = np.arange(36)
    found = slope([40] * 36, time)
    assert found is not None
    assert found.phi == 1
    assert found.yearly.low < 0.99
    assert found.yearly.high > 1.01
    assert slope([0] * 36, time) is None
    assert slope([np.nan] * 36, time) is None


def test_the_range_holds_the_truth_as_often_as_it_says() -> None:
    rng = np.random.default_rng(9)
    time = np.arange(48)
    mean = 30 * np.exp(0.05 * time / 12 + 0.2 * np.cos(2 * np.pi * time / 12))
    ranges = [slope(rng.negative_binomial(mean, 0.5), time) for _ in range(400)]
    held = [one is not None and not one.yearly.excludes(np.exp(0.05)) for one in ranges]
    assert 0.93 < np.mean(held) < 0.995


# the question


def monthly(counts: Sequence[int | None]) -> Incidents:
    months = [datetime(2019 + i // 12, i % 12 + 1, 1) for i in range(len(counts))]
    kept = [(m, c) for m, c in zip(months, counts, strict=True) if c is not None]
    frame = pl.DataFrame(
        {"start": [m for m, _ in kept], "count": [c for _, c in kept]},
        schema={"start": pl.Datetime, "count": pl.Int64},
    )
    return Incidents(frame, Precision.MONTH, "none", True, "Made up")


def ask(counts: Sequence[int | None], **settings_: Value) -> Season:
    found = season.run(Asked(monthly(counts), settings_))
    assert unpack(pack(found), Season) == found
    return found


def made(n: int, level: float = 60, yearly: float = 0.9) -> list[int]:
    """Counts that fall year by year and are highest in November, with little chance in them."""
    time = np.arange(n)
    days = [monthrange(2019 + at // 12, at % 12 + 1)[1] for at in range(n)]
    wave = np.exp(0.3 * np.cos(2 * np.pi * (time - 10) / 12))
    mean = level * yearly ** (time / 12) * wave * days / 30.4375
    return [round(value) for value in mean]


def test_a_fall_and_a_season_are_found_and_said() -> None:
    result = ask(made(60))
    said = season.reading(result)
    assert said.finding == (
        "All incidents fell by 10% a year, usually highest in November and lowest in May"
    )
    assert (said.says, said.tone) == ("Fell", "change")
    assert "do not read the final 3 points" in said.caveat
    last, before = sum(made(60)[48:]), sum(made(60)[36:48])
    assert said.sentences[0] == (
        f"The twelve months to Dec 2023 had {last}, and the twelve before {before}."
    )
    assert result.effects[10] == pytest.approx(np.exp(0.3) - 1, abs=0.05)
    rows = season.table(result).rows
    assert len(rows) == 60
    assert rows[0][4] is None
    assert rows[6][4] == pytest.approx(centred_average(made(60))[6])
    assert rows[11][5] == sum(made(60)[:12])
    assert rows[30][2] == pytest.approx(stl_trend(made(60))[30])


def test_february_is_not_lowest_for_being_short() -> None:
    days = [datetime(2019, 1, 1) + timedelta(hours=at) for at in range(24 * (365 * 4 + 1))]
    frame = pl.DataFrame({"start": days})
    result = season.run(Asked(Incidents(frame, Precision.MINUTE, source="One an hour")))
    assert not result.season
    assert max(abs(effect or 0) for effect in result.effects) < 1e-6
    assert not ask([7] * 36).season
    assert result.trend == pytest.approx([24 * 30.4375] * 48)
    assert result.usual == pytest.approx(result.counts)


def stl_trend(counts: list[int]) -> np.ndarray:
    from statsmodels.tsa.seasonal import STL

    days = [monthrange(2019 + at // 12, at % 12 + 1)[1] for at in range(len(counts))]
    series = np.log(np.array(counts) / days * 30.4375)
    fit = STL(
        series, period=12, seasonal=10 * len(counts) + 1, trend=19, low_pass=13,
        seasonal_deg=0,
    ).fit(inner_iter=2, outer_iter=0)  # fmt: skip
    return np.exp(fit.trend)


def test_noise_alone_has_neither_trend_nor_season() -> None:
    counts = np.random.default_rng(12).poisson(50, 48).tolist()
    said = season.reading(ask(counts))
    assert said.finding == "All incidents: cannot tell a fall from a rise, and no clear season"
    assert said.tone == "unsure"
    assert "anything from" in " ".join(said.sentences)


def test_a_season_without_a_trend_is_said_alone() -> None:
    said = season.reading(ask(made(48, yearly=1.0)))
    assert said.finding.endswith("lowest in May; cannot tell a fall from a rise")
    assert said.says == "Seasonal"


def test_small_counts_are_said_before_percentages() -> None:
    first, second = [3, 2, 4, 3, 2, 3, 3, 4, 2, 3, 3, 2], [2, 1, 2, 1, 2, 1, 1, 2, 2, 1, 1, 1]
    counts = [*first, *second, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0]
    result = ask(counts)
    assert result.scale == "root"
    assert not result.shares
    assert season.reading(result).finding.startswith(
        "All incidents fell from 34 in the first twelve months to 4 in the last"
    )


def test_gaps_are_not_bridged() -> None:
    counts: list[int | None] = [*made(48)]
    counts[20] = counts[21] = None
    result = ask(counts)
    assert not result.smooth
    assert result.trend[20] is None
    assert result.usual[21] is None
    said = season.reading(result)
    assert "straight" in said.caveat
    assert "Sep 2020 and Oct 2020" in " ".join(said.sentences)
    known = [value for value in result.trend if value is not None]
    steps = np.diff(np.log(known[:20]))  # straight on the scale of ratios
    assert steps == pytest.approx([steps[0]] * 19)
    assert season.table(result).rows[20][1:] == (None, None, None, None, None)


def test_the_season_may_change_from_six_years_on() -> None:
    assert ask(made(71)).fixed
    assert not ask(made(72)).fixed
    assert ask(made(72), pattern="fixed").fixed
    assert not ask(made(60), pattern="changes").fixed
    assert ask(made(60), robust=True).robust


def test_two_years_are_needed_and_three_are_advised() -> None:
    with pytest.raises(CannotAnswerError, match="at least two whole years") as refusal:
        ask(made(23))
    assert "Nothing was changed" in str(refusal.value)
    assert "with three years it is surer" in " ".join(season.reading(ask(made(24))).sentences)
    assert "surer" not in " ".join(season.reading(ask(made(36))).sentences)


@pytest.mark.parametrize("counts", [[], [0] * 30, [4, None] * 8], ids=["none", "noughts", "gaps"])
def test_what_has_no_season_is_refused_in_words(counts: list[int | None]) -> None:
    with pytest.raises(CannotAnswerError, match="Nothing was changed"):
        ask(counts)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.none(), st.integers(0, 40)), min_size=24, max_size=60))
def test_any_counts_are_answered_or_refused(counts: list[int | None]) -> None:
    if sum(one is not None for one in counts) < 36 or not any(counts):
        counts = [1, *[one or 0 for one in counts]]  # so that few are refused
    try:
        result = ask(counts)
    except CannotAnswerError:
        return
    said = season.reading(result)
    assert not any("nan" in one or "None" in one for one in (said.finding, *said.sentences))
    assert all(value is None or value >= 0 for value in (*result.trend, *result.usual))
    known = [count for count in result.counts if count is not None]
    assert result.basis.n == sum(known)


def test_a_lone_outbreak_gives_no_yearly_change() -> None:
    result = ask([0] * 29 + [7])
    assert result.yearly is None
    assert "too uneven" in " ".join(season.reading(result).sentences)


def test_events_of_the_time_shown_are_kept() -> None:
    events = (Event(date(2019, 3, 4), "Locks"), Event(date(2030, 1, 1), "Never"))
    found = season.run(Asked(monthly(made(30)), events=events))
    assert found.events == events[:1]


def test_carbon_dioxide_rises_and_peaks_in_may(shared: Path) -> None:
    cases = json.loads((shared / "cases" / "analysis_cases.json").read_text("utf-8"))
    values = next(one for one in cases if one["id"] == "stl-co2")["inputs"]["y"]
    # parts in a million are no counts: times the days, so that the length of months goes out again
    days = [monthrange(2019 + at // 12, at % 12 + 1)[1] for at in range(len(values))]
    result = ask([round(value * long) for value, long in zip(values, days, strict=True)])
    assert result.season
    assert result.peak[0] == 4
    assert season.reading(result).finding.startswith("All incidents rose by")
