"""The Word document through LibreOffice to PDF: all text and pictures arrive."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from workbench.briefings import document as b
from workbench.briefings.composing import compose
from workbench.briefings.material import Material
from workbench.briefings.prose import plain
from workbench.briefings.writers.word import write_word

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not on this machine"),
]


@pytest.mark.parametrize("preset", ["council", "school", "internal"])
def test_everything_arrives(preset: str, paper: Callable[[str], Material], tmp_path: Path) -> None:
    document = compose(paper(preset)).document
    path = tmp_path / "paper.docx"
    path.write_bytes(write_word(document))
    home = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    call = [OFFICE or "", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*call, str(path)], check=True, capture_output=True, timeout=240)
    pdf = PdfReader(tmp_path / "paper.pdf")
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    squeezed = text.replace(" ", "")
    missing = [words for words in _words(document) if words.replace(" ", "") not in squeezed]
    assert missing == []
    assert "SEQ " not in text
    assert "PAGEREF" not in text
    drawn = sum(len(page.images) for page in pdf.pages)
    assert drawn >= sum(isinstance(block, b.Picture) for block in document.blocks)
    for page in pdf.pages:
        assert page.extract_text().count("OFFICIAL-SENSITIVE") >= 2
        assert "PRACTICE" in page.extract_text()


def _words(document: b.Document) -> list[str]:
    found = []
    for block in document.blocks:
        if isinstance(block, b.Heading):
            found.append(block.text)
        elif isinstance(block, b.Paragraph) and isinstance(block.text, str):
            found.append(plain(block.text))
        elif isinstance(block, b.Table):
            found += [block.caption, *(cell for row in block.rows for cell in row)]
        elif isinstance(block, b.Picture):
            found += [block.caption, block.source]
    return found
