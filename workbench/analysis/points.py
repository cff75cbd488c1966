"""Incidents as points: those that share one are one, and those without one are counted."""

from __future__ import annotations

from dataclasses import dataclass

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


def points_of(rows: Incidents) -> Points:
    """Join the incidents that share a point.

    Args:
        rows: incidents with easting and northing in metres; totals count as many as they say.

    Returns:
        The points to the metre, as places are told apart.

    Raises:
        CannotAnswerError: the file has no coordinates.
    """
    if not (rows.has(Role.EASTING) and rows.has(Role.NORTHING)):
        raise CannotAnswerError(
            "This file has no easting and northing, and no latitude and longitude, so its "
            "incidents cannot be put on a map. If it has small-area codes, bring the boundary file "
            "and ask for the map of areas."
        )
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
    spelt = dict(placed.group_by("words").agg(pl.col("n").sum()).iter_rows())
    names = {text: "" if is_nowhere(text) else shown(text) for text in spelt}
    snaps = sum(n for text, n in spelt.items() if is_snap(text))
    return Points(
        placed["x"].to_numpy(),
        placed["y"].to_numpy(),
        counts,
        tuple(names[text] for text in placed["words"].to_list()),
        int(grouped.filter(nowhere)["n"].sum()),
        int(grouped.filter(zero)["n"].sum()),
        2 * snaps > int(counts.sum()),
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
        said.append(f"{said_incidents(outside)} {lie} far from the others, outside the map.")
    return tuple(said)


def middle(easting: Floats, northing: Floats, counts: Whole) -> tuple[float, float]:
    """The mean centre of the incidents, in metres."""
    weights = counts / counts.sum()
    return float((easting * weights).sum()), float((northing * weights).sum())
