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
FEWEST: Final = 6  # months to draw provisional limits
ENOUGH: Final = 12  # months to call them limits
RUNS_NEED: Final = 10  # useful points for the run tests


@dataclass(frozen=True)
class Limits:
    """Mean and natural limits; ``lower`` is never below 0 unless the values go below it."""

    mean: float
    moving_range: float
    ranges: int  # pairs of neighbours behind it
    lower: float
    upper: float
    range_upper: float
    n: int


def xmr_limits(values: ArrayLike) -> Limits | None:
    """Natural process limits of individual values (XmR chart).

    ``mean ± 2.660 x mean moving range``. Missing values (NaN) are gaps: no moving range is taken
    across one. The lower limit is cut at 0 when no value is negative, for counts.

    Args:
        values: shape (n,), in time order, any unit.

    Returns:
        The limits in the unit of the values; None with under two neighbouring values, or when
        nothing varies, for then there is no range to set limits by.

    Source: Wheeler, Understanding Variation (1993); NIST/SEMATECH e-Handbook 6.3.2.2.
    """
    series = np.asarray(values, np.float64)
    ranges = np.abs(np.diff(series))
    ranges = ranges[~np.isnan(ranges)]
    known = series[~np.isnan(series)]
    if ranges.size == 0 or ranges.mean() == 0:
        return None
    mean, moving = float(known.mean()), float(ranges.mean())
    lower = mean - LIMIT * moving
    if known.min() >= 0:
        lower = max(0.0, lower)
    return Limits(
        mean,
        moving,
        int(ranges.size),
        lower,
        mean + LIMIT * moving,
        RANGE_LIMIT * moving,
        int(known.size),
    )


def beyond(values: ArrayLike, lower: float, upper: float) -> tuple[int, ...]:
    """Places of the values outside the limits; one exactly on a limit is no signal.

    Args:
        values: shape (n,); NaN is never a signal.
        lower: the lower natural limit, in the unit of the values.
        upper: the upper one.
    """
    series = np.asarray(values, np.float64)
    return tuple(int(i) for i in np.flatnonzero((series < lower) | (series > upper)))


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


def anhoej(values: ArrayLike) -> Runs | None:
    """Test a series for a lasting shift by its runs about the median.

    Values equal to the median are passed over; NaN too.

    Args:
        values: shape (n,), in time order.

    Returns:
        None with fewer than ``RUNS_NEED`` useful values.

    Source: Anhøj & Olesen (2014) PLoS ONE 9:e113825.
    """
    series = np.asarray(values, np.float64)
    series = series[~np.isnan(series)]
    if series.size < RUNS_NEED:
        return None
    median = float(np.median(series))
    above = series[series != median] > median
    if above.size < RUNS_NEED:
        return None
    turns = np.flatnonzero(np.diff(above))
    ends = np.concatenate([[-1], turns, [above.size - 1]])
    longest_allowed, fewest = runs_limits(int(above.size))
    return Runs(
        median, int(above.size), int(np.diff(ends).max()), longest_allowed, turns.size, fewest
    )


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
