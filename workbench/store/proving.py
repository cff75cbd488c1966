"""Whether a file is a whole casebook that a key opens, and if not, why in words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import sqlcipher3.dbapi2 as driver

from workbench.errors import CasebookError, DamagedError, WrongKeyError
from workbench.store import engine, key

_SMALLEST: Final = 4096  # bytes; a casebook is at least one page
_PLAIN: Final = b"SQLite format 3\0"
WRONG: Final = (
    "This passphrase does not open the casebook. The casebook is unchanged. "
    "Check Caps Lock and the keyboard's language, then try again."
)


def opening_key(path: Path, passphrase: str, copies: Iterable[Path] = ()) -> str:
    """The raw key of a casebook that this passphrase opens.

    Args:
        path: the casebook.
        passphrase: as it was typed; letters of one look count as the same.
        copies: its backups, by which damage can be told from a wrong passphrase.

    Raises:
        WrongKeyError: the passphrase is not right.
        DamagedError: the passphrase is right, but the file is damaged; or it is no casebook.
    """
    salt = _salt(path)
    for raw in key.raw_keys(passphrase, salt):
        if _opens(path, raw):
            return raw
    for copy in copies:
        if copy != path and _is_like(copy, salt):
            for raw in key.raw_keys(passphrase, salt):
                if _opens(copy, raw):
                    raise DamagedError(
                        "The passphrase is right, but the casebook is damaged and cannot be read. "
                        f"Nothing was changed. A backup can be read: {copy.name}. Restore that one."
                    )
    raise WrongKeyError(WRONG)


def _salt(path: Path) -> bytes:
    """The salt of a file that may be a casebook.

    Raises:
        CasebookError: it cannot be read.
        DamagedError: it cannot be a casebook.
    """
    try:
        size, salt = path.stat().st_size, key.salt_of(path)
    except OSError as error:
        raise CasebookError(
            f"{path.name} cannot be read ({error.strerror}). Nothing was changed. Check that you "
            "may read it, then try again."
        ) from error
    if size < _SMALLEST:
        raise DamagedError(
            f"{path.name} is empty or cut off: it has {size:,} bytes, and a casebook thousands. "
            "Nothing was changed. Restore a backup, or choose another casebook."
        )
    if salt == _PLAIN:
        raise DamagedError(
            f"{path.name} is a database, but not a casebook: it is not encrypted. Nothing was "
            "changed. Choose another file."
        )
    return salt


def _is_like(copy: Path, salt: bytes) -> bool:
    try:
        return key.salt_of(copy) == salt
    except OSError:
        return False


def _opens(path: Path, raw: str) -> bool:
    """Whether the first page can be read with this key."""
    with closing(engine.connect(path, raw)) as connection:
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except driver.DatabaseError:
            return False
        return True


def faults(path: Path, raw: str) -> list[str]:
    """What is wrong with a copy: pages, structure, and kept data; empty when it is whole."""
    found: list[str] = []
    try:
        with closing(engine.connect(path, raw)) as connection:
            found += [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
            told = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(3)")]
            found += [one for one in told if one != "ok"]
            found += unlike(connection)
    except driver.DatabaseError as error:
        found.append(str(error))
    return found


def unlike(connection: Any) -> list[str]:
    """Kept data whose content is not that of the key it is kept under."""
    there = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'blob'").fetchone()
    if there is None:
        return []
    found, now, whole = [], None, hashlib.sha256()
    for name, data in connection.execute("SELECT key, data FROM blob ORDER BY key, part"):
        if name != now:
            found += _told(now, whole)
            now, whole = name, hashlib.sha256()
        whole.update(hashlib.sha256(data).digest())
    return [*found, *_told(now, whole)]


def _told(name: str | None, whole: Any) -> list[str]:
    return [] if name is None or whole.hexdigest() == name else ["Kept data has been altered."]
