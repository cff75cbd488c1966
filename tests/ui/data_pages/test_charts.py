"""Asking, setting, filtering, copying and keeping, on the real page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel

from workbench.guide.help import help_text
from workbench.services import asking, cards
from workbench.ui import theme
from workbench.ui.main_window import MainWindow
from workbench.ui.widgets.unfolding import Unfolding


@pytest.fixture
def page(filled: MainWindow, settle: Any, put_in: Any, timed: Path) -> Any:
    put_in(filled, timed)
    filled.go("charts")
    settle(filled)
    return filled.page


def ask(page: Any, settle: Any, window: MainWindow, key: str) -> None:
    page.questions.choose(key)
    settle(window)


def test_every_question_is_answered_or_refused_in_words(
    page: Any, filled: MainWindow, settle: Any
) -> None:
    assert set(page.kinds) == set(asking.questions())
    for key in page.kinds:
        ask(page, settle, filled, key)
        if page.studio.answer is None:
            assert page.studio.stack.currentIndex() == 1
        else:
            assert page.studio.answer.kind.key == key
            assert not page.studio.paper.picture.isNull()


def test_the_paper_is_white_and_as_fine_as_the_screen_in_the_dark(
    page: Any, filled: MainWindow, settle: Any
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.show(app, "dark", 1.0)
    settle(filled)
    paper = page.studio.paper
    ratio = paper.devicePixelRatioF()
    assert abs(paper.picture.width() - paper.width() * ratio) <= 2
    assert paper.picture.pixelColor(3, 3) == QColor("white")
    theme.show(app, "light", 1.0)


def test_an_option_redraws_at_once(page: Any, filled: MainWindow, settle: Any) -> None:
    ask(page, settle, filled, "trend")
    before = page.studio.answer
    page.options.controls["baseline"].widget.setValue(6)
    settle(filled)
    assert page.studio.answer is not before
    assert page.request.parameters == {"baseline": 6}
    page.options.back.click()
    settle(filled)
    assert not page.request.parameters


def test_one_kind_names_the_chart_and_several_filter_it(
    page: Any, filled: MainWindow, settle: Any
) -> None:
    ask(page, settle, filled, "trend")
    whole = page.studio.answer.result.basis.n
    page.scope.kinds.list.item(1).setCheckState(Qt.CheckState.Checked)
    settle(filled)
    assert page.request.parameters["type"] == "Burglary"
    assert page.studio.answer.result.basis.n < whole
    page.scope.kinds.list.item(0).setCheckState(Qt.CheckState.Checked)
    settle(filled)
    assert set(page.request.filter.types) == {"Burglary", "Theft from vehicle"}


def test_a_refusal_offers_what_mends_it(page: Any, filled: MainWindow, settle: Any) -> None:
    ask(page, settle, filled, "trend")
    page.options.controls["step_at"].widget.setCurrentIndex(3)
    settle(filled)
    assert page.studio.answer is None
    assert not page.keep.isEnabled()
    mends = dict(page._fixes())
    mends["Change the options"]()
    assert page.turns.currentIndex() == page.side.at == 1
    mends["Back to the usual settings"]()
    settle(filled)
    assert page.studio.answer is not None


def test_the_table_holds_the_same_rows(
    page: Any, filled: MainWindow, settle: Any, qtbot: Any
) -> None:
    ask(page, settle, filled, "top_places")
    page.studio.paper.setFocus()
    qtbot.keyClick(page.studio.paper, Qt.Key.Key_T)
    dialog = page.studio.table
    assert dialog.isVisible()
    table = page.studio.answer.table
    assert dialog.rows.records.rowCount() == len(table.rows)
    dialog.copy()
    lines = QApplication.clipboard().text().split("\n")
    assert lines[0].split("\t") == [column.name for column in table.columns]
    assert len(lines) == len(table.rows) + 1
    dialog.close()


def test_copy_puts_picture_table_and_words_on_the_clipboard(
    page: Any, filled: MainWindow, settle: Any, qtbot: Any
) -> None:
    ask(page, settle, filled, "top_places")
    with qtbot.waitSignal(page.studio.copied, timeout=20_000):
        page.copy.click()
    data = QApplication.clipboard().mimeData()
    assert data.hasImage()
    assert data.hasFormat("image/svg+xml")
    assert page.studio.answer.reading.finding in data.text()
    assert "\t" in data.text()


def test_what_is_kept_is_what_was_shown(page: Any, filled: MainWindow, settle: Any) -> None:
    ask(page, settle, filled, "top_places")
    shown = page.studio.answer
    page.keep.click()
    page.keeping.line.setText("Where most happens")
    page.keeping.audiences.choose(("internal", "council"))
    page.keeping.go.click()
    card = filled.session.contents.cards[-1]
    assert (card.name, card.audiences) == ("Where most happens", ("internal", "council"))
    again = cards.opened(filled.session.casebook, card)
    assert again.reading == shown.reading
    assert again.table == shown.table
    assert "kept as evidence" in page.header.title.text()


def test_how_it_was_worked_folds_out(page: Any, filled: MainWindow, settle: Any) -> None:
    ask(page, settle, filled, "trend")
    pane = page.studio.reading
    assert pane.working.count() == 0
    pane.how.click()
    assert pane.working.count() > len(page.studio.answer.reading.working)


def test_a_refused_question_has_its_help_too(page: Any, filled: MainWindow, settle: Any) -> None:
    filled.resize(1280, 720)
    ask(page, settle, filled, "interrupted")
    studio = page.studio
    assert studio.answer is None
    (fold,) = studio.stack.currentWidget().findChildren(Unfolding)
    told = help_text("interrupted")
    assert told is not None
    assert fold.how.isVisible()
    assert not fold.lines.count()
    fold.how.click()
    settle(filled)
    shown = [one.text() for one in fold.findChildren(QLabel) if one.isVisible()]
    assert [one for one in shown if one in told.paragraphs] == list(told.paragraphs)
    studio.middle.ensureWidgetVisible(last := fold.lines.itemAt(fold.lines.count() - 1).widget())
    settle(filled)
    assert last.visibleRegion().boundingRect() == last.rect()
    ask(page, settle, filled, "trend")  # an answer has its own
    assert not studio.stack.findChildren(Unfolding)
    assert studio.middle.verticalScrollBar().value() == 0
