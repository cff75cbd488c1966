"""Tables with small counts: which cells to withhold so that no total gives them back.

Rule: counts from 1 to just below the threshold are withheld. Then further cells are, until in no
line with a known total can a withheld small count be worked out, or even narrowed down; and until
no small count follows from all lines together. See Hundepool and others, Statistical Disclosure
Control (2012), chapter 4, for the problem.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from workbench.briefings.disclosure.narrowing import narrowed
from workbench.briefings.document import Table

WITHHELD: Final = "withheld"
_MASKED: Final = re.compile(
    r"^\s*(?:fewer than \d+|<\s*\d+|withheld|suppressed|\*|c|x)\s*$", re.IGNORECASE
)
_WHOLE: Final = re.compile(r"^\s*-?\d{1,3}(?:,?\d{3})*\s*$|^\s*\d+\s*$")
_NUMERIC: Final = re.compile(r"\d")
_NOT_COUNTS: Final = re.compile(
    r"^(?:year|hour|rank|week|day|age|cumul|no\.?$|number$|#)|%|per cent|share|rate|ratio|baseline",
    re.IGNORECASE,
)
Cell = tuple[int, int]


def whole(cell: str) -> int | None:
    """The count in a cell, None when it holds none."""
    return int(cell.replace(",", "")) if _WHOLE.match(cell) else None


def masked(cell: str) -> bool:
    """True when the cell is withheld already."""
    return bool(_MASKED.match(cell))


def count_columns(table: Table) -> tuple[int, ...]:
    """The columns that hold counts: as the card said, else those of whole numbers."""
    if table.counts:
        return table.counts
    found = []
    for index in range(1, len(table.columns)):
        cells = [row[index] for row in table.rows]
        filled = [c for c in cells if c.strip() and c.strip() != "\u2013"]
        numbers = all(whole(c) is not None or masked(c) for c in filled)
        if filled and numbers and not _NOT_COUNTS.search(table.columns[index]):
            found.append(index)
    return tuple(found)


def small_cells(table: Table, below: int) -> list[Cell]:
    """Row and column of each small count, total rows and columns too."""
    return [
        (r, c)
        for r, row in enumerate(table.rows)
        for c in count_columns(table)
        if 0 < (whole(row[c]) or 0) < below
    ]


def given_back(table: Table) -> list[Cell]:
    """Withheld cells that the rest of their column and its total give back."""
    if not table.total:
        return []
    found = []
    for column in count_columns(table):
        cells = [row[column] for row in table.rows]
        gone = [r for r, cell in enumerate(cells[:-1]) if masked(cell)]
        rest = [whole(c) for r, c in enumerate(cells[:-1]) if r not in gone]
        if len(gone) == 1 and whole(cells[-1]) is not None and None not in rest:
            found.append((gone[0], column))
    return found


@dataclass
class _Grid:
    """The counts of a table, and which of them are to be hidden."""

    values: dict[Cell, int]
    body: int  # rows before the total
    columns: tuple[int, ...]
    across: int | None  # the column that adds up the others
    below: int
    hidden: set[Cell]
    totals: set[int]  # columns whose total may not be shown either

    @property
    def small(self) -> set[Cell]:
        return {cell for cell in self.hidden if 0 < self.values.get(cell, 0) < self.below}

    def lines(self) -> list[list[Cell]]:
        """Cells that add up to something a reader knows."""
        down = [[(r, c) for r in range(self.body)] for c in self.columns if c not in self.totals]
        parts = [c for c in self.columns if c != self.across]
        rows = [] if self.across is None else [
            [(r, c) for c in parts] for r in range(self.body)
            if (r, self.across) not in self.hidden
        ]  # fmt: skip
        return [[cell for cell in line if cell in self.values] for line in down + rows]

    def told(self, line: list[Cell]) -> bool:
        """True when the line gives away one of its small counts, or narrows it down."""
        gone = [cell for cell in line if cell in self.hidden]
        small = [cell for cell in gone if cell in self.small]
        if not gone:
            return False
        if not small:
            return len(gone) == 1
        total, many = sum(self.values[cell] for cell in gone), len(small)
        others = len(gone) - many
        top = self.below - 1
        least, most = many - 1 + others * self.below, (many - 1) * top
        return total - top < least or (not others and total - 1 > most)

    def spare(self, line: list[Cell]) -> Cell | None:
        """The smallest further cell whose hiding ends it, else the largest there is."""
        free = [c for c in line if c not in self.hidden and self.values[c] > 0]
        free.sort(key=lambda cell: (self.values[cell], cell))
        for cell in free:
            self.hidden.add(cell)
            ended = not self.told(line)
            self.hidden.discard(cell)
            if ended:
                return cell
        return free[-1] if free else None


def _grid(table: Table, below: int) -> _Grid:
    columns = count_columns(table)
    body = len(table.rows) - int(table.total)
    values = {
        (r, c): found
        for r in range(body)
        for c in columns
        if (found := whole(table.rows[r][c])) is not None
    }
    hidden = {cell for cell in small_cells(table, below) if cell[0] < body}
    for cell in given_back(table):
        column = [values.get((r, cell[1]), 0) for r in range(body) if r != cell[0]]
        values[cell] = (whole(table.rows[-1][cell[1]]) or 0) - sum(column)
        hidden.add(cell)
    across = _adding_up(values, body, columns)
    totals = {c for r, c in small_cells(table, below) if r >= body}
    return _Grid(values, body, columns, across, below, hidden, totals)


def _adding_up(values: dict[Cell, int], body: int, columns: tuple[int, ...]) -> int | None:
    """The column that is the sum of the others in every row."""
    for across in reversed(columns):
        parts = [c for c in columns if c != across]
        known = [r for r in range(body) if all((r, c) in values for c in columns)]
        if len(parts) > 1 and known and all(
            sum(values[r, c] for c in parts) == values[r, across] for r in known
        ):  # fmt: skip
            return across
    return None


def _settle(grid: _Grid) -> None:
    """Hide further cells until nothing small can be worked out."""
    while True:
        told = [line for line in grid.lines() if grid.told(line)]
        if not told and grid.across is not None:
            told = _solved(grid)
        if not any(_hide_more(grid, line) for line in told):
            return


def _hide_more(grid: _Grid, line: list[Cell]) -> bool:
    """Hide one more cell of the line, or the total it adds up to; False when neither is left."""
    cell = grid.spare(line)
    if cell is None:
        return _drop_total(grid, line)
    grid.hidden.add(cell)
    return True


def _drop_total(grid: _Grid, line: list[Cell]) -> bool:
    """Nothing is left to hide in a line: its total goes. False when that is gone already."""
    columns = {c for _, c in line}
    if len(columns) == 1:
        fresh = not columns <= grid.totals
        grid.totals |= columns
        return fresh
    sum_of_row = (line[0][0], grid.across) if grid.across is not None else None
    if sum_of_row is None or sum_of_row in grid.hidden or not grid.values.get(sum_of_row):
        return False
    grid.hidden.add(sum_of_row)
    return True


def _solved(grid: _Grid) -> list[list[Cell]]:
    """The lines of a small count that all sums together, down and across, give away."""
    for cell in narrowed(grid.values, grid.hidden, grid.below, _sums(grid)):
        row, column = cell
        found = [[(r, column) for r in range(grid.body)], [(row, c) for c in grid.columns]]
        return [[cell for cell in line if cell in grid.values] for line in found]
    return []


def _sums(grid: _Grid) -> list[dict[Cell, int]]:
    """What adds up to something known: the signs of the cells of each sum."""
    down = [{(r, c): 1 for r in range(grid.body)} for c in grid.columns if c not in grid.totals]
    signs = {c: -1 if c == grid.across else 1 for c in grid.columns}
    across = [{(r, c): sign for c, sign in signs.items()} for r in range(grid.body)]
    return [*down, *(across if grid.across is not None else [])]


def withheld(table: Table, below: int) -> tuple[Table, dict[Cell, str]]:
    """The table with small counts withheld, and which cells went, with what they held."""
    grid = _grid(table, below)
    _settle(grid)
    rows = [list(row) for row in table.rows]
    gone: dict[Cell, str] = {}

    def hide(row: int, column: int, words: str) -> None:
        if not masked(rows[row][column]):
            gone[row, column] = rows[row][column]
            rows[row][column] = words

    fewer = f"fewer than {below}"
    for row, column in sorted(grid.hidden):
        hide(row, column, fewer if (row, column) in grid.small else WITHHELD)
    if table.total:
        for column in sorted(grid.totals):
            small = 0 < (whole(table.rows[-1][column]) or 0) < below
            hide(len(rows) - 1, column, fewer if small else WITHHELD)
    for row, column in _derived(table, {r for r, _ in grid.hidden}):
        if column not in grid.columns:
            hide(row, column, WITHHELD)
    made = replace(table, rows=tuple(tuple(row) for row in rows))
    return _noted(made, grid, below) if gone else made, gone


def _derived(table: Table, rows: set[int]) -> list[Cell]:
    """Shares and rates beside a withheld count, and running totals from there on."""
    found = []
    for column in range(1, len(table.columns)):
        running = re.search(r"cumul|running", table.columns[column], re.IGNORECASE)
        reach = set(range(min(rows, default=0), len(table.rows))) if running and rows else rows
        numeric = column in table.numeric
        found += [(r, column) for r in reach if numeric and _NUMERIC.search(table.rows[r][column])]
    return found


def _noted(table: Table, grid: _Grid, below: int) -> Table:
    """The source note says what was done; its n goes when it would give a count back."""
    note = f"Counts below {below} are not shown, nor others that would give them away."
    source = table.source
    if grid.totals:
        source = re.sub(r"\bn\s*=\s*[\d,]+", "n is withheld", source)
    return table if note in source else replace(table, source=f"{source} {note}".strip())
