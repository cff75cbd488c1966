"""Averages and totals of twelve months, the usual band of a week, and the yearly trend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workbench.analysis.chances import normal_quantile
from workbench.analysis.comparison import Interval
from workbench.analysis.dispersion import quasi_poisson, season_and_trend
from workbench.analysis.serial import Part
from workbench.analysis.uncertainty import coefficient_factor

Floats = NDArray[np.float64]

LOG, ROOT = "log", "root"
EACH_ABOVE: Final = 5  # counts from which logs are taken
CHANGING: Final = 72  # months from which the season may change: six years
MOVING: Final = 13  # years of the seasonal window then


def centred_average(values: ArrayLike, period: int = 12) -> Floats:
    """The moving average over one cycle, centred on each point.

    With an even period the two ends of period + 1 points count a half each:
    ``(y[t-6] / 2 + y[t-5] + ... + y[t+5] + y[t+6] / 2) / 12``.

    Args:
        values: shape (n,); NaN is a gap.
        period: points in a cycle.

    Returns:
        Shape (n,); NaN where the cycle about a point is not whole.
    """
    series = np.asarray(values, np.float64).ravel()
    weights = np.full(period + 1 - period % 2, 1 / period)
    if period % 2 == 0:
        weights[[0, -1]] /= 2
    out = np.full(series.size, np.nan)
    half = weights.size // 2
    if series.size >= weights.size:
        rows = np.lib.stride_tricks.sliding_window_view(series, weights.size)
        out[half : series.size - half] = rows @ weights
    return out


def rolling_total(values: ArrayLike, period: int = 12) -> Floats:
    """The total of each point and those before it over one cycle.

    Returns:
        Shape (n,); NaN where fewer points are there, or one of them is missing.
    """
    series = np.asarray(values, np.float64).ravel()
    out = np.full(series.size, np.nan)
    if series.size >= period:
        rows = np.lib.stride_tricks.sliding_window_view(series, period)
        out[period - 1 :] = rows.sum(axis=1)
    return out


def scale_of(values: ArrayLike) -> str:
    """Whether season and trend multiply: logs when every value is 5 or more, else square roots."""
    series = np.asarray(values, np.float64)
    return LOG if bool((series[~np.isnan(series)] >= EACH_ABOVE).all()) else ROOT


def onto(values: ArrayLike, scale: str) -> Floats:
    """Counts on that scale."""
    series = np.asarray(values, np.float64)
    return np.log(series) if scale == LOG else np.sqrt(series)


def back(values: ArrayLike, scale: str) -> Floats:
    """From that scale to counts again."""
    series = np.asarray(values, np.float64)
    return np.exp(series) if scale == LOG else np.maximum(series, 0.0) ** 2


@dataclass(frozen=True)
class Slope:
    """A straight trend on the log scale with a season that stays the same."""

    yearly: Interval  # ratio from one year to the next, 95%
    phi: float  # how much more the months vary than chance alone, at least 1
    trend: Floats  # incidents a month of size 1, without the season, (n,)
    usual: Floats  # with it, (n,)


def slope(counts: ArrayLike, months: ArrayLike, sizes: ArrayLike = 1.0) -> Slope | None:
    """The change from year to year, with the season taken out.

    Quasi-Poisson of log(mean) = level + trend + two pairs of waves of the year. The range is that
    of the policy for comparisons (``uncertainty``), never narrower than what chance alone leaves.

    Args:
        counts: a month each, shape (n,); NaN are gaps, for which the fit is still given.
        months: numbers of the months, shape (n,); January is a multiple of 12.
        sizes: how long each is, above 0, so that rates are compared; shape (n,) or a number.

    Returns:
        None when nothing can be fitted: too few months, or no incident.

    Source: McCullagh & Nelder (1989) 9.2; Bernal et al. (2017) IJE 46:348.
    """
    y, time = np.asarray(counts, np.float64), np.asarray(months, np.float64)
    known, design = ~np.isnan(y), season_and_trend(time)
    shift = np.broadcast_to(np.log(np.asarray(sizes, np.float64)), y.shape)
    fit = quasi_poisson(y[known], design[known], shift[known]) if known.any() else None
    if fit is None:
        return None
    phi, beta = max(1.0, fit.dispersion), fit.coefficients
    mean = np.exp(np.clip(design @ beta + shift, -30, 30))
    root = np.sqrt(fit.means)
    weighted = design[known] * root[:, None]
    part = Part((y[known] - fit.means) / root, weighted)
    factor = coefficient_factor([part], time[known].astype(np.int64), np.linalg.pinv(weighted)[1])
    reach = normal_quantile(0.975) * np.sqrt(fit.spread[1, 1] * factor)
    low, middle, high = np.exp(np.clip([beta[1] - reach, beta[1], beta[1] + reach], -30, 30))
    season = np.exp(design[:, 2:] @ beta[2:])
    # The mean of the waves' ratios is not 1: the trend is the level of an average month.
    year = float(np.exp(season_and_trend(np.arange(12))[:, 2:] @ beta[2:]).mean())
    yearly = Interval(float(middle), float(low), float(high))
    rate = mean / np.exp(shift)
    return Slope(yearly, phi, rate / season * year, rate)
