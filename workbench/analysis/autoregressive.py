"""Covariance of regression coefficients whose residuals go together from month to month."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.chances import normal_quantile
from workbench.analysis.serial import Part, correlations, learn
from workbench.analysis.uncertainty import LEVEL

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


def leaning_covariance(
    design: Floats, residuals: Floats, places: Whole, series: Whole, which: int
) -> tuple[float, Floats]:
    """Covariance of least-squares coefficients, as months vary and go together.

    By the policy for comparisons (``serial``): every way in which months may go together is
    weighed by how well it fits. The covariance is the mean over all of them, made so much larger
    that the normal range of one coefficient, the change asked about, is the range of the mixture.
    Coefficients stay those of least squares.

    Args:
        design: shape (n, k), weighted as the residuals are.
        residuals: shape (n,), of variance alike; Pearson's, for counts.
        places: shape (n,), where each stands in time; the same for every series.
        series: shape (n,), which series each is of; series do not go together.
        which: the coefficient that is asked about.

    Returns:
        The correlation of one month with the next, and the covariance, shape (k, k), never below
        that of residuals of variance 1 that are independent.
    """
    rows = [np.flatnonzero(series == one) for one in np.unique(series)]
    where = tuple(int(at) for at in places[rows[0]] - places[rows[0]][0])
    learnt = learn([Part(residuals[at], _independent(design[at])) for at in rows], where)
    bread, matrices = np.linalg.inv(design.T @ design), correlations(where).matrices
    middle = sum(np.einsum("ti,gts,sj->gij", design[at], matrices, design[at]) for at in rows)
    spread = np.maximum(learnt.spread, 1.0)
    each = spread[:, None, None] * (bread @ np.asarray(middle, np.float64) @ bread)
    variances = np.maximum(each[:, which, which], bread[which, which])
    mean = np.einsum("g,gij->ij", learnt.weights, each)
    reach = learnt.half_width(variances, LEVEL) / normal_quantile(0.5 + LEVEL / 2)
    return learnt.lean, np.asarray(mean * reach**2 / mean[which, which], np.float64)


def _independent(design: Floats) -> Floats:
    """Columns that span what the design spans."""
    left, sizes, _ = np.linalg.svd(design, full_matrices=False)
    return np.asarray(left[:, sizes > 1e-10 * sizes[0]], np.float64)
