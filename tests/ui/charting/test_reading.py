"""What is said of an answer: a grave caveat stands out, another does not."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from tests.analysis.test_two_periods import series
from workbench.analysis.kind import Asked
from workbench.guide.help import help_text
from workbench.services.asking import answer, questions
from workbench.ui.charting.reading import ReadingPane


@pytest.mark.parametrize(
    ("key", "style"), [("two_periods", "strong"), ("year_on_year", "body")], ids=str
)
def test_a_grave_caveat_stands_out(qtbot: object, key: str, style: str) -> None:
    kind = questions()[key]
    told = answer(kind, kind.run(Asked(series([50] * 12 + [20] * 12))))
    pane = ReadingPane()
    qtbot.addWidget(pane)  # type: ignore[attr-defined]
    pane.show_answer(told)
    (caveat,) = [one for one in pane.findChildren(QLabel) if one.text() == told.reading.caveat]
    assert caveat.property("type") == style


def test_the_help_of_a_question_unfolds_under_its_answer(qtbot: object) -> None:
    kind = questions()["two_periods"]
    told = answer(kind, kind.run(Asked(series([50] * 12 + [20] * 12))))
    pane = ReadingPane()
    qtbot.addWidget(pane)  # type: ignore[attr-defined]
    pane.show_answer(told)
    helped = help_text("two_periods")
    assert helped is not None
    before = {one.text() for one in pane.findChildren(QLabel)}
    assert not before & set(helped.paragraphs)
    pane.how.click()
    shown = [one.text() for one in pane.findChildren(QLabel)]
    wanted = [*helped.paragraphs, *told.reading.working]
    assert [one for one in shown if one in wanted] == wanted
