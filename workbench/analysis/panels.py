"""Treated small areas against many others, month by month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.analysis.area_months import AreaMonths, by_area, placed
from workbench.analysis.chances import normal_quantile
from workbench.analysis.chosen_areas import codes_of, keep_apart, need_codes, rows_in
from workbench.analysis.comparison import FEW, Interval
from workbench.analysis.differences import (
    CLUSTERS,
    EACH_SIDE,
    PanelDifference,
    difference_of_means,
    panel_difference,
    trend_difference,
)
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked, Basis, Event, Value
from workbench.analysis.months import Monthly, days_in, index, last_day, monthly, of_type, parse
from workbench.analysis.subject import subject
from workbench.analysis.uncertainty import LEVEL, Layout, Variation, beside
from workbench.analysis.verdict import Move, move
from workbench.analysis.words import month, number, period
from workbench.domain.data import Role
from workbench.errors import CannotAnswerError

Floats = NDArray[np.float64]
Spans = tuple[NDArray[np.bool_], NDArray[np.bool_]]  # months compared, before and after

LEAST: Final = 2  # months with data on each side of the start
PHASE_IN: Final = 12  # months that may be left out, at most
NOWHERE: Final = "No small area"
MONTH: Final = 365.25 / 12  # days


@dataclass(frozen=True)
class Group:
    """Treated areas or the others: how many, and their counts together."""

    areas: int
    with_counts: int  # of them those with an incident in the months compared
    before: int
    after: int
    by_month: tuple[int | None, ...]


@dataclass(frozen=True)
class Plain:
    """Incidents a month in one area on average, before and after, and how the changes differ."""

    treated: tuple[float, float]
    control: tuple[float, float]
    difference: Interval  # treated less control; the estimate alone where areas are few
    ranged: bool


@dataclass(frozen=True)
class Panel:
    """Treated areas against others, and what may be said of the difference."""

    basis: Basis
    incident_type: str
    months: tuple[date, ...]
    start: date
    phase_in: int  # months from the start on that are left out
    treated: Group
    control: Group
    all_others: bool  # whether the control is every other area
    days: tuple[int, int]  # of the months with data, before and after
    known: tuple[int, int]  # months with data, before and after
    ratio: Interval
    chance: Interval  # by chance alone
    errors: str  # as ``PanelDifference.errors``, or "months": by the policy for comparisons
    dispersion: float | None
    before_gap: Interval | None  # how the yearly trends differed before the start
    trended: Interval | None  # the ratio with a straight trend of the treated areas' own
    partial: tuple[date, ...]
    in_partial: int
    events: tuple[Event, ...]
    plain: Plain | None = None  # None in answers from before it was told

    @property
    def opposed(self) -> bool:
        """Whether plain numbers point the other way than the ratio, though that is clear."""
        if self.plain is None or self.move is Move.UNSURE:
            return False
        return (self.plain.difference.estimate > 0) != (self.ratio.estimate > 1)

    @property
    def alike_before(self) -> bool | None:
        """Whether the areas are known to have moved alike before the start."""
        return None if self.before_gap is None else not self.before_gap.excludes(1)

    @property
    def move(self) -> Move:
        """Fell, rose or cannot tell.

        Where the trends differed before, only what stands with their own trend taken on as well.
        """
        return move(self.ratio, *([self.trended] if self.alike_before is False else []))

    @property
    def prevented(self) -> Interval:
        """Expected less recorded in the treated areas after the start."""
        ends = (self.ratio.estimate, self.ratio.high, self.ratio.low)
        mid, low, high = (self.treated.after * (1 / end - 1) for end in ends)
        return Interval(mid, low, high)

    @property
    def gaps(self) -> tuple[date, ...]:
        """Months without data."""
        return tuple(
            m for m, c in zip(self.months, self.treated.by_month, strict=True) if c is None
        )

    @property
    def masked(self) -> tuple[int, ...]:
        """Places of the months in which the response was only coming in."""
        low = index(self.start)
        return tuple(
            i for i, day in enumerate(self.months) if low <= index(day) < low + self.phase_in
        )


def panel_of(asked: Asked, given: Mapping[str, Value]) -> Panel:
    """Compare treated areas with others, month by month.

    Args:
        asked: rows with small area and start; rows or totals.
        given: the settings of the question, complete: ``treated`` and ``control`` codes,
            ``start``, ``phase_in`` and ``type``.

    Raises:
        CannotAnswerError: areas or the start are missing, or there is too little to compare.
    """
    asked.incidents.need(Role.START, Role.AREA)
    asked = replace(asked, incidents=_slim(asked.incidents))
    treated, control = need_codes(given["treated"], "treated"), codes_of(given["control"])
    keep_apart(treated, control, ("the treated area", "the control"))
    start = parse(given["start"])
    if start is None:
        raise CannotAnswerError(
            "The first month of the response is not chosen, so there is no before and after. "
            "Nothing was changed. Choose the month in which it started."
        )
    phase_in = int(given["phase_in"]) if isinstance(given["phase_in"], (int, float)) else 0
    wanted = str(given["type"] or "")
    rows_in(asked.incidents, treated, "treated")  # refuses where there are none
    rows = _sides(asked.incidents, treated, control)
    found = monthly(rows, wanted)
    matrix = by_area(of_type(rows, wanted), found)
    return _panel(asked, _Chosen(wanted, treated, control, start, phase_in), found, matrix)


def _slim(incidents: Incidents) -> Incidents:
    """The columns that are asked of, and what the edition covers, looked for once."""
    wanted = [
        role for role in (Role.START, Role.AREA, Role.TYPE, Role.COUNT) if incidents.has(role)
    ]
    frame = incidents.frame.select(role.value for role in wanted)
    return replace(incidents, frame=frame, coverage=incidents.covered())


@dataclass(frozen=True)
class _Chosen:
    """What was asked for."""

    wanted: str
    treated: tuple[str, ...]
    control: tuple[str, ...]
    start: date
    phase_in: int


def _sides(incidents: Incidents, treated: tuple[str, ...], control: tuple[str, ...]) -> Incidents:
    """The rows of both sides; every row with an area when no control is named.

    Raises:
        CannotAnswerError: there is no other area.
    """
    if control:
        rows_in(incidents, control, "control")
        return incidents.only(pl.col(Role.AREA).is_in([*treated, *control]))
    rows = incidents.only(placed())
    if rows.frame[Role.AREA].is_in(list(treated)).all():
        raise CannotAnswerError(
            "Every row with a small area lies in the treated area, so there is nothing to compare "
            "it with. Nothing was changed. Choose a control area, or bring in a file that covers "
            "more than the treated area."
        )
    return rows


def _panel(asked: Asked, chosen: _Chosen, found: Monthly, matrix: AreaMonths) -> Panel:
    """Fit, and put the answer together."""
    at = np.array([index(m) for m in found.months])
    post = at >= index(chosen.start)
    coming = post & (at < index(chosen.start) + chosen.phase_in)
    done = np.isin(np.array(matrix.codes), np.array(chosen.treated))
    known = ~np.isnan(found.counts) & ~coming
    spans = (~post & known, post & known)
    _need_months(found, chosen, (int(spans[0].sum()), int(spans[1].sum())))
    treated = _group(matrix.counts[done], spans, len(chosen.treated))
    control = _group(matrix.counts[~done], spans, len(chosen.control) or None)
    groups = (treated, control)
    counts = np.where(coming, np.nan, matrix.counts)
    fit = None
    if min(n for group in groups for n in (group.before, group.after)) >= FEW:
        fit = panel_difference(counts, done, post)
    if fit is None:
        raise CannotAnswerError(_too_few(chosen, groups))
    ratio, errors = _allowed(fit, _varies(matrix.counts, done, at, spans), groups)
    compared = np.flatnonzero(spans[0] | spans[1])
    first, last = found.months[compared[0]], last_day(found.months[compared[-1]])
    n = sum(group.before + group.after for group in groups)
    parts = [[m for m, one in zip(found.months, span, strict=True) if one] for span in spans]
    return Panel(
        Basis(
            asked.incidents.source, n, first, last, _left_out(asked.incidents, chosen, found)
        ),
        chosen.wanted, found.months, chosen.start, chosen.phase_in, treated, control,
        not chosen.control,
        (days_in(parts[0]), days_in(parts[1])), (len(parts[0]), len(parts[1])), ratio,
        fit.chance, errors, fit.dispersion,
        *_trends(matrix.counts, done, at, spans),
        found.partial, found.in_partial,
        tuple(sorted((e for e in asked.events if at[0] <= index(e.day) <= at[-1]), key=_day)),
        _plain((matrix.counts[done], matrix.counts[~done]), groups, spans,
               (days_in(parts[0]), days_in(parts[1]))),
    )  # fmt: skip


def _varies(
    counts: Floats, done: NDArray[np.bool_], at: NDArray[np.int64], spans: Spans
) -> Variation:
    """How treated areas together vary against the others, by the policy for comparisons."""
    before, after = spans
    layout = Layout(at, before, after, before)
    return beside(counts[done].sum(axis=0), counts[~done], layout)


def _allowed(
    fit: PanelDifference, varies: Variation, groups: Sequence[Group]
) -> tuple[Interval, str]:
    """The wider of the regression's range and the one by the policy, and which it is."""
    chance = sum(1 / group.before + 1 / group.after for group in groups)
    reach = normal_quantile(0.5 + LEVEL / 2) * np.sqrt(varies.factor * chance)
    middle = fit.ratio.estimate
    low, high = middle * np.exp(-reach), middle * np.exp(reach)
    if fit.ratio.low <= low and fit.ratio.high >= high:
        return fit.ratio, fit.errors
    return Interval(middle, min(low, fit.ratio.low), max(high, fit.ratio.high)), "months"


def _plain(
    counts: tuple[Floats, Floats], groups: tuple[Group, Group], spans: Spans, days: tuple[int, int]
) -> Plain:
    """Means of either group of areas, those without a row too, and the difference of differences.

    The range is given by how the changes of the areas differ, where there are areas enough.
    """
    means: list[tuple[float, float]] = []
    errors: list[tuple[float]] = []
    for part, group in zip(counts, groups, strict=True):
        sums = [
            part[:, span].sum(axis=1) / long * MONTH for span, long in zip(spans, days, strict=True)
        ]
        areas = max(group.areas, len(part))
        means.append((float(sums[0].sum() / areas), float(sums[1].sum() / areas)))
        changes = np.zeros(areas)
        changes[: len(part)] = sums[1] - sums[0]
        errors.append((float(changes.std(ddof=1) / np.sqrt(areas)) if areas > 1 else 0.0,))
    sizes = [max(group.areas, len(part)) for part, group in zip(counts, groups, strict=True)]
    ranged = sum(sizes) >= CLUSTERS and min(sizes) >= EACH_SIDE
    found = difference_of_means(means[0], means[1], (errors[0], errors[1]) if ranged else None)
    return Plain(means[0], means[1], found, ranged)


def _day(event: Event) -> date:
    return event.day


def _trends(
    counts: Floats, done: NDArray[np.bool_], at: NDArray[np.int64], spans: Spans
) -> tuple[Interval | None, Interval | None]:
    """How the trends differed before the start, and the ratio with that taken on."""
    before, after = spans
    gap = trend_difference(counts[:, before], done, at[before])
    if gap is None:
        return None, None
    known = np.where(before | after, counts, np.nan)
    own = panel_difference(known, done, at > at[before].max(), trend=at)
    return gap, None if own is None else own.ratio


def _need_months(found: Monthly, chosen: _Chosen, known: tuple[int, int]) -> None:
    """Refuse when a side of the start has hardly a month."""
    if min(known) >= LEAST:
        return
    has = period(found.months[0], found.months[-1]) if found.months else "no month"
    raise CannotAnswerError(
        f"With a start in {month(chosen.start)} there are {number(known[0])} complete months "
        f"before and {number(known[1])} after: the file holds {has}. Nothing was changed. Choose "
        f"a start with at least {LEAST} months on each side, or bring in more months."
    )


def _too_few(chosen: _Chosen, groups: Sequence[Group]) -> str:
    """Why there is no answer, and what to do instead."""
    sides = [
        f"{number(group.before)} before and {number(group.after)} after in the {name}"
        for group, name in zip(groups, ("treated areas", "others"), strict=True)
    ]
    return (
        f"{subject(chosen.wanted)}: {sides[0]}, {sides[1]}. Each needs at least {FEW} to be "
        "compared. Nothing was changed. Ask of more kinds or more areas, or wait for more months."
    )


def _group(counts: Floats, spans: Spans, named: int | None) -> Group:
    """Sums of some areas; ``named`` is how many were chosen, some maybe without a row."""
    by_month = counts.sum(axis=0)
    compared = counts[:, spans[0] | spans[1]].sum(axis=1)
    before, after = (int(by_month[span].sum()) for span in spans)
    shown = tuple(None if np.isnan(one) else int(one) for one in by_month)
    return Group(named or len(counts), int((compared > 0).sum()), before, after, shown)


def _left_out(incidents: Incidents, chosen: _Chosen, found: Monthly) -> tuple[tuple[str, int], ...]:
    """Reasons and incidents: without an area where all areas are asked, and those of the months."""
    if chosen.control:
        return found.left_out
    rows = of_type(incidents, chosen.wanted)
    nowhere = rows.only(~placed().fill_null(value=False)).n
    return (*found.left_out, *(((NOWHERE, nowhere),) if nowhere else ()))
