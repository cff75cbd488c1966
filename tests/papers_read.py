"""Papers read back, without our writers, and what a test wants to find in them."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pypdf
from docx import Document

from workbench.briefings.cards import cell


def numbers(text: str, assessed: Any) -> None:
    """Every number of the assessment's table as it stood on the screen."""
    table = assessed.table
    for row in table.rows:
        for value, column in zip(row, table.columns, strict=True):
            if isinstance(value, int | float):
                assert cell(value, column) in text, (row, column.name)
    result = assessed.result
    assert f"{result.treated.before:,}" in text
    assert f"{result.control.after:,}" in text


def places(text: str, answer: Any) -> None:
    """The worst places with their counts, as the chart writes them, and the running share."""
    table = answer.table
    at = {column.name: n for n, column in enumerate(table.columns)}
    for row in table.rows[:3]:
        count = cell(row[at["Incidents"]], table.columns[at["Incidents"]])
        assert re.search(rf"(?<![\d,.]){re.escape(count)}(?![\d,.]\d)", text), row
        share = cell(row[at["Running share"]], table.columns[at["Running share"]])
        assert share in text, row


def said(text: str, sentence: str) -> None:
    """A sentence, wherever its lines were broken."""
    assert "".join(sentence.split()) in "".join(text.split()), sentence


def word_text(path: Path) -> str:
    document = Document(str(path))
    body = document.element.body
    parts = [body, *(s.header._element for s in document.sections)]
    parts += [s.first_page_header._element for s in document.sections]
    return "\n".join("".join(part.itertext()) for part in parts)


def pdf_text(path: Path) -> str:
    reader = pypdf.PdfReader(io.BytesIO(path.read_bytes()))
    return "\n".join(page.extract_text() for page in reader.pages)
