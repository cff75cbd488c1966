"""Finding the table in a grid: titles above it, notes under it, names that repeat."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

import polars as pl

from workbench.intake import blocks, finding
from workbench.intake.cells import Cell, kind
from workbench.intake.source import HIDDEN, OURS, ROW, SPILL, Aside, Edges, Grid

_TAIL: Final = 2_000  # rows at the end of a table that are searched for notes
_OVER: Final = 6  # lines above the names among which a title is looked for
NAMES: Final = "the names of the columns"
BLANK: Final = "a blank line"
_TOTAL: Final = re.compile(r"(?i)(grand |sub-?)?totals?")  # of figures between rows of names
# What Excel writes over a pivot table.
_PIVOT: Final = re.compile(r"(?i)(sum|count|average|max|min) of .*|(row|column) labels|values")
_BLANKS: Final = re.compile(r"\s+")
_MIDNIGHT: Final = re.compile(r"^([0-9]{4}-[0-9][0-9]-[0-9][0-9])[T ]00:00:00$")


def find(grid: Grid) -> Edges:
    """Where the first table lies; it is taken to go on to the end of the sheet."""
    return finding.first(grid.top(finding.LOOKED_AT))


def names(grid: Grid, edges: Edges) -> tuple[str, ...]:
    """The names of the columns, made unique; a column without one is called by its number."""
    return _unique(_header(grid, edges), edges)


def _unique(header: tuple[str, ...], edges: Edges) -> tuple[str, ...]:
    unique: dict[str, None] = {}
    for number, name in enumerate(header, start=edges.left + 1):
        wanted = plain = name or f"Column {number}"
        again = 2
        while plain in unique:
            plain, again = f"{wanted} ({again})", again + 1
        unique[plain] = None
    return tuple(unique)


def _repeated(header: tuple[str, ...]) -> tuple[str, ...]:
    """Names that stand over more than one column."""
    counts = Counter(name for name in header if name)
    return tuple(name for name, n in counts.items() if n > 1)


@dataclass(frozen=True)
class Table:
    """The rows of a table, notes on what was done, and the lines that are no rows of it."""

    frame: pl.DataFrame
    notes: tuple[str, ...]
    asides: tuple[Aside, ...]


def cut(grid: Grid, edges: Edges) -> Table:
    """The table inside its edges, with names and ``ROW``, and every other line told.

    Columns with neither a name nor a value are dropped. A few cells beyond the last name are
    moved to ``SPILL``: their rows have more cells than there are columns. Blocks of one layout
    become one table: see ``blocks``.
    """
    first = edges.header + 1
    frame = _inside(grid.frame, edges)
    body = frame.slice(first, None if edges.last < 0 else max(edges.last + 1 - first, 0))
    body = body.with_row_index(ROW, offset=first + 1 + grid.shift)
    if grid.hidden:
        rows = pl.Series(sorted(grid.hidden), dtype=pl.UInt32) + 1 + grid.shift
        body = body.with_columns(pl.col(ROW).is_in(rows.implode()).alias(HIDDEN))
    header = _without_gaps(grid, edges, body)
    notes = _on_names(_repeated(header))
    names = [frame.row(at) for at in edges.names if at < frame.height]
    over = [frame.row(at) for at in range(max(0, edges.names.start - _OVER), edges.names.start)]
    found = blocks.apart(body, names, over)
    whole, (body, under) = found.body, _without_tail(found.body)
    if under:
        lines = (
            "1 line under the table was" if under == 1 else f"{under:,} lines under the table were"
        )
        notes.append(f"{lines} taken as notes, not rows")
    if len(edges.names) > 1:
        first, last = edges.names[0] + 1, edges.header + 1
        notes.append(f"The column names were found in rows {first} to {last} and joined")
    elif edges.header > 0 and not grid.shift:
        notes.append(f"The column names were found in row {edges.header + 1}")
    named = _named(body, _unique(header, edges), header)
    if found.title is not None:
        title = found.title.head(named.height)
        called = title.name if title.name not in named.columns else f"{title.name} (of the block)"
        named = named.hstack([title.alias(called)])
        notes.append(f"What stands over each block of rows became the column “{called}”")
    asides = (*_around(grid, edges), *found.asides, *_under(whole, body.height, under))
    return Table(named, (*notes, *_told(found.asides)), asides)


def _told(asides: tuple[Aside, ...]) -> list[str]:
    """How often the names come again among the rows."""
    again = sum(aside.what == blocks.NAMES_AGAIN for aside in asides)
    if not again:
        return []
    said = "1 line repeats" if again == 1 else f"{again:,} lines repeat"
    return [f"{said} the names of the columns and {'is' if again == 1 else 'are'} no row"]


def _around(grid: Grid, edges: Edges) -> list[Aside]:
    """The lines above the names, the names, and the lines below the last row."""
    at = range(edges.names.start if edges.header >= 0 else 0)
    asides = [Aside(_what(grid, row, "a line above the names"), row + 1 + grid.shift) for row in at]
    asides += [
        Aside(NAMES, row + 1 + grid.shift)
        for row in edges.names
        if edges.header >= 0 and row + grid.shift >= 0 and row < grid.frame.height
    ]
    end = grid.frame.height if edges.last < 0 else max(edges.last, edges.header) + 1
    below = max(0, grid.frame.height - end)
    if below:
        asides.append(Aside("a line below the table, or of another one", end + 1, below))
    return asides


def _what(grid: Grid, row: int, filled: str) -> str:
    return filled if any(cell and cell.strip() for cell in grid.frame.row(row)) else BLANK


def _under(body: pl.DataFrame, kept: int, notes: int) -> list[Aside]:
    """The lines at the end that were taken for notes, and blank ones."""
    gone = body.height - kept
    if not gone:
        return []
    first = int(body[ROW][kept])
    found = [Aside("a note under the table", first, notes)] if notes else []
    return found + ([Aside(BLANK, first, gone - notes)] if gone > notes else [])


def _on_names(again: tuple[str, ...]) -> list[str]:
    """What was done about names that stand over several columns."""
    if not again:
        return []
    some = ", ".join(f"“{name}”" for name in again[:3]) + (" and more" if len(again) > 3 else "")
    return [f"Several columns are called {some}; the second is now “{again[0]} (2)” and so on"]


def _header(grid: Grid, edges: Edges) -> tuple[str, ...]:
    """The names of the columns; of several rows joined from the top: "2008 / Number excluded".

    A name over several columns stands in the first of them, so it goes on to the right until the
    next in its row or in a row above it.
    """
    rows = _header_rows(grid, edges)
    if not rows:
        return ("",) * _inside(grid.frame, edges).width
    joined: list[list[str]] = [[] for _ in rows[0]]
    ends: set[int] = set()
    for row in rows[:-1]:
        running = ""
        for column, cell in enumerate(row):
            running = cell or ("" if column in ends else running)
            if _PIVOT.fullmatch(running) or _TOTAL.fullmatch(running):
                continue
            if running and running not in joined[column] and kind(running) is not Cell.NUMBER:
                joined[column].append(running)
        ends |= {column for column, cell in enumerate(row) if cell}
    for column, cell in enumerate(rows[-1]):
        if cell and cell not in joined[column]:
            joined[column].append(cell)
    return tuple(" / ".join(parts) for parts in joined)


def _header_rows(grid: Grid, edges: Edges) -> list[tuple[str, ...]]:
    frame = _inside(grid.frame, edges)
    return [
        tuple(_plain(cell) for cell in frame.row(at)) for at in edges.names if at < frame.height
    ]


def _plain(cell: str | None) -> str:
    """A name on one line; a day, which a workbook writes with midnight, without it."""
    plain = _BLANKS.sub(" ", cell or "").strip()
    day = _MIDNIGHT.match(plain)
    return day[1] if day else plain


def _inside(frame: pl.DataFrame, edges: Edges) -> pl.DataFrame:
    return frame[:, edges.left : None if edges.right < 0 else edges.right + 1]


def _without_tail(body: pl.DataFrame, look: int = 64) -> tuple[pl.DataFrame, int]:
    """Drop blank rows at the end, and lines of a cell or two without any value: notes.

    Few rows are looked at first, for most tables end with a row of data.
    """
    cells = [name for name in body.columns if name not in OURS]
    if body.is_empty() or not cells:
        return body, 0
    tail = body.tail(look).select(cells).rows()
    values = _value_columns(body.head(80).select(cells).rows())
    few = 1 if len(cells) > 2 else 0
    filled = [[at for at, cell in enumerate(row) if cell and cell.strip()] for row in tail]
    full = [at for at, row in enumerate(filled) if len(row) > few and not _note(row, values)]
    if not full and look < _TAIL and body.height > look:
        return _without_tail(body, _TAIL)
    full = full or [at for at, row in enumerate(filled) if row]
    if not full:
        above = body.head(body.height - len(tail))
        return _without_tail(above, _TAIL) if above.height else (above, 0)
    keep = body.height - len(tail) + full[-1] + 1
    return body.head(keep), sum(1 for row in filled[full[-1] + 1 :] if row)


def _value_columns(rows: list[tuple[str | None, ...]]) -> frozenset[int]:
    """The columns of which most cells hold a number, a code, a date or a period."""
    found = set()
    for at in range(len(rows[0]) if rows else 0):
        held = [kind(row[at]) for row in rows if row[at] and str(row[at]).strip()]
        if held and sum(each is not Cell.WORDS for each in held) > 0.6 * len(held):
            found.add(at)
    return frozenset(found)


def _note(filled: list[int], values: frozenset[int]) -> bool:
    """Tell whether a line at the end is a note with its number: no value stands in it."""
    return len(filled) <= 2 and len(values) > 1 and not values.intersection(filled)


def _without_gaps(grid: Grid, edges: Edges, body: pl.DataFrame) -> tuple[str, ...]:
    """The names of the columns; an empty one under a name that runs over it is but spacing."""
    header, rows = list(_header(grid, edges)), _header_rows(grid, edges)
    columns = [name for name in body.columns if name not in OURS]
    if len(rows) > 1:
        for at, cell in enumerate(rows[-1]):
            if not cell and not _filled(body[columns[at]]).any():
                header[at] = ""
    return tuple(header)


def _named(body: pl.DataFrame, names: tuple[str, ...], raw: tuple[str, ...]) -> pl.DataFrame:
    """Give the columns their names; see ``cut`` for columns without one."""
    columns = [name for name in body.columns if name not in OURS]
    nameless = [column for column, name in zip(columns, raw, strict=True) if not name]
    drop: list[str] = []
    spill: list[str] = []
    has_names = len(nameless) < len(columns)
    for column in nameless if has_names else []:
        number = int(_filled(body[column]).sum())
        if number == 0:
            drop.append(column)
        elif (number <= 2 or number < 0.05 * body.height) and _beyond(column, columns, nameless):
            spill.append(column)
    if spill:
        over = pl.any_horizontal(pl.col(spill).str.strip_chars().str.len_bytes().fill_null(0) > 0)
        body = body.with_columns(over.alias(SPILL))
    called = dict(zip(columns, names, strict=True))
    gone = {*drop, *spill}
    kept = [body[name].alias(called.get(name, name)) for name in body.columns if name not in gone]
    return pl.DataFrame(kept)


def _filled(text: pl.Series) -> pl.Series:
    return text.str.strip_chars().str.len_bytes().fill_null(0) > 0


def _beyond(column: str, columns: list[str], nameless: list[str]) -> bool:
    """Tell whether a column lies beyond the last one that has a name."""
    last = max(i for i, each in enumerate(columns) if each not in nameless)
    return columns.index(column) > last
