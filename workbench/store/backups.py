"""Encrypted copies of a casebook: when one is due, which are kept, and how one is put back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

LAST, DAYS = 10, 30
EVERY = timedelta(hours=1)
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
    for path in folder.glob(f"{casebook.stem} *{casebook.suffix}") if folder.is_dir() else ():
        try:
            at = datetime.strptime(path.stem.removeprefix(casebook.stem + " "), _STAMP)  # noqa: DTZ007
        except ValueError:
            continue  # another casebook whose name starts alike, or a file somebody renamed
        made.append(Backup(path, at))
    return sorted(made, key=lambda backup: backup.at, reverse=True)


def spare(backups: Iterable[Backup], now: datetime) -> list[Backup]:
    """Those that need not be kept: not among the last ten, nor the last of one of 30 days."""
    ordered = sorted(backups, key=lambda backup: backup.at, reverse=True)
    keep = {backup.path for backup in ordered[:LAST]}
    days = set()
    for backup in ordered:
        recent = (now - backup.at) <= timedelta(days=DAYS)
        if recent and backup.at.date() not in days:
            days.add(backup.at.date())
            keep.add(backup.path)
    return [backup for backup in ordered if backup.path not in keep]


def due(backups: Iterable[Backup], now: datetime, changed: datetime | None) -> bool:
    """Tell whether the newest backup is older than an hour, and than the last change.

    A casebook that lies idle makes no copies: they would push out those worth having.
    """
    newest = max((backup.at for backup in backups), default=None)
    if newest is None:
        return True
    return now - newest >= EVERY and changed is not None and changed >= newest
