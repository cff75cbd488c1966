"""Which areas have most? Incidents counted by small area and shaded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.analysis import area_codes, hiding, joining, membership
from workbench.analysis.area_codes import Stretch
from workbench.analysis.classes import class_edges
from workbench.analysis.concentration import few_hold
from workbench.analysis.ground import Ground, squared, under
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import AnalysisKind, Asked, Basis, Column, Parameter, Reading, Table
from workbench.analysis.outlines import Window
from workbench.analysis.place_words import incidents, portion, were
from workbench.analysis.places import basis
from workbench.analysis.shapes import Shapes
from workbench.analysis.words import listed, number
from workbench.domain.data import Role
from workbench.errors import CannotAnswerError

Whole = NDArray[np.int64]

HIDDEN: Final = -1  # stands for a small count that is not told


@dataclass(frozen=True)
class MapAreas:
    """Incidents in each area of the boundary file, in its order.

    ``counts`` has -1 where a small count is hidden; ``drawn`` are the areas of ``ground.areas`` as
    indices into ``codes``.
    """

    basis: Basis
    ground: Ground
    codes: tuple[str, ...]
    names: tuple[str, ...]
    counts: Whole
    drawn: Whole
    edges: tuple[int, ...]
    threshold: int
    by: str  # "code" or "place"
    pointed: bool  # rows have points too, by which they could be placed
    matched: int  # incidents in one of the areas
    unmatched: int  # incidents with a code or point outside all of them
    unknown: int  # incidents with neither
    strange: tuple[tuple[str, int], ...]  # codes that the boundaries lack, most first
    edition: str  # of the boundaries
    rows_edition: str  # of the rows' codes
    stretches: tuple[Stretch, ...] = ()  # of the rows' codes, with the rows that found no area
    by_point: int = 0  # incidents that were placed by their point


WAYS = (
    ("auto", "Code of these boundaries, or else point"),
    ("code", "Code of the area"),
    ("place", "Point on the map"),
)


def run(asked: Asked) -> MapAreas:
    """Count incidents by area.

    Raises:
        CannotAnswerError: no boundaries were brought, or no row can be put into one of them.
    """
    settings = KIND.settings(asked.parameters)
    rows, shapes = asked.incidents, asked.shapes
    if shapes is None or not shapes.codes:
        raise CannotAnswerError(
            "This map needs boundaries. Bring in a boundary file with the areas that your rows "
            "name (for police.uk data: small areas, LSOA), then ask again."
        )
    by = _way(str(settings["by"]), rows)
    asked.progress.report(0, 1, "Putting incidents into areas")
    result = _counted(membership.labelled(rows, shapes, by), shapes)
    return conceal(_laid(result), int(str(settings["threshold"])))


def _counted(rows: Incidents, shapes: Shapes) -> MapAreas:
    """Add up labelled rows by area, and account for those that are in none."""
    found = _grouped(rows)
    n, how = found["n"].to_numpy().astype(np.int64), found["how"].to_numpy()
    by_code, by_point, outside, lost = (
        int(n[how == one].sum())
        for one in (membership.BY_CODE, membership.BY_POINT, membership.OUTSIDE, membership.UNKNOWN)
    )
    inside = how <= membership.BY_POINT
    strange = _tally(found["read"].to_list(), n, how == membership.OUTSIDE)
    rows_edition = joining.edition(found["read"])
    if not inside.any() and len(found):
        raise CannotAnswerError(_nothing_fits(shapes, rows_edition, strange))
    area = joining.by_code(found["code"].to_list(), shapes)
    counts = np.bincount(area[inside], n[inside], len(shapes.codes)).astype(np.int64)
    left_out = (("in none of the areas", outside), ("no area code and no point", lost))
    return MapAreas(
        basis(rows, by_code + by_point, left_out),
        under(shapes, _window(shapes, counts)),
        shapes.codes,
        shapes.names,
        counts,
        np.empty(0, np.int64),
        _edges(counts),
        0,
        "code" if by_code >= by_point else "place",
        membership.pointed(rows),
        by_code + by_point,
        outside,
        lost,
        strange,
        shapes.edition,
        rows_edition,
        _stretches(rows) if by_code else (),
        by_point,
    )


def _stretches(rows: Incidents) -> tuple[Stretch, ...]:
    """Which edition the codes are of, month by month, and how many rows of each found no area."""
    read = membership.as_read(rows)
    runs = area_codes.stretches(area_codes.coded(read))
    outside = rows.frame[membership.HOW] == membership.OUTSIDE
    lost = area_codes.coded(read.only(pl.lit(outside)))
    return tuple(
        replace(run, lost=sum(n for day, _, n in lost.iter_rows() if _in(run, day))) for run in runs
    )


def _in(run: Stretch, day: date | None) -> bool:
    return day == run.first or bool(day and run.first and run.last and run.first < day <= run.last)


def _way(asked: str, rows: Incidents) -> str:
    """How rows find their area; refused in words when the file has no column for it."""
    coded, pointed = membership.coded(rows), membership.pointed(rows)
    if {"code": coded, "place": pointed}.get(asked, coded or pointed):
        return asked
    lacking = {"code": "small-area code", "place": "easting and northing on the National Grid"}
    need = lacking.get(asked, "small-area code and no easting and northing on the National Grid")
    raise CannotAnswerError(
        f"This file has no {need}, so its incidents cannot be put into areas in this way. "
        "Bring in a file that has one, or choose another way to place rows."
    )


def _grouped(rows: Incidents) -> pl.DataFrame:
    """Incidents by the area they were put in, how that was told, and the area that was read."""
    read = next((n for n in membership.READ.values() if n in rows.frame.columns), None)
    words = (pl.col(read) if read else pl.lit("")).alias("read")
    count = pl.col(Role.COUNT).cast(pl.Int64).sum() if rows.summed else pl.len()
    return (
        rows.frame.group_by(
            pl.col(Role.AREA).alias("code"), pl.col(membership.HOW).alias("how"), words
        )
        .agg(count.alias("n"))
        .with_columns(pl.col("code", "read").cast(pl.String).str.strip_chars().fill_null(""))
        .sort("code", "read", "how")
    )


def _tally(codes: list[str], n: Whole, which: NDArray[np.bool_]) -> tuple[tuple[str, int], ...]:
    """Codes with their incidents, most first, ten at most."""
    tally: dict[str, int] = {}
    for index in np.flatnonzero(which):
        tally[codes[index]] = tally.get(codes[index], 0) + int(n[index])
    return tuple(sorted(tally.items(), key=lambda one: (-one[1], one[0]))[:10])


def _nothing_fits(shapes: Shapes, rows_edition: str, strange: tuple[tuple[str, int], ...]) -> str:
    """The refusal when no row is in any area: which codes, and which file to bring."""
    rows = f"like {strange[0][0]}" if strange else "that lie elsewhere"
    said = f"None of the incidents is in these boundaries: the rows have areas {rows}, the "
    said += f"boundaries have areas like {shapes.codes[0]}. "
    return said + _advice(shapes.edition, rows_edition)


def _advice(boundaries: str, rows: str) -> str:
    """Which boundary file would fit."""
    if rows and boundaries and rows != boundaries:
        return (
            f"The rows use the {rows} edition of small areas and the boundaries are of {boundaries}"
            f": bring in the {rows} small-area (LSOA) boundaries."
        )
    if rows:
        return f"Bring in small-area (LSOA) boundaries of {rows} that cover the places of the rows."
    return "Bring in the boundary file whose codes the rows carry."


def _window(shapes: Shapes, counts: Whole) -> Window:
    """The box round the areas that have incidents; round all when most have."""
    used = counts > 0
    if not used.any() or used.mean() > 0.3:
        used = np.ones(len(counts), dtype=np.bool_)
    points = shapes.coordinates[np.repeat(used[shapes.owner], np.diff(shapes.starts))]
    low, high = points.min(axis=0), points.max(axis=0)
    return squared((float(low[0]), float(low[1]), float(high[0]), float(high[1])))


def _laid(result: MapAreas) -> MapAreas:
    """With the areas that are drawn told by their place in the file."""
    at = {code: index for index, code in enumerate(result.codes)}
    drawn = np.array([at[code] for code in result.ground.areas.codes], dtype=np.int64)
    return replace(result, drawn=drawn)


def conceal(result: MapAreas, threshold: int) -> MapAreas:
    """The same map with small counts hidden, for readers outside.

    Args:
        result: counts by area.
        threshold: counts of 1 to one less are hidden; 0 or 1 hides nothing more.

    Returns:
        Hidden counts are -1: small ones, and others until the total, which is told, narrows no
        small one down. Where even that does not help no area is told apart from another.
    """
    if threshold <= max(result.threshold, 1):
        return result
    counts = hiding.wholly_hidden(result.counts, threshold)
    counts = np.where(counts < 0, HIDDEN, counts)
    left_out = hiding.without_small(result.basis.left_out, threshold)
    return replace(
        result, counts=counts, edges=_edges(counts), threshold=threshold,
        basis=replace(result.basis, left_out=left_out),
        unmatched=hiding.not_small(result.unmatched, threshold),
        unknown=hiding.not_small(result.unknown, threshold),
        by_point=hiding.not_small(result.by_point, threshold),
        strange=tuple((code, 0) for code, rows in result.strange if rows >= threshold),
    )  # fmt: skip


def _edges(counts: Whole) -> tuple[int, ...]:
    """Five classes; four where some areas have none, which is a shade of its own."""
    return class_edges(counts, 4 if (counts == 0).any() else 5)


def table(result: MapAreas) -> Table:
    """Areas with most incidents first; hidden counts say so."""
    order = np.lexsort((np.array(result.names), -result.counts))
    total = max(result.matched, 1)
    rows: list[tuple[str | int | float | None, ...]] = []
    for index in order:
        count = int(result.counts[index])
        told: tuple[str | int, float | None] = (count, count / total)
        if count == HIDDEN:
            told = (_hidden(result), None)
        rows.append((result.names[index], result.codes[index], *told))
    if result.unmatched:
        rows.append(("In none of these areas", "", result.unmatched, None))
    rows.append(("All areas", "", result.matched, 1.0 if result.matched else 0.0))
    columns = (
        Column("Area"), Column("Code"), Column("Incidents", 0),
        Column("Share", 1, percent=True),
    )  # fmt: skip
    return Table("Incidents by area", columns, tuple(rows), True)


def _hidden(result: MapAreas) -> str:
    return "withheld" if result.threshold else ""


def reading(result: MapAreas) -> Reading:
    """Which area has most, how few hold half, and what could not be placed."""
    measure = f"Incidents in each of {number(len(result.codes))} areas"
    if not result.matched:
        return Reading("No incident lies in any of these areas", measure, (), "")
    seen = np.maximum(result.counts, 0)
    top = int(seen.argmax())
    most = int(seen[top])
    finding = f"{result.names[top]} has most: {incidents(most)}, {portion(most, result.matched)}"
    if not most:
        finding = "No area has a number of incidents that may be shown"
    said = []
    hidden = int((result.counts == HIDDEN).sum())
    if hidden:
        said.append(f"{number(hidden)} areas are withheld: their counts are below "
                    f"{result.threshold}, or would give such a count away.")  # fmt: skip
    else:
        half = few_hold(result.counts, 0.5)
        holds = "holds" if half == 1 else "hold"
        said.append(
            f"{number(half)} of {number(len(result.codes))} areas {holds} half of the incidents."
        )
    if result.by_point and result.rows_edition:
        edition = f" of {result.edition}" if result.edition else ""
        said.append(
            f"{incidents(result.by_point)} {were(result.by_point)} placed by their point, for they "
            f"carry no code of these boundaries{edition}."
        )
    said += _unplaced(result)
    caveat = "Areas differ in size and in how many people live, work or pass there."
    everything = result.matched + result.unmatched
    misfit = result.unmatched > 0.02 * everything or any(run.misfits for run in result.stretches)
    return Reading(
        finding, measure, tuple(said), _edition_words(result) if misfit else caveat,
        _working(result), "Boundaries do not fit" if misfit else "",
    )  # fmt: skip


def _unplaced(result: MapAreas) -> list[str]:
    said = []
    everything = result.matched + result.unmatched + result.unknown
    if result.unmatched:
        examples = listed([code for code, _ in result.strange[:3]])
        such = f" (codes such as {examples})" if examples else ""
        share = portion(result.unmatched, everything)
        said.append(
            f"{incidents(result.unmatched)} ({share}) {were(result.unmatched)} in none of these "
            f"areas{such}."
        )
    if result.unknown:
        said.append(f"{incidents(result.unknown)} without a code or a point {were(result.unknown)} "
                    "left out.")  # fmt: skip
    return said


def _edition_words(result: MapAreas) -> str:
    """What is wrong with the boundaries for these rows, and what to bring."""
    if said := area_codes.misfit(result.stretches, result.edition):
        can = result.pointed and result.by == "code"
        return f"{said} Or place rows by their point." if can else said
    everything = result.matched + result.unmatched
    told = f"Only {number(result.matched)} of {number(everything)} incidents fit"
    or_point = ", or place rows by their point" if result.pointed and result.by == "code" else ""
    ours, theirs = result.edition, result.rows_edition
    if ours and theirs and ours != theirs:
        return (
            f"{told}: the rows use small areas of {theirs}, the boundaries are of {ours}. Bring in "
            f"the {theirs} boundaries{or_point}."
        )
    return f"{told} these boundaries. Bring in boundaries that cover all rows{or_point}."


def _working(result: MapAreas) -> tuple[str, ...]:
    how = "the code of their area" if result.by == "code" else "the area in which their point lies"
    if 0 < result.by_point < result.matched:
        how = f"the code of their area, or by their point ({number(result.by_point)})"
    said = [
        f"Rows were placed by {how}: {number(result.matched)} fit, {number(result.unmatched)} did "
        f"not, {number(result.unknown)} could not be placed.",
        "Classes are set so that the few worst areas stand out.",
    ]
    if result.edition:
        said.append(f"The boundaries are small areas of {result.edition}.")
    return tuple(said)


KIND = AnalysisKind(
    key="map_areas",
    group="Where?",
    name="Map of areas",
    question="Which areas have most?",
    result=MapAreas,
    run=run,
    table=table,
    reading=reading,
    parameters=(
        Parameter("by", "Place rows by", "choice", "auto", WAYS),
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
    outside=conceal,
)
