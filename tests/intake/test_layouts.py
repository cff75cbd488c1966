"""Layouts that forces, councils and publishers write, and what is made of each without a hand."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from tests.intake.rows_in import KEY, MONTHS, WARDS, Read, Rows, at, day, sheet, whole, written
from workbench.domain.data import Precision, Role
from workbench.intake import by_hand
from workbench.intake.making import make
from workbench.intake.quality import Light, check


@pytest.fixture
def read(tmp_path: Path) -> Read:
    return written(tmp_path)


INCIDENTS: dict[str, Rows] = {
    "goods of a shop, by the day": [
        ["Date", "Store", "Type", "Value"],
        *([f"{date(2024, 1, 1) + timedelta(days=3 * n + n % 2):%d/%m/%Y}", WARDS[n % 6], "Theft", n]
          for n in range(40)),
    ],
    "how many were in it": [
        ["Date", "Location", "Offence", "Number of offenders"],
        *([f"{date(2024, 1, 1) + timedelta(days=4 * n + n % 3):%d/%m/%Y}", WARDS[n % 3], "Robbery",
           n % 4 + 1] for n in range(40)),
    ],
    "custody, with hours": [
        ["Custody No", "Arrest date", "Offence", "Hours detained"],
        *([f"C{n}/24", day(n), "Theft", n % 24] for n in range(40)),
    ],
    "a log that counts one each": [
        ["Log", "Date", "Type", "Count"], *([f"L{n}", day(n), "ASB", 1] for n in range(40)),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", INCIDENTS)
def test_lists_of_incidents_are_no_figures(read: Read, name: str) -> None:
    _, choices, made = read(INCIDENTS[name])
    assert not made.summed
    assert made.rows_in == len(INCIDENTS[name]) - 1
    assert choices.shape_why.startswith("Each row is one incident")


FIGURES: dict[str, tuple[Rows, int]] = {
    "days and wards": (
        [["Date", "Ward", "Number of calls"],
         *([f"{n + 1:02}/01/2024", ward, n] for n in range(30) for ward in WARDS[:3])], 1_305),
    "kinds as columns, with a total": (
        [["Ward", "Burglary", "Robbery", "Total"],
         *([ward, n, 2 * n, 3 * n] for n, ward in enumerate(WARDS)), ["Total", 15, 30, 45]], 45),
    "wards as columns": (
        [["Offence", *WARDS[:3], "Total"],
         *([kind, 3, 4, 5, 12] for kind in ("Burglary", "Robbery", "ASB", "Theft"))], 48),
    "hours by days of the week": (
        [["Hour", "Mon", "Tue", "Sun"], *([f"{h:02}:00", 1, h, 3] for h in range(24))], 372),
    "a figure every quarter of an hour": (
        [["DateTime", "Calls"],
         *([f"{datetime(2024, 1, 1) + timedelta(minutes=15 * n):%d/%m/%Y %H:%M}", n % 9]
           for n in range(200))], 793),
    "hours as bare numbers": ([["Hour", "Burglaries"], *([h, 2 * h] for h in range(24))], 552),
    "ages": ([["Age", "Arrests"], *([age, age % 7] for age in range(10, 70))], 186),
    "sexes and their sum": (
        [["Age group", "Male", "Female", "Persons"],
         *([band, n, n + 2, 2 * n + 2] for n, band in enumerate(("10-17", "18-24", "25+")))], 12),
    "an order and a code beside a count": (
        [["LA_order", "LA code", "LA name", "Count"],
         *([n + 1, 100 + n, ward, 3 * n] for n, ward in enumerate(WARDS))], 45),
    "a number of the row": (
        [["ID", "Ward", "Burglary", "Robbery"],
         *([n + 1, ward, 3 * n, n] for n, ward in enumerate(WARDS))], 60),
    "the middle of each area": (
        [["LSOA21CD", "X", "Y", "Burglary", "Robbery"],
         *([f"E0100695{n}", 333_000 + n, 394_000 + n, n, 2 * n + 1] for n in range(10))], 145),
    "all wards first": (
        [["Ward", "2021", "2022"], ["Sefton", 210, 270],
         *([ward, 35, 45] for ward in WARDS)], 480),
    "thousands apart by a blank": (
        [["Force", "2021", "2022"], *([ward, "1 234", "12 345"] for ward in WARDS)], 81_474),
    "titles that are years": (
        [row for year in (2021, 2022) for row in (
            [year, "", ""], ["Ward", "Burglary", "Robbery"], *([w, 2, 4] for w in WARDS),
            ["", "", ""])], 72),
    "years alone as names": (
        [["", "2021", "2022"], *([kind, 10, 20] for kind in ("Burglary", "Robbery", "ASB"))], 90),
    "years alone between rows": (
        [["", "Burglary", "Robbery"], ["2022", "", ""], ["Linacre", 3, 4], ["Derby", 1, 1],
         ["2023", "", ""], ["Linacre", 5, 4], ["Derby", 1, 1]], 20),
}  # fmt: skip


@pytest.mark.parametrize("name", FIGURES)
def test_tables_of_figures_are_added_up(read: Read, name: str) -> None:
    rows, total = FIGURES[name]
    source, choices, made = read(rows)
    assert (made.summed, made.total) == (True, total)
    assert choices.shape_why.startswith("A table of figures")
    assert source.lines == len(rows)


def test_rates_alone_are_a_red_fact(read: Read) -> None:
    made = read([["Police force", "Rate per 1,000"], *([w, 1.5 + n] for n, w in enumerate(WARDS))])[
        2
    ]
    assert any(fact.light is Light.RED for fact in check(made))


GRIDS: dict[str, tuple[Rows, Precision, date, date]] = {
    "months of financial years": (
        [["Month", "2021/22", "2022/23"], *([m, 1, 2] for m in (*MONTHS[3:], *MONTHS[:3]))],
        Precision.MONTH, date(2021, 4, 1), date(2023, 3, 31)),
    "months in numbers": (
        [["Month", "2021", "2022"], *([month, 1, 2] for month in range(1, 13))],
        Precision.MONTH, date(2021, 1, 1), date(2022, 12, 31)),
    "weeks of years": (
        [["Week", "2022", "2023"], *([week, 1, 2] for week in range(1, 53))],
        Precision.DAY, date(2022, 1, 3), date(2023, 12, 25)),
    "quarters of years": (
        [["Quarter", "2021", "2022"], *([f"Q{n}", 1, 2] for n in range(1, 5))],
        Precision.QUARTER, date(2021, 1, 1), date(2022, 12, 31)),
    "quarters beside a year in the row": (
        [["Ward", "Year", "Q1", "Q2", "Q3", "Q4"],
         *([ward, year, 1, 2, 3, 4] for ward in WARDS for year in (2022, 2023))],
        Precision.QUARTER, date(2022, 1, 1), date(2023, 12, 31)),
    "weeks that end on a Sunday": (
        [["Week ending", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Total"],
         *([f"{date(2024, 1, 7) + timedelta(days=7 * n):%d/%m/%Y}", 1, 2, 3, 4, 5, 6, 7, 28]
           for n in range(12))],
        Precision.DAY, date(2024, 1, 1), date(2024, 3, 24)),
    "a year and the name of a month": (
        [["Year", "Month", "Offences"], *([y, m, 5] for y in (2022, 2023) for m in MONTHS)],
        Precision.MONTH, date(2022, 1, 1), date(2023, 12, 31)),
}  # fmt: skip


@pytest.mark.parametrize("name", GRIDS)
def test_grids_of_times_are_each_at_their_time(read: Read, name: str) -> None:
    rows, precision, first, last = GRIDS[name]
    made = read(rows)[2]
    assert (made.summed, made.precision, made.first, made.last) == (True, precision, first, last)
    assert Role.TYPE.value not in made.frame.columns


def test_a_pivot_table_as_excel_copies_it(tmp_path: Path) -> None:
    path = sheet(tmp_path / "pivot.xlsx", [
        ["Sum of Count", None, "Month", None, None],
        ["Ward", "Offence", "Jan-24", "Feb-24", "Grand Total"],
        ["Linacre", "Burglary", 3, 4, 7], [None, "Robbery", 1, 2, 3],
        ["Linacre Total", None, 4, 6, 10],
        ["Derby", "Burglary", 5, 6, 11], [None, "Robbery", 0, 1, 1],
        ["Derby Total", None, 5, 7, 12], ["Grand Total", None, 9, 13, 22],
    ])  # fmt: skip
    source, choices, made = whole(path)
    assert (made.total, dict(made.left_out)) == (22, {"a row of totals": 3})
    assert (source.columns[:2], choices.filled_down) == (("Ward", "Offence"), ("Ward",))
    assert made.frame["area_name"].null_count() == 0
    assert set(made.frame["type"]) == {"Burglary", "Robbery"}


def test_years_merged_over_months(tmp_path: Path) -> None:
    rows = [["Ward", "2022", *[None] * 11, "2023", *[None] * 11], [None, *MONTHS, *MONTHS]]
    made = whole(sheet(tmp_path / "b.xlsx", [*rows, *([w, *range(24)] for w in WARDS)]))[2]
    assert (made.total, made.precision, made.last) == (6 * 276, Precision.MONTH, date(2023, 12, 31))


def test_dates_as_names_of_months(tmp_path: Path) -> None:
    names = ["Ward", *(datetime(2023, month, 1) for month in range(1, 13))]
    made = whole(sheet(tmp_path / "b.xlsx", [names, *([w, *range(12)] for w in WARDS)]))[2]
    assert (made.total, made.precision) == (6 * 66, Precision.MONTH)


def test_sheets_of_one_layout_are_taken_together(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for month in range(1, 4):
        made = book.create_sheet(MONTHS[month - 1])
        made.append(["Crime Ref", "Date", "Offence"])
        for n in range(5):
            made.append([f"{month}-{n}", datetime(2024, month, n + 1), "Theft"])
    del book["Sheet"]
    book.save(tmp_path / "b.xlsx")
    assert whole(tmp_path / "b.xlsx")[2].rows_in == 15


def test_levels_are_found_for_counts_chosen_by_hand(read: Read) -> None:
    source, choices, _ = read([
        ["Code", "Area", "Reading"], ["E92000001", "England", 16_440],
        ["E12000001", "North East", 1_000], ["E06000001", "Hartlepool", 600],
        ["E06000002", "Middlesbrough", 400], ["E06000003", "Redcar", 15_440],
    ])  # fmt: skip
    assert not choices.summed
    by_count = by_hand.with_role(choices, source, "Reading", Role.COUNT)
    assert by_count.level == "local authorities"
    assert make(source, by_count, key=KEY).total == 16_440
    back = by_hand.with_role(by_count, source, "Reading", Role.OTHER)
    assert (back.summed, back.level) == (False, "")


def test_page_lines_and_names_on_every_page_are_told(read: Read) -> None:
    rows: Rows = [["Crimes by ward", "", "", ""], ["Printed on 01/04/2024", "", "", ""], [""] * 4]
    for page in range(3):
        rows.append(["Ref", "Date", "Offence", "Ward"])
        rows += [[f"R{page}{n}", day(n), "Theft", WARDS[n % 6]] for n in range(20)]
        rows.append([f"Page {page + 1} of 3", "", "", ""])
    source, _, made = read(rows)
    assert (made.rows_in, source.lines) == (60, len(rows))
    told = dict(made.asides)
    assert told["the names of the columns again"] == 2
    assert told["a title or a page line between blocks"] == 2


def test_records_without_names_are_records(read: Read) -> None:
    source, _, made = read(
        [[f"CR{n:04}", "Theft" if n % 2 else "Arson", WARDS[n % 6]] for n in range(40)]
    )
    assert (source.columns, made.rows_in) == (("Column 1", "Column 2", "Column 3"), 40)
    source, _, made = read(
        [[f"CR{n:04}", f"{at(n):%d/%m/%Y %H:%M}", 333_000 + n] for n in range(40)]
    )
    assert (source.columns[0], made.rows_in) == ("Column 1", 40)


def test_names_on_every_line_of_a_printed_report(read: Read) -> None:
    source, _, made = read([
        ["Crimes", "01/04/2024", "Crime Ref", "Date", "Offence", f"CR{n}", day(n), "Theft",
         f"Page {n // 20 + 1} of 2"] for n in range(40)
    ])  # fmt: skip
    assert (source.columns, made.rows_in) == (("Crime Ref", "Date", "Offence"), 40)
    constant = [["Sefton", "Open", f"CR{n}", day(n)] for n in range(40)]  # of no names
    assert read(constant)[0].columns[0] == "Column 1"


def test_dress_comes_off_and_apostrophes_within_words_stay(tmp_path: Path) -> None:
    text = "\ufeff'Ref,Date\u00a0of\u00a0offence,Street,Note\n" + "".join(
        f"'{n:05},{day(n)}\u200e,King\u2019s\u00a0Road,{note}\n"
        for n, note in enumerate(['"=""007"""', "'Tis so", "it's", "=1+1", "x\x1f"] * 6)
    )
    (tmp_path / "a.csv").write_text(text, "utf-8")
    source, _, made = whole(tmp_path / "a.csv")
    assert source.columns == ("Ref", "Date of offence", "Street", "Note")
    assert source.table["Ref"][1] == "00001"
    assert source.table["Street"][0] == "King’s Road"
    assert source.table["Note"].head(5).to_list() == ["007", "'Tis so", "it's", "=1+1", "x"]
    assert made.rows_in == 30


def test_offences_of_one_number_stay_apart(read: Read) -> None:
    rows: Rows = [["Occurrence No", "Date", "Offence"]]
    rows += [[f"OC{n // 2}", day(n // 2), ("Theft", "Assault")[n % 2]] for n in range(40)]
    assert read(rows)[2].rows_in == 40


def test_nothing_that_is_a_whole_table_is_lost_by_its_account(read: Read) -> None:
    for rows in (*INCIDENTS.values(), *(rows for rows, _ in FIGURES.values())):
        source, _, made = read(rows)
        told = sum(n for _, n in made.asides)
        assert made.rows_in + sum(n for _, n in made.left_out) + told == len(rows)
        assert isinstance(source.table, pl.DataFrame)


def test_totals_between_two_rows_of_names_are_names_of_nothing(read: Read) -> None:
    source, _, made = read([
        ["Force", "Burglary", "", "Robbery", ""], ["Total", 100, 110, 50, 60],
        ["", 2022, 2023, 2022, 2023], *([ward, 10, 11, 5, 6] for ward in WARDS),
    ])  # fmt: skip
    assert source.columns[:3] == ("Force", "Burglary / 2022", "Burglary / 2023")
    assert (made.rows_in, made.total) == (6, 192)


def test_blocks_of_figures_are_kinds_by_their_titles(read: Read) -> None:
    names = ["Ward", "2022", "2023"]
    rows: Rows = [["Burglary", "", ""], names, *([ward, 10, 20] for ward in WARDS), [""] * 3]
    rows += [["Robbery", "", ""], names, *([ward, 3, 4] for ward in WARDS)]
    made = read(rows)[2]
    sums = dict(made.frame.group_by("type").agg(pl.col("count").sum()).iter_rows())
    assert sums == {"Burglary": 180, "Robbery": 42}


def test_names_again_in_capitals_are_no_row(read: Read) -> None:
    rows: Rows = [["Ref", "Date", "Offence"], *([f"R{n}", day(n), "Theft"] for n in range(20))]
    rows += [["REF", " Date", "OFFENCE"], *([f"S{n}", day(n), "Theft"] for n in range(20))]
    assert read(rows)[2].rows_in == read(rows)[2].rows_read == 40


def test_a_row_that_small_figures_add_up_to_by_chance_is_no_total(read: Read) -> None:
    rows: Rows = [["Ward", "2022", "2023"], ["Linacre", 1, 2]]
    rows += [["Derby", 1, 0], ["Church", 0, 1], ["Manor", 0, 1]]
    assert read(rows)[2].total == 6


def test_times_that_happen_to_follow_each_other_are_times_of_incidents(read: Read) -> None:
    rows: Rows = [["Date", "Time", "Store", "Value"]]
    rows += [[day(n), f"{at(n):%H:%M}", WARDS[n % 2], 10 + n] for n in range(20)]
    assert not read(rows)[2].summed  # each 37 hours and 13 minutes after the last
