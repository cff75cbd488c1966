"""Which place each incident happened at, told from its words, its point and its small area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Basis
from workbench.domain.data import Role

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

SNAP: Final = "on or near"
# Names that data.police.uk gives to map points which stand for a sort of place, not for one place.
GENERIC: Final = frozenset(
    {
        "airport/airfield", "bus/coach station", "conference/exhibition centre", "ferry terminal",
        "further/higher educational building", "hospital", "motorway service area", "nightclub",
        "park/open space", "parking area", "pedestrian subway", "petrol station",
        "police station", "prison", "race track", "racecourse", "shopping area",
        "sports/recreation area", "supermarket", "theatre/concert hall", "theatre",
    }
)  # fmt: skip
NOWHERE: Final = frozenset(
    {"", "-", "n/a", "na", "nil", "no address", "no location", "none", "not known", "null",
     "not recorded", "unknown", "unknown location"}
)  # fmt: skip


@lru_cache(maxsize=100_000)
def plain(text: str) -> str:
    """A place's words for comparing: one blank between words, no capitals."""
    return " ".join(text.split()).casefold()


@lru_cache(maxsize=100_000)
def shown(text: str) -> str:
    """A place's words for reading: without "On or near", which the caveat says once for all."""
    words = " ".join(text.split())
    return words[len(SNAP) :].strip() if plain(words).startswith(SNAP) else words


def is_snap(text: str) -> bool:
    """Tell whether the words are those of an anonymised map point."""
    return plain(text).startswith(SNAP)


@lru_cache(maxsize=100_000)
def is_generic(text: str) -> bool:
    """Tell whether the words name a sort of place ("Supermarket") and not a place."""
    return plain(shown(text)) in GENERIC


@lru_cache(maxsize=100_000)
def is_nowhere(text: str | None) -> bool:
    """Tell whether the words say that no place is known."""
    return text is None or plain(shown(text)) in NOWHERE


@dataclass(frozen=True)
class Places:
    """The places at which incidents happened, most incidents first, ties by name.

    Each list has one entry a place. ``easting`` is not a number where no point is known; it is the
    mean where a place without a point of its own has several.
    """

    by: str  # "place", "point" or "area"
    names: tuple[str, ...]
    areas: tuple[str, ...]  # the small area of each, "" where not known
    counts: Whole
    easting: Floats
    northing: Floats
    generic: NDArray[np.bool_]
    snap: bool  # most are anonymised map points
    nowhere: int  # incidents without any place

    def __len__(self) -> int:
        return len(self.names)


def ways(incidents: Incidents) -> tuple[str, ...]:
    """The ways in which the rows can be put into places, best first."""
    found = []
    if incidents.has(Role.PLACE):
        found.append("place")
    if _pointed(incidents):
        found.append("point")
    if incidents.has(Role.AREA) or incidents.has(Role.AREA_NAME):
        found.append("area")
    return tuple(found)


def gather(incidents: Incidents, by: str) -> Places:
    """Put incidents into places and count them.

    Args:
        incidents: the rows; totals count as many as they say.
        by: "place" (words and point together, for one street name occurs in many towns),
            "point" (rounded to the metre) or "area" (small-area code).

    Returns:
        The places, most incidents first.
    """
    rows = keyed(incidents, by)
    keys = [name for name in ("text", "code", "x", "y") if name in rows.columns]
    grouped = rows.group_by(keys).agg(
        pl.col("n").sum(),
        *(pl.col(name).first() for name in ("area", "words") if name in rows.columns),
        *(pl.col(name).mean() for name in ("east", "north") if name in rows.columns),
    )
    if "text" in keys:
        grouped = _same_words(grouped, keys)
    return _places(grouped, by)


def _pointed(incidents: Incidents) -> bool:
    return incidents.has(Role.EASTING) and incidents.has(Role.NORTHING)


def keyed(incidents: Incidents, by: str) -> pl.DataFrame:
    """Only what tells places apart; a point is taken to the metre, 0, 0 is none."""
    has = incidents.has
    count = pl.col(Role.COUNT) if incidents.summed and has(Role.COUNT) else pl.lit(1)
    columns = [count.cast(pl.Int64).alias("n")]
    if by == "area":
        columns.append(_text(Role.AREA if has(Role.AREA) else Role.AREA_NAME).alias("code"))
    if by == "place":
        columns.append(_text(Role.PLACE).alias("text"))
    if _pointed(incidents):
        east, north = pl.col(Role.EASTING), pl.col(Role.NORTHING)
        known = east.is_finite() & north.is_finite() & ((east != 0) | (north != 0))
        names = ("east", "north") if by == "area" else ("x", "y")
        for name, axis in zip(names, (east, north), strict=True):
            exact = axis if by == "area" else axis.round(0)
            columns.append(pl.when(known).then(exact).alias(name))
    if has(Role.AREA_NAME) or has(Role.AREA):
        columns.append(_text(Role.AREA_NAME if has(Role.AREA_NAME) else Role.AREA).alias("area"))
    return incidents.frame.select(columns)


def _text(role: Role) -> pl.Expr:
    return pl.col(role).cast(pl.String).fill_null("")


def _same_words(grouped: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Join places whose words differ only in blanks and capitals; the commonest spelling stays."""
    texts = grouped["text"].unique()
    tidy = pl.DataFrame({"text": texts, "same": [plain(text) for text in texts]})
    joined = grouped.join(tidy, on="text").sort("n", "text", descending=[True, False])
    first = [name for name in ("text", "area") if name in joined.columns]
    others = [key for key in keys if key != "text"]
    return joined.group_by("same", *others, maintain_order=True).agg(
        pl.col("n").sum(), *(pl.col(name).first() for name in first)
    )


def _places(grouped: pl.DataFrame, by: str) -> Places:
    """Sort, name and flag the groups; what has neither words nor a point is nowhere."""
    rows = grouped.height
    column = {name: grouped[name].to_list() for name in grouped.columns}
    areas = column.get("area", [""] * rows)
    words = column.get("text") or column.get("code") or [""] * rows
    axes = ("east", "north") if by == "area" else ("x", "y")
    east, north = (_axis(grouped, axis) for axis in axes)
    unnamed = np.array([is_nowhere(text) for text in words], dtype=bool)
    lost = unnamed & (np.isnan(east) if by != "area" else True)
    names = [
        called(text, area, point, by)
        for text, area, point in zip(words, areas, zip(east, north, strict=True), strict=True)
    ]
    counts = grouped["n"].to_numpy().astype(np.int64)
    order = np.lexsort((np.nan_to_num(north), np.nan_to_num(east), np.array(names), -counts))
    order = order[~lost[order] & (counts[order] > 0)]
    snaps = sum(int(counts[i]) for i in order if is_snap(words[i]))
    return Places(
        by,
        tuple(names[i] for i in order),
        tuple(areas[i] if by != "area" else words[i] for i in order),
        counts[order],
        east[order],
        north[order],
        np.array([by == "place" and is_generic(words[i]) for i in order], dtype=bool),
        by == "place" and 2 * snaps > int(counts[order].sum()),
        int(counts[lost].sum()),
    )


def _axis(grouped: pl.DataFrame, name: str) -> Floats:
    if name not in grouped.columns:
        return np.full(grouped.height, np.nan)
    return grouped[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()


def called(text: str, area: str, point: tuple[float, float], by: str) -> str:
    """What a place is called: its words, else its area's, else its point."""
    if by == "area":
        return area or text
    words = "" if by == "point" else shown(text)
    if words and not is_nowhere(words):
        return words
    return "Unnamed point" if np.isnan(point[0]) else f"Point {point[0]:.0f}, {point[1]:.0f}"


def told_apart(places: Places) -> tuple[str, ...]:
    """Names that differ: the small area, then a number, is added to those that occur twice."""
    times: dict[str, int] = {}
    for name in places.names:
        times[name] = times.get(name, 0) + 1
    given: dict[str, int] = {}
    apart = []
    for name, area in zip(places.names, places.areas, strict=True):
        full = f"{name}, {area}" if places.by != "area" and area and times[name] > 1 else name
        given[full] = given.get(full, 0) + 1
        apart.append(full if given[full] == 1 else f"{full} ({given[full]})")
    return tuple(apart)


def basis(
    incidents: Incidents, n: int | None = None, left_out: Sequence[tuple[str, int]] = ()
) -> Basis:
    """What a result of these rows rests on; reasons that left nothing out are dropped."""
    covered = incidents.covered()
    reasons = tuple((reason, rows) for reason, rows in left_out if rows)
    return Basis(
        incidents.source, incidents.n if n is None else n, covered.first, covered.last, reasons
    )
