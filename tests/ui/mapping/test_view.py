"""The view: what holds wherever one looks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.ui.mapping.marks import MOST, marks
from workbench.ui.mapping.view import FARTHEST, NEAREST, View

VIEWS = st.builds(
    View,
    st.floats(-1e6, 1e6),
    st.floats(-1e6, 1e6),
    st.floats(0.1, 1000),
    st.integers(200, 3000),
    st.integers(200, 2000),
)
SPOTS = st.tuples(st.floats(0, 2000), st.floats(0, 2000))


@given(VIEWS, SPOTS)
def test_a_spot_becomes_metres_and_back(view: View, spot: tuple[float, float]) -> None:
    east, north = view.ground(*spot)
    assert view.x(east) == pytest.approx(spot[0], abs=1e-3)
    assert view.y(north) == pytest.approx(spot[1], abs=1e-3)


@given(VIEWS, SPOTS, st.floats(0.2, 5))
def test_what_is_under_the_mouse_stays_when_zooming(
    view: View, spot: tuple[float, float], factor: float
) -> None:
    near = view.zoomed(factor, *spot)
    assert NEAREST <= near.scale <= FARTHEST
    assert near.ground(*spot) == pytest.approx(view.ground(*spot), abs=1e-3)


@given(VIEWS, st.floats(10, 1e5), st.floats(10, 1e5), st.floats(0, 60), st.floats(0, 60))
def test_a_fitted_window_is_seen_whole(
    view: View, wide: float, high: float, side: float, foot: float
) -> None:
    window = (5_000.0, 7_000.0, 5_000.0 + wide, 7_000.0 + high)
    fitted = view.fitted(window, side, foot)
    left, bottom, right, top = fitted.window
    slack = 1e-6 * max(wide, high)
    assert left <= window[0] + slack
    assert right >= window[2] + side * fitted.scale - slack
    assert bottom <= window[1] - foot * fitted.scale + slack
    assert top >= window[3] - slack


@pytest.mark.parametrize("points", [1, 400, 5_000, 369_323])
def test_circles_are_few_enough_and_lose_no_incident(points: int) -> None:
    draw = np.random.default_rng(points)
    east, north = draw.uniform(0, 10_000, points), draw.uniform(0, 10_000, points)
    counts = draw.integers(1, 9, points)
    chosen = east < 3_000
    view = View(width=900, height=600).fitted((0, 0, 10_000, 10_000))
    drawn = marks(east, north, counts, chosen, view)
    assert len(drawn.counts) <= max(MOST, points if points <= MOST else 0)
    assert drawn.counts.sum() == counts.sum()
    assert drawn.chosen.sum() == counts[chosen].sum()
    assert (drawn.radius(drawn.counts) <= 15.0 + 1e-9).all()
    assert (drawn.joined > 0) == (points > MOST)
