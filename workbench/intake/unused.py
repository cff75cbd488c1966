"""Columns that look like a time, a place, a count, a reference or a person, and were not used."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import polars as pl

from workbench.domain.data import Role
from workbench.intake import points
from workbench.intake.clocks import is_clock, says_time
from workbench.intake.column_facts import Facts
from workbench.intake.column_words import COUNTED, NAMES
from workbench.intake.misspelt import plain_words, told_by
from workbench.intake.places import NORTH_MOST
from workbench.intake.recipe import Choices, ColumnChoice
from workbench.intake.words import spaced

_LIKE: Final[Mapping[Role, str]] = {
    Role.LATITUDE: "a coordinate",
    Role.LONGITUDE: "a coordinate",
    Role.EASTING: "a coordinate",
    Role.NORTHING: "a coordinate",
    Role.POINT: "a place",
    Role.START: "a date",
    Role.END: "a date",
    Role.REFERENCE: "a reference",
    Role.PERSON: "a person",
    Role.AREA: "a small-area code",
    Role.AREA_NAME: "an area",
    Role.POSTCODE: "a postcode",
    Role.PLACE: "a place",
    Role.ADDRESS: "an address",
    Role.COUNT: "a count",
}
_AXES: Final = (Role.LATITUDE, Role.LONGITUDE, Role.EASTING, Role.NORTHING)
_BEFORE_START: Final = (Role.START, Role.END)
_MOST: Final = 8  # columns named


def told(choices: Choices, facts: Mapping[str, Facts], sample: pl.DataFrame) -> Choices:
    """The same choices, with the reason at each column that looks like more than it is used for."""
    placing = points.used(choices)
    columns = tuple(
        _told(choice, placing, choices, (facts[choice.name], sample[choice.name]))
        for choice in choices.columns
    )
    return replace(choices, columns=columns)


def _told(
    choice: ColumnChoice,
    placing: frozenset[str],
    choices: Choices,
    known: tuple[Facts, pl.Series],
) -> ColumnChoice:
    role = None
    if choice.role in {*_AXES, Role.POINT} and choice.name not in placing:
        role = choice.role
    elif choice.role is Role.OTHER and not choice.personal:
        role = _looks(choice.name, *known)
    if role is None:
        return choice
    like = _as_words(role, choice.name)
    why = f"it looks like {like}, but {_why(role, choice, choices)}; kept as text"
    return replace(choice, role=Role.OTHER, why=why, like=like)


def sentences(choices: Choices) -> tuple[str, ...]:
    """Which columns look like something and are not used so, with the reason."""
    found = [c for c in choices.columns if c.like and c.role is Role.OTHER]
    said = [f"“{c.name}” is not used: {c.why}." for c in found[:_MOST]]
    if len(found) > _MOST:
        said.append(f"{len(found) - _MOST} more columns look like times, places or counts.")
    return tuple(said)


def _looks(name: str, facts: Facts, text: pl.Series) -> Role | None:
    """What a column would be taken for by its cells, or else by its name."""
    if not facts.filled:
        return None
    nameless = re.fullmatch(r"Column [0-9]+", name) and 10_000 < facts.low <= facts.high
    tests = (
        (Role.AREA, facts.area > 0.5),
        (Role.POSTCODE, facts.postcode > 0.5),
        (Role.START, facts.dated > 0.6 or (says_time(name) and is_clock(text, name))),
        (Role.EASTING, nameless and facts.numeric > 0.8 and facts.high < NORTH_MOST),
    )
    by_cells = next((role for role, fits in tests if fits), None)
    return by_cells or _by_name(name, facts)


def _by_name(name: str, facts: Facts) -> Role | None:
    words = [plain_words(last) for last in told_by(name)]
    for role, patterns in NAMES:
        if role not in _LIKE or (role in _AXES and facts.numeric < 0.5):
            continue
        ways = patterns[:-1] if role in _BEFORE_START else patterns  # the last takes any date
        if any(each.fullmatch(said) for each in ways for said in words):
            return role
    counts = re.search(COUNTED, spaced(name)) and facts.whole > 0.8
    return Role.COUNT if counts else None


def _as_words(role: Role, name: str) -> str:
    return "a time of day" if role in _BEFORE_START and says_time(name) else _LIKE[role]


def _why(role: Role, choice: ColumnChoice, choices: Choices) -> str:
    """Why a column is not used for what it looks like."""
    if role is Role.COUNT:
        return "each row is one incident" if not choices.summed else "other columns count"
    if role in _AXES:
        return _why_no_place(choice, choices)
    near = choices.of(Role.AREA) if role is Role.AREA_NAME else ()
    other = choices.of(role) or near
    if other:
        return f"“{other[0]}” is used as the {(Role.AREA if near else role).word.lower()}"
    if role is Role.REFERENCE:
        return "too many rows share one to tell them apart"
    if role is Role.START and choices.summed:
        return "the times of the counts stand elsewhere"
    return "too few of its cells can be read so"


def _why_no_place(choice: ColumnChoice, choices: Choices) -> str:
    if choice.name.startswith("Column "):
        return "it has no name, so nobody knows which it is"
    placing = [c.name for c in choices.columns if c.name in points.used(choices)]
    if placing:
        return f"places are read from “{placing[0]}”"
    return "its other half was not found, or its numbers are no coordinates"
