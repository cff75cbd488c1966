"""A file with some quotation marks astray is read at once but for the rows that hold them.

One inch mark among a million rows is no reason to go through them all one by one: each line that
is tidy by itself is a row on which readers agree. The others go to the careful reader, which takes
as many lines for a row as it needs, and all rows come back in their order.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from workbench.intake.readers.dialect import Dialect, at_once, runaway
from workbench.intake.readers.marks import astray, lines, lone_returns, marks_of, places_of
from workbench.intake.readers.rows import one_by_one

_MANY: Final = 0.2  # of the lines; with more of them the careful reader takes no longer

Lines = NDArray[np.intp]


@dataclass(frozen=True)
class _Rows:
    """Rows that were read one by one: their first lines, the lines after them, and their cells."""

    first: list[int]
    after: list[int]
    cells: list[list[str | None]]


def read(data: bytes, dialect: Dialect) -> pl.DataFrame | None:
    """Read what the careful reader reads, and as it does.

    Returns:
        None when that reader has to see it all: too many marks are astray, one of them swallows
        rows, or a row has more cells than the dialect says.
    """
    if lone_returns(data):
        return None
    starts = np.concatenate([[0], places_of(data, b"\n") + 1])
    if starts[-1] == len(data):
        starts = starts[:-1]
    bad = astray(data, dialect.delimiter, starts)
    if len(bad) > _MANY * len(starts):
        return None
    try:
        odd = _one_by_one(data, dialect, starts, bad)
        rest = _without(data, starts, odd)
        frame = at_once(rest, dialect, marks_of(rest, dialect.delimiter))
    except (csv.Error, pl.exceptions.PolarsError):
        return None
    if odd is None or frame is None:
        return None
    return _in_order(frame, odd, data, dialect)


def _one_by_one(data: bytes, dialect: Dialect, starts: Lines, bad: Lines) -> _Rows | None:
    """The rows that begin with a line on which marks are astray; None when one is too wide."""
    ends = np.append(starts[1:], len(data))

    def from_line(first: int) -> Iterator[str]:
        for at in range(first, len(starts)):
            yield data[starts[at] : ends[at]].decode("utf-8", "replace")

    odd, free = _Rows([], [], []), 0
    for line in bad.tolist():
        if line < free:
            continue  # the row before it went on to here
        row, size = next(one_by_one(from_line(line), dialect.delimiter))
        if len(row) > dialect.width:
            return None
        free = line + size
        odd.first.append(line)
        odd.after.append(free)
        odd.cells.append([cell or None for cell in row] + [None] * (dialect.width - len(row)))
    return odd


def _without(data: bytes, starts: Lines, odd: _Rows | None) -> bytes:
    """The bytes of all other rows."""
    if odd is None:
        return b""
    ends = [*starts.tolist(), len(data)]
    begins = [0, *(ends[after] for after in odd.after)]
    stops = [*(ends[first] for first in odd.first), len(data)]
    held = memoryview(data)
    return b"".join(held[begin:stop] for begin, stop in zip(begins, stops, strict=True))


def _in_order(
    frame: pl.DataFrame, odd: _Rows, data: bytes, dialect: Dialect
) -> pl.DataFrame | None:
    """All rows in the order of their lines; None when one of them is several."""
    free = np.ones(lines(data), np.bool_)
    for first, after in zip(odd.first, odd.after, strict=True):
        free[first:after] = False
    tidy = np.flatnonzero(free)
    if len(tidy) != frame.height:
        return None
    alone = pl.DataFrame(odd.cells, schema=dialect.schema, orient="row")
    order = np.argsort(np.concatenate([tidy, np.array(odd.first, np.intp)]), kind="stable")
    whole = pl.concat([frame, alone])[order]
    return None if runaway(pl.concat([alone, whole.tail(1)]), dialect, data) else whole
