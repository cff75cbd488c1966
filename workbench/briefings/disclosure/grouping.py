"""Grouping: rows with small counts are shown together, so that the table still adds up."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from workbench.analysis.words import listed, number
from workbench.briefings.disclosure.withholding import (
    count_columns,
    masked,
    small_cells,
    whole,
)  # fmt: skip
from workbench.briefings.document import Table

_IN_ORDER: Final = re.compile(
    r"^\s*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun"
    r"|\d{4}|\d{1,2}:\d{2}|\d{1,2}\b)", re.IGNORECASE,
)  # fmt: skip
DASH: Final = "\u2013"


def can_group(table: Table, below: int) -> bool:
    """True when rows may be put together: not months or hours, and enough rows are left."""
    body = table.rows[: len(table.rows) - int(table.total)]
    ordered = sum(bool(_IN_ORDER.match(row[0])) for row in body) * 2 > len(body)
    return not ordered and grouped(table, below) is not None


def grouped(table: Table, below: int) -> Table | None:
    """The table with its small rows as one, None when that would not hide them."""
    columns = count_columns(table)
    end = len(table.rows) - int(table.total)
    if any(r >= end for r, _ in small_cells(table, below)):
        return None
    if any(masked(row[c]) for row in table.rows for c in columns):
        return None
    picked = sorted({r for r, _ in small_cells(table, below)})
    spare = sorted(set(range(end)) - set(picked), key=lambda r: _size(table, r, columns))
    while picked and (len(picked) < 2 or _small(table, picked, columns, below)):
        if not spare:
            return None
        picked = sorted([*picked, spare.pop(0)])
    if not picked or len(picked) == end:
        return None
    together = _joined(table, picked, columns)
    kept = tuple(row for r, row in enumerate(table.rows[:end]) if r not in picked)
    return replace(table, rows=(*kept, together, *table.rows[end:]))


def _size(table: Table, row: int, columns: tuple[int, ...]) -> int:
    return sum(whole(table.rows[row][c]) or 0 for c in columns)


def _small(table: Table, picked: list[int], columns: tuple[int, ...], below: int) -> bool:
    sums = [sum(whole(table.rows[r][c]) or 0 for r in picked) for c in columns]
    return any(0 < value < below for value in sums)


def _joined(table: Table, picked: list[int], columns: tuple[int, ...]) -> tuple[str, ...]:
    names = [table.rows[r][0] for r in picked]
    short = listed(names)
    made = [short if len(picked) <= 3 and len(short) <= 48 else f"{len(picked)} others together"]
    for column in range(1, len(table.columns)):
        cells = [table.rows[r][column] for r in picked]
        if column in columns:
            made.append(number(sum(whole(cell) or 0 for cell in cells)))
        else:
            made.append(_shares(cells) if "cumul" not in table.columns[column].lower() else DASH)
    return tuple(made)


def _shares(cells: list[str]) -> str:
    """Shares add up; nothing else that is not a count does."""
    if not all(cell.endswith("%") for cell in cells):
        return DASH
    try:
        return number(sum(float(cell[:-1].replace(",", "")) for cell in cells)) + "%"
    except ValueError:
        return DASH
