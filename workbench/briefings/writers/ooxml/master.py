"""Builds the house master: page, styles, header, footer and places to fill, no content.

Run as ``python -m workbench.briefings.writers.ooxml.master`` to write it anew under
``reports/templates``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO

from docx import Document
from docx.document import Document as Docx
from docx.oxml import parse_xml

from workbench.briefings.writers.ooxml import package
from workbench.briefings.writers.ooxml.house import house_styles
from workbench.briefings.writers.ooxml.styles import FONT, W, other_styles
from workbench.briefings.writers.ooxml.xml import (
    Element,
    control,
    el,
    field,
    find,
    numbers,
    paragraph,
    run,
    tab,
    val,
)  # fmt: skip
from workbench.paths import template

LEFTOVERS = ("stylesWithEffects", "thumbnail", "customXml")


def build() -> bytes:
    """The master as a .docx file; the same bytes every time."""
    document = Document()
    _drop_leftovers(document)
    _set_styles(document)
    _replace(document.part.numbering_part.element, parse_xml(_numbering()))
    _set_page(document)
    ids = numbers(1001)
    _edges(document, ids)
    _cover(document, ids)
    _set_settings(document)
    core = document.core_properties
    core.language, core.title = "en-GB", "House master for briefings"
    core.author = core.last_modified_by = core.comments = ""
    core.created = core.modified = datetime.combine(date(2026, 1, 1), time())
    core.revision = 1
    out = BytesIO()
    document.save(out)
    return package.settled(out.getvalue())


def _replace(element: Element, made: Element) -> None:
    element[:] = list(made)


def _drop_leftovers(document: Docx) -> None:
    """The blank document python-docx starts from brings old styles, a thumbnail and sources."""
    for rels in (document.part.rels, document.part.package.rels):
        for key in [k for k, rel in rels.items() if rel.reltype.rpartition("/")[2] in LEFTOVERS]:
            del rels[key]


def _set_styles(document: Docx) -> None:
    styles = document.styles.element
    for old in find(styles, "w:style"):
        styles.remove(old)
    defaults = (
        f"<w:docDefaults {W}><w:rPrDefault><w:rPr>{FONT}"
        '<w:sz w:val="22"/><w:szCs w:val="22"/>'
        '<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault><w:pPr><w:widowControl/></w:pPr></w:pPrDefault></w:docDefaults>"
    )
    _replace(find(styles, "w:docDefaults")[0], parse_xml(defaults))
    for made in (*other_styles(), *(style.xml() for style in house_styles())):
        styles.append(parse_xml(made))


def _numbering() -> str:
    """Headings 1, 1.1; bullets; numbers. The writer restarts numbers with a w:num of its own."""
    headings = (
        _level(0, "decimal", "%1", 567, 567, "Heading1")
        + _level(1, "decimal", "%1.%2", 567, 567, "Heading2")
        + _level(2, "none", "", 0, 0, "Heading3")
    )
    lists = (
        ("multilevel", headings),
        ("singleLevel", _level(0, "bullet", "\u2022", 397, 284, "ListBullet")),
        ("singleLevel", _level(0, "decimal", "%1.", 397, 397, "ListNumber")),
    )
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="{kind}"/>'
        f"{levels}</w:abstractNum>"
        for number, (kind, levels) in enumerate(lists, 1)
    )
    used = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (1, 2, 3)
    )
    return f"<w:numbering {W}>{abstract}{used}</w:numbering>"


def _level(index: int, form: str, text: str, left: int, hanging: int, linked: str) -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:pStyle w:val="{linked}"/><w:suff w:val="{"tab" if text else "nothing"}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr></w:lvl>'
    )


def _set_page(document: Docx) -> None:
    section = find(document.element.body, "w:sectPr")[0]
    for kept in find(section, "w:pgSz | w:pgMar | w:cols | w:docGrid"):
        section.remove(kept)
    section.append(el("w:pgSz", {"w:w": 11906, "w:h": 16838}))
    margins = {"w:top": 1580, "w:right": 1304, "w:bottom": 1280, "w:left": 1304,
               "w:header": 454, "w:footer": 397, "w:gutter": 0}  # fmt: skip
    section.append(el("w:pgMar", margins))
    section.append(el("w:cols", {"w:space": 708}))


def _bound(tag: str, ids: Iterator[int]) -> Element:
    title = "Protective marking" if tag == "marking" else tag.capitalize()
    words = "OFFICIAL" if tag == "marking" else tag.capitalize()
    return control(f"field:{tag}", title, next(ids), run(words), bind=tag)


def _edges(document: Docx, ids: Iterator[int]) -> None:
    """Marking at the top and bottom of every page; the first page names the sender."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    for header, tag in ((section.header, "title"), (section.first_page_header, "organisation")):
        header.is_linked_to_previous = False
        made = el(
            "w:hdr", None,
            paragraph("HeaderMarking", _bound("marking", ids)),
            paragraph("PracticeLine", _bound("practice", ids)),
            paragraph("Header", _bound(tag, ids), tab(), _bound("version", ids)),
        )  # fmt: skip
        _replace(header._element, made)  # noqa: SLF001 - python-docx hands it out no other way
    for footer in (section.footer, section.first_page_footer):
        footer.is_linked_to_previous = False
        pages = (run("Page "), *field("PAGE", "1"), run(" of "), *field("NUMPAGES", "1"))
        made = el(
            "w:ftr", None,
            paragraph("Footer", _bound("organisation", ids), tab(), *pages),
            paragraph("FooterMarking", _bound("marking", ids)),
        )  # fmt: skip
        _replace(footer._element, made)  # noqa: SLF001


def _cover(document: Docx, ids: Iterator[int]) -> None:
    section = find(document.element.body, "w:sectPr")[0]
    section.addprevious(paragraph("Practice", control("field:watermark", "Practice", next(ids),
                                                      run("PRACTICE"))))  # fmt: skip
    for tag, style in (("title", "Title"), ("subtitle", "Subtitle"), ("cover", "CoverLine")):
        section.addprevious(paragraph(style, _bound(tag, ids)))
    here = paragraph("BodyText", run("The briefing goes here."))
    section.addprevious(control("slot:body", "The briefing goes here", next(ids), here))


def _set_settings(document: Docx) -> None:
    settings = document.settings.element
    for old in find(settings, "w:themeFontLang"):
        old.getparent().replace(old, val("w:themeFontLang", "en-GB"))
    modern = (
        f'<w:compat {W}><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    )
    for old in find(settings, "w:compat"):
        old.getparent().replace(old, parse_xml(modern))


if __name__ == "__main__":
    template("house.docx").write_bytes(build())
