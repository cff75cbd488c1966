"""When the level of a series changed, as far as that can be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, pi
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workbench.analysis.serial import Part, correlations, learn

Floats = NDArray[np.float64]

FEWEST: Final = 24  # points
DRAWS: Final = 999
SELDOM: Final = 1 / 30  # that luck does as well; below 1 in 20, for few months say little of noise
PART_DRAWS: Final = 199  # for further changes within a part
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
    p: float | None = None  # of so clear a best split where nothing changed; None in old answers

    @property
    def found(self) -> bool:
        """Whether a change describes the series better than none, and luck seldom does as well."""
        return self.bic < self.bic_without and (self.p is None or self.p < SELDOM)


def least_side(n: int) -> int:
    """Points that either side of a change must have at least."""
    return max(_SIDE, int(np.ceil(_SHARE * n - 1e-9)))


def change_point(
    values: ArrayLike,
    least: int | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    places: ArrayLike | None = None,
) -> ChangePoint | None:
    """Find the split into two means that leaves least squared error.

    The best of many splits looks clear by luck alone, the more so where neighbouring values go
    together: ``p`` is the share of made-up series without a change, going together as the
    remainders do, whose best split is as clear.

    Args:
        values: the series, shape (n,), without gaps.
        least: points on either side at least; ``least_side`` when not given.
        draws: series made up with and without the change, for the interval of 95% and for ``p``.
        seed: of those.
        places: where the values stand in time, shape (n,); neighbours when not given.

    Returns:
        None when there are too few points for two sides. The information criterion counts two
        means, a variance and the date.

    Source: Bai and Perron (2003) J Appl Econometrics 18:1; parametric bootstrap of the largest
    F ratio, Andrews (1993) Econometrica 61:821 for the statistic.
    """
    series = np.asarray(values, float).ravel()
    n = len(series)
    side = least_side(n) if least is None else least
    if n < 2 * side or side < 1:
        return None
    where = np.asarray(range(n) if places is None else places, np.int64)
    last = int(_splits(series[None], side)[0])
    before, after = series[:last], series[last:]
    fitted = np.concatenate([np.full(last, before.mean()), np.full(n - last, after.mean())])
    left = series - fitted
    noise = _noise(series, sorted({last, *_candidates(series, side)}), where, draws, seed)
    ends = _splits(fitted + noise * left.std(ddof=2), side)
    low, high = np.percentile(ends, [2.5, 97.5], method="closest_observation")
    clear, theirs = _clear(series[None], side)[0], _clear(noise, side)
    return ChangePoint(
        last, min(int(low), last), max(int(high), last), float(before.mean()),
        float(after.mean()), _bic(left, 4), _bic(series - series.mean(), 2), draws, seed,
        float((1 + (theirs >= clear).sum()) / (1 + draws)),
    )  # fmt: skip


def _candidates(series: Floats, side: int, low: int = 0) -> list[int]:
    """Every split that the criterion alone would make, so that none is taken for noise."""
    n = len(series)
    if n < 2 * side:
        return []
    at = int(_splits(series[None], side)[0])
    means = np.where(np.arange(n) < at, series[:at].mean(), series[at:].mean())
    if _bic(series - means, 4) >= _bic(series - series.mean(), 2):
        return []
    before, after = series[:at], series[at:]
    return [*_candidates(before, side, low), low + at, *_candidates(after, side, low + at)]


def _noise(
    series: Floats, splits: Sequence[int], where: NDArray[np.int64], draws: int, seed: int
) -> Floats:
    """Series of variance 1 that go together as what the splits leave over, shape (draws, n)."""
    n = len(series)
    step = np.column_stack([np.ones(n), *(np.arange(n) >= at for at in splits)]).astype(np.float64)
    left = series - step @ np.linalg.lstsq(step, series, rcond=None)[0]
    places = tuple(int(at) for at in where - where[0])
    learnt = learn([Part(left, step)], places)
    rng = np.random.default_rng(seed)
    which = rng.choice(len(learnt.weights), draws, p=learnt.weights)
    roots = np.linalg.inv(correlations(places).inverse_roots)
    plain = rng.normal(size=(draws, n))
    made = np.empty_like(plain)
    for one in np.unique(which):
        made[which == one] = plain[which == one] @ roots[one].T
    return made


def _clear(series: Floats, side: int) -> Floats:
    """Of each row how clear its best split is: error saved over error left, shape (rows,)."""
    saved = _saved(series, side).max(axis=1)
    whole = ((series - series.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
    return np.asarray(saved / np.maximum(whole - saved, 1e-12 * whole + 1e-300), np.float64)


def _splits(series: Floats, side: int) -> NDArray[np.int64]:
    """Of each row the number of points before its best split, shape (rows,)."""
    best: NDArray[np.int64] = np.argmax(_saved(series, side), axis=1).astype(np.int64) + side
    return best


def _saved(series: Floats, side: int) -> Floats:
    """Squared error that two means save, of each row and each split, shape (rows, splits)."""
    n = series.shape[1]
    centred = series - series.mean(axis=1, keepdims=True)  # so that large numbers lose no digits
    sums = np.cumsum(centred, axis=1)[:, side - 1 : n - side]
    before = np.arange(side, n - side + 1)
    return np.asarray(sums**2 * (n / (before * (n - before))), np.float64)


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
        part = change_point(series[low:high], side, draws=PART_DRAWS)
        if part is None or not part.found:
            continue
        at = low + part.last
        found.append(at)
        waiting += [(low, at), (at, high)]
    return tuple(sorted(found))
