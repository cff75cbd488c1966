"""Trend and season: which way it goes once the time of the year is taken out."""

from __future__ import annotations

from workbench.analysis.kind import AnalysisKind, Asked, Cell, Column, Parameter, Reading, Table
from workbench.analysis.ratio_words import central, likely, manifold
from workbench.analysis.seasonality import (
    AUTO,
    BETTER,
    CHANGES,
    FIXED,
    LAST,
    Season,
    season_of,
)
from workbench.analysis.seasons import LOG
from workbench.analysis.subject import (
    EMPTY,
    TYPE,
    inside,
    said_early,
    said_events,
    said_gaps,
    said_partial,
    subject,
)
from workbench.analysis.verdict import Move
from workbench.analysis.words import LONG_MONTHS, month, number, percent, small
from workbench.domain.data import Role

FEW = 20  # incidents in a year, below which counts go before percentages


def run(asked: Asked) -> Season:
    """Take trend and season apart, and find the change from year to year."""
    return season_of(asked, KIND.settings(asked.parameters))


def table(result: Season) -> Table:
    """A row a month: count, trend, what is usual, the moving average, and the running total."""
    rows: list[tuple[Cell, ...]] = [
        (month(day), *cells)
        for day, *cells in zip(
            result.months, result.counts, result.trend, result.usual, result.average,
            result.totals, strict=True,
        )
    ]  # fmt: skip
    columns = (
        Column("Month"), Column("Incidents", 0), Column("Trend", 1),
        Column("Trend and season", 1), Column("Average of 12 months about it", 1),
        Column("Total of 12 months to it", 0),
    )  # fmt: skip
    return Table(f"{subject(result.incident_type)}, trend and season", columns, tuple(rows))


def reading(result: Season) -> Reading:
    """Say whether it fell or rose from year to year, and when in the year it is highest."""
    finding, says, tone = _finding(result)
    caveat = f"Trend lines smooth the last few months: do not read the final {LAST} points."
    if not result.smooth:
        caveat = "There are months without data, so the trend is straight: it shows no bends."
    measure = "Incidents a month with their trend, and the season beside it"
    sentences = tuple(_sentences(result))
    return Reading(finding, measure, sentences, caveat, _working(result), says, tone)


def _finding(result: Season) -> tuple[str, str, str]:
    """The title, the chip, and its tone."""
    name = subject(result.incident_type)
    high, low = (LONG_MONTHS[at] for at in result.peak)
    months = f"usually highest in {high} and lowest in {low}"
    if result.move is not Move.UNSURE:
        says = "Fell" if result.move is Move.FELL else "Rose"
        what = f"{name} {result.move.value} {_by(result)}"
        when = months if result.season else "with no clear season"
        return f"{what}, {when}", says, "change"
    if result.season:
        return f"{name}: {months}; cannot tell a fall from a rise", "Seasonal", "same"
    return f"{name}: cannot tell a fall from a rise, and no clear season", "Cannot tell", "unsure"


def _by(result: Season) -> str:
    """How far it moved: a percentage, or the counts themselves where they are few.

    The counts are those of the first and the last twelve months, which need not move as the trend
    does that runs through all months: then they are left out, and the range is put in.
    """
    span, ends = result.yearly, _ends(result)
    assert span is not None
    by = f"{central(span)} each" if manifold(span) else f"by {percent(abs(span.estimate - 1))} a"
    if ends is None or min(ends[0][1], ends[1][1]) >= FEW:
        return f"{by} year"
    if _against(result):
        return f"{by} year (likely {likely(span)})"
    (start, then), (last, now) = ends
    if result.gaps:
        return (
            f"from {number(then)} in the twelve months to {month(result.months[start])} to "
            f"{number(now)} in those to {month(result.months[last])}"
        )
    return f"from {number(then)} in the first twelve months to {number(now)} in the last"


def _ends(result: Season) -> tuple[tuple[int, float], tuple[int, float]] | None:
    """The first and the last total of twelve months, each with the place of its last month."""
    known = [(at, total) for at, total in enumerate(result.totals) if total is not None]
    return (known[0], known[-1]) if known else None


def _against(result: Season) -> bool:
    """Whether the first and last twelve months do not move the way the trend does."""
    ends = _ends(result)
    if ends is None or result.move is Move.UNSURE:
        return False
    by = ends[1][1] - ends[0][1]
    return by >= 0 if result.move is Move.FELL else by <= 0


def _sentences(result: Season) -> list[str]:
    """Counts first, then the trend with its range, the season, and what is missing."""
    said = [_said_totals(result), _said_trend(result), _said_against(result), _said_season(result)]
    known = sum(count is not None for count in result.counts)
    if known < BETTER:
        said.append(
            f"Two years are the least that can show a season, and this has {number(known)} months: "
            "with three years it is surer."
        )
    if not result.smooth:
        said.append(
            "A smooth trend cannot be drawn across a gap: a straight trend and one season for all "
            "years were fitted to the months there are."
        )
    partial = dict(result.basis.left_out).get("In a month that is not complete", 0)
    said += [said_gaps(result.gaps), said_partial(result.partial, partial)]
    said.append(said_early(result.basis))
    return [one for one in said if one]


def _said_totals(result: Season) -> str:
    """The last twelve months and the twelve before them."""
    last, before = result.totals[-1], result.totals[-13]
    if last is None:
        return ""
    said = f"The twelve months to {month(result.months[-1])} had {number(last)}"
    return said + (f", and the twelve before {number(before)}." if before is not None else ".")


def _said_trend(result: Season) -> str:
    """The change from year to year, and its likely range."""
    span = result.yearly
    if span is None:
        return "The counts are too uneven for a yearly change to be worked out."
    moved = central(span)
    what = "there is no change" if moved == "no change" else f"the change is {moved} a year"
    return f"With the season taken out {what}; the likely range is {likely(span)}."


def _said_against(result: Season) -> str:
    """That it did not go one way all the time, where its ends do not move as its trend."""
    ends = _ends(result)
    if ends is None or not _against(result):
        return ""
    (start, then), (last, now) = ends
    return (
        f"It did not go one way all the time: the twelve months to {month(result.months[start])} "
        f"had {number(then)}, and those to {month(result.months[last])} {number(now)}."
    )


def _said_season(result: Season) -> str:
    """When in the year it is highest and lowest, and by how much."""
    if not result.season:
        return (
            "The months of the year do not differ by more than chance gives, so do not plan by "
            "the season in the picture."
        )
    high, low = result.peak
    return (
        f"Against the trend it is highest in {LONG_MONTHS[high]} ({_effect(result, high)}) and "
        f"lowest in {LONG_MONTHS[low]} ({_effect(result, low)})."
    )


def _effect(result: Season, at: int) -> str:
    value = result.effects[at] or 0.0
    side = "above" if value > 0 else "below"
    if result.shares:
        return f"{percent(abs(value))} {side} it"
    return f"about {number(abs(value), 1)} {side} it"


def _working(result: Season) -> tuple[str, ...]:
    """How it was worked out, for who wants to check."""
    straight = (
        "Yearly change: quasi-Poisson regression on a straight trend and two pairs of waves of the "
        "year"
    )
    if result.phi is not None:
        straight += f"; months vary {number(result.phi, 1)} times as much as chance alone"
    return (
        f"Counted: {inside(result.incident_type)}, by the month of the start date; complete "
        "months only. For trend and season they are put on a month of average length, 30.4 days.",
        _how(result),
        straight + ". Where the line bends, it is an average of its parts.",
        "Average of 12 months: centred, with half weight for the two outer of 13 months. Season: "
        "variance of the month of the year after a straight trend is taken out, at 5%.",
        *said_events(result.events),
    )


def _how(result: Season) -> str:
    """How trend and season were told apart."""
    if not result.smooth:
        return "Trend and season: the same regression, for there are months without data."
    scale = "logarithms" if result.scale == LOG else "square roots, for some months have under 5"
    season = "one season for all years" if result.fixed else "a season that may change slowly"
    robust = ", with less weight for odd months" if result.robust else ""
    strength = percent(result.strength or 0)
    return (
        f"Trend and season: STL on {scale}, {season}, a trend window of {small(result.window)} "
        f"months{robust}. The season is {strength} of the movement about the trend."
    )


KIND = AnalysisKind(
    key="season",
    group="When does it happen?",
    name="Trend and season",
    question="Which way does it go, season aside?",
    result=Season,
    run=run,
    table=table,
    reading=reading,
    needs=(Role.START,),
    parameters=(
        TYPE,
        Parameter(
            "pattern", "Season", "choice", AUTO,
            (
                (AUTO, "As long as the data allow"),
                (FIXED, "The same every year"),
                (CHANGES, "May change slowly from year to year"),
            ),
        ),
        Parameter("robust", "Give odd months less weight", "yes", False),
        EMPTY,
    ),
)  # fmt: skip
