"""An area that was picked because it was high: what it would have come down by anyway."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.comparison import Interval

Floats = NDArray[np.float64]

FEWEST: Final = 10  # areas, to say where one of them stands
HIGH: Final = 0.1  # the share of them at the top, in which an area counts as picked for it
OFFERED: Final = 3  # areas that are named as a better control


@dataclass(frozen=True)
class Selection:
    """Where the treated area stood among all areas before, and what follows from it."""

    rank: int  # 1 is the highest
    of: int
    expected: float  # its count before, as a share of what was seen, were luck taken off
    error: float  # of the log of that
    instead: tuple[str, ...] = ()  # the next highest, which would be a better control

    @property
    def high(self) -> bool:
        """Whether it stands so high that it must be taken as picked for it."""
        return self.rank <= max(1.0, HIGH * self.of)

    def applied(self, span: Interval, z: float) -> Interval:
        """A ratio of after to before with the fall that was to be expected taken off.

        Args:
            span: the ratio with its range.
            z: the quantile of the normal that the range stands for.
        """
        if not self.high or span.estimate <= 0:
            return span
        centre = log(span.estimate) - log(self.expected)
        wide = [
            sqrt(log(span.estimate / end) ** 2 + (z * self.error) ** 2) if 0 < end < np.inf else end
            for end in (span.low, span.high)
        ]
        low = exp(centre - wide[0]) if span.low > 0 else 0.0
        high = exp(centre + wide[1]) if np.isfinite(span.high) else span.high
        return Interval(exp(centre), low, high)


def selection(
    treated: float, others: Floats, names: Sequence[str], factor: float
) -> Selection | None:
    """Rank an area among others by its count before, and estimate what of it was luck.

    Where areas differ by ``between`` and a count varies by ``factor`` times its mean, the count
    to be expected of an area again is ``mean + between / (between + factor x mean) x (count -
    mean)``: the nearer areas are to each other, the more of a high count was luck.

    Args:
        treated: the count before of the treated area.
        others: the same of the areas it is ranked among, shape (n,).
        names: what those are called.
        factor: variance of a count over its mean.

    Returns:
        None with fewer than ten areas in all.

    Source: empirical Bayes before and after, Hauer (1997) Observational Before-After Studies in
    Road Safety, chapter 11; Morris (1983) JASA 78:47 for the share.
    """
    counts = np.append(others, treated)
    if len(counts) < FEWEST or treated <= 0:
        return None
    mean = float(counts.mean())
    between = max(0.0, float(counts.var(ddof=1)) - factor * mean)
    kept = between / (between + factor * mean)
    expected = max(mean + kept * (treated - mean), 1e-9)
    error = (1 - kept) * sqrt(2 / (len(counts) - 1)) * abs(treated - mean) / expected
    order = np.argsort(-others, kind="stable")
    return Selection(
        int((others > treated).sum()) + 1,
        len(counts),
        min(1.0, expected / treated),
        error,
        tuple(names[at] for at in order[:OFFERED]),
    )
