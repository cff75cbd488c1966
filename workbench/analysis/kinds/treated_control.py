"""Did it work? A treated area against a control, before against after."""

from __future__ import annotations

from workbench.analysis.comparison import FEW
from workbench.analysis.effect import Effect, Side, effect_of
from workbench.analysis.kind import (
    AnalysisKind,
    Asked,
    Cell,
    Column,
    Parameter,
    Reading,
    Table,
)
from workbench.analysis.ratio_words import against, fall, likely, shares, went
from workbench.analysis.spans import PERIODS, said_asked
from workbench.analysis.subject import TYPE, inside, said_gaps, subject
from workbench.analysis.trend_gaps import GAP_MONTHS
from workbench.analysis.variation_words import said_variation
from workbench.analysis.words import (
    change,
    counted,
    listed,
    number,
    percent,
    sentence,
    signed,
)
from workbench.domain.assessment import Verdict
from workbench.domain.data import Role

HOPELESS = 20  # incidents before; below it no realistic fall could be shown


def run(asked: Asked) -> Effect:
    """Compare both areas over both periods.

    Raises:
        CannotAnswerError: areas or months are missing, overlap, or have no data.
    """
    return effect_of(asked, KIND.settings(asked.parameters))


def table(result: Effect) -> Table:
    """Both areas with their counts and changes, and the change against the control."""
    rows: list[tuple[Cell, ...]] = [
        ("Treated area", *_row(result.treated)),
        ("Control area", *_row(result.control)),
        ("Treated against control", None, None, *shares(result.ratio)),
    ]
    columns = (
        Column("Area"),
        Column(f"Before: {result.before.words}", 0),
        Column(f"After: {result.after.words}", 0),
        Column("Change", 0, percent=True),
        Column("Likely from", 0, percent=True),
        Column("Likely to", 0, percent=True),
    )
    title = f"{subject(result.incident_type)} before and after, treated and control"
    return Table(title, columns, tuple(rows))


def _row(side: Side) -> tuple[Cell, ...]:
    return (side.before, side.after, *shares(side.change))


def reading(result: Effect) -> Reading:
    """Say what the numbers allow, with what they cannot rule out."""
    says = result.offered.value.capitalize()
    tones = {Verdict.CANNOT_TELL: "unsure", Verdict.NO_CHANGE: "same"}
    caveat = "Other things changed too, and an area chosen because it was high tends to fall on "
    caveat += "its own. Whether it moved elsewhere is not measured here."
    return Reading(
        _finding(result),
        "Incidents before and after, per day; a line is the likely range",
        tuple(sentence(one) for one in _sentences(result) if one),
        caveat,
        tuple(_working(result)),
        says,
        tones.get(result.offered, "change"),
    )


def _finding(result: Effect) -> str:
    """The title: a change against the control, or that nobody can tell."""
    name = subject(result.incident_type)
    counts = _counts(result, result.treated)
    if result.ratio is None:
        return f"{name}: {counts}, with too few to compare with the control area"
    than = against(result.ratio, "expected")
    if result.few or result.treated.before < HOPELESS:
        than = f"{counts} against {_counts(result, result.control)}"
    match result.offered:
        case Verdict.CANNOT_TELL:
            return f"{name}: {counts}, but we cannot tell whether the response worked"
        case Verdict.NO_CHANGE:
            return f"{name} moved as in the control area: {counts}"
        case Verdict.PROBABLY:
            return f"{name} probably fell against the control area: {than}"
        case _:
            way = "fell" if result.ratio.estimate < 1 else "rose"
            return f"{name} {way} against the control area: {than}"


def _moved(result: Effect) -> str:
    """Counts first; a percentage beside them once there are enough to bear one."""
    parts = []
    for side, name in ((result.treated, "treated area"), (result.control, "control area")):
        word = went(*side.pair, _rate(side, result), alike_long=result.alike_long)
        stayed = word == "stayed at" or not (side.before or side.after)
        what = f"{word} {_counts(result, side)} in the {name}"
        if stayed:
            what = f"stayed at {number(side.before) if side.before else 'nought'} in the {name}"
        if side.before >= HOPELESS and side.change and not stayed:
            each = "" if result.alike_long else " per day"
            what += f" ({change(side.change.estimate)}{each})"
        parts.append(what)
    return f"{subject(result.incident_type)} {parts[0]}, and {parts[1]}"


def _counts(result: Effect, side: Side) -> str:
    """63 to 60; with their months where the periods are not as long as each other."""
    if result.alike_long:
        return f"{number(side.before)} to {number(side.after)}"
    long = [counted(len(span.months), "month") for span in (result.before, result.after)]
    return f"{number(side.before)} in {long[0]} to {number(side.after)} in {long[1]}"


def _rate(side: Side, result: Effect) -> float:
    """Counts after over before, per day; for the word only."""
    return (side.after + 1e-9) / (side.before + 1e-9) * result.before.days / result.after.days


def _sentences(result: Effect) -> list[str]:
    """What moved, what that is against the control, and how sure."""
    said = [_moved(result)]
    if result.ratio is None:
        said.append(f"{_lacking(result)}, so no ratio is given")
    else:
        said.append(
            f"Compared with the control area, that is "
            f"{against(result.ratio, 'expected')}; the likely range is {likely(result.ratio)}"
            + (", which is exact, for a count is below five" if result.few else "")
        )
    said.append(_verdict_words(result))
    said.append(_said_picked(result))
    said.append(_said_untouched(result))
    said.append(_prevented(result))
    said.append(_detectable(result))
    said.append(_before_words(result))
    if not result.same_season:
        said.append(
            "The two periods hold different months of the year, so part of the change may be the "
            "season; the control area takes out what is common to both"
        )
    said += [said_asked(result.before, "before"), said_asked(result.after, "after")]
    said.append(said_gaps(result.gaps))
    return said


def _lacking(result: Effect) -> str:
    """Why there is no ratio."""
    if not result.treated.before:
        return "There was nothing in the treated area before"
    if not result.control.before or not result.control.after:
        when = "before" if not result.control.before else "after"
        return f"The control area has no incident {when}"
    return f"A ratio needs at least {FEW} incidents in each area and period"


def _verdict_words(result: Effect) -> str:
    """What the verdict means."""
    if result.ratio is None and result.offered is Verdict.CANNOT_TELL:
        return "Without a ratio we cannot say the response worked or failed"
    if result.offered is Verdict.NO_CHANGE and result.ratio is not None:
        low, high = result.ratio.low, result.ratio.high
        return (
            f"A fall of more than {fall(low)} is ruled out, and so is a rise of more than "
            f"{percent(high - 1)}"
        )
    return {
        Verdict.WORKED: "Chance alone is an unlikely explanation",
        Verdict.PROBABLY: "The numbers point to a fall, but not every test agrees",
        Verdict.CANNOT_TELL: "Numbers like these move by that much on their own. We cannot say "
        "the response worked or failed",
        Verdict.WORSE: "Chance alone is an unlikely explanation of the rise",
    }[result.offered]


def _said_picked(result: Effect) -> str:
    """That the area stood among the highest before, what that is worth, and a fairer control."""
    picked = result.picked
    if picked is None:
        return ""
    place = "the highest" if picked.rank == 1 else f"number {number(picked.rank)}"
    said = f"Before, the treated area was {place} of {number(picked.of)} areas. "
    if picked.expected > 0.995:
        said += "Little of that was luck, as the areas differ so much"
    else:
        said += (
            "An area that is chosen for a high count comes down by itself, here by about "
            f"{fall(picked.expected)}; that is taken off, and the verdict goes no further than "
            "probably"
        )
    if picked.instead:
        said += f". The areas that came next ({listed(list(picked.instead))}) are a fairer control"
    return said


def _said_untouched(result: Effect) -> str:
    """How far areas moved where nothing was done."""
    shown = result.untouched
    if shown is None:
        return ""
    return (
        f"Of {counted(shown.comparisons, 'comparison')} of areas where nothing was done, "
        f"{number(shown.as_far)} moved as far as the treated area"
    )


def _prevented(result: Effect) -> str:
    """The difference in incidents, and a warning when the areas differ in size."""
    span = result.sized.total
    if result.treated.before + result.treated.after + result.control.before < HOPELESS:
        return "The counts are too small to say how many incidents were prevented"
    what = f"About {_amount(span.estimate)} than the control area suggests "
    if span.excludes(0):
        low, high = sorted((abs(span.low), abs(span.high)))
        what += f"(likely {number(low)} to {number(high)})"
    else:
        what += f"(anything from {_amount(span.low)} to {_amount(span.high)})"
    if not result.agree:
        what += ". Plain difference and ratio point different ways: the control area is not "
        what += "comparable in size"
    return what


def _amount(value: float) -> str:
    return f"{number(abs(value))} {'fewer' if value < 0 else 'more'}"


def _detectable(result: Effect) -> str:
    """What could have been seen at all, at the usual four chances in five."""
    if result.treated.before < HOPELESS or result.detectable is None:
        if result.offered is not Verdict.CANNOT_TELL:
            return "Numbers so small often miss what was done"
        return "With these numbers no realistic fall could have been shown; use other evidence too"
    least = fall(result.detectable)
    if result.offered is Verdict.CANNOT_TELL:
        return f"With these numbers only a fall of about {least} could have been shown"
    return f"Numbers of this size show a fall of {least} four times in five, and often miss less"


def _before_words(result: Effect) -> str:
    """Whether the areas moved alike before the start."""
    if result.alike_before is None:
        lacking = "months" if result.phi.months < GAP_MONTHS else "incidents"
        return f"Too few {lacking} lie before the start to check that both areas moved alike"
    gap = result.before_gap
    if result.alike_before or gap is None:
        return "Before the start both areas moved alike, as far as can be seen"
    way = "falling" if gap.estimate < 1 else "rising"
    return (
        f"Before the start the treated area was already {way} against the control "
        f"({change(gap.estimate)} a year), so the comparison is not a fair one"
    )


def _working(result: Effect) -> list[str]:
    """How it was worked out, with the plain figures."""
    plain, sized, phi = result.difference, result.sized, result.phi
    lines = [
        f"Counted: {inside(result.incident_type)}; before {result.before.words} "
        f"({counted(len(result.before.months), 'month')}), after {result.after.words} "
        f"({counted(len(result.after.months), 'month')}); rates per day.",
        f"{said_variation(result.variation, phi)}.",
        *_worked_wider(result),
        f"Weighted displacement difference {signed(plain.total.estimate, 1)} incidents over the "
        f"period after, standard error {number(plain.error, 1)}, 95% "
        f"{signed(plain.total.low, 1)} to {signed(plain.total.high, 1)}.",
        f"With the control made as large as the treated area ({len(result.treated.codes)} and "
        f"{len(result.control.codes)} small areas): {signed(sized.total.estimate, 1)}, 95% "
        f"{signed(sized.total.low, 1)} to {signed(sized.total.high, 1)}.",
        *(
            _alone(side, name)
            for side, name in ((result.treated, "Treated"), (result.control, "Control"))
        ),
    ]
    if result.ratio and result.ratio_chance:
        one, two = result.ratio, result.ratio_chance
        lines.insert(2, (
            f"Relative incident rate ratio {number(one.estimate, 3)}, 95% {number(one.low, 3)} to "
            f"{number(one.high, 3)}; chance alone {number(two.low, 3)} to {number(two.high, 3)}"
            + (" (exact: melded Clopper-Pearson)." if result.few else ".")
        ))  # fmt: skip
    return lines


def _worked_wider(result: Effect) -> list[str]:
    """What untouched areas and the choice of a high area did to the range."""
    shown, picked, lines = result.untouched, result.picked, []
    if shown is not None:
        how = f"{number(shown.wider, 2)} times as wide" if shown.wider > 1.005 else "no wider"
        lines.append(
            f"Untouched areas: {counted(shown.areas, 'area')} with about as many incidents, each "
            f"against all others, now and at earlier dates; the range is made {how} for them."
        )
    if picked is not None:
        lines.append(
            f"Regression to the mean (empirical Bayes): of {number(result.treated.before)} before, "
            f"{number(result.fair_before, 1)} were to be expected again."
        )
    return lines


def _alone(side: Side, name: str) -> str:
    """The exact range of one area, which knows of chance only."""
    if side.exact is None:
        return f"{name} area alone: nothing before, so no percentage can be given."
    return (
        f"{name} area alone, exact interval (Clopper-Pearson, chance only): "
        f"{change(side.exact.estimate)} per day, {likely(side.exact)}."
    )


KIND = AnalysisKind(
    key="treated_control",
    group="Did it work?",
    name="Treated and control",
    question="Did it change more than elsewhere?",
    result=Effect,
    run=run,
    table=table,
    reading=reading,
    needs=(Role.START, Role.AREA),
    parameters=(
        Parameter("treated", "Treated area", "areas", ()),
        Parameter("control", "Control area", "areas", ()),
        *PERIODS,
        TYPE,
    ),
)
