"""Schema 4: settings as records, why a problem was closed or reopened, which cycle is assessed."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import Connection, Uuid, bindparam, text

from workbench.domain.record import new_id
from workbench.store.migrations.tables import Plan, create, extend

NEW: Final[Plan] = {"setting": ("id id *", "key text !", "value text !")}
MORE: Final[Plan] = {
    "problem": ("closed_because text !", "reopened_because text !"),
    "assessment": ("cycle_id id >cycle @",),
}
_MOVED: Final = "setting:threshold"


def up(connection: Connection) -> None:
    """Make the table and the columns, and fill them from what is there."""
    create(connection, NEW)
    extend(connection, MORE)
    _move_threshold(connection)
    _assign_assessments(connection)


def _move_threshold(connection: Connection) -> None:
    """The smallest count was kept where no log told of it."""
    kept = text("SELECT value FROM about WHERE key = :key")
    value = connection.execute(kept, {"key": _MOVED}).scalar()
    if value is None:
        return
    made = text("INSERT INTO setting (id, key, value) VALUES (:id, 'threshold', :value)")
    made = made.bindparams(bindparam("id", type_=Uuid()))
    connection.execute(made, {"id": new_id(), "value": value})
    connection.execute(text("DELETE FROM about WHERE key = :key"), {"key": _MOVED})


def _assign_assessments(connection: Connection) -> None:
    """An assessment belongs to the last cycle that had begun when it was made: ids tell when."""
    found = text("SELECT id, problem_id FROM assessment").columns(id=Uuid(), problem_id=Uuid())
    begun = text("SELECT id, problem_id FROM cycle").columns(id=Uuid(), problem_id=Uuid())
    cycles = [(row.id, row.problem_id) for row in connection.execute(begun)]
    put = text("UPDATE assessment SET cycle_id = :cycle WHERE id = :id").bindparams(
        bindparam("cycle", type_=Uuid()), bindparam("id", type_=Uuid())
    )
    for row in connection.execute(found).all():
        own: list[UUID] = sorted(one for one, problem in cycles if problem == row.problem_id)
        if own:
            before = [one for one in own if one < row.id]
            connection.execute(put, {"cycle": (before or own)[-1 if before else 0], "id": row.id})
