"""The Word document, read back."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from workbench.briefings import document as b
from workbench.briefings.composing import compose
from workbench.briefings.material import Material
from workbench.briefings.writers.ooxml.master import build
from workbench.briefings.writers.ooxml.xml import find, text_of
from workbench.briefings.writers.word import write_word
from workbench.paths import template

Paper = Callable[[str], Material]


class Opened:
    """The parts of a .docx."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.body = etree.fromstring(self.parts["word/document.xml"])

    def xml(self, name: str) -> Any:
        return etree.fromstring(self.parts[name])

    @property
    def text(self) -> str:
        return "\n".join(text_of(p) for p in find(self.body, ".//w:p"))

    def edges(self, kind: str) -> list[str]:
        names = [n for n in self.parts if n.startswith(f"word/{kind}")]
        return [text_of(self.xml(name)) for name in names]


def faults(data: bytes, folder: Path) -> list[Any]:
    path = folder / "paper.docx"
    path.write_bytes(data)
    return list(OpenXmlValidator().validate(str(path)).errors)


@pytest.mark.parametrize("preset", ["council", "school", "internal"])
def test_no_schema_error_and_the_same_bytes_again(
    preset: str, paper: Paper, tmp_path: Path
) -> None:
    document = compose(paper(preset)).document
    data = write_word(document)
    assert faults(data, tmp_path) == []
    assert write_word(document) == data


def test_the_master_is_what_its_script_builds() -> None:
    kept, made = Opened(template("house.docx").read_bytes()), Opened(build())
    assert kept.parts == made.parts  # not byte by byte: zlib packs differently elsewhere


def test_text_numbers_and_captions_are_there(material: Material) -> None:
    document = compose(material).document
    opened = Opened(write_word(document))
    for block in document.blocks:
        if isinstance(block, b.Table):
            for cell in (*block.columns, *(cell for row in block.rows for cell in row)):
                assert cell in opened.text
        if isinstance(block, b.Picture):
            assert block.caption in opened.text
            assert block.source in opened.text
    assert "Figure 1. Home A has most reports" in opened.text
    assert "Figure 1 shows it." in opened.text


def test_figures_have_alt_text_png_and_svg(material: Material) -> None:
    opened = Opened(write_word(compose(material).document))
    drawings = find(opened.body, ".//wp:docPr")
    assert drawings
    assert all(len(d.get("descr", "")) > 20 for d in drawings)
    assert len(find(opened.body, ".//asvg:svgBlip")) == len(drawings)
    assert {name.rpartition(".")[2] for name in opened.parts if "/media/" in name} == {"png", "svg"}


def test_tables_have_header_rows_and_descriptions(material: Material) -> None:
    opened = Opened(write_word(compose(material).document))
    tables = find(opened.body, ".//w:tbl")
    assert tables
    for table in tables:
        assert find(table, "w:tr[1]/w:trPr/w:tblHeader")
        assert find(table, "w:tblPr/w:tblDescription/@w:val")
        assert len({len(find(row, "w:tc")) for row in find(table, "w:tr")}) == 1


def test_generated_blocks_stand_in_tagged_controls(material: Material) -> None:
    document = compose(material).document
    opened = Opened(write_word(document))
    tags = set(find(opened.body, ".//w:sdt/w:sdtPr/w:tag/@w:val"))
    cards = {f"card:{x.card}" for x in document.blocks if isinstance(x, b.Picture | b.Table)}
    assert cards <= tags
    assert {"card:key_messages", "card:asks", "card:contents"} <= tags
    assert not [tag for tag in tags if tag.startswith("slot:")]
    ids = find(opened.body, ".//w:sdtPr/w:id/@w:val") + find(opened.body, ".//wp:docPr/@id")
    assert Counter(ids).most_common(1)[0][1] == 1


def test_contents_are_a_field_that_asks_nothing_and_points_somewhere(material: Material) -> None:
    opened = Opened(write_word(compose(material).document))
    codes = [(code.text or "").split() for code in find(opened.body, ".//w:instrText")]
    assert any(code[0] == "TOC" for code in codes)
    names = set(find(opened.body, ".//w:bookmarkStart/@w:name"))
    assert all(code[1] in names for code in codes if code[0] in ("REF", "PAGEREF"))
    assert not find(opened.xml("word/settings.xml"), "w:updateFields")
    kinds = Counter(find(opened.body, ".//w:fldChar/@w:fldCharType"))
    assert kinds["begin"] == kinds["end"]
    assert max(len(name) for name in names) <= 40


def test_marking_and_practice_on_every_page(material: Material) -> None:
    document = compose(material).document
    opened = Opened(write_word(document))
    for kind in ("header", "footer"):
        assert all("OFFICIAL-SENSITIVE" in text for text in opened.edges(kind))
    assert all("PRACTICE" in text for text in opened.edges("header"))
    core = docx.Document(BytesIO(write_word(document))).core_properties
    assert core.title.startswith("PRACTICE: ")
    assert core.language == "en-GB"
    assert "OFFICIAL-SENSITIVE" in core.keywords
    assert opened.text.splitlines()[0] == "PRACTICE"
    real = Opened(write_word(replace(document, practice=False)))
    assert all("PRACTICE:" not in text for text in real.edges("header"))
    assert "PRACTICE" not in real.text.splitlines()[0]


def test_practice_is_said_on_another_forces_master_too(material: Material, tmp_path: Path) -> None:
    plain = docx.Document()
    plain.add_paragraph("Our own cover")
    plain.save(str(tmp_path / "force.docx"))
    data = write_word(compose(material).document, tmp_path / "force.docx")
    opened = Opened(data)
    assert any("PRACTICE:" in text for text in opened.edges("header"))
    for kind in ("header", "footer"):
        assert any("OFFICIAL-SENSITIVE" in text for text in opened.edges(kind))
    lines = opened.text.splitlines()
    assert lines[:2] == ["Our own cover", "PRACTICE"]
    assert lines[2] == "PRACTICE: Missing from homes in Westbrook"


def test_the_record_for_a_later_refresh_is_inside(material: Material) -> None:
    document = compose(material).document
    opened = Opened(write_word(document))
    root = opened.xml("customXml/item1.xml")
    kept = {card.get("id") for card in root if card.tag.endswith("}card")}
    assert kept == {x.card for x in document.blocks if isinstance(x, b.Picture | b.Table)}


def test_odd_letters_do_not_break_the_file(material: Material, tmp_path: Path) -> None:
    odd = "Bell \x07, null \x00, lone \ud800, <tags> & \u201cquotes\u201d \U0001f600 \u202e end"
    made = replace(
        compose(material).document,
        title=odd,
        blocks=(b.Heading(odd), b.Paragraph((odd, b.Strong(odd), b.Ref("nothing")))),
    )
    data = write_word(made)
    assert faults(data, tmp_path) == []
    assert "<tags> & \u201cquotes\u201d" in Opened(data).text
    assert "a figure that is not shown here" in Opened(data).text


def test_numbered_lists_start_again(material: Material) -> None:
    blocks = (b.List(("a", "b"), numbered=True), b.Paragraph("x"), b.List(("c",), numbered=True))
    opened = Opened(write_word(replace(compose(material).document, blocks=blocks)))
    used = find(opened.body, ".//w:p/w:pPr/w:numPr/w:numId/@w:val")
    assert len(used) == 3
    assert used[0] == used[1] != used[2]


def test_a_page_break_leaves_no_empty_paragraph(material: Material) -> None:
    blocks = (b.Paragraph("one"), b.PageBreak(), b.Heading("two"))
    opened = Opened(write_word(replace(compose(material).document, blocks=blocks)))
    assert len(find(opened.body, ".//w:pageBreakBefore")) == 1
    assert [p for p in opened.text.splitlines() if not p.strip()] == []
