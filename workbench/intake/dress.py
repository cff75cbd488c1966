"""What programs put round the cells of an export comes off before anything is decided on them.

Databases write ="00123" and '00123 so that Excel keeps the noughts, printers of reports leave unit
separators, and web pages leave blanks that do not break and marks of no width.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import polars as pl

from workbench.intake.source import Grid

_UNSEEN: Final = (
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x{9f}\x{ad}\x{200b}-\x{200f}\x{202a}-\x{202e}"
    r"\x{2060}-\x{2064}\x{2066}-\x{2069}\x{feff}]"
)
_WIDE: Final = r"[\x{a0}\x{1680}\x{2000}-\x{200a}\x{202f}\x{205f}\x{3000}]"
_FORMULA: Final = r'^\s*=\s*"((?s:.*))"\s*$'
_VALUE: Final = r"^\s*=\s*([+-]?[0-9][0-9.,:/ -]*)\s*$"
_BEFORE_FIGURES: Final = r"^\s*'([+-]?[0-9])"  # a mark by which Excel keeps figures as text
_QUOTED: Final = r"^\s*'([^']*)'\s*$"
_BEFORE: Final = r"^\s*'"
_SUSPECT: Final = rf"^\s*[='’‘]|{_UNSEEN}|{_WIDE}"
_MOSTLY: Final = 0.5  # of the cells of a column that begin with a mark, so that it is no letter
NOTE: Final = 'Marks that another program put round cells (such as ="…", \' or characters that '


def off(grid: Grid) -> Grid:
    """The same cells without their dress, and a note where any came off."""
    if grid.plain or not grid.frame.width:
        return grid
    suspect = grid.frame.select(pl.all().str.contains(_SUSPECT).any()).row(0)
    names = [name for name, held in zip(grid.frame.columns, suspect, strict=True) if held]
    if not names:
        return grid
    bare = grid.frame.with_columns(_bare(grid.frame[name]) for name in names)
    told = _told(grid.frame, bare, names)
    return replace(grid, frame=bare, notes=(*grid.notes, *told))


def _bare(text: pl.Series) -> pl.Series:
    """A column without dress; a mark before letters only where most of its cells begin with one."""
    cell = pl.col(text.name)
    frame = text.to_frame()
    begun, quoted, filled = frame.select(
        cell.str.contains(_BEFORE).sum().alias("begun"),
        cell.str.contains(_QUOTED).sum().alias("quoted"),
        cell.count().alias("filled"),
    ).row(0)
    plain = _undressed(cell)
    if begun and begun >= _MOSTLY * filled:
        plain = plain.str.replace(_QUOTED, "$1") if quoted == begun else plain
        plain = plain.str.replace(_BEFORE, "")
    return frame.select(pl.when(plain != "").then(plain).alias(text.name)).to_series()


def _undressed(cell: pl.Expr) -> pl.Expr:
    seen = cell.str.replace_all(_UNSEEN, "").str.replace_all(_WIDE, " ")
    formula = seen.str.extract(_FORMULA).str.replace_all('""', '"', literal=True)
    value = seen.str.extract(_VALUE)
    return pl.coalesce(formula, value, seen.str.replace(_BEFORE_FIGURES, "$1"))


def _told(before: pl.DataFrame, after: pl.DataFrame, names: Iterable[str]) -> list[str]:
    """How many cells had a dress that is more than a wide blank."""
    changed = sum(
        int((_spaced(before[name]) != after[name].fill_null("").str.strip_chars()).sum())
        for name in names
    )
    if not changed:
        return []
    cells = "1 cell" if changed == 1 else f"{changed:,} cells"
    return [f"{NOTE}are not seen) were taken off in {cells}"]


def _spaced(text: pl.Series) -> pl.Series:
    frame = text.fill_null("").to_frame("v")
    return frame.select(pl.col("v").str.replace_all(_WIDE, " ").str.strip_chars()).to_series()
