"""Chances and their inverses, from scipy's special functions.

scipy.stats has them all, but takes a second and a half to import and these take a tenth: they are
needed for the first answer after the program starts.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special


def normal_quantile(chance: float) -> float:
    """The point below which a standard normal lies with this chance."""
    return float(special.ndtri(chance))


def t_quantile(chance: float, freedom: float) -> float:
    """The point below which Student's t lies with this chance."""
    return float(special.stdtrit(freedom, chance))


def normal_beyond(z: float) -> float:
    """The chance that a standard normal lies as far from nought as this, on either side."""
    return float(2 * special.ndtr(-abs(z)))


def chi2_quantile(chance: float, freedom: float) -> float:
    """The point below which chi-squared lies with this chance."""
    return float(2 * special.gammaincinv(freedom / 2, chance))


def beta_quantile(chance: float, first: float, second: float) -> float:
    """The point below which a beta variable lies with this chance."""
    return float(special.betaincinv(first, second, chance))


def beta_below(point: float, first: float, second: float) -> float:
    """The chance that a beta variable lies below a point."""
    return float(special.betainc(first, second, point))


def binomial_quantile(level: float, trials: int, chance: float) -> int:
    """The smallest count whose chance of that many or fewer reaches the level."""
    reached = special.bdtr(np.arange(trials + 1), trials, chance)
    return int(np.searchsorted(reached, level))


def poisson_exactly(counts: NDArray[np.int64], mean: float) -> NDArray[np.float64]:
    """The chance of exactly each count, shape as given."""
    logs: NDArray[np.float64] = special.xlogy(counts, mean) - mean - special.gammaln(counts + 1.0)
    return np.exp(logs)


def f_at_least(ratio: float, between: float, within: float) -> float:
    """The chance of so large an F ratio, or a larger."""
    return float(special.fdtrc(between, within, ratio))


def poisson_at_least(counts: ArrayLike, mean: ArrayLike) -> NDArray[np.float64]:
    """The chance of each count or more; shapes are broadcast, a mean of 0 gives only noughts."""
    count, centre = np.broadcast_arrays(np.asarray(counts, float), np.asarray(mean, float))
    found: NDArray[np.float64] = special.gammainc(np.maximum(count, 1.0), centre)
    return np.where(count <= 0, 1.0, found)


def counts_at_least(counts: ArrayLike, mean: ArrayLike, phi: ArrayLike) -> NDArray[np.float64]:
    """The chance of each count or more when the variance is ``phi`` times the mean.

    Negative binomial where phi is above 1, else Poisson; shapes are broadcast.
    """
    count, centre, spread = np.broadcast_arrays(
        *(np.asarray(one, float) for one in (counts, mean, phi))
    )
    wide = (spread > 1 + 1e-9) & (centre > 0)
    extra = np.where(wide, spread, 2.0)
    size = np.where(wide, centre, 1.0) / (extra - 1)
    found = special.betainc(np.maximum(count, 1.0), size, 1 - 1 / extra)
    found = np.where(wide, found, poisson_at_least(count, centre))
    return np.where(count <= 0, 1.0, found)


def counts_quantile(level: float, mean: ArrayLike, phi: ArrayLike) -> NDArray[np.int64]:
    """The smallest count whose chance of that many or fewer reaches the level, as above."""
    centre, spread = np.broadcast_arrays(*(np.asarray(one, float) for one in (mean, phi)))
    wide = np.sqrt(centre * np.maximum(spread, 1.0))
    low = np.full(centre.shape, -1, np.int64)  # its chance does not reach the level
    high: NDArray[np.int64] = np.ceil(centre + 10 * wide + 10).astype(np.int64)
    while (short := 1 - counts_at_least(high + 1, centre, spread) < level).any():
        high = np.where(short, 2 * high, high)
    while (high - low > 1).any():
        middle = (low + high) // 2
        reached = 1 - counts_at_least(middle + 1, centre, spread) >= level
        high, low = np.where(reached, middle, high), np.where(reached, low, middle)
    return high
