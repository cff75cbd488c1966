"""What is selected on the map, in a table or among the questions shows in the others."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from workbench.analysis.kind import Parameter
from workbench.briefings.cards import description as said_in_papers
from workbench.briefings.material import Drawn
from workbench.ui.charting.controls import Known, control
from workbench.ui.charting.drawing import description
from workbench.ui.charting.table import picks
from workbench.ui.main_window import MainWindow
from workbench.ui.mapping.tools import Shape

EAST, NORTH = 335_000, 390_000
Settle = Callable[[MainWindow], None]


@pytest.fixture
def charts(map_page: Any, filled: MainWindow, settle: Settle) -> Any:
    """The page of charts, after the map was drawn."""
    filled.go("charts")
    settle(filled)
    return filled.page


def ask(page: Any, settle: Settle, window: MainWindow, key: str) -> None:
    page.questions.choose(key)
    settle(window)


def test_a_shape_on_the_map_narrows_the_charts_until_it_is_cleared(
    charts: Any, map_page: Any, filled: MainWindow, settle: Settle
) -> None:
    ask(charts, settle, filled, "map_points")
    assert charts.studio.answer.result.basis.n == 240
    filled.go("map")
    map_page.desk.canvas.finished.emit(Shape(circle=(EAST + 300, NORTH + 300, 250)))
    settle(filled)
    now = filled.session.selection.now
    assert 0 < now.incidents < 240
    filled.go("charts")
    settle(filled)
    assert charts.chip.isVisible()
    assert f"{now.incidents:,} incidents" in charts.chip.chip.words
    assert charts.request.filter.outline == now.outline
    assert charts.studio.answer.result.basis.n == now.incidents
    charts.chip.clear.click()
    settle(filled)
    assert not charts.chip.isVisible()
    assert charts.studio.answer.result.basis.n == 240


def test_rows_of_a_table_are_selected_on_the_map(
    charts: Any, map_page: Any, filled: MainWindow, settle: Settle, qtbot: Any
) -> None:
    ask(charts, settle, filled, "map_areas")
    charts.studio.open_table()
    dialog = charts.studio.table
    assert picks(dialog.table) == ("areas", 1)
    dialog.rows.selectRow(0)
    settle(filled)
    code = dialog.table.rows[0][1]
    now = filled.session.selection.now
    assert now.areas == (code,)
    assert now.incidents == dialog.table.rows[0][2]
    dialog.close()
    filled.go("map")
    settle(filled)
    lines = [line.words for line in map_page.desk.canvas.picture.legend.lines]
    assert "Selected areas" in lines
    assert map_page.desk.side.title.text().startswith("Field F00, ")


def test_places_of_a_table_are_selected_by_their_words(
    charts: Any, filled: MainWindow, settle: Settle
) -> None:
    ask(charts, settle, filled, "top_places")
    charts.studio.open_table()
    dialog = charts.studio.table
    what, column = picks(dialog.table)
    assert what == "places"
    dialog.rows.selectRow(0)
    settle(filled)
    name = dialog.table.rows[0][column]
    assert filled.session.selection.now.names == (name,)
    assert charts.request.filter.places == (name,)
    dialog.close()


def test_a_comparison_of_areas_is_not_narrowed_to_a_selection(
    charts: Any, map_page: Any, filled: MainWindow, settle: Settle
) -> None:
    map_page.desk.canvas.finished.emit(Shape(circle=(EAST + 300, NORTH + 300, 250)))
    settle(filled)
    ask(charts, settle, filled, "treated_control")
    assert charts.request.filter.to_json() == "{}"


def test_another_problem_begins_with_nothing_selected(
    charts: Any, map_page: Any, filled: MainWindow, settle: Settle
) -> None:
    map_page.desk.canvas.finished.emit(Shape(circle=(EAST + 300, NORTH + 300, 250)))
    settle(filled)
    assert filled.session.selection.now is not None
    filled.go_home()
    assert filled.session.selection.now is None


def test_questions_the_data_cannot_bear_come_last_with_the_reason(charts: Any) -> None:
    listed = [charts.questions.item(at) for at in range(charts.questions.count())]
    keys = [str(one.data(Qt.ItemDataRole.UserRole)) for one in listed if one.data(256)]
    assert set(keys) == set(charts.kinds)
    lacking = charts.questions.lacking
    assert lacking["hour_week"] == "Needs times, not only days"
    assert keys[-len(lacking) :] == [key for key in keys if key in lacking]
    assert "treated_control" not in lacking  # rows find drawn areas by where they lie


def test_a_question_is_found_by_its_words_and_asked_by_enter(
    charts: Any, filled: MainWindow, settle: Settle, qtbot: Any
) -> None:
    pane = charts.pane
    qtbot.keyClicks(pane.line, "map of areas")
    shown = [
        pane.list.item(at).text()
        for at in range(pane.list.count())
        if not pane.list.item(at).isHidden() and pane.list.item(at).data(256)
    ]
    assert shown == [charts.kinds["map_areas"].name]
    qtbot.keyClick(pane.line, Qt.Key.Key_Return)
    settle(filled)
    assert charts.studio.answer.kind.key == "map_areas"
    qtbot.keyClick(pane.line, Qt.Key.Key_Escape)
    assert pane.line.text() == ""
    assert all(not pane.list.item(at).isHidden() for at in range(pane.list.count()))


def test_copy_puts_every_form_on_the_clipboard_at_once(
    charts: Any, filled: MainWindow, settle: Settle, qtbot: Any
) -> None:
    ask(charts, settle, filled, "top_places")
    with qtbot.waitSignal(charts.studio.copied, timeout=20_000):
        charts.copy.click()
    data = QApplication.clipboard().mimeData()
    assert bytes(data.data("image/png").data()).startswith(b"\x89PNG")
    assert b"<svg" in bytes(data.data("image/svg+xml").data())
    assert bytes(data.data("application/pdf").data()).startswith(b"%PDF")
    assert data.html().startswith("<table>")
    assert "\t" in data.text()


def test_the_description_is_that_of_papers_and_may_be_written_anew(
    charts: Any, filled: MainWindow, settle: Settle
) -> None:
    ask(charts, settle, filled, "trend")
    answer = charts.studio.answer
    told = said_in_papers("Trend", Drawn(reading=answer.reading, basis=answer.result.basis))
    assert description(answer) == told
    for typed, kept in (("", ""), ("Reports by month, about 20 each.",) * 2):
        charts.ask_keep()
        assert charts.keeping.alt.toPlainText() == told
        if typed:
            charts.keeping.alt.setPlainText(typed)
        charts.keeping.go.click()
        assert filled.session.contents.cards[-1].alt_text == kept


@pytest.mark.parametrize(
    ("kind", "default"),
    [
        ("choice", "b"),
        ("whole", 3),
        ("number", 2.5),
        ("yes", True),
        ("text", "words"),
        ("month", "2025-02"),
        ("type", "Theft"),
        ("areas", ("E1", "E2", "E9")),
    ],
)
def test_every_kind_of_setting_has_a_control_that_holds_its_value(
    qtbot: Any, kind: str, default: Any
) -> None:
    from datetime import date

    known = Known(
        (date(2025, 1, 1), date(2025, 2, 1)),
        ("Burglary", "Theft"),
        (("North", ("E1", "E2")), ("South", ("E3",))),
    )
    parameter = Parameter("key", "Label", kind, default, (("a", "A"), ("b", "B")))
    made = control(parameter, default, known)
    qtbot.addWidget(made.widget)
    assert made.value() == default


def test_several_areas_can_be_ticked(qtbot: Any) -> None:
    known = Known(areas=(("North", ("E1", "E2")), ("South", ("E3",))))
    made = control(Parameter("treated", "Treated area", "areas", ()), (), known)
    qtbot.addWidget(made.widget)
    heard: list[int] = []
    made.heard(lambda: heard.append(1))
    made.widget.choose(("North", "South"))  # type: ignore[attr-defined]
    assert made.value() == ("E1", "E2", "E3")
    assert heard == [1]
    assert json.dumps(made.value()) == '["E1", "E2", "E3"]'
