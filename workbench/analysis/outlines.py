"""Boundaries as geometry and back: mended, simplified for drawing, joined into larger areas."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from workbench.analysis.shapes import Shapes

Geometries = NDArray[Any]  # of shapely geometries
Window = tuple[float, float, float, float]  # left, bottom, right, top

EMPTY = Shapes(
    (), (), np.empty((0, 2)), np.zeros(1, np.int64), np.empty(0, np.int64), np.empty(0, np.bool_)
)

_NUMBERED = re.compile(r"\S \d{3}[A-Z]$")
_CRUMB = 0.002  # of the largest part; smaller ones are left out of district outlines


def to_geometry(shapes: Shapes) -> Geometries:
    """One multipolygon an area, in the order of the codes; holes follow the ring they cut.

    Args:
        shapes: rings in the order of their areas.

    Returns:
        (areas,) geometries; an area without rings is empty.
    """
    if not shapes.codes:
        return np.empty(0, dtype=object)
    outer = np.flatnonzero(~shapes.hole)
    polygons = np.append(outer, len(shapes.hole)).astype(np.int64)
    per_area = np.bincount(shapes.owner[outer], minlength=len(shapes.codes))
    areas = np.concatenate([[0], np.cumsum(per_area)]).astype(np.int64)
    kind = shapely.GeometryType.MULTIPOLYGON
    made: Geometries = shapely.from_ragged_array(
        kind, shapes.coordinates, (shapes.starts, polygons, areas)
    )
    return made


def from_geometry(
    geometries: Geometries,
    codes: Sequence[str],
    names: Sequence[str],
    edition: str = "",
    source: str = "",
) -> Shapes:
    """Rings of areas; what is not a polygon is dropped, what crosses itself is mended.

    Args:
        geometries: (areas,) shapely geometries in metres.
        codes: (areas,) what rows are joined by.
        names: (areas,) what people call them.
        edition: of the codes, "2011", "2021" or "".
        source: whose boundaries they are.

    Returns:
        The areas that have a polygon, in the order given.
    """
    whole = polygons_of(geometries)
    keep = ~shapely.is_empty(whole)
    if not keep.any():
        return replace(EMPTY, edition=edition, source=source)
    kept = [int(i) for i in np.flatnonzero(keep)]
    _, coordinates, offsets = shapely.to_ragged_array(shapely.force_2d(whole[keep]))
    rings, polygons, areas = (np.asarray(one, dtype=np.int64) for one in offsets)
    count = len(rings) - 1
    hole = np.ones(count, dtype=np.bool_)
    hole[polygons[:-1]] = False
    polygon_of_ring = np.repeat(np.arange(len(polygons) - 1), np.diff(polygons))
    area_of_polygon = np.repeat(np.arange(len(areas) - 1), np.diff(areas))
    return Shapes(
        tuple(codes[i] for i in kept),
        tuple(names[i] for i in kept),
        np.asarray(coordinates, dtype=np.float64),
        rings,
        area_of_polygon[polygon_of_ring].astype(np.int64),
        hole,
        edition,
        source,
    )


def polygons_of(geometries: Geometries) -> Geometries:
    """The polygons of each geometry as one valid multipolygon, empty where it has none."""
    flat = np.asarray(geometries, dtype=object).copy()
    flat[shapely.is_missing(flat)] = shapely.MultiPolygon()
    broken = ~shapely.is_valid(flat)
    if broken.any():
        flat[broken] = shapely.make_valid(flat[broken], method="structure", keep_collapsed=False)
    made = np.empty(len(flat), dtype=object)
    for index, geometry in enumerate(flat):
        parts = shapely.get_parts(shapely.get_parts(geometry))
        kept = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
        made[index] = shapely.multipolygons(kept) if kept.size else shapely.MultiPolygon()
    return made


def within(shapes: Shapes, window: Window) -> Shapes:
    """The areas that reach into the window.

    Args:
        shapes: areas in metres.
        window: left, bottom, right, top in metres.

    Returns:
        Those areas whole, in their order.
    """
    if not shapes.codes:
        return shapes
    low = np.minimum.reduceat(shapes.coordinates, shapes.starts[:-1])
    high = np.maximum.reduceat(shapes.coordinates, shapes.starts[:-1])
    near = (high[:, 0] > window[0]) & (low[:, 0] < window[2])
    near &= (high[:, 1] > window[1]) & (low[:, 1] < window[3])
    return chosen(shapes, np.unique(shapes.owner[near]))


def chosen(shapes: Shapes, which: NDArray[np.int64]) -> Shapes:
    """Some of the areas, by ascending index."""
    if len(which) == len(shapes.codes):
        return shapes
    place = np.full(len(shapes.codes), -1, dtype=np.int64)
    place[which] = np.arange(len(which))
    rings, long = place[shapes.owner] >= 0, np.diff(shapes.starts)
    return replace(
        shapes,
        codes=tuple(shapes.codes[int(i)] for i in which),
        names=tuple(shapes.names[int(i)] for i in which),
        coordinates=shapes.coordinates[np.repeat(rings, long)],
        starts=np.concatenate([[0], np.cumsum(long[rings])]).astype(np.int64),
        owner=place[shapes.owner[rings]],
        hole=shapes.hole[rings],
    )


def simplified(shapes: Shapes, tolerance: float) -> Shapes:
    """Fewer points where nobody would see them; shared edges stay shared.

    Args:
        shapes: areas in metres.
        tolerance: metres below which a bend is dropped.

    Returns:
        The same areas; one that would vanish keeps its points.
    """
    if not shapes.codes or tolerance <= 0:
        return shapes
    geometry = to_geometry(shapes)
    fewer = shapely.coverage_simplify(geometry, tolerance)
    lost = shapely.is_empty(fewer) | ~shapely.is_valid(fewer)
    fewer[lost] = geometry[lost]
    return from_geometry(fewer, shapes.codes, shapes.names, shapes.edition, shapes.source)


def in_districts(shapes: Shapes) -> bool:
    """Tell whether every name is a district's and a number, as small areas are named."""
    return bool(shapes.names) and all(_NUMBERED.search(name) for name in shapes.names)


def districts(shapes: Shapes) -> Shapes:
    """Small areas joined into the districts that their names begin with: "Liverpool 062A".

    Args:
        shapes: areas in metres.

    Returns:
        One area a district; nothing when the names are not those of small areas.
    """
    if not in_districts(shapes):
        return replace(EMPTY, source=shapes.source)
    groups: dict[str, list[int]] = {}
    for index, name in enumerate(shapes.names):
        groups.setdefault(name.rpartition(" ")[0], []).append(index)
    geometry = to_geometry(shapes)
    joined = np.empty(len(groups), dtype=object)
    for at, members in enumerate(groups.values()):
        joined[at] = _outer(shapely.union_all(geometry[members], grid_size=1.0))
    return from_geometry(joined, list(groups), list(groups), shapes.edition, shapes.source)


def _outer(joined: Any) -> Any:
    """The outer lines of a joined area: gaps between its parts and crumbs are no boundary."""
    parts = shapely.get_parts(joined)
    whole = shapely.polygons(shapely.get_exterior_ring(parts))
    size = shapely.area(whole)
    return shapely.multipolygons(whole[size >= _CRUMB * size.max()])


def bounds(shapes: Shapes) -> Window | None:
    """The box round all areas; None when there is none."""
    if not len(shapes.coordinates):
        return None
    low, high = shapes.coordinates.min(axis=0), shapes.coordinates.max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])
