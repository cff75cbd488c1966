"""Cards: shown as kept, weighed, refreshed, frozen and removed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage

from workbench.domain.causes import Stance
from workbench.domain.evidence import CardKind, CardState
from workbench.guide.gap import Gap
from workbench.services import asking, cards
from workbench.ui.charting.provenance import lines
from workbench.ui.main_window import MainWindow


@pytest.fixture
def page(filled: MainWindow, settle: Any, put_in: Any, street: tuple[Path, Path]) -> Any:
    filled.dataset = put_in(filled, street[1])
    session = filled.session
    problem = session.problem_id
    edition = session.contents.editions[0].id
    for key in ("trend", "top_places"):
        request = asking.Request(key, edition)
        answer = asking.ask(session.shelf, request)
        session.history.do(
            lambda book, request=request, answer=answer: cards.keep(book, problem, request, answer)
        )
    filled.go("evidence")
    settle(filled)
    return filled.page


def choose(page: Any, name: str) -> Any:
    card = next(one for one in page.session.contents.cards if one.name == name)
    page.table.choose(card.id)
    return card


def test_a_card_shows_what_was_kept(page: Any, filled: MainWindow, settle: Any) -> None:
    card = choose(page, "Top places (80/20)")
    settle(filled)
    shown = page.shown.studio.answer
    assert shown.reading == cards.opened(filled.session.casebook, card).reading
    assert not page.shown.studio.paper.picture.isNull()


def test_it_says_where_it_comes_from(page: Any, filled: MainWindow) -> None:
    card = choose(page, "Monthly trend")
    said = dict(lines(card, filled.session.contents))
    edition = filled.session.contents.editions[0]
    assert said["Data"] == "Street crime, edition 1 of 1"
    assert said["Fingerprint of the file"] == edition.file_hash
    assert said["Rows"].startswith(f"{edition.rows_read:,} read, {edition.rows_in:,} brought in")
    assert said["Filter"] == "All rows"
    assert "Months in the baseline: 12" in said["Settings"]


def test_a_new_edition_makes_live_cards_out_of_date_until_refreshed(
    page: Any, filled: MainWindow, settle: Any, put_in: Any, street: tuple[Path, Path]
) -> None:
    choose(page, "Monthly trend")
    page.turn.click()
    assert page.card.state is CardState.FROZEN
    put_in(filled, *street, dataset=filled.dataset)
    assert page.header.title.text().endswith("2 out of date")
    page.again.click()
    settle(filled)
    assert "Top places" in page.remark.words.text()
    assert page.header.title.text().endswith("1 out of date")
    frozen = next(one for one in filled.session.contents.cards if one.name == "Monthly trend")
    assert frozen.edition_id == filled.session.contents.editions[0].id


def test_evidence_is_weighed_for_and_against(page: Any, filled: MainWindow) -> None:
    card = choose(page, "Top places (80/20)")
    first = filled.session.contents.hypotheses[0]

    def held() -> list[Any]:
        there = filled.session.contents.weighings
        return [one for one in there if one.card_id == card.id]

    page.weighing.choices[first.id].group.button(1).click()
    assert [one.stance for one in held()] == [Stance.CONTRADICTS]
    note = page.weighing.notes[first.id]
    note.setText("Most are elsewhere")
    note.editingFinished.emit()
    assert held()[0].note == "Most are elsewhere"
    page.weighing.choices[first.id].group.button(3).click()
    assert not held()
    filled.session.history.stack.undo()
    assert held()[0].note == "Most are elsewhere"


def test_documents_photos_and_quotations_are_kept(
    page: Any, filled: MainWindow, settle: Any, tmp_path: Path
) -> None:
    photo, minutes = tmp_path / "Alley gate.png", tmp_path / "Minutes.pdf"
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(0x336699)
    assert picture.save(str(photo))
    minutes.write_bytes(b"%PDF-1.7 practice")
    page.add_files([photo, minutes])
    settle(filled)
    choose(page, "Alley gate")
    settle(filled)
    assert page.shown.stack.currentIndex() == 1
    assert page.shown.photo.image.width() == 40
    choose(page, "Minutes")
    settle(filled)
    assert page.shown.data == b"%PDF-1.7 practice"
    page.ask_quotation()
    page.quoting.go.click()
    assert page.quoting.fields[0].problem.text()
    page.quoting.said.setPlainText("The gate is never shut")
    page.quoting.who.setText("A resident")
    page.quoting.line.setText("On the gate")
    page.quoting.go.click()
    choose(page, "On the gate")
    assert page.shown.quotation.text() == "\u201cThe gate is never shut\u201d"
    kinds = [card.kind for card in filled.session.contents.cards[-3:]]
    assert kinds == [CardKind.PHOTO, CardKind.DOCUMENT, CardKind.QUOTATION]


def test_an_empty_file_is_refused_in_words(
    page: Any, filled: MainWindow, settle: Any, tmp_path: Path
) -> None:
    path = tmp_path / "nothing.pdf"
    path.write_bytes(b"")
    before = len(filled.session.contents.cards)
    page.add_files([path])
    settle(filled)
    assert "is empty" in filled.notice.words.text()
    assert len(filled.session.contents.cards) == before


def test_a_gap_lands_on_its_card_and_charts_open_it_again(
    page: Any, filled: MainWindow, settle: Any
) -> None:
    card = choose(page, "Monthly trend")
    choose(page, "Top places (80/20)")
    filled.go(Gap("found", "", "", "evidence_card", card.id))
    assert page.card.id == card.id
    page.reopen.click()
    settle(filled)
    assert filled.deck.key == "charts"
    charts: Any = filled.page
    assert charts.questions.key == "trend"


def test_removing_is_one_undo_away(page: Any, filled: MainWindow) -> None:
    choose(page, "Monthly trend")
    before = len(filled.session.contents.cards)
    page.drop.click()
    assert len(filled.session.contents.cards) == before - 1
    filled.session.history.stack.undo()
    assert len(filled.session.contents.cards) == before
