"""Which place each incident happened at, told from its words, its point and its small area."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Basis
from workbench.analysis.place_groups import (
    GENERIC,
    NOWHERE,
    OWN,
    SNAP,
    WORDED,
    Joined,
    grouped,
    identified,
    keyed,
    keys_of,
    merged,
    pointed,
)
from workbench.domain.data import Role

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


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

    by: str  # "address", "place", "point" or "area"
    names: pl.Series  # of text: a tuple of a million words takes long, and few are ever shown
    areas: pl.Series  # the small area of each, "" where not known
    counts: Whole
    easting: Floats
    northing: Floats
    generic: NDArray[np.bool_]
    snap: bool  # most are anonymised map points
    nowhere: int  # incidents without any place
    postcodes: pl.Series  # of addresses, "" where not known
    joined: Joined

    def __len__(self) -> int:
        return len(self.names)

    def only(self, keep: NDArray[np.bool_]) -> Places:
        """These of the places."""
        return replace(
            self, names=self.names.filter(keep), areas=self.areas.filter(keep),
            postcodes=self.postcodes.filter(keep), counts=self.counts[keep],
            easting=self.easting[keep], northing=self.northing[keep], generic=self.generic[keep],
        )  # fmt: skip


def ways(incidents: Incidents) -> tuple[str, ...]:
    """The ways in which the rows can be put into places, best first."""
    found = [by for by in ("address", "place") if incidents.has(WORDED[by])]
    if pointed(incidents):
        found.append("point")
    if incidents.has(Role.AREA) or incidents.has(Role.AREA_NAME):
        found.append("area")
    return tuple(found)


def gather(incidents: Incidents, by: str) -> Places:
    """Put incidents into places and count them.

    Args:
        incidents: the rows; totals count as many as they say. Addresses that a person said are
            one place are counted as one.
        by: "address", "place" (words and point together, for one street name occurs in many
            towns; words and postcode where that is known), "point" (rounded to the metre) or
            "area" (small-area code).

    Returns:
        The places, most incidents first.
    """
    places, _ = _put(grouped(keyed(incidents, by)), incidents, by)
    return places


def located(incidents: Incidents, by: str) -> tuple[Places, Whole]:
    """The same places, and for each row which of them it happened at, -1 for none.

    Returns:
        The places, and (rows,) places in their lists.
    """
    rows = keyed(incidents, by)
    groups = grouped(rows)
    places, which = _put(groups, incidents, by)
    keys = keys_of(groups)
    known = groups.select(keys).with_columns(which=which)
    found = rows.select(keys).join(
        known, on=keys, how="left", nulls_equal=True, maintain_order="left"
    )
    return places, found["which"].to_numpy().astype(np.int64)


def _put(groups: pl.DataFrame, incidents: Incidents, by: str) -> tuple[Places, pl.Series]:
    """The places, sorted and named, and which of them each group belongs to; -1 is nowhere."""
    found = identified(groups, incidents.same, incidents.apart)
    every, joined = merged(found)
    axes = ("east", "north") if by == "area" else ("x", "y")
    every = every.with_columns(
        *(pl.col(axis).fill_nan(None).alias(as_) if axis in every.columns
          else pl.lit(None, pl.Float64).alias(as_)
          for axis, as_ in zip(axes, ("across", "up"), strict=True)),
        *(pl.lit("").alias(name) for name in ("area", "postcode") if name not in every.columns),
    )  # fmt: skip
    somewhere = pl.col("across").is_not_null() if by != "area" else pl.lit(value=False)
    lost = pl.col("nowhere") & ~somewhere & (pl.col("id") == "")
    nowhere = int(every.filter(lost)["n"].sum())
    kept = (
        every.filter(~lost & (pl.col("n") > 0))
        .with_columns(
            _name(by).alias("name"), pl.col("across", "up").fill_null(0.0).name.suffix("_")
        )
        .sort("n", "name", "across_", "up_", descending=[True, False, False, False])
    )
    places = _places(kept, by, joined, nowhere)
    index = kept.select(*OWN, pl.int_range(pl.len(), dtype=pl.Int64).alias("which"))
    which = found.select(OWN).join(index, on=OWN, how="left", nulls_equal=True,
                                   maintain_order="left")["which"]  # fmt: skip
    return places, which.fill_null(-1)


def _places(kept: pl.DataFrame, by: str, joined: Joined, nowhere: int) -> Places:
    """Sorted and named places as lists."""
    counts = kept["n"].to_numpy().astype(np.int64)
    snaps = int(kept.filter("snap")["n"].sum())
    return Places(
        by,
        kept["name"],
        kept["area" if by != "area" else "words"],
        counts,
        kept["across"].fill_null(float("nan")).to_numpy(),
        kept["up"].fill_null(float("nan")).to_numpy(),
        kept["generic"].to_numpy().astype(np.bool_),
        2 * snaps > int(counts.sum()),
        nowhere,
        kept["postcode"],
        joined,
    )


def _name(by: str) -> pl.Expr:
    """What a place is called: its words, else its area's, its number's or its point."""
    area, words = pl.col("area"), pl.col("words")
    if by == "area":
        return pl.when(area != "").then(area).otherwise(words)
    point = pl.concat_str(
        pl.lit("Point "), pl.col("across").round(0).cast(pl.Int64), pl.lit(", "),
        pl.col("up").round(0).cast(pl.Int64),
    )  # fmt: skip
    number = pl.lit("Property ") + pl.col("id").str.split("|").list.first()
    return (
        pl.when(~pl.col("nowhere")).then(words)
        .when(pl.col("id") != "").then(number)
        .otherwise(point)
    )  # fmt: skip


def told_apart(places: Places, first: int | None = None) -> tuple[str, ...]:
    """Names that differ: postcode, small area, then a number is added to those that occur twice.

    Args:
        places: all places, for a name may occur again far down.
        first: how many of them to name; None for all.
    """
    top = places.names[:first]
    again = places.names.filter(places.names.is_in(top.unique().implode()))
    times = Counter(again.to_list())
    given: dict[str, int] = {}
    apart = []
    for name, area, code in zip(top, places.areas[:first], places.postcodes[:first], strict=True):
        beside = code or area if places.by != "area" else ""
        full = f"{name}, {beside}" if beside and times[name] > 1 else name
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
    told = rows.frame.select(pl.col(Role.PLACE).alias("words"), count.alias("n"))
    times = (
        told[which]
        .with_columns(pl.Series("group", group, dtype=pl.Int64))
        .group_by("group", "words")
        .agg(pl.col("n").sum())
        .with_columns(pl.col("words").cast(pl.String))
        .sort("n", "words", descending=[True, False], nulls_last=True)
    )
    best: dict[int, str] = {}
    sorts: dict[int, str] = {}
    for at, words in times.select("group", "words").iter_rows():
        if not is_nowhere(words):
            (sorts if is_generic(words) else best).setdefault(at, shown(words))
    return sorts | best
