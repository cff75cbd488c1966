"""Does it fall on certain days of the week? Counts by day, and whether chance could do that."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.analysis.hiding import wholly_hidden, without_small
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import AnalysisKind, Asked, Basis, Column, Reading, Table
from workbench.analysis.months import of_type
from workbench.analysis.subject import TYPE, inside, subject
from workbench.analysis.weekdays import EXACT, FEWEST_DAYS, evenness, said_short
from workbench.analysis.words import LONG_DAYS, counted, number, percent
from workbench.domain.data import Precision, Role
from workbench.errors import CannotAnswerError

Whole = NDArray[np.int64]

LEVEL: Final = 0.05
FEWEST: Final = 3  # incidents; below it no pattern could be told from chance


@dataclass(frozen=True)
class Weekday:
    """Incidents by day of the week, Monday first; below zero is withheld."""

    basis: Basis
    incident_type: str
    counts: Whole  # (7,)
    days: Whole  # (7,), how often each weekday occurs in the period
    g: float
    p: float
    exact: bool
    phi: float
    threshold: int = 0

    @property
    def span(self) -> int:
        """Days from the first incident to the last, both counted."""
        first, last = self.basis.first, self.basis.last
        return (last - first).days + 1 if first and last else 0

    @property
    def short(self) -> bool:
        """Whether the data span too little to tell a week that returns from one that was."""
        return self.span < FEWEST_DAYS

    @property
    def uneven(self) -> bool:
        """Whether chance alone would rarely make a week this uneven, and there were weeks."""
        return self.p < LEVEL and not self.short

    @property
    def even(self) -> NDArray[np.float64]:
        """What each day would have if all were alike, shape (7,)."""
        found: NDArray[np.float64] = self.basis.n * self.days / self.days.sum()
        return found


def run(asked: Asked) -> Weekday:
    """Count the incidents whose day is known.

    Raises:
        CannotAnswerError: fewer than three of them, or rows that are totals.
    """
    wanted = str(KIND.settings(asked.parameters)["type"] or "")
    incidents = of_type(asked.incidents, wanted)
    if incidents.summed:
        raise CannotAnswerError(
            "These rows are totals of a period, so the day of an incident is not known. Nothing "
            "was changed. Bring in an export with a row for each incident."
        )
    days, out = _days(incidents)
    n = len(days)
    if n < FEWEST:
        raise CannotAnswerError(
            f"{counted(n, 'incident has', 'incidents have')} a known day, too few to compare the "
            "days of the week. Nothing was changed. Choose more kinds or a longer period."
        )
    first, last = days.min().item(), days.max().item()
    low, high = first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())
    at = (days - np.datetime64(low, "D")).astype(np.int64)
    length = (high - low).days + 1  # whole weeks, so that no day has more chances than another
    daily = np.bincount(at, minlength=length)
    which = np.arange(length) % 7
    found = evenness(daily, which)
    return Weekday(
        Basis(incidents.source, n, first, last, out),
        wanted,
        np.bincount(which, daily, 7).astype(np.int64),
        np.bincount(which, minlength=7).astype(np.int64),
        found.g,
        found.p,
        found.exact,
        found.phi,
    )


def _days(incidents: Incidents) -> tuple[NDArray[np.datetime64], tuple[tuple[str, int], ...]]:
    """The days of incidents that began and ended on one, and why others were left out."""
    start = pl.col(Role.START)
    dated = incidents.frame.filter(start.is_not_null())
    end = pl.col(Role.END) if incidents.has(Role.END) else start
    sure = dated.filter(end.fill_null(start).dt.date() == start.dt.date())
    out = (
        ("no date", incidents.frame.height - dated.height),
        ("ends on another day than it starts", dated.height - sure.height),
    )
    days = sure[Role.START].dt.date().to_numpy().astype("datetime64[D]")
    return days, tuple((why, rows) for why, rows in out if rows)


def table(result: Weekday) -> Table:
    """A row a day: incidents, and what an even week would have."""
    rows = tuple(
        (day, _said(result, at), float(result.even[at]), _share(result, at))
        for at, day in enumerate(LONG_DAYS)
    )
    columns = (Column("Day"), Column("Incidents", 0), Column("Even week", 1),
               Column("Share", 1, percent=True))  # fmt: skip
    total = ("Total", result.basis.n, float(result.basis.n), 1.0)
    title = f"{subject(result.incident_type)} by day of the week"
    return Table(title, columns, (*rows, total), total=True)


def _said(result: Weekday, at: int) -> int | str:
    count = int(result.counts[at])
    return count if count >= 0 else "withheld"


def _share(result: Weekday, at: int) -> float | None:
    count = int(result.counts[at])
    return count / result.basis.n if count >= 0 else None


def reading(result: Weekday) -> Reading:
    """Say which day has most, if any stands out."""
    name, top = subject(result.incident_type), int(result.counts.argmax())
    share = percent(float(result.counts[top]) / result.basis.n)
    if result.short:
        finding, says, tone = said_short(name, result.span), "Short period", "unsure"
    elif result.uneven:
        finding = f"{LONG_DAYS[top]} has most: {share} of {inside(result.incident_type)}"
        says, tone = "Days differ", "change"
    else:
        finding = f"{name}: no day of the week stands out"
        says, tone = "No clear day", "same"
    caveat = (
        "The day is the one recorded. Incidents of one series are not independent, so a single "
        "busy night can look like a pattern."
    )
    if (result.counts < 0).all():
        finding, says, tone = f"{name}: too few on most days to show", "Not shown", "unsure"
        return Reading(finding, "Incidents by day of the week", (), caveat, (), says, tone)
    most = f"{LONG_DAYS[top]} has {number(result.counts[top])} of "
    most += counted(result.basis.n, "incident")
    sentences = [
        f"{most}; an even week would have {percent(1 / 7)} on each day.",
        _chance(result),
    ]
    if result.short:
        sentences = [
            f"{most}. That tells of these days alone: a pattern of the week needs {FEWEST_DAYS} "
            "days at least, better some months."
        ]
    sentences += [f"{number(rows)} left out: {why}." for why, rows in result.basis.left_out]
    return Reading(finding, "Incidents by day of the week", tuple(sentences), caveat,
                   _working(result), says, tone)  # fmt: skip


def _chance(result: Weekday) -> str:
    """How often chance alone makes such a week, as one in so many."""
    if np.isnan(result.g):
        often = "rarely" if result.uneven else "often enough"
        return f"Chance alone would {often} make a week at least this uneven."
    if result.p >= 0.5:
        return "Chance alone would make a week at least this uneven more often than not."
    often = f"about 1 time in {number(1 / result.p)}" if result.p > 1e-3 else "hardly ever"
    return f"Chance alone would make a week at least this uneven {often}."


def _working(result: Weekday) -> tuple[str, ...]:
    if np.isnan(result.g):
        return (
            "The week is compared with an even one by G. Its value is withheld, for it would "
            "narrow down the counts that are.",
            "The period is taken in whole weeks. Incidents that span midnight are left out.",
        )
    how = (
        f"With at most {EXACT} incidents every way they can fall on seven days is gone through "
        "(Wheeler 2016), so no rule of thumb is needed."
        if result.exact
        else f"G is divided by {number(result.phi, 2)}, by how much days of one weekday vary more "
        "than chance, and compared with chi-square."
    )
    return (
        f"G = {number(result.g, 2)}: twice the log likelihood ratio against an even week.",
        how,
        "The period is taken in whole weeks. Incidents that span midnight are left out.",
    )


def outside(result: Weekday, threshold: int) -> Weekday:
    """Without small counts, others that would give them back, and sums of squares of them."""
    if threshold <= max(result.threshold, 1):
        return result
    counts = wholly_hidden(result.counts, threshold)
    left_out = without_small(result.basis.left_out, threshold)
    told = replace(result, basis=replace(result.basis, left_out=left_out), counts=counts,
                   threshold=threshold)  # fmt: skip
    if not (counts < 0).any():
        return told
    # The exact figures fit only a few ways in which the hidden could share what they have.
    nan = float("nan")
    return replace(told, g=nan, phi=nan, p=0.0 if result.uneven else 1.0)


KIND = AnalysisKind(
    key="weekday",
    group="When does it happen?",
    name="Days of the week",
    question="Does it fall on certain days of the week?",
    result=Weekday,
    run=run,
    table=table,
    reading=reading,
    needs=(Role.START,),
    precision=Precision.DAY,
    parameters=(TYPE,),
    outside=outside,
)
