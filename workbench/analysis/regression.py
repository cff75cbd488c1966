"""Straight regression of a series, with errors that allow for one month leaning on the last."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workbench.analysis.chances import normal_quantile, t_quantile
from workbench.analysis.comparison import Interval

Floats = NDArray[np.float64]

LAGS: Final = 12  # of residuals that are looked at


def newey_west_lag(n: int, *, season: bool = True) -> int:
    """How many months back errors may lean: ``floor(4 (n / 100) ** (2 / 9))``, 3 or more.

    Args:
        n: points of the series.
        season: whether the regression takes the season out; 12 where it does not.

    Source: Newey & West (1994) Rev Econ Stud 61:631, the rule of thumb for Bartlett's weights.
    """
    return max(3, floor(4 * (n / 100) ** (2 / 9))) if season else 12


def bartlett(scores: ArrayLike, lag: int, places: ArrayLike | None = None) -> Floats:
    """Long-run covariance of scores: the sum of their products up to a lag, far ones weighing less.

    ``G(0) + sum over l of (1 - l / (lag + 1)) (G(l) + G(l)')`` with ``G(l)`` the sum of the
    products of scores that lie ``l`` apart.

    Args:
        scores: shape (n, k).
        lag: 0 or more; 0 is White's covariance.
        places: whole numbers, shape (n,), where each row stands in time; rows of one place are
            added up, and places without a row are skipped over. In order when not given.

    Returns:
        Shape (k, k).

    Source: Newey & West (1987) Econometrica 55:703; gaps as in Datta & Du (2012) IFDP 1060.
    """
    part = np.asarray(scores, np.float64)
    at = np.arange(len(part)) if places is None else np.asarray(places, np.int64)
    at = at - at.min()
    whole: Floats = np.zeros((int(at.max()) + 1, part.shape[1]))
    np.add.at(whole, at, part)
    total: Floats = whole.T @ whole
    for step in range(1, min(lag, len(whole) - 1) + 1):
        product = whole[step:].T @ whole[:-step]
        total = total + (1 - step / (lag + 1)) * (product + product.T)
    return total


def autocorrelations(
    residuals: ArrayLike, most: int = LAGS, places: ArrayLike | None = None
) -> tuple[float, ...]:
    """How residuals go with those 1, 2, ... months before them, -1 to 1.

    Args:
        residuals: shape (n,).
        most: the longest lag; fewer come back when the series is shorter.
        places: whole numbers, shape (n,), where each stands in time; in order when not given.

    Returns:
        The sum of products over the sum of squares, about the mean; noughts when nothing is left
        over.

    Source: Box, Jenkins & Reinsel (1994) chapter 2.
    """
    left = np.asarray(residuals, np.float64)
    at = np.arange(len(left)) if places is None else np.asarray(places, np.int64)
    at = at - at.min()
    whole = np.zeros(int(at.max()) + 1)
    whole[at] = left - left.mean()
    squares = float(whole @ whole)
    steps = range(1, min(most, len(whole) - 1) + 1)
    if squares <= 1e-18 * max(1.0, float(left @ left)):
        return tuple(0.0 for _ in steps)
    return tuple(float(whole[step:] @ whole[:-step]) / squares for step in steps)


def durbin_watson(residuals: ArrayLike) -> float:
    """Squared steps between neighbours over squares: near 2 without, near 0 with autocorrelation.

    Args:
        residuals: shape (n,), in order of time.

    Returns:
        0 to 4; 2 when nothing is left over.

    Source: Durbin & Watson (1950) Biometrika 37:409.
    """
    left = np.asarray(residuals, np.float64)
    squares = float(left @ left)
    return float(np.sum(np.diff(left) ** 2)) / squares if squares else 2.0


@dataclass(frozen=True)
class Linear:
    """A straight regression: coefficients with their covariance, and what is left over."""

    coefficients: Floats  # (k,)
    covariance: Floats  # (k, k)
    fitted: Floats  # (n,)
    residuals: Floats  # (n,)

    @property
    def errors(self) -> Floats:
        """Standard errors of the coefficients, shape (k,)."""
        return np.sqrt(np.diag(self.covariance))

    @property
    def durbin_watson(self) -> float:
        """Of the residuals, in the order of the rows."""
        return durbin_watson(self.residuals)

    def interval(self, which: int, level: float = 0.95, *, by_t: bool = False) -> Interval:
        """A coefficient and its range, by the normal distribution or by Student's t."""
        tail, freedom = 0.5 + level / 2, self.residuals.size - self.coefficients.size
        reach = t_quantile(tail, freedom) if by_t else normal_quantile(tail)
        centre, error = float(self.coefficients[which]), float(self.errors[which])
        return Interval(centre, centre - reach * error, centre + reach * error)


def least_squares(
    outcome: ArrayLike,
    design: ArrayLike,
    lag: int | None = None,
    *,
    small_sample: bool = False,
    places: ArrayLike | None = None,
) -> Linear | None:
    """Ordinary least squares, with ordinary or with Newey-West standard errors.

    Args:
        outcome: shape (n,), such as a rate.
        design: shape (n, k), of full rank; its first column is usually ones.
        lag: of Bartlett's weights; 0 is White's covariance, None the ordinary one, which takes
            the errors to be alike and apart.
        small_sample: whether the covariance is multiplied by ``n / (n - k)``.
        places: where each row stands in time, for ``bartlett``.

    Returns:
        None when no freedom is left or the design is not of full rank.

    Source: Newey & West (1987) Econometrica 55:703; MacKinnon & White (1985) for the factor.
    """
    y, x = np.asarray(outcome, np.float64), np.asarray(design, np.float64)
    n, k = x.shape
    if n <= k or np.linalg.matrix_rank(x) < k:
        return None
    beta = np.asarray(np.linalg.lstsq(x, y, rcond=None)[0], np.float64)
    fitted = x @ beta
    left = y - fitted
    bread = np.linalg.inv(x.T @ x)
    if lag is None:
        return Linear(beta, bread * float(left @ left) / (n - k), fitted, left)
    covariance = bread @ bartlett(x * left[:, None], lag, places) @ bread
    return Linear(beta, covariance * (n / (n - k) if small_sample else 1.0), fitted, left)
