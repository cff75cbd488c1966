"""A backup takes the place of a casebook, of which a copy is kept."""

from __future__ import annotations

import shutil
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from workbench.errors import CasebookError, DamagedError
from workbench.store import engine, places, proving
from workbench.store.casebook import SUFFIX, author
from workbench.store.lock import WriterLock
from workbench.store.refusals import in_words, proper


def restore(backup: Path, casebook: Path, passphrase: str, at: datetime) -> Path:
    """Put a backup in place of a closed casebook, of which a copy is kept beside it.

    A whole casebook lies at the path at every moment: what is there is copied aside first, and
    the backup then takes its place in one step.

    Returns:
        where the casebook as it was now lies.

    Raises:
        WrongKeyError: the passphrase does not open the backup; nothing is moved.
        CasebookError: the backup is not whole, the place is refused, or there is no room.
    """
    casebook = proper(casebook)
    if reason := places.refusal(casebook):
        raise CasebookError(reason)
    raw = proving.opening_key(backup, passphrase)
    if wrong := proving.faults(backup, raw):
        raise DamagedError(
            f"{backup.name} is damaged ({wrong[0]}), so it was not restored. The casebook is "
            "unchanged. Choose another backup."
        )
    with in_words(casebook):
        lock = WriterLock(casebook, author("restore"), at)
        try:
            return _replaced(backup, casebook, (raw, passphrase), at)
        finally:
            lock.release()


def _replaced(backup: Path, casebook: Path, keys: tuple[str, str], at: datetime) -> Path:
    """Copy what is there aside, and put a copy of the backup in its place."""
    aside = casebook.with_name(f"{casebook.stem} replaced {at:%Y-%m-%d %H%M%S}{SUFFIX}")
    fresh = casebook.with_name(casebook.name + ".restored")
    with closing(engine.connect(backup, keys[0])) as read:
        engine.copy(read, fresh, keys[0])
    if casebook.exists():
        _settled(casebook, keys[1])
        for spent in ("-wal", ""):
            part = casebook.with_name(casebook.name + spent)
            if part.exists():
                _copied(part, aside.with_name(aside.name + spent))
        for spent in ("-wal", "-shm"):  # it would be read into the backup
            casebook.with_name(casebook.name + spent).unlink(missing_ok=True)
    fresh.replace(casebook)
    return aside


def _settled(casebook: Path, passphrase: str) -> None:
    """Bring what was committed last into the file itself, where the passphrase opens it."""
    with suppress(CasebookError):
        engine.emptied(casebook, proving.opening_key(casebook, passphrase))


def _copied(source: Path, target: Path) -> None:
    """A copy of a file that is whole under its name or not there."""
    half = target.with_name(target.name + ".part")
    shutil.copy2(source, half)
    half.replace(target)
