"""Files that came in wrong once, and what must come of each by the choices that are offered.

They lie in ``../shared/cases/intake`` and follow public reports of analysts, councils and users of
libraries; nobody in them is real. ``EXPECTED.md`` beside them says in words what is held here.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache

import polars as pl
import pytest

from tests.conftest import SHARED
from workbench.domain.data import Precision, Role
from workbench.errors import WorkbenchError
from workbench.intake import by_hand
from workbench.intake.columns import propose as by_looks
from workbench.intake.making import Made, make
from workbench.intake.opening import open_file
from workbench.intake.places import Places
from workbench.intake.proposing import propose
from workbench.intake.quality import Light, check
from workbench.intake.recipe import Choices, difference
from workbench.intake.source import Source

KEY = b"a key for the tests, kept nowhere"
FILES = SHARED / "cases" / "intake"
pytestmark = pytest.mark.skipif(not FILES.is_dir(), reason="the folder ../shared is not here")

Roles = dict[str, Role]


@cache
def read(name: str) -> tuple[Source, Choices, Made]:
    source = open_file(FILES / name)
    choices = propose(source)
    made = make(source, choices, key=KEY)
    assert check(made)
    return source, choices, made


@dataclass(frozen=True)
class Known:
    """What must come of a file; what is None is not asked."""

    rows: int
    left: int = 0
    total: int | None = None
    precision: Precision | None = None
    first: str | None = None
    last: str | None = None
    start: tuple[str, ...] | None = None
    end: tuple[str, ...] | None = None
    area: str | None = None
    placed: int | None = None
    columns: tuple[str, ...] | None = None
    told: tuple[str, ...] = ()
    kinds: tuple[str, ...] | None = None
    roles: Roles = field(default_factory=dict)


DAY, MINUTE, MONTH, QUARTER = Precision.DAY, Precision.MINUTE, Precision.MONTH, Precision.QUARTER
OTHER = Role.OTHER
TILDE = ("Crime Ref", "Date", "Offence", "Easting", "Northing", "Outcome")
KNOWN = {
    "c4_zero_kind.csv": Known(12, total=18, precision=MONTH, kinds=("Burglary", "Robbery")),
    "c4b_zero_ward_wide.csv": Known(3, total=21, kinds=("Burglary", "Robbery")),
    "kinds_all_zero.csv": Known(3, total=113, kinds=("Burglary", "Robbery")),
    "kinds_all_withheld.csv": Known(3, total=110, kinds=("Burglary", "Robbery")),
    "long_zero.csv": Known(12, total=42, kinds=("Burglary", "Robbery")),
    "c3_incident_list_as_counts.csv": Known(20, precision=MINUTE, roles={"Value": OTHER}),
    "b51b_shop_theft_no_ref.csv": Known(150, precision=MINUTE, roles={"Value": OTHER}),
    "b51c_missing_no_ref.csv": Known(80, precision=MINUTE, roles={"Hours missing": OTHER}),
    "b41b_hour_counts.csv": Known(24, total=877),
    "b52_single_total.csv": Known(8, total=828, roles={"Police force": Role.AREA_NAME}),
    "b28b_pivot_blank_labels.xlsx": Known(
        18, left=1, total=269, kinds=("Burglary", "Robbery"), told=("filled down",)
    ),
    "b29_block_per_ward.csv": Known(
        120, placed=120, told=("became the column “Ward”",), roles={"Ward": Role.AREA_NAME}
    ),
    "two_blocks.csv": Known(60, placed=60, told=("became the column “Block”",)),
    "note_mid.csv": Known(60, left=2, placed=60),
    "d4_first_rows_text_dates.csv": Known(
        38, left=1, columns=("Ref", "Reported", "Type", "Ward"), told=("cannot be read so",)
    ),
    "b14_sep_tilde.csv": Known(60, columns=TILDE, placed=60),
    "b14b_sep_caret.csv": Known(60, columns=TILDE[:5], placed=60),
    "caret.csv": Known(40, columns=("Crime Ref", "Date", "Type", "Easting", "Northing", "MO note")),
    "sep_tilde.csv": Known(
        40, columns=("Crime Ref", "Date", "Type", "Easting", "Northing", "Outcome")
    ),
    "sep_tilde_plain.csv": Known(40, columns=("Crime Ref", "Date", "Type", "Easting", "Northing")),
    "d6_header_repeated_in_counts.csv": Known(6, total=130, told=("1 line repeats the names",)),
    "d7_header_repeated_incidents_no_date.csv": Known(40, told=("1 line repeats the names",)),
    "c10b_grid_e_n.csv": Known(
        40, placed=40, roles={"Grid E": Role.EASTING, "Grid N": Role.NORTHING}
    ),
    "ctrl_name.csv": Known(20, columns=("Date", "file", "Type"), told=("taken off in 1 cell",)),
    "ctrl_spill.csv": Known(20, columns=("Date", "spill", "Type"), told=("taken off in 1 cell",)),
    "b01_la_date_occ_time_occ.csv": Known(
        120, precision=MINUTE, start=("DATE OCC", "TIME OCC"), first="2024-01-01",
        told=("“Date Rptd” is not used",),
    ),
    "c1_date_12am_plus_time.csv": Known(60, precision=MINUTE, start=("Date", "Time"), placed=60),
    "b34_athena.csv": Known(
        120, precision=MINUTE, placed=120,
        start=("Date First Committed", "Time First Committed"),
        end=("Date Last Committed", "Time Last Committed"),
    ),
    "c11_first_last_committed.csv": Known(
        40, start=("Date First Committed", "Time First Committed"),
        end=("Date Last Committed", "Time Last Committed"),
    ),
    "b06_stats19_collision.csv": Known(
        160, area="lsoa_of_accident_location", placed=156,
        told=("“local_authority_ons_district” is not used", "“location_easting_osgr” is not used"),
    ),
    "c12_lsoa_of_location.csv": Known(
        60, area="lsoa_of_location", told=("“local_authority” is not used",)
    ),
    "b37_cad_row_per_unit.csv": Known(
        50, left=100, told=("with the same “Incident Number” are one incident",)
    ),
    "b13_times_durations.xlsx": Known(
        80, precision=MINUTE, start=("Date", "Time Created"), first="2024-01-01"
    ),
    "b03_date_occured_date_found.csv": Known(
        120, start=("Date Occured",), end=("Date Found",), told=("“Date Reported” is not used",)
    ),
    "b39_equals_quoted.csv": Known(
        60, precision=MINUTE, placed=60, told=("were taken off in 300 cells",)
    ),
    "b39b_unit_separator.csv": Known(60, placed=60, told=("were taken off in 240 cells",)),
    "b39c_apostrophes.csv": Known(60, placed=60, told=("were taken off in 240 cells",)),
    "b36b_epoch_ms.csv": Known(
        100, precision=MINUTE, first="2024-01-01", start=("START_DATE",), end=("END_DATE",)
    ),
    "b05_human_dates.csv": Known(60, precision=MINUTE, first="2024-01-01", last="2024-03-31"),
    "b49_nbsp_dates.csv": Known(80, first="2024-01-01", last="2024-05-01", placed=80),
    "b16_serials_mixed_with_text.csv": Known(
        100, first="2024-01-01", last="2024-06-01", told=("a day number of Excel",)
    ),
    "b12b_1904_mixed_unformatted.xlsx": Known(60, first="2024-01-01", last="2024-03-31"),
    "b07_irish_grid.csv": Known(80, placed=80, told=("of the Irish Grid",)),
    "b17_os_grid_refs.csv": Known(80, placed=80),
    "b17c_sheet_relative_xy.csv": Known(80, placed=80),
    "c8_lat_long_one_column.csv": Known(40, placed=40),
    "b35_foi_months_by_years.xlsx": Known(
        12, left=1, total=58_587, precision=MONTH, first="2017-01-01", last="2020-10-31"
    ),
    "c5_months_by_years.csv": Known(
        12, total=918, precision=MONTH, first="2021-01-01", last="2023-12-31"
    ),
    "b44_quarters_merged.xlsx": Known(
        4, left=1, total=3_792, precision=QUARTER, first="2022-04-01", last="2024-03-31"
    ),
    "b41_week_by_days.csv": Known(
        52, total=1_476, precision=DAY, first="2022-01-03", last="2023-01-01"
    ),
    "b56_dummy_columns.csv": Known(40, start=("Year",), roles={"r20001": OTHER}),
    "b40_ssrs_textboxes.csv": Known(60, columns=("CrimeNo", "DateReported", "Offence", "Ward")),
    "b40b_ssrs_next_quarter.csv": Known(60, columns=("CrimeNo", "DateReported", "Offence", "Ward")),
    "b38_crystal_names_every_line.csv": Known(80, columns=("Crime Ref", "Date", "Offence", "Beat")),
    "b09_hidden_filtered_rows.xlsx": Known(100, placed=100, told=("25 rows are hidden",)),
    "b23b_policeuk_api_pretty.json": Known(40, placed=40, precision=MONTH),
    "b23e_ndjson.csv": Known(40, placed=40, precision=MONTH),
    "b22_zip_in_zip.zip": Known(1, placed=1),
    "b10b_html_div_table.xls": Known(
        60, precision=MINUTE,
        told=("web page saved", "“Column 4” is not used: it looks like a coordinate"),
    ),
    "b31b_few_2400.csv": Known(236, left=4, precision=MINUTE),
    "b32_niche.csv": Known(
        120, precision=MINUTE, placed=120, roles={"Investigating Officer": Role.LEFT_OUT}
    ),
}  # fmt: skip
MADE_HERE = "newlines_8M.txt"


def test_every_file_is_asked_for():
    there = {path.name for path in FILES.iterdir()} - {"EXPECTED.md", MADE_HERE}
    assert there == set(KNOWN)


@pytest.mark.parametrize("name", KNOWN)
def test_a_file_gives_what_is_expected_of_it(name):
    known = KNOWN[name]
    source, choices, made = read(name)
    assert (made.rows_in, made.rows_read - made.rows_in) == (known.rows, known.left)
    assert (made.summed, made.total) == (known.total is not None, known.total)
    for is_now, wanted in (
        (made.precision, known.precision),
        (str(made.first), known.first),
        (str(made.last), known.last),
        (choices.of(Role.START), known.start),
        (choices.of(Role.END), known.end),
        (choices.of(Role.AREA), (known.area,) if known.area else None),
        (source.columns, known.columns),
    ):
        assert wanted is None or is_now == wanted
    if known.placed is not None:
        assert made.frame["easting"].count() == known.placed
    if known.kinds is not None:
        assert tuple(made.frame["type"].unique().sort()) == known.kinds
    said = "\n".join(made.notes)
    assert [words for words in known.told if words not in said] == []
    assert {name: choices.column(name).role for name in known.roles} == known.roles


@pytest.mark.parametrize("name", KNOWN)
def test_the_shape_is_told_with_its_reason_and_can_be_switched(name):
    source, choices, made = read(name)
    if choices.name:
        pytest.skip("a recipe decides")
    assert choices.shape_why.startswith("A table of" if made.summed else "Each row is")
    other = by_hand.switched(choices, source)
    if other.summed != choices.summed:
        again = by_hand.switched(other, source)
        assert [(c.name, c.role) for c in again.columns] == [
            (c.name, c.role) for c in choices.columns
        ]
        assert by_hand.outcome(source, choices).total == made.total


def starts(name: str) -> pl.Series:
    return read(name)[2].frame["start"].sort()


def test_months_by_years_are_each_in_their_month():
    frame = read("b35_foi_months_by_years.xlsx")[2].frame
    assert frame["start"].n_unique() == frame.height == 46
    years = dict(frame.group_by(pl.col("start").dt.year()).agg(pl.col("count").sum()).iter_rows())
    assert years == {2017: 15_647, 2018: 14_382, 2019: 15_612, 2020: 12_946}
    at = dict(frame.select("start", "count").iter_rows())
    assert (at[datetime(2017, 1, 1)], at[datetime(2020, 10, 1)]) == (1_243, 1_570)


def test_days_of_weeks_lie_on_their_days():
    at = dict(read("b41_week_by_days.csv")[2].frame.select("start", "count").iter_rows())
    first_week = [at[datetime(2022, 1, day)] for day in range(3, 10)]
    assert first_week == [0, 7, 5, 2, 1, 7, 0]
    assert len(at) == 52 * 7


def test_times_beside_dates_are_read():
    assert starts("b01_la_date_occ_time_occ.csv")[1] == datetime(2024, 1, 2, 13, 13)
    assert starts("c1_date_12am_plus_time.csv")[1] == datetime(2024, 1, 2, 13, 13)
    assert starts("b13_times_durations.xlsx")[1] == datetime(2024, 1, 2, 13, 13)
    assert starts("b05_human_dates.csv")[1] == datetime(2024, 1, 2, 13, 13)
    assert starts("b36b_epoch_ms.csv")[1] == datetime(2024, 1, 2, 13, 13)
    assert datetime(2024, 1, 12) in starts("b31b_few_2400.csv")  # 24:00 of the 11th


@pytest.mark.parametrize(
    ("name", "east", "north"),
    [
        ("b17_os_grid_refs.csv", 333_000, 394_000),
        ("b17c_sheet_relative_xy.csv", 333_000, 394_000),
        ("c8_lat_long_one_column.csv", 334_334, 394_148),
        ("b07_irish_grid.csv", 145_238, 527_550),  # east of Belfast, and not in Lancashire
        ("c10b_grid_e_n.csv", 333_000, 394_000),
    ],
)
def test_places_lie_where_they_are(name, east, north):
    frame = read(name)[2].frame
    assert frame["easting"][0] == pytest.approx(east, abs=10)
    assert frame["northing"][0] == pytest.approx(north, abs=10)


def test_coordinates_set_by_hand_are_used():
    source, choices, _ = read("c10b_grid_e_n.csv")
    bare = by_hand.with_role(choices, source, "Grid E", OTHER)
    assert bare.places is Places.NONE
    half = make(source, bare, key=KEY)
    assert {"Grid E", "Grid N"} <= set(half.columns)  # one without the other stays as text
    both = by_hand.with_role(bare, source, "Grid E", Role.EASTING)
    assert make(source, both, key=KEY).frame["easting"].count() == 40


def test_next_quarters_report_fits_the_recipe():
    first, choices, _ = read("b40_ssrs_textboxes.csv")
    following = read("b40b_ssrs_next_quarter.csv")[0]
    assert difference(choices, following) == ""
    assert any(part.why == "another table of the same sheet" for part in first.parts)


def test_rows_hidden_by_a_filter_go_by_choice():
    source, choices, _ = read("b09_hidden_filtered_rows.xlsx")
    made = make(source, replace(choices, without_hidden=True), key=KEY)
    assert (made.rows_in, made.left_out) == (75, (("hidden in the workbook, as by a filter", 25),))
    assert made.frame["outcome"].unique().to_list() == ["Recorded"]


def test_lines_of_one_incident_go_by_choice():
    source, choices, _ = read("b37_cad_row_per_unit.csv")
    assert make(source, replace(choices, one_of=""), key=KEY).rows_in == 150


def test_an_investigating_officer_is_a_person():
    assert read("b32_niche.csv")[1].column("Investigating Officer").personal == "name of a person"


def test_figures_that_are_none_are_a_red_fact():
    _, choices, made = read("b56_dummy_columns.csv")
    assert "may be a table of figures" in choices.doubt
    assert any(fact.light is Light.RED and "figures" in fact.what for fact in check(made))


def test_a_kind_that_is_nought_throughout_is_a_fact():
    facts = check(read("c4_zero_kind.csv")[2])
    assert any(fact.what == "Kinds that are nought throughout: Robbery" for fact in facts)


def test_eight_million_empty_lines_in_a_cell_are_a_sentence(tmp_path):
    path = tmp_path / "nl.csv"
    empty = "\n" * 8_000_000
    rows = (f'{i},{i % 28 + 1:02d}/03/2024,"{empty if i == 3 else ""}"\n' for i in range(20))
    path.write_text("Ref,Date,Note\n" + "".join(rows))
    began = time.monotonic()
    with pytest.raises(WorkbenchError, match="most are no rows but lie within a cell"):
        open_file(path)
    assert time.monotonic() - began < 5


def lines_of(name: str) -> int:
    """The lines of a text file that hold anything, told without the program."""
    data = (FILES / name).read_text("utf-8", "replace").replace("\r\n", "\n")
    return sum(1 for line in data.rstrip("\n").split("\n") if line.strip(", \t"))


@pytest.mark.parametrize("name", [name for name in KNOWN if name.endswith(".csv")])
def test_every_line_is_in_the_account(name):
    source, _, made = read(name)
    if source.kind != "csv":
        pytest.skip("its lines are no rows")
    blank = ("a blank line", "a blank line between blocks")
    told = sum(n for what, n in made.asides if what not in blank)
    blank_rows = sum(n for reason, n in made.left_out if reason == "blank row")
    below = sum(a.lines for a in source.asides if a.what.startswith("a line below"))
    assert made.rows_read + told - blank_rows >= lines_of(name)
    assert made.rows_read + told - blank_rows - lines_of(name) <= below  # blank ones of another
    assert source.lines == made.rows_read + sum(n for _, n in made.asides)


def test_what_is_proposed_does_not_hang_on_recipes():
    for name in ("b23b_policeuk_api_pretty.json", "b06_stats19_collision.csv"):
        source, choices, _ = read(name)
        assert by_looks(source).columns == choices.columns
