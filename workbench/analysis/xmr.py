"""Natural limits of a series of counts, runs about its middle, and what lies outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workbench.analysis.chances import binomial_quantile, f_at_least

Floats = NDArray[np.float64]

LIMIT: Final = 2.660  # 3 / 1.128: mean moving range to three sigma
RANGE_LIMIT: Final = 3.267  # D4 for pairs
MEDIAN_LIMIT: Final = 3.145  # 3 / 0.954: median moving range to three sigma
MEDIAN_RANGE_LIMIT: Final = 3.865  # D6 for pairs
FEWEST: Final = 6  # months to draw provisional limits
ENOUGH: Final = 12  # months to call them limits
RUNS_NEED: Final = 10  # useful points for the run tests
_HAIR: Final = 1e-9  # a limit may miss a value that lies on it by so much, for rounding
_SIDES_NEED: Final = 5  # useful points to tell that they lie on both sides as chance allows


@dataclass(frozen=True)
class Limits:
    """Centre and natural limits; ``lower`` is never below 0 unless the values go below it."""

    mean: float  # the centre: the median where the limits are those of medians
    moving_range: float  # mean, or median
    ranges: int  # pairs of neighbours behind it
    lower: float
    upper: float
    range_upper: float
    n: int
    sigma: float = 0.0  # a third of the reach of the limits


def xmr_limits(
    values: ArrayLike, *, medians: bool = False, centre: float | None = None
) -> Limits | None:
    """Natural process limits of individual values (XmR chart).

    ``mean ± 2.660 x mean moving range``, and ``3.267 x mean moving range`` for the ranges; or with
    medians ``median ± 3.145 x median moving range``, and 3.865, which odd values move less.
    Missing values (NaN) are gaps: no moving range is taken across one. The lower limit is cut at 0
    when no value is negative, for counts.

    Args:
        values: shape (n,), in time order, any unit.
        medians: whether centre and range are medians.
        centre: the middle line where it is neither: the mean with a median range, or a target.

    Returns:
        The limits in the unit of the values; None with under two neighbouring values, or when
        nothing varies (with medians: when half of the neighbours are alike), for then there is
        no range to set limits by.

    Source: Wheeler, Understanding Variation (1993); NIST/SEMATECH e-Handbook 6.3.2.2.
    """
    series = np.asarray(values, np.float64)
    ranges = np.abs(np.diff(series))
    ranges = ranges[~np.isnan(ranges)]
    known = series[~np.isnan(series)]
    if ranges.size == 0:
        return None
    average = np.median if medians else np.mean
    middle = float(average(known)) if centre is None else centre
    moving = float(average(ranges))
    if moving == 0:
        return None
    reach = (MEDIAN_LIMIT if medians else LIMIT) * moving
    lower = middle - reach
    if known.min() >= 0:
        lower = max(0.0, lower)
    top = (MEDIAN_RANGE_LIMIT if medians else RANGE_LIMIT) * moving
    n = int(known.size)
    return Limits(middle, moving, int(ranges.size), lower, middle + reach, top, n, reach / 3)


def beyond(values: ArrayLike, lower: float, upper: float) -> tuple[int, ...]:
    """Places of the values outside the limits; one exactly on a limit is no signal.

    Args:
        values: shape (n,); NaN is never a signal.
        lower: the lower natural limit, in the unit of the values.
        upper: the upper one.
    """
    series = np.asarray(values, np.float64)
    hair = _HAIR * max(1.0, abs(lower), abs(upper))
    return tuple(int(i) for i in np.flatnonzero((series < lower - hair) | (series > upper + hair)))


def within(lower: float, upper: float) -> tuple[float, float, int]:
    """The limits rounded inwards, to the counts they hold: a count outside never reads as inside.

    Args:
        lower: the lower limit, of counts.
        upper: the upper one.

    Returns:
        The lowest and highest whole count within, and 0; where the limits hold no whole count,
        both rounded inwards with so many decimals as leave something between them.
    """
    hair = _HAIR * max(1.0, abs(lower), abs(upper))
    for places in range(10):
        unit = 10**places
        low = float(np.ceil((lower - hair) * unit) / unit) + 0.0
        high = float(np.floor((upper + hair) * unit) / unit)
        if low <= high:
            return low, high, places
    return lower, upper, 9


@dataclass(frozen=True)
class Runs:
    """The Anhoej tests of one series about its median."""

    median: float
    useful: int  # values that are not the median itself
    longest: int
    longest_allowed: int
    crossings: int
    fewest_allowed: int

    @property
    def signal(self) -> bool:
        """True when a run is too long, or the middle is crossed too seldom, for chance alone."""
        return self.longest > self.longest_allowed or self.crossings < self.fewest_allowed


def runs_limits(useful: int) -> tuple[int, int]:
    """Longest run and fewest crossings that chance allows for so many useful values.

    ``round(log2 n + 3)`` and the 5% point of binomial(n - 1, 1/2).

    Source: Anhøj & Olesen (2014) PLoS ONE 9:e113825.
    """
    return round(np.log2(useful) + 3), binomial_quantile(0.05, useful - 1, 0.5)


def anhoej(values: ArrayLike, median: float | None = None) -> Runs | None:
    """Test a series for a lasting shift by its runs about the median.

    Values equal to the median are passed over; NaN too.

    Args:
        values: shape (n,), in time order.
        median: the middle to use, such as that of a baseline; None for that of the values.

    Returns:
        None with fewer than ``RUNS_NEED`` useful values.

    Source: Anhøj & Olesen (2014) PLoS ONE 9:e113825.
    """
    series = np.asarray(values, np.float64)
    series = series[~np.isnan(series)]
    if series.size < RUNS_NEED:
        return None
    middle = float(np.median(series)) if median is None else median
    above = series[series != middle] > middle
    if above.size < RUNS_NEED:
        return None
    turns = np.flatnonzero(np.diff(above))
    ends = np.concatenate([[-1], turns, [above.size - 1]])
    longest_allowed, fewest = runs_limits(int(above.size))
    return Runs(
        middle, int(above.size), int(np.diff(ends).max()), longest_allowed, turns.size, fewest
    )


def longest_run(values: ArrayLike, median: float) -> tuple[int, int] | None:
    """First and last place of the longest run on one side of a middle; the latest when several.

    Values equal to the middle, and NaN, neither break a run nor count in it.

    Args:
        values: shape (n,), in time order.
        median: the middle.

    Returns:
        None when no value lies off the middle.
    """
    series = np.asarray(values, np.float64)
    places = np.flatnonzero(~np.isnan(series) & (series != median))
    if not places.size:
        return None
    above = series[places] > median
    ends = np.append(np.flatnonzero(np.diff(above)), above.size - 1)
    starts = np.append(0, ends[:-1] + 1)
    which = int(np.flatnonzero(ends - starts == (ends - starts).max())[-1])
    return int(places[starts[which]]), int(places[ends[which]])


def both_sides(values: ArrayLike, median: float) -> bool:
    """Tell whether values lie on both sides of a middle as chance allows.

    Neither side may hold fewer than chance gives 19 times in 20, and Anhoej's tests must pass.

    Args:
        values: shape (n,), in time order; NaN, and values on the middle, are passed over.
        median: the middle.

    Returns:
        False too with under five useful values, which could lie on one side by chance alone.
    """
    series = np.asarray(values, np.float64)
    above = series[~np.isnan(series) & (series != median)] > median
    if above.size < _SIDES_NEED:
        return False
    turns = np.flatnonzero(np.diff(above))
    longest = int(np.diff(np.concatenate([[-1], turns, [above.size - 1]])).max())
    allowed, fewest = runs_limits(above.size)
    fewer_side = min(int(above.sum()), int((~above).sum()))
    return (
        longest <= allowed
        and turns.size >= fewest
        and fewer_side >= max(1, binomial_quantile(0.05, above.size, 0.5))
    )


def came_back(values: ArrayLike, runs: Runs) -> bool:
    """Tell whether a shift is over: the longest run is too long for chance, but lies between
    values on both sides, before and after it, as chance allows.

    Args:
        values: the series whose runs these are, shape (n,), in time order.
        runs: its run tests.
    """
    series = np.asarray(values, np.float64)
    found = longest_run(series, runs.median)
    if found is None or runs.longest <= runs.longest_allowed:
        return False
    before, after = series[: found[0]], series[found[1] + 1 :]
    return both_sides(before, runs.median) and both_sides(after, runs.median)


def seasonal(values: ArrayLike, months: ArrayLike) -> bool | None:
    """Tell whether the months of the year differ by more than chance.

    One-way analysis of variance of the month of the year, on square roots without their straight
    trend, at 5%.

    Args:
        values: counts, shape (n,); NaN is passed over.
        months: 1 to 12, shape (n,).

    Returns:
        None with fewer than 24 values: two years are the least that can show a season.
    """
    series, month = np.asarray(values, np.float64), np.asarray(months, np.int64)
    known = ~np.isnan(series)
    if known.sum() < 24:
        return None
    time = np.flatnonzero(known).astype(np.float64)
    level, month = np.sqrt(series[known]), month[known]
    left = level - np.polynomial.Polynomial.fit(time, level, 1)(time)
    groups = [left[month == m] for m in np.unique(month)]
    if min(map(len, groups)) < 2 or np.allclose(left, 0):
        return None
    whole = np.concatenate(groups).mean()
    between = sum(len(one) * (one.mean() - whole) ** 2 for one in groups) / (len(groups) - 1)
    inside = len(left) - len(groups)
    within = sum(((one - one.mean()) ** 2).sum() for one in groups) / inside
    if within == 0:
        return True  # every month is always the same, and not all alike
    return f_at_least(between / within, len(groups) - 1, inside) < 0.05
