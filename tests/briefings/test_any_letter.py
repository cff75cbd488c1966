"""Any letter of any script: both papers are made, and no letter is printed as an empty box."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from docx import Document as Docx
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from reportlab.pdfbase import pdfmetrics

from workbench.briefings import document as b
from workbench.briefings.composing import compose
from workbench.briefings.disclosure import check
from workbench.briefings.material import Material
from workbench.briefings.prose import legal
from workbench.briefings.writers.ooxml.xml import text_of
from workbench.briefings.writers.pdf import write_pdf
from workbench.briefings.writers.tagged import faces, letters
from workbench.briefings.writers.word import write_word

ARABIC = "تم الإبلاغ عن ثلاث سرقات في شارع السوق"
WORDS = {
    "emoji": "On fire \U0001f525 and police \U0001f693\ufe0f \U0001f44d\U0001f3fd",
    "Chinese": "黄大仙区 reports 中文",
    "Arabic": ARABIC,
    "Hebrew": "שלום עולם",
    "Greek": "Ελλάδα",
    "Polish": "Żółć",
}


def _paper(text: str) -> b.Document:
    blocks = (
        b.Contents(),
        b.Heading(text),
        b.Paragraph((text, b.Strong(text), " and ", text)),
        b.List((text,)),
        b.KeyMessages("k", (text,), text),
        b.Callout(text, text),
        b.Table("t", text, text, (text, "B"), ((text, "1"), ("a", text)), source=text),
        b.DocumentControl((("Title", text),)),
    )
    return b.Document(text, text, text, "OFFICIAL", text, text, date(2026, 11, 22), "1", blocks)


@settings(max_examples=25)
@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=60))
def test_any_text_can_be_made_into_both_papers(text: str) -> None:
    document = _paper(text)
    assert write_pdf(document)
    word = Docx(BytesIO(write_word(document, pages=[1])))
    seen = text_of(word.element.body)
    assert "".join(legal(text).split()) in "".join(seen.split())


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_every_letter_that_is_drawn_is_in_its_face(text: str) -> None:
    letters.install()
    for face, drawn in faces.runs(text):
        assert face
        known = pdfmetrics.getFont(face).face.charToGlyph
        assert [one for one in drawn if one not in "\t\n\r " and ord(one) not in known] == []


@pytest.mark.parametrize("script", WORDS)
def test_usual_scripts_are_printed_and_not_named(script: str) -> None:
    letters.install()
    assert faces.lacking(WORDS[script]) == ""
    assert "[" not in faces.plain(WORDS[script])


def test_arabic_is_joined_turned_and_read_in_its_own_order() -> None:
    letters.install()
    drawn = faces.visual(ARABIC)
    assert all(unicodedata.name(one).endswith(("FORM", "FORM ISOLATED")) or "LIGATURE" in
               unicodedata.name(one) for one in drawn if one.isalpha())  # fmt: skip
    assert unicodedata.normalize("NFKC", drawn)[-1] == ARABIC[0]
    pdf = PdfReader(BytesIO(write_pdf(_paper(ARABIC))))
    assert ARABIC in {one["/ActualText"] for one in _elements(pdf) if "/ActualText" in one}
    word = Docx(BytesIO(write_word(_paper(ARABIC), pages=[1])))
    assert word.element.body.xpath(".//w:r/w:rPr/w:rtl")
    assert word.element.body.xpath(".//w:p/w:pPr/w:bidi")


def test_long_arabic_is_broken_into_lines_from_the_top() -> None:
    letters.install()
    lines = faces.lines(" ".join([ARABIC] * 6), 200, 11)
    assert len(lines) > 3
    assert all(faces.width(line, 11) <= 200 for line in lines)
    first = unicodedata.normalize("NFKC", lines[0])[::-1]
    assert first.split()[0] == ARABIC.split(maxsplit=1)[0]


def test_letters_that_no_face_has_are_named_and_told_before(material: Material) -> None:
    letters.install()
    assert faces.plain("Namaste नमस्ते!") == "Namaste [6 letters: Devanagari]!"
    assert faces.plain("𐎠") == "[old persian sign a]"
    assert faces.plain("𝐁𝐨𝐥𝐝") == "Bold"
    document = replace(compose(material).document, blocks=(b.Paragraph("Namaste नमस्ते"),))
    (found,) = [one for one in check(document, material) if one.kind == "letters"]
    assert "In a PDF they are named instead" in found.says
    fine = replace(document, blocks=(b.Paragraph(" ".join(WORDS.values())),))
    assert not [one for one in check(fine, material) if one.kind == "letters"]


def _elements(pdf: PdfReader) -> Iterator[Any]:
    todo = [pdf.trailer["/Root"]["/StructTreeRoot"]]
    while todo:
        kids = todo.pop().get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            found = kid.get_object()
            if isinstance(found, dict) and "/S" in found:
                todo.append(found)
                yield found
