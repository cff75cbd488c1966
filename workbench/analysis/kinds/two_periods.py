"""Is it fewer than before? One series, two periods, and no control: the weakest of comparisons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workbench.analysis.comparison import Interval, cautious_ratio, detectable_ratio, rate_ratio
from workbench.analysis.dispersion import Dispersion
from workbench.analysis.equal_rates import TEST, equal_rates, said_test
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
)
from workbench.analysis.months import last_day, monthly
from workbench.analysis.ratio_words import central, fall, likely, manifold, shares
from workbench.analysis.spans import (
    PERIODS,
    Span,
    count_in,
    even_seasons,
    latest,
    layout_of,
    limits_of,
    matched,
    said_asked,
    shown,
    span_of,
)
from workbench.analysis.subject import EMPTY, TYPE, inside, said_gaps, said_partial, subject
from workbench.analysis.uncertainty import Variation, alone
from workbench.analysis.variation_words import said_variation
from workbench.analysis.verdict import Move, from_nought, move
from workbench.analysis.words import (
    MONTHS,
    change,
    counted,
    listed,
    number,
    one_in,
    sentence,
)
from workbench.domain.data import Role

FEW = 20  # incidents before; below it no percentage stands in the title


@dataclass(frozen=True)
class TwoPeriods:
    """Counts of two periods, their ratio by chance alone and with care, and the months between."""

    basis: Basis
    incident_type: str
    months: tuple[date, ...]
    counts: tuple[int | None, ...]  # None: no data
    before: Span  # with the months that are compared
    after: Span
    then: int
    now: int
    exact: Interval | None  # per day, chance alone; None with nothing before
    cautious: Interval | None  # per day, as months vary
    from_nought: bool  # rose from nothing by more than months vary
    phi: Dispersion
    test: str  # its name; "" where there was nothing to test
    p: float  # of equal rates, chance alone
    detectable: float | None  # the mildest fall, as a ratio, that could have been shown
    matched: bool  # months of the year that only one period has were left out
    even: bool  # both periods hold each month of the year in the same proportion
    chosen: bool  # a person chose the months
    partial: tuple[date, ...]
    in_partial: int
    events: tuple[Event, ...]
    variation: Variation | None = None  # None in answers from before it was told

    @property
    def move(self) -> Move:
        """Fell or rose only when both ranges say so."""
        return Move.ROSE if self.from_nought else move(self.exact, self.cautious)

    @property
    def alike_long(self) -> bool:
        """Whether both periods have as many days, but for a leap day or two."""
        return abs(self.before.days / self.after.days - 1) < 0.02


def run(asked: Asked) -> TwoPeriods:
    """Compare the counts of two periods per day.

    Raises:
        CannotAnswerError: months are missing, overlap, or have no data.
    """
    given = KIND.settings(asked.parameters)
    wanted = str(given["type"] or "")
    found = monthly(asked.incidents, wanted, empty=str(given["empty"]))
    chosen = any(given[one.key] for one in PERIODS)
    a, b, c, d = limits_of(given) if chosen else latest(found)
    whole = span_of(found, a, b), span_of(found, c, d)
    before, after = matched(*whole) if given["same"] else whole
    then, now = count_in(found, before), count_in(found, after)
    varies = alone(found.counts, layout_of(found, before, after))
    days = after.days, before.days
    exact = rate_ratio(now, then, *days)
    test, p = equal_rates(now, then, *days, asked=str(given["test"]))
    return TwoPeriods(
        Basis(asked.incidents.source, then + now, before.months[0], last_day(after.months[-1]),
              found.left_out),
        wanted,
        tuple(m for m in found.months if whole[0].first <= m <= whole[1].last),
        shown(found, whole[0].first, whole[1].last),
        before, after, then, now,
        exact,
        exact if varies.factor == 1 else cautious_ratio(now, then, varies.factor, *days),
        not then and from_nought(now, varies.factor, *days),
        Dispersion(varies.phi, varies.learnt, varies.months), test, p,
        detectable_ratio(then, phi=varies.factor, length=after.days / before.days),
        (before, after) != whole,
        even_seasons(before.months, after.months),
        chosen, found.partial, found.in_partial,
        tuple(e for e in asked.events if a <= e.day <= last_day(d)),
        varies,
    )  # fmt: skip


def table(result: TwoPeriods) -> Table:
    """Both periods, and their ratio twice: by chance alone, and as months vary."""
    rows: list[tuple[Cell, ...]] = [
        (f"Before: {result.before.words}", result.then, len(result.before.months), *[None] * 3),
        (f"After: {result.after.words}", result.now, len(result.after.months), *[None] * 3),
        ("Change per day, chance alone", None, None, *shares(result.exact)),
        ("Change per day, as months vary", None, None, *shares(result.cautious)),
    ]
    columns = (
        Column("Period"), Column("Incidents", 0), Column("Months compared", 0),
        Column("Change", 0, percent=True), Column("Likely from", 0, percent=True),
        Column("Likely to", 0, percent=True),
    )  # fmt: skip
    return Table(f"{subject(result.incident_type)} before and after", columns, tuple(rows))


def reading(result: TwoPeriods) -> Reading:
    """Counts first, then whether they differ by more than such counts do on their own."""
    caveat = (
        "There is no control here, so nothing shows why it changed: other things changed too, and "
        "what was picked because it was high tends to fall by itself (regression to the mean)."
    )
    says = {Move.UNSURE: "Cannot tell"}.get(result.move, result.move.value.capitalize())
    when = f"before ({result.before.words}) and after ({result.after.words})"
    return Reading(
        _finding(result),
        f"Incidents {when}, per day; no control",
        tuple(sentence(one) for one in _sentences(result) if one),
        caveat,
        tuple(_working(result)),
        says,
        "unsure" if result.move is Move.UNSURE else "change",
        grave=True,
    )


def _counts(result: TwoPeriods) -> str:
    """500 to 300; with their months where the periods are not as long as each other."""
    if result.alike_long:
        return f"{number(result.then)} to {number(result.now)}"
    long = [counted(len(span.months), "month") for span in (result.before, result.after)]
    return f"{number(result.then)} in {long[0]} to {number(result.now)} in {long[1]}"


def _finding(result: TwoPeriods) -> str:
    name, counts = subject(result.incident_type), _counts(result)
    if not result.basis.n:
        return "No incident in either period, so there is nothing to compare"
    if result.move is Move.UNSURE:
        return f"{name}: {counts}, and we cannot tell whether that is more than chance"
    how = ""
    if result.exact and result.then >= FEW:
        how = f" ({change(result.exact.estimate)}{'' if result.alike_long else ' per day'})"
    return f"{name} {result.move.value} from {counts}{how}; there is no control"


def _sentences(result: TwoPeriods) -> list[str]:
    said = [_said_range(result), _said_months(result)]
    if result.move is Move.UNSURE and result.basis.n:
        said.append(_said_detectable(result))
    if not result.chosen:
        said.append(
            "No months were chosen, so the latest are compared with those before; choose the "
            "months before and after your response to see what changed with it"
        )
    said += [said_asked(result.before, "before"), said_asked(result.after, "after")]
    said.append(said_gaps(_without_data(result)))
    said.append(said_partial(result.partial, result.in_partial))
    return said


def _without_data(result: TwoPeriods) -> tuple[date, ...]:
    """Months of either period without data; those left out on purpose are no gaps."""
    pairs = zip(result.months, result.counts, strict=True)
    spans = (result.before, result.after)
    return tuple(m for m, c in pairs if c is None and any(s.first <= m <= s.last for s in spans))


def _said_range(result: TwoPeriods) -> str:
    """The change and its two ranges, or why no percentage is given."""
    if not result.basis.n:
        return ""
    if result.exact is None or result.cautious is None:
        more = ". So many would seldom come after nothing" if result.from_nought else ""
        return f"There were none before, so no percentage can be given{more}"
    times = manifold(result.exact) or manifold(result.cautious)
    what = f"Per day that is {central(result.exact, times=times)}"
    if not result.now:
        what = "There were none after"
    said = f"{what}; the likely range is {likely(result.cautious, times=times)}"
    if result.cautious == result.exact:
        return f"{said}. The months vary no more than chance alone makes them"
    said += f". Chance alone would leave {likely(result.exact, times=times)}"
    if result.move is Move.UNSURE and result.exact.excludes(1):
        said += ", but months here vary more than chance alone: take it as a weak sign"
    return said


def _said_months(result: TwoPeriods) -> str:
    """Whether the same months of the year are compared."""
    if not result.even:
        return (
            "The two periods do not hold the same months of the year alike, so part of the "
            "difference may be the season"
        )
    if result.matched:
        held = {m.month for m in result.before.months}
        out = [name for at, name in enumerate(MONTHS, 1) if at not in held]
        names = listed([name for at, name in enumerate(MONTHS, 1) if at in held])
        if len(out) < 6:
            names = f"all but {listed(out)}"
        return f"Only the months of the year that both periods hold are compared: {names}"
    return "Both periods hold the same months of the year"


def _said_detectable(result: TwoPeriods) -> str:
    if result.then < FEW or result.detectable is None:
        return "With these numbers no realistic fall could have been shown; use other evidence too"
    least = fall(result.detectable)
    return f"With these numbers only a fall of about {least} could have been shown"


def _working(result: TwoPeriods) -> list[str]:
    """How it was worked out."""
    chance = (
        "Chance alone: exact interval of the ratio of two Poisson counts (Clopper-Pearson), 95%"
    )
    if result.test:
        chance += f"; {said_test(result.test)} {one_in(result.p)} such comparisons"
    return [
        f"Counted: {inside(result.incident_type)}; {number(result.then)} in "
        f"{counted(result.before.days, 'day')} before, {number(result.now)} in "
        f"{counted(result.after.days, 'day')} after.",
        f"{chance}.",
        f"{said_variation(result.variation, result.phi)}; on the log scale, or exactly with both "
        "counts divided by it where one is under ten.",
    ]


KIND = AnalysisKind(
    key="two_periods",
    group="Did it work?",
    name="Before and after only",
    question="Is it fewer than before?",
    result=TwoPeriods,
    run=run,
    table=table,
    reading=reading,
    needs=(Role.START,),
    parameters=(
        *PERIODS,
        TYPE,
        Parameter(
            "same",
            "Only months of the year that both periods have",
            "yes",
            True,
            hint="So that summers are not compared with winters.",
        ),
        EMPTY,
        TEST,
    ),
)
