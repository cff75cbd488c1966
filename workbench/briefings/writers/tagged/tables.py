"""Tagged tables: Table, TR, TH with its scope, TD."""

from __future__ import annotations

from typing import Any, Final

from reportlab.pdfbase.pdfdoc import PDFName
from reportlab.platypus import Table

from workbench.briefings.writers.tagged.tags import ARTIFACT, Tag

HIGHEST: Final = 400.0  # points of a row, beside its heading and caption on one page
PART: Final = 120.0  # points of the parts of a higher one, which fill pages well


class TableTagger:
    """Called by reportlab while a table draws; shared by all parts of a split table."""

    def __init__(self, roles: tuple[str, str, str, str], row_headers: int) -> None:
        table, self.row_role, self.head_role, self.cell_role = roles
        self.tag, self.row_headers = Tag(table), row_headers
        self.tags: dict[tuple[int, int], Tag] = {}

    def __call__(self, table: TagTable, event: str, *args: Any) -> None:
        if event == "startTable":
            table.canv.push(self.tag, "nothing")  # grid and backgrounds become artifacts
        elif event == "startRow":
            repeated = table.continued and args[0] < table.repeatRows
            row = ARTIFACT if repeated else self._tag(table.rows[args[0]], -1)
            table.canv.push(row, "nothing")
        elif event == "startCell":
            self._open_cell(table, *args[:2])
        elif event in ("endCell", "endRow", "endTable"):
            table.canv.pop()

    def _open_cell(self, table: TagTable, row: int, column: int) -> None:
        head = table.rows[row] == 0
        tag = self._tag(table.rows[row], column, head)
        attrs = {}
        if tag.role == "TH":
            attrs = {"Table": {"Scope": PDFName("Column" if head else "Row")}}
        table.canv.push(tag, "text", **attrs)

    def _tag(self, row: int, column: int, head: bool = False) -> Tag:
        role = self.cell_role
        if column < 0:
            role = self.row_role
        elif head or column < self.row_headers:
            role = self.head_role
        return self.tags.setdefault((row, column), Tag(role))


def parted(rows: list[list[Any]], widths: list[float]) -> tuple[list[list[Any]], list[int]]:
    """Rows of paragraphs, each so low that a page has room for it.

    Args:
        rows: the cells of each row.
        widths: the room in each column.

    Returns:
        The rows, of which a high one becomes several; and for each which of the rows it was.
    """
    made: list[list[Any]] = []
    which: list[int] = []
    for index, cells in enumerate(rows):
        pieces = [_pieces(cell, room) for cell, room in zip(cells, widths, strict=True)]
        for at in range(max(map(len, pieces))):
            here = [piece[at] if at < len(piece) else "" for piece in pieces]
            made.append(here)
            which.append(index)
    return made, which


def _pieces(cell: Any, width: float) -> list[Any]:
    """A paragraph; in parts where it is higher than most of a page."""
    made, rest, high = [], cell, cell.wrap(width, HIGHEST)[1]
    while high > HIGHEST and rest.wrap(width, PART)[1] > PART:
        two = rest.split(width, PART)
        if len(two) < 2:
            break
        made.append(two[0])
        rest = two[1]
    return [*made, rest]


class TagTable(Table):  # type: ignore[misc]
    """``repeatRows`` (an int) are column headers, ``row_headers`` columns are row headers."""

    roles = ("Table", "TR", "TH", "TD")

    def __init__(
        self, data: Any, *args: Any, row_headers: int = 0, rows: list[int] | None = None, **kw: Any
    ) -> None:
        kw.setdefault("renderCB", TableTagger(self.roles, row_headers))  # split parts bring theirs
        super().__init__(data, *args, **kw)
        self.rows, self.continued = rows or list(range(self._nrows)), False

    @property
    def count(self) -> int:
        """How many rows this part has, headers included."""
        return int(self._nrows)

    @property
    def tag(self) -> Tag:
        """The tag of the whole table."""
        found: Tag = self._renderCB.tag
        return found

    def _splitRows(self, *args: Any, **kw: Any) -> list[Any]:  # noqa: N802
        parts: list[TagTable] = super()._splitRows(*args, **kw)
        if len(parts) == 2:  # a row split in two is the last of one and the first of the next
            first, rest = parts
            first.rows, first.continued = self.rows[: first.count], self.continued
            after = len(self.rows) - rest.count + self.repeatRows
            rest.rows = self.rows[: self.repeatRows] + self.rows[after:]
            rest.continued = True
        return list(parts)
