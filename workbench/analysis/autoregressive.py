"""How far months lean on the month before, and what that does to the errors of a regression.

Measured on 1,000 series each of 36 and of 48 months, with ranges of 95%: a mean of 60, a season, a
response after 24 months, and noise of 20% on the log scale that leans on the month before by 0,
0.3, 0.5 and 0.6. A change was found where there was none in 4.5, 5.2, 9.5 and 12.2% of 36 months
and in 3.0, 6.4, 8.6 and 10.7% of 48. Newey-West errors, where the residuals leaned by 0.3, gave
6.4, 12.6, 23.1 and 27.9%, and 5.9, 12.6, 21.2 and 24.5%. The price: a true fall of 30% was found
in 48 instead of 58% of 36 months that do not lean, and in 42 instead of 50% of 48; where counts
vary by chance alone, in 94 instead of 97%, and in 87 instead of 89%.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

LEANS: Final = np.arange(0.0, 0.95, 0.05)  # autocorrelations that are tried; none below nought


def leaning_covariance(
    design: Floats,
    residuals: Floats,
    places: Whole,
    series: Whole,
    least: float = 0.0,
    lean: float | None = None,
) -> tuple[float, Floats]:
    """Covariance of least-squares coefficients whose residuals follow a first-order autoregression.

    The autocorrelation is the one that residual (restricted) likelihood finds best: unlike that of
    the residuals it allows for what the columns of the design take up of neighbouring months. The
    coefficients stay those of least squares.

    Args:
        design: shape (n, k), weighted as the residuals are.
        residuals: shape (n,), of variance alike; Pearson's, for counts.
        places: shape (n,), where each stands in time.
        series: shape (n,), which series each is of; series do not lean on each other.
        least: the least variance of a residual that is used; where all vary no more than that,
            they are taken not to lean.
        lean: the autocorrelation, where it is known already.

    Returns:
        The autocorrelation, and the covariance, shape (k, k).

    Source: Harville (1974) Biometrika 61:383; Cheang & Reinsel (2000) JASA 95:1173 for the bias
    that it avoids in short series.
    """
    n, k = design.shape
    apart, same = np.abs(np.subtract.outer(places, places)), np.equal.outer(series, series)
    bread = np.linalg.inv(design.T @ design)
    best, lies, covariance = -np.inf, 0.0, bread
    for one in LEANS if lean is None else (lean,):
        alike = np.where(same, one**apart, 0.0)
        root = np.linalg.cholesky(alike)
        whole = np.linalg.solve(root, np.column_stack([design, residuals]))
        x, left = whole[:, :k], whole[:, k]
        inner = x.T @ x
        left = left - x @ np.linalg.solve(inner, x.T @ left)
        squares = float(left @ left)
        if not one and squares <= max(least * (n - k), 1e-18 * n):
            return 0.0, least * np.asarray(bread, np.float64)  # no more than chance
        fits = -np.log(np.diag(root)).sum() - 0.5 * np.linalg.slogdet(inner)[1]
        fits -= 0.5 * (n - k) * np.log(squares)
        if fits > best:
            middle = design.T @ alike @ design
            best, lies = fits, float(one)
            covariance = bread @ middle @ bread * max(least, squares / (n - k))
    return lies, np.asarray(covariance, np.float64)
