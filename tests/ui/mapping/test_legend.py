"""The key of a map stands where it covers least."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from workbench.ui.mapping.legend import CORNERS, Legend, Line, free_corner
from workbench.ui.mapping.view import View

WIDE, HIGH = 800, 500
PLACES = {
    "top right": QRect(500, 0, 300, 240), "bottom right": QRect(500, 260, 300, 240),
    "top left": QRect(0, 0, 300, 240),
}  # fmt: skip


@pytest.mark.parametrize("free", CORNERS)
def test_the_key_takes_the_corner_that_is_free(qtbot: QtBot, free: str) -> None:
    image = QImage(WIDE, HIGH, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    for corner, box in PLACES.items():
        if corner != free:
            painter.fillRect(box, Qt.GlobalColor.blue)
    painter.end()
    key = Legend((Line("Incidents", "#12436D", "dot", 4.0),), "Incidents", ("n = 9.",))
    assert free_corner(image, View(width=WIDE, height=HIGH), key) == free
