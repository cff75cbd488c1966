"""Whether the change log is as it was written, and whether everything else is as the log says.

A chain that nobody can rewrite needs a key that nobody on this computer has, and there is none
offline. So the log is compared with what carries its end elsewhere: every backup does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Connection, select

from workbench.domain.kinds import BY_NAME
from workbench.domain.record import kind_name
from workbench.store import change_log, columns, engine, proving, schema
from workbench.store.backups import Backup

TOLD: Final = 20  # faults of one sort that are named
State = dict[tuple[str, str], dict[str, Any] | None]


@dataclass(frozen=True)
class Verified:
    """What was found, and how far it can be relied on."""

    faults: tuple[str, ...]
    anchors: int  # backups whose end of the log is in this log
    since: datetime | None  # when the oldest of them was made
    notes: tuple[str, ...] = ()  # what is no fault, but should be known


def verified(connection: Connection, copies: Iterable[Backup], key: str) -> Verified:
    """Go through the log, the records, the kept data and the backups.

    Args:
        connection: to the casebook.
        copies: its backups.
        key: that opens the casebook; backups of before a new passphrase do not open with it.
    """
    found = list(change_log.faults(connection))
    state, emptied = _state(connection)
    found += _named(_altered(connection, state, emptied))
    found += _named(_touched(connection))
    found += _named(_kept_data(connection))
    hashes: dict[int, str] = {
        row.number: row.hash
        for row in connection.execute(select(schema.change_log.c.number, schema.change_log.c.hash))
    }
    agreeing: list[datetime] = []
    unread = 0
    for copy in copies:
        end = _end(copy, key)
        if end is None:
            unread += 1
        elif hashes.get(end[0]) == end[1]:
            agreeing.append(copy.at)
        else:
            found.append(_differs(copy, end[0], hashes))
    return Verified(
        tuple(found), len(agreeing), min(agreeing, default=None), _notes(emptied, unread, agreeing)
    )


def _named(faults: Iterable[str]) -> list[str]:
    found = list(faults)
    more = [f"There are {len(found) - TOLD:,} more of this sort."] if len(found) > TOLD else []
    return [*found[:TOLD], *more]


def _state(connection: Connection) -> tuple[State, int]:
    """What the log says every record was left as, and how many lines say it no longer."""
    log, state, emptied = schema.change_log, State(), 0
    for (payload,) in connection.execute(select(log.c.payload).order_by(log.c.number)):
        if payload is None:
            emptied += 1
            continue
        for told in json.loads(payload):
            known = told["after"] or told["before"]
            state[told["kind"], str(known["id"])] = told["after"]
    return state, emptied


def _altered(connection: Connection, state: State, emptied: int) -> Iterator[str]:
    """Records that are not as the log left them, were never told of, or have gone."""
    there = set()
    for kind, table in schema.TABLES.items():
        name = kind_name(kind)
        word = name.replace("_", " ")
        for row in connection.execute(select(table)).mappings():
            now = columns.plain(columns.record(kind, row))
            key = (name, str(now["id"]))
            there.add(key)
            left = state.get(key)
            if key not in state:
                if not emptied and name != "setting":  # a step to a newer schema may make those
                    yield f"A {word}{_called(now)} is not in the log at all."
            elif left is None:
                yield f"A {word}{_called(now)} is there, though the log says that it was removed."
            elif moved := [f for f, value in left.items() if now.get(f, value) != value]:
                field = moved[0].replace("_", " ")
                what = f"A {word}{_called(now)} is not as the log left it"
                yield f"{what}: its {field} was changed past the log."
    for (name, identity), left in state.items():
        if left is not None and (name, identity) not in there and name in BY_NAME:
            yield f"A {name.replace('_', ' ')}{_called(left)} has gone, past the log."


def _called(values: dict[str, Any]) -> str:
    words = next((str(values[f]) for f in ("name", "title", "text", "key") if values.get(f)), "")
    return f" (“{words[:60]}”)" if words else ""


def _touched(connection: Connection) -> Iterator[str]:
    """Lines whose list of records is not that of what they changed."""
    log, listed = schema.change_log, schema.touched
    lists: dict[int, set[str]] = {}
    for number, record in connection.execute(select(listed.c.number, listed.c.record_id)):
        lists.setdefault(number, set()).add(record)
    for number, payload in connection.execute(select(log.c.number, log.c.payload)):
        if payload is None:
            continue
        told = {
            str((change["after"] or change["before"])["id"]).replace("-", "")
            for change in json.loads(payload)
        }
        if told != lists.get(number, set()):
            yield f"The list of what line {number} touched has been altered."


def _kept_data(connection: Connection) -> Iterator[str]:
    """Data of cards and imports that is not what it was kept as."""
    raw = connection.connection.driver_connection
    yield from proving.unlike(raw)


def _end(copy: Backup, key: str) -> tuple[int, str] | None:
    """The last line of a backup's log; None when it cannot be read with this key."""
    try:
        with closing(engine.connect(copy.path, key)) as opened:
            found = opened.execute(
                "SELECT number, hash FROM change_log ORDER BY number DESC LIMIT 1"
            ).fetchone()
    except driver.DatabaseError:
        return None
    return (int(found[0]), str(found[1])) if found else (0, change_log.START)


def _differs(copy: Backup, number: int, hashes: dict[int, str]) -> str:
    if number not in hashes:
        return (
            f"The log ends before line {number}, which the backup of {copy.at:%d %B %Y %H:%M} has: "
            "its end was cut off."
        )
    return (
        f"Line {number} is not the one that the backup of {copy.at:%d %B %Y %H:%M} has: the log "
        "was rewritten since."
    )


def _notes(emptied: int, unread: int, agreeing: list[datetime]) -> tuple[str, ...]:
    found = []
    if emptied:
        lines = "line no longer says" if emptied == 1 else "lines no longer say"
        found.append(f"{emptied:,} {lines} what was changed: disposed of, or emptied.")
    if not agreeing:
        found.append(
            "No backup could be compared, so a log that was rewritten as a whole by somebody with "
            "the passphrase would not be noticed. Back up to a folder that is kept elsewhere."
        )
    if unread and agreeing:
        found.append(f"{unread:,} of the backups could not be read with this passphrase.")
    return tuple(found)
