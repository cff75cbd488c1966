"""Addresses that look alike, answered on the page of data, in the real window."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from tests.services.test_same_places import PLACES
from workbench.domain.data import SamePlace
from workbench.services import asking, records
from workbench.services.asking import Request
from workbench.ui.main_window import MainWindow

ADDRESSES = 3  # the place of the view among the views of the data


def export(folder: Path, places: Any) -> Path:
    """Rows at these places, as a file."""
    path = folder / "Addresses.csv"
    lines = [
        f'C{at},{at % 28 + 1:02d}/03/2025 1{at % 9}:20,Burglary,"{place}",{code}'
        for at, (place, code) in enumerate(places)
    ]
    path.write_text("\n".join(["Crime no,Date,Offence,Premises,Postcode", *lines]), "utf-8")
    return path


@pytest.fixture
def page(filled: MainWindow, put_in: Any, settle: Any, tmp_path: Path) -> Any:
    put_in(filled, export(tmp_path, PLACES))
    filled.go("data")
    settle(filled)
    return filled.page


def turn(page: Any, settle: Any) -> Any:
    """Look at the addresses as a person does."""
    page.views.group.button(ADDRESSES).click()
    settle(page.window())
    return page.alike


def said(panel: Any) -> str:
    from tests.ui.data_pages.test_data_panels import words

    return words(panel.lines)


def test_nothing_is_compared_before_it_is_looked_at(page: Any, settle: Any) -> None:
    assert page.alike.found is None
    panel = turn(page, settle)
    assert len(panel.found.pairs) == 2
    assert said(panel).startswith("2 pairs of addresses look alike")
    assert "Care Hoem, 12 High Street, NE1 1AA" in said(panel)
    assert "7 incidents" in said(panel)
    assert "3 incidents were counted with an address written otherwise" in said(panel)


def test_a_pair_is_confirmed_by_key_counted_as_one_and_undone(
    page: Any, settle: Any, qtbot: Any
) -> None:
    window, panel = page.window(), turn(page, settle)
    session = window.session
    edition = session.contents.editions[-1].id
    panel.asked[0].setFocus()
    qtbot.keyClick(panel.asked[0], Qt.Key.Key_Space)
    settle(window)
    assert [pair.count for pair in panel.found.pairs] == [3]
    assert "Counted as one place" in said(panel)
    assert panel.asked[0].hasFocus(), "the next can be answered without the mouse"
    found = asking.ask(session.shelf, Request("repeats", edition)).result
    assert found.worst[0][1] == 9
    session.history.stack.undo()
    settle(window)
    assert [pair.count for pair in panel.found.pairs] == [9, 3]
    assert not records.all_of(session.casebook, SamePlace)


def test_different_places_are_kept_apart_and_can_be_asked_again(page: Any, settle: Any) -> None:
    window, panel = page.window(), turn(page, settle)
    for pair in panel.found.pairs:
        panel.answer(pair, same=False)
    settle(window)
    assert said(panel).startswith("No addresses to decide about")
    assert "Every pair of addresses that look alike has been answered." in said(panel)
    assert said(panel).count("Kept apart") == 2
    panel.again[0].click()
    settle(window)
    assert len(panel.found.pairs) == 1


def test_charts_are_asked_again_after_an_answer(page: Any, settle: Any) -> None:
    window, panel = page.window(), turn(page, settle)
    window.go("charts")
    settle(window)
    charts: Any = window.page
    charts.questions.choose("top_places")
    settle(window)
    assert charts.studio.answer.result.counts[0] == 7
    panel_pair = panel.found.pairs[0]
    from workbench.services import same_places

    dataset = window.session.contents.datasets[-1].id
    window.session.history.do(lambda book: same_places.answer(book, dataset, panel_pair, same=True))
    settle(window)
    assert charts.studio.answer.result.counts[0] == 9


def test_rows_without_postcodes_get_a_sentence(
    filled: MainWindow, put_in: Any, settle: Any, timed: Path
) -> None:
    put_in(filled, timed)
    filled.go("data")
    settle(filled)
    panel = turn(filled.page, settle)
    assert "No address in these rows has a postcode" in said(panel)
    assert not panel.asked
