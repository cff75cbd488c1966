"""Tables in Word: header rows that repeat, fixed widths, a description for screen readers."""

from __future__ import annotations

from workbench.briefings.document import Strong, Table, Text
from workbench.briefings.writers.look import shares
from workbench.briefings.writers.ooxml.sheet import Sheet
from workbench.briefings.writers.ooxml.styles import WIDTH
from workbench.briefings.writers.ooxml.xml import Element, el, val


def grid(sheet: Sheet, table: Table, row_heads: bool = False) -> Element:
    """The w:tbl of a table."""
    widths = column_widths(table)
    look = {
        "w:val": "04A0", "w:firstRow": 1, "w:lastRow": int(table.total),
        "w:firstColumn": int(row_heads), "w:lastColumn": 0, "w:noHBand": 1, "w:noVBand": 1,
    }  # fmt: skip
    properties = el(
        "w:tblPr", None,
        val("w:tblStyle", sheet.style("Briefing table")),
        el("w:tblW", {"w:w": sum(widths), "w:type": "dxa"}),
        el("w:tblLayout", {"w:type": "fixed"}),
        el("w:tblLook", look),
        val("w:tblCaption", table.caption),
        val("w:tblDescription", table.description),
    )  # fmt: skip
    columns = el("w:tblGrid", None, *(el("w:gridCol", {"w:w": wide}) for wide in widths))
    made = el("w:tbl", None, properties, columns)
    made.append(_row(sheet, table.columns, widths, table, head=True))
    for index, cells in enumerate(table.rows, 1):
        last = table.total and index == len(table.rows)
        made.append(_row(sheet, cells, widths, table, last=last))
    return made


def column_widths(table: Table) -> list[int]:
    """Twentieths of a point for each column; they fill the text width exactly."""
    parts = table.widths or shares(table.columns, table.rows)
    widths = [round(WIDTH * part / sum(parts)) for part in parts]
    widths[-1] += WIDTH - sum(widths)
    return widths


def _row(
    sheet: Sheet,
    cells: tuple[str, ...],
    widths: list[int],
    table: Table,
    head: bool = False,
    last: bool = False,
) -> Element:
    repeat = [el("w:tblHeader")] if head else []
    made = el("w:tr", None, el("w:trPr", None, el("w:cantSplit"), *repeat))
    for column, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        style = "Table heading" if head else "Table text"
        if column in table.numeric:
            style = "Table heading number" if head else "Table number"
        words: Text = (Strong(cell),) if last else cell
        size = el("w:tcW", {"w:w": width, "w:type": "dxa"})
        made.append(el("w:tc", None, el("w:tcPr", None, size), sheet.paragraph(style, words)))
    return made
