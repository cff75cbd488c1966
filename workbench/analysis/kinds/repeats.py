"""Is it the same places, or the same people, again? Repeat victimisation."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from workbench.analysis.duplicates import one_row_an_event
from workbench.analysis.incidents import Incidents
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
    as_many,
    incidents,
    nouns,
    of_all,
    portion,
    were,
)
from workbench.analysis.places import basis, gather, is_nowhere, told_apart, ways
from workbench.analysis.repetition import Repetition, repetition
from workbench.analysis.words import capital, counted, number, percent
from workbench.domain.data import Role
from workbench.errors import CannotAnswerError

TIMES = ("once", "twice", "3 times", "4 times", "5 times or more")
KEPT = 10


@dataclass(frozen=True)
class Repeats:
    """How often the same place or person was hit; ``worst`` are those hit most, with counts."""

    basis: Basis
    by: str  # "place", "point" or "person"
    snap: bool  # the places are anonymised map points
    measures: Repetition
    worst: tuple[tuple[str, int], ...]
    duplicates: int
    generic: int  # incidents at points named by a sort of place, left out
    share_generic: float
    nowhere: int
    months: int  # calendar months that the rows cover


WAYS = (
    ("auto", "The most exact place that the file has"),
    ("place", "Place"),
    ("point", "Point on the map"),
    ("person", "Person code"),
)


def run(asked: Asked) -> Repeats:
    """Count who was hit how often.

    Raises:
        CannotAnswerError: the rows are totals, or say nothing of place or person.
    """
    rows = asked.incidents
    settings = KIND.settings(asked.parameters)
    if rows.summed:
        raise CannotAnswerError(
            "These rows are totals, so nobody can tell which incidents hit the same place twice. "
            "Bring in a file with one row for each incident."
        )
    by = _way(str(settings["by"]), rows)
    asked.progress.report(0, 2, "Leaving out rows that tell of one event twice")
    single, duplicates = one_row_an_event(rows)
    asked.progress.report(1, 2, "Counting repeats")
    found = _people(single) if by == "person" else _by_place(single, by, str(settings["generic"]))
    left_out = (
        ("tell of an event already counted", duplicates),
        (GENERIC_OUT, found.generic),
        ("no person code" if by == "person" else NO_PLACE, found.nowhere),
    )
    return replace(
        found,
        basis=basis(rows, found.measures.total, left_out),
        duplicates=duplicates,
        months=len(rows.covered().months),
    )


def _way(asked: str, rows: Incidents) -> str:
    """The way asked for, refused in words when the file has no column for it."""
    possible = [way for way in ways(rows) if way != "area"]
    if rows.has(Role.PERSON):
        possible.append("person")
    if asked == "auto" and possible:
        return possible[0]
    if asked in possible:
        return asked
    wanted = {"place": "place", "point": "easting and northing", "person": "person code"}
    need = wanted.get(asked, "place, no easting and northing and no person code")
    raise CannotAnswerError(
        f"This file has no {need} column, so repeats cannot be told from it. "
        "Bring in a file that has one, or choose another question."
    )


def _by_place(rows: Incidents, by: str, generic: str) -> Repeats:
    """Tally places; points that stand for a sort of place are left out unless asked for."""
    places = gather(rows, by)
    out = places.generic if generic == "out" else np.zeros(len(places), dtype=bool)
    lost = int(places.counts[out].sum())
    keep = np.flatnonzero(~out)
    names = told_apart(places, int(keep[:KEPT][-1]) + 1 if keep.size else 0)
    worst = tuple((names[i], int(places.counts[i])) for i in keep[:KEPT] if places.counts[i] > 1)
    return Repeats(
        Basis("", 0, None, None), by, places.snap, repetition(places.counts[keep]), worst,
        0, lost, lost / places.counts.sum() if lost else 0.0, places.nowhere, 0,
    )  # fmt: skip


def _people(rows: Incidents) -> Repeats:
    """Tally person codes; blank codes are nobody."""
    code = pl.col(Role.PERSON).cast(pl.String).str.strip_chars().fill_null("")
    grouped = (
        rows.frame.select(code.alias("code"))
        .group_by("code")
        .len()
        .sort("len", "code", descending=[True, False])
    )
    known = [(str(c), int(k)) for c, k in grouped.iter_rows() if not is_nowhere(str(c))]
    worst = tuple((c, k) for c, k in known[:KEPT] if k > 1)
    measures = repetition([k for _, k in known])
    nowhere = rows.frame.height - measures.total
    return Repeats(
        Basis("", 0, None, None), "person", False, measures, worst, 0, 0, 0.0, nowhere, 0
    )


def table(result: Repeats) -> Table:
    """Hit once, twice, 3, 4, 5 times or more: how many, and what share of incidents they have."""
    measures = result.measures
    hit, total = max(measures.hit, 1), max(measures.total, 1)
    rows: list[tuple[str | int | float, ...]] = [
        (times.capitalize(), victims, victims / hit, incidents, incidents / total)
        for times, victims, incidents in zip(
            TIMES, measures.victims, measures.incidents, strict=True
        )
    ]
    full = 1.0 if measures.total else 0.0
    rows.append(("All", measures.hit, full, measures.total, full))
    many = nouns(result.by, result.snap)[1].capitalize()
    columns = (
        Column("Times hit"), Column(many, 0), Column(f"Share of {many.lower()}", 1, percent=True),
        Column("Incidents", 0), Column("Share of incidents", 1, percent=True),
    )  # fmt: skip
    return Table(f"{many} hit once, twice and more often", columns, tuple(rows), True)


def reading(result: Repeats) -> Reading:
    """How much of it is the same again."""
    measures, noun = result.measures, nouns(result.by, result.snap)
    measure = f"Shares of {noun[1]} and of incidents, by how often each was hit"
    if not measures.total:
        return Reading("No incident here can be told to be a repeat", measure, (), "")
    finding = (
        f"{of_all(measures.repeated, measures.hit, noun)} {were(measures.repeated)} hit more than "
        f"once, with {portion(measures.held_by_repeats, 1)} of the incidents"
    )
    if not measures.repeated:
        finding = f"No {noun[0]} was hit more than once"
    return Reading(
        capital(finding),
        measure,
        _sentences(result, noun),
        _caveat(result),
        _working(result, noun),
        *_verdict(result),
    )


def _verdict(result: Repeats) -> tuple[str, str]:
    """The chip: repeats found, none, or not to be told from map points."""
    if result.snap or result.by == "point":
        return "Map points, not addresses", "unsure"
    return ("Repeats found", "change") if result.measures.repeated else ("No repeats", "same")


def _sentences(result: Repeats, noun: tuple[str, str]) -> tuple[str, ...]:
    measures = result.measures
    again = measures.total - measures.hit
    each = f", {number(measures.concentration, 2)} each" if measures.hit > 1 else ""
    said = [f"{incidents(measures.total)} happened to {counted(measures.hit, *noun)}{each}."]
    if again:
        said.append(
            f"{incidents(again)} ({portion(again, measures.total)}) {were(again)} not the first "
            f"at that {noun[0]}."
            if result.by != "person"
            else f"{incidents(again)} ({portion(again, measures.total)}) {were(again)} not the "
            "first to that person."
        )
    if result.worst:
        name, most = result.worst[0]
        ties = as_many([count for _, count in result.worst], noun)
        ties = ties.replace(", as at ", ", as often as ")
        said.append(f"Most often hit: {name}, {counted(most, 'time')}{ties}.")
    if result.duplicates:
        said.append(
            f"{counted(result.duplicates, 'row')} told of an event already counted and "
            f"{were(result.duplicates)} left out."
        )
    if result.generic:
        said.append(
            f"{incidents(result.generic)} ({portion(result.share_generic, 1)}) at points named "
            f"only by a sort of place, such as Supermarket, {were(result.generic)} left out."
        )
    if result.nowhere:
        lacking = "a person code" if result.by == "person" else "a place"
        verb = were(result.nowhere)
        said.append(f"{incidents(result.nowhere)} without {lacking} {verb} left out.")
    return tuple(said)


def _caveat(result: Repeats) -> str:
    if result.snap or result.by == "point":
        return (
            "These are map points, each shared by several addresses: a repeat here is of the "
            "point, not of one home or shop."
        )
    return "Repeats across the start and end of the period are not seen, so the true share is more."


def _working(result: Repeats, noun: tuple[str, str]) -> tuple[str, ...]:
    measures = result.measures
    hit, total = number(measures.hit), number(measures.total)
    return (
        f"Hit again: {counted(measures.repeated, *noun)} hit twice or more / {hit} "
        f"hit = "
        f"{percent(measures.repeat_victims, 1)}.",
        f"Repeat incidents: ({total} incidents \u2212 {hit} {noun[1]}) / {total} = "
        f"{percent(measures.repeat_incidents, 1)}.",
        f"Concentration: {total} / {hit} = {number(measures.concentration, 2)} incidents each.",
        f"The rows cover {counted(result.months, 'month')}; a longer period shows more repeats. "
        f"How many {noun[1]} could have been hit is not in the file, so prevalence and incidence "
        "are not given.",
    )


KIND = AnalysisKind(
    key="repeats",
    group="Who and what?",
    name="Repeats",
    question="Is it the same places or people again?",
    result=Repeats,
    run=run,
    table=table,
    reading=reading,
    parameters=(
        Parameter("by", "Look for the same", "choice", "auto", WAYS),
        Parameter(
            "generic",
            "Points named by a sort of place",
            "choice",
            "out",
            (("out", "Leave out"), ("show", "Count as places")),
            hint="Supermarket, Parking area and the like stand for many places.",
        ),
    ),
    pack=4,
)
