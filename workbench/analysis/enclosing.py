"""Outlines that people draw on a map: what lies in them, and what lies round them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from workbench.analysis.outlines import to_geometry
from workbench.analysis.shapes import Shapes

Floats = NDArray[np.float64]
Rings = tuple[Floats, ...]

CORNERS: Final = 96  # of a circle; its area is then 0.1% short
_PLACES: Final = 1  # decimals of a metre that are kept


def read_rings(text: str) -> Rings:
    """The rings of an outline as it is kept.

    Args:
        text: JSON, a list of rings, each a list of [easting, northing] in metres; "" is none.

    Returns:
        (k, 2) metres for each ring of three corners or more.

    Raises:
        ValueError: it is not such a list.
    """
    told = json.loads(text) if text else []
    rings = [np.asarray(ring, dtype=np.float64) for ring in told]
    if any(ring.ndim != 2 or ring.shape[1] != 2 or not np.isfinite(ring).all() for ring in rings):
        raise ValueError("an outline is a list of rings of [easting, northing]")
    return tuple(ring for ring in rings if len(ring) >= 3)


def write_rings(rings: Iterable[ArrayLike]) -> str:
    """The rings as they are kept, to the decimetre; closed rings are kept open."""
    told = []
    for ring in rings:
        corners = np.round(np.asarray(ring, dtype=np.float64), _PLACES)
        if len(corners) > 1 and (corners[0] == corners[-1]).all():
            corners = corners[:-1]
        if len(corners) >= 3:
            told.append(corners.tolist())
    return json.dumps(told) if told else ""


def circle(easting: float, northing: float, radius: float) -> Floats:
    """The corners of a circle.

    Args:
        easting: of its middle, metres.
        northing: of its middle, metres.
        radius: metres, above 0.

    Returns:
        (96, 2) metres.

    Raises:
        ValueError: when the radius is not above 0.
    """
    if radius <= 0:
        raise ValueError("the radius must be above 0 metres")
    turn = np.arange(CORNERS) * (2 * np.pi / CORNERS)
    return np.column_stack([easting + radius * np.cos(turn), northing + radius * np.sin(turn)])


def encloses(rings: Rings, easting: ArrayLike, northing: ArrayLike) -> NDArray[np.bool_]:
    """Tell which points lie in an outline; a ring within a ring cuts a hole.

    Args:
        rings: the outline.
        easting: (n,) metres, not a number where unknown.
        northing: (n,) metres.

    Returns:
        (n,) True inside or on any edge, also that of a hole; points without a place are outside.

    Source: a point is inside when an odd number of rings enclose it (the even-odd rule).
    """
    east, north = np.asarray(easting, np.float64), np.asarray(northing, np.float64)
    inside = np.zeros(east.shape, dtype=np.bool_)
    if not rings:
        return inside
    every = np.concatenate(rings)
    low, high = every.min(axis=0), every.max(axis=0)
    near = (east >= low[0]) & (east <= high[0]) & (north >= low[1]) & (north <= high[1])
    at = np.flatnonzero(near)
    if at.size:
        shape = _polygon(rings)
        shapely.prepare(shape)
        inside[at] = shapely.intersects_xy(shape, east[at], north[at])
    return inside


def areas_in(shapes: Shapes, rings: Rings) -> tuple[str, ...]:
    """The small areas whose middle lies in an outline.

    Args:
        shapes: areas in metres.
        rings: the outline in the same metres.

    Returns:
        Their codes, in the order of the file. The middle is a spot that always lies in the area,
        near its centre.
    """
    if not shapes.codes or not rings:
        return ()
    middles = shapely.get_coordinates(shapely.point_on_surface(to_geometry(shapes)))
    found = encloses(rings, middles[:, 0], middles[:, 1])
    return tuple(shapes.codes[int(i)] for i in np.flatnonzero(found))


def joined(shapes: Shapes, codes: Sequence[str]) -> Rings:
    """The outline of some small areas together, without the lines between them.

    Args:
        shapes: areas in metres.
        codes: which of them; codes that are not there are passed over.

    Returns:
        The rings of their union, holes among them.
    """
    wanted = set(codes)
    at = [place for place, code in enumerate(shapes.codes) if code in wanted]
    if not at:
        return ()
    return _rings(shapely.union_all(to_geometry(shapes)[at], grid_size=0.1))


def around(shapes: Shapes, codes: Sequence[str], metres: float) -> tuple[str, ...]:
    """The small areas round others: they reach to within a distance of them.

    Args:
        shapes: areas in metres.
        codes: the areas in the middle, which are not among those found.
        metres: the distance, 0 for those that touch.

    Returns:
        Codes, in the order of the file.

    Raises:
        ValueError: when the distance is below 0.
    """
    if metres < 0:
        raise ValueError("the distance must not be below 0 metres")
    wanted = set(codes)
    geometry = to_geometry(shapes)
    own = np.array([code in wanted for code in shapes.codes], dtype=np.bool_)
    if not own.any():
        return ()
    middle = shapely.union_all(geometry[own], grid_size=0.1)
    near = shapely.STRtree(geometry).query(middle, predicate="dwithin", distance=metres + 0.1)
    return tuple(shapes.codes[int(i)] for i in np.sort(near) if not own[i])


def ring_round(rings: Rings, metres: float) -> Rings:
    """The outline of what lies within a distance of an outline and not in it.

    Args:
        rings: the outline.
        metres: the distance, above 0.

    Returns:
        The rings of the band round it; the old outline is its hole.

    Raises:
        ValueError: when the distance is not above 0.
    """
    if metres <= 0:
        raise ValueError("the distance must be above 0 metres")
    middle = _polygon(rings)
    return _rings(shapely.difference(shapely.buffer(middle, metres, quad_segs=24), middle))


def size(rings: Rings) -> float:
    """The square metres in an outline."""
    return float(shapely.area(_polygon(rings)))


def _polygon(rings: Rings) -> shapely.Geometry:
    """The outline as one geometry, by the even-odd rule."""
    made: shapely.Geometry = shapely.MultiPolygon()
    for ring in rings:
        made = shapely.symmetric_difference(made, shapely.make_valid(shapely.Polygon(ring)))
    return made


def _rings(geometry: shapely.Geometry) -> Rings:
    """Every ring of the polygons of a geometry."""
    parts = shapely.get_parts(geometry)
    polygons = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    return tuple(shapely.get_coordinates(ring) for ring in shapely.get_rings(polygons))
