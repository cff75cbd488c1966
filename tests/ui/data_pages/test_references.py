"""Tables and events on the real page: brought in, refused, changed, removed, asked with."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QComboBox

from workbench.domain.reference import Annotation, AnnotationKind, Purpose, ReferenceTable
from workbench.services import records
from workbench.ui.main_window import MainWindow

WEIGHTS = "Offence,Days\nTheft from vehicle,4\nBurglary,20\n"


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    path = tmp_path / "Weights of the force.csv"
    path.write_text(WEIGHTS, "utf-8")
    return path


@pytest.fixture
def page(filled: MainWindow, settle: Any, put_in: Any, timed: Path) -> Any:
    put_in(filled, timed)
    filled.go("references")
    settle(filled)
    return filled.page


def fill(page: Any, settle: Any, path: Path) -> Any:
    page.tables.take(path)
    settle(page.window())
    dialog = page.tables.dialog
    dialog.source.setText("Force analysts")
    dialog.day.line.setText("1 Apr 2025")
    return dialog


def test_a_table_is_proposed_with_reasons_and_kept(page: Any, settle: Any, weights: Path) -> None:
    dialog = fill(page, settle, weights)
    assert (dialog.key.currentText(), dialog.value.currentText()) == ("Offence", "Days")
    assert dialog.holds is Purpose.WEIGHTS
    assert "it has 2 of the 2 kinds in your data" in dialog.gives.text()
    assert dialog.name.text() == "Weights of the force"
    dialog.accept()
    (kept,) = page.session.contents.references
    assert (kept.name, kept.dated, kept.unit) == ("Weights of the force", date(2025, 4, 1), "days")
    assert page.tables.list.rows.rowCount() == 1
    assert "One table" in page.header.title.text()
    page.session.history.stack.undo()
    assert page.session.contents.references == ()


def test_a_table_without_source_or_day_is_not_kept(page: Any, settle: Any, weights: Path) -> None:
    dialog = fill(page, settle, weights)
    dialog.source.clear()
    dialog.accept()
    assert dialog.fields["source"].problem.text() == "Say where the numbers come from."
    dialog.source.setText("Force analysts")
    for day, words in (("soon", "is not read as a day"), ("", "Say when"), ("1 Jan 2031", "")):
        dialog.day.line.setText(day)
        dialog.accept()
        assert words in dialog.fields["dated"].problem.text()
    assert "in the future" in dialog.refused.text()
    assert dialog.isVisible()
    assert page.session.contents.references == ()


def test_the_wrong_columns_are_refused_in_words(page: Any, settle: Any, weights: Path) -> None:
    dialog = fill(page, settle, weights)
    dialog.value.setCurrentText("Offence")
    assert "No row of" in dialog.gives.text()
    dialog.accept()
    assert "No row of" in dialog.refused.text()
    assert page.session.contents.references == ()


def test_a_date_cannot_be_emptied_afterwards(page: Any, settle: Any, weights: Path) -> None:
    fill(page, settle, weights).accept()
    (kept,) = page.session.contents.references
    page.tables.edit(kept.id)
    from workbench.ui.records.sublist import EditDialog

    dialog = page.tables.findChildren(EditDialog)[0]
    dialog.form.editors["dated"].line.setText("")
    dialog.form.editors["dated"].finished.emit()
    dialog.form.editors["source"].line.setText("Another source")
    dialog.form.editors["source"].finished.emit()
    (kept,) = page.session.contents.references
    assert (kept.dated, kept.source) == (date(2025, 4, 1), "Another source")
    page.tables.drop(kept.id)
    assert page.session.contents.references == ()


def test_an_event_is_added_drawn_and_removed(page: Any, filled: MainWindow, settle: Any) -> None:
    adding = page.events.adding
    adding.words.setText("New recording rule")
    adding.add.click()
    assert adding.wrong.text() == "Say on which day it happened."
    adding.day.line.setText("3 Jun 2025")
    adding.sort.setCurrentIndex(0)
    adding.add.click()
    (event,) = page.session.contents.annotations
    assert (event.day, event.words) == (date(2025, 6, 3), "New recording rule")
    assert event.kind is AnnotationKind.RECORDING
    filled.go("charts")
    settle(filled)
    filled.page.questions.choose("trend")  # type: ignore[union-attr]
    settle(filled)
    shown = filled.page.studio.answer.result.events  # type: ignore[union-attr]
    assert "New recording rule" in [one.words for one in shown]
    filled.go("references")
    page.events.drop(event.id)
    assert records.all_of(page.session.casebook, Annotation) == []


def test_the_studio_offers_the_table_a_question_wants(
    page: Any, filled: MainWindow, settle: Any, weights: Path
) -> None:
    filled.go("charts")
    settle(filled)
    charts: Any = filled.page
    charts.questions.choose("harm")
    settle(filled)
    assert charts.studio.answer is None
    assert charts.scope.table_part.isHidden()
    assert charts._fixes()[0][0] == "Bring in a table"
    filled.go("references")
    fill(filled.page, settle, weights).accept()
    filled.go("charts")
    settle(filled)
    charts.questions.choose("harm")
    settle(filled)
    assert not charts.scope.table_part.isHidden()
    assert isinstance(charts.scope.tables, QComboBox)
    assert charts.studio.answer.result.table == "Weights of the force"
    (kept,) = charts.session.contents.references
    filled.session.history.do(
        lambda book: records.amend(book, ReferenceTable, kept.id, name="Weights of 2025")
    )
    settle(filled)
    assert charts.studio.answer.result.table == "Weights of 2025"
    charts.questions.choose("trend")
    settle(filled)
    assert charts.scope.table_part.isHidden()
    assert charts.request.reference_id is None


def test_a_card_is_opened_again_with_its_own_table(
    page: Any, filled: MainWindow, settle: Any, weights: Path
) -> None:
    fill(page, settle, weights).accept()
    (first,) = page.session.contents.references
    filled.go("charts")
    settle(filled)
    charts: Any = filled.page
    charts.questions.choose("harm")
    settle(filled)
    charts.keep.click()
    charts.keeping.accept()
    filled.go("references")
    fill(page, settle, weights).accept()
    filled.go("charts")
    settle(filled)
    filled.go("evidence")
    settle(filled)
    evidence: Any = filled.page
    card = next(one for one in page.session.contents.cards if one.question == "harm")
    evidence._choose(card.id)
    settle(filled)
    charts.scope.tables.setCurrentIndex(0)
    evidence.open_in_charts()
    settle(filled)
    assert len(page.session.contents.references) == 2
    assert charts.scope.reference_id == first.id
