"""Boundary files in a zip or a KMZ: unpacked, within limits, into a folder of our own."""

from __future__ import annotations

import shutil
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from workbench.errors import UnreadableFileError

MOST: Final = 2 << 30  # bytes that may come out, of all members together
MANY: Final = 2_000  # members that are looked at
_PIECE: Final = 1 << 20


def unpack(path: Path, into: Path, wanted: frozenset[str]) -> list[Path]:
    """Write the members of these kinds into a folder, each folder of the zip its own.

    Args:
        path: the zip or KMZ.
        into: an empty folder that is removed afterwards.
        wanted: endings, such as ".shp".

    Returns:
        What was written, in the order of names.

    Raises:
        UnreadableFileError: damaged, locked, or made to burst.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [one for one in archive.infolist() if _is_wanted(one, wanted)]
            if len(entries) > MANY or len(archive.namelist()) > 100 * MANY:
                raise _too_much(path)
            return sorted(_written(path, archive, entries, into))
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError) as fault:
        raise UnreadableFileError(
            f"{path.name} is damaged, empty, or not a boundary file. Nothing was brought in. "
            "Export or download it again and try once more."
        ) from fault
    except RuntimeError as fault:  # what zipfile raises when a member needs a password
        raise UnreadableFileError(
            f"{path.name} is locked with a password. Nothing was brought in. Unpack it, then "
            "choose the files inside."
        ) from fault


def _is_wanted(entry: zipfile.ZipInfo, wanted: frozenset[str]) -> bool:
    name = PurePosixPath(entry.filename)
    litter = name.name.startswith(".") or "__MACOSX" in name.parts
    return not entry.is_dir() and not litter and name.suffix.lower() in wanted


def _written(
    path: Path, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], into: Path
) -> Iterator[Path]:
    """Write each member, counting the bytes as they come out and not as the zip says."""
    folders: dict[PurePosixPath, Path] = {}
    left = MOST
    for entry in entries:
        name = PurePosixPath(entry.filename)
        folder = folders.setdefault(name.parent, into / str(len(folders)))
        folder.mkdir(exist_ok=True)
        target = folder / Path(name.name).name
        with archive.open(entry) as source, target.open("wb") as out:
            while piece := source.read(_PIECE):
                left -= len(piece)
                if left < 0 or shutil.disk_usage(into).free < _PIECE:
                    raise _too_much(path)
                out.write(piece)
        yield target


def _too_much(path: Path) -> UnreadableFileError:
    return UnreadableFileError(
        f"{path.name} holds more than a file of boundaries can: over 2 GB, or thousands of files. "
        "Nothing was brought in. Unpack it, then choose only the files that you need."
    )
