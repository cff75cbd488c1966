"""Chances and their inverses, from scipy's special functions.

scipy.stats has them all, but takes a second and a half to import and these take a tenth: they are
needed for the first answer after the program starts.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
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


def binomial_at_most(count: int, trials: int, chance: float) -> float:
    """The chance of ``count`` or fewer."""
    return float(special.bdtr(count, trials, chance)) if count >= 0 else 0.0


def binomial_at_least(count: int, trials: int, chance: float) -> float:
    """The chance of ``count`` or more."""
    return float(special.bdtrc(count - 1, trials, chance)) if count >= 1 else 1.0


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
