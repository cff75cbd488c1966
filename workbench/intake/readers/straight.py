"""A file as most exports write it is read a few megabytes at a time, and hashed in the same pass.

Nothing is held twice: each piece is checked, hashed and parsed while it is at hand, on all cores,
and let go of. A file that is written in another way is left to the more careful reader.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from io import RawIOBase
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl

from workbench.intake.readers.dialect import Dialect, at_once
from workbench.intake.readers.marks import count, lone_returns, marks_of

PIECE: Final = 4 << 20  # bytes
_BACK: Final = 64  # lines at the end of a piece among which one is looked for that ends a row
_AT_ONCE: Final = 2
_AHEAD: Final = 3  # pieces that may wait to be parsed
_MARK: Final = b"\xef\xbb\xbf"
_ANY: Final = ""
_BLANK: Final = 32  # whatever has a lower number is no letter


@dataclass(frozen=True)
class Straight:
    """A file's cells, whether it began with a byte order mark, and its fingerprint."""

    frame: pl.DataFrame
    marked: bool
    sha256: str
    spaces: str | None  # white space that cells may begin or end with, where that is known
    plain: bool = False  # no mark stands before a cell, and no character in it is not seen


class _OtherwiseError(Exception):
    """The file is not written in the usual way."""


def read(path: Path, dialect: Dialect, piece: int = PIECE) -> Straight | None:
    """Read a UTF-8 file without NUL bytes whose quotation marks are in order.

    Args:
        path: the file.
        dialect: as its first rows told.
        piece: bytes read at a time.

    Returns:
        None when it is written in another way, or a row has more cells than the dialect says.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb", buffering=0) as stream, ThreadPoolExecutor(_AT_ONCE) as pool:
            marked = stream.read(len(_MARK)) == _MARK
            stream.seek(0)
            parsed: list[Future[pl.DataFrame]] = []
            signs: set[str] = set()
            plain = True
            for rows in _pieces(_hashed(stream, digest, piece), dialect.line, 4 * piece):
                signs.update(_spaces(rows, dialect))
                plain = plain and _plain(rows, dialect)
                parsed.append(pool.submit(_parsed, rows, dialect))
                if len(parsed) > _AHEAD:
                    parsed[-_AHEAD].result()
            frames = [each.result() for each in parsed]
    except (_OtherwiseError, pl.exceptions.PolarsError):
        return None
    if not frames:
        return None
    spaces = None if _ANY in signs else " " + "".join(sorted(signs))
    return Straight(pl.concat(frames), marked, digest.hexdigest(), spaces, plain)


def _hashed(stream: RawIOBase, digest: Any, piece: int) -> Iterator[bytearray]:
    """The bytes of a file in order, each time in the same place; its byte order mark is left out.

    Raises:
        _OtherwiseError: when only Excel writes and reads its first line, or it is marked twice.
    """
    held = bytearray(piece)
    first = True
    while size := stream.readinto(held):
        read = held if size == piece else held[:size]
        digest.update(read)
        if first:
            read = read.removeprefix(_MARK)
            if read[:4].lower() == b"sep=" or read.startswith(_MARK):
                raise _OtherwiseError
        yield read
        first = False


def _pieces(read: Iterator[bytearray], line: bytes, most: int) -> Iterator[bytes]:
    """Whole rows as UTF-8 text, some at a time, each time under a first line of the full width.

    A short first line would have polars judge the others by it.

    Raises:
        _OtherwiseError: where rows cannot be told apart, or are no UTF-8.
    """
    left, marks, found = b"", 0, False
    for data in read:
        cut = _row_end(data, marks)
        found = found or cut > 0
        if cut:
            yield _checked(b"".join((line, left, memoryview(data)[:cut])))
            left = bytes(memoryview(data)[cut:])
        else:
            left += data
        marks = count(left, b'"')
        if len(left) > most:
            raise _OtherwiseError
    if not found:  # lines may end with carriage returns alone
        raise _OtherwiseError
    if left:
        yield _checked(line + left)


def _row_end(data: bytearray, marks: int) -> int:
    """Where the last whole row ends: a line before which each quotation mark has its twin."""
    end = len(data)
    quoted = bool(marks) or b'"' in data
    for _ in range(_BACK):
        end = data.rfind(b"\n", 0, end)
        if end < 0:
            return 0
        if not quoted or not (count(memoryview(data)[:end], b'"') + marks) % 2:
            return end + 1
    return 0


def _checked(rows: bytes) -> bytes:
    if 0 in rows:
        raise _OtherwiseError
    if not rows.isascii():
        try:
            rows.decode()
        except UnicodeDecodeError as error:
            raise _OtherwiseError from error
    return rows


def _spaces(rows: bytes, dialect: Dialect) -> Iterator[str]:
    """White space besides blanks that may stand in a cell; any, where letters are not plain."""
    if not rows.isascii() or b'"' in rows:
        yield _ANY
    for sign in "\t\v\f\r":
        if sign != dialect.delimiter and sign.encode() in rows:
            yield sign


def _plain(rows: bytes, dialect: Dialect) -> bool:
    """Tell that no cell has a dress: all characters are seen, and none begins as a formula does."""
    if not rows.isascii() or any(_begins(rows, sign, dialect) for sign in (b"=", b"'")):
        return False
    codes = np.frombuffer(rows, np.uint8)
    below = int(np.count_nonzero(codes < _BLANK)) + rows.count(b"\x7f")
    return below == sum(rows.count(sign) for sign in (b"\n", b"\r", b"\t"))


def _begins(rows: bytes, sign: bytes, dialect: Dialect) -> bool:
    """Tell whether a cell may begin with a sign; a quotation mark or a blank may stand before."""
    if sign not in rows:
        return False
    edges = (dialect.delimiter.encode(), b"\n", b'"', b" ")
    return any(edge + sign in rows for edge in edges)


def _parsed(rows: bytes, dialect: Dialect) -> pl.DataFrame:
    """Rows as text cells.

    Raises:
        _OtherwiseError: when readers may disagree about them.
    """
    marks = marks_of(rows, dialect.delimiter)
    if lone_returns(rows) or not marks.tidy:
        raise _OtherwiseError
    frame = at_once(rows, dialect, marks)
    if frame is None:
        raise _OtherwiseError
    return frame.slice(1)
