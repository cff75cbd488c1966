"""Six charts in one click."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from workbench.ui.main_window import MainWindow


def pack(window: MainWindow, settle: Any) -> Any:
    window.go("scan_pack")
    settle(window)
    return window.page


def test_without_data_it_offers_to_bring_some_in(filled: MainWindow, settle: Any) -> None:
    page = pack(filled, settle)
    assert page.header.title.text() == "There is no data to scan yet"
    assert page.stack.currentIndex() == 0


def test_six_cards_each_with_a_finding_or_the_reason(
    filled: MainWindow, settle: Any, put_in: Any, street: tuple[Path, Path]
) -> None:
    put_in(filled, *street)
    page = pack(filled, settle)
    assert len(page.cards) == 6
    refused = page.cards["hour_week"]
    assert refused.answer is None
    assert "only the month" in refused.why.text()
    for card in page.cards.values():
        if card.answer is not None:
            assert card.finding.text().startswith(card.answer.reading.finding[:20])
            assert not card.paper.picture.isNull()
    answered = sum(card.answer is not None for card in page.cards.values())
    assert page.header.title.text().startswith(f"{answered} of 6 questions can be answered")


def test_keep_all_is_one_step_to_undo(
    filled: MainWindow, settle: Any, put_in: Any, street: tuple[Path, Path]
) -> None:
    put_in(filled, *street)
    page = pack(filled, settle)
    before = len(filled.session.contents.cards)
    answered = sum(card.answer is not None for card in page.cards.values())
    page.keep.click()
    settle(filled)
    assert len(filled.session.contents.cards) == before + answered
    assert f"{answered} kept as evidence" in page.header.title.text()
    assert not page.keep.isEnabled()
    filled.session.history.stack.undo()
    assert len(filled.session.contents.cards) == before
    assert page.keep.isEnabled()


def test_a_card_opens_its_question_among_the_charts(
    filled: MainWindow, settle: Any, put_in: Any, timed: Path, qtbot: Any
) -> None:
    put_in(filled, timed)
    page = pack(filled, settle)
    card = page.cards["hour_week"]
    assert card.answer is not None
    card.setFocus()
    qtbot.keyClick(card, Qt.Key.Key_Return)
    settle(filled)
    assert filled.deck.key == "charts"
    charts: Any = filled.page
    assert charts.questions.key == "hour_week"
    assert charts.studio.answer.reading == card.answer.reading
