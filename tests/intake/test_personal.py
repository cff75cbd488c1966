"""Personal data is noticed, and a code says nothing about the person. All values are made up."""

from __future__ import annotations

import polars as pl
import pytest

from workbench.domain.data import Role
from workbench.intake.personal import coded, spot


def text(*values: str | None) -> pl.Series:
    return pl.Series("v", values, dtype=pl.String)


@pytest.mark.parametrize(
    ("name", "values", "kind"),
    [
        ("Victim name", ["x"], "name of a person"),
        ("Forename", ["x"], "name of a person"),
        ("OIC", ["PC 1"], "name of a person"),
        ("col", ["Sarah Practice", "John Example", "Amy Sample"], "name of a person"),
        ("col", ["PRACTICE, Sarah", "EXAMPLE, John", "SAMPLE, Amy Jane"], "name of a person"),
        ("DOB", ["01/02/1980"], "date of birth"),
        ("col", [f"0{1 + i % 9}/02/{1950 + 6 * i}" for i in range(10)], "date of birth"),
        ("col", ["07700 900123", "07700 900 456"], "phone number"),
        ("col", ["a@example.org"], "e-mail address"),
        ("col", ["QQ 12 34 56 C".replace("QQ", "AB")], "National Insurance number"),
        ("VRM", ["x"], "vehicle registration"),
        ("col", ["AB12 CDE", "CD34EFG"], "vehicle registration"),
        ("col", ["12 Practice Street", "Flat 3, 14 Made Up Road"], "house number or home address"),
        ("MO", ["x"], "free text"),
        (
            "col",
            [
                f"Word {i} then a long story that goes on for more than ten words here"
                for i in range(9)
            ],
            "free text",
        ),
    ],
)
def test_spotted(name, values, kind):
    found = spot(name, text(*values))
    assert found is not None
    assert found.kind == kind
    assert found.why


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("Location", ["On or near Victoria Road", "On or near Grace Close", "On or near James St"]),
        ("Location", ["Victoria Road", "Grace Close", "Martin Avenue"]),
        ("HUNDRED_BLOCK", ["11XX BURNABY ST", "13XX W 71ST AVE"]),
        ("LSOA name", ["Liverpool 060C", "St. Helens 014C"]),
        ("LSOA code", ["E01033760"]),
        ("Crime type", ["Criminal damage and arson", "Violence and sexual offences"]),
        ("Last outcome category", ["Investigation complete; no suspect identified"] * 9),
        ("Falls within", ["Merseyside Police"]),
        ("Crime ID", ["a2202f7d81ebcfcd29b894f6d3dba640e9c9424966d2f07f3734eb91efe21e76"]),
        ("Month", ["2018-10"]),
        ("Ward name", ["Anfield", "Kirkdale", "Princes Park"]),
        ("DOB", [None, ""]),
    ],
)
def test_not_spotted(name, values):
    assert spot(name, text(*values)) is None


def test_numbers_of_places_are_not_phones():
    assert spot("x", text("0335200", "0390500"), Role.EASTING) is None


def test_codes_are_stable_and_keyed():
    column = text("Sarah  Practice", " SARAH PRACTICE ", "John Example", None, " ")
    codes = coded(column, b"k" * 32)
    assert codes[0] == codes[1] != codes[2]
    assert codes[3] is None
    assert codes[4] is None
    assert codes[0].startswith("P-")
    assert coded(column, b"other key, also long")[0] != codes[0]
    assert coded(text(None), b"k" * 32).to_list() == [None]
    with pytest.raises(ValueError, match="16 bytes"):
        coded(column, b"short")
