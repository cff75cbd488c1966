"""What was written, kept in the document itself: the base a later refresh compares with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from lxml import etree  # type: ignore[import-untyped]

from workbench.briefings.document import Document, Picture, Table
from workbench.briefings.prose import legal, uk_date
from workbench.briefings.writers import look
from workbench.briefings.writers.ooxml.xml import NS, STORE_ID, Element

_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_ITEM = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"


@dataclass(frozen=True)
class Written:
    """One card as it was when the document was made."""

    card: str
    kind: str
    description: str
    source: str
    image: str = ""  # digest of the PNG
    cells: tuple[tuple[str, ...], ...] = ()


def written(block: Picture | Table) -> Written:
    """What to remember of a block."""
    if isinstance(block, Picture):
        digest = hashlib.sha256(block.png).hexdigest()[:16]
        return Written(block.card, "picture", block.description, block.source, image=digest)
    cells = (block.columns, *block.rows)
    return Written(block.card, "table", block.description, block.source, cells=cells)


def cover(document: Document) -> str:
    """The small lines on the cover."""
    who = ", ".join(part for part in (document.author, uk_date(document.made)) if part)
    return f"For {document.audience}\n{who}" if document.audience else who


def field_values(document: Document) -> dict[str, str]:
    """What the content controls of the master show; those of practice only on practice papers."""
    values = {
        "marking": document.marking,
        "title": look.titled(document.title, document.practice),
        "subtitle": document.subtitle,
        "cover": cover(document),
        "organisation": document.organisation,
        "version": f"Version {document.version}" if document.version else "",
    }
    if document.practice:
        values |= {"practice": look.PRACTICE_LINE, "watermark": look.PRACTICE}
    return values


def store(document: Document, cards: Iterable[Written]) -> bytes:
    """The custom XML part: the values the controls show, and the cards."""
    root = etree.Element(f"{{{NS['b']}}}briefing", nsmap={None: NS["b"]})
    for name, value in field_values(document).items():
        etree.SubElement(root, f"{{{NS['b']}}}{name}").text = legal(value)
    for card in cards:
        made = etree.SubElement(root, f"{{{NS['b']}}}card", {"id": legal(card.card)})
        made.text = legal(json.dumps(asdict(card), ensure_ascii=False))
    return _bytes(root)


def properties_part(values: Mapping[str, str]) -> bytes:
    """docProps/custom.xml: what Word shows under File, Info, Properties, Custom."""
    root = etree.Element(f"{{{_CUSTOM}}}Properties", nsmap={None: _CUSTOM, "vt": _TYPES})
    kind = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
    for number, (name, value) in enumerate(values.items(), 2):  # 0 and 1 are reserved
        named = {"fmtid": kind, "pid": str(number), "name": legal(name)}
        made = etree.SubElement(root, f"{{{_CUSTOM}}}property", named)
        etree.SubElement(made, f"{{{_TYPES}}}lpwstr").text = legal(value)
    return _bytes(root)


def item_properties() -> bytes:
    """Says which schema the custom XML part follows."""
    named = {f"{{{_ITEM}}}itemID": STORE_ID}
    root = etree.Element(f"{{{_ITEM}}}datastoreItem", named, nsmap={"ds": _ITEM})
    refs = etree.SubElement(root, f"{{{_ITEM}}}schemaRefs")
    etree.SubElement(refs, f"{{{_ITEM}}}schemaRef", {f"{{{_ITEM}}}uri": NS["b"]})
    return _bytes(root)


def _bytes(root: Element) -> bytes:
    data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return bytes(data)
