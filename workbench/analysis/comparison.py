"""Counts before and after, here and elsewhere: ratios and differences with honest ranges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, isinf, log, sqrt
from typing import Final

import numpy as np

from workbench.analysis.chances import (
    beta_below,
    beta_quantile,
    normal_quantile,
    poisson_exactly,
)

FEW: Final = 5  # each of four counts, for the ratio of ratios
EXACT_UNDER: Final = 10  # either count: no normal approximation
POWER: Final = 0.80


@dataclass(frozen=True)
class Interval:
    """A best estimate and the range the numbers leave open."""

    estimate: float
    low: float
    high: float

    def excludes(self, value: float) -> bool:
        """True when the value lies outside the range."""
        return not self.low <= value <= self.high


def rate_ratio(
    after: int, before: int, time_after: float = 1.0, time_before: float = 1.0, level: float = 0.95
) -> Interval | None:
    """Exact ratio of two Poisson rates: (after / time) / (before / time).

    Given their sum, the later count is binomial; its Clopper-Pearson interval is turned into one
    of the ratio.

    Args:
        after: events in the later period.
        before: events in the earlier period.
        time_after: exposure of the later period, in the unit of the earlier one's.
        time_before: exposure of the earlier period.
        level: coverage, 0 to 1.

    Returns:
        None with nothing before: no percentage can be given.

    Source: Fay (2010) R Journal 2/1:53; Clopper & Pearson (1934).
    """
    return _exact_ratio(after, before, time_before / time_after, level)


def _exact_ratio(after: float, before: float, time: float, level: float) -> Interval | None:
    """Clopper-Pearson on the later count's share of both; counts may be fractions."""
    if before == 0:
        return None
    tail = (1 - level) / 2
    low = beta_quantile(tail, after, before + 1) if after else 0.0
    high = beta_quantile(1 - tail, after + 1, before)
    return Interval(
        after / before * time,
        float(low / (1 - low) * time),
        float(high / (1 - high) * time) if high < 1 else inf,
    )


def central_p(after: int, before: int, time_after: float = 1.0, time_before: float = 1.0) -> float:
    """Two-sided exact chance that goes with ``rate_ratio``: below 0.05 just where that excludes 1.

    Given their sum, the later count is binomial; twice the smaller of both tails, at most 1.

    Args:
        after: events in the later period.
        before: events in the earlier period.
        time_after: exposure of the later period.
        time_before: exposure of the earlier period, in the same unit.

    Source: Fay (2010) R Journal 2/1:53, the central method.
    """
    if not (after or before):
        return 1.0
    share = time_after / (time_after + time_before)
    low = beta_below(1 - share, before, after + 1) if before else 1.0
    high = beta_below(share, after, before + 1) if after else 1.0
    return min(1.0, 2 * min(low, high))


def e_test(first: int, second: int, time_first: float = 1.0, time_second: float = 1.0) -> float:
    """Two-sided E-test that two Poisson rates are equal.

    The chance, at the pooled rate, of a standardised difference at least as large as the one seen.

    Args:
        first: events in one period or place.
        second: events in the other.
        time_first: exposure of the first.
        time_second: exposure of the second, in the same unit.

    Returns:
        A probability. Work grows with the counts: meant for counts below 2,000.

    Source: Krishnamoorthy & Thomson (2004) J Stat Plan Inference 119:23.
    """
    if not (first or second):
        return 1.0
    rate = (first + second) / (time_first + time_second)
    axes, chances = [], []
    for time in (time_first, time_second):
        mean = rate * time
        reach = 9 * sqrt(mean) + 15
        seen = np.arange(max(0, int(mean - reach)), int(mean + reach) + 1)
        axes.append(seen / time)
        chances.append(poisson_exactly(seen, mean))
    one, two = axes[0][:, None], axes[1][None, :]
    variance = one / time_first + two / time_second
    apart = np.abs(one - two) / np.sqrt(np.where(variance > 0, variance, 1))
    here = abs(first / time_first - second / time_second) / sqrt(
        first / time_first**2 + second / time_second**2
    )
    return float(chances[0] @ (apart >= here - 1e-12) @ chances[1])


def spread_ratio(
    after: int,
    before: int,
    phi: float,
    time_after: float = 1.0,
    time_before: float = 1.0,
    level: float = 0.95,
) -> Interval | None:
    """Ratio of two rates whose counts vary ``phi`` times as much as chance alone.

    ``exp(ln ratio ± z sqrt(phi (1 / after + 1 / before)))``.

    Args:
        after: events in the later period.
        before: events in the earlier period.
        phi: variance over mean, 1 or more.
        time_after: exposure of the later period.
        time_before: exposure of the earlier period, in the same unit.
        level: coverage, 0 to 1.

    Returns:
        None when either count is nought.
    """
    if not (after and before):
        return None
    centre = log(after / before * time_before / time_after)
    reach = _z(level) * sqrt(phi * (1 / after + 1 / before))
    return Interval(exp(centre), exp(centre - reach), exp(centre + reach))


def cautious_ratio(
    after: int,
    before: int,
    phi: float,
    time_after: float = 1.0,
    time_before: float = 1.0,
    level: float = 0.95,
) -> Interval | None:
    """``spread_ratio`` where both counts bear it, the exact method where one is under ten.

    For few incidents the exact interval is taken of both counts over ``phi``: that many
    independent incidents would vary as much beside their number.

    Args:
        after: events in the later period.
        before: events in the earlier period.
        phi: variance over mean, 1 or more.
        time_after: exposure of the later period.
        time_before: exposure of the earlier period, in the same unit.
        level: coverage, 0 to 1.

    Returns:
        None with nothing before.

    Source: effective counts as for design effects, Kish (1965) Survey Sampling 8.2; Fay (2010).
    """
    if min(after, before) >= EXACT_UNDER:
        return spread_ratio(after, before, phi, time_after, time_before, level)
    return _exact_ratio(after / phi, before / phi, time_before / time_after, level)


def rirr(
    treated: tuple[int, int], control: tuple[int, int], phi: float = 1.0, level: float = 0.95
) -> Interval | None:
    """Relative incident rate ratio: the change in one area over the change in another.

    ``ln RIRR = ln(after / before) - ln(control after / control before)`` with standard error
    ``sqrt(phi x sum of the four reciprocals)``. Lengths of the periods cancel.

    Args:
        treated: incidents before and after.
        control: incidents before and after.
        phi: variance over mean, 1 or more.
        level: coverage, 0 to 1.

    Returns:
        None when any of the four counts is nought: it cannot be calculated.

    Source: Wilson (2022) J Quant Criminol; Farrington & Welsh, J Exp Criminol (2007) appendix.
    """
    counts = (*treated, *control)
    if min(counts) <= 0:
        return None
    centre = log(treated[1] / treated[0]) - log(control[1] / control[0])
    reach = _z(level) * sqrt(phi * sum(1 / count for count in counts))
    return Interval(exp(centre), exp(centre - reach), exp(centre + reach))


@dataclass(frozen=True)
class Difference:
    """Weighted displacement difference: below nought is incidents prevented."""

    local: float
    displaced: float
    total: Interval
    error: float  # standard error of the total

    @property
    def z(self) -> float:
        """The total in standard errors."""
        return self.total.estimate / self.error if self.error else 0.0


def wdd(  # noqa: PLR0913 (the terms of the formula)
    treated: tuple[float, float],
    control: tuple[float, float],
    rings: tuple[tuple[float, float], tuple[float, float]] = ((0.0, 0.0), (0.0, 0.0)),
    *,
    weights: tuple[float, float] = (1.0, 1.0),
    size: float = 1.0,
    sizes: tuple[float, float, float, float] | None = None,
    phi: float = 1.0,
    level: float = 0.95,
) -> Difference:
    """Weighted displacement difference.

    ``(T1 - T0) - (C1 - C0) + (D1 - D0) - (Cd1 - Cd0)``, each count divided by its weight, with a
    variance of the sum of the counts over their squared weights, times ``phi``.

    Args:
        treated: incidents before and after.
        control: incidents before and after in a like area.
        rings: the same round the treated area and round the control area, for displacement.
        weights: lengths of the two periods, in the unit the answer is wanted in.
        size: size of the control area in treated areas; its counts are divided by it.
        sizes: of treated area, control, ring and the control's ring, each its own, where areas
            differ more than that; ``size`` is then not looked at.
        phi: variance over mean, 1 or more.
        level: coverage, 0 to 1.

    Returns:
        In incidents over a period of weight 1. The normal approximation is poor below about 20
        incidents in all.

    Source: Wheeler & Ratcliffe (2018) Crime Science 7:11.
    """
    areas = (treated, control, *rings)
    each = sizes or (1.0, size, 1.0, size)
    moved = [(a / weights[1] - b / weights[0]) / s for (b, a), s in zip(areas, each, strict=True)]
    variance = phi * sum(
        (b / weights[0] ** 2 + a / weights[1] ** 2) / s**2
        for (b, a), s in zip(areas, each, strict=True)
    )
    local, ring = moved[0] - moved[1], moved[2] - moved[3]
    error = sqrt(variance)
    reach = _z(level) * error
    total = local + ring
    return Difference(local, ring, Interval(total, total - reach, total + reach), error)


def weighted_sum(
    differences: Sequence[Difference], weights: Sequence[float], level: float = 0.95
) -> Difference:
    """Differences of several kinds or places as one, such as harm prevented.

    ``sum w D`` with variance ``sum w^2 var D``, so that few incidents of great weight widen the
    range as they should.

    Args:
        differences: one for each kind or each comparison, independent of each other.
        weights: what one incident of each counts, such as days in prison; shape as that.
        level: coverage, 0 to 1.

    Source: Wheeler & Ratcliffe (2018) Crime Science 7:11, weighted by harm; Wheeler, crimepy.
    """
    pairs = list(zip(differences, weights, strict=True))
    local, ring = (
        sum(w * part for (_, w), part in zip(pairs, parts, strict=True))
        for parts in ([d.local for d in differences], [d.displaced for d in differences])
    )
    error = sqrt(sum((w * d.error) ** 2 for d, w in pairs))
    total, reach = local + ring, _z(level) * error
    return Difference(local, ring, Interval(total, total - reach, total + reach), error)


def detectable_ratio(  # noqa: PLR0913 (the terms of the formula)
    before: float,
    control: tuple[float, float] | None = None,
    *,
    phi: float = 1.0,
    length: float = 1.0,
    power: float = POWER,
    level: float = 0.95,
    least: float = 0.0,
) -> float | None:
    """The mildest fall, as a ratio below 1, that such counts would show.

    Solves ``-ln r = (z + z of the power) sqrt(phi (1 / a + 1 / (a k r) + 1 / c0 + 1 / c1))``.

    Args:
        before: incidents before in the treated area.
        control: incidents before and after in the control area; None without one.
        phi: variance over mean, 1 or more.
        length: length k of the period after over that before.
        power: the chance of showing it, 0 to 1.
        level: coverage of the interval it is shown by.
        least: incidents that the fall must leave in the treated area, and that the control must
            have in either period; below about five the formula promises more than is shown.

    Returns:
        None when no fall, however deep, could be shown, or only one that leaves too few.

    Source: normal approximation on the log scale, as for ``rirr``.
    """
    if before <= 0 or (control is not None and (min(control) <= 0 or min(control) < least)):
        return None
    reach = _z(level) + normal_quantile(power)
    fixed = 1 / before + (sum(1 / count for count in control) if control else 0.0)

    def surplus(fall: float) -> float:
        """How far a fall of exp(-fall) exceeds what chance could give."""
        return fall - reach * sqrt(phi * (fixed + exp(fall) / (before * length)))

    falls = np.linspace(0.0, 12.0, 601)
    shown = np.flatnonzero([surplus(float(fall)) >= 0 for fall in falls])
    if shown.size == 0:
        return None
    first = int(shown[0])
    from scipy import optimize  # half a second, and only wanted here

    fall = optimize.brentq(surplus, float(falls[first - 1]), float(falls[first]), xtol=1e-12)
    ratio = exp(-float(fall))
    return None if before * length * ratio < least else ratio


def year_z(now: float, before: float) -> float:
    """This year against last in standard errors: ``2 (sqrt(now) - sqrt(before))``.

    Args:
        now: incidents this year.
        before: incidents in the same months of last year.

    Source: variance-stabilised difference of two Poisson counts; Wheeler, crimepy.
    """
    return 2 * (sqrt(now) - sqrt(before))


def finite(interval: Interval) -> bool:
    """True when the range has an upper end."""
    return not isinf(interval.high)


def _z(level: float) -> float:
    return normal_quantile(0.5 + level / 2)
