"""Which has more? Two areas, or two kinds of incident, side by side over the same months."""

from __future__ import annotations

from dataclasses import replace

from workbench.analysis.equal_rates import said_test
from workbench.analysis.kind import (
    AnalysisKind,
    Asked,
    Cell,
    Column,
    Parameter,
    Reading,
    Table,
)
from workbench.analysis.place_words import portion
from workbench.analysis.ratio_words import against, central, likely, manifold, shares
from workbench.analysis.side_by_side import Part, SideBySide, side_by_side
from workbench.analysis.spans import said_asked
from workbench.analysis.subject import inside, said_gaps, said_partial, subject
from workbench.analysis.variation_words import said_variation
from workbench.analysis.verdict import Move
from workbench.analysis.words import change, counted, number, one_in, percent, sentence
from workbench.domain.data import Role

SAYS = {Move.ROSE: ("More", "change"), Move.FELL: ("Fewer", "change")}


def run(asked: Asked) -> SideBySide:
    """Compare two areas, or else two kinds of incident.

    Raises:
        CannotAnswerError: only one is chosen, they overlap, or there are no data.
    """
    return side_by_side(asked, KIND.settings(asked.parameters))


def table(result: SideBySide) -> Table:
    """A row each, and the ratio of the two."""
    what = "area" if result.by == "area" else "kind"
    title = f"{result.first.name} and {result.second.name}, {result.span.words}"
    if result.withheld:
        return Table(title, (Column(what.capitalize()),), ())
    rows: list[tuple[Cell, ...]] = [_row(result, part) for part in (result.first, result.second)]
    rows.append((f"{result.first.name} against {result.second.name}", None, None, None,
                 *shares(result.cautious or result.exact)))  # fmt: skip
    columns = (
        Column(what.capitalize()),
        Column("Incidents", 0),
        Column("Share of all", 1, percent=True),
        Column("Rate: for each 1,000 a year", 1),
        Column("Difference", 0, percent=True),
        Column("Likely from", 0, percent=True),
        Column("Likely to", 0, percent=True),
    )
    return Table(title, columns, tuple(rows))


def _row(result: SideBySide, part: Part) -> tuple[Cell, ...]:
    rate = result.rate(part) if result.sized else None
    return (part.name, part.n, part.share, rate, None, None, None)


def in_times(result: SideBySide) -> bool:
    """Whether ratio and range are told in times: from twice as many on, or where both must be."""
    spans = [span for span in (result.exact, result.cautious) if span]
    return any(span.estimate >= 2 or manifold(span) for span in spans)


def reading(result: SideBySide) -> Reading:
    """Say which has more, by more than such counts differ on their own."""
    says, tone = SAYS.get(result.move, ("Cannot tell", "unsure"))
    measure = "Incidents in each over the same months"
    if result.sized:
        measure = "Incidents for each 1,000 people or homes a year, over the same months"
    if result.by == "kind" and result.incident_type:
        measure += f"; only {inside(result.incident_type)}"
    if result.withheld:
        what = f"Too few to show: one of the two has fewer than {result.withheld} incidents"
        return Reading(what, measure, (), _caveat(result), (), "Withheld", "unsure")
    return Reading(
        _finding(result), measure, tuple(sentence(one) for one in _sentences(result) if one),
        _caveat(result), tuple(_working(result)), says, tone,
    )  # fmt: skip


def _caveat(result: SideBySide) -> str:
    if result.by == "kind":
        return (
            "More incidents are not more harm, and some kinds are recorded far more fully than "
            "others."
        )
    if result.sized:
        return (
            "The sizes were typed in by hand. Who lives there is not always who could be harmed "
            "there, as in a town centre."
        )
    return (
        "These are counts, not risks: an area with more people or homes has more incidents for "
        "that alone. Give both sizes to compare rates."
    )


def _finding(result: SideBySide) -> str:
    one, other = result.first, result.second
    name = f"{subject(result.incident_type)}: " if result.by == "area" else ""
    if not result.basis.n:
        return f"No incident in either, {result.span.words}, so there is nothing to compare"
    if result.move is Move.UNSURE:
        what = f"{one.name} has {_amount(result, one)} and {other.name} {_amount(result, other)}"
        return f"{name}{what}, and we cannot tell which has more"
    than = f"{'more' if result.move is Move.ROSE else 'fewer'} than {other.name}"
    if result.exact and min(one.n, other.n) >= 20:
        than = against(result.exact, other.name, times=in_times(result))
    return f"{name}{one.name} has {_amount(result, one)}, {than} with {_amount(result, other)}"


def _amount(result: SideBySide, part: Part) -> str:
    """The count, and before it the rate where sizes are known."""
    if result.sized:
        return f"{number(result.rate(part), 1)} for each 1,000 a year ({number(part.n)})"
    return number(part.n)


def _sentences(result: SideBySide) -> list[str]:
    return [
        _said_range(result),
        _said_shares(result),
        *_said_course(result),
        said_asked(result.span, "compared"),
        said_gaps([m for m, c in zip(result.months, result.first.by_month, strict=True)
                   if c is None]),
        said_partial(result.partial, result.in_partial),
    ]  # fmt: skip


def _said_range(result: SideBySide) -> str:
    one, other = result.first.name, result.second.name
    if not result.basis.n:
        return ""
    span = result.cautious or result.exact
    if span is None or result.exact is None:
        return f"{other} has none, so no ratio can be given"
    each, times = ", for its size" if result.sized else "", in_times(result)
    has = against(result.exact, other, times=times)
    said = f"{one} has {has}{each}; the likely range is {likely(span, times=times)}"
    if result.move is Move.UNSURE and result.exact.excludes(1):
        said += ". Chance alone would seldom give this, but months here vary more than chance alone"
    return said


def _said_shares(result: SideBySide) -> str:
    one, other = result.first, result.second
    if one.share is None or other.share is None:
        return ""
    of = f"all {inside(result.incident_type)}" if result.incident_type else "all incidents"
    both = portion(one.share + other.share, 1)
    return (
        f"{one.name} is {portion(one.share, 1)} of {of} in these months and {other.name} "
        f"{portion(other.share, 1)}, together {both}"
    )


def _said_course(result: SideBySide) -> list[str]:
    """Whether their trends were alike, and whether they went up and down together."""
    one, other, gap, beat = result.first.name, result.second.name, result.gap, result.together
    said = []
    if gap is None:
        said.append("Too few months or incidents to tell whether they moved alike")
    elif gap.excludes(1) and change(gap.estimate) != "no change":
        way = "fell" if gap.estimate < 1 else "rose"
        by = f"{central(gap)} each" if manifold(gap) else f"by {percent(abs(gap.estimate - 1))} a"
        said.append(
            f"They did not move alike: {one} {way} against {other}, {by} year "
            f"(likely {likely(gap)})"
        )
    else:
        said.append("Their trends over these months were alike, as far as can be seen")
    if beat is not None and beat.low > 0:
        said.append("From month to month they rose and fell together, as the season alone can make "
                    "them do")  # fmt: skip
    elif beat is not None and beat.high < 0:
        said.append("From month to month one rose when the other fell")
    elif beat is not None:
        said.append("From month to month there is no telling that they move together")
    return said


def _working(result: SideBySide) -> list[str]:
    lines = [
        f"Counted: {result.span.words} ({counted(len(result.span.months), 'month')}), the same "
        "months of both.",
        f"Ratio of two Poisson counts. {said_variation(result.variation, result.phi)}.",
    ]
    if result.exact is not None:
        alone = likely(result.exact, times=in_times(result))
        chance = f"Chance alone (Clopper-Pearson, 95%): {alone}"
        if result.test:
            chance += f"; {said_test(result.test)} {one_in(result.p)} such comparisons"
        lines.append(f"{chance}.")
    if result.together is not None:
        found = result.together
        lines.append(
            f"Correlation of steps from month to month {number(found.estimate, 2)}, 95% "
            f"{number(found.low, 2)} to {number(found.high, 2)} (square roots of the counts)."
        )
    return lines


def outside(result: SideBySide, threshold: int) -> SideBySide:
    """Without counts, where one of the two is small: the ratio would give it back."""
    small = any(0 < part.n < threshold for part in (result.first, result.second))
    if small:
        return replace(result, withheld=threshold)
    # Both shares of all would tell how few others there are.
    rest = [
        round(part.n / part.share) - result.first.n - result.second.n
        for part in (result.first, result.second) if part.share
    ]  # fmt: skip
    if not any(0 < others < threshold for others in rest):
        return result
    return replace(result, first=replace(result.first, share=None),
                   second=replace(result.second, share=None))  # fmt: skip


KIND = AnalysisKind(
    key="compare",
    group="Where?",
    name="Two side by side",
    question="Which of two areas or kinds has more?",
    result=SideBySide,
    run=run,
    table=table,
    reading=reading,
    needs=(Role.START,),
    parameters=(
        Parameter("one", "First area", "areas", (), hint="Empty: two kinds are compared."),
        Parameter("other", "Second area", "areas", ()),
        Parameter("type", "Kind of incident, or first kind", "type", "",
                  hint="Without areas, empty means the commonest."),
        Parameter("against", "Second kind", "type", "",
                  hint="Without areas, empty means the next commonest."),
        Parameter("first", "First month", "month", None, hint="Empty: the first month."),
        Parameter("last", "Last month", "month", None, hint="Empty: the last complete month."),
        Parameter("name_one", "First area is called", "text", ""),
        Parameter("name_other", "Second area is called", "text", ""),
        Parameter("size_one", "People or homes in the first", "number", 0.0, low=0,
                  hint="0: not known; counts are compared."),
        Parameter("size_other", "People or homes in the second", "number", 0.0, low=0),
    ),
    outside=outside,
)  # fmt: skip
