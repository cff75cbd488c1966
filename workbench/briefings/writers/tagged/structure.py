"""The structure tree and the metadata of a tagged PDF, as reportlab objects."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase.pdfdoc import (
    PDFArrayCompact,
    PDFDictionary,
    PDFName,
    PDFObjectReference,
    PDFString,
)  # fmt: skip

from workbench.briefings.writers.tagged.tags import Elem

CELLS = ("TH", "TD")


def page_reference(number: int) -> Any:
    """The page with that number, by the name reportlab gives it."""
    return PDFObjectReference(f"Page{number}")


class Tree:
    """Writes the elements into a PDF; ``refs`` says where each one is."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        self.refs: dict[Elem, Any] = {}

    def write(self, elem: Elem, parent: Any) -> Any:
        """Write an element and everything under it; return its reference."""
        made = PDFDictionary({"S": PDFName(elem.tag.role), "P": parent})
        ref = self.refs[elem] = self.pdf.Reference(made)
        pages = [kid[0] for kid in elem.kids if isinstance(kid, tuple)]
        kids = [k for kid in elem.kids if (k := self._kid(kid, ref, pages)) is not None]
        if pages:
            made["Pg"] = page_reference(pages[0])
        if kids:
            made["K"] = kids[0] if len(kids) == 1 else PDFArrayCompact(kids)
        if elem.tag.alt and elem.tag.role != "Link":
            made["Alt"] = PDFString(elem.tag.alt)
        if elem.tag.actual:
            made["ActualText"] = PDFString(elem.tag.actual)
        if elem.attrs:
            owned = [PDFDictionary({"O": PDFName(o), **a}) for o, a in elem.attrs.items()]
            made["A"] = PDFArrayCompact(owned)
        return ref

    def _kid(self, kid: Any, ref: Any, pages: list[int]) -> Any:
        if isinstance(kid, Elem):
            return self.write(kid, ref) if kid.kids or kid.tag.role in CELLS else None
        page, what = kid
        if not isinstance(what, int):  # an annotation
            named = {"Type": PDFName("OBJR"), "Pg": page_reference(page), "Obj": what}
            return PDFDictionary(named)
        if page == pages[0]:
            return what
        named = {"Type": PDFName("MCR"), "Pg": page_reference(page), "MCID": what}
        return PDFDictionary(named)


def metadata(pdf: Any) -> bytes:
    """The XMP packet: title, author, language, and that the file means to be PDF/UA."""
    info = pdf.info
    words = {
        name: escape(str(getattr(info, name) or "")) for name in ("title", "author", "producer")
    }
    when = "{:04d}-{:02d}-{:02d}T{:02d}:{:02d}:{:02d}".format(*pdf._timeStamp.YMDhms)  # noqa: SLF001
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{words["title"]}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{words["author"]}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>en-GB</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{when}</xmp:CreateDate><xmp:ModifyDate>{when}</xmp:ModifyDate>
<pdf:Producer>{words["producer"]}</pdf:Producer><pdfuaid:part>1</pdfuaid:part>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>
""".encode()
