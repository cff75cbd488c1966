"""Fills the master's places: marking, title, practice line; and the file's properties."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from workbench.briefings.document import Picture, Table
from workbench.briefings.writers import look
from workbench.briefings.writers.ooxml import record
from workbench.briefings.writers.ooxml.package import RELATION, add_part
from workbench.briefings.writers.ooxml.sheet import Sheet
from workbench.briefings.writers.ooxml.xml import Element, find, run, text_of

_CUSTOM_XML = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_CUSTOM = "application/vnd.openxmlformats-officedocument.custom-properties+xml"


def fill(sheet: Sheet) -> None:
    """Put each value wherever the master has a control for it; empty ones go with their line."""
    values = record.field_values(sheet.source)
    for part in _parts(sheet):
        for found in find(part, ".//w:sdt[starts-with(w:sdtPr/w:tag/@w:val, 'field:')]"):
            name = find(found, "w:sdtPr/w:tag/@w:val")[0].partition(":")[2]
            _put(found, values.get(name, ""))
    if sheet.source.practice:
        for edge in _headers(sheet):
            if look.PRACTICE not in text_of(
                edge
            ):  # another force's master: it is said all the same
                edge.insert(0, sheet.paragraph("Practice line", look.PRACTICE_LINE))


def _put(found: Element, value: str) -> None:
    holder = found.getparent()
    if value:
        runs = find(found, ".//w:r")
        runs[0].getparent().replace(runs[0], run(value, *find(runs[0], "w:rPr/*")))
        return
    alone = len(find(holder, "w:r | w:sdt")) == 1
    (holder.getparent().remove(holder) if alone else holder.remove(found))


def _headers(sheet: Sheet) -> Iterator[Element]:
    for section in sheet.docx.sections:
        for part in (section.header, section.first_page_header):
            if not part.is_linked_to_previous:
                yield part._element  # noqa: SLF001 - python-docx hands it out no other way


def _parts(sheet: Sheet) -> Iterator[Element]:
    yield sheet.docx.element.body
    yield from _headers(sheet)
    for section in sheet.docx.sections:
        for part in (section.footer, section.first_page_footer):
            if not part.is_linked_to_previous:
                yield part._element  # noqa: SLF001


def set_properties(sheet: Sheet) -> None:
    """Core and custom properties, and the record of what was written."""
    docx, source = sheet.docx, sheet.source
    core = docx.core_properties
    core.title = look.titled(source.title, source.practice)[:255]
    core.subject, core.author = source.subtitle[:255], source.author[:255]
    core.keywords = ", ".join([source.marking] + [look.PRACTICE] * source.practice)
    core.category, core.language, core.version = "Partner briefing", "en-GB", source.version
    core.created = core.modified = datetime.combine(source.made, time())
    core.last_modified_by, core.revision, core.comments = source.author[:255], 1, ""
    cards = [record.written(b) for b in source.blocks if isinstance(b, Picture | Table)]
    item = add_part(docx, "/customXml/item1.xml", "application/xml", record.store(source, cards))
    docx.part.relate_to(item, RELATION + "customXml")
    about = add_part(docx, "/customXml/itemProps1.xml", _CUSTOM_XML, record.item_properties())
    item.relate_to(about, RELATION + "customXmlProps")
    values = {
        "Protective marking": source.marking,
        "Audience": source.audience,
        **source.provenance,
    }
    if source.practice:
        values["Practice"] = look.PRACTICE_LINE
    custom = add_part(docx, "/docProps/custom.xml", _CUSTOM, record.properties_part(values))
    docx.part.package.relate_to(custom, RELATION + "custom-properties")
