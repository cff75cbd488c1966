"""Pairs of events close in space and in time, against what chance would leave (Knox)."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from threading import Event
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workbench.analysis.words import counted
from workbench.domain.progress import SILENT, Progress
from workbench.errors import CannotAnswerError

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

DRAWS: Final = 999
SEED: Final = 20_000_518
MOST_PAIRS: Final = 10_000_000
_LANES: Final = 8  # shufflings counted at once
_SUMS: Final = 255  # yes or no that a byte can add up
_CHUNK: Final = 512 * _SUMS  # pairs at a time: what is looked at stays near the processor
_WORKERS: Final = 2
_NORMS: Final = {"euclidean": 2.0, "manhattan": 1.0}


@dataclass(frozen=True)
class Knox:
    """Pairs by band of distance (rows) and of time (columns), seen and to be expected."""

    observed: Whole  # (s, t)
    mean: Floats  # (s, t), of the shufflings
    median: Floats  # (s, t)
    p: Floats  # (s, t), share of shufflings with at least as many pairs
    draws: int
    seed: int

    @property
    def ratio(self) -> Floats:
        """Seen for each that chance would leave; NaN where chance leaves none, shape (s, t)."""
        with np.errstate(divide="ignore", invalid="ignore"):
            found: Floats = np.where(self.mean > 0, self.observed / self.mean, np.nan)
        return found


@dataclass(frozen=True)
class _Pairs:
    """Pairs within reach, sorted by band of distance; band k is those from starts[k] on."""

    first: NDArray[np.intp]
    second: NDArray[np.intp]
    starts: tuple[int, ...]


def knox(  # noqa: PLR0913 (a test with two sets of bands)
    xy: ArrayLike,
    days: ArrayLike,
    space_breaks: Sequence[float],
    time_breaks: Sequence[float],
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    metric: str = "euclidean",
    progress: Progress = SILENT,
) -> Knox:
    """Count pairs by bands of distance and time, and again with the times shuffled.

    Args:
        xy: places, shape (n, 2), in metres.
        days: times, shape (n,), in days.
        space_breaks: rising edges of the bands of distance in metres; each band is [a, b). The
            last may be infinite.
        time_breaks: rising edges of the bands of time in days, likewise.
        draws: how often the times are shuffled over the places, which stay. The shufflings depend
            on the seed alone, not on how many processors there are.
        seed: of the shufflings.
        metric: "euclidean", or "manhattan" along the axes.
        progress: told after each few shufflings; stopping at any of them leaves nothing behind.

    Returns:
        Observed pairs, mean and median of the shufflings, and p = (1 + as many or more) /
        (1 + draws), one-sided, each of shape (distances, times).

    Raises:
        CannotAnswerError: more pairs lie within reach than can be held.
        ValueError: shapes do not agree, or edges do not rise.

    Source: Knox (1964) Applied Statistics 13:25; Johnson and others (2007) J Quant Criminol
    23:201 for the shuffling of times.
    """
    points, times = _checked(xy, days, space_breaks, time_breaks)
    progress.report(0, draws, "Finding pairs")
    pairs = _pairs(points, space_breaks, metric)
    when, edges = _shrunk(times, time_breaks)
    observed = _count(_same(when), pairs, edges)[0]

    def shuffled(first: int) -> Whole:
        rng = np.random.default_rng([seed, first])
        return _count(rng.permuted(_same(when), axis=0), pairs, edges)

    drawn = _all(shuffled, draws, progress)
    p = (1 + (drawn >= observed).sum(axis=0)) / (1 + draws)
    return Knox(observed, drawn.mean(axis=0), np.median(drawn, axis=0), p, draws, seed)


def _checked(xy: ArrayLike, days: ArrayLike, *edges: Sequence[float]) -> tuple[Floats, Floats]:
    """Places and times as arrays, when they and the edges of the bands make sense."""
    points, times = np.asarray(xy, float).reshape(-1, 2), np.asarray(days, float).ravel()
    if len(points) != len(times):
        raise ValueError("as many places as times are needed")
    if any(b <= a for breaks in edges for a, b in itertools.pairwise(breaks)):
        raise ValueError("the edges of bands must rise")
    return points, times


def _same(when: NDArray[Any]) -> NDArray[Any]:
    """The times in every lane, shape (n, 8)."""
    return np.repeat(when[:, None], _LANES, axis=1)


def _pairs(points: Floats, breaks: Sequence[float], metric: str) -> _Pairs:
    """Every pair that lies within the bands of distance."""
    reach, n = breaks[-1], len(points)
    if np.isinf(reach):
        _refuse(n * (n - 1) // 2)
        first, second = (side.astype(np.intp) for side in np.triu_indices(n, 1))
    else:
        from scipy.spatial import cKDTree

        tree, norm = cKDTree(points), _NORMS[metric]
        _refuse((int(tree.count_neighbors(tree, reach, p=norm)) - n) // 2)
        found = tree.query_pairs(reach, p=norm, output_type="ndarray")
        first, second = found[:, 0], found[:, 1]
    apart = np.abs(points[first] - points[second])
    distance = apart.sum(axis=1) if metric == "manhattan" else np.hypot(apart[:, 0], apart[:, 1])
    band = np.searchsorted(np.asarray(breaks), distance, side="right") - 1
    bands = len(breaks) - 1
    order = np.flatnonzero((band >= 0) & (band < bands))
    order = order[np.lexsort((first[order], band[order]))]  # neighbours in memory are looked up
    starts = np.searchsorted(band[order], np.arange(bands + 1))  # one after another
    return _Pairs(
        np.ascontiguousarray(first[order]),
        np.ascontiguousarray(second[order]),
        tuple(int(at) for at in starts),
    )


def _refuse(pairs: int) -> None:
    if pairs > MOST_PAIRS:
        raise CannotAnswerError(
            f"Within this distance lie {counted(pairs, 'pair')} of incidents, more than the "
            f"{MOST_PAIRS:,} that this computer can shuffle in a bearable time. Nothing was "
            "changed. Choose one kind of incident, a shorter period or a shorter distance."
        )


def _shrunk(times: Floats, breaks: Sequence[float]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Times and edges as small whole numbers where they are whole: four fit where one did."""
    since = times - times.min() if len(times) else times
    edges = np.asarray(breaks, float)
    finite = edges[np.isfinite(edges)]
    longest = float(since.max()) if len(since) else 0.0
    whole = not (since % 1).any() and not (finite % 1).any()
    if whole and longest < 2**15 - 1 and finite.min(initial=0) > -(2**15):
        return since.astype(np.int16), np.minimum(edges, longest + 1).astype(np.int16)
    return since, edges


def _count(when: NDArray[Any], pairs: _Pairs, edges: NDArray[Any]) -> Whole:
    """Pairs by band of distance and of time, for eight orders of the times at once.

    ``when`` is (n, 8) and the result (8, distances, times). Eight are looked up for the price of
    one, and their eight yes or no are one number of 64 bits, so that adding 255 of those adds up
    all eight.
    """
    bands = len(pairs.starts) - 1
    below = np.zeros((len(edges), bands, _LANES), np.int64)
    size = min(_CHUNK, _SUMS * -(-max(len(pairs.first), 1) // _SUMS))
    one, other = (np.empty((size, _LANES), when.dtype) for _ in range(2))
    nearer = np.zeros((size, _LANES), bool)
    for band in range(bands):
        for low in range(pairs.starts[band], pairs.starts[band + 1], size):
            high = min(low + size, pairs.starts[band + 1])
            m = high - low
            a, b = one[:m], other[:m]
            when.take(pairs.first[low:high], axis=0, out=a, mode="clip")
            when.take(pairs.second[low:high], axis=0, out=b, mode="clip")
            np.abs(np.subtract(a, b, out=a), out=a)
            rows = -(-m // _SUMS) * _SUMS
            nearer[m:rows] = False
            for at, edge in enumerate(edges):
                np.less(a, edge, out=nearer[:m])
                sums = nearer[:rows].view(np.uint64).reshape(-1, _SUMS).sum(axis=1)
                below[at, band] += (
                    sums.view(np.uint8).reshape(-1, _LANES).sum(axis=0, dtype=np.int64)
                )
    return np.moveaxis(np.diff(below, axis=0), (0, 1, 2), (2, 1, 0))


def _all(work: Callable[[int], Whole], draws: int, progress: Progress) -> Whole:
    """The work of every eight shufflings, on both processors, with a way to stop between them."""
    stop = Event()

    def eight(first: int) -> Whole | None:
        return None if stop.is_set() else work(first)

    with ThreadPoolExecutor(_WORKERS) as pool:
        tasks = [pool.submit(eight, first) for first in range(0, draws, _LANES)]
        waiting = set(tasks)
        try:
            while waiting:
                _, waiting = wait(waiting, timeout=0.1, return_when=FIRST_COMPLETED)
                done = (len(tasks) - len(waiting)) * _LANES
                progress.report(min(done, draws), draws, "Shuffling the times")
        except BaseException:
            stop.set()
            pool.shutdown(wait=True, cancel_futures=True)
            raise
        found = [task.result() for task in tasks]
    return np.concatenate([part for part in found if part is not None])[:draws]
