"""What could be seen: the mildest fall that so many incidents would show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from workbench.analysis.area_months import by_area
from workbench.analysis.chosen_areas import rows_in, series_of
from workbench.analysis.comparison import FEW, POWER, detectable_ratio
from workbench.analysis.dispersion import Dispersion
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Basis
from workbench.analysis.months import Monthly, last_day, monthly, of_type
from workbench.analysis.spans import Span, count_in, layout_of, span_of
from workbench.analysis.uncertainty import Variation, planned
from workbench.errors import CannotAnswerError

HOPELESS: Final = 20  # incidents before; below it no realistic fall could be shown
LONGEST: Final = 36  # months of follow-up


@dataclass(frozen=True)
class Design:
    """One way to compare, and the mildest fall it would show after each number of months.

    A fall that leaves fewer than five, or a control with fewer, is none: such counts show less
    often what the formula promises.
    """

    name: str  # "none", "same" or "given": the control
    falls: tuple[float | None, ...]  # as a ratio below 1; None where no fall could be shown


@dataclass(frozen=True)
class Detectable:
    """The incidents before, and what could be seen with them."""

    basis: Basis
    incident_type: str
    before: Span
    treated: int
    control: int | None  # None where no control area is chosen
    phi: Dispersion
    power: float
    follow_up: int  # months, planned
    months: tuple[int, ...]  # of follow-up
    designs: tuple[Design, ...]
    variation: Variation | None = None  # of the follow-up planned; None in older answers

    @property
    def hopeless(self) -> bool:
        """Whether too few happened before for any fall to be shown."""
        return self.treated < HOPELESS

    def at(self, name: str, month: int) -> float | None:
        """The mildest fall of a design after so many months."""
        design = next(one for one in self.designs if one.name == name)
        return design.falls[self.months.index(month)]


def falls(
    before: float,
    control: float | None,
    lengths: Sequence[float],
    factors: Sequence[float] | None = None,
    power: float = POWER,
    least: float = 0.0,
) -> tuple[float | None, ...]:
    """The mildest fall, as a ratio, that could be shown after each length of follow-up.

    Args:
        before: incidents before in the treated area.
        control: incidents before in the control, which is expected to stay as it is; None without.
        lengths: of the period after, each over that of the period before.
        factors: of the variance by chance alone, one for each length; 1 when not given.
        power: the chance of showing it, 0 to 1.
        least: incidents that a fall must leave, and the control must have, to be compared.

    Returns:
        A ratio for each length, never rising with it; None where no fall, however deep, would do,
        or only one that leaves too few.

    Source: see ``detectable_ratio``.
    """
    return tuple(
        detectable_ratio(
            before, None if control is None else (control, control * long),
            phi=factor, length=long, power=power, least=least,
        )
        for long, factor in zip(lengths, factors or [1.0] * len(lengths), strict=True)
    )  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """What was asked: areas, months before, months of follow-up, and the chance of seeing it."""

    wanted: str
    treated: tuple[str, ...]  # codes; empty means every row
    control: tuple[str, ...]  # codes; empty means none
    span: tuple[date, date] | None
    follow_up: int
    power: float


def detectable_of(incidents: Incidents, plan: Plan) -> Detectable:
    """Work out what could be seen with the incidents before.

    Raises:
        CannotAnswerError: areas or months are missing or have no data.
    """
    treated = _series(incidents, plan.treated, plan.wanted, "treated")
    first, last = plan.span or _latest(treated)
    before = span_of(treated, first, last)
    then = count_in(treated, before)
    layout = layout_of(treated, before, replace(before, months=()))
    longest = max(LONGEST, plan.follow_up)
    months = tuple(range(1, longest + 1))
    lengths = [month / len(before.months) for month in months]
    alone = planned(treated.counts, None, layout, longest)
    controls: dict[str, tuple[float | None, tuple[Variation, ...]]] = {
        "none": (None, alone), "same": (then, alone),
    }  # fmt: skip
    beside = None
    if plan.control:
        series = series_of(incidents, plan.control, plan.wanted, "control")
        beside = count_in(series, before)
        rows = by_area(of_type(rows_in(incidents, plan.control, "control"), plan.wanted), treated)
        varies = planned(treated.counts, rows.counts, layout, longest)
        controls["same"], controls["given"] = (then, varies), (beside, varies)
    designs = tuple(
        Design(name, falls(then, control, lengths, [v.factor for v in found], plan.power, FEW))
        for name, (control, found) in controls.items()
    )
    chosen = (controls.get("given") or controls["same"])[1][plan.follow_up - 1]
    phi = Dispersion(chosen.phi, chosen.learnt, chosen.months)
    n = then + (beside or 0)
    return Detectable(
        Basis(incidents.source, n, before.months[0], last_day(before.months[-1]), treated.left_out),
        plan.wanted, before, then, beside, phi, plan.power, plan.follow_up, months, designs, chosen,
    )  # fmt: skip


def _latest(found: Monthly) -> tuple[date, date]:
    """The last year of complete months, or all of them."""
    if not found.months:
        raise CannotAnswerError(
            "The data hold no complete month, so nothing can be planned with them. Nothing was "
            "changed. Bring in earlier months."
        )
    return found.months[-12:][0], found.months[-1]


def _series(incidents: Incidents, codes: Sequence[str], wanted: str, name: str) -> Monthly:
    return series_of(incidents, codes, wanted, name) if codes else monthly(incidents, wanted)
