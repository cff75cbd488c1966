"""Several lines of one incident, one for each unit sent, person or item, are one incident."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

import polars as pl

from workbench.domain.data import Role
from workbench.intake.column_words import NAMES
from workbench.intake.misspelt import plain_words
from workbench.intake.recipe import Choices
from workbench.intake.source import Source

_SHARED: Final = 0.1  # of the rows at least that share their number with another
_SAME: Final = 0.95  # of the numbers whose rows say the same of when, what and where
_WAYS: Final = next(ways for role, ways in NAMES if role is Role.REFERENCE)
_ALIKE: Final = (
    Role.START, Role.TYPE, Role.PLACE, Role.EASTING, Role.NORTHING, Role.LATITUDE, Role.LONGITUDE,
    Role.POINT, Role.POSTCODE,
)  # fmt: skip
REASON: Final = "another line of an incident that is in already"


def find(source: Source, choices: Choices) -> Choices:
    """Choices by which lines of one incident count once, where a file has such lines."""
    if choices.summed or not choices.of(Role.START):
        return choices
    held = choices.of(Role.REFERENCE)
    named = [c.name for c in choices.columns if c.role is Role.OTHER and _numbers(c.name)]
    name = next((each for each in (*held, *named) if _shared(source, choices, each)), "")
    if not name:
        return choices
    changed = replace(choices, one_of=name)
    if held:
        return changed
    why = "several lines share it: they are one incident, a line for each unit or person"
    old = choices.column(name)
    return changed.with_column(replace(old, role=Role.REFERENCE, why=why, like=""))


def _numbers(name: str) -> bool:
    plain = plain_words(name)
    return any(re.fullmatch(way, plain) for way in _WAYS)


def _shared(source: Source, choices: Choices, name: str) -> bool:
    """Tell whether rows share numbers, and then when, what and where, but not everything."""
    start = pl.col(choices.of(Role.START)[0]).str.strip_chars().str.len_bytes() > 0
    table = source.table.filter(start)
    text = table[name].str.strip_chars().replace("", None)
    unlike, filled = text.n_unique(), text.count()
    if filled < 0.9 * table.height or unlike > (1 - _SHARED) * filled or unlike < 2:
        return False
    alike = [other for role in _ALIKE for other in choices.of(role) if other != name]
    others = [
        c.name for c in choices.columns if c.kept and c.name not in {name, *alike} and not c.like
    ]
    if not others:
        return False
    groups = table.group_by(name).agg(
        pl.len().alias("\u0001n"),
        pl.struct(alike).n_unique().alias("\u0001alike"),
        pl.struct(others).n_unique().alias("\u0001others"),
    )
    several = groups.filter(pl.col("\u0001n") > 1)
    same = float((several["\u0001alike"] == 1).mean() or 0)  # type: ignore[arg-type]
    differ = float((several["\u0001others"] > 1).mean() or 0)  # type: ignore[arg-type]
    return same >= _SAME and differ >= 0.5


def said(choices: Choices) -> tuple[str, ...]:
    """What was done about lines that share a number."""
    if not choices.one_of:
        return ()
    return (f"Lines with the same “{choices.one_of}” are one incident: the first of them counts.",)
