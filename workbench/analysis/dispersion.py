"""How much more counts vary than chance alone, by quasi-Poisson regression."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workbench.analysis.chances import normal_quantile
from workbench.analysis.comparison import Interval

Floats = NDArray[np.float64]

MONTHS_NEEDED: Final = 24
ASSUMED: Final = 2.0  # cautious, with fewer months than that


@dataclass(frozen=True)
class Fit:
    """A quasi-Poisson fit: log-scale coefficients with their errors, and the dispersion."""

    coefficients: Floats  # (k,)
    errors: Floats  # (k,), times the square root of the dispersion
    dispersion: float  # Pearson chi-squared over degrees of freedom; not cut at 1
    freedom: int
    chi_squared: float
    means: Floats  # (n,), as fitted
    spread: Floats  # (k, k), covariance of the coefficients by chance alone

    def ratio(self, which: int, factor: float, level: float = 0.95) -> Interval:
        """A coefficient as a ratio, with a range of ``factor`` times the variance of chance."""
        centre = self.coefficients[which]
        error = np.sqrt(self.spread[which, which] * factor)
        reach = normal_quantile(0.5 + level / 2) * error
        low, mid, high = np.exp(np.clip([centre - reach, centre, centre + reach], -700, 700))
        return Interval(float(mid), float(low), float(high))


def quasi_poisson(counts: ArrayLike, design: ArrayLike, offset: ArrayLike = 0.0) -> Fit | None:
    """Fit log(mean) = design x coefficients + offset by reweighted least squares.

    Args:
        counts: shape (n,), 0 or more.
        design: shape (n, k), of full rank; its first column is usually ones.
        offset: shape (n,) or a number, on the log scale.

    Returns:
        None when the fit has no freedom left, no counts, does not settle, or leaves a coefficient
        that nothing is known of, as where all counts lie in one place.

    Source: McCullagh & Nelder (1989) chapter 2 and 9.2.
    """
    y, x = np.asarray(counts, np.float64), np.asarray(design, np.float64)
    shift = np.broadcast_to(np.asarray(offset, np.float64), y.shape)
    freedom = y.size - x.shape[1]
    if freedom < 1 or y.sum() <= 0 or np.linalg.matrix_rank(x) < x.shape[1]:
        return None
    mean: Floats = np.maximum(y, 0.1) + 0.1
    beta: Floats = np.zeros(x.shape[1])
    for _ in range(60):
        working = np.log(mean) - shift + (y - mean) / mean
        root = np.sqrt(mean)
        new = np.linalg.lstsq(x * root[:, None], working * root, rcond=None)[0]
        size, step = max(1.0, float(np.max(np.abs(new)))), float(np.max(np.abs(new - beta)))
        beta = np.asarray(new, np.float64)
        mean = np.exp(np.clip(x @ beta + shift, -30, 30))
        if step < 1e-11 * size:
            break
    else:
        if step > 1e-8 * size:  # nearer than this rounding may keep it, where means are near 0
            return None
    chi = float(((y - mean) ** 2 / mean).sum())
    spread = _inverse((x * mean[:, None]).T @ x)
    if spread is None:
        return None
    errors = np.sqrt(np.diag(spread) * chi / freedom)
    return Fit(beta, errors, chi / freedom, freedom, chi, mean, spread)


def _inverse(information: Floats) -> Floats | None:
    """The covariance that goes with it; None when it is singular."""
    try:
        spread = np.asarray(np.linalg.inv(information), np.float64)
    except np.linalg.LinAlgError:
        return None
    return spread if np.isfinite(spread).all() and (np.diag(spread) > 0).all() else None


def season_and_trend(time: ArrayLike, harmonics: int = 2) -> Floats:
    """Ones, a straight trend in years, and sines and cosines of the year.

    Args:
        time: months, shape (n,); any whole month may be 0.
        harmonics: pairs of sine and cosine.

    Returns:
        Shape (n, 2 + 2 x harmonics).
    """
    t = np.asarray(time, np.float64)
    waves = [f(2 * np.pi * k * t / 12) for k in range(1, harmonics + 1) for f in (np.sin, np.cos)]
    return np.column_stack([np.ones_like(t), (t - t.mean()) / 12, *waves])


@dataclass(frozen=True)
class Dispersion:
    """Variance over mean, at least 1, and whether the data or caution gave it."""

    phi: float
    estimated: bool
    months: int


def dispersion(series: Sequence[ArrayLike], time: ArrayLike) -> Dispersion:
    """Overdispersion of monthly counts once trend and season are taken out.

    Pearson chi-squared over degrees of freedom, pooled over the series, never below 1. With fewer
    than 24 months, or nothing to fit, 2 is assumed.

    Args:
        series: monthly counts before the start, each of shape (n,); NaN are gaps.
        time: months, shape (n,).

    Source: quasi-Poisson with two harmonics, as in Bernal et al. (2017) IJE 46:348.
    """
    months = np.asarray(time, np.float64)
    chi, freedom, most = 0.0, 0, 0
    for counts in series:
        y = np.asarray(counts, np.float64)
        known = ~np.isnan(y)
        most = max(most, int(known.sum()))
        if known.sum() < MONTHS_NEEDED:
            continue
        fit = quasi_poisson(y[known], season_and_trend(months[known]))
        if fit is not None:
            chi, freedom = chi + fit.chi_squared, freedom + fit.freedom
    if freedom == 0:
        return Dispersion(ASSUMED, False, most)
    return Dispersion(max(1.0, chi / freedom), True, most)
