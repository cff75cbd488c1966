"""Interrupted time series by least squares: a straight line, bent where the response began."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from workbench.analysis.chances import normal_quantile
from workbench.analysis.comparison import Interval
from workbench.analysis.regression import Linear, least_squares
from workbench.analysis.segmented import Design, Errors, Shape, segmented_design


def segmented_linear(
    outcome: ArrayLike,
    time: ArrayLike,
    post: ArrayLike,
    *,
    shape: Shape | None = None,
    errors: Errors | None = None,
    others: ArrayLike | None = None,
) -> tuple[Linear, Design] | None:
    """Fit a straight segmented regression to a rate, with Newey-West errors when a lag is given.

    Args:
        outcome: shape (n,), such as incidents per 100,000 people; NaN are gaps.
        time: shape (n,), whole numbers where a lag is given.
        post: shape (n,), 0 before the response and 1 after it.
        shape: trend, change of trend, and season.
        errors: its ``lag`` and ``small_sample``; ordinary ones when not given.
        others: further columns, shape (n,) or (n, j).

    Returns:
        The regression, and the design that says which coefficient is which; None when no freedom
        is left.

    Source: Bernal, Cummins & Gasparrini (2017) IJE 46:348.
    """
    how, design = errors or Errors(), segmented_design(time, post, shape, others)
    known = ~np.isnan(np.asarray(outcome, np.float64))
    places = np.rint(np.asarray(time, np.float64)[known]).astype(np.int64)
    found = least_squares(
        np.asarray(outcome, np.float64)[known], design.matrix[known], how.lag,
        small_sample=how.small_sample, places=places,
    )  # fmt: skip
    return None if found is None else (found, design)


def straight_ratio(
    counts: ArrayLike, time: ArrayLike, post: ArrayLike, days: ArrayLike, shape: Shape, lag: int
) -> Interval | None:
    """What was seen over what was expected, by a straight line through the counts a day.

    Args:
        counts: shape (n,); NaN are gaps.
        time: shape (n,), months.
        post: shape (n,), 0 before the response and 1 after it.
        days: shape (n,), of each month.
        shape: trend, change of trend, and season.
        lag: of the Newey-West errors; ordinary ones are used where they are wider.

    Returns:
        The sum that the line has with the response over the sum without, by the delta method on
        its log; None when it cannot be fitted or expects nothing.

    Source: as ``segmented_linear``.
    """
    seen, long = np.asarray(counts, np.float64), np.asarray(days, np.float64)
    found = [
        segmented_linear(seen / long, time, post, shape=shape, errors=errors)
        for errors in (Errors(lag, small_sample=True), Errors())
    ]
    if found[0] is None or found[1] is None:
        return None
    (fit, design), (plain, _) = found[0], found[1]
    after = ~np.isnan(seen) & (np.asarray(post) == 1)
    with_it, without = (long[after] @ part[after] for part in (design.matrix, design.without))
    had, expected = float(with_it @ fit.coefficients), float(without @ fit.coefficients)
    if min(had, expected) <= 0:
        return None
    slope = with_it / had - without / expected
    error = max(float(slope @ one.covariance @ slope) for one in (fit, plain)) ** 0.5
    reach, mid = np.exp(min(normal_quantile(0.975) * error, 300.0)), had / expected
    return Interval(mid, float(mid / reach), float(mid * reach))
