"""Did treated areas change more than many others? Difference in differences by month."""

from __future__ import annotations

from math import exp, log

from workbench.analysis.chances import normal_quantile
from workbench.analysis.comparison import POWER
from workbench.analysis.differences import CLUSTERS, EACH_SIDE, LAG
from workbench.analysis.kind import AnalysisKind, Asked, Cell, Column, Parameter, Reading, Table
from workbench.analysis.panels import NOWHERE, PHASE_IN, Group, Panel, panel_of
from workbench.analysis.ratio_words import against, central, likely, went
from workbench.analysis.subject import (
    TYPE,
    inside,
    said_coming_in,
    said_early,
    said_events,
    said_gaps,
    said_partial,
    subject,
)
from workbench.analysis.verdict import Move, move
from workbench.analysis.words import (
    capital,
    change,
    counted,
    month,
    number,
    percent,
    sentence,
    small,
)
from workbench.domain.data import Role

HOPELESS = 0.1  # falls beyond nine in ten are not to be hoped for


def run(asked: Asked) -> Panel:
    """Compare treated areas with others, month by month.

    Raises:
        CannotAnswerError: areas or the start are missing, or there is too little to compare.
    """
    return panel_of(asked, KIND.settings(asked.parameters))


def table(result: Panel) -> Table:
    """Both groups with their counts, the change of one against the other, and the trend before."""
    gap, ratio = result.before_gap, result.ratio
    rows: list[tuple[Cell, ...]] = [
        (*_row("Treated areas", result.treated, result), None, None),
        (*_row(_others(result), result.control, result), None, None),
        ("Treated against the others", None, None, None, ratio.estimate - 1, ratio.low - 1,
         ratio.high - 1),
    ]  # fmt: skip
    if gap is not None:
        rows.append(
            ("Before the start, a year", None, None, None, gap.estimate - 1, gap.low - 1,
             gap.high - 1)
        )  # fmt: skip
    if (own := result.trended) is not None:
        rows.append(
            ("Their own trend taken on", None, None, None, own.estimate - 1, own.low - 1,
             own.high - 1)
        )  # fmt: skip
    columns = (
        Column("Areas"),
        Column("Small areas", 0),
        Column(f"Before: {counted(result.known[0], 'month')}", 0),
        Column(f"After: {counted(result.known[1], 'month')}", 0),
        Column("Change per day", 0, percent=True),
        Column("Likely from", 0, percent=True),
        Column("Likely to", 0, percent=True),
    )
    title = f"{subject(result.incident_type)} before and after {month(result.start)}"
    return Table(title, columns, tuple(rows))


def _row(name: str, group: Group, result: Panel) -> tuple[Cell, ...]:
    return (name, group.areas, group.before, group.after, _per_day(group, result) - 1)


def _others(result: Panel) -> str:
    return "All other areas" if result.all_others else "Control areas"


def _per_day(group: Group, result: Panel) -> float:
    """The change of a group per day, as a ratio."""
    return group.after / group.before * result.days[0] / result.days[1]


def reading(result: Panel) -> Reading:
    """Say what changed beyond the others, how sure that is, and whether they were alike before."""
    caveat = "Other things changed too, and areas chosen because they were high tend to fall on "
    caveat += "their own. The others must not have been reached by the response, nor by what it "
    caveat += "moved elsewhere."
    return Reading(
        _finding(result),
        "Above: incidents a month, each group's mean before = 100. Below: the gap, and its likely "
        "size since",
        tuple(sentence(one) for one in _sentences(result) if one),
        caveat,
        tuple(_working(result)),
        capital(result.move.value),
        "unsure" if result.move is Move.UNSURE else "change",
    )


def _finding(result: Panel) -> str:
    """The title: the change against the others, or why nobody can tell."""
    name, than = subject(result.incident_type), against(result.ratio, "expected")
    if result.move is not Move.UNSURE:
        verb = result.move.value
        if result.alike_before is False:
            return f"{name} {verb} in the treated areas, beyond the trend they had before"
        return f"{name} {verb} in the treated areas against the others: {than}"
    counts = _counts(result, result.treated)
    if result.alike_before is False:
        return f"{name}: {counts}, but the treated areas were moving apart from others before"
    return f"{name}: {counts} in the treated areas, but we cannot tell"


def _alike_long(result: Panel) -> bool:
    """Whether both periods have as many days of data, but for a leap day or two."""
    return abs(result.days[0] / result.days[1] - 1) < 0.02


def _counts(result: Panel, group: Group) -> str:
    """63 to 60; with their months where the periods are not as long as each other."""
    if _alike_long(result):
        return f"{number(group.before)} to {number(group.after)}"
    before, after = (counted(months, "month") for months in result.known)
    return f"{number(group.before)} in {before} to {number(group.after)} in {after}"


def _sentences(result: Panel) -> list[str]:
    """What moved, what that is against the others, and how far it can be trusted."""
    parts = []
    for group, name in ((result.treated, "treated"), (result.control, "other")):
        ratio = _per_day(group, result)
        alike = _alike_long(result)
        verb = went(group.before, group.after, ratio, alike_long=alike)
        stayed = verb == "stayed at"
        share = f" ({change(ratio)} per day)" if group.before >= 20 and not stayed else ""
        what = number(group.before) if stayed else _counts(result, group)
        parts.append(
            f"{verb} {what} in the {small(group.areas)} {name} small "
            f"{'area' if group.areas == 1 else 'areas'}{share}"
        )
    said = [f"{subject(result.incident_type)} {parts[0]}, and {parts[1]}", _sure(result)]
    if result.opposed:
        said.append(
            f"In plain numbers it points the other way ({_plainly(result)}): the others are of "
            "another size than the treated areas, so compare with more alike ones"
        )
    said.append(_before(result))
    said.append(said_coming_in([result.months[i] for i in result.masked]))
    nowhere = dict(result.basis.left_out).get(NOWHERE, 0)
    if nowhere:
        said.append(f"{counted(nowhere, 'incident has', 'incidents have')} no small area")
    said += [said_gaps(result.gaps), said_partial(result.partial, result.in_partial)]
    return [*said, said_early(result.basis)]


def _sure(result: Panel) -> str:
    """The range, and what it lets one say."""
    span = result.ratio
    compared = "Compared with the others, month by month, that is"
    if move(span) is Move.UNSURE:
        return (
            f"{compared} {central(span)}, with {likely(span)} left open: numbers like these "
            f"move by that much on their own. We cannot say the response worked or failed. "
            f"{_detectable(result)}"
        )
    ends = sorted((abs(result.prevented.low), abs(result.prevented.high)))
    said = (
        f"{compared} {against(span, 'expected')}; the likely range is {likely(span)}, or "
        f"{number(ends[0])} to {number(ends[1])} incidents"
    )
    if result.move is Move.UNSURE:
        return said
    return f"{said}. Chance alone is an unlikely explanation of the " + (
        "fall" if result.move is Move.FELL else "rise"
    )


def _detectable(result: Panel) -> str:
    """What could have been seen at all, at the usual four chances in five."""
    usual = normal_quantile(0.975)
    error = log(result.ratio.high / result.ratio.low) / (2 * usual)
    fall = exp(-(usual + normal_quantile(POWER)) * error)
    if fall < HOPELESS:
        return "With these numbers no realistic fall could have been shown"
    return f"With these numbers only a fall of about {percent(1 - fall)} could have been shown"


def _before(result: Panel) -> str:
    """Whether the areas moved alike before the start."""
    gap = result.before_gap
    if gap is None:
        return "Too few months lie before the start to check that both moved alike"
    if result.alike_before:
        by = change(gap.estimate)
        differed = "did not differ" if by == "no change" else f"differed by {by} a year"
        return (
            "Before the start both moved alike, as far as can be seen: their trends "
            f"{differed} ({likely(gap)})"
        )
    way = "falling" if gap.estimate < 1 else "rising"
    said = (
        f"Before the start the treated areas were already {way} against the others "
        f"({change(gap.estimate)} a year, {likely(gap)})"
    )
    own = result.trended
    taken_on = f". With that taken on, the change is {change(own.estimate)} ({likely(own)})" if (
        own is not None
    ) else ""  # fmt: skip
    if result.move is not Move.UNSURE:
        return said + taken_on
    return f"{said}, so the comparison is not a fair one{taken_on}. Choose others that moved alike"


def _small(value: float) -> str:
    """A mean of a few incidents."""
    return number(value, 2 if value < 1 else 1)


def _plainly(result: Panel) -> str:
    """The difference of the mean changes, in incidents a month for each treated area."""
    if result.plain is None:
        return ""
    by = result.plain.difference

    def told(value: float) -> str:
        return f"{_small(abs(value))} {'fewer' if value < 0 else 'more'}"

    span = f", 95% {told(by.low)} to {told(by.high)}" if result.plain.ranged else ""
    return f"{told(by.estimate)} a month for each treated area{span}"


def _said_plain(result: Panel) -> list[str]:
    """The same by plain means, as a check that needs no model."""
    if result.plain is None:
        return []
    (t0, t1), (c0, c1) = result.plain.treated, result.plain.control
    spread = "; the range is from how the areas' changes differ" if result.plain.ranged else ""
    return [
        f"In plain means, without a model: a treated area went from {_small(t0)} to "
        f"{_small(t1)} incidents a month, another from {_small(c0)} to {_small(c1)}. The "
        f"one change less the other is {_plainly(result)}{spread}. That supposes that all areas "
        "change by as many incidents, the ratio that they change by the same share."
    ]


def _working(result: Panel) -> list[str]:
    """How it was worked out, with the plain figures."""
    ratio, chance = result.ratio, result.chance
    areas = result.treated.with_counts + result.control.with_counts
    how = {
        "area": f"clustered by area ({number(areas)} areas)",
        "month": f"of neighbouring months together (Bartlett's weights, lag {LAG}), for fewer "
        f"than {CLUSTERS} areas, or {EACH_SIDE} on a side, are too few to cluster by",
        "spread": "from the model times its dispersion, which is wider here than allowing for "
        "areas or months that go together",
        "months": "as the treated areas together vary against the others from month to month, "
        "which is wider here than allowing for areas that go together",
    }[result.errors]
    phi = result.dispersion
    return [
        f"Counted: {inside(result.incident_type)}; {counted(result.known[0], 'complete month')} "
        f"before {month(result.start)} and {number(result.known[1])} after; "
        f"{number(result.treated.with_counts)} treated and {number(result.control.with_counts)} "
        "other areas with an incident in them.",
        "Quasi-Poisson regression with a level for each area and each month, and one change for "
        "treated areas after the start; what is common to all areas in a month, such as the "
        "season, falls out.",
        f"Ratio {number(ratio.estimate, 3)}, 95% {number(ratio.low, 3)} to "
        f"{number(ratio.high, 3)}; errors {how}. Chance alone {number(chance.low, 3)} to "
        f"{number(chance.high, 3)}."
        + (f" Variance {number(phi, 2)} times the mean." if phi is not None else ""),
        "The trend before is compared in the same way, with time in the place of the response. "
        "Where it differs, an answer is given only if it stands with a straight trend of the "
        "treated areas' own as well.",
        *_said_plain(result),
        *said_events(result.events),
    ]


KIND = AnalysisKind(
    key="panel",
    group="Did it work?",
    name="Treated and many areas",
    question="Did the treated areas change more than the others?",
    result=Panel,
    run=run,
    table=table,
    reading=reading,
    needs=(Role.START, Role.AREA),
    parameters=(
        Parameter("treated", "Treated areas", "areas", ()),
        Parameter("control", "Control areas", "areas", (), hint="Empty means all other areas."),
        Parameter("start", "First month of the response", "month", None),
        TYPE,
        Parameter(
            "phase_in", "Months of coming in", "whole", 0, low=0, high=PHASE_IN,
            hint="So many months from the start on are left out.",
        ),
    ),
)  # fmt: skip
