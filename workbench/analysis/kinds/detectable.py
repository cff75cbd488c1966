"""What could we have seen? The mildest fall that the numbers would show, asked while planning."""

from __future__ import annotations

from workbench.analysis.chosen_areas import keep_apart, need_codes
from workbench.analysis.comparison import FEW
from workbench.analysis.kind import (
    AnalysisKind,
    Asked,
    Cell,
    Column,
    Parameter,
    Reading,
    Table,
    Value,
)
from workbench.analysis.months import parse
from workbench.analysis.planning import HOPELESS, Detectable, Plan, detectable_of
from workbench.analysis.ratio_words import fall
from workbench.analysis.spans import said_asked
from workbench.analysis.subject import TYPE, inside, subject
from workbench.analysis.variation_words import said_variation
from workbench.analysis.words import capital, counted, number, percent, sentence
from workbench.domain.data import Role
from workbench.errors import CannotAnswerError

NAMES = {"none": "no control", "same": "a control of the same size", "given": "your control"}
SHOWN = (1, 2, 3, 6, 9, 12, 18, 24, 36)
MEASURE = "The mildest fall that would be told from chance, by months of follow-up"
USELESS = "No realistic fall could be shown statistically; use other evidence"


def run(asked: Asked) -> Detectable:
    """Work out what could be seen with the incidents before.

    Raises:
        CannotAnswerError: areas or months are missing, overlap, or have no data.
    """
    given = KIND.settings(asked.parameters)
    treated, control = (
        need_codes(given[key], key) if given[key] else () for key in ("treated", "control")
    )
    if treated or control:
        asked.incidents.need(Role.AREA)
    if control and not treated:
        raise CannotAnswerError(
            "A control area is chosen and no treated area, so there is nothing to compare it with. "
            "Nothing was changed. Choose the treated area too, or leave out the control."
        )
    keep_apart(treated, control, ("the treated area", "the control"))
    first, last = parse(given["before_first"]), parse(given["before_last"])
    if (first is None) != (last is None) or (first and last and first > last):
        raise CannotAnswerError(
            "The months before need a first and a last, in order. Nothing was changed. Choose "
            "both, or neither for the latest year."
        )
    plan = Plan(
        str(given["type"] or ""), treated, control, (first, last) if first and last else None,
        _whole(given["follow_up"]), float(str(given["power"])),
    )  # fmt: skip
    return detectable_of(asked.incidents, plan)


def _whole(value: Value) -> int:
    """Months of follow-up, kept within what the form allows."""
    wanted = int(value) if isinstance(value, (int, float, str)) and value else 12
    return min(60, max(1, wanted))


def table(result: Detectable) -> Table:
    """A row for each length of follow-up: the fall, and the incidents that it would leave."""
    months = sorted({*SHOWN, result.follow_up} & set(result.months))
    columns = [Column("Months of follow-up")]
    columns += [Column(capital(f"change, {NAMES[one.name]}"), 0, True) for one in result.designs]
    columns.append(Column("Expected without a change", 0))
    rows = tuple((str(month), *_cells(result, month)) for month in months)
    title = f"The mildest fall of {inside(result.incident_type)} that could be shown"
    return Table(title, tuple(columns), rows)


def _cells(result: Detectable, month: int) -> tuple[Cell, ...]:
    found = [result.at(one.name, month) for one in result.designs]
    expected = result.treated * month / len(result.before.months)
    return (*(None if ratio is None else ratio - 1 for ratio in found), expected)


def reading(result: Detectable) -> Reading:
    """Say what fall could be seen, before anything is done."""
    caveat = (
        "A fall that is milder than this may be real and still not be told from chance. The "
        "control is expected to stay as it is, and months to vary as they did."
    )
    if not result.treated:
        return Reading(
            f"No incident in {result.before.words}, so no fall could be shown",
            MEASURE, (f"{USELESS}.",), caveat, (), "Nothing to see", "unsure",
        )  # fmt: skip
    none = result.hopeless or result.at(_best(result), result.follow_up) is None
    says, tone = ("Too few", "unsure") if none else ("What can be seen", "same")
    return Reading(
        _finding(result), MEASURE, tuple(sentence(one) for one in _sentences(result) if one),
        caveat, _working(result), says, tone,
    )  # fmt: skip


def _best(result: Detectable) -> str:
    """The design that the title speaks of: the control that was chosen, or one of the same size."""
    return "given" if result.control is not None else "same"


def _finding(result: Detectable) -> str:
    name, after = subject(result.incident_type), counted(result.follow_up, "month")
    span = counted(len(result.before.months), "month")
    counts = f"{counted(result.treated, 'incident')} in {span}"
    ratio = result.at(_best(result), result.follow_up)
    if result.hopeless:
        return f"{name}: {counts} is too few for any realistic fall to be shown"
    if ratio is None:
        return f"{name}: with {counts}, no realistic fall could be told from chance after {after}"
    least = f"only a fall of {fall(ratio)} or more"
    if ratio > 0.995:
        least = "even a fall of under 1%"
    return f"{name}: with {counts}, {least} would be told from chance after {after}"


def _sentences(result: Detectable) -> list[str]:
    said = []
    if result.hopeless:
        said.append(USELESS)
    after, span = counted(result.follow_up, "month"), len(result.before.months)
    expected = result.treated * result.follow_up / span
    for one in result.designs:
        ratio, name = result.at(one.name, result.follow_up), NAMES[one.name]
        if ratio is None:
            said.append(f"With {name}, no realistic fall could be shown after {after}")
            continue
        left = f"from {number(expected)} expected to {number(expected * ratio)} or fewer"
        said.append(f"With {name}, a fall of {fall(ratio)} could be shown after {after}: {left}")
    said.append("No control sees more, but cannot tell your work from anything else that changed")
    said.append("" if result.hopeless else _said_longer(result))
    said.append("Splitting the months into weeks shows no more: the totals decide")
    if result.control is not None:
        said.append(
            f"Before, there were {number(result.treated)} in the treated area and "
            f"{number(result.control)} in the control. A larger control helps, up to a point"
        )
    said.append(said_asked(result.before, "before"))
    return said


def _said_longer(result: Detectable) -> str:
    """What waiting longer would gain."""
    best, last = _best(result), result.months[-1]
    later = result.at(best, last)
    if last <= result.follow_up or later is None:
        return ""
    return (
        f"After {counted(last, 'month')} it would be {fall(later)} with {NAMES[best]}: waiting "
        "longer gains less and less, for the incidents before limit it"
    )


def _working(result: Detectable) -> tuple[str, ...]:
    return (
        f"Counted: {inside(result.incident_type)}; {number(result.treated)} in "
        f"{result.before.words}.",
        "The fall whose ratio r has \u2212ln r = (1.96 + z) times its standard error: a chance of "
        f"{percent(result.power)} of being shown by a 95% range.",
        f"{said_variation(result.variation, result.phi)}.",
        f"Below {HOPELESS} incidents before, no fall is called realistic; nor is one that leaves "
        f"fewer than {FEW}, or is held against a control with fewer than {FEW}.",
    )


KIND = AnalysisKind(
    key="detectable",
    group="Did it work?",
    name="What could be seen",
    question="What could we have seen?",
    result=Detectable,
    run=run,
    table=table,
    reading=reading,
    needs=(Role.START,),
    parameters=(
        Parameter("treated", "Treated area", "areas", (), hint="Empty: every row."),
        Parameter("control", "Control area", "areas", (), hint="Empty: none yet."),
        Parameter("before_first", "Before: first month", "month", None),
        Parameter("before_last", "Before: last month", "month", None,
                  hint="Empty: the latest year."),
        Parameter("follow_up", "Months of follow-up", "whole", 12, low=1, high=60),
        Parameter("power", "Chance of seeing it", "choice", "0.8",
                  (("0.8", "80%, as is usual"), ("0.9", "90%, to be surer"))),
        TYPE,
    ),
)  # fmt: skip
