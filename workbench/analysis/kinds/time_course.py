"""When do repeats come back? The risk of a next incident by the time since the last."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.analysis import hiding
from workbench.analysis.duplicates import one_row_an_event
from workbench.analysis.hiding import not_small, without_small
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import AnalysisKind, Asked, Basis, Column, Reading, Table
from workbench.analysis.months import EARLY, between, of_type
from workbench.analysis.place_groups import NONE_JOINED, Joined
from workbench.analysis.place_words import (
    GENERIC_OUT,
    NO_PLACE,
    incidents,
    nouns,
    portion,
    said_joined,
    were,
)
from workbench.analysis.shared_course import concealed
from workbench.analysis.subject import TYPE, said_gaps, subject
from workbench.analysis.survival import Course, Waits, kaplan_meier, time_course, waits
from workbench.analysis.victims import BY, GENERIC, victims, way
from workbench.analysis.words import counted, listed, number, small
from workbench.domain.data import Precision, Role
from workbench.errors import CannotAnswerError

Floats = NDArray[np.float64]

FEWEST: Final = 20  # incidents that were followed by another; with fewer nothing can be told
WEEKS: Final = 4  # then months, to the twelfth
EDGES: Final = (*range(0, 29, 7), *(round(month * 365.25 / 12) for month in range(2, 13)))
SHARES: Final = (7, 28, 91, 365)  # days within which a share is told


@dataclass(frozen=True)
class TimeCourse:
    """How often the next incident came, by the time since the last at the same place or person.

    ``shares`` pairs days with the share that was followed within them (1 less Kaplan-Meier).
    Events of -1 are few, those of -2 would give few away; likewise incidents at risk.
    """

    basis: Basis
    incident_type: str
    by: str  # "address", "place", "point" or "person"
    snap: bool  # the places are anonymised map points
    course: Course
    shares: tuple[tuple[int, float], ...]
    victims: int
    repeats: int  # incidents that were followed by another
    longest: int  # days that the first incident was watched
    gaps: tuple[date, ...]  # months within the data that have no row
    duplicates: int
    generic: int
    nowhere: int
    joined: Joined = NONE_JOINED
    threshold: int = 0  # below it counts are withheld

    @property
    def clear(self) -> tuple[bool, ...]:
        """Intervals in which the next came more often than usual, beyond chance."""
        return tuple(bool(low > 1) for low in self.course.ratio_low)

    @property
    def soon(self) -> int:
        """How many intervals from the first on are clear."""
        return next((at for at, clear in enumerate(self.clear) if not clear), len(self.clear))

    @property
    def shown(self) -> int:
        """How many intervals anything was watched to the end of."""
        return int((self.course.at_risk != 0).sum())


def run(asked: Asked) -> TimeCourse:
    """Wait after each incident for the next at the same place, and count only what was watched.

    Raises:
        CannotAnswerError: totals, no days, no places, or too few repeats.
    """
    given = KIND.settings(asked.parameters)
    wanted = str(given["type"] or "")
    rows = of_type(asked.incidents, wanted)
    _need_days(rows)
    by = way(str(given["by"]), rows)
    asked.progress.report(0, 3, "Leaving out rows that tell of one event twice")
    single, duplicates = one_row_an_event(rows)
    asked.progress.report(1, 3, "Putting incidents into places")
    whom = victims(single, by, str(given["generic"]), each_row=True)
    asked.progress.report(2, 3, "Waiting for the next")
    days, first, last = _days(single)
    here, dated = whom.which >= 0, np.isfinite(days)
    kept = here & dated & ~(days < first)
    found = waits(days[kept], whom.which[kept], last + 1)
    repeats = int(found.again.sum())
    _need_repeats(repeats, by)
    left_out = (
        ("tell of an event already counted", duplicates),
        (GENERIC_OUT, whom.generic),
        ("no person code" if by == "person" else NO_PLACE, whom.nowhere),
        ("no day", int((here & ~dated).sum())),
        (EARLY, int((here & dated & (days < first)).sum())),
    )
    return TimeCourse(
        _basis(rows, int(kept.sum()), first, last, left_out),
        wanted,
        by,
        whom.snap,
        time_course(found, EDGES),
        _shares(found),
        found.victims,
        repeats,
        int(found.watched.max()),
        _gaps(single, first),
        duplicates,
        whom.generic,
        whom.nowhere,
        whom.joined,
    )


def _need_days(rows: Incidents) -> None:
    """Refuse rows that do not say on which day each incident happened."""
    if rows.summed or rows.precision.months:
        what = "are totals" if rows.summed else f"give only the {rows.precision.value}"
        raise CannotAnswerError(
            f"These rows {what}, so nobody can tell how many days lie between two incidents. "
            "Nothing was changed. Bring in an export with a row and a day for each incident."
        )


def _need_repeats(repeats: int, by: str) -> None:
    """Refuse a course of too few repeats."""
    if repeats < FEWEST:
        same = "person" if by == "person" else "place"
        raise CannotAnswerError(
            f"{counted(repeats, 'incident was', 'incidents were')} followed by another at the same "
            f"{same}, and a time course needs {FEWEST}. Nothing was changed. Choose a longer "
            "period, more kinds of incident, or look at repeats instead."
        )


def _days(rows: Incidents) -> tuple[Floats, float, float]:
    """The day of each row as a number, the first that counts, and the last that was covered."""
    start = rows.frame[Role.START].dt.date().cast(pl.Int64).cast(pl.Float64)
    days: Floats = start.fill_null(float("nan")).to_numpy()
    covered = rows.covered()
    epoch = date(1970, 1, 1).toordinal()
    first = covered.months[covered.lead].toordinal() - epoch if covered.months else -np.inf
    last = covered.last.toordinal() - epoch if covered.last else 0
    known = days[np.isfinite(days)]
    return days, float(first), float(max(last, known.max())) if known.size else float(last)


def _basis(
    rows: Incidents, n: int, first: float, last: float, left_out: tuple[tuple[str, int], ...]
) -> Basis:
    epoch = date(1970, 1, 1)
    since = epoch + timedelta(days=int(first)) if np.isfinite(first) else None
    begun = rows.covered().first
    reasons = tuple((reason, count) for reason, count in left_out if count)
    started = max((day for day in (since, begun) if day), default=None)
    return Basis(rows.source, n, started, epoch + timedelta(days=int(last)), reasons)


def _shares(found: Waits) -> tuple[tuple[int, float], ...]:
    """What share was followed within so many days, as far as anything was watched so long."""
    curve = kaplan_meier(found.days, found.again)
    reach = float(found.watched.max())
    return tuple((days, 1 - curve.at(days)) for days in SHARES if days <= reach)


def _gaps(rows: Incidents, first: float) -> tuple[date, ...]:
    """Months within the data that have no row."""
    covered = rows.covered()
    months = covered.months[covered.lead :] if np.isfinite(first) else ()
    held = set(months)
    return tuple(day for day in between(months[0], months[-1]) if day not in held) if held else ()


def label(place: int) -> str:
    """What an interval is called."""
    return f"Week {place + 1}" if place < WEEKS else f"Month {place - WEEKS + 2}"


def table(result: TimeCourse) -> Table:
    """A row an interval: watched, followed, days at risk, rate, and ratio with its range."""
    course, rows = result.course, []
    for at in range(result.shown):
        events = int(course.events[at])
        known = events >= 0
        count = events if known else hiding.told(events, result.threshold)
        told = [course.hazard[at] * 365.25, course.ratio[at], course.ratio_low[at],
                course.ratio_high[at]]  # fmt: skip
        rows.append((
            label(at), f"{course.low[at]:.0f} to under {course.high[at]:.0f}",
            int(course.at_risk[at]) if known else "withheld", count,
            float(course.days[at]) if known else None,
            *(float(value) if known and np.isfinite(value) else None for value in told),
            "more often than usual" if result.clear[at] else "",
        ))  # fmt: skip
    columns = (
        Column("After an incident"), Column("Days"), Column("Watched so long", 0),
        Column("Followed in it", 0), Column("Days at risk", 0), Column("Next a year", 2),
        Column("Ratio to usual", 2), Column("From", 2), Column("To", 2), Column("Stands out"),
    )  # fmt: skip
    same = "to the same person" if result.by == "person" else "at the same place"
    title = f"{subject(result.incident_type)}: when the next {same} came"
    return Table(title, columns, tuple(rows))


def reading(result: TimeCourse) -> Reading:
    """Say how soon the next comes, and how much more often than usual."""
    finding, says, tone = _finding(result)
    measure = (
        "Next incidents a day, as a ratio to the usual, by time since the last; lines: 95% ranges"
    )
    return Reading(
        finding, measure, _sentences(result), _caveat(result), _working(result), says, tone
    )


def _same(result: TimeCourse) -> str:
    noun = nouns(result.by, result.snap)[0]
    return "to the same person" if result.by == "person" else f"at the same {noun}"


def _finding(result: TimeCourse) -> tuple[str, str, str]:
    """The title, the chip and its tone: from the first week on, as long as it is clear."""
    course, name, soon = result.course, subject(result.incident_type), result.soon
    if soon:
        events = max(int(course.events[:soon].sum()), 0)
        times = events / float(course.days[:soon].sum()) / course.overall
        rate = f"{number(times, 1)} times as often as usual"
        if soon <= WEEKS:
            span = "week" if soon == 1 else f"{small(soon)} weeks"
        else:
            span = f"{small(soon - WEEKS + 1)} months"
        return (
            f"{name}: in the first {span} another came {rate} {_same(result)}",
            "Soon after",
            "change",
        )
    if course.events[0] < 0:
        return f"{name}: too few came back to show when", "Not shown", "unsure"
    if course.ratio_high[0] < 1:
        return f"{name}: in the first week another came less often than usual", "Not soon", "same"
    if sum(result.clear) > 1:  # one of so many may be clear by luck
        later = listed([label(at).lower() for at, clear in enumerate(result.clear) if clear])
        return (
            f"{name}: another came more often than usual in {later}, not in the first week",
            "Not soon",
            "unsure",
        )
    if (course.events < 0).any():
        return f"{name}: no time that may be shown is clearly riskier", "No pattern", "unsure"
    return f"{name}: no time after an incident is clearly riskier", "No pattern", "same"


def _sentences(result: TimeCourse) -> tuple[str, ...]:
    noun, n = nouns(result.by, result.snap), result.basis.n
    said = [
        f"{number(result.repeats)} of {incidents(n)} were followed by another {_same(result)} "
        f"({counted(result.victims, *noun)})."
    ]
    if result.shares:
        parts = [
            f"{portion(share, 1)} within {'a year' if days == 365 else counted(days, 'day')}"
            for days, share in result.shares
        ]
        said.append(
            f"Followed by the next, allowing for those not watched so long: {listed(parts)}."
        )
    if result.course.overall > 0:
        said.append(
            "The usual rate is one next incident for every "
            f"{counted(round(1 / result.course.overall), 'day')} of waiting."
        )
    if (result.course.events < 0).any():
        said.append(
            f"From the first interval on in which fewer than {result.threshold} were followed "
            "nothing is shown, for the next would give that number away."
        )
    if result.shown < len(EDGES) - 1:
        said.append(
            f"The data span {counted(result.longest, 'day')}. Nothing was left to wait for after "
            f"{label(result.shown - 1).lower()}, so later months cannot be told."
        )
    said += [said_gaps(result.gaps), said_joined(result.joined)]
    if result.duplicates:
        said.append(
            f"{counted(result.duplicates, 'row')} told of an event already counted and "
            f"{were(result.duplicates)} left out."
        )
    if result.generic:
        said.append(
            f"{incidents(result.generic)} at points named only by a sort of place, such as "
            f"Supermarket, {were(result.generic)} left out."
        )
    if result.nowhere:
        lacking = "a person code" if result.by == "person" else "a place"
        said.append(
            f"{incidents(result.nowhere)} without {lacking} {were(result.nowhere)} left out."
        )
    return tuple(sentence for sentence in said if sentence)


def _caveat(result: TimeCourse) -> str:
    who = "Some people" if result.by == "person" else "Some places"
    said = (
        f"{who} are always at high risk (flag), and that explains a part of this; the other part "
        "is that one incident brings the next (boost)."
    )
    if result.snap or result.by == "point":
        said += " A map point is shared by several addresses, so the next may be at a neighbour's."
    return said


def _working(result: TimeCourse) -> tuple[str, ...]:
    return (
        "After each incident the days to the next are counted, or to the end of the data. Short "
        "gaps are seen more often than long ones, so gaps are never counted as they are.",
        "In an interval only incidents count that were watched to its end and had not been "
        "followed before it. Rate: followed in it / days at risk, up to the next incident.",
        f"Usual rate: {number(result.repeats)} next incidents / all days waited. Ratio: rate / "
        "usual rate.",
        "Ranges are the wider of the exact Poisson range and of one that lets incidents at one "
        "place go together. Of 20 ranges one misses by luck.",
        "Shares followed are 1 less the Kaplan-Meier estimate.",
    )


def outside(result: TimeCourse, threshold: int) -> TimeCourse:
    """Without anything from the first interval on in which a few were followed."""
    if threshold <= max(result.threshold, 1):
        return result
    course, reach = concealed(result.course, result.repeats, threshold)
    return replace(
        result,
        basis=replace(result.basis, left_out=without_small(result.basis.left_out, threshold)),
        course=course,
        shares=tuple(one for one in result.shares if one[0] <= reach),
        duplicates=not_small(result.duplicates, threshold),
        generic=not_small(result.generic, threshold),
        nowhere=not_small(result.nowhere, threshold),
        threshold=threshold,
    )


KIND = AnalysisKind(
    key="time_course",
    group="Who and what?",
    name="When repeats come back",
    question="When do repeats come back?",
    result=TimeCourse,
    run=run,
    table=table,
    reading=reading,
    needs=(Role.START,),
    precision=Precision.DAY,
    parameters=(TYPE, BY, GENERIC),
    outside=outside,
)
