"""Web pages and spreadsheets in XML that were saved under the name of a workbook: their tables.

Many programs write such a page and call it .xls. Nothing in it is followed or fetched: only the
text between the tags of tables is read.
"""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

import polars as pl

from workbench.intake.readers.text import as_utf8
from workbench.intake.refusals import refusal, too_big, too_wide
from workbench.intake.source import Grid, Sheet

MOST: Final = 200 << 20
WIDEST: Final = 1_000
_HEAD: Final = 400
_TABLES: Final = frozenset({"table", "worksheet"})
_ROWS: Final = frozenset({"tr", "row"})
_CELLS: Final = frozenset({"td", "th", "cell"})
_PLAIN: Final = {"ss:index": "index", "ss:mergeacross": "across", "colspan": "colspan"}


def looks_like(start: bytes) -> bool:
    """Tell whether text begins with a tag, as a page does."""
    bare = start.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if not bare.startswith(b"<") or bare[1:2] in {b"", b" ", b"=", b"<"} or bare[1:2].isdigit():
        return False
    marks = (b"<table", b"<html", b"<!doctype", b"<?xml", b"<div", b"<body", b"<meta", b"<workbook")
    return bare.startswith(marks) or b"<table" in bare or b"<tr" in bare


def sheets(name: str, data: bytes) -> list[Sheet]:
    """The tables of a page, one after the other.

    Raises:
        UnreadableFileError: it is too big, or holds none.
    """
    if len(data) > MOST:
        raise too_big(name, f"{len(data) / (1 << 20):,.0f} MB of a web page")
    text = as_utf8(data, name)
    reader = _Reader()
    reader.feed(text.data.decode("utf-8", "replace"))
    reader.close()
    found = [rows for rows in reader.tables if any(len(row) > 1 for row in rows)]
    if not found:
        raise refusal(
            f"“{name}” is a web page saved under the name of a table, and holds no table.",
            "Open it in Excel or a browser to see what it says, or ask for the export again.",
        )
    made = []
    for number, rows in enumerate(found, start=1):
        called = name if len(found) == 1 else f"{name}, table {number}"
        grid = _grid(called, rows, text.encoding)
        made.append(_sheet(called, grid))
    return made


def _sheet(name: str, grid: Grid) -> Sheet:
    head = Grid(grid.frame.head(_HEAD), grid.encoding, of=grid.frame.height, notes=grid.notes)
    return Sheet(name, lambda: head, lambda: grid)


def _grid(name: str, rows: list[list[str]], encoding: str) -> Grid:
    wide = max(map(len, rows))
    if wide > WIDEST:
        raise too_wide(name, wide)
    cells = [[cell or None for cell in row] + [None] * (wide - len(row)) for row in rows]
    frame = pl.DataFrame(cells, schema={f"c{at}": pl.String for at in range(wide)}, orient="row")
    note = "This is a web page saved under the name of a table; its table was read"
    return Grid(frame, encoding, notes=(note,))


class _Reader(HTMLParser):
    """Gathers the cells of tables; a table within a cell stands by itself."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._open: list[list[list[str]]] = []
        self._cell: list[str] | None = None
        self._across = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {_PLAIN[key]: value or "" for key, value in attrs if key in _PLAIN}
        if tag in _TABLES:
            if tag == "table" and self._open and not self._open[-1]:
                return  # of a worksheet in XML
            self._close()
            self._open.append([])
            self.tables.append(self._open[-1])
        elif tag in _ROWS:
            self._close()
            if not self._open:  # rows without their table
                self._open.append([])
                self.tables.append(self._open[-1])
            self._open[-1].append([])
        elif tag in _CELLS and self._open and self._open[-1]:
            self._close()
            row = self._open[-1][-1]
            row += [""] * (min(_number(told.get("index")), WIDEST) - 1 - len(row))
            self._cell = []
            span = max(_number(told.get("colspan")) - 1, _number(told.get("across")))
            self._across = min(max(span, 0), WIDEST)
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _CELLS or tag in _ROWS:
            self._close()
        elif tag in _TABLES and self._open and not (tag == "table" and self._worksheet()):
            self._close()
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _worksheet(self) -> bool:
        return len(self._open) > 1 and self._open[-1] is not self.tables[-1]

    def _close(self) -> None:
        """Keep the cell that is open, with blanks for the columns it runs over."""
        if self._cell is None or not self._open or not self._open[-1]:
            return
        self._open[-1][-1].append(" ".join("".join(self._cell).split()))
        self._open[-1][-1] += [""] * self._across
        self._cell, self._across = None, 0


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0
