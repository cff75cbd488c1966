"""Encrypted copies of a casebook: when one is due, which are kept, and how one is put back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

LAST, DAYS = 10, 30
EVERY = timedelta(hours=1)
AHEAD = timedelta(hours=1)  # a copy dated later than that was made by a clock that was wrong
ROOM = 4 << 30  # bytes that the copies of one casebook may take
FEWEST = 3  # that are kept however large they are
_STAMP = "%Y-%m-%d %H%M%S"


@dataclass(frozen=True)
class Backup:
    """One copy and when it was made."""

    path: Path
    at: datetime


def folder_of(casebook: Path) -> Path:
    """Where the backups of a casebook lie unless told otherwise."""
    return casebook.parent / f"{casebook.stem} backups"


def path_for(casebook: Path, folder: Path, at: datetime) -> Path:
    """The file that a backup made now goes to."""
    return folder / f"{casebook.stem} {at.strftime(_STAMP)}{casebook.suffix}"


def found(casebook: Path, folder: Path) -> list[Backup]:
    """The backups of a casebook, newest first."""
    made = []
    start = casebook.stem + " "
    for path in folder.iterdir() if folder.is_dir() else ():
        if not path.name.startswith(start) or path.suffix != casebook.suffix:
            continue
        try:
            at = datetime.strptime(path.stem.removeprefix(casebook.stem + " "), _STAMP)  # noqa: DTZ007
        except ValueError:
            continue  # another casebook whose name starts alike, or a file somebody renamed
        made.append(Backup(path, at))
    return sorted(made, key=lambda backup: backup.at, reverse=True)


def spare(backups: Iterable[Backup], now: datetime) -> list[Backup]:
    """Those that need not be kept: not among the last ten, nor the last of one of 30 days.

    Copies dated ahead, by a clock that was wrong once, stand behind those that are not. Where
    those that would be kept take more room than ``ROOM``, only the newest are.
    """
    ordered = sorted(backups, key=lambda backup: (backup.at <= now + AHEAD, backup.at),
                     reverse=True)  # fmt: skip
    keep = {backup.path for backup in ordered[:LAST]}
    days = set()
    for backup in ordered:
        recent = (now - backup.at) <= timedelta(days=DAYS)
        if recent and backup.at.date() not in days:
            days.add(backup.at.date())
            keep.add(backup.path)
    kept = [backup for backup in ordered if backup.path in keep]
    taken = 0
    for number, backup in enumerate(kept):
        taken += size_of(backup.path)
        if taken > ROOM and number >= FEWEST:
            keep.discard(backup.path)
    return [backup for backup in ordered if backup.path not in keep]


def size_of(path: Path) -> int:
    """Bytes of a file; 0 when it has gone."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def due(backups: Iterable[Backup], now: datetime, changed: datetime | None) -> bool:
    """Tell whether the newest backup is older than an hour, and than the last change.

    A casebook that lies idle makes no copies: they would push out those worth having.
    """
    newest = max((one.at for one in backups if one.at <= now + AHEAD), default=None)
    if newest is None:
        return True
    return now - newest >= EVERY and changed is not None and changed >= newest
