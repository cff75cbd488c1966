"""Rates of areas of unequal size: exact ranges, control limits, and rates shrunk to the mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

SEED: Final = 20_240_101
DRAWS: Final = 999
_MOST: Final = 4_000_000  # draws of all areas together
_TAIL: Final = 0.1  # of the z-scores, pulled in at each end


def garwood(counts: ArrayLike, level: float = 0.95) -> tuple[Floats, Floats]:
    """Exact limits of Poisson means, for many counts at once.

    Args:
        counts: events seen, shape (n,), 0 or more.
        level: coverage, 0 to 1.

    Returns:
        Lower and upper limits in events, shape (n,) each; nought seen leaves 0 to 3.69 open.

    Source: Garwood (1936) Biometrika 28:437; chi-squared form, halves of its quantiles.
    """
    seen, tail = np.asarray(counts, np.float64), (1 - level) / 2
    low = np.where(seen > 0, special.gammaincinv(np.maximum(seen, 1), tail), 0.0)
    return low, np.asarray(special.gammaincinv(seen + 1, 1 - tail))


@dataclass(frozen=True)
class Prior:
    """A gamma distribution of true rates: its mean, and ``weight`` in the unit of exposure.

    ``weight`` is the exposure at which an area's own rate counts as much as the mean; infinite
    where the areas differ by no more than chance.
    """

    mean: float
    weight: float

    def shape(self, counts: Floats) -> Floats:
        """The gamma shapes of the areas' rates, given what was seen."""
        found: Floats = counts + self.mean * self.weight
        return found


def prior(counts: ArrayLike, exposure: ArrayLike) -> Prior:
    """What the rates of all areas tell about where a rate is likely to lie.

    Args:
        counts: events in each area, shape (n,).
        exposure: what could have had them, shape (n,), above 0.

    Returns:
        Moments of the gamma distribution: m = sum n / sum E; A = sum E (r - m)^2 / sum E - m / mean
        E, not below 0; weight m / A.

    Raises:
        ValueError: no area, or an exposure that is not above 0.

    Source: Marshall (1991) Applied Statistics 40:283, global estimator.
    """
    seen, at_risk = _checked(counts, exposure)
    mean = float(seen.sum() / at_risk.sum())
    spread = float((at_risk * (seen / at_risk - mean) ** 2).sum() / at_risk.sum())
    beyond = spread - mean / float(at_risk.mean())
    if mean <= 0 or beyond <= 1e-9 * spread:
        return Prior(mean, float("inf"))
    return Prior(mean, mean / beyond)


def shrunk(counts: ArrayLike, exposure: ArrayLike, known: Prior) -> Floats:
    """Empirical Bayes rates: each area's own rate, pulled to the mean the more the smaller it is.

    Args:
        counts: events in each area, shape (n,).
        exposure: shape (n,), above 0.
        known: what all areas tell.

    Returns:
        Shape (n,), per unit of exposure; always between the area's own rate and the mean.

    Source: the posterior mean (n + m k) / (E + k), k the prior's weight; Clayton & Kaldor (1987)
        Biometrics 43:671, Marshall (1991).
    """
    seen, at_risk = _checked(counts, exposure)
    if not np.isfinite(known.weight):
        return np.full(seen.shape, known.mean)
    return (seen + known.mean * known.weight) / (at_risk + known.weight)


@dataclass(frozen=True)
class Ranks:
    """Rank 1 is the highest rate; ``low`` to ``high`` is where it could lie, 95 times in 100."""

    rank: Whole
    low: Whole
    high: Whole
    draws: int
    seed: int


def ranks(
    counts: ArrayLike,
    exposure: ArrayLike,
    known: Prior,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Ranks:
    """Rank the shrunk rates, with how far each rank is open.

    Args:
        counts: events in each area, shape (n,).
        exposure: shape (n,), above 0.
        known: what all areas tell.
        draws: sets of rates drawn from the posterior gammas; fewer when the areas are many.
        seed: of numpy's default_rng.

    Returns:
        Shape (n,) each. Where areas differ by no more than chance every rank is open.

    Source: Goldstein & Spiegelhalter (1996) J R Stat Soc A 159:385.
    """
    seen, at_risk = _checked(counts, exposure)
    middle = shrunk(seen, at_risk, known)
    order = np.lexsort((-at_risk, -seen / at_risk, -middle))
    rank = np.empty(seen.size, np.int64)
    rank[order] = np.arange(1, seen.size + 1)
    if not np.isfinite(known.weight):
        ones = np.ones(seen.size, np.int64)
        return Ranks(rank, ones, ones * seen.size, 0, seed)
    many = max(99, min(draws, _MOST // seen.size))
    dice, shape = np.random.default_rng(seed), known.shape(seen)
    drawn = dice.gamma(shape, 1 / (at_risk + known.weight), (many, seen.size))
    places = np.argsort(np.argsort(-drawn, axis=1), axis=1) + 1
    low, high = np.quantile(places, (0.025, 0.975), axis=0, method="inverted_cdf")
    low, high = np.minimum(low, rank), np.maximum(high, rank)
    return Ranks(rank, low.astype(np.int64), high.astype(np.int64), many, seed)


def overdispersion(counts: ArrayLike, exposure: ArrayLike, mean: float) -> float:
    """How much more the areas' counts vary than chance alone, at least 1.

    Args:
        counts: events in each area, shape (n,).
        exposure: shape (n,), above 0.
        mean: the rate of all together.

    Returns:
        The mean square of the standardised counts, with a tenth of them at each end pulled in, so
        that the areas the chart is to find do not widen its limits.

    Source: Spiegelhalter (2005) Statistics in Medicine 24:1185, appendix A.3.1.
    """
    seen, at_risk = _checked(counts, exposure)
    expected = mean * at_risk
    if mean <= 0:
        return 1.0
    z = (seen - expected) / np.sqrt(expected)
    low, high = np.quantile(z, (_TAIL, 1 - _TAIL))
    return max(1.0, float(np.mean(np.clip(z, low, high) ** 2)))


def control_limits(
    exposure: ArrayLike, mean: float, z: float, phi: float = 1.0
) -> tuple[Floats, Floats]:
    """Limits within which rates lie by chance, by size of area: the funnel.

    Poisson limits at the chance of ``z`` standard deviations, read between whole counts by the
    continuous (incomplete gamma) form of the distribution, and widened by the square root of
    ``phi``: for large areas mean ± z sqrt(phi mean / exposure), for small ones skewed as such
    counts are, so that a single incident in a small area is no signal.

    Args:
        exposure: size of the areas, any shape, above 0.
        mean: the rate of all together, above 0.
        z: standard deviations, such as 2 or 3.
        phi: variance over mean, 1 or more.

    Returns:
        Lower and upper limit of the rate, shaped as ``exposure``; a count on a limit is within it.

    Source: Spiegelhalter (2005) Statistics in Medicine 24:1185 for the funnel; its appendix A.1
    reads between whole counts by straight lines, which is not done here.
    """
    at_risk = np.asarray(exposure, np.float64)
    expected = mean * at_risk
    tail = float(special.ndtr(-z))
    few = np.exp(-expected) >= tail  # even none seen is not so rare
    below = np.where(few, 0.0, special.pdtrik(tail, np.where(few, 1e3, expected)))
    above = special.pdtrik(1 - tail, expected) + 1
    wide = float(np.sqrt(phi))
    low = np.maximum(expected - wide * (expected - below), 0.0)
    return low / at_risk, (expected + wide * np.maximum(above - expected, 0.0)) / at_risk


def posterior_range(
    counts: ArrayLike, exposure: ArrayLike, known: Prior, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Where each area's true rate is likely to lie, given all areas.

    Args:
        counts: events in each area, shape (n,).
        exposure: shape (n,), above 0.
        known: what all areas tell.
        level: chance of lying within, 0 to 1.

    Returns:
        Lower and upper ends, per unit of exposure; both the mean where areas differ by no more
        than chance.
    """
    seen, at_risk = _checked(counts, exposure)
    if not np.isfinite(known.weight):
        same = np.full(seen.shape, known.mean)
        return same, same
    shape, tail = known.shape(seen), (1 - level) / 2
    ends = [special.gammaincinv(shape, share) for share in (tail, 1 - tail)]
    return ends[0] / (at_risk + known.weight), ends[1] / (at_risk + known.weight)


def _checked(counts: ArrayLike, exposure: ArrayLike) -> tuple[Floats, Floats]:
    seen, at_risk = np.asarray(counts, np.float64), np.asarray(exposure, np.float64)
    if not seen.size or not (at_risk > 0).all() or not (seen >= 0).all():
        raise ValueError("rates need areas with counts of 0 or more and something at risk")
    return seen, at_risk
