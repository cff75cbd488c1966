"""Interrupted time series by straight lines: least squares, with Newey-West errors."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workbench.analysis.chances import t_quantile
from workbench.analysis.comparison import Interval
from workbench.analysis.regression import Linear, autocorrelations, least_squares
from workbench.analysis.segmented import (
    Design,
    Errors,
    Shape,
    larger_errors,
    prevented,
    segmented_design,
    stacked_design,
)

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Straight:
    """A segmented straight regression of a rate, with what it expects without the response.

    Arrays of shape (n,) hold every time that was given, also those whose count is a gap. Changes
    are told as shares of what was expected after the start, so that they can be set beside those
    of ``Segmented``.
    """

    design: Design
    fit: Linear
    floor: Floats  # (k, k), below whose variances no range goes
    freedom: int
    dispersion: float  # variance over mean of what is left over
    overall: Interval  # all that was seen after the start over all that was expected
    expected: Floats  # (n,), without the response
    low: Floats
    high: Floats
    single_low: Floats
    single_high: Floats
    observed: float
    before: Floats  # (k,), the mean row of the design before the start
    after: Floats  # (k,), and that after it, without the response
    autocorrelation: tuple[float, ...]

    @property
    def durbin_watson(self) -> float:
        """Of what is left over."""
        return self.fit.durbin_watson

    @property
    def level(self) -> Interval:
        """How the level changed at the start, for what was expected after it."""
        return self._share(self.design.post, self.after)

    @property
    def slope(self) -> Interval | None:
        """How the trend changed a unit of time, likewise; None without such a column."""
        return None if self.design.slope is None else self._share(self.design.slope, self.after)

    @property
    def yearly(self) -> Interval | None:
        """The trend of twelve units of time, for the mean before; None without such a column."""
        trend = self.design.trend
        return None if trend is None else self._share(trend, self.before, 12.0)

    @property
    def prevented(self) -> Interval:
        """Expected less observed, after the start; below 0 is more than expected."""
        return prevented(self.observed, self.overall)

    def _share(self, which: int, base: Floats, times: float = 1.0) -> Interval:
        """One more so many times a coefficient over a level, by the delta method; not below 0."""
        beta = self.fit.coefficients
        across = np.zeros(beta.size)
        across[which] = times
        level = float(base @ beta)
        ratio = float(across @ beta) / level
        spreads = self.fit.covariance, self.floor
        error = float(larger_errors(((across - ratio * base) / level)[None, :], spreads)[0])
        reach = t_quantile(0.975, self.freedom) * error
        low, mid, high = (max(0.0, 1 + one) for one in (ratio - reach, ratio, ratio + reach))
        return Interval(mid, low, high)


@dataclass(frozen=True)
class _Rows:
    """One or two series in one column, as rates."""

    rates: Floats
    exposure: Floats
    design: Design
    places: NDArray[np.int64]
    summed: Mask
    errors: Errors = field(default_factory=Errors)


def segmented_linear(  # noqa: PLR0913 (the terms of the formula)
    counts: ArrayLike,
    time: ArrayLike,
    post: ArrayLike,
    exposure: ArrayLike = 1.0,
    *,
    shape: Shape | None = None,
    errors: Errors | None = None,
    control: ArrayLike | None = None,
) -> Straight | None:
    """Fit a straight segmented regression to a rate, with Newey-West errors when a lag is given.

    ``counts / exposure = b0 + b1 time + b2 post + b3 (time - start) post + waves``, by ordinary
    least squares. Ranges are by Student's t.

    Args:
        counts: shape (n,), in order of time; NaN are left out of the fit, but expected all the
            same.
        time: shape (n,).
        post: shape (n,), 0 before the response and 1 after it.
        exposure: shape (n,) or a number: hundred thousands of people, or days of a month for
            those of a mean one.
        shape: trend, change of trend, and season.
        errors: ordinary ones when not given. Where ``least`` is above 0, no range by a lag is
            narrower than the ordinary one, nor than counts that vary so many times as chance.
        control: the same times where nothing was done, shape (n,). Its rates are brought to the
            series' mean before the start; it has a level, trend and change of its own, and the
            change beyond that is the answer. The season is that of both.

    Returns:
        None when no freedom is left, or a straight line expects nothing or less.

    Source: Bernal, Cummins & Gasparrini (2017) IJE 46:348.
    """
    y, after = np.asarray(counts, np.float64), np.asarray(post, np.float64) > 0
    size = np.broadcast_to(np.asarray(exposure, np.float64), y.shape)
    at, how = np.arange(y.size), errors or Errors()
    if control is None:
        return _fitted(_Rows(y / size, size, segmented_design(time, post, shape), at, after, how))
    rates, other = y / size, np.asarray(control, np.float64) / size
    there = ~after & ~np.isnan(rates) & ~np.isnan(other)
    if not there.any() or other[there].mean() <= 0:
        return None
    scaled = other * rates[there].mean() / other[there].mean()
    rows = _Rows(
        np.concatenate([rates, scaled]), np.tile(size, 2), stacked_design(time, post, shape),
        np.tile(at, 2), np.concatenate([after, np.zeros(y.size, bool)]), how,
    )  # fmt: skip
    return _fitted(rows, y.size)


def _fitted(rows: _Rows, first: int | None = None) -> Straight | None:
    """Fit, and work out what would have been; of the first so many rows only."""
    known, part = ~np.isnan(rows.rates), slice(0, first)
    matrix, without, how = rows.design.matrix, rows.design.without, rows.errors
    told = matrix[known], rows.places[known]
    fit = least_squares(rows.rates[known], told[0], how.lag, small_sample=how.small_sample,
                        places=told[1])  # fmt: skip
    summed = rows.summed & known
    if fit is None or not summed.any():
        return None
    freedom = int(known.sum()) - matrix.shape[1]
    variance = float(fit.residuals @ fit.residuals) / freedom
    mean = float(np.mean(rows.rates[known] / rows.exposure[known]))
    used = max(variance, how.least * mean)
    floor = np.zeros_like(fit.covariance)
    if how.least > 0:
        floor = np.linalg.inv(told[0].T @ told[0]) * used
    spreads = fit.covariance, floor
    overall = _overall(rows, fit, summed, spreads, freedom)
    if overall is None:
        return None
    own = known[part].nonzero()[0]
    earlier = ~rows.summed[part] & known[part]
    return Straight(
        rows.design, fit, floor, freedom, variance / mean if mean else 0.0, overall,
        *_expected(rows, fit, spreads, used, freedom, part),
        float((rows.rates * rows.exposure)[summed].sum()),
        matrix[part][earlier].mean(axis=0), without[summed].mean(axis=0),
        autocorrelations(fit.residuals[: own.size], places=rows.places[part][own]),
    )  # fmt: skip


def _overall(
    rows: _Rows, fit: Linear, summed: Mask, spreads: tuple[Floats, Floats], freedom: int
) -> Interval | None:
    """The sum with the response over the sum without, by the delta method on its log."""
    seen, plain = (
        rows.exposure[summed] @ part[summed] for part in (rows.design.matrix, rows.design.without)
    )
    with_it, without = float(seen @ fit.coefficients), float(plain @ fit.coefficients)
    if with_it <= 0 or without <= 0:
        return None
    error = float(larger_errors((seen / with_it - plain / without)[None, :], spreads)[0])
    wide = float(np.exp(min(t_quantile(0.975, freedom) * error, 300)))
    mid = with_it / without
    return Interval(mid, mid / wide, mid * wide)


def _expected(
    rows: _Rows,
    fit: Linear,
    spreads: tuple[Floats, Floats],
    variance: float,
    freedom: int,
    part: slice,
) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """What is expected without the response at each time; its range; that of single counts."""
    without, size = rows.design.without[part], rows.exposure[part]
    centre, error = without @ fit.coefficients, larger_errors(without, spreads)
    t = t_quantile(0.975, freedom)
    wide, single = t * error, t * np.sqrt(error**2 + variance)
    ends = (centre, centre - wide, centre + wide, centre - single, centre + single)
    mean, low, high, single_low, single_high = (np.maximum(end, 0.0) * size for end in ends)
    return mean, low, high, single_low, single_high
