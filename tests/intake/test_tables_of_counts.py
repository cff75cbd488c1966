"""Tables of counts however they are laid out: in rows or columns, by year, quarter or month."""

from __future__ import annotations

from datetime import date, datetime

import openpyxl
import polars as pl
import pytest

from workbench.domain.data import Precision, Role
from workbench.intake.cells import Cell, kind
from workbench.intake.counts import WHY_NONE
from workbench.intake.making import make
from workbench.intake.opening import open_file
from workbench.intake.periods import periods, read
from workbench.intake.proposing import propose


def made(path, choice=""):
    source = open_file(path, choice=choice)
    return make(source, propose(source), key=b"a key for the tests, kept nowhere")


@pytest.mark.parametrize(
    ("names", "texts"),
    [
        (["Num_perm_2008", "Num_perm_2009"], ["2008-01-01/12", "2009-01-01/12"]),
        (["2011-12", "2012-13"], ["2011-04-01/12", "2012-04-01/12"]),
        (["2011-10", "2011-11", "2011-12"], ["2011-10-01/1", "2011-11-01/1", "2011-12-01/1"]),
        (["Financial year / 04/05", "10/11*"], ["2004-04-01/12", "2010-04-01/12"]),
        (["Academic year 2018/19"], ["2018-09-01/12"]),
        (["Q1 2012/13", "Q4 2012/13"], ["2012-04-01/3", "2013-01-01/3"]),
        (["2012 Q2", "Q3 2012"], ["2012-04-01/3", "2012-07-01/3"]),
        (["Apr-11", "May 2011", "201106"], ["2011-04-01/1", "2011-05-01/1", "2011-06-01/1"]),
        (["Jan", "February"], ["month 1", "month 2"]),
        (["As at / 2018-09-30"], ["2018-09-30/0"]),
        (["18 - 20", "21 - 30", "Under 18", "Burglary"], []),
    ],
)
def test_periods_in_names(names, texts):
    found = periods(names)
    assert [each.text for each in found.values()] == texts
    for each in found.values():
        assert read(each.text) == (each.first, each.months, each.month)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("1,954", Cell.NUMBER),
        ("£3.50", Cell.NUMBER),
        ("175~", Cell.NUMBER),
        ("-0.5%", Cell.NUMBER),
        ("[c]", Cell.CODE),
        ("<5", Cell.CODE),
        ("1 to 4", Cell.CODE),
        ("..", Cell.CODE),
        ("2011", Cell.YEAR),
        ("2011/12", Cell.PERIOD),
        ("28/03/2026 10:15", Cell.DATE),
        ("Merseyside", Cell.WORDS),
        (" ", Cell.BLANK),
    ],
)
def test_cells(text, what):
    assert kind(text) is what


def test_two_rows_of_names_are_joined_and_totals_left_out(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Table 3: offences by force, made up"],
        [],
        ["Force", "Burglary", None, "Robbery", None],
        [None, "2011/12", "2012/13", "2011/12", "2012/13"],
        ["North Practice", 10, 20, 1, "c"],
        ["South Practice", 30, "1,040", "*", 4],
        ["All forces", 40, 1060, 5, 6],
        ["1. Made up for a test."],
    ):
        sheet.append(row)
    book.save(tmp_path / "b.xlsx")
    source = open_file(tmp_path / "b.xlsx")
    assert source.columns[:3] == ("Force", "Burglary / 2011/12", "Burglary / 2012/13")
    result = make(source, propose(source))
    assert (result.rows_read, dict(result.left_out)) == (3, {"a row of totals": 1})
    assert (result.precision, result.first, result.last) == (
        Precision.YEAR, date(2011, 4, 1), date(2013, 3, 31),
    )  # fmt: skip
    sums = dict(result.frame.group_by(Role.TYPE).agg(pl.col(Role.COUNT).sum()).iter_rows())
    assert sums == {"Burglary": 1100, "Robbery": 5}
    unknown = result.frame.filter(pl.col(Role.COUNT).is_null())
    assert unknown[WHY_NONE].to_list() == ["suppressed", "suppressed"]


def test_months_as_columns_beside_a_financial_year(write):
    months = ["Apr", "May", "Dec", "Jan", "Mar"]
    rows = [["Ward", "Financial year", *months]]
    rows += [
        [f"Ward {w}", f"20{y}-{y + 1}", *map(str, range(5))] for w in range(3) for y in (21, 22)
    ]
    result = made(write(rows))
    assert result.summed
    starts = result.frame.filter(pl.col("area_name") == "Ward 0")[Role.START].unique().sort()
    assert starts.to_list()[:5] == [
        datetime(2021, 4, 1), datetime(2021, 5, 1), datetime(2021, 12, 1),
        datetime(2022, 1, 1), datetime(2022, 3, 1),
    ]  # fmt: skip
    assert result.precision is Precision.MONTH


@pytest.mark.parametrize(
    ("column", "values", "precision", "first"),
    [
        ("Month", ["201104", "201105"], Precision.MONTH, date(2011, 4, 1)),
        ("Financial year", ["2012-13", "2013-14"], Precision.YEAR, date(2012, 4, 1)),
        ("Year", ["2018/19", "2019/20"], Precision.YEAR, date(2018, 4, 1)),
        ("Academic year", ["201819", "201920"], Precision.YEAR, date(2018, 9, 1)),
        ("Quarter", ["2012/13 Q4", "2012/13 Q3"], Precision.QUARTER, date(2012, 10, 1)),
        ("Period", ["Apr-Jun 2012", "Jul-Sep 2012"], Precision.QUARTER, date(2012, 4, 1)),
        ("Year ending", ["Year ending March 2018", "YE Mar 2019"], Precision.YEAR,
         date(2017, 4, 1)),
        ("Year", ["2018", "2019"], Precision.YEAR, date(2018, 1, 1)),
    ],
)  # fmt: skip
def test_times_of_long_tables(write, column, values, precision, first):
    rows = [["Borough", column, "Crime type", "Number of offences"]]
    rows += [[b, v, t, "3"] for b in ("North", "South") for v in values for t in ("A b", "C d")]
    result = made(write(rows))
    assert result.summed
    assert (result.precision, result.first) == (precision, first)
    assert result.frame[Role.COUNT].sum() == 24


def test_one_level_of_geography_is_kept(write):
    rows = [["area_code", "area_name", "2018", "2019"], ["E92000001", "England", "30", "60"]]
    rows += [["E12000001", "North East", "10", "20"], ["E12000002", "North West", "20", "40"]]
    rows += [[f"E0600000{n}", f"District {n}", "10", "20"] for n in range(1, 4)]
    source = open_file(write(rows))
    choices = propose(source)
    assert choices.level == "local authorities"
    result = make(source, choices)
    assert result.frame[Role.COUNT].sum() == 90
    assert sum(n for reason, n in result.left_out if "another level" in reason) == 3


def test_a_region_and_a_force_of_one_name_are_told_apart(write):
    rows = [["Force", "2018", "2019"], ["North West", "3", "3"], ["Cheshire", "3", "3"]]
    rows += [["West Midlands", "9", "9"], ["West Mercia", "4", "4"], ["West Midlands", "5", "5"]]
    result = made(write(rows))
    assert result.frame["area_name"].unique().sort().to_list() == [
        "Cheshire", "West Mercia", "West Midlands",
    ]  # fmt: skip
    assert result.frame[Role.COUNT].sum() == 24
