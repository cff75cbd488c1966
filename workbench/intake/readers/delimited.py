"""CSV and its kin: the delimiter is found, every cell is read as text."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

import polars as pl

from workbench.intake.readers import astray, straight
from workbench.intake.readers.dialect import Dialect, at_once, runaway
from workbench.intake.readers.marks import lone_returns, marks_of
from workbench.intake.readers.rows import MOST_LINES, one_by_one
from workbench.intake.readers.text import WORDS, Text, as_utf8
from workbench.intake.refusals import damaged, empty, giant_cell, too_wide
from workbench.intake.source import Aside, Grid, Sheet

HEAD: Final = 1 << 16  # bytes looked at before a file is read whole
WIDEST: Final = 1_000
DELIMITERS: Final = (",", "\t", ";", "|", "~", "^")
_FEWEST: Final = 0.02  # cells a line of a table has on average, however long its notes
_BATCH: Final = 5_000
_SAID: Final = re.compile(rb"(?i)sep=([\x1c-\x1f\x21\x23-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e\t ])\r?\n")
_BLANK: Final = b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"

START: Final = 4_096  # bytes that show the line of names

Fetch = Callable[[int | None], bytes]


def sheet(name: str, fetch: Fetch, path: Path | None = None) -> Sheet:
    """A delimited file whose bytes ``fetch`` gives: all, or only the first so many.

    Args:
        name: what it is called.
        fetch: gives its bytes.
        path: where it lies, when its bytes are just those of a file.
    """
    known: list[Dialect] = []  # what the first rows told need not be found out again

    def head() -> Grid:
        text = _text(name, fetch(HEAD))
        known[:] = [_sniff(name, text)]
        return _head(text, known[0])

    def whole() -> Grid:
        if path is not None:
            dialect = known[0] if known else _sniff(name, _text(name, fetch(HEAD)))
            found = straight.read(path, dialect)
            if found is not None:
                words = WORDS["utf-8-sig" if found.marked else "utf-8"]
                return Grid(
                    found.frame,
                    words,
                    dialect.delimiter,
                    sha256=found.sha256,
                    spaces=found.spaces,
                    plain=found.plain,
                )
        text = _text(name, fetch(None))
        return _whole(name, text, known[0] if known else _sniff(name, text))

    return Sheet(name, head, whole, start=lambda: fetch(START))


def _head(text: Text, dialect: Dialect) -> Grid:
    cut = text.data.rfind(b"\n") if len(text.data) >= HEAD // 3 else -1
    body = text.data[:cut] if cut > 0 else text.data
    rows = list(islice(_rows(body, dialect), 400))
    width = max([dialect.width, *map(len, rows)])
    return Grid(_frame([rows], width), text.encoding, dialect.delimiter, text.notes)


def _refuse_giant(name: str, data: bytes, dialect: Dialect) -> None:
    """Refuse a text that is mostly lines of one cell, which no reader gets through in good time."""
    lines = data.count(b"\n")
    if lines < MOST_LINES or dialect.width < 2 or b'"' not in data:
        return
    if data.count(dialect.delimiter.encode()) < _FEWEST * lines:
        raise giant_cell(name, lines)


def _whole(name: str, text: Text, dialect: Dialect) -> Grid:
    _refuse_giant(name, text.data, dialect)
    frame = _quick(text.data, dialect)
    notes = list(text.notes)
    if frame is None and dialect.quoted:
        frame = astray.read(text.data, dialect)
    if frame is None:
        frame, note = _careful(name, text.data, dialect)
        notes += [note] if note else []
    said = (Aside("the line that says what stands between cells", 1),) if text.separator else ()
    return Grid(frame, text.encoding, dialect.delimiter, tuple(notes), said=said)


def _text(name: str, data: bytes) -> Text:
    if not data[:4096].strip(_BLANK) and not data.strip(_BLANK):
        raise empty(name)
    text = as_utf8(data, name)
    if text.data[:4].lower() == b"sep=":  # a line only Excel writes and reads
        said = _SAID.match(text.data)
        _, _, rest = text.data.partition(b"\n")
        sign = said[1].decode() if said else ""
        return Text(rest, text.encoding, (*text.notes, *_said(sign)), sign)
    return text


def _said(sign: str) -> tuple[str, ...]:
    told = {"\t": "a tab", " ": "a blank"}.get(sign, f"“{sign}”")
    return (f"The first line says that {told} stands between cells",) if sign else ()


def _sniff(name: str, text: Text) -> Dialect:
    """The delimiter that the file names, or else under which most rows have as many cells."""
    data = text.data
    lines = data[:HEAD].split(b"\n")[:120]
    sample = b"\n".join(lines[:-1] if len(lines) > 2 and len(data) >= HEAD else lines)
    best, score = Dialect(",", 1), (0.0, 0)
    for delimiter in (text.separator,) if text.separator else DELIMITERS:
        if delimiter.encode() not in sample:
            continue
        widths = [len(row) for row in _rows(sample, Dialect(delimiter, 0)) if row]
        usual, times = Counter(widths).most_common(1)[0] if widths else (1, 0)
        here = (times / len(widths) if usual > 1 else 0.0, usual)
        if here > score or (here[0] > score[0] - 0.2 and here[1] > 2 * score[1]):
            best, score = Dialect(delimiter, max(widths)), here
    if best.width > WIDEST:
        raise too_wide(name, best.width)
    return best


def _quick(data: bytes, dialect: Dialect) -> pl.DataFrame | None:
    """Read with polars on all cores; None when quotes or widths need a more careful reader."""
    marks = marks_of(data, dialect.delimiter)
    if lone_returns(data) or (marks.opening and not marks.tidy):
        return None
    try:
        return at_once(data, dialect, marks)
    except pl.exceptions.PolarsError:
        return None


def _careful(name: str, data: bytes, dialect: Dialect) -> tuple[pl.DataFrame, str]:
    """Read row by row: stray quotes are kept as they are, longer rows keep their cells."""
    try:
        frame = _gathered(name, data, dialect)
        if not runaway(frame, dialect, data):
            return frame, ""
    except csv.Error:
        pass
    try:
        plain = Dialect(dialect.delimiter, dialect.width, quoted=False)
        frame = _gathered(name, data, plain)
    except csv.Error as error:
        raise damaged(name) from error
    return frame, "A quotation mark is never closed, so quotation marks were read as plain text"


def _gathered(name: str, data: bytes, dialect: Dialect) -> pl.DataFrame:
    rows = _rows(data, dialect)
    batches: list[list[list[str]]] = []
    width = dialect.width
    while batch := list(islice(rows, _BATCH)):
        width = max(width, *(len(row) for row in batch))
        if width > WIDEST:
            raise too_wide(name, width)
        batches.append(batch)
    return _frame(batches, width)


def _rows(data: bytes, dialect: Dialect) -> Iterator[list[str]]:
    stream = io.TextIOWrapper(io.BytesIO(data), "utf-8", "replace", newline="")
    if dialect.quoted:
        return (row for row, _ in one_by_one(stream, dialect.delimiter))
    return iter(csv.reader(stream, delimiter=dialect.delimiter, quoting=csv.QUOTE_NONE))


def _frame(batches: list[list[list[str]]], width: int) -> pl.DataFrame:
    """Rows of unequal length as text columns; short rows end in empty cells."""
    schema = {f"c{i}": pl.String for i in range(width)}
    frames = [
        pl.DataFrame(
            [[cell or None for cell in row] + [None] * (width - len(row)) for row in batch],
            schema=schema,
            orient="row",
        )
        for batch in batches
    ]
    return pl.concat(frames) if frames else pl.DataFrame(schema=schema)
