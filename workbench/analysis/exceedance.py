"""Whether the latest count of each of many is more than its own history leads one to expect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workbench.analysis.beta_binomial import beta_binomial_at_least
from workbench.analysis.chances import counts_quantile
from workbench.analysis.dispersion import ASSUMED
from workbench.analysis.multiple import adjusted

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

LEVEL: Final = 0.05
PULL: Final = 10.0  # degrees of freedom that what all have in common weighs against one's own
CAUTION: Final = 5.0  # degrees of freedom of the cautious guess
MOST: Final = 0.6  # of the clustering: near 1, where all happens in one period, nothing is high


@dataclass(frozen=True)
class Unusual:
    """One entry each: what was to be expected of it now, and how rare so high a count is."""

    expected: Floats
    total: Whole  # of the earlier periods
    whole: float  # their length in latest periods
    clustering: Floats  # of the earlier counts among their periods, 0 by chance alone
    p: Floats
    adjusted: Floats  # for having looked at all of them

    @property
    def phi(self) -> Floats:
        """Variance over mean of a count of each."""
        found: Floats = 1 + self.total * self.clustering / (1 - self.clustering)
        return found

    def usual(self, at: Whole) -> tuple[Whole, Whole]:
        """The range of 90 of 100 counts of these; one above it has a chance of at most 5%."""
        wide = self.phi[at] * (1 + 1 / self.whole)
        low = counts_quantile(LEVEL, self.expected[at], wide)
        return low, self._highest(at, counts_quantile(1 - LEVEL, self.expected[at], wide))

    def _highest(self, at: Whole, guess: Whole) -> Whole:
        """The largest count of each whose chance is above 5%, by halving."""
        total, clustering = self.total[at], self.clustering[at]
        low, high = np.zeros_like(guess), 2 * guess + 2
        while True:  # nought has a chance of 1
            short = _chances(high, total, self.whole, clustering) > LEVEL
            if not short.any():
                break
            low, high = np.where(short, high, low), np.where(short, 2 * high, high)
        while (high - low > 1).any():
            middle = (low + high) // 2
            usual = _chances(middle, total, self.whole, clustering) > LEVEL
            low, high = np.where(usual, middle, low), np.where(usual, high, middle)
        return low


def unusual(
    counts: ArrayLike, before: ArrayLike, share: ArrayLike | None = None, many: str = "fdr"
) -> Unusual:
    """Set the latest count of each against its own earlier ones.

    What is expected is the mean of the earlier counts. The chance is the conditional one, which
    needs no mean: given the latest and the earlier counts together, the latest is binomial by
    chance alone, and beta-binomial where periods vary more than that (each negative binomial, of
    one size). How much they vary is learnt from all: see ``_clustering``.

    Args:
        counts: latest, shape (n,), 0 or more.
        before: earlier counts, shape (n, periods), one or more periods.
        share: length of each earlier period as a share of the latest, shape (periods,).
        many: how it is allowed for that all n were looked at, as in ``multiple.adjusted``.

    Returns:
        Shape (n,) each. ``adjusted`` is over all n.

    Source: conditional test: Przyborowski & Wilenski (1940) Biometrika 31:313; of negative
    binomial counts: Robinson & Smyth (2008) Biostatistics 9:321; shrinking of a variance: Smyth
    (2004) Stat Appl Genet Mol Biol 3:3.
    """
    now, earlier = np.asarray(counts, np.int64), np.asarray(before, np.float64)
    length = np.ones(earlier.shape[1]) if share is None else np.asarray(share, np.float64)
    whole, total = float(length.sum()), earlier.sum(axis=1)
    clustering = _clustering(earlier, length)
    p = _chances(now, total.astype(np.int64), whole, clustering)
    return Unusual(total / whole, total.astype(np.int64), whole, clustering, p, adjusted(p, many))


def _chances(now: Whole, total: Whole, whole: float, clustering: Floats) -> Floats:
    """The chance of so many of these or more in the latest period, given all of them."""
    share = 1 / (1 + whole)
    correlation = clustering * whole / (whole + 1 - clustering)  # with one latest period more
    return beta_binomial_at_least(now, now + total, share, correlation)


def _clustering(earlier: Floats, length: Floats) -> Floats:
    """How strongly the earlier incidents of each cluster in some periods: 0 by chance alone to 1.

    Given their total T, Pearson's chi-squared over its degrees of freedom is ``1 + c (T - 1)`` on
    average, with ``c = 1 / (1 + size x length)`` when each period is negative binomial of this
    size. That holds for any mean, also a small one. What all have in common is learnt first; a
    cautious guess weighs in with ``CAUTION`` degrees of freedom. That is the least that any is
    given: one that varies more by its own past is pulled up, by how well that is known.
    """
    total, freedom = earlier.sum(axis=1), earlier.shape[1] - 1
    guess = (ASSUMED - 1) / (ASSUMED - 1 + np.maximum(total, 1.0))
    several = total > 1
    if not freedom or not several.any():
        least: Floats = np.minimum(guess, MOST)
        return least
    fitted = (total[several] / length.sum())[:, None] * length
    chi = ((earlier[several] - fitted) ** 2 / fitted).sum(axis=1) / freedom
    common = _common(chi - 1, total[several], total)
    known = freedom * int(several.sum())
    found = (known * common + CAUTION * guess) / (known + CAUTION)
    own = (chi - 1) / (total[several] - 1)
    pulled = (freedom * own + PULL * found[several]) / (freedom + PULL)
    found[several] = np.maximum(found[several], pulled)
    limited: Floats = np.minimum(found, MOST)
    return limited


def _common(excess: Floats, total: Floats, every: Floats) -> Floats:
    """The clustering that all have in common, at the totals of every one.

    ``c = b + a / (T + a)``: with ``a`` alone the variance is a multiple of the mean, with ``b``
    alone it grows with its square. Both are fitted, neither below 0, each entry weighed by how
    well it is known.
    """
    more = total - 1
    a, b = max(0.0, float(excess.mean())), 0.0
    for _ in range(20):
        weight = 1 / (1 + np.minimum(MOST, b + a / (total + a) if a else b) * more) ** 2
        a, b = _two(more / (total + a), more, excess, weight)
    found: Floats = np.minimum(MOST, b + a / (every + a) if a else np.full(every.size, b))
    return found


def _two(first: Floats, second: Floats, goal: Floats, weight: Floats) -> tuple[float, float]:
    """Least squares of two coefficients, neither below 0."""
    aa, bb = float((weight * first**2).sum()), float((weight * second**2).sum())
    ab = float((weight * first * second).sum())
    ya, yb = float((weight * first * goal).sum()), float((weight * second * goal).sum())
    whole = aa * bb - ab**2
    if whole > 1e-9 * aa * bb:
        a, b = (bb * ya - ab * yb) / whole, (aa * yb - ab * ya) / whole
        if a >= 0 and b >= 0:
            return a, b
    a, b = max(0.0, ya / aa), max(0.0, yb / bb)
    return (a, 0.0) if a * ya > b * yb else (0.0, b)
