"""Tables told in words, so that a step stays as it was when the records move on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Uuid,
    inspect,
    text,
)

Plan = Mapping[str, tuple[str, ...]]

_TYPES: Final[dict[str, Any]] = {
    "id": Uuid,
    "text": String,
    "list": JSON,
    "whole": Integer,
    "number": Float,
    "yes": Boolean,
    "day": Date,
    "moment": DateTime,
    "bytes": LargeBinary,
}


def create(connection: Connection, plan: Plan) -> None:
    """Make the tables of a plan.

    A column is ``name type`` and marks: ``*`` part of the key, ``!`` never empty,
    ``>table`` refers to a row of a table, ``@`` indexed.
    """
    metadata = MetaData()
    new = [
        Table(name, metadata, *(_column(line) for line in lines)) for name, lines in plan.items()
    ]
    there = {mark[1:] for lines in plan.values() for line in lines for mark in line.split()[2:]}
    for name in inspect(connection).get_table_names():
        if name in there:  # made by an earlier step; only its key is needed here
            Table(name, metadata, Column("id", Uuid, primary_key=True))
    metadata.create_all(connection, tables=new)


def extend(connection: Connection, plan: Plan) -> None:
    """Add columns to tables that are there; a text column that is never empty starts blank."""
    for name, lines in plan.items():
        for line in lines:
            column = _column(line)
            kind = column.type.compile(connection.dialect)
            ends = [f" REFERENCES {mark[1:]} (id) DEFERRABLE INITIALLY DEFERRED"
                    for mark in line.split()[2:] if mark.startswith(">")]  # fmt: skip
            blank = "" if column.nullable else " DEFAULT '' NOT NULL"
            connection.execute(
                text(f"ALTER TABLE {name} ADD COLUMN {column.name} {kind}{blank}{''.join(ends)}")
            )
            if column.index:
                index = f"ix_{name}_{column.name}"
                connection.execute(text(f"CREATE INDEX {index} ON {name} ({column.name})"))


def _column(line: str) -> Column[Any]:
    name, kind, *marks = line.split()
    refers = [mark[1:] for mark in marks if mark.startswith(">")]
    keys = [ForeignKey(f"{one}.id", deferrable=True, initially="DEFERRED") for one in refers]
    return Column(
        name,
        _TYPES[kind],
        *keys,
        primary_key="*" in marks,
        nullable="!" not in marks and "*" not in marks,
        index="@" in marks or None,
        autoincrement=False,
    )
