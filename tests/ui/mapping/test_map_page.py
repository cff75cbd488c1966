"""Looking, moving, selecting and making areas, on the real page with the real mouse and keys."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from workbench.domain.data import AreaRole
from workbench.services import asking, cards
from workbench.ui.main_window import MainWindow

EAST, NORTH, FIELD = 335_000, 390_000, 200
Settle = Callable[[MainWindow], None]


def at(page: Any, easting: float, northing: float) -> QPoint:
    view = page.desk.canvas.view
    return QPoint(round(view.x(easting)), round(view.y(northing)))


def drag(qtbot: Any, canvas: Any, start: QPoint, end: QPoint) -> None:
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(canvas, end)
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=end)


def inside(page: Any, left: float, bottom: float, right: float, top: float) -> int:
    """Incidents in a box, counted from the rows themselves."""
    frame = page.session.shelf.incidents(page.session.contents.editions[0].id).frame
    return sum(
        left <= x <= right and bottom <= y <= top
        for x, y in frame.select("easting", "northing").iter_rows()
    )


def test_the_map_shows_every_incident_on_white_paper(page: Any) -> None:
    desk = page.desk
    assert int(desk.data.marks.counts.sum()) == 240
    assert "240 incidents" in page.header.title.text()
    assert desk.canvas.picture.image.pixelColor(2, 2) == QColor("white")
    told = desk.canvas.accessibleDescription()
    assert "n = 240" in told
    assert "Force export" in told


def test_keys_and_wheel_move_and_zoom(
    page: Any, filled: MainWindow, qtbot: Any, settle: Settle
) -> None:
    canvas = page.desk.canvas
    whole = canvas.view
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.view.scale < whole.scale
    before = canvas.view
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    assert canvas.view.east < before.east
    assert canvas.picture.view == whole  # the old picture is shown meanwhile
    settle(filled)
    assert canvas.picture.view == canvas.view
    qtbot.keyClick(canvas, Qt.Key.Key_0)
    assert canvas.view == whole


def test_what_is_under_the_mouse_stays_there(page: Any) -> None:
    from PySide6.QtCore import QPointF

    canvas = page.desk.canvas
    spot = QPointF(120, 90)
    under = canvas.view.ground(spot.x(), spot.y())
    canvas.zoom(3.0, spot)
    assert canvas.view.ground(spot.x(), spot.y()) == pytest.approx(under)


def test_a_box_selects_what_lies_in_it(
    page: Any, filled: MainWindow, qtbot: Any, settle: Settle
) -> None:
    desk = page.desk
    desk.take(2)
    left, low, right, high = EAST - 20, NORTH - 20, EAST + 405, NORTH + 405
    drag(qtbot, desk.canvas, at(page, left, low), at(page, right, high))
    settle(filled)
    now = filled.session.selection.now
    assert now.areas == ("F00", "F01", "F10", "F11")
    assert now.drawn
    assert abs(now.incidents - inside(page, left, low, right, high)) <= 12  # to the pixel
    assert desk.chip.isVisible()
    assert "4 areas" in desk.chip.chip.words
    assert any(line.words == "Selected" for line in desk.canvas.picture.legend.lines)


def test_a_shape_is_closed_by_enter_and_dropped_by_escape(
    page: Any, filled: MainWindow, qtbot: Any, settle: Settle
) -> None:
    desk = page.desk
    desk.take(3)
    corners = [(EAST, NORTH), (EAST + 1000, NORTH), (EAST, NORTH + 1000)]
    for corner in corners:
        qtbot.mouseClick(desk.canvas, Qt.MouseButton.LeftButton, pos=at(page, *corner))
    qtbot.keyClick(desk.canvas, Qt.Key.Key_Escape)
    assert filled.session.selection.now is None
    for corner in corners:
        qtbot.mouseClick(desk.canvas, Qt.MouseButton.LeftButton, pos=at(page, *corner))
    qtbot.keyClick(desk.canvas, Qt.Key.Key_Return)
    settle(filled)
    now = filled.session.selection.now
    assert len(json.loads(now.outline)[0]) == 3
    assert "F00" in now.areas
    assert "F44" not in now.areas
    qtbot.keyClick(desk.canvas, Qt.Key.Key_Escape)
    assert filled.session.selection.now is None


def test_a_circle_has_the_radius_that_is_typed(
    page: Any, filled: MainWindow, qtbot: Any, settle: Settle
) -> None:
    desk = page.desk
    desk.take(4)
    middle = (EAST + 500, NORTH + 500)
    drag(qtbot, desk.canvas, at(page, *middle), at(page, EAST + 800, NORTH + 500))
    settle(filled)
    assert filled.session.selection.now.circle[2] == pytest.approx(300, abs=3)
    desk.side.across.setValue(150)
    settle(filled)
    now = filled.session.selection.now
    assert now.circle[2] == 150
    frame = filled.session.shelf.incidents(filled.session.contents.editions[0].id).frame
    x, y, _ = now.circle
    own = sum(
        (a - x) ** 2 + (b - y) ** 2 <= 150**2
        for a, b in frame.select("easting", "northing").iter_rows()
    )
    assert now.incidents == own


def test_areas_are_clicked_in_and_out_also_by_keyboard(
    page: Any, filled: MainWindow, qtbot: Any, settle: Settle
) -> None:
    desk = page.desk
    desk.take(1)
    for spot in ((EAST + 100, NORTH + 100), (EAST + 300, NORTH + 100)):
        qtbot.mouseClick(desk.canvas, Qt.MouseButton.LeftButton, pos=at(page, *spot))
        settle(filled)
    assert filled.session.selection.now.areas == ("F00", "F01")
    qtbot.mouseClick(desk.canvas, Qt.MouseButton.LeftButton, pos=at(page, EAST + 100, NORTH + 100))
    settle(filled)
    assert filled.session.selection.now.areas == ("F01",)
    view = desk.canvas.view
    desk.canvas.view = view.__class__(EAST + 500, NORTH + 500, view.scale, view.width, view.height)
    qtbot.keyClick(desk.canvas, Qt.Key.Key_Space)
    settle(filled)
    assert filled.session.selection.now.areas == ("F01", "F22")


def test_a_selection_becomes_an_area_with_a_buffer_round_it(
    page: Any, filled: MainWindow, settle: Settle
) -> None:
    from workbench.ui.mapping.tools import Shape

    desk, session = page.desk, filled.session
    desk.canvas.finished.emit(Shape(circle=(EAST + 500, NORTH + 500, 90)))
    settle(filled)
    desk.side.name.setText("Market square")
    page.use(AreaRole.TREATED, desk.side.name.text())
    (treated,) = session.contents.areas
    assert (treated.name, treated.role, treated.codes) == ("Market square", "treated", ("F22",))
    assert treated.outline
    assert treated.boundaries_id == session.contents.boundaries[0].id
    page.make_buffer(treated.id, 150)
    settle(filled)
    buffer = session.contents.areas[1]
    assert buffer.role is AreaRole.BUFFER
    assert buffer.codes == ("F12", "F21", "F23", "F32")  # whose middle lies in the band round it
    assert buffer.outline
    assert "150 m" in buffer.name
    session.history.stack.undo()
    assert len(session.contents.areas) == 1


def test_partners_see_no_exact_place_and_no_small_count(
    page: Any, filled: MainWindow, settle: Settle
) -> None:
    desk = page.desk
    for view in ("street", "250", "1000"):
        desk.layers.set_view(view)
        settle(filled)
        counts = desk.data.marks.counts
        assert not ((counts > 0) & (counts < 5)).any()
        if view != "street":
            assert (desk.data.marks.easting % int(view) == int(view) // 2).all()
    desk.layers.set_view("area")
    settle(filled)
    assert desk.data.marks is None
    assert not desk.layers.points.isEnabled()
    assert desk.canvas.picture.legend.title == "Incidents by area"


def test_the_view_for_partners_is_kept_on_the_card(
    page: Any, filled: MainWindow, settle: Settle
) -> None:
    desk, session = page.desk, filled.session
    desk.layers.set_view("250")
    desk.layers.set_ground("density")  # a density would show more than the squares
    settle(filled)
    page.ask_keep()
    settle(filled)
    page.keeping.line.setText("Where, for the council")
    page.keeping.go.click()
    card = session.contents.cards[-1]
    assert (card.name, card.question) == ("Where, for the council", "map_points")
    assert json.loads(card.parameters) == {"blur": "250", "threshold": 5}
    result = cards.opened(session.casebook, card).result
    assert result.blurred == 250
    desk.layers.set_view("area")
    settle(filled)
    request = desk.request()
    assert (request.question, request.parameters) == ("map_areas", {"threshold": 5})


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_the_picture_is_saved_with_all_that_belongs_to_it(
    page: Any, filled: MainWindow, settle: Settle, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"Map.{ending}"
    page.save_to(str(path))
    settle(filled)
    assert str(tmp_path) in page.remark.words.text()
    data = path.read_bytes()
    starts = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}
    assert data.startswith(starts[ending])
    if ending == "png":
        assert QImage(str(path)).size().width() == 2400
    if ending == "svg":
        assert b"Force export" in data


def test_a_picture_that_cannot_be_written_is_said(
    page: Any, filled: MainWindow, settle: Settle, tmp_path: Path
) -> None:
    page.save_to(str(tmp_path / "no such folder" / "Map.png"))
    settle(filled)
    assert "could not be written" in page.remark.words.text()


def test_copy_puts_the_picture_on_the_clipboard(page: Any, qtbot: Any) -> None:
    with qtbot.waitSignal(page.copied, timeout=20_000):
        page.copy()
    assert QApplication.clipboard().image().width() == 2400


def pixel(page: Any, easting: float, northing: float) -> QColor:
    """The colour of the ground at a place."""
    picture = page.desk.canvas.picture
    spot = at(page, easting, northing)
    ratio = picture.image.devicePixelRatio()
    return picture.image.pixelColor(round(spot.x() * ratio), round(spot.y() * ratio))


def gathered(page: Any, folder: Path, extra: int) -> None:
    """As many incidents more in one field, so that it is hot."""
    from workbench.domain.data import Dataset
    from workbench.intake.opening import open_file
    from workbench.intake.proposing import propose
    from workbench.services.bringing_in import bring_in

    session = page.session
    path = folder / "Gathered.csv"
    rows = [f"S{n},{n % 28 + 1:02d}/03/2025,Theft,Street {n % 9},{EAST + 20 + n % 30 * 32},"
            f"{NORTH + 20 + n // 30 % 30 * 32}\n" for n in range(900)]  # fmt: skip
    rows += [f"H{n},01/03/2025,Theft,Hot Street,{EAST + 700 + n % 10},{NORTH + 700}\n"
             for n in range(extra)]  # fmt: skip
    path.write_text("Crime no,Date,Offence,Street,X,Y\n" + "".join(rows), "utf-8")
    source = open_file([path])
    into = Dataset(problem_id=session.problem_id, name="Gathered", source="Force export")
    session.history.do(lambda book: bring_in(book, into, source, propose(source)))


def test_hot_and_cold_cells_are_a_ground_and_a_question(
    page: Any, filled: MainWindow, settle: Settle, tmp_path: Path
) -> None:
    from workbench.charts.theme import FOCUS

    desk, session = page.desk, filled.session
    gathered(page, tmp_path, 90)
    settle(filled)
    desk.scope.choose_edition(session.contents.editions[-1].id)
    desk.load()
    settle(filled)
    desk.layers.points.setChecked(False)
    desk.layers.set_ground("hot")
    desk.layers.side.setValue(100)
    settle(filled)
    told = desk.canvas.picture.legend
    assert told.title == "Hot and cold cells"
    words = [line.words for line in told.lines]
    assert "Hot: more than chance" in words
    assert "Cells of 100 m" in words
    hot, dark = pixel(page, EAST + 730, NORTH + 730), QColor(FOCUS)
    assert abs(hot.red() - dark.red()) < 40
    assert pixel(page, EAST + 150, NORTH + 150).lightness() > 200
    request = desk.request()
    assert (request.question, request.parameters) == ("hot_cells", {"side": 100})
    answer = asking.ask(session.shelf, request)
    assert answer.result.spots[0].near == "Hot Street"


def test_partners_see_no_hot_spot_of_few(
    page: Any, filled: MainWindow, settle: Settle, tmp_path: Path
) -> None:
    desk, session = page.desk, filled.session
    gathered(page, tmp_path, 90)
    settle(filled)
    desk.scope.choose_edition(session.contents.editions[-1].id)
    desk.layers.set_ground("hot")
    desk.layers.set_view("250")
    settle(filled)
    words = [line.words for line in desk.canvas.picture.legend.lines]
    assert "Spots of fewer than 5 not shown" in words
    found = desk.easel.hot.found(session.shelf, desk.data, desk.layers.layers.side)
    assert found.threshold == 5
    assert not found.counts.any()
    assert desk.request().question == "map_points"  # the view in force, never one that shows more


def test_rows_that_cannot_bear_it_are_said_on_the_map(
    page: Any, filled: MainWindow, settle: Settle
) -> None:
    desk = page.desk
    desk.layers.set_ground("hot")
    desk.layers.side.setValue(5_000)
    settle(filled)
    told = desk.canvas.picture.legend
    assert "hot spots need 30" in told.foot[0]
    assert "Force export" in told.foot[-1]


def test_layers_are_drawn_and_told_in_the_key(
    page: Any, filled: MainWindow, settle: Settle
) -> None:
    desk = page.desk
    plain = desk.canvas.picture.image.copy()
    for ground, title in (
        ("density", "Incidents per km\u00b2"),
        ("areas", "Incidents by area"),
        ("hot", "Hot and cold cells"),
    ):
        desk.layers.set_ground(ground)
        settle(filled)
        assert desk.canvas.picture.legend.title == title
        assert desk.canvas.picture.image != plain
    desk.layers.points.setChecked(False)
    settle(filled)
    assert not any(line.kind == "dot" for line in desk.canvas.picture.legend.lines)
