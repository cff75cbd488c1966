"""Did it move elsewhere? A treated area and the buffer round it, against a control."""

from __future__ import annotations

from dataclasses import replace

from workbench.analysis.comparison import FEW, Difference
from workbench.analysis.displacing import Displacement, Shift, displacement_of, read_wdq
from workbench.analysis.effect import Side
from workbench.analysis.kind import (
    AnalysisKind,
    Asked,
    Cell,
    Column,
    Parameter,
    Reading,
    Table,
)
from workbench.analysis.ratio_words import shares
from workbench.analysis.spans import PERIODS, said_asked
from workbench.analysis.subject import TYPE, inside, said_gaps, subject
from workbench.analysis.trend_gaps import GAP_MONTHS
from workbench.analysis.variation_words import said_variation
from workbench.analysis.words import change, counted, number, sentence, signed, small
from workbench.domain.data import Role

SAYS = {
    Shift.NO_FALL: ("Nothing to move", "same"),
    Shift.FALL_UNSURE: ("Cannot tell", "unsure"),
    Shift.MOVED: ("May have moved", "change"),
    Shift.SPREAD: ("May have spread", "change"),
    Shift.UNSURE: ("Cannot tell", "unsure"),
}
MEASURE = "Incidents before and after, and how many more or fewer than the control suggests"
CAVEAT = (
    "This is never certain. Crime can move beyond the buffer, to other times, kinds or ways, and "
    "the areas differ in more than what was done."
)


def run(asked: Asked) -> Displacement:
    """Compare the three areas over both periods.

    Raises:
        CannotAnswerError: areas or months are missing, overlap, or have no data.
    """
    return displacement_of(asked, KIND.settings(asked.parameters))


def table(result: Displacement) -> Table:
    """The areas with their counts and changes, and what the control suggests."""
    title = f"{subject(result.incident_type)} before and after in three areas"
    if result.withheld:
        return Table(title, (Column("Area"),), ())
    effect = result.effect
    both = (
        effect.treated.before + result.buffer.before,
        effect.treated.after + result.buffer.after,
    )
    rows: tuple[tuple[Cell, ...], ...] = (
        ("Treated area", *_row(effect.treated), *_amounts(result.prevented, result)),
        ("Buffer", *_row(result.buffer), *_amounts(result.shifted, result)),
        ("Treated area and buffer", *both, None, None, None, *_amounts(result.together, result)),
        ("Control", *_row(effect.control), None, None, None),
    )
    columns = (
        Column("Area"),
        Column(f"Before: {effect.before.words}", 0),
        Column(f"After: {effect.after.words}", 0),
        Column("Change per day", 0, percent=True),
        Column("Likely from", 0, percent=True),
        Column("Likely to", 0, percent=True),
        Column("Difference from the control", 0),
        Column("Difference likely from", 0),
        Column("Difference likely to", 0),
    )
    return Table(title, columns, rows)


def _row(side: Side) -> tuple[Cell, ...]:
    return (side.before, side.after, *shares(side.change))


def _amounts(found: Difference | None, result: Displacement) -> tuple[Cell, ...]:
    if found is None or not found.error:
        return (None, None, None)
    if result.few:
        return found.total.estimate, None, None
    return found.total.estimate, found.total.low, found.total.high


def reading(result: Displacement) -> Reading:
    """Say what may have moved, and only where something fell that could have."""
    says, tone = SAYS[result.shift]
    if result.withheld:
        what = f"Too few to show: a count of one of these areas is below {result.withheld}"
        return Reading(what, MEASURE, (), CAVEAT, (), "Withheld", "unsure")
    return Reading(
        _finding(result), MEASURE, tuple(sentence(one) for one in _sentences(result) if one),
        CAVEAT, tuple(_working(result)), says, tone,
    )  # fmt: skip


def _finding(result: Displacement) -> str:
    name, effect = subject(result.incident_type), result.effect
    if not result.basis.n:
        return "No incident in any of these areas and months, so nothing can have moved"
    counts = _counts(result, effect.treated)
    match result.shift:
        case Shift.NO_FALL:
            return (
                f"{name}: {counts} in the treated area is no fall that could have moved elsewhere"
            )
        case Shift.FALL_UNSURE:
            why = "with too few incidents" if _lacking(result) else "too unsure a fall"
            return f"{name}: {counts} in the treated area, {why} to say that any moved"
        case Shift.UNSURE:
            return (
                f"{name} fell in the treated area ({counts}); whether any moved to the buffer, we "
                "cannot tell"
            )
        case shift:
            assert result.shifted is not None
            much = f"{_more(result.shifted.total.estimate)} in the buffer than the control suggests"
            if shift is Shift.MOVED:
                what = inside(result.incident_type) if result.incident_type else "incidents"
                return f"Some {what} may have moved: about {much}"
            return f"{name}: the benefit may have spread, with about {much}"


def _counts(result: Displacement, side: Side) -> str:
    """207 to 110; with their months where the periods are not as long as each other."""
    effect = result.effect
    if effect.alike_long:
        return f"{number(side.before)} to {number(side.after)}"
    long = [counted(len(span.months), "month") for span in (effect.before, effect.after)]
    return f"{number(side.before)} in {long[0]} to {number(side.after)} in {long[1]}"


def _more(value: float) -> str:
    if abs(value) < 0.5:
        return "none more or fewer"
    return f"{number(abs(value))} {'fewer' if value < 0 else 'more'}"


def _sentences(result: Displacement) -> list[str]:
    effect = result.effect
    sides = (
        ("treated area", effect.treated), ("buffer", result.buffer), ("control", effect.control),
    )  # fmt: skip
    said = ["; ".join(f"{name} {_counts(result, side)}{_by(side, result)}" for name, side in sides)]
    said += [_beside(result), *_quotient(result), *_said_harm(result), *_apart(result)]
    if not effect.same_season:
        said.append(
            "The two periods hold different months of the year; the control takes out only the "
            "season that is common to all three areas"
        )
    said += [said_asked(effect.before, "before"), said_asked(effect.after, "after")]
    said.append(said_gaps(effect.gaps))
    return said


def _said_harm(result: Displacement) -> list[str]:
    """The difference weighed by how much harm one incident of each kind does."""
    harm = result.harm
    if harm is None or result.few:
        return []
    span, unit = harm.difference.total, f" {harm.unit}" if harm.unit else ""
    said = f"Weighed by harm ({harm.cited}), that is {_more(span.estimate)}{unit} in both areas"
    said += f" together; the likely range is {_more(span.low)} to {_more(span.high)}"
    if harm.unweighed:
        said += f". {counted(harm.unweighed, 'incident')} of kinds without a weight are left out"
    return [said]


def _by(side: Side, result: Displacement) -> str:
    """A percentage, where there are enough to bear one."""
    if side.before < 20 or side.exact is None:
        return ""
    return f" ({change(side.exact.estimate)}{'' if result.effect.alike_long else ' per day'})"


def _lacking(result: Displacement) -> str:
    """Why the fall cannot be judged, where it is incidents that are lacking."""
    before, after = result.effect.control.pair
    if not before or not after:
        return f"The control had no incident {'after' if before else 'before'}"
    if min(before, after) < FEW:
        return f"The control had fewer than {small(FEW)} incidents {_when(before, after)}"
    if result.few or result.prevented is None:
        return "The areas hold too few incidents for a range"
    if result.effect.ratio is None:
        return f"A ratio needs {small(FEW)} incidents in each area and period"
    return ""


def _when(before: int, after: int) -> str:
    if max(before, after) < FEW:
        return "before, and after"
    return "before" if before < FEW else "after"


def _beside(result: Displacement) -> str:
    """Each area beside what the control suggests, with its range."""
    lacking = _lacking(result)
    if result.prevented is None or result.shifted is None or result.together is None or result.few:
        return f"{lacking}, so nothing can be set against it" if "control" in lacking else lacking
    parts = [
        f"about {_more(found.total.estimate)} {where} ({_range(found)})"
        for found, where in (
            (result.prevented, "in the treated area"),
            (result.shifted, "in the buffer"),
            (result.together, "in both together"),
        )
    ]
    if not any(result.buffer.pair):
        return (
            f"Against what the control suggests there were {parts[0]}. The buffer had no incident "
            "before or after, so there is nothing there to compare"
        )
    return f"Against what the control suggests there were {parts[0]}, {parts[1]} and {parts[2]}"


def _range(found: Difference) -> str:
    low, high = found.total.low, found.total.high
    if found.total.excludes(0):
        one, other = sorted((abs(low), abs(high)))
        return f"likely {number(one)} to {number(other)}"
    return f"anything from {_more(low)} to {_more(high)}"


def _quotient(result: Displacement) -> list[str]:
    """The quotient as a description, where a clear fall lets it be one."""
    match result.shift:
        case Shift.NO_FALL:
            return ["There is no fall to move elsewhere, so no quotient is given: it would be a "
                    "phantom"]  # fmt: skip
        case Shift.FALL_UNSURE:
            if lacking := _lacking(result):
                return [] if result.few else [f"{lacking}, so the fall cannot be judged"]
            return ["A fall that is not clear cannot be followed elsewhere, so a change in the "
                    "buffer would say nothing about it"]  # fmt: skip
    wdq = result.quotient.wdq
    if wdq is None or not any(result.buffer.pair):
        return []
    return [
        f"As a description only, the weighted displacement quotient is {number(wdq, 2)}: "
        f"{read_wdq(wdq)}. It has no range of its own; go by the ranges above"
    ]


def _apart(result: Displacement) -> list[str]:
    """Whether either area was on another course than the control before anything was done."""
    gaps = (("treated area", result.effect.before_gap), ("buffer", result.buffer_gap))
    said = []
    lacking = "months" if result.effect.phi.months < GAP_MONTHS else "incidents"
    for name, gap in gaps:
        if gap is None:
            said.append(f"too few {lacking} lie before to tell whether the {name} moved as the "
                        "control did")  # fmt: skip
        elif gap.excludes(1):
            way = "falling" if gap.estimate < 1 else "rising"
            said.append(
                f"before the start the {name} was already {way} against the control "
                f"({change(gap.estimate)} a year), which can pass for an effect"
            )
    if not said:
        return ["Before the start all three areas moved alike, as far as can be seen"]
    return said[:1] if all("too few" in one for one in said) else said


def _working(result: Displacement) -> list[str]:
    effect, found, plain = result.effect, result.quotient, result.plain
    lines = [
        f"Counted: {inside(result.incident_type)}; before {effect.before.words} "
        f"({counted(len(effect.before.months), 'month')}), after {effect.after.words} "
        f"({counted(len(effect.after.months), 'month')}).",
        "Beyond the control: incidents after, less incidents before times the control's after over "
        "before; the chance in all four counts is in the 95% range.",
        f"Plain weighted displacement difference (Wheeler and Ratcliffe): treated less control "
        f"{signed(plain.local, 1)}, the buffer's own change {signed(plain.displaced, 1)}, together "
        f"{signed(plain.total.estimate, 1)}, 95% {signed(plain.total.low, 1)} to "
        f"{signed(plain.total.high, 1)}. It assumes areas of like size.",
        f"{said_variation(effect.variation, effect.phi)}.",
        f"Gross effect {signed(found.gross, 1)} incidents (above 0 is a fall).",
    ]
    if found.net is not None and found.success is not None and found.total_net is not None:
        lines.append(
            f"Net effect {number(found.net, 3)}, success measure {number(found.success, 3)}, "
            f"buffer measure {number(found.buffer or 0, 3)}, total net effect "
            f"{signed(found.total_net, 1)} incidents (Bowers and Johnson)."
        )
    lines.append(
        "Asked only where the treated area fell, by itself and against the control, by more than "
        "its range leaves to chance."
    )
    return lines


def outside(result: Displacement, threshold: int) -> Displacement:
    """Without counts, where one of them is small: the ranges would give it back."""
    hidden = any(0 < count < threshold for count in result.counts)
    return replace(result, withheld=threshold) if hidden else result


KIND = AnalysisKind(
    key="displacement",
    group="Did it work?",
    name="Moved elsewhere",
    question="Did it move elsewhere?",
    result=Displacement,
    run=run,
    table=table,
    reading=reading,
    needs=(Role.START, Role.AREA),
    parameters=(
        Parameter("treated", "Treated area", "areas", ()),
        Parameter("buffer", "Buffer, where it may have moved to", "areas", ()),
        Parameter("control", "Control area", "areas", (), hint="Apart from both."),
        *PERIODS,
        TYPE,
    ),
    outside=outside,
    may_use_reference="weights",
)
