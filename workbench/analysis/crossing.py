"""Incidents counted by small area, place or kind, and by month or week at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.analysis import membership
from workbench.analysis.area_codes import tiny
from workbench.analysis.incidents import Incidents
from workbench.analysis.periods import number, numbers_of
from workbench.analysis.places import Places, located
from workbench.analysis.places import told_apart as places_told_apart
from workbench.analysis.shapes import Shapes
from workbench.domain.data import Role

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Crossed:
    """Counts of each, shape (n, periods); in no order."""

    by: str  # "area", "place" or "kind"
    names: tuple[str, ...]
    counts: Whole
    nowhere: Whole  # incidents of which it is not known, shape (periods,)
    snap: bool = False  # places that are anonymised map points
    tiny: bool = False  # areas that are small areas by their codes


def ways(incidents: Incidents, shapes: Shapes | None) -> tuple[str, ...]:
    """What the rows can be counted by, in the order in which it is offered."""
    mapped = shapes is not None and membership.pointed(incidents)
    there = (("area", membership.coded(incidents) or mapped), ("kind", incidents.has(Role.TYPE)),
             ("place", incidents.has(Role.PLACE)))  # fmt: skip
    return tuple(way for way, can in there if can)


def cross(
    incidents: Incidents, by: str, unit: str, starts: Sequence[date], shapes: Shapes | None = None
) -> Crossed:
    """Count incidents by what they are or where they lie, in each of several periods.

    Args:
        incidents: the rows; totals count as many as they say.
        by: one of ``ways``.
        unit: "month" or "week".
        starts: the first days of the periods, in order; others may lie between them.
        shapes: boundaries whose areas are counted, where there are some.
    """
    numbers = np.array([number(start, unit) for start in starts])
    if by == "place":
        places, which = located(incidents, "place")
        cells = _counted(incidents, pl.DataFrame({"key": which}), unit, numbers)
        return _placed(cells, places, numbers)
    told = {"area": _areas, "kind": _kinds}[by](incidents, shapes)
    cells = _counted(incidents, told, unit, numbers).cast({pl.Categorical: pl.String})
    cells = cells.with_columns(pl.col("key").fill_null("").alias("key"))
    cells = cells.with_columns(pl.col("key").str.strip_chars().alias("same"))
    often = pl.col("n").sum().over("same", "key")  # the commonest spelling stays
    ordered = cells.with_columns(often.alias("often")).sort(
        "same", "often", "key", "period", descending=[False, True, False, False]
    )
    units = ordered.group_by("same", maintain_order=True).agg(
        pl.col("period", "n"), pl.col("name", "key").first()
    )
    return _matrix(units, by, numbers)


def _counted(incidents: Incidents, told: pl.DataFrame, unit: str, numbers: Whole) -> pl.DataFrame:
    """Rows that are told apart by ``key`` and named, counted by key and period."""
    columns = [name for name in told.columns if name != "name"]
    rows = told.with_columns(numbers_of(incidents.frame[Role.START.value], unit).alias("period"))
    count = pl.len()
    if incidents.summed:
        rows = rows.with_columns(incidents.frame[Role.COUNT.value].alias("n"))
        count = pl.col("n").sum()
    named = [pl.col("name").first()] if "name" in told.columns else []
    cells = rows.group_by(*columns, "period").agg(count.cast(pl.Int64).alias("n"), *named)
    return cells.filter(pl.col("period").is_in(numbers.tolist()))


def _placed(cells: pl.DataFrame, places: Places, numbers: Whole) -> Crossed:
    """Places, named as when they are ranked; those without an incident in the periods drop out."""
    counts = np.zeros((len(places) + 1, numbers.size), np.int64)  # the last is nowhere
    at = np.searchsorted(numbers, cells["period"].to_numpy())
    np.add.at(counts, (cells["key"].to_numpy(), at), cells["n"].to_numpy())
    there = counts[:-1].sum(axis=1) > 0
    names = np.array(places_told_apart(places), dtype=object)[there]
    return Crossed("place", tuple(names), counts[:-1][there], counts[-1], places.snap)


def _kinds(incidents: Incidents, shapes: Shapes | None) -> pl.DataFrame:  # noqa: ARG001
    return incidents.frame.select(pl.col(Role.TYPE).alias("key"), pl.col(Role.TYPE).alias("name"))


def _areas(incidents: Incidents, shapes: Shapes | None) -> pl.DataFrame:
    """The code of each row's area, "" where it has none, and what it is called."""
    rows = membership.labelled(incidents, shapes)
    role = Role.AREA if rows.has(Role.AREA) else Role.AREA_NAME
    name = Role.AREA_NAME if rows.has(Role.AREA_NAME) else role
    return rows.frame.select(pl.col(role).alias("key"), pl.col(name).alias("name"))


def _matrix(units: pl.DataFrame, by: str, numbers: Whole) -> Crossed:
    """Counts as an array, and names that differ."""
    counts = np.zeros((units.height, numbers.size), np.int64)
    each = units["period"].list.len().to_numpy()
    rows = np.repeat(np.arange(units.height), each)
    places, n = (units[name].explode(empty_as_null=False) for name in ("period", "n"))
    np.add.at(counts, (rows, np.searchsorted(numbers, places.to_numpy())), n.to_numpy())
    names = [str(name or "").strip() for name in units["name"]]
    keys = units["same"].to_list()
    known = np.array([bool(key) for key in keys], bool)
    shown = told_apart([name or key for name, key in zip(names, keys, strict=True)], keys)
    kept = tuple(name for name, use in zip(shown, known, strict=True) if use)
    small = by == "area" and tiny([key for key in keys if key])
    return Crossed(by, kept, counts[known], counts[~known].sum(axis=0), tiny=small)


def told_apart(names: Sequence[str], keys: Sequence[str]) -> list[str]:
    """Names, with the code behind those that occur twice."""
    times: dict[str, int] = {}
    for name in names:
        times[name] = times.get(name, 0) + 1
    return [
        f"{name} ({key})" if times[name] > 1 and key != name else name
        for name, key in zip(names, keys, strict=True)
    ]
