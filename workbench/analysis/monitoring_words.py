"""What is said of a count that is watched against a baseline, whatever chart watches it."""

from __future__ import annotations

from workbench.analysis.monitoring import Monitored
from workbench.analysis.periods import NOT_COMPLETE, said_out, spanned
from workbench.analysis.subject import inside, said_early
from workbench.analysis.words import counted, day_month, number

SEASONAL = "This changes with the seasons, which was not allowed for, so read it with care. "


def amount(value: float) -> str:
    """A level with the decimals that its size wants."""
    return number(value, 0 if value >= 20 else 1).removesuffix(".0")


def baseline(result: Monitored) -> str:
    """The months of the baseline."""
    first, last = (result.starts[at] for at in (result.base_first, result.base_last))
    return spanned(first, last, result.unit)


def said_baseline(result: Monitored) -> str:
    """A sentence on the level, and where it comes from."""
    return (
        f"The expected {amount(result.level)} a {result.unit} come from {baseline(result)} "
        f"({counted(result.base_n, result.unit)}"
        f"{', locked' if result.locked else ''})."
    )


def said_missing(result: Monitored) -> list[str]:
    """Sentences on periods without data or not complete, and on stray rows."""
    rows = dict(result.basis.left_out).get(NOT_COMPLETE[result.unit], 0)
    said = said_out(result.unit, result.gaps, result.partial, rows)
    return [one for one in (*said, said_early(result.basis)) if one]


def season_caveat(result: Monitored) -> str:
    """A warning where the time of year could not be allowed for."""
    return SEASONAL if result.swings else ""


def working(result: Monitored) -> list[str]:
    """How the expected counts and their spread were found."""
    unit = result.unit
    length = "" if unit == "week" else ", for the days of each month"
    season = (
        " and its time of year (two waves a year, fitted to the baseline)" if result.season else ""
    )
    source = "from neighbours in the baseline, and never taken below 1"
    if result.assumed:
        source = "assumed, to be cautious with a baseline of fewer than 24"
    said = [
        f"Counted: {inside(result.incident_type)}, by the {unit} of the start date; complete "
        f"{unit}s only.",
        f"Expected: the level of the baseline{length}{season}. It is not worked out anew later.",
        f"{unit.capitalize()}s vary {number(result.phi, 2)} times as much as chance alone "
        f"({source}).",
    ]
    shown = [f"{i} {e.words} ({day_month(e.day)})" for i, e in enumerate(result.events, 1)]
    return [*said, *([f"On the chart: {'; '.join(shown)}."] if shown else [])]
