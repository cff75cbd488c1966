"""How the cells of a delimited file are told apart, and whether a stray mark spoilt a reading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import polars as pl

from workbench.intake.readers.marks import Marks, lines

_LONGEST: Final = 32_767  # characters an Excel cell can hold: more than that is a runaway quote


@dataclass(frozen=True)
class Dialect:
    """How cells are told apart, and how many there are at most in the rows looked at."""

    delimiter: str
    width: int
    quoted: bool = True

    @property
    def schema(self) -> dict[str, type[pl.String]]:
        """Every column as text, under the names that a grid gives them."""
        return {f"c{i}": pl.String for i in range(self.width)}

    @property
    def line(self) -> bytes:
        """A line with as many cells as a row has at most, all empty."""
        return self.delimiter.encode() * (self.width - 1) + b"\n"


def at_once(rows: bytes, dialect: Dialect, marks: Marks) -> pl.DataFrame | None:
    """Read rows with polars on all cores; a cell that holds nothing is null, quoted or not.

    Args:
        rows: whole rows, as UTF-8.
        dialect: as the first rows of the file told.
        marks: their quotation marks; where none begins a cell, they are letters like others.

    Returns:
        None when a row has more cells than the dialect says, or a mark swallowed some rows.

    Raises:
        polars.exceptions.PolarsError: when polars cannot read them.
    """
    if rows and not rows.endswith(b"\n"):
        rows += b"\n"  # of a last line without an end polars would not see the last blank cell
    frame = pl.read_csv(
        rows,
        separator=dialect.delimiter,
        has_header=False,
        schema=dialect.schema,
        quote_char='"' if marks.opening else None,
        null_values=[""] if marks.opening else None,
        raise_if_empty=False,
    )
    if frame.width != dialect.width:
        return None
    swallowed = marks.opening and frame.height != lines(rows) and runaway(frame, dialect, rows)
    return None if swallowed else frame


def runaway(frame: pl.DataFrame, dialect: Dialect, rows: bytes) -> bool:
    """Tell whether a stray quotation mark swallowed a stretch of the file into one cell.

    Args:
        frame: what was read.
        dialect: how cells are told apart.
        rows: of what it was read: where a mark is never closed, they end as the last cell does.
    """
    if frame.is_empty():
        return False
    mark = re.escape(dialect.delimiter)
    line = f"\\n(?:[^\\n]*{mark}){{{max(dialect.width - 1, 1)}}}"
    swallowed = pl.all().str.contains(line).any() | (pl.all().str.len_bytes().max() > _LONGEST)
    last = [cell for cell in frame.row(-1) if cell]
    cut = bool(last) and "\n" in last[-1] and rows.endswith(last[-1].replace('"', '""').encode())
    return cut or bool(frame.select(pl.any_horizontal(swallowed.fill_null(False))).item())
