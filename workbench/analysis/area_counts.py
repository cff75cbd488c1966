"""Incidents counted by small area, and which areas there are to count in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.analysis import joining, membership
from workbench.analysis.incidents import Incidents
from workbench.analysis.shapes import Shapes
from workbench.domain.data import Role
from workbench.errors import CannotAnswerError

Whole = NDArray[np.int64]

FITS = 0.5  # of the incidents lie in the boundaries, else these are of other areas


@dataclass(frozen=True)
class AreaCounts:
    """Incidents by area code as the rows have it; ``names`` are codes where nothing is known."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    counts: Whole
    nowhere: int  # incidents without an area
    beyond: int = 0  # incidents in areas that the boundaries lack
    bounded: bool = False  # the areas are those of the boundaries, with or without an incident


def count(rows: Incidents, shapes: Shapes | None = None) -> AreaCounts:
    """Count incidents by small area.

    Args:
        rows: with codes or names of areas; without them, points on the National Grid.
        shapes: where given and of the rows' own areas, each of its areas is counted, and no other.

    Raises:
        CannotAnswerError: the rows have neither an area, nor points and boundaries to put them in.
    """
    placed = membership.labelled(rows, shapes)
    if membership.coded(placed):
        return _bounded(_told(_tally(placed), _outside(placed)), shapes)
    pointed = rows.places == "bng" and rows.has(Role.EASTING)
    also = " Their points could be put into boundaries: bring those in too." if pointed else ""
    raise CannotAnswerError(
        "This file does not say in which small area its incidents happened, so they cannot be "
        f"counted by area.{also} Bring in a file with a small-area code."
    )


def of_kinds(
    rows: Incidents, kinds: Sequence[str], shapes: Shapes | None
) -> tuple[AreaCounts, tuple[AreaCounts, ...]]:
    """Count by area all rows, and each of these kinds; in one pass where the rows have codes.

    Args:
        rows: of these kinds.
        kinds: as the rows write them.
        shapes: as in ``count``; kinds are counted by the same areas as all rows.

    Raises:
        CannotAnswerError: as ``count``.
    """
    rows = membership.labelled(rows, shapes)
    if not membership.coded(rows):
        count(rows, shapes)  # which says why they cannot be counted
    found = _tally(rows, Role.TYPE.value)
    together = found.group_by("code", maintain_order=True).agg(
        pl.col("name").drop_nulls().first(), pl.col("n").sum()
    )
    whole = _bounded(_told(together, _outside(rows)), shapes)
    parts = found.partition_by(Role.TYPE.value, as_dict=True)
    used = shapes if whole.bounded else None
    return whole, tuple(_bounded(_told(parts[(kind,)]), used) for kind in kinds)


def _tally(rows: Incidents, *also: str) -> pl.DataFrame:
    """Incidents by code, and by other columns; blanks round a code are not part of it."""
    role = Role.AREA if rows.has(Role.AREA) else Role.AREA_NAME
    named = pl.lit(None)
    if rows.has(Role.AREA_NAME):
        named = pl.col(Role.AREA_NAME).cast(pl.String).drop_nulls().first()
    # Grouped as they are written first: there are far fewer groups to tidy than rows.
    written = rows.frame.group_by(pl.col(role).alias("code"), *also).agg(
        named.alias("name"), _weight(rows).sum() if rows.summed else pl.len().alias("n")
    )
    return (
        written.cast({pl.Categorical: pl.String})
        .with_columns(pl.col("code").cast(pl.String).fill_null("").str.strip_chars())
        .sort("code", *also)
        .group_by("code", *also, maintain_order=True)
        .agg(pl.col("name").drop_nulls().first(), pl.col("n").cast(pl.Int64).sum())
    )


def _outside(rows: Incidents) -> int:
    """Incidents whose point lies in none of the boundaries, and that have no code of their own."""
    if membership.HOW not in rows.frame.columns:
        return 0
    outside = pl.col(Role.AREA).is_null() & (pl.col(membership.HOW) == membership.OUTSIDE)
    return rows.only(outside).n


def _told(found: pl.DataFrame, beyond: int = 0) -> AreaCounts:
    there = found.filter((pl.col("code") != "") & (pl.col("n") > 0))
    nowhere = int(found.filter(pl.col("code") == "")["n"].sum() or 0)
    codes = tuple(str(one) for one in there["code"])
    names = tuple(str(name or code) for name, code in zip(there["name"], codes, strict=True))
    counts = there["n"].to_numpy().astype(np.int64)
    return AreaCounts(codes, names, counts, nowhere - beyond, beyond)


def _weight(rows: Incidents) -> pl.Expr:
    weight = pl.col(Role.COUNT).fill_null(0) if rows.summed else pl.lit(1)
    return weight.cast(pl.Int64).alias("n")


def _bounded(found: AreaCounts, shapes: Shapes | None) -> AreaCounts:
    """The areas of the boundaries, where most incidents lie in them; else the areas of the rows."""
    if shapes is None or not shapes.codes or not found.counts.size:
        return found
    at = joining.by_code(found.codes, shapes)
    inside = at >= 0
    within = int(found.counts[inside].sum())
    if within < FITS * int(found.counts.sum()):
        return found
    counts = np.bincount(at[inside], found.counts[inside], len(shapes.codes)).astype(np.int64)
    beyond = found.beyond + int(found.counts.sum()) - within
    return AreaCounts(shapes.codes, shapes.names, counts, found.nowhere, beyond, bounded=True)
