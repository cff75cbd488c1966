"""What is counted, as a sentence names it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from operator import attrgetter

from workbench.analysis.kind import Basis, Event, Parameter
from workbench.analysis.months import EARLY, Monthly, last_day
from workbench.analysis.words import counted, day_month, listed, month, small

TYPE = Parameter("type", "Kind of incident", "type", "", hint="Empty means all kinds.")
EMPTY = Parameter(
    "empty",
    "Months without a single row",
    "choice",
    "gap",
    (("gap", "No data: leave a gap"), ("zero", "Nothing happened: count 0")),
    hint="Choose the second only if you know that the file covers those months.",
)


def subject(wanted: str) -> str:
    """The kind of incident as the start of a sentence: Burglary, or All incidents."""
    return wanted[:1].upper() + wanted[1:] if wanted else "All incidents"


def inside(wanted: str) -> str:
    """The kind of incident within a sentence: burglary; shouted names are kept as they are."""
    if not wanted:
        return "all incidents"
    return wanted if wanted[:2].isupper() else wanted[:1].lower() + wanted[1:]


def counted_as(wanted: str) -> str:
    """What one unit of the count is: incidents, or burglary incidents."""
    if wanted.startswith("incidents"):
        return wanted
    return f"incidents of {inside(wanted)}" if wanted else "incidents"


def basis_of(source: str, counted_months: Monthly, n: int | None = None) -> Basis:
    """What a result by month rests on."""
    months = counted_months.months
    return Basis(
        source,
        counted_months.n if n is None else n,
        months[0] if months else None,
        last_day(months[-1]) if months else None,
        counted_months.left_out,
    )


def said_months(months: Sequence[date], most: int = 4) -> str:
    """Jan 2024, Feb 2024 and Mar 2024; a number when there are many."""
    if len(months) <= most:
        return listed([month(day) for day in months])
    return f"{small(len(months))} months between {month(months[0])} and {month(months[-1])}"


def said_gaps(gaps: Sequence[date]) -> str:
    """A sentence on months without data; empty when there are none."""
    if not gaps:
        return ""
    what = "There are no rows for " + said_months(gaps)
    it = "it is left as a gap" if len(gaps) == 1 else "they are left as gaps"
    return f"{what}: {it}, not counted as 0."


def said_early(basis: Basis) -> str:
    """A sentence on stray rows long before the rest; empty when there are none."""
    count = dict(basis.left_out).get(EARLY, 0)
    if not count or basis.first is None:
        return ""
    what = counted(count, "incident starts", "incidents start")
    verb = "is" if count == 1 else "are"
    return f"{what} long before the rest, before {month(basis.first)}, and {verb} left out."


def said_partial(partial: Sequence[date], incidents: int) -> str:
    """A sentence on months left out because the data cover a part of them."""
    if not partial:
        return ""
    verb = "is" if len(partial) == 1 else "are"
    return (
        f"{said_months(partial)} {verb} left out because the data cover only part of "
        f"{'it' if len(partial) == 1 else 'them'} ({counted(incidents, 'incident')})."
    )


def said_events(events: Sequence[Event]) -> list[str]:
    """What the numbers over a crowded chart stand for; nothing without events."""
    in_order = sorted(events, key=attrgetter("day"))
    shown = [f"{i} {e.words} ({day_month(e.day)})" for i, e in enumerate(in_order, 1)]
    return [f"On the chart: {'; '.join(shown)}."] if shown else []


def said_coming_in(months: Sequence[date]) -> str:
    """A sentence on the months in which the response was only coming in; empty without any."""
    if not months:
        return ""
    verb = "is" if len(months) == 1 else "are"
    return f"{said_months(months)} {verb} left out, for the response was only coming in."
