"""Would the hot spots have held? A forecast from the earlier months, tried on the last ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.cells import refuse_few_cells, study
from workbench.analysis.chances import beta_quantile
from workbench.analysis.hiding import without_small
from workbench.analysis.hot_spots import WITHHELD
from workbench.analysis.kind import (
    AnalysisKind,
    Asked,
    Basis,
    Cell,
    Column,
    Parameter,
    Reading,
    Table,
)
from workbench.analysis.months import last_day, of_type
from workbench.analysis.place_words import incidents, portion, were
from workbench.analysis.subject import TYPE, subject
from workbench.analysis.trial import (
    Curves,
    Held,
    Step,
    curves,
    density_of,
    refuse_none,
    searches,
    split,
    steps,
    together,
)
from workbench.analysis.words import number, percent, period
from workbench.domain.data import Role

Floats = NDArray[np.float64]

STREETS: Final = 300  # metres: as far as what happens in one street tells of the next
FEW: Final = 20  # later incidents, below which nothing is claimed
LISTED: Final = (1.0, 2.0, 5.0, 10.0, 20.0)  # percent of the ground, in the table
BY: Final = (("density", "Density"), ("counts", "Counts in cells"))


@dataclass(frozen=True)
class HotSpotAccuracy:
    """Two forecasts of where the later incidents would be, and where they were."""

    basis: Basis
    incident_type: str
    earlier: tuple[date, date]  # first and last month
    later: tuple[date, date]
    n_earlier: int
    n_later: int
    cells: int
    side: int  # metres
    square_km: float
    areas: int
    bandwidth: int
    method: str  # "density" or "counts": the one that is told
    steps: tuple[Step, ...]  # by rising share of the ground
    chosen: int  # the step that is told
    curves: Curves
    threshold: int = 0

    @property
    def step(self) -> Step:
        """The share of the ground that is told."""
        return self.steps[self.chosen]

    @property
    def range(self) -> tuple[float, float] | None:
        """The exact range of 95% of the share held; None where it is withheld."""
        x, n = self.step.by(self.method).incidents, self.n_later
        if x < 0:
            return None
        low = beta_quantile(0.025, x, n - x + 1) if x else 0.0
        return low, beta_quantile(0.975, x + 1, n - x) if x < n else 1.0


def run(asked: Asked) -> HotSpotAccuracy:
    """Forecast from the earlier months by density and by counts; see what the last months say.

    Raises:
        CannotAnswerError: no coordinates or dates, too few months, cells or incidents.
    """
    given = KIND.settings(asked.parameters)
    wanted, local = str(given["type"] or ""), asked.incidents.places == "local"
    rows = of_type(asked.incidents, wanted)
    parts = split(rows, int(str(given["months"])))
    asked.progress.report(0, 2, "Laying cells")
    both = together(parts.first, parts.second)
    cells = study(both, None if local else asked.shapes, int(str(given["side"])))
    refuse_few_cells(cells)
    at = cells.inside
    before, after = (cells.counts(cells.index(part.easting, part.northing), part.counts)[at]
                     for part in (parts.first, parts.second))  # fmt: skip
    refuse_none(before, after)
    asked.progress.report(1, 2, "Adding up density")
    bandwidth = max(int(str(given["bandwidth"])) or STREETS, 2 * cells.side)
    predicted = density_of(parts.first, cells, bandwidth)[at] * parts.ratio
    percents = sorted({*LISTED, float(str(given["coverage"]))})
    counted = np.asarray(before * parts.ratio, dtype=np.float64)
    found = searches(after, (predicted, counted), cells)
    months = (*parts.earlier, *parts.later)
    used = int(before.sum() + after.sum())
    off = both.total - used
    left_out = (
        *parts.first.left_out,
        (cells.off, off),
        ("no date, or not in a full month", parts.undated),
    )
    return HotSpotAccuracy(
        Basis(rows.source, used, months[0], last_day(months[-1]),
              tuple(pair for pair in left_out if pair[1])),
        wanted,
        (parts.earlier[0], parts.earlier[-1]),
        (parts.later[0], parts.later[-1]),
        int(before.sum()),
        int(after.sum()),
        cells.n,
        cells.side,
        cells.square_km,
        cells.areas,
        bandwidth,
        str(given["method"]),
        steps(percents, after, found),
        percents.index(float(str(given["coverage"]))),
        curves(after, found),
    )  # fmt: skip


def table(result: HotSpotAccuracy) -> Table:
    """Shares of the ground, and what each forecast held on them."""
    rows: list[tuple[Cell, ...]] = []
    # Of few cells 1% and 2% are the same ones: told once.
    steps = {step.cells: step for step in result.steps}.values()
    for key, words in BY:
        for step in steps:
            held = step.by(key)
            known = held.incidents >= 0
            numbers = (held.pai, held.pei, held.rri, held.per_km2)
            rows.append((
                words, step.share, step.cells * result.side**2 / 1e6,
                held.incidents if known else f"fewer than {result.threshold}",
                held.incidents / result.n_later if known else None,
                *(value if np.isfinite(value) else None for value in numbers),
            ))  # fmt: skip
    columns = (
        Column("Forecast by"), Column("Ground", 1, percent=True), Column("km\u00b2", 2),
        Column("Later incidents", 0), Column("Held", 1, percent=True), Column("PAI", 2),
        Column("PEI", 2), Column("RRI", 2), Column("Per km\u00b2", 1),
    )  # fmt: skip
    title = f"{subject(result.incident_type)}: later incidents held by the forecast"
    return Table(title, columns, tuple(rows))


def reading(result: HotSpotAccuracy) -> Reading:
    """How much the hottest ground held, against an even spread and the best choice."""
    early, late = period(*result.earlier), period(*result.later)
    measure = f"Incidents of {late} held by ground chosen from {early}"
    finding, says, tone = _finding(result)
    caveat = (
        "This tests whether places stayed the same, not what patrols there would have prevented. "
        "One stretch of months is one try."
    )
    return Reading(
        finding, measure, tuple(_sentences(result)), caveat, _working(result), says, tone
    )


def _finding(result: HotSpotAccuracy) -> tuple[str, str, str]:
    step, n = result.step, result.n_later
    held = step.by(result.method).incidents
    what = f"{subject(result.incident_type)}: the hottest {_share(step.share)} of the ground"
    if not result.incident_type:
        what = f"The hottest {_share(step.share)} of the ground"
    if held < 0:
        said = f"{what} held fewer than {result.threshold} of {number(n)} later incidents"
        return said, "Too few", "unsure"
    if n < FEW:
        return f"{what} held {number(held)} of {number(n)} later incidents", "Too few", "unsure"
    told = f"{number(held)} of {number(n)}"
    finding = f"{what} held {portion(held, n)} of later incidents ({told})"
    low = result.range[0] if result.range else 0.0
    if low > step.share:
        return finding, "Held", "change"
    return finding, "Cannot tell", "unsure"


def _share(value: float) -> str:
    """5%, or 0.9%."""
    places = 0 if abs(100 * value - round(100 * value)) < 0.05 else 1
    return percent(value, places)


def _sentences(result: HotSpotAccuracy) -> list[str]:
    """Against an even spread, the best choice and the other forecast; and what was left out."""
    step, n = result.step, result.n_later
    held, said = step.by(result.method), []
    if result.range is not None:
        low, high = (number(share / step.share, 1) for share in result.range)
        said.append(
            f"An even spread would have left {_share(step.share)} there, so it held "
            f"{number(held.pai, 1)} times as many (PAI); the likely range is {low} to {high}."
        )
        if step.best >= 0:
            said.append(
                f"The best choice of as much ground would have held {number(step.best)}: this one "
                f"reached {percent(held.pei)} of that (PEI), or {number(held.per_km2, 1)} "
                "incidents for each km\u00b2 searched."
            )
        if np.isfinite(held.rri):
            said.append(
                f"For that ground the earlier months foretold {number(held.rri * held.incidents)} "
                f"incidents where {number(held.incidents)} {were(held.incidents)} seen "
                f"({number(held.rri, 2)} for each one, RRI)."
            )
        elif not held.incidents:
            said.append("None was seen there, so predicted for seen cannot be calculated.")
    other = next(key for key, _ in BY if key != result.method)
    if (count := step.by(other).incidents) >= 0:
        words = dict(BY)[other].lower()
        said.append(f"Chosen by {words} instead, as much ground held {number(count)}.")
    if n < FEW:
        said.append(f"{incidents(n)} in the last months are too few to judge a forecast by.")
    said += [
        f"{incidents(count)} left out: {why}." for why, count in result.basis.left_out if count
    ]
    return said


def _working(result: HotSpotAccuracy) -> tuple[str, ...]:
    return (
        f"The ground is {number(result.cells)} cells of {number(result.side)} m, "
        f"{number(result.square_km, 0 if result.square_km >= 20 else 1)} km\u00b2. Cells are "
        f"searched in the order of the forecast from {number(result.n_earlier)} earlier incidents; "
        "of equal cells the one with fewest later incidents comes first, so that ties never "
        "flatter.",
        f"Density: quartic kernel with a bandwidth of {number(result.bandwidth)} m at the middle "
        "of each cell. Counts: the earlier incidents in the cell. Both are scaled to the days of "
        "the last months.",
        "PAI is the share of later incidents held, by the share of ground searched (1 is no better "
        "than chance). PEI is PAI by the best PAI of as much ground. RRI is incidents predicted "
        "by incidents seen.",
        "Per km\u00b2 is the search efficiency of Bowers, Johnson and Pease (2004): the later "
        "incidents held, by the km\u00b2 searched. It takes no account of how many there were in "
        "all, so compare only maps of the same months.",
        "The range of 95% is the exact one of a share (Clopper and Pearson).",
    )


def outside(result: HotSpotAccuracy, threshold: int) -> HotSpotAccuracy:
    """Without counts of a few incidents, and what would give them back."""
    if threshold <= max(result.threshold, 1):
        return result
    least, drawn = threshold / result.n_later, result.curves

    def curve(values: Floats) -> Floats:
        return np.where((values > 0) & (values < least - 1e-9), np.nan, values)

    return replace(
        result,
        basis=replace(result.basis, left_out=without_small(result.basis.left_out, threshold)),
        steps=tuple(_few(step, threshold) for step in result.steps),
        curves=Curves(drawn.share, curve(drawn.density), curve(drawn.counts), curve(drawn.best)),
        threshold=threshold,
    )


def _few(step: Step, threshold: int) -> Step:
    """A step without small counts."""

    def told(held: Held) -> Held:
        if 0 < held.incidents < threshold:
            return Held(WITHHELD, *[float("nan")] * 4)
        few = held.incidents and 0 < held.rri * held.incidents < threshold  # foretold by few
        return replace(held, rri=float("nan")) if few else held

    least = WITHHELD if 0 < step.best < threshold else step.best
    return replace(step, density=told(step.density), counts=told(step.counts), best=least)


KIND = AnalysisKind(
    key="hot_spot_accuracy",
    group="Where?",
    name="Hot spots tested",
    question="Would the hot spots of earlier months have held the later incidents?",
    result=HotSpotAccuracy,
    run=run,
    table=table,
    reading=reading,
    needs=(Role.EASTING, Role.NORTHING, Role.START),
    parameters=(
        TYPE,
        Parameter("months", "Months to try it on", "whole", 3, low=1, high=24,
                  hint="The last so many complete months; the forecast is made from those before."),
        Parameter("coverage", "Percent of the ground searched", "number", 5.0, low=0.1, high=50),
        Parameter("method", "Forecast by", "choice", "density", BY),
        Parameter("side", "Side of a cell in metres", "whole", 0, low=0, high=10_000,
                  hint="0 for cells that hold about two incidents each, 100 m or more."),
        Parameter("bandwidth", "Bandwidth of the density in metres", "whole", 0, low=0, high=3000,
                  hint="0 for 300 m; two cells at least."),
    ),
    wants_shapes=True,
    outside=outside,
)  # fmt: skip
