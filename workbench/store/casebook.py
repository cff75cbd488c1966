"""A casebook: one encrypted database with a team's problems."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import RLock

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Engine, delete, select

from workbench.domain.changes import Changes
from workbench.errors import CasebookError, DamagedError, GoneError, WrongKeyError
from workbench.store import backups, change_log, engine, key, migrations, places, proving, schema
from workbench.store.change_log import Author
from workbench.store.lock import WriterLock
from workbench.store.refusals import in_words, make_folder, need_words, proper
from workbench.store.unit import Reader, Unit
from workbench.store.verifying import Verified, verified

SUFFIX = ".psolve"
LEFT_OVER = (".part", ".rekeyed", ".restored", ".restored.part")  # of work that was killed
Clock = Callable[[], datetime]


class Casebook:
    """A casebook on disk, open, with this process as its one writer."""

    def __init__(self, path: Path, raw: str, author: Author, clock: Clock) -> None:
        self.path, self.author = path, author
        self._key, self._clock = raw, clock
        self._lock = WriterLock(path, author, clock())
        self._engine: Engine = engine.engine(path, raw)
        self._writing = RLock()  # one thread of this process writes; the others wait their turn
        self._file: os.stat_result | None = None  # known from the first time it is open

    @classmethod
    def create(cls, path: Path, passphrase: str, who: str, clock: Clock) -> Casebook:
        """Make a new, empty casebook.

        Raises:
            CasebookError: the place is refused, or something lies there already.
        """
        path = proper(path)
        if reason := places.refusal(path):
            raise CasebookError(reason)
        need_words(passphrase)
        if path.exists():
            raise CasebookError(
                f"There is a file called {path.name} in this folder already. It was not touched. "
                "Choose another name, or open it."
            )
        make_folder(path)
        raw = key.raw_key(passphrase, key.new_salt())
        with in_words(path):
            made = cls(path, raw, author(who), clock)
            try:
                engine.private(path)
                made._migrate()
            except BaseException:
                made.close()
                path.unlink(missing_ok=True)  # half a casebook would only block the name
                raise
        made._file = path.stat()
        return made

    @classmethod
    def open(cls, path: Path, passphrase: str, who: str, clock: Clock) -> Casebook:
        """Open a casebook.

        Raises:
            WrongKeyError: the passphrase is not right; nothing is harmed.
            DamagedError: the passphrase is right, or there is none to be, but the file is damaged.
            CasebookError: it is not there, in a refused place, held by somebody, or too new.
        """
        path = proper(path)
        if reason := places.refusal(path):
            raise CasebookError(reason)
        if not path.is_file():
            raise CasebookError(
                f"There is no casebook at {path}. Nothing was changed. "
                "Choose another, or restore a backup."
            )
        copies = [backup.path for backup in backups.found(path, backups.folder_of(path))]
        raw = proving.opening_key(path, passphrase, copies)
        with in_words(path):
            made = cls(path, raw, author(who), clock)
            try:
                made._migrate()
                made._sweep()
            except BaseException:
                made.close()
                raise
        made._file = path.stat()
        return made

    def check_there(self) -> None:
        """Make sure that the file that is open is still the casebook at its path.

        Raises:
            GoneError: it was moved, deleted, or another file stands in its place.
        """
        try:
            there = self._file is None or os.path.samestat(self._file, self.path.stat())
        except OSError:
            there = False
        if not there:
            raise GoneError(
                f"{self.path.name} is no longer in {self.path.parent}: it was moved, renamed or "
                "deleted while it was open. Nothing more is saved there. All that was saved is "
                "still at hand: keep a whole copy now, with “Keep a copy of the casebook”, and go "
                "on with that."
            )

    def rescue(self, target: Path) -> None:
        """Write all that was saved to a new place, also when the file itself has gone.

        Raises:
            CasebookError: the place is refused, taken, or cannot be written to.
        """
        target = proper(target)
        if reason := places.refusal(target):
            raise CasebookError(reason)
        if target.exists():
            raise CasebookError(
                f"There is a file called {target.name} in this folder already. It was not touched. "
                "Choose another name."
            )
        with in_words(target), self._writing, self._engine.connect() as connection:
            engine.copy(connection.connection.driver_connection, target, self._key)

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """Read within one consistent view of the casebook."""
        with self._engine.begin() as connection:
            yield Reader(connection)

    @contextmanager
    def changing(self, label: str) -> Iterator[Unit]:
        """Commit records and log line together if the block ends well; otherwise change nothing."""
        with self._writing, in_words(self.path), self._writer().begin() as connection:
            self.check_there()
            unit = Unit(connection, label)
            yield unit
            unit.check_held()
            if unit.changes:
                change_log.append(connection, unit.changes, self.author, self._clock())
            self.check_there()

    def checkpoint(self, name: str) -> None:
        """Name this moment in the log."""
        self._note(f"{change_log.CHECKPOINT}{name}")

    def _note(self, label: str) -> None:
        """Add a line to the log that tells of no record."""
        with self._writing, in_words(self.path), self._writer().begin() as connection:
            self.check_there()
            change_log.append(connection, Changes(label), self.author, self._clock())

    def _writer(self) -> Engine:
        """The engine, which takes the right to write at once; asked for while holding the turn."""
        return self._engine.execution_options(begin="IMMEDIATE")

    def faults(self) -> list[str]:
        """What is wrong with the change log, in words; empty when it verifies."""
        with self._engine.begin() as connection:
            return change_log.faults(connection)

    def verified(self, folder: Path | None = None) -> Verified:
        """Compare the log with itself, the records, the kept data, and the backups.

        Args:
            folder: where the backups are; beside the casebook by default.
        """
        copies = backups.found(self.path, folder or backups.folder_of(self.path))
        with self._engine.begin() as connection:
            return verified(connection, copies, self._key)

    def log_end(self) -> str:
        """The number and a short code of the last line, by which a later log can be compared."""
        with self._engine.begin() as connection:
            return change_log.end(connection)

    def now(self) -> datetime:
        """The moment by the clock this casebook was given."""
        return self._clock()

    def back_up(self, folder: Path | None = None, *, always: bool = True) -> Path | None:
        """Make an encrypted copy, test it, and only then remove those that need not be kept.

        Args:
            folder: where to; beside the casebook by default.
            always: make it even if one was made within the hour, or nothing has changed since.

        Raises:
            CasebookError: it cannot be made, or what was made is not whole; older ones are kept.
        """
        folder = folder or backups.folder_of(self.path)
        made = backups.found(self.path, folder)
        if not always and not backups.due(made, self._clock(), self._changed()):
            return None
        make_folder(folder / "any", "The backup was not made; the casebook itself is safe.")
        target = backups.path_for(self.path, folder, self._clock())
        with in_words(target), self._engine.connect() as connection:
            self.check_there()
            engine.copy(connection.connection.driver_connection, target, self._key)
        if wrong := proving.faults(target, self._key):
            target.unlink(missing_ok=True)
            raise DamagedError(
                f"The backup was made and tested, and it is not whole ({wrong[0]}), so it was not "
                "kept: a part of the casebook is damaged. The older backups were kept. Close the "
                "casebook and restore the newest of them, or ask IT to look at the disk."
            )
        for spare in backups.spare(backups.found(self.path, folder), self._clock()):
            spare.path.unlink(missing_ok=True)
        self._note(f"{change_log.BACKUP}{target.name}, tested")
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
        self.check_there()
        if proving.opening_key(self.path, now) != self._key:
            raise WrongKeyError(proving.WRONG)
        need_words(new)
        raw = key.raw_key(new, key.new_salt())
        fresh = self.path.with_name(self.path.name + ".rekeyed")
        with self._writing:  # else what another thread commits meanwhile stays in the old file
            self._engine.dispose()
            try:
                if not engine.emptied(self.path, self._key):
                    raise _busy()
                engine.export(self.path, fresh, self._key, raw)
                if proving.faults(fresh, raw):
                    raise _busy()
                if not engine.emptied(self.path, self._key):
                    raise _busy()
                os.replace(fresh, self.path)  # noqa: PTH105 - atomic on every system
            except (OSError, driver.DatabaseError) as error:
                raise _busy() from error
            finally:
                fresh.unlink(missing_ok=True)
            for spent in ("-wal", "-shm"):
                self.path.with_name(self.path.name + spent).unlink(missing_ok=True)
            self._key, self._file = raw, self.path.stat()
            self._engine = engine.engine(self.path, raw)
        self._note("Passphrase changed")

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
            with self._engine.connect() as connection:
                engine.copy(connection.connection.driver_connection, aside, self._key)
        while number < migrations.NEWEST:
            with self._engine.begin() as connection:
                migrations.step(connection, number)
            number += 1

    def _sweep(self) -> None:
        """Drop data that no record holds any more, and files of work that was killed."""
        for left in LEFT_OVER:
            self.path.with_name(self.path.name + left).unlink(missing_ok=True)
        folder = backups.folder_of(self.path)
        for half in folder.glob("*.part") if folder.is_dir() else ():
            if half.name.startswith(self.path.stem + " "):
                half.unlink(missing_ok=True)
        with self._engine.begin() as connection:
            query = delete(schema.blob)
            for column in schema.HOLDERS:
                query = query.where(schema.blob.c.key.not_in(select(column)))
            gone = connection.execute(query).rowcount
        if gone:
            with self._engine.connect() as connection:
                connection.connection.driver_connection.execute("VACUUM")  # type: ignore[union-attr]


def author(who: str) -> Author:
    """Who works, and on which machine."""
    return Author(who, platform.node() or "this computer")


def _busy() -> CasebookError:
    return CasebookError(
        "The passphrase could not be changed, because the casebook is being read or there is no "
        "room beside it. Nothing was changed and the old passphrase still opens it. Wait until "
        "running work has ended, then try again."
    )
