"""What is said of rates by area: in tables, captions and caveats."""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from workbench.analysis import hiding
from workbench.analysis.area_rates import RANKED, AreaRates
from workbench.analysis.kind import Cell, Column, Table
from workbench.analysis.place_words import incidents, portion, were
from workbench.analysis.reference import Reference
from workbench.analysis.words import counted, listed, number

MISFIT: Final = 0.02  # of the incidents: with more the table is of other areas
_PEOPLE: Final = re.compile(r"resident|people|person|population|inhabitant", re.IGNORECASE)
PASSING: Final = (
    "Residents are not all who are there: in town centres many come and few live, so rates look "
    "high. Use premises, visitors or homes where these are what is harmed."
)
AT_RISK: Final = (
    "A rate is only as good as what it is a rate of: count what can be harmed, such as homes for "
    "burglary."
)


def units(result: AreaRates) -> str:
    """What a rate is a rate of, in the plural."""
    return result.unit or "at risk"


def per(result: AreaRates) -> str:
    """Per 1,000 residents."""
    return f"per {number(result.per)} {units(result)}"


def rate(result: AreaRates, value: float) -> str:
    """A rate as it is read, with the decimals that its size wants."""
    return number(value * result.per, places(result))


def places(result: AreaRates) -> int:
    """Decimals, by the size of the rate of all areas."""
    size = result.mean * result.per
    return 0 if size >= 100 else 1 if size >= 1 else 2 if size >= 0.1 else 3


def cited(result: AreaRates) -> str:
    """The table, its date and its source."""
    return Reference(result.table, (), np.empty(0), "", result.table_source, result.dated).cited


def measure(result: AreaRates, words: str = "with 95% ranges") -> str:
    """What is drawn, and from which table."""
    areas = counted(len(result.codes), "small area")
    with_words = f", {words}" if words else ""
    return f"Incidents {per(result)} in {areas}{with_words}. Table: {cited(result)}"


def table(result: AreaRates) -> Table:
    """Ranked areas first, then those with too few incidents, then all together."""
    rest = np.flatnonzero(result.rank == 0)
    told = np.where(result.counts[rest] < 0, 0.5, result.counts[rest])
    rest = rest[np.lexsort((np.array(result.names)[rest], -told))]
    rows = [_row(result, int(at)) for at in (*result.ranked, *rest)]
    mean = result.mean * result.per
    rows.append(
        ("All areas", "", result.total, result.at_risk, mean, None, None, None, None, None, None)
    )
    decimals = places(result)
    size = 0 if float(result.exposure.sum()).is_integer() else 1
    columns = (
        Column("Area"), Column("Code"), Column("Incidents", 0),
        Column(units(result).capitalize(), size), Column(f"Rate {per(result)}", decimals),
        Column("Range from", decimals), Column("Range to", decimals),
        Column("Shrunk rate", decimals), Column("Rank", 0), Column("Rank from", 0),
        Column("Rank to", 0),
    )  # fmt: skip
    return Table(f"Rates by area {per(result)}", columns, tuple(rows), total=True)


def _row(result: AreaRates, at: int) -> tuple[Cell, ...]:
    count = int(result.counts[at])
    head = (result.names[at], result.codes[at])
    if count < 0:
        hidden = hiding.told(count, result.threshold)
        return (*head, hidden, float(result.exposure[at]), *(None,) * 7)
    figures = (result.rate, result.low, result.high, result.shrunk)
    told = [float(column[at]) * result.per for column in figures]
    places_of = (result.rank, result.rank_low, result.rank_high)
    ranks = [int(column[at]) if result.rank[at] else None for column in places_of]
    return (*head, count, float(result.exposure[at]), *told, *ranks)


def unplaced(result: AreaRates) -> list[str]:
    """Sentences on incidents and areas that have no rate, and on hidden ones."""
    said = []
    hidden = int((result.counts < 0).sum())
    if hidden:
        verb = "is" if hidden == 1 else "are"
        said.append(f"{counted(hidden, 'area')} with small counts {verb} not shown.")
    if result.lacking_areas and not misfit(result):
        such = listed([code for code, _ in result.lacking[:3]])
        lie = "lies" if result.lacking_incidents == 1 else "lie"
        said.append(
            f"{_some(result.lacking_incidents)} {lie} in {counted(result.lacking_areas, 'area')} "
            f"for which the table has no {units(result)} ({such}{_more(result)}): no rate."
        )
    for reason, rows in result.basis.left_out:
        if reason in ("no small area", "outside the boundaries") and rows:
            said.append(f"{incidents(rows)} {were(rows)} left out: {reason}.")
    return said


def _some(count: int) -> str:
    return "A few incidents" if count < 0 else incidents(count)


def _more(result: AreaRates) -> str:
    return " and more" if result.lacking_areas > 3 else ""


def misfit(result: AreaRates) -> bool:
    """Whether so many incidents lie in areas the table lacks that it must be of other areas."""
    return result.lacking_incidents > MISFIT * (result.total + result.lacking_incidents)


def caveat(result: AreaRates) -> str:
    """What a reader must know before believing a rate."""
    if misfit(result):
        return _edition_words(result)
    return PASSING if _PEOPLE.search(result.unit) or not result.unit else AT_RISK


def _edition_words(result: AreaRates) -> str:
    everything = result.total + result.lacking_incidents
    share = portion(result.lacking_incidents, everything)
    areas = counted(result.lacking_areas, "area")
    said = (
        f"{incidents(result.lacking_incidents)} ({share}) in {areas} have no rate: the table lacks "
        "those areas"
    )
    ours, theirs = result.rows_edition, result.table_edition
    if ours and theirs and ours != theirs:
        return (
            f"{said}. The rows use small areas of {ours}, the table those of {theirs}: bring in a "
            f"table of {ours}."
        )
    return f"{said}. Bring in a table that covers them."


def working(result: AreaRates) -> tuple[str, ...]:
    """How it was worked out."""
    zeros = {
        "boundaries": "Areas of the boundaries without an incident count as 0.",
        "table": "Areas of the table without an incident count as 0.",
        "none": "Areas without an incident are left out, so the rate of all is that of the others. "
        "Choose boundaries, and they count as 0.",
    }[result.zeros]
    said = [
        f"Table: {cited(result)}.",
        zeros,
        "Ranges are exact for counts that vary by chance alone (Garwood 1936), 95%.",
    ]
    if not np.isfinite(result.weight):
        said.append("The areas differ by no more than chance, so every shrunk rate is the mean.")
    else:
        said.append(
            "Shrunk rates are empirical Bayes (gamma-Poisson, moments by Marshall 1991): an area "
            f"of {number(result.weight)} {units(result)} lies half way between its own rate and "
            "the mean."
        )
    if result.draws:
        said.append(
            f"Ranks are of areas with {RANKED} incidents or more; their ranges come from "
            f"{number(result.draws)} draws of the likely rates (seed {result.seed})."
        )
    said.append(
        f"Areas vary {number(result.phi, 2)} times as much as chance alone (Spiegelhalter 2005, a "
        "tenth of the areas pulled in at each end); limits of chance are widened for it."
    )
    return tuple(said)
