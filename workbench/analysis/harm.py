"""Harm: counts weighed by how much harm one incident of each kind does."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workbench.analysis.chances import normal_quantile
from workbench.analysis.comparison import Interval

Floats = NDArray[np.float64]


def weighed(
    counts: ArrayLike, weights: ArrayLike, phi: float = 1.0, level: float = 0.95
) -> Interval:
    """Harm of counts by kind, with its range.

    Args:
        counts: incidents of each kind, shape (k,), 0 or more.
        weights: harm of one incident of each kind, shape (k,), 0 or more.
        phi: variance over mean of the counts, 1 or more.
        level: coverage, 0 to 1.

    Returns:
        sum w n, and that plus and minus z sqrt(sum w^2 phi n), never below 0; in the unit of the
        weights. The normal approximation is poor when a few grave incidents make most of it.

    Raises:
        ValueError: a count or weight is below 0 or not known.

    Source: variance of a weighted sum of independent Poisson counts, times phi.
    """
    seen, harm = _checked(counts, weights)
    total = float((harm * seen).sum())
    reach = normal_quantile(0.5 + level / 2) * sqrt(phi * float((harm**2 * seen).sum()))
    return Interval(total, max(0.0, total - reach), total + reach)


@dataclass(frozen=True)
class Gravest:
    """The kind of which one incident does most harm, and the share of all harm that one makes."""

    kind: int
    share: float


def gravest(counts: ArrayLike, weights: ArrayLike) -> Gravest | None:
    """How much of all harm a single incident makes.

    Args:
        counts: incidents of each kind, shape (k,).
        weights: harm of one of each, shape (k,).

    Returns:
        None when there is no harm.
    """
    seen, harm = _checked(counts, weights)
    total = float((harm * seen).sum())
    if not total > 0:
        return None
    at = int(np.argmax(np.where(seen > 0, harm, -1.0)))
    return Gravest(at, float(harm[at]) / total)


def _checked(counts: ArrayLike, weights: ArrayLike) -> tuple[Floats, Floats]:
    seen, harm = np.asarray(counts, np.float64), np.asarray(weights, np.float64)
    if not (seen >= 0).all() or not (harm >= 0).all():
        raise ValueError("harm needs counts and weights of 0 or more")
    return seen, harm
