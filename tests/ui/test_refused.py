"""What is typed and cannot be kept stays where it was typed, with why, until it is mended."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit

from workbench.domain.assessment import Assessment
from workbench.services import records
from workbench.ui.main_window import MainWindow
from workbench.ui.pages.assessment import AssessmentPage
from workbench.ui.records.days import month_written, read_month

MONTHS = ("before_first", "before_last", "after_first", "after_last")
WRONG = ("Now 2018", "13/2018", "soon", "2018")


@pytest.mark.parametrize(
    "words",
    ["Nov 2018", "november 2018", "nov18", "11/2018", "11/18", "2018-11", "2018/11", "5 Nov 2018"],
)
def test_months_are_read_as_they_are_written(words: str) -> None:
    assert read_month(words) == date(2018, 11, 1)
    assert month_written(date(2018, 11, 1)) == "Nov 2018"


@pytest.mark.parametrize("words", WRONG)
def test_what_is_no_month_is_refused_in_words(words: str) -> None:
    with pytest.raises(ValueError, match=r"Write it like Nov 2018"):
        read_month(words)


def opened(window: MainWindow) -> AssessmentPage:
    window.go("assessment")
    page = window.page
    assert isinstance(page, AssessmentPage)
    page.open(page.list.key(0))
    page._fold(False)
    return page


def write(page: AssessmentPage, name: str, words: str, qtbot: Any) -> None:
    line = page.form.editors[name].control
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, words)
    page.form.editors["name"].control.setFocus()


def shown(page: AssessmentPage) -> list[tuple[str, bool]]:
    return [
        (page.form.editors[name].typing(), bool(page.form.labels[name].problem.text()))
        for name in MONTHS
    ]


def test_refused_months_stay_with_their_errors_when_others_are_left(
    filled: MainWindow, qtbot: Any
) -> None:
    page = opened(filled)
    for name, words in zip(MONTHS, WRONG, strict=True):
        write(page, name, words, qtbot)
    write(page, "incident_type", "Burglary", qtbot)
    assert shown(page) == [(words, True) for words in WRONG]

    first = page.open_id
    page.shut()
    filled.go("actions")
    page = opened(filled)
    assert page.open_id == first
    assert shown(page) == [(words, True) for words in WRONG]
    filled.deck.rebuild(filled.kinds["assessment"])
    page = opened(filled)
    assert shown(page) == [(words, True) for words in WRONG]

    write(page, "before_first", "Nov 2018", qtbot)
    (kept,) = records.all_of(filled.session.casebook, Assessment)
    assert (kept.before_first, kept.before_last) == (date(2018, 11, 1), None)
    assert shown(page) == [("Nov 2018", False), *((words, True) for words in WRONG[1:])]
