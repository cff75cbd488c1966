"""How many of what, where and when? Incidents counted by two or three things at once."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.cross_tables import AUTO, KEPT, OTHERS, CrossTable, conceal, cross_table
from workbench.analysis.hiding import WITHHELD
from workbench.analysis.kind import AnalysisKind, Asked, Cell, Column, Parameter, Reading, Table
from workbench.analysis.months import EARLY
from workbench.analysis.place_words import SNAP_POINTS, portion
from workbench.analysis.sides import IN_TIME, NOT_KNOWN, WORDS
from workbench.analysis.subject import TYPE, counted_as, inside, subject
from workbench.analysis.words import capital, counted, listed, number, small

Whole = NDArray[np.int64]
Floats = NDArray[np.float64]


def run(asked: Asked) -> CrossTable:
    """Count the rows by what was asked for."""
    return cross_table(asked, KIND.settings(asked.parameters))


def table(result: CrossTable) -> Table:
    """A row a line, a column each, and totals; lines beyond those asked for are one."""
    shown = min(result.top, len(result.names))
    percent = result.show != "count"
    values = result.shares
    rows: list[tuple[Cell, ...]] = [
        (
            *_line(result, at),
            *_cells(values[at], result, at),
            None if at in result.row_gaps else _total(result.row_totals[at]),
        )
        for at in range(shown)
    ]
    blank = ("",) * (len(result.ways) - 2)
    if others := result.others + len(result.names) - shown:
        sums = _rest(result, shown)
        whole = sums.sum() if (sums >= 0).all() else WITHHELD
        told = [_sum(n, result, at, whole) for at, n in enumerate(sums)]
        rows.append((f"{number(others)} others", *blank, *told, _total(whole)))
    sums = result.column_totals
    told = [_sum(n, result, at, result.basis.n) for at, n in enumerate(sums)]
    rows.append(("All", *blank, *told, "withheld" if result.few else result.basis.n))
    columns = (
        *(Column(capital(WORDS[way])) for way in result.ways[:-1]),
        *(Column(_headed(name, result, at), 1 if percent else 0, percent=percent)
          for at, name in enumerate(result.columns)),
        Column("All", 0),
    )  # fmt: skip
    return Table(title(result), columns, tuple(rows), total=True)


def title(result: CrossTable) -> str:
    """Burglary by area, kind of incident and month."""
    return f"{subject(result.incident_type)} by {listed([WORDS[way] for way in result.ways])}"


def _line(result: CrossTable, at: int) -> tuple[str, ...]:
    """The names of a line; the first says so where the file covers only a part of it."""
    first, *parts = result.names[at]
    return (f"{first} (part)" if at in result.row_partial else first, *parts)


def _headed(name: str, result: CrossTable, at: int) -> str:
    return f"{name} (part)" if at in result.partial else name


def _cells(values: Floats, result: CrossTable, line: int) -> list[Cell]:
    made: list[Cell] = []
    for at, value in enumerate(values):
        if at in result.gaps or line in result.row_gaps:
            made.append(None)
        elif result.counts[line, at] < 0:
            made.append("withheld")
        elif result.untold[line, at]:
            made.append(None)
        elif np.isnan(value):
            made.append(None if result.show != "count" else "withheld")
        else:
            made.append(int(value) if result.show == "count" else float(value))
    return made


def _total(count: int) -> Cell:
    return int(count) if count >= 0 else "withheld"


def _sum(count: int, result: CrossTable, at: int, whole: int) -> Cell:
    """A sum below a column, in the form that is shown."""
    if at in result.gaps:
        return None
    if count < 0:
        return "withheld"
    if result.show == "count":
        return int(count)
    total = whole if result.show == "row" else int(result.column_totals[at])
    return count / total if total > 0 else None


def _rest(result: CrossTable, shown: int) -> Whole:
    """The lines that a table or a picture does not show, by column; ``WITHHELD`` where hidden."""
    left = np.vstack([result.counts[shown:], result.rest])
    return np.where((left < 0).any(axis=0), WITHHELD, left.sum(axis=0))


def reading(result: CrossTable) -> Reading:
    """Say which line has most, and where the fullest cell is."""
    what = capital(counted_as(result.incident_type))
    shown = {"count": what, "row": f"{what}, as a share of each row",
             "column": f"{what}, as a share of each column"}[result.show]  # fmt: skip
    measure = f"{shown}, by {listed([WORDS[way] for way in result.ways])}"
    caveat = "Counts, not risk: a larger area or a commoner kind has more of everything."
    if result.snap:
        caveat = f"{SNAP_POINTS} {caveat}"
    if {"hour", "weekday"} & set(result.ways):
        caveat = f"{_AT_START} {caveat}"
    says = "Counted, not compared"
    return Reading(_finding(result), measure, tuple(_sentences(result)), caveat, _WORKING, says,
                   "same")  # fmt: skip


def _finding(result: CrossTable) -> str:
    totals, n = result.row_totals, result.basis.n
    known = [at for at, names in enumerate(result.names) if NOT_KNOWN not in names]
    top = max(known or range(len(totals)), key=lambda at: (totals[at], -at))
    name = _plainly(result, top)
    if totals[top] < 0 or result.few:
        return f"{title(result)}: the counts are withheld"
    if totals[top] == n:
        return f"All {counted(n, 'incident')}: {name}" if n > 1 else f"The only incident: {name}"
    if result.show != "count" and (apart := _departs(result)):
        return apart
    of = inside(result.incident_type) if result.incident_type else "all incidents"
    held = f"{portion(totals[top], n)} of {of} ({number(totals[top])} of {number(n)})"
    if known and totals.max() > totals[top]:
        name = f"Of what is known, {name}"
    if (others := sum(totals[at] == totals[top] for at in known) - 1) > 0:
        rows = "another row" if others == 1 else f"{small(others)} other rows"
        return f"{name} has most, as {'has' if others == 1 else 'have'} {rows}: {held}"
    return f"{name} has most: {held}"


def _plainly(result: CrossTable, at: int) -> str:
    """What a line is called in a sentence; “Place 1” stands for an address that is not shown."""
    name = result.line(at)
    if result.threshold and _UNNAMED.match(name):
        return _UNNAMED.sub("A place that is not named", name)
    return name


def _departs(result: CrossTable) -> str:
    """The cell that lies furthest above what its row and column lead to; "" when none is told."""
    counts, n = result.counts.astype(np.float64), result.basis.n
    if min(result.counts.min(), result.row_totals.min(), result.column_totals.min()) < 0:
        return ""
    expected = np.outer(result.row_totals, result.column_totals) / max(n, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        above = np.where(expected > 0, (counts - expected) / np.sqrt(expected), 0.0)
    above[[NOT_KNOWN in names for names in result.names]] = 0.0
    above[:, [name in {NOT_KNOWN, OTHERS} for name in result.columns]] = 0.0
    line, at = (int(one) for one in np.unravel_index(int(above.argmax()), above.shape))
    row, column = int(result.row_totals[line]), int(result.column_totals[at])
    name, head, held = result.line(line), result.columns[at], int(counts[line, at])
    if above[line, at] <= 0 or held == n:
        return ""
    if result.show == "row":
        return f"{name}: {portion(held, row)} in {head}, where all rows have {portion(column, n)}"
    return f"{head}: {portion(held, column)} is {name}, which is {portion(row, n)} of all"


def _sentences(result: CrossTable) -> list[str]:
    said = [_said_fullest(result), _said_columns(result)]
    if result.show != "count" and (result.counts >= 0).all() and _departs(result):
        said.insert(0, "No other cell lies as far above what its row and column lead to.")
    if result.others:
        said.append(
            f"The {number(len(result.names))} lines with most are kept, "
            f"the other {number(result.others)} are added together."
        )
    for way, count in zip(result.ways, result.unknown, strict=False):
        if count:
            said.append(_said_unknown(count, way))
    if result.by_point:
        said.append(
            "Incidents are put into the boundaries chosen by where they lie, for the codes in the "
            "file are of other areas."
        )
    if gone := int(result.lost.sum()):
        what = counted(gone, "figure is", "figures are")
        said.append(
            f"{what} withheld or missing in the source: such cells are empty, not 0, and totals "
            "are too low by as much."
        )
    said += _said_missing(result)
    if early := dict(result.basis.left_out).get(EARLY, 0):
        verb = "was" if early == 1 else "were"
        said.append(f"{counted(early, 'incident')} long before the rest {verb} left out.")
    return [one for one in said if one]


def _said_missing(result: CrossTable) -> list[str]:
    """The months or years that the file does not cover, or covers in part."""
    said = []
    down = [result.names[at][0] for at in result.row_gaps]
    gaps = [result.columns[at] for at in result.gaps] or down or list(result.missing)
    if gaps:
        way = result.ways[-1] if result.gaps else result.ways[0]
        what = listed(gaps) if len(gaps) < 5 else f"{small(len(gaps))} {way}s"
        said.append(f"There are no rows for {what}: left empty, not counted as 0.")
    parted = [result.names[at][0] for at in result.row_partial]
    parted = list(dict.fromkeys([*(result.columns[at] for at in result.partial), *parted]))
    if parted:
        what = listed(parted) if len(parted) < 5 else f"{small(len(parted))} of them"
        said.append(f"The file covers only part of {what}.")
    return said


def _said_unknown(count: int, way: str) -> str:
    what = counted(count, "incident has", "incidents have")
    return f"{what} no {WORDS[way]} in the file, and {'stands' if count == 1 else 'stand'} apart."


def _said_fullest(result: CrossTable) -> str:
    """Where the fullest cell is, unless there is only one."""
    if result.counts.size < 2 or result.counts.max() <= 0:
        return ""
    use = [at for at, name in enumerate(result.columns) if name not in {OTHERS, NOT_KNOWN}]
    if not use or (result.counts < 0).any():
        return ""
    counts = result.counts[:, use]
    line, spot = (int(one) for one in np.unravel_index(int(counts.argmax()), counts.shape))
    at, most = use[spot], int(counts[line, spot])
    also = int((counts == most).sum()) - 1
    others = f", as in {counted(also, 'other')}" if also else ""
    where = f"{result.line(line)}, {result.columns[at]}"
    return f"The fullest cell is {where}: {number(most)}{others}."


def _said_columns(result: CrossTable) -> str:
    """The columns with most and with fewest, of those that are whole."""
    use = [at for at, name in enumerate(result.columns) if result.column_totals[at] >= 0
           and at not in result.gaps and at not in result.partial
           and name not in {NOT_KNOWN, OTHERS}]  # fmt: skip
    if len(use) < 2 or (result.column_totals < 0).any():
        return ""
    totals = result.column_totals[use]
    high, low = use[int(totals.argmax())], use[int(totals.argmin())]
    if totals.max() == totals.min():
        return ""
    names, sums = result.columns, result.column_totals
    most = f"{names[high]} has most ({number(sums[high])})"
    if result.ways[-1] not in IN_TIME:
        return f"Of the columns, {most}."
    fewest = f"{names[low]} fewest ({number(sums[low])})"
    return f"{most}, {fewest}."


_UNNAMED = re.compile(r"^Place [0-9]+(?=$|,)")
_AT_START = (
    "By when incidents start, as recorded: “Hours of the week” spreads those whose time is unknown."
)
_WORKING = (
    "Each incident is counted once, by what the file says of it; nothing is spread or estimated.",
    "What the file does not say stands as “Not known”, so that the totals are those of the file.",
    "Months and years across run without a break; one in which the whole file has no row is empty.",
)

_DOWN = (("area", "Area"), ("kind", "Kind of incident"), ("place", "Place"),
         ("outcome", "Outcome"), ("weekday", "Day of the week"), ("hour", "Hour"),
         ("month", "Month"), ("year", "Year"))  # fmt: skip

KIND = AnalysisKind(
    key="cross_table",
    group="Who and what?",
    name="Cross-table",
    question="How many of what, where and when?",
    result=CrossTable,
    run=run,
    table=table,
    reading=reading,
    parameters=(
        TYPE,
        Parameter("down", "Rows", "choice", AUTO, ((AUTO, "Kind, area or place"), *_DOWN)),
        Parameter("split", "Each row split by", "choice", "", (("", "Not split"), *_DOWN)),
        Parameter("across", "Columns", "choice", AUTO, ((AUTO, "Month, or what there is"), *_DOWN)),
        Parameter(
            "show", "Show", "choice", "count",
            (("count", "Counts"), ("row", "Share of each row"), ("column", "Share of each column")),
        ),
        Parameter("top", "Rows in the table", "whole", 40, low=5, high=KEPT),
    ),
    wants_shapes=True,
    outside=conceal,
    exact=lambda result: "place" in result.ways and not result.snap,
    called=title,
)  # fmt: skip
