"""Incidents counted by small area, place or kind, and by month or week at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.analysis import joining
from workbench.analysis.incidents import Incidents
from workbench.analysis.periods import number, numbers_of
from workbench.analysis.places import Places, keyed, named, plain, told_apart
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


def ways(incidents: Incidents, shapes: Shapes | None) -> tuple[str, ...]:
    """What the rows can be counted by, in the order in which it is offered."""
    coded = incidents.has(Role.AREA) or incidents.has(Role.AREA_NAME)
    pointed = incidents.has(Role.EASTING) and incidents.has(Role.NORTHING)
    mapped = shapes is not None and pointed and incidents.places == "bng"
    there = (("area", coded or mapped), ("kind", incidents.has(Role.TYPE)),
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
        shapes: boundaries that rows without a code are put into, and that name codes.
    """
    numbers = np.array([number(start, unit) for start in starts])
    told = {"area": _areas, "kind": _kinds, "place": _places}[by](incidents, shapes)
    columns = [name for name in told.columns if name != "name"]
    rows = told.with_columns(numbers_of(incidents.frame[Role.START.value], unit).alias("period"))
    count = pl.len()
    if incidents.summed:
        rows = rows.with_columns(incidents.frame[Role.COUNT.value].alias("n"))
        count = pl.col("n").sum()
    cells = rows.group_by(*columns, "period").agg(
        count.cast(pl.Int64).alias("n"), pl.col("name").first()
    )
    cells = cells.filter(pl.col("period").is_in(numbers.tolist()))
    cells = _tidied(cells.cast({pl.Categorical: pl.String}), "text" if by == "place" else "key")
    columns = [name for name in ("same", "x", "y") if name in cells.columns]
    spelt = "text" if by == "place" else "key"
    often = pl.col("n").sum().over(*columns, spelt)  # the commonest spelling stays
    ways_up = [*(False for _ in columns), True, False, False]
    ordered = cells.with_columns(often.alias("often")).sort(
        *columns, "often", spelt, "period", descending=ways_up
    )
    units = ordered.group_by(columns, maintain_order=True).agg(
        pl.col("period", "n"), *(pl.col(c).first() for c in ("name", "text", "key")
                                 if c in cells.columns),
    )  # fmt: skip
    return _matrix(units, by, numbers)


def _kinds(incidents: Incidents, shapes: Shapes | None) -> pl.DataFrame:  # noqa: ARG001
    return incidents.frame.select(pl.col(Role.TYPE).alias("key"), pl.col(Role.TYPE).alias("name"))


def _areas(incidents: Incidents, shapes: Shapes | None) -> pl.DataFrame:
    """The code of each row's area, "" where it has none, and what it is called."""
    if not (incidents.has(Role.AREA) or incidents.has(Role.AREA_NAME)):
        return _mapped(incidents, shapes)
    role = Role.AREA if incidents.has(Role.AREA) else Role.AREA_NAME
    found = incidents.frame.select(pl.col(role).alias("key"))
    if incidents.has(Role.AREA_NAME):
        return found.hstack([incidents.frame[Role.AREA_NAME.value].alias("name")])
    known = dict(zip(shapes.codes, shapes.names, strict=True)) if shapes else {}
    code = pl.col("key").cast(pl.String).replace(known) if known else pl.col("key")
    return found.with_columns(code.alias("name"))


def _mapped(incidents: Incidents, shapes: Shapes | None) -> pl.DataFrame:
    """The area in whose boundary each point lies."""
    east, north = (
        incidents.frame[role.value].cast(pl.Float64).fill_null(float("nan")).to_numpy()
        for role in (Role.EASTING, Role.NORTHING)
    )
    known = np.isfinite(east) & np.isfinite(north) & ((east != 0) | (north != 0))
    codes, names = (shapes.codes, shapes.names) if shapes else ((), ())
    at = joining.by_place(np.where(known, east, np.nan), north, shapes) if shapes else known * 0 - 1
    pairs = pl.DataFrame({"key": [*codes, ""], "name": [*names, ""]})
    return pairs[np.where(at < 0, len(codes), at)]


def _places(incidents: Incidents, shapes: Shapes | None) -> pl.DataFrame:  # noqa: ARG001
    """Words and point of each row's place, as when places are ranked."""
    found = keyed(incidents, "place")
    area = pl.col("area") if "area" in found.columns else pl.lit("")
    return found.select(*(c for c in ("text", "x", "y") if c in found.columns), area.alias("name"))


def _tidied(cells: pl.DataFrame, column: str) -> pl.DataFrame:
    """With the words as they are compared: of a place whatever blanks and capitals it has."""
    cells = cells.with_columns(pl.col(column).fill_null(""))
    texts = cells[column].unique()
    same = [plain(text) if column == "text" else text.strip() for text in texts]
    return cells.join(pl.DataFrame({column: texts, "same": same}), on=column)


def _matrix(units: pl.DataFrame, by: str, numbers: Whole) -> Crossed:
    """Counts as an array, and names that differ."""
    counts = np.zeros((units.height, numbers.size), np.int64)
    each = units["period"].list.len().to_numpy()
    rows = np.repeat(np.arange(units.height), each)
    places, n = (units[name].explode(empty_as_null=False) for name in ("period", "n"))
    np.add.at(counts, (rows, np.searchsorted(numbers, places.to_numpy())), n.to_numpy())
    names = [str(name or "").strip() for name in units["name"]]
    if by == "place":
        return _placed(units, counts, names)
    keys = units["same"].to_list()
    known = np.array([bool(key) for key in keys], bool)
    shown = _told_apart([name or key for name, key in zip(names, keys, strict=True)], keys)
    kept = tuple(name for name, use in zip(shown, known, strict=True) if use)
    return Crossed(by, kept, counts[known], counts[~known].sum(axis=0))


def _told_apart(names: Sequence[str], keys: Sequence[str]) -> list[str]:
    """Names, with the code behind those that occur twice."""
    times: dict[str, int] = {}
    for name in names:
        times[name] = times.get(name, 0) + 1
    return [
        f"{name} ({key})" if times[name] > 1 and key != name else name
        for name, key in zip(names, keys, strict=True)
    ]


def _placed(units: pl.DataFrame, counts: Whole, areas: Sequence[str]) -> Crossed:
    """Places by their words and their point, named as when places are ranked."""
    total = counts.sum(axis=1)
    told = named(units.with_columns(pl.Series("n", total), pl.Series("area", areas)), "place")
    lost = (told["unnamed"] & told["x"].is_null()).to_numpy()
    east, north = (told[axis].fill_null(float("nan")).to_numpy() for axis in ("x", "y"))
    found = Places(
        "place", told["name"], told["area"], total, east, north,
        told["generic"].to_numpy(),
        bool(2 * told.filter("snap")["n"].sum() > total.sum()), int(total[lost].sum()),
    )  # fmt: skip
    apart = told_apart(found)
    kept = tuple(name for name, gone in zip(apart, lost, strict=True) if not gone)
    return Crossed("place", kept, counts[~lost], counts[lost].sum(axis=0), found.snap)
