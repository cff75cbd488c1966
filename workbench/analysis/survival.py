"""How long it takes until something happens, when not all were watched until it did."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workbench.analysis.chances import chi2_quantile, normal_quantile

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]

LEVEL: Final = 0.95


@dataclass(frozen=True)
class Survival:
    """The Kaplan-Meier table: one entry for each time at which something happened."""

    times: Floats
    at_risk: Whole
    events: Whole
    survival: Floats  # share to whom it has not happened, just after each time
    error: Floats  # standard error of that share
    low: Floats
    high: Floats

    def at(self, time: float) -> float:
        """Share to whom it has not happened by this time; 1 before the first."""
        place = int(np.searchsorted(self.times, time, side="right"))
        return float(self.survival[place - 1]) if place else 1.0

    @property
    def median(self) -> float:
        """The first time by which it has happened to half; infinite when it has not."""
        below = np.flatnonzero(self.survival <= 0.5 + 1e-12)
        return float(self.times[below[0]]) if below.size else float("inf")


def kaplan_meier(
    times: ArrayLike, happened: ArrayLike, level: float = LEVEL, scale: str = "log"
) -> Survival:
    """The share to whom nothing has happened yet, by time.

    Args:
        times: (n,) time from the start until it happened, or until watching ended; 0 or more.
        happened: (n,) whether it happened (else watching ended before).
        level: of the range.
        scale: on which the range is symmetric: "log" (as R's survfit), "plain" or "log-log".

    Returns:
        The table. Ranges are cut to 0 and 1; where the share is 0 they cannot be given.

    Raises:
        ValueError: a time is below 0 or not known, or the scale is none of the three.

    Source: Kaplan and Meier (1958); Greenwood's variance.
    """
    time: Floats = np.asarray(times, np.float64).ravel()
    event: Mask = np.asarray(happened, np.bool_).ravel()
    if time.size and (not np.isfinite(time).all() or time.min() < 0):
        raise ValueError("times must be known and 0 or more")
    if scale not in {"log", "plain", "log-log"}:
        raise ValueError("the scale is log, plain or log-log")
    marks, tally = np.unique(time[event], return_counts=True)
    at_risk = time.size - np.searchsorted(np.sort(time), marks, side="left")
    share: Floats = np.cumprod(1.0 - tally / np.maximum(at_risk, 1), dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.cumsum(tally / (at_risk * (at_risk - tally.astype(np.float64))))
        error: Floats = np.asarray(share * np.sqrt(greenwood), np.float64)
        low, high = _range(share, error, normal_quantile((1 + level) / 2), scale)
    return Survival(
        marks, at_risk.astype(np.int64), tally.astype(np.int64), share,
        np.where(share > 0, error, np.nan), low, high,
    )  # fmt: skip


def _range(share: Floats, error: Floats, z: float, scale: str) -> tuple[Floats, Floats]:
    """A range for each share, symmetric on the scale."""
    if scale == "plain":
        low, high = share - z * error, share + z * error
    elif scale == "log":
        reach = np.exp(z * error / share)
        low, high = share / reach, share * reach
    else:
        reach = np.exp(z * error / (share * np.log(share)))
        low, high = share ** (1 / reach), share**reach
    return np.clip(low, 0, 1), np.clip(high, 0, 1)


@dataclass(frozen=True)
class Waits:
    """How long after each event the next one came, or how long none was seen to."""

    days: Floats  # to the next event, or to the end
    again: Mask  # whether there was a next event
    watched: Floats  # days to the end, whatever came
    victim: Whole  # to whom, in rising order

    @property
    def victims(self) -> int:
        """How many different victims there are."""
        # They are sorted; numpy's unique would hold the interpreter for a tenth of a second.
        return int((self.victim[1:] != self.victim[:-1]).sum()) + bool(self.victim.size)


def waits(days: ArrayLike, victims: ArrayLike, end: float) -> Waits:
    """The time from each event to the next one of the same victim.

    Args:
        days: (n,) when each event happened.
        victims: (n,) to whom: whole numbers.
        end: when watching ended, not before the last event.

    Returns:
        One wait for each event, sorted by victim and time. Events at the same time follow each
        other after no time at all.

    Raises:
        ValueError: an event lies after the end.
    """
    when: Floats = np.asarray(days, np.float64).ravel()
    whom: Whole = np.asarray(victims, np.int64).ravel()
    if when.size and when.max() > end:
        raise ValueError("an event lies after the end")
    order = np.lexsort((when, whom))
    when, whom = when[order], whom[order]
    again = np.append(whom[1:] == whom[:-1], False) if whom.size else np.empty(0, np.bool_)
    until = np.append(when[1:], end)[: when.size]
    return Waits(np.where(again, until, end) - when, again, end - when, whom)


@dataclass(frozen=True)
class Course:
    """The time course of repeats, one entry for each interval [low, high) after an event."""

    low: Floats
    high: Floats
    at_risk: Whole  # events watched to the end of the interval, none having followed before it
    events: Whole  # of those, how many were followed by the next within the interval
    days: Floats  # days at risk of those
    hazard: Floats  # events a day at risk
    ratio: Floats  # to the overall rate
    ratio_low: Floats
    ratio_high: Floats
    overall: float  # next events a day waited, over all


def time_course(
    found: Waits, edges: ArrayLike, *, waiting: bool = True, until_hit: bool = True
) -> Course:
    """How the risk of a next event changes with the time since the last, adjusted for exposure.

    Short gaps are seen more often than long ones, since watching ends: only events that were
    watched to the end of an interval count in it.

    Args:
        found: the waits.
        edges: (k + 1,) ascending days that divide k intervals [low, high).
        waiting: whether only those are at risk whose next event has not come before the interval.
            Without it all that were watched so long are, as in an incidence by interval.
        until_hit: whether days at risk end with the next event; else each counts for the whole
            interval, so that the hazard is events / (at risk x width).

    Returns:
        The course. ``ratio`` has a range of 95%: the wider of the exact Poisson range and of one
        that allows for events at one victim going together. Values are not numbers where nobody
        was at risk.

    Raises:
        ValueError: the edges do not rise.

    Source: hazard h = d / (n (b - a)) of intervals, exposure-adjusted (Johnson, Bowers and
    Hirschfield 1997); days until hit as in the piecewise exponential model; Garwood (1936).
    """
    bounds = _bounds(edges)
    waited, total = float(found.days.sum()), int(found.again.sum())
    overall = total / waited if waited > 0 else float("nan")
    groups = np.cumsum(np.diff(found.victim, prepend=found.victim[:1]) != 0)
    by_all = _shares(found.again.astype(np.float64), groups) - _shares(found.days, groups)
    cells = []
    for low, high in pairwise(bounds):
        risk = (found.watched >= high) & ((found.days >= low) | (not waiting))
        hit = risk & found.again & (found.days >= low) & (found.days < high)
        days = np.where(hit & until_hit, found.days - low, high - low) * risk
        d, e = int(hit.sum()), float(days.sum())
        apart = _shares(hit.astype(np.float64), groups) - _shares(days, groups) - by_all
        ratio = d / e / overall if e > 0 and overall > 0 else float("nan")
        error = float(np.sqrt((apart**2).sum()))
        one = 1 / (e * overall) if np.isfinite(ratio) else float("nan")  # the ratio of one event
        hazard = d / e if e > 0 else float("nan")
        cells.append((int(risk.sum()), d, e, hazard, ratio, *_span(one, d, error)))
    at_risk, events, *others = (np.array(part) for part in zip(*cells, strict=True))
    days_at_risk, hazards, ratios, least, most = (part.astype(np.float64) for part in others)
    return Course(
        bounds[:-1], bounds[1:], at_risk.astype(np.int64), events.astype(np.int64),
        days_at_risk, hazards, ratios, least, most, overall,
    )  # fmt: skip


def _bounds(edges: ArrayLike) -> Floats:
    """The edges of intervals; refused unless they rise."""
    bounds: Floats = np.asarray(edges, np.float64).ravel()
    if bounds.size < 2 or not (np.diff(bounds) > 0).all():
        raise ValueError("edges must rise")
    return bounds


def _shares(values: Floats, groups: Whole) -> Floats:
    """Each victim's share of the whole; 0 where there is none."""
    total = values.sum()
    sums = np.bincount(groups, weights=values) if groups.size else np.empty(0)
    return np.asarray(sums / total if total > 0 else np.zeros_like(sums), np.float64)


def _span(one: float, events: int, error: float) -> tuple[float, float]:
    """A range of 95% for a ratio: the wider of the exact one and the one by victim."""
    tail = (1 - LEVEL) / 2
    most = chi2_quantile(1 - tail, 2 * events + 2) / 2
    if not events:
        return 0.0 * one, most * one
    least = chi2_quantile(tail, 2 * events) / 2
    reach = float(np.exp(normal_quantile(1 - tail) * error))
    return min(least, events / reach) * one, max(most, events * reach) * one
