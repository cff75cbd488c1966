"""Zip and gzip: members are read one at a time, and a file made to burst is not opened."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final

from workbench.intake.readers.delimited import sheet
from workbench.intake.refusals import damaged, protected, refusal, too_big
from workbench.intake.source import Part, Sheet

MOST: Final = 4 << 30  # bytes a file may unpack to
_SWELL: Final = 400  # times its packed size; a CSV packs to about a tenth
_SMALL: Final = 50 << 20
TEXT: Final = (".csv", ".tab", ".tsv", ".txt")


def members(path: Path) -> tuple[list[Sheet], list[Part]]:
    """The tables of a zip, and the members that are none with the reason.

    Raises:
        UnreadableFileError: when the zip is damaged, locked, too big or holds no table.
    """
    with _safely(path.name), zipfile.ZipFile(path) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        _guard(path, entries)
    sheets: list[Sheet] = []
    others: list[Part] = []
    for entry in sorted(entries, key=lambda entry: entry.filename):
        if why := _not_a_table(entry.filename):
            if not _litter(entry.filename):
                others.append(Part(entry.filename, taken=False, why=why))
        else:
            sheets.append(sheet(entry.filename, _fetch(path, entry.filename)))
    if not sheets:
        raise refusal(
            f"“{path.name}” holds no CSV file.",
            "Unpack it to see what it holds, then choose the file with the rows.",
        )
    return sheets, others


def names(path: Path) -> list[str]:
    """What a zip holds, folders and all.

    Raises:
        UnreadableFileError: when the zip is damaged.
    """
    with _safely(path.name), zipfile.ZipFile(path) as archive:
        return archive.namelist()


def unzipped(path: Path) -> Sheet:
    """The table in a .gz file."""
    name = path.name.removesuffix(".gz")

    def fetch(most: int | None) -> bytes:
        with _safely(path.name), gzip.open(path) as stream:
            data = stream.read(MOST + 1 if most is None else most)
        if len(data) > MOST:
            raise too_big(path.name, "more than 4 GB")
        return data

    return sheet(name, fetch)


def _fetch(path: Path, member: str) -> Callable[[int | None], bytes]:
    def fetch(most: int | None) -> bytes:
        with _safely(path.name), zipfile.ZipFile(path) as archive, archive.open(member) as stream:
            return stream.read() if most is None else stream.read(most)

    return fetch


def _guard(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    """Refuse a zip that needs a password or would unpack to more than can be held."""
    if any(entry.flag_bits & 1 for entry in entries):
        raise protected(path.name)
    size = sum(entry.file_size for entry in entries)
    packed = max(path.stat().st_size, 1)
    if size > MOST or (size > _SMALL and size > _SWELL * packed):
        raise too_big(path.name, f"{size / (1 << 30):,.1f} GB")


def _not_a_table(name: str) -> str:
    """Why a member is not read, or nothing."""
    low = name.lower()
    if low.endswith(TEXT):
        return "a hidden file of the computer it was packed on" if _litter(name) else ""
    if low.endswith((".xlsx", ".xls", ".ods")):
        return "a workbook inside a zip: unpack it and bring it in by itself"
    if low.endswith(".zip"):
        return "a zip inside a zip: unpack it and bring it in by itself"
    return "not a CSV file"


def _litter(name: str) -> bool:
    """Tell whether a member is something a computer left there for itself."""
    path = PurePosixPath(name)
    return "__MACOSX" in path.parts or path.name.startswith((".", "~$"))


@contextmanager
def _safely(name: str) -> Iterator[None]:
    """Say in words that a packed file is broken or locked."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile) as error:
        raise damaged(name, "packed file") from error
    except (NotImplementedError, zipfile.LargeZipFile, io.UnsupportedOperation) as error:
        raise refusal(
            f"“{name}” is packed in a way that cannot be read here.",
            "Unpack it with the program that made it, then choose the files inside.",
        ) from error
    except RuntimeError as error:  # what zipfile raises when a member needs a password
        raise protected(name) from error
