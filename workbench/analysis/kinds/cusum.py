"""Did the level shift a little, for good? Cumulative sums against a level that is held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.cusum import SLACK, Shift, run_length, watch
from workbench.analysis.kind import AnalysisKind, Asked, Cell, Column, Parameter, Reading, Table
from workbench.analysis.monitoring import PARAMETERS, Monitored, monitored
from workbench.analysis.monitoring_words import (
    amount,
    said_baseline,
    said_missing,
    season_caveat,
    working,
)
from workbench.analysis.periods import named
from workbench.analysis.subject import subject
from workbench.analysis.words import capital, listed, number, small
from workbench.domain.data import Role

Floats = NDArray[np.float64]

SHOWN = 3  # shifts, the last ones


@dataclass(frozen=True)
class CusumChart(Monitored):
    """Counts with the two sums, in standard deviations, and the shifts that they show."""

    high: Floats  # NaN where there are no data
    low: Floats
    shifts: tuple[Shift, ...]
    k: float
    h: float

    @property
    def later(self) -> tuple[Shift, ...]:
        """The shifts that show after the baseline."""
        return tuple(one for one in self.shifts if one.at > self.base_last)

    @property
    def unsteady(self) -> bool:
        """Whether a shift shows within the baseline, which then is no level to hold to."""
        return len(self.later) < len(self.shifts)

    @property
    def spells(self) -> tuple[tuple[Shift, ...], ...]:
        """Signals in one direction that follow each other: one shift, which shows again."""
        found: list[list[Shift]] = []
        for one in self.shifts:
            if found and found[-1][-1].up is one.up:
                found[-1].append(one)
            else:
                found.append([one])
        return tuple(tuple(spell) for spell in found)

    def begins(self, spell: tuple[Shift, ...]) -> date:
        """The first period of a shift."""
        return self.starts[spell[0].start]

    def ran_at(self, spell: tuple[Shift, ...]) -> float:
        """Counts from its start to its last signal, as in periods of usual length."""
        return float(np.nanmean(self.evened[spell[0].start : spell[-1].at + 1]))


def run(asked: Asked) -> CusumChart:
    """Sum what lies beyond the expected counts.

    Raises:
        CannotAnswerError: too few periods, or a baseline that sets no level.
    """
    given = KIND.settings(asked.parameters)
    base = monitored(asked, given)
    h = float(str(given["decision"]))
    sums, shifts = watch(
        base.values, base.expected, np.sqrt(base.phi * base.expected), SLACK, h, 0.0
    )
    return CusumChart(**vars(base), high=sums.high, low=sums.low, shifts=shifts, k=SLACK, h=h)


def table(result: CusumChart) -> Table:
    """A row a period: count, what was expected, both sums, and what they show."""
    signals = {one.at: "shift upwards" if one.up else "shift downwards" for one in result.shifts}
    starts = {one.start for one in result.shifts}
    rows: list[tuple[Cell, ...]] = []
    for at, (start, count) in enumerate(zip(result.starts, result.counts, strict=True)):
        said = signals.get(at, "") or ("a shift starts" if at in starts else "")
        sums = (float(result.high[at]), float(result.low[at])) if count is not None else (None,) * 2
        rows.append((capital(named(start, result.unit)), count, float(result.expected[at]), *sums,
                     said if count is not None else "no data"))  # fmt: skip
    columns = (
        Column(result.unit.capitalize()), Column("Incidents", 0), Column("Expected", 1),
        Column("Sum above", 2), Column("Sum below", 2), Column("Signal"),
    )  # fmt: skip
    title = f"{subject(result.incident_type)} by {result.unit}, with cumulative sums"
    return Table(title, columns, tuple(rows))


def reading(result: CusumChart) -> Reading:
    """Say whether the level shifted, from when, and to what."""
    finding, says, tone = _finding(result)
    caveat = season_caveat(result) + (
        "A shift says that the level changed, not why. This chart is no measure of a target: it "
        "starts anew after each signal."
    )
    return Reading(
        finding,
        f"Above: incidents a {result.unit} and what was expected. Below: sums of what "
        "lies beyond, in standard deviations",
        tuple(_sentences(result)),
        caveat,
        tuple(_working(result)),
        says,
        tone,
    )


def _finding(result: CusumChart) -> tuple[str, str, str]:
    """The title, the chip, and its tone."""
    name, unit = subject(result.incident_type), result.unit
    expected = f"the expected {amount(result.level)} a {unit}"
    if result.unsteady:
        what = f"{name}: the baseline itself shifts, so it is no level to compare with"
        return what, "Cannot tell", "unsure"
    if result.base_last >= int(result.known[-1]):
        return f"{name}: every {unit} is in the baseline, none is left to watch", "Cannot tell", \
            "unsure"  # fmt: skip
    if not result.shifts:
        return f"{name}: no lasting shift from {expected}", "No lasting shift", "same"
    last = result.spells[-1]
    verb = "rose" if last[0].up else "fell"
    what = (
        f"{name} {verb} to about {amount(result.ran_at(last))} a {unit}, from "
        f"{named(result.begins(last), unit)}, against {expected}"
    )
    return what, capital(verb), "change"


def _sentences(result: CusumChart) -> list[str]:
    """Where the level comes from, each shift, and what came after the last."""
    said = [said_baseline(result)]
    spells = result.spells
    if len(spells) > SHOWN:
        said.append(
            f"Before these there {'was one shift' if len(spells) == SHOWN + 1 else 'were '}"
            f"{'' if len(spells) == SHOWN + 1 else small(len(spells) - SHOWN) + ' shifts'}, the "
            f"last from {named(result.begins(spells[-SHOWN - 1]), result.unit)}."
        )
    said += [_said(result, spell) for spell in spells[-SHOWN:]]
    if result.unsteady:
        said.append("Choose a baseline in which nothing changed, such as a later or shorter one.")
    elif spells:
        after = result.evened[spells[-1][-1].at + 1 :]
        after = after[~np.isnan(after)]
        if after.size:
            many = f"{small(after.size)} {result.unit}s" if after.size > 1 else result.unit
            said.append(
                f"In the {many} since the last signal there were {amount(float(after.mean()))} a "
                f"{result.unit}."
            )
    return [*said, *said_missing(result)]


def _said(result: CusumChart, spell: tuple[Shift, ...]) -> str:
    """When one shift began, and when it showed."""
    first, unit = spell[0], result.unit
    way = "upwards" if first.up else "downwards"
    shown = named(result.starts[first.at], unit)
    if first.run == 1:
        what = f"A shift {way} shows at once, in {shown}"
    else:
        what = (
            f"A shift {way} began about {named(result.begins(spell), unit)}; it took "
            f"{small(first.run)} {unit}s, until {shown}, to show"
        )
    if len(spell) == 1:
        return what + "."
    if len(spell) > 4:
        last = named(result.starts[spell[-1].at], unit)
        return f"{what}, and it showed {small(len(spell) - 1)} times again, last in {last}."
    again = listed([named(result.starts[one.at], unit) for one in spell[1:]])
    return f"{what}, and it showed again in {again}."


def _working(result: CusumChart) -> list[str]:
    rare = run_length(result.k, result.h)
    found = run_length(result.k, result.h, 1.0)
    unit = result.unit
    return [
        *working(result),
        "Each count is turned into standard deviations above or below what was expected. What "
        f"lies beyond {result.k:g} of them is summed, upwards and downwards; a sum above "
        f"{result.h:g} is a signal (Page 1954), and both start anew after it.",
        f"A shift began with the first {unit} since its sum was last nought.",
        f"If nothing changed, luck alone would give a signal about once in {number(rare)} {unit}s; "
        f"a shift of one standard deviation ({amount(result.sigma)} a {unit}) shows within "
        f"{number(found)} {unit}s on average.",
    ]


KIND = AnalysisKind(
    key="cusum",
    group="When does it happen?",
    name="Lasting shifts (CUSUM)",
    question="Did the level shift a little, for good?",
    result=CusumChart,
    run=run,
    table=table,
    reading=reading,
    needs=(Role.START,),
    parameters=(
        *PARAMETERS,
        Parameter("decision", "Signal when a sum passes", "choice", "5",
                  (("5", "5: few false alarms"), ("4", "4: faster, more false alarms"))),
    ),
)  # fmt: skip
