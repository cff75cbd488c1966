"""Is it the same places, or the same people, again? Repeat victimisation."""

from __future__ import annotations

from dataclasses import dataclass, replace

from workbench.analysis.duplicates import one_row_an_event
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
    GENERIC_OUT,
    NO_PLACE,
    as_many,
    incidents,
    nouns,
    of_all,
    portion,
    said_joined,
    were,
)
from workbench.analysis.places import basis
from workbench.analysis.repetition import Repetition, repetition
from workbench.analysis.streets import without_addresses
from workbench.analysis.victims import BY, GENERIC, victims, way
from workbench.analysis.words import capital, counted, number, percent
from workbench.errors import CannotAnswerError

TIMES = ("once", "twice", "3 times", "4 times", "5 times or more")
KEPT = 10


@dataclass(frozen=True)
class Repeats:
    """How often the same place or person was hit; ``worst`` are those hit most, with counts."""

    basis: Basis
    by: str  # "address", "place", "point" or "person"
    snap: bool  # the places are anonymised map points
    measures: Repetition
    worst: tuple[tuple[str, int], ...]
    duplicates: int
    generic: int  # incidents at points named by a sort of place, left out
    share_generic: float
    nowhere: int
    months: int  # calendar months that the rows cover
    joined: Joined = NONE_JOINED  # incidents at addresses spelt otherwise


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
    by = way(str(settings["by"]), rows)
    asked.progress.report(0, 2, "Leaving out rows that tell of one event twice")
    single, duplicates = one_row_an_event(rows)
    asked.progress.report(1, 2, "Counting repeats")
    found = victims(single, by, str(settings["generic"]))
    known = int(str(settings["known"] or 0))
    if 0 < known < (hit := int((found.counts > 0).sum())):
        raise CannotAnswerError(
            f"{number(hit)} {nouns(by, found.snap)[1]} were hit, and {number(known)} are said to "
            "be all there are. Nothing was changed. Give the number of all, or leave it at 0."
        )
    measures = repetition(found.counts, known or None)
    left_out = (
        ("tell of an event already counted", duplicates),
        (GENERIC_OUT, found.generic),
        ("no person code" if by == "person" else NO_PLACE, found.nowhere),
    )
    everything = measures.total + found.generic
    named = zip(found.names[:KEPT], found.counts[:KEPT].tolist(), strict=True)
    return Repeats(
        basis(rows, measures.total, left_out),
        by,
        found.snap,
        measures,
        tuple((name, count) for name, count in named if count > 1),
        duplicates,
        found.generic,
        found.generic / everything if found.generic else 0.0,
        found.nowhere,
        len(rows.covered().months),
        found.joined,
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
    if measures.population:
        said.append(
            f"Of {counted(measures.population, *noun)} in all, {_in_thousand(measures.prevalence)} "
            f"in 1,000 were hit (prevalence); there were {_in_thousand(measures.incidence)} "
            "incidents for each 1,000 (incidence)."
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
    said.append(said_joined(result.joined))
    return tuple(sentence for sentence in said if sentence)


def _in_thousand(share: float) -> str:
    """0.025 as 25, 0.0025 as 2.5."""
    return number(1_000 * share, 0 if share >= 0.01 else 1 if share >= 0.001 else 2)


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
    unknown = f"How many {noun[1]} could have been hit is not in the file: give their number, and "
    unknown += "prevalence and incidence are told."
    if measures.population:
        every = number(measures.population)
        unknown = f"Prevalence: {hit} / {every} that could have been hit, a number that was given; "
        unknown += f"incidence: {total} / {every}."
    return (
        f"Hit again: {counted(measures.repeated, *noun)} hit twice or more / {hit} "
        f"hit = "
        f"{percent(measures.repeat_victims, 1)}.",
        f"Repeat incidents: ({total} incidents \u2212 {hit} {noun[1]}) / {total} = "
        f"{percent(measures.repeat_incidents, 1)}.",
        f"Concentration: {total} / {hit} = {number(measures.concentration, 2)} incidents each.",
        f"The rows cover {counted(result.months, 'month')}; a longer period shows more repeats. "
        f"{unknown}",
    )


def outside(result: Repeats, threshold: int) -> Repeats:
    """Without who or which address was hit most, and without small counts of lost rows.

    Small counts in the table are left for the check before sharing, which shows them together.
    """
    worst = result.worst
    if result.by == "person" or (worst and worst[0][1] < threshold):
        worst = ()
    names = without_addresses([name for name, _ in worst], snapped=result.snap)
    return replace(
        result,
        basis=replace(result.basis, left_out=without_small(result.basis.left_out, threshold)),
        worst=tuple((name, count) for name, (_, count) in zip(names, worst, strict=True)),
        duplicates=not_small(result.duplicates, threshold),
        generic=not_small(result.generic, threshold),
        nowhere=not_small(result.nowhere, threshold),
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
        BY,
        GENERIC,
        Parameter(
            "known",
            "Places or people in all, if known",
            "whole",
            0,
            low=0,
            high=50_000_000,
            hint="Such as all homes of the area; then prevalence and incidence are told.",
        ),
    ),
    pack=4,
    outside=outside,
)
