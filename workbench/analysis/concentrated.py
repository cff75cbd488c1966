"""Incidents counted by place, and how concentrated they are: what several questions rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workbench.analysis import membership
from workbench.analysis.concentration import (
    DRAWS,
    SEED,
    Spread,
    chance_gini,
    few_hold,
    generalised_gini,
    gini_range,
    held_by,
    lorenz,
)
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Parameter, Value
from workbench.analysis.place_words import GENERIC_OUT, NO_PLACE, incidents, portion, were
from workbench.analysis.places import Places, gather, ways
from workbench.analysis.shapes import Shapes
from workbench.analysis.words import listed, number
from workbench.errors import CannotAnswerError

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

FIT: Final = 0.95  # of the incidents lie in the boundaries, if these are of the rows' own areas
FEWEST: Final = 20  # incidents; fewer are not compared with chance

BY: Final = Parameter(
    "by",
    "Tell places apart by",
    "choice",
    "auto",
    (
        ("auto", "The most exact that the file has"),
        ("address", "Address"),
        ("place", "Place"),
        ("point", "Point on the map"),
        ("area", "Area"),
    ),
)
GENERIC_HINT: Final = "Supermarket, Parking area and the like stand for many places."


@dataclass(frozen=True)
class Counted:
    """Places with their incidents; ``counts`` are theirs and of places without any, as 0."""

    places: Places
    counts: Whole
    every_place: bool  # places without an incident are among the counts
    left_out: tuple[tuple[str, int], ...]
    generic_places: int
    generic_incidents: int


@dataclass(frozen=True)
class Concentration:
    """How concentrated incidents are; ``curve`` is the Lorenz curve at each hundredth of places."""

    places: int
    every_place: bool
    total: int
    half: int  # fewest places that hold half
    most: int  # fewest places that hold 80%
    tenth: float  # share of incidents in the worst tenth of places
    gini: Spread
    generalised: float
    chance: Spread
    curve: Floats
    seed: int
    unbiased: float | None = None  # generalised, so that it can reach 1; None in older answers


def counted_places(
    rows: Incidents, settings: Mapping[str, Value], shapes: Shapes | None = None
) -> Counted:
    """Put incidents into places as the settings ``by`` and ``generic`` say.

    Args:
        rows: the incidents.
        settings: "by" (auto, or one of the ways), "generic" (show, or out).
        shapes: boundaries; with small areas that fit them, those without an incident count too.

    Raises:
        CannotAnswerError: the rows cannot be put into places in the way asked for.
    """
    by = way(str(settings["by"]), ways(rows))
    places = gather(membership.labelled(rows, shapes) if by == "area" else rows, by)
    generic = int(places.counts[places.generic].sum())
    generic_places = int(places.generic.sum())
    left_out = [(NO_PLACE, places.nowhere)]
    if settings["generic"] == "out":
        left_out.append((GENERIC_OUT, generic))
        places = places.only(~places.generic)
    counts, every = places.counts, False
    if by == "area" and shapes is not None and _fits(places, shapes):
        counts, every = _every_area(places, shapes), True
    return Counted(places, counts, every, tuple(left_out), generic_places, generic)


def concentration(counts: Whole, every: bool) -> Concentration:
    """The measures of concentration.

    Args:
        counts: (n,) incidents at each place.
        every: whether places without an incident are among them.
    """
    total = int(counts.sum())
    across, held = lorenz(counts)
    return Concentration(
        places=counts.size,
        every_place=every,
        total=total,
        half=few_hold(counts, 0.5),
        most=few_hold(counts, 0.8),
        tenth=held_by(counts, 0.1),
        gini=gini_range(counts),
        generalised=generalised_gini(counts),
        chance=chance_gini(total, counts.size, every),
        curve=np.interp(np.linspace(0, 1, 101), across, held) if total else np.empty(0),
        seed=SEED,
        unbiased=generalised_gini(counts, unbiased=True),
    )


def way(asked: str, possible: tuple[str, ...]) -> str:
    """The way asked for, or the most exact there is; refused in words when there is none."""
    if asked == "auto" and possible:
        return possible[0]
    if asked in possible:
        return asked
    wanted = {"address": "address", "place": "place", "point": "easting and northing",
              "area": "small-area"}  # fmt: skip
    if asked in wanted and possible:
        names = listed([wanted[way] for way in possible], "or")
        raise CannotAnswerError(
            f"This file has no {wanted[asked]} column. Rank by {names} instead, "
            "or bring in a file that has one."
        )
    raise CannotAnswerError(
        "This file says nowhere where its incidents happened: it has no place, no easting and "
        "northing, and no small-area code. Bring in a file that has one of them."
    )


def _fits(places: Places, shapes: Shapes) -> bool:
    """Whether the boundaries are of the areas that the rows name, and of the same edition."""
    known = set(shapes.codes)
    inside = sum(int(n) for code, n in zip(places.areas, places.counts, strict=True)
                 if code in known)  # fmt: skip
    return bool(places.counts.sum()) and inside >= FIT * int(places.counts.sum())


def _every_area(places: Places, shapes: Shapes) -> Whole:
    """Counts of every area of the boundary file, and of areas that only the rows know."""
    known = dict(zip(places.areas, (int(one) for one in places.counts), strict=True))
    silent = set(shapes.codes) - set(known)
    return np.array([*known.values(), *[0] * len(silent)], dtype=np.int64)


def beyond_chance(gini: Spread, chance: Spread, places: int, total: int) -> tuple[str, str]:
    """The chip and its tone: whether places differ by more than chance."""
    if not np.isfinite(chance.high) or places < 2 or total < FEWEST:
        return "Too few to compare with chance", "unsure"
    if gini.low > chance.high:
        return "More concentrated than chance", "change"
    if gini.middle <= chance.high:
        return "No more than chance", "same"
    return "Perhaps more than chance", "unsure"


def said_generic(rows: int, everything: int) -> str:
    """A sentence on incidents at points named by a sort of place; empty when there are none."""
    if not rows:
        return ""
    return (
        f"{incidents(rows)} ({portion(rows, everything)}) {were(rows)} at points named only by a "
        "sort of place, such as Supermarket or Parking area."
    )


WAYS_TOLD: Final = {
    "address": "Places are told apart by their address, however it is spelt, and its postcode.",
    "place": "Places are told apart by their words and their point, to the metre; where a postcode "
    "is known, by their words and the postcode.",
    "point": "Places are told apart by their point, to the metre.",
    "area": "Places are areas, told apart by their code.",
}


def gini_told(
    gini: Spread, chance: Spread, generalised: tuple[float, float | None], every: bool, seed: int
) -> list[str]:
    """How the Gini was worked out, and what chance would give."""
    fair = ""
    if generalised[1] is not None and np.isfinite(generalised[1]):
        fair = f", unbiased {number(generalised[1], 2)}"
    said = [
        f"Gini {_range(gini)} ({DRAWS} bootstrap samples).",
        f"Generalised Gini (Bernasco and Steenbeek): {number(generalised[0], 2)}{fair}.",
    ]
    if np.isfinite(chance.middle):
        without = "" if every else ", places without any left out"
        said.insert(
            1,
            f"Gini by chance alone, if all had the same risk{without}: {_range(chance)} "
            f"({DRAWS} simulations, seed {seed}).",
        )
    return said


def _range(found: Spread) -> str:
    low, high = number(found.low, 2), number(found.high, 2)
    return f"{number(found.middle, 2)}, 95% range {low} to {high}"
