"""Has it shifted for good? Counts about their median, judged by runs alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from workbench.analysis.kind import (
    AnalysisKind,
    Asked,
    Basis,
    Column,
    Event,
    Parameter,
    Reading,
    Table,
    Value,
)
from workbench.analysis.periods import NOT_COMPLETE, by_period, end, said_out, within
from workbench.analysis.subject import (
    EMPTY,
    TYPE,
    inside,
    said_early,
    said_events,
    subject,
)
from workbench.analysis.trend_words import OVER, said_runs
from workbench.analysis.words import capital, counted, day_month, month, small, tick
from workbench.analysis.xmr import RUNS_NEED, Runs, anhoej, came_back, longest_run, seasonal
from workbench.domain.data import Role
from workbench.errors import CannotAnswerError

MONTH, WEEK = "month", "week"


@dataclass(frozen=True)
class RunChart:
    """Counts by month or week, their median, and the runs about it."""

    basis: Basis
    incident_type: str
    unit: str  # MONTH or WEEK
    starts: tuple[date, ...]
    counts: tuple[int | None, ...]  # None: no data
    median: float
    baseline: int  # how many of the first set the median; 0 when all did
    runs: Runs | None  # None with too few off the median
    longest: tuple[int, int] | None  # first and last place of the longest run, the latest of them
    season: bool | None
    partial: tuple[date, ...] = ()
    events: tuple[Event, ...] = ()

    @property
    def over(self) -> bool:
        """Whether the tests found a shift from which the counts came back."""
        if self.runs is None:
            return False
        return came_back([np.nan if one is None else one for one in self.counts], self.runs)

    @property
    def known(self) -> tuple[int, ...]:
        """The counts there are."""
        return tuple(count for count in self.counts if count is not None)

    @property
    def above(self) -> bool:
        """Whether the longest run lies above the median."""
        return self.longest is not None and (self.counts[self.longest[0]] or 0) > self.median

    def in_longest(self, place: int) -> bool:
        """Whether a count belongs to the longest run; those on the median do not."""
        if self.longest is None or not self.longest[0] <= place <= self.longest[1]:
            return False
        return self.counts[place] not in (None, self.median)


def run(asked: Asked) -> RunChart:
    """Count, take the median, and test the runs about it.

    Raises:
        CannotAnswerError: there is no complete month or week, or no incident, or only the month
            of each incident is known and weeks were asked for.
    """
    given = KIND.settings(asked.parameters)
    wanted, unit = str(given["type"] or ""), str(given["unit"])
    found = by_period(asked.incidents, wanted, unit, str(given["empty"]))
    series, known = found.counts, found.counts[found.known]
    if not known.sum():
        raise CannotAnswerError(
            f"No complete {unit} has an incident of this kind, so there is nothing to draw. "
            "Nothing was changed. Choose another kind of incident, or bring in more of the data."
        )
    base = min(_whole(given["baseline"]), known.size)
    median = float(np.median(known[:base] if base else known))
    starts = found.starts
    basis = Basis(asked.incidents.source, found.n, starts[0], end(starts[-1], unit), found.left_out)
    return RunChart(
        basis, wanted, unit, starts,
        tuple(None if np.isnan(count) else int(count) for count in series),
        median, base, anhoej(series, median), longest_run(series, median),
        seasonal(series, [day.month for day in starts]) if unit == MONTH else None,
        found.partial, tuple(one for one in asked.events if within(one.day, starts, unit)),
    )  # fmt: skip


def _whole(value: Value) -> int:
    return int(value) if isinstance(value, (int, float, str)) and value else 0


def table(result: RunChart) -> Table:
    """A row a month or week: count, side of the median, and whether it is of the longest run."""
    rows = []
    for place, (start, count) in enumerate(zip(result.starts, result.counts, strict=True)):
        side = "no data" if count is None else "on the median"
        if count is not None and count != result.median:
            side = "above" if count > result.median else "below"
        when = month(start) if result.unit == MONTH else day_month(start)
        rows.append((when, count, side, "yes" if result.in_longest(place) else ""))
    first = "Month" if result.unit == MONTH else "Week from"
    columns = (Column(first), Column("Incidents", 0), Column("Side"), Column("In the longest run"))
    return Table(f"{subject(result.incident_type)} by {result.unit}", columns, tuple(rows))


def reading(result: RunChart) -> Reading:
    """Say whether there is a lasting shift, by the longest run and by the crossings."""
    finding, says, tone = _finding(result)
    return Reading(
        finding,
        f"Incidents a {result.unit}, about their median",
        tuple(_sentences(result)),
        _caveat(result),
        _working(result),
        says,
        tone,
    )


def _finding(result: RunChart) -> tuple[str, str, str]:
    """The title, the chip, and its tone."""
    name, unit, runs = subject(result.incident_type), result.unit, result.runs
    middle = f"the median of {tick(result.median)} a {unit}"
    if runs is None:
        few = counted(len(result.known), unit)
        return f"{name}: {few} of data cannot show a lasting shift", "Cannot tell", "unsure"
    if not runs.signal:
        return f"{name}: no lasting shift about {middle}", "No lasting shift", "same"
    what = inside(result.incident_type)
    if result.over:
        side = "above" if result.above else "below"
        how = f"{small(runs.longest)} {unit}s in a row {side} {middle}"
        return f"{name} shifted and came back: {how}, {_when(result)}", OVER, "change"
    if runs.longest > runs.longest_allowed:
        side = "above" if result.above else "below"
        how = f"{small(runs.longest)} {unit}s in a row {side} {middle}"
        return f"A lasting shift in {what}: {how}", "A lasting shift", "change"
    times = {0: "never", 1: "only once", 2: "only twice"}.get(
        runs.crossings, f"only {small(runs.crossings)} times"
    )
    return f"A lasting shift in {what}: {middle} is crossed {times}", "A lasting shift", "change"


def _sentences(result: RunChart) -> list[str]:
    """The tests, where the longest run lies, and what was passed over or left out."""
    runs, unit = result.runs, result.unit
    said = []
    if runs is None:
        said.append(
            f"The tests need at least {small(RUNS_NEED)} {unit}s that do not lie on the median "
            "itself, and this has fewer."
        )
    else:
        said.append(said_runs(runs, unit, over=result.over))
        if on := len(result.known) - runs.useful:
            what = f"{unit} lies on the median and counts" if on == 1 else ""
            what = what or f"{unit}s lie on the median and count"
            said.append(f"{capital(small(on))} {what} for neither side.")
    if runs and result.longest:
        side = "above" if result.above else "below"
        said.append(f"The longest run lies {side} the median, {_when(result)}.")
    if result.baseline:
        said.append(f"The median is that of {_first(result)}.")
    gaps = [day for day, count in zip(result.starts, result.counts, strict=True) if count is None]
    out = dict(result.basis.left_out).get(NOT_COMPLETE[unit], 0)
    said += [*said_out(unit, gaps, result.partial, out), said_early(result.basis)]
    return [one for one in said if one]


def _first(result: RunChart) -> str:
    """The months or weeks that set the median."""
    if result.baseline == 1:
        return f"the first {result.unit}"
    return f"the first {small(result.baseline)} {result.unit}s"


def _when(result: RunChart) -> str:
    """When the longest run was; weeks by their Mondays."""
    assert result.longest is not None
    first, last = (result.starts[at] for at in result.longest)
    told = month if result.unit == MONTH else day_month
    if first == last:
        return f"in {told(first)}" if result.unit == MONTH else f"in the week of {told(first)}"
    return f"from {told(first)} to {told(last)}"


def _caveat(result: RunChart) -> str:
    """What a layman must see beside the chart."""
    if result.runs is None:
        return "With so few points, ups and downs must not be read as change."
    if result.season:
        return (
            "This changes with the seasons, so a run may be the season only. Compare with the same "
            "months of last year before acting."
        )
    weeks = result.unit == WEEK
    often = "1 in 12 charts of three years of weeks" if weeks else "1 in 25 charts of three years"
    if result.baseline:
        often = "1 in 6 charts of three years with a baseline of twelve months"
    return f"A shift says that something changed, not what. About {often} shows one by luck."


def _working(result: RunChart) -> tuple[str, ...]:
    """How it was worked out, for who wants to check."""
    whose = _first(result) if result.baseline else f"all {result.unit}s"
    complete = "complete months" if result.unit == MONTH else "complete weeks, Monday to Sunday,"
    return (
        f"Counted: {inside(result.incident_type)}, by the {result.unit} of the start date; "
        f"{complete} only.",
        f"The median is that of {whose} with data; those that lie on it are passed over.",
        "Anhøj's tests: a run longer than log2(n) + 3, rounded, or fewer crossings than the "
        f"5% point of chance; n is the number of {result.unit}s off the median.",
        "Nothing is assumed of how the counts vary, only that they do not hang together from one "
        f"{result.unit} to the next.",
        *said_events(result.events),
    )


KIND = AnalysisKind(
    key="run_chart",
    group="When does it happen?",
    name="Run chart",
    question="Has it shifted for good?",
    result=RunChart,
    run=run,
    table=table,
    reading=reading,
    needs=(Role.START,),
    parameters=(
        TYPE,
        Parameter(
            "unit", "Count by", "choice", MONTH, ((MONTH, "Month"), (WEEK, "Week")),
            hint="Weeks need data that say on which day it happened.",
        ),
        Parameter(
            "baseline", "Median of the first", "whole", None, low=RUNS_NEED,
            hint="So many months or weeks. Empty: all of them.",
        ),
        EMPTY,
    ),
)  # fmt: skip
