"""Blocks that both writers set as tables."""

from __future__ import annotations

from workbench.briefings.document import Ask, Asks, DocumentControl, Table
from workbench.briefings.prose import uk_date

CONTROL = "document-control"


def _when(ask: Ask) -> str:
    if ask.by is None:
        return "To be agreed"
    return f"Was due {uk_date(ask.by)}" if ask.late else uk_date(ask.by)


def asks_table(block: Asks) -> Table:
    """What is asked, of whom, by when."""
    rows = tuple((ask.what, ask.who, _when(ask)) for ask in block.asks)
    what = "request" if len(rows) == 1 else "requests"
    return Table(
        block.card,
        block.caption,
        f"{len(rows)} {what}, with who is asked and by when.",
        ("We ask you to", "Who", "By"),
        rows,
        widths=(11, 5, 4),
        source="Tell us early if a date will slip.",
    )


def control_table(block: DocumentControl) -> Table:
    """Owner, version and the rest."""
    about = "Title, owner, version, review date and retention of this document."
    columns = ("Item", "This edition")
    return Table(CONTROL, "Document control", about, columns, block.rows, widths=(5, 15))
