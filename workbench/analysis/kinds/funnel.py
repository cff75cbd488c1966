"""Which areas differ by more than chance? Rates against the size of the area."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from workbench.analysis import area_rates, rate_words
from workbench.analysis.area_rates import PARAMETERS, AreaRates, conceal
from workbench.analysis.kind import AnalysisKind, Asked, Column, Reading, Table
from workbench.analysis.rate_words import caveat, per, rate, unplaced, working
from workbench.analysis.words import counted, listed, number
from workbench.errors import CannotAnswerError

FEWEST = 5  # areas
BY_LUCK = 0.0027  # of areas lie beyond three standard deviations, both sides together


def run(asked: Asked) -> AreaRates:
    """Compare areas with what chance allows for their size.

    Raises:
        CannotAnswerError: there is no table, no row lies in an area that it knows, or the areas
            are too few.
    """
    found = area_rates.run(asked)
    if len(found.codes) < FEWEST:
        raise CannotAnswerError(
            f"Only {counted(len(found.codes), 'area')} can be compared, and a funnel plot needs "
            f"{FEWEST} or more. Choose more areas, or look at “Rates by area”."
        )
    return found


def reading(result: AreaRates) -> Reading:
    """How many areas lie above and below what chance allows, and which."""
    finding, says, tone = _finding(result)
    if rate_words.misfit(result):
        says, tone = "Table does not fit", "unsure"
    measure = rate_words.measure(result, "by size of area")
    said = (*_sentences(result), *unplaced(result))
    return Reading(finding, measure, said, caveat(result), working(result), says, tone)


def _finding(result: AreaRates) -> tuple[str, str, str]:
    above, below = (int((result.beyond == z).sum()) for z in (3, -3))
    every = number(len(result.codes))
    if above:
        lie = "lies" if above == 1 else "lie"
        what = f"{number(above)} of {every} areas {lie} above what chance allows"
        what += f", {number(below)} below" if below else ""
        return what, "More than chance", "change"
    if below:
        lie = "lies" if below == 1 else "lie"
        return f"{number(below)} of {every} areas {lie} below what chance allows", "Below", "change"
    return f"None of the {every} areas lies beyond what chance allows", "Within chance", "same"


def _sentences(result: AreaRates) -> list[str]:
    said = []
    above = np.flatnonzero(result.beyond == 3)
    first = above[np.argsort(-result.rate[above], kind="stable")][:3]
    if first.size:
        named = [f"{result.names[at]} ({rate(result, float(result.rate[at]))})" for at in first]
        head = "Highest" if above.size > first.size else "Above"
        said.append(f"{head}: {listed(named)} {per(result)}.")
    warned = int((abs(result.beyond) == 2).sum())
    if warned:
        lie = "lies" if warned == 1 else "lie"
        said.append(f"{counted(warned, 'more area', 'more areas')} {lie} between the two limits.")
    luck = BY_LUCK * len(result.codes)
    if luck >= 1:
        said.append(f"By luck alone about {number(luck)} would lie beyond the outer limit.")
    said.append(f"All areas together have {rate(result, result.mean)} {per(result)}.")
    return said


def table(result: AreaRates) -> Table:
    """The rates with what the funnel says of each area."""
    made = rate_words.table(result)
    words = {
        3: "above 3 SD", 2: "above 2 SD", 0: "within chance", -2: "below 2 SD", -3: "below 3 SD",
    }  # fmt: skip
    at = {code: index for index, code in enumerate(result.codes)}
    rows = []
    for row in made.rows:
        index = at.get(str(row[1]))
        shown = index is not None and result.counts[index] >= 0
        rows.append((*row, words[int(result.beyond[index])] if shown and index is not None else ""))
    columns = (*made.columns, Column("Against chance"))
    return replace(made, columns=columns, rows=tuple(rows))


KIND = AnalysisKind(
    key="funnel",
    group="Where?",
    name="Funnel plot",
    question="Which areas differ by more than chance?",
    result=AreaRates,
    run=run,
    table=table,
    reading=reading,
    parameters=PARAMETERS,
    wants_shapes=True,
    wants_reference="exposure",
    outside=conceal,
)
