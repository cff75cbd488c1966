"""The quality of rows: counts that agree with the source's own, and faults put in by hand."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis.outlines import from_geometry
from workbench.domain.data import Precision
from workbench.intake import quality_delay, quality_place, quality_time
from workbench.intake.making import make
from workbench.intake.opening import open_file
from workbench.intake.proposing import propose
from workbench.intake.quality import Concern, Fact, Light, Material, check, facts


def of_file(path: Path) -> dict[str, Fact]:
    source = open_file(path)
    return {fact.what: fact for fact in check(make(source, propose(source), key=b"tests"))}


def of_rows(precision: Precision = Precision.MINUTE, **columns: Any) -> dict[str, Fact]:
    frame = pl.DataFrame(columns)
    found = facts(Material(frame, precision, "bng", summed=False, rows_read=frame.height))
    return {fact.what: fact for fact in found}


def begins(found: dict[str, Fact], words: str) -> Fact:
    return next(fact for what, fact in found.items() if what.startswith(words))


# Of SOURCES.md beside the data: blank Crime IDs, exact duplicate rows, rows outside the force.
MERSEYSIDE = {
    "2018-11": (2_600, 786, 6),
    "2018-12": (2_020, 567, 2),
    "2019-01": (1_947, 583, 7),
    "2021-12": (1_144, 277, 6),
    "2024-01": (1_036, 282, 8),
    "2024-02": (945, 212, 8),
}


@pytest.fixture(scope="module")
def months(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("months")
    zipped = shared / "data/police-uk"
    for name in (
        "merseyside/merseyside-2018-11-to-2024-02-street.zip",
        "northumbria/northumbria-2020-05-to-2022-04-street.zip",
    ):
        with zipfile.ZipFile(zipped / name) as archive:
            archive.extractall(folder)
    return folder


@pytest.mark.parametrize("month", MERSEYSIDE)
def test_merseyside_counts_are_those_of_the_source(months: Path, month: str) -> None:
    found = of_file(months / month / f"{month}-merseyside-street.csv")
    blank, alike, outside = MERSEYSIDE[month]
    assert (found["No reference"].n, found["No outcome"].n) == (blank, blank)
    assert found["No reference"].light is Light.GREEN
    assert "anti-social behaviour" in found["No reference"].effect
    copies = found["Rows without a reference exactly alike"]
    assert (copies.n, copies.light) == (alike, Light.GREEN)
    assert "repeats, not errors" in copies.effect
    assert found["Rows with a reference exactly alike"].n == 0
    assert begins(found, "In districts with hardly any rows").n == outside


@pytest.mark.parametrize(
    ("month", "blank", "alike", "nowhere"),
    [("2020-08", 5_729, 2_367, 0), ("2021-08", 4_265, 1_684, 83), ("2022-04", 4_036, 1_527, 44)],
)
def test_northumbria_counts_are_those_of_the_source(
    months: Path, month: str, blank: int, alike: int, nowhere: int
) -> None:
    found = of_file(months / month / f"{month}-northumbria-street.csv")
    assert found["No reference"].n == blank
    assert found["Rows without a reference exactly alike"].n == alike
    assert found["No coordinates"].n == nowhere
    assert found["No small-area code"].n == nowhere
    told = [fact.n for what, fact in found.items() if what == "Place given as “No Location”"]
    assert told == ([nowhere] if nowhere else [])


def test_incident_level_counts_are_those_of_the_source(shared: Path) -> None:
    folder = shared / "data/incident-level"
    vancouver = of_file(folder / "vancouver_thefts.csv.gz")
    assert vancouver["At exactly 00:00"].n == 1_086
    assert "about 15 are to be expected" in vancouver["At exactly 00:00"].effect
    cincinnati = of_file(folder / "cincinnati_burglary.csv.gz")
    assert cincinnati["No coordinates"].n == 426
    assert cincinnati["Rows with a reference exactly alike"].n == 137
    assert of_file(folder / "chicago_burglary_2014_2017.csv.gz")["Rows exactly alike"].n == 521
    repeats = of_file(folder / "northumbria_asb.tab")["Rows exactly alike"]
    assert (repeats.n, repeats.light) == (14_005, Light.GREEN)
    blocks = of_file(folder / "stl_calls_for_service_sample.csv")
    assert blocks["Places given as a hundred-block"].n > 30


def test_rows_without_a_point_are_told_by_reason(write: Any) -> None:
    lines = [["Date", "Longitude", "Latitude"]]
    lines += [[f"{day:02d}/03/2026", "-2.9", "53.4"] for day in range(1, 21)]
    lines += [["21/03/2026", *pair] for pair in (("0", "0"), ("", ""), ("-74.0", "40.7"))]
    lines += [["22/03/2026", "53.4", "-2.9"], ["22/03/2026", "east", "53.4"]]
    source = open_file(write(lines))
    made = make(source, propose(source))
    assert any("1 row had latitude and longitude the wrong way round" in n for n in made.notes)
    found = {fact.what: fact.n for fact in check(made)}
    assert found["Coordinates at 0,0"] == 1
    assert found["No coordinates"] == 1
    assert found["Outside Great Britain"] == 1
    assert found["Coordinates that are no numbers"] == 1
    assert made.frame["no place"].null_count() == made.frame.height - 4
    assert made.frame["easting"].null_count() == 4


def test_a_default_geocode_is_told_by_its_many_names() -> None:
    rng = np.random.default_rng(5)
    n = 1_000
    east, north = rng.uniform(3.3e5, 3.4e5, n), rng.uniform(3.9e5, 4.0e5, n)
    east[:30], north[:30] = 334_000.0, 391_000.0
    places = [f"{at} Practice Row" for at in range(n)]
    found = of_rows(Precision.DAY, easting=east, northing=north, place=places)
    busiest = begins(found, "At the 10 busiest points (most at 334000, 391000: 30, 3.0%)")
    assert busiest.light is Light.AMBER
    assert "30 different place names" in busiest.effect
    assert busiest.n == 39
    one_name = of_rows(
        Precision.DAY, easting=east, northing=north, place=["Station"] * 30 + places[30:]
    )
    assert begins(one_name, "At the 10 busiest points").light is Light.GREEN


def test_strays_are_far_but_a_second_town_is_not() -> None:
    rng = np.random.default_rng(6)
    east, north = rng.normal(3.35e5, 2_000, 1_000), rng.normal(3.9e5, 2_000, 1_000)
    for strays, told in ((3, 3), (200, 0)):
        east[:strays], north[:strays] = 530_000, 180_000
        points = pl.DataFrame({"easting": east, "northing": north, "len": np.ones(1_000, int)})
        assert quality_place.far(points).sum() == told


def test_points_outside_the_boundaries_are_counted_with_a_margin() -> None:
    import shapely

    area = from_geometry(np.array([shapely.box(0, 0, 10_000, 10_000)]), ["A"], ["A"])
    points = pl.DataFrame(
        {"easting": [5_000.0, 10_400.0, 10_600.0], "northing": [5_000.0, 5_000.0, 5_000.0]}
    )
    assert quality_place.outside_of(points, area).tolist() == [False, False, True]


def test_two_references_at_one_minute_place_and_kind() -> None:
    at = [datetime(2026, 3, 1, 10, 7)] * 3 + [datetime(2026, 3, 1, 10, 8)]
    found = of_rows(
        start=at, place=["A", "A", "B", "A"], type=["Theft"] * 4, reference=["1", "2", "3", "4"]
    )
    fact = found["Other references at the same place, minute and kind"]
    assert (fact.n, fact.light) == (1, Light.AMBER)
    assert Concern.NAMES in fact.harms


def days(start: date, counts: list[int]) -> pl.Series:
    first = datetime(start.year, start.month, start.day, 9, 30)
    return pl.Series(
        [first + timedelta(days=at, minutes=7 * n) for at, many in enumerate(counts)
         for n in range(many)],
        dtype=pl.Datetime("us"),
    )  # fmt: skip


def test_days_without_a_row_are_told_where_they_are_no_chance() -> None:
    busy = days(date(2026, 1, 5), [12] * 40 + [0] * 4 + [11] * 40)
    assert quality_time.empty_days(busy) == ([(date(2026, 2, 14), 4)], 84)
    fact = begins(of_rows(start=busy), "Days on end without a row: 14 Feb 2026 to 17 Feb 2026")
    assert (fact.n, fact.of, fact.light) == (4, 84, Light.AMBER)
    rare = days(date(2026, 1, 5), ([1] + [0] * 6) * 20)
    assert quality_time.empty_days(rare)[0] == []


@given(st.lists(st.integers(0, 3), min_size=1, max_size=60))
def test_empty_days_never_exceed_the_span(counts: list[int]) -> None:
    gaps, span = quality_time.empty_days(days(date(2026, 1, 1), counts))
    assert sum(length for _, length in gaps) <= span <= len(counts)


def test_years_are_not_taken_for_months_without_rows() -> None:
    years = [datetime(year, 4, 1) for year in (2018, 2019, 2021)]
    found = of_rows(Precision.YEAR, start=years)
    assert begins(found, "Years without a row: Apr 2020").n == 1
    assert not any(what.startswith(("Days", "At exactly", "On 1")) for what in found)


def test_delay_of_recording_and_what_is_still_to_come() -> None:
    rng = np.random.default_rng(8)
    start = [datetime(2026, 1, 1, 8) + timedelta(days=int(d)) for d in np.repeat(range(120), 10)]
    lag = rng.integers(0, 20, len(start))
    recorded = [at + timedelta(days=int(d)) for at, d in zip(start, lag, strict=True)]
    end = datetime(2026, 4, 30, 23)
    seen = [(s, r) for s, r in zip(start, recorded, strict=True) if r <= end]
    missing = len(start) - len(seen)
    frame = pl.DataFrame(
        {"start": [s for s, _ in seen], "Date recorded": [f"{r:%d/%m/%Y}" for _, r in seen]}
    )
    found = quality_delay.delay(frame, "Date recorded")
    assert found is not None
    assert found.median == np.median([(r - s).days for s, r in seen])
    assert (found.over_a_month, found.before) == (0, 0)
    assert found.to_come == pytest.approx(missing, rel=0.35)  # 95 of 1,200 here
    told = facts(Material(frame, Precision.MINUTE, "none", summed=False, rows_read=len(seen)))
    fact = next(f for f in told if f.what.startswith("Of the last 30 days"))
    assert (fact.light, fact.harms) == (Light.AMBER, (Concern.MONTHS,))
    assert quality_delay.delay(frame.with_columns(who=pl.lit("PC A")), "who") is None


def by_month(counts: dict[str, list[int]]) -> dict[str, Fact]:
    rows = [
        (datetime(2024 + at // 12, at % 12 + 1, 1 + n % 27), kind)
        for kind, numbers in counts.items()
        for at, many in enumerate(numbers)
        for n in range(many)
    ]
    return of_rows(Precision.DAY, start=[at for at, _ in rows], type=[kind for _, kind in rows])


def test_a_step_in_all_kinds_together() -> None:
    kinds = {f"Kind {k}": [30 + k] * 6 + [15 + k] * 6 for k in range(5)}
    fact = begins(by_month(kinds), "From Jul 2024 5 of 5 kinds change together")
    assert fact.light is Light.AMBER
    assert "% fewer in three months" in fact.what
    alone = {**kinds, **{f"Kind {k}": [30 + k] * 12 for k in range(4)}}
    assert by_month(alone)["All kinds change together"].n == 0


def test_a_kind_that_is_renamed_ends_and_begins() -> None:
    found = by_month(
        {"Violent crime": [20] * 6 + [0] * 6, "Violence": [0] * 6 + [20] * 6, "Theft": [20] * 12}
    )
    assert begins(found, "Kinds that end: Violent crime after Jun 2024").n == 1
    assert begins(found, "Kinds that begin: Violence from Jul 2024").n == 1


def test_gravest_first_and_empty_rows_are_no_trouble() -> None:
    found = list(of_rows(start=[datetime(2026, 1, 1)] * 5, place=[None] * 5).values())
    order = [list(Light)[::-1].index(fact.light) for fact in found]
    assert order == sorted(order)
    assert found[0].light is Light.RED
    assert of_rows(start=pl.Series([], dtype=pl.Datetime), type=pl.Series([], dtype=pl.String))


TEXT = st.one_of(st.none(), st.sampled_from(["A", "On or near", "No Location", "1 X Row", ""]))
METRES = st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False, width=32))
TIMES = st.one_of(st.none(), st.datetimes(datetime(1960, 1, 1), datetime(2040, 1, 1)))
ROWS = st.lists(st.tuples(TIMES, TIMES, TEXT, TEXT, TEXT, METRES, METRES), max_size=25)


@given(ROWS, st.sampled_from(list(Precision)))
def test_any_rows_give_facts_whose_figures_hold(rows: list[Any], precision: Precision) -> None:
    names = ("start", "end", "type", "place", "reference", "easting", "northing")
    moment = pl.Datetime("us")
    kinds = (moment, moment, pl.String, pl.String, pl.String, pl.Float64, pl.Float64)
    frame = pl.DataFrame(rows, schema=dict(zip(names, kinds, strict=True)), orient="row")
    material = Material(frame, precision, "bng", summed=False, rows_read=frame.height)
    for fact in facts(material):
        assert fact.n >= 0
        assert fact.what
        assert fact.effect
        assert fact.harms


def test_withheld_counts_are_told() -> None:
    frame = pl.DataFrame({"start": [datetime(2024, 1, 1)] * 4, "count": [3, None, None, 7]})
    found = facts(Material(frame, Precision.YEAR, "none", summed=True, rows_read=4))
    fact = next(one for one in found if one.what == "No count")
    assert (fact.n, fact.light) == (2, Light.RED)


def test_figures_about_areas_are_not_taken_for_incidents(shared: Path, write: Any) -> None:
    for name in ("2019_population.csv", "merseyside_lsoa_census.csv"):
        found = of_file(shared / "data/reference-tables" / name)
        told = found["Each row is another small area, and none has a date"]
        assert told.light is Light.RED
        assert told.n == told.of > 900
        assert "not incidents" in told.effect
    weights = of_file(shared / "data/reference-tables/cchi_weights_by_category.csv")
    assert "Each row is another kind of incident, and none has a date" in weights
    dated = [["Area", "Date"], *([f"E0100000{n}", f"0{n + 1}/03/2024"] for n in range(8))]
    assert not any(what.startswith("Each row is another") for what in of_file(write(dated)))
