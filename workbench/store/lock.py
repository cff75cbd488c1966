"""One writer at a time: a lock beside the casebook that names who holds it."""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import IO

from workbench.errors import CasebookError
from workbench.store.change_log import Author

_FAR = 1 << 20  # the byte that is locked, past the text, so that others can still read who holds it


class WriterLock:
    """Held while a casebook is open; let go by the system even if the program is killed."""

    def __init__(self, casebook: Path, author: Author, at: datetime) -> None:
        self._path = casebook.with_name(casebook.name + ".lock")
        self._file: IO[bytes] = _open(self._path)
        if not _take(self._file):
            said = _holder(self._path)
            self._file.close()
            raise CasebookError(
                f"This casebook is open already: {said}. It was not opened here and nothing was "
                "changed. Ask them to close it, then try again."
            )
        told = {"who": author.who, "machine": author.machine, "at": at.isoformat(" ", "minutes")}
        self._file.seek(0)
        self._file.truncate()
        self._file.write(json.dumps(told).encode())
        self._file.flush()

    def release(self) -> None:
        """Let go."""
        if not self._file.closed:
            _give(self._file)
            self._file.close()
            self._path.unlink(missing_ok=True)


def _open(path: Path) -> IO[bytes]:
    try:
        return path.open("r+b" if path.exists() else "w+b", buffering=0)
    except OSError as error:
        raise CasebookError(
            f"The folder {path.parent} cannot be written to, so the casebook was not opened. "
            "Nothing was changed. Choose a folder of your own, or ask for the right to write there."
        ) from error


def _holder(path: Path) -> str:
    try:
        told = json.loads(path.read_bytes().split(b"\0")[0])
        return f"{told['who']} on {told['machine']} has had it open since {told['at']}"
    except (OSError, ValueError, KeyError):
        return "another program holds it"


if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[bytes]) -> bool:
        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _give(file: IO[bytes]) -> None:
        file.seek(_FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return os.fstat(file.fileno()).st_nlink > 0  # not one that was removed while we waited

    def _give(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
