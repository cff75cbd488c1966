"""Which few places make up most of it? The 80/20 rule, with what chance alone would give."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.area_codes import tiny
from workbench.analysis.concentrated import (
    BY,
    GENERIC_HINT,
    WAYS_TOLD,
    beyond_chance,
    concentration,
    counted_places,
    gini_told,
    said_generic,
)
from workbench.analysis.concentration import Spread
from workbench.analysis.hiding import not_small, without_small
from workbench.analysis.kind import (
    AnalysisKind,
    Asked,
    Basis,
    Column,
    Parameter,
    Reading,
    Table,
)
from workbench.analysis.place_groups import NONE_JOINED, Joined
from workbench.analysis.place_words import (
    SNAP_POINTS,
    SORT_OF_PLACE,
    as_many,
    incidents,
    nouns,
    of_all,
    portion,
    said_joined,
    were,
)
from workbench.analysis.places import basis, told_apart
from workbench.analysis.streets import without_addresses
from workbench.analysis.words import capital, counted, number

Floats = NDArray[np.float64]

KEPT = 60  # ranked places that a result holds; the rest is in its totals


@dataclass(frozen=True)
class TopPlaces:
    """Places ranked by their incidents, and how concentrated these are.

    The lists hold the first places only; ``places`` and ``total`` are of all. ``curve`` is the
    Lorenz curve at each hundredth of places, worst first.
    """

    basis: Basis
    by: str  # "address", "place", "point" or "area"
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
    joined: Joined = NONE_JOINED  # incidents at addresses spelt otherwise
    unbiased: float | None = None  # generalised, so that it can reach 1; None in older answers

    @property
    def noun(self) -> tuple[str, str]:
        """One and several of what is ranked."""
        return nouns(self.by, self.snap, tiny(self.areas))


def run(asked: Asked) -> TopPlaces:
    """Rank the places of the rows.

    Raises:
        CannotAnswerError: the rows cannot be put into places in the way asked for.
    """
    rows = asked.incidents
    settings = KIND.settings(asked.parameters)
    asked.progress.report(0, 2, "Putting incidents into places")
    found = counted_places(rows, settings, asked.shapes)
    places = found.places
    asked.progress.report(1, 2, "Comparing with chance")
    told = concentration(found.counts, found.every_place)
    return TopPlaces(
        basis(rows, told.total, found.left_out),
        places.by,
        places.snap,
        told_apart(places, KEPT),
        tuple(places.areas[:KEPT]),
        tuple(int(one) for one in places.counts[:KEPT]),
        tuple(bool(one) for one in places.generic[:KEPT]),
        tuple(float(one) for one in places.easting[:KEPT]),
        tuple(float(one) for one in places.northing[:KEPT]),
        **{part.name: getattr(told, part.name) for part in fields(told)},
        generic_places=found.generic_places,
        generic_incidents=found.generic_incidents,
        nowhere=places.nowhere,
        top=int(str(settings["top"])),
        joined=places.joined,
    )


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
    many = result.noun[1]
    rows.append((None, f"All {many}", "", result.total, 1.0 if result.total else 0.0, None, ""))
    columns = (
        Column("Rank", 0), Column("Place"), Column("Area"), Column("Incidents", 0),
        Column("Share", 1, percent=True), Column("Running share", 1, percent=True), Column("Note"),
    )  # fmt: skip
    return Table(f"{many.capitalize()} with most incidents", columns, tuple(rows), True)


def reading(result: TopPlaces) -> Reading:
    """What the ranking says, and how far it is beyond chance."""
    noun = result.noun
    measure = f"Incidents at each of the {noun[1]} with most, and the running share"
    if not result.total:
        again = "Change the filter, or choose another way to tell places apart."
        return Reading("No incident here has a place that can be ranked", measure, (again,), "")
    says, tone = beyond_chance(result.gini, result.chance, result.places, result.total)
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
    everything = result.basis.n + sum(rows for _, rows in result.basis.left_out)
    said.append(said_generic(result.generic_incidents, everything))
    said.append(said_joined(result.joined))
    if result.nowhere:
        verb = were(result.nowhere)
        said.append(f"{incidents(result.nowhere)} without a place {verb} left out.")
    return tuple(sentence for sentence in said if sentence)


def _caveat(result: TopPlaces, many: str) -> str:
    said = []
    if result.snap:
        said.append(SNAP_POINTS)
    if not result.every_place:
        said.append(f"Shares are only of {many} that had an incident.")
    said.append("With few incidents, some concentration is inevitable.")
    return " ".join(said)


def _working(result: TopPlaces) -> tuple[str, ...]:
    every, seed = result.every_place, result.seed
    told = gini_told(result.gini, result.chance, (result.generalised, result.unbiased), every, seed)
    return (WAYS_TOLD[result.by], *told)


def outside(result: TopPlaces, threshold: int) -> TopPlaces:
    """With streets in place of addresses and names, without points, and with no small lost rows.

    Small counts are left for the check before sharing, which shows such rows together.
    """
    left_out = without_small(result.basis.left_out, threshold)
    told = replace(
        result,
        basis=replace(result.basis, left_out=left_out),
        nowhere=not_small(result.nowhere, threshold),
        easting=tuple(float("nan") for _ in result.easting),
        northing=tuple(float("nan") for _ in result.northing),
    )
    if result.by == "area":
        return told
    return replace(told, names=without_addresses(result.names, snapped=result.snap))


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
        BY,
        Parameter(
            "generic",
            "Points named by a sort of place",
            "choice",
            "show",
            (("show", "Show, and say so"), ("out", "Leave out")),
            hint=GENERIC_HINT,
        ),
        Parameter("top", "Places in the table", "whole", 20, low=5, high=KEPT),
    ),
    wants_shapes=True,
    pack=2,
    outside=outside,
)
