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
    data, at = np.frombuffer(rows, np.uint8), places_of(rows, b'"')
    if not len(at):
        return Marks(opening=False, tidy=True)
    edge = _edges(delimiter)
    begins = edge[data[at - 1]]
    begins[0] |= at[0] == 0
    if len(at) % 2 or not begins[0]:
        return Marks(opening=bool(begins.any()), tidy=False)
    opens, closes = at[::2], at[1::2]
    doubled = opens[1:] == closes[:-1] + 1
    last = closes[-1] + 1
    tidy = (
        bool((begins[2::2] | doubled).all())
        and bool((edge[data[closes[:-1] + 1]] | doubled).all())
        and (last == len(data) or bool(edge[data[last]]))
        and not _swallowing(
            rows, opens[np.append(True, ~doubled)], closes[np.append(~doubled, True)], delimiter
        )
    )
    return Marks(opening=True, tidy=tidy)


def _swallowing(
    rows: bytes, opens: NDArray[np.intp], closes: NDArray[np.intp], delimiter: str
) -> bool:
    """Tell whether a cell of several lines begins with a delimiter: its mark stood alone there."""
    first = np.frombuffer(rows, np.uint8)[opens + 1] == ord(delimiter)
    if not first.any():
        return False
    ends = places_of(rows, b"\n")
    before, after = np.searchsorted(ends, opens[first]), np.searchsorted(ends, closes[first])
    return bool((before != after).any())


def astray(data: bytes, delimiter: str, starts: NDArray[np.intp]) -> NDArray[np.intp]:
    """The lines that are no tidy row by themselves, by number.

    Args:
        data: whole rows.
        delimiter: what stands between cells.
        starts: where each line begins.
    """
    text, at = np.frombuffer(data, np.uint8), places_of(data, b'"')
    if not len(at):
        return at
    edge = _edges(delimiter)
    line = np.searchsorted(starts, at, side="right") - 1
    lead = np.flatnonzero(np.diff(line, prepend=-1))  # the first mark of each line with any
    size = np.diff(lead, append=len(at))
    closing = ((np.arange(len(at)) - np.repeat(lead, size)) % 2).astype(np.bool_)
    beside = np.diff(at) == 1
    begins = edge[text[at - 1]] | np.insert(beside, 0, at[0] == 0)
    ends = edge[text[np.minimum(at + 1, len(text) - 1)]] | np.append(
        beside, at[-1] + 1 == len(text)
    )
    wrong = line[np.where(closing, ~ends, ~begins)]
    return np.unique(np.concatenate([wrong, line[lead[size % 2 == 1]]]))


def places_of(data: bytes, sign: bytes) -> NDArray[np.intp]:
    """Where a byte stands."""
    held = np.frombuffer(data, np.uint8)
    stretches = range(0, max(len(held), 1), _STRETCH)
    return np.concatenate([
        np.flatnonzero(held[start : start + _STRETCH] == sign[0]) + start for start in stretches
    ])  # fmt: skip


def _edges(delimiter: str) -> NDArray[np.bool_]:
    """Which bytes stand between cells."""
    edge = np.zeros(256, np.bool_)
    edge[[ord(delimiter), ord("\n"), ord("\r")]] = True
    return edge


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
