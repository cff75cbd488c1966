"""Whatever people write, however long, both papers can be made, and all of it can be read."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
from docx import Document as Docx

from workbench.briefings import document as b
from workbench.briefings.composing import compose
from workbench.briefings.material import Material
from workbench.briefings.writers.pdf import write_pdf
from workbench.briefings.writers.word import write_word

PROSE = "Officers visit the homes at night and talk to staff about who went out and when. " * 40
WORD = "x" * 3_000
LINES = "\n".join(f"Line {n} of many that somebody pasted in." for n in range(200))
LONG = {"prose": PROSE, "one word": WORD, "lines": LINES}


def _blocks(text: str) -> dict[str, tuple[b.Block, ...]]:
    short = ("A", "few", "cells")
    return {
        "heading": (b.Heading(text), b.Paragraph("Below it.")),
        "lower heading": (b.Heading("Above"), b.Heading(text, 2), b.Paragraph("Below it.")),
        "contents": (b.Contents(), b.Heading(text), b.Paragraph("Below it.")),
        "paragraph": (b.Paragraph(text), b.Paragraph((b.Strong(text), text))),
        "list": (b.List((text, "short", text)), b.List((text,), numbered=True)),
        "key messages": (b.KeyMessages("k", (text, (b.Strong(text),)), text),),
        "callout": (b.Callout(text, text),),
        "handling": (b.HandlingBlock(text[:60], (text, text)),),
        "cell": (b.Table("t", "Caption", "About", short, ((text, "1", "2"), ("a", text, "c"))),),
        "cells": (b.Table("t", text, text, (text, text, text), ((text,) * 3,) * 3, source=text),),
        "total": (b.Table("t", "Sums", "About", short, ((text, "1", "2"), (text, "3", "4")),
                          total=True, numeric=(1, 2)),),
        "asks": (b.Asks("asks", (b.Ask(text, text, None),), text),),
        "control": (b.DocumentControl((("Title", text), (text[:300], "value"))),),
        "caption": (b.Picture("p", text, text, b"", source=text),),
    }  # fmt: skip


KINDS = tuple(_blocks(""))


def _document(material: Material, kind: str, text: str) -> b.Document:
    document = compose(material).document
    blocks = _blocks(text)[kind]
    if kind == "caption":
        picture = next(one for one in document.blocks if isinstance(one, b.Picture))
        blocks = (replace(picture, caption=text, description=text, source=text),)
    return replace(document, blocks=blocks)


def _seen(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _pdf_words(data: bytes) -> str:
    pages = pypdfium2.PdfDocument(data)
    return _seen("".join(page.get_textpage().get_text_bounded() for page in pages))


def _whole(words: str, length: str) -> bool:
    """Whether all of a long text is there, wherever a page ends within it."""
    if length == "one word":
        return words.count("x") >= len(WORD)
    if length == "prose":
        return words.count("whowentout") >= 40 or words.count("night") >= 40
    return all(f"Line{n}of" in words for n in range(200))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("length", LONG)
def test_no_text_is_too_long_for_a_block(material: Material, kind: str, length: str) -> None:
    document = _document(material, kind, LONG[length])
    assert _whole(_pdf_words(write_pdf(document)), length)
    word = Docx(BytesIO(write_word(document)))
    assert _whole(_seen("".join(word.element.body.itertext())), length)


ENDS = ("title", "subtitle", "author", "organisation", "audience")


@pytest.mark.parametrize("length", LONG)
def test_no_word_of_the_cover_is_too_long(material: Material, length: str) -> None:
    document = replace(compose(material).document, blocks=(b.Contents(), b.Heading("Below")))
    for name in ENDS:
        long = replace(document, **{name: LONG[length]})
        assert _whole(_pdf_words(write_pdf(long)), length) or name == "organisation"
        assert write_word(long)
