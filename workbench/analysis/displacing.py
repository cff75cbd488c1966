"""Whether what fell in one area rose in the next: gross, net and total effects, and the WDQ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from workbench.analysis.chances import normal_quantile
from workbench.analysis.chosen_areas import keep_apart, need_codes, series_of
from workbench.analysis.comparison import FEW, Difference, Interval, wdd, weighted_sum
from workbench.analysis.effect import Effect, Side, effect_of, side_of
from workbench.analysis.kind import Asked, Basis, Value
from workbench.analysis.spans import count_in, layout_of
from workbench.analysis.trend_gaps import trend_gap
from workbench.analysis.uncertainty import alone
from workbench.domain.data import Role

Pair = tuple[float, float]
NORMAL = 20  # incidents in two areas together; below it the normal approximation is poor


@dataclass(frozen=True)
class Quotient:
    """The effects of Bowers and Johnson; None where the control has no incident to divide by."""

    gross: float  # fewer in the treated area
    net: float | None  # as shares of the control
    success: float | None  # below 0 is a fall against the control
    buffer: float | None  # above 0 is a rise of the buffer against the control
    wdq: float | None  # None too where there is no fall that could have moved
    total_net: float | None  # fewer in treated area and buffer than the control suggests

    @property
    def fell(self) -> bool:
        """Whether there is a fall, by itself and against the control."""
        return self.gross > 0 and self.success is not None and self.success < 0


def quotient(treated: Pair, buffer: Pair, control: Pair, length: float = 1.0) -> Quotient:
    """Weighted displacement quotient, and gross, net and total net effect.

    With R, D and C the counts of treated area, buffer and control, b before and a after: gross
    ``Rb - Ra``; net ``Rb/Cb - Ra/Ca``; success ``Ra/Ca - Rb/Cb``; buffer ``Da/Ca - Db/Cb``; WDQ
    buffer over success; total net ``(Rb Ca/Cb - Ra) + (Db Ca/Cb - Da)``.

    Args:
        treated: incidents before and after.
        buffer: incidents before and after round the treated area.
        control: incidents before and after in a like area, apart from both.
        length: length of the period after over that before; only the gross effect needs it.

    Returns:
        The WDQ only with a gross effect above and a success below 0: without a fall it would be a
        phantom. Above 1 the benefit spread by more than the direct effect; from 0 to 1 it spread;
        from -1 to 0 some was displaced but a gain is left; below -1 more was displaced than gained.

    Source: Bowers & Johnson (2003) J Quant Criminol 19:275; Guerette (2009) POP Guide Tool 10.
    """
    (r0, r1), (d0, d1), (c0, c1) = treated, buffer, control
    gross = r0 * length - r1
    if not (c0 > 0 and c1 > 0):
        return Quotient(gross, None, None, None, None, None)
    success, moved = r1 / c1 - r0 / c0, d1 / c1 - d0 / c0
    total = (r0 * c1 / c0 - r1) + (d0 * c1 / c0 - d1)
    open_ = gross > 0 and success < 0
    return Quotient(gross, -success, success, moved, moved / success if open_ else None, total)


def beside(area: Pair, control: Pair, phi: float = 1.0, level: float = 0.95) -> Difference | None:
    """Incidents after beyond what the control suggests: ``a1 - a0 c1 / c0``.

    The variance is ``phi (a1 + a0 r^2 + a0^2 (c1 / c0^2 + r^2 / c0))`` with ``r = c1 / c0``, by the
    delta method: the control is known by its counts only, so its own chance is in the range.
    Lengths of the periods cancel.

    Args:
        area: incidents before and after.
        control: incidents before and after.
        phi: variance over mean, 1 or more.
        level: coverage, 0 to 1.

    Returns:
        None where the control has fewer than five in either period, from which no range can be had.
        Above 0 is more than the control suggests. The normal approximation is poor below about
        20 incidents in all. Those of two areas add up, and to the total net effect turned round.

    Source: Bowers & Johnson (2003), their total net effect as a difference; with the counts of area
    and control alike it is the weighted displacement difference of Wheeler & Ratcliffe (2018).
    """
    (a0, a1), (c0, c1) = area, control
    if min(c0, c1) < FEW:
        return None
    ratio = c1 / c0
    found = a1 - a0 * ratio
    variance = a1 + a0 * ratio**2 + a0**2 * (c1 / c0**2 + ratio**2 / c0)
    error = sqrt(phi * variance)
    reach = normal_quantile(0.5 + level / 2) * error
    return Difference(found, 0.0, Interval(found, found - reach, found + reach), error)


class Shift(StrEnum):
    """What can be said of the buffer; nothing of it is ever certain."""

    NO_FALL = "nothing to move"
    FALL_UNSURE = "fall not clear"
    MOVED = "may have moved"
    SPREAD = "benefit may have spread"
    UNSURE = "cannot tell"


@dataclass(frozen=True)
class Harm:
    """The difference weighed by harm: treated less control, plus the buffer's own change."""

    difference: Difference  # in the unit of the weights; below 0 is harm prevented
    unit: str
    cited: str  # the table
    unweighed: int  # incidents of kinds that the table lacks


@dataclass(frozen=True)
class Displacement:
    """Treated area, buffer and control before and after, and what may have moved."""

    basis: Basis
    incident_type: str
    effect: Effect  # treated against control
    buffer: Side
    quotient: Quotient
    prevented: Difference | None  # incidents in the treated area beyond what the control suggests
    shifted: Difference | None  # the same in the buffer
    together: Difference | None  # in both
    plain: Difference  # as published: treated less control, plus the buffer's own change
    buffer_gap: Interval | None  # how buffer and control differed in yearly trend before the start
    withheld: int = 0  # counts are not shown, for one is below this
    harm: Harm | None = None  # where a table of weights was given and all kinds are counted

    @property
    def few(self) -> bool:
        """Whether an area and its control hold too few incidents for a range."""
        if min(self.effect.control.pair) < FEW:
            return True
        control = sum(self.effect.control.pair)
        least = min(sum(self.effect.treated.pair), sum(self.buffer.pair))
        return least + control < NORMAL

    @property
    def shift(self) -> Shift:
        """What may be said, by the gate that keeps phantoms out."""
        if self.quotient.gross <= 0:
            return Shift.NO_FALL
        if self.quotient.success is not None and not self.quotient.fell:
            return Shift.NO_FALL
        if self.prevented is None or self.shifted is None:
            return Shift.FALL_UNSURE
        ratio = self.effect.ratio
        if self.few or self.prevented.total.high >= 0 or ratio is None or ratio.high >= 1:
            return Shift.FALL_UNSURE
        if self.shifted.total.low > 0:
            return Shift.MOVED
        return Shift.SPREAD if self.shifted.total.high < 0 else Shift.UNSURE

    @property
    def counts(self) -> tuple[int, ...]:
        """The six counts: treated, buffer and control, before and after each."""
        return (*self.effect.treated.pair, *self.buffer.pair, *self.effect.control.pair)


def displacement_of(asked: Asked, given: Mapping[str, Value]) -> Displacement:
    """Compare a treated area and the buffer round it with a control.

    Args:
        asked: rows with small area and start; rows or totals.
        given: the settings, complete: codes of ``treated``, ``buffer`` and ``control``, the four
            months, and ``type``.

    Raises:
        CannotAnswerError: areas or months are missing, overlap, or have no data.
    """
    effect = effect_of(asked, given)
    codes = need_codes(given["buffer"], "buffer")
    keep_apart(effect.treated.codes, codes, ("the treated area", "the buffer"))
    keep_apart(effect.control.codes, codes, ("the control", "the buffer"))
    wanted = str(given["type"] or "")
    found = series_of(asked.incidents, codes, wanted, "buffer")
    control = series_of(asked.incidents, effect.control.codes, wanted, "control")
    spans = effect.before, effect.after
    layout = layout_of(found, *spans)
    buffer = side_of(codes, found, spans, alone(found.counts, layout).factor)
    pairs = effect.treated.pair, buffer.pair, effect.control.pair
    long = effect.after.days / effect.before.days
    fair = effect.fair_before, effect.treated.after
    both = (fair[0] + pairs[1][0], fair[1] + pairs[1][1])
    prevented, shifted, together = (
        beside(pair, pairs[2], effect.factor) for pair in (fair, pairs[1], both)
    )
    basis, areas = effect.basis, (effect.treated.codes, codes, effect.control.codes)
    return Displacement(
        Basis(basis.source, basis.n + sum(buffer.pair), basis.first, basis.last),
        wanted,
        effect,
        buffer,
        quotient(*pairs, long),
        prevented,
        shifted,
        together,
        wdd(pairs[0], pairs[2], (pairs[1], (0, 0)), weights=(1 / long, 1.0), phi=effect.factor),
        trend_gap(
            found.counts[layout.learn], control.counts[layout.learn], layout.places[layout.learn]
        ),
        harm=_harm(asked, wanted, areas, effect),
    )


def _harm(asked: Asked, wanted: str, areas: Sequence[Sequence[str]], effect: Effect) -> Harm | None:
    """The weighted displacement difference of every kind, weighed by its harm and added up."""
    table = asked.reference
    if table is None or wanted or not asked.incidents.has(Role.TYPE):
        return None
    names = [str(name) for name in asked.incidents.frame[Role.TYPE.value].unique().drop_nulls()]
    length = effect.before.days / effect.after.days
    found, weights, without = [], [], 0
    for name in sorted(names):
        pairs = []
        for part, called in zip(areas, ("treated", "buffer", "control"), strict=True):
            series = series_of(asked.incidents, part, name, called)
            pairs.append((count_in(series, effect.before), count_in(series, effect.after)))
        weight = table.of(name)
        if weight is None:
            without += sum(map(sum, pairs))
            continue
        treated, ring, control = pairs
        weights.append(weight)
        found.append(wdd(treated, control, (ring, (0, 0)), weights=(length, 1), phi=effect.factor))
    if not found:
        return None
    return Harm(weighted_sum(found, weights), table.unit, table.cited, without)


def read_wdq(value: float) -> str:
    """What a quotient says, as the end of a sentence; a description, never a test."""
    if abs(value) < 0.005:
        return "the buffer moved with the control"
    if value > 0:
        more = "more" if value > 1 else "less"
        return f"the buffer fell against the control too, by {more} than the treated area"
    if value < -1:
        return "the buffer rose against the control by more than the treated area fell"
    return "the buffer rose against the control, by less than the treated area fell"
