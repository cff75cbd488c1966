"""Help stands where its reader needs it, folded away until it is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from workbench.guide.help import help_text
from workbench.ui.main_window import MainWindow
from workbench.ui.widgets.unfolding import HIDE, Unfolding


def seen(widget: QWidget) -> list[str]:
    """The labels that are shown in a widget."""
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible()]


def unfolds(fold: Unfolding, within: QWidget, key: str) -> None:
    """A help is folded away, shows every paragraph when it is asked for, and goes again."""
    told = help_text(key)
    assert told is not None
    folded = fold.how.text()
    assert fold.how.isVisible()
    assert not set(told.paragraphs) & set(seen(within))
    fold.how.click()
    QApplication.processEvents()
    assert [one for one in seen(within) if one in told.paragraphs] == list(told.paragraphs)
    assert fold.how.text() == HIDE
    fold.how.click()
    assert not set(told.paragraphs) & set(seen(within))
    assert fold.how.text() == folded


def test_the_check_of_a_briefing_says_how_it_checks(filled: MainWindow, settle: Any) -> None:
    filled.resize(1280, 720)
    filled.go("briefings")
    filled.page.start("council")
    settle(filled)
    check = filled.page.check
    assert check.isVisible()
    low = check.height()
    unfolds(check.help, check, "disclosure")
    check.help.how.click()
    settle(filled)
    assert check.height() > low
    assert not check.area.horizontalScrollBar().isVisible()
    first = check.help.lines.itemAt(1).widget()
    assert first.visibleRegion().boundingRect() == first.rect()
    assert filled.page.pages.height() > 150
    check.help.how.click()
    settle(filled)
    assert check.height() == low


def test_what_is_kept_is_told_where_personal_columns_are_decided(
    filled: MainWindow, settle: Any, timed: Path
) -> None:
    filled.go("wizard")
    page = filled.page
    page.take_files([timed])
    settle(filled)
    page._show(3)
    settle(filled)
    personal = page.steps[3]
    assert personal.isVisible()
    unfolds(personal.help, personal, "what_is_kept")


def test_what_is_kept_is_told_beside_the_backups(filled: MainWindow, settle: Any) -> None:
    filled.go("settings")
    settle(filled)
    unfolds(filled.page.help, filled.page, "what_is_kept")


@pytest.mark.parametrize("key", ["disclosure", "what_is_kept"])
def test_a_help_stays_open_or_shut_when_it_is_told_anew(qtbot: Any, key: str) -> None:
    told = help_text(key)
    assert told is not None
    fold = Unfolding(told.title)
    qtbot.addWidget(fold)
    fold.how.click()
    fold.tell((told.title, told.paragraphs))
    assert fold.open
    assert fold.lines.count() == 2 + len(told.paragraphs)
