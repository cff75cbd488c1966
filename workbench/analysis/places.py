"""Which place each incident happened at, told from its words, its point and its small area."""

from __future__ import annotations

from collections import Counter
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
    names: pl.Series  # of text: a tuple of a million words takes long, and few are ever shown
    areas: pl.Series  # the small area of each, "" where not known
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
    told = named(grouped, by)
    lost = told["unnamed"] & (told["x"].is_null() if by != "area" else True)
    found = told.filter(~lost & (pl.col("n") > 0)).sort(
        pl.col("n"), "name", pl.col("x").fill_null(0), pl.col("y").fill_null(0),
        descending=[True, False, False, False],
    )  # fmt: skip
    counts = found["n"].to_numpy().astype(np.int64)
    east, north = (found[axis].fill_null(float("nan")).to_numpy() for axis in ("x", "y"))
    snaps = int(found.filter("snap")["n"].sum())
    return Places(
        by,
        found["name"],
        found["area" if by != "area" else "words"],
        counts,
        east,
        north,
        (found["generic"] & (by == "place")).to_numpy(),
        by == "place" and 2 * snaps > int(counts.sum()),
        int(told.filter(lost)["n"].sum()),
    )


def _worded(grouped: pl.DataFrame) -> pl.DataFrame:
    """The groups with "words", "area", "x" and "y", whatever they were told by.

    "shown", "unnamed", "generic" and "snap" say what the words are; each spelling is looked at
    once.
    """
    has = grouped.columns
    words = next((name for name in ("text", "code") if name in has), None)
    axes = [next((n for n in names if n in has), None) for names in (("x", "east"), ("y", "north"))]
    none = pl.lit(None, pl.Float64)
    told = grouped.select(
        pl.col("n"),
        (pl.col(words) if words else pl.lit("")).alias("words"),
        (pl.col("area") if "area" in has else pl.lit("")).alias("area"),
        *(
            (pl.col(axis).cast(pl.Float64).fill_nan(None) if axis else none).alias(name)
            for name, axis in zip(("x", "y"), axes, strict=True)
        ),
    )
    texts = told["words"].unique().to_list()
    looked = pl.DataFrame(
        {
            "words": texts,
            "shown": [shown(text) for text in texts],
            "unnamed": [is_nowhere(text) for text in texts],
            "generic": [is_generic(text) for text in texts],
            "snap": [is_snap(text) for text in texts],
        },
        schema_overrides={"words": pl.String, "shown": pl.String, "unnamed": pl.Boolean,
                          "generic": pl.Boolean, "snap": pl.Boolean},
    )  # fmt: skip
    return told.join(looked, on="words", how="left", maintain_order="left")


def named(grouped: pl.DataFrame, by: str) -> pl.DataFrame:
    """What each place is called: its words, else its area's, else its point.

    Args:
        grouped: a row a place, with its count "n" and what ``keyed`` tells places by.
        by: as in ``gather``.

    Returns:
        In the same order: "n", "name", "words", "area", the point "x" and "y", and whether the
        words say nothing ("unnamed"), a sort of place ("generic") or a map point ("snap").
    """
    told = _worded(grouped)
    if by == "area":
        area = pl.col("area")
        return told.with_columns(pl.when(area != "").then(area).otherwise("words").alias("name"))
    x, y = (pl.col(axis).round(0).cast(pl.Int64) for axis in ("x", "y"))
    point = pl.format("Point {}, {}", x, y).fill_null("Unnamed point")
    has_words = (pl.col("shown") != "") & ~pl.col("unnamed") & (by != "point")
    return told.with_columns(pl.when(has_words).then("shown").otherwise(point).alias("name"))


def told_apart(places: Places, first: int | None = None) -> tuple[str, ...]:
    """Names that differ: the small area, then a number, is added to those that occur twice.

    Args:
        places: all places, for a name may occur again far down.
        first: how many of them to name; None for all.
    """
    top = places.names[:first]
    again = places.names.filter(places.names.is_in(top.unique().implode()))
    times = Counter(again.to_list())
    given: dict[str, int] = {}
    apart = []
    for name, area in zip(top, places.areas[:first], strict=True):
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


def busiest(rows: Incidents, which: Whole, group: Whole) -> dict[int, str]:
    """The words that most incidents of each group name.

    Args:
        rows: the incidents.
        which: (k,) rows that belong to a group.
        group: (k,) the group of each.

    Returns:
        Words by group; those that name only a sort of place come last, and a group in which no
        row has words is not there.
    """
    if not rows.has(Role.PLACE):
        return {}
    count = pl.col(Role.COUNT) if rows.summed else pl.lit(1)
    told = rows.frame.select(pl.col(Role.PLACE).cast(pl.String).alias("words"), count.alias("n"))
    times = (
        told[which]
        .with_columns(pl.Series("group", group, dtype=pl.Int64))
        .group_by("group", "words")
        .agg(pl.col("n").sum())
        .sort("n", "words", descending=[True, False], nulls_last=True)
    )
    best: dict[int, str] = {}
    sorts: dict[int, str] = {}
    for at, words in times.select("group", "words").iter_rows():
        if not is_nowhere(words):
            (sorts if is_generic(words) else best).setdefault(at, shown(words))
    return sorts | best
