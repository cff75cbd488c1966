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
    for name, lines in plan.items():
        Table(name, metadata, *(_column(line) for line in lines))
    metadata.create_all(connection)


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
