"""What has been chosen so far in the wizard; nothing of it is in the casebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from workbench.domain.data import Role

if TYPE_CHECKING:
    from workbench.intake.layouts import Change
    from workbench.intake.places import Places
    from workbench.intake.recipe import Choices
    from workbench.intake.source import Source
    from workbench.ui.wizard.reading import Account

STEPS = ("File", "Columns", "Dates and places", "Personal data", "Check and bring in")


@dataclass
class Details:
    """What is said about the data as a whole."""

    dataset_id: UUID | None = None  # None: a new dataset
    name: str = ""
    source: str = ""
    purpose: str = ""
    basis: str = ""
    review: date | None = None
    remember: bool = False
    recipe: str = ""


@dataclass
class Draft:
    """One file on its way in; ``known`` is the name of the recipe that fits it."""

    paths: tuple[Path, ...] = ()
    source: Source | None = None
    choices: Choices | None = None
    known: str = ""
    moved: bool = False  # the edges of the table were moved by hand
    change: Change | None = None  # a recipe that nearly fits, and how the file differs
    proposed: Choices | None = None  # the choices as they came
    samples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    levels: Mapping[str, int] = field(default_factory=dict)
    account: Account | None = None
    details: Details = field(default_factory=Details)

    def choose(self, choices: Choices) -> None:
        """Take other choices; what was made by the old ones no longer holds."""
        if choices != self.choices:
            self.choices, self.account = choices, None


def given(choices: Choices, role: Role, names: Iterable[str]) -> Choices:
    """Give a role to these columns and take it from all others."""
    wanted = set(names)
    changed = choices
    for column in choices.columns:
        if column.name in wanted and column.role is not role:
            changed = changed.with_column(replace(column, role=role, why="chosen by hand"))
        elif column.role is role and column.name not in wanted:
            other = replace(column, role=Role.OTHER, why="kept as it is; no question needs it")
            changed = changed.with_column(other)
    return changed


def axes(kind: Places) -> tuple[Role, ...]:
    """The roles of the columns of coordinates: across first, then up, or of a whole point."""
    from workbench.intake.places import Places

    if kind is Places.POINT:
        return (Role.POINT,)
    if kind is Places.DEGREES:
        return Role.LONGITUDE, Role.LATITUDE
    return Role.EASTING, Role.NORTHING


def placed(choices: Choices, kind: Places, across: str, up: str) -> Choices:
    """Say what the coordinates are and in which columns."""
    from workbench.intake.places import Places

    changed = choices
    cleared = [Role.LONGITUDE, Role.LATITUDE, Role.EASTING, Role.NORTHING]
    if kind is not Places.SQUARE:  # whose letters stand in a column of their own
        cleared.append(Role.POINT)
    for role in cleared:
        changed = given(changed, role, ())
    roles = axes(kind)
    names = (across, up)[: len(roles)]
    if kind is Places.NONE or not all(names):
        return replace(changed, places=Places.NONE)
    for role, name in zip(roles, names, strict=True):
        changed = given(changed, role, [name])
    return replace(changed, places=kind)
