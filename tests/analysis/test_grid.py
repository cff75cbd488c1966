"""Degrees become metres, and points are blurred."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from workbench.analysis.grid import ACCURACY, blur, placed, to_grid

METRES = st.floats(-1e6, 2e6, allow_nan=False)


def test_a_surveyed_point_is_within_the_stated_accuracy() -> None:
    """The water tower at Caister, from the Ordnance Survey's worked example."""
    east, north = to_grid([1.716073973], [52.658007833])
    assert np.hypot(east[0] - 651409.804, north[0] - 313177.450) < ACCURACY


def test_agrees_with_the_library_s_own_choice() -> None:
    rng = np.random.default_rng(1)
    longitude, latitude = rng.uniform(-6, 1.5, 500), rng.uniform(50, 58.5, 500)
    ours = np.array(to_grid(longitude, latitude))
    theirs = np.array(
        Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True).transform(
            longitude, latitude
        )
    )
    assert np.abs(ours - theirs).max() < 5.0


def test_unknown_and_foreign_points_have_no_place() -> None:
    east, north = to_grid([np.nan, -1.6, 0.0, 139.7], [54.9, np.nan, 0.0, 35.7])
    assert np.isnan(east).all()
    assert np.isnan(north).all()


def test_nothing_in_nothing_out() -> None:
    east, north = to_grid([], [])
    assert east.size == north.size == 0


def test_zero_zero_and_unknown_are_not_placed() -> None:
    assert placed([0, 1, np.nan, 0], [0, 0, 3, 5]).tolist() == [False, True, False, True]


@given(st.lists(st.tuples(METRES, METRES), min_size=1, max_size=30), st.floats(1, 5_000))
def test_blurring_stays_within_the_square_and_settles(
    points: list[tuple[float, float]], cell: float
) -> None:
    east, north = np.array(points).T
    once = blur(east, north, cell)
    assert np.abs(once[0] - east).max() <= cell / 2 * (1 + 1e-6)
    again = blur(*once, cell)
    assert np.allclose(once, again)


def test_a_square_needs_a_side() -> None:
    with pytest.raises(ValueError, match="above 0"):
        blur([1], [1], 0)
