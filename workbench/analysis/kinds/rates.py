"""Which areas have most for their size? Rates with exact ranges, shrunk rates and open ranks."""

from __future__ import annotations

import numpy as np

from workbench.analysis import rate_words
from workbench.analysis.area_rates import PARAMETERS, RANKED, AreaRates, conceal, run
from workbench.analysis.kind import AnalysisKind, Reading
from workbench.analysis.rate_words import caveat, per, rate, table, unplaced, working
from workbench.analysis.words import counted, number, ordinal


def reading(result: AreaRates) -> Reading:
    """Which area has the highest rate, how sure its rank is, and how many stand out."""
    finding, says, tone = _finding(result)
    if rate_words.misfit(result):
        says, tone = "Table does not fit", "unsure"
    return Reading(
        finding,
        rate_words.measure(result),
        tuple(_sentences(result)),
        caveat(result),
        working(result),
        says,
        tone,
    )


def _finding(result: AreaRates) -> tuple[str, str, str]:
    """The title, the chip, and its tone."""
    if not result.ranked.size:
        what = f"No area has {RANKED} incidents or more, so their rates are not ranked"
        return what, "Too few to rank", "unsure"
    top = int(result.ranked[0])
    own = f"{rate(result, float(result.rate[top]))} {per(result)}"
    if len(result.codes) == 1:
        return f"{result.names[top]} has {own}", "Nothing to compare with", "unsure"
    highest = result.rate[top] >= result.rate[result.ranked].max()
    comes = "has the highest rate" if highest else "comes first, its size allowed for"
    what = f"{result.names[top]} {comes}: {own}, against {rate(result, result.mean)} over all"
    return what, *_verdict(result)


def _verdict(result: AreaRates) -> tuple[str, str]:
    """Whether areas differ by more than chance."""
    if not np.isfinite(result.weight):
        return "No more than chance", "same"
    if (abs(result.beyond) == 3).any():
        return "Some differ by more than chance", "change"
    return "Perhaps more than chance", "unsure"


def _sentences(result: AreaRates) -> list[str]:
    said = []
    if result.ranked.size:
        said += _of_the_first(result, int(result.ranked[0]))
    few = int(((result.counts >= 0) & (result.counts < RANKED)).sum())
    if few and result.ranked.size:
        have = "has" if few == 1 else "have"
        said.append(
            f"{counted(few, 'area')} of {number(len(result.codes))} {have} fewer than {RANKED} "
            "incidents and no rank."
        )
    said += unplaced(result)
    if not said:
        said.append(f"The rate of all areas together is {rate(result, result.mean)} {per(result)}.")
    return said


def _of_the_first(result: AreaRates, top: int) -> list[str]:
    """How far the first area's rate and rank are open."""
    low, high = (rate(result, float(end[top])) for end in (result.low, result.high))
    said = [f"Its likely range is {low} to {high}."]
    if len(result.codes) == 1:
        return said
    if not np.isfinite(result.weight):
        said.append("The areas differ by no more than chance would have it, so any could be first.")
        return said
    shrunk, size = rate(result, float(result.shrunk[top])), len(result.ranked)
    last = int(result.rank_high[top])
    where = f"could be anything from 1st to {ordinal(last)} of {size}" if last > 1 else "is sure"
    said.append(f"Allowing for its size it is about {shrunk}; its rank {where}.")
    return said


KIND = AnalysisKind(
    key="rates",
    group="Where?",
    name="Rates by area",
    question="Which areas have most for their size?",
    result=AreaRates,
    run=run,
    table=table,
    reading=reading,
    parameters=PARAMETERS,
    wants_shapes=True,
    wants_reference="exposure",
    outside=conceal,
)
