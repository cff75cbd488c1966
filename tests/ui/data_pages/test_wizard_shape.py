"""The wizard says what the rows are taken for and why, adds them up, and switches in one click."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtWidgets import QLabel

from workbench.domain.data import Role
from workbench.intake.places import Places
from workbench.ui.main_window import MainWindow

QUARTERS = "Ward,2022/23 Q1,2022/23 Q2,2022/23 Q3\nLeith,100,101,102\nForth,130,131,132\n"
GRID = "Ref,Date,Reading E,Reading N,Minutes\n" + "".join(
    f"R{n},{n % 28 + 1:02d}/03/2024,{333_000 + n},{394_000 + n},{n}\n" for n in range(40)
)
UNITS = "Incident Number,Received,Problem,Unit\n" + "".join(
    f"{2_400 + n // 3},{n // 3 % 28 + 1:02d}/03/2024 {n // 3 % 24:02d}:15,Disturbance,U{n % 3}\n"
    for n in range(60)
)


@pytest.fixture
def columns(filled: MainWindow, settle: Any, tmp_path: Path) -> Any:
    """The second step of the wizard with a file in it."""

    def shown(text: str | Path) -> Any:
        path = text if isinstance(text, Path) else tmp_path / "practice.csv"
        if isinstance(text, str):
            path.write_text(text)
        filled.go("wizard")
        page = filled.page
        page.take_files([path])
        settle(filled)
        page._show(1)
        settle(filled)
        return page

    return shown


def test_a_table_of_figures_says_so_and_shows_its_sum(
    columns: Any, settle: Any, filled: Any
) -> None:
    page = columns(QUARTERS)
    bar = page.columns.shape
    assert bar.shape.text() == "A table of figures"
    assert "named after times" in bar.why.text()
    assert bar.outcome.text() == "2 rows count 696 in all."
    assert not bar.once.isVisible()
    bar.switch.click()
    settle(filled)
    assert bar.shape.text() == "A list of incidents"
    assert bar.outcome.text() == "2 incidents in all."
    assert bar.doubt.isVisible()
    assert page.columns.boxes["2022/23 Q1"].currentText() == Role.OTHER.word
    bar.switch.click()
    settle(filled)
    assert bar.outcome.text() == "2 rows count 696 in all."
    assert not bar.doubt.isVisible()


def test_figures_read_as_incidents_are_red_at_the_last_step(
    columns: Any, settle: Any, filled: Any
) -> None:
    page = columns(QUARTERS)
    page.columns.shape.switch.click()
    settle(filled)
    page._show(4)
    settle(filled)
    assert page.draft.account.facts[0].light.value == "red"
    said = "\n".join(label.text() for label in page.check.findChildren(QLabel))
    assert "look like a table of figures" in said
    assert "Lines that are no rows" in said
    page._show(1)
    settle(filled)
    page.columns.shape.switch.click()
    settle(filled)
    page._show(4)
    settle(filled)
    said = [label.text() for label in page.check.findChildren(QLabel)]
    assert said[said.index("Sum of the counts") + 1] == "696"


def choose(page: Any, name: str, role: Role) -> None:
    box = page.columns.boxes[name]
    box.setCurrentIndex(list(Role).index(role))
    box.activated.emit(box.currentIndex())


def test_roles_set_by_hand_are_honoured(columns: Any, settle: Any, filled: Any) -> None:
    page = columns(GRID)
    assert page.draft.choices.places is Places.NONE
    choose(page, "Reading E", Role.EASTING)
    choose(page, "Reading N", Role.NORTHING)
    settle(filled)
    assert page.draft.choices.places is Places.GRID
    page._show(4)
    settle(filled)
    assert page.draft.account.frame["easting"].count() == 40
    page._show(1)
    choose(page, "Minutes", Role.COUNT)
    settle(filled)
    assert page.columns.shape.outcome.text() == "40 rows count 780 in all."


def test_lines_of_one_incident_may_be_told_apart(columns: Any, settle: Any, filled: Any) -> None:
    bar = columns(UNITS).columns.shape
    assert bar.outcome.text() == "20 incidents in all; 40 left out."
    assert bar.once.isVisible()
    assert bar.once.isChecked()
    bar.once.click()
    settle(filled)
    assert bar.outcome.text() == "60 incidents in all."
    assert bar.once.isVisible()
    bar.once.click()
    settle(filled)
    assert bar.outcome.text() == "20 incidents in all; 40 left out."


def test_hidden_rows_are_in_or_out_by_choice(
    columns: Any, settle: Any, filled: Any, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Ref", "Date", "Offence"])
    for n in range(12):
        book.active.append([f"R{n}", f"2024-03-{n + 1:02d}", "Theft"])
    for row in (4, 5, 6):
        book.active.row_dimensions[row].hidden = True
    book.save(tmp_path / "hidden.xlsx")
    bar = columns(tmp_path / "hidden.xlsx").columns.shape
    assert bar.without.text() == "Leave out the 3 rows that the workbook hides, as by a filter"
    assert bar.outcome.text() == "12 incidents in all."
    bar.without.click()
    settle(filled)
    assert bar.outcome.text() == "9 incidents in all; 3 left out."


POINTS = "Ref,Date,Where,Easting,Northing\n" + "".join(
    f"R{n},{n % 28 + 1:02d}/03/2024,SJ 33{n % 10} 94{n % 10},{333_000 + n},{394_000 + n}\n"
    for n in range(40)
)


def test_places_may_be_read_from_one_column(columns: Any, settle: Any, filled: Any) -> None:
    page = columns(POINTS)
    page._show(2)
    settle(filled)
    step = page.dates
    assert step.up.isVisible()
    step.kind.setCurrentIndex(list(Places).index(Places.POINT))
    step.kind.activated.emit(0)
    step.across.setCurrentText("Where")
    step.across.activated.emit(0)
    settle(filled)
    assert page.draft.choices.of(Role.POINT) == ("Where",)
    assert page.draft.choices.places is Places.POINT
    assert not step.up.isVisible()
    assert {row[3] for row in step.table.records.rows} == {f"333{n}00" for n in range(10)}


TWO_DATES = "Ref,Occurred,Entered\n" + "".join(
    f"R{n},{n % 28 + 1:02d}/03/2024,2024-03-{n % 28 + 1:02d}\n" for n in range(40)
)


def test_a_date_chosen_by_hand_is_read_as_it_is_written(
    columns: Any, settle: Any, filled: Any
) -> None:
    page = columns(TWO_DATES)
    page._show(2)
    settle(filled)
    step = page.dates
    assert step.order.currentText() == "Day/month/year"
    step.start.setCurrentText("Entered")
    step.start.activated.emit(0)
    settle(filled)
    assert step.order.currentText() == "Year-month-day"
    assert page.header.title.text() == "Every date and place is read"
    step.end.setCurrentText("Occurred")
    step.end.activated.emit(0)
    settle(filled)
    assert page.draft.choices.end.order.value == "day/month/year"
