"""Rows find the named areas that a question asks about: by their codes, or by where they lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from workbench.domain.data import Area, Edition, Role
from workbench.errors import CannotAnswerError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from workbench.analysis.enclosing import Rings
    from workbench.analysis.incidents import Incidents
    from workbench.analysis.kind import AnyKind, Value
    from workbench.analysis.shapes import Shapes
    from workbench.services.shelf import Shelf

NAMED = "area:"  # before the id of an area whose rows are found by where they lie


def codes_for(area: Area, edition: Edition | None) -> tuple[str, ...]:
    """What stands for an area in the settings of a question asked of an edition.

    Its codes, where the rows have codes; else the area itself, whose rows are found on the map.
    """
    coded = edition is None or Role.AREA.value in edition.columns
    if not area.outline and (coded or not area.codes):
        return area.codes
    return area.codes if area.codes and coded else (f"{NAMED}{area.id}",)


@dataclass(frozen=True)
class _Drawn:
    """An area to be found by its outline, and what its rows are called."""

    name: str
    rings: Rings


def placed(
    shelf: Shelf,
    incidents: Incidents,
    kind: AnyKind,
    settings: dict[str, Value],
    shapes: Shapes | None,
) -> tuple[Incidents, dict[str, Value]]:
    """Rows that have a code for every area asked about, and the settings that name those codes.

    Rows without small-area codes are put into areas by their points.

    Raises:
        CannotAnswerError: an area is gone, two overlap, or the rows have neither code nor point.
    """
    asked = {one.key: _list(settings[one.key]) for one in kind.parameters if one.kind == "areas"}
    if not any(asked.values()):
        return incidents, settings
    coded = incidents.has(Role.AREA)
    found: dict[str, tuple[str, ...]] = {}
    drawn: dict[str, _Drawn] = {}
    for key, codes in asked.items():
        plain = tuple(code for code in codes if not code.startswith(NAMED))
        for code in codes:
            if code.startswith(NAMED):
                area = _area(shelf, code)
                if coded and area.codes:
                    plain += area.codes
                else:
                    drawn[code] = _Drawn(_name(area, drawn), _rings(shelf, area))
                    plain += (drawn[code].name,)
        found[key] = plain
    if drawn:
        incidents = _by_outline(incidents, tuple(drawn.values()))
    elif not coded and shapes is not None:
        incidents = _by_place(incidents, shapes)
    return incidents, {**settings, **found}


def _list(value: Value) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, Sequence) and not isinstance(value, str) else ()


def _area(shelf: Shelf, code: str) -> Area:
    with shelf.casebook.reading() as reader:
        found = reader.find(Area, UUID(code.removeprefix(NAMED)))
    if found is None:
        raise CannotAnswerError(
            "An area that this question asks about was removed. Nothing was changed. Choose "
            "another area, or undo its removal."
        )
    return found


def _name(area: Area, taken: dict[str, _Drawn]) -> str:
    """Its name; two of the same name are told apart by what they are for."""
    names = {one.name for one in taken.values()}
    return area.name if area.name not in names else f"{area.name} ({area.role.value})"


def _rings(shelf: Shelf, area: Area) -> Rings:
    """The outline drawn, or that of its small areas together."""
    from workbench.analysis.enclosing import joined, read_rings

    rings = read_rings(area.outline)
    if not rings and area.codes and area.boundaries_id is not None:
        rings = joined(shelf.shapes(area.boundaries_id), area.codes)
    if not rings:
        raise CannotAnswerError(
            f"“{area.name}” has no outline, and this file has no small-area codes, so its "
            "incidents cannot be found. Nothing was changed. Choose the area on the map again."
        )
    return rings


def _by_outline(incidents: Incidents, drawn: tuple[_Drawn, ...]) -> Incidents:
    """Rows in an outline get its name as their code; the others keep what they had."""
    import numpy as np

    from workbench.analysis.enclosing import encloses

    east, north = _points(incidents)
    inside = [encloses(one.rings, east, north) for one in drawn]
    both = np.sum(inside, axis=0) > 1
    if both.any():
        names = " and ".join(f"“{one.name}”" for one in drawn)
        raise CannotAnswerError(
            f"{names} overlap: {int(both.sum()):,} incidents lie in more than one of them. "
            "Nothing was changed. Draw one of them again, so that they lie apart."
        )
    label = np.full(len(incidents), None, dtype=object)
    for one, mask in zip(drawn, inside, strict=True):
        label[mask] = one.name
    return _labelled(incidents, label.tolist())


def _by_place(incidents: Incidents, shapes: Shapes) -> Incidents:
    """Rows get the code of the small area in which their point lies."""
    from workbench.analysis.joining import by_place

    east, north = _points(incidents)
    at = by_place(east, north, shapes)
    return _labelled(incidents, [shapes.codes[i] if i >= 0 else None for i in at.tolist()])


def _points(incidents: Incidents) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where each row lies; not a number for those without a place, or at 0, 0."""
    import polars as pl

    if not (incidents.has(Role.EASTING) and incidents.has(Role.NORTHING)):
        raise CannotAnswerError(
            "This file has no small-area codes and no places on the map, so it cannot be told "
            "which of its incidents lie in the area. Nothing was changed. Bring in a file that "
            "has one of them."
        )
    east, north = (pl.col(role.value) for role in (Role.EASTING, Role.NORTHING))
    nowhere = (east == 0) & (north == 0)
    axes = incidents.frame.select(
        pl.when(~nowhere).then(axis).cast(pl.Float64).fill_null(float("nan")).alias(name)
        for name, axis in (("x", east), ("y", north))
    )
    return axes["x"].to_numpy(), axes["y"].to_numpy()


def _labelled(incidents: Incidents, codes: list[str | None]) -> Incidents:
    import polars as pl

    column = pl.Series(Role.AREA.value, codes, dtype=pl.String)
    before = incidents.frame
    if incidents.has(Role.AREA):
        column = column.fill_null(before[Role.AREA.value].cast(pl.String))
    return replace(incidents, frame=before.with_columns(column))
