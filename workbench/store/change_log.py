"""The change log: a chain of what was done, in which one altered byte shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select

from workbench.domain.changes import Change, Changes
from workbench.domain.kinds import BY_NAME
from workbench.domain.record import Record, kind_name
from workbench.store import columns, schema

START = "0" * 64
CHECKPOINT = "Checkpoint: "
BACKUP = "Backup made: "


@dataclass(frozen=True)
class Author:
    """Who works on which machine."""

    who: str
    machine: str


@dataclass(frozen=True)
class Entry:
    """One line of the log; ``changes`` is None when its payload was disposed of."""

    number: int
    at: datetime
    who: str
    machine: str
    label: str
    changes: tuple[Change, ...] | None

    @property
    def checkpoint(self) -> str:
        """The name of the checkpoint this line is, or nothing."""
        return self.label.removeprefix(CHECKPOINT) if self.label.startswith(CHECKPOINT) else ""


def append(connection: Connection, changes: Changes, author: Author, at: datetime) -> None:
    """Add one line, in the transaction of the changes it tells of."""
    log = schema.change_log
    last = connection.execute(
        select(log.c.number, log.c.hash).order_by(log.c.number.desc()).limit(1)
    ).first()
    number, previous = (last.number + 1, last.hash) if last else (1, START)
    payload = _payload(changes)
    line: dict[str, Any] = {
        "number": number,
        "at": at.replace(microsecond=0),
        "who": author.who,
        "machine": author.machine,
        "label": changes.label,
        "payload_hash": _sha(payload),
        "previous": previous,
    }
    line["hash"] = _link(line)
    connection.execute(log.insert().values(payload=payload, **line))
    touched = {change.record.id.hex for change in changes}
    if touched:
        connection.execute(
            schema.touched.insert(), [{"number": number, "record_id": one} for one in touched]
        )
    _keep_head(connection, line["hash"])


def entries(connection: Connection, record_id: UUID | None = None) -> Iterator[Entry]:
    """The lines, newest first; of one record when its id is given."""
    log = schema.change_log
    query = select(log).order_by(log.c.number.desc())
    if record_id is not None:
        about = select(schema.touched.c.number).where(schema.touched.c.record_id == record_id.hex)
        query = query.where(log.c.number.in_(about))
    for line in connection.execute(query).mappings():
        changes = None if line["payload"] is None else tuple(_changes(line["payload"]))
        yield Entry(
            line["number"], line["at"], line["who"], line["machine"], line["label"], changes
        )


def faults(connection: Connection) -> list[str]:
    """What is wrong with the chain, in words; empty when every line is as it was written."""
    found: list[str] = []
    previous, expected = START, 1
    for line in connection.execute(
        select(schema.change_log).order_by(schema.change_log.c.number)
    ).mappings():
        number = line["number"]
        if number != expected:
            found.append(f"Lines {expected} to {number - 1} are missing.")
        if line["previous"] != previous:
            found.append(f"Line {number} does not follow the line before it.")
        if line["payload"] is not None and _sha(line["payload"]) != line["payload_hash"]:
            found.append(f"What line {number} says was changed has been altered.")
        if _link(dict(line)) != line["hash"]:
            found.append(f"Line {number} has been altered.")
        previous, expected = line["hash"], number + 1
    if previous != _head(connection):
        found.append("The end of the log is missing or has been altered.")
    return found


def last_at(connection: Connection) -> datetime | None:
    """When the last line was written that tells of more than a backup; None with none."""
    log = schema.change_log
    query = select(func.max(log.c.at)).where(log.c.label.not_like(f"{BACKUP}%"))
    found: datetime | None = connection.execute(query).scalar()
    return found


def end(connection: Connection) -> str:
    """Number and short code of the last line, such as "line 120, ab12cd34ef56"."""
    log = schema.change_log
    last = connection.execute(
        select(log.c.number, log.c.hash).order_by(log.c.number.desc()).limit(1)
    ).first()
    return f"line {last.number}, {last.hash[:12]}" if last else "no line"


def count(connection: Connection) -> int:
    """How many lines the log has."""
    return int(connection.execute(select(func.count()).select_from(schema.change_log)).scalar_one())


def _payload(changes: Changes) -> str:
    told = [
        {
            "kind": kind_name(type(change.record)),
            "before": _told(change.before),
            "after": _told(change.after),
        }
        for change in changes
    ]
    return json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _told(record: Record | None) -> dict[str, Any] | None:
    return None if record is None else columns.plain(record)


def _changes(payload: str) -> Iterator[Change]:
    for told in json.loads(payload):
        kind = BY_NAME.get(told["kind"])
        if kind is not None:  # a kind this version does not know stays in the log, unread
            before, after = told["before"], told["after"]
            yield Change(
                before=columns.from_plain(kind, before) if before else None,
                after=columns.from_plain(kind, after) if after else None,
            )


def _link(line: dict[str, Any]) -> str:
    parts = ("number", "at", "who", "machine", "label", "payload_hash", "previous")
    return _sha(json.dumps([str(line[part]) for part in parts], ensure_ascii=False))


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _keep_head(connection: Connection, head: str) -> None:
    about = schema.about
    done = connection.execute(about.update().where(about.c.key == "head").values(value=head))
    if not done.rowcount:
        connection.execute(about.insert().values(key="head", value=head))


def _head(connection: Connection) -> str:
    about = schema.about
    found = connection.execute(select(about.c.value).where(about.c.key == "head")).scalar()
    return START if found is None else str(found)
