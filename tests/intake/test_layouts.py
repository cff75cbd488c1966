"""Layouts that forces, councils and publishers write, and what is made of each without a hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from workbench.domain.data import Precision, Role
from workbench.intake import by_hand
from workbench.intake.making import Made, make
from workbench.intake.opening import open_file
from workbench.intake.places import Places
from workbench.intake.proposing import propose
from workbench.intake.quality import Light, check
from workbench.intake.recipe import Choices
from workbench.intake.source import Source

KEY = b"a key for the tests, kept nowhere"
WARDS = ("Linacre", "Derby", "Church", "Manor", "Ford", "Orrell")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
Rows = list[list[Any]]
Read = Callable[[Rows], tuple[Source, Choices, Made]]


def at(n: int) -> datetime:
    return datetime(2024, 1, 1) + timedelta(hours=37 * n, minutes=13 * n)


def day(n: int) -> str:
    return f"{at(n):%d/%m/%Y}"


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def made(rows: Rows) -> tuple[Source, Choices, Made]:
        path = tmp_path / "practice.csv"
        quoted = (
            ",".join('"' + str(cell).replace('"', '""') + '"' for cell in row) for row in rows
        )
        path.write_text("\r\n".join(quoted), "utf-8")
        return whole(path)

    return made


def whole(path: Path) -> tuple[Source, Choices, Made]:
    source = open_file(path)
    choices = propose(source)
    made = make(source, choices, key=KEY)
    assert check(made)
    return source, choices, made


def sheet(path: Path, rows: Rows, name: str = "Data") -> Path:
    book = openpyxl.Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


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


DATES: dict[str, Callable[[int], str]] = {
    "with an offset in hours": lambda n: f"{at(n):%Y-%m-%d %H:%M:%S}+00",
    "of Java": lambda n: f"{at(n):%a %b %d %H:%M:%S} GMT {at(n):%Y}",
    "of a browser": lambda n: f"{at(n):%a %b %d %Y %H:%M:%S} GMT+0000 (Greenwich Mean Time)",
    "of .NET": lambda n: f"/Date({int((at(n) - datetime(1970, 1, 1)).total_seconds())}000)/",
    "in seconds": lambda n: str(int((at(n) - datetime(1970, 1, 1)).total_seconds())),
    "with the day of the week": lambda n: f"{at(n):%a %d/%m/%Y %H:%M}",
    "in words": lambda n: f"{at(n):%A, %d %B %Y at %H:%M hrs}",
    "the time first": lambda n: f"{at(n):%H:%M %d/%m/%Y}",
    "with dots": lambda n: f"{at(n):%d.%m.%y %I.%M%p}",
    "day numbers with a fraction": lambda n: str(
        (at(n) - datetime(1899, 12, 30)) / timedelta(days=1)
    ),
}


@pytest.mark.parametrize("name", DATES)
def test_dates_of_programs_and_people(read: Read, name: str) -> None:
    made = read([["Ref", "Date of offence"], *([f"R{n}", DATES[name](n)] for n in range(50))])[2]
    assert made.rows_in == 50
    wanted = [at(n) for n in range(50)]  # before the clocks go forward
    assert made.frame["start"].dt.round("1m").to_list() == wanted


@pytest.mark.parametrize("us", [False, True])
@pytest.mark.parametrize("number", [False, True])
def test_dates_turned_by_a_spreadsheet_are_told(read: Read, us: bool, number: bool) -> None:
    def cell(n: int) -> str:
        when = at(n)
        if when.day > 12:
            return f"{when.month}/{when.day}/{when.year}" if us else f"{when:%d/%m/%Y}"
        turned = date(when.year, when.day, when.month)
        return str((turned - date(1899, 12, 30)).days) if number else f"{turned} 00:00:00"

    made = read([["Ref", "Date"], *([f"R{n}", cell(n)] for n in range(60))])[2]
    assert any("probably swapped day and month" in note for note in made.notes)


POINTS: dict[str, tuple[str, Callable[[int], str]]] = {
    "ten figures": ("OS Grid Reference", lambda n: f"SJ{33_000 + n}{94_000 + n}"),
    "small letters and blanks": ("NGR", lambda n: "sj 330 940"),
    "twelve figures": ("Grid Ref", lambda n: f"{333_000 + n}{394_000 + n}"),
    "two numbers": ("Grid Ref", lambda n: f"{333_000 + n} {394_000 + n}"),
    "an address and its point": ("Location", lambda n: f"{n} HIGH ST\n(53.4386, -3.0099)"),
    "as databases write it": ("the_geom", lambda n: "POINT (-3.0099 53.4386)"),
    "degrees, minutes and seconds": ("Position", lambda n: "53°26'18.9\"N 3°00'35.6\"W"),
    "a pair": ("Coordinates", lambda n: "53.4386,-3.0099"),
}


@pytest.mark.parametrize("name", POINTS)
def test_whole_places_in_one_column(read: Read, name: str) -> None:
    called, cell = POINTS[name]
    _, choices, made = read(
        [["Ref", "Date", called], *([f"R{n}", day(n), cell(n)] for n in range(30))]
    )
    assert choices.places is Places.POINT
    assert made.frame["easting"][0] == pytest.approx(333_000, abs=60)
    assert made.frame["northing"][0] == pytest.approx(394_000, abs=300)


def test_metres_within_a_square_without_its_letters_are_not_put_at_sea(read: Read) -> None:
    rows = [["Ref", "Date", "Easting", "Northing"]]
    made = read(rows + [[f"R{n}", day(n), 33_000 + n, 94_000 + n] for n in range(40)])[2]
    assert made.places == "local"
    assert any("whose letters" in note for note in made.notes)


def test_metres_of_irelands_other_grid(read: Read) -> None:
    rows: Rows = [["Ref", "Date", "District", "X", "Y"]]
    rows += [[f"R{n}", day(n), "Belfast", 733_000 + n, 872_000 + n] for n in range(40)]
    _, choices, made = read(rows)
    assert (choices.places, made.places) == (Places.ITM, "bng")
    assert made.frame["easting"][0] == pytest.approx(145_400, abs=1_000)


WORDS: dict[str, dict[str, Role]] = {
    "Inc No,Dt Occ From,Dt Occ To,Dt Rptd,Loc E,Loc N,OIC,Off Desc": {
        "Inc No": Role.REFERENCE, "Dt Occ From": Role.START, "Dt Occ To": Role.END,
        "Loc E": Role.EASTING, "Loc N": Role.NORTHING, "OIC": Role.LEFT_OUT, "Off Desc": Role.TYPE},
    "Crime Referance,Occured From,Occured To,Reproted,GridX,GridY,Invest Officer,Beat_Cd": {
        "Crime Referance": Role.REFERENCE, "Occured From": Role.START, "Occured To": Role.END,
        "GridX": Role.EASTING, "GridY": Role.NORTHING, "Invest Officer": Role.LEFT_OUT,
        "Beat_Cd": Role.AREA_NAME},
    "CrimeNumber,Earliest Date,Latest Date,Recorded Date,OSGR_E,OSGR_N,Collar No,Ward_Name": {
        "CrimeNumber": Role.REFERENCE, "Earliest Date": Role.START, "Latest Date": Role.END,
        "OSGR_E": Role.EASTING, "OSGR_N": Role.NORTHING, "Collar No": Role.LEFT_OUT,
        "Ward_Name": Role.AREA_NAME},
}  # fmt: skip


@pytest.mark.parametrize("names", WORDS)
def test_the_words_of_forces_are_known(read: Read, names: str) -> None:
    rows: Rows = [names.split(",")]
    for n in range(40):
        times = [f"{at(n) + timedelta(hours=h):%d/%m/%Y %H:%M}" for h in (0, 3, 9)]
        rows.append([f"I{n}x", *times, 333_000 + n, 394_000 + n, f"PC {n % 5}", "B-one"])
    _, choices, made = read(rows)
    assert {name: choices.column(name).role for name in WORDS[names]} == WORDS[names]
    assert made.precision is Precision.MINUTE
    reported = names.split(",")[3]
    assert any(note.startswith(f"“{reported}” is not used") for note in made.notes)


def test_a_time_goes_with_the_date_that_is_called_like_it(read: Read) -> None:
    rows: Rows = [["URN", "Date Created", "Time Created", "Incident Date", "Incident Time"]]
    rows += [
        [f"I{n}", day(n + 1), f"{at(n + 7):%H:%M}", day(n), f"{at(n):%H:%M}"] for n in range(40)
    ]
    _, choices, _ = read(rows)
    assert choices.of(Role.START) == ("Incident Date", "Incident Time")
    bare: Rows = [["Ref", "Date Occ", "Date Rptd", "Time Rptd"]]
    bare += [[f"I{n}", day(n), day(n + 1), f"{at(n):%H:%M}"] for n in range(40)]
    assert read(bare)[1].of(Role.START) == ("Date Occ",)


def test_offences_of_one_number_stay_apart(read: Read) -> None:
    rows: Rows = [["Occurrence No", "Date", "Offence"]]
    rows += [[f"OC{n // 2}", day(n // 2), ("Theft", "Assault")[n % 2]] for n in range(40)]
    assert read(rows)[2].rows_in == 40


RECORD = {"ref": "a1", "reported": "2024-03-01T10:15:00", "place": {"name": "High St", "lat": 53.4}}
JSONS: dict[str, Any] = {
    "features": {"features": [
        {"geometry": {"type": "Point", "coordinates": [-2.99, 53.44]},
         "properties": {"ref": f"a{n}", "reported": f"2024-03-0{n + 1}"}} for n in range(9)]},
    "within": {"meta": {"n": 9}, "data": {"rows": [{**RECORD, "ref": f"a{n}"} for n in range(9)]}},
    "names beside": {"meta": {"view": {"columns": [{"name": "ref"}, {"name": "reported"}]}},
                     "data": [[f"a{n}", f"0{n + 1}/03/2024"] for n in range(9)]},
    "names first": [["ref", "reported"], *([f"a{n}", f"0{n + 1}/03/2024"] for n in range(9))],
}  # fmt: skip


@pytest.mark.parametrize("name", JSONS)
def test_json_as_programs_write_it(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(JSONS[name]))
    source, choices, made = whole(path)
    assert (source.kind, made.rows_in) == ("json", 9)
    assert choices.of(Role.REFERENCE) == ("ref",)
    assert choices.of(Role.START) == ("reported",)


@pytest.mark.parametrize("text", ['[{"a": 1}, {"a"', '{"a": {}}', "[" * 3_000 + "]" * 3_000])
def test_json_that_holds_no_records_is_a_sentence(tmp_path: Path, text: str) -> None:
    from workbench.errors import UnreadableFileError

    path = tmp_path / "a.json"
    path.write_text(text)
    with pytest.raises(UnreadableFileError, match="JSON"):
        open_file(path)


def test_a_spreadsheet_in_xml_is_read(tmp_path: Path) -> None:
    cells = [["Crime Ref", "Date", "Offence"], *([f"R{n}", day(n), "Theft"] for n in range(20))]
    rows = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{v}</Data></Cell>' for v in row) + "</Row>"
        for row in cells
    )
    path = tmp_path / "a.xls"
    path.write_text(
        f'<?xml version="1.0"?><Workbook><Worksheet ss:Name="A"><Table>{rows}</Table></Worksheet>'
        "</Workbook>"
    )
    source, _, made = whole(path)
    assert (source.columns, made.rows_in) == (("Crime Ref", "Date", "Offence"), 20)


def test_nothing_that_is_a_whole_table_is_lost_by_its_account(read: Read) -> None:
    for rows in (*INCIDENTS.values(), *(rows for rows, _ in FIGURES.values())):
        source, _, made = read(rows)
        told = sum(n for _, n in made.asides)
        assert made.rows_in + sum(n for _, n in made.left_out) + told == len(rows)
        assert isinstance(source.table, pl.DataFrame)
