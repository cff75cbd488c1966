"""How the cells of a delimited file are told apart, and whether a stray mark spoilt a reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

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


def runaway(frame: pl.DataFrame, dialect: Dialect) -> bool:
    """Tell whether a stray quotation mark swallowed a stretch of the file into one cell."""
    if frame.is_empty():
        return False
    mark = "\\t" if dialect.delimiter == "\t" else f"[{dialect.delimiter}]"
    line = f"\\n(?:[^\\n]*{mark}){{{max(dialect.width - 1, 1)}}}"
    swallowed = pl.all().str.contains(line).any() | (pl.all().str.len_bytes().max() > _LONGEST)
    last = [cell for cell in frame.row(-1) if cell]
    cut = frame.item(-1, -1) is None and bool(last) and "\n" in last[-1]
    return cut or bool(frame.select(pl.any_horizontal(swallowed.fill_null(False))).item())
