"""Fills the master's places: marking, title, practice line, wherever it has them."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.briefings.writers.ooxml import record
from workbench.briefings.writers.ooxml.sheet import Sheet
from workbench.briefings.writers.ooxml.xml import Element, find, run, text_of


def fill(sheet: Sheet, anchor: Element) -> None:
    """Put each value wherever the master has a control for it; empty ones go with their line.

    What another force's master has no place for is put in all the same: the title before
    ``anchor``, marking and PRACTICE at the top and foot of every page.
    """
    values = record.field_values(sheet.source)
    filled: set[str] = set()
    for part in (sheet.docx.element.body, *_edges(sheet, "header"), *_edges(sheet, "footer")):
        for found in find(part, ".//w:sdt[starts-with(w:sdtPr/w:tag/@w:val, 'field:')]"):
            name = find(found, "w:sdtPr/w:tag/@w:val")[0].partition(":")[2]
            _put(found, values.get(name, ""))
            filled.add(name)
    if "title" not in filled:
        for element in _cover(sheet, values):
            anchor.addprevious(element)
    practice = values.get("practice", "")
    for edge in _edges(sheet, "header"):
        _ensure(sheet, edge, "Practice line", practice, practice)
        _ensure(sheet, edge, "Header marking", values["marking"], values["marking"])
    for edge in _edges(sheet, "footer"):
        _ensure(sheet, edge, "Footer marking", values["marking"], values["marking"])


def _ensure(sheet: Sheet, edge: Element, style: str, words: str, sign: str) -> None:
    if words and sign not in text_of(edge):
        edge.insert(0, sheet.paragraph(style, words))


def _cover(sheet: Sheet, values: dict[str, str]) -> Iterator[Element]:
    named = (("Practice", "watermark"), ("Title", "title"), ("Subtitle", "subtitle"),
             ("Cover line", "cover"))  # fmt: skip
    for style, name in named:
        if values.get(name):
            yield sheet.paragraph(style, values[name])


def _put(found: Element, value: str) -> None:
    holder = found.getparent()
    if value:
        runs = find(found, ".//w:r")
        runs[0].getparent().replace(runs[0], run(value, *find(runs[0], "w:rPr/*")))
        return
    alone = len(find(holder, "w:r | w:sdt")) == 1
    (holder.getparent().remove(holder) if alone else holder.remove(found))


def _edges(sheet: Sheet, kind: str) -> list[Element]:
    """Every header or footer that can be seen; the first section gets one if it has none."""
    made = []
    for index, section in enumerate(sheet.docx.sections):
        usual = getattr(section, kind)
        if index == 0 and usual.is_linked_to_previous:
            usual.is_linked_to_previous = False
        parts = [usual, getattr(section, f"even_page_{kind}")]
        first = getattr(section, f"first_page_{kind}")
        if section.different_first_page_header_footer and first.is_linked_to_previous:
            first.is_linked_to_previous = False
        parts.append(first)
        made += [part._element for part in parts if not part.is_linked_to_previous]  # noqa: SLF001
    return made
