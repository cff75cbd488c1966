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

from workbench.errors import UnreadableFileError
from workbench.intake.readers import texts
from workbench.intake.refusals import damaged, protected, refusal, short, too_big
from workbench.intake.source import Part, Sheet

MOST: Final = 4 << 30  # bytes a file may unpack to
_SWELL: Final = 400  # times its packed size; a CSV packs to about a tenth
_START: Final = 4_096  # bytes that tell what a text is
_SMALL: Final = 50 << 20
TEXT: Final = (".csv", ".tab", ".tsv", ".txt", ".json", ".geojson", ".ndjson", ".jsonl")
_DEEPEST: Final = 2  # zips within zips
_INNER: Final = 256 << 20  # bytes of a zip within a zip, which is held while it is read


def members(path: Path) -> tuple[list[Sheet], list[Part]]:
    """The tables of a zip, and the members that are none with the reason.

    Raises:
        UnreadableFileError: when the zip is damaged, locked, too big or holds no table.
    """
    with _safely(path.name), zipfile.ZipFile(path) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        _guard(path.name, path.stat().st_size, entries)
    sheets, others, error = _found(path.name, path, entries, "", 0)
    if not sheets and error is not None:
        raise error
    if not sheets:
        raise refusal(
            f"“{path.name}” holds no CSV file.",
            "Unpack it to see what it holds, then choose the file with the rows.",
        )
    return sheets, others


def _found(
    name: str, held: Path | bytes, entries: list[zipfile.ZipInfo], before: str, depth: int
) -> tuple[list[Sheet], list[Part], UnreadableFileError | None]:
    """The tables among the members of a zip, and of the zips within it; the last that failed."""
    sheets: list[Sheet] = []
    others: list[Part] = []
    failed: UnreadableFileError | None = None
    for entry in sorted(entries, key=lambda entry: entry.filename):
        member = before + entry.filename
        if entry.filename.lower().endswith(".zip") and not _litter(entry.filename):
            inner, rest = _within(name, held, entry, member, depth)
            sheets, others = sheets + inner, others + rest
        elif why := _not_a_table(entry.filename):
            if not _litter(entry.filename):
                others.append(Part(member, taken=False, why=why))
        else:
            fetch = _fetch(name, held, entry.filename)
            try:
                sheets += texts.sheets(member, fetch, fetch(_START))[1]
            except UnreadableFileError as error:
                others.append(Part(member, taken=False, why=short(error)))
                failed = error
    return sheets, others, failed


def _within(
    name: str, held: Path | bytes, entry: zipfile.ZipInfo, member: str, depth: int
) -> tuple[list[Sheet], list[Part]]:
    """What a zip within a zip holds."""
    if depth >= _DEEPEST or entry.file_size > _INNER:
        why = "a zip within a zip that lies too deep or is too big: unpack it and bring it in"
        return [], [Part(member, taken=False, why=why)]
    try:
        data = _fetch(name, held, entry.filename)(None)
        with _safely(member), zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [inner for inner in archive.infolist() if not inner.is_dir()]
            _guard(member, len(data), entries)
        sheets, others, _ = _found(member, data, entries, f"{member}/", depth + 1)
    except UnreadableFileError as error:
        return [], [Part(member, taken=False, why=short(error))]
    return sheets, others


def names(path: Path) -> list[str]:
    """What a zip holds, folders and all.

    Raises:
        UnreadableFileError: when the zip is damaged.
    """
    with _safely(path.name), zipfile.ZipFile(path) as archive:
        return archive.namelist()


def unzipped(path: Path) -> tuple[str, list[Sheet]]:
    """The kind of text in a .gz file, and its tables."""
    name = path.name.removesuffix(".gz")

    def fetch(most: int | None) -> bytes:
        with _safely(path.name), gzip.open(path) as stream:
            data = stream.read(MOST + 1 if most is None else most)
        if len(data) > MOST:
            raise too_big(path.name, "more than 4 GB")
        return data

    return texts.sheets(name, fetch, fetch(_START))


def _fetch(name: str, held: Path | bytes, member: str) -> Callable[[int | None], bytes]:
    def fetch(most: int | None) -> bytes:
        file = io.BytesIO(held) if isinstance(held, bytes) else held
        with _safely(name), zipfile.ZipFile(file) as archive, archive.open(member) as stream:
            return stream.read() if most is None else stream.read(most)

    return fetch


def _guard(name: str, packed: int, entries: list[zipfile.ZipInfo]) -> None:
    """Refuse a zip that needs a password or would unpack to more than can be held."""
    if any(entry.flag_bits & 1 for entry in entries):
        raise protected(name)
    size = sum(entry.file_size for entry in entries)
    if size > MOST or (size > _SMALL and size > _SWELL * max(packed, 1)):
        raise too_big(name, f"{size / (1 << 30):,.1f} GB")


def _not_a_table(name: str) -> str:
    """Why a member is not read, or nothing."""
    low = name.lower()
    if low.endswith(TEXT):
        return "a hidden file of the computer it was packed on" if _litter(name) else ""
    if low.endswith((".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")):
        return "a workbook inside a zip: unpack it and bring it in by itself"
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
