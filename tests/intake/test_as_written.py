"""Dates, places, names of columns and files as forces, programs and people write them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.intake.rows_in import Read, Rows, at, day, whole, written
from workbench.domain.data import Precision, Role
from workbench.errors import UnreadableFileError
from workbench.intake.opening import open_file
from workbench.intake.places import Places


@pytest.fixture
def read(tmp_path: Path) -> Read:
    return written(tmp_path)


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


def test_letters_of_no_square_have_no_place(read: Read) -> None:
    rows: Rows = [["Ref", "Date", "Grid Sq", "Easting", "Northing"]]
    rows += [[f"R{n}", day(n), "SJ", 33_000 + n, 94_000 + n] for n in range(40)]
    rows += [["R40", day(40), "I?", 33_000, 94_000], ["R41", day(41), "Total", 1, 2]]
    _, choices, made = read(rows)
    assert choices.places is Places.SQUARE
    assert made.frame["easting"].count() == 40


def test_three_figures_within_a_square_are_hundreds_of_metres(read: Read) -> None:
    rows: Rows = [["Ref", "Date", "Sheet", "E", "N"]]
    rows += [[f"R{n}x", day(n), "sj", 330 + n % 9, 940 + n % 9] for n in range(40)]
    made = read(rows)[2]
    assert (made.frame["easting"][0], made.frame["northing"][0]) == (333_000, 394_000)
    assert any("read as 100 metres each" in note for note in made.notes)
