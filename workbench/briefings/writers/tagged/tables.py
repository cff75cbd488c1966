"""Tagged tables: Table, TR, TH with its scope, TD."""

from __future__ import annotations

from typing import Any

from reportlab.pdfbase.pdfdoc import PDFName
from reportlab.platypus import Table

from workbench.briefings.writers.tagged.tags import ARTIFACT, Tag


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
        head = row < table.repeatRows
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


class TagTable(Table):  # type: ignore[misc]
    """``repeatRows`` (an int) are column headers, ``row_headers`` columns are row headers."""

    roles = ("Table", "TR", "TH", "TD")

    def __init__(self, data: Any, *args: Any, row_headers: int = 0, **kw: Any) -> None:
        kw.setdefault("renderCB", TableTagger(self.roles, row_headers))  # split parts bring theirs
        super().__init__(data, *args, **kw)
        self.rows, self.continued = list(range(self._nrows)), False

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
