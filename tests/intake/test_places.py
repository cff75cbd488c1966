"""Coordinates become metres, and rows without a place stay rows."""

from __future__ import annotations

import polars as pl
import pytest

from workbench.intake.places import Places, guess, place


def text(*values: str | None) -> pl.Series:
    return pl.Series("v", values, dtype=pl.String)


def test_degrees_become_national_grid_metres():
    # Liverpool Lime Street: SJ 352 905.
    put = place(text("-2.9779"), text("53.4076"), Places.DEGREES)
    assert put.kind == "bng"
    assert put.easting[0] == pytest.approx(335_200, abs=300)
    assert put.northing[0] == pytest.approx(390_500, abs=300)
    assert "5 metres" in put.notes[0]


def test_no_place_is_counted_by_reason_and_kept():
    put = place(
        text("-2.9", None, "0", "0.0", "x", "-74.0", " ", "NA", "-2.9"),
        text("53.4", "53.4", "0", "0", "53", "40.7", "", "NA", "53.4"),
        Places.DEGREES,
    )
    assert len(put.easting) == 9
    assert put.easting.is_null().to_list() == [False] + [True] * 7 + [False]
    assert (put.blank, put.zero, put.unread, put.outside) == (3, 2, 1, 1)
    assert put.without == 7
    assert put.notes[1] == (
        "Kept without a place: 3 rows without coordinates, 2 rows at 0,0, "
        "1 row whose coordinates are no numbers, 1 row outside Great Britain."
    )


def test_a_comma_may_stand_before_the_decimals_of_a_column():
    east, north = (
        text("425000,5", "425001,250", "425.002,75"),
        text("564000,5", "564001", "564002,1"),
    )
    put = place(east, north, Places.GRID)
    assert put.easting.to_list() == [425_000.5, 425_001.25, 425_002.75]
    assert put.northing.to_list() == [564_000.5, 564_001.0, 564_002.1]
    thousands = place(text("425,000", "425,001.5"), text("564,000", "564,001"), Places.GRID)
    assert thousands.easting.to_list() == [425_000.0, 425_001.5]
    degrees = place(text("-2,977", "-2,9781"), text("53,407", "53,4"), Places.DEGREES)
    assert degrees.easting.is_not_null().all()
    assert guess(east, north, degrees=False) is Places.GRID


def test_one_slip_does_not_turn_thousands_into_decimals():
    east = text(*(f"425,{n:03d}" for n in range(100)), "425,1")
    north = text(*(f"564,{n:03d}" for n in range(101)))
    put = place(east, north, Places.GRID)
    assert put.easting.to_list()[:2] == [425_000.0, 425_001.0]
    assert put.without == 1
    mixed = place(text("1,064,123", "4250,123"), text("564,000", "564,001"), Places.GRID)
    assert mixed.easting[1] is None


def test_grid_metres_are_checked():
    put = place(text("335,200.5", "0", "9999999"), text("390500", "0", "1"), Places.GRID)
    assert put.easting.to_list() == [335_200.5, None, None]
    assert (put.zero, put.outside, put.kind) == (1, 1, "bng")


def test_points_abroad_become_metres_of_their_own_grid():
    put = place(text("-74.0", "-74.01", "0"), text("40.7", "40.71", "0"), Places.DEGREES)
    assert put.kind == "local"
    assert put.zero == 1
    apart = (
        (put.easting[0] - put.easting[1]) ** 2 + (put.northing[0] - put.northing[1]) ** 2
    ) ** 0.5
    assert apart == pytest.approx(1_395, abs=15)
    assert "UTM zone 18" in put.notes[0]


def test_unknown_metres_and_none():
    put = place(text("490320.3"), text("5458606.9"), Places.LOCAL)
    assert (put.kind, put.easting[0]) == ("local", 490_320.3)
    assert place(text(None), text(None), Places.DEGREES).kind == "none"


@pytest.mark.parametrize(
    ("x", "y", "kind"),
    [
        ("-2.9", "53.4", Places.DEGREES),
        ("335200", "390500", Places.GRID),
        ("490320", "5458606", Places.LOCAL),
        ("0", "0", Places.NONE),
        ("a", "b", Places.NONE),
    ],
)
def test_guess(x, y, kind):
    assert guess(text(x), text(y), degrees=False) is kind


def test_degrees_the_wrong_way_round_are_put_right_and_said():
    put = place(text("53.4076", "-2.9779"), text("-2.9779", "53.4076"), Places.DEGREES)
    assert put.easting[0] == put.easting[1] == pytest.approx(335_200, abs=300)
    assert put.turned == 1
    said = "1 row had latitude and longitude the wrong way round; they were put right."
    assert said in put.notes


def test_metres_of_no_known_grid_are_said_to_be_local():
    utm = place(text("490320.3"), text("5458606.9"), Places.LOCAL)
    assert "look like UTM metres and are kept as metres of their own grid" in utm.notes[0]
    feet = place(text("1315627"), text("432473"), Places.LOCAL)
    assert "If they are feet, distances are wrong." in feet.notes[0]


def test_why_a_row_has_no_place_is_kept_beside_it():
    put = place(
        text("-2.9", "0", "-74.0", "x", None), text("53.4", "0", "40.7", "53", "53"), Places.DEGREES
    )
    assert put.why is not None
    assert put.why.to_list() == [
        None,
        "Coordinates at 0,0",
        "Outside Great Britain",
        "Coordinates that are no numbers",
        "No coordinates",
    ]
