"""What is said of counts by month and their limits."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.false_alarms import by_luck, one_in_so_many
from workbench.analysis.kind import Reading
from workbench.analysis.rules import NAMES, NELSON
from workbench.analysis.subject import (
    inside,
    said_early,
    said_events,
    said_gaps,
    said_partial,
    subject,
)
from workbench.analysis.trends import ALIKE, APART, HALF_ALIKE, SHORT, Phase, Trend
from workbench.analysis.words import (
    capital,
    counted,
    listed,
    month,
    number,
    period,
    small,
)
from workbench.analysis.xmr import FEWEST, Runs, came_back, longest_run, within

LOW = 5.0  # a month; below it limits on counts say little


OVER = "Shifted and came back"  # the chip of a shift that is over
WHY_UNSET = {
    SHORT: f"Limits need at least {small(FEWEST)} months with data in the baseline, and it has "
    "fewer. Start it earlier, or let more months set them.",
    APART: "Too few months of the baseline follow each other, so no limits can be set.",
    ALIKE: "The count is the same from month to month all through the baseline, so there is no "
    "usual variation to set limits by. Let more months set them, or start the baseline later.",
    HALF_ALIKE: "Half of the months of the baseline are the same as the month before, so medians "
    "give no limits. Choose limits from averages instead.",
}


def usual_of(phase: Phase) -> str:
    """The counts within the limits: 2 to 19, or 5 where they hold only that."""
    low, high, places = within(phase.lower, phase.upper)
    if low == high:
        return number(low, places)
    return f"{number(low, places)} to {number(high, places)}"


def middle(result: Trend) -> str:
    """What the middle line is."""
    return "Median" if result.medians else "Mean"


def said_of(result: Trend, place: int) -> str:
    """What a table says of one month: outside the limits, or the rules whose patterns end there."""
    count = result.counts[place]
    if count is None:
        return "no data"
    phase = next((p for p in result.phases if p.first <= place <= p.last), None)
    said = []
    if place in result.signals and phase:
        said.append("above the limits" if count > phase.upper else "below the limits")
    names = NAMES.get(result.rules, {})
    said += [f"rule {rule}: {names[rule]}" for rule in result.rules_at(place)]
    return "; ".join(said)


def reading(result: Trend) -> Reading:
    """Say whether it changed, beyond what months usually vary."""
    finding, says, tone = _finding(result)
    return Reading(
        finding,
        "Incidents a month" + (", with natural limits" if result.phases else ""),
        tuple(_sentences(result)),
        _caveat(result),
        tuple(_working(result)),
        says,
        tone,
    )


def _caveat(result: Trend) -> str:
    """What a layman must see beside the chart."""
    if not result.phases:
        return "Without limits, ups and downs from month to month must not be read as change." + (
            " A shift says that something changed, not what."
            if result.runs and result.runs.signal
            else ""
        )
    said = []
    if result.season:
        said.append(
            "This changes with the seasons, so signals may be the season only. Compare with "
            "the same months of last year before acting."
        )
    if not result.standard:
        said.append(f"More rules mean more false alarms. {_luck(result)}")
    return " ".join(said) or f"A signal says that something changed, not what. {_luck(result)}"


def _luck(result: Trend) -> str:
    """How often luck alone gives a signal, with a baseline as long as this one."""
    n = result.phases[-1].n
    share = by_luck(result.rules, n, medians=result.medians)
    return (
        f"With limits from {counted(n, 'month')} about {one_in_so_many(share)} charts of three "
        "years that have not changed at all show one by luck."
    )


def _finding(result: Trend) -> tuple[str, str, str]:
    """The title, the chip, and its tone."""
    name = subject(result.incident_type)
    if not result.known:
        return "Nothing to show", "No data", "unsure"
    if not result.phases:
        return _without_limits(result)
    phase = result.phases[-1]
    usual = usual_of(phase)
    sure = not phase.provisional
    recent = [i for i in result.signals if i >= phase.first]
    if recent:
        chip = "Outside what is usual" if sure else "Provisional"
        return _signal(result, recent, usual), chip, "change" if sure else "unsure"
    if latest := _latest(result, phase.first):
        chip = "A pattern" if sure else "Provisional"
        return latest, chip, "change" if sure else "unsure"
    if result.runs and result.runs.signal:
        return _shift(result)
    chip = "No sign of change" if sure else "Provisional"
    return f"{name} stayed within the usual {usual} a month", chip, "same" if sure else "unsure"


def _latest(result: Trend, since: int) -> str:
    """The title when a pattern was found though no month lies outside; the last one is named."""
    ends = [(end, one.rule) for one in result.patterns for end in one.ends if end >= since]
    if not ends:
        return ""
    end = max(place for place, _ in ends)
    rule = min(rule for place, rule in ends if place == end)
    name = subject(result.incident_type)
    return f"{name} show a pattern: {NAMES[result.rules][rule]}, up to {month(result.months[end])}"


def _without_limits(result: Trend) -> tuple[str, str, str]:
    """Title, chip and tone when no month can be judged: a shift, or else the last count."""
    if result.runs and result.runs.signal:
        return _shift(result)
    return _last_count(result), "Cannot tell", "unsure"


def _last_count(result: Trend) -> str:
    """The last count, and why not more can be said of it."""
    last = max(i for i, count in enumerate(result.counts) if count is not None)
    count = number(result.counts[last] or 0)
    start = f"{subject(result.incident_type)} in {month(result.months[last])}: {count}"
    if not _varies(result) and result.known >= FEWEST:
        return f"{subject(result.incident_type)}: {count} in every month"
    if result.runs:
        return f"{start}; no lasting shift, and no limits to judge single months by"
    if result.known >= FEWEST:
        return f"{start}; no limits can be set to judge it by"
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


def _series(result: Trend) -> NDArray[np.float64]:
    """The counts that the run tests are of: those since the last step, NaN at gaps."""
    counts = np.array([np.nan if c is None else c for c in result.counts], np.float64)
    return counts[result.phases[-1].first if result.phases else 0 :]


def over(result: Trend) -> bool:
    """Whether the run tests found a shift that is over."""
    return result.runs is not None and came_back(_series(result), result.runs)


def _shift(result: Trend) -> tuple[str, str, str]:
    """Title, chip and tone when the run tests found a shift, lasting or over."""
    assert result.runs is not None
    series = _series(result)
    run = longest_run(series, result.runs.median)
    if run is None or not over(result):
        what = f"A lasting shift{_drift(result)} in {inside(result.incident_type)}"
        return what, "A lasting shift", "change"
    side = "above" if series[run[0]] > result.runs.median else "below"
    first = len(result.months) - series.size
    when = period(result.months[first + run[0]], result.months[first + run[1]])
    what = f"{subject(result.incident_type)} shifted and came back: {side} the median from {when}"
    return what, OVER, "change"


def _drift(result: Trend) -> str:
    """Up or down, from where the longest run lies; nothing where that and the ends disagree."""
    series = _series(result)
    series = series[~np.isnan(series)]
    assert result.runs is not None
    run = longest_run(series, result.runs.median)
    third = max(1, series.size // 3)
    by = float(series[-third:].mean() - series[:third].mean())
    if run is None or by == 0:
        return ""
    above = bool(series[run[0]] > result.runs.median)
    off = np.flatnonzero(series != result.runs.median)
    if run[1] == off[-1] and run[0] != off[0]:  # it goes on
        agrees = (by > 0) is above
    elif run[0] == off[0] and run[1] != off[-1]:  # it was left
        agrees = (by < 0) is above
    else:
        agrees = True
    return (" upwards" if by > 0 else " downwards") if agrees else ""


def _sentences(result: Trend) -> list[str]:
    """What a layman must know, in order of weight."""
    said: list[str] = []
    for phase in result.phases:
        base = period(result.months[phase.base_first], result.months[phase.base_last])
        kind = "Provisional limits" if phase.provisional else "Natural limits"
        said.append(
            f"{kind} of {usual_of(phase)} a month come from "
            f"{base} ({counted(phase.n, 'month')}, {middle(result).lower()} "
            f"{number(phase.mean, 1)})."
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
        said.append(said_runs(result.runs, over=over(result)))
    if result.phases and not result.standard:
        said.append(_said_patterns(result))
    if result.jumps:
        said.append(_said_jumps(result))
    said += [said_gaps(result.gaps), said_partial(result.partial, _in_partial(result))]
    said.append(said_early(result.basis))
    return [one for one in said if one]


def _said_patterns(result: Trend) -> str:
    """Each rule that found something, with the month in which its pattern last ended."""
    names, found = NAMES[result.rules], []
    for one in result.patterns:
        ends = month(result.months[one.ends[-1]])
        times = "" if len(one.ends) == 1 else f"{small(len(one.ends))} times, last "
        found.append(f"rule {one.rule}, {names[one.rule]} ({times}in {ends})")
    if not found:
        return f"None of the other {small(len(names) - 1)} rules finds a pattern."
    return f"The other rules find: {'; '.join(found)}."


def _said_jumps(result: Trend) -> str:
    """Months unlike the month before them by more than is usual; the last is told in full."""
    last = result.jumps[-1]
    now, then = result.counts[last] or 0, result.counts[last - 1] or 0
    phase = next(p for p in result.phases if p.first <= last <= p.last)
    least = floor(phase.range_upper + 1e-9)
    near = f"within {number(least)} of each other" if least else "alike"
    said = (
        f"From {month(result.months[last - 1])} to {month(result.months[last])} it went from "
        f"{number(then)} to {number(now)}; neighbouring months are usually {near}"
    )
    others = len(result.jumps) - 1
    more = f"{capital(small(others))} earlier {'change was' if others == 1 else 'changes were'}"
    return f"{said}. {more} larger than is usual too." if others else f"{said}."


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
    return WHY_UNSET.get(result.unset, "The baseline gives no limits.")


def said_runs(runs: Runs, unit: str = "month", *, over: bool = False) -> str:
    """The run tests in words; ``over`` where the counts came back from the shift."""
    crossed = {0: "never crossed", 1: "crossed once", 2: "crossed twice"}.get(
        runs.crossings, f"crossed {counted(runs.crossings, 'time')}"
    )
    found = (
        f"The longest run on one side of the middle is {counted(runs.longest, unit)} (chance "
        f"allows {runs.longest_allowed}), and the middle is {crossed} "
        f"(chance gives at least {runs.fewest_allowed})"
    )
    if over:
        return f"{found}: a shift that is over, for {unit}s before and after it lie on both sides."
    return found + (": a lasting shift." if runs.signal else ": no lasting shift.")


def _working(result: Trend) -> list[str]:
    """How it was worked out, for who wants to check."""
    limits = "mean plus and minus 2.66 times the mean moving range of the baseline"
    ranges = "3.267 times the mean moving range"
    if result.medians:
        limits = "median plus and minus 3.145 times the median moving range of the baseline"
        ranges = "3.865 times the median moving range"
    return [
        f"Counted: {inside(result.incident_type)}, by the month of the start date; complete "
        "months only.",
        f"Natural limits: {limits}; the lower is never below 0. No moving range is taken across "
        "a gap. Limits move only when a person gives a month and a reason.",
        _rules(result),
        f"The largest usual change from one month to the next: {ranges}. A larger one is told, "
        "but is no signal of its own.",
        "Season: variance of the month of the year after a straight trend is taken out, at 5%; "
        "it needs two years.",
        *said_events(result.events),
    ]


def _rules(result: Trend) -> str:
    """What counts as a signal."""
    outside = "Signals: a month outside the limits (one exactly on a limit is none)"
    if result.standard:
        return (
            f"{outside}; and Anhøj's run tests about the median of the months since the last "
            "step."
            + (f" {_luck(result)} It is fewer with a longer baseline." if result.phases else "")
        )
    whose = "Nelson's eight rules" if result.rules == NELSON else "the Western Electric rules"
    named = [f"{rule} {name}" for rule, name in NAMES[result.rules].items()]
    return (
        f"{outside}, and the other patterns of {whose}: {listed(named)}. Far out is two thirds of "
        "the way to a limit, well out is one third, close is nearer than that; each pattern is "
        "marked at its last month, and a gap breaks it off."
    )
