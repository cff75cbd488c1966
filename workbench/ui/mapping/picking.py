"""Picking: what a shape, a click or a row of a table selects, and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from workbench.analysis.addresses import read
from workbench.analysis.enclosing import areas_in, circle, joined, write_rings
from workbench.analysis.joining import by_place
from workbench.analysis.outlines import EMPTY
from workbench.analysis.places import is_nowhere, shown
from workbench.analysis.words import month
from workbench.domain.data import Precision, Role
from workbench.services.placing import choose, rows_of
from workbench.ui.mapping.selection import Chosen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.analysis.incidents import Incidents
    from workbench.services.shelf import Shelf
    from workbench.ui.mapping.data import MapData
    from workbench.ui.mapping.sheet import Wanted
    from workbench.ui.mapping.tools import Shape

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Picked:
    """What is selected, and sentences on it."""

    chosen: Chosen | None
    said: tuple[str, ...] = ()


def of_shape(shelf: Shelf, data: MapData, shape: Shape) -> Picked:
    """What lies in a shape that was drawn."""
    ring = circle(*shape.circle) if shape.circle else np.array(shape.ring, np.float64)
    chosen = Chosen(
        areas_in(data.shapes, (ring,)),
        write_rings([ring]),
        drawn=True,
        circle=shape.circle,
        boundaries_id=data.wanted.boundaries_id,
    )
    return counted(shelf, data.wanted, chosen)


def of_areas(shelf: Shelf, data: MapData, codes: Sequence[str]) -> Picked:
    """Some small areas; those that the boundaries lack count by their code alone."""
    return from_table(shelf, data.wanted, "areas", codes)


def at_spot(shelf: Shelf, data: MapData, held: Sequence[str], spot: tuple[float, float]) -> Picked:
    """The small areas that are selected after a click: the one under it goes in or out."""
    (at,) = by_place([spot[0]], [spot[1]], data.shapes).tolist()
    codes = list(held)
    if at >= 0:
        code = data.shapes.codes[at]
        codes = [one for one in codes if one != code] if code in codes else [*codes, code]
    return of_areas(shelf, data, codes)


def of_places(shelf: Shelf, wanted: Wanted, names: Sequence[str]) -> Picked:
    """Places by the words under which they are shown, in every spelling of these."""
    if wanted.edition_id is None or not names:
        return Picked(None)
    frame = shelf.incidents(wanted.edition_id).frame
    if Role.PLACE.value not in frame.columns:
        return Picked(None)
    asked, alike = set(names), set(read(names)["key"]) - {""}
    raw = frame[Role.PLACE.value].cast(pl.String).drop_nulls().unique().sort()
    own = tuple(
        text
        for text, key in zip(raw, read(raw)["key"], strict=True)
        if key in alike or shown(text) in asked
    )
    if not own:
        return Picked(None)
    return counted(shelf, wanted, Chosen(places=own, names=tuple(names)))


def from_table(shelf: Shelf, wanted: Wanted, what: str, chosen: Sequence[str]) -> Picked:
    """What rows of a table stand for: "areas" by their codes, or "places" by their words."""
    if what == "places":
        return of_places(shelf, wanted, chosen)
    codes = tuple(dict.fromkeys(chosen))
    if not codes:
        return Picked(None)
    shapes = shelf.shapes(wanted.boundaries_id) if wanted.boundaries_id else EMPTY
    known = dict(zip(shapes.codes, shapes.names, strict=True))
    areas = Chosen(
        codes,
        write_rings(joined(shapes, codes)),
        names=tuple(known.get(code, code) for code in codes),
        boundaries_id=wanted.boundaries_id,
    )
    return counted(shelf, wanted, areas)


def counted(shelf: Shelf, wanted: Wanted, chosen: Chosen) -> Picked:
    """How many of the rows on show are selected, and what they have in common."""
    if wanted.edition_id is None:
        return Picked(
            replace(chosen, incidents=None), ("No data is on show, so nothing is counted.",)
        )
    whole = shelf.incidents(wanted.edition_id)
    narrowed = chosen.narrow(wanted.filter, whole.frame.columns)
    if narrowed is None:
        lacks = "These rows have no places and no such codes, so none of them can be counted here."
        return Picked(replace(chosen, incidents=None), (lacks,))
    found = choose(shelf, wanted.edition_id, narrowed)
    rows, every = found.rows, rows_of(shelf, wanted.edition_id, wanted.filter).n
    said = [f"{100 * rows.n / every:.0f}% of the {every:,} incidents on show."] if every else []
    if found.lost:
        said.append(f"{found.lost:,} have no place, so they may lie here and are not counted.")
    return Picked(replace(chosen, incidents=rows.n), (*said, *_facts(rows)))


def _facts(rows: Incidents) -> list[str]:
    """The place with most, the usual kind, the busiest day or month."""
    said = []
    if (top := _most(rows, Role.PLACE)) is not None:
        said.append(f"Most at {shown(top[0])}: {top[1]:,}.")
    if (kind := _most(rows, Role.TYPE)) is not None:
        said.append(f"Most often {kind[0]}: {kind[1]:,}.")
    if rows.has(Role.START) and rows.n >= 20:
        said += _when(rows)
    return said


def _most(rows: Incidents, role: Role) -> tuple[str, int] | None:
    if not rows.has(role):
        return None
    count = pl.col(Role.COUNT) if rows.summed else pl.lit(1)
    words = pl.col(role.value).cast(pl.String)
    found: Any = (
        rows.frame.lazy()
        .select(words.alias("words"), count.alias("n"))
        .drop_nulls()
        .group_by("words")
        .agg(pl.col("n").sum())
        .sort("n", "words", descending=[True, False])
        .head(3)
        .collect()
    )
    named = ((word, int(n)) for word, n in found.iter_rows() if not is_nowhere(word))
    return next(named, None)


def _when(rows: Incidents) -> list[str]:
    """The busiest day of the week, or the busiest month where no days are known."""
    start = pl.col(Role.START.value)
    count = pl.col(Role.COUNT) if rows.summed else pl.lit(1)
    part = start.dt.weekday() if rows.precision is not Precision.MONTH else start.dt.truncate("1mo")
    found = (
        rows.frame.select(part.alias("when"), count.alias("n"))
        .drop_nulls()
        .group_by("when")
        .agg(pl.col("n").sum())
        .sort("n", "when", descending=[True, False])
    )
    if found.is_empty():
        return []
    when, n = found.row(0)
    if rows.precision is Precision.MONTH:
        return [f"Busiest month: {month(when.date())} with {n:,}."]
    return [f"Busiest day: {DAYS[when - 1]} with {n:,}."]


def buffer(
    data: MapData, codes: Sequence[str], outline: str, metres: float, taken: Sequence[str]
) -> tuple[tuple[str, ...], str]:
    """What lies round an area: small areas where there are boundaries, else a band.

    Args:
        data: the map, with its boundaries.
        codes: small areas of the area in the middle.
        outline: of the area in the middle, where it was drawn.
        metres: how far it reaches.
        taken: codes of treated areas, which are no buffer.

    Returns:
        Codes that reach to within the distance; where the area was drawn, the outline of the band
        round it and the small areas whose middle lies in that.
    """
    from workbench.analysis.enclosing import around, read_rings, ring_round

    if outline:
        band = ring_round(read_rings(outline), metres)
        return areas_in(data.shapes, band), write_rings(band)
    held = set(taken)
    return tuple(code for code in around(data.shapes, codes, metres) if code not in held), ""
