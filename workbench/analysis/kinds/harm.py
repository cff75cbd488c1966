"""What does the most harm? Incidents weighed by a table of how grave each kind is."""

from __future__ import annotations

from dataclasses import replace

from workbench.analysis import harm_cells
from workbench.analysis.harm import gravest, weighed
from workbench.analysis.harm_words import reading, table
from workbench.analysis.harms import GAP, Harm, conceal, measured
from workbench.analysis.kind import AnalysisKind, Asked, Parameter
from workbench.analysis.months import last_day
from workbench.analysis.places import basis
from workbench.domain.data import Role
from workbench.errors import CannotAnswerError

BY = (("type", "Kind of incident"), ("month", "Month"), ("area", "Area"))


def run(asked: Asked) -> Harm:
    """Weigh the incidents of each kind, month or area.

    Raises:
        CannotAnswerError: there is no table of weights, or it knows none of the kinds.
    """
    given = KIND.settings(asked.parameters)
    told, by = asked.reference, str(given["by"])
    if told is None or not told.keys:
        raise CannotAnswerError(
            "Harm needs a table that says how much harm one incident of each kind does. Bring in "
            "the table your force uses, with its date and source, then ask again."
        )
    asked.incidents.need(Role.TYPE)
    asked.progress.report(0, 2, "Setting kinds against the table")
    found = harm_cells.weighted(asked.incidents, told)
    asked.progress.report(1, 2, "Weighing")
    if by == "month":
        found.rows.need(Role.START)
        cells = harm_cells.by_month(found)
    else:
        cells = harm_cells.by_area(found, asked.shapes) if by == "area" else (
            harm_cells.by_type(found)
        )  # fmt: skip
    phi = harm_cells.spread(found)
    missing = (cells.counts < 0).all(axis=1)
    seen = cells.counts.clip(min=0)
    counts = seen.sum(axis=1)
    counts[missing] = GAP
    total, kinds = int(seen.sum()), seen.sum(axis=0)
    rests_on = basis(asked.incidents, total, (*found.left_out, *cells.left_out))
    if cells.days:
        rests_on = replace(rests_on, first=cells.days[0], last=last_day(cells.days[-1]))
    result = Harm(
        rests_on,
        by, cells.names, counts, *measured(cells.counts, found.weights, phi.phi),
        kinds=found.kinds, weights=found.weights, by_kind=cells.counts, total=total,
        whole=weighed(kinds, found.weights, phi.phi), gravest=gravest(kinds, found.weights),
        without=found.without, phi=phi, days=cells.days, gaps=cells.gaps, partial=cells.partial,
        events=asked.events if by == "month" else (), unit=told.unit.strip(), table=told.name,
        table_source=told.source, dated=told.dated, threshold=0,
    )  # fmt: skip
    return conceal(result, int(str(given["threshold"])))


KIND = AnalysisKind(
    key="harm",
    group="Who and what?",
    name="Harm",
    question="What does the most harm?",
    result=Harm,
    run=run,
    table=table,
    reading=reading,
    needs=(Role.TYPE,),
    parameters=(
        Parameter("by", "Weigh by", "choice", "type", BY),
        Parameter("threshold", "Hide counts below", "whole", 0, low=0, high=20,
                  hint="0 shows all. Papers for outside hide counts below 5."),
    ),
    wants_shapes=True,
    wants_reference="weights",
    outside=conceal,
)  # fmt: skip
