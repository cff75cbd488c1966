"""One area where something was done beside one where it was not, before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from workbench.analysis.chosen_areas import keep_apart, need_codes, series_of
from workbench.analysis.comparison import (
    FEW,
    Difference,
    Interval,
    detectable_ratio,
    rate_ratio,
    spread_ratio,
    wdd,
)
from workbench.analysis.dispersion import Dispersion, dispersion, trend_gap
from workbench.analysis.kind import Asked, Basis, Event, Value
from workbench.analysis.melded import ratio_of_changes
from workbench.analysis.months import Monthly, index, last_day
from workbench.analysis.spans import (
    Span,
    count_in,
    gaps_in,
    limits_of,
    shown,
    span_of,
    usable_before,
)
from workbench.analysis.verdict import offered
from workbench.domain.assessment import Verdict
from workbench.domain.data import Role


@dataclass(frozen=True)
class Side:
    """One area: its small areas, its counts in both periods, and every month."""

    codes: tuple[str, ...]
    before: int
    after: int
    by_month: tuple[int | None, ...]
    exact: Interval | None  # per day, chance alone; None with nothing before
    cautious: Interval | None  # per day, allowing for phi; None under ten in either period

    @property
    def pair(self) -> tuple[int, int]:
        """Before and after."""
        return self.before, self.after

    @property
    def change(self) -> Interval | None:
        """The wider of the ranges that can be given."""
        return self.cautious or self.exact


@dataclass(frozen=True)
class Effect:
    """Everything that is said of treated against control."""

    basis: Basis
    incident_type: str
    months: tuple[date, ...]  # from before the start to the end, without a break
    before: Span
    after: Span
    treated: Side
    control: Side
    phi: Dispersion
    ratio: Interval | None  # against the control, allowing for phi; 95%
    ratio_chance: Interval | None  # the same, chance alone
    ratio_weak: Interval | None  # 90%, allowing for phi
    difference: Difference  # incidents in the period after; below 0 is prevented
    sized: Difference  # the same, with the control made as many small areas as the treated
    detectable: float | None  # the mildest fall, as a ratio, that could have been shown
    before_gap: Interval | None  # how the areas' yearly trends differed before the start
    same_season: bool
    offered: Verdict
    events: tuple[Event, ...]

    @property
    def alike_before(self) -> bool | None:
        """Whether the areas are known to have moved alike before the start."""
        return None if self.before_gap is None else not self.before_gap.excludes(1)

    @property
    def alike_long(self) -> bool:
        """Whether both periods have as many days of data, but for a leap day or two."""
        return abs(self.before.days / self.after.days - 1) < 0.02

    @property
    def few(self) -> bool:
        """Whether a count is so small that only the exact range holds."""
        return min(*self.treated.pair, *self.control.pair) < FEW

    @property
    def agree(self) -> bool:
        """Whether ratio and plain difference point the same way."""
        if self.ratio is None:
            return True
        return (self.ratio.estimate < 1) == (self.difference.total.estimate < 0)

    @property
    def gaps(self) -> tuple[date, ...]:
        """Months of either period without data."""
        return gaps_in(self.months, (self.before, self.after))


def effect_of(asked: Asked, given: Mapping[str, Value]) -> Effect:
    """Compare a treated area with a control.

    Args:
        asked: rows with small area and start; rows or totals.
        given: the settings of the question, complete: ``treated`` and ``control`` codes, the four
            months, and ``type``.

    Raises:
        CannotAnswerError: areas or months are missing, overlap, or have no data.
    """
    asked.incidents.need(Role.START, Role.AREA)
    codes = need_codes(given["treated"], "treated"), need_codes(given["control"], "control")
    keep_apart(*codes, ("the treated area", "the control"))
    limits = limits_of(given)
    wanted = str(given["type"] or "")
    series = [series_of(asked.incidents, part, wanted, name) for part, name in
              zip(codes, ("treated", "control"), strict=True)]  # fmt: skip
    before, after = (span_of(series[0], *pair) for pair in (limits[:2], limits[2:]))
    return _effect(asked, wanted, codes, series, before, after)


def _effect(
    asked: Asked,
    wanted: str,
    codes: tuple[tuple[str, ...], tuple[str, ...]],
    series: Sequence[Monthly],
    before: Span,
    after: Span,
) -> Effect:
    """Put counts, ranges and verdict together."""
    phi, gap = _before_start(series, before)
    treated, control = (
        side_of(part, found, (before, after), phi.phi)
        for part, found in zip(codes, series, strict=True)
    )
    long = before.days / after.days
    difference, sized = (
        wdd(treated.pair, control.pair, weights=(long, 1.0), size=size, phi=phi.phi)
        for size in (1.0, len(codes[1]) / len(codes[0]))
    )
    chance, ratio, weak = (
        ratio_of_changes(treated.pair, control.pair, *how)
        for how in ((1.0, 0.95), (phi.phi, 0.95), (phi.phi, 0.90))
    )
    months = tuple(m for m in series[0].months if before.first <= m <= after.last)
    alike = None if gap is None else not gap.excludes(1)
    n = sum((*treated.pair, *control.pair))
    return Effect(
        Basis(asked.incidents.source, n, before.months[0], last_day(after.months[-1])),
        wanted, months, before, after, treated, control, phi, ratio, chance, weak, difference,
        sized,
        detectable_ratio(treated.before, control.pair, phi=phi.phi, length=1 / long, least=FEW),
        gap,
        {m.month for m in before.months} == {m.month for m in after.months},
        offered(ratio, weak, sized, alike_before=alike),
        tuple(e for e in asked.events if months and months[0] <= e.day <= last_day(months[-1])),
    )  # fmt: skip


def side_of(codes: tuple[str, ...], found: Monthly, spans: tuple[Span, Span], phi: float) -> Side:
    """Counts of one area in both periods, and by month between their ends."""
    before, after = spans
    low, high = count_in(found, before), count_in(found, after)
    wide = phi > 1 and min(low, high) >= 10
    return Side(
        codes,
        low,
        high,
        shown(found, before.first, after.last),
        rate_ratio(high, low, after.days, before.days),
        spread_ratio(high, low, phi, after.days, before.days) if wide else None,
    )


def _before_start(series: Sequence[Monthly], before: Span) -> tuple[Dispersion, Interval | None]:
    """Dispersion and difference of trends, from the months before."""
    use = usable_before(series[0], before)
    time = np.array([index(m) for m in series[0].months], np.float64)
    first, second = (found.counts[use] for found in series)
    return dispersion([first, second], time[use]), trend_gap(first, second, time[use])
