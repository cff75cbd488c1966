"""How a record's fields become columns, and a row a record again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Uuid,
)

from workbench.domain.record import Record, kind_name

R = TypeVar("R", bound=Record)

_TYPES: dict[type, Any] = {
    UUID: Uuid,
    str: String,
    bool: Boolean,
    int: Integer,
    float: Float,
    date: Date,
    datetime: DateTime,
    tuple: JSON,
}


_HINTS: dict[type[Record], Mapping[str, tuple[Any, bool]]] = {}


def hints(kind: type[Record]) -> Mapping[str, tuple[Any, bool]]:
    """Each field's plain type and whether it may be empty."""
    if kind not in _HINTS:
        _HINTS[kind] = {name: _plain(hint) for name, hint in get_type_hints(kind).items()}
    return _HINTS[kind]


def _plain(hint: Any) -> tuple[Any, bool]:
    if get_origin(hint) in (Union, UnionType):
        parts = [part for part in get_args(hint) if part is not NoneType]
        return parts[0], True
    return hint, False


def table(kind: type[Record], metadata: MetaData) -> Table:
    """The table of a kind of record: a column for each of its fields."""
    return Table(kind_name(kind), metadata, *_columns(kind))


def _columns(kind: type[Record]) -> list[Column[Any]]:
    made: list[Column[Any]] = []
    for part in fields(kind):
        hint, empty = hints(kind)[part.name]
        if part.name == "id":
            made.append(Column("id", Uuid, primary_key=True))
            continue
        refers = part.metadata.get("refers")
        extra = (
            [ForeignKey(f"{refers}.id", deferrable=True, initially="DEFERRED")] if refers else []
        )
        made.append(
            Column(part.name, _column_type(hint), *extra, nullable=empty, index=bool(refers))
        )
    return made


def _column_type(hint: Any) -> Any:
    if get_origin(hint) is tuple:
        return JSON
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return String
    return _TYPES[hint]


def holders(kind: type[Record], made: Table) -> list[Column[Any]]:
    """The columns of a kind of record that name data kept beside the records."""
    return [made.c[part.name] for part in fields(kind) if part.metadata.get("holds")]


def row(record: Record) -> dict[str, Any]:
    """The values of a record's columns."""
    return {part.name: _out(getattr(record, part.name)) for part in fields(record)}


def _out(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [_out(part) for part in value]
    return value


def record(kind: type[R], values: Mapping[Any, Any]) -> R:
    """The record that a row tells of; columns that the kind no longer has are passed over."""
    known = hints(kind)
    return kind(
        **{name: _in(known[name][0], value) for name, value in values.items() if name in known}
    )


def _in(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(hint) is tuple:
        return _tuple(hint, value)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(value)
    return value


def _tuple(hint: Any, value: Any) -> tuple[Any, ...]:
    inner = get_args(hint)[0]
    nested = get_origin(inner) is tuple
    return tuple(tuple(part) if nested else part for part in value)


def plain(kept: Record) -> dict[str, Any]:
    """A record as JSON can hold it, for the change log."""
    return {name: _json(value) for name, value in row(kept).items()}


def _json(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else _date_text(value)


def _date_text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def from_plain(kind: type[Record], values: Mapping[str, Any]) -> Record:
    """The record that the change log tells of."""
    known = hints(kind)
    read = {
        name: _from_json(known[name][0], value) for name, value in values.items() if name in known
    }
    return record(kind, read)


def _from_json(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if hint is UUID:
        return UUID(value)
    if hint in (date, datetime):
        return hint.fromisoformat(value)
    return value
