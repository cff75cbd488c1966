"""Incidents as points: those that share one are one, and those without one are counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.analysis.incidents import Incidents
from workbench.analysis.place_words import incidents as said_incidents
from workbench.analysis.place_words import were
from workbench.analysis.places import is_nowhere, is_snap, shown
from workbench.domain.data import Role
from workbench.errors import CannotAnswerError

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

_FAR: Final = 2**31  # metres, beyond which no spot is told by one whole number


@dataclass(frozen=True)
class Points:
    """Different points, most incidents first; ``names`` are the words given to each, or ""."""

    easting: Floats
    northing: Floats
    counts: Whole
    names: tuple[str, ...]
    unplaced: int  # incidents without coordinates
    at_zero: int  # incidents at 0, 0
    snap: bool  # most are anonymised map points

    def __len__(self) -> int:
        return len(self.counts)

    @property
    def total(self) -> int:
        """Incidents that can be mapped."""
        return int(self.counts.sum())

    @property
    def left_out(self) -> tuple[tuple[str, int], ...]:
        """Why incidents are not on the map, and how many."""
        return ("no coordinates", self.unplaced), ("at 0, 0", self.at_zero)


@dataclass(frozen=True)
class Coordinates:
    """Incidents with a place, one by one."""

    easting: Floats
    northing: Floats
    counts: Whole | None  # None when each is one
    which: Whole  # their rows
    unplaced: int  # incidents without coordinates
    at_zero: int  # incidents at 0, 0

    @property
    def total(self) -> int:
        """Incidents that have a place."""
        return len(self.easting) if self.counts is None else int(self.counts.sum())

    @property
    def left_out(self) -> tuple[tuple[str, int], ...]:
        """Why incidents have no place, and how many."""
        return ("no coordinates", self.unplaced), ("at 0, 0", self.at_zero)


def coordinates_of(rows: Incidents) -> Coordinates:
    """Where each incident is, without joining those that share a point.

    Raises:
        CannotAnswerError: the file has no coordinates.
    """
    _need_coordinates(rows)
    east, north = (
        rows.frame[role.value].cast(pl.Float64).fill_null(float("nan")).to_numpy()
        for role in (Role.EASTING, Role.NORTHING)
    )
    known = np.isfinite(east) & np.isfinite(north)
    zero = known & (east == 0) & (north == 0)
    weights = rows.frame[Role.COUNT].fill_null(0).to_numpy() if rows.summed else None
    use = known & ~zero if weights is None else known & ~zero & (weights > 0)
    which = np.flatnonzero(use)

    def many(these: NDArray[np.bool_]) -> int:
        return int(these.sum() if weights is None else weights[these].sum())

    return Coordinates(
        east[which], north[which], None if weights is None else weights[which].astype(np.int64),
        which, many(~known), many(zero),
    )  # fmt: skip


def points_of(rows: Incidents) -> Points:
    """Join the incidents that share a point.

    Args:
        rows: incidents with easting and northing in metres; totals count as many as they say.

    Returns:
        The points to the metre, as places are told apart.

    Raises:
        CannotAnswerError: the file has no coordinates.
    """
    _need_coordinates(rows)
    count = pl.col(Role.COUNT) if rows.summed else pl.lit(1)
    words = pl.col(Role.PLACE) if rows.has(Role.PLACE) else pl.lit("")
    grouped = (
        rows.frame.select(
            pl.col(Role.EASTING).cast(pl.Float64).fill_nan(None).round(0).alias("x"),
            pl.col(Role.NORTHING).cast(pl.Float64).fill_nan(None).round(0).alias("y"),
            count.cast(pl.Int64).alias("n"),
            words.cast(pl.String).fill_null("").alias("words"),
        )
        .group_by("x", "y")
        .agg(pl.col("n").sum(), pl.col("words").min())
        .filter(pl.col("n") > 0)
    )
    nowhere = pl.col("x").is_null() | pl.col("y").is_null()
    zero = ((pl.col("x") == 0) & (pl.col("y") == 0)).fill_null(value=False)
    placed = grouped.filter(~nowhere & ~zero).sort("n", "x", "y", descending=[True, False, False])
    counts = placed["n"].to_numpy().astype(np.int64)
    texts = placed["words"].unique().to_list()
    names = {text: "" if is_nowhere(text) else shown(text) for text in texts}
    snaps = placed.filter(pl.col("words").is_in([text for text in texts if is_snap(text)]))
    return Points(
        placed["x"].to_numpy(),
        placed["y"].to_numpy(),
        counts,
        tuple(placed["words"].replace_strict(names, return_dtype=pl.String).to_list()),
        int(grouped.filter(nowhere)["n"].sum()),
        int(grouped.filter(zero)["n"].sum()),
        2 * int(snaps["n"].sum()) > int(counts.sum()),
    )


def mostly_snapped(rows: Incidents) -> bool:
    """Whether most incidents lie on anonymised map points."""
    if not rows.has(Role.PLACE):
        return False
    count = pl.col(Role.COUNT).fill_null(0).sum() if rows.summed else pl.len()
    times = rows.frame.group_by(pl.col(Role.PLACE).cast(pl.String)).agg(count.alias("n"))
    snaps = sum(n for words, n in times.iter_rows() if words and is_snap(words))
    return bool(2 * snaps > rows.n)


def joined(found: Coordinates) -> tuple[Floats, Floats, Whole]:
    """The different spots, to the metre, and the incidents at each.

    Args:
        found: incidents one by one.

    Returns:
        Easting, northing and incidents, each of shape (spots,), from west to east.
    """
    east, north = np.round(found.easting), np.round(found.northing)
    if max(np.abs(east).max(initial=0), np.abs(north).max(initial=0)) >= _FAR:
        both, at = np.unique(np.column_stack([east, north]), axis=0, return_inverse=True)
        counts = np.bincount(at.ravel(), found.counts, len(both))
        return both[:, 0], both[:, 1], counts.astype(np.int64)
    # One whole number a spot: sorting those is many times faster than sorting pairs.
    keys = (east.astype(np.int64) << 32) + north.astype(np.int64) + _FAR
    if found.counts is None:
        spots, counts = np.unique(keys, return_counts=True)
    else:
        spots, at = np.unique(keys, return_inverse=True)
        counts = np.bincount(at, found.counts, len(spots))
    x, y = spots >> 32, (spots & (2**32 - 1)) - _FAR
    return x.astype(np.float64), y.astype(np.float64), counts.astype(np.int64)


def _need_coordinates(rows: Incidents) -> None:
    if not (rows.has(Role.EASTING) and rows.has(Role.NORTHING)):
        raise CannotAnswerError(
            "This file has no easting and northing, and no latitude and longitude, so its "
            "incidents cannot be put on a map. If it has small-area codes, bring the boundary file "
            "and ask for the map of areas."
        )


def said_left_out(unplaced: int, at_zero: int, outside: int) -> tuple[str, ...]:
    """Sentences on the incidents that a map does not show."""
    said = []
    if unplaced:
        said.append(f"{said_incidents(unplaced)} without coordinates {were(unplaced)} left out.")
    if at_zero:
        said.append(
            f"{said_incidents(at_zero)} at 0, 0 {were(at_zero)} left out: that is no place."
        )
    if outside:
        lie = "lies" if outside == 1 else "lie"
        said.append(
            f"{said_incidents(outside)} {lie} outside the map, which is drawn round the ground "
            "where nearly all are."
        )
    return tuple(said)


def middle(easting: Floats, northing: Floats, counts: Whole) -> tuple[float, float]:
    """The mean centre of the incidents, in metres."""
    weights = counts / counts.sum()
    return float((easting * weights).sum()), float((northing * weights).sum())
