"""Is a month out of the ordinary? Counts with limits that come from counting itself."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.analysis.count_charts import AUTO, LANEY, C, CountChart, U, count_chart_of
from workbench.analysis.count_limits import SPREAD
from workbench.analysis.kind import AnalysisKind, Asked, Cell, Column, Parameter, Reading, Table
from workbench.analysis.months import days_in
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
from workbench.analysis.words import counted, listed, month, number, period, small
from workbench.analysis.xmr import FEWEST, within
from workbench.domain.data import Role

SLOWLY = (
    "So they vary smoothly, as with a lasting shift, a trend or a season, which limits on single "
    "months can miss: look at the run chart."
)
LOW = 5.0  # incidents a month; below it limits on counts say little


def run(asked: Asked) -> CountChart:
    """Count by month, and set the limits asked for or those that fit the counts."""
    return count_chart_of(asked, KIND.settings(asked.parameters))


def per(result: CountChart) -> str:
    """The unit of the values, after a number."""
    if result.chart == C:
        return "a month"
    if not result.exposed:
        return "in 30 days"
    return f"per 1,000 {result.exposed_what} in 30 days"


def amount(value: float) -> str:
    """A value with as many decimals as its size needs."""
    return number(value, 0 if value >= 20 or value == 0 else 1 if value >= 5 else 2)


def apart(value: float, limit: float) -> tuple[str, str]:
    """A value and a limit it lies beyond, with decimals enough to tell them from each other."""
    texts = amount(value), amount(limit)
    places = 2
    while texts[0] == texts[1] and places < 9:
        texts = number(value, places), number(limit, places)
        places += 1
    return texts


def usual(result: CountChart) -> str:
    """The counts within the limits of a c chart, in whole incidents."""
    low, high, places = within(result.lower[-1], result.upper[-1])
    return f"{number(low, places)} to {number(high, places)}"


def table(result: CountChart) -> Table:
    """A row a month: count, rate, centre, limits, and what is said of it."""
    rows: list[tuple[Cell, ...]] = []
    rated = result.chart != C
    for place, (day, count) in enumerate(zip(result.months, result.counts, strict=True)):
        value = result.values[place]
        said = "no data" if value is None else ""
        if place in result.signals:
            said = "above the limits" if (value or 0) > result.upper[place] else "below the limits"
        rate = (days_in([day]), value) if rated else ()
        limits = (result.centre, result.lower[place], result.upper[place])
        rows.append((month(day), count, *rate, *limits, said))
    unit = per(result)
    rate_columns = (Column("Days", 0), Column(unit[:1].upper() + unit[1:], 2)) if rated else ()
    columns = (
        Column("Month"), Column("Incidents", 0), *rate_columns, Column("Mean", 2),
        Column("Lower limit", 2), Column("Upper limit", 2), Column("Signal"),
    )  # fmt: skip
    return Table(f"{subject(result.incident_type)} by month", columns, tuple(rows))


def reading(result: CountChart) -> Reading:
    """Say which months lie outside, and by which limits."""
    finding = _finding(result)
    says, tone = "Provisional", "unsure"
    if not result.provisional:
        says, tone = ("Cannot tell", "unsure") if result.smooth else ("No sign of change", "same")
        if result.signals:
            says, tone = "Outside the limits", "change"
    if result.too_narrow and result.signals:
        says, tone = "Limits too narrow", "unsure"
    return Reading(
        finding,
        f"Incidents {per(result)}, with limits",
        tuple(_sentences(result)),
        _caveat(result),
        _working(result),
        says,
        tone,
    )


def _finding(result: CountChart) -> str:
    """The title; the last month goes first, and counts before rates."""
    name, unit = subject(result.incident_type), per(result)
    if not result.signals:
        held = f", {usual(result)}" if result.chart == C else f" about {amount(result.centre)}"
        yet = ", yet vary more than chance gives" if result.smooth else ""
        return f"{name} stayed within the limits{held} {unit}{yet}"
    at = result.signals[-1]
    count, when = result.counts[at] or 0, month(result.months[at])
    last = max(i for i, value in enumerate(result.values) if value is not None)
    above = [i for i in result.signals if (result.values[i] or 0) > result.upper[i]]
    side = "above" if at in above else "below"
    if at == last:
        if result.chart == C:
            return f"{name} in {when}: {number(count)}, {side} the limits, {usual(result)} {unit}"
        limit = result.upper[at] if at in above else result.lower[at]
        rate, edge = apart(result.values[at] or 0, limit)
        return f"{name} in {when}: {number(count)} ({rate} {unit}), {side} the limit of {edge}"
    if len(result.signals) == 1:
        return f"{name} lay {side} the limits in {when} only, with {number(count)}"
    sides = ((len(above), "above"), (len(result.signals) - len(above), "below"))
    told = listed([f"{small(many)} {word}" for many, word in sides if many])
    return f"{name} lay outside the limits in {small(len(result.signals))} months: {told}"


def _sentences(result: CountChart) -> list[str]:
    """Why these limits, what they rest on, and what is missing."""
    known = [i for i, count in enumerate(result.counts) if count is not None][: result.base]
    total = sum(result.counts[i] or 0 for i in known)
    mean = total / len(known)
    base = period(result.months[known[0]], result.months[known[-1]])
    each = f"{number(mean, 1)} a month"
    if result.chart != C:
        each += f" or {amount(result.centre)} {per(result)}"
    said = [
        _why(result),
        f"{'Provisional limits' if result.provisional else 'Limits'} come from {base}: "
        f"{counted(total, 'incident')} in {counted(len(known), 'month')}, {each}.",
    ]
    if result.provisional:
        said.append("They are provisional until twelve months of data stand behind them.")
    if mean < LOW:
        said.append(
            "With fewer than 5 a month on average the limits are rough: look at quarters instead."
        )
    if result.chart == C and result.exposed:
        said.append(f"Counts are taken as they are: the {number(result.exposed)} "
                    f"{result.exposed_what} are not used.")  # fmt: skip
    gaps = [day for day, count in zip(result.months, result.counts, strict=True) if count is None]
    partial = dict(result.basis.left_out).get("In a month that is not complete", 0)
    said += [said_gaps(gaps), said_partial(result.partial, partial), said_early(result.basis)]
    return [one for one in said if one]


def _why(result: CountChart) -> str:
    """Which limits these are, and what the counts say of that."""
    times = f"{number(result.spread, 1)} times as much as chance alone would make them"
    alone = "vary no more than chance alone would make them" if result.spread <= 1.05 else (
        f"vary {times}, which is little")  # fmt: skip
    if result.chart == LANEY:
        wide = f"Laney's limits, {number(result.sigma_z, 2)} times as wide as those of chance alone"
        slow = f" {SLOWLY}" if result.smooth else ""
        if not result.chosen:
            return f"Months vary {times}, so these are {wide}.{slow}"
        return f"These are {wide}, as you chose. Months vary {times}.{slow}"
    name = "counts a month (c chart)" if result.chart == C else "counts per unit (u chart)"
    if result.too_narrow:
        return (
            f"These are limits of chance alone for {name}, as you chose, but months vary {times}. "
            "Choose Laney's limits, or the monthly trend."
        )
    if result.spread > SPREAD:  # left to the counts: Laney's would be no wider
        return (
            f"Over the whole time months vary {times}, but not from one month to the next, so "
            f"these are limits of chance alone for {name}. {SLOWLY}"
        )
    return f"Months {alone}, so these are limits of chance alone for {name}."


def _caveat(result: CountChart) -> str:
    """What a layman must see beside the chart."""
    if result.too_narrow:
        return (
            "These limits are too narrow for counts that vary more than chance alone: when they "
            "vary twice as much, 2 in 3 charts of three years signal by luck."
        )
    if result.season:
        return (
            "This changes with the seasons, so signals may be the season only. Compare with the "
            "same months of last year before acting."
        )
    return (
        "A signal says that something changed, not what. About 1 in 10 three-year charts shows one "
        "by luck."
    )


def _working(result: CountChart) -> tuple[str, ...]:
    """How it was worked out, for who wants to check."""
    what = {
        C: "c chart: mean plus and minus 3 times its square root.",
        U: "u chart: mean rate plus and minus 3 square roots of the rate over the size of the "
        "month, so that limits step with its length.",
        LANEY: "Laney's u' chart: as a u chart, with the reach times sigma z, the mean moving "
        "range of the z-scores over 1.128. No range is taken across a gap.",
    }
    return (
        f"Counted: {inside(result.incident_type)}, by the month of the start date; complete "
        "months only.",
        what[result.chart],
        f"Variance over mean, for the size of the months: {number(result.spread, 2)}; above 1.3 "
        "chance alone is not believed. Trend and season count as variance here.",
        "The lower limit is never below 0. A month exactly on a limit is no signal.",
        *said_events(result.events),
    )


def _choices() -> Sequence[tuple[str, str]]:
    return (
        (AUTO, "Those that fit the counts"),
        (C, "Chance alone, counts a month (c chart)"),
        (U, "Chance alone, for the length of the month (u chart)"),
        (LANEY, "More than chance alone (Laney's u')"),
    )


KIND = AnalysisKind(
    key="count_chart",
    group="When does it happen?",
    name="Limits on counts",
    question="Is a month beyond what chance gives?",
    result=CountChart,
    run=run,
    table=table,
    reading=reading,
    needs=(Role.START,),
    parameters=(
        TYPE,
        Parameter(
            "chart", "Limits", "choice", AUTO, tuple(_choices()),
            hint="Counts that vary more than chance alone need wider limits.",
        ),
        Parameter(
            "baseline", "Limits from the first", "whole", None, low=FEWEST,
            hint="So many months. Empty: all of them.",
        ),
        Parameter(
            "exposed", "Number of residents, homes or premises", "whole", None, low=1,
            hint="Empty: incidents in 30 days. With it: per 1,000 of them.",
        ),
        Parameter("exposed_what", "They are", "text", "residents"),
        EMPTY,
    ),
)  # fmt: skip
