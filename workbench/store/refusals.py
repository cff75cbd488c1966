"""What the disk or the database refuses, in words; and places and passphrases that will not do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3.dbapi2 as driver
from sqlalchemy.exc import DatabaseError

from workbench.errors import CasebookError, DamagedError


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Say in words what the disk or the database refused."""
    try:
        yield
    except (driver.DatabaseError, DatabaseError) as error:
        raise _told(path, str(getattr(error, "orig", None) or error)) from error
    except OSError as error:
        raise CasebookError(
            f"{path.name} could not be written or read ({error.strerror or error}). What was saved "
            "before is safe. Check the disk and the folder, then try again."
        ) from error


def _told(path: Path, told: str) -> CasebookError:
    """What a message of the database means."""
    if "full" in told:
        return CasebookError(
            "The disk is full, so the last change was not saved. All that was saved before is "
            "safe. Make room on the disk, then do it again."
        )
    if "readonly" in told or "read-only" in told:
        return CasebookError(
            f"{path.name} may only be read, so nothing can be saved in it. Nothing was changed. "
            "Copy it to a folder of your own, or ask for the right to write."
        )
    if "disk I/O" in told:
        return CasebookError(
            "The disk did not take the last change: it is full, failing or gone. It was not saved; "
            "all that was saved before is safe. Make room or ask IT to look at the disk, then do "
            "it again."
        )
    if any(word in told for word in ("malformed", "not a database", "corrupt")):
        return DamagedError(
            f"A part of {path.name} is damaged ({told}). Nothing more was written. Close it and "
            "restore the newest backup that was tested, or ask IT to look at the disk."
        )
    return CasebookError(
        f"The casebook could not do this ({told}). What was saved before is safe. Try again; if "
        "it stays so, restore a backup."
    )


def proper(path: Path) -> Path:
    """The file itself, past any links to it.

    Raises:
        CasebookError: no file can have this name.
    """
    try:
        found = path.resolve()
        found.exists()
    except (OSError, RuntimeError, ValueError) as error:  # too long, or a link that leads to itself
        raise CasebookError(
            f"No file can be kept under this name: {path.name[:40]}... Nothing was changed. Choose "
            "a shorter name, and a folder less deep."
        ) from error
    return found


def need_words(passphrase: str) -> None:
    """Refuse an empty passphrase."""
    if not passphrase.strip():
        raise CasebookError(
            "The passphrase is empty, so anybody could read the casebook. Nothing was written. "
            "Choose four words or more."
        )


def make_folder(path: Path, safe: str = "Nothing was written.") -> None:
    """Make the folder that a file is to lie in."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CasebookError(
            f"The folder {path.parent} cannot be made, or a file stands in its place. {safe} "
            "Choose another folder."
        ) from error
