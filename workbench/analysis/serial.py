"""How monthly counts vary: their spread, and how neighbouring months go together.

Counts of one area are rarely independent from month to month. Part of their spread stays for a
while, a month or a year, and a total of twelve months then varies more than twelve independent
months would. How much stays, and for how long, cannot be told exactly from a few dozen months, so
every combination of ``SHARES`` and ``KEPT`` is weighed by how well the months fit it, and a range
allows for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]

# The correlation of two months is share x kept ** (months apart). Months that do not go together
# at all have a weight of their own beforehand; the other combinations share the rest evenly.
SHARES: Final = (0.15, 0.3, 0.45, 0.6, 0.8, 1.0)
KEPT: Final = (0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.96)
INDEPENDENT: Final = 0.15

# What is expected of the spread before any month is looked at, and how many months that is worth.
USUAL_SPREAD: Final = 1.5
WORTH: Final = 4.0
# Months that vary less than chance alone gives in all but so few cases are evener than incidents
# are by themselves; what little they vary says nothing of how months go together.
EVEN: Final = 0.025


@dataclass(frozen=True)
class Correlations:
    """The correlations of some months under each combination, and what is worked out once."""

    matrices: Floats  # (g, n, n)
    inverse_roots: Floats  # (g, n, n), of their Cholesky factors
    log_determinants: Floats  # (g,)
    weights: Floats  # (g,), beforehand
    neighbours: Floats  # (g,), the correlation of one month with the next


@lru_cache(maxsize=64)
def correlations(places: tuple[int, ...]) -> Correlations:
    """The correlations of months that stand at these places in time, for every combination."""
    apart = np.abs(np.subtract.outer(places, places)).astype(np.float64)
    ones = np.eye(len(places))
    pairs = [(share, kept) for share in SHARES for kept in KEPT]
    matrices = np.stack([ones] + [(1 - s) * ones + s * k**apart for s, k in pairs])
    roots = np.linalg.cholesky(matrices)
    weights = np.full(len(matrices), (1 - INDEPENDENT) / len(pairs))
    weights[0] = INDEPENDENT
    return Correlations(
        matrices,
        np.linalg.inv(roots),
        2 * np.log(np.einsum("gii->gi", roots)).sum(axis=1),
        weights,
        np.array([0.0] + [s * k for s, k in pairs]),
    )


@dataclass(frozen=True)
class Part:
    """One series for learning: residuals of variance alike, and what was fitted to them.

    ``design`` has the columns of the fitted mean, weighted as the residuals are: (n, k).
    """

    residuals: Floats
    design: Floats


@dataclass(frozen=True)
class Learnt:
    """What the months say of their spread and of how they go together.

    Arrays of shape (g,) hold a value for each combination.
    """

    weights: Floats  # how well each combination fits, adding up to 1
    spread: Floats  # variance over mean of single months
    first: Floats  # the same of the first series, where it varies more than the others do
    freedom: float
    neighbours: Floats

    @property
    def phi(self) -> float:
        """Variance over mean of single months, at least 1."""
        return max(1.0, float(self.weights @ self.spread))

    @property
    def lean(self) -> float:
        """The correlation of one month with the next."""
        return float(self.weights @ self.neighbours)

    def half_width(self, variances: Floats, level: float) -> float:
        """Half the width of a range about an estimate with these variances, shape (g,).

        The estimate follows a mixture of Student's t, one for each combination.
        """
        errors = np.sqrt(variances)
        low, high = 0.0, 60.0 * float(errors.max())
        for _ in range(50):
            middle = (low + high) / 2
            outside = 2 * float(self.weights @ special.stdtr(self.freedom, -middle / errors))
            low, high = (middle, high) if outside > 1 - level else (low, middle)
        return high


def learn(parts: Sequence[Part], places: tuple[int, ...]) -> Learnt:
    """Weigh every combination by how well it fits residuals, and find the spread under each.

    Residual (restricted) likelihood, pooled over the series; months that vary clearly less than
    chance are taken as independent. Where the first series clearly
    varies more than the others, it keeps a spread of its own, drawn towards theirs.

    Args:
        parts: the series; the first is the one that a change is looked for in.
        places: where each month stands in time, shape (n,).

    Source: Harville (1974) Biometrika 61:383 for the likelihood; averaging over what cannot be
    told, Hoeting et al. (1999) Statistical Science 14:382; spreads drawn together, Smyth (2004)
    Stat Appl Genet Mol Biol 3:3.
    """
    known = correlations(places)
    squares, logs, freedom = zip(*(_fit(part, known) for part in parts), strict=True)
    total = sum(freedom)
    spread = (sum(squares) + WORTH * USUAL_SPREAD) / (total + WORTH)
    likelihood = sum(logs) - 0.5 * (total + WORTH) * np.log(spread)
    weights = known.weights * np.exp(likelihood - likelihood.max())
    weights = weights / weights.sum()
    if special.gammainc(total / 2, float(sum(squares)[0]) / 2) < EVEN:
        weights = np.eye(len(weights))[0]
    return Learnt(
        weights, spread, _own(squares, freedom, weights, spread), total + WORTH, known.neighbours
    )


def _fit(part: Part, known: Correlations) -> tuple[Floats, Floats, int]:
    """Squares left over under each combination, log likelihoods but for them, and freedom."""
    design = known.inverse_roots @ part.design
    residuals = known.inverse_roots @ part.residuals
    inner = np.einsum("gti,gtj->gij", design, design)
    cross = np.einsum("gti,gt->gi", design, residuals)
    fitted = np.linalg.solve(inner, cross[..., None])[..., 0]
    squares = (residuals**2).sum(axis=1) - (fitted * cross).sum(axis=1)
    logs = -0.5 * (known.log_determinants + np.linalg.slogdet(inner)[1])
    return np.maximum(squares, 0.0), logs, part.design.shape[0] - part.design.shape[1]


# Other series are worth so many months when the spread of the first is drawn towards theirs.
_DRAWN: Final = 20.0


def _own(
    squares: Sequence[Floats], freedom: Sequence[int], weights: Floats, spread: Floats
) -> Floats:
    """The spread of the first series: its own where it clearly varies more, else that of all."""
    others = sum(freedom[1:])
    if not others or not freedom[0]:
        return spread
    rest = sum(squares[1:]) / others
    ratio = float(weights @ (squares[0] / freedom[0])) / max(float(weights @ rest), 1e-12)
    if special.fdtrc(freedom[0], others, ratio) > 0.05:
        return spread
    own = (squares[0] + _DRAWN * rest) / (freedom[0] + _DRAWN)
    return np.asarray(np.maximum(own, spread), np.float64)
