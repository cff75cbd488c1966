"""Will anybody know whether it worked: the assessment and its verdict."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from workbench.domain.assessment import Assessment
from workbench.guide.facts import Known, day, filled
from workbench.guide.gap import Gap
from workbench.guide.strands.strand import Fault, faulty, shortened


def gaps(known: Known) -> Iterator[Gap]:
    """What is missing from the assessment."""
    assessments = known.contents.assessments
    if not assessments:
        if known.live_responses():
            says = "No assessment is booked."
            yield Gap("assessment", says, "Book an assessment", "assessment")
        return
    yield from _overdue(known)
    yield from faulty(known, assessments, _FAULTS, lambda a: _called(known, a))


def _overdue(known: Known) -> Iterator[Gap]:
    for assessment in known.contents.assessments:
        when = assessment.booked
        if assessment.verdict is None and when is not None and when < known.today:
            says = f"{_called(known, assessment)} was due on {day(when)} and has no verdict."
            fix = "Open the assessment"
            yield Gap("assessment.overdue", says, fix, "assessment", assessment.id, "verdict")


def _called(known: Known, assessment: Assessment) -> str:
    """The only assessment needs no name; one of several does."""
    several = len(known.contents.assessments) > 1
    return (
        f"The assessment \u201c{shortened(assessment.name)}\u201d" if several else "The assessment"
    )


def _months(assessment: Assessment) -> tuple[date | None, ...]:
    return (
        assessment.before_first,
        assessment.before_last,
        assessment.after_first,
        assessment.after_last,
    )


_FAULTS: Final = (
    Fault[Assessment](
        "assessment.control",
        lambda _, a: a.control_id is None,
        "{it} has no control area, so a fall may be nobody's doing.",
        "Choose a control area",
        "control_id",
        needs=("areas", "area"),
    ),
    Fault[Assessment](
        "assessment.booked",
        lambda _, a: a.booked is None and a.verdict is None,
        "{it} has no day it is booked for.",
        "Book a day",
        "booked",
    ),
    Fault[Assessment](
        "assessment.months",
        lambda _, a: a.verdict is not None and None in _months(a),
        "{it} has a verdict but not all the months it compares.",
        "Choose the months",
        "before_first",
    ),
    Fault[Assessment](
        "assessment.reason",
        lambda _, a: a.verdict is not None and not filled(a.reason),
        "{it} has a verdict without a reason.",
        "Say why",
        "reason",
    ),
)
