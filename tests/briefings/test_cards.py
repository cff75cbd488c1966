"""The words of a card on paper: a grave caveat is set apart, another is a sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.briefings.conftest import drawn
from workbench.analysis.kind import Column
from workbench.analysis.kind import Table as Rows
from workbench.briefings.cards import said
from workbench.briefings.document import Callout, Paragraph

ROWS = Rows("Reports", (Column("Month"), Column("Reports", 0)), (("Aug", 12), ("Sep", 9)))


@pytest.mark.parametrize("grave", [False, True])
def test_a_grave_caveat_is_set_apart(grave: bool) -> None:
    content = drawn("Reports fell", ROWS)
    assert content.reading is not None
    content = replace(content, reading=replace(content.reading, grave=grave))
    prose, caveat = said("card", content)
    assert isinstance(prose, Paragraph)
    if grave:
        assert caveat == Callout("Take care", "Few reports: read with care.")
    else:
        assert isinstance(caveat, Paragraph)
        assert caveat.text[-1] == "Few reports: read with care."
