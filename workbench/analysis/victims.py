"""Who or what was hit: places or persons, for questions about the same again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Parameter
from workbench.analysis.place_groups import NONE_JOINED, NOWHERE, Joined
from workbench.analysis.places import gather, located, told_apart, ways
from workbench.domain.data import Role
from workbench.errors import CannotAnswerError

Whole = NDArray[np.int64]

NAMED: Final = 60  # of those hit most, that are named

BY: Final = Parameter(
    "by",
    "Look for the same",
    "choice",
    "auto",
    (
        ("auto", "The most exact place that the file has"),
        ("address", "Address"),
        ("place", "Place"),
        ("point", "Point on the map"),
        ("person", "Person code"),
    ),
)
GENERIC: Final = Parameter(
    "generic",
    "Points named by a sort of place",
    "choice",
    "out",
    (("out", "Leave out"), ("show", "Count as places")),
    hint="Supermarket, Parking area and the like stand for many places.",
)


@dataclass(frozen=True)
class Victims:
    """Those hit, most often first; ``which`` says for each row who it was, -1 for none of them."""

    by: str  # "address", "place", "point" or "person"
    snap: bool  # the places are anonymised map points
    names: tuple[str, ...]  # of the first ``NAMED``
    counts: Whole
    which: Whole  # empty where it was not asked for
    generic: int  # incidents at points named by a sort of place, left out
    nowhere: int  # incidents without place or person
    joined: Joined


def way(asked: str, rows: Incidents) -> str:
    """The way asked for, refused in words when the file has no column for it.

    Raises:
        CannotAnswerError: naming the column.
    """
    possible = [way for way in ways(rows) if way != "area"]
    if rows.has(Role.PERSON):
        possible.append("person")
    if asked == "auto" and possible:
        return possible[0]
    if asked in possible:
        return asked
    wanted = {"address": "address", "place": "place", "point": "easting and northing",
              "person": "person code"}  # fmt: skip
    need = wanted.get(asked, "place, no easting and northing and no person code")
    raise CannotAnswerError(
        f"This file has no {need} column, so repeats cannot be told from it. "
        "Bring in a file that has one, or choose another question."
    )


def victims(rows: Incidents, by: str, generic: str, each_row: bool = False) -> Victims:
    """Put incidents to those they happened to.

    Args:
        rows: one for each incident.
        by: "address", "place", "point" or "person".
        generic: "out" leaves out points that are named by a sort of place.
        each_row: whether it is wanted for each row who it was.
    """
    if by == "person":
        return _people(rows, each_row)
    places, which = located(rows, by) if each_row else (gather(rows, by), np.empty(0, np.int64))
    out = places.generic if generic == "out" else np.zeros(len(places), dtype=np.bool_)
    keep = np.flatnonzero(~out)
    named = keep[:NAMED]
    names = told_apart(places, int(named[-1]) + 1 if named.size else 0)
    renumbered = np.full(len(places) + 1, -1, np.int64)  # the last stands for nowhere
    renumbered[keep] = np.arange(keep.size)
    return Victims(
        by,
        places.snap,
        tuple(names[i] for i in named),
        places.counts[keep],
        renumbered[which],
        int(places.counts[out].sum()),
        places.nowhere,
        places.joined,
    )


def _people(rows: Incidents, each_row: bool) -> Victims:
    """Person codes; blank codes are nobody."""
    code = pl.col(Role.PERSON).cast(pl.String).str.strip_chars().fill_null("").alias("code")
    codes = rows.frame.select(code)
    known = ~pl.col("code").str.replace_all(r"\s+", " ").str.to_lowercase().is_in(list(NOWHERE))
    each = codes.filter(known).group_by("code").len()
    each = each.sort("len", "code", descending=[True, False]).with_row_index("which")
    which = np.empty(0, np.int64)
    if each_row:
        found = codes.join(each, on="code", how="left", maintain_order="left")["which"]
        which = found.cast(pl.Int64).fill_null(-1).to_numpy()
    counts = each["len"].to_numpy().astype(np.int64)
    nowhere = codes.height - int(counts.sum())
    names = tuple(each["code"].head(NAMED).to_list())
    return Victims("person", False, names, counts, which, 0, nowhere, NONE_JOINED)
