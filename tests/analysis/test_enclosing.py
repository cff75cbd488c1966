"""Outlines: against shapely's own answers, and by sums that must come out."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis.enclosing import (
    areas_in,
    around,
    circle,
    encloses,
    joined,
    read_rings,
    ring_round,
    size,
    write_rings,
)
from workbench.analysis.outlines import from_geometry
from workbench.analysis.shapes import Shapes

SQUARE = np.array([[0.0, 0.0], [100.0, 0.0], [100.0, 100.0], [0.0, 100.0]])
HOLE = np.array([[40.0, 40.0], [60.0, 40.0], [60.0, 60.0], [40.0, 60.0]])


@pytest.fixture
def grid() -> Shapes:
    """A chessboard of 5 by 5 fields, 100 m each, named by row and column."""
    boxes = [
        shapely.box(x * 100, y * 100, x * 100 + 100, y * 100 + 100)
        for y in range(5)
        for x in range(5)
    ]
    codes = [f"{y}{x}" for y in range(5) for x in range(5)]
    return from_geometry(np.array(boxes, dtype=object), codes, codes)


@given(
    st.lists(
        st.tuples(st.integers(-999, 999), st.integers(-999, 999)),
        min_size=3,
        max_size=12,
        unique=True,
    ),
    st.integers(0, 2**32 - 1),
)
def test_a_point_is_inside_where_shapely_says_so(corners: list[tuple[int, int]], seed: int) -> None:
    ring = np.array(corners, dtype=np.float64)
    shape = shapely.make_valid(shapely.Polygon(ring))
    points = np.random.default_rng(seed).uniform(-1000, 1000, (200, 2))
    found = encloses((ring,), points[:, 0], points[:, 1])
    assert (found == shapely.intersects_xy(shape, points)).all()


def test_a_ring_within_a_ring_is_a_hole_and_no_place_is_outside() -> None:
    rings = (SQUARE, HOLE)
    east = np.array([10.0, 50.0, 150.0, np.nan, 0.0])
    north = np.array([10.0, 50.0, 50.0, 50.0, 0.0])
    assert encloses(rings, east, north).tolist() == [True, False, False, False, True]
    assert size(rings) == pytest.approx(10_000 - 400)


@given(
    st.lists(
        st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), min_size=3, max_size=30, unique=True
    )
)
def test_an_outline_is_read_back_to_the_decimetre(corners: list[tuple[float, float]]) -> None:
    ring = np.array(corners)
    back = read_rings(write_rings([ring]))
    kept = np.round(ring, 1)
    if (kept[0] == kept[-1]).all():
        kept = kept[:-1]
    if len(kept) < 3:
        assert back == ()
    else:
        assert np.array_equal(back[0], kept)


@pytest.mark.parametrize("text", ["[[[1, 2, 3]]]", '{"a": 1}', "[[[1, 2], [3, NaN], [1, 1]]]"])
def test_what_is_no_outline_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="outline|could not"):
        read_rings(text)


def test_nothing_drawn_encloses_nothing() -> None:
    assert read_rings("") == ()
    assert not encloses((), [1.0], [1.0]).any()


def test_a_circle_has_its_area() -> None:
    assert size((circle(500.0, 500.0, 250.0),)) == pytest.approx(np.pi * 250**2, rel=0.002)
    with pytest.raises(ValueError, match="radius"):
        circle(0, 0, 0)


def test_areas_are_taken_by_their_middle(grid: Shapes) -> None:
    box = np.array([[90.0, 90.0], [260.0, 90.0], [260.0, 260.0], [90.0, 260.0]])
    assert areas_in(grid, (box,)) == ("11", "12", "21", "22")
    assert areas_in(grid, ()) == ()


def test_joined_areas_have_one_outline_and_a_hole_where_one_lacks(grid: Shapes) -> None:
    whole = joined(grid, ["11", "12", "21", "22"])
    assert len(whole) == 1
    assert size(whole) == pytest.approx(40_000)
    ring = [code for code in grid.codes if code != "22" and "0" not in code and "4" not in code]
    assert len(joined(grid, ring)) == 2
    assert size(joined(grid, ring)) == pytest.approx(80_000)
    assert joined(grid, ["nowhere"]) == ()


def test_those_round_an_area_are_its_neighbours_and_never_itself(grid: Shapes) -> None:
    assert around(grid, ["22"], 0) == ("11", "12", "13", "21", "23", "31", "32", "33")
    assert around(grid, ["22"], 99) == around(grid, ["22"], 0)
    assert len(around(grid, ["22"], 100)) == 20  # the four corners are 141 m away
    assert len(around(grid, ["22"], 142)) == 24
    assert around(grid, ["nowhere"], 100) == ()


def test_the_band_round_an_outline_leaves_it_out() -> None:
    band = ring_round((SQUARE,), 50.0)
    assert size(band) == pytest.approx(4 * 100 * 50 + np.pi * 50**2, rel=0.002)
    assert size((*band, SQUARE)) == pytest.approx(size(band) + 100**2, abs=1e-6)
    assert not encloses(band, [50.0], [50.0]).any()
    assert encloses(band, [130.0], [50.0]).all()
