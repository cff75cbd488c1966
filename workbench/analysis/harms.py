"""Harm by kind, month or area: the result, and what readers outside may see of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workbench.analysis import hiding
from workbench.analysis.comparison import Interval
from workbench.analysis.dispersion import Dispersion
from workbench.analysis.harm import Gravest, gravest, weighed
from workbench.analysis.kind import Basis, Event

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

GAP: Final = -3  # stands for the count of a month without data
TELLING: Final = 0.1  # of a cell's harm: what a kind with a small count may not exceed outside
FIGURES: Final = 2  # significant, of harm by month or area outside


@dataclass(frozen=True)
class Harm:
    """Harm of cells beside their counts, in the unit of the weights.

    A count below 0 is hidden, or a month without data; harm that is not told is not a number.
    ``by_kind`` has the counts of each cell and kind, shape (cells, kinds); it is emptied for
    readers outside.
    """

    basis: Basis
    by: str  # "type", "month" or "area"
    names: tuple[str, ...]
    counts: Whole
    harm: Floats
    low: Floats
    high: Floats
    kinds: tuple[str, ...]
    weights: Floats
    by_kind: Whole
    total: int
    whole: Interval  # harm of all that are told
    gravest: Gravest | None
    without: tuple[tuple[str, int], ...]  # kinds that have no weight, and their incidents
    phi: Dispersion
    days: tuple[date, ...]
    gaps: tuple[date, ...]
    partial: tuple[date, ...]
    events: tuple[Event, ...]
    unit: str
    table: str
    table_source: str
    dated: date | None
    threshold: int

    @property
    def told(self) -> NDArray[np.bool_]:
        """The cells whose harm is told."""
        return np.isfinite(self.harm)

    @property
    def order(self) -> Whole:
        """The cells from most harm to least; those not told last."""
        key = np.where(self.told, -self.harm, np.inf)
        return np.lexsort((np.arange(key.size), key))


def measured(counts: Whole, weights: Floats, phi: float) -> tuple[Floats, Floats, Floats]:
    """Harm of each cell with its range; not a number for months without data.

    Args:
        counts: shape (cells, kinds); -1 throughout where there are no data.
        weights: shape (kinds,).
        phi: variance over mean.
    """
    ends = [
        weighed(row, weights, phi) if (row >= 0).all() else Interval(np.nan, np.nan, np.nan)
        for row in counts
    ]
    return (
        np.array([one.estimate for one in ends]),
        np.array([one.low for one in ends]),
        np.array([one.high for one in ends]),
    )


def conceal(result: Harm, threshold: int) -> Harm:
    """The same harm without small counts, for readers outside.

    Harm over its weight is a count, and harm of several kinds together may tell a single grave
    incident. So a hidden kind has no harm and is in no total; a month or area in which a kind with
    a small count makes more than a tenth of the harm has none; and harm by month or area is told
    to two figures.

    Args:
        result: harm beside counts.
        threshold: counts of 1 to one less are hidden; 0 or 1 hides nothing more.
    """
    if threshold <= max(result.threshold, 1):
        return result
    known = np.where(result.counts == GAP, 0, result.counts)
    counts = np.where(result.counts == GAP, GAP, hiding.wholly_hidden(known, threshold))
    hide = (counts < 0) | _telling(result, threshold)
    figures = (result.harm, result.low, result.high)
    harm, low, high = (np.where(hide, np.nan, one) for one in figures)
    if result.by == "type":
        shown = np.where(hide, 0, result.by_kind.diagonal())
        whole = weighed(shown, result.weights, result.phi.phi)
        worst = gravest(shown, result.weights)
    else:
        harm, low, high = rounded(harm), rounded(low), rounded(high)
        ends = rounded(np.array([result.whole.estimate, result.whole.low, result.whole.high]))
        whole = Interval(float(ends[0]), float(ends[1]), float(ends[2]))
        kinds = result.by_kind.sum(axis=0, where=result.by_kind > 0)
        worst = None if ((kinds > 0) & (kinds < threshold)).any() else result.gravest
    return replace(
        result, counts=counts, harm=harm, low=low, high=high, whole=whole, gravest=worst,
        threshold=threshold, by_kind=np.empty((0, len(result.kinds)), np.int64),
        without=tuple((kind, 0) for kind, _ in result.without),
        basis=replace(
            result.basis, left_out=hiding.without_small(result.basis.left_out, threshold)
        ),
    )  # fmt: skip


def _telling(result: Harm, threshold: int) -> NDArray[np.bool_]:
    """Cells in which a kind with a small count makes much of the harm; never one alone."""
    if result.by == "type":
        return np.zeros(len(result.names), np.bool_)
    small = (result.by_kind > 0) & (result.by_kind < threshold)
    part = (result.by_kind * result.weights).max(axis=1, where=small, initial=0)
    found: NDArray[np.bool_] = part > TELLING * np.nan_to_num(result.harm)
    if found.sum() == 1:  # it would follow from the harm of all
        others = np.where(found | ~(result.harm > 0), np.inf, result.harm)
        if np.isfinite(others).any():
            found[int(others.argmin())] = True
    return found


def rounded(values: Floats) -> Floats:
    """Values to two significant figures."""
    size = np.floor(np.log10(np.where(values > 0, values, 1)))
    step = 10 ** (size - FIGURES + 1)
    found: Floats = np.round(values / step) * step
    return found
