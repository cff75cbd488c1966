"""Whether incidents fall evenly on the days of the week: exact for few, with bursts for many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import factorial, fsum, log, prod
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc

from workbench.analysis.words import counted

Floats = NDArray[np.float64]

DAYS: Final = 7
FEWEST_DAYS: Final = 14  # of data, below which a week that returns cannot be told from one that was
EXACT: Final = 60  # incidents up to which every way they can fall is gone through
_ALIKE: Final = 1e-9  # two statistics this near are one


@dataclass(frozen=True)
class Evenness:
    """How uneven a week is, and how often chance alone would make one as uneven."""

    g: float
    p: float
    exact: bool
    phi: float = 1.0  # how much more days vary than chance, 1 when exact


def said_short(name: str, days: int) -> str:
    """The finding on data of too few days for a pattern of the week."""
    return f"{name}: data of {counted(days, 'day')} cannot show a usual week"


def g_statistic(counts: ArrayLike, expected: ArrayLike | None = None) -> float:
    """Twice the log likelihood ratio of counts against what was expected.

    Args:
        counts: incidents by day, shape (7,).
        expected: likewise; an even week when it is not given.

    Returns:
        G, 0 when they agree; days without incidents add nothing.

    Source: Sokal and Rohlf (1995) Biometry, chapter 17.
    """
    seen = np.asarray(counts, float)
    even = np.full(seen.shape, seen.sum() / seen.size)
    due = even if expected is None else np.asarray(expected, float)
    some = seen > 0
    return float(2 * np.sum(seen[some] * np.log(seen[some] / due[some])))


def exact_p(counts: Sequence[int]) -> float:
    """Probability of a week at least as uneven, each day being as likely as any other.

    Args:
        counts: incidents by day, seven whole numbers with a sum of at most ``EXACT``.

    Raises:
        ValueError: not seven counts, or more incidents than are gone through.

    Source: Wheeler (2016) Policing 10(3):257, Testing serial crime events for randomness in day
    of week patterns with small samples; here by partitions instead of permutations.
    """
    n = int(sum(counts))
    if len(counts) != DAYS or min(counts) < 0 or n > EXACT:
        raise ValueError(f"seven counts of at most {EXACT} incidents together are needed")
    if n == 0:
        return 1.0
    seen = g_statistic(counts)
    return min(1.0, fsum(chance for g, chance in _ways(n) if g >= seen - _ALIKE))


@lru_cache(maxsize=EXACT)
def _ways(n: int) -> tuple[tuple[float, float], ...]:
    """G and probability of each way that n incidents can fall on seven days, in any order."""
    even, found = n / DAYS, []
    for parts in _partitions(n, DAYS, n):
        days = (*parts, *(0,) * (DAYS - len(parts)))
        orders = factorial(DAYS) // prod(factorial(k) for k in Counter(days).values())
        falls = factorial(n) // prod(factorial(part) for part in parts)
        g = 2 * fsum(part * log(part / even) for part in parts)
        found.append((g, orders * falls / DAYS**n))
    return tuple(found)


def _partitions(n: int, parts: int, most: int) -> Iterator[tuple[int, ...]]:
    """Ways to write n as a sum of at most so many numbers, largest first."""
    if n == 0:
        yield ()
        return
    for first in range(min(n, most), 0, -1):
        if first * parts < n:
            return
        for rest in _partitions(n - first, parts - 1, first):
            yield (first, *rest)


def evenness(daily: ArrayLike, weekday: ArrayLike) -> Evenness:
    """Judge the week from counts by day.

    Args:
        daily: incidents of each day of the period, shape (d,), days without any included.
        weekday: 0 for Monday to 6 for Sunday, of each day, shape (d,).

    Returns:
        With few incidents the exact probability. With many, the chi-square one of G divided by
        the dispersion of days of one weekday, so that a burst of one day is no pattern.
    """
    counts, which = np.asarray(daily, float), np.asarray(weekday, np.int64)
    seen = np.bincount(which, counts, DAYS).astype(np.float64)
    days = np.bincount(which, minlength=DAYS).astype(np.int64)
    n = int(seen.sum())
    if n <= EXACT:
        return Evenness(g_statistic(seen) if n else 0.0, exact_p([int(k) for k in seen]), True)
    expected = n * days / days.sum()
    phi = _dispersion(counts, which, seen, days)
    g = g_statistic(seen[days > 0], expected[days > 0])
    free = max(int((days > 0).sum()) - 1, 1)
    return Evenness(g, float(chdtrc(free, g / phi)), False, phi)


def _dispersion(
    counts: Floats, which: NDArray[np.int64], seen: Floats, days: NDArray[np.int64]
) -> float:
    """Pearson's chi-square of days about the mean of their weekday, by degrees of freedom."""
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(days > 0, seen / days, 0.0)[which]
    some = mean > 0
    free = int(some.sum()) - int((seen > 0).sum())
    if free < 1:
        return 1.0
    return max(1.0, float(np.sum((counts[some] - mean[some]) ** 2 / mean[some]) / free))
