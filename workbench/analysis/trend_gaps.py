"""How the trend of one area differed from another's before anything was done."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from workbench.analysis.comparison import Interval
from workbench.analysis.dispersion import MONTHS_NEEDED, quasi_poisson, season_and_trend
from workbench.analysis.serial import Part
from workbench.analysis.uncertainty import coefficient_factor

GAP_MONTHS: Final = 12  # to compare the trends of two series
GAP_NEEDED: Final = 20  # incidents in each of them


def trend_gap(treated: ArrayLike, control: ArrayLike, time: ArrayLike) -> Interval | None:
    """How the yearly trend of one area differed from another's before the start.

    Quasi-Poisson of both series with a level each, a shared trend, a shared season when there are
    two years, and the difference of their trends. The range is that of the policy for
    comparisons (``uncertainty``).

    Args:
        treated: monthly counts, shape (n,); NaN are gaps.
        control: the same months of the other area.
        time: months, shape (n,).

    Returns:
        The ratio of the yearly changes; 1 is alike. None under 12 months, under 20 incidents in
        either series, or with nothing to fit.
    """
    first, second = np.asarray(treated, np.float64), np.asarray(control, np.float64)
    months = np.asarray(time, np.float64)
    known = ~(np.isnan(first) | np.isnan(second))
    if known.sum() < GAP_MONTHS or min(first[known].sum(), second[known].sum()) < GAP_NEEDED:
        return None
    base = season_and_trend(months[known], 2 if known.sum() >= MONTHS_NEEDED else 0)
    ones = np.ones(int(known.sum()))
    upper = np.column_stack([base, ones, base[:, 1]])
    lower = np.column_stack([base, 0 * ones, 0 * ones])
    fit = quasi_poisson(np.concatenate([first[known], second[known]]), np.vstack([upper, lower]))
    if fit is None:
        return None
    n = len(ones)
    left = (np.concatenate([first[known], second[known]]) - fit.means) / np.sqrt(fit.means)
    level = np.sqrt(1 / (1 / fit.means[:n] + 1 / fit.means[n:]))  # one against the other
    against = level * (left[:n] / np.sqrt(fit.means[:n]) - left[n:] / np.sqrt(fit.means[n:]))
    design = level[:, None] * np.column_stack([ones, base[:, 1]])
    influence = np.linalg.pinv(design)[1]
    factor = coefficient_factor([Part(against, design)], months[known].astype(np.int64), influence)
    return fit.ratio(base.shape[1] + 1, factor)
