"""Which few places make up most of it? The 80/20 rule, with what chance alone would give."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

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
from workbench.analysis.kind import (
    AnalysisKind,
    Asked,
    Basis,
    Column,
    Parameter,
    Reading,
    Table,
)
from workbench.analysis.place_words import (
    GENERIC_OUT,
    NO_PLACE,
    SNAP_POINTS,
    SORT_OF_PLACE,
    as_many,
    incidents,
    nouns,
    of_all,
    portion,
    were,
)
from workbench.analysis.places import Places, basis, gather, told_apart, ways
from workbench.analysis.shapes import Shapes
from workbench.analysis.words import capital, counted, listed, number
from workbench.errors import CannotAnswerError

Floats = NDArray[np.float64]

FIT = 0.95  # of the incidents lie in the boundaries, if these are of the rows' own areas
KEPT = 60  # ranked places that a result holds; the rest is in its totals


@dataclass(frozen=True)
class TopPlaces:
    """Places ranked by their incidents, and how concentrated these are.

    The lists hold the first places only; ``places`` and ``total`` are of all. ``curve`` is the
    Lorenz curve at each hundredth of places, worst first.
    """

    basis: Basis
    by: str  # "place", "point" or "area"
    snap: bool  # the places are anonymised map points
    names: tuple[str, ...]
    areas: tuple[str, ...]
    counts: tuple[int, ...]
    generic: tuple[bool, ...]
    easting: tuple[float, ...]
    northing: tuple[float, ...]
    places: int
    every_place: bool  # places without an incident are among them
    total: int
    half: int  # fewest places that hold half
    most: int  # fewest places that hold 80%
    tenth: float  # share of incidents in the worst tenth of places
    gini: Spread
    generalised: float
    chance: Spread
    curve: Floats
    generic_places: int
    generic_incidents: int
    nowhere: int
    top: int
    seed: int


WAYS = (
    ("auto", "The most exact that the file has"),
    ("place", "Place"),
    ("point", "Point on the map"),
    ("area", "Small area"),
)


def run(asked: Asked) -> TopPlaces:
    """Rank the places of the rows.

    Raises:
        CannotAnswerError: the rows cannot be put into places in the way asked for.
    """
    rows = asked.incidents
    settings = KIND.settings(asked.parameters)
    by = _way(str(settings["by"]), ways(rows))
    asked.progress.report(0, 2, "Putting incidents into places")
    places = gather(rows, by)
    generic = int(places.counts[places.generic].sum())
    generic_places = int(places.generic.sum())
    left_out = [(NO_PLACE, places.nowhere)]
    if settings["generic"] == "out":
        left_out.append((GENERIC_OUT, generic))
        places = _without_generic(places)
    counts, every = places.counts, False
    if by == "area" and asked.shapes is not None and _fits(places, asked.shapes):
        counts, every = _every_area(places, asked.shapes), True
    asked.progress.report(1, 2, "Comparing with chance")
    found = _measured(counts, every)
    return replace(
        found,
        basis=basis(rows, found.total, left_out),
        by=by,
        snap=places.snap,
        names=told_apart(places, KEPT),
        areas=tuple(places.areas[:KEPT]),
        counts=tuple(int(one) for one in places.counts[:KEPT]),
        generic=tuple(bool(one) for one in places.generic[:KEPT]),
        easting=tuple(float(one) for one in places.easting[:KEPT]),
        northing=tuple(float(one) for one in places.northing[:KEPT]),
        generic_places=generic_places,
        generic_incidents=generic,
        nowhere=places.nowhere,
        top=int(str(settings["top"])),
    )


def _measured(counts: NDArray[np.int64], every: bool) -> TopPlaces:
    """The measures of concentration; what the places are called is filled in by the caller."""
    total = int(counts.sum())
    across, held = lorenz(counts)
    return TopPlaces(
        Basis("", total, None, None), "", False, (), (), (), (), (), (),
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
        generic_places=0,
        generic_incidents=0,
        nowhere=0,
        top=0,
        seed=SEED,
    )  # fmt: skip


def _way(asked: str, possible: tuple[str, ...]) -> str:
    """The way asked for, or the most exact there is; refused in words when there is none."""
    if asked == "auto" and possible:
        return possible[0]
    if asked in possible:
        return asked
    wanted = {"place": "place", "point": "easting and northing", "area": "small-area"}
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


def _without_generic(places: Places) -> Places:
    keep = ~places.generic
    return replace(
        places,
        names=places.names.filter(keep),
        areas=places.areas.filter(keep),
        counts=places.counts[keep],
        easting=places.easting[keep],
        northing=places.northing[keep],
        generic=places.generic[keep],
    )


def _fits(places: Places, shapes: Shapes) -> bool:
    """Whether the boundaries are of the areas that the rows name, and of the same edition."""
    known = set(shapes.codes)
    inside = sum(int(n) for code, n in zip(places.areas, places.counts, strict=True)
                 if code in known)  # fmt: skip
    return bool(places.counts.sum()) and inside >= FIT * int(places.counts.sum())


def _every_area(places: Places, shapes: Shapes) -> NDArray[np.int64]:
    """Counts of every area of the boundary file, and of areas that only the rows know."""
    known = dict(zip(places.areas, (int(one) for one in places.counts), strict=True))
    silent = set(shapes.codes) - set(known)
    return np.array([*known.values(), *[0] * len(silent)], dtype=np.int64)


def table(result: TopPlaces) -> Table:
    """Rank, place, incidents, share and running share; the rest folded, the total last."""
    shown = min(result.top, len(result.names))
    rows: list[tuple[str | int | float | None, ...]] = []
    running = 0
    for index in range(shown):
        count = result.counts[index]
        running += count
        note = SORT_OF_PLACE if result.generic[index] else ""
        area = "" if result.by == "area" else result.areas[index]
        rows.append(
            (index + 1, result.names[index], area, count, count / result.total,
             running / result.total, note)
        )  # fmt: skip
    others = result.places - shown
    if others:
        rest = result.total - running
        words = f"{number(others)} others together"
        rows.append((None, words, "", rest, rest / max(result.total, 1), 1.0, ""))
    many = nouns(result.by, result.snap)[1]
    rows.append((None, f"All {many}", "", result.total, 1.0 if result.total else 0.0, None, ""))
    columns = (
        Column("Rank", 0), Column("Place"), Column("Small area"), Column("Incidents", 0),
        Column("Share", 1, percent=True), Column("Running share", 1, percent=True), Column("Note"),
    )  # fmt: skip
    return Table(f"{many.capitalize()} with most incidents", columns, tuple(rows), True)


def reading(result: TopPlaces) -> Reading:
    """What the ranking says, and how far it is beyond chance."""
    noun = nouns(result.by, result.snap)
    measure = f"Incidents at each of the {noun[1]} with most, and the running share"
    if not result.total:
        again = "Change the filter, or choose another way to tell places apart."
        return Reading("No incident here has a place that can be ranked", measure, (again,), "")
    says, tone = _verdict(result)
    return Reading(
        _finding(result, noun),
        measure,
        _sentences(result, noun),
        _caveat(result, noun[1]),
        _working(result),
        says,
        tone,
    )


def _finding(result: TopPlaces, noun: tuple[str, str]) -> str:
    if result.total == 1:
        return f"The only incident happened at {result.names[0]}"
    if result.half == result.places == 1:
        return f"All {incidents(result.total)} happened at {result.names[0]}"
    holds = "holds" if result.half == 1 else "hold"
    return capital(f"{of_all(result.half, result.places, noun)} {holds} half of the incidents")


def _verdict(result: TopPlaces) -> tuple[str, str]:
    """Whether the places differ by more than chance."""
    if not np.isfinite(result.chance.high) or result.places < 2 or result.total < 20:
        return "Too few to compare with chance", "unsure"
    if result.gini.low > result.chance.high:
        return "More concentrated than chance", "change"
    if result.gini.middle <= result.chance.high:
        return "No more than chance", "same"
    return "Perhaps more than chance", "unsure"


def _sentences(result: TopPlaces, noun: tuple[str, str]) -> tuple[str, ...]:
    first = result.counts[0]
    said = []
    if result.places > 1:
        said += [
            f"Most happened at {result.names[0]}: {incidents(first)}, "
            f"{portion(first, result.total)} of {number(result.total)}"
            f"{as_many(result.counts, noun)}.",
            f"80% of the incidents happened at {counted(result.most, *noun)} "
            f"({portion(result.most, result.places)} of them).",
        ]
    if result.places >= 10:
        held = portion(result.tenth, 1)
        said.append(f"The worst tenth of {noun[1]} has {held} of the incidents.")
    if result.generic_incidents:
        everything = result.basis.n + sum(rows for _, rows in result.basis.left_out)
        said.append(
            f"{incidents(result.generic_incidents)} "
            f"({portion(result.generic_incidents, everything)}) {were(result.generic_incidents)} "
            "at points named only by a sort of place, such as Supermarket or Parking area."
        )
    if result.nowhere:
        verb = were(result.nowhere)
        said.append(f"{incidents(result.nowhere)} without a place {verb} left out.")
    return tuple(said)


def _caveat(result: TopPlaces, many: str) -> str:
    said = []
    if result.snap:
        said.append(SNAP_POINTS)
    if not result.every_place:
        said.append(f"Shares are of {many} with at least one incident.")
    said.append("With few incidents, some concentration is inevitable.")
    return " ".join(said)


def _working(result: TopPlaces) -> tuple[str, ...]:
    ways_told = {
        "place": "Places are told apart by their words and their point, to the metre.",
        "point": "Places are told apart by their point, to the metre.",
        "area": "Places are small areas, told apart by their code.",
    }
    said = [
        ways_told[result.by],
        f"Gini {_range(result.gini)} ({DRAWS} bootstrap samples).",
        f"Generalised Gini (Bernasco and Steenbeek): {number(result.generalised, 2)}.",
    ]
    if np.isfinite(result.chance.middle):
        without = "" if result.every_place else ", places without any left out"
        said.insert(
            2,
            f"Gini by chance alone, if all had the same risk{without}: {_range(result.chance)} "
            f"({DRAWS} simulations, seed {result.seed}).",
        )
    return tuple(said)


def _range(found: Spread) -> str:
    low, high = number(found.low, 2), number(found.high, 2)
    return f"{number(found.middle, 2)}, 95% range {low} to {high}"


KIND = AnalysisKind(
    key="top_places",
    group="Where?",
    name="Top places (80/20)",
    question="Which few places make up most of it?",
    result=TopPlaces,
    run=run,
    table=table,
    reading=reading,
    parameters=(
        Parameter("by", "Tell places apart by", "choice", "auto", WAYS),
        Parameter(
            "generic",
            "Points named by a sort of place",
            "choice",
            "show",
            (("show", "Show, and say so"), ("out", "Leave out")),
            hint="Supermarket, Parking area and the like stand for many places.",
        ),
        Parameter("top", "Places in the table", "whole", 20, low=5, high=KEPT),
    ),
    wants_shapes=True,
    pack=2,
)
