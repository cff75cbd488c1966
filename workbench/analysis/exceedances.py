"""The latest count of each area, place or kind, set against its own earlier ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workbench.analysis import periods
from workbench.analysis.chances import binomial_quantile
from workbench.analysis.crossing import Crossed, cross, ways
from workbench.analysis.exceedance import LEVEL, Unusual, unusual
from workbench.analysis.hiding import hidden, without_small
from workbench.analysis.kind import Asked, Basis, Parameter, Value
from workbench.analysis.months import of_type
from workbench.analysis.multiple import rejected
from workbench.analysis.periods import Periods, by_period
from workbench.analysis.streets import without_addresses
from workbench.analysis.words import listed, number, small
from workbench.errors import CannotAnswerError

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

KEPT: Final = 500  # of the most unusual that a result holds; the rest is in its totals
FEWEST: Final = {"month": 3, "week": 6}  # earlier periods
RECENT: Final = {"month": 12, "week": 52}  # earlier periods, where the time of year is not matched
NO_NAME: Final = {"area": "no small area", "place": "no place", "kind": "no kind of incident"}
HIGH, UNSURE, USUAL = "unusually high", "cannot tell", "within what is usual"
WAYS = (("auto", "The most exact that the file has"), ("area", "Area"),
        ("kind", "Kind of incident"), ("place", "Place"))  # fmt: skip
COMPARED = Parameter(
    "compared", "Compare with", "choice", "auto",
    (("auto", "The same time of earlier years, if there are two"),
     ("recent", "The year before")),
)  # fmt: skip


@dataclass(frozen=True)
class Exceedances:
    """The latest count of each against its own past, the most unusual first.

    Lists hold the first ``KEPT``; ``family``, ``above`` and ``unclear`` are of all. A count that is
    hidden is below 0; an expected count that is hidden is not a number, its range -1.
    """

    basis: Basis
    incident_type: str
    by: str
    snap: bool
    unit: str
    period: date
    compared: tuple[date, ...]  # the earlier periods
    matched: bool  # they are of the same time of year
    names: tuple[str, ...]
    counts: Whole
    expected: Floats
    low: Whole
    high: Whole
    phi: Floats
    p: Floats
    adjusted: Floats
    family: int
    above: int
    unclear: int
    fresh: int  # how many of all had none before, and three or more now
    gaps: tuple[date, ...]
    partial: tuple[date, ...]
    threshold: int = 0
    tiny: bool = False  # the areas are small areas by their codes
    many: str = "fdr"  # how it was allowed for that all were looked at

    @property
    def luck(self) -> float:
        """How many of all lie above their own range by luck, at most."""
        return LEVEL * self.family

    @property
    def lucky(self) -> bool:
        """Whether no more lie above their own range than luck may put there."""
        return self.unclear <= binomial_quantile(1 - LEVEL, self.family, LEVEL)

    def verdict(self, at: int) -> str:
        """One of three things that can be said of one."""
        if self.adjusted[at] <= LEVEL:
            return HIGH
        return UNSURE if self.p[at] <= LEVEL else USUAL


def exceedances(asked: Asked, given: Mapping[str, Value]) -> Exceedances:
    """Count each in the latest complete period and in those it is compared with.

    Args:
        asked: the rows, and boundaries to put them into where they have no code.
        given: the settings of the question, complete.

    Raises:
        CannotAnswerError: nothing to count by, or too few earlier periods.
    """
    wanted, unit = str(given["type"] or ""), str(given["unit"])
    by = _way(str(given["by"]), asked)
    rows = of_type(asked.incidents, wanted)
    found = by_period(asked.incidents, wanted, unit, str(given["empty"]))
    at, earlier, matched = _compared(given, found)
    asked.progress.report(0, 2, "Counting")
    chosen = [found.starts[int(one)] for one in (*earlier, at)]
    counts = cross(rows, by, unit, chosen, asked.shapes)
    asked.progress.report(1, 2, "Comparing each with its own past")
    return _made(asked, found, counts, (at, earlier, matched), wanted, str(given["many"]))


def _way(wanted: str, asked: Asked) -> str:
    """What to count by; refused in words when the file does not have it."""
    can = ways(asked.incidents, asked.shapes)
    if wanted == "auto" and can:
        return can[0]
    if wanted in can:
        return wanted
    what = {"area": "small area", "kind": "kind of incident", "place": "place"}
    if not can:
        raise CannotAnswerError(
            "This file says neither where its incidents happened nor of what kind they are, so "
            "there is nothing to compare. Bring in a file with a small area, a place or a kind."
        )
    raise CannotAnswerError(
        f"This file has no {what[wanted]} column. Nothing was changed. Count by "
        f"{listed([what[one] for one in can], 'or')} instead, or bring in a file that has one."
    )


def _compared(given: Mapping[str, Value], found: Periods) -> tuple[int, Whole, bool]:
    """The place of the latest period, those of the earlier ones, and whether the season is met."""
    known = found.known
    if known.size <= FEWEST[found.unit]:
        raise CannotAnswerError(
            f"To say what is usual takes {small(FEWEST[found.unit])} complete {found.unit}s before "
            f"the latest, and the data have {number(max(0, known.size - 1))}. Nothing was changed. "
            f"Bring in earlier {found.unit}s."
        )
    at, before = int(known[-1]), known[:-1]
    if given["compared"] != "recent":
        same = _same_time(found, at, before)
        if same.size:
            return at, same, True
    return at, before[-RECENT[found.unit] :], False


def _same_time(found: Periods, at: int, before: Whole) -> Whole:
    """Places of the same month of earlier years, or of the same three weeks; none without two."""
    if found.unit == "month":
        same: Whole = before[(at - before) % 12 == 0]
        return same if same.size > 1 else same[:0]
    years = [round(at - 365.25 / 7 * k) for k in range(1, at // 52 + 1)]
    sets = [before[np.abs(before - year) <= 1] for year in years]
    full = [one for one in sets if one.size]
    several: Whole = np.sort(np.concatenate(full)) if len(full) > 1 else before[:0]
    return several


def _made(
    asked: Asked,
    found: Periods,
    counts: Crossed,
    chosen: tuple[int, Whole, bool],
    wanted: str,
    many: str,
) -> Exceedances:
    at, earlier, matched = chosen
    now, before = counts.counts[:, -1], counts.counts[:, :-1]
    there = (now > 0) | before.any(axis=1)
    now, before = now[there], before[there]
    names = [name for name, use in zip(counts.names, there, strict=True) if use]
    if not names:
        raise CannotAnswerError(
            f"There is no incident with a {NO_NAME[counts.by][3:]} in these {found.unit}s, so "
            "nothing can be compared. Nothing was changed. Choose other rows."
        )
    said = unusual(now, before, found.days[earlier] / found.days[at], many)
    order = np.lexsort((np.array(names), -now, said.p))
    first = order[:KEPT]
    starts = tuple(found.starts[int(one)] for one in earlier)
    period = found.starts[at]
    nowhere = int(counts.nowhere.sum())
    out = (*found.left_out, (NO_NAME[counts.by], nowhere))
    return Exceedances(
        Basis(asked.incidents.source, int(now.sum() + before.sum()), starts[0],
              periods.end(period, found.unit), tuple(pair for pair in out if pair[1])),
        wanted, counts.by, counts.snap, found.unit, period, starts, matched,
        tuple(names[int(one)] for one in first),
        now[first], *_parts(said, first),
        family=len(names),
        above=rejected(said.adjusted, LEVEL),
        unclear=rejected(said.p, LEVEL) - rejected(said.adjusted, LEVEL),
        fresh=int(((now >= 3) & (said.expected == 0)).sum()),
        gaps=tuple(s for s, c in zip(found.starts, found.counts, strict=True) if np.isnan(c)),
        partial=found.partial,
        tiny=counts.tiny,
        many=many,
    )  # fmt: skip


def _parts(said: Unusual, at: Whole) -> tuple[Floats, Whole, Whole, Floats, Floats, Floats]:
    low, high = said.usual(at)
    return said.expected[at], low, high, said.phi[at], said.p[at], said.adjusted[at]


def conceal(result: Exceedances, threshold: int) -> Exceedances:
    """Without small counts, others that would give them back, and ranges that rest on few."""
    counts = hidden(result.counts, threshold)
    days = np.array([periods.days_of(one, result.unit) for one in result.compared])
    before = result.expected * days.sum() / periods.days_of(result.period, result.unit)
    few = (counts < 0) | ((before > 0.5) & (before < threshold - 0.5))
    high, rare = result.adjusted <= LEVEL, result.p <= LEVEL
    basis = replace(result.basis, left_out=without_small(result.basis.left_out, threshold))
    names = result.names
    if result.by == "place":
        names = without_addresses(names, snapped=result.snap)
    return replace(
        result,
        basis=basis,
        names=names,
        counts=counts,
        expected=np.where(few, np.nan, result.expected),
        low=np.where(few, -1, result.low),
        high=np.where(few, -1, result.high),
        phi=np.where(few, np.nan, result.phi),
        p=np.where(few, np.where(rare, 0.0, 1.0), result.p),
        adjusted=np.where(few, np.where(high, 0.0, 1.0), result.adjusted),
        threshold=threshold,
    )
