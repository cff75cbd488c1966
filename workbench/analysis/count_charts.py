"""Counts by month or per unit, and the limits from counting that fit them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.count_limits import (
    SPREAD,
    CountLimits,
    c_limits,
    laney_limits,
    spread,
    u_limits,
)
from workbench.analysis.kind import Asked, Basis, Event, Value
from workbench.analysis.months import days_in, index, monthly
from workbench.analysis.subject import basis_of
from workbench.analysis.words import number, small
from workbench.analysis.xmr import ENOUGH, FEWEST, seasonal
from workbench.errors import CannotAnswerError

Floats = NDArray[np.float64]

SMOOTH = 2.0  # variance over that of neighbouring months, above which they move smoothly
AUTO, C, U, LANEY = "auto", "c", "u", "laney"


@dataclass(frozen=True)
class CountChart:
    """Counts, or counts per unit, with their limits; ``values`` are in the unit of the limits."""

    basis: Basis
    incident_type: str
    months: tuple[date, ...]
    counts: tuple[int | None, ...]  # None: no data
    sizes: tuple[float, ...]  # units behind each count: months, or 30 days (of 1,000 exposed)
    values: tuple[float | None, ...]
    chart: str  # C, U or LANEY
    chosen: bool  # by the person, not by the counts
    centre: float
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    sigma_z: float  # how many times chance's own spread was allowed
    spread: float  # variance over mean
    base: int  # months with data that set the limits
    signals: tuple[int, ...]
    exposed: int  # residents, homes or premises; 0 when none were given
    exposed_what: str
    season: bool | None
    partial: tuple[date, ...] = ()
    events: tuple[Event, ...] = ()

    @property
    def provisional(self) -> bool:
        """True when too few months stand behind the limits for them to be relied on."""
        return self.base < ENOUGH

    @property
    def too_narrow(self) -> bool:
        """Whether limits of chance alone were chosen for counts that vary more."""
        return self.chart != LANEY and self.spread > SPREAD and self.chosen

    @property
    def smooth(self) -> bool:
        """Whether counts vary by more than chance over the whole time than the limits allow for.

        Limits go by what is usual from one month to the next, so a shift, a trend or a season can
        lie within them.
        """
        return self.spread > (SPREAD if self.sigma_z <= 1 else SMOOTH * self.sigma_z**2)


def count_chart_of(asked: Asked, given: Mapping[str, Value]) -> CountChart:
    """Count by month and set the limits that were asked for, or those that fit the counts.

    Args:
        asked: the rows and events.
        given: the settings of the question, complete.

    Raises:
        CannotAnswerError: too few months, no incident, or no limits of that kind.
    """
    wanted = str(given["type"] or "")
    found = monthly(asked.incidents, wanted, empty=str(given["empty"]))
    known = int((~np.isnan(found.counts)).sum())
    if known < FEWEST or not found.n:
        raise CannotAnswerError(_too_few(known))
    exposed, base = _whole(given["exposed"]), min(_whole(given["baseline"]), known) or known
    sizes = np.array([days_in([month]) for month in found.months]) / 30 * (exposed / 1000 or 1)
    chart, sizes, limits, ratio = _limits(found.counts, sizes, base, str(given["chart"]))
    values = found.counts / sizes
    low, high = index(found.months[0]), index(found.months[-1])
    return CountChart(
        basis_of(asked.incidents.source, found), wanted, found.months,
        tuple(None if np.isnan(c) else int(c) for c in found.counts),
        tuple(sizes.tolist()), tuple(None if np.isnan(v) else float(v) for v in values),
        chart, given["chart"] != AUTO, limits.centre, tuple(limits.lower.tolist()),
        tuple(limits.upper.tolist()), limits.sigma_z, ratio, base, limits.signals(values),
        exposed, str(given["exposed_what"] or "").strip() or "residents",
        seasonal(values, [month.month for month in found.months]), found.partial,
        tuple(event for event in asked.events if low <= index(event.day) <= high),
    )  # fmt: skip


def _whole(value: Value) -> int:
    return int(value) if isinstance(value, (int, float, str)) and value else 0


def _too_few(known: int) -> str:
    """Why there are no limits at all."""
    if known >= FEWEST:
        return (
            f"There is no incident of this kind in {small(known)} complete months, so there are "
            "no limits to set. Nothing was changed. Choose another kind of incident."
        )
    return (
        f"Limits need at least {small(FEWEST)} complete months with data, and this has "
        f"{small(known) if known else 'none'}. Nothing was changed. Bring in more months first."
    )


def _limits(
    counts: Floats, sizes: Floats, base: int, asked_for: str
) -> tuple[str, Floats, CountLimits, float]:
    """The chart, the sizes it counts by, its limits, and variance over mean in the baseline.

    Left to the counts, limits come from chance alone (u) unless they vary by more than
    ``SPREAD`` times as much, from month to month too; then they are Laney's.
    """
    known = np.flatnonzero(~np.isnan(counts))
    first = slice(0, int(known[base - 1]) + 1)
    ones = np.ones_like(sizes)
    ratio = spread(counts[first], None if asked_for == C else sizes[first])
    chance, wide = u_limits(counts, sizes, base), laney_limits(counts, sizes, base)
    if ratio is None or chance is None:
        raise CannotAnswerError(
            f"There is no incident in the first {number(base)} months, which are to set the "
            "limits. Nothing was changed. Let more months set them, or leave that empty."
        )
    if asked_for == C and (limits := c_limits(counts, base)):
        return C, ones, limits, ratio
    if asked_for == LANEY:
        if wide is None:
            raise CannotAnswerError(
                "The counts per unit do not differ between months that follow each other, so "
                "there is nothing to set Laney's limits by. Nothing was changed. Choose limits "
                "from chance alone instead."
            )
        return LANEY, sizes, wide, ratio
    if asked_for == AUTO and wide is not None and ratio > SPREAD and wide.sigma_z > 1:
        return LANEY, sizes, wide, ratio
    return U, sizes, chance, ratio
