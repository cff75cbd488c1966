"""Which reader a file needs, told from its first bytes and not from its name."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from workbench.intake.readers import delimited, texts, workbook, zipped
from workbench.intake.refusals import damaged, empty, in_words, refusal
from workbench.intake.source import Part, Sheet

BOOKS: Final = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_ENDINGS: Final = (*zipped.TEXT, ".gz", ".zip", *BOOKS)
_OTHERS: Final = {
    b"%PDF": "a PDF, a picture of a table and not the table itself",
    b"{\\rtf": "a text document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"SQLite format 3": "a database",
    b"PAR1": "a Parquet file",
    b"MIME-Version": "a web page with all its parts in one file (MHTML)",
}


def files(paths: Sequence[Path]) -> list[Path]:
    """The files handed in; a folder stands for every file under it that may hold a table.

    Raises:
        UnreadableFileError: when there is none.
    """
    found: list[Path] = []
    for path in paths:
        with in_words(path):
            if path.is_dir():
                inside = (each for each in sorted(path.rglob("*")) if each.is_file())
                found += [each for each in inside if each.name.lower().endswith(_ENDINGS)]
            else:
                path.stat()
                found.append(path)
    kept = [path for path in dict.fromkeys(found) if not path.name.startswith(("~$", "."))]
    if found and not kept:
        raise refusal(
            f"“{found[0].name}” is the note Excel keeps beside a file that is open.",
            f"Choose “{found[0].name.removeprefix('~$')}” itself, after closing it in Excel.",
        )
    if not kept:
        raise refusal(
            "No CSV, Excel, OpenDocument or zip file was found there.",
            "Choose the file itself, or the folder that holds it.",
        )
    return kept


def tables(path: Path) -> tuple[str, list[Sheet], list[Part]]:
    """The kind of a file, its tables, and what in it is no table.

    Raises:
        UnreadableFileError: in words, when nothing can be read from it.
    """
    with in_words(path):
        with path.open("rb") as stream:
            start = stream.read(4096)
        if not start:
            raise empty(path.name)
        if start.startswith(b"PK\x03\x04") and not _plain_zip(path):
            return "workbook", workbook.sheets(path), []
        if start.startswith(b"PK"):
            sheets, others = zipped.members(path)
            return "zip", sheets, others
        if start.startswith(workbook.OLE):
            return "workbook", workbook.sheets(path), []
        if start.startswith(b"\x1f\x8b"):
            kind, sheets = zipped.unzipped(path)
            return kind, sheets, []
        _refuse_other_kinds(path, start)
        kind, sheets = texts.sheets(path.name, _reader(path), start, path)
        return kind, sheets, []


def is_text(path: Path) -> bool:
    """Tell whether a file is text as it lies there; one that cannot be read is not."""
    try:
        with path.open("rb") as stream:
            return not stream.read(8).startswith((b"PK", workbook.OLE, b"\x1f\x8b"))
    except OSError:
        return False


def fingerprint(path: Path) -> str:
    """The SHA-256 of a file's bytes, as hexadecimal text."""
    with in_words(path), path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _plain_zip(path: Path) -> bool:
    """Tell a zip of files from a workbook, which is a zip with parts of fixed names."""
    names = set(zipped.names(path))
    return not ({"[Content_Types].xml", "mimetype", "xl/workbook.xml"} & names)


def _refuse_other_kinds(path: Path, start: bytes) -> None:
    """Name what the file is when it is nothing with rows."""
    for mark, kind in _OTHERS.items():
        if start.startswith(mark):
            raise refusal(
                f"“{path.name}” is {kind}, so it could not be read.",
                "Ask for the table as CSV or Excel, then choose that file.",
            )
    if path.suffix.lower() in BOOKS and b"\0" in start:
        raise damaged(path.name, "workbook")


def _reader(path: Path) -> delimited.Fetch:
    def fetch(most: int | None) -> bytes:
        with in_words(path), path.open("rb") as stream:
            return stream.read() if most is None else stream.read(most)

    return fetch
