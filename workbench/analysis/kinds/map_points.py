"""Where is each one? Incidents as circles, larger where several share a point."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.concentration import few_hold
from workbench.analysis.grid import blur
from workbench.analysis.ground import Ground, ground_of, inside, window_of
from workbench.analysis.hiding import not_small, without_small
from workbench.analysis.kind import AnalysisKind, Asked, Basis, Column, Parameter, Reading, Table
from workbench.analysis.place_words import SNAP_POINTS, incidents, of_all, portion
from workbench.analysis.places import basis
from workbench.analysis.points import Points, points_of, said_left_out
from workbench.analysis.shared_density import SQUARE
from workbench.analysis.sharing import HIDDEN, by_street, withhold
from workbench.analysis.streets import street_of
from workbench.analysis.words import capital, number
from workbench.domain.data import Role

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

NAMED = 30  # points that keep their words, for the table
STREETS = "street"
VIEWS = (
    ("0", "As they are"),
    (STREETS, "By street"),
    ("100", "In squares of 100 m"),
    ("250", "In squares of 250 m"),
    ("1000", "In squares of 1 km"),
)


@dataclass(frozen=True)
class MapPoints:
    """Points with most incidents first; ``names`` are those of the first few.

    ``counts`` has -1 where a small count is hidden.
    """

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
    streets: bool = False  # points were moved to one spot of the street that they name
    threshold: int = 0  # counts below it are hidden


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
    return seen_as(result, found, str(settings["blur"]), int(str(settings["threshold"])))


def seen_as(result: MapPoints, found: Points, view: str, threshold: int = 0) -> MapPoints:
    """The map in one of the views that a partner may be given.

    Args:
        result: the exact map.
        found: the points that it was made of, with all their words.
        view: "0" as they are, "street", or the side of squares in metres.
        threshold: counts below it are hidden.

    Returns:
        The map as that reader sees it.

    Raises:
        CannotAnswerError: streets are wanted, and the rows name none.
    """
    if view == STREETS:
        result = _by_street(result, found)
    elif view != "0":
        result = blurred(result, int(view))
    return withheld(result, threshold)


def _by_street(result: MapPoints, found: Points) -> MapPoints:
    streets, gone = by_street(found)
    left_out = (*result.basis.left_out, ("without a street", gone))
    return replace(
        result,
        basis=replace(result.basis, n=streets.total, left_out=left_out),
        easting=streets.easting,
        northing=streets.northing,
        counts=streets.counts,
        names=streets.names[:NAMED],
        streets=True,
    )


def withheld(result: MapPoints, threshold: int) -> MapPoints:
    """The same map with small counts hidden, for readers outside.

    Args:
        result: counts by point, street or square.
        threshold: counts of 1 to one less are hidden; 0 or 1 hides nothing more.

    Returns:
        Hidden counts are -1 and come last; so many that the total narrows no small one down.
    """
    if threshold <= max(result.threshold, 1):
        return result
    counts = withhold(result.counts, threshold)
    if counts.size < result.counts.size:
        nothing = np.empty(0)
        result = replace(result, easting=nothing, northing=nothing, names=())
    # The order must not tell which of the hidden has more: they are put by place.
    gone = counts == HIDDEN
    east, north = (np.where(gone, axis, 0.0) for axis in (result.easting, result.northing))
    order = np.lexsort((north, east, -counts))
    return replace(
        result,
        easting=result.easting[order],
        northing=result.northing[order],
        counts=counts[order],
        names=result.names[: int((~gone).sum())],
        basis=replace(result.basis, left_out=without_small(result.basis.left_out, threshold)),
        unplaced=not_small(result.unplaced, threshold),
        at_zero=not_small(result.at_zero, threshold),
        outside=not_small(result.outside, threshold),
        threshold=threshold,
    )


def for_outside(result: MapPoints, threshold: int) -> MapPoints:
    """What readers outside may see: no exact place, and no small count."""
    return withheld(_moved(result), threshold)


def _moved(result: MapPoints) -> MapPoints:
    """The same map with points in squares; a map that was kept with exact ones of streets too."""
    if result.streets:
        east, north = blur(result.easting, result.northing, SQUARE)
        names = tuple(street_of(name, snapped=result.snap) for name in result.names)
        return replace(result, easting=east, northing=north, names=names)
    return result if result.blurred >= SQUARE else blurred(result)


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
    shown = int((result.counts > 0).sum())
    rows = tuple(
        (
            index + 1,
            result.names[index] if index < len(result.names) else "",
            round(float(result.easting[index])),
            round(float(result.northing[index])),
            int(result.counts[index]),
            float(result.counts[index] / total),
        )
        for index in range(min(NAMED, shown))
    )
    columns = (
        Column("Rank", 0), Column("Place"), Column("Easting", 0), Column("Northing", 0),
        Column("Incidents", 0), Column("Share", 1, percent=True),
    )  # fmt: skip
    return Table(_nouns(result)[1].capitalize() + " with most incidents", columns, rows)


def _nouns(result: MapPoints) -> tuple[str, str]:
    if result.blurred:
        side = (
            f"{number(result.blurred)} m"
            if result.blurred < 1000
            else f"{result.blurred // 1000} km"
        )
        return f"square of {side}", f"squares of {side}"
    if result.streets:
        return "street", "streets"
    return "map point", "map points"


def reading(result: MapPoints) -> Reading:
    """How many points, and how few of them hold half."""
    noun, n = _nouns(result), result.basis.n
    measure = f"Incidents at each {noun[0]}, larger circles for more"
    left_out = said_left_out(result.unplaced, result.at_zero, result.outside)
    if not n:
        return Reading("No incident here has a place that can be mapped", measure, left_out, "")
    if not result.counts.size:
        finding = f"No {noun[0]} may be shown, since too few incidents are at each"
        hides = "Even where they are would give their numbers back, by the number of all incidents."
        return Reading(finding, measure, (hides, *left_out), _caveat(result), _working(result))
    if (result.counts == HIDDEN).any():
        return _reading_withheld(result, noun, measure, left_out)
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


def _reading_withheld(
    result: MapPoints, noun: tuple[str, str], measure: str, left_out: tuple[str, ...]
) -> Reading:
    """How many are told and how many are not; nothing that gives a hidden count back."""
    hidden, everything = int((result.counts == HIDDEN).sum()), len(result.counts)
    least = result.threshold
    said = f"{number(hidden)} {noun[hidden != 1]} {'is' if hidden == 1 else 'are'}"
    hides = (
        f"{said} shown as an empty circle, without the number: it is below {least}, or would give "
        "such a number away."
    )
    if hidden == everything:
        finding = f"No {noun[0]} has a number of incidents that may be shown"
        return Reading(finding, measure, (hides, *left_out), _caveat(result), _working(result))
    most = int(result.counts[0])
    where = f" ({result.names[0]})" if result.names and result.names[0] else ""
    one = everything - hidden == 1
    shown = f"{of_all(everything - hidden, everything, noun)} are"
    if one:
        shown = f"One of {number(everything)} {noun[1]} is"
    finding = f"{shown} shown with {'its' if one else 'their'} number, {least} incidents or more"
    share = f"{portion(most, result.basis.n)} of {number(result.basis.n)}"
    top = f"The {noun[0]} with most{where} has {incidents(most)}, {share}."
    sentences = (top, hides, *left_out)
    return Reading(capital(finding), measure, sentences, _caveat(result), _working(result))


def _caveat(result: MapPoints) -> str:
    if result.blurred:
        noun = _nouns(result)[1]
        return f"Points are moved into {noun}, so that no address is shown."
    if result.streets:
        return (
            "The points of each street are moved to the middle of one square of 100 m, so that no "
            "address is shown."
        )
    if result.snap:
        return SNAP_POINTS
    return "Exact places: check who may see them before this map is shared."


def _working(result: MapPoints) -> tuple[str, ...]:
    said = ["Incidents whose points agree to the metre are drawn as one circle."]
    if result.streets:
        said = ["Incidents that name the same street within 5 km are drawn as one circle."]
    if result.threshold > 1:
        said.append(f"Counts below {result.threshold} are hidden, and any that would "
                    "give them away.")  # fmt: skip
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
            VIEWS,
            hint="Streets and squares hide single addresses.",
        ),
        Parameter(
            "threshold",
            "Hide counts below",
            "whole",
            0,
            low=0,
            high=20,
            hint="0 shows all. Papers for outside hide counts below 5.",
        ),
    ),
    wants_shapes=True,
    pack=5,
    outside=for_outside,
    exact=lambda result: not (result.blurred or result.streets),
)
