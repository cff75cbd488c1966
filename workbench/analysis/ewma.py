"""Exponentially weighted moving averages: each value counts, the older the less."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

WEIGHT: Final = 0.3  # of the newest value
WIDTH: Final = 3.0  # sigma of the average


@dataclass(frozen=True)
class Ewma:
    """Averages and limits in the unit of the values; ``signals`` are places outside the limits."""

    smoothed: Floats  # NaN where the value was missing
    lower: Floats
    upper: Floats
    signals: tuple[int, ...]


def ewma(values: ArrayLike, weight: float = WEIGHT, start: float | None = None) -> Floats:
    """Average each value with all before it: ``weight x value + (1 - weight) x average before``.

    Args:
        values: shape (n,), in time order; a missing one (NaN) is passed over.
        weight: lambda, above 0 to 1; 1 is the values themselves.
        start: the average before the first value, as a rule the target; the first value when not
            given.

    Returns:
        Shape (n,), NaN where the value was missing.

    Raises:
        ValueError: the weight is not above 0 and at most 1.

    Source: Roberts (1959) Technometrics 1:239; NIST/SEMATECH e-Handbook 6.3.2.4.
    """
    if not 0 < weight <= 1:
        raise ValueError("The weight of the newest value must be above 0 and at most 1.")
    series = np.asarray(values, np.float64).ravel()
    found, average = np.full(series.size, np.nan), start
    for place, value in enumerate(series.tolist()):
        if not isnan(value):
            average = value if average is None else weight * value + (1 - weight) * average
            found[place] = average
    return found


def ewma_limits(
    target: float,
    sigma: float,
    weight: float = WEIGHT,
    width: float = WIDTH,
    after: ArrayLike | None = None,
) -> tuple[Floats, Floats]:
    """Limits of the averages: ``target ± width sigma sqrt(weight / (2 - weight))``.

    Args:
        target: level that is held, in the unit of the values.
        sigma: standard deviation of a value.
        weight: lambda, above 0 to 1.
        width: how many standard deviations of the average (L).
        after: how many values the average rests on, for limits that are exact from the first; they
            are narrower by ``sqrt(1 - (1 - weight)^(2 after))``. Without it, the limits that these
            come to.

    Returns:
        Lower and upper limits, of the shape of ``after``.

    Raises:
        ValueError: the weight is not above 0 and at most 1, or sigma is negative.

    Source: NIST/SEMATECH e-Handbook 6.3.2.4; Lucas & Saccucci (1990) Technometrics 32:1.
    """
    if not 0 < weight <= 1 or sigma < 0:
        raise ValueError("The weight must be above 0 and at most 1, and sigma not negative.")
    part = np.ones(()) if after is None else 1 - (1 - weight) ** (2 * np.asarray(after, np.float64))
    reach = width * sigma * np.sqrt(weight / (2 - weight) * part)
    return target - reach, target + reach


def ewma_chart(
    values: ArrayLike,
    target: float,
    sigma: ArrayLike,
    weight: float = WEIGHT,
    width: float = WIDTH,
    exact: bool = False,
) -> Ewma:
    """Averages that start from the target, their limits, and which lie outside.

    Args:
        values: shape (n,), in time order; a missing one (NaN) is passed over.
        target: level that is held, in the unit of the values.
        sigma: standard deviation of a value, or one for each value where they vary unequally.
        weight: lambda, above 0 to 1; 0.2 or 0.3 as a rule.
        width: of the limits, in standard deviations of the average.
        exact: limits for so many values as there were, not those that they come to.

    Source: NIST/SEMATECH e-Handbook 6.3.2.4.
    """
    smoothed = ewma(values, weight, target)
    known, spread = ~np.isnan(smoothed), np.asarray(sigma, np.float64)
    if spread.ndim:
        reach = width * np.sqrt(_variances(spread, known, weight, exact))
        limits = target - reach, target + reach
    else:
        after = np.maximum(np.cumsum(known), 1)
        limits = ewma_limits(target, float(spread), weight, width, after if exact else None)
    lower, upper = (np.broadcast_to(one, smoothed.shape).copy() for one in limits)
    outside = np.flatnonzero((smoothed < lower) | (smoothed > upper))
    return Ewma(smoothed, lower, upper, tuple(int(at) for at in outside))


def _variances(spread: Floats, known: NDArray[np.bool_], weight: float, exact: bool) -> Floats:
    """Variance of the average at each place, of values that vary unequally.

    ``V = weight^2 sigma^2 + (1 - weight)^2 V before``, from 0, or from what it comes to with the
    mean variance of the values. At a missing value it is that of the average before.
    """
    usual = float((spread[known] ** 2).mean()) if known.any() else 0.0
    found, variance = np.zeros(spread.size), 0.0 if exact else weight / (2 - weight) * usual
    for place, (one, there) in enumerate(zip(spread.tolist(), known.tolist(), strict=True)):
        if there:
            variance = weight**2 * one**2 + (1 - weight) ** 2 * variance
        found[place] = variance
    return found
