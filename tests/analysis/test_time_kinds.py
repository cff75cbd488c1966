"""The time questions and the assessment, on made-up rows and on real files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from workbench.analysis.codec import pack, unpack
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import AnyKind, Asked, Event, Table, Value
from workbench.analysis.kinds.hour_week import KIND as HOUR_WEEK
from workbench.analysis.kinds.treated_control import KIND as TREATED
from workbench.analysis.kinds.trend import KIND as TREND
from workbench.analysis.kinds.year_on_year import KIND as YEARS
from workbench.analysis.verdict import Move
from workbench.domain.assessment import Verdict
from workbench.domain.data import Precision
from workbench.errors import CannotAnswerError

KINDS = (TREND, HOUR_WEEK, YEARS, TREATED)


def totals(counts: Sequence[int | None], first: int = 2022, area: str = "A") -> pl.DataFrame:
    """A row a month; none where the count is None."""
    months = [datetime(first + i // 12, i % 12 + 1, 1) for i in range(len(counts))]
    kept = [(m, c) for m, c in zip(months, counts, strict=True) if c is not None]
    return pl.DataFrame(
        {
            "start": [m for m, _ in kept],
            "count": [c for _, c in kept],
            "area": [area] * len(kept),
            "type": ["Burglary"] * len(kept),
        },
        schema={"start": pl.Datetime, "count": pl.Int64, "area": pl.String, "type": pl.String},
    )


def summed(*frames: pl.DataFrame) -> Incidents:
    return Incidents(pl.concat(frames), Precision.MONTH, "none", True, "Made up")


def ask(kind: AnyKind, incidents: Incidents, **given: Value) -> Any:
    return kind.run(Asked(incidents, given))


def timed(*spans: tuple[datetime, timedelta | None]) -> Incidents:
    frame = pl.DataFrame(
        {
            "start": [start for start, _ in spans],
            "end": [None if long is None else start + long for start, long in spans],
        },
        schema={"start": pl.Datetime, "end": pl.Datetime},
    )
    return Incidents(frame, source="Made up")


FLAT = [50, 47, 55, 52, 49, 46, 53, 51, 48, 54, 50, 52]


def test_a_trend_needs_six_months() -> None:
    result = ask(TREND, summed(totals([4, 7, 5])))
    reading = TREND.reading(result)
    assert result.phases == ()
    assert reading.tone == "unsure"
    assert "at least six months" in " ".join(reading.sentences)


def test_limits_are_provisional_under_twelve_months() -> None:
    result = ask(TREND, summed(totals(FLAT[:8])))
    assert result.phases[0].provisional
    assert TREND.reading(result).says == "Provisional"


def test_limits_come_from_the_baseline_and_find_the_odd_month() -> None:
    result = ask(TREND, summed(totals([*FLAT, 51, 49, 90])))
    assert result.phases[0].n == 12
    assert result.signals == (14,)
    reading = TREND.reading(result)
    assert reading.finding.startswith("All incidents in Mar 2023: 90, above the usual")
    assert reading.tone == "change"
    assert TREND.table(result).rows[14][-1] == "above the limits"


def test_a_month_without_rows_is_a_gap_in_the_trend() -> None:
    result = ask(TREND, summed(totals([*FLAT[:5], None, *FLAT[6:]])))
    assert result.counts[5] is None
    assert result.gaps == (date(2022, 6, 1),)
    assert "Jun 2022" in " ".join(TREND.reading(result).sentences)
    assert TREND.table(result).rows[5][1] is None


def test_a_step_needs_a_reason() -> None:
    data = summed(totals([*FLAT, *[c + 40 for c in FLAT]]))
    with pytest.raises(CannotAnswerError, match="reason"):
        ask(TREND, data, step_at="2023-01")
    result = ask(TREND, data, step_at="2023-01", step_reason="New recording rules")
    assert len(result.phases) == 2
    assert not result.signals
    assert "New recording rules" in " ".join(TREND.reading(result).sentences)


def test_a_step_with_too_few_months_leaves_the_old_limits() -> None:
    data = summed(totals([*FLAT, 95, 96]))
    result = ask(TREND, data, step_at="2023-01", step_reason="A reason")
    assert len(result.phases) == 1
    assert result.phases[0].last == 13


def test_a_locked_baseline_must_lie_in_the_data() -> None:
    with pytest.raises(CannotAnswerError, match="Choose one"):
        ask(TREND, summed(totals(FLAT)), baseline_first="2019-01")
    assert ask(TREND, summed(totals(FLAT)), baseline_first="2022-01").locked


def test_equal_months_have_no_limits() -> None:
    result = ask(TREND, summed(totals([7] * 14)))
    assert result.phases == ()
    assert TREND.reading(result).finding == "All incidents: 7 in every month"


def test_only_events_within_the_months_are_drawn() -> None:
    events = (
        Event(date(2022, 9, 5), "B"),
        Event(date(2022, 3, 1), "A"),
        Event(date(2030, 1, 1), "C"),
    )
    result = TREND.run(Asked(summed(totals(FLAT)), {}, events=events))
    assert [event.words for event in result.events] == ["A", "B"]


def test_hours_refuse_a_file_without_times() -> None:
    frame = totals(FLAT)
    for precision in (Precision.MONTH, Precision.DAY):
        with pytest.raises(CannotAnswerError, match="no times"):
            ask(HOUR_WEEK, Incidents(frame, precision))
    with pytest.raises(CannotAnswerError, match="no times"):
        ask(HOUR_WEEK, Incidents(frame, Precision.MINUTE, summed=True))


def test_hours_count_what_is_known_and_what_is_left_out() -> None:
    monday = datetime(2024, 1, 1, 8)
    data = timed(
        (monday, timedelta(hours=8)),
        (monday, timedelta(minutes=30)),
        (monday, None),
        (monday, timedelta(hours=-1)),
        (monday, timedelta(days=2)),
    )
    result = ask(HOUR_WEEK, data)
    assert result.basis.n == 4
    assert result.basis.left_out == (("Ends before it starts", 1),)
    assert (result.known, result.one_time, result.over_6) == (2, 1, 2)
    assert result.weights.sum() == pytest.approx(4)
    assert result.known_weights[0, 8] == pytest.approx(2)
    short = ask(HOUR_WEEK, data, longest=True)
    assert dict(short.basis.left_out)["Span over 24 hours"] == 1
    assert short.basis.n == 3


def test_an_end_before_the_start_may_count_at_the_starting_hour() -> None:
    monday = datetime(2024, 1, 1, 14, 30)
    data = timed((monday, timedelta(hours=-2)), (monday, None), (monday, timedelta()))
    out = ask(HOUR_WEEK, data)
    kept = ask(HOUR_WEEK, data, backwards="use start")
    assert (out.basis.n, out.at_start, out.one_time) == (2, 0, 1)
    assert (kept.basis.n, kept.at_start, kept.one_time) == (3, 1, 1)
    assert kept.weights[0, 14] == kept.weights.sum() == 3
    assert kept.basis.left_out == ()
    said = " ".join(HOUR_WEEK.reading(kept).sentences)
    assert "1 incident ends before it starts and is counted at the starting hour." in said


def test_clear_hours_are_named() -> None:
    start = datetime(2024, 1, 5, 18)
    data = timed(*[(start + timedelta(weeks=i, minutes=9 * (i % 20)), None) for i in range(60)])
    reading = HOUR_WEEK.reading(ask(HOUR_WEEK, data))
    assert reading.finding == "100% of all incidents happen from 18:00 to 22:00"
    assert "Friday 18:00 to 21:00" in reading.sentences[0]


def test_a_flat_week_has_no_clear_hours() -> None:
    start = datetime(2024, 1, 1)
    data = timed(*[(start + timedelta(hours=i), None) for i in range(168 * 3)])
    assert HOUR_WEEK.reading(ask(HOUR_WEEK, data)).tone == "same"


def test_the_same_months_of_two_years_are_compared() -> None:
    result = ask(YEARS, summed(totals([*[100] * 12, *[60] * 5])))
    assert (result.year, result.against, result.same) == (2023, 2022, (1, 2, 3, 4, 5))
    assert (result.then, result.now) == (500, 300)
    assert result.move is Move.FELL
    finding = YEARS.reading(result).finding
    assert finding.startswith("All incidents fell from 500 to 300")
    assert YEARS.table(result).rows[-1][1:] == (500, 300, -200)


def test_the_year_to_date_is_given_in_standard_errors() -> None:
    """33 after 54 is -3.21 (crimepy's published example)."""
    result = ask(YEARS, summed(totals([27, 27, *[9] * 10, 16, 17])))
    assert (result.then, result.now) == (54, 33)
    assert result.z == pytest.approx(-3.207813, abs=1e-6)
    assert "\u22123.2 standard errors" in " ".join(YEARS.reading(result).working)


def test_years_with_noughts_can_still_fall_and_rise() -> None:
    fell = ask(YEARS, summed(totals([*[5] * 12, *[0] * 12])))
    assert (fell.move, fell.cautious.low) == (Move.FELL, 0)
    rose = ask(YEARS, summed(totals([*[0] * 12, *[5] * 12])))
    assert rose.move is Move.ROSE
    assert (
        YEARS.reading(rose).finding
        == "All incidents rose from 0 to 60, Jan to Dec 2023 against 2022"
    )
    assert ask(YEARS, summed(totals([*[0] * 12, *[0] * 11, 1]))).move is Move.UNSURE


def test_a_gap_leaves_its_month_out_of_both_years() -> None:
    result = ask(YEARS, summed(totals([*[100] * 12, 60, None, 60])))
    assert result.same == (1, 3)
    assert "Feb 2023" in " ".join(YEARS.reading(result).sentences)


def test_what_chance_could_give_is_not_called_a_change() -> None:
    result = ask(YEARS, summed(totals([*[10] * 12, *[9] * 12])))
    assert result.move is Move.UNSURE
    assert YEARS.reading(result).says == "Cannot tell"


def test_years_without_a_month_in_common_are_refused() -> None:
    data = summed(totals([5] * 3, 2019), totals([5] * 3, 2024))
    with pytest.raises(CannotAnswerError, match="Compare with 2019"):
        ask(YEARS, data)
    assert ask(YEARS, data, against=2019).then == 15


def noisy(mean: float, months: int, seed: int) -> list[int]:
    return np.random.default_rng(seed).poisson(mean, months).tolist()


WHEN: dict[str, Value] = {
    "before_first": "2022-01",
    "before_last": "2023-12",
    "after_first": "2024-01",
    "after_last": "2024-12",
}


def areas(treated: Sequence[int], control: Sequence[int]) -> Incidents:
    return summed(totals(treated, area="A"), totals(control, area="B"))


def test_a_clear_fall_against_the_control() -> None:
    data = areas(noisy(60, 24, 1) + noisy(30, 12, 2), noisy(60, 36, 3))
    result = ask(TREATED, data, treated=("A",), control=("B",), **WHEN)
    assert result.offered is Verdict.WORKED
    assert result.ratio.high < 1
    assert result.phi.estimated
    assert TREATED.reading(result).says == "Worked"
    assert sum(c for c in result.treated.by_month if c is not None) == sum(result.treated.pair)


def test_small_counts_give_no_ratio_and_say_so() -> None:
    data = areas([0, 1] * 18, [1, 0] * 12 + [0] * 12)
    result = ask(TREATED, data, treated=("A",), control=("B",), **WHEN)
    assert result.ratio is None
    assert result.offered is Verdict.CANNOT_TELL
    said = TREATED.reading(result)
    assert "too few" in said.finding
    words = " ".join(said.sentences)
    assert "The control area has no incident after, so no ratio is given" in words
    assert "Without a ratio we cannot say" in words
    assert "move by that much on their own" not in words
    assert "Too few incidents lie before the start" in words


def test_rows_and_totals_give_the_same_answer() -> None:
    data = areas(noisy(20, 36, 1), noisy(20, 36, 3))
    frame = data.frame.select(pl.all().repeat_by("count").explode()).drop("count")
    loose = Incidents(frame.with_columns(pl.col("start").cast(pl.Datetime)), Precision.MONTH)
    one = ask(TREATED, data, treated=("A",), control=("B",), **WHEN)
    other = ask(TREATED, loose, treated=("A",), control=("B",), **WHEN)
    assert one.treated == other.treated
    assert one.ratio == other.ratio


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"treated": ()}, "No treated area"),
        ({"control": ("A",)}, "in the treated area and in"),
        ({"control": ("Z",)}, "editions of the"),
        ({"before_first": None}, "not all chosen"),
        ({"after_first": "2023-06"}, "overlap"),
        ({"after_first": "2031-01", "after_last": "2031-02"}, "no complete month"),
    ],
)
def test_a_comparison_that_cannot_be_made_is_refused(given: dict[str, Value], says: str) -> None:
    data = areas([5] * 36, [5] * 36)
    with pytest.raises(CannotAnswerError, match=says):
        ask(TREATED, data, **{"treated": ("A",), "control": ("B",), **WHEN, **given})


def check_table(table: Table) -> None:
    assert all(len(row) == len(table.columns) for row in table.rows)
    for place, column in enumerate(table.columns):
        if column.places is not None:
            assert all(isinstance(row[place], (int, float, type(None))) for row in table.rows)


def test_every_result_is_kept_exactly_and_has_table_and_reading() -> None:
    data = areas(noisy(20, 36, 1), noisy(20, 36, 3))
    minute = timed(*[(datetime(2024, 1, 1) + timedelta(hours=7 * i), None) for i in range(50)])
    for kind in KINDS:
        rows = minute if kind is HOUR_WEEK else data
        given = {"treated": ("A",), "control": ("B",), **WHEN} if kind is TREATED else {}
        result = ask(kind, rows, **given)
        check_table(kind.table(result))
        back = unpack(pack(result), kind.result)
        assert kind.reading(back) == kind.reading(result)
        assert kind.table(back) == kind.table(result)
        assert pack(back) == pack(result)


@pytest.mark.parametrize("kind", [TREND, HOUR_WEEK, YEARS], ids=lambda kind: kind.key)
def test_no_rows_give_a_result_that_says_so(kind: AnyKind) -> None:
    result = ask(kind, timed())
    assert kind.reading(result).finding == "Nothing to show"
    check_table(kind.table(result))


def street(shared: Path, force: str) -> Incidents:
    folder = shared / "data" / "police-uk" / force
    with zipfile.ZipFile(next(folder.glob("*.zip"))) as file:
        parts = [
            pl.read_csv(io.BytesIO(file.read(name)), infer_schema_length=0)
            for name in file.namelist()
            if name.endswith(".csv")
        ]
    frame = pl.concat(part.select("Month", "Crime type") for part in parts)
    return Incidents(
        frame.select(
            pl.col("Month").str.to_datetime("%Y-%m").alias("start"),
            pl.col("Crime type").alias("type"),
        ),
        Precision.MONTH,
    )


def test_merseyside_counts_are_those_of_others(shared: Path) -> None:
    data = street(shared, "merseyside")
    for wanted, expected in (("Burglary", (436, 319)), ("Robbery", (78, 72))):
        result = ask(TREND, data, type=wanted)
        known = dict(zip(result.months, result.counts, strict=True))
        assert (known[date(2024, 1, 1)], known[date(2024, 2, 1)]) == expected
        assert known[date(2023, 6, 1)] is None
        assert result.phases == ()


def test_northumbria_lacks_a_month(shared: Path) -> None:
    result = ask(TREND, street(shared, "northumbria"))
    assert result.basis.n == 369_323
    assert result.gaps == (date(2022, 1, 1),)


def test_burglaries_of_washington_by_the_hour(shared: Path) -> None:
    frame = pl.read_csv(shared / "data" / "incident-level" / "dc_burglaries_from_to.csv").select(
        pl.col("StartDateTime").str.to_datetime().alias("start"),
        pl.col("EndDateTime").str.to_datetime().alias("end"),
    )
    result = ask(HOUR_WEEK, Incidents(frame))
    assert (result.basis.n, result.one_time) == (1025, 37)
    assert result.weights.sum() == pytest.approx(1025)
