"""Small areas to choose from, out of a boundary file or out of the data itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

import polars as pl

from workbench.domain.data import Role
from workbench.services.shelf import Shelf

_MOST = 12  # different values of a column that marks areas
_CODES = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")


@dataclass(frozen=True)
class Mark:
    """One value of a column of the data, and the small areas that carry it."""

    column: str
    value: str
    codes: tuple[str, ...]


def codes_of(shelf: Shelf, edition_id: UUID) -> tuple[tuple[str, str], ...]:
    """The small areas that occur in an edition, as code and name."""
    frame = shelf.incidents(edition_id).frame
    if Role.AREA.value not in frame.columns:
        return ()
    code = pl.col(Role.AREA.value)
    named = Role.AREA_NAME.value in frame.columns
    name = pl.col(Role.AREA_NAME.value).drop_nulls().first() if named else pl.lit("")
    found = frame.filter(code.is_not_null()).group_by(code).agg(name.alias("name")).sort(code)
    return tuple(
        (str(key), str(said or "")) for key, said in found.select(code, "name").iter_rows()
    )


def marks(shelf: Shelf, edition_id: UUID) -> tuple[Mark, ...]:
    """Columns that mark each small area with one of a few values, such as treated or not."""
    frame = shelf.incidents(edition_id).frame
    if Role.AREA.value not in frame.columns:
        return ()
    known = {role.value for role in Role} | {"row", "file", "no place"}
    found: list[Mark] = []
    for column in (name for name in frame.columns if name not in known):
        if frame[column].dtype != pl.String or frame[column].n_unique() > _MOST:
            continue
        pairs = frame.select(Role.AREA.value, column).drop_nulls().unique()
        if pairs.height != pairs[Role.AREA.value].n_unique():
            continue  # a value that changes within an area does not mark the area
        found += [
            Mark(column, str(value), tuple(sorted(group[Role.AREA.value].to_list())))
            for (value,), group in sorted(pairs.group_by(column), key=lambda pair: str(pair[0]))
        ]
    return tuple(found)


def read_codes(text: str, known: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes out of pasted text: those that are known, and the words that are none."""
    words = tuple(dict.fromkeys(_CODES.findall(text)))
    plain = {code.upper(): code for code in known}
    there = tuple(plain[word.upper()] for word in words if word.upper() in plain)
    return there, tuple(word for word in words if word.upper() not in plain)
