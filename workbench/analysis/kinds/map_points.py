"""Where is each one? Incidents as circles, larger where several share a point."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.concentration import few_hold
from workbench.analysis.grid import blur
from workbench.analysis.ground import Ground, ground_of, inside, window_of
from workbench.analysis.kind import AnalysisKind, Asked, Basis, Column, Parameter, Reading, Table
from workbench.analysis.place_words import SNAP_POINTS, incidents, of_all, portion
from workbench.analysis.places import basis
from workbench.analysis.points import points_of, said_left_out
from workbench.analysis.words import capital, number
from workbench.domain.data import Role

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

NAMED = 30  # points that keep their words, for the table


@dataclass(frozen=True)
class MapPoints:
    """Points with most incidents first; ``names`` are those of the first few."""

    basis: Basis
    ground: Ground
    easting: Floats
    northing: Floats
    counts: Whole
    names: tuple[str, ...]
    snap: bool
    unplaced: int
    at_zero: int
    outside: int  # incidents beyond the window
    blurred: int  # side in metres of the squares that points were moved into, 0 when exact


def run(asked: Asked) -> MapPoints:
    """Put the incidents on the map.

    Raises:
        CannotAnswerError: the file has no coordinates.
    """
    settings = KIND.settings(asked.parameters)
    found = points_of(asked.incidents)
    local = asked.incidents.places == "local"
    asked.progress.report(0, 1, "Drawing the ground")
    window = window_of(found.easting, found.northing, found.counts)
    ground = ground_of(window, asked.shapes, local)
    shown = inside(ground.window, found.easting, found.northing)
    result = MapPoints(
        basis(asked.incidents, found.total, found.left_out),
        ground,
        found.easting,
        found.northing,
        found.counts,
        found.names[:NAMED],
        found.snap,
        found.unplaced,
        found.at_zero,
        int(found.counts[~shown].sum()),
        0,
    )
    cell = int(str(settings["blur"]))
    return blurred(result, cell) if cell else result


def blurred(result: MapPoints, cell: int = 100) -> MapPoints:
    """The same map for readers who must not see single addresses: points moved into squares.

    Args:
        result: the exact map.
        cell: side of the squares in metres.

    Returns:
        One point in the middle of each square, without its words; the total is the same.
    """
    if not len(result.counts):
        return replace(result, blurred=cell)
    east, north = blur(result.easting, result.northing, float(cell))
    spots, which = np.unique(np.column_stack([east, north]), axis=0, return_inverse=True)
    counts = np.bincount(which.ravel(), result.counts, len(spots)).astype(np.int64)
    order = np.lexsort((spots[:, 1], spots[:, 0], -counts))
    return replace(
        result,
        easting=spots[order, 0],
        northing=spots[order, 1],
        counts=counts[order],
        names=(),
        snap=False,
        blurred=cell,
    )


def table(result: MapPoints) -> Table:
    """The points with most incidents."""
    total = max(result.basis.n, 1)
    rows = tuple(
        (
            index + 1,
            result.names[index] if index < len(result.names) else "",
            round(float(result.easting[index])),
            round(float(result.northing[index])),
            int(result.counts[index]),
            float(result.counts[index] / total),
        )
        for index in range(min(NAMED, len(result.counts)))
    )
    columns = (
        Column("Rank", 0), Column("Place"), Column("Easting", 0), Column("Northing", 0),
        Column("Incidents", 0), Column("Share", 1, percent=True),
    )  # fmt: skip
    return Table(_nouns(result)[1].capitalize() + " with most incidents", columns, rows)


def _nouns(result: MapPoints) -> tuple[str, str]:
    if result.blurred:
        return f"square of {result.blurred} m", f"squares of {result.blurred} m"
    return "map point", "map points"


def reading(result: MapPoints) -> Reading:
    """How many points, and how few of them hold half."""
    noun, n = _nouns(result), result.basis.n
    measure = f"Incidents at each {noun[0]}, larger circles for more"
    left_out = said_left_out(result.unplaced, result.at_zero, result.outside)
    if not n:
        return Reading("No incident here has a place that can be mapped", measure, left_out, "")
    half, everything = few_hold(result.counts, 0.5), len(result.counts)
    holds = "holds" if half == 1 else "hold"
    finding = f"{of_all(half, everything, noun)} {holds} half of the incidents"
    if everything == 1:
        finding = f"All {number(n)} incidents lie" if n > 1 else "The only incident lies"
        finding += f" at one {noun[0]}"
    most = int(result.counts[0])
    where = f" ({result.names[0]})" if result.names and result.names[0] else ""
    said = (
        f"The {noun[0]} with most{where} has {incidents(most)}, {portion(most, n)} of {number(n)}."
    )
    return Reading(capital(finding), measure, (said, *left_out), _caveat(result), _working(result))


def _caveat(result: MapPoints) -> str:
    if result.blurred:
        return f"Points are moved into squares of {result.blurred} m, so that no address is shown."
    if result.snap:
        return SNAP_POINTS
    return "Exact places: check who may see them before this map is shared."


def _working(result: MapPoints) -> tuple[str, ...]:
    said = ["Incidents whose points agree to the metre are drawn as one circle."]
    if result.ground.local:
        said.append("The coordinates are metres of an unknown grid, so no outline is drawn.")
    else:
        said.append(
            "Places that came as latitude and longitude are on the National Grid to about 5 m."
        )
    return tuple(said)


KIND = AnalysisKind(
    key="map_points",
    group="Where?",
    name="Map of points",
    question="Where is each one?",
    result=MapPoints,
    run=run,
    table=table,
    reading=reading,
    needs=(Role.EASTING, Role.NORTHING),
    parameters=(
        Parameter(
            "blur",
            "Show places",
            "choice",
            "0",
            (("0", "As they are"), ("100", "In squares of 100 m"), ("250", "In squares of 250 m")),
            hint="Squares hide single addresses.",
        ),
    ),
    wants_shapes=True,
    pack=5,
    outside=lambda result, _threshold: blurred(result),
    exact=lambda result: not result.blurred,
)
