"""When does it happen? Hours of the week, spread over the time in which it may have happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.analysis.aoristic import SURE, Spread, alone, aoristic
from workbench.analysis.clock import ByHour, by_hour
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
from workbench.analysis.months import of_type
from workbench.analysis.subject import TYPE, inside, subject
from workbench.analysis.weekdays import FEWEST_DAYS, said_short
from workbench.analysis.words import DAYS, LONG_DAYS, counted, listed, number, percent, share
from workbench.domain.data import Precision, Role
from workbench.errors import CannotAnswerError

Floats = NDArray[np.float64]
Times = NDArray[np.datetime64]

FEW = 20  # incidents; below it a pattern of hours is not claimed
BLOCK = 4  # hours in the busiest part of the day
DAY = 24 * 60  # minutes


@dataclass(frozen=True)
class HourWeek:
    """Weights by day (Monday first) and hour, for all and for those known within an hour."""

    basis: Basis
    incident_type: str
    weights: Floats  # (7, 24), sums to the incidents used
    known_weights: Floats  # (7, 24), those known to within an hour or by one time
    known_only: bool  # the picture shows the second
    known: int
    one_time: int  # of the known ones, those without an end
    over_6: int  # spans longer than so many hours
    over_8: int
    midnight: int  # starts at 00:00 exactly
    never: tuple[int, ...] = ()  # weekdays on which no row of any kind starts, Monday is 0
    at_start: int = 0  # that end before they start, and count at their starting hour

    @property
    def days(self) -> int:
        """Days from the first start to the last, both counted."""
        first, last = self.basis.first, self.basis.last
        return (last - first).days + 1 if first and last else 0

    @property
    def short(self) -> bool:
        """Whether the data span too little to tell a week that returns from one that was."""
        return self.days < FEWEST_DAYS

    @property
    def shown(self) -> Floats:
        """What the chart and the table show."""
        return self.known_weights if self.known_only else self.weights

    @property
    def n(self) -> int:
        """Incidents shown."""
        return self.known if self.known_only else self.basis.n

    @property
    def busiest(self) -> tuple[int, float]:
        """First hour of the busiest four together, all days, and their share."""
        by_hour = self.shown.sum(axis=0)
        blocks = np.array([np.roll(by_hour, -hour)[:BLOCK].sum() for hour in range(24)])
        first = _fullest(blocks, by_hour)
        return first, float(blocks[first] / max(by_hour.sum(), 1e-12))

    @property
    def peak(self) -> tuple[int, int, int] | None:
        """Day, first and last hour of the busiest three hours of the week; None without any.

        The last is above 23 when they run past midnight into the next day, or the next week.
        """
        if not self.shown.sum():
            return None
        week = self.shown.ravel()
        runs = week + np.roll(week, -1) + np.roll(week, -2)
        day, hour = divmod(_fullest(runs, week), 24)
        return day, hour, hour + 2

    @property
    def in_peak(self) -> float:
        """Incidents in the busiest three hours."""
        if self.peak is None:
            return 0.0
        day, first, last = self.peak
        at = (day * 24 + np.arange(first, last + 1)) % self.shown.size
        return float(self.shown.ravel()[at].sum())

    @property
    def clear(self) -> bool:
        """True when the busiest four hours hold more than chance would leave in any four.

        Their share less three standard errors is above one in six: three, not two, because the
        four were chosen out of twenty-four.
        """
        _, part = self.busiest
        error = (part * (1 - part) / max(self.n, 1)) ** 0.5
        return self.n >= FEW and not self.short and part - 3 * error > BLOCK / 24


def _fullest(runs: Floats, hours: Floats) -> int:
    """Where the run with most starts; of equal runs that with the fullest first hour."""
    most = runs >= runs.max() * (1 - 1e-9)  # sums in another order differ by crumbs
    return int(np.where(most, hours, -1.0).argmax())


def run(asked: Asked) -> HourWeek:
    """Spread each incident over its span and add up.

    Raises:
        CannotAnswerError: the file has no times of day.
    """
    given = KIND.settings(asked.parameters)
    incidents, wanted = asked.incidents, str(given["type"] or "")
    incidents.need(Role.START)
    if incidents.precision is not Precision.MINUTE or incidents.summed:
        known = "totals" if incidents.summed else f"the {incidents.precision.value} of each"
        raise CannotAnswerError(
            f"This file has no times: it gives only {known}, so it cannot say at which hours it "
            "happens. Your data is safe. Bring in an export with start times, and end times if "
            "there are any."
        )
    chosen = of_type(incidents, wanted).frame
    start, last = _times(chosen, Role.START), None
    if Role.END in chosen.columns:
        last = _times(chosen, Role.END)
    out = []
    if undated := chosen[Role.START.value].null_count():
        dated = ~np.isnat(start)
        start, last = start[dated], None if last is None else last[dated]
        out.append(("No start time", undated))
    if last is not None and given["longest"]:
        keep = ~(last - start > np.timedelta64(DAY, "m"))
        out.append(("Span over 24 hours", int((~keep).sum())))
        start, last = start[keep], last[keep]
    return _result(asked, wanted, start, last, out)


def _times(frame: pl.DataFrame, role: Role) -> Times:
    """A column of times; NaT where empty."""
    column = frame[role.value]
    if not isinstance(column.dtype, pl.Datetime):
        column = column.cast(pl.Datetime("us"))
    return column.to_numpy()


def _result(
    asked: Asked, wanted: str, start: Times, end: Times | None, out: list[tuple[str, int]]
) -> HourWeek:
    """Both tables, all and known times, and how well the times are known."""
    given = KIND.settings(asked.parameters)
    kept = given["backwards"] == "use start"
    clock = by_hour(start) if end is None else None
    end_before: Literal["use start", "leave out"] = "use start" if kept else "leave out"
    found = alone(clock) if clock else aoristic(start, end, end_before_start=end_before)
    at_start = found.reversed_ends if kept else 0
    wrong = found.reversed_ends - at_start
    out.append(("Ends before it starts", wrong))
    used = start[~(_seconds(end) < _seconds(start))] if wrong and end is not None else start
    clock = clock or by_hour(used)
    first, last = clock.days or (None, None)
    left = tuple((reason, rows) for reason, rows in out if rows)
    return HourWeek(
        Basis(asked.incidents.source, found.n, first, last, left),
        wanted,
        found.weights,
        found.known,
        given["show"] == "known",
        int(np.count_nonzero(found.spans <= SURE)),
        int(np.count_nonzero(found.spans < 0)) - at_start,
        _over(found, 6),
        _over(found, 8),
        clock.midnight,
        _never(asked.incidents.frame, clock),
        at_start,
    )


def _never(frame: pl.DataFrame, used: ByHour) -> tuple[int, ...]:
    """Weekdays on which no row starts, Monday is 0; ``used`` are some of the rows, or all."""
    every = used
    if int(used.counts.sum()) < frame.height:
        every = by_hour(_times(frame.drop_nulls(Role.START.value), Role.START))
    return tuple(np.flatnonzero(every.week.sum(axis=1) == 0).tolist())


def _seconds(times: Times) -> Times:
    return times.astype("datetime64[s]")


def _over(spread: Spread, hours: int) -> int:
    return int(np.count_nonzero(spread.spans > hours * 60))


def table(result: HourWeek) -> Table:
    """Hours down, days across, with totals on both edges."""
    weights = result.shown
    rows: list[tuple[Cell, ...]] = [
        (f"{hour:02d}:00", *(round(float(w), 6) for w in weights[:, hour]), _total(weights, hour))
        for hour in range(24)
    ]
    days = tuple(round(float(w), 6) for w in weights.sum(axis=1))
    rows.append(("Total", *days, round(float(weights.sum()), 6)))
    columns = (Column("Hour"), *(Column(day, 1) for day in DAYS), Column("Total", 1))
    title = f"{subject(result.incident_type)} by hour and day of the week"
    return Table(title, columns, tuple(rows), total=True)


def _total(weights: Floats, hour: int) -> float:
    return round(float(weights[:, hour].sum()), 6)


def reading(result: HourWeek) -> Reading:
    """Say when it happens, as far as the times are known."""
    spread = "known to within an hour" if result.known_only else "spread over the possible hours"
    caveat = "Spread evenly over the unknown period: where it could have happened, not when it did."
    if not result.known_only and result.known == result.basis.n:
        caveat = "Times are as recorded: when it was reported is not always when it happened."
    if result.known_only:
        caveat = "Only incidents whose time is known to within an hour; the others may differ."
    if _mostly_unknown(result) and not result.known_only:
        caveat = (
            "Times are mostly unknown: over half of the spans are longer than 8 hours. " + caveat
        )
    finding, says, tone = _finding(result)
    measure = f"Incidents by hour and day of the week, {spread}"
    return Reading(finding, measure, tuple(_sentences(result)), caveat, _WORKING, says, tone)


def _mostly_unknown(result: HourWeek) -> bool:
    return result.over_8 * 2 > result.basis.n


def hours(first: int, length: int) -> str:
    """18:00 to 22:00, past midnight too."""
    return f"{first:02d}:00 to {(first + length) % 24:02d}:00"


def _finding(result: HourWeek) -> tuple[str, str, str]:
    """The title, the chip, and its tone."""
    if not result.n:
        return "Nothing to show", "No data", "unsure"
    first, part = result.busiest
    name = subject(result.incident_type)
    if result.n < FEW:
        what = counted(result.n, "incident is", "incidents are")
        return f"{name}: {what} too few to show at which hours", "Too few", "unsure"
    if result.short:
        return said_short(name, result.days), "Short period", "unsure"
    if not result.clear:
        return f"{name}: no hours stand out from the rest of the day", "No clear pattern", "same"
    many = not result.incident_type or result.incident_type.startswith("incidents")
    verb = "happen" if many else "happens"
    finding = f"{percent(part)} of {inside(result.incident_type)} {verb} from {hours(first, BLOCK)}"
    unknown = _mostly_unknown(result) and not result.known_only
    says = "Times mostly unknown" if unknown else "Days missing" if result.never else "Clear hours"
    return finding, says, "unsure" if unknown or result.never else "change"


def _sentences(result: HourWeek) -> list[str]:
    """The busiest part, how well times are known, and what was left out."""
    if not result.n:
        return ["No incident has a time that can be used."]
    said = _week(result) if result.n >= FEW else []
    n = result.basis.n
    if result.one_time == n > 1:
        said.append("Every incident has one time only, which is taken for when it happened.")
    else:
        said.append(
            f"The time is known to within an hour for {share(result.known, n)} "
            f"({number(result.known)} of {number(n)}); {share(result.over_6, n)} span more than 6 "
            "hours."
        )
    if 0 < result.one_time < n:
        said.append(f"{counted(result.one_time, 'incident has', 'incidents have')} one time only.")
    if result.at_start:
        verb = "ends before it starts" if result.at_start == 1 else "end before they start"
        taken = "is" if result.at_start == 1 else "are"
        said.append(
            f"{counted(result.at_start, 'incident')} {verb} and {taken} counted at the starting "
            "hour."
        )
    if result.midnight * 24 > n and result.midnight >= FEW:
        said.append(
            f"{share(result.midnight, n)} start at midnight exactly: often a sign that the time "
            "was not known."
        )
    said += [f"{reason}: {number(rows)} left out." for reason, rows in result.basis.left_out]
    return said


def _week(result: HourWeek) -> list[str]:
    """The busiest hours and the day with most, against an even week where there was a week."""
    if result.peak is None:
        return []
    (day, first, last), by_day = result.peak, result.shown.sum(axis=1)
    inner = share(result.in_peak, result.n, 1)
    peak = f"{LONG_DAYS[day]} {hours(first, last - first + 1)}, with {inner}"
    if result.short:
        return [
            f"The busiest three hours are {peak}. That tells of these days alone: a pattern of "
            f"the week needs {FEWEST_DAYS} days at least, better some months."
        ]
    top = int(by_day.argmax())
    most = f"{LONG_DAYS[top]} has most, {share(float(by_day[top]), result.n)}"
    if result.never:
        days = listed([LONG_DAYS[at] for at in result.never], "or")
        return [
            f"The busiest three hours are {peak}. {most}.",
            f"No row is of a {days}. The file may leave {_them(result.never)} out, so nothing is "
            "compared with an even week.",
        ]
    return [
        f"The busiest three hours are {peak}; an even week would have {percent(3 / 168, 1)}.",
        f"{most}; an even week would have {percent(1 / 7)}.",
    ]


def _them(days: tuple[int, ...]) -> str:
    return "that day" if len(days) == 1 else "those days"


_WORKING = (
    "Aoristic weights (Ratcliffe 2000): each incident counts 1 in all; a span of T minutes gives "
    "each hour the minutes it overlaps, divided by T.",
    "A span of a week or more gives every hour of the week the same; one time only counts in its "
    "own hour.",
    "An incident that ends before it starts is left out and counted, or taken at its starting hour "
    "as Ratcliffe does where that is chosen.",
    "Hours stand out when the busiest four hold clearly more than a sixth: by three standard "
    "errors, since they were chosen from all.",
)

KIND = AnalysisKind(
    key="hour_week",
    group="When does it happen?",
    name="Hours of the week",
    question="At which hours and on which days?",
    result=HourWeek,
    run=run,
    table=table,
    reading=reading,
    needs=(Role.START,),
    precision=Precision.MINUTE,
    parameters=(
        TYPE,
        Parameter(
            "show",
            "Show",
            "choice",
            "all",
            (("all", "All, spread over their hours"), ("known", "Known to within an hour only")),
        ),
        Parameter("longest", "Leave out spans over 24 hours", "yes", False),
        Parameter(
            "backwards",
            "Where the end is before the start",
            "choice",
            "leave out",
            (("leave out", "Leave out"), ("use start", "Count at the starting hour")),
        ),
    ),
    pack=3,
)
