"""Places that are missing, default, or outside the area that the rows are about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from workbench.analysis.outlines import to_geometry
from workbench.analysis.places import is_nowhere, is_snap
from workbench.analysis.shapes import Shapes
from workbench.domain.data import Role
from workbench.intake import places
from workbench.intake.quality_fact import Concern, Fact, Light, Material, light

_POINT: Final = [Role.EASTING.value, Role.NORTHING.value]
_NEAR: Final = 500.0  # metres outside an outline that generalised boundaries may be wrong by
_DISTRICT: Final = r"^(.+) [0-9]{3}[A-Z]$"  # "Liverpool 031A"
_HARDLY: Final = 0.002  # of the rows: so few come from over the border
_BLOCK: Final = r"(?i)^[0-9]*x+\b|\bblk\b|\bblock\b|^[0-9]+/-?[0-9]*x+"  # "12XX HIGH ST"
_STRAYS: Final = 0.01  # of the rows
_FAR: Final = 3.0  # times the middle half
_LEAST: Final = 10_000.0  # metres


def check(material: Material) -> Iterator[Fact]:
    """The facts about places."""
    yield from _without(material)
    yield from _words(material)
    if not set(_POINT) <= set(material.frame.columns):
        return
    points = material.frame.group_by(_POINT).len().drop_nulls()
    if not points.is_empty():
        yield from _busiest(material, points)
        yield from _outside(material, points)


def _without(material: Material) -> Iterator[Fact]:
    """Rows without a point, by the reason."""
    frame, of = material.frame, material.frame.height
    pointed = set(_POINT) <= set(frame.columns)
    if not pointed and places.UNPLACED not in frame.columns:
        return
    tally: dict[str, int] = {places.NO_COORDINATES: 0}
    if places.UNPLACED in frame.columns:
        tally |= dict(frame[places.UNPLACED].drop_nulls().value_counts(sort=True).iter_rows())
    elif pointed:  # brought in before the reasons were kept
        tally[places.NO_COORDINATES] = frame[_POINT[0]].null_count()
    for what, n in tally.items():
        effect = "kept, but not on the map and in no hot spot" if n else "none"
        yield Fact(light(n, of), what, n, of, effect, (Concern.POINTS,))


def _words(material: Material) -> Iterator[Fact]:
    """Places whose words say that none is known, or that they stand for several addresses."""
    name = Role.PLACE.value
    if name not in material.frame.columns:
        return
    of = material.frame.height
    tally = material.frame[name].cast(pl.String).drop_nulls().value_counts(name="n")
    words, n = tally[name].to_list(), tally["n"].to_numpy()
    for at in [at for at, one in enumerate(words) if is_nowhere(one)]:
        what = f"Place given as “{words[at]}”"
        effect = "kept, but in no list of places"
        yield Fact(light(int(n[at]), of), what, int(n[at]), of, effect, (Concern.NAMES,))
    snapped = int(sum(count for one, count in zip(words, n, strict=True) if is_snap(one)))
    if snapped:
        yield Fact(
            Light.GREEN, "Places “On or near” a map point", snapped, of,
            "several addresses share one point: repeats at one address cannot be told",
            (Concern.NAMES, Concern.POINTS),
        )  # fmt: skip
    block = int(tally.filter(pl.col(name).cast(pl.String).str.contains(_BLOCK))["n"].sum())
    if block:
        effect = "each stands for up to a hundred numbers of a street, so repeats may be neighbours"
        what = "Places given as a hundred-block"
        yield Fact(Light.GREEN, what, block, of, effect, (Concern.NAMES,))


def _busiest(material: Material, points: pl.DataFrame) -> Iterator[Fact]:
    """The busiest points: many rows at one point may be a default of the system."""
    ranked = points.sort(["len", *_POINT], descending=[True, False, False])
    of, top = int(points["len"].sum()), int(ranked["len"][0])
    east, north = ranked.row(0)[:2]
    doubtful = top > 0.05 * of and ranked.height > 20
    effect = (
        "check whether the busiest point is a place, or where the system puts what it cannot find"
    )
    names = _names_at(material.frame, east, north)
    if names > 5:
        doubtful = doubtful or top > 0.01 * of
        effect += f" It carries {names:,} different place names"
    yield Fact(
        Light.AMBER if doubtful else Light.GREEN,
        f"At the 10 busiest points (most at {east:.0f}, {north:.0f}: {top:,}, {top / of:.1%})",
        int(ranked["len"].head(10).sum()),
        of,
        effect if doubtful else "none",
        (Concern.POINTS, Concern.NAMES),
    )


def _names_at(frame: pl.DataFrame, east: float, north: float) -> int:
    """How many different places are said to be at one point."""
    if Role.PLACE.value not in frame.columns:
        return 0
    here = (pl.col(_POINT[0]) == east) & (pl.col(_POINT[1]) == north)
    return int(frame.filter(here)[Role.PLACE.value].drop_nulls().n_unique())


def _outside(material: Material, points: pl.DataFrame) -> Iterator[Fact]:
    """Rows outside the area: by boundaries and districts named, else far outliers."""
    of, known = int(points["len"].sum()), False
    if material.outlines is not None and material.places == "bng":
        outside = outside_of(points, material.outlines)
        n = int(points["len"].to_numpy()[outside].sum())
        if n <= 0.5 * of:  # else they are of another place or of a part of it
            yield _told("Over 500 m outside the boundaries that were brought in", n, of)
            known = True
    strangers = strange_districts(material.frame)
    if strangers is not None:
        some = ", ".join(f"{name} {n:,}" for name, n in strangers[:4])
        more = f" and {len(strangers) - 4} more" if len(strangers) > 4 else ""
        named = f": {some}{more}" if some else ""
        what = f"In districts with hardly any rows, probably outside the force area{named}"
        yield _told(what, sum(n for _, n in strangers), material.frame.height)
    elif not known:
        n = int(points["len"].to_numpy()[far(points)].sum())
        yield _told("Far away from nearly all others", n, of)


def _told(what: str, n: int, of: int) -> Fact:
    effect = "they stretch maps and count in totals: choose areas to leave them out"
    return Fact(light(n, of), what, n, of, effect if n else "none", (Concern.POINTS, Concern.AREAS))


def outside_of(points: pl.DataFrame, shapes: Shapes) -> NDArray[np.bool_]:
    """Which points lie more than 500 m outside every area of a boundary file.

    Args:
        points: ``easting`` and ``northing`` in National Grid metres.
        shapes: the areas, which may be generalised.
    """
    dots, areas = shapely.points(points.select(_POINT).to_numpy()), to_geometry(shapes)
    outside = np.ones(len(dots), dtype=np.bool_)
    # The tree holds the points: each outline, which may have many corners, is then prepared once.
    outside[shapely.STRtree(dots).query(areas, predicate="intersects")[1]] = False
    left = np.flatnonzero(outside)
    near = shapely.STRtree(dots[left]).query(areas, predicate="dwithin", distance=_NEAR)[1]
    outside[left[near]] = False
    return outside


def strange_districts(frame: pl.DataFrame) -> tuple[tuple[str, int], ...] | None:
    """Districts with hardly any rows, most first; None where the rows name none.

    A district is the first part of a small area's name; those of the force have far more than
    one row in five hundred.
    """
    if Role.AREA_NAME.value not in frame.columns:
        return None
    counts = frame[Role.AREA_NAME.value].drop_nulls().value_counts(name="n")
    district = (
        pl.col(Role.AREA_NAME.value).cast(pl.String).str.extract(_DISTRICT, 1).alias("district")
    )
    named = counts.select(district, "n").drop_nulls().group_by("district").agg(pl.col("n").sum())
    total = int(named["n"].sum())
    if total < 0.5 * frame.height or not total:
        return None
    few = named.filter(pl.col("n") < _HARDLY * total).sort(
        ["n", "district"], descending=[True, False]
    )
    return tuple((str(name), int(n)) for name, n in few.iter_rows())


def far(points: pl.DataFrame) -> NDArray[np.bool_]:
    """Which points lie far from the rest: three times the middle half beyond it, and over 10 km.

    More than one row in a hundred out there are no strays: that is where people live.

    Args:
        points: ``easting``, ``northing`` and ``len``, how many rows lie there.

    Source: Tukey's outer fences, each axis by itself.
    """
    out = np.zeros(points.height, dtype=np.bool_)
    weights = points["len"].to_numpy()
    for axis in _POINT:
        at = points[axis].to_numpy()
        order = np.argsort(at)
        share = np.cumsum(weights[order]) / weights.sum()
        low, high = at[order][np.searchsorted(share, [0.25, 0.75])]
        reach = max(_FAR * (high - low), _LEAST)
        out |= (at < low - reach) | (at > high + reach)
    return out if weights[out].sum() <= _STRAYS * weights.sum() else np.zeros_like(out)
