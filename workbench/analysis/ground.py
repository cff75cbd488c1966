"""What lies under a map: the window shown, and the outlines that reach into it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.outlines import (
    EMPTY,
    Window,
    bounds,
    districts,
    in_districts,
    simplified,
    within,
)
from workbench.analysis.shapes import Shapes

Floats = NDArray[np.float64]

_LEAST: Final = 400.0  # metres across, however close together the incidents lie
_STRAY: Final = 1.5  # times the span of 99% of incidents, beyond which a few strays are left out
_EMPTY: Final = 2.0  # times that span: past empty ground so wide, incidents are strays
_MIDDLE: Final = (0.005, 0.995)  # of incidents, along each axis
_SLIM, _BROAD = 0.8, 1.7  # width to height of a window
_FINE: Final = 800  # bends smaller than this part of the window are not seen
_JOINED: Final = 2_500  # small areas that are joined into districts
_MOST: Final = 4_000  # more areas than this are a grey mass; only districts are drawn


@dataclass(frozen=True)
class Ground:
    """Small areas, the districts they make up, and the window, all in metres of one grid."""

    areas: Shapes
    districts: Shapes
    window: Window  # left, bottom, right, top
    credit: str  # whose boundaries
    local: bool  # metres of an unknown grid: no outline fits them


def ground_of(window: Window | None, shapes: Shapes | None, local: bool = False) -> Ground:
    """The window with whatever outlines reach into it.

    Args:
        window: in metres; that of the shapes when there is none.
        shapes: boundaries in British National Grid metres, if any were brought.
        local: whether the points are in metres of an unknown grid.

    Returns:
        The ground, its outlines simplified to what can be seen.
    """
    outlines = EMPTY if shapes is None or local else shapes
    if window is None:
        window = squared(bounds(outlines) or (0.0, 0.0, 1000.0, 1000.0))
    return under(outlines, window, local)


def under(shapes: Shapes, window: Window, local: bool = False) -> Ground:
    """The outlines of a window, simplified to what can be seen in it."""
    longest = max(window[2] - window[0], window[3] - window[1])
    areas = within(shapes, window)
    # Joining a whole country would take seconds, and its inset would show nothing.
    choices = (shapes, within(shapes, _round(window, longest)), areas)
    around = next((one for one in choices if len(one.codes) <= _JOINED), EMPTY)
    few = areas if len(areas.codes) <= _MOST else EMPTY
    return Ground(
        simplified(few, longest / _FINE),
        _districts(around, longest),
        window,
        shapes.source,
        local,
    )


def _districts(shapes: Shapes, longest: float) -> Shapes:
    """District outlines for the map and its inset; nothing when areas are not in districts."""
    wide = bounds(shapes)
    if wide is None or not in_districts(shapes):
        return EMPTY
    whole = max(wide[2] - wide[0], wide[3] - wide[1])
    return districts(simplified(shapes, max(longest, whole / 4) / _FINE))


def _round(window: Window, margin: float) -> Window:
    """The window with as much again on every side."""
    left, bottom, right, top = window
    return left - margin, bottom - margin, right + margin, top + margin


def window_of(easting: Floats, northing: Floats, counts: NDArray[np.int64]) -> Window | None:
    """The box round the points, without a few strays that would shrink all the others.

    Args:
        easting: (n,) metres.
        northing: (n,) metres.
        counts: (n,) incidents.

    Returns:
        Left, bottom, right, top in metres, padded and neither slim nor broad; None without points.
    """
    return squared(reach(easting, northing, counts)) if len(easting) else None


def extent(easting: Floats, northing: Floats, counts: NDArray[np.int64] | None) -> Window:
    """The box round the points, all but true strays: the ground that incidents really are of.

    Args:
        easting: (n,) metres, one at least.
        northing: (n,) metres.
        counts: (n,) incidents; None when each is one.

    Returns:
        Left, bottom, right, top. Left out are at most the outermost half percent of incidents to
        each side, and only those past empty ground twice as wide as 99% of incidents reach.
    """
    left, right = _extent(easting, counts)
    bottom, top = _extent(northing, counts)
    return left, bottom, right, top


def _extent(along: Floats, counts: NDArray[np.int64] | None) -> tuple[float, float]:
    """From the first to the last point on one axis that no wide empty ground cuts off."""
    low, high = _middle(along, counts)
    widest = _EMPTY * max(high - low, _LEAST)
    first = -_outward(-low, np.sort(-along[along < low]), widest)
    return first, _outward(high, np.sort(along[along > high]), widest)


def _outward(edge: float, beyond: Floats, widest: float) -> float:
    """The last of the points beyond an edge, rising, that is reached without too wide a step."""
    steps = np.diff(beyond, prepend=edge)
    cut = np.flatnonzero(steps > widest)
    reached = beyond[: cut[0]] if cut.size else beyond
    return float(reached[-1]) if reached.size else edge


def reach(easting: Floats, northing: Floats, counts: NDArray[np.int64] | None) -> Window:
    """The box that a map shows: all points, but for a few that would shrink all the others.

    Args:
        easting: (n,) metres, one at least.
        northing: (n,) metres.
        counts: (n,) incidents; None when each is one.
    """
    left, right = _reach(easting, counts)
    bottom, top = _reach(northing, counts)
    return left, bottom, right, top


def _reach(along: Floats, counts: NDArray[np.int64] | None) -> tuple[float, float]:
    """From the first to the last point on one axis, or over 99% of incidents."""
    low, high = _middle(along, counts)
    first, last = float(along.min()), float(along.max())
    usual = max(high - low, _LEAST)
    return (first if low - first <= (_STRAY - 1) * usual else low,
            last if last - high <= (_STRAY - 1) * usual else high)  # fmt: skip


def _middle(along: Floats, counts: NDArray[np.int64] | None) -> tuple[float, float]:
    """Between which two points 99% of incidents lie on one axis."""
    if counts is None:
        n = len(along)
        places = [min(max(int(np.ceil(share * n)) - 1, 0), n - 1) for share in _MIDDLE]
        low, high = (float(one) for one in np.partition(along, places)[places])
    else:
        order = np.argsort(along, kind="stable")
        share = np.cumsum(counts[order]) / counts.sum()
        ends = np.minimum(np.searchsorted(share, _MIDDLE), len(order) - 1)
        low, high = (float(one) for one in along[order[ends]])
    return low, high


def squared(box: Window, pad: float = 0.04) -> Window:
    """The box with a margin, made broader or taller until it suits a page."""
    middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    across = max((box[2] - box[0]) * (1 + 2 * pad), _LEAST)
    up = max((box[3] - box[1]) * (1 + 2 * pad), _LEAST)
    across, up = max(across, up * _SLIM), max(up, across / _BROAD)
    return (middle[0] - across / 2, middle[1] - up / 2, middle[0] + across / 2,
            middle[1] + up / 2)  # fmt: skip


def inside(window: Window, easting: Floats, northing: Floats) -> NDArray[np.bool_]:
    """Tell which points the window shows."""
    shown: NDArray[np.bool_] = (easting >= window[0]) & (easting <= window[2])
    shown &= (northing >= window[1]) & (northing <= window[3])
    return shown
