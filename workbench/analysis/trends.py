"""Counts by month, the phases they fall into, and the months outside their limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.kind import Asked, Basis, Event, Value
from workbench.analysis.months import Monthly, index, monthly, parse
from workbench.analysis.rules import Pattern, patterns
from workbench.analysis.subject import basis_of
from workbench.analysis.words import month, period
from workbench.analysis.xmr import ENOUGH, FEWEST, Runs, anhoej, beyond, seasonal, xmr_limits
from workbench.errors import CannotAnswerError

Floats = NDArray[np.float64]

STANDARD = "standard"  # a month outside the limits, and Anhoej's runs
SHORT, APART, ALIKE, HALF_ALIKE = "short", "apart", "alike", "half alike"


@dataclass(frozen=True)
class Phase:
    """A run of months that share a mean and limits, worked out from its baseline months."""

    first: int  # places in ``months``, both included
    last: int
    base_first: int
    base_last: int
    n: int  # baseline months with data
    mean: float
    lower: float
    upper: float
    sigma: float = 0.0  # 0 in a result that was kept before there were rules
    range_upper: float = 0.0  # the largest usual change from one month to the next; 0 likewise

    @property
    def provisional(self) -> bool:
        """True when the baseline is too short for its limits to be relied on."""
        return self.n < ENOUGH


@dataclass(frozen=True)
class Trend:
    """Counts by month, what was usual, and the months outside it.

    ``counts`` is None in a month without data; ``partial`` are months left out at the ends.
    ``signals`` are the places outside the limits, whichever rules were chosen; ``runs`` are the
    tests of the standard rules, and ``patterns`` what the others found beside the limits.
    """

    basis: Basis
    incident_type: str
    months: tuple[date, ...]
    counts: tuple[int | None, ...]
    partial: tuple[date, ...]
    phases: tuple[Phase, ...]
    signals: tuple[int, ...]
    runs: Runs | None
    season: bool | None
    locked: bool  # the person chose where the baseline starts
    step: date | None
    step_reason: str
    events: tuple[Event, ...]
    rules: str = STANDARD
    patterns: tuple[Pattern, ...] = ()
    jumps: tuple[int, ...] = ()  # months that differ more from the month before than is usual
    medians: bool = False
    unset: str = ""  # why there are no limits; "" in a result kept before this was told

    @property
    def standard(self) -> bool:
        """Whether the limits and Anhoej's runs were asked, and no further rules."""
        return self.rules == STANDARD

    def rules_at(self, place: int) -> tuple[int, ...]:
        """The further rules whose pattern ends in a month."""
        return tuple(one.rule for one in self.patterns if place in one.ends)

    @property
    def known(self) -> int:
        """Months with data."""
        return sum(count is not None for count in self.counts)

    @property
    def gaps(self) -> tuple[date, ...]:
        """Months without data."""
        return tuple(m for m, c in zip(self.months, self.counts, strict=True) if c is None)


def trend_of(asked: Asked, given: Mapping[str, Value]) -> Trend:
    """Count by month, set limits from the baseline, and test every month against them.

    Args:
        asked: the rows and events.
        given: the settings of the question, complete.

    Raises:
        CannotAnswerError: a month that was chosen is not in the data, or a step has no reason.
    """
    wanted = str(given["type"] or "")
    found = monthly(asked.incidents, wanted, empty=str(given["empty"]))
    counts = found.counts
    start, step = _chosen(given, found)
    medians, rules = given["limits"] == "median", str(given["rules"])
    phases = _phases(counts, start, step, (_whole(given["baseline"]), medians))
    signals = tuple(
        sorted(i + p.first for p in phases for i in beyond(_part(counts, p), p.lower, p.upper))
    )
    since = phases[-1].first if phases else 0
    shown = sorted((e for e in asked.events if _within(e.day, found.months)), key=_day)
    return Trend(
        basis_of(asked.incidents.source, found),
        wanted,
        found.months,
        tuple(None if np.isnan(c) else int(c) for c in counts),
        found.partial,
        phases,
        signals,
        anhoej(counts[since:]) if rules == STANDARD else None,
        seasonal(counts, [m.month for m in found.months]) if found.months else None,
        bool(given["baseline_first"]),
        found.months[step] if step is not None else None,
        str(given["step_reason"] or "").strip(),
        tuple(shown),
        rules,
        _patterns(counts, phases, rules),
        tuple(sorted(place for phase in phases for place in _jumps(counts, phase))),
        medians,
        "" if phases else _unset(counts, start, step, (_whole(given["baseline"]), medians)),
    )


def _unset(counts: Floats, start: int, step: int | None, wanted: tuple[int, bool]) -> str:
    """Why the baseline gives no limits: too short, apart, all alike, or half of it alike."""
    end = counts.size if step is None else step
    base = _base(counts, start, end - 1, wanted[0])
    if base.size < FEWEST:
        return SHORT
    ranges = np.abs(np.diff(counts[base[0] : base[-1] + 1]))
    ranges = ranges[~np.isnan(ranges)]
    if ranges.size < FEWEST - 1:
        return APART
    return HALF_ALIKE if ranges.any() else ALIKE


def _base(counts: Floats, first: int, last: int, many: int) -> NDArray[np.int64]:
    """Places of the first so many months with data."""
    return np.asarray(first + np.flatnonzero(~np.isnan(counts[first : last + 1]))[:many], np.int64)


def _patterns(counts: Floats, phases: Sequence[Phase], rules: str) -> tuple[Pattern, ...]:
    """What the chosen rules find in each phase, but for rule 1, which the limits are."""
    found: dict[int, list[int]] = {}
    for phase in phases:
        part = patterns(rules, _part(counts, phase), phase.mean, phase.sigma)
        for rule, ends in part.items():
            found.setdefault(rule, []).extend(phase.first + end for end in ends)
    return tuple(Pattern(r, tuple(sorted(e))) for r, e in sorted(found.items()) if r > 1 and e)


def _jumps(counts: Floats, phase: Phase) -> list[int]:
    """Months that differ from the month before by more than the limit of moving ranges."""
    ranges = np.abs(np.diff(_part(counts, phase)))
    return [phase.first + int(at) + 1 for at in np.flatnonzero(ranges > phase.range_upper + 1e-9)]


def _day(event: Event) -> date:
    return event.day


def _within(day: date, months: Sequence[date]) -> bool:
    return bool(months) and index(months[0]) <= index(day) <= index(months[-1])


def _whole(value: Value) -> int:
    return int(value) if isinstance(value, (int, float, str)) and value else ENOUGH


def _part(counts: Floats, phase: Phase) -> Floats:
    return counts[phase.first : phase.last + 1]


def _phases(
    counts: Floats, start: int, step: int | None, wanted: tuple[int, bool]
) -> tuple[Phase, ...]:
    """One phase, or two with a step; with too few months since it, the old limits go on."""
    end = counts.size - 1
    if step is None:
        only = _phase(counts, 0, end, start, wanted)
        return (only,) if only else ()
    before = _phase(counts, 0, step - 1, start, wanted)
    after = _phase(counts, step, end, step, wanted)
    if before and not after:
        return (replace(before, last=end),)
    return tuple(phase for phase in (before, after) if phase)


def _chosen(given: Mapping[str, Value], found: Monthly) -> tuple[int, int | None]:
    """Where the baseline starts, and where the limits are worked out anew, as places."""
    first, step = parse(given["baseline_first"]), parse(given["step_at"])
    for day, what in ((first, "baseline"), (step, "step")):
        if day is not None and not _within(day, found.months):
            raise CannotAnswerError(
                f"The {what} starts in {month(day)}, but the complete months in this data are "
                f"{_span(found.months)}. Nothing was changed. Choose one of those."
            )
    if step is not None and not str(given["step_reason"] or "").strip():
        raise CannotAnswerError(
            "Limits are worked out anew only for a reason. Nothing was changed. "
            "Write what changed in that month, or empty the month of the step."
        )
    origin = index(found.months[0]) if found.months else 0
    return (
        index(first) - origin if first else 0,
        index(step) - origin if step and index(step) > origin else None,
    )


def _span(months: Sequence[date]) -> str:
    return period(months[0], months[-1]) if months else "none"


def _phase(
    counts: Floats, first: int, last: int, base: int, wanted: tuple[int, bool]
) -> Phase | None:
    """Limits from the first so many months with data since ``base``; None when too few.

    ``wanted`` is how many, and whether medians are to be used.
    """
    places = _base(counts, base, last, wanted[0])
    if places.size < FEWEST:
        return None
    limits = xmr_limits(counts[places[0] : places[-1] + 1], medians=wanted[1])
    if limits is None or limits.ranges < FEWEST - 1:  # months that stand alone set no limits
        return None
    ends = int(places[0]), int(places[-1])
    return Phase(
        first, last, *ends, limits.n, limits.mean, limits.lower, limits.upper, limits.sigma,
        limits.range_upper,
    )  # fmt: skip
