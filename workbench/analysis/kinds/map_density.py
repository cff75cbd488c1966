"""Where is it thick? Kernel density in incidents per square kilometre."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.density import Surface, cell_size, suited, surface
from workbench.analysis.ground import Ground, ground_of, inside, reach, squared
from workbench.analysis.hiding import not_small, without_small
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import AnalysisKind, Asked, Basis, Column, Parameter, Reading, Table
from workbench.analysis.outlines import Window
from workbench.analysis.place_words import incidents
from workbench.analysis.places import basis, busiest
from workbench.analysis.points import (
    Coordinates,
    coordinates_of,
    joined,
    mostly_snapped,
    said_left_out,
)
from workbench.analysis.shared_density import shareable, square_of
from workbench.analysis.streets import street_of
from workbench.analysis.words import number
from workbench.domain.data import Role
from workbench.errors import CannotAnswerError

Floats = NDArray[np.float64]
Grid = NDArray[np.float32]
Spots = tuple[Floats, Floats, NDArray[np.int64]]  # easting, northing, incidents

PEAKS = 10
SQUARE_KM = 1e6


@dataclass(frozen=True)
class Peak:
    """A thickest spot: where, by which named place, how thick, and how many incidents are near."""

    easting: float
    northing: float
    near: str
    density: float  # incidents per square km
    incidents: int  # within the bandwidth


@dataclass(frozen=True)
class MapDensity:
    """Density per square km at the middle of square cells (metres)."""

    basis: Basis
    ground: Ground
    x: Floats  # (columns,)
    y: Floats  # (rows,)
    density: Grid  # (rows, columns)
    cell: float
    bandwidth: int
    peaks: tuple[Peak, ...]
    snap: bool
    unplaced: int
    at_zero: int
    outside: int
    counts: NDArray[np.int32] = field(default_factory=lambda: np.zeros((0, 0), np.int32))
    threshold: int = 0  # spots that hold fewer are not told


def run(asked: Asked) -> MapDensity:
    """Spread each incident over the bandwidth and add up.

    Raises:
        CannotAnswerError: the file has no coordinates, or the bandwidth is not above 0.
    """
    wanted = int(str(KIND.settings(asked.parameters)["bandwidth"]))
    if wanted < 0:
        raise CannotAnswerError(
            "The bandwidth is the distance over which an incident counts, so it cannot be below 0. "
            "Choose 100 to 3,000 m, or 0 for one that suits the map."
        )
    found = coordinates_of(asked.incidents)
    spots = joined(found)
    local = asked.incidents.places == "local"
    asked.progress.report(0, 2, "Drawing the ground")
    east, north, counts = spots
    window = None
    if len(east):
        window = squared(reach(np.round(found.easting), np.round(found.northing), found.counts))
    bandwidth = wanted or suited(window)
    ground = ground_of(_padded(window, bandwidth), asked.shapes, local)
    asked.progress.report(1, 2, "Adding up density")
    cell = cell_size(bandwidth, ground.window)
    far = max(bandwidth, cell * 2)  # a cell must not fall between points
    laid = surface(np.column_stack([east, north]), counts, ground.window, far, cell)
    shown = inside(ground.window, east, north)
    return MapDensity(
        basis(asked.incidents, found.total, found.left_out),
        ground,
        laid.x,
        laid.y,
        np.asarray(laid.density * SQUARE_KM, dtype=np.float32),
        cell,
        int(far),
        _named(_peaks(laid, spots, far), asked.incidents, found, far),
        mostly_snapped(asked.incidents),
        found.unplaced,
        found.at_zero,
        int(counts[~shown].sum()),
        _in_cells(laid, spots),
    )


def _in_cells(laid: Surface, spots: Spots) -> NDArray[np.int32]:
    """Incidents in each cell of the surface, by which it is known what may be shown outside."""
    (x, y, counts), shape = spots, laid.density.shape
    column, row = (
        np.floor((along - start[0]) / laid.cell + 0.5).astype(np.int64)
        for along, start in ((x, laid.x), (y, laid.y))
    )
    on = (column >= 0) & (column < shape[1]) & (row >= 0) & (row < shape[0])
    flat = row[on] * shape[1] + column[on]
    found = np.bincount(flat, counts[on], laid.density.size)
    return found.astype(np.int32).reshape(shape)


def _padded(window: Window | None, bandwidth: int) -> Window | None:
    """The window with room for what the outermost incidents spread to."""
    if window is None:
        return None
    left, bottom, right, top = window
    return squared((left - bandwidth, bottom - bandwidth, right + bandwidth, top + bandwidth), 0)


def _peaks(laid: Surface, spots: Spots, bandwidth: float) -> tuple[Peak, ...]:
    """The thickest cells, each at least two bandwidths from a thicker one."""
    density, (x, y, counts) = laid.density.copy(), spots
    peaks: list[Peak] = []
    while len(peaks) < PEAKS and density.size and density.max() > 0:
        row, column = np.unravel_index(int(density.argmax()), density.shape)
        east, north = float(laid.x[column]), float(laid.y[row])
        # The spots run from west to east, so that only a strip of them is looked at.
        strip = slice(*np.searchsorted(x, (east - bandwidth, east + bandwidth)).tolist())
        near = np.hypot(x[strip] - east, y[strip] - north) < bandwidth
        thick = float(density[row, column] * SQUARE_KM)
        peaks.append(Peak(east, north, "", thick, int(counts[strip][near].sum())))
        away = np.hypot(laid.y[:, None] - north, laid.x[None, :] - east)
        density[away < 2 * bandwidth] = 0
    return tuple(peaks)


def _named(
    peaks: tuple[Peak, ...], rows: Incidents, found: Coordinates, bandwidth: float
) -> tuple[Peak, ...]:
    """The peaks with the words that most incidents near them name."""
    near = [_near(found, peak.easting, peak.northing, bandwidth) for peak in peaks]
    group = np.repeat(np.arange(len(peaks)), [len(part) for part in near])
    which = found.which[np.concatenate(near)] if near else np.empty(0, np.int64)
    words = busiest(rows, which, group)
    return tuple(replace(peak, near=words.get(at, "")) for at, peak in enumerate(peaks))


def _near(found: Coordinates, east: float, north: float, bandwidth: float) -> NDArray[np.intp]:
    """The incidents about a peak, as places among those found."""
    strip = np.flatnonzero(np.abs(found.easting - east) < bandwidth + 1)
    away = np.hypot(np.round(found.easting[strip]) - east, np.round(found.northing[strip]) - north)
    return strip[away < bandwidth]


def table(result: MapDensity) -> Table:
    """The thickest spots."""
    rows = tuple(
        (index + 1, peak.near, round(peak.easting), round(peak.northing), peak.density,
         peak.incidents)
        for index, peak in enumerate(result.peaks)
    )  # fmt: skip
    within = f"Incidents within {number(result.bandwidth)} m"
    columns = (
        Column("Rank", 0), Column("Busiest place there"), Column("Easting", 0),
        Column("Northing", 0), Column("Incidents per km\u00b2", 0), Column(within, 0),
    )  # fmt: skip
    return Table("Where incidents lie thickest", columns, rows)


def for_outside(result: MapDensity, threshold: int) -> MapDensity:
    """What readers outside may see: no lone incident, no exact place, no address.

    Args:
        result: the exact map.
        threshold: fewer incidents than this are too few to be shown.

    Returns:
        Incidents moved into squares; those with too few within the bandwidth left out; a step of
        the picture lowered where its area holds too few. A map that was kept before cells had
        counts shows nothing.
    """
    if threshold <= max(result.threshold, 1):
        return result
    counts = result.counts.astype(np.int64)
    if counts.shape != result.density.shape:
        counts = np.zeros(result.density.shape, np.int64)
    density, kept = shareable(counts, result.cell, result.bandwidth, threshold)
    square = square_of(result.cell) * result.cell
    row, column = np.nonzero(kept)
    order = np.lexsort((row, column))
    spots = result.x[column[order]], result.y[row[order]], kept[row[order], column[order]]
    laid = Surface(result.x, result.y, density, result.cell)
    peaks = tuple(
        replace(peak, easting=_middle(peak.easting, square),
                northing=_middle(peak.northing, square), near=_street(peak, result))
        for peak in _peaks(laid, spots, result.bandwidth) if peak.incidents >= threshold
    )  # fmt: skip
    return replace(
        result,
        basis=replace(result.basis, left_out=without_small(result.basis.left_out, threshold)),
        density=np.asarray(density * SQUARE_KM, dtype=np.float32),
        counts=np.zeros((0, 0), np.int32),
        peaks=peaks if density.any() else (),
        snap=False,
        unplaced=not_small(result.unplaced, threshold),
        at_zero=not_small(result.at_zero, threshold),
        outside=not_small(result.outside, threshold),
        threshold=threshold,
    )


def _middle(along: float, square: float) -> float:
    return float((np.floor(along / square) + 0.5) * square)


def _street(peak: Peak, result: MapDensity) -> str:
    """The street that the nearest exact peak names, without a house number."""
    near = [(np.hypot(one.easting - peak.easting, one.northing - peak.northing), one.near)
            for one in result.peaks]  # fmt: skip
    away, words = min(near, default=(np.inf, ""))
    return street_of(words, snapped=result.snap) if away < result.bandwidth else ""


def reading(result: MapDensity) -> Reading:
    """Where it is thickest, and how thick."""
    measure = f"Incidents per km\u00b2, each spread over {number(result.bandwidth)} m"
    left_out = said_left_out(result.unplaced, result.at_zero, result.outside)
    if not result.peaks and result.threshold:
        finding = f"No spot that may be shown holds {result.threshold} incidents or more"
        return Reading(finding, measure, left_out, _hidden(result))
    if not result.peaks:
        return Reading("No incident here has a place that can be mapped", measure, left_out, "")
    peak = result.peaks[0]
    where = f"round {peak.near}" if peak.near else f"at {_grid(peak)}"
    finding = (
        f"Incidents lie thickest {where}: {incidents(peak.incidents)} within "
        f"{number(result.bandwidth)} m"
    )
    said = [f"At its thickest there are {number(peak.density)} incidents per km\u00b2."]
    if len(result.peaks) > 1:
        second = result.peaks[1]
        named = f"round {second.near}" if second.near else f"at {_grid(second)}"
        said.append(f"Next is {named}, with {incidents(second.incidents)}.")
    caveat = (
        "Hot spots show where incidents were recorded; the bandwidth you choose and the edge of "
        "the map change the picture."
    )
    if result.snap:
        caveat += " Points are anonymised map points."
    if result.threshold:
        caveat = _hidden(result)
    return Reading(finding, measure, (*said, *left_out), caveat, _working(result))


def _hidden(result: MapDensity) -> str:
    """What readers outside do not see."""
    square = number(square_of(result.cell) * result.cell)
    return (
        f"Points are moved into squares of {square} m, and incidents with fewer than "
        f"{result.threshold} within {number(result.bandwidth)} m are left out, so that no address "
        "is shown."
    )


def _grid(peak: Peak) -> str:
    return f"{peak.easting:.0f}, {peak.northing:.0f}"


def _working(result: MapDensity) -> tuple[str, ...]:
    return (
        f"Quartic kernel 3 / (\u03c0 h\u00b2) (1 \u2212 d\u00b2 / h\u00b2)\u00b2 with bandwidth "
        f"h = {number(result.bandwidth)} m, on cells of {number(result.cell)} m.",
        "Compare half and twice the bandwidth: a spot that shows in all three is robust.",
    )


KIND = AnalysisKind(
    key="map_density",
    group="Where?",
    name="Density map",
    question="Where is it thick?",
    result=MapDensity,
    run=run,
    table=table,
    reading=reading,
    needs=(Role.EASTING, Role.NORTHING),
    parameters=(
        Parameter(
            "bandwidth",
            "Bandwidth in metres",
            "whole",
            0,
            low=0,
            high=3000,
            hint="How far an incident counts: 300 m suits a town, 500 m the country, 0 the map.",
        ),
    ),
    wants_shapes=True,
    outside=for_outside,
)
