"""Bringing in data by the real wizard: five steps, one undo, and a sentence for every bad file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel

from workbench.domain.data import Recipe, Role
from workbench.services.bringing_in import bring_in_boundaries
from workbench.services.records import all_of
from workbench.ui.main_window import MainWindow


def wizard(window: MainWindow) -> Any:
    window.go("wizard")
    assert window.deck.key == "wizard"
    return window.page


def take(page: Any, settle: Any, window: MainWindow, *paths: Path) -> None:
    page.take_files(paths)
    settle(window)


def test_a_known_layout_goes_straight_to_the_last_step(
    filled: MainWindow, settle: Any, street: tuple[Path, Path]
) -> None:
    page = wizard(filled)
    take(page, settle, filled, *street)
    assert page.at == 4
    assert "data.police.uk" in page.read_by.words
    assert page.header.title.text() == f"All {page.draft.account.rows_in:,} rows will be brought in"
    assert not filled.session.contents.editions


def test_the_last_step_brings_in_and_one_undo_takes_back(
    filled: MainWindow, settle: Any, street: tuple[Path, Path]
) -> None:
    page = wizard(filled)
    take(page, settle, filled, *street)
    page.check.purpose.setPlainText("To find where and when it happens")
    page.next.click()
    settle(filled)
    assert filled.deck.key == "scan_pack"
    edition = filled.session.contents.editions[0]
    assert edition.rows_read == edition.rows_in + sum(rows for _, rows in edition.left_out)
    dataset = filled.session.contents.datasets[0]
    assert dataset.name == "Merseyside Police, street-level crime"
    assert dataset.purpose == "To find where and when it happens"
    filled.session.history.stack.undo()
    assert not filled.session.contents.editions
    assert not filled.session.contents.datasets


def test_the_last_step_holds_the_rows_against_the_boundaries(
    filled: MainWindow, settle: Any, street: tuple[Path, Path], shared: Path
) -> None:
    session = filled.session
    file = shared / "data/boundaries/lsoa21_merseyside.geojson"
    session.history.do(lambda book: bring_in_boundaries(book, session.problem_id, file))
    page = wizard(filled)
    take(page, settle, filled, *street)
    account = page.draft.account
    codes = next(one for one in account.facts if one.what.startswith("No area in"))
    assert 0 < codes.n < account.rows_in  # the months before 2022 have codes of 2011
    said = "\n".join(label.text() for label in page.check.findChildren(QLabel))
    assert codes.what in said


def test_back_always_works_and_nothing_is_stored_on_the_way(
    filled: MainWindow, settle: Any, timed: Path
) -> None:
    page = wizard(filled)
    take(page, settle, filled, timed)
    assert page.at == 0
    for at in (1, 2, 3, 4):
        page.next.click()
        settle(filled)
        assert page.at == at
    page.check.name.setText("Crimes of 2025")
    for at in (3, 2, 1, 0):
        page.back.click()
        settle(filled)
        assert page.at == at
    assert not filled.session.contents.datasets
    assert page.draft.details.name == "Crimes of 2025"
    page.stop.click()
    assert page.draft.source is None
    assert filled.deck.key == "data"


def test_dates_and_places_are_proved_beside_the_choice(
    filled: MainWindow, settle: Any, timed: Path
) -> None:
    page = wizard(filled)
    take(page, settle, filled, timed)
    page._show(2)
    settle(filled)
    assert page.dates.order.currentText() == "Day/month/year"
    assert page.header.title.text() == "Every date and place is read"
    page.dates.order.setCurrentText("Month/day/year")
    page.dates.order.activated.emit(page.dates.order.currentIndex())
    settle(filled)
    assert "will be left out" in page.header.title.text()
    page.dates.rows.group.button(1).click()
    assert all(row[-1].words == "Not read" for row in page.dates.table.records.rows)
    page.dates.start.setCurrentText("None")
    page.dates.start.activated.emit(0)
    settle(filled)
    assert not page.draft.choices.of(Role.START)


def test_names_are_left_out_and_kept_only_for_a_reason(
    filled: MainWindow, settle: Any, timed: Path
) -> None:
    page = wizard(filled)
    take(page, settle, filled, timed)
    page._show(3)
    choice = page.steps[3].choices["Victim name"]
    assert choice.at == 0
    choice.group.button(2).click()
    page.next.click()
    assert page.at == 3
    assert "without a reason" in page.remark.words.text()
    assert page.steps[3].reasons["Victim name"].problem.text()
    choice.group.button(1).click()
    page.next.click()
    settle(filled)
    assert page.at == 4
    page.next.click()
    settle(filled)
    edition = filled.session.contents.editions[0]
    frame = filled.session.shelf.incidents(edition.id).frame
    assert not any("Lee" in str(value) for value in frame.row(0))
    kept = [str(value) for name in frame.columns for value in frame[name].head(9).to_list()]
    assert any(value.startswith("P-") for value in kept)


def test_a_recipe_is_remembered_and_chosen_by_itself(
    filled: MainWindow, settle: Any, timed: Path, tmp_path: Path
) -> None:
    page = wizard(filled)
    take(page, settle, filled, timed)
    page._show(4)
    settle(filled)
    page.recipe.setText("Crime export, v1")
    page.next.click()
    settle(filled)
    assert [one.name for one in all_of(filled.session.casebook, Recipe)] == ["Crime export, v1"]
    assert page.check.changes.found is None  # a new dataset has nothing before it
    later = tmp_path / "Crime export of December.csv"
    later.write_text(timed.read_text().replace("C7,", "C7x,").replace(",Street 3,", ",Street 1,"))
    page = wizard(filled)
    take(page, settle, filled, later)
    assert page.at == 4
    assert page.draft.known == "Crime export, v1"
    assert page.check.into.currentText() == "Next edition of Crime export"
    found = page.check.changes.found
    assert (found.by, found.new, found.gone) == ("reference", 1, 1)
    assert dict(found.columns) == {"place": found.changed}
    assert 20 < found.changed < 30
    page.check.into.setCurrentIndex(0)
    page.check.into.activated.emit(0)
    assert page.check.changes.found is None
    page.check.into.setCurrentIndex(1)
    page.check.into.activated.emit(1)
    settle(filled)
    assert page.check.changes.found == found
    page.next.click()
    settle(filled)
    assert [one.number for one in filled.session.contents.editions] == [1, 2]
    assert len(filled.session.contents.datasets) == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.csv", b""),
        ("names only.csv", b"Date,Type\n"),
        ("cut.zip", b"PK\x03\x04 cut short"),
        ("junk.xlsx", b"not a workbook at all"),
    ],
)
def test_a_bad_file_gets_a_sentence_on_the_step(
    filled: MainWindow, settle: Any, tmp_path: Path, name: str, data: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    page = wizard(filled)
    take(page, settle, filled, path)
    assert page.at == 0
    assert page.remark.isVisible()
    assert "Nothing has been changed" in page.remark.words.text()
    assert not page.next.isEnabled()
    assert page.job is None


def test_cancel_takes_all_of_it_back(
    filled: MainWindow, settle: Any, street: tuple[Path, Path]
) -> None:
    page = wizard(filled)
    take(page, settle, filled, *street)
    page.go_on()
    page.cancel()
    settle(filled)
    assert not filled.session.contents.editions
    assert page.at == 4
    assert page.next.isEnabled()
    page.go_on()
    settle(filled)
    assert filled.session.contents.editions


def test_files_dropped_on_the_data_page_open_the_wizard(
    filled: MainWindow, settle: Any, street: tuple[Path, Path]
) -> None:
    filled.go("data")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in street])
    action, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    page: Any = filled.page
    page.dropEvent(QDropEvent(QPointF(9, 9), action, data, Qt.MouseButton.LeftButton, none))
    settle(filled)
    assert filled.deck.key == "wizard"
    wizard_page: Any = filled.page
    assert wizard_page.draft.source is not None
    assert len(wizard_page.draft.source.files) == 7


def test_columns_can_be_told_otherwise(filled: MainWindow, settle: Any, timed: Path) -> None:
    page = wizard(filled)
    take(page, settle, filled, timed)
    page._show(1)
    settle(filled)
    box = page.steps[1].boxes["Street"]
    box.setCurrentText(Role.LEFT_OUT.word)
    box.activated.emit(box.currentIndex())
    assert not page.draft.choices.column("Street").kept
    assert "of 8 columns" in page.header.title.text()


def test_hundreds_of_columns_are_shown_a_page_at_a_time(
    filled: MainWindow, settle: Any, tmp_path: Path, qtbot: Any
) -> None:
    path = tmp_path / "wide.csv"
    names = ",".join(f"field {n}" for n in range(300))
    path.write_text("\n".join([names, *[",".join(["7"] * 300)] * 5]))
    page = wizard(filled)
    take(page, settle, filled, path)
    page._show(1)
    step = page.steps[1]
    qtbot.waitUntil(lambda: len(step.boxes) == 40, timeout=20_000)
    step.after.click()
    qtbot.waitUntil(lambda: "field 79" in step.boxes, timeout=20_000)
    assert step.which.text() == "Columns 41 to 80 of 300"


def test_the_whole_of_merseyside_comes_in(filled: MainWindow, settle: Any, shared: Path) -> None:
    folder = shared / "data" / "police-uk" / "merseyside"
    page = wizard(filled)
    take(page, settle, filled, *folder.glob("*.zip"), *folder.glob("*/*.csv"))
    page.next.click()
    settle(filled)
    edition = filled.session.contents.editions[0]
    assert edition.rows_read == edition.rows_in == 92_145
