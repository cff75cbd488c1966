"""A document as Word: neutral blocks into a copy of the master."""

from __future__ import annotations

from copy import deepcopy
from functools import singledispatchmethod
from io import BytesIO
from pathlib import Path

import docx

from workbench.briefings import document as b
from workbench.briefings.writers.blocks import asks_table, control_table
from workbench.briefings.writers.ooxml import fields, package, properties
from workbench.briefings.writers.ooxml.contents import contents
from workbench.briefings.writers.ooxml.pictures import inline
from workbench.briefings.writers.ooxml.sheet import Sheet
from workbench.briefings.writers.ooxml.tables import grid
from workbench.briefings.writers.ooxml.xml import Element, el, find, paragraph, run
from workbench.briefings.writers.pdf import heading_pages
from workbench.paths import template


def write_word(
    document: b.Document, master: Path | None = None, pages: list[int] | None = None
) -> bytes:
    """The finished .docx, the same bytes for the same document.

    Args:
        document: the blocks and what is said about them.
        master: another force's master; the house master without one.
        pages: the page of each heading, from the PDF of the same document; worked out if not given.
    """
    return WordWriter(document, master or template("house.docx"), pages).write()


class WordWriter:
    """One pass over the blocks; ``missing`` names the styles that the master lacked."""

    def __init__(self, document: b.Document, master: Path, pages: list[int] | None) -> None:
        self.document, self.pages = document, pages
        self.docx = docx.Document(str(master))
        self.sheet = Sheet(document, self.docx)

    @property
    def missing(self) -> set[str]:
        """Styles that the master lacked; their text became body text."""
        return self.sheet.missing

    def write(self) -> bytes:
        """Fill the master's places, then put every block where its slot is."""
        body = self.docx.element.body
        slot = find(body, "w:sdt[w:sdtPr/w:tag/@w:val='slot:body']")
        anchor = slot[0] if slot else find(body, "w:sectPr")[-1]
        fields.fill(self.sheet, anchor)
        breaking = False
        for block in self.document.blocks:
            made = self.elements(block)
            if breaking and made:
                first = find(made[0], "descendant-or-self::w:p")[0]
                first.pPr.insert(1, el("w:pageBreakBefore"))
            breaking = isinstance(block, b.PageBreak) or (breaking and not made)
            for element in made:
                anchor.addprevious(element)
        for spent in slot:
            spent.getparent().remove(spent)
        properties.set_properties(self.sheet)
        out = BytesIO()
        self.docx.save(out)
        return package.settled(out.getvalue())

    @singledispatchmethod
    def elements(self, block: object) -> list[Element]:
        """What a block is in Word."""
        raise TypeError(f"No way to write {type(block).__name__} in Word yet")

    @elements.register
    def _(self, block: b.Heading) -> list[Element]:
        name = next(self.sheet.next_heading).bookmark
        style = self.sheet.style(f"heading {min(block.level, 3)}")
        return [paragraph(style, *self.sheet.marked(name, run(block.text)))]

    @elements.register
    def _(self, block: b.Paragraph) -> list[Element]:
        return [self.sheet.paragraph(block.style, block.text)]

    @elements.register
    def _(self, block: b.PageBreak) -> list[Element]:
        del block  # becomes 'page break before' on what follows, so no empty paragraph is left
        return []

    @elements.register
    def _(self, block: b.List) -> list[Element]:
        style = "List Number" if block.numbered else "List Bullet"
        restart = [self.sheet.restarted(style)] if block.numbered else []
        return [self.sheet.paragraph(style, item, *deepcopy(restart)) for item in block.items]

    @elements.register
    def _(self, block: b.KeyMessages) -> list[Element]:
        said = (self.sheet.paragraph("Key message", message) for message in block.messages)
        head = self.sheet.paragraph("Panel heading", block.title)
        return [self.sheet.tagged(block.card, block.title, head, *said)]

    @elements.register
    def _(self, block: b.Callout) -> list[Element]:
        head = self.sheet.paragraph("Callout heading", block.title)
        return [head, self.sheet.paragraph("Callout", block.text)]

    @elements.register
    def _(self, block: b.Picture) -> list[Element]:
        shown = paragraph(self.sheet.style("Figure"), inline(self.sheet, block))
        note = self.sheet.source_note(block.source)
        made = (self.sheet.caption(block), shown, *note)
        return [self.sheet.tagged(block.card, block.caption, *made)]

    @elements.register
    def _(self, block: b.Table) -> list[Element]:
        note = self.sheet.source_note(block.source)
        made = (self.sheet.caption(block), grid(self.sheet, block), *note)
        return [self.sheet.tagged(block.card, block.caption, *made)]

    @elements.register
    def _(self, block: b.Asks) -> list[Element]:
        return self.elements(asks_table(block))

    @elements.register
    def _(self, block: b.DocumentControl) -> list[Element]:
        table = control_table(block)
        head = self.sheet.paragraph("caption", table.caption)
        return [self.sheet.tagged(table.card, table.caption, head, grid(self.sheet, table, True))]

    @elements.register
    def _(self, block: b.HandlingBlock) -> list[Element]:
        head = self.sheet.paragraph(
            "Handling heading", f"{block.marking}: how to handle this paper"
        )
        return [head, *(self.sheet.paragraph("Handling", line) for line in block.instructions)]

    @elements.register
    def _(self, block: b.Contents) -> list[Element]:
        pages = self.pages if self.pages is not None else heading_pages(self.document)
        return contents(self.sheet, block, pages)
