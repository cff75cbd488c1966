"""Whether the latest count of each of many is more than its own history leads one to expect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workbench.analysis.chances import counts_at_least, counts_quantile
from workbench.analysis.dispersion import ASSUMED
from workbench.analysis.multiple import benjamini_hochberg

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

LEVEL: Final = 0.05
PULL: Final = 10.0  # degrees of freedom that what all have in common weighs against one's own


def exceedance(counts: ArrayLike, mean: ArrayLike, phi: ArrayLike = 1.0) -> Floats:
    """The chance of a count so high or higher: ``P(X >= count)``.

    Args:
        counts: 0 or more.
        mean: expected count, 0 or more; of the shape of the counts, or a number.
        phi: variance over mean. Poisson up to 1, above it negative binomial with variance
            ``phi x mean``; likewise.

    Returns:
        Of the shape of the counts.

    Raises:
        ValueError: a count or mean is below 0.

    Source: Johnson, Kemp & Kotz (2005) Univariate Discrete Distributions, chapters 4 and 5.
    """
    if (np.asarray(counts) < 0).any() or (np.asarray(mean) < 0).any():
        raise ValueError("Counts and expected counts must be 0 or more.")
    return counts_at_least(counts, mean, phi)


@dataclass(frozen=True)
class Unusual:
    """One entry each: what was to be expected of it now, and how rare so high a count is."""

    expected: Floats
    likely: Floats  # the mean that a high count is judged by, for the expected one is uncertain
    wide: Floats  # variance over mean of a count to come
    phi: Floats
    p: Floats
    adjusted: Floats  # for having looked at all of them

    def usual(self, at: Whole) -> tuple[Whole, Whole]:
        """The range of 90 of 100 counts of these; one above it has a chance of at most 5%."""
        low = counts_quantile(LEVEL, self.expected[at], self.wide[at])
        return low, counts_quantile(1 - LEVEL, self.likely[at], self.wide[at])


def unusual(counts: ArrayLike, before: ArrayLike, share: ArrayLike | None = None) -> Unusual:
    """Set the latest count of each against its own earlier ones.

    What is expected is the mean of the earlier counts; that this mean is itself uncertain widens
    the range. Without overdispersion the chance is the exact conditional one: given both together,
    the latest count is binomial. With it the same chance, a negative binomial one, is spread
    ``phi`` times as wide. Counts of one vary ``phi`` times as much as chance: its own Pearson
    chi-squared over degrees of freedom, pulled towards what all have in common, and never below 1.

    Args:
        counts: latest, shape (n,), 0 or more.
        before: earlier counts, shape (n, periods), one or more periods.
        share: length of each earlier period as a share of the latest, shape (periods,).

    Returns:
        Shape (n,) each. ``adjusted`` is Benjamini-Hochberg over all n.

    Source: conditional test: Przyborowski & Wilenski (1940) Biometrika 31:313; shrinking of a
    variance: Smyth (2004) Stat Appl Genet Mol Biol 3:3.
    """
    now, earlier = np.asarray(counts, np.float64), np.asarray(before, np.float64)
    periods = earlier.shape[1]
    length = np.ones(periods) if share is None else np.asarray(share, np.float64)
    whole = float(length.sum())
    total = earlier.sum(axis=1)
    expected = total / whole
    phi = _spread(earlier, expected, length)
    # The predictive distribution of a count whose mean rests on so many earlier ones.
    wide = phi * (1 + 1 / whole)
    upper = (total + 1) / whole
    p = np.minimum(exceedance(now, upper, wide), 1.0)
    return Unusual(expected, upper, wide, phi, p, benjamini_hochberg(p))


def _spread(earlier: Floats, expected: Floats, length: Floats) -> Floats:
    """Variance over mean of each, at least 1; a cautious guess from a single period.

    What each is pulled towards is ``1 + a x expected``: counts that are ten times as large swing
    about as much in percent, and so vary more beyond chance.
    """
    freedom = earlier.shape[1] - 1
    there = expected > 0
    if not freedom or not there.any():
        return np.full(expected.size, ASSUMED)
    mean = np.where(there, expected, 1.0)
    fitted = mean[:, None] * length
    own = np.where(there, ((earlier - fitted) ** 2 / fitted).sum(axis=1) / freedom, 1.0)
    a = _common(own[there], expected[there])
    pulled = (freedom * own + PULL * (1 + a * expected)) / (freedom + PULL)
    found: Floats = np.maximum(1.0, np.where(there, pulled, 1.0))
    return found


def _common(own: Floats, mean: Floats) -> float:
    """The squared swing that all have in common, each weighed by how well its own is known."""
    a = max(0.0, float((own - 1).sum() / mean.sum()))
    for _ in range(20):
        weight = 1 / (1 / mean + a) ** 2
        a = max(0.0, float((weight * (own - 1) / mean).sum() / weight.sum()))
    return a
