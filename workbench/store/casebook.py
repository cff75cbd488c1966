"""A casebook: one encrypted database with a team's problems."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import RLock

from sqlalchemy import Engine, delete, select

from workbench.domain.changes import Changes
from workbench.errors import CasebookError
from workbench.store import backups, change_log, engine, key, migrations, places, schema
from workbench.store.change_log import Author
from workbench.store.lock import WriterLock
from workbench.store.unit import Reader, Unit

SUFFIX = ".psolve"
Clock = Callable[[], datetime]


class Casebook:
    """A casebook on disk, open, with this process as its one writer."""

    def __init__(self, path: Path, raw: str, author: Author, clock: Clock) -> None:
        self.path, self.author = path, author
        self._key, self._clock = raw, clock
        self._lock = WriterLock(path, author, clock())
        self._engine: Engine = engine.engine(path, raw)
        self._writing = RLock()  # one thread of this process writes; the others wait their turn

    @classmethod
    def create(cls, path: Path, passphrase: str, who: str, clock: Clock) -> Casebook:
        """Make a new, empty casebook.

        Raises:
            CasebookError: the place is refused, or something lies there already.
        """
        if reason := places.refusal(path.absolute()):
            raise CasebookError(reason)
        if path.exists():
            raise CasebookError(
                f"There is a file called {path.name} in this folder already. It was not touched. "
                "Choose another name, or open it."
            )
        _folder(path)
        made = cls(path, key.raw_key(passphrase, key.new_salt()), _author(who), clock)
        made._migrate()
        return made

    @classmethod
    def open(cls, path: Path, passphrase: str, who: str, clock: Clock) -> Casebook:
        """Open a casebook.

        Raises:
            WrongKeyError: the passphrase is not right; nothing is harmed.
            CasebookError: it is not there, in a refused place, held by somebody, or too new.
        """
        if reason := places.refusal(path.absolute()):
            raise CasebookError(reason)
        if not path.is_file():
            raise CasebookError(
                f"There is no casebook at {path}. Nothing was changed. "
                "Choose another, or restore a backup."
            )
        raw = key.raw_key(passphrase, key.salt_of(path))
        engine.prove(path, raw)
        made = cls(path, raw, _author(who), clock)
        try:
            made._migrate()
            made._sweep()
        except BaseException:
            made.close()
            raise
        return made

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """Read within one consistent view of the casebook."""
        with self._engine.begin() as connection:
            yield Reader(connection)

    @contextmanager
    def changing(self, label: str) -> Iterator[Unit]:
        """Commit records and log line together if the block ends well; otherwise change nothing."""
        with self._writing, self._writer().begin() as connection:
            unit = Unit(connection, label)
            yield unit
            unit.check_held()
            if unit.changes:
                change_log.append(connection, unit.changes, self.author, self._clock())

    def checkpoint(self, name: str) -> None:
        """Name this moment in the log."""
        with self._writing, self._writer().begin() as connection:
            label = f"{change_log.CHECKPOINT}{name}"
            change_log.append(connection, Changes(label), self.author, self._clock())

    def _writer(self) -> Engine:
        """The engine, which takes the right to write at once; asked for while holding the turn."""
        return self._engine.execution_options(begin="IMMEDIATE")

    def faults(self) -> list[str]:
        """What is wrong with the change log, in words; empty when it verifies."""
        with self._engine.begin() as connection:
            return change_log.faults(connection)

    def now(self) -> datetime:
        """The moment by the clock this casebook was given."""
        return self._clock()

    def back_up(self, folder: Path | None = None, *, always: bool = True) -> Path | None:
        """Make an encrypted copy and remove those that need not be kept.

        Args:
            folder: where to; beside the casebook by default.
            always: make it even if one was made within the hour, or nothing has changed since.
        """
        folder = folder or backups.folder_of(self.path)
        made = backups.found(self.path, folder)
        if not always and not backups.due(made, self._clock(), self._changed()):
            return None
        folder.mkdir(parents=True, exist_ok=True)
        target = backups.path_for(self.path, folder, self._clock())
        engine.copy(self.path, target, self._key)
        for spare in backups.spare(backups.found(self.path, folder), self._clock()):
            spare.path.unlink(missing_ok=True)
        return target

    def _changed(self) -> datetime | None:
        with self._engine.begin() as connection:
            return change_log.last_at(connection)

    def change_passphrase(self, now: str, new: str) -> None:
        """Write the casebook anew under another passphrase, with the old one kept until it is done.

        Raises:
            WrongKeyError: ``now`` is not the present passphrase.
            CasebookError: the file could not be put in place; the old passphrase still holds.
        """
        engine.prove(self.path, key.raw_key(now, key.salt_of(self.path)))
        raw = key.raw_key(new, key.new_salt())
        fresh = self.path.with_name(self.path.name + ".rekeyed")
        with self._writing:  # else what another thread commits meanwhile stays in the old file
            self._engine.dispose()
            try:
                engine.export(self.path, fresh, self._key, raw)
                engine.prove(fresh, raw)
                os.replace(fresh, self.path)  # noqa: PTH105 - atomic on every system
            except OSError as error:
                fresh.unlink(missing_ok=True)
                raise CasebookError(
                    "The passphrase could not be changed, because the casebook is being read or "
                    "there is no room beside it. Nothing was changed and the old passphrase still "
                    "opens it. Wait until running work has ended, then try again."
                ) from error
            for spent in ("-wal", "-shm"):
                self.path.with_name(self.path.name + spent).unlink(missing_ok=True)
            self._key = raw
            self._engine = engine.engine(self.path, raw)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()
        self._lock.release()

    def _migrate(self) -> None:
        with self._engine.begin() as connection:
            number = migrations.version(connection)
        migrations.check(number)
        if 0 < number < migrations.NEWEST:
            aside = self.path.with_name(f"{self.path.stem} before schema {number + 1}{SUFFIX}")
            engine.copy(self.path, aside, self._key)
        while number < migrations.NEWEST:
            with self._engine.begin() as connection:
                migrations.step(connection, number)
            number += 1

    def _sweep(self) -> None:
        """Drop data that no record holds any more, such as that of an import that was undone."""
        with self._engine.begin() as connection:
            query = delete(schema.blob)
            for column in schema.HOLDERS:
                query = query.where(schema.blob.c.key.not_in(select(column)))
            gone = connection.execute(query).rowcount
        if gone:
            with self._engine.connect() as connection:
                connection.connection.driver_connection.execute("VACUUM")  # type: ignore[union-attr]


def restore(backup: Path, casebook: Path, passphrase: str, at: datetime) -> Path:
    """Put a backup in place of a closed casebook, which is moved aside and kept.

    Returns:
        where the casebook as it was now lies.

    Raises:
        WrongKeyError: the passphrase does not open the backup; nothing is moved.
    """
    raw = key.raw_key(passphrase, key.salt_of(backup))
    engine.prove(backup, raw)
    lock = WriterLock(casebook, _author("restore"), at)
    try:
        fresh = casebook.with_name(casebook.name + ".restored")
        engine.copy(backup, fresh, raw)
        aside = casebook.with_name(f"{casebook.stem} replaced {at:%Y-%m-%d %H%M%S}{SUFFIX}")
        for spent in ("-wal", "-shm", ""):
            part = casebook.with_name(casebook.name + spent)
            if part.exists():
                part.replace(aside.with_name(aside.name + spent))
        fresh.replace(casebook)
    finally:
        lock.release()
    return aside


def _author(who: str) -> Author:
    return Author(who, platform.node() or "this computer")


def _folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CasebookError(
            f"The folder {path.parent} cannot be made. Nothing was written. Choose another folder."
        ) from error
