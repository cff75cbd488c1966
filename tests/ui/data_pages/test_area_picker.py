"""Small areas are read in a job, from boundaries or from the data, and chosen."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

from workbench.ui.areas.picker import AreaPicker
from workbench.ui.main_window import MainWindow

ROWS = "Reference,Start,LSOA code,Group\n" + "".join(
    f"R{n},{n % 27 + 1:02d}/02/2026 10:00,E0100651{n % 3},{'treated' if n % 3 else 'other'}\n"
    for n in range(60)
)


def picker(window: MainWindow) -> AreaPicker:
    made = AreaPicker(window.session)
    made.setParent(window.page)
    made.show_codes(window.session.contents, (), {})
    return made


def test_areas_of_a_file_are_read_beside_the_window(
    filled: MainWindow, settle: Any, sample: Path
) -> None:
    from workbench.services.bringing_in import bring_in_boundaries

    session = filled.session
    problem, path = session.problem_id, sample / "main-job" / "small_areas.geojson"
    session.history.do(lambda book: bring_in_boundaries(book, problem, path))
    made = picker(filled)
    assert made.list.count() == 0, "nothing is read on the window's own thread"
    assert made.count.text() == "The areas are being read"
    settle(filled)
    assert made.list.count() == len(made.known) == 20
    assert not made.map.isHidden()


def test_areas_marked_in_the_data_are_offered_and_taken(
    filled: MainWindow, settle: Any, put_in: Any, tmp_path: Path
) -> None:
    path = tmp_path / "panel.csv"
    path.write_text(ROWS, "utf-8")
    put_in(filled, path)
    made = picker(filled)
    settle(filled)
    assert sorted(made.known) == ["E01006510", "E01006511", "E01006512"]
    assert made.map.isHidden()
    made.take()
    assert made.marking is None
    settle(filled)
    dialog = made.marking
    assert dialog is not None
    words = [dialog.choice.itemText(at) for at in range(dialog.choice.count())]
    assert words == ["Group is other: 1 areas", "Group is treated: 2 areas"]
    dialog.choice.setCurrentIndex(1)
    dialog.accept()
    assert made.codes == {"E01006511", "E01006512"}


def test_a_file_that_is_gone_is_said_and_can_be_read_again(filled: MainWindow, settle: Any) -> None:
    made = picker(filled)
    made.source.addItem("Gone", ("boundaries", uuid4()))
    made.source.setCurrentIndex(made.source.count() - 1)
    made._load()
    settle(filled)
    assert "no longer in the casebook" in made.count.text()
    assert made._shown is None
