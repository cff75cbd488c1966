"""The PDF, read back: text, tags, bookmarks, fonts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from workbench.briefings import document as b
from workbench.briefings.composing import compose
from workbench.briefings.material import Material
from workbench.briefings.preview import pages
from workbench.briefings.writers.pdf import heading_pages, write_pdf

Paper = Callable[[str], Material]
INSIDE = {"L": {"LI"}, "LI": {"Lbl", "LBody"}, "TR": {"TH", "TD"}, "TOC": {"TOCI"},
          "Table": {"TR", "Caption"}}  # fmt: skip


def reader(document: b.Document) -> PdfReader:
    return PdfReader(BytesIO(write_pdf(document)))


def words(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def elements(node: Any) -> Iterator[Any]:
    """Every structure element under a node."""
    kids = node.get("/K", [])
    kids = kids if isinstance(kids, list) else [kids]
    for kid in kids:
        found = kid.get_object()
        if isinstance(found, dict) and "/S" in found:
            yield found
            yield from elements(found)


def tree(pdf: PdfReader) -> list[Any]:
    return list(elements(pdf.trailer["/Root"]["/StructTreeRoot"]))


@pytest.mark.parametrize("preset", ["council", "school", "internal"])
def test_the_same_text_as_the_blocks_and_the_same_bytes_again(preset: str, paper: Paper) -> None:
    document = compose(paper(preset)).document
    assert write_pdf(document) == write_pdf(document)
    text = words(reader(document))
    for block in document.blocks:
        if isinstance(block, b.Table):
            cells = {cell for row in block.rows for cell in row}
            assert [cell for cell in cells if cell not in text] == []
        if isinstance(block, b.Picture):
            assert block.caption in text


def test_tags_title_language_and_bookmarks(material: Material) -> None:
    document = compose(material).document
    pdf = reader(document)
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or str(root["/MarkInfo"]["/Marked"]) == "True"
    assert root["/Lang"] == "en-GB"
    assert pdf.metadata is not None
    assert pdf.metadata.title == f"PRACTICE: {document.title}"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    names = [item.title for item in pdf.outline if not isinstance(item, list)]
    assert names[:2] == ["1 Why we are writing", "2 What we see"]
    roles = Counter(str(element["/S"]) for element in tree(pdf))
    assert roles["/H1"] == 1
    assert roles["/Figure"] == sum(isinstance(x, b.Picture) for x in document.blocks)
    assert roles["/Table"] >= sum(isinstance(x, b.Table) for x in document.blocks)
    assert {"/TH", "/P", "/Caption"} <= set(roles)


def test_figures_have_alternative_text_and_a_box(material: Material) -> None:
    document = compose(material).document
    told = [x.description for x in document.blocks if isinstance(x, b.Picture)]
    figures = [e for e in tree(reader(document)) if e["/S"] == "/Figure"]
    assert [figure["/Alt"] for figure in figures] == told
    assert all(any("/BBox" in a.get_object() for a in figure["/A"]) for figure in figures)


def test_elements_hold_what_they_may_and_header_cells_say_of_what(paper: Paper) -> None:
    for element in tree(reader(compose(paper("internal")).document)):
        role = str(element["/S"])[1:]
        kids = element.get("/K", [])
        kids = [k.get_object() for k in (kids if isinstance(kids, list) else [kids])]
        held = {str(k["/S"])[1:] for k in kids if isinstance(k, dict) and "/S" in k}
        assert not (role in INSIDE and held - INSIDE[role]), (role, held)
        if role == "TH":
            assert any("/Scope" in a.get_object() for a in element["/A"])


def test_nothing_painted_is_without_a_mark(material: Material) -> None:
    painted = {b"S", b"s", b"f", b"F", b"f*", b"B", b"b", b"Tj", b"TJ", b"Do", b"sh"}
    for page in reader(compose(material).document).pages:
        depth = 0
        contents = page.get_contents()
        assert contents is not None
        for _, operator in contents.operations:
            depth += (operator in (b"BDC", b"BMC")) - (operator == b"EMC")
            assert 0 <= depth <= 1
            assert depth == 1 or operator not in painted, operator
        assert depth == 0


def test_fonts_are_embedded(material: Material) -> None:
    pdf = reader(compose(material).document)
    used = {
        str(font.get_object()["/BaseFont"]): font.get_object()
        for page in pdf.pages
        for font in _fonts(page["/Resources"])
    }
    assert len([name for name in used if "Liberation" in name]) >= 2
    for font in used.values():
        inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        assert "/FontFile2" in inner.get("/FontDescriptor", {}) or "/CharProcs" in inner
        assert "/ToUnicode" in font


def _fonts(resources: Any) -> Iterator[Any]:
    """The fonts that a page or one of its forms asks for."""
    yield from resources.get("/Font", {}).values()
    for each in resources.get("/XObject", {}).values():
        if "/Resources" in each.get_object() and "/Ref" not in each.get_object():
            yield from _fonts(each.get_object()["/Resources"])


def test_charts_stay_vectors_and_a_bad_one_falls_back(material: Material) -> None:
    document = compose(material).document
    kinds = _images(reader(document))
    assert kinds["/Form"]
    assert not kinds["/Image"]
    broken = tuple(replace(x, pdf=b"not a pdf") if isinstance(x, b.Picture) else x
                   for x in document.blocks)  # fmt: skip
    kinds = _images(reader(replace(document, blocks=broken)))
    assert kinds["/Image"]


def _images(pdf: PdfReader) -> Counter[str]:
    found: Counter[str] = Counter()
    for page in pdf.pages:
        for each in page["/Resources"].get("/XObject", {}).values():
            found[str(each.get_object()["/Subtype"])] += 1
    return found


def test_every_page_has_marking_practice_and_its_number(paper: Paper) -> None:
    pdf = reader(compose(paper("internal")).document)
    total = len(pdf.pages)
    assert total > 3
    for number, page in enumerate(pdf.pages, 1):
        text = page.extract_text()
        assert text.count("OFFICIAL-SENSITIVE") >= 2
        assert "PRACTICE: made-up people" in text
        assert f"Page {number} of {total}" in text


def test_a_long_table_repeats_its_header(paper: Paper) -> None:
    document = compose(paper("internal")).document
    long = next(x for x in document.blocks if isinstance(x, b.Table) and len(x.rows) == 40)
    pdf = reader(replace(document, blocks=(b.Heading("Long"), long, long)))
    text = words(pdf)
    assert text.count("Place Reports") > 2
    assert text.count(long.rows[0][0] + " ") == 2


def test_headings_stand_with_what_they_head(material: Material) -> None:
    """A heading is never the last thing on a page."""
    filler = tuple(b.Paragraph("Some words to fill the page. " * 12) for _ in range(7))
    document = compose(material).document
    table = next(x for x in document.blocks if isinstance(x, b.Table))
    for count in range(4, 8):
        blocks = (*filler[:count], b.Heading("Head"), b.Heading("Lower", 2), table)
        pdf = reader(replace(document, blocks=blocks))
        page = next(p.extract_text() for p in pdf.pages if "Head" in p.extract_text())
        assert table.caption in page


def test_the_pages_of_headings_are_those_of_the_pdf(paper: Paper) -> None:
    document = compose(paper("internal")).document
    pdf = reader(document)
    names = [x.text for x in document.blocks if isinstance(x, b.Heading)]
    for name, page in zip(names, heading_pages(document), strict=True):
        assert name in pdf.pages[page - 1].extract_text()


def test_odd_letters_and_deep_headings(material: Material) -> None:
    odd = "A <b> & \u201cquote\u201d \ud800\x07 \u2013 \u2212 \u00e9\u0142\u017c"
    blocks = (
        b.Heading(odd, 3),
        b.Heading(odd),
        b.Paragraph((odd, b.Strong(odd), b.Ref("none"))),
        b.List((odd,)),
        b.Callout(odd, odd),
        b.Table("t", odd, odd, (odd,), ((odd,),)),
    )
    text = words(reader(replace(compose(material).document, blocks=blocks, title=odd)))
    assert text.count("A <b> & \u201cquote\u201d") >= 7


def test_pages_are_shown_as_they_are(material: Material) -> None:
    made = pages(write_pdf(compose(material).document), 300)
    assert [page.number for page in made] == list(range(1, len(made) + 1))
    for page in made:
        assert page.width == 300
        assert len(page.rgba) == page.width * page.height * 4
        assert set(page.rgba[3::4]) == {255}
    navy = bytes((0x12, 0x43, 0x6D))
    assert navy in made[0].rgba
