"""What a finding says holds for rows that are uneven, tied, stray, or only a part of the file."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis.codec import pack, unpack
from workbench.analysis.filter import Filter
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked
from workbench.analysis.kinds.exceedance import KIND as EXCEEDANCE
from workbench.analysis.kinds.hour_week import KIND as HOURS
from workbench.analysis.kinds.lorenz import KIND as LORENZ
from workbench.analysis.kinds.map_points import KIND as POINTS
from workbench.analysis.kinds.repeats import KIND as REPEATS
from workbench.analysis.kinds.top_places import KIND as TOP
from workbench.analysis.kinds.treated_control import KIND as EFFECT
from workbench.analysis.kinds.trend import KIND as TREND
from workbench.analysis.kinds.year_on_year import KIND as YEARS
from workbench.analysis.months import monthly
from workbench.analysis.shapes import Shapes
from workbench.domain.data import Precision

MONDAY = datetime(2024, 1, 1)


def rows(starts: list[datetime], **columns: list) -> Incidents:
    return Incidents(pl.DataFrame({"start": starts, **columns}), source="Test")


def test_busiest_three_hours_are_found_across_midnight() -> None:
    late = [MONDAY + timedelta(days=5, hours=23 + k % 3, minutes=5) for k in range(60)]
    noon = [MONDAY + timedelta(days=2, hours=12 + k % 3, minutes=5) for k in range(45)]
    result = HOURS.run(Asked(rows(late + noon)))
    assert result.peak == (5, 23, 25)
    assert result.in_peak == 60
    said = HOURS.reading(result).sentences[0]
    assert said.startswith("The busiest three hours are Saturday 23:00 to 02:00, with 57.1%")


@pytest.mark.parametrize(
    ("prefix", "named", "noun"),
    [("E05001", False, "areas"), ("E01001", False, "small areas"), ("E01001", True, "small areas"),
     ("S01001", False, "small areas"), ("", False, "areas"), ("Kent ", True, "areas")],
)  # fmt: skip
def test_areas_are_small_only_by_their_codes(prefix: str, named: bool, noun: str) -> None:
    codes = [f"{prefix}{at:03d}" for at in range(90)]
    names = {"area_name": [f"Area {at}" for at in range(90)]} if named else {}
    told = rows([MONDAY] * 90, area=codes, **names)
    top = TOP.run(Asked(told, {"by": "area"}))
    said = TOP.reading(top)
    assert said.finding.startswith(f"50% of {noun} (45 of 90)")
    assert said.sentences[0].endswith(f": 1 incident, 1% of 90, as at 59 or more other {noun}.")
    assert TOP.table(top).title == f"{noun.capitalize()} with most incidents"
    curve = LORENZ.run(Asked(told, {"by": "area"}))
    assert LORENZ.table(curve).title == f"What the worst {noun} hold"
    assert unpack(pack(curve), LORENZ.result).tiny is (noun == "small areas")
    months = [MONDAY + timedelta(days=31 * at) for at in range(14) for _ in codes]
    each = Incidents(pl.DataFrame({"start": months, "area": codes * 14}), source="Test")
    high = EXCEEDANCE.run(Asked(each, {"by": "area"}))
    assert EXCEEDANCE.table(high).title.endswith(f"by {noun[:-1]}")


def test_incidents_outside_a_map_are_not_said_to_be_far() -> None:
    middle = [(x * 10.0, 50.0) for x in range(1_000)]
    chain = [(10_000 + 2_000.0 * k, 50.0) for k in range(1, 6)]  # none far from the next
    east, north = zip(*middle, *chain, strict=True)
    told = rows([MONDAY] * len(east), easting=list(east), northing=list(north))
    said = POINTS.reading(POINTS.run(Asked(told))).sentences
    words = "5 incidents lie outside the map, which is drawn round the ground where nearly all are."
    assert words in said


def test_of_equal_runs_of_hours_the_one_that_starts_full_is_busiest() -> None:
    nine = [MONDAY + timedelta(weeks=k % 4, hours=9, minutes=k) for k in range(25)]
    result = HOURS.run(Asked(rows(nine)))
    assert (result.peak, result.in_peak) == ((0, 9, 11), 25)
    assert result.busiest == (9, 1.0)


@given(st.lists(st.tuples(st.integers(0, 167), st.integers(1, 9)), min_size=1, max_size=12))
def test_no_three_hours_hold_more_and_none_as_many_start_fuller(
    busy: list[tuple[int, int]],
) -> None:
    starts = [MONDAY + timedelta(hours=hour) for hour, times in busy for _ in range(times)]
    result = HOURS.run(Asked(rows(starts)))
    week = result.shown.ravel()
    held = [sum(week[(at + k) % 168] for k in range(3)) for at in range(168)]
    assert result.peak is not None
    first = result.peak[0] * 24 + result.peak[1]
    assert held[first] == result.in_peak == max(held)
    assert week[first] == max(week[at] for at in range(168) if held[at] == max(held))


@pytest.mark.parametrize(("days", "short"), [(2, True), (13, True), (14, False), (60, False)])
def test_hours_of_a_few_days_are_no_pattern_of_the_week(days: int, short: bool) -> None:
    starts = [MONDAY + timedelta(days=k % days, hours=8 + k % 2) for k in range(120)]
    result = HOURS.run(Asked(rows(starts)))
    said = HOURS.reading(result)
    compared = any("an even week would have" in sentence for sentence in said.sentences)
    assert (result.short, result.clear, compared) == (short, not short, not short)
    if short:
        assert said.finding == f"All incidents: data of {days} days cannot show a usual week"
        assert (said.says, said.tone) == ("Short period", "unsure")
        assert "needs 14 days at least" in said.sentences[0]
    else:
        assert said.says == "Clear hours"


def test_a_file_without_sundays_is_not_compared_with_an_even_week() -> None:
    starts = [MONDAY + timedelta(days=k, hours=8) for k in range(120) if k % 7 < 5]
    kinds = ["Theft"] * len(starts)
    result = HOURS.run(Asked(rows(starts, type=kinds)))
    said = HOURS.reading(result)
    assert (result.never, said.says, said.tone) == ((5, 6), "Days missing", "unsure")
    assert said.sentences[1].startswith("No row is of a Saturday or Sunday.")
    # Another kind on those days tells that the file holds them: thefts do not happen then.
    ends = [MONDAY + timedelta(days=5), MONDAY + timedelta(days=6)]
    both = rows(starts + ends, type=[*kinds, "Damage", "Damage"])
    told = HOURS.run(Asked(both, {"type": "Theft"}))
    assert (told.never, HOURS.reading(told).says) == ((), "Clear hours")
    assert unpack(pack(result), HOURS.result).never == (5, 6)


def test_busiest_three_hours_run_from_sunday_into_monday() -> None:
    starts = [MONDAY + timedelta(days=6, hours=22 + k % 3, minutes=5) for k in range(30)]
    assert HOURS.run(Asked(rows(starts))).peak == (6, 22, 24)


def test_known_times_are_not_said_to_be_spread() -> None:
    starts = [MONDAY + timedelta(hours=k, minutes=5) for k in range(40)]
    assert "Spread" not in HOURS.reading(HOURS.run(Asked(rows(starts)))).caveat


def test_midnight_is_doubted_when_it_holds_more_than_an_hours_share() -> None:
    starts = [MONDAY + timedelta(hours=k % 24, minutes=1 + k % 50) for k in range(380)]
    starts += [MONDAY + timedelta(days=k) for k in range(20)]
    said = " ".join(HOURS.reading(HOURS.run(Asked(rows(starts)))).sentences)
    assert "5% start at midnight exactly" in said


def test_offences_that_began_years_before_set_no_limits() -> None:
    starts = [datetime(2010, 7, 9), datetime(2012, 3, 1), datetime(2013, 11, 3)]
    for month in range(24):
        day = datetime(2014 + month // 12, month % 12 + 1, 1)
        starts += [day + timedelta(days=k % 28) for k in range(50 + month % 5)]
    found = monthly(rows(starts))
    assert found.months[0] == date(2014, 1, 1)
    assert found.early == 3
    assert found.n + found.early + found.in_partial == len(starts)
    reading = TREND.reading(TREND.run(Asked(rows(starts))))
    assert any(
        "3 incidents start long before the rest, before Jan 2014" in s for s in reading.sentences
    )
    assert monthly(rows(starts), empty="zero").months[0] == date(2010, 8, 1)


def test_small_start_without_gaps_is_a_real_one() -> None:
    starts = []
    for month, count in enumerate([1, 2, 1, 3, *[60] * 12]):
        day = datetime(2014 + month // 12, month % 12 + 1, 1)
        starts += [day + timedelta(days=k % 28) for k in range(count)]
    assert Incidents(pl.DataFrame({"start": starts})).covered().lead == 0


def test_tied_first_places_are_all_counted() -> None:
    named = rows([MONDAY] * 6, place=["A Road", "A Road", "B Road", "B Road", "C Road", "D Road"])
    said = TOP.reading(TOP.run(Asked(named))).sentences[0]
    assert said == "Most happened at A Road: 2 incidents, 33% of 6, as at one other place."
    again = REPEATS.reading(REPEATS.run(Asked(named))).sentences
    assert "Most often hit: A Road, 2 times, as often as one other place." in again


def test_map_and_ranking_tell_points_apart_alike() -> None:
    random = np.random.default_rng(5)
    east, north = 400_000 + random.integers(0, 60, (2, 300)) / 4
    placed = rows([MONDAY] * 300, easting=list(east), northing=list(north))
    mapped, ranked = POINTS.run(Asked(placed)), TOP.run(Asked(placed))
    assert len(mapped.counts) == ranked.places
    assert int(mapped.counts[0]) == ranked.counts[0]


def test_findings_start_with_a_capital() -> None:
    names = [f"{k} Road" for k in range(999)] + ["1 Road"]
    result = REPEATS.run(Asked(rows([MONDAY] * 1000, place=names)))
    assert REPEATS.reading(result).finding.startswith("Less than 1% of places")


def test_year_against_year_without_a_month_has_no_rows() -> None:
    result = YEARS.run(Asked(rows([MONDAY + timedelta(days=9)] * 30)))
    assert YEARS.table(result).rows == ()
    assert "-1" not in YEARS.table(result).title


def test_filter_names_its_rows_as_a_finding_does() -> None:
    assert Filter().subject() == ""
    assert Filter(first=date(2024, 1, 1)).subject() == ""
    assert Filter(types=("Robbery",)).subject() == "Robbery"
    assert Filter(types=("Robbery", "ASB")).subject() == "Robbery and ASB"
    assert Filter(types=("A", "B", "C"), areas=("E01",)).subject() == "incidents of 3 kinds in E01"
    assert Filter(places=("High Street",)).subject("Burglary") == "Burglary at High Street"


def test_month_precision_keeps_what_it_kept() -> None:
    whole = Incidents(pl.DataFrame({"start": [MONDAY]}), precision=Precision.MONTH)
    assert monthly(whole).n == 1


def panel(months: int) -> Incidents:
    """Two small areas, 20 incidents a month each, from January 2022."""
    starts = [datetime(2022 + k // 12, k % 12 + 1, 1) for k in range(months) for _ in "ab"]
    areas = ["E01000001", "E01000002"] * months
    frame = pl.DataFrame({"start": starts, "area": areas, "count": [20] * len(starts)})
    return Incidents(frame, precision=Precision.MONTH, summed=True, source="Panel")


def test_period_beyond_the_data_is_not_said_to_be_counted() -> None:
    asked = {
        "treated": ["E01000001"], "control": ["E01000002"], "before_first": "2022-01",
        "before_last": "2022-12", "after_first": "2023-01", "after_last": "2025-06",
    }  # fmt: skip
    result = EFFECT.run(Asked(panel(34), asked))
    reading, table = EFFECT.reading(result), EFFECT.table(result)
    assert table.columns[2].name == "After: Jan 2023 to Oct 2024"
    said = " ".join(reading.sentences)
    assert "chosen as Jan 2023 to Jun 2025, but the data hold only Jan 2023 to Oct 2024" in said
    assert "240 in 12 months to 440 in 22 months" in said


def test_boundaries_of_other_areas_add_no_silent_places() -> None:
    square = np.array([[0, 0], [1, 0], [1, 1], [0, 0]], dtype=float)
    for codes, places in (
        (("E05000001", "E05000002", "E05000003"), 2),  # wards: not the rows' own areas
        (("E01000001", "E01000002", "E01000003"), 3),
    ):
        shapes = Shapes(
            codes, codes, np.vstack([square] * 3), np.array([0, 4, 8, 12]), np.arange(3),
            np.zeros(3, dtype=bool),
        )  # fmt: skip
        assert TOP.run(Asked(panel(3), shapes=shapes)).places == places
