"""What is chosen above a chart is chosen above the map, and the other way round."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
import shapely

from workbench.analysis.codec import pack
from workbench.analysis.outlines import from_geometry
from workbench.domain.data import Boundaries, Dataset
from workbench.intake.opening import open_file
from workbench.intake.proposing import propose
from workbench.services.bringing_in import bring_in
from workbench.services.fitting import fitting
from workbench.ui.charting.scope import ScopeBar
from workbench.ui.main_window import MainWindow
from workbench.ui.widgets.basics import place


def choose(scope: ScopeBar, kind: str, first: date) -> None:
    """Tick a kind and take a first month, as a person does."""
    for at in range(scope.kinds.list.count()):
        if scope.kinds.list.item(at).text().startswith(kind):
            scope.kinds.list.itemActivated.emit(scope.kinds.list.item(at))
    at = place(scope.first, first)
    scope.first.setCurrentIndex(at)
    scope.first.activated.emit(at)


def far_away(window: MainWindow) -> Any:
    """A newer boundary file in which no incident lies."""
    square = from_geometry(
        np.array([shapely.box(500_000, 200_000, 501_000, 201_000)], object), ["A1"], ["Elsewhere"]
    )
    problem = window.session.problem_id
    assert problem is not None

    def keep(casebook: Any) -> Any:
        with casebook.changing("Bring in boundaries") as unit:
            key = unit.put([pack(square)])
            unit.add(Boundaries(problem_id=problem, name="Elsewhere", count=1, content=key))
        return unit.changes

    return window.session.history.do(keep)


@pytest.fixture
def window(map_page: Any, filled: MainWindow) -> MainWindow:
    assert map_page is filled.page
    return filled


def test_the_map_follows_the_charts_and_the_charts_the_map(window: MainWindow, settle: Any) -> None:
    window.go("charts")
    settle(window)
    scope = window.page.scope  # type: ignore[union-attr]
    choose(scope, "Burglary", date(2025, 3, 1))
    settle(window)
    assert window.page.request.filter.first == date(2025, 3, 1)  # type: ignore[union-attr]
    window.go("map")
    settle(window)
    desk = window.page.desk  # type: ignore[union-attr]
    assert desk.scope.taken == scope.taken
    held = window.session.shelf.incidents(scope.edition_id).frame
    kept = held.filter((held["type"] == "Burglary") & (held["start"].dt.date() >= date(2025, 3, 1)))
    assert int(desk.data.marks.counts.sum()) == kept.height
    desk.scope.kinds.everything.click()
    settle(window)
    window.go("charts")
    settle(window)
    assert scope.taken == desk.scope.taken
    assert window.page.request.filter.types == ()  # type: ignore[union-attr]
    assert window.page.request.filter.first == date(2025, 3, 1)  # type: ignore[union-attr]


def test_another_problem_starts_with_everything(window: MainWindow, settle: Any) -> None:
    window.go("charts")
    settle(window)
    choose(window.page.scope, "Theft", date(2025, 2, 1))  # type: ignore[union-attr]
    settle(window)
    problem = window.session.problem_id
    assert problem is not None
    window.go_home()
    window.take(problem)
    window.go("map")
    settle(window)
    taken = window.page.desk.scope.taken  # type: ignore[union-attr]
    assert (taken.kinds, taken.first) == ((), None)


def test_boundaries_are_those_that_the_rows_lie_in(window: MainWindow, settle: Any) -> None:
    far_away(window)
    contents = window.session.contents
    fields, elsewhere = contents.boundaries
    edition = contents.editions[0].id
    shelf = window.session.shelf
    assert fitting(shelf, edition, contents.boundaries) == fields.id
    assert fitting(shelf, edition, (elsewhere, fields)) == fields.id
    assert fitting(shelf, edition, (elsewhere, elsewhere)) is None
    assert fitting(shelf, edition, ()) is None
    window.session.open_problem(window.session.problem_id)  # the pages are built anew
    window.go("map")
    settle(window)
    desk = window.page.desk  # type: ignore[union-attr]
    assert desk.scope.boundaries_id == fields.id == desk.data.wanted.boundaries_id
    at = place(desk.scope.borders, elsewhere.id)
    desk.scope.borders.setCurrentIndex(at)
    desk.scope.borders.activated.emit(at)
    settle(window)
    assert desk.data.wanted.boundaries_id == elsewhere.id, "what a person chose stays"
    window.go("charts")
    settle(window)
    assert window.page.scope.boundaries_id == elsewhere.id  # type: ignore[union-attr]


def test_other_data_without_the_kind_chosen_show_everything(
    window: MainWindow, settle: Any, tmp_path: Any
) -> None:
    session = window.session
    path = tmp_path / "Noise.csv"
    rows = "".join(f"N{n},{n % 28 + 1:02d}/06/2026,Noise,{335_100 + n},390100\n" for n in range(50))
    path.write_text("Crime no,Date,Offence,X,Y\n" + rows, "utf-8")
    source = open_file([path])
    assert session.problem_id is not None
    into = Dataset(problem_id=session.problem_id, name="Noise", source="Made up")
    session.history.do(lambda book: bring_in(book, into, source, propose(source)))
    first, second = session.contents.editions
    window.go("charts")
    settle(window)
    page = window.page
    assert page is not None
    page.scope.choose_edition(first.id)  # type: ignore[attr-defined]
    page.scope.data.activated.emit(0)  # type: ignore[attr-defined]
    settle(window)
    choose(page.scope, "Burglary", date(2025, 3, 1))  # type: ignore[attr-defined]
    settle(window)
    window.go("map")
    settle(window)
    desk = window.page.desk  # type: ignore[union-attr]
    assert desk.data.wanted.filter.types == ("Burglary",)
    desk.scope.choose_edition(second.id)
    desk.scope.data.activated.emit(0)
    settle(window)
    assert desk.wanted == desk.data.wanted
    assert int(desk.data.marks.counts.sum()) == 50
    window.go("charts")
    settle(window)
    assert page.scope.taken == desk.scope.taken  # type: ignore[attr-defined]
    assert page.request.filter.types == ()  # type: ignore[attr-defined]
