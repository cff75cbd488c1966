"""Whether a line that could be names is a record: its cells are like those under it."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from workbench.intake.cells import Cell, kind
from workbench.intake.source import Cells

_UNDER: Final = 60  # rows below that are looked at
_LIKE: Final = 0.5  # of the cells of a line
_TIMES: Final = frozenset({Cell.YEAR, Cell.PERIOD})
_DAY: Final = r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}"
_BOX: Final = re.compile(
    rf"(?i)^textbox ?[0-9]+$|{_DAY}\D{{0,12}}\b(?:to|and|until|–|-)\D{{0,6}}{_DAY}"
    r"|^page [0-9]+|^(?:printed|run|produced|report) (?:on|at|date|by)\b"
)


def is_one(rows: Cells, at: int, body: int | None = None) -> bool:
    """Tell whether a line is a record: half of its cells say, or are formed, as those below.

    Args:
        rows: the lines of the sheet.
        at: which of them.
        body: where the rows below begin; the next line if not given.
    """
    first = at + 1 if body is None else body
    under = [row for row in rows[first : first + _UNDER] if row != rows[at]]
    filled = [column for column, cell in enumerate(rows[at]) if cell.strip()]
    if len(filled) < 2 or len(under) < 2:
        return False
    like = sum(_like(rows[at][column], [row[column] for row in under]) for column in filled)
    return like >= _LIKE * len(filled) and like > 1


def is_box(row: tuple[str, ...]) -> bool:
    """Tell whether a line holds boxes of a report above its table, which change with each run."""
    return any(_BOX.search(cell.strip()) for cell in row if cell.strip())


def _like(cell: str, under: list[str]) -> bool:
    """Tell whether a cell says what cells under it say, or has figures where they have them."""
    plain = cell.strip()
    held = [other.strip() for other in under if other.strip()]
    if not held or kind(plain) in _TIMES:
        return False
    if sum(other.casefold() == plain.casefold() for other in held) > 1:
        return True
    if not any(sign.isdigit() for sign in plain):
        return False
    forms = Counter(map(_form, held))
    return forms[_form(plain)] >= _LIKE * len(held)


def _form(text: str) -> str:
    """How a cell is formed: "CR0012" is "A9"."""
    return re.sub(r"[A-Za-z]+", "A", re.sub(r"[0-9]+", "9", text))
