"""Reading records, and one unit of work: all of it is kept, or none of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, select

from workbench.domain.changes import Change, Changes
from workbench.domain.record import Record, kind_name
from workbench.errors import LostUpdateError, NotFoundError
from workbench.store import change_log, columns, schema

R = TypeVar("R", bound=Record)


def _empty(name: str) -> dict[str, Any]:
    return {name: None}


class Reader:
    """Reads records as they were when it was opened."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, kind: type[R], record_id: UUID) -> R:
        """Return one record.

        Raises:
            NotFoundError: it is not in the casebook.
        """
        found = self.find(kind, record_id)
        if found is None:
            name = kind_name(kind).replace("_", " ")
            raise NotFoundError(
                f"This {name} is no longer in the casebook. Nothing else was changed. "
                "Go back to the list and choose another."
            )
        return found

    def find(self, kind: type[R], record_id: UUID) -> R | None:
        """Return one record, or None."""
        return next(iter(self.all(kind, id=record_id)), None)

    def all(self, kind: type[R], /, **equal: Any) -> list[R]:
        """Return the records of a kind whose fields equal the given values, in order of adding."""
        table = schema.TABLES[kind]
        query = select(table).order_by(table.c.id)
        for name, value in equal.items():
            query = query.where(table.c[name] == value)
        rows = self._connection.execute(query).mappings()
        return [columns.record(kind, row) for row in rows]

    def hanging(self, kind: type[R], field: str, owners: Sequence[UUID]) -> list[R]:
        """Return the records of a kind whose field is one of these ids, in order of adding."""
        if not owners:
            return []
        table = schema.TABLES[kind]
        query = select(table).where(table.c[field].in_(owners)).order_by(table.c.id)
        rows = self._connection.execute(query).mappings()
        return [columns.record(kind, row) for row in rows]

    def blob(self, key: str) -> list[bytes]:
        """Return the parts kept under a key."""
        blob = schema.blob
        query = select(blob.c.data).where(blob.c.key == key).order_by(blob.c.part)
        parts = [bytes(data) for (data,) in self._connection.execute(query)]
        if not parts:
            raise NotFoundError(
                "The data behind this is not in the casebook. Nothing was changed. "
                "Bring the file in again, or restore a backup."
            )
        return parts

    def entries(self, record_id: UUID | None = None) -> Iterator[change_log.Entry]:
        """The change log, newest first; of one record when its id is given."""
        return change_log.entries(self._connection, record_id)

    def setting(self, key: str, default: str = "") -> str:
        """Something of the program's own that is kept in this casebook."""
        about = schema.about
        query = select(about.c.value).where(about.c.key == f"setting:{key}")
        found = self._connection.execute(query).scalar()
        return default if found is None else str(found)


class Unit(Reader):
    """One unit of work, written to the log when it ends well."""

    def __init__(self, connection: Connection, label: str) -> None:
        super().__init__(connection)
        self.label = label
        self._made: list[Change] = []
        self._put: set[str] = set()

    @property
    def changes(self) -> Changes:
        """What has been changed so far."""
        return Changes(self.label, tuple(self._made))

    def add(self, record: Record) -> None:
        """Keep a new record."""
        self._make(Change(before=None, after=record))

    def replace(self, record: Record) -> None:
        """Keep a record in place of the one with its id."""
        before = self.get(type(record), record.id)
        if record != before:
            self._make(Change(before=before, after=record))

    def remove(self, record: Record) -> None:
        """Drop a record and what hangs on it; what only points at it lets go."""
        for kind, table in schema.TABLES.items():
            for column in table.c:
                if not column.references(schema.TABLES[type(record)].c.id):
                    continue
                for other in self.all(kind, **{column.name: record.id}):
                    if column.nullable:
                        self.replace(replace(other, **_empty(column.name)))
                    else:
                        self.remove(other)
        self._make(Change(before=record, after=None))

    def repeat(self, changes: Changes) -> None:
        """Make changes again, as when undoing or redoing.

        Raises:
            LostUpdateError: a record is not as these changes left it.
        """
        for change in changes:
            if self.find(type(change.record), change.record.id) != change.before:
                raise LostUpdateError(
                    "This cannot be undone or redone, because the record was changed in between. "
                    "Nothing was overwritten. Open the record and change it by hand."
                )
            self._make(change)

    def put(self, parts: Sequence[bytes]) -> str:
        """Keep bytes under the hash of their content, once, and return the key."""
        key = hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()
        blob = schema.blob
        known = self._connection.execute(select(blob.c.part).where(blob.c.key == key).limit(1))
        if known.first() is None:
            rows = [{"key": key, "part": n, "data": part} for n, part in enumerate(parts)]
            self._connection.execute(blob.insert(), rows)
        self._put.add(key)
        return key

    def check_held(self) -> None:
        """Refuse to end while data was put that no record holds, for it would be swept out.

        Raises:
            ValueError: the record that was to hold it names it in a field that is not ``holds``.
        """
        for key in self._put:
            queries = (select(column).where(column == key).limit(1) for column in schema.HOLDERS)
            if not any(self._connection.execute(query).first() for query in queries):
                raise ValueError(f"no record holds the data kept in “{self.label}”")

    def set(self, key: str, value: str) -> None:
        """Keep something of the program's own, such as a key: no record, so it is not undone."""
        about = schema.about
        here = about.c.key == f"setting:{key}"
        if not self._connection.execute(about.update().where(here).values(value=value)).rowcount:
            self._connection.execute(about.insert().values(key=f"setting:{key}", value=value))

    def _make(self, change: Change) -> None:
        table = schema.TABLES[type(change.record)]
        here = table.c.id == change.record.id
        if change.after is None:
            self._connection.execute(table.delete().where(here))
        elif change.before is None:
            self._connection.execute(table.insert().values(columns.row(change.after)))
        else:
            values = columns.row(change.after)
            self._connection.execute(table.update().where(here).values(values))
        self._made.append(change)
