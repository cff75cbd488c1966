"""Reports that print the names of their columns again on every line, beside what they name.

Crystal Reports and its like write a line as title, names, values and page: the names never change,
so a run of cells that stay the same, followed by as many that do not, holds names and values.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

import polars as pl

from workbench.intake.cells import Cell, kind
from workbench.intake.column_words import NAMES
from workbench.intake.misspelt import plain_words
from workbench.intake.source import Grid

NOTE: Final = "Each line repeats the names of the columns before its values; they were taken once"
_LEAST: Final = 5  # rows that show that something never changes
_PAGE: Final = re.compile(r"(?i)^(?:page )?[0-9]+ of [0-9]+$|^page [0-9]+|^-? ?[0-9]+ ?-?$")
_LOOKED_AT: Final = 400


def unfolded(grid: Grid) -> Grid:
    """The same values under their names; the grid as it is where lines do not repeat names."""
    top = grid.top(_LOOKED_AT)
    rows = [row for row in top if any(row)]
    found = _pairs(rows) if len(rows) >= _LEAST and grid.width >= 4 else None
    if found is None:
        return grid
    names, values = found
    frame = grid.frame
    first = pl.DataFrame(
        [[rows[0][at] for at in names]], schema=[f"c{n}" for n in range(len(names))], orient="row"
    )
    body = frame.select(pl.nth(at).alias(f"c{n}") for n, at in enumerate(values))
    return replace(
        grid,
        frame=pl.concat([first, body]),
        of=grid.of + 1 if grid.of else 0,
        notes=(*grid.notes, NOTE),
        shift=grid.shift - 1,
    )


def _pairs(rows: list[tuple[str, ...]]) -> tuple[range, range] | None:
    """Where names and where their values stand; None where no run of names is repeated."""
    wide = len(rows[0])
    fixed = [len({row[at] for row in rows}) == 1 for at in range(wide)]
    names = next((at for at in range(wide) if not fixed[at]), wide)
    first = names
    while first and kind(rows[0][first - 1]) in {Cell.WORDS, Cell.BLANK}:
        first -= 1
    if names - first < 2 or names == wide or len({*rows[0][first:names]}) < names - first:
        return None
    end = wide
    while end > names and all(_PAGE.match(row[end - 1].strip()) for row in rows):
        end -= 1
    for last in (end, *range(end - 1, names, -1)):
        many = last - names
        if many > names - first or (last < end and not all(fixed[last:end])):
            continue
        found = range(names - many, names)
        return (found, range(names, last)) if _known(rows[0][found.start : found.stop]) else None
    return None


def _known(names: tuple[str, ...]) -> bool:
    """Tell whether half of some cells are what columns are usually called."""
    plain = [plain_words(name) for name in names]
    patterns = [pattern for _, ways in NAMES for pattern in ways]
    return 2 * sum(any(each.fullmatch(name) for each in patterns) for name in plain) >= len(plain)
