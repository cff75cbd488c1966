"""Interrupted time series by segmented regression: what would have been without the response."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workbench.analysis.autoregressive import leaning_covariance
from workbench.analysis.chances import normal_quantile, t_quantile
from workbench.analysis.comparison import Interval
from workbench.analysis.dispersion import Fit, quasi_poisson
from workbench.analysis.regression import autocorrelations, bartlett, durbin_watson

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

LEANING: Final = 0.3  # of neighbouring residuals; beyond it errors allow for autocorrelation


@dataclass(frozen=True)
class Shape:
    """What a segmented regression may bend by.

    ``origin`` is the time at which ``slope`` is nought, so that the coefficient of ``post`` is the
    change of level there; the first time with ``post`` when not given, and 0 for a plain product.
    """

    trend: bool = True
    slope: bool = False
    origin: float | None = None
    harmonics: int = 2
    period: float = 12.0


@dataclass(frozen=True)
class Errors:
    """How standard errors are worked out.

    ``lag`` None takes them from the model, times the dispersion; otherwise they are Newey and
    West's with Bartlett's weights up to that lag. ``least`` is the least dispersion that is used:
    0 takes it as it is found, 1 never lets counts vary less than chance makes them. Where it is
    above 0, no range by a lag is narrower than the model's with that dispersion: from few months
    Newey and West's errors are too small.
    """

    lag: int | None = None
    small_sample: bool = False
    least: float = 0.0
    leaning: bool = False  # as months go together by the policy for comparisons


@dataclass(frozen=True)
class Design:
    """Columns of a segmented regression, and the same as if nothing had been done."""

    matrix: Floats  # (n, k)
    without: Floats  # (n, k), columns of the response at nought
    post: int  # column of the change of level
    trend: int | None = None
    slope: int | None = None


def segmented_design(
    time: ArrayLike, post: ArrayLike, shape: Shape | None = None, others: ArrayLike | None = None
) -> Design:
    """Ones, time, the response, time since the response, waves of the year, and what else is given.

    Args:
        time: shape (n,), in any unit of which ``period`` make a year.
        post: shape (n,), 0 before the response and 1 after it.
        shape: which of these columns there are.
        others: further columns, shape (n,) or (n, j), such as prices.

    Source: Wagner et al. (2002) J Clin Pharm Ther 27:299; Bernal et al. (2017) IJE 46:348.
    """
    how = shape or Shape()
    t, after = np.asarray(time, np.float64), np.asarray(post, np.float64)
    columns, trend = [np.ones_like(t)], None
    if how.trend:
        trend = 1
        columns.append(t)
    at = len(columns)
    columns.append(after)
    touched = [at]
    slope = None
    if how.slope:
        first = t[after > 0].min() if how.origin is None and (after > 0).any() else how.origin
        slope = len(columns)
        columns.append((t - (first or 0.0)) * after)
        touched.append(slope)
    angle = 2 * np.pi * t / how.period
    columns += [f(k * angle) for k in range(1, how.harmonics + 1) for f in (np.sin, np.cos)]
    if others is not None:
        columns += list(np.asarray(others, np.float64).reshape(len(t), -1).T)
    matrix = np.column_stack(columns)
    without = matrix.copy()
    without[:, touched] = 0.0
    return Design(matrix, without, at, trend, slope)


@dataclass(frozen=True)
class Segmented:
    """A segmented quasi-Poisson regression, with what it expects without the response.

    Arrays of shape (n,) hold every time that was given, also those whose count is a gap.
    """

    design: Design
    fit: Fit
    covariance: Floats  # (k, k), as asked for
    floor: Floats  # (k, k), below whose variances no range goes; noughts where there is none
    dispersion: float  # as it is used, at least ``Errors.least``
    overall: Interval  # all that was seen after the start over all that was expected
    expected: Floats  # (n,), without the response
    low: Floats  # the range of that
    high: Floats
    single_low: Floats  # the range in which a single count would lie
    single_high: Floats
    observed: float  # counts after the start
    residuals: Floats  # Pearson's, of the counts that are known
    autocorrelation: tuple[float, ...]  # of those, from neighbours on
    durbin_watson: float
    lean: float = 0.0  # the autocorrelation that the errors allow for, where they do

    def ratio(self, which: int, level: float = 0.95, times: float = 1.0) -> Interval:
        """The exponential of so many times a coefficient, with its range."""
        across = np.zeros(self.covariance.shape[0])
        across[which] = times
        return _ratio(across, self.fit.coefficients, (self.covariance, self.floor), level)

    @property
    def level(self) -> Interval:
        """How the level changed at the start, as a ratio."""
        return self.ratio(self.design.post)

    @property
    def slope(self) -> Interval | None:
        """How the trend changed, as a ratio a unit of time; None without such a column."""
        return None if self.design.slope is None else self.ratio(self.design.slope)

    @property
    def trend(self) -> Interval | None:
        """The trend before, as a ratio a unit of time; None without such a column."""
        return None if self.design.trend is None else self.ratio(self.design.trend)

    @property
    def yearly(self) -> Interval | None:
        """The trend before, as a ratio of twelve units of time; None without such a column."""
        return None if self.design.trend is None else self.ratio(self.design.trend, times=12)

    @property
    def prevented(self) -> Interval:
        """Expected less observed, after the start; below 0 is more than expected."""
        return prevented(self.observed, self.overall)


def prevented(observed: float, overall: Interval) -> Interval:
    """Expected less observed, of a count and its ratio to what was expected."""
    ends = (overall.estimate, overall.high, overall.low)
    return Interval(*(observed * (1 / end - 1) for end in ends))


Spreads = tuple[Floats, Floats]  # covariance, and the floor under it


def larger_errors(across: Floats, spreads: Spreads) -> Floats:
    """Standard errors of weighted sums of coefficients, (n, k) to (n,): the larger of the two."""
    variances = [np.einsum("ij,jk,ik->i", across, one, across) for one in spreads]
    return np.asarray(np.sqrt(np.maximum(np.maximum(*variances), 0.0)), np.float64)


def _ratio(across: Floats, beta: Floats, spreads: Spreads, level: float = 0.95) -> Interval:
    """The exponential of a weighted sum of coefficients, with its range."""
    centre = float(across @ beta)
    reach = normal_quantile(0.5 + level / 2) * float(larger_errors(across[None, :], spreads)[0])
    low, mid, high = np.exp(np.clip([centre - reach, centre, centre + reach], -700, 700))
    return Interval(float(mid), float(low), float(high))


@dataclass(frozen=True)
class _Rows:
    """One or two series in one column: counts, where they stand, and which are summed."""

    counts: Floats
    offset: Floats
    design: Design
    places: NDArray[np.int64]
    summed: Mask
    errors: Errors = field(default_factory=Errors)


def segmented(  # noqa: PLR0913 (the terms of the formula)
    counts: ArrayLike,
    time: ArrayLike,
    post: ArrayLike,
    offset: ArrayLike = 0.0,
    *,
    shape: Shape | None = None,
    errors: Errors | None = None,
    others: ArrayLike | None = None,
) -> Segmented | None:
    """Fit a segmented quasi-Poisson regression to counts.

    ``log(mean) = b0 + b1 time + b2 post + b3 (time - start) post + waves + offset``. The sum that
    was seen after the start is held against the sum with ``post`` at nought.

    Args:
        counts: shape (n,), in order of time; NaN are left out of the fit, but expected all the
            same.
        time: shape (n,).
        post: shape (n,), 0 before the response and 1 after it.
        offset: shape (n,) or a number, on the log scale: the log of days, or of people.
        shape: trend, change of trend, and season.
        errors: from the model with its dispersion when not given.
        others: further columns, shape (n,) or (n, j).

    Returns:
        None when it cannot be fitted: too few counts, none after the start, columns that repeat
        each other.

    Source: Bernal, Cummins & Gasparrini (2017) IJE 46:348; Wagner et al. (2002).
    """
    y = np.asarray(counts, np.float64)
    design = segmented_design(time, post, shape, others)
    shift = np.broadcast_to(np.asarray(offset, np.float64), y.shape)
    after = np.asarray(post, np.float64) > 0
    return _fitted(_Rows(y, shift, design, np.arange(y.size), after, errors or Errors()))


def stacked_design(time: ArrayLike, post: ArrayLike, shape: Shape | None = None) -> Design:
    """The design of a series, and below it that of its control at the same times.

    Season, and the control's level, trend and change, are of both; then come the series' own.
    """
    how = shape or Shape()
    base, own = segmented_design(time, post, how), segmented_design(time, post, _bare(how))
    k, none = base.matrix.shape[1], np.zeros_like(own.matrix)
    return Design(
        np.block([[base.matrix, own.matrix], [base.matrix, none]]),
        np.block([[base.matrix, own.without], [base.matrix, none]]),
        k + own.post,
        None if own.trend is None else k + own.trend,
        None if own.slope is None else k + own.slope,
    )


def controlled(  # noqa: PLR0913 (the terms of the formula)
    counts: ArrayLike,
    control: ArrayLike,
    time: ArrayLike,
    post: ArrayLike,
    offset: ArrayLike = 0.0,
    *,
    shape: Shape | None = None,
    errors: Errors | None = None,
) -> Segmented | None:
    """Fit a segmented regression to a series and its control at once.

    Each has a level and a trend of its own, both have one season and the control's change at the
    start; the change beyond that is the answer.

    Args:
        counts: shape (n,), in order of time; NaN are left out.
        control: the same times where nothing was done, shape (n,).
        time: shape (n,).
        post: shape (n,), 0 before the response and 1 after it.
        offset: shape (n,) or a number, of both, on the log scale.
        shape: as for ``segmented``.
        errors: as for ``segmented``; of one time both series are added up before they lean.

    Returns:
        Of the first series only: arrays have shape (n,). None when it cannot be fitted.

    Source: Bernal, Cummins & Gasparrini (2018) IJE 47:2082.
    """
    y = np.asarray(counts, np.float64)
    n, design = y.size, stacked_design(time, post, shape)
    after = np.asarray(post, np.float64) > 0
    shift = np.broadcast_to(np.asarray(offset, np.float64), (n,))
    rows = _Rows(
        np.concatenate([y, np.asarray(control, np.float64)]), np.tile(shift, 2), design,
        np.tile(np.arange(n), 2), np.concatenate([after, np.zeros(n, bool)]), errors or Errors(),
    )  # fmt: skip
    return _fitted(rows, n)


def _bare(shape: Shape) -> Shape:
    """The same without a season."""
    return Shape(shape.trend, shape.slope, shape.origin, 0, shape.period)


def _fitted(rows: _Rows, first: int | None = None) -> Segmented | None:
    """Fit, and work out what would have been; of the first so many rows only."""
    known = ~np.isnan(rows.counts)
    summed = rows.summed & known
    x, y = rows.design.matrix[known], rows.counts[known]
    observed = float(rows.counts[summed].sum())
    if observed <= 0:
        return None
    fit = quasi_poisson(y, x, rows.offset[known])
    if fit is None:
        return None
    phi = max(fit.dispersion, rows.errors.least)
    left = (y - fit.means) / np.sqrt(fit.means)
    covariance, floor = fit.spread * phi, np.zeros_like(fit.spread)
    if rows.errors.lag is not None:
        floor = covariance if rows.errors.least > 0 else floor
        scores = bartlett(x * (y - fit.means)[:, None], rows.errors.lag, rows.places[known])
        factor = y.size / fit.freedom if rows.errors.small_sample else 1.0
        covariance = fit.spread @ scores @ fit.spread * factor
    lean = 0.0
    if rows.errors.leaning:
        lean, covariance, floor = _leaning(rows, fit, left, known, first)
    part = slice(0, first)
    own = known[part].nonzero()[0]
    left = left[: own.size]
    spreads = covariance, floor
    return Segmented(
        rows.design, fit, covariance, floor, phi, _overall(rows, fit, summed, spreads),
        *_expected(rows, fit, spreads, phi, part), observed, left,
        autocorrelations(left, places=rows.places[part][own]), durbin_watson(left),
        lean,
    )  # fmt: skip


def _leaning(
    rows: _Rows, fit: Fit, left: Floats, known: Mask, first: int | None
) -> tuple[float, Floats, Floats]:
    """The autocorrelation, the covariance that allows for it, and the floor under that.

    The floor is wider by Student's t over the normal, for the spread is found from few months.
    """
    weighted = rows.design.matrix[known] * np.sqrt(fit.means)[:, None]
    series = np.flatnonzero(known) // (first or rows.counts.size)
    lean, covariance = leaning_covariance(
        weighted, left, rows.places[known], series, rows.design.post
    )
    wide = (t_quantile(0.975, fit.freedom) / normal_quantile(0.975)) ** 2
    return lean, covariance, fit.spread * max(fit.dispersion, rows.errors.least) * wide


def _overall(rows: _Rows, fit: Fit, summed: Mask, spreads: Spreads) -> Interval:
    """The sum with the response over the sum without, by the delta method on its log."""
    after, without = rows.design.matrix[summed], rows.design.without[summed]
    with_it, plain = (
        np.exp(np.clip(part @ fit.coefficients + rows.offset[summed], -30, 30))
        for part in (after, without)
    )
    across = with_it @ after / with_it.sum() - plain @ without / plain.sum()
    found = _ratio(across, fit.coefficients, spreads)
    mid = float(with_it.sum() / plain.sum())
    return Interval(mid, mid * found.low / found.estimate, mid * found.high / found.estimate)


def _expected(
    rows: _Rows, fit: Fit, spreads: Spreads, phi: float, part: slice
) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """What is expected without the response at each time; its range; that of single counts."""
    without = rows.design.without[part]
    centre = without @ fit.coefficients + rows.offset[part]
    error = larger_errors(without, spreads)
    z, mean = normal_quantile(0.975), np.exp(np.clip(centre, -30, 30))
    wide = np.exp(np.minimum(z * error, 300))
    low, high = mean / wide, mean * wide
    reach = z * np.sqrt((mean * error) ** 2 + phi * mean)
    return mean, low, high, np.maximum(mean - reach, 0.0), mean + reach
