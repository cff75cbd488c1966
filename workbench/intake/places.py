"""Coordinates become British National Grid metres, metres of their own grid, or no place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import polars as pl
from pyproj import Transformer

from workbench.analysis.grid import Floats, to_grid
from workbench.domain.data import Role
from workbench.intake.amounts import rows

_EAST_MOST: Final = 700_000.0  # the National Grid is 700 by 1,300 km
_NORTH_MOST: Final = 1_300_000.0
_NOTHING: Final = r"^(?i:|na|n/a|nan|null|none|unknown|-)$"  # how exports write no coordinate
_IN, _UNREAD, _ZERO, _OUTSIDE = range(4)
_STRETCH: Final = 20_000  # points
_LEAST: Final = 2_000.0  # metres: nobody lives that near the corner of the grid


class Places(StrEnum):
    """What the coordinates of a file are."""

    DEGREES = "latitude and longitude"
    GRID = "easting and northing"
    LOCAL = "metres of an unknown grid"
    NONE = "no coordinates"


@dataclass(frozen=True)
class Placed:
    """Metres per row (null for no place), what they are, and what became of the rest.

    ``kind`` is "bng", "local" or "none"; the rows without a place are kept.
    """

    easting: pl.Series
    northing: pl.Series
    kind: str
    blank: int = 0
    zero: int = 0
    unread: int = 0
    outside: int = 0
    notes: tuple[str, ...] = ()

    @property
    def without(self) -> int:
        """Rows without a place."""
        return self.blank + self.zero + self.unread + self.outside


def numbers(text: pl.Series) -> pl.Series:
    """Coordinates as numbers: blanks round them and thousands commas are forgiven."""
    text = text.cast(pl.String)
    quick = text.cast(pl.Float64, strict=False)
    if quick.null_count() == text.null_count():
        return quick
    plain = text.str.strip_chars().str.replace_all(r"(\d),(\d{3})", "$1$2")
    return plain.cast(pl.Float64, strict=False)


def guess(first: pl.Series, second: pl.Series, *, degrees: bool) -> Places:
    """What two columns of coordinates are, told from their numbers.

    Args:
        first: longitude or easting, as text.
        second: latitude or northing, as text.
        degrees: whether the names of the columns say latitude and longitude.
    """
    east, north = numbers(first).to_numpy(), numbers(second).to_numpy()
    real = np.isfinite(east) & np.isfinite(north) & ((east != 0) | (north != 0))
    if not real.any():
        return Places.DEGREES if degrees else Places.NONE
    small = (np.abs(east[real]) <= 180) & (np.abs(north[real]) <= 90)
    if small.mean() > 0.9:
        return Places.DEGREES
    inside = _on_the_grid(east[real], north[real])
    return Places.GRID if inside.mean() > 0.9 else Places.LOCAL


def place(first: pl.Series, second: pl.Series, kind: Places) -> Placed:
    """Put rows on a grid of metres.

    Args:
        first: longitude or easting, as text.
        second: latitude or northing, as text.
        kind: what they are.
    """
    raw = pl.DataFrame({"x": numbers(first), "y": numbers(second)})
    unlike = raw.unique()
    east, north = unlike["x"].to_numpy(), unlike["y"].to_numpy()
    read = np.isfinite(east) & np.isfinite(north)
    zero = read & (east == 0) & (north == 0)
    eastings, northings, grid, note = _metres(east, north, read & ~zero, kind)
    state = np.select([~read, zero, ~np.isfinite(eastings)], [_UNREAD, _ZERO, _OUTSIDE], _IN)
    known = unlike.with_columns(
        pl.Series(Role.EASTING.value, eastings).fill_nan(None),
        pl.Series(Role.NORTHING.value, northings).fill_nan(None),
        pl.Series("state", state),
    )
    joined = raw.join(known, on=["x", "y"], how="left", nulls_equal=True, maintain_order="left")
    blank = _blank(first, second, joined["state"] == _UNREAD)
    tally = {int(state): int(n) for state, n in joined["state"].value_counts().iter_rows()}
    placed = Placed(
        easting=joined[Role.EASTING.value],
        northing=joined[Role.NORTHING.value],
        kind=grid if tally.get(_IN) else "none",
        blank=blank,
        zero=tally.get(_ZERO, 0),
        unread=tally.get(_UNREAD, 0) - blank,
        outside=tally.get(_OUTSIDE, 0),
    )
    return _told(placed, note)


def _blank(first: pl.Series, second: pl.Series, unread: pl.Series) -> int:
    """How many of the rows that could not be read hold no coordinates at all."""
    pair = pl.DataFrame({"x": first.cast(pl.String), "y": second.cast(pl.String)}).filter(unread)
    nothing = pl.all().str.strip_chars().str.contains(_NOTHING).fill_null(value=True)
    return int(pair.select(pl.any_horizontal(nothing).sum()).item())


def _metres(
    east: Floats, north: Floats, real: np.ndarray[tuple[int], np.dtype[np.bool_]], kind: Places
) -> tuple[Floats, Floats, str, str]:
    """Metres, not a number where there is no place; which grid they are of; a note."""
    nowhere = np.full(east.shape, np.nan)
    if kind is Places.NONE or not real.any():
        return nowhere, nowhere.copy(), "none", ""
    x, y = np.where(real, east, np.nan), np.where(real, north, np.nan)
    if kind is Places.LOCAL:
        note = (
            "The coordinates are no British National Grid; they are kept as metres of their own "
            "grid, so the map has no boundaries under it. If they are feet, distances are wrong."
        )
        return x, y, "local", note
    if kind is Places.GRID:
        on = _on_the_grid(x, y)
        return (
            np.where(on, x, np.nan),
            np.where(on, y, np.nan),
            "bng",
            ("The coordinates were taken for British National Grid metres: check the map."),
        )
    eastings, northings = _in_stretches(x, y)
    if np.isfinite(eastings).sum() < 0.5 * real.sum():
        return _elsewhere(x, y)
    return (
        eastings,
        northings,
        "bng",
        ("Latitude and longitude became British National Grid metres, right to about 5 metres."),
    )


def _in_stretches(longitude: Floats, latitude: Floats) -> tuple[Floats, Floats]:
    """Grid metres, some points at a time, so that the window gets its turn between them."""
    pieces = [
        to_grid(longitude[at : at + _STRETCH], latitude[at : at + _STRETCH])
        for at in range(0, max(len(longitude), 1), _STRETCH)
    ]
    return np.concatenate([e for e, _ in pieces]), np.concatenate([n for _, n in pieces])


def _elsewhere(longitude: Floats, latitude: Floats) -> tuple[Floats, Floats, str, str]:
    """Metres of the transverse Mercator zone the points lie in, for points outside Britain."""
    fits = (np.abs(longitude) <= 180) & (np.abs(latitude) <= 84)
    x, y = np.where(fits, longitude, np.nan), np.where(fits, latitude, np.nan)
    if not fits.any():
        return x, y, "none", ""
    middle = float(np.nanmedian(x))
    zone = min(60, int((middle + 180) // 6) + 1)
    south = float(np.nanmedian(y)) < 0
    near = np.abs(x - middle) < 6
    utm = Transformer.from_crs(4326, (32700 if south else 32600) + zone, always_xy=True)
    eastings, northings = np.full(x.shape, np.nan), np.full(x.shape, np.nan)
    eastings[near], northings[near] = utm.transform(x[near], y[near])
    eastings[~np.isfinite(eastings)] = np.nan
    return (
        eastings,
        northings,
        "local",
        (
            "Most points lie outside Great Britain; they became metres of the grid where they lie "
            f"(UTM zone {zone})."
        ),
    )


def _on_the_grid(east: Floats, north: Floats) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    inside: np.ndarray[tuple[int], np.dtype[np.bool_]] = (
        (east >= _LEAST) & (east <= _EAST_MOST) & (north >= _LEAST) & (north <= _NORTH_MOST)
    )
    return inside


def _told(placed: Placed, note: str) -> Placed:
    """The same with its notes: where the places come from and which rows have none."""
    why = [
        f"{rows(n)} {words}"
        for n, words in (
            (placed.blank, "without coordinates"),
            (placed.zero, "at 0,0"),
            (placed.unread, "whose coordinates are no numbers"),
            (placed.outside, "outside Great Britain" if placed.kind == "bng" else "far away"),
        )
        if n
    ]
    notes = [note] if note else []
    if why:
        notes.append(f"Kept without a place: {', '.join(why)}.")
    return Placed(
        placed.easting,
        placed.northing,
        placed.kind,
        placed.blank,
        placed.zero,
        placed.unread,
        placed.outside,
        tuple(notes),
    )
