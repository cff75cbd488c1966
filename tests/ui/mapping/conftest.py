"""A window whose problem has places, areas to shade them by, and no small-area codes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from workbench.domain.data import Boundaries, Dataset
from workbench.intake.opening import open_file
from workbench.intake.proposing import propose
from workbench.services.bringing_in import bring_in
from workbench.ui.main_window import MainWindow

EAST, NORTH, FIELD = 335_000, 390_000, 200  # a chessboard of 5 by 5 fields of 200 m

STREETS = ("Alder", "Beech", "Cedar", "Dale", "Elm", "Fir", "Grey", "Holly", "Ivy")
ROWS = "Crime no,Date,Offence,Street,X,Y\n" + "".join(
    f"C{n},{n % 28 + 1:02d}/{n % 12 + 1:02d}/2025,"
    f"{'Theft' if n % 3 else 'Burglary'},{STREETS[n % 9]} Street,"
    f"{EAST + 10 + n % 9 * 110},{NORTH + 10 + n % 7 * 140}\n"
    for n in range(240)
)


@pytest.fixture
def settle(qtbot: Any) -> Callable[[MainWindow], None]:
    """Wait until no job runs in a window, and what they brought is shown."""

    def wait(window: MainWindow) -> None:
        session = window.session
        for _ in range(4):
            qtbot.waitUntil(lambda: session.jobs.idle and session.studio.idle, timeout=60_000)
            qtbot.wait(130)  # the map waits for its rest before it is drawn again

    return wait


@pytest.fixture
def page(filled: MainWindow, tmp_path: Path, settle: Any) -> Any:
    """The page of the map, drawn, over 25 fields."""
    session = filled.session
    problem = session.problem_id
    assert problem is not None
    path = tmp_path / "Crime export.csv"
    path.write_text(ROWS, "utf-8")
    source = open_file([path])
    into = Dataset(problem_id=problem, name="Street crime", source="Force export")
    session.history.do(lambda book: bring_in(book, into, source, propose(source)))
    session.history.do(lambda book: _boundaries(book, problem))
    filled.go("map")
    settle(filled)
    return filled.page


def _boundaries(casebook: Any, problem: Any) -> Any:
    import shapely

    from workbench.analysis.codec import pack
    from workbench.analysis.outlines import from_geometry

    boxes = [
        shapely.box(x, y, x + FIELD, y + FIELD)
        for y in range(NORTH, NORTH + 5 * FIELD, FIELD)
        for x in range(EAST, EAST + 5 * FIELD, FIELD)
    ]
    codes = [f"F{row}{column}" for row in range(5) for column in range(5)]
    shapes = from_geometry(np.array(boxes, object), codes, [f"Field {code}" for code in codes])
    with casebook.changing("Bring in boundaries") as unit:
        key = unit.put([pack(shapes)])
        unit.add(Boundaries(problem_id=problem, name="Fields", count=25, content=key))
    return unit.changes
