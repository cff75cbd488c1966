"""The file's properties, and the record of what was written for a later refresh."""

from __future__ import annotations

from typing import Any

from workbench.briefings.document import PROGRAM, Picture, Table
from workbench.briefings.prose import legal
from workbench.briefings.writers import look
from workbench.briefings.writers.ooxml import record
from workbench.briefings.writers.ooxml.package import RELATION, add_part, free_name
from workbench.briefings.writers.ooxml.sheet import Sheet

_CUSTOM_XML = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
PROPERTIES = "custom-properties"
_CUSTOM = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
EXTENDED = "extended-properties"
_EXTENDED_XML = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
_APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.'
    'openxmlformats.org/officeDocument/2006/extended-properties"><Application>'
    f"{PROGRAM}</Application></Properties>"
)


def set_properties(sheet: Sheet) -> None:
    """Core and custom properties, and the record of what was written."""
    docx, source, package = sheet.docx, sheet.source, sheet.docx.part.package
    core = docx.core_properties
    core.title = legal(look.titled(source.title, source.practice))[:255]
    core.subject, core.author = legal(source.subtitle)[:255], legal(source.maker)[:255]
    core.keywords = ", ".join([source.marking] + [look.PRACTICE] * source.practice)
    core.category, core.language, core.version = "Partner briefing", "en-GB", source.version
    core.created = core.modified = source.moment
    core.last_modified_by, core.revision, core.comments = legal(source.maker)[:255], 1, ""
    cards = [record.written(b) for b in source.blocks if isinstance(b, Picture | Table)]
    name = free_name(docx, "/customXml/item%d.xml")
    item = add_part(docx, name, "application/xml", record.store(source, cards))
    docx.part.relate_to(item, RELATION + "customXml")
    name = free_name(docx, "/customXml/itemProps%d.xml")
    about = add_part(docx, name, _CUSTOM_XML, record.item_properties())
    item.relate_to(about, RELATION + "customXmlProps")
    values = {
        "Protective marking": source.marking,
        "Audience": source.audience,
        **source.provenance,
    }
    if source.practice:
        values["Practice"] = look.PRACTICE_LINE
    for key in [k for k, rel in package.rels.items() if rel.reltype == RELATION + PROPERTIES]:
        del package.rels[key]  # another force's master may bring its own
    custom = add_part(docx, "/docProps/custom.xml", _CUSTOM, record.properties_part(values))
    package.relate_to(custom, RELATION + PROPERTIES)
    _say_program(docx)


def _say_program(docx: Any) -> None:
    """Say which program made the file; a master says its own, and whose it was."""
    package = docx.part.package
    for key in [k for k, rel in package.rels.items() if rel.reltype == RELATION + EXTENDED]:
        del package.rels[key]
    about = add_part(docx, "/docProps/app.xml", _EXTENDED_XML, _APP.encode())
    package.relate_to(about, RELATION + EXTENDED)
