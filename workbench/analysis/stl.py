"""A series taken apart into trend, season and the rest by local regression (STL)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_NEAR, _FAR = 0.001, 0.999  # of the reach: nearer weighs in full, farther not at all


@dataclass(frozen=True)
class Windows:
    """Points that each smoother looks at, all odd, and the degree of its local polynomial."""

    seasonal: int
    trend: int
    low_pass: int
    seasonal_degree: int = 0
    trend_degree: int = 1
    low_pass_degree: int = 1
    fixed: bool = False  # one pattern for every cycle


@dataclass(frozen=True)
class Decomposition:
    """``trend + seasonal + rest`` is the series; each of shape (n,), in its unit."""

    trend: Floats
    seasonal: Floats
    rest: Floats
    weights: Floats  # of each point in the last robust round; ones without one
    windows: Windows

    @property
    def strength(self) -> float:
        """How much of the movement about the trend the season is: 0 none, 1 all.

        Source: Wang, Smith & Hyndman (2006) Data Mining and Knowledge Discovery 13:335.
        """
        whole = float(np.var(self.seasonal + self.rest))
        return 0.0 if whole <= 0 else max(0.0, 1 - float(np.var(self.rest)) / whole)


def odd(value: float) -> int:
    """The next odd whole number, or the value itself when it is one."""
    whole = int(np.ceil(value - 1e-9))
    return whole + (whole % 2 == 0)


def windows(
    n: int,
    period: int,
    seasonal: int | None = None,
    trend: int | None = None,
    low_pass: int | None = None,
    degrees: tuple[int | None, int, int] = (None, 1, 1),
) -> Windows:
    """Complete the windows as Cleveland and R's ``stl`` do.

    Args:
        n: points in the series.
        period: points in a cycle: 12 for months, 7 for days.
        seasonal: window over the same point of different cycles; None for one fixed pattern,
            which is a window of 10n + 1 and of degree 0.
        trend: None for the next odd number from 1.5 period / (1 - 1.5 / seasonal).
        low_pass: None for the next odd number from the period.
        degrees: of seasonal, trend and low pass, 0 or 1; a seasonal degree of None is 0.
    """
    wide = 10 * n + 1 if seasonal is None else odd(max(3, seasonal))
    usual = odd(1.5 * period / (1 - 1.5 / wide))
    return Windows(
        wide,
        usual if trend is None else odd(max(3, trend)),
        odd(max(3, period if low_pass is None else low_pass)),
        degrees[0] or 0,
        degrees[1],
        degrees[2],
        seasonal is None,
    )


def stl(
    values: ArrayLike,
    period: int = 12,
    wide: Windows | None = None,
    *,
    robust: bool = False,
    inner: int | None = None,
    outer: int | None = None,
) -> Decomposition:
    """Take a series apart by repeated local regression, at every point (no jumps).

    Args:
        values: shape (n,), without gaps, in any unit; take logs first where season and trend
            multiply.
        period: points in a cycle, 2 or more.
        wide: the windows; by default one fixed seasonal pattern. A fixed pattern is averaged
            over the cycles at the end, as R does for ``s.window = "periodic"``.
        robust: give odd points less weight.
        inner: rounds; 2, or 1 when robust.
        outer: robust rounds; 0, or 15 when robust.

    Raises:
        ValueError: fewer than two whole cycles, or a point that is missing.

    Source: Cleveland, Cleveland, McRae & Terpenning (1990) J Official Statistics 6:3. The same
    numbers as R's ``stl`` with every jump 1.
    """
    series = np.asarray(values, np.float64).ravel()
    if period < 2 or series.size < 2 * period:
        raise ValueError("a season needs two whole cycles")
    if not np.isfinite(series).all():
        raise ValueError("a series with gaps cannot be taken apart")
    used = windows(series.size, period) if wide is None else wide
    rounds = (1 if robust else 2) if inner is None else inner
    again = (15 if robust else 0) if outer is None else outer
    weights, found = np.ones_like(series), np.zeros_like(series)
    seasonal = np.zeros_like(series)
    for turn in range(again + 1):
        for _ in range(max(1, rounds)):
            seasonal, found = _round(series, found, period, used, weights if turn else None)
        if turn < again:
            weights = _bisquare(series - found - seasonal)
    if used.fixed:
        place = np.arange(series.size) % period
        seasonal = (np.bincount(place, seasonal) / np.bincount(place))[place]
    return Decomposition(found, seasonal, series - found - seasonal, weights, replace(used))


def _round(
    series: Floats, trend: Floats, period: int, used: Windows, weights: Floats | None
) -> tuple[Floats, Floats]:
    """One pass of the inner loop: season from the detrended series, trend from the rest."""
    n = series.size
    cycles = _cycles(series - trend, period, used, weights)
    low = _average(_average(_average(cycles, period), period), 3)
    low = _loess(low, used.low_pass, used.low_pass_degree, None)
    seasonal = cycles[period : period + n] - low
    return seasonal, _loess(series - seasonal, used.trend, used.trend_degree, weights)


def _cycles(left: Floats, period: int, used: Windows, weights: Floats | None) -> Floats:
    """Smooth each cycle-subseries, and carry it one cycle on at both ends, shape (n + 2p,)."""
    out = np.zeros(left.size + 2 * period)
    for start in range(period):
        part = left[start::period]
        trust = None if weights is None else weights[start::period]
        out[start::period] = _loess(part, used.seasonal, used.seasonal_degree, trust, ends=1)
    return out


def _average(values: Floats, width: int) -> Floats:
    """The moving average of so many points, shorter by one less than those."""
    sums = np.cumsum(np.concatenate([[0.0], values]))
    return np.asarray((sums[width:] - sums[:-width]) / width, np.float64)


def _loess(
    values: Floats, window: int, degree: int, weights: Floats | None, ends: int = 0
) -> Floats:
    """Local regression at every point, and ``ends`` points beyond either end."""
    n = values.size
    near = min(window, n)
    at = np.arange(-ends, n + ends, dtype=np.float64)
    first = np.clip(at.astype(np.int64) - near // 2, 0, n - near)
    if ends:  # points beyond the ends lean on the nearest window
        first[:ends], first[n + ends :] = 0, n - near
    places = first[:, None] + np.arange(near)
    away = np.abs(places - at[:, None])
    reach = np.maximum(at - first, first + near - 1 - at)[:, None] + max(0, (window - n) // 2)
    share = (1 - np.minimum(away / np.maximum(reach, 1e-300), 1) ** 3) ** 3
    share = np.where(away <= _NEAR * reach, 1.0, np.where(away <= _FAR * reach, share, 0.0))
    if weights is not None:
        share = share * weights[places]
    total = share.sum(axis=1, keepdims=True)
    held = total[:, 0] > 0
    share = share / np.where(total > 0, total, 1)
    if degree > 0:
        share = _tilted(share, places, at, n)
    fitted = (share * values[places]).sum(axis=1)
    nearest = values[np.clip(at.astype(np.int64), 0, n - 1)]
    return np.where(held, fitted, nearest)


def _tilted(share: Floats, places: Ints, at: Floats, n: int) -> Floats:
    """Weights of a local line in place of a local mean, where the points span enough."""
    middle = (share * places).sum(axis=1)[:, None]
    spread = (share * (places - middle) ** 2).sum(axis=1)[:, None]
    wide = np.sqrt(spread) > _NEAR * (n - 1)
    slope = np.where(wide, (at[:, None] - middle) / np.where(wide, spread, 1), 0.0)
    return np.asarray(share * (slope * (places - middle) + 1), np.float64)


def _bisquare(rest: Floats) -> Floats:
    """Weights against odd points: one near nought, none beyond six times the median size."""
    size = np.abs(rest)
    edge = 6 * float(np.median(size))
    if edge <= 0:
        return np.ones_like(size)
    weights = (1 - np.minimum(size / edge, 1) ** 2) ** 2
    return np.where(size <= _NEAR * edge, 1.0, np.where(size <= _FAR * edge, weights, 0.0))
