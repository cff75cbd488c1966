"""Where is it heading? A moving average that weighs recent counts most, with its limits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.ewma import WEIGHT, WIDTH, ewma_chart
from workbench.analysis.kind import AnalysisKind, Asked, Cell, Column, Parameter, Reading, Table
from workbench.analysis.monitoring import PARAMETERS, Monitored, monitored
from workbench.analysis.monitoring_words import (
    said_baseline,
    said_missing,
    season_caveat,
    working,
)
from workbench.analysis.periods import named, said_several
from workbench.analysis.subject import subject
from workbench.analysis.words import capital, number
from workbench.domain.data import Role

Floats = NDArray[np.float64]

MOST_PLACES = 6  # decimals


@dataclass(frozen=True)
class EwmaChart(Monitored):
    """Counts with their weighted average and its limits; ``signals`` lie outside these."""

    smoothed: Floats  # NaN where there are no data
    lower: Floats
    upper: Floats
    signals: tuple[int, ...]
    weight: float
    exact: bool

    @property
    def later(self) -> tuple[int, ...]:
        """Signals after the baseline."""
        return tuple(at for at in self.signals if at > self.base_last)

    @property
    def places(self) -> int:
        """Decimals with which no signal reads as if it lay within the limits."""
        usual = 0 if self.level >= 20 else 1
        for places in range(usual, MOST_PLACES):
            mean, low, high = (
                [float(f"{one[at]:.{places}f}") for at in self.signals]
                for one in (self.smoothed, self.lower, self.upper)
            )
            if not any(a <= b <= c for a, b, c in zip(low, mean, high, strict=True)):
                return places
        return MOST_PLACES

    def said(self, value: float) -> str:
        """An average or a limit in words, all with the same decimals."""
        return number(value, self.places).removesuffix(".0")


def run(asked: Asked) -> EwmaChart:
    """Average the counts, evened for the length of periods and the time of year.

    Raises:
        CannotAnswerError: too few periods, or a baseline that sets no level.
    """
    given = KIND.settings(asked.parameters)
    base = monitored(asked, given)
    weight, exact = float(str(given["weight"])), given["limits"] == "exact"
    found = ewma_chart(base.evened, base.level, base.evened_sigma, weight, WIDTH, exact)
    lower = np.maximum(found.lower, 0.0)
    return EwmaChart(
        **vars(base), smoothed=found.smoothed, lower=lower, upper=found.upper,
        signals=found.signals, weight=weight, exact=exact,
    )  # fmt: skip


def table(result: EwmaChart) -> Table:
    """A row a period: count, evened count, average, limits, and what is said of it."""
    rows: list[tuple[Cell, ...]] = []
    evened = result.evened
    for at, (start, count) in enumerate(zip(result.starts, result.counts, strict=True)):
        side = "above" if result.smoothed[at] > result.level else "below"
        said = "no data" if count is None else ""
        said = f"{side} the limits" if at in result.signals else said
        figures = (evened[at], result.smoothed[at]) if count is not None else (None, None)
        rows.append((
            capital(named(start, result.unit)), count,
            *(None if one is None else float(one) for one in figures),
            float(result.lower[at]), float(result.upper[at]), said,
        ))  # fmt: skip
    places = max(1, result.places)
    columns = (
        Column(result.unit.capitalize()), Column("Incidents", 0), Column("Evened", 1),
        *(Column(name, places) for name in ("Average", "Lower limit", "Upper limit")),
        Column("Signal"),
    )  # fmt: skip
    title = f"{subject(result.incident_type)} by {result.unit}, with a weighted average"
    return Table(title, columns, tuple(rows))


def reading(result: EwmaChart) -> Reading:
    """Say whether the average left what the baseline leads one to expect."""
    finding, says, tone = _finding(result)
    caveat = season_caveat(result) + (
        "An average lags behind: it tells of drifts and lasting changes, not of one odd "
        f"{result.unit}, and not why."
    )
    return Reading(finding, measure(result), tuple(_sentences(result)), caveat, _working(result),
                   says, tone)  # fmt: skip


def measure(result: EwmaChart) -> str:
    """What is drawn."""
    evened = " and the time of year" if result.season else ""
    if result.unit == "month":
        return f"Incidents a month, evened for the length of months{evened}; weighted average"
    plain = ", evened for the time of year" if result.season else ""
    return f"Incidents a week{plain}; weighted average"


def _finding(result: EwmaChart) -> tuple[str, str, str]:
    """The title, the chip, and its tone."""
    name, unit = subject(result.incident_type), result.unit
    last = int(result.known[-1])
    usual = f"{result.said(result.lower[last])} to {result.said(result.upper[last])}"
    if len(result.later) < len(result.signals):
        what = f"{name}: the baseline itself drifts, so it is no level to compare with"
        return what, "Cannot tell", "unsure"
    if result.base_last >= last:
        what = f"{name}: every {unit} is in the baseline, none is left to watch"
        return what, "Cannot tell", "unsure"
    now = result.said(float(result.smoothed[last]))
    if last in result.signals:
        up = bool(result.smoothed[last] > result.upper[last])
        side, verb = ("above", "Rose") if up else ("below", "Fell")
        what = f"{name}: now about {now} a {unit}, {side} the expected {usual}"
        return what, verb, "change"
    if result.signals:
        back = result.known[np.searchsorted(result.known, result.signals[-1]) + 1]
        since = named(result.starts[int(back)], unit)
        what = f"{name}: back within the expected {usual} a {unit} since {since}"
        return what, "Changed, and back", "change"
    return f"{name}: no drift from the expected {usual} a {unit}", "No drift", "same"


def _sentences(result: EwmaChart) -> list[str]:
    """Where the level comes from, and when the average was outside."""
    unit, last = result.unit, int(result.known[-1])
    said = [
        said_baseline(result),
        f"In {named(result.starts[last], unit)} there were {number(result.counts[last] or 0)}; the "
        f"average stands at {result.said(float(result.smoothed[last]))} a {unit}.",
    ]
    for up in (True, False):
        at = [one for one in result.signals if bool(result.smoothed[one] > result.level) is up]
        if at:
            side = "above" if up else "below"
            when = said_several([result.starts[one] for one in at], unit)
            said.append(f"The average lay {side} what was expected in {when}.")
    if len(result.later) < len(result.signals):
        said.append("Choose a baseline in which nothing changed, such as a later or shorter one.")
    return [*said, *said_missing(result)]


def _working(result: EwmaChart) -> tuple[str, ...]:
    limits = (
        "exact for each place in the series"
        if result.exact
        else "those that the average comes to after some time"
    )
    wider = ", wider after times of year with few" if result.season else ""
    newest, rest = number(100 * result.weight), number(100 * (1 - result.weight))
    return (
        *working(result),
        f"Evened: each count times the level, divided by what was expected of that {result.unit}.",
        f"The average is {newest}% the newest count and {rest}% the average before (Roberts "
        "1959). It starts from the expected level.",
        f"Limits: {WIDTH:g} standard deviations of the average either side of the level, "
        f"{limits}{wider}; never below 0.",
    )


KIND = AnalysisKind(
    key="ewma",
    group="When does it happen?",
    name="Slow drifts (EWMA)",
    question="Is it drifting away from where it was?",
    result=EwmaChart,
    run=run,
    table=table,
    reading=reading,
    needs=(Role.START,),
    parameters=(
        *PARAMETERS,
        Parameter("weight", "Weight of the newest count", "choice", str(WEIGHT),
                  (("0.2", "0.2: smoother, for small drifts"), ("0.25", "0.25"),
                   ("0.3", "0.3: quicker"))),
        Parameter("limits", "Limits", "choice", "lasting",
                  (("lasting", "The same throughout"), ("exact", "Narrower at the start"))),
    ),
)  # fmt: skip
