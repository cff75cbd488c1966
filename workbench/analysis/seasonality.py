"""Counts by month taken apart into trend and season, or fitted with both where there are gaps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.comparison import Interval
from workbench.analysis.kind import Asked, Basis, Event, Value
from workbench.analysis.months import index, lengths, monthly
from workbench.analysis.seasons import (
    CHANGING,
    LOG,
    MOVING,
    Slope,
    back,
    centred_average,
    onto,
    rolling_total,
    scale_of,
    slope,
)
from workbench.analysis.stl import stl, windows
from workbench.analysis.subject import basis_of
from workbench.analysis.verdict import Move, move
from workbench.analysis.words import number
from workbench.analysis.xmr import seasonal
from workbench.errors import CannotAnswerError

Floats = NDArray[np.float64]
Row = tuple[float | None, ...]

FEWEST: Final = 24  # months: two whole years
BETTER: Final = 36
VAGUE: Final = 100.0  # between the ends of a range that says nothing
LAST: Final = 3  # points of a trend at its end that must not be read
AUTO, FIXED, CHANGES = "auto", "fixed", "changes"


@dataclass(frozen=True)
class Season:
    """Counts by month with their trend and season; rows are None where they are not known."""

    basis: Basis
    incident_type: str
    months: tuple[date, ...]
    counts: tuple[int | None, ...]
    trend: Row  # incidents in a month of average length, season taken out
    usual: Row  # trend and season together, for the month as long as it is
    average: Row  # centred, of twelve months
    totals: Row  # of each month and the eleven before
    effects: Row  # of January to December, against the trend: shares, or incidents
    shares: bool
    smooth: bool  # by STL; else a straight trend, for there are gaps
    fixed: bool  # the same season every year
    scale: str
    window: int  # of the trend; 0 for a straight one
    robust: bool
    strength: float | None  # of the season, 0 to 1
    season: bool | None  # whether months of the year differ by more than chance
    yearly: Interval | None  # ratio from year to year
    phi: float | None
    partial: tuple[date, ...] = ()
    events: tuple[Event, ...] = ()

    @property
    def move(self) -> Move:
        """Which way the straight trend goes, as far as its range lets anybody say."""
        return move(self.yearly)

    @property
    def gaps(self) -> tuple[date, ...]:
        """The months without data."""
        return tuple(m for m, c in zip(self.months, self.counts, strict=True) if c is None)

    @property
    def peak(self) -> tuple[int, int]:
        """The months of the year that lie highest and lowest against the trend, 0 to 11."""
        found = [(effect, at) for at, effect in enumerate(self.effects) if effect is not None]
        return max(found)[1], min(found)[1]

    def against(self, place: int, value: float | None) -> float | None:
        """A count against the trend of its month, as effects are: its length taken out."""
        level = self.trend[place]
        if value is None or level is None or (self.shares and level <= 0):
            return None
        value /= float(lengths([self.months[place]])[0])
        return value / level - 1 if self.shares else value - level


def season_of(asked: Asked, given: Mapping[str, Value]) -> Season:
    """Take the months apart; with gaps, fit a straight trend and a season instead.

    Args:
        asked: the rows and events.
        given: the settings of the question, complete.

    Raises:
        CannotAnswerError: fewer than two years, or nothing that could be fitted.
    """
    wanted = str(given["type"] or "")
    found = monthly(asked.incidents, wanted, empty=str(given["empty"]))
    counts, known = found.counts, int((~np.isnan(found.counts)).sum())
    if known < FEWEST or not found.n:
        raise CannotAnswerError(_too_few(known))
    long = lengths(found.months)
    line = slope(counts, [index(month) for month in found.months], long)
    apart = _apart(counts, long, given, line)
    low, high = index(found.months[0]), index(found.months[-1])
    months = np.array([month.month for month in found.months])
    shares = scale_of(counts) == LOG
    return Season(
        basis_of(asked.incidents.source, found), wanted, found.months,
        tuple(None if np.isnan(c) else int(c) for c in counts), _row(apart.trend),
        _row(apart.usual * long), _row(centred_average(counts)), _row(rolling_total(counts)),
        _row(_effects(apart, months, shares)), shares, apart.window > 0, apart.fixed, apart.scale,
        apart.window, apart.robust, apart.strength, _seasonal(counts, long, months),
        line.yearly if line and line.yearly.high < VAGUE * line.yearly.low else None,
        line.phi if line else None, found.partial,
        tuple(event for event in asked.events if low <= index(event.day) <= high),
    )  # fmt: skip


def _seasonal(counts: Floats, long: Floats, months: NDArray[np.int64]) -> bool | None:
    """Whether months of the year differ, both as they are and with their length taken out."""
    return seasonal(counts, months) and seasonal(counts / long, months)


def _too_few(known: int) -> str:
    """Why there is no season to be seen."""
    if known >= FEWEST:
        return (
            f"There is no incident of this kind in {number(known)} complete months, so there is "
            "neither trend nor season. Nothing was changed. Choose another kind of incident."
        )
    return (
        f"A season needs at least two whole years, {FEWEST} complete months, and the data have "
        f"{number(known)}. Nothing was changed. Bring in earlier months, or look at the monthly "
        "trend instead."
    )


def _row(values: Floats) -> Row:
    return tuple(None if np.isnan(value) else float(value) for value in values)


@dataclass(frozen=True)
class _Apart:
    """Trend and season in incidents a month of average length, and how they were found."""

    trend: Floats
    usual: Floats
    scale: str
    fixed: bool
    window: int = 0
    robust: bool = False
    strength: float | None = None


def _apart(counts: Floats, long: Floats, given: Mapping[str, Value], line: Slope | None) -> _Apart:
    """By STL; across gaps it cannot be, and a straight trend with a fixed season is fitted.

    Counts are put on a month of average length, or February would be the lowest of any series.
    """
    pattern, robust = str(given["pattern"]), bool(given["robust"])
    gaps = np.isnan(counts)
    if gaps.any():
        if line is None:
            raise CannotAnswerError(
                "There are months without data, and the others are too uneven for trend and "
                "season to be fitted to them. Nothing was changed. Bring in the months that are "
                "missing."
            )
        trend, usual = (np.where(gaps, np.nan, row) for row in (line.trend, line.usual))
        return _Apart(trend, usual, LOG, fixed=True)
    scale, n = scale_of(counts), counts.size
    changes = pattern == CHANGES or (pattern == AUTO and n >= CHANGING)
    wide = windows(n, 12, MOVING if changes else None)
    found = stl(onto(counts / long, scale), 12, wide, robust=robust)
    trend, usual = back(found.trend, scale), back(found.trend + found.seasonal, scale)
    return _Apart(trend, usual, scale, wide.fixed, wide.trend, robust, found.strength)


def _effects(apart: _Apart, months: NDArray[np.int64], shares: bool) -> Floats:
    """What the season adds in each month of the year, averaged over the years."""
    level = np.where(apart.trend > 0, apart.trend, np.nan)
    added = apart.usual / level - 1 if shares else apart.usual - apart.trend
    out = np.full(12, np.nan)
    for at in range(12):
        part = added[months == at + 1]
        part = part[~np.isnan(part)]
        out[at] = part.mean() if part.size else np.nan
    return out
