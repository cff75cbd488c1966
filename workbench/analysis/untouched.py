"""What areas where nothing was done show: how much such comparisons move by themselves.

Where a file holds enough other areas, the comparison is made for each of them and for earlier
dates. A range about the treated area's change must be wide enough to hold no change for all but
one in twenty of those.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.chances import normal_quantile, t_quantile
from workbench.analysis.comparison import FEW
from workbench.analysis.uncertainty import LEVEL, Layout

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

FEWEST: Final = 8  # comparisons, to learn anything from them
RANKED: Final = 19  # from so many on the treated area is ranked among them
LEAST, MOST = 0.5, 4.0  # times the treated area's incidents before, for a comparable area
STEP: Final = 6  # months that the next earlier date lies back, at least


@dataclass(frozen=True)
class Untouched:
    """Comparisons of areas where nothing was done."""

    areas: int
    comparisons: int  # of areas and dates
    wider: float  # how much wider than by the months alone a range must be; 1 is as wide
    as_far: int  # of the comparisons, those that moved at least as far as the treated area


def untouched(
    others: Floats, treated: Floats, layout: Layout, factor: float, moved: float | None
) -> Untouched | None:
    """Compare every comparable area with all others, now and at earlier dates.

    Args:
        others: monthly counts of the small areas where nothing was done, shape (areas, n), so
            ordered that neighbours stand together; NaN are gaps.
        treated: the same months of the treated area, shape (n,).
        layout: the months that are compared.
        factor: of the variance by chance alone, as the months give it.
        moved: log of the treated area's change against its control; None where there is none.

    Returns:
        None with fewer than eight comparisons.

    Source: placebo tests in space and time, Abadie, Diamond & Hainmueller (2010) JASA 105:493;
    the rank as a range, Chernozhukov, Wuthrich & Zhu (2021) JASA 116:1849.
    """
    far: list[float] = []
    units = comparable(others, treated, layout.before)
    for late, (before, after) in enumerate(_dates(layout)):
        rows = np.vstack([treated, units]) if late else units  # nothing was done there yet
        far += _moves(rows, before, after, factor)
    if len(far) < FEWEST:
        return None
    tests = np.sort(np.array(far))
    # Their ranges would hold no change for 95% of them, were they so many times as wide.
    if len(tests) >= RANKED:
        place = min(len(tests), ceil((len(tests) + 1) * LEVEL))
        wider = float(tests[place - 1])
    else:
        freedom = len(tests)
        wider = sqrt(float((tests**2).mean())) * t_quantile(0.5 + LEVEL / 2, freedom)
    own = _reach(treated, others.sum(axis=0), layout, factor)
    as_far = 0 if moved is None or own is None else int((tests >= abs(moved) / own).sum())
    return Untouched(len(units), len(tests), max(1.0, wider), as_far)


def comparable(others: Floats, treated: Floats, before: Mask) -> Floats:
    """Areas of about the treated area's incidents, made of neighbours where those are smaller."""
    like = float(np.nansum(treated[before]))
    rows: list[Floats] = []
    held, size = np.zeros(others.shape[1]), 0.0
    for row in others:
        count = float(np.nansum(row[before]))
        if count > MOST * like:
            continue
        held, size = held + row, size + count
        if size >= 0.8 * like:
            if LEAST * like <= size <= MOST * like:
                rows.append(held)
            held, size = np.zeros(others.shape[1]), 0.0
    return np.array(rows) if rows else np.zeros((0, others.shape[1]))


def _dates(layout: Layout) -> Iterator[tuple[Mask, Mask]]:
    """The months before and after as they are, then moved back to end before the response."""
    yield layout.before, layout.after
    before, after = (np.flatnonzero(months) for months in (layout.before, layout.after))
    step = max(STEP, len(after))
    back = step * ceil((after[-1] - before[-1]) / step)
    while back <= before[0]:
        yield np.roll(layout.before, -back), np.roll(layout.after, -back)
        back += step


def _moves(rows: Floats, before: Mask, after: Mask, factor: float) -> Iterator[float]:
    """How far each area moved against all others, in half widths of its range."""
    if not after.any() or len(rows) < 2:
        return
    first, then = np.nansum(rows[:, before], axis=1), np.nansum(rows[:, after], axis=1)
    rest = first.sum() - first, then.sum() - then
    z = normal_quantile(0.5 + LEVEL / 2)
    for a, b, c, d in zip(first, then, *rest, strict=True):
        if min(a, b, c, d) < FEW:
            continue
        moved = np.log(b / a) - np.log(d / c)
        yield float(abs(moved) / (z * sqrt(factor * (1 / a + 1 / b + 1 / c + 1 / d))))


def _reach(treated: Floats, others: Floats, layout: Layout, factor: float) -> float | None:
    """Half the width of the treated area's range against all others, on the log scale."""
    counts = [
        float(np.nansum(row[months]))
        for row in (treated, others)
        for months in (layout.before, layout.after)
    ]
    if min(counts) < 1:
        return None
    return normal_quantile(0.5 + LEVEL / 2) * sqrt(factor * sum(1 / one for one in counts))
