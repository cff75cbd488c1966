"""A file that was handed in, before anybody has said what its columns are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from workbench.intake.date_rows import DateText

ROW: Final = "\u0001row"  # the row in the file as a spreadsheet numbers it; no file has such a name
FILE: Final = "\u0001file"
HIDDEN: Final = "\u0001hidden"  # rows that the workbook hides, where it hides any
SPILL: Final = "\u0001spill"  # cells beyond the last column, where a row had any

OURS: Final = frozenset({ROW, FILE, SPILL, HIDDEN})

Cells = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Aside:
    """A line of the file that is no row of its table, and what it was taken for."""

    what: str
    row: int  # as a spreadsheet numbers it
    lines: int = 1


@dataclass(frozen=True)
class Grid:
    """Cells as text, before it is known which row holds the names; columns are c0, c1 ..."""

    frame: pl.DataFrame
    encoding: str = ""
    delimiter: str = ""
    notes: tuple[str, ...] = ()
    of: int = 0  # rows of the whole, where only the first were read
    sha256: str = ""  # of the file, where it was told in reading it
    spaces: str | None = None  # white space that cells may begin or end with, where that is known
    since_1904: bool = False  # the day from which a workbook counts its day numbers
    hidden: frozenset[int] = frozenset()  # rows that a workbook hides, counted from 0
    shift: int = 0  # lines of the file above the first row; below 0 where a row was made
    said: tuple[Aside, ...] = ()  # lines that speak to programs only
    plain: bool = False  # no cell can have a dress: see ``dress``

    @property
    def width(self) -> int:
        """Number of columns."""
        return self.frame.width

    def top(self, rows: int = 60) -> Cells:
        """The first rows as tuples of text, empty text for empty cells."""
        head = self.frame.head(rows)
        return tuple(tuple(cell or "" for cell in row) for row in head.iter_rows())


@dataclass(frozen=True)
class Edges:
    """Where the table lies in a grid: all counted from 0, ``last`` included.

    ``header`` is the last row of names, or -1 when the table has none, and ``first`` the first of
    them, -1 where there is but one; ``last`` and ``right`` are -1 for "to the end".
    """

    header: int = 0
    last: int = -1
    left: int = 0
    right: int = -1
    first: int = -1

    @property
    def names(self) -> range:
        """The rows of names; none when the table has none."""
        top = self.header if self.first < 0 else min(self.first, self.header)
        return range(max(top, 0), self.header + 1)


@dataclass(frozen=True)
class Sheet:
    """One table that can be read: a CSV file, a member of a zip, a sheet of a workbook."""

    name: str
    head: Callable[[], Grid]  # its first rows only
    read: Callable[[], Grid]
    hidden: bool = False
    start: Callable[[], bytes] = bytes  # its first bytes, where it is text


@dataclass(frozen=True)
class Part:
    """What became of one table inside the file that was handed in; ``why`` it was left out."""

    name: str
    rows: int = 0
    taken: bool = True
    why: str = ""


@dataclass(frozen=True)
class Source:
    """A file, or several of one layout, read as text.

    ``table`` has the columns ``columns`` as text and ``ROW`` and ``FILE``, and ``SPILL`` when some
    rows had more cells than there are columns. ``options`` are the sheets or layouts that could
    be read instead of ``chosen``.
    """

    name: str
    sha256: str
    kind: str  # "csv", "zip", "workbook" or "several"
    table: pl.DataFrame
    columns: tuple[str, ...]
    parts: tuple[Part, ...]
    options: tuple[str, ...] = ()
    chosen: str = ""
    top: Cells = ()
    edges: Edges = field(default_factory=Edges)
    encoding: str = ""
    delimiter: str = ""
    notes: tuple[str, ...] = ()
    spaces: str | None = None  # white space that cells may begin or end with, where that is known
    since_1904: bool = False  # a workbook that counts days from 1904
    asides: tuple[Aside, ...] = ()
    # Columns of dates that were taken apart, and the table they are of: it is done but once.
    dates: dict[tuple[str, ...], tuple[pl.DataFrame, DateText]] = field(
        default_factory=dict, compare=False, repr=False
    )

    @property
    def rows(self) -> int:
        """Rows read, the rows of names not counted."""
        return self.table.height

    @property
    def lines(self) -> int:
        """Lines of the tables that were taken: rows, and what was told to be none."""
        return self.rows + sum(aside.lines for aside in self.asides)

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the parts that were taken."""
        return tuple(part.name for part in self.parts if part.taken)
