"""The encrypted database under a casebook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from workbench.errors import WrongKeyError

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


def prove(path: Path, key: str) -> None:
    """Read one page, to know that the key is right.

    Raises:
        WrongKeyError: it is not, or the file is no casebook.
    """
    connection = connect(path, key)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except driver.DatabaseError as error:
        raise WrongKeyError(
            "This passphrase does not open the casebook. The casebook is unchanged. "
            "Check Caps Lock and the keyboard's language, then try again."
        ) from error
    finally:
        connection.close()


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


def copy(source: Path, target: Path, key: str) -> None:
    """An encrypted copy of a casebook as it is this moment, complete or not there at all."""
    half = target.with_name(target.name + ".part")
    half.unlink(missing_ok=True)
    read, write = connect(source, key), connect(half, key)
    try:
        read.backup(write)
        write.execute("PRAGMA journal_mode = DELETE")
    finally:
        write.close()
        read.close()
    half.replace(target)


def export(source: Path, target: Path, key: str, other: str) -> None:
    """A copy of a casebook under another key."""
    target.unlink(missing_ok=True)
    connection = connect(source, key)
    try:
        connection.execute("ATTACH DATABASE ? AS other KEY ?", (str(target), other))
        connection.execute("SELECT sqlcipher_export('other')")
        connection.execute("DETACH DATABASE other")
    finally:
        connection.close()
