"""Coordinates become British National Grid metres, metres of their own grid, or no place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.analysis.grid import Floats, to_grid
from workbench.domain.data import Role
from workbench.intake.amounts import rows

EAST_MOST: Final = 700_000.0  # the National Grid is 700 by 1,300 km
NORTH_MOST: Final = 1_300_000.0
# 425000,5 has a comma where its decimals begin; 425,000 has thousands.
_DECIMAL: Final = (
    r"^[+-]?(?:[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})|[0-9]{4,},[0-9]{3}"
    r"|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+)$"
)
_SLIPS: Final = 0.05  # of the cells with a comma, which may be written wrongly
_COMMA: Final = r"^[+-]?(?:[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+),[0-9]+$"
_HEMISPHERE: Final = r"(?i)^([0-9.,]+)\s*°?\s*(?:[NE]|m)?$"  # 53.44N, 333000m
_BELOW: Final = r"(?i)^([0-9.,]+)\s*°?\s*[SW]$"
_NOTHING: Final = r"^(?i:|na|n/a|nan|null|none|unknown|-)$"  # how exports write no coordinate
_IN, _UNREAD, _ZERO, _OUTSIDE = range(4)
_STRETCH: Final = 20_000  # points
NO_COORDINATES: Final = "No coordinates"
NO_NUMBERS: Final = "Coordinates that are no numbers"
AT_ZERO: Final = "Coordinates at 0,0"
LEAST: Final = 2_000.0  # metres: nobody lives that near the corner of the grid
_ON_THE_GRID: Final = "The coordinates were taken for British National Grid metres: check the map."
UNPLACED: Final = "no place"  # the column of an edition that says why a row has no point
_UTM: Final = (100_000.0, 900_000.0, NORTH_MOST, 10_000_000.0)  # where its zones have numbers


Yes = NDArray[np.bool_]


class Places(StrEnum):
    """What the coordinates of a file are."""

    DEGREES = "latitude and longitude"
    GRID = "easting and northing"
    POINT = "one column: grid reference, or both coordinates"
    SQUARE = "grid letters, and metres within their square"
    IRISH = "Irish Grid"
    ITM = "Irish Transverse Mercator"
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
    turned: int = 0  # latitude stood where longitude belongs, and was put right
    notes: tuple[str, ...] = ()
    why: pl.Series | None = None  # per row without a point, why; null for the others

    @property
    def without(self) -> int:
        """Rows without a place."""
        return self.blank + self.zero + self.unread + self.outside


def number(text: pl.Expr) -> pl.Expr:
    """A coordinate as a number: blanks round it and thousands commas are forgiven.

    A column has a comma before its decimals where some of its cells can be read no other way, and
    none has two commas: one slip in a column of thousands does not turn it round.
    """
    bare = text.str.strip_chars().str.replace(_HEMISPHERE, "$1").str.replace(_BELOW, "-$1")
    thousands = bare.str.replace_all(r"([0-9]),([0-9]{3})", "$1$2")
    pointed = bare.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    sure, commas = bare.str.contains(_DECIMAL).sum(), bare.str.contains(",", literal=True).sum()
    turned = (sure > _SLIPS * commas) & ~bare.str.contains(r",[0-9]{3},").any()
    decimal = turned & bare.str.contains(_COMMA)
    return pl.when(decimal).then(pointed).otherwise(thousands).cast(pl.Float64, strict=False)


def numbers(text: pl.Series) -> pl.Series:
    """Coordinates as numbers, read as ``number`` does."""
    text = text.cast(pl.String)
    if "." not in (text.drop_nulls().head(1).item() if text.count() else "."):
        whole = text.cast(pl.Int32, strict=False)  # metres mostly, and that in half the time
        if whole.null_count() == text.null_count():
            return whole.cast(pl.Float64)
    quick = text.cast(pl.Float64, strict=False)
    if quick.null_count() == text.null_count():
        return quick
    return text.alias("v").to_frame().select(number(pl.col("v"))).to_series()


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
    x, y = numbers(first), numbers(second)
    if kind is Places.GRID and _within(x, EAST_MOST) and _within(y, NORTH_MOST):
        return _as_they_stand(x, y)
    # Degrees are worth turning into metres only once; metres are but looked at, row by row.
    found = _once(x, y) if kind is Places.DEGREES else _found(_floats(x), _floats(y), kind)
    tally = np.bincount(found.state, minlength=4)
    bare = _bare(first, second) if tally[_UNREAD] else None
    state = pl.Series("state", found.state) if tally[_IN] < len(x) else None
    blank = int((bare & (state == _UNREAD)).sum()) if bare is not None and state is not None else 0
    placed = Placed(
        easting=_metres_of(Role.EASTING, found.eastings),
        northing=_metres_of(Role.NORTHING, found.northings),
        kind=found.grid if tally[_IN] else "none",
        blank=blank,
        zero=int(tally[_ZERO]),
        unread=int(tally[_UNREAD]) - blank,
        outside=int(tally[_OUTSIDE]),
        turned=int(found.turned.sum()),
    )
    why = _reasons(state, bare, placed.kind) if state is not None else None
    return replace(placed, notes=_told(placed, found.note), why=why)


def _within(metres: pl.Series, most: float) -> bool:
    """Tell at once that every number is metres of the National Grid, as of most files it is."""
    low, high = metres.min(), metres.max()
    if metres.null_count() or not isinstance(low, float) or not isinstance(high, float):
        return False
    return low >= LEAST and high <= most and not metres.is_nan().any()


def _as_they_stand(x: pl.Series, y: pl.Series) -> Placed:
    """Points that all lie on the National Grid."""
    placed = Placed(x.alias(Role.EASTING.value), y.alias(Role.NORTHING.value), "bng")
    return replace(placed, notes=_told(placed, _ON_THE_GRID))


@dataclass(frozen=True)
class _Found:
    """Points as metres, not a number where there is no place, and what became of each."""

    eastings: Floats
    northings: Floats
    state: NDArray[np.uint8]
    turned: Yes
    grid: str
    note: str

    def at(self, rows: NDArray[np.uint32]) -> _Found:
        """The points of rows that say which of these they have."""
        return replace(
            self,
            eastings=self.eastings[rows],
            northings=self.northings[rows],
            state=self.state[rows],
            turned=self.turned[rows],
        )


def _found(x: Floats, y: Floats, kind: Places) -> _Found:
    """Put points on a grid, each as it stands."""
    east, north, turned = _turned(x, y) if kind is Places.DEGREES else (x, y, np.zeros(1, np.bool_))
    read = np.isfinite(east) & np.isfinite(north)
    zero = read & (east == 0) & (north == 0)
    eastings, northings, grid, note = _metres(east, north, read & ~zero, kind)
    state = np.where(np.isfinite(eastings), np.uint8(_IN), np.uint8(_OUTSIDE))
    state[zero], state[~read] = _ZERO, _UNREAD
    return _Found(eastings, northings, state, turned, grid, note)


def _once(x: pl.Series, y: pl.Series) -> _Found:
    """Put points on a grid, those that are alike once."""
    raw = pl.DataFrame({"x": x, "y": y})
    unlike = raw.unique().with_row_index("at")
    found = _found(_floats(unlike["x"]), _floats(unlike["y"]), Places.DEGREES)
    joined = raw.join(unlike, on=["x", "y"], how="left", nulls_equal=True, maintain_order="left")
    return found.at(joined["at"].to_numpy())


def _floats(numbers: pl.Series) -> Floats:
    """Numbers as an array, not a number where there is none."""
    floats: Floats = numbers.to_numpy()
    return floats


def _metres_of(role: Role, metres: Floats) -> pl.Series:
    """Metres as a column, null where there is no place."""
    named = pl.Series(role.value, metres)
    return named.fill_nan(None) if named.is_nan().any() else named


def _turned(east: Floats, north: Floats) -> tuple[Floats, Floats, Yes]:
    """Put right rows whose latitude stands where the longitude belongs.

    A longitude of 49 to 61 with a latitude of -9 to 3 is in the Indian Ocean; turned round it is
    in Britain.
    """
    wrong = (east >= 49) & (east <= 61) & (north >= -9) & (north <= 3)
    return np.where(wrong, north, east), np.where(wrong, east, north), wrong


def _bare(first: pl.Series, second: pl.Series) -> pl.Series:
    """Rows that hold no coordinates at all, or only one of the two."""
    pair = pl.DataFrame({"x": first.cast(pl.String), "y": second.cast(pl.String)})
    nothing = pl.all().str.strip_chars().str.contains(_NOTHING).fill_null(value=True)
    return pair.select(pl.any_horizontal(nothing)).to_series()


def _reasons(state: pl.Series, bare: pl.Series | None, kind: str) -> pl.Series:
    """Why each row has no point, in words; null where it has one."""
    frame = pl.DataFrame({"state": state, "bare": bare if bare is not None else state == _OUTSIDE})
    at = pl.col("state")
    words = (
        pl.when((at == _UNREAD) & pl.col("bare"))
        .then(pl.lit(NO_COORDINATES))
        .when(at == _UNREAD)
        .then(pl.lit(NO_NUMBERS))
        .when(at == _ZERO)
        .then(pl.lit(AT_ZERO))
        .when(at == _OUTSIDE)
        .then(pl.lit(outside_words(kind)))
    )
    return frame.select(words.alias(UNPLACED)).to_series()


def outside_words(kind: str) -> str:
    """Where a point is that is none: off the National Grid, or far from all the others."""
    return "Outside Great Britain" if kind != "local" else "Far from the others"


def _metres(
    east: Floats, north: Floats, real: Yes, kind: Places
) -> tuple[Floats, Floats, str, str]:
    """Metres, not a number where there is no place; which grid they are of; a note."""
    nowhere = np.full(east.shape, np.nan)
    if kind is Places.NONE or not real.any():
        return nowhere, nowhere.copy(), "none", ""
    x, y = (east, north) if real.all() else (np.where(real, at, np.nan) for at in (east, north))
    if kind is Places.LOCAL:
        return x, y, "local", _local_words(x, y)
    if kind is Places.GRID:
        on = _on_the_grid(x, y)
        inside = (x, y) if on.all() else (np.where(on, x, np.nan), np.where(on, y, np.nan))
        return (
            *inside,
            "bng",
            _ON_THE_GRID,
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
    from pyproj import Transformer  # seldom needed, and slow to import

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


def _on_the_grid(east: Floats, north: Floats) -> Yes:
    inside: Yes = (east >= LEAST) & (east <= EAST_MOST) & (north >= LEAST) & (north <= NORTH_MOST)
    return inside


def _local_words(x: Floats, y: Floats) -> str:
    """What is known of metres that are not those of the National Grid."""
    if np.nanmax(x) < 100_000 and np.nanmax(y) < 100_000 and min(np.nanmin(x), np.nanmin(y)) >= 0:
        return (
            "The coordinates look like metres within a square of 100 km whose letters (such as SJ) "
            "are not in the file: say which column holds them, or the map has no boundaries under "
            "it. They are kept as local metres."
        )
    low_x, high_x, low_y, high_y = _UTM
    utm = (x > low_x) & (x < high_x) & (y > low_y) & (y < high_y)
    like = (
        "look like UTM metres"
        if utm.sum() > 0.9 * np.isfinite(x).sum()
        else "are of no grid that can be told"
    )
    feet = "" if like.startswith("look") else " If they are feet, distances are wrong."
    return (
        f"The coordinates are no British National Grid; they {like} and are kept as metres of "
        f"their own grid (local metres), so the map has no boundaries under it.{feet}"
    )


def _told(placed: Placed, note: str) -> tuple[str, ...]:
    """Where the places come from, what was put right, and which rows have none."""
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
    if placed.turned:
        swapped = "had latitude and longitude the wrong way round; they were put right"
        notes.append(f"{rows(placed.turned)} {swapped}.")
    if why:
        notes.append(f"Kept without a place: {', '.join(why)}.")
    return tuple(notes)
