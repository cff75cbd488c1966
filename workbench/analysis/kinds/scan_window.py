"""Is there an unusual cluster in time? The busiest run of days, and if chance makes such a one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.analysis.duplicates import one_row_an_event
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import (
    AnalysisKind,
    Asked,
    Basis,
    Column,
    Event,
    Parameter,
    Reading,
    Table,
)
from workbench.analysis.months import EARLY, between, last_day, of_type
from workbench.analysis.scan import busiest, unevenness, window_chance
from workbench.analysis.subject import EMPTY, TYPE, said_early, subject
from workbench.analysis.words import counted, day_month, days, number, small
from workbench.domain.data import Precision, Role
from workbench.errors import CannotAnswerError

Whole = NDArray[np.int64]

FEWEST: Final = 3  # incidents
SPAN: Final = 4  # windows that the data must hold
LEVEL: Final = 0.05
NONE: Final = -1  # incidents of a day without data


@dataclass(frozen=True)
class ScanWindow:
    """Incidents by day, and the busiest window of days; -1 is a day without data."""

    basis: Basis
    incident_type: str
    width: int
    first: date
    daily: Whole
    at: int  # place of the first day of the busiest window
    count: int
    alike: int  # further windows with as many
    known: int  # days with data
    p: float
    spread: float  # variance over mean of the other windows
    uneven: bool  # they vary beyond chance
    events: tuple[Event, ...]

    @property
    def span(self) -> tuple[date, date]:
        """First and last day of the busiest window."""
        start = self.first + timedelta(days=self.at)
        return start, start + timedelta(days=self.width - 1)

    @property
    def mean(self) -> float:
        """Incidents in a window on average."""
        return self.basis.n / self.known * self.width

    @property
    def rare(self) -> bool:
        """Whether chance alone would seldom make so busy a window."""
        return self.p < LEVEL


def run(asked: Asked) -> ScanWindow:
    """Count by day and look at every window.

    Raises:
        CannotAnswerError: rows that are totals, too few incidents, or too short a period.
    """
    given = KIND.settings(asked.parameters)
    wanted, width = str(given["type"] or ""), int(str(given["days"]))
    whole = asked.incidents.covered()
    incidents = of_type(asked.incidents, wanted)
    if incidents.summed:
        raise CannotAnswerError(
            "These rows are totals of a period, so the day of an incident is not known. Nothing "
            "was changed. Bring in an export with a row for each incident."
        )
    months = whole.months[whole.lead :]
    if given["empty"] == "zero" and whole.months:
        months = between(whole.months[0], whole.months[-1])
    when, out = _days(incidents, months[0] if months else None)
    if len(when) < FEWEST or whole.first is None or whole.last is None:
        raise CannotAnswerError(
            f"{counted(len(when), 'incident has', 'incidents have')} a known day, and a cluster "
            f"takes {small(FEWEST)}. Nothing was changed. Choose more kinds or a longer period."
        )
    first, last = max(whole.first, months[0]), min(whole.last, last_day(months[-1]))
    daily = _daily(when, first, last, months)
    known = int((daily != NONE).sum())
    counts = np.where(daily == NONE, np.nan, daily)
    window = busiest(counts, width)
    if window is None or known < SPAN * width:
        raise CannotAnswerError(
            f"A window of {counted(width, 'day')} needs data of at least "
            f"{counted(SPAN * width, 'day')}, and these have {number(known)}. Nothing was changed. "
            "Choose a shorter window, or bring in a longer period."
        )
    n = int(daily[daily != NONE].sum())
    spread, uneven = unevenness(counts, width, window)
    return ScanWindow(
        Basis(incidents.source, n, first, last, out), wanted, width, first, daily, window.first,
        window.count, window.alike, known, window_chance(window.count, n / known, known, width),
        spread, uneven, tuple(e for e in asked.events if first <= e.day <= last),
    )  # fmt: skip


def _days(
    incidents: Incidents, since: date | None
) -> tuple[NDArray[np.datetime64], tuple[tuple[str, int], ...]]:
    """The day on which each incident began, and why others were left out."""
    kept, twice = one_row_an_event(incidents)
    start = pl.col(Role.START)
    dated = kept.frame.filter(start.is_not_null())
    late = dated.filter(start.dt.date() >= since) if since else dated
    end = pl.col(Role.END).fill_null(start) if incidents.has(Role.END) else start
    sure = late.filter((end - start).is_between(pl.duration(), pl.duration(days=1)))
    out = (
        ("the same event twice", twice),
        ("no date", len(kept.frame) - len(dated)),
        (EARLY, len(dated) - len(late)),
        ("day not known to within a day", len(late) - len(sure)),
    )
    found = sure[Role.START].dt.date().to_numpy().astype("datetime64[D]")
    return found, tuple((why, rows) for why, rows in out if rows)


def _daily(when: NDArray[np.datetime64], first: date, last: date, months: Sequence[date]) -> Whole:
    """Incidents of each day from first to last; ``NONE`` in months that were not brought in."""
    at = (when - np.datetime64(first, "D")).astype(np.int64)
    long = (last - first).days + 1
    daily = np.bincount(at[(at >= 0) & (at < long)], minlength=long).astype(np.int64)
    every = np.arange(np.datetime64(first, "D"), np.datetime64(last, "D") + 1)
    there = np.isin(every.astype("datetime64[M]"), np.array(months, "datetime64[M]"))
    return np.where(there, daily, NONE)


def table(result: ScanWindow) -> Table:
    """The days of the busiest window, and those that a window has on average."""
    rows = []
    for step in range(result.width):
        day = result.first + timedelta(days=result.at + step)
        rows.append((f"{day:%A} {day_month(day)}", int(result.daily[result.at + step])))
    rows.append(("Busiest window", result.count))
    columns = (Column("Day"), Column("Incidents", 0))
    title = f"{subject(result.incident_type)}: the busiest {_long(result.width)}"
    return Table(title, columns, tuple(rows), total=True)


def _long(width: int) -> str:
    return "day" if width == 1 else f"{number(width)} days"


def _when(result: ScanWindow) -> str:
    return days(*result.span)


def reading(result: ScanWindow) -> Reading:
    """Say where the busiest window lies, and how often chance alone makes such a one."""
    finding, says, tone = _finding(result)
    caveat = (
        "A cluster may be one series by one offender. Choose the length before you look: who "
        "tries many lengths finds a cluster by luck."
    )
    measure = f"Incidents a day; the busiest {_long(result.width)} marked"
    return Reading(finding, measure, tuple(_sentences(result)), caveat, _working(result), says,
                   tone)  # fmt: skip


def _finding(result: ScanWindow) -> tuple[str, str, str]:
    """The title, the chip, and its tone."""
    name = subject(result.incident_type)
    what = f"{number(result.count)} in {_long(result.width)}, {_when(result)}"
    if result.width == 1:
        what = f"{number(result.count)} on {_when(result)}"
    if not result.rare:
        return f"{name}: {what}, no more than chance may give", "Within chance", "same"
    if result.uneven:
        return f"{name}: {what}, but we cannot tell this from chance", "Cannot tell", "unsure"
    return f"{name}: an unusual cluster, {what}", "Unusual cluster", "change"


def _sentences(result: ScanWindow) -> list[str]:
    """Usual and found, the chance of it, and what was left out."""
    width = result.width
    usual = f"a day has {number(result.mean, 2)}" if width == 1 else (
        f"{_long(width)} have {number(result.mean, 1)}"
    )  # fmt: skip
    said = [f"On average {usual}; the busiest: {number(result.count)}.", _chance(result)]
    if result.uneven and result.rare:
        said.append(
            f"The rest of the period is uneven too: {_long(width)} vary "
            f"{number(result.spread, 1)} times as much as chance gives, by season, weekday or "
            "series. So chance makes a busy window more often than this says."
            if width > 1
            else f"The rest of the period is uneven too: days vary {number(result.spread, 1)} "
            "times as much as chance gives. So chance makes a busy day more often than this says."
        )
    if result.alike:
        more = "other window has" if result.alike == 1 else "other windows have"
        said.append(f"{small(result.alike).capitalize()} {more} as many; the first is shown.")
    for why, rows in result.basis.left_out:
        if why != EARLY:
            said.append(f"{number(rows)} left out: {why}.")
    if gone := int((result.daily == NONE).sum()):
        said.append(
            f"{counted(gone, 'day lies', 'days lie')} in months without a row; no window reaches "
            "into them."
        )
    said.append(said_early(result.basis))
    return [one for one in said if one]


def _chance(result: ScanWindow) -> str:
    """How often chance makes such a window somewhere, as one time in so many."""
    so = f"{number(result.count)} or more {'on some day' if result.width == 1 else 'in some '}"
    so += "" if result.width == 1 else _long(result.width)
    if result.p >= 0.5:
        return f"Chance alone would put {so} of a period like this more often than not."
    if result.p < 0.001:
        return f"Chance alone would put {so} of a period like this less than 1 time in 1,000."
    often = f"about 1 time in {number(1 / result.p)}"
    return f"Chance alone would put {so} of a period like this {often}."


def _working(result: ScanWindow) -> tuple[str, ...]:
    how = (
        "The chance that no day of the period reaches so many is worked out exactly, for Poisson "
        "counts."
        if result.width == 1
        else "The chance that some window of the period holds so many is Naus's approximation "
        "(1982) for a moving window. It lets windows begin at any moment, so it errs a little "
        "towards chance."
    )
    return (
        f"Every window of {counted(result.width, 'day')} in {number(result.known)} days was looked "
        "at.",
        how,
        "Incidents are taken to come at an even rate, that of the whole period with the cluster in "
        "it. Whether the other windows bear that out is tested by their variance over mean.",
        "The day is that of the start. Rows that tell of one event twice were counted once.",
    )


KIND = AnalysisKind(
    key="scan_window",
    group="When does it happen?",
    name="Unusual cluster in time",
    question="Is there an unusual cluster in time?",
    result=ScanWindow,
    run=run,
    table=table,
    reading=reading,
    needs=(Role.START,),
    precision=Precision.DAY,
    parameters=(
        TYPE,
        Parameter("days", "Days in the window", "whole", 7, low=1, high=28,
                  hint="Choose it before you look."),
        EMPTY,
    ),
)  # fmt: skip
