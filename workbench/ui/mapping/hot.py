"""HotGround: hot and cold cells on the ground, as the question about them finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter

from workbench.analysis.hot_spots import COLD, HOT, OUTSIDE, HotCells
from workbench.analysis.kind import Asked
from workbench.analysis.kinds import hot_cells
from workbench.analysis.words import number
from workbench.charts.kinds.hot_cells import COOL, runs
from workbench.charts.theme import FOCUS, SOFT, WASH
from workbench.errors import CannotAnswerError
from workbench.ui.mapping.legend import Line
from workbench.ui.mapping.sheet import EXACT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.services.shelf import Shelf
    from workbench.ui.mapping.data import MapData
    from workbench.ui.mapping.view import View

CLEAR = 225  # of 255: boundaries shine through


class HotGround:
    """The cells are worked out once for the rows on show, and stay when one looks nearer."""

    def __init__(self) -> None:
        self._of: tuple[object, int] = (None, 0)
        self._found: HotCells | str = ""

    def paint(
        self, painter: QPainter, shelf: Shelf, data: MapData, side: int, view: View
    ) -> tuple[list[Line], str]:
        """Draw the cells that the reader may see.

        Returns:
            What they mean; and a sentence where the rows cannot bear the question, or "".
        """
        found = self.found(shelf, data, side)
        if isinstance(found, str):
            return [], found
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)
        for which, colour in (
            (found.signs != OUTSIDE, WASH), (found.signs == COLD, COOL), (found.signs == HOT, FOCUS)
        ):  # fmt: skip
            ink = QColor(colour)
            ink.setAlpha(CLEAR)
            boxes = _boxes(which, found, view)
            painter.setBrush(ink)
            painter.drawRects(boxes)
            if colour == COOL:
                painter.setBrush(QBrush(QColor(SOFT), Qt.BrushStyle.Dense6Pattern))
                painter.drawRects(boxes)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        return _lines(found), ""

    def found(self, shelf: Shelf, data: MapData, side: int) -> HotCells | str:
        """The cells, or why there are none; for partners without what they may not see."""
        if self._of != (data.wanted, side):
            self._found, self._of = _asked(shelf, data, side), (data.wanted, side)
        return self._found


def _asked(shelf: Shelf, data: MapData, side: int) -> HotCells | str:
    wanted = data.wanted
    if wanted.edition_id is None:
        return ""
    rows = wanted.filter.apply(shelf.incidents(wanted.edition_id))
    try:
        found = hot_cells.run(Asked(rows, {"side": side}, data.shapes))
    except CannotAnswerError as error:
        return str(error)
    return found if wanted.view == EXACT else hot_cells.outside(found, wanted.threshold)


def _boxes(which: NDArray[np.bool_], found: HotCells, view: View) -> list[QRectF]:
    """Cells in a row as one box each, in pixels; those out of view are left out."""
    boxes = runs(which) * float(found.side)
    left, right = (view.x(boxes[:, at] + found.left) for at in (0, 2))
    top, bottom = (view.y(boxes[:, at] + found.bottom) for at in (3, 1))
    seen = (right > 0) & (left < view.width) & (bottom > 0) & (top < view.height)
    return [
        QRectF(a, b, c - a, d - b)
        for a, b, c, d in zip(
            *(edge[seen].tolist() for edge in (left, top, right, bottom)), strict=True
        )
    ]


def _lines(found: HotCells) -> list[Line]:
    lines = [Line(f"Cells of {number(found.side)} m", kind="head")]
    if found.threshold:
        lines.append(Line(f"Spots of fewer than {found.threshold} not shown", kind="head"))
    if found.hot:
        lines.append(Line("Hot: more than chance", FOCUS))
    if found.cold:
        lines.append(Line("Cold: fewer than chance", COOL, "dots"))
    return [*lines, Line("Neither", WASH)]
