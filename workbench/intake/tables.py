"""Finding the table in a grid: titles above it, notes under it, names that repeat."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

import polars as pl

from workbench.intake.source import ROW, SPILL, Edges, Grid

_LOOKED_AT: Final = 60
_TAIL: Final = 2_000  # rows at the end of a table that are searched for notes
_DECIMAL: Final = re.compile(r"^[-+]?\d+\.\d+$|^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b")
_BLANKS: Final = re.compile(r"\s+")


def find(grid: Grid) -> Edges:
    """Where the table lies: its names are the first row that is about as full as the rows below."""
    rows = grid.top(_LOOKED_AT)
    filled = [sum(1 for cell in row if cell.strip()) for row in rows]
    if not any(filled):
        return Edges(header=0)
    usual = Counter(n for n in filled if n > 1).most_common(1)
    enough = max(2, round(0.6 * (usual[0][0] if usual else 1)))
    header = next((i for i, n in enumerate(filled) if n >= enough), 0)
    if sum(1 for cell in rows[header] if _DECIMAL.match(cell.strip())) > filled[header] / 4:
        return Edges(header=-1) if header == 0 else Edges(header=header - 1)
    return Edges(header=header)


def names(grid: Grid, edges: Edges) -> tuple[str, ...]:
    """The names of the columns, made unique; a column without one is called by its number."""
    unique: dict[str, None] = {}
    for number, name in enumerate(_header(grid, edges), start=edges.left + 1):
        wanted = plain = name or f"Column {number}"
        again = 2
        while plain in unique:
            plain, again = f"{wanted} ({again})", again + 1
        unique[plain] = None
    return tuple(unique)


def repeated(grid: Grid, edges: Edges) -> tuple[str, ...]:
    """Names that stand over more than one column."""
    counts = Counter(name for name in _header(grid, edges) if name)
    return tuple(name for name, n in counts.items() if n > 1)


def cut(grid: Grid, edges: Edges) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The table inside its edges, with names and ``ROW``, and notes on what was done.

    Columns with neither a name nor a value are dropped. A few cells beyond the last name are
    moved to ``SPILL``: their rows have more cells than there are columns.
    """
    first = edges.header + 1
    frame = grid.frame[:, edges.left : None if edges.right < 0 else edges.right + 1]
    body = frame.slice(first, None if edges.last < 0 else max(edges.last + 1 - first, 0))
    body = body.with_row_index(ROW, offset=first + 1)
    notes = _on_names(repeated(grid, edges))
    body, under = _without_tail(body)
    if under:
        notes.append(f"{under:,} lines under the table were taken as notes, not rows")
    if edges.header > 0:
        notes.append(f"The column names were found in row {edges.header + 1}")
    return _named(body, names(grid, edges), _header(grid, edges)), tuple(notes)


def _on_names(again: tuple[str, ...]) -> list[str]:
    """What was done about names that stand over several columns."""
    if not again:
        return []
    some = ", ".join(f"“{name}”" for name in again[:3]) + (" and more" if len(again) > 3 else "")
    return [f"Several columns are called {some}; the second is now “{again[0]} (2)” and so on"]


def _header(grid: Grid, edges: Edges) -> tuple[str, ...]:
    frame = grid.frame[:, edges.left : None if edges.right < 0 else edges.right + 1]
    if edges.header < 0 or edges.header >= frame.height:
        return ("",) * frame.width
    return tuple(_BLANKS.sub(" ", cell or "").strip() for cell in frame.row(edges.header))


def _without_tail(body: pl.DataFrame, look: int = 64) -> tuple[pl.DataFrame, int]:
    """Drop blank rows at the end, and lines of one cell each: notes under a table.

    Few rows are looked at first, for most tables end with a row of data.
    """
    cells = [name for name in body.columns if name != ROW]
    if body.is_empty() or not cells:
        return body, 0
    tail = body.tail(look)
    told = [at for at, name in enumerate(tail.columns) if name != ROW]
    rows = [[row[at] for at in told] for row in tail.rows()] if look < _TAIL else []
    filled = (  # in Python for a few rows: an expression would wait for files that are being read
        pl.Series([sum(1 for cell in row if cell and cell.strip()) for row in rows], dtype=pl.Int64)
        if look < _TAIL
        else tail.select(
            pl.sum_horizontal(pl.col(cells).str.strip_chars().str.len_bytes().fill_null(0) > 0)
        ).to_series()
    )
    full = (filled > (1 if len(cells) > 2 else 0)).arg_true()
    if not len(full) and look < _TAIL and body.height > look:
        return _without_tail(body, _TAIL)
    full = full if len(full) else (filled > 0).arg_true()
    if not len(full):
        above = body.head(body.height - tail.height)
        return _without_tail(above, _TAIL) if above.height else (above, 0)
    keep = body.height - tail.height + int(full[-1]) + 1
    under = int((filled[int(full[-1]) + 1 :] > 0).sum())
    return body.head(keep), under


def _named(body: pl.DataFrame, names: tuple[str, ...], raw: tuple[str, ...]) -> pl.DataFrame:
    """Give the columns their names; see ``cut`` for columns without one."""
    columns = [name for name in body.columns if name != ROW]
    nameless = [column for column, name in zip(columns, raw, strict=True) if not name]
    drop: list[str] = []
    spill: list[str] = []
    has_names = len(nameless) < len(columns)
    for column in nameless if has_names else []:
        filled = body[column].str.strip_chars().str.len_bytes().fill_null(0) > 0
        number = int(filled.sum())
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


def _beyond(column: str, columns: list[str], nameless: list[str]) -> bool:
    """Tell whether a column lies beyond the last one that has a name."""
    last = max(i for i, each in enumerate(columns) if each not in nameless)
    return columns.index(column) > last
