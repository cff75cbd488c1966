"""Chances of a count among so many when each has its own chance: the beta-binomial."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Floats = NDArray[np.float64]

MOST_TERMS: Final = 2000  # that are summed one by one
PLAIN: Final = 1e-9  # of the variance beyond the binomial, below which it is that
SMALL: Final = 1e-17  # part of the sum that no longer changes it


def beta_binomial_at_least(
    counts: ArrayLike, trials: ArrayLike, share: ArrayLike, correlation: ArrayLike
) -> Floats:
    """The chance of each count or more: ``P(X >= count)``.

    Terms are summed by their ratios. Where there are very many, the share is taken as a beta
    variable of the same mean and variance, with half a count for continuity.

    Args:
        counts: 0 or more, shape (n,).
        trials: at least the counts, likewise.
        share: mean chance of one trial, above 0 and below 1, likewise or a number.
        correlation: of two trials, 0 (binomial) to below 1; the beta variable has the sizes
            ``share x (1 / correlation - 1)`` and ``(1 - share) x (1 / correlation - 1)``.

    Returns:
        Shape (n,), 0 to 1.

    Source: Johnson, Kemp & Kotz (2005) Univariate Discrete Distributions, section 6.2.2.
    """
    x, n, mean, rho = (
        one.ravel()
        for one in np.broadcast_arrays(
            *(np.asarray(part, np.float64) for part in (counts, trials, share, correlation))
        )
    )
    found: Floats = np.ones(x.shape)
    wide = (n - 1) * rho > PLAIN
    plain, long = (x > 0) & ~wide, (x > 0) & wide & (n - x >= MOST_TERMS)
    summed = (x > 0) & wide & ~long
    found[plain] = special.betainc(x[plain], n[plain] - x[plain] + 1, mean[plain])
    size = n[long] / (1 + (n[long] - 1) * rho[long]) - 1  # of a share as variable as theirs
    found[long] = special.betaincc(
        mean[long] * size, (1 - mean[long]) * size, (x[long] - 0.5) / n[long]
    )
    size = 1 / rho[summed] - 1
    found[summed] = _summed(x[summed], n[summed], mean[summed] * size, (1 - mean[summed]) * size)
    return np.minimum(found, 1.0)


def _summed(x: Floats, n: Floats, a: Floats, b: Floats) -> Floats:
    """The terms from each count to its trials, for all at once, until they no longer matter."""
    if not x.size:
        return np.zeros(0)
    with np.errstate(under="ignore"):
        term = np.exp(
            special.betaln(x + a, n - x + b) - special.betaln(a, b)
            - special.betaln(x + 1, n - x + 1) - np.log(n + 1)
        )  # fmt: skip
    total: Floats = term.copy()
    k = x.copy()
    at = np.flatnonzero(k < n)
    while at.size:
        one, p, q = k[at], a[at], b[at]
        rest = n[at] - one
        term[at] *= rest / (one + 1) * ((one + p) / (rest - 1 + q))
        total[at] += term[at]
        k[at] += 1
        at = at[(k[at] < n[at]) & ((term[at] > SMALL * total[at]) | (k[at] < n[at] * p / (p + q)))]
    return total
