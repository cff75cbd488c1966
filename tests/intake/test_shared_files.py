"""Every real file beside the project comes in by what is offered, and its counted faults come out.

The numbers are those of the SOURCES.md that lies with the files: counted by machine, not by us.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.conftest import SHARED
from workbench.domain.data import Precision, Role
from workbench.intake.counts import WHY_NONE
from workbench.intake.making import Made, make
from workbench.intake.opening import open_file
from workbench.intake.proposing import propose
from workbench.intake.quality import check
from workbench.intake.recipe import Choices
from workbench.intake.source import Source

KEY = b"a key for the tests, kept nowhere"
ENDINGS = (".csv", ".tab", ".gz", ".zip", ".xlsx", ".xls", ".ods")
TABLES = sorted(
    str(path.relative_to(SHARED / "data"))
    for path in (SHARED / "data").rglob("*")
    if path.name.endswith(ENDINGS) and "boundaries" not in path.parts
)


@dataclass(frozen=True)
class Known:
    """What is known of a file: rows, codes and blanks as its source has them; how it is read."""

    rows: int
    read: int = 0  # where it is not ``rows``: blank lines at the end, or a header that was counted
    repeated: int = 0  # rows that are exactly like another before them
    codes: dict[str, int] = field(default_factory=dict)
    blank: dict[str, int] = field(default_factory=dict)
    left: int = 0
    precision: Precision = Precision.MONTH
    span: tuple[str, str] | None = None
    summed: bool = False


MESSY, INCIDENTS, STREET = "messy-workbooks/", "incident-level/", "police-uk/"
SEARCHES = STREET + "northumbria/{0}/{0}-northumbria-stop-and-search.csv"
KNOWN = {
    STREET + "merseyside/2018-10/2018-10-merseyside-street.csv": Known(
        15_008,
        repeated=1_124,
        blank={"Crime ID": 3_131, "Last outcome category": 3_131, "Context": 15_008},
        span=("2018-10-01", "2018-10-31"),
    ),
    STREET + "merseyside/merseyside-2018-11-to-2024-02-street.zip": Known(
        77_137,
        blank={
            "Crime ID": 2_600 + 2_020 + 1_947 + 1_144 + 1_036 + 945,
            "Context": 77_137,
        },
        span=("2018-11-01", "2024-02-29"),
    ),
    STREET + "northumbria/northumbria-2020-05-to-2022-04-street.zip": Known(
        369_323,
        blank={"Longitude": 418, "LSOA code": 420, "Context": 369_323},
        span=("2020-05-01", "2022-04-30"),
    ),
    STREET + "northumbria/2020-06/2020-06-northumbria-outcomes.csv": Known(
        6_061, repeated=285, blank={"Crime ID": 0}, span=("2020-06-01", "2020-06-30")
    ),
    SEARCHES.format("2020-05"): Known(
        457,
        repeated=23,
        blank={
            "Part of a policing operation": 457,
            "Policing operation": 457,
            "Self-defined ethnicity": 15,
            "Officer-defined ethnicity": 9,
            "Outcome linked to object of search": 144,
        },
        precision=Precision.MINUTE,
        span=("2020-05-01", "2020-05-31"),
    ),
    SEARCHES.format("2020-06"): Known(
        427,
        repeated=22,
        blank={
            "Self-defined ethnicity": 17,
            "Officer-defined ethnicity": 8,
            "Outcome linked to object of search": 130,
        },
        precision=Precision.MINUTE,
        span=("2020-06-01", "2020-06-30"),
    ),
    SEARCHES.format("2021-11"): Known(
        336,
        repeated=18,
        blank={"Age range": 1, "Self-defined ethnicity": 16, "Officer-defined ethnicity": 14},
        precision=Precision.MINUTE,
        span=("2021-11-01", "2021-11-30"),
    ),
    INCIDENTS + "chicago_burglary_2014_2017.csv.gz": Known(
        45_319, repeated=521, precision=Precision.DAY, span=("2014-01-01", "2017-12-31")
    ),
    INCIDENTS + "vancouver_thefts.csv.gz": Known(
        21_918, precision=Precision.MINUTE, span=("2020-01-01", "2020-12-31")
    ),
    INCIDENTS + "cincinnati_burglary.csv.gz": Known(
        8_723,
        repeated=137,
        codes={"NA": 852},
        precision=Precision.MINUTE,
        span=("2016-01-01", "2018-12-31"),
    ),
    INCIDENTS + "aggravated_assaults.xlsx": Known(
        12_805,
        read=12_802,
        left=2,
        precision=Precision.MINUTE,
        span=("2019-01-01", "2019-12-31"),
    ),
    INCIDENTS + "stl_calls_for_service_sample.csv": Known(
        56,
        blank={"raweventtime": 56},
        precision=Precision.MINUTE,
        span=("2021-01-28", "2021-01-29"),
    ),
    INCIDENTS + "northumbria_asb.tab": Known(
        39_706, repeated=14_005, span=("2022-01-01", "2022-11-30")
    ),
    INCIDENTS + "nyc_vehicle_thefts_from_to.csv.gz": Known(
        35_746,
        blank={"date_end": 2_852, "location_type": 7, "location_category": 7},
        precision=Precision.MINUTE,
        span=("2010-07-09", "2017-12-30"),
    ),
    INCIDENTS + "dc_burglaries_from_to.csv": Known(
        1_025,
        repeated=1,
        blank={"EndDateTime": 37},
        precision=Precision.MINUTE,
        span=("2016-01-01", "2016-06-30"),
    ),
    MESSY + "SFR34_2015_Local_Authority_Tables (3).xlsx": Known(
        175, left=23, precision=Precision.YEAR, span=("2013-01-01", "2015-12-31"), summed=True
    ),
    MESSY + "SFR49_2014_LATables.xlsx": Known(
        174, left=22, precision=Precision.YEAR, span=("2010-01-01", "2014-12-31"), summed=True
    ),
    MESSY + "sheet9_excluded_2013.csv": Known(
        175, left=23, precision=Precision.YEAR, span=("2009-01-01", "2012-12-31"), summed=True
    ),
    MESSY + "Exclusions_LA_2011.csv": Known(
        165,
        left=14,
        codes={"x": 293, ".": 24},
        precision=Precision.YEAR,
        span=("2007-01-01", "2010-12-31"),
        summed=True,
    ),
    MESSY + "SFR32_2012_TableLA10_Exclusions_UD.csv": Known(
        163,
        left=12,
        codes={"x": 277, "K": 16, ".": 12},
        blank={"gor_code": 3, "gor_name": 1, "la_code": 12, "la_9digit": 12, "la_name": 12},
        precision=Precision.YEAR,
        span=("2008-01-01", "2011-12-31"),
        summed=True,
    ),
    MESSY + "SFR34_Missing2015.csv": Known(
        163, left=12, codes={"x": 207, "C": 1, "K": 1}, summed=True
    ),
    MESSY + "outturn_1011.csv": Known(
        7_904,
        blank={
            "Own Provision (y)": 758,
            "Other Public (z(ii))": 759,
            "Income (l)": 304,
            "Total Expenditure (k)": 1,
            "Govt. Grants Inside AEF (n)": 760,
        },
    ),
    MESSY + "police-use-of-force-apr2018-mar2019-hosb3319-tables.ods": Known(
        1_540, left=406, summed=True
    ),
    MESSY + "police-workforce-sep19-tables.ods": Known(57, left=1),
    MESSY + "Time_series_tables_2018-19.ods": Known(
        59, left=1, precision=Precision.YEAR, span=("2004-04-01", "2019-03-31"), summed=True
    ),
    MESSY + "mps-recordedcrime-borough.csv.gz": Known(
        23_771, codes={"NULL": 473}, span=("2011-04-01", "2013-03-31"), summed=True
    ),
    MESSY + "northumbria_ward_pop.xlsx": Known(178, read=177),
    MESSY + "children-looked-after-2024.zip": Known(
        10_855,
        left=3_880,
        codes={"c": 1_206, "z": 244, "k": 5},
        blank={"region_code": 65, "region_name": 65, "old_la_code": 780, "la_name": 780},
        precision=Precision.YEAR,
        span=("2020-01-01", "2024-12-31"),
        summed=True,
    ),
    "evaluation/merseyside_lsoa_crime_all.csv.gz": Known(
        53_534, span=("2020-01-01", "2024-10-31"), summed=True
    ),
    "evaluation/merseyside_lsoa_crime_matched_treated_control.csv": Known(
        4_466, span=("2020-01-01", "2024-10-31"), summed=True
    ),
    "evaluation/sicily.csv": Known(59, span=("2002-01-01", "2006-11-30"), summed=True),
    "reference-tables/CrimeCatMappings.csv": Known(132),
    "reference-tables/prc-pfa-mar2013-onwards-tables201718.csv.gz": Known(
        23_068,
        repeated=328,
        precision=Precision.QUARTER,
        span=("2017-04-01", "2018-03-31"),
        summed=True,
    ),
    "reference-tables/UK_IMD_E.csv.gz": Known(42_619),
    "reference-tables/2019_population.csv": Known(42_620, left=1),
    "reference-tables/forces.csv": Known(44, blank={"Population 2010": 1}),
    "reference-tables/merseyside_lsoa_census.csv": Known(923),
    "reference-tables/cchi_weights_by_category.csv": Known(13),
}


@pytest.fixture(scope="module")
def read(shared: Path):
    """A file brought in by what was offered; read once for all tests of it."""
    held: dict[str, tuple[Source, Choices, Made]] = {}

    def once(name: str) -> tuple[Source, Choices, Made]:
        if name not in held:
            held.clear()
            source = open_file(shared / "data" / name)
            choices = propose(source)
            held[name] = (source, choices, make(source, choices, key=KEY))
        return held[name]

    return once


@pytest.mark.skipif(not TABLES, reason="the real files are not beside the project")
def test_every_file_is_known():
    assert set(TABLES) == set(KNOWN)


@pytest.mark.parametrize("name", KNOWN)
def test_rows_dates_and_sums(read, name):
    known, (source, _, made) = KNOWN[name], read(name)
    assert source.rows == made.rows_read == (known.read or known.rows)
    assert made.rows_read == made.rows_in + sum(n for _, n in made.left_out)
    assert made.rows_read - made.rows_in == known.left, made.left_out
    assert made.summed == known.summed
    if known.span:
        assert (made.precision, made.first, made.last) == (
            known.precision,
            *map(date.fromisoformat, known.span),
        )
        assert made.frame[Role.START].null_count() == 0
    else:
        assert made.first is None
        assert made.precision is Precision.MONTH
    assert all(fact.n >= 0 for fact in check(made))


@pytest.mark.parametrize("name", [name for name, known in KNOWN.items() if known.blank])
def test_blank_cells(read, name):
    table = read(name)[0].table
    held = KNOWN[name].blank
    assert {column: table[column].null_count() for column in held} == held


@pytest.mark.parametrize("name", [name for name, known in KNOWN.items() if known.codes])
def test_codes(read, name):
    source = read(name)[0]
    found: Counter[str] = Counter()
    for column in source.columns:
        values = source.table[column].str.strip_chars().value_counts(name="n")
        found.update({value: n for value, n in values.iter_rows() if value in KNOWN[name].codes})
    assert dict(found) == KNOWN[name].codes


@pytest.mark.parametrize("name", [name for name, known in KNOWN.items() if known.repeated])
def test_rows_exactly_alike(read, name):
    source = read(name)[0]
    unlike = source.table.select(source.columns).n_unique()
    assert source.rows - unlike == KNOWN[name].repeated


@pytest.mark.parametrize("name", [name for name, known in KNOWN.items() if known.summed])
def test_no_withheld_figure_is_a_nought(read, name):
    source, choices, made = read(name)
    frame = made.frame
    assert frame[Role.COUNT].dtype == pl.Int64
    unknown = frame.filter(pl.col(Role.COUNT).is_null())
    if unknown.height:
        assert unknown[WHY_NONE].null_count() == 0
        assert frame.filter(pl.col(Role.COUNT).is_not_null())[WHY_NONE].null_count() == (
            frame.height - unknown.height
        )
    figures = len(choices.of(Role.COUNT))
    assert frame.height == made.rows_in * figures
    if choices.level:
        assert any("another level" in reason for reason, _ in made.left_out)
    assert source.rows


def test_a_total_is_what_its_source_says(read):
    _, _, made = read(MESSY + "Time_series_tables_2018-19.ods")
    assert made.frame[Role.COUNT].sum() == 968  # "Total FATALITIES" of the sheet
    years = made.frame.group_by(Role.START).agg(pl.col(Role.COUNT).sum()).sort(Role.START)
    assert years[Role.COUNT].to_list()[:4] == [24, 40, 22, 31]


def test_figures_of_districts_are_not_counted_with_their_country(read):
    _, choices, made = read(MESSY + "SFR32_2012_TableLA10_Exclusions_UD.csv")
    assert choices.level == "local authorities"
    eligible = made.frame.filter(pl.col(Role.TYPE) == "Num elig")
    by_year = dict(eligible.group_by(Role.START).agg(pl.col(Role.COUNT).sum()).iter_rows())
    assert all(25_000 < n < 31_000 for n in by_year.values())  # England: 26,780 to 30,000


@pytest.mark.parametrize(
    ("sheet", "below", "first"),
    [("RTI", 5, 44 + 43), ("RTI_By_Force", 1, None), ("Custody_By_Force", 0, None)],
)
def test_tables_on_one_sheet_stand_apart(shared, sheet, below, first):
    path = shared / "data" / MESSY / "Time_series_tables_2018-19.ods"
    source = open_file(path, choice=sheet)
    made = make(source, propose(source))
    assert made.summed
    assert made.precision is Precision.YEAR
    assert len([each for each in source.options if each.startswith(f"{sheet}, from")]) == below
    if first is not None:  # fatalities and incidents of 2004/05
        year = made.frame.filter(pl.col(Role.START).dt.year() == 2004)
        assert year[Role.COUNT].sum() == first
