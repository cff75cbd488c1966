"""The table of contents in Word: a real field, filled in, so that opening asks no question."""

from __future__ import annotations

from workbench.briefings.document import Contents
from workbench.briefings.writers.ooxml.sheet import Sheet
from workbench.briefings.writers.ooxml.xml import Element, el, field, paragraph, run, tab


def contents(sheet: Sheet, block: Contents, pages: list[int]) -> list[Element]:
    """The contents, with the page each heading was on when the same blocks were laid out."""
    listed = [
        (numbered, page)
        for numbered, page in zip(sheet.headings, pages, strict=True)
        if numbered.heading.level <= block.levels
    ]
    if not listed:
        return []
    begin, code, middle, _, end = field(f'TOC \\o "1-{block.levels}" \\h \\z \\u', "")
    made = []
    for at, (numbered, page) in enumerate(listed, 1):
        where = field(f"PAGEREF {numbered.bookmark} \\h", str(page))
        words = (run(numbered.number), tab(), run(numbered.heading.text), tab(), *where)
        link = el("w:hyperlink", {"w:anchor": numbered.bookmark, "w:history": 1}, *words)
        # The lines stay together, but the last lets go of the heading that follows.
        free = (el("w:keepNext", {"w:val": "0"}),) if at == len(listed) else ()
        made.append(paragraph(sheet.style(f"toc {numbered.heading.level}"), link, extra=free))
    for piece in (middle, code, begin):
        made[0].insert(1, piece)
    made[-1].append(end)
    head = sheet.paragraph("TOC Heading", block.title)
    box = sheet.tagged("contents", block.title, head, *made, gallery="Table of Contents")
    box[0][-1].append(el("w:docPartUnique"))  # Word's own 'Update table' tab
    return [box]
