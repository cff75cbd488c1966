"""Moving the edges of the table in the real wizard, and next month's file by its recipe."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from workbench.domain.data import Role
from workbench.ui.main_window import MainWindow


def council(path: Path, month: str, *, shift: int = 0, place: str = "Street") -> Path:
    """A made-up export of a council: a title, a line of numbers, names, rows, and a second list."""
    book = openpyxl.Workbook()
    sheet = book.active
    for _ in range(shift):
        sheet.append(["Made-up data, nobody in it is real"])
    sheet.append(["Nuisance reports"])
    sheet.append(["Col 1", "Col 2", "Col 3", "Col 4"])
    sheet.append(["Case ref", "Date reported", "Kind of report", place])
    for n in range(30):
        day = f"{n % 27 + 1:02d}/{month}/2026"
        sheet.append([f"N{month}{n}", day, ("Noise", "Litter")[n % 2], f"Street {n % 5}"])
    sheet.append(["Closed without visit"])
    sheet.append(["N999", f"05/{month}/2026", "Noise", "Street 1"])
    book.save(path)
    return path


def drop(window: MainWindow, path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    window.page.dropEvent(
        QDropEvent(
            QPointF(5, 5), Qt.DropAction.CopyAction, mime,
            Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        )
    )  # fmt: skip


@pytest.fixture
def page(filled: MainWindow) -> Any:
    filled.go("wizard")
    return filled.page


def test_edges_are_moved_by_keyboard_and_by_pointing(
    filled: MainWindow, page: Any, settle: Any, qtbot: Any, tmp_path: Path
) -> None:
    page.take_files([council(tmp_path / "march.xlsx", "03")])
    settle(filled)
    bar, grid = page.file.edges, page.file.grid
    assert grid.records.rows[2][0] == "3 names"
    bar.top.setFocus()
    qtbot.keyClick(bar.top, Qt.Key.Key_Up)  # one row of names where two were found
    assert page.file.grid.records.rows[1][0] == "2"  # marked at once, before anything is read
    settle(filled)
    qtbot.wait(500)
    settle(filled)
    assert page.draft.source.columns == ("Case ref", "Date reported", "Kind of report", "Street")
    grid.asked.emit("Last row of the table", 32)
    qtbot.wait(500)
    settle(filled)
    assert page.draft.source.rows == 30
    bar.right.setValue(3)
    qtbot.wait(500)
    settle(filled)
    assert len(page.draft.source.columns) == 3
    bar.back.click()
    settle(filled)
    assert len(page.draft.source.columns) == 4
    assert not page.draft.moved


def test_next_months_file_comes_in_with_three_clicks(
    filled: MainWindow, page: Any, settle: Any, qtbot: Any, tmp_path: Path
) -> None:
    page.take_files([council(tmp_path / "march.xlsx", "03")])
    settle(filled)
    page.file.edges.top.setValue(3)
    page.file.grid.asked.emit("Last row of the table", 32)
    qtbot.wait(500)
    settle(filled)
    for _ in range(4):
        page.next.click()
        settle(filled)
    page.tick.setChecked(True)
    page.recipe.setText("Nuisance reports")
    page.next.click()
    settle(filled)
    assert filled.session.contents.editions[0].rows_in == 30
    filled.go("wizard")  # the first click
    drop(filled, council(tmp_path / "april.xlsx", "04", shift=2))  # the second
    settle(filled)
    again = filled.page
    assert again.draft.known == "Nuisance reports"
    assert again.at == 4
    assert again.draft.account.rows_in == 30  # the list below the table is not in it
    again.next.click()  # the third
    settle(filled)
    assert [one.rows_in for one in filled.session.contents.editions] == [30, 30]
    assert len(filled.session.contents.datasets) == 1


def test_a_changed_layout_is_shown_and_taken_only_when_told(
    filled: MainWindow, page: Any, settle: Any, qtbot: Any, tmp_path: Path
) -> None:
    head = "Case ref,Date reported,Kind of report,Street,Ward\n"
    body = "".join(
        f"N{n},{n % 27 + 1:02d}/03/2026,Noise,Street {n % 4},W{n % 3}\n" for n in range(20)
    )
    (tmp_path / "march.csv").write_text(head + body)
    page.take_files([tmp_path / "march.csv"])
    settle(filled)
    choices = page.draft.choices
    page.draft.choose(choices.with_column(_as(choices, "Ward", Role.AREA_NAME)))
    for _ in range(4):
        page.next.click()
        settle(filled)
    page.tick.setChecked(True)
    page.recipe.setText("Reports")
    page.next.click()
    settle(filled)
    filled.go("wizard")
    head = "Case ref,Date reported,Street name,Kind of report,Ward,Officer team\n"
    rows = "".join(
        f"N{n},{n % 27 + 1:02d}/04/2026,Street {n % 4},Noise,W{n % 3},T1\n" for n in range(20)
    )
    (tmp_path / "april.csv").write_text(head + rows)
    filled.page.take_files([tmp_path / "april.csv"])
    settle(filled)
    again = filled.page
    said = again.remark.words.text()
    assert "nearly one that the recipe “Reports” reads" in said
    assert "“Street” to “Street name”" in said
    assert "New: Officer team" in said
    assert again.draft.known == ""
    assert again.at == 0
    again.remark.mend.click()
    settle(filled)
    roles = {one.name: one.role for one in again.draft.choices.columns}
    assert roles["Ward"] is Role.AREA_NAME
    assert roles["Street name"] is Role.PLACE
    assert roles["Officer team"] is Role.LEFT_OUT


def _as(choices: Any, name: str, role: Role) -> Any:
    from dataclasses import replace

    return replace(choices.column(name), role=role, meant=role)
