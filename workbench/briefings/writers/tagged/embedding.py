"""A page of another PDF as a form that a reportlab canvas draws, lines and letters as they are."""

from __future__ import annotations

import io
import zlib
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFStream

_CODED = frozenset(("/Filter", "/DecodeParms", "/Length"))  # said anew when a stream is written


def first_page(data: bytes) -> PageObject:
    """The first page of a PDF.

    Raises:
        Exception: whatever is wrong with the file.
    """
    page = PdfReader(io.BytesIO(data), strict=True).pages[0]
    page.get_contents()  # a page that cannot be read is found out here
    return page


def box(page: PageObject) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of a page in points."""
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    return left, bottom, right, top


def form(canvas: Any, page: PageObject) -> str:
    """Put a page into the canvas's file, and return the name that ``doForm`` draws it by."""
    copied = _Copy(canvas._doc)  # noqa: SLF001 - reportlab offers no other door
    contents = page.get_contents()
    made = copied.stream(
        {"/Type": NameObject("/XObject"), "/Subtype": NameObject("/Form"),
         "/BBox": page.mediabox, "/Resources": page["/Resources"]},
        contents.get_data() if contents is not None else b"",
    )  # fmt: skip
    name = f"page{copied.pdf.objectcounter + 1}"
    copied.pdf.Reference(made, copied.pdf.getXObjectName(name))
    return name


class _Copy:
    """Objects of one file made anew in another; what is shared stays shared."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        self._made: dict[tuple[int, int], Any] = {}

    def made(self, value: Any) -> Any:
        """The object as reportlab writes it."""
        if isinstance(value, IndirectObject):
            return self._shared(value)
        if isinstance(value, StreamObject):
            return self.stream(value, value.get_data())
        if isinstance(value, DictionaryObject):
            return PDFDictionary({key[1:]: self.made(value.raw_get(key)) for key in value})
        if isinstance(value, ArrayObject):
            return PDFArray([self.made(part) for part in list.__iter__(value)])
        return _plain(value)

    def stream(self, about: dict[str, Any], data: bytes) -> Any:
        """A stream with what is said of it, packed anew."""
        raw = about.raw_get if isinstance(about, DictionaryObject) else about.__getitem__
        told = {key[1:]: self.made(raw(key)) for key in about if key not in _CODED}
        return PDFStream(PDFDictionary({**told, "Filter": "/FlateDecode"}), zlib.compress(data))

    def _shared(self, link: IndirectObject) -> Any:
        key = (link.idnum, link.generation)
        if key not in self._made:
            self._made[key] = self.pdf.Reference(self.made(link.get_object()))
        return self._made[key]


_PLAIN = (
    BooleanObject, ByteStringObject, FloatObject, NameObject, NullObject, NumberObject,
    TextStringObject,
)  # fmt: skip


def _plain(value: Any) -> str:
    """A name, number, word or yes as it stands in a file."""
    if not isinstance(value, _PLAIN):
        raise TypeError(f"no way to copy {type(value).__name__} into a PDF yet")
    out = io.BytesIO()
    value.write_to_stream(out)
    return out.getvalue().decode("latin-1")
