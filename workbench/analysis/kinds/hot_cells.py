"""Where is it hot, beyond chance? Getis-Ord Gi* on square cells."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workbench.analysis.cells import FEWEST, OFF, SQUARE_KM, STRAYS, Cells, refuse, study
from workbench.analysis.getis_ord import LEVEL
from workbench.analysis.ground import ground_of, squared
from workbench.analysis.hiding import not_small, without_small
from workbench.analysis.hot_spots import (
    COLD,
    HOT,
    NEITHER,
    WITHHELD,
    HotCells,
    Spot,
    joined,
    named,
    spots,
    within,
)
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import (
    AnalysisKind,
    Asked,
    Cell,
    Column,
    Parameter,
    Reading,
    Table,
)
from workbench.analysis.multiple import AUTHORS, MANY
from workbench.analysis.place_words import incidents, portion, were
from workbench.analysis.places import basis
from workbench.analysis.points import Coordinates, coordinates_of, mostly_snapped
from workbench.analysis.shared_cells import LEAST, coarser, renamed, scored
from workbench.analysis.streets import street_of
from workbench.analysis.words import counted, number, percent, small
from workbench.domain.data import Role
from workbench.errors import CannotAnswerError

Floats = NDArray[np.float64]

LISTED: Final = (15, 5)  # hot and cold spots in the table
_NEARBY: Final = 50  # sides of a cell: a longer band is no neighbourhood


def run(asked: Asked) -> HotCells:
    """Count incidents in cells, score each with its neighbours, and allow for so many looks.

    Raises:
        CannotAnswerError: no coordinates, too few cells or incidents, or no incident within the
            boundaries.
    """
    given = KIND.settings(asked.parameters)
    side, band = int(str(given["side"])), int(str(given["band"]))
    rows, local = asked.incidents, asked.incidents.places == "local"
    found = _placed(rows)
    asked.progress.report(0, 3, "Laying cells")
    shapes = None if local else asked.shapes
    cells = study(found, shapes, side)
    _check(band, cells)
    index = cells.index(found.easting, found.northing)
    counts = cells.counts(index, found.counts)
    n = int(counts.sum())
    refuse(cells, n)
    asked.progress.report(1, 3, "Comparing each cell with its neighbours")
    scores, signs = scored(cells, counts, band, str(given["many"]))
    listed, place = spots(cells, signs, scores, counts, LISTED)
    asked.progress.report(2, 3, "Drawing the ground")
    return HotCells(
        basis(rows, n, (*found.left_out, (cells.off, found.total - n))),
        ground_of(squared(cells.box), shapes, local),
        cells.left,
        cells.bottom,
        cells.side,
        signs,
        counts.astype(np.int32),
        scores.astype(np.float32),
        named(listed, place, rows, (found.which, index)),
        joined(signs, HOT)[1],
        joined(signs, COLD)[1],
        int(counts[signs == HOT].sum()),
        int(counts[signs == COLD].sum()),
        band,
        cells.areas,
        mostly_snapped(rows),
        found.unplaced,
        found.at_zero,
        found.total - n,
        many=str(given["many"]),
    )


def _placed(rows: Incidents) -> Coordinates:
    """Where the incidents are; refused when none has a place."""
    found = coordinates_of(rows)
    if not found.total:
        raise CannotAnswerError(
            "No incident here has a place that can be mapped, so none can lie in a hot spot. "
            "Nothing was changed. Choose other rows."
        )
    return found


def _check(band: int, cells: Cells) -> None:
    """Refuse a distance that makes no neighbours, or makes nearly all of them neighbours."""
    if band < 0 or 0 < band < cells.side:
        raise CannotAnswerError(
            f"Within {number(band)} m no cell of {number(cells.side)} m has a neighbour. Nothing "
            f"was changed. Choose {number(cells.side)} m or more, or 0 for the cells that touch."
        )
    if band > _NEARBY * cells.side:
        raise CannotAnswerError(
            f"{number(band)} m are more than {_NEARBY} cells of {number(cells.side)} m, which is "
            "no neighbourhood. Nothing was changed. Choose a shorter distance or larger cells."
        )


def table(result: HotCells) -> Table:
    """The hot spots with most incidents, the largest cold ones, and all cells by what they are."""
    rows: list[tuple[Cell, ...]] = []
    for at, spot in enumerate(result.spots):
        where = (round(spot.easting), round(spot.northing))
        sort = "Hot" if spot.hot else "Cold"
        rows.append((at + 1, sort, spot.near, *where, *_held(result, spot.cells, spot.incidents)))
    n, hot, cold = result.basis.n, result.hot, result.cold
    rest = WITHHELD if result.cold_incidents < 0 else (
        n - result.hot_incidents - result.cold_incidents
    )  # fmt: skip
    for words, cells, count in (
        ("Hot cells", hot, result.hot_incidents),
        ("Cold cells", cold, result.cold_incidents),
        ("Neither", result.cells.n - hot - cold, rest),
        ("Study area", result.cells.n, n),
    ):
        rows.append((None, words, "", None, None, *_held(result, cells, count)))
    columns = (
        Column("Rank", 0), Column("Spot"), Column("Busiest place there"), Column("Easting", 0),
        Column("Northing", 0), Column("km\u00b2", 2), Column("Incidents", 0),
        Column("Share", 1, percent=True), Column("Times the average", 1),
    )  # fmt: skip
    return Table("Hot and cold spots", columns, tuple(rows), total=True)


def _held(result: HotCells, cells: int, count: int) -> tuple[Cell, ...]:
    """Size, incidents, their share and how thick they lie against the average."""
    size, n = cells * result.side**2 / SQUARE_KM, result.basis.n
    if count < 0:
        return size, "withheld", None, None
    thick = count / cells / (n / result.cells.n) if cells and n else None
    return size, count, count / max(n, 1), thick


def reading(result: HotCells) -> Reading:
    """How much the hot cells hold, on how little ground."""
    cells = result.cells
    measure = (
        f"{number(cells.n)} cells of {number(result.side)} m, each with {_neighbours(result)}, "
        "against an even scatter"
    )
    finding, says, tone = _finding(result)
    caveat = (
        "Hot spots show where incidents were recorded. The edge of the map and the size of the "
        "cells change the picture."
    )
    if not result.areas:
        caveat = (
            "Without boundaries the study area is all ground between the outermost incidents, "
            "water and fields too."
        )
    if result.snap:
        caveat += " Points are anonymised map points."
    return Reading(
        finding, measure, tuple(_sentences(result)), caveat, _working(result), says, tone
    )


def _neighbours(result: HotCells) -> str:
    if not result.band:
        return "the eight round it"
    return f"those within {number(result.band)} m"


def _finding(result: HotCells) -> tuple[str, str, str]:
    """The title, the chip, and its tone."""
    n, cells = result.basis.n, result.cells
    if not result.hot_spots:
        if result.threshold and result.cells.n < FEWEST:
            said = f"Too little ground to show hot spots in cells of {number(result.side)} m"
            return said, "No hot spot shown", "unsure"
        if result.threshold:
            said = f"No hot spot holds {result.threshold} incidents or more"
            return said, "No hot spot shown", "unsure"
        return "No cell is hotter than chance would leave", "No hot spots", "same"
    one = result.hot_spots == 1
    if not _holds_more(result):
        lies = "One hot spot lies" if one else f"{number(result.hot_spots)} hot spots lie"
        said = f"{lies} beside busier cells, hot for those round {'it' if one else 'them'}"
        return said, "Hot spots", "change"
    what = "One hot spot holds" if one else f"{number(result.hot_spots)} hot spots hold"
    ground = portion(result.hot, cells.n)
    if n < 20:
        held = f"{number(result.hot_incidents)} of {number(n)} incidents"
    else:
        share = portion(result.hot_incidents, n)
        held = f"{share} of incidents ({number(result.hot_incidents)} of {number(n)})"
    return f"{what} {held} on {ground} of the ground", "Hot spots", "change"


def _holds_more(result: HotCells) -> bool:
    """Whether hot cells hold more than their share: one may be hot for its neighbours alone."""
    return result.hot_incidents * result.cells.n > result.hot * result.basis.n


def _sentences(result: HotCells) -> list[str]:
    """The foremost spots, the cold ones, the study area, and what was left out."""
    said = []
    hot = [spot for spot in result.spots if spot.hot]
    if hot:
        which = "It" if result.hot_spots == 1 else "The one with most"
        said.append(f"{which} holds {incidents(hot[0].incidents)}; {_where(hot[0])}.")
    if len(hot) > 1:
        said.append(f"The next holds {incidents(hot[1].incidents)}; {_where(hot[1])}.")
    if result.threshold:
        said.append(f"Hot spots that hold fewer than {result.threshold} incidents are not shown.")
    if result.many != "fdr":
        said.append("Judged strictly: cells that stand out less clearly are not named.")
    if result.cold_spots:
        which = counted(result.cold, "cell is", "cells are")
        held = (
            "" if result.cold_incidents < 0 else f": they hold {incidents(result.cold_incidents)}"
        )
        said.append(f"{which} colder than chance would leave{held}.")
    else:
        said.append("No cell is colder than chance would leave.")
    size = number(result.cells.square_km, 0 if result.cells.square_km >= 20 else 1)
    made = f"the {counted(result.areas, 'area')} of the boundaries that the incidents reach"
    ground = made if result.areas else _between(result)
    said.append(f"The study area is {ground}, {size} km\u00b2.")
    off = "far from all others, across empty ground," if _strays(result) else OFF
    for count, why in (
        (result.unplaced, "without coordinates"),
        (result.at_zero, "at 0, 0"),
        (result.off, off),
    ):
        if count:
            said.append(f"{incidents(count)} {why} {were(count)} left out.")
    return said


def _strays(result: HotCells) -> bool:
    """Whether those outside are strays; results kept from before may have left out more."""
    return STRAYS in dict(result.basis.left_out)


def _between(result: HotCells) -> str:
    """Between which incidents the ground lies where no boundaries make it."""
    if result.off and not _strays(result):
        return "the ground where nearly all the incidents lie"
    apart = ", strays apart" if result.off or result.threshold else ""
    return f"the ground between the outermost incidents{apart}"


def _where(spot: Spot) -> str:
    at = f"{spot.easting:.0f}, {spot.northing:.0f}"
    return f"its busiest place is {spot.near}" if spot.near else f"it is hottest at {at}"


def _working(result: HotCells) -> tuple[str, ...]:
    looks = number(result.cells.n)
    return (
        f"Getis and Ord's Gi*: the incidents in a cell and {_neighbours(result)} are set against "
        "what they would be if all counts were dealt out to the cells by chance.",
        f"With {looks} cells, one in twenty would stand out by luck. So the chances are adjusted: "
        f"{_allowed(result)}.",
        "A cell belongs to the study area when its middle does, or when it holds an incident of "
        "the study area. Cells outside are no neighbours and are not counted.",
        f"Hot cells that touch, also at a corner, are one spot; the table lists up to "
        f"{small(LISTED[1])} cold and {LISTED[0]} hot ones.",
    )


def _allowed(result: HotCells) -> str:
    """What the adjusting keeps rare, and whose it is."""
    if result.many == "fdr":
        kept = f"of the cells named, about {percent(LEVEL)} are named by chance"
    else:
        kept = f"the chance that any cell is named by luck is {percent(LEVEL)} at most"
    return f"{kept} ({AUTHORS[result.many]})"


def outside(result: HotCells, threshold: int) -> HotCells:
    """Without cells below 100 m, hot spots of few, exact addresses, and counts of single cells."""
    if threshold <= max(result.threshold, 1) and result.side >= LEAST:
        return result
    if result.side < LEAST:
        result = _coarser(result)
    signs = result.signs.copy()
    parts, count = joined(signs, HOT)
    held = within(parts, count, result.counts.astype(np.int64))
    few = np.concatenate([[False], held < threshold])
    signs[few[parts]] = NEITHER
    told = tuple(
        replace(spot, near=street_of(spot.near, snapped=result.snap),
                incidents=WITHHELD if 0 < spot.incidents < threshold else spot.incidents)
        for spot in result.spots if not spot.hot or spot.incidents >= threshold
    )  # fmt: skip
    some = any(spot.incidents == WITHHELD for spot in told)
    cold = WITHHELD if some or 0 < result.cold_incidents < threshold else result.cold_incidents
    left_out = without_small(result.basis.left_out, threshold)
    return replace(
        result,
        basis=replace(result.basis, left_out=left_out),
        signs=signs,
        counts=np.zeros_like(result.counts),
        scores=np.full_like(result.scores, np.nan),
        spots=told,
        hot_spots=int((held >= threshold).sum()),
        hot_incidents=int(held[held >= threshold].sum()),
        cold_incidents=cold,
        unplaced=not_small(result.unplaced, threshold),
        at_zero=not_small(result.at_zero, threshold),
        off=not_small(result.off, threshold),
        threshold=threshold,
    )


def _coarser(result: HotCells) -> HotCells:
    """The same question of cells of 100 m or more, as far as the incidents in each are known."""
    cells, counts = coarser(result.cells, result.counts.astype(np.int64))
    band = result.band if result.band >= cells.side else 0
    scores, signs = scored(cells, counts, band, result.many)
    listed, place = spots(cells, signs, scores, counts, LISTED)
    words = renamed(listed, place, cells, result.spots)
    return replace(
        result,
        ground=replace(result.ground, window=squared(cells.box)),
        left=cells.left,
        bottom=cells.bottom,
        side=cells.side,
        signs=signs,
        counts=counts.astype(np.int32),
        scores=scores.astype(np.float32),
        spots=tuple(replace(spot, near=near) for spot, near in zip(listed, words, strict=True)),
        hot_spots=joined(signs, HOT)[1],
        cold_spots=joined(signs, COLD)[1],
        hot_incidents=int(counts[signs == HOT].sum()),
        cold_incidents=int(counts[signs == COLD].sum()),
        band=band,
    )


KIND = AnalysisKind(
    key="hot_cells",
    group="Where?",
    name="Hot and cold spots",
    question="Where is it hotter than chance would leave?",
    result=HotCells,
    run=run,
    table=table,
    reading=reading,
    needs=(Role.EASTING, Role.NORTHING),
    parameters=(
        Parameter("side", "Side of a cell in metres", "whole", 0, low=0, high=10_000,
                  hint="0 for cells that hold about two incidents each, 100 m or more."),
        Parameter("band", "Neighbours within, metres", "whole", 0, low=0, high=50_000,
                  hint="0 for the eight cells that touch."),
        MANY,
    ),
    wants_shapes=True,
    outside=outside,
)  # fmt: skip
