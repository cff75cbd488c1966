"""One writer at a time: a lock beside the casebook that names who holds it."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import IO, Final

from workbench.errors import CasebookError
from workbench.store.change_log import Author

_FAR: Final = 1 << 20  # the byte that is locked, past the text, so that others can read who has it
_TRIES: Final = 100


class WriterLock:
    """Held while a casebook is open; let go by the system even if the program is killed.

    The file is removed when it is let go. Whoever took a file that was removed in between holds
    nothing: after locking it is looked at whether the file that is locked is still the one there.
    """

    def __init__(self, casebook: Path, author: Author, at: datetime) -> None:
        self._path = casebook.with_name(casebook.name + ".lock")
        self._file = self._taken()
        told = {"who": author.who, "machine": author.machine, "at": at.isoformat(" ", "minutes")}
        self._file.seek(0)
        self._file.truncate()
        self._file.write(json.dumps(told).encode())
        self._file.flush()

    def _taken(self) -> IO[bytes]:
        """The locked file.

        Raises:
            CasebookError: somebody holds it, or it cannot be made.
        """
        for _ in range(_TRIES):
            file = _open(self._path)
            if not _take(file):
                said = _holder(self._path)
                file.close()
                raise CasebookError(
                    f"This casebook is open already: {said}. It was not opened here and nothing "
                    "was changed. Ask them to close it, then try again."
                )
            if _still_there(file, self._path):
                return file
            file.close()
        raise CasebookError(
            "This casebook is being opened and closed by somebody else. It was not opened here and "
            "nothing was changed. Try again in a moment."
        )

    def release(self) -> None:
        """Let go."""
        if self._file.closed:
            return
        if sys.platform != "win32":
            self._path.unlink(missing_ok=True)  # while it is held, so that nobody's is removed
        _give(self._file)
        self._file.close()
        if sys.platform == "win32":
            with contextlib.suppress(OSError):  # refused while another has it open
                self._path.unlink(missing_ok=True)


def _open(path: Path) -> IO[bytes]:
    try:
        made = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        return os.fdopen(made, "r+b", buffering=0)
    except OSError as error:
        if path.parent.is_dir() and os.access(path.parent, os.W_OK):
            raise CasebookError(
                f"The casebook was not opened, because a file cannot be written beside it "
                f"({error.strerror}). Nothing was changed. Check that there is room on the disk "
                "and that its name is not too long, then try again."
            ) from error
        raise CasebookError(
            f"The folder {path.parent} cannot be written to, so the casebook was not opened. "
            "Nothing was changed. Choose a folder of your own, or ask for the right to write there."
        ) from error


def _still_there(file: IO[bytes], path: Path) -> bool:
    """Whether the file that is locked is the one that others will find."""
    if sys.platform == "win32":
        return True  # a file that somebody has open cannot be removed there
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except OSError:
        return False


def _holder(path: Path) -> str:
    try:
        told = json.loads(path.read_bytes().split(b"\0")[0])
        return f"{told['who']} on {told['machine']} has had it open since {told['at']}"
    except (OSError, ValueError, KeyError, TypeError):
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
        return True

    def _give(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
