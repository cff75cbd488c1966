"""Which rows a question is asked of, as data, and in words."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from workbench.analysis.incidents import Incidents
from workbench.analysis.words import day_month
from workbench.domain.data import Role

DRAWN = "an area drawn on the map"


@dataclass(frozen=True)
class Filter:
    """Rows of these kinds, between these days, in these small areas; empty means all.

    ``outline`` are the rings of a shape drawn on the map, as ``enclosing`` keeps them. Areas are
    those of a boundary file, whose id is ``boundaries``, or else the codes that rows have.
    ``named`` is what a person calls the areas or the shape.
    """

    types: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    areas: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    outline: str = ""
    boundaries: str = ""
    named: str = ""

    def apply(self, incidents: Incidents) -> Incidents:
        """The rows that pass.

        Raises:
            CannotAnswerError: the file has no column that the filter looks at.
        """
        for values, role in (
            (self.types, Role.TYPE),
            (self.areas, Role.AREA),
            (self.places, Role.PLACE),
        ):
            if values:
                incidents.need(role)
                incidents = incidents.only(pl.col(role.value).is_in(list(values)))
        if self.outline:
            incidents = _drawn(incidents, self.outline)
        if self.first or self.last:
            incidents = incidents.during(self.first, self.last)
        return incidents

    @property
    def words(self) -> str:
        """What is counted, for a caption; empty when it is everything."""
        said = [
            _some(self.types, "kinds"),
            self._where,
            _some(self.places, "places"),
        ]
        if self.first:
            said.append(f"from {day_month(self.first)}")
        if self.last:
            said.append(f"to {day_month(self.last)}")
        return ", ".join(part for part in said if part)

    def subject(self, wanted: str = "") -> str:
        """What the rows are, as a result names it; empty when it is all incidents.

        Args:
            wanted: the one kind of incident that the question itself asks about.
        """
        kinds = (wanted,) if wanted else self.types
        named = [_inside(kind) if at else kind for at, kind in enumerate(kinds)]
        what = " and ".join(named) if named else "incidents"
        if len(kinds) > 2:
            what = f"incidents of {len(kinds)} kinds"
        if self._where:
            what += f" in {self._where}"
        if self.places:
            what += f" at {_some(self.places, 'places')}"
        return "" if what == "incidents" else what

    @property
    def _where(self) -> str:
        """The areas or the shape, by their name where they have one."""
        said = (_some(self.areas, "areas"), DRAWN if self.outline else "")
        named = self.named if self.areas or self.outline else ""
        return named or " and ".join(part for part in said if part)

    def to_json(self) -> str:
        """As it is kept on an evidence card."""
        told = {name: value for name, value in asdict(self).items() if value}
        return json.dumps(told, default=date.isoformat, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Filter:
        """As it was kept; parts that this version does not know are passed over."""
        told: dict[str, Any] = json.loads(text or "{}")
        known = {part.name for part in fields(cls)}
        days = {"first", "last"}
        read: dict[str, Any] = {
            name: date.fromisoformat(value) if name in days else _listed(value)
            for name, value in told.items()
            if name in known
        }
        return cls(**read)


def _listed(value: Any) -> Any:
    return value if isinstance(value, str) else tuple(value)


def _drawn(incidents: Incidents, outline: str) -> Incidents:
    """The rows whose point lies in an outline; first those in the box round it."""
    from workbench.analysis.enclosing import encloses, read_rings

    incidents.need(Role.EASTING, Role.NORTHING)
    east, north = (pl.col(role.value) for role in (Role.EASTING, Role.NORTHING))
    placed = ((east != 0) | (north != 0)).fill_null(value=False)
    rings = read_rings(outline)
    if not rings:
        return incidents.only(pl.lit(value=False))
    every = np.concatenate(rings)
    (left, bottom), (right, top) = every.min(axis=0), every.max(axis=0)
    near = incidents.only(placed & east.is_between(left, right) & north.is_between(bottom, top))
    points = near.frame.select(Role.EASTING.value, Role.NORTHING.value).to_numpy()
    inside = encloses(rings, points[:, 0], points[:, 1])
    return near.only(pl.lit(pl.Series(inside)))


def _inside(kind: str) -> str:
    return kind if kind[:2].isupper() else kind[:1].lower() + kind[1:]


def _some(values: tuple[str, ...], noun: str) -> str:
    return " and ".join(values) if len(values) <= 2 else f"{len(values)} {noun}"
