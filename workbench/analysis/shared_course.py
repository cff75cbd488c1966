"""A time course that may be shown outside: nothing that tells how many few were."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.hiding import SMALL, WITHHELD
from workbench.analysis.survival import Course

Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]


def concealed(course: Course, repeats: int, threshold: int) -> tuple[Course, float]:
    """The course without anything from the first interval on in which a few were followed.

    How many are watched from then on and the days they are at risk would tell how many were
    followed before. So they are withheld too; and intervals before them, until what is left of all
    repeats narrows no small count down.

    Args:
        course: with exact counts.
        repeats: events that were followed by another at any time, which the reader knows.
        threshold: counts of 1 to one less are few.

    Returns:
        The course, with ``SMALL`` and ``WITHHELD`` for counts that are not told; and the days up to
        which it is told, beyond all when it is told whole.
    """
    few = (course.events > 0) & (course.events < threshold)
    told = _told(course.events, few, repeats, threshold)
    gone = (np.arange(few.size) >= told) & (course.at_risk > 0)
    if not gone.any():
        return course, float("inf")

    def known(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.where(gone, np.nan, values)

    shown = replace(
        course,
        at_risk=np.where(gone, WITHHELD, course.at_risk),
        events=np.where(gone & few, SMALL, np.where(gone, WITHHELD, course.events)),
        days=known(course.days),
        hazard=known(course.hazard),
        ratio=known(course.ratio),
        ratio_low=known(course.ratio_low),
        ratio_high=known(course.ratio_high),
    )
    return shown, float(course.high[told - 1]) if told else 0.0


def _told(events: Whole, few: Mask, repeats: int, threshold: int) -> int:
    """How many intervals from the first on may be told."""
    told = int(few.argmax()) if few.any() else few.size
    while told:
        rest = repeats - int(events[:told].sum())
        least = max(threshold, threshold - 2 + int(few[told:].sum()))
        if not rest or rest >= least:
            break
        told -= 1
    return told
