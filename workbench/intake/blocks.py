"""Blocks of one layout on one sheet are one table: names that come again are told, titles kept.

A report prints its names again on each page or for each ward. Such lines are no rows. What stands
over a block by itself ("Ward: Linacre") becomes a column, for no row says it otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from workbench.intake.cells import Cell, kind
from workbench.intake.source import OURS, ROW, Aside

HEADING: Final = "a year or month over the rows below it"
NAMES_AGAIN: Final = "the names of the columns again"
TITLE: Final = "a title or a page line between blocks"
BLANK: Final = "a blank line between blocks"
_MOST: Final = 0.4  # of the lines, that may be names again
_LOOKED_AT: Final = 400  # rows among which lines that hold a time alone are looked for
_SOME: Final = 200_000  # rows among which names are looked for in capitals too
_UP: Final = 8  # lines above names that are searched for a title
_TIMES: Final = frozenset({Cell.YEAR, Cell.PERIOD, Cell.DATE})
_KEYED: Final = re.compile(r"^\s*([A-Za-z][A-Za-z /]{0,30}?)\s*[:=-]\s+(\S.*)$")
_PAGE: Final = re.compile(r"(?i)\b(page|printed|run (on|at|date)|produced|restricted|official)\b")

Row = tuple[str | None, ...]


@dataclass(frozen=True)
class Blocks:
    """The rows of a table without names that come again, and the lines that were no rows."""

    body: pl.DataFrame
    title: pl.Series | None  # what stood over the block of each row, named
    asides: tuple[Aside, ...]


def apart(body: pl.DataFrame, names: Sequence[Row], over: Sequence[Row]) -> Blocks:
    """Take names that come again, and what stands over them, out of the rows.

    Args:
        body: the rows under the names, with ``ROW``.
        names: the rows of names as they stand in the sheet.
        over: the lines above the names, the nearest last.
    """
    at = _again(body, names)
    if not at:
        return _under_times(body)
    if len(at) * len(names) > _MOST * body.height:  # then they are no names
        return Blocks(body, None, ())
    cells = [name for name in body.columns if name not in OURS]
    drop: dict[int, str] = {}
    titles = [_title(over)]
    for last in at:
        first = last - len(names) + 1
        drop |= dict.fromkeys(range(first, last + 1), NAMES_AGAIN)
        above = body.slice(max(0, first - _UP), min(first, _UP)).select(cells).rows()
        found, lines = _over(above)
        titles.append(found)
        drop |= {first - 1 - up: what for up, what in enumerate(lines)}
    kept = pl.Series("kept", [True]).new_from_index(0, body.height)
    gone = sorted(drop)
    kept = kept.scatter(gone, [False] * len(gone))
    block = pl.Series("at", range(body.height)).cast(pl.Int64)
    number = pl.Series("end", at).search_sorted(block, side="left")
    rows = body[ROW].gather(gone).to_list()
    asides = tuple(Aside(drop[line], row) for line, row in zip(gone, rows, strict=True))
    return Blocks(body.filter(kept), _column(titles, number, kept), asides)


def _under_times(body: pl.DataFrame) -> Blocks:
    """Rows under lines that hold a year or a month alone, which holds for all of them."""
    cells = [name for name in body.columns if name not in OURS]
    none = Blocks(body, None, ())
    if len(cells) < 2 or body.height < 4:
        return none
    alone = body.head(_LOOKED_AT).select(
        _filled(cells[0]) & ~pl.any_horizontal(map(_filled, cells[1:]))
    )
    if not alone.to_series().any():
        return none
    rows = body.select(
        (_filled(cells[0]) & ~pl.any_horizontal(map(_filled, cells[1:]))).alias("alone")
    )["alone"]
    at = rows.arg_true().to_list()
    said = [str(body[cells[0]][line]).strip() for line in at]
    usual = not at[0] and 2 <= len(at) <= body.height // 3
    if not usual or len(set(said)) < 2 or not all(kind(one) in _TIMES for one in said):
        return none
    lines = pl.Series("line", range(body.height), dtype=pl.Int64)
    block = pl.Series("at", at, dtype=pl.Int64).search_sorted(lines, side="right") - 1
    title = pl.Series("Period", said).gather(block).filter(~rows)
    asides = tuple(Aside(HEADING, int(body[ROW][line])) for line in at)
    return Blocks(body.filter(~rows), title, asides)


def _filled(name: str) -> pl.Expr:
    return (pl.col(name).str.strip_chars().str.len_bytes() > 0).fill_null(value=False)


def _again(body: pl.DataFrame, names: Sequence[Row]) -> list[int]:
    """The rows of the body at which the last row of names stands again, whole."""
    if not names or body.is_empty():
        return []
    cells = [name for name in body.columns if name not in OURS]
    first = next((at for at, cell in enumerate(names[-1]) if cell and cell.strip()), -1)
    if first < 0 or sum(1 for cell in names[-1] if cell and cell.strip()) < 2:
        return []
    found = []
    column, name = body[cells[first]], str(names[-1][first])
    same = column == name
    if body.height <= _SOME:
        same = column.str.strip_chars().str.to_lowercase() == name.strip().lower()
    for at in same.arg_true().to_list():
        start = at - len(names) + 1
        rows = body.slice(max(start, 0), at - max(start, 0) + 1).select(cells).rows()
        if start >= 0 and all(map(_same, rows, names)):
            found.append(at)
    return found


def _same(one: Row, other: Row) -> bool:
    return [_plain(cell) for cell in one] == [_plain(cell) for cell in other]


def _plain(cell: str | None) -> str:
    return " ".join((cell or "").split()).casefold()


def _over(above: Sequence[Row]) -> tuple[str, list[str]]:
    """The title over names, and what each line up from them is, until a row of data."""
    lines: list[str] = []
    title = ""
    for row in reversed(above):
        filled = [cell for cell in row if cell and cell.strip()]
        if len(filled) > 1 and not (len(row) > 3 and _page(filled)):
            break
        lines.append(TITLE if filled else BLANK)
        if filled and not title and not _page(filled):
            title = filled[0].strip()
    return title, lines


def _page(filled: Sequence[str]) -> bool:
    return len(filled) <= 3 and any(_PAGE.search(cell) for cell in filled)


def _title(over: Sequence[Row]) -> str:
    """What stands alone over the first block."""
    for row in reversed(over):
        filled = [cell.strip() for cell in row if cell and cell.strip()]
        if filled:
            return filled[0] if len(filled) == 1 and not _page(filled) else ""
    return ""


def _column(titles: Sequence[str], block: pl.Series, kept: pl.Series) -> pl.Series | None:
    """What stood over each row's block; None where that is the same, or nothing, throughout."""
    if len({title for title in titles if title}) < 2 and all(titles):
        return None
    if not any(titles[1:]):
        return None
    keyed = [found for title in titles if (found := _KEYED.match(title))]
    same = len(keyed) == len(titles) and len({found[1].casefold() for found in keyed}) == 1
    times = all(kind(title) in _TIMES for title in titles if title)
    name = keyed[0][1].strip() if same else "Period" if times else "Block"
    values = [found[2].strip() for found in keyed] if same else [title or None for title in titles]
    return pl.Series(name, values, dtype=pl.String).gather(block).filter(kept)
