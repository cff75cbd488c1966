"""The busiest stretch of days, and how often chance alone makes one as busy somewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workbench.analysis.chances import chi2_quantile, poisson_at_least

Floats = NDArray[np.float64]

BLOCKS: Final = 8  # windows, to tell whether they vary beyond chance


@dataclass(frozen=True)
class Window:
    """The first of the busiest windows; ``alike`` others have as many, and overlap none."""

    first: int  # place of its first day
    last: int
    count: int
    alike: int


def busiest(daily: ArrayLike, width: int) -> Window | None:
    """Find the run of days that holds most.

    Args:
        daily: counts by day, shape (n,); NaN where there are no data, and no window reaches there.
        width: days in a window.

    Returns:
        None when no window of that width has data throughout, or all are empty.
    """
    series = np.asarray(daily, np.float64).ravel()
    if width < 1 or series.size < width:
        return None
    gone = np.isnan(series)
    sums = _running(np.where(gone, 0.0, series), width)
    gaps = _running(gone.astype(np.float64), width)
    sums = np.where(gaps > 0, -1.0, sums)
    most = float(sums.max())
    if most <= 0:
        return None
    ties = np.flatnonzero(sums == most)
    near = ties[ties < ties[0] + width]
    begins = near[series[near] > 0]  # a window that begins with an incident, where there is one
    first = int(begins[0] if begins.size else ties[0])
    alike, until = 0, first + width
    for at in ties[ties >= until].tolist():
        if at >= until:
            alike, until = alike + 1, at + width
    return Window(first, first + width - 1, int(most), alike)


def _running(values: Floats, width: int) -> Floats:
    """Sums of so many values in a row, shape (n - width + 1,)."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    sums: Floats = total[width:] - total[:-width]
    return sums


def naus(count: int, expected: float, windows: float) -> float:
    """The chance that some window, wherever it begins, holds so many or more.

    For incidents that fall at random at an even rate. With F and p of a Poisson variable of mean
    ``expected``, the chance of none is approximated by ``Q2 (Q3 / Q2)^(windows - 2)``, where Q2 and
    Q3 are exact for two and three windows in a row.

    Args:
        count: incidents in the window, 0 or more.
        expected: incidents expected in one window.
        windows: how many such windows, end to end, make up the period; 1 or more.

    Returns:
        0 to 1. Windows may begin at any moment; where they begin with a day, it is a little lower.

    Raises:
        ValueError: fewer than one window, or a negative count or mean.

    Source: Naus (1982) JASA 77:177; Glaz, Naus & Wallenstein (2001) Scan Statistics, chapter 11.
    """
    if windows < 1 or count < 0 or expected < 0:
        raise ValueError("A scan needs a window or more, and counts of 0 or more.")
    if count == 0:
        return 1.0
    if expected == 0:
        return 0.0
    if count == 1:
        return float(-np.expm1(-expected * windows))
    two, three = _two_and_three(count, expected)
    if two <= 0 or three <= 0:
        return 1.0
    # The chance of none in one more window, never above that in a window which must be passed.
    ratio = min(three / two, 1.0)
    return float(np.clip(1 - two * ratio ** (windows - 2), 0.0, 1.0))


def _two_and_three(n: int, mean: float) -> tuple[float, float]:
    """The chances that no window holds n, in a stretch of two windows and of three."""
    from scipy.special import gammaln, pdtr

    at = np.arange(2 * n + 1)
    p = np.exp(at * np.log(mean) - mean - gammaln(at + 1.0))
    below = pdtr(at, mean)

    def upto(count: NDArray[np.int64] | int) -> Floats:
        """F, which is 0 below 0."""
        where = np.asarray(count)
        return np.where(where >= 0, below[np.maximum(where, 0)], 0.0)

    two = upto(n - 1) ** 2 - (n - 1) * p[n] * p[n - 2] - (n - 1 - mean) * p[n] * upto(n - 3)
    first = 2 * p[n] * upto(n - 1) * ((n - 1) * upto(n - 2) - mean * upto(n - 3))
    inner = (n - 1) * (n - 2) * upto(n - 3) - 2 * (n - 2) * mean * upto(n - 4)
    second = 0.5 * p[n] ** 2 * (inner + mean**2 * upto(n - 5))
    r = np.arange(1, n)
    third = (p[2 * n - r] * upto(r - 1) ** 2).sum()
    s = np.arange(2, n)
    fourth = (p[2 * n - s] * p[s] * ((s - 1) * upto(s - 2) - mean * upto(s - 3))).sum()
    return float(two), float(upto(n - 1) ** 3 - first + second + third - fourth)


def window_chance(count: int, daily: float, days: int, width: int) -> float:
    """The chance that some run of so many days holds so many or more.

    Args:
        count: incidents in the window.
        daily: mean incidents a day.
        days: in the whole period, at least as many as in the window.
        width: days in a window.

    Returns:
        For single days the exact chance; else that of ``naus``, which lets windows begin at any
        moment and so errs towards chance.
    """
    if width == 1:
        tail = float(poisson_at_least(count, daily))
        return float(-np.expm1(days * np.log1p(-tail))) if tail < 1 else 1.0
    return naus(count, daily * width, days / width)


def unevenness(daily: ArrayLike, width: int, window: Window) -> tuple[float, bool]:
    """How much windows outside the busiest vary, as variance over mean; and if beyond chance.

    Windows end to end, without those that the busiest reaches into, are compared with chi-squared
    at 1%. Where they vary beyond chance, incidents do not come at an even rate, and the chance of
    a busy window is larger than it seems.

    Args:
        daily: counts by day, shape (n,); NaN where there are no data.
        width: days in a window.
        window: the busiest.

    Source: index of dispersion, Cox & Lewis (1966) The Statistical Analysis of Series of Events.
    """
    series = np.asarray(daily, np.float64).ravel()
    parts = (series[: window.first], series[window.last + 1 :])
    blocks = [p[: p.size // width * width].reshape(-1, width).sum(axis=1) for p in parts]
    sums = np.concatenate(blocks)
    sums = sums[~np.isnan(sums)]
    if sums.size < BLOCKS or not sums.sum():
        return 1.0, False
    ratio = float(sums.var(ddof=1) / sums.mean())
    freedom = sums.size - 1
    return ratio, ratio * freedom > chi2_quantile(0.99, freedom)
