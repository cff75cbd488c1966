"""How a paper looks, the same in Word and PDF: colours, sizes in points, widths."""

from __future__ import annotations

from typing import Final

NAVY: Final = "12436D"
INK: Final = "14202B"
GREY: Final = "4A5866"
TINT: Final = "E9F0F7"
TEAL: Final = "0B5F58"
TEAL_TINT: Final = "E4F3F1"
RED: Final = "A3170F"
RULE: Final = "C9D3DD"
WHITE: Final = "FFFFFF"
PALE: Final = "D6E4F0"
AMBER: Final = "8A4B00"
AMBER_TINT: Final = "FDF1E0"

PAGE_WIDTH: Final = 595.3  # A4
PAGE_HEIGHT: Final = 841.9
MARGIN: Final = 65.2  # 23 mm left and right
TOP: Final = 79.0  # room for marking, practice line and title
BOTTOM: Final = 64.0
TEXT_WIDTH: Final = PAGE_WIDTH - 2 * MARGIN
MEASURE: Final = 62.35  # prose stops 22 mm short: about 72 letters a line

FONT: Final = "Arial"  # in Word; the PDF carries Liberation Sans, which has the same widths
BODY: Final = 11.0
LEADING: Final = 1.17  # of the natural line height
NATURAL: Final = 1.15  # line height of the font, of its size

PRACTICE: Final = "PRACTICE"
PRACTICE_LINE: Final = "PRACTICE: made-up people, places and figures, not for real decisions"


def titled(title: str, practice: bool) -> str:
    """The title, which always says PRACTICE on a practice paper."""
    if not practice or title.upper().startswith(PRACTICE):
        return title
    return f"{PRACTICE}: {title}"


def shares(columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> tuple[int, ...]:
    """How wide each column of a table should be, by what is in it."""
    found = []
    for index, name in enumerate(columns):
        cells = [row[index] for row in rows if index < len(row)]
        longest = max((len(cell) for cell in cells), default=0)
        parts = (part for cell in (name, *cells) for part in cell.split())
        word = min(max(map(len, parts), default=1), 16)  # a number is never broken
        usual = sum(map(len, cells)) / len(cells) if cells else 0
        found.append(round(max(5, word + 2, min(longest + 2, 12), min(usual * 1.2, 45))))
    return tuple(found)
