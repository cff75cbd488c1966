"""How concentrated is it? The share of incidents in the worst places, against chance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.area_codes import tiny
from workbench.analysis.concentrated import (
    BY,
    GENERIC_HINT,
    WAYS_TOLD,
    Concentration,
    beyond_chance,
    concentration,
    counted_places,
    gini_told,
)
from workbench.analysis.concentration import chance_lorenz
from workbench.analysis.kind import AnalysisKind, Asked, Basis, Column, Parameter, Reading, Table
from workbench.analysis.place_groups import NONE_JOINED, Joined
from workbench.analysis.place_words import (
    SNAP_POINTS,
    incidents,
    nouns,
    of_all,
    portion,
    said_joined,
    were,
)
from workbench.analysis.places import basis
from workbench.analysis.words import capital, counted, number
from workbench.errors import CannotAnswerError

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

FEW: Final = 10  # incidents a place, below which chance concentrates them much
SOME: Final = 100  # areas whose codes say what all are
PARTS: Final = (0.01, 0.05, 0.1, 0.2, 0.5, 1.0)  # of places, worst first, in the table


@dataclass(frozen=True)
class Lorenz:
    """The Lorenz curve of incidents over places, and the one that chance alone would give.

    ``curve`` and ``chance`` are shares of incidents at each hundredth of places, worst first.
    ``held`` are the incidents at the worst so many places; -1 is withheld.
    """

    basis: Basis
    by: str  # "address", "place", "point" or "area"
    snap: bool  # the places are anonymised map points
    told: Concentration
    chance: Floats
    hit: int  # places with an incident
    worst: tuple[int, ...]  # places in each part of the table
    held: tuple[int, ...]
    given: int  # places in all, as they were given; 0 when they were not
    nowhere: int
    joined: Joined = NONE_JOINED
    threshold: int = 0  # below it counts are withheld; 0 when none are
    tiny: bool = False  # the areas are small areas by their codes

    @property
    def noun(self) -> tuple[str, str]:
        """One and several of what is ranked."""
        return nouns(self.by, self.snap, self.tiny)


def run(asked: Asked) -> Lorenz:
    """Rank places, and add up what the worst of them hold.

    Raises:
        CannotAnswerError: the rows cannot be put into places, or fewer places are given than hit.
    """
    settings = KIND.settings(asked.parameters)
    asked.progress.report(0, 2, "Putting incidents into places")
    found = counted_places(asked.incidents, settings, asked.shapes)
    counts, every, given = found.counts, found.every_place, int(str(settings["known"] or 0))
    hit = int((counts > 0).sum())
    if 0 < given < hit:
        raise CannotAnswerError(
            f"{number(hit)} places had an incident, and {number(given)} are said to be all there "
            "are. Nothing was changed. Give the number of all places, or leave it at 0."
        )
    if given:
        counts, every = np.append(counts[counts > 0], np.zeros(given - hit, np.int64)), True
    asked.progress.report(1, 2, "Comparing with chance")
    told = concentration(counts, every)
    across, share = chance_lorenz(told.total, told.places, every)
    grid = np.linspace(0, 1, 101)
    worst = tuple(max(1, round(part * counts.size)) for part in PARTS) if counts.size else ()
    ranked = np.cumsum(np.sort(counts)[::-1])
    return Lorenz(
        basis(asked.incidents, told.total, found.left_out),
        found.places.by,
        found.places.snap,
        told,
        np.interp(grid, across, share) if share.size > 1 else np.empty(0),
        hit,
        worst,
        tuple(int(ranked[n - 1]) for n in worst),
        given,
        found.places.nowhere,
        found.places.joined,
        tiny=tiny(found.places.areas[:SOME]),
    )


def _at(curve: Floats, part: float) -> float:
    """The share of incidents in the worst part of places; not a number without a curve."""
    return float(np.interp(part, np.linspace(0, 1, 101), curve)) if curve.size else float("nan")


def table(result: Lorenz) -> Table:
    """A row for each part of places: how many, what they hold, and what chance would give."""
    total = result.told.total
    rows = []
    for part, places, held in zip(PARTS, result.worst, result.held, strict=False):
        if places >= 1 and (part == 1 or part * result.told.places >= 1):
            chance = min(_at(result.chance, places / result.told.places), 1.0)
            known = held >= 0 and total > 0
            rows.append((
                "All" if part == 1 else f"Worst {100 * part:.0f}%", places,
                held if known else f"fewer than {result.threshold}" if total else 0,
                held / total if known else None, float(chance) if np.isfinite(chance) else None,
                places / result.told.places,
            ))  # fmt: skip
    many = result.noun[1].capitalize()
    columns = (
        Column(many), Column("How many", 0), Column("Incidents", 0),
        Column("Share of incidents", 1, percent=True), Column("By chance", 1, percent=True),
        Column("If all were equal", 1, percent=True),
    )  # fmt: skip
    return Table(f"What the worst {many.lower()} hold", columns, tuple(rows))


def base(result: Lorenz) -> str:
    """Which places the shares are of."""
    noun = result.noun
    if result.told.every_place:
        return f"all {counted(result.told.places, *noun)}"
    if result.hit == 1:
        return f"the only {noun[0]} with an incident"
    return f"the {counted(result.hit, *noun)} with an incident"


def reading(result: Lorenz) -> Reading:
    """How few places hold half, and whether chance would do as much."""
    measure = f"Share of incidents in the worst places, of {base(result)}"
    told, noun = result.told, result.noun
    if not told.total:
        again = "Change the filter, or choose another way to tell places apart."
        return Reading("No incident here has a place", measure, (again,), "")
    holds = "holds" if told.half == 1 else "hold"
    finding = capital(f"{of_all(told.half, told.places, noun)} {holds} half of the incidents")
    if told.places == 1:
        finding = f"All that happened is at one {noun[0]} ({incidents(told.total)})"
    says, tone = beyond_chance(told.gini, told.chance, told.places, told.total)
    return Reading(
        finding, measure, _sentences(result, noun), _caveat(result, noun[1]), _working(result),
        says, tone,
    )  # fmt: skip


def _sentences(result: Lorenz, noun: tuple[str, str]) -> tuple[str, ...]:
    told, said = result.told, []
    if np.isfinite(told.chance.middle):
        said.append(
            f"The Gini is {number(told.gini.middle, 2)} (0: all alike, 1: all at one); chance "
            f"alone would give {number(told.chance.middle, 2)}."
        )
    said.append(
        f"The generalised Gini, which allows for there being few incidents, is "
        f"{number(told.generalised, 2)}."
    )
    tenth = _at(result.chance, 0.1)
    few = 0 < told.tenth * told.total < result.threshold  # its share would tell how many
    if told.places >= 10 and np.isfinite(tenth) and not few:
        said.append(
            f"The worst tenth of {noun[1]} has {portion(told.tenth, 1)} of the incidents; by "
            f"chance it would have {portion(tenth, 1)}."
        )
    if told.every_place and told.places > result.hit:
        said.append(
            f"{portion(told.places - result.hit, told.places)} of {noun[1]} "
            f"({number(told.places - result.hit)}) had no incident at all."
        )
    said.append(said_joined(result.joined))
    if result.nowhere:
        lost = incidents(result.nowhere)
        said.append(f"{lost} without a place {were(result.nowhere)} left out.")
    return tuple(sentence for sentence in said if sentence)


def _caveat(result: Lorenz, many: str) -> str:
    said = [SNAP_POINTS] if result.snap else []
    if not result.told.every_place:
        said.append(f"Shares are only of {many} with an incident; of all it is more concentrated.")
    if result.told.total < FEW * result.told.places or not said:
        said.append("With few incidents, some concentration is inevitable.")
    return " ".join(said)


def _working(result: Lorenz) -> tuple[str, ...]:
    told = result.told
    known = f"Base: {base(result)}."
    if result.given:
        known += " Their number was given; those without an incident count as 0."
    lines = gini_told(
        told.gini, told.chance, (told.generalised, told.unbiased), told.every_place, told.seed
    )
    return (
        WAYS_TOLD[result.by],
        known,
        *lines,
        "The curve of chance is what incidents at random would give if all had the same risk.",
    )


def outside(result: Lorenz, threshold: int) -> Lorenz:
    """Without counts of few incidents, and without a curve drawn by fewer places than that."""
    held = tuple(-1 if 0 < count < threshold else count for count in result.held)
    hidden = held != result.held
    told = result.told
    if result.hit < threshold or told.total < threshold:
        told, hidden = replace(told, curve=np.empty(0)), True
    return replace(result, held=held, told=told, threshold=threshold if hidden else 0)


KIND = AnalysisKind(
    key="lorenz",
    group="Where?",
    name="How concentrated it is",
    question="How concentrated is it, beyond chance?",
    result=Lorenz,
    run=run,
    table=table,
    reading=reading,
    parameters=(
        BY,
        Parameter(
            "generic",
            "Points named by a sort of place",
            "choice",
            "out",
            (("out", "Leave out"), ("show", "Count as places")),
            hint=GENERIC_HINT,
        ),
        Parameter(
            "known",
            "Places in all, if known",
            "whole",
            0,
            low=0,
            high=50_000_000,
            hint="Such as all addresses of the area; 0 compares only places with an incident.",
        ),
    ),
    wants_shapes=True,
    outside=outside,
)
