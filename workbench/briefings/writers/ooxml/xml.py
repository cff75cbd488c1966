"""The few words every part of the Word writer needs to build and find WordprocessingML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any, Final

from docx.oxml.parser import OxmlElement
from lxml import etree  # type: ignore[import-untyped]

from workbench.briefings.prose import legal
from workbench.briefings.writers.scripts import has_rtl, runs_from_right

Element = Any  # an lxml element: the library brings no types

NS: Final = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
    "b": "urn:problem-solving:briefing:1",
}
SVG_EXTENSION: Final = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
STORE_ID: Final = "{5B3C1F0E-7C64-4D5B-9E0A-2B1D6A7C9F10}"  # names our custom XML part
EMU: Final = 36000  # English metric units in a millimetre
TWIPS: Final = 20  # twentieths of a point in a point
SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_BUILT_IN: Final = ("w", "r", "wp", "a", "pic")


def q(name: str) -> str:
    """Turn 'w:p' into the name lxml wants."""
    prefix, _, local = name.partition(":")
    return f"{{{NS[prefix]}}}{local}"


def el(name: str, attributes: Mapping[str, object] | None = None, *children: Element) -> Element:
    """An element with its attributes ('w:val': 3) and children."""
    prefix = name.partition(":")[0]
    if prefix in _BUILT_IN:
        element: Element = OxmlElement(name)
    else:
        element = etree.Element(q(name), nsmap={prefix: NS[prefix]})
    for key, value in (attributes or {}).items():
        element.set(q(key) if ":" in key else key, legal(str(value)))
    element.extend(children)
    return element


def val(name: str, value: object) -> Element:
    """An element that holds one w:val."""
    return el(name, {"w:val": value})


def find(element: Element, path: str) -> list[Element]:
    """All matches of an XPath that uses our prefixes."""
    return list(etree.ElementBase.xpath(element, path, namespaces=NS))


def run(text: str, *properties: Element) -> Element:
    """A run of text; line breaks become w:br."""
    if has_rtl(text):
        properties = (*properties, el("w:rtl"))
    made = el("w:r", None, *([el("w:rPr", None, *properties)] if properties else []))
    for index, line in enumerate(legal(text).split("\n")):
        if index:
            made.append(el("w:br"))
        piece = el("w:t")
        piece.set(SPACE, "preserve")
        piece.text = line
        made.append(piece)
    return made


def tab() -> Element:
    """A run that is one tab."""
    return el("w:r", None, el("w:tab"))


def field(instruction: str, result: str, *properties: Element) -> Iterator[Element]:
    """A complex field with the result a reader sees before anything is updated."""
    code = el("w:instrText")
    code.text = f" {instruction} "
    code.set(SPACE, "preserve")
    yield _mark("begin")
    yield el("w:r", None, code)
    yield _mark("separate")
    yield run(result, *properties)
    yield _mark("end")


def _mark(kind: str) -> Element:
    return el("w:r", None, el("w:fldChar", {"w:fldCharType": kind}))


def paragraph(style: str, *content: Element, extra: tuple[Element, ...] = ()) -> Element:
    """A paragraph in a style; extra goes after the style in its properties."""
    if not extra and runs_from_right("".join(map(text_of, content))):
        extra = (el("w:bidi"),)
    return el("w:p", None, el("w:pPr", None, val("w:pStyle", style), *extra), *content)


def control(tag: str, title: str, number: int, *content: Element, bind: str = "") -> Element:
    """A content control, round blocks or runs; bind names a value in our custom XML part."""
    properties = el(
        "w:sdtPr", None, val("w:alias", title[:64]), val("w:tag", tag[:64]), val("w:id", number)
    )
    if bind:
        where = {
            "w:prefixMappings": f"xmlns:b='{NS['b']}'",
            "w:xpath": f"/b:briefing[1]/b:{bind}[1]",
            "w:storeItemID": STORE_ID,
        }
        properties.append(el("w:dataBinding", where))
        properties.append(el("w:text", {"w:multiLine": 1} if bind == "cover" else None))
    return el("w:sdt", None, properties, el("w:sdtContent", None, *content))


def text_of(element: Element) -> str:
    """What a reader sees: inserted text counts, deleted text does not."""
    parts = find(
        element,
        ".//w:t[not(ancestor::w:del or ancestor::w:moveFrom)] | .//w:br[not(@w:type)]"
        " | .//w:tab[parent::w:r]",
    )
    seen = {q("w:br"): "\n", q("w:tab"): "\t"}
    return "".join(seen.get(part.tag) or part.text or "" for part in parts)


def numbers(first: int) -> Iterator[int]:
    """Ids that do not repeat inside one document."""
    return count(first)
