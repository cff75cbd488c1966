"""Did the level shift a little, for good? Cumulative sums against a level that is held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.cusum import SLACK, Shift, Spell, run_length, spells, watch
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
AHEAD = 24  # months after the baseline
BY_LUCK = {1: 2, 2: 13, 3: 23}  # of 100 charts in which nothing changes, by their overdispersion


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
    def spells(self) -> tuple[Spell, ...]:
        """Signals in one direction with no return to the level between: one shift each."""
        z = (self.values - self.expected) / np.sqrt(self.phi * self.expected)
        return spells(z, self.shifts)

    def begins(self, spell: Spell) -> date:
        """The first period of a shift."""
        return self.starts[spell.start]

    def ends(self, spell: Spell) -> date:
        """The last period of a shift that is over, or else its last signal."""
        return self.starts[spell.end]

    def many(self, spell: Spell) -> int:
        """How many periods with data it ran for."""
        return int(((self.known >= spell.start) & (self.known <= spell.end)).sum())

    def ran_at(self, spell: Spell) -> float:
        """Counts from its start to its end, as in periods of usual length and time of year."""
        return self.mean(slice(spell.start, spell.end + 1))

    def since(self, spell: Spell) -> NDArray[np.int64]:
        """Places of the periods with data after it."""
        return self.known[self.known > spell.end]


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
    verb, ran = ("rose" if last.up else "fell"), amount(result.ran_at(last))
    after = result.since(last)
    if last.over:
        now = amount(result.mean(slice(int(after[0]), None)))
        since = named(result.starts[int(after[0])], unit)
        what = (
            f"{name}: back to about {now} a {unit} since {since}, after {_ran(result, last)}, "
            f"against {expected}"
        )
        return what, "Changed, and back", "change"
    if result.many(last) == 1 and not after.size:
        what = (
            f"{name} {verb} to {_ran(result, last)}, against {expected}; one {unit} cannot show "
            "whether that stays"
        )
        return what, capital(verb), "change"
    what = (
        f"{name} {verb} to about {ran} a {unit}, from {named(result.begins(last), unit)}, against "
        f"{expected}"
    )
    return what, capital(verb), "change"


def _ran(result: CusumChart, spell: Spell) -> str:
    """60 in Mar 2024, or about 30 a month from Mar 2024 to Jun 2024."""
    first, unit = named(result.begins(spell), result.unit), result.unit
    if result.many(spell) == 1:
        return f"{number(result.counts[spell.start] or 0)} in {first}"
    ran, last = amount(result.ran_at(spell)), named(result.ends(spell), unit)
    return f"about {ran} a {unit} from {first} to {last}"


def _sentences(result: CusumChart) -> list[str]:
    """Where the level comes from, each shift, and what came after the last."""
    said = [said_baseline(result)]
    found = result.spells
    if len(found) > SHOWN:
        said.append(
            f"Before these there {'was one shift' if len(found) == SHOWN + 1 else 'were '}"
            f"{'' if len(found) == SHOWN + 1 else small(len(found) - SHOWN) + ' shifts'}, the "
            f"last from {named(result.begins(found[-SHOWN - 1]), result.unit)}."
        )
    said += [_said(result, spell) for spell in found[-SHOWN:]]
    if result.unsteady:
        said.append("Choose a baseline in which nothing changed, such as a later or shorter one.")
    elif found and (after := result.since(found[-1])).size:
        many = f"{small(after.size)} {result.unit}s" if after.size > 1 else result.unit
        what = "it ended" if found[-1].over else "the last signal"
        said.append(
            f"In the {many} since {what} there were "
            f"{amount(result.mean(slice(int(after[0]), None)))} a {result.unit}."
        )
    return [*said, *said_missing(result)]


def _said(result: CusumChart, spell: Spell) -> str:
    """When one shift began, and when it showed."""
    first, unit = spell.signals[0], result.unit
    way = "upwards" if spell.up else "downwards"
    shown = named(result.starts[first.at], unit)
    if result.many(spell) == 1:
        side = "above" if spell.up else "below"
        return f"{capital(shown)} alone lay so far {side} what was expected that it gave a signal."
    if first.run == 1:
        what = f"A shift {way} shows at once, in {shown}"
    else:
        what = (
            f"A shift {way} began about {named(result.begins(spell), unit)}; it took "
            f"{small(first.run)} {unit}s, until {shown}, to show"
        )
    ended = f"; it ended about {named(result.ends(spell), unit)}" if spell.over else ""
    again = spell.signals[1:]
    if not again:
        return f"{what}{ended}."
    if len(again) > 3:
        last = named(result.starts[again[-1].at], unit)
        return f"{what}, and it showed {small(len(again))} times again, last in {last}{ended}."
    told = listed([named(result.starts[one.at], unit) for one in again])
    return f"{what}, and it showed again in {told}{ended}."


def _by_luck() -> str:
    """What simulation gives for the default: how many charts without a change signal."""
    many = listed([number(BY_LUCK[phi]) for phi in BY_LUCK])
    times = listed([number(phi) for phi in BY_LUCK])
    return (
        f"Simulated with 12 months of baseline, a limit of 5 and no change at all: of 100 charts, "
        f"about {many} gave one within the next {number(AHEAD)} months, where months vary {times} "
        f"times as much as chance alone."
    )


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
        "A shift is over once the counts after it would be rare (5%) if it went on.",
        f"With a level and spread that are known exactly, luck alone would give a signal about "
        f"once in {number(rare)} {unit}s, and a shift of one standard deviation "
        f"({amount(result.sigma)} a {unit}) would show within {number(found)} on average.",
        f"Both come from a baseline here, so luck signals more often, the more so the shorter it "
        f"is. {_by_luck()}",
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
