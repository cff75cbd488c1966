"""One Word document being written: its styles, its ids, and the numbers its captions get."""

from __future__ import annotations

from docx.document import Document as Docx

from workbench.briefings import numbering as given
from workbench.briefings.document import Asks, Document, Picture, Ref, Strong, Table, Text
from workbench.briefings.prose import MISSING
from workbench.briefings.writers.ooxml.xml import (
    Element,
    control,
    el,
    field,
    find,
    numbers,
    paragraph,
    run,
    val,
)  # fmt: skip


class Sheet:
    """What every block writer needs to know about the document it writes into."""

    def __init__(self, source: Document, docx: Docx) -> None:
        self.source, self.docx = source, docx
        self.styles = {
            style.name.lower(): str(style.style_id) for style in docx.styles if style.name
        }
        self.missing: set[str] = set()
        self.ids, self.bookmarks, self.drawings = numbers(2001), numbers(1), numbers(1)
        self.labels = given.captions(source)
        self.headings = given.headings(source)
        self.next_heading = iter(self.headings)

    def style(self, name: str) -> str:
        """A style's id in this master; one it lacks becomes body text and is noted as missing."""
        found = self.styles.get(name.lower())
        if not found:
            self.missing.add(name)
        return found or self.styles.get("body text", "Normal")

    def runs(self, text: Text) -> list[Element]:
        """The runs of a text: plain, strong, and fields that refer to a caption."""
        made: list[Element] = []
        for part in (text,) if isinstance(text, str) else text:
            if isinstance(part, Strong):
                made.append(run(part.text, val("w:rStyle", self.style("Strong"))))
            elif isinstance(part, Ref):
                made.extend(self._reference(part.card))
            else:
                made.append(run(part))
        return made

    def _reference(self, card: str) -> list[Element]:
        if card not in self.labels:
            return [run(MISSING)]
        label, number = self.labels[card]
        kind = "figure" if label == "Figure" else "table"
        name = bookmark_name(card if ":" in card else f"{kind}:{card}")
        return list(field(f"REF {name} \\h", f"{label} {number}"))

    def paragraph(self, style: str, text: Text, *extra: Element) -> Element:
        """A paragraph of text in one of the master's styles."""
        return paragraph(self.style(style), *self.runs(text), extra=extra)

    def marked(self, name: str, *content: Element) -> list[Element]:
        """Content between the two ends of a bookmark."""
        number = next(self.bookmarks)
        start = el("w:bookmarkStart", {"w:id": number, "w:name": name})
        return [start, *content, el("w:bookmarkEnd", {"w:id": number})]

    def caption(self, block: Picture | Table | Asks) -> Element:
        """'Figure 1. What it shows', with a number that Word counts."""
        anchor = given.anchor(block)
        label, number = self.labels[anchor]
        sequence = field(f"SEQ {label} \\* ARABIC", str(number))
        counted = self.marked(bookmark_name(anchor), run(f"{label} "), *sequence)
        return paragraph(self.style("caption"), *counted, run(f". {block.caption}"))

    def source_note(self, text: str) -> list[Element]:
        """The small line under a figure or table."""
        return [self.paragraph("Source note", text)] if text else []

    def tagged(
        self, card: str, title: str, *content: Element, gallery: str = "Quick Parts"
    ) -> Element:
        """Content in a control that says which card it came from.

        It is called a part of the document: LibreOffice 7.4 shows the code of a field instead of
        its number when a plain control stands round it.
        """
        made = control(f"card:{card}", title, next(self.ids), *content)
        made[0].append(el("w:docPartObj", None, val("w:docPartGallery", gallery)))
        return made

    def restarted(self, style: str) -> Element:
        """The numbering of one list that starts at 1 again, on the pattern of the style."""
        numbering = self.docx.part.numbering_part.element
        path = f"w:style[@w:styleId='{self.style(style)}']//w:numId/@w:val"
        pattern = (find(self.docx.styles.element, path) or ["1"])[0]
        abstract = find(numbering, f"w:num[@w:numId='{pattern}']/w:abstractNumId/@w:val")[0]
        number = max(int(n) for n in find(numbering, "w:num/@w:numId")) + 1
        start = el("w:lvlOverride", {"w:ilvl": 0}, val("w:startOverride", 1))
        made = el("w:num", {"w:numId": number}, val("w:abstractNumId", abstract), start)
        numbering.append(made)
        return el("w:numPr", None, val("w:ilvl", 0), val("w:numId", number))


def bookmark_name(anchor: str) -> str:
    """Word allows 40 letters, digits and underscores; a leading underscore hides it from lists."""
    kind, _, card = anchor.partition(":")
    return f"_Ref_{kind[:1]}" + "".join(c if c.isalnum() else "_" for c in card)[:34]
