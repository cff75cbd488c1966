"""Rows of a delimited file one by one, none of them swallowed by a mark that opens nothing.

A cell that is a quotation mark alone, as people write for "the same as above", seems to open a
cell that goes on over the next rows to wherever another mark stands. A mark truly closes a cell
only at its edge: where the one that is found stands elsewhere, the first was a letter like others.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from typing import Final

MOST_LINES: Final = 100_000  # of one row; more were swallowed by a mark
_QUOTED: Final = re.compile(r'"((?:[^"]|"")*+)"')


def one_by_one(lines: Iterator[str], delimiter: str) -> Iterator[tuple[list[str], int]]:
    """Give each row and the number of lines it takes.

    Args:
        lines: the lines of the file with their ends.
        delimiter: what stands between cells.

    Raises:
        csv.Error: when a cell is longer, or a row has more lines, than any that is meant.
    """
    back: deque[str] = deque()  # lines that were taken for a row they do not belong to
    taken: list[str] = []

    def feed() -> Iterator[str]:
        while True:
            line = back.popleft() if back else next(lines, None)
            if line is None:
                return
            taken.append(line)
            if len(taken) > MOST_LINES:
                raise csv.Error("a row of too many lines")
            yield line

    reading = True
    while reading:
        reading = False
        for row in csv.reader(feed(), delimiter=delimiter):
            known = _unless_swallowed(row, taken, delimiter)
            yield known
            back.extendleft(reversed(taken[known[1] :]))
            taken.clear()
            if back:
                reading = True  # what was read ahead is read again
                break


def _unless_swallowed(row: list[str], taken: list[str], delimiter: str) -> tuple[list[str], int]:
    """A row as it was read, or without what a mark swallowed, and how many lines it takes."""
    if len(taken) == 1 and not (row and row[-1].endswith(("\n", "\r"))):
        return row, 1
    found = _first_row("".join(taken), delimiter)
    if found is None:
        return row, len(taken)
    cells, length = found
    return cells, 1 + sum(end < length for end in accumulate(map(len, taken)))


def _first_row(text: str, delimiter: str) -> tuple[list[str], int] | None:
    """The cells of the first row and its length; None when no mark swallowed any."""
    plain, at, cells, swallowed = _plain(delimiter), 0, list[str](), False
    while True:
        cell, end = "", at
        if text.startswith('"', at):
            quoted = _QUOTED.match(text, at)
            alone = text[at + 1 : at + 2] in (delimiter, "\r", "\n")
            if quoted is None and not alone:
                return None
            if quoted is None or _swallows(text, quoted, delimiter):
                swallowed = True
            else:
                cell, end = quoted[1].replace('""', '"'), quoted.end()
        rest = plain.match(text, end)
        end = rest.end() if rest else end
        cells.append(cell + (rest[0] if rest else ""))
        if not text.startswith(delimiter, end):
            return (cells, end) if swallowed else None
        at = end + 1


def _swallows(text: str, quoted: re.Match[str], delimiter: str) -> bool:
    """Tell whether two marks with an end of line between them belong to different cells."""
    if "\n" not in quoted[0]:
        return False
    edge = text[quoted.end() : quoted.end() + 1] in ("", delimiter, "\r", "\n")
    return not edge or quoted[1].startswith(delimiter)


@cache
def _plain(delimiter: str) -> re.Pattern[str]:
    return re.compile(rf"[^{re.escape(delimiter)}\r\n]*")
