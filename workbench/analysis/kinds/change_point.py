"""When did the level change? The month from which it was best described by another mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from workbench.analysis.changepoint import FEWEST, ChangePoint, change_point, changes
from workbench.analysis.kind import AnalysisKind, Asked, Basis, Column, Event, Reading, Table
from workbench.analysis.months import index, monthly
from workbench.analysis.subject import (
    EMPTY,
    TYPE,
    basis_of,
    inside,
    said_gaps,
    said_partial,
    subject,
)
from workbench.analysis.words import counted, listed, month, number, one_in, percent
from workbench.analysis.xmr import seasonal
from workbench.domain.data import Role
from workbench.errors import CannotAnswerError


@dataclass(frozen=True)
class Changed:
    """Counts by month, and the best single change of their level."""

    basis: Basis
    incident_type: str
    months: tuple[date, ...]
    counts: tuple[int | None, ...]  # None: no data
    known: tuple[int, ...]  # places of the months with data, which ``change`` counts by
    change: ChangePoint
    all_changes: tuple[int, ...]  # by binary segmentation, as places in ``known``
    season: bool | None
    partial: tuple[date, ...] = ()
    in_partial: int = 0
    events: tuple[Event, ...] = ()

    @property
    def at(self) -> date:
        """The first month of the new level."""
        return self.months[self.known[self.change.last]]

    @property
    def span(self) -> tuple[date, date]:
        """The months in which the change may lie."""
        top = min(self.change.high, len(self.known) - 1)
        return self.months[self.known[self.change.low]], self.months[self.known[top]]

    @property
    def vague(self) -> bool:
        """Whether it may lie anywhere within more than a third of the series."""
        return 3 * (self.change.high - self.change.low) > len(self.known)


def run(asked: Asked) -> Changed:
    """Find the split of the months into two levels that leaves least error.

    Raises:
        CannotAnswerError: fewer months than are needed.
    """
    given = KIND.settings(asked.parameters)
    wanted = str(given["type"] or "")
    found = monthly(asked.incidents, wanted, empty=str(given["empty"]))
    known = np.flatnonzero(~np.isnan(found.counts))
    values = found.counts[known]
    best = change_point(values, places=known) if len(known) >= FEWEST else None
    if best is None:
        raise CannotAnswerError(
            f"A change of level needs at least {FEWEST} complete months, and the data have "
            f"{number(len(known))}. Nothing was changed. Bring in earlier months, or look at the "
            "monthly trend instead."
        )
    low, high = index(found.months[0]), index(found.months[-1])
    return Changed(
        basis_of(asked.incidents.source, found),
        wanted,
        found.months,
        tuple(None if np.isnan(c) else int(c) for c in found.counts),
        tuple(int(at) for at in known),
        best,
        changes(values),
        seasonal(found.counts, [m.month for m in found.months]),
        found.partial,
        found.in_partial,
        tuple(event for event in asked.events if low <= index(event.day) <= high),
    )


def level(result: Changed, place: int) -> float:
    """The mean that describes a month: one of two, or the mean of all when nothing changed."""
    change = result.change
    if not change.found:
        values = [count for count in result.counts if count is not None]
        return sum(values) / len(values)
    return change.mean_before if place < result.known[change.last] else change.mean_after


def table(result: Changed) -> Table:
    """A row a month: count, and the level that describes it."""
    rows = tuple(
        (month(day), count, level(result, place) if count is not None else None,
         "first month of the new level" if result.change.found and day == result.at else "")
        for place, (day, count) in enumerate(zip(result.months, result.counts, strict=True))
    )  # fmt: skip
    columns = (Column("Month"), Column("Incidents", 0), Column("Level", 1), Column("Change"))
    return Table(f"{subject(result.incident_type)} by month, with its level", columns, rows)


def reading(result: Changed) -> Reading:
    """Say from when the level was another, and between which months that may lie."""
    name, change = subject(result.incident_type), result.change
    caveat = (
        "The date is the best guess; the true change could be months either side. A gradual drift "
        "also looks like a step."
    )
    if result.season:
        caveat = "This changes with the seasons, so a step may be the season only. " + caveat
    if not change.found:
        finding, says, tone = f"{name}: one level describes all months", "No change", "same"
    else:
        verb = "fell" if change.mean_after < change.mean_before else "rose"
        before, after = (_amount(mean) for mean in (change.mean_before, change.mean_after))
        finding = f"{name} {verb} from {before} to {after} a month, from {month(result.at)}"
        says, tone = ("Date uncertain", "unsure") if result.vague else ("Level changed", "change")
    return Reading(
        finding, "Incidents a month, with the level before and after", tuple(_sentences(result)),
        caveat, _working(result), says, tone,
    )  # fmt: skip


def _amount(mean: float) -> str:
    return number(mean, 0 if mean >= 20 else 1)


def _sentences(result: Changed) -> list[str]:
    change = result.change
    said = []
    if change.found:
        low, high = (month(day) for day in result.span)
        ratio = change.mean_after / change.mean_before if change.mean_before else None
        by = f", by {percent(abs(ratio - 1))}" if ratio is not None else ""
        said.append(
            f"The level of {inside(result.incident_type)} changed{by}. The change most likely lies "
            f"between {low} and {high}." if low != high else
            f"The level of {inside(result.incident_type)} changed{by}. The month is clear."
        )  # fmt: skip
    else:
        best = month(result.at)
        said.append(
            f"A change in {best} would describe the months best, but no better than chance does."
        )
    others = [at for at in result.all_changes if at != change.last]
    if change.found and others:
        names = listed([month(result.months[result.known[at]]) for at in others])
        said.append(f"There are further changes of level: {names}.")
    if gaps := said_gaps([result.months[i] for i, c in enumerate(result.counts) if c is None]):
        said.append(gaps)
    if result.partial:
        said.append(said_partial(result.partial, result.in_partial))
    return said


def _working(result: Changed) -> tuple[str, ...]:
    change = result.change
    draws = counted(change.draws, "series", "series")
    criteria = f"{number(change.bic, 1)} with it and {number(change.bic_without, 1)} without"
    without_error = not np.isfinite(change.bic)
    judged = (
        "The two levels leave no error at all."
        if without_error
        else f"Schwarz's criterion (lower is better) is {criteria}."
    )
    return (
        "Every month is tried as the first of a new level; the one that leaves least squared error "
        "is taken. Each side keeps at least 15% of the months, and six.",
        judged,
        *_said_luck(change),
        f"The range of 95% comes from {draws} made up of the two levels and remainders that go "
        f"together as these do (seed {change.seed}).",
        "Further changes are looked for within each part in the same way.",
    )


def _said_luck(change: ChangePoint) -> list[str]:
    """How often series without a change have a split as clear."""
    if change.p is None:
        return []
    return [
        f"Of series made up without a change, whose months go together as these do, "
        f"{one_in(change.p)} has a best split as clear; a change is named below 1 in 30."
    ]


KIND = AnalysisKind(
    key="change_point",
    group="When does it happen?",
    name="Change of level",
    question="From when was the level another?",
    result=Changed,
    run=run,
    table=table,
    reading=reading,
    needs=(Role.START,),
    parameters=(TYPE, EMPTY),
)
