"""A .docx as a zip: parts added to it, and the same bytes for the same content."""

from __future__ import annotations

import zipfile
from io import BytesIO

from docx.document import Document as Docx
from docx.opc.packuri import PackURI
from docx.opc.part import Part

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def add_part(document: Docx, name: str, mime: str, data: bytes) -> Part:
    """A new part of the document's package; somebody must relate to it."""
    return Part(PackURI(name), mime, data, document.part.package)


def free_name(document: Docx, pattern: str) -> str:
    """The first name of the pattern, such as /customXml/item%d.xml, that no part has yet."""
    taken = {str(part.partname) for part in document.part.package.iter_parts()}
    return next(pattern % n for n in range(1, len(taken) + 2) if pattern % n not in taken)


def settled(data: bytes) -> bytes:
    """The same package without the time of day in its zip entries."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            made = zipfile.ZipInfo(entry.filename, _FIRST_DAY)
            made.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(made, old.read(entry.filename))
    return out.getvalue()
