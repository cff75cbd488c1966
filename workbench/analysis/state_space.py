"""What would have been, from a like series: a level that drifts, a season, and the control."""

from __future__ import annotations

import warnings
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workbench.analysis.comparison import Interval

Floats = NDArray[np.float64]

DRAWS: Final = 4999
SEED: Final = 20_150_101
LOGS: Final = 5  # every value at least so many: logarithms; below, square roots
LEAST: Final = 24  # values before the start


def state_space_ratio(
    values: ArrayLike,
    control: ArrayLike,
    post: ArrayLike,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    level: float = 0.95,
) -> Interval | None:
    """All that was seen after a start over what a model of the time before foresees.

    Before the start the series is a level that drifts, two waves of the year, and so much of the
    control; on the log scale, or the square root's where values are small. The model is fitted to
    that time alone. Futures are drawn from it with the control as it was, and their sums are held
    against the sum that was seen.

    Args:
        values: monthly, shape (n,), in order of time; NaN are gaps.
        control: the same months where nothing was done, shape (n,).
        post: shape (n,), 0 before the response and 1 after it.
        draws: futures.
        seed: of those.
        level: coverage, 0 to 1.

    Returns:
        None with fewer than 24 values before, nothing after, a control that never moves, or when
        no best fit is found. The range allows for the drift to come, for chance, and for what is
        not known of level, season and control; the variances are taken as they were fitted.

    Source: Harvey (1989) chapter 7; Brodersen et al. (2015) Ann Appl Stat 9:247, of which this is
    the form by maximum likelihood.
    """
    y, other = np.asarray(values, np.float64), np.asarray(control, np.float64)
    after = np.asarray(post, np.float64) > 0
    known = ~np.isnan(y)
    if (known & ~after).sum() < LEAST or not (known & after).any():
        return None
    told = _foreseen(y, other, after, (draws, seed))
    if told is None:
        return None
    sums = told[known[after]].sum(axis=0)
    seen = float(y[known & after].sum())
    tail = (1 - level) / 2
    high, mid, low = np.quantile(sums, [1 - tail, 0.5, tail])
    if low <= 0:
        return None
    return Interval(seen / float(mid), seen / float(high), seen / float(low))


def _foreseen(
    y: Floats, other: Floats, after: NDArray[np.bool_], how: tuple[int, int]
) -> Floats | None:
    """Futures in the unit of the series, shape (months after, draws); None without a fit."""
    small = min(float(np.nanmin(y)), float(np.nanmin(other))) < LOGS
    series, beside = (np.sqrt(part) if small else np.log(part) for part in (y, other))
    middle, spread = float(np.nanmean(beside[~after])), float(np.nanstd(beside[~after]))
    if spread < 1e-9:
        return None
    beside = np.nan_to_num((beside - middle) / spread)
    drawn = _futures(series, beside[:, None], after, *how)
    if drawn is None:
        return None
    told: Floats = drawn**2 if small else np.exp(np.clip(drawn, -30, 30))
    return told


def _futures(
    series: Floats, beside: Floats, after: NDArray[np.bool_], draws: int, seed: int
) -> Floats | None:
    """Series drawn from the model fitted to the time before, shape (months after, draws)."""
    from statsmodels.tsa.statespace.structural import UnobservedComponents  # takes a second

    early = series[~after]
    middle, spread = float(np.nanmean(early)), float(np.nanstd(early))
    if spread < 1e-9:
        return None
    model = UnobservedComponents(
        (early - middle) / spread, level="local level", exog=beside[~after],
        freq_seasonal=[{"period": 12, "harmonics": 2}], stochastic_freq_seasonal=[False],
        mle_regression=False,
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # whether it settled is looked at below
        fitted = model.fit(disp=False, maxiter=500)
        if not fitted.mle_retvals.get("converged", False):
            return None
        drawn = fitted.simulate(
            int(after.sum()), anchor="end", repetitions=draws, exog=beside[after],
            rng=np.random.default_rng(seed),
        )  # fmt: skip
    found = np.asarray(drawn, np.float64).reshape(int(after.sum()), draws) * spread + middle
    return found if np.isfinite(found).all() else None
