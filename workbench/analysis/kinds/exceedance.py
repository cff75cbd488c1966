"""Is this month unusually high? Each area, place or kind against its own earlier counts."""

from __future__ import annotations

import numpy as np

from workbench.analysis import periods
from workbench.analysis.exceedances import (
    COMPARED,
    NO_NAME,
    WAYS,
    Exceedances,
    conceal,
    exceedances,
)
from workbench.analysis.hiding import told
from workbench.analysis.kind import AnalysisKind, Asked, Cell, Column, Parameter, Reading, Table
from workbench.analysis.multiple import AUTHORS, MANY, said_luck
from workbench.analysis.periods import UNIT, named, said_several
from workbench.analysis.place_words import SNAP_POINTS, nouns
from workbench.analysis.subject import EMPTY, TYPE, counted_as, said_early, subject
from workbench.analysis.words import capital, counted, number, small
from workbench.domain.data import Role


def run(asked: Asked) -> Exceedances:
    """Set the latest complete month or week of each against its own past."""
    return exceedances(asked, KIND.settings(asked.parameters))


def noun(result: Exceedances) -> tuple[str, str]:
    """One and several of what is compared."""
    if result.by == "kind":
        return "kind of incident", "kinds of incident"
    return nouns(result.by, result.snap, result.tiny)


def table(result: Exceedances) -> Table:
    """A row each: count, what was expected, its range, and what is said of it."""
    one = noun(result)[0]
    rows: list[tuple[Cell, ...]] = []
    for at, name in enumerate(result.names):
        count = int(result.counts[at])
        shown = result.low[at] >= 0
        span = (int(result.low[at]), int(result.high[at])) if shown else (None, None)
        rows.append((
            name, count if count >= 0 else told(count, result.threshold),
            float(result.expected[at]) if shown else None, *span, result.verdict(at),
        ))  # fmt: skip
    if others := result.family - len(result.names):
        rows.append((f"{number(others)} others, less unusual", None, None, None, None, ""))
    columns = (
        Column(capital(one)), Column(capital(named(result.period, result.unit)), 0),
        Column("Expected", 1), Column("Usual from", 0), Column("Usual to", 0), Column("Verdict"),
    )  # fmt: skip
    title = f"{subject(result.incident_type)} in {named(result.period, result.unit)}, by {one}"
    return Table(title, columns, tuple(rows))


def reading(result: Exceedances) -> Reading:
    """Say how many are unusually high, and which most."""
    finding, says, tone = _finding(result)
    caveat = "High does not say why, and a usual count often follows by itself."
    if result.above:
        caveat += f" {said_luck(result.many)}"
    if result.snap:
        caveat = f"{SNAP_POINTS} {caveat}"
    what = capital(counted_as(result.incident_type))
    measure = f"{what} in {named(result.period, result.unit)}, against what is usual for each"
    return Reading(finding, measure, tuple(_sentences(result)), caveat, _working(result), says,
                   tone)  # fmt: skip


def _finding(result: Exceedances) -> tuple[str, str, str]:
    """The title, the chip, and its tone."""
    one, many = noun(result)
    when, every = named(result.period, result.unit), number(result.family)
    were = "was" if result.above == 1 else "were"
    if result.above:
        of = f"{number(result.above)} of {every} {many}" if result.family > 1 else f"The only {one}"
        return f"{of} {were} unusually high in {when}", "Unusually high", "change"
    if result.unclear and result.lucky:
        what = f"Not one of the {every} {many} was clearly unusually high in {when}"
        return what, "Within what is usual", "same"
    if result.unclear:
        which = f"{number(result.unclear)} of {every} {many}" if result.family > 1 else f"the {one}"
        return f"Perhaps unusually high in {when}: {which}", "Cannot tell", "unsure"
    if result.family == 1:
        return f"{result.names[0]} was within what is usual in {when}", "Usual", "same"
    return f"All {every} {many} were within what is usual in {when}", "Within what is usual", "same"


def _sentences(result: Exceedances) -> list[str]:
    """The most unusual, those that cannot be told, and what was compared."""
    said = []
    if result.above:
        first = [_told(result, at) for at in range(min(3, result.above))]
        head = "The most unusual" if result.above > 3 else "Unusually high"
        said.append(f"{head}: {'; '.join(first)}.")
    if result.unclear and result.family == 1:
        said.append("The count is above the usual range, but chance does that 1 time in 20.")
    elif result.unclear:
        one, many = (f"more {word}" if result.above else word for word in noun(result))
        luck = number(result.luck, 0 if result.luck >= 2 else 1)
        said.append(
            f"{counted(result.unclear, one, many)} had a count above the usual range. Luck alone "
            f"puts up to about {luck} of {number(result.family)} there, so of these we cannot tell."
        )
    if result.fresh:
        one, many = noun(result)
        verb = "has" if result.fresh == 1 else "have"
        said.append(
            f"{counted(result.fresh, one, many)} {verb} three or more, and had none in the "
            f"{result.unit}s compared."
        )
    said.append(_said_compared(result))
    out = dict(result.basis.left_out)
    rows = out.get(periods.NOT_COMPLETE[result.unit], 0)
    said += periods.said_out(result.unit, result.gaps, result.partial, rows)
    if lost := out.get(NO_NAME[result.by], 0):
        said.append(f"{counted(lost, 'incident')} left out: {NO_NAME[result.by]}.")
    said.append(said_early(result.basis))
    return [one for one in said if one]


def _told(result: Exceedances, at: int) -> str:
    """Byker: 12, usually 2 to 7."""
    count = int(result.counts[at])
    shown = number(count) if count >= 0 else told(count, result.threshold)
    if result.low[at] < 0:
        return f"{result.names[at]}: {shown}"
    span = f"usually {number(result.low[at])} to {number(result.high[at])}"
    return f"{result.names[at]}: {shown}, {span}"


def _said_compared(result: Exceedances) -> str:
    """A sentence on what is usual."""
    many = len(result.compared)
    if result.matched and result.unit == "month":
        return f"Usual is what {said_several(result.compared, 'month', 6)} lead one to expect."
    if result.matched:
        return "Usual is what the same time of earlier years leads one to expect."
    span = periods.spanned(result.compared[0], result.compared[-1], result.unit)
    return (
        f"Usual is what the {small(many)} {result.unit}s before lead one to expect ({span}); the "
        "time of year is not allowed for."
    )


def _working(result: Exceedances) -> tuple[str, ...]:
    phi = result.phi[np.isfinite(result.phi)]
    spread = (
        "more or less often"
        if not phi.size
        else (
            f"{number(float(phi.min()), 2)} to {number(float(phi.max()), 2)}"
            if phi.max() > phi.min()
            else number(float(phi.max()), 2)
        )
    )
    return (
        f"Expected: the mean of {counted(len(result.compared), result.unit)}, for the days of "
        f"each {result.unit}.",
        "The usual range holds 90 of 100 counts, given that the expected count itself rests on few "
        f"{result.unit}s (Przyborowski and Wilenski 1940).",
        f"Counts vary {spread} times as much as chance alone: at least as much as all do on the "
        "whole, and more where a past of its own says so. With few counts to learn it from, a "
        "cautious 2 weighs in (negative binomial; Robinson and Smyth 2008).",
        "Unusually high: chance would rarely give so high a count, even to one of "
        f"{number(result.family)} ({AUTHORS[result.many]}, 5%). Cannot tell: above its own "
        "range, but among so many some are.",
    )


KIND = AnalysisKind(
    key="exceedance",
    group="When does it happen?",
    name="Unusually high now",
    question="Is this month (or week) unusually high?",
    result=Exceedances,
    run=run,
    table=table,
    reading=reading,
    needs=(Role.START,),
    parameters=(
        TYPE, Parameter("by", "Compare each", "choice", "auto", WAYS), UNIT, COMPARED, EMPTY, MANY,
    ),
    wants_shapes=True,
    outside=conceal,
    exact=lambda result: result.by == "place" and not result.snap,
)  # fmt: skip
