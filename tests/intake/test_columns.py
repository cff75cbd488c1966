"""What columns are taken for, and why; recipes and what they notice."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

import pytest

from workbench.domain.data import Role
from workbench.errors import WorkbenchError
from workbench.intake import recipe
from workbench.intake.columns import propose as by_looks
from workbench.intake.date_shapes import Order
from workbench.intake.dates import column, decide
from workbench.intake.making import make
from workbench.intake.opening import open_file
from workbench.intake.places import Places
from workbench.intake.proposing import propose
from workbench.intake.recipe import ColumnChoice


def roles(choices) -> dict[str, Role]:
    return {column.name: column.role for column in choices.columns}


def test_an_export_of_a_crime_recording_system(niche):
    choices = propose(open_file(niche))
    assert roles(choices) == {
        "Occurrence No": Role.REFERENCE,
        "Offence title": Role.TYPE,
        "Committed from": Role.START,
        "Committed to": Role.END,
        "Location": Role.PLACE,
        "Easting": Role.EASTING,
        "Northing": Role.NORTHING,
        "Victim name": Role.LEFT_OUT,
        "DOB": Role.LEFT_OUT,
        "MO": Role.LEFT_OUT,
    }
    assert choices.start.order is Order.DAY_FIRST
    assert choices.places is Places.GRID
    assert choices.column("Victim name").personal == "name of a person"
    assert all(column.why for column in choices.columns)


def test_street_files_are_known_by_their_recipe(sample):
    path = sample / "police-uk/merseyside/2018-10/2018-10-merseyside-street.csv"
    source = open_file(path)
    choices = propose(source)
    assert choices.name == "data.police.uk street-level crime"
    assert roles(choices)["Crime type"] is Role.TYPE
    looks = by_looks(source)
    used = (
        Role.REFERENCE,
        Role.START,
        Role.PLACE,
        Role.AREA,
        Role.TYPE,
        Role.OUTCOME,
        Role.LATITUDE,
    )
    assert [looks.of(role) for role in used] == [choices.of(role) for role in used]
    assert (looks.places, looks.start.order) == (Places.DEGREES, Order.MONTH)


def test_outcomes_and_stop_and_search(sample):
    outcomes = propose(open_file(sample / "police-uk/northumbria/2020-06-northumbria-outcomes.csv"))
    assert outcomes.of(Role.OUTCOME) == ("Outcome type",)
    assert outcomes.of(Role.REFERENCE) == ("Crime ID",)
    searches = propose(
        open_file(sample / "police-uk/northumbria/2020-05-northumbria-stop-and-search.csv")
    )
    assert searches.of(Role.START) == ("Date",)
    assert searches.of(Role.TYPE) == ("Object of search",)
    assert not any(column.personal for column in searches.columns)


def panel(areas=6, months=8):
    rows = [["id", "month", "burglary", "robbery", "ttl_both", "treatment", "post"]]
    for a in range(areas):
        for m in range(months):
            b, r = (a * 7 + m * 3) % 5, (a + m) % 3
            rows.append(
                [
                    f"E0100{a:04}",
                    f"2024-{m + 1:02}-01",
                    str(b),
                    str(r),
                    str(b + r),
                    str(int(a < 2)),
                    str(int(m > 3)),
                ]
            )
    return rows


def test_wide_counts_are_told_from_flags_and_totals(write):
    choices = propose(open_file(write(panel())))
    assert choices.summed
    assert choices.of(Role.COUNT) == ("burglary", "robbery")
    assert choices.of(Role.AREA) == ("id",)
    assert roles(choices)["treatment"] is Role.OTHER
    assert "count twice" in choices.column("ttl_both").why


def test_long_counts(write):
    rows = [["Borough", "Month", "Crime type", "Number of offences"]]
    rows += [
        [b, f"2024-{m:02}", t, str(m)]
        for b in ("North", "South")
        for m in range(1, 6)
        for t in ("Burglary", "Robbery")
    ]
    choices = propose(open_file(write(rows)))
    assert choices.summed
    assert choices.of(Role.COUNT) == ("Number of offences",)
    assert choices.of(Role.AREA_NAME) == ("Borough",)


def test_split_dates_swapped_degrees_and_codes_of_people(write):
    rows = [["YEAR", "MONTH", "DAY", "Longitude", "Latitude", "Child ref"]]
    rows += [["2024", str(1 + i % 12), str(1 + i), "53.4", "-2.9", f"C{i % 3}"] for i in range(12)]
    choices = propose(open_file(write(rows)))
    assert choices.of(Role.START) == ("YEAR", "MONTH", "DAY")
    assert choices.of(Role.LATITUDE) == ("Longitude",)
    assert "swapped" in choices.column("Latitude").why
    child = choices.column("Child ref")
    assert (child.role, child.coded) == (Role.PERSON, True)
    assert choices.needs_key


def test_choices_as_text_and_back(niche):
    choices = replace(propose(open_file(niche)), name="Practice export")
    assert recipe.from_json(choices.to_json()) == choices
    for bad in ("", "{}", "[]", '{"columns": 3}', choices.to_json().replace("place", "plaice")):
        with pytest.raises(WorkbenchError, match="Nothing has been changed"):
            recipe.from_json(bad)


def test_a_saved_recipe_reads_the_next_file_and_notices_a_change(write, niche):
    first = open_file(niche)
    saved = replace(propose(first), name="Practice export")
    saved = saved.with_column(ColumnChoice("Offence title", Role.PLACE, "as the person chose"))
    assert propose(first, [saved]).column("Offence title").why == "as the person chose"
    assert recipe.difference(saved, first) == ""
    rows = [["Occurrence No", "Committed from", "Beat"], ["1", "03/28/2026", "B1"]]
    changed = open_file(write(rows))
    said = recipe.difference(saved, changed)
    assert "not there any more: Offence title" in said
    assert "new: Beat" in said
    assert recipe.adapted(saved, changed).column("Beat").role is Role.LEFT_OUT
    assert recipe.known(changed, [saved]) is None


def test_a_change_of_date_order_is_a_changed_layout(write):
    saved = propose(open_file(write([["Ref", "Date"], ["1", "28/03/2026"], ["2", "29/03/2026"]])))
    other = open_file(write([["Ref", "Date"], ["1", "03/28/2026"], ["2", "03/29/2026"]]))
    assert "no longer written as day/month/year" in recipe.difference(saved, other)


def test_layout_marks_names_in_any_order():
    assert recipe.layout(["a", "B"]) == recipe.layout(["b", "A"]) != recipe.layout(["a"])


def proposed(folder, text: str):
    path = folder / "practice.csv"
    path.write_text(text, "utf-8")
    return propose(open_file(path))


@pytest.mark.parametrize(
    ("names", "pair", "kind"),
    [
        ("Easting,Northing", "425000,565000", Places.GRID),
        ("X,Y", "425000,565000", Places.GRID),
        ("X,Y", "-1.61,54.97", Places.DEGREES),
        ("Easting,Northing", "425000,", Places.NONE),
        ("X,Y", "1,1", Places.NONE),
    ],
)
@pytest.mark.parametrize("rows", [1, 3])
def test_one_place_is_enough_where_the_names_say_so(tmp_path, names, pair, kind, rows):
    text = f"Ref,Date,Type,{names}\n" + f"A,02/03/2024,Burglary,{pair}\n" * rows
    assert proposed(tmp_path, text).places is kind


def moments(folder, names: str, times: list[str]) -> list[datetime]:
    rows = "".join(f"{at},02/03/2024,Burglary,{time}\n" for at, time in enumerate(times))
    path = folder / "practice.csv"
    path.write_text(f"Ref,{names}\n{rows}", "utf-8")
    source = open_file(path)
    made = make(source, propose(source), key=b"a key for the tests, kept nowhere")
    return made.frame[Role.START.value].to_list()


@pytest.mark.parametrize("name", ["Time", "Time from", "Start time", "TIME_FROM", "Offence time"])
def test_times_without_their_leading_noughts_are_times_of_the_date(tmp_path, name):
    day = partial(datetime, 2024, 3, 2)
    read = moments(tmp_path, f"Date,Type,{name}", ["1030", "0945", "5", "2359"])
    assert read == [day(10, 30), day(9, 45), day(0, 5), day(23, 59)]


def test_a_bare_hour_is_that_hour_of_the_date(tmp_path):
    read = moments(tmp_path, "Date,Type,Hour", ["5", "0", "23"])
    assert [each.hour for each in read] == [5, 0, 23]


def test_a_time_that_might_be_a_year_is_no_date(tmp_path):
    assert moments(tmp_path, "Date,Type,Start time", ["1945"]) == [datetime(2024, 3, 2, 19, 45)]


@pytest.mark.parametrize(
    ("name", "times"),
    [
        ("Time", ["1030", "0945", "5", "2375"]),
        ("Time", ["1030", "99", "5", "12"]),
        ("Time", ["5", "12"]),
        ("Response time", ["1030", "5", "12", "7"]),
        ("Hours lost", ["5", "12"]),
        ("Hour", ["5", "24"]),
    ],
)
def test_other_numbers_are_no_times(tmp_path, name, times):
    read = moments(tmp_path, f"Date,Type,{name}", times)
    assert read == [datetime(2024, 3, 2)] * len(times)


@pytest.mark.parametrize("name", ["Date", "Offence date", "Date reported"])
def test_a_date_of_which_half_reads_is_the_date_and_the_rest_is_listed(tmp_path, name):
    path = tmp_path / "practice.csv"
    path.write_text(f"Ref,{name},Type\nA,02/03/2024,Burglary\nB,noon,Theft\n", "utf-8")
    source = open_file(path)
    choices = propose(source)
    assert choices.of(Role.START) == (name,)
    assert decide(column(source, (name,)), choices.start).misfits == (("noon", 1),)
    made = make(source, choices, key=b"a key for the tests, kept nowhere")
    assert made.left_out == (("a start date that cannot be read as day/month/year", 1),)


def test_a_date_that_reads_in_every_row_goes_before_one_of_which_half_does(tmp_path):
    text = "Ref,Offence date,Date,Type\nA,02/03/2024,04/03/2024,Theft\nB,noon,05/03/2024,Theft\n"
    assert proposed(tmp_path, text).of(Role.START) == ("Date",)
