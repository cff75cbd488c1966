"""Did it change when the response began? A series against what its past made one expect."""

from __future__ import annotations

from workbench.analysis.comparison import Interval
from workbench.analysis.expected_words import (
    bears_shares,
    differs,
    differs_from,
    makes_of,
    points,
    were,
)
from workbench.analysis.interruption import (
    AFTER,
    BEFORE,
    CLOSE,
    COUNTS,
    PHASE_IN,
    STRAIGHT,
    Interruption,
    Way,
    interruption_of,
)
from workbench.analysis.interruption_words import working, yearly
from workbench.analysis.kind import AnalysisKind, Asked, Cell, Column, Parameter, Reading, Table
from workbench.analysis.ratio_words import central, likely
from workbench.analysis.segmented import LEANING
from workbench.analysis.subject import (
    EMPTY,
    TYPE,
    counted_as,
    said_coming_in,
    said_early,
    said_gaps,
    said_partial,
    subject,
)
from workbench.analysis.verdict import Move, move
from workbench.analysis.words import (
    capital,
    change,
    counted,
    day_month,
    listed,
    month,
    number,
    percent,
    period,
    small,
)
from workbench.domain.data import Role

FEW = 10  # incidents after; below it one more or less changes the answer
HOPELESS = 0.1  # falls beyond nine in ten are not to be hoped for
NAMES = {
    "no trend": "No trend",
    "trend": "Straight trend",
    "trend and slope": "Straight trend that may change at the start",
    "control": "Against the control",
    "state space": "Drifting level with the control",
}


def run(asked: Asked) -> Interruption:
    """Hold the months after the start against what those before it make one expect.

    Raises:
        CannotAnswerError: no start, too few months, or nothing to compare.
    """
    return interruption_of(asked, KIND.settings(asked.parameters))


def table(result: Interruption) -> Table:
    """A row for each way to take the trend on: expected, seen, and the change."""
    rows = tuple((_name(result, way), result.observed, *_cells(way)) for way in result.ways)
    columns = (
        Column("How the months before are taken on"),
        Column("Recorded after", 0),
        Column("Expected", 0),
        Column("Change", 0, percent=True),
        Column("Likely from", 0, percent=True),
        Column("Likely to", 0, percent=True),
        Column("Step at the start", 0, percent=True),
    )
    return Table(f"{subject(result.incident_type)} after the start: {_when(result)}", columns, rows)


def _cells(way: Way) -> tuple[Cell, ...]:
    span = way.overall
    step = None if way.level is None else way.level.estimate - 1
    return (way.expected, span.estimate - 1, span.low - 1, span.high - 1, step)


def _name(result: Interruption, way: Way) -> str:
    """The way in words; that of the answer says so."""
    answer = "trend and slope" if result.bends else "trend"
    return NAMES[way.key] + (" (the answer)" if way.key == answer else "")


def reading(result: Interruption) -> Reading:
    """Say what was seen where so many were expected, and what else could explain it."""
    tone = "unsure" if result.move is Move.UNSURE else "change"
    caveat = "Other things changed too. What is expected rests on the months before going on as "
    caveat += "they did; "
    caveat += "a control area guards against what changed everywhere" + (
        "." if result.controlled else ", and none is used here."
    )
    return Reading(
        _finding(result),
        f"{capital(counted_as(result.incident_type))} a month; shaded: where their level was "
        "expected (dark), and a single month (light)",
        tuple(one for one in _sentences(result) if one),
        caveat,
        tuple(working(result)),
        capital(result.move.value),
        tone,
    )


def _expected(result: Interruption) -> float:
    return result.observed / result.overall.estimate


def _when(result: Interruption) -> str:
    after = result.after
    return period(result.months[after[0]], result.months[after[-1]])


def _finding(result: Interruption) -> str:
    """The title: counts first, then which way."""
    name = subject(result.incident_type)
    counts = f"{number(result.observed)} where {were(_expected(result))} expected"
    if result.move is Move.UNSURE:
        return f"{name} after {month(result.start)}: {counts}, but we cannot tell"
    much = f", {central(result.overall)}" if _shares(result) else ""
    return f"{name} {result.move.value} from {month(result.start)}: {counts}{much}"


def _shares(result: Interruption) -> bool:
    """Whether percentages are used."""
    return bears_shares(_expected(result))


def _differs(result: Interruption, span: Interval) -> str:
    return differs(result.observed, span.estimate, shares=_shares(result))


def _likely(result: Interruption, span: Interval) -> str:
    return differs_from(result.observed, span, shares=_shares(result))


def _sentences(result: Interruption) -> list[str]:
    """What was seen, how sure, and what the answer leans on."""
    low, high = (result.observed / end for end in (result.overall.high, result.overall.low))
    what = counted_as(result.incident_type)
    where = f" in the treated area ({counted(result.areas, 'small area')})" if result.areas else ""
    said = [
        f"{_when(result)}: {number(result.observed)} {what} were recorded{where}. Had the "
        f"{counted(len(result.before), 'month')} before gone on as they did, about "
        f"{number(_expected(result))} would have been (likely {number(low)} to {number(high)}).",
        _sure(result),
        _steps(result),
        _trusted(result),
        _against(result),
    ]
    if result.observed < FEW:
        said.append("Fewer than ten were recorded after the start, so the ranges are rough.")
    said.append(said_coming_in([result.months[i] for i in result.masked]))
    if result.near:
        names = listed([f"{one.words} ({day_month(one.day)})" for one in result.near])
        said.append(
            f"Other things happened within two months of the start: {names}. What they did cannot "
            "be told apart from the response."
        )
    said.append(_leaning(result))
    said += [said_gaps(result.gaps), said_partial(result.partial, result.in_partial)]
    return [*said, said_early(result.basis)]


def _leaning(result: Interruption) -> str:
    """Whether months go with each other, and what the ranges make of it."""
    rho = result.autocorrelation[0]
    if rho <= LEANING and (result.lag is None or result.model == STRAIGHT):
        return ""
    how = f"Each month goes {'with' if rho > 0 else 'against'} the one before it more than chance "
    how += "and season explain; the ranges "
    return how + (
        "allow for that."
        if result.lag is not None or result.lean is not None
        else "could not be made to allow for that, and may be too narrow."
    )


def _sure(result: Interruption) -> str:
    """The range, and what it lets one say."""
    span = result.overall
    if move(span) is Move.UNSURE:
        fall = result.detectable
        shown = (
            f"only a fall of about {percent(1 - fall)} could have been shown"
            if fall > HOPELESS and _shares(result)
            else "no realistic fall could have been shown"
        )
        return (
            f"That leaves {_likely(result, span)} open: numbers like these move by that much on "
            f"their own. We cannot say the response worked or failed. With these numbers {shown}."
        )
    ends = sorted((abs(result.prevented.low), abs(result.prevented.high)))
    incidents = f", or {number(ends[0])} to {number(ends[1])} incidents" if _shares(result) else ""
    said = (
        f"Against its own past that is {_differs(result, span)}; the likely range is "
        f"{_likely(result, span)}{incidents}."
    )
    if result.move is Move.UNSURE:
        return said
    word = "fall" if result.move is Move.FELL else "rise"
    return f"{said} Chance alone is an unlikely explanation of the {word}."


def _steps(result: Interruption) -> str:
    """The change at the start, and of the trend, where the trend may change."""
    if result.slope is None:
        return ""
    slope = result.slope
    if not _shares(result):
        return ""
    trend = f"{change(slope.estimate)} a month against the trend before"
    how = "no clear change of trend" if move(slope) is Move.UNSURE else trend
    by = change(result.level.estimate)
    stepped = "did not step" if by == "no change" else f"stepped by {by}"
    return f"At the start the level {stepped} ({likely(result.level)}); since then there is {how}."


def _trusted(result: Interruption) -> str:
    """Whether the answer hangs on how the trend is taken."""
    if result.agree:
        changes = listed([f"{_changed(result, way)} ({_in_words(way)})" for way in result.ways])
        shares = _shares(result)
        ways = {points(result.observed, w.overall.estimate, shares=shares) for w in result.ways}
        if len(ways - {0}) > 1:
            return (
                f"The ways to take the trend on point to opposite answers: {changes}. None of them "
                "can be told from chance."
            )
        if move(result.ways[0].overall) is Move.UNSURE:
            return f"No way to take the trend on gives a clear answer: {changes}."
        return f"Every way to take the trend on gives the same answer: {changes}."
    moves = [
        f"{_in_words(way)}: {_changed(result, way)}, {move(way.overall).value}"
        for way in result.ways
    ]
    told = capital("; ".join(moves)) + "."
    with_trend = {move(way.overall) for way in result.ways if way.key != "no trend"}
    if len(with_trend) == 1 and move(result.trend) is not Move.UNSURE:
        return (
            f"The answer needs the trend before the start, which is clear ({yearly(result)}): "
            f"without one it would be another. {told}"
        )
    return f"The answer hangs on how the months before are taken on. {told} Be careful with it."


def _changed(result: Interruption, way: Way) -> str:
    return makes_of(result.observed, way.overall.estimate, shares=_shares(result))


def _in_words(way: Way) -> str:
    """The way within a sentence."""
    return NAMES[way.key][:1].lower() + NAMES[way.key][1:]


def _against(result: Interruption) -> str:
    """What the control makes of it."""
    if not result.controls:
        return "The model with a drifting level needs a control area." if result.advanced else ""
    held = result.controlled
    if held is None:
        return "The control area has too few incidents to be held against."
    said = ""
    if result.advanced and all(way.key != "state space" for way in result.ways):
        said = "The model with a drifting level could not be fitted. "
    span = held.overall
    said += f"Beyond what changed in the control area: {_differs(result, span)} "
    said += f"({_likely(result, span)})."
    if move(held.overall) is not move(result.overall) and result.move is Move.UNSURE:
        said += " With and without the control the answer differs, so we cannot tell."
    return said


KIND = AnalysisKind(
    key="interrupted",
    group="Did it work?",
    name="Interrupted time series",
    question="Did it change when the response began?",
    result=Interruption,
    run=run,
    table=table,
    reading=reading,
    needs=(Role.START,),
    parameters=(
        Parameter(
            "start", "First month of the response", "month", None,
            hint=f"At least {BEFORE} months before it and {AFTER} after it are needed. Other "
            f"events within {small(CLOSE)} months of it are told.",
        ),
        TYPE,
        Parameter("treated", "Treated area", "areas", (), hint="Empty means all rows."),
        Parameter(
            "control", "Control area", "areas", (),
            hint="May be empty. A like area that the response did not reach.",
        ),
        Parameter(
            "phase_in", "Months of coming in", "whole", 0, low=0, high=PHASE_IN,
            hint="So many months from the start on are left out.",
        ),
        Parameter(
            "advanced", "With a drifting level", "yes", False,
            hint="Advanced, and slower: a state-space model beside the others. Needs a control "
            "area.",
        ),
        Parameter(
            "model", "Model", "choice", COUNTS,
            ((COUNTS, "Counts, by shares (quasi-Poisson)"),
             (STRAIGHT, "Straight lines (least squares, Newey-West)")),
            hint="Straight lines suit large counts, and papers that use them.",
        ),
        EMPTY,
    ),
)  # fmt: skip
