"""One area where something was done beside one where it was not, before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.area_months import AreaMonths, by_area, placed
from workbench.analysis.chances import normal_quantile
from workbench.analysis.chosen_areas import codes_of, keep_apart, need_codes, series_of
from workbench.analysis.comparison import (
    FEW,
    Difference,
    Interval,
    cautious_ratio,
    detectable_ratio,
    rate_ratio,
    wdd,
)
from workbench.analysis.dispersion import Dispersion
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked, Basis, Event, Value
from workbench.analysis.melded import ratio_of_changes
from workbench.analysis.months import Monthly, last_day, of_type
from workbench.analysis.selection import Selection, selection
from workbench.analysis.spans import (
    Span,
    count_in,
    gaps_in,
    layout_of,
    limits_of,
    shown,
    span_of,
)
from workbench.analysis.trend_gaps import trend_gap
from workbench.analysis.uncertainty import (
    LEVEL,
    WEAK,
    WEAK_MONTHS,
    Layout,
    Variation,
    alone,
    beside,
)
from workbench.analysis.untouched import Untouched, untouched
from workbench.analysis.verdict import offered
from workbench.domain.assessment import Verdict
from workbench.domain.data import Role

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Side:
    """One area: its small areas, its counts in both periods, and every month."""

    codes: tuple[str, ...]
    before: int
    after: int
    by_month: tuple[int | None, ...]
    exact: Interval | None  # per day, chance alone; None with nothing before
    cautious: Interval | None  # per day, as its months vary

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
    ratio: Interval | None  # against the control, as such comparisons vary; 95%
    ratio_chance: Interval | None  # the same, chance alone
    ratio_weak: Interval | None  # the narrower range from which a fall is called probable
    difference: Difference  # incidents in the period after; below 0 is prevented
    sized: Difference  # the same, with the control made as many small areas as the treated
    detectable: float | None  # the mildest fall, as a ratio, that could have been shown
    before_gap: Interval | None  # how the areas' yearly trends differed before the start
    same_season: bool
    offered: Verdict
    events: tuple[Event, ...]
    variation: Variation | None = None  # None in answers from before it was told
    untouched: Untouched | None = None
    selection: Selection | None = None

    @property
    def picked(self) -> Selection | None:
        """Where the treated area stood, if that is so high that luck must be taken off."""
        return self.selection if self.selection and self.selection.high else None

    @property
    def factor(self) -> float:
        """Of the variance by chance alone, that such comparisons have."""
        return self.variation.factor if self.variation else self.phi.phi

    @property
    def fair_before(self) -> float:
        """The treated area's count before, with luck taken off where it was picked for it."""
        return self.treated.before * (self.picked.expected if self.picked else 1.0)

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
    series = tuple(series_of(asked.incidents, part, wanted, name) for part, name in
                   zip(codes, ("treated", "control"), strict=True))  # fmt: skip
    spans = tuple(span_of(series[0], *pair) for pair in (limits[:2], limits[2:]))
    touched = (*codes[0], *codes_of(given.get("buffer")))
    return _effect(asked, wanted, _Compared(codes, series, (spans[0], spans[1]), touched))


@dataclass(frozen=True)
class _Compared:
    """What is compared: codes and counts of both areas, both periods, and codes that were reached.

    ``touched`` are the codes of which nobody can say that nothing was done there.
    """

    codes: tuple[tuple[str, ...], tuple[str, ...]]
    series: tuple[Monthly, ...]
    spans: tuple[Span, Span]
    touched: tuple[str, ...]


def _effect(asked: Asked, wanted: str, compared: _Compared) -> Effect:
    """Put counts, ranges and verdict together."""
    before, after = compared.spans
    layout = layout_of(compared.series[0], before, after)
    treated, control = (
        side_of(part, found, compared.spans, alone(found.counts, layout).factor)
        for part, found in zip(compared.codes, compared.series, strict=True)
    )
    areas = by_area(_placed(asked, wanted), compared.series[0])
    variation = _variation(compared, areas, layout)
    chance = ratio_of_changes(treated.pair, control.pair, 1.0, LEVEL)
    shown_by = _untouched(compared, areas, layout, variation, chance)
    variation = variation.wider(shown_by.wider if shown_by else 1.0)
    picked = _selection(compared, areas, layout, variation, treated.before)
    ratio, weak = _ranges(treated.pair, control.pair, variation, picked)
    long = before.days / after.days
    luck = picked.expected if picked and picked.high else 1.0
    difference, sized = (
        wdd((treated.before * share, treated.after), control.pair, weights=(long, 1.0), size=size,
            phi=variation.factor)
        for size, share in ((1.0, 1.0), (len(compared.codes[1]) / len(compared.codes[0]), luck))
    )  # fmt: skip
    found = compared.series[0]
    months = tuple(m for m in found.months if before.first <= m <= after.last)
    learn, both = layout.learn, [one.counts for one in compared.series]
    gap = trend_gap(both[0][learn], both[1][learn], layout.places[learn])
    alike = None if gap is None else not gap.excludes(1)
    n = sum((*treated.pair, *control.pair))
    return Effect(
        Basis(asked.incidents.source, n, before.months[0], last_day(after.months[-1])),
        wanted, months, before, after, treated, control,
        Dispersion(variation.phi, variation.learnt, variation.months),
        ratio, chance, weak, difference, sized,
        detectable_ratio(
            treated.before, control.pair, phi=variation.factor, length=1 / long, least=FEW
        ),
        gap,
        {m.month for m in before.months} == {m.month for m in after.months},
        offered(ratio, weak, sized, alike_before=alike, picked=bool(picked and picked.high)),
        tuple(e for e in asked.events if months and months[0] <= e.day <= last_day(months[-1])),
        variation, shown_by, picked,
    )  # fmt: skip


def _placed(asked: Asked, wanted: str) -> Incidents:
    """The rows of the kind that say in which small area they lie."""
    return of_type(asked.incidents, wanted).only(placed().fill_null(value=False))


def _variation(compared: _Compared, areas: AreaMonths, layout: Layout) -> Variation:
    """How the comparison varies, learnt from the treated area and the parts of the control."""
    inside = np.isin(np.array(areas.codes), compared.codes[1])
    return beside(compared.series[0].counts, areas.counts[inside], layout)


def _ranges(
    treated: tuple[int, int],
    control: tuple[int, int],
    variation: Variation,
    picked: Selection | None,
) -> tuple[Interval | None, Interval | None]:
    """The range of 95%, and the narrower one from which a fall is called probable."""
    ratio = ratio_of_changes(treated, control, variation.factor, LEVEL)
    weak = ratio
    if variation.months >= WEAK_MONTHS:
        weak = ratio_of_changes(treated, control, variation.weak, WEAK)
    if picked is None or ratio is None or weak is None:
        return ratio, weak
    z, narrow = (normal_quantile(0.5 + level / 2) for level in (LEVEL, WEAK))
    return picked.applied(ratio, z), picked.applied(weak, narrow)


def _untouched(
    compared: _Compared,
    areas: AreaMonths,
    layout: Layout,
    variation: Variation,
    chance: Interval | None,
) -> Untouched | None:
    """What the other areas of the file show of such comparisons."""
    outside = ~np.isin(np.array(areas.codes), compared.touched)
    moved = None if chance is None or chance.estimate <= 0 else float(np.log(chance.estimate))
    return untouched(
        areas.counts[outside], compared.series[0].counts, layout, variation.factor,
        moved,
    )  # fmt: skip


def _selection(
    compared: _Compared, areas: AreaMonths, layout: Layout, variation: Variation, before: int
) -> Selection | None:
    """Where the treated area stood among areas of as many codes."""
    outside = ~np.isin(np.array(areas.codes), compared.touched)
    names = [code for code, one in zip(areas.codes, outside, strict=True) if one]
    rows = np.nansum(areas.counts[outside][:, layout.before], axis=1)
    each = len(compared.codes[0])
    groups = len(names) // each
    sums = rows[: groups * each].reshape(groups, each).sum(axis=1)
    return selection(before, sums, names[::each][:groups], variation.factor)


def side_of(
    codes: tuple[str, ...], found: Monthly, spans: tuple[Span, Span], factor: float
) -> Side:
    """Counts of one area in both periods, and by month between their ends."""
    before, after = spans
    low, high = count_in(found, before), count_in(found, after)
    return Side(
        codes,
        low,
        high,
        shown(found, before.first, after.last),
        rate_ratio(high, low, after.days, before.days),
        cautious_ratio(high, low, factor, after.days, before.days),
    )
