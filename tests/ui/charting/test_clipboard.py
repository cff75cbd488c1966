"""What leaves by the clipboard: no formulas, and nothing for histories and clouds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QGuiApplication

from workbench.analysis.kind import Column, Table
from workbench.ui import clipboard
from workbench.ui.charting.copying import _html
from workbench.ui.charting.table import tab_separated

FORMULAS = ("=1+1", "+44 7700", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1\n+2")


@pytest.mark.parametrize("words", FORMULAS)
def test_no_cell_starts_a_formula(words: str) -> None:
    table = Table("t", (Column(words), Column("n", 0)), ((words, -5), ("plain", 3)))
    for line in tab_separated(table).split("\n"):
        for cell in line.split("\t"):
            assert not cell.startswith(("=", "+", "@", "\r")), cell
            assert not cell.startswith("-") or cell == "-5"
    assert ">=" not in _html(table)
    assert ">@" not in _html(table)


@given(st.text(max_size=30))
def test_any_words_stay_one_cell_on_one_line(words: str) -> None:
    made = clipboard.cell(words)
    assert not made.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert "\t" not in made
    assert len(made.splitlines()) <= 1 or not words.strip()


def test_what_is_copied_is_marked_as_private(qapp) -> None:
    clipboard.put_text("Words of a casebook")
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == "Words of a casebook"
    assert any("ExcludeClipboardContent" in name for name in data.formats())


def test_the_clipboard_is_filled_in_one_place() -> None:
    from tests.conftest import ROOT

    users = [
        path.name
        for path in (ROOT / "workbench").rglob("*.py")
        if "clipboard().set" in path.read_text(encoding="utf-8")
    ]
    assert users == ["clipboard.py"]
