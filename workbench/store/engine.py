"""The encrypted database under a casebook."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

PRAGMAS = (
    "cipher_log_level = NONE",
    "foreign_keys = ON",
    "journal_mode = WAL",
    "synchronous = FULL",
    "busy_timeout = 5000",
    "temp_store = MEMORY",
    "wal_autocheckpoint = 10000",  # 40 MB: an import is not written twice while somebody waits
)


def connect(path: Path, key: str) -> Any:
    """One raw connection to an encrypted file."""
    connection = driver.connect(str(path), isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f'PRAGMA key = "{key}"')
    return connection


def engine(path: Path, key: str) -> Engine:
    """An engine whose connections are keyed, durable, and begin where they say they do."""

    def opened() -> Any:
        connection = connect(path, key)
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        return connection

    made = create_engine("sqlite://", module=driver, creator=opened, poolclass=QueuePool)
    event.listen(made, "begin", _begin)
    return made


def _begin(connection: Connection) -> None:
    kind = connection.get_execution_options().get("begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {kind}")


def copy(read: Any, target: Path, key: str) -> None:
    """An encrypted copy of a database as it is this moment, complete or not there at all.

    Args:
        read: an open connection to it.
        target: the file to be made.
        key: of the database, and of the copy.
    """
    half = target.with_name(target.name + ".part")
    half.unlink(missing_ok=True)
    private(half)
    write = connect(half, key)
    try:
        read.backup(write)
        write.execute("PRAGMA journal_mode = DELETE")
    except BaseException:
        write.close()
        half.unlink(missing_ok=True)
        raise
    write.close()
    half.replace(target)


def private(path: Path) -> None:
    """Make an empty file that only its owner may read."""
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))


def emptied(path: Path, key: str) -> bool:
    """Bring everything that lies in the write-ahead log into the file; False while it is read."""
    connection = connect(path, key)
    try:
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except driver.DatabaseError:
        return False
    finally:
        connection.close()
    return not busy


def export(source: Path, target: Path, key: str, other: str) -> None:
    """A copy of a casebook under another key."""
    target.unlink(missing_ok=True)
    private(target)
    connection = connect(source, key)
    try:
        connection.execute("ATTACH DATABASE ? AS other KEY ?", (str(target), other))
        connection.execute("SELECT sqlcipher_export('other')")
        connection.execute("DETACH DATABASE other")
    finally:
        connection.close()
