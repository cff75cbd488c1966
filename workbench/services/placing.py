"""Rows find the areas that a question asks about: one area has one count, wherever it is asked.

The areas of a boundary file are told by ``membership``; an area that was drawn by its outline.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from uuid import UUID

from workbench.domain.data import Area, Boundaries, Role
from workbench.errors import CannotAnswerError

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

    from workbench.analysis.filter import Filter
    from workbench.analysis.incidents import Incidents
    from workbench.analysis.kind import AnyKind, Value
    from workbench.services.shelf import Shelf

NAMED: Final = "area:"  # before the id of an area that a question is asked about
_ROW: Final = "row of the edition"  # which row each is, while rows are chosen


def codes_for(area: Area) -> tuple[str, ...]:
    """What stands for an area in the settings of a question; nothing for one that is empty."""
    return (f"{NAMED}{area.id}",) if area.codes or area.outline else ()


def named(chosen: Filter, areas: Iterable[Area]) -> Filter:
    """A filter that says the name of the area that it lets through, where that has one."""
    for area in areas:
        drawn = bool(chosen.outline) and chosen.outline == area.outline
        listed = not area.outline and set(chosen.areas) == set(area.codes)
        if drawn or (listed and chosen.areas and chosen.boundaries == str(area.boundaries_id)):
            return replace(chosen, named=area.name)
    return chosen


@dataclass(frozen=True)
class Chosen:
    """The rows that a filter lets through, and how many of the others cannot be told apart.

    ``lost`` are rows that have neither a code nor a point by which they could lie in the areas.
    """

    rows: Incidents
    edition_id: UUID
    lost: int = 0

    def labels(self, shelf: Shelf, boundaries_id: UUID) -> pl.DataFrame:
        """The area of a boundary file in which each of the rows lies."""
        return shelf.labels(self.edition_id, boundaries_id)[self.rows.frame[_ROW]]

    def labelled(self, shelf: Shelf, boundaries_id: UUID | None) -> Incidents:
        """The rows with their areas of a boundary file; as they were read where there is none."""
        from workbench.analysis.membership import coded, pointed, relabelled

        plain = replace(self.rows, frame=self.rows.frame.drop(_ROW), coverage=self.rows.covered())
        if boundaries_id is None or not (coded(plain) or pointed(plain)):
            return plain
        return relabelled(plain, self.labels(shelf, boundaries_id))


def choose(shelf: Shelf, edition_id: UUID, wanted: Filter) -> Chosen:
    """The rows of an edition that a filter lets through.

    Raises:
        CannotAnswerError: the file has no column that the filter looks at.
    """
    import polars as pl

    from workbench.analysis import membership

    whole = shelf.incidents(edition_id)
    rows = replace(whole, frame=whole.frame.with_row_index(_ROW))
    file = _file(shelf, wanted.boundaries) if wanted.areas else None
    if file is None:
        rows = wanted.apply(rows)
        return Chosen(rows, edition_id, _pointless(whole, wanted) if wanted.outline else 0)
    if not (membership.coded(whole) or membership.pointed(whole)):
        whole.need(Role.AREA)
    rest = Chosen(replace(wanted, areas=()).apply(rows), edition_id)
    found = rest.labels(shelf, file)
    how = found[membership.HOW]
    inside = (how <= membership.BY_POINT) & found[Role.AREA.value].is_in(list(wanted.areas))
    lost = rest.rows.only(pl.lit(how == membership.UNKNOWN)).n
    return Chosen(rest.rows.only(pl.lit(inside.fill_null(value=False))), edition_id, lost)


def rows_of(
    shelf: Shelf, edition_id: UUID, wanted: Filter, boundaries_id: UUID | None = None
) -> Incidents:
    """The same rows, each with its area of a boundary file where one is given."""
    return choose(shelf, edition_id, wanted).labelled(shelf, boundaries_id)


def _file(shelf: Shelf, text: str) -> UUID | None:
    """The boundary file that areas are of; None where they are codes of the rows, or it is gone."""
    if not text:
        return None
    with shelf.casebook.reading() as reader:
        kept = reader.find(Boundaries, UUID(text))
    return kept.id if kept is not None else None


def _pointless(rows: Incidents, wanted: Filter) -> int:
    """Rows without a point, of which it cannot be said whether they lie in an outline."""
    import numpy as np
    import polars as pl

    from workbench.analysis.membership import points_of

    rest = replace(wanted, outline="").apply(rows)
    return rest.only(pl.lit(pl.Series(np.isnan(points_of(rest)[0])))).n


@dataclass(frozen=True)
class _Found:
    """One area that was asked about: its name, its rows, and the code of each of these."""

    area: Area
    inside: NDArray[np.bool_]
    codes: pl.Series
    lost: NDArray[np.bool_]


def placed(
    shelf: Shelf, chosen: Chosen, kind: AnyKind, settings: dict[str, Value]
) -> tuple[Chosen, dict[str, Value]]:
    """Rows that have a code for every area asked about, and the settings that name those codes.

    Raises:
        CannotAnswerError: an area is gone, two overlap, or the rows have neither code nor point.
    """
    asked = {one.key: _list(settings[one.key]) for one in kind.parameters if one.kind == "areas"}
    every = dict.fromkeys(code for codes in asked.values() for code in codes if _is(code))
    if not every:
        return chosen, settings
    told: dict[str, _Found] = {}
    for code in every:
        area = _area(shelf, code)
        taken = {one.area.name for one in told.values()}
        name = area.name if area.name not in taken else f"{area.name} ({area.role.value})"
        told[code] = _found(shelf, chosen, replace(area, name=name))
    _apart(tuple(told.values()))
    new: dict[str, Value] = dict(settings)
    for key, codes in asked.items():
        new[key] = tuple(part for code in codes for part in _codes(told.get(code), code))
        here = [told[code].area.name for code in codes if code in told]
        if here and settings.get(f"name_{key}") == "":
            new[f"name_{key}"] = " and ".join(here)
    return _coded(shelf, chosen, tuple(told.values())), new


def _is(code: str) -> bool:
    return code.startswith(NAMED)


def _list(value: Value) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, Sequence) and not isinstance(value, str) else ()


def _codes(found: _Found | None, code: str) -> tuple[str, ...]:
    """The codes that stand for an area among its rows."""
    if found is None:
        return (code,)
    return found.area.codes if not found.area.outline else (found.area.name,)


def _area(shelf: Shelf, code: str) -> Area:
    with shelf.casebook.reading() as reader:
        found = reader.find(Area, UUID(code.removeprefix(NAMED)))
    if found is None:
        raise CannotAnswerError(
            "An area that this question asks about was removed. Nothing was changed. Choose "
            "another area, or undo its removal."
        )
    return found


def _found(shelf: Shelf, chosen: Chosen, area: Area) -> _Found:
    """The rows of an area: by its outline, by the boundary file it is of, or by their own codes."""
    import numpy as np
    import polars as pl

    from workbench.analysis.enclosing import encloses, read_rings
    from workbench.analysis.membership import BY_POINT, HOW, UNKNOWN, coded, pointed, points_of

    rows = chosen.rows
    rings = read_rings(area.outline)
    if rings and rows.has(Role.EASTING) and rows.has(Role.NORTHING):
        east, north = points_of(rows)
        inside = encloses(rings, east, north)
        names = pl.Series([area.name]).gather(np.zeros(len(rows), np.int64))
        return _Found(area, inside, names, np.isnan(east))
    area = replace(area, outline="")
    if not area.codes:
        raise CannotAnswerError(
            "This file has no places on the map, so it cannot be told which of its incidents lie "
            f"in “{area.name}”, which was drawn. Nothing was changed. Bring in a file that has "
            "them, or choose small areas."
        )
    file = _file(shelf, str(area.boundaries_id or ""))
    if file is not None and (coded(rows) or pointed(rows)):
        labels = chosen.labels(shelf, file)
        how, codes = labels[HOW].to_numpy(), labels[Role.AREA.value].cast(pl.String)
        there = codes.is_in(list(area.codes)).fill_null(value=False).to_numpy()
        return _Found(area, there & (how <= BY_POINT), codes, how == UNKNOWN)
    if not rows.has(Role.AREA):
        raise CannotAnswerError(
            f"“{area.name}” has no outline, and this file has no small-area codes, so its "
            "incidents cannot be found. Nothing was changed. Choose the area on the map again."
        )
    codes = rows.frame[Role.AREA.value].cast(pl.String).str.strip_chars()
    there = codes.is_in(list(area.codes)).fill_null(value=False).to_numpy()
    return _Found(area, there, codes, codes.is_null().to_numpy())


def _apart(found: tuple[_Found, ...]) -> None:
    """Refuse areas that overlap; those of one boundary file are told apart by their codes."""
    import numpy as np

    for at, one in enumerate(found):
        for other in found[at + 1 :]:
            alike = (one.area.outline, other.area.outline) == ("", "")
            if alike and one.area.boundaries_id == other.area.boundaries_id:
                continue
            both = int(np.sum(one.inside & other.inside))
            if both:
                raise CannotAnswerError(
                    f"“{one.area.name}” and “{other.area.name}” overlap: {both:,} incidents lie "
                    "in more than one of them. Nothing was changed. Draw one of them again, so "
                    "that they lie apart."
                )


def _coded(shelf: Shelf, chosen: Chosen, found: tuple[_Found, ...]) -> Chosen:
    """Rows in an area get its code; the others that of their small area, but none of these."""
    import numpy as np
    import polars as pl

    rows = chosen.rows
    files = [one.area.boundaries_id for one in found if not one.area.outline]
    file = next((one for one in files if one and _file(shelf, str(one))), None)
    own = rows.frame[Role.AREA.value] if rows.has(Role.AREA) else None
    if file is not None:
        own = chosen.labels(shelf, file)[Role.AREA.value]
    codes = pl.Series([None] * len(rows), dtype=pl.String) if own is None else own.cast(pl.String)
    taken = {code for one in found for code in _codes(one, "")}
    codes = codes.set(codes.is_in(list(taken)).fill_null(value=False), None)
    lost = np.ones(len(rows), np.bool_)
    for one in found:
        codes = codes.zip_with(~pl.Series(one.inside), one.codes)
        lost &= one.lost
    frame = rows.frame.with_columns(codes.cast(pl.Categorical).alias(Role.AREA.value))
    return replace(
        chosen,
        rows=replace(rows, frame=frame, coverage=rows.covered()),
        lost=max(chosen.lost, rows.only(pl.lit(pl.Series(lost))).n),
    )
