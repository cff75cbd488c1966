"""Many tests at once: what is left of each chance when so many were looked at."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def benjamini_hochberg(p: ArrayLike) -> Floats:
    """Adjust chances so that, of those at or below a level, no more than that share are false.

    Args:
        p: chances from 0 to 1, any shape; NaN where there was no test.

    Returns:
        Adjusted chances of the same shape, at most 1; NaN is kept and does not count as a test.

    Raises:
        ValueError: a chance lies outside 0 to 1.

    Source: Benjamini and Hochberg (1995) J Royal Statistical Society B 57:289.
    """
    given = np.asarray(p, dtype=np.float64)
    known = ~np.isnan(given)
    tested = given[known]
    if tested.size and (tested.min() < 0 or tested.max() > 1):
        raise ValueError("a chance lies between 0 and 1")
    order = np.argsort(tested, kind="stable")
    raised = tested[order] * (tested.size / np.arange(1, tested.size + 1))
    adjusted = np.empty_like(tested)
    adjusted[order] = np.minimum(np.minimum.accumulate(raised[::-1])[::-1], 1.0)
    found = np.full(given.shape, np.nan)
    found[known] = adjusted
    return found
