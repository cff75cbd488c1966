"""Is it changing? Monthly counts with natural limits from a fixed baseline."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workbench.analysis.kind import AnalysisKind, Asked, Column, Parameter, Reading, Table
from workbench.analysis.subject import (
    EMPTY,
    TYPE,
    inside,
    said_early,
    said_events,
    said_gaps,
    said_partial,
    subject,
)
from workbench.analysis.trends import Trend, trend_of
from workbench.analysis.words import counted, listed, month, number, period, small
from workbench.analysis.xmr import ENOUGH, FEWEST, Runs
from workbench.domain.data import Role

LOW = 5.0  # a month; below it limits on counts say little


def run(asked: Asked) -> Trend:
    """Count by month, set limits from the baseline, and test every month against them."""
    return trend_of(asked, KIND.settings(asked.parameters))


def table(result: Trend) -> Table:
    """A row a month: count, mean, limits, and what is said of it."""
    rows = []
    for place, (day, count) in enumerate(zip(result.months, result.counts, strict=True)):
        phase = next((p for p in result.phases if p.first <= place <= p.last), None)
        said = "no data" if count is None else ""
        if place in result.signals and phase and count is not None:
            said = "above the limits" if count > phase.upper else "below the limits"
        limits = (phase.mean, phase.lower, phase.upper) if phase else (None, None, None)
        rows.append((month(day), count, *limits, said))
    columns = (
        Column("Month"),
        Column("Incidents", 0),
        Column("Mean", 1),
        Column("Lower limit", 1),
        Column("Upper limit", 1),
        Column("Signal"),
    )
    return Table(f"{subject(result.incident_type)} by month", columns, tuple(rows))


def reading(result: Trend) -> Reading:
    """Say whether it changed, beyond what months usually vary."""
    finding, says, tone = _finding(result)
    caveat = "A signal says that something changed, not what. About 1 in 9 charts of three years "
    caveat += "shows one by luck."
    if result.season:
        caveat = "This changes with the seasons, so signals may be the season only. "
        caveat += "Compare with the same months of last year before acting."
    if not result.phases:
        caveat = "Without limits, ups and downs from month to month must not be read as change."
    return Reading(
        finding,
        "Incidents a month" + (", with natural limits" if result.phases else ""),
        tuple(_sentences(result)),
        caveat,
        tuple(_working(result)),
        says,
        tone,
    )


def _finding(result: Trend) -> tuple[str, str, str]:
    """The title, the chip, and its tone."""
    name = subject(result.incident_type)
    if not result.known:
        return "Nothing to show", "No data", "unsure"
    if not result.phases:
        return _without_limits(result), "Cannot tell", "unsure"
    phase = result.phases[-1]
    usual = f"{number(phase.lower)} to {number(phase.upper)}"
    sure = not phase.provisional
    recent = [i for i in result.signals if i >= phase.first]
    if recent:
        chip = "Outside what is usual" if sure else "Provisional"
        return _signal(result, recent, usual), chip, "change" if sure else "unsure"
    if result.runs and result.runs.signal:
        finding = f"A lasting shift{_drift(result)} in {inside(result.incident_type)}"
        return finding, "A lasting shift", "change"
    chip = "No sign of change" if sure else "Provisional"
    return f"{name} stayed within the usual {usual} a month", chip, "same" if sure else "unsure"


def _without_limits(result: Trend) -> str:
    """The title when nothing can be judged: the last count, and why not more."""
    last = max(i for i, count in enumerate(result.counts) if count is not None)
    count = number(result.counts[last] or 0)
    start = f"{subject(result.incident_type)} in {month(result.months[last])}: {count}"
    if not _varies(result) and result.known >= FEWEST:
        return f"{subject(result.incident_type)}: {count} in every month"
    months = f"{small(result.known)} {'month' if result.known == 1 else 'months'}"
    gaps = " with gaps between them" if result.gaps else ""
    return f"{start}; {months}{gaps} cannot show a change"


def _varies(result: Trend) -> bool:
    return len({count for count in result.counts if count is not None}) > 1


def _signal(result: Trend, recent: Sequence[int], usual: str) -> str:
    """The title when months lie outside the limits; the last month goes first."""
    name, phase = subject(result.incident_type), result.phases[-1]
    known = [i for i, count in enumerate(result.counts) if count is not None]
    above = [i for i in recent if (result.counts[i] or 0) > phase.upper]
    if known[-1] == recent[-1]:
        count = result.counts[recent[-1]] or 0
        side = "above" if recent[-1] in above else "below"
        at = month(result.months[recent[-1]])
        return f"{name} in {at}: {number(count)}, {side} the usual {usual} a month"
    below = len(recent) - len(above)
    if len(recent) == 1:
        at, side = month(result.months[recent[0]]), "above" if above else "below"
        return f"{name} lay {side} the usual {usual} a month in {at} only"
    sides = [f"{small(k)} {w}" for k, w in ((len(above), "above"), (below, "below")) if k]
    return f"{name} lay outside the usual {usual} in {small(len(recent))} months: {listed(sides)}"


def _drift(result: Trend) -> str:
    """Up or down: the later half of the phase against the earlier one."""
    counts = np.array([np.nan if c is None else c for c in result.counts], np.float64)
    part = counts[result.phases[-1].first :]
    part = part[~np.isnan(part)]
    half = part.size // 2
    early, late = float(part[:half].mean()), float(part[half:].mean())
    return " upwards" if late > early else " downwards" if late < early else ""


def _sentences(result: Trend) -> list[str]:
    """What a layman must know, in order of weight."""
    said: list[str] = []
    for phase in result.phases:
        base = period(result.months[phase.base_first], result.months[phase.base_last])
        kind = "Provisional limits" if phase.provisional else "Natural limits"
        said.append(
            f"{kind} of {number(phase.lower)} to {number(phase.upper)} a month come from "
            f"{base} ({counted(phase.n, 'month')}, mean {number(phase.mean, 1)})."
        )
    if result.phases and result.phases[-1].provisional:
        said.append("They are provisional until twelve months of data stand behind them.")
    if result.known and not result.phases:
        said.append(_why_none(result))
    if any(phase.mean < LOW for phase in result.phases):
        said.append(
            "With fewer than 5 a month on average, limits are rough: look at quarters instead."
        )
    if result.step and result.step_reason:
        said.append(f"Limits start anew in {month(result.step)}: {result.step_reason}.")
    if result.runs:
        said.append(_said_runs(result.runs))
    said += [said_gaps(result.gaps), said_partial(result.partial, _in_partial(result))]
    said.append(said_early(result.basis))
    return [one for one in said if one]


def _in_partial(result: Trend) -> int:
    return dict(result.basis.left_out).get("In a month that is not complete", 0)


def _why_none(result: Trend) -> str:
    """Why there are no limits."""
    if result.known < FEWEST:
        return (
            f"Limits need at least {small(FEWEST)} months with data; this has "
            f"{small(result.known)}."
        )
    if not _varies(result):
        return "Every month has the same count, so there is no usual variation to set limits by."
    return "Too few months of the baseline follow each other, so no limits can be set."


def _said_runs(runs: Runs) -> str:
    """The run tests in words."""
    found = (
        f"The longest run on one side of the middle is {runs.longest} months (chance allows "
        f"{runs.longest_allowed}), and the middle is crossed {counted(runs.crossings, 'time')} "
        f"(chance gives at least {runs.fewest_allowed})"
    )
    return found + (": a lasting shift." if runs.signal else ": no lasting shift.")


def _working(result: Trend) -> list[str]:
    """How it was worked out, for who wants to check."""
    return [
        f"Counted: {inside(result.incident_type)}, by the month of the start date; complete "
        "months only.",
        "Natural limits: mean plus and minus 2.66 times the mean moving range of the baseline; "
        "the lower is never below 0. No moving range is taken across a gap.",
        "Signals: a month outside the limits (one exactly on a limit is none); and Anhøj's run "
        "tests about the median of the months since the last step.",
        "Season: variance of the month of the year after a straight trend is taken out, at 5%; "
        "it needs two years.",
        *said_events(result.events),
    ]


KIND = AnalysisKind(
    key="trend",
    group="When does it happen?",
    name="Monthly trend",
    question="Is it changing?",
    result=Trend,
    run=run,
    table=table,
    reading=reading,
    needs=(Role.START,),
    parameters=(
        TYPE,
        Parameter("baseline", "Months in the baseline", "whole", ENOUGH, low=FEWEST, high=36),
        Parameter(
            "baseline_first", "Baseline starts", "month", None, hint="Empty: the first month."
        ),
        Parameter("step_at", "Limits start anew in", "month", None),
        Parameter("step_reason", "Because", "text", "", hint="What changed in that month."),
        EMPTY,
    ),
    pack=1,
)
