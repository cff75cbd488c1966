"""Quotation marks and carriage returns on which the readers of a delimited file might disagree.

Readers agree on what a cell holds where it is quoted from its first letter to its last or not at
all. An inch mark within a cell, or a mark that is never closed, each understands in a way of its
own, and some then swallow the rows that follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

_STRETCH: Final = 4 << 20  # bytes looked at at a time
_MARK: Final = ord('"')


@dataclass(frozen=True)
class Marks:
    """The quotation marks of some rows.

    ``opening`` tells whether any begins a cell. They are ``tidy`` where each belongs to a cell
    that is quoted from its first letter to its last: then all readers agree what a cell holds.
    """

    opening: bool
    tidy: bool


def marks_of(rows: bytes, delimiter: str) -> Marks:
    """Look at each quotation mark of whole rows.

    Every second mark closes what the one before it opened. It may be opened again at once, which
    is how a mark within a quoted cell is written.
    """
    data = np.frombuffer(rows, np.uint8)
    at = np.concatenate([
        np.flatnonzero(data[start : start + _STRETCH] == _MARK) + start
        for start in range(0, max(len(data), 1), _STRETCH)
    ])  # fmt: skip
    if not len(at):
        return Marks(opening=False, tidy=True)
    edge = np.zeros(256, np.bool_)
    edge[[ord(delimiter), ord("\n"), ord("\r")]] = True
    begins = edge[data[at - 1]]
    begins[0] |= at[0] == 0
    if len(at) % 2 or not begins[0]:
        return Marks(opening=bool(begins.any()), tidy=False)
    return Marks(opening=True, tidy=_in_pairs(data, at, begins, edge))


def _in_pairs(
    data: NDArray[np.uint8],
    at: NDArray[np.intp],
    begins: NDArray[np.bool_],
    edge: NDArray[np.bool_],
) -> bool:
    """Tell whether marks open and close cells by turns, or stand twice within one."""
    opens, closes = at[::2], at[1::2]
    doubled = opens[1:] == closes[:-1] + 1
    if not (begins[2::2] | doubled).all():
        return False
    last = closes[-1] + 1
    ends = edge[data[closes[:-1] + 1]] | doubled
    return bool(ends.all()) and (last == len(data) or bool(edge[data[last]]))


def lone_returns(rows: bytes) -> bool:
    """Tell whether a carriage return stands where no line ends with a line feed."""
    if b"\r" not in rows:
        return False
    if rows.endswith(b"\r"):
        return True
    data = np.frombuffer(rows, np.uint8)
    after = np.flatnonzero(data == ord("\r")) + 1
    return bool((data[after] != ord("\n")).any())


def lines(rows: bytes) -> int:
    """The number of lines, the last of which may have no end."""
    return count(rows, b"\n") + (not rows.endswith(b"\n"))


def count(data: bytes | memoryview, sign: bytes) -> int:
    """How often a byte stands in some bytes, faster than they count it themselves."""
    if isinstance(data, bytes) and sign not in data:
        return 0
    held = np.frombuffer(data, np.uint8)
    found = 0
    for start in range(0, len(held), _STRETCH):
        found += int(np.count_nonzero(held[start : start + _STRETCH] == sign[0]))
    return found
