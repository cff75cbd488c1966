"""Excel and OpenDocument workbooks: every cell as text, dates in the year-first way."""

from __future__ import annotations

import re
import zipfile
import zlib
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Final

import fastexcel
import polars as pl

from workbench.errors import UnreadableFileError
from workbench.intake.readers import hidden_rows
from workbench.intake.readers.delimited import WIDEST
from workbench.intake.refusals import damaged, empty, protected, too_wide
from workbench.intake.source import Grid, Sheet

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
_1904: Final = re.compile(rb"date1904=.(?:1|true)\b")
HEAD_ROWS: Final = 400
_ONE_AT_A_TIME: Final = Lock()


def sheets(path: Path) -> list[Sheet]:
    """The sheets of a workbook that hold anything, hidden ones marked.

    Raises:
        UnreadableFileError: when it is damaged, needs a password or is empty.
    """
    _refuse_locked(path)
    book = _opened(path)
    beside = ThreadPoolExecutor(1)  # the reader leaves one core free
    hidden = beside.submit(hidden_rows.of, path)
    beside.shutdown(wait=False)
    since_1904 = _since_1904(path)
    found = [_sheet(path, book, name, _About(since_1904, hidden)) for name in book.sheet_names]
    if not found:
        raise empty(path.name)
    return found


def _refuse_locked(path: Path) -> None:
    """A workbook with a password is an OLE file round an encrypted package."""
    with path.open("rb") as stream:
        start = stream.read(len(OLE))
        if start == OLE and _LOCKED in start + stream.read(1 << 20):
            raise protected(path.name)
        if start == OLE:
            stream.seek(max(0, path.stat().st_size - (1 << 20)))
            if _LOCKED in stream.read():
                raise protected(path.name)


def _opened(path: Path) -> Any:
    try:
        return fastexcel.read_excel(path)
    except fastexcel.FastExcelError as error:
        locked = "password" in str(error).lower() or "encrypt" in str(error).lower()
        raise (protected(path.name) if locked else damaged(path.name, "workbook")) from error
    except BaseException as error:
        raise _panic(path.name, error) from error


@dataclass(frozen=True)
class _About:
    """What no reader of cells says of a workbook: where its days begin, and the rows it hides."""

    since_1904: bool
    hidden: Future[dict[str, frozenset[int]]]


@dataclass
class _Held:
    """A sheet that was read once, for the reader always reads the whole of it."""

    frame: pl.DataFrame | None
    rows: int
    hidden: bool
    error: BaseException | None = None


def _since_1904(path: Path) -> bool:
    """Tell whether a workbook counts its days from 1904, as those of old Macs do."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _1904.search(archive.read("xl/workbook.xml")) is not None
    except (KeyError, OSError, zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError):
        return False


def _sheet(path: Path, book: Any, name: str, about: _About) -> Sheet:
    held = _held(path, book, name)
    return Sheet(
        name,
        lambda: _grid(path, book, name, held, about, HEAD_ROWS),
        lambda: _grid(path, book, name, held, about, None),
        held.hidden,
    )


def _held(path: Path, book: Any, name: str) -> _Held:
    """Read a sheet; what is wrong with it is raised when somebody looks at it."""
    try:
        loaded = _loaded(path, book, name)
        hidden = str(loaded.visible) != "visible"
        if loaded.width > WIDEST:
            raise too_wide(f"{path.name}, sheet {name}", loaded.width)
        frame = _framed(path, loaded)
        return _Held(frame, frame.height, hidden)
    except UnreadableFileError as error:
        return _Held(None, 0, hidden=False, error=error)


def _grid(path: Path, book: Any, name: str, held: _Held, about: _About, rows: int | None) -> Grid:
    """The first rows of a sheet; all of them are handed on once and then let go of."""
    if held.error is not None:
        raise held.error
    frame = _framed(path, _loaded(path, book, name)) if held.frame is None else held.frame
    if rows is None:
        held.frame = None
    if rows is not None:
        return Grid(frame.head(rows), of=held.rows, since_1904=about.since_1904)
    hidden = about.hidden.result().get(name, frozenset())
    return Grid(frame, of=held.rows, since_1904=about.since_1904, hidden=hidden)


def _framed(path: Path, loaded: Any) -> pl.DataFrame:
    try:
        frame: pl.DataFrame = loaded.to_polars() if loaded.width else pl.DataFrame()
    except BaseException as error:
        raise _panic(path.name, error) from error
    frame.columns = [f"c{i}" for i in range(frame.width)]
    return frame.cast(pl.String)


def _loaded(path: Path, book: Any, name: str) -> Any:
    try:
        with _ONE_AT_A_TIME:  # a workbook cannot be read from two threads at once
            return book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    except BaseException as error:
        raise _panic(path.name, error) from error


def _panic(name: str, error: BaseException) -> BaseException:
    """A sentence for whatever the reader could not cope with; a stop asked for stays a stop."""
    if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit | UnreadableFileError):
        return error
    return damaged(name, "workbook")
