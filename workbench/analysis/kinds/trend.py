"""Is it changing? Monthly counts with natural limits from a fixed baseline."""

from __future__ import annotations

from workbench.analysis.kind import AnalysisKind, Asked, Column, Parameter, Table
from workbench.analysis.rules import NELSON, WESTERN
from workbench.analysis.subject import EMPTY, TYPE, subject
from workbench.analysis.trend_words import middle, reading, said_of
from workbench.analysis.trends import STANDARD, Trend, trend_of
from workbench.analysis.words import month
from workbench.analysis.xmr import ENOUGH, FEWEST
from workbench.domain.data import Role

RULES = Parameter(
    "rules",
    "Rules for signals",
    "choice",
    STANDARD,
    (
        (STANDARD, "Outside the limits, and lasting runs"),
        (WESTERN, "Western Electric: four rules, more false alarms"),
        (NELSON, "All eight of Nelson: most false alarms"),
    ),
    hint="More rules mean more false alarms: with limits from twelve months all eight signal in "
    "half of the charts of three years in which nothing changed.",
)
LIMITS = Parameter(
    "limits",
    "Limits from",
    "choice",
    "mean",
    (("mean", "Averages"), ("median", "Medians, which odd months move less")),
)


def run(asked: Asked) -> Trend:
    """Count by month, set limits from the baseline, and test every month against them."""
    return trend_of(asked, KIND.settings(asked.parameters))


def table(result: Trend) -> Table:
    """A row a month: count, mean, limits, and what is said of it."""
    rows = []
    for place, (day, count) in enumerate(zip(result.months, result.counts, strict=True)):
        phase = next((p for p in result.phases if p.first <= place <= p.last), None)
        limits = (phase.mean, phase.lower, phase.upper) if phase else (None, None, None)
        rows.append((month(day), count, *limits, said_of(result, place)))
    columns = (
        Column("Month"),
        Column("Incidents", 0),
        Column(middle(result), 1),
        Column("Lower limit", 2),
        Column("Upper limit", 2),
        Column("Signal"),
    )
    return Table(f"{subject(result.incident_type)} by month", columns, tuple(rows))


KIND = AnalysisKind(
    key="trend",
    group="When does it happen?",
    name="Monthly trend",
    question="Is it changing?",
    result=Trend,
    run=run,
    table=table,
    reading=reading,
    needs=(Role.START,),
    parameters=(
        TYPE,
        Parameter("baseline", "Months in the baseline", "whole", ENOUGH, low=FEWEST, high=36),
        Parameter(
            "baseline_first", "Baseline starts", "month", None, hint="Empty: the first month."
        ),
        Parameter("step_at", "Limits start anew in", "month", None),
        Parameter("step_reason", "Because", "text", "", hint="What changed in that month."),
        RULES,
        LIMITS,
        EMPTY,
    ),
    pack=1,
)
