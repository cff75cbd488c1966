"""The real files beside the project, and counts made by somebody else."""

from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest

from workbench.domain.data import Precision, Role
from workbench.intake.making import make
from workbench.intake.opening import open_file
from workbench.intake.proposing import propose
from workbench.intake.quality import check

KEY = b"a key for the tests, kept nowhere"


def brought_in(path):
    source = open_file(path)
    return make(source, propose(source), key=KEY)


def test_merseyside_zip_and_loose_month(shared):
    made = brought_in(shared / "data/police-uk/merseyside")
    assert (made.rows_read, made.rows_in, made.left_out) == (77_137 + 15_008, 92_145, ())
    assert made.precision is Precision.MONTH
    counts = made.frame.group_by(
        pl.col(Role.START).dt.strftime("%Y-%m").alias("month"), pl.col(Role.TYPE).str.to_lowercase()
    ).len()
    known = {
        ("2024-01", "burglary"): 436,
        ("2024-01", "robbery"): 78,
        ("2024-02", "burglary"): 319,
        ("2024-02", "robbery"): 72,
    }
    found = {(month, kind): n for month, kind, n in counts.iter_rows()}
    assert {key: found[key] for key in known} == known


def test_merseyside_parts_one_by_one(shared):
    folder = shared / "data/police-uk/merseyside"
    loose = brought_in(folder / "2018-10/2018-10-merseyside-street.csv")
    assert loose.rows_in == 15_008
    facts = {fact.what: fact for fact in check(loose)}
    assert facts["No reference"].n == 3_131
    assert facts["Rows without a reference exactly alike"].n == 1_124
    zipped = brought_in(folder / "merseyside-2018-11-to-2024-02-street.zip")
    assert zipped.rows_in == 77_137
    assert len(zipped.frame["file"].unique()) == 6


@pytest.mark.slow
def test_northumbria(shared):
    made = brought_in(
        shared / "data/police-uk/northumbria/northumbria-2020-05-to-2022-04-street.zip"
    )
    assert (made.rows_read, made.rows_in) == (369_323, 369_323)
    assert made.placed is not None
    assert made.placed.blank == 83 + 67 + 77 + 45 + 25 + 39 + 38 + 44
    assert made.frame[Role.EASTING].null_count() == made.placed.without
    facts = [fact.what for fact in check(made)]
    assert "Months without a row: Jan 2022" in facts
    assert any(what.startswith("Jul 2020, Anti-social behaviour: 1,368") for what in facts)


def test_the_panel_of_counts(shared):
    made = brought_in(shared / "data/evaluation/merseyside_lsoa_crime_matched_treated_control.csv")
    assert (made.rows_read, made.rows_in, made.summed) == (4_466, 4_466, True)
    assert made.frame.height == 4_466 * 8
    raw = pl.read_csv(shared / "data/evaluation/merseyside_lsoa_crime_matched_treated_control.csv")
    for kind in ("burglary", "robbery", "viol"):
        assert made.frame.filter(pl.col(Role.TYPE) == kind)[Role.COUNT].sum() == raw[kind].sum()


def test_all_merseyside_counts_agree_with_the_street_files(shared):
    panel = brought_in(shared / "data/evaluation/merseyside_lsoa_crime_all.csv.gz").frame
    january = panel.filter(pl.col(Role.START) == datetime(2024, 1, 1))
    sums = dict(january.group_by(Role.TYPE).agg(pl.col(Role.COUNT).sum()).iter_rows())
    assert (sums["burglary"], sums["robbery"]) == (436, 78)


@pytest.mark.parametrize(
    ("name", "rows", "span", "precision", "places"),
    [
        (
            "chicago_burglary_2014_2017.csv.gz",
            45_319,
            ("2014-01-01 00:00", "2017-12-31 00:00"),
            "day",
            "bng",
        ),
        ("vancouver_thefts.csv.gz", 21_918, ("2020-01-01 00:00", "2020-12-31"), "minute", "local"),
        (
            "cincinnati_burglary.csv.gz",
            8_723,
            ("2016-01-01 01:00", "2018-12-31 23:30"),
            "minute",
            "local",
        ),
        ("dc_burglaries_from_to.csv", 1_025, ("2016-01-01 05:00", "2016-06-30"), "minute", "local"),
        (
            "nyc_vehicle_thefts_from_to.csv.gz",
            35_746,
            ("2010-07-09", "2017-12-30"),
            "minute",
            "local",
        ),
        (
            "stl_calls_for_service_sample.csv",
            56,
            ("2021-01-28 18:42", "2021-01-29 11:54"),
            "minute",
            "none",
        ),
        ("northumbria_asb.tab", 39_706, ("2022-01-01 00:00", "2022-11-01 00:00"), "month", "bng"),
    ],
)
def test_incident_level_files(shared, name, rows, span, precision, places):
    made = brought_in(shared / "data/incident-level" / name)
    assert made.rows_read == made.rows_in == rows
    start = made.frame[Role.START]
    assert start.null_count() == 0
    assert str(start.min()).startswith(span[0])
    assert str(start.max()).startswith(span[1])
    assert (made.precision.value, made.places) == (precision, places)


def test_blank_ends_and_long_spans_of_new_york(shared):
    made = brought_in(shared / "data/incident-level/nyc_vehicle_thefts_from_to.csv.gz")
    assert made.frame[Role.END].null_count() == 2_852
    facts = {fact.what: fact.n for fact in check(made)}
    assert facts["Between start and end more than 7 whole days"] == 2_687


def test_long_spans_of_washington(shared):
    made = brought_in(shared / "data/incident-level/dc_burglaries_from_to.csv")
    facts = {fact.what: fact.n for fact in check(made)}
    assert made.frame[Role.END].null_count() == 37
    assert facts["Between start and end more than 7 whole days"] == 27


def test_stop_and_search_is_in_uk_time(shared):
    path = "data/police-uk/northumbria/2020-06/2020-06-northumbria-stop-and-search.csv"
    made = brought_in(shared / path)
    assert made.rows_in == 427
    assert made.frame[Role.START].min() == datetime(2020, 6, 1, 0, 5)
    assert {d.month for d in made.frame[Role.START].to_list()} == {6}


def test_cities_on_sheets_of_their_own(shared):
    made = brought_in(shared / "data/incident-level/aggravated_assaults.xlsx")
    assert made.rows_read == 12_805 - 3  # its source counts the rows of names
    assert dict(made.left_out) == {"no start date": 2}
    assert len(made.frame["file"].unique()) == 3


def test_every_other_file_gives_a_table_and_an_account(shared):
    folder = shared / "data/messy-workbooks"
    for path in sorted(folder.iterdir()):
        made = brought_in(path)
        assert made.rows_read == made.rows_in + sum(n for _, n in made.left_out), path.name
        assert check(made)
