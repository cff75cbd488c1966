"""Heat: density of incidents as a picture, with the same steps however near one looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from workbench.analysis.density import cell_size, levels, suited, surface
from workbench.analysis.words import tick
from workbench.charts.kinds.map_density import SHADES
from workbench.ui.mapping.legend import Line

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.ui.mapping.data import MapData
    from workbench.ui.mapping.view import View

SQUARE_KM = 1_000_000.0
CLEAR = 210  # of 255: boundaries shine through


class Heat:
    """The steps come from the whole map, so that they stay when one looks nearer."""

    def __init__(self) -> None:
        self._of: tuple[object, int] = (None, 0)
        self._levels: list[float] = []

    def paint(self, painter: QPainter, data: MapData, wanted: int, view: View) -> list[Line]:
        """Draw the density of what the reader may see, and say what its steps mean."""
        marks = data.marks
        if marks is None or not (marks.counts > 0).any():
            return []
        told = marks.counts > 0
        points = np.column_stack([marks.easting[told], marks.northing[told]])
        counts = marks.counts[told]
        bandwidth = wanted or suited(data.window)
        if self._of != (data.wanted, bandwidth):
            cell = cell_size(bandwidth, data.window)
            laid = surface(points, counts, data.window, max(bandwidth, 2 * cell), cell)
            self._levels = levels(float(laid.density.max()) * SQUARE_KM)
            self._of = (data.wanted, bandwidth)
        cell = max(cell_size(bandwidth, view.window), 3 * view.scale)
        laid = surface(points, counts, view.window, max(bandwidth, 2 * cell), cell)
        fine = _fine(laid.density * SQUARE_KM, laid.x, laid.y, view)
        painter.drawImage(QRectF(0, 0, view.width, view.height), _image(fine, self._levels))
        return _lines(self._levels, bandwidth)


def _fine(
    density: NDArray[np.float64], x: NDArray[np.float64], y: NDArray[np.float64], view: View
) -> Any:
    """The density at every second pixel, straight between the middles of cells; top row first."""
    left, bottom, right, top = view.window
    across = _weights(x, np.linspace(left, right, max(2, view.width // 2)))
    down = _weights(y, np.linspace(top, bottom, max(2, view.height // 2)))
    return down @ density @ across.T


def _weights(middles: NDArray[np.float64], wanted: NDArray[np.float64]) -> Any:
    """How much of each cell is in each wanted place."""
    if len(middles) == 1:
        return np.ones((len(wanted), 1))
    at = np.clip((wanted - middles[0]) / (middles[1] - middles[0]), 0, len(middles) - 1)
    low = np.minimum(at.astype(np.int64), len(middles) - 2)
    made = np.zeros((len(wanted), len(middles)))
    rows = np.arange(len(wanted))
    made[rows, low] = 1 - (at - low)
    made[rows, low + 1] = at - low
    return made


def _image(density: Any, edges: list[float]) -> QImage:
    """Four steps of one hue; less than the lowest is left clear."""
    step = np.clip(np.digitize(density, edges), 0, len(SHADES))
    colours = np.zeros((len(SHADES) + 1, 4), np.uint8)
    for rank, shade in enumerate(SHADES, 1):
        ink = QColor(shade)
        colours[rank] = (ink.red(), ink.green(), ink.blue(), CLEAR)
    pixels = np.ascontiguousarray(colours[step])
    high, wide = step.shape
    made = QImage(pixels.tobytes(), wide, high, wide * 4, QImage.Format.Format_RGBA8888)
    return made.copy()


def _lines(edges: list[float], bandwidth: int) -> list[Line]:
    lines = [
        Line(f"{tick(low)} to {tick(high)}", shade)
        for low, high, shade in zip(edges[:-1], edges[1:], SHADES, strict=True)
    ][::-1]
    return [*lines, Line(f"each spread over {bandwidth:,} m", kind="head")]
