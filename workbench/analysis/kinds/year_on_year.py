"""Is this year different? The same months of this year and of last, complete months only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import isinf

import numpy as np

from workbench.analysis.comparison import Interval, cautious_ratio, rate_ratio, year_z
from workbench.analysis.dispersion import Dispersion
from workbench.analysis.kind import (
    AnalysisKind,
    Asked,
    Basis,
    Cell,
    Column,
    Event,
    Parameter,
    Reading,
    Table,
    Value,
)
from workbench.analysis.months import Monthly, days_in, index, last_day, monthly
from workbench.analysis.ratio_words import central, likely
from workbench.analysis.subject import (
    EMPTY,
    TYPE,
    inside,
    said_gaps,
    said_partial,
    subject,
)
from workbench.analysis.uncertainty import Layout, Variation, alone
from workbench.analysis.variation_words import said_variation
from workbench.analysis.verdict import Move, from_nought, move
from workbench.analysis.words import MONTHS, change, listed, number, signed
from workbench.domain.data import Role
from workbench.errors import CannotAnswerError

Year = tuple[int | None, ...]  # January to December; None without data or not yet complete


@dataclass(frozen=True)
class YearOnYear:
    """Two years by month, the band of the years before, and the change over the same months."""

    basis: Basis
    incident_type: str
    year: int
    against: int
    this: Year
    last: Year
    lowest: Year  # of the years before ``against``; None where fewer than two are known
    highest: Year
    earlier: tuple[int, ...]
    same: tuple[int, ...]  # months of the year compared, 1 to 12
    now: int
    then: int
    exact: Interval | None  # chance alone
    cautious: Interval | None  # months vary more than chance
    phi: Dispersion
    gaps: tuple[date, ...]
    partial: tuple[date, ...]
    events: tuple[Event, ...]
    from_nought: bool = False  # rose from nothing by more than months vary
    variation: Variation | None = None  # None in answers from before it was told

    @property
    def z(self) -> float:
        """The change in standard errors, by chance alone, over the same months."""
        return year_z(self.now, self.then)

    @property
    def move(self) -> Move:
        """Fell or rose only when both ranges say so."""
        if self.from_nought:
            return Move.ROSE
        ranges = [self.exact] if self.cautious is None else [self.exact, self.cautious]
        return move(*ranges)


def run(asked: Asked) -> YearOnYear:
    """Compare the months that both years have.

    Raises:
        CannotAnswerError: the two years share no month.
    """
    given = KIND.settings(asked.parameters)
    wanted = str(given["type"] or "")
    found = monthly(asked.incidents, wanted, empty=str(given["empty"]))
    years = _by_year(found)
    year, against = _chosen(given, found)
    this, last = years.get(year, (None,) * 12), years.get(against, (None,) * 12)
    same = tuple(m for m in range(1, 13) if this[m - 1] is not None and last[m - 1] is not None)
    if found.months and not same:
        raise CannotAnswerError(_no_month(years, year, against))
    now, then = _total(this, same), _total(last, same)
    long = days_in([date(year, m, 1) for m in same]), days_in([date(against, m, 1) for m in same])
    varies = alone(found.counts, _layout(found, year, against, same))
    before = tuple(y for y in sorted(years) if y < against and any(v is not None for v in years[y]))
    lowest, highest = _band([years[y] for y in before])
    shown = [m for m in found.months if m.year in (year, against)]
    return YearOnYear(
        Basis(asked.incidents.source, now + then, *_ends(shown), found.left_out),
        wanted, year, against, this, last, lowest, highest, before, same, now, then,
        rate_ratio(now, then, *long) if same else None,
        cautious_ratio(now, then, varies.factor, *long) if same else None,
        Dispersion(varies.phi, varies.learnt, varies.months),
        tuple(m for m in found.gaps if m.year in (year, against)),
        found.partial,
        tuple(e for e in asked.events if e.day.year == year),
        bool(same and not then) and from_nought(now, varies.factor, *long),
        varies,
    )  # fmt: skip


def _ends(shown: list[date]) -> tuple[date | None, date | None]:
    return (shown[0], last_day(shown[-1])) if shown else (None, None)


def _by_year(found: Monthly) -> dict[int, Year]:
    """The counts of each calendar year."""
    known = {
        index(m): int(c) for m, c in zip(found.months, found.counts, strict=True) if not np.isnan(c)
    }
    years = {i // 12 for i in known}
    return {y: tuple(known.get(y * 12 + m) for m in range(12)) for y in years}


def _chosen(given: Mapping[str, Value], found: Monthly) -> tuple[int, int]:
    """The year asked for, or that of the last complete month; and the one to compare with."""
    latest = found.months[-1].year if found.months else 0
    year, against = (int(v) if isinstance(v, (int, float, str)) and v else 0 for v in (
        given["year"], given["against"]))  # fmt: skip
    year = year or latest
    return year, against or year - 1


def _no_month(years: Mapping[int, Year], year: int, against: int) -> str:
    """Why nothing can be compared, and which year could be."""
    have = {m for m, v in enumerate(years.get(year, ())) if v is not None}
    others = [
        y for y in sorted(years) if y != year
        and any(years[y][m] is not None for m in have)
    ]  # fmt: skip
    say = f"No month of {year} can be set beside the same month of {against}: the data has no rows "
    say += f"for them in {against if have else year}. Nothing was changed. "
    if others:
        return say + f"Compare with {listed([str(y) for y in others], 'or')} instead."
    return say + "Bring in the months that are missing, or look at the monthly trend."


def _total(year: Year, same: tuple[int, ...]) -> int:
    return sum(year[m - 1] or 0 for m in same)


def _layout(found: Monthly, year: int, against: int, same: tuple[int, ...]) -> Layout:
    """The months of both years that are compared; learnt from are all before the year asked for."""
    months = found.months
    return Layout(
        np.array([index(m) for m in months], np.int64),
        np.array([m.year == against and m.month in same for m in months], bool),
        np.array([m.year == year and m.month in same for m in months], bool),
        np.array([m.year < year for m in months], bool),
    )


def _band(years: list[Year]) -> tuple[Year, Year]:
    """Least and most of each month of the year, where two years or more are known."""
    columns = [[y[m] for y in years if y[m] is not None] for m in range(12)]
    known = [[v for v in column if v is not None] for column in columns]
    return (
        tuple(min(column) if len(column) > 1 else None for column in known),
        tuple(max(column) if len(column) > 1 else None for column in known),
    )


def table(result: YearOnYear) -> Table:
    """A row a month and a total of the months compared."""
    rows: list[tuple[Cell, ...]] = []
    for place, name in enumerate(MONTHS):
        then, now = result.last[place], result.this[place]
        both = now - then if now is not None and then is not None else None
        rows.append((name, then, now, both))
    rows.append(("Same months", result.then, result.now, result.now - result.then))
    if not result.same:
        return Table(f"{subject(result.incident_type)}, year against year", (Column("Month"),), ())
    columns = (
        Column("Month"),
        Column(str(result.against), 0),
        Column(str(result.year), 0),
        Column("Difference", 0),
    )
    title = f"{subject(result.incident_type)}, {result.year} and {result.against}"
    return Table(title, columns, tuple(rows), total=True)


def reading(result: YearOnYear) -> Reading:
    """Say whether this year differs from last by more than such counts move on their own."""
    finding, says, tone = _finding(result)
    caveat = "Recording changes shift levels, and one year is not a trend: look at the monthly "
    caveat += "trend too."
    if len(result.same) < 12 and result.same:
        why = "those months are" if len(result.same) > 1 else "that month is"
        verb = "are" if " and " in _span(result) else "is"
        caveat = f"Only {_span(result)} {verb} compared, because {why} in both years. "
        caveat += "The rest of the year may differ."
    return Reading(
        finding,
        "Incidents a month, complete months only",
        tuple(_sentences(result)),
        caveat,
        _working(result),
        says,
        tone,
    )


def _span(result: YearOnYear) -> str:
    """Jan to Oct, or the months one by one when some are missing."""
    first, last = result.same[0], result.same[-1]
    if len(result.same) > 2 and last - first + 1 == len(result.same):
        return f"{MONTHS[first - 1]} to {MONTHS[last - 1]}"
    return listed([MONTHS[m - 1] for m in result.same])


def _finding(result: YearOnYear) -> tuple[str, str, str]:
    """The title, the chip, and its tone."""
    if not result.same:
        return "Nothing to show", "No data", "unsure"
    name, span = subject(result.incident_type), _span(result)
    counts = f"{number(result.then)} to {number(result.now)}"
    match result.move:
        case Move.UNSURE:
            what = f"{name}, {span}: {number(result.now)} in {result.year} and "
            what += f"{number(result.then)} in {result.against}, within chance"
            return what, "Cannot tell", "unsure"
        case moved:
            word = "Fell" if moved is Move.FELL else "Rose"
            how = f" ({change(result.now / result.then)})" if result.then else ""
            what = f"{name} {moved.value} from {counts}{how}, {span} {result.year} against "
            what += str(result.against)
            return what, word, "change"


def _sentences(result: YearOnYear) -> list[str]:
    """The ranges, the earlier years, and what is missing."""
    said: list[str] = []
    if result.same:
        said.append(_said_range(result))
    if result.exact and result.move is Move.UNSURE and result.exact.excludes(1):
        said.append(
            "Chance alone would seldom give this, but months here vary more than chance alone: "
            "take it as a weak sign."
        )
    if any(v is not None for v in result.lowest):
        first, last = result.earlier[0], result.earlier[-1]
        said.append(f"The grey band is the range of {first} to {last}.")
    count = dict(result.basis.left_out).get("In a month that is not complete", 0)
    said += [said_gaps(result.gaps), said_partial(result.partial, count)]
    return [one for one in said if one]


def _said_range(result: YearOnYear) -> str:
    """The likely change, as wide as honesty asks."""
    span = result.cautious or result.exact
    if span is None:
        more = " So many would seldom come after nothing." if result.from_nought else ""
        return f"There were none in {result.against}, so no percentage can be given.{more}"
    if isinf(span.high):
        return "The counts are too small to give a likely range."
    return f"Per day that is {central(span)}; the likely range is {likely(span)}."


def _working(result: YearOnYear) -> tuple[str, ...]:
    """How it was worked out."""
    exact = result.exact
    chance = f" Chance alone: {number(exact.low, 2)} to {number(exact.high, 2)}." if exact else ""
    return (
        f"Counted: {inside(result.incident_type)}, the same complete months of both years, per "
        "day, so that leap years count fairly.",
        "Exact interval of the ratio of two Poisson counts (Clopper-Pearson), 95%." + chance,
        f"{said_variation(result.variation, result.phi)}; fell or rose is said only when that "
        "range excludes no change too.",
        f"Year to date, 2 (\u221anow \u2212 \u221abefore) = {signed(result.z, 1)} standard errors "
        "of chance alone; beyond 2 either way is unusual.",
    )


KIND = AnalysisKind(
    key="year_on_year",
    group="When does it happen?",
    name="This year and last",
    question="Is this year different?",
    result=YearOnYear,
    run=run,
    table=table,
    reading=reading,
    needs=(Role.START,),
    parameters=(
        TYPE,
        Parameter(
            "year",
            "Year",
            "whole",
            None,
            low=1990,
            high=2100,
            hint="Empty: that of the last complete month.",
        ),
        Parameter(
            "against",
            "Compare with",
            "whole",
            None,
            low=1990,
            high=2100,
            hint="Empty: the year before.",
        ),
        EMPTY,
    ),
    pack=6,
)
