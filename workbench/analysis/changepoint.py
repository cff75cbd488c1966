"""When the level of a series changed, as far as that can be told."""

from __future__ import annotations

from dataclasses import dataclass
from math import log, pi
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

FEWEST: Final = 24  # points
DRAWS: Final = 999
SEED: Final = 18_980_101
_SIDE, _SHARE = 6, 0.15  # points on each side: so many, and so large a part of all


@dataclass(frozen=True)
class ChangePoint:
    """The best single change in mean, whether or not there is one."""

    last: int  # points before the change, so that values[last] is the first after it
    low: int  # likewise, where it may be instead
    high: int
    mean_before: float
    mean_after: float
    bic: float
    bic_without: float
    draws: int
    seed: int

    @property
    def found(self) -> bool:
        """Whether a change describes the series better than none, allowing for its freedom."""
        return self.bic < self.bic_without


def least_side(n: int) -> int:
    """Points that either side of a change must have at least."""
    return max(_SIDE, int(np.ceil(_SHARE * n - 1e-9)))


def change_point(
    values: ArrayLike, least: int | None = None, draws: int = DRAWS, seed: int = SEED
) -> ChangePoint | None:
    """Find the split into two means that leaves least squared error.

    Args:
        values: the series, shape (n,), without gaps.
        least: points on either side at least; ``least_side`` when not given.
        draws: series made of the two means and shuffled residuals, for the interval of 95%.
        seed: of those.

    Returns:
        None when there are too few points for two sides. The information criterion counts two
        means, a variance and the date.

    Source: Bai and Perron (2003) J Appl Econometrics 18:1; residual bootstrap after Huskova and
    Kirch (2008) J Time Series Analysis 29:947.
    """
    series = np.asarray(values, float).ravel()
    n = len(series)
    side = least_side(n) if least is None else least
    if n < 2 * side or side < 1:
        return None
    last = int(_splits(series[None], side)[0])
    before, after = series[:last], series[last:]
    fitted = np.concatenate([np.full(last, before.mean()), np.full(n - last, after.mean())])
    left = series - fitted
    bic = _bic(left, 4)
    bic_without = _bic(series - series.mean(), 2)
    rng = np.random.default_rng(seed)
    made = fitted + rng.choice(left, (draws, n))
    low, high = np.percentile(_splits(made, side), [2.5, 97.5], method="closest_observation")
    return ChangePoint(
        last, min(int(low), last), max(int(high), last), float(before.mean()),
        float(after.mean()), bic, bic_without, draws, seed,
    )  # fmt: skip


def _splits(series: Floats, side: int) -> NDArray[np.int64]:
    """Of each row the number of points before its best split, shape (rows,)."""
    n = series.shape[1]
    centred = series - series.mean(axis=1, keepdims=True)  # so that large numbers lose no digits
    sums = np.cumsum(centred, axis=1)[:, side - 1 : n - side]
    before = np.arange(side, n - side + 1)
    gain = sums**2 * (n / (before * (n - before)))  # squared error saved by two means
    best: NDArray[np.int64] = np.argmax(gain, axis=1).astype(np.int64) + side
    return best


def _bic(left: Floats, parameters: int) -> float:
    """Schwarz's criterion of normal residuals; minus infinity when nothing is left over."""
    n, squares = len(left), float(left @ left)
    if squares <= 1e-12 * n:
        return float("-inf")
    return n * (log(squares / n) + log(2 * pi) + 1) + parameters * log(n)


def changes(values: ArrayLike, least: int | None = None) -> tuple[int, ...]:
    """Every change by splitting again and again while that describes the series better.

    Returns:
        The number of points before each, in order; a flat series has none.

    Source: binary segmentation, Scott and Knott (1974) Biometrics 30:507.
    """
    series = np.asarray(values, float).ravel()
    side = least_side(len(series)) if least is None else least
    found: list[int] = []
    waiting = [(0, len(series))]
    while waiting:
        low, high = waiting.pop()
        part = change_point(series[low:high], side, draws=1)
        if part is None or not part.found:
            continue
        at = low + part.last
        found.append(at)
        waiting += [(low, at), (at, high)]
    return tuple(sorted(found))
