"""Shapes in metres as painter paths in pixels, with no more corners than can be seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath, QPolygonF

from workbench.analysis.outlines import simplified, within

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from workbench.analysis.shapes import Shapes
    from workbench.ui.mapping.view import View

WHOLE = 3_000  # up to so many areas all are simplified at once, and kept
MOST = 4_000  # more areas than this are a grey mass


def path(rings: Iterable[NDArray[np.float64]], view: View) -> QPainterPath:
    """Rings as one path; a ring within a ring is a hole."""
    made = QPainterPath()
    for ring in rings:
        corners = _thinned(np.column_stack([view.x(ring[:, 0]), view.y(ring[:, 1])]))
        made.addPolygon(QPolygonF([QPointF(x, y) for x, y in corners.tolist()]))
        made.closeSubpath()
    return made


def paths(shapes: Shapes, view: View) -> list[QPainterPath]:
    """One path an area, in their order."""
    of: list[list[NDArray[np.float64]]] = [[] for _ in shapes.codes]
    for ring, owner in zip(shapes.rings(), shapes.owner.tolist(), strict=True):
        of[owner].append(ring)
    return [path(rings, view) for rings in of]


class Simplifier:
    """Boundaries as fine as a scale needs; each fineness is worked out once."""

    def __init__(self) -> None:
        self._kept: dict[tuple[int, int], Shapes] = {}
        self._of: Sequence[str] = ()

    def seen(self, shapes: Shapes, view: View) -> Shapes:
        """The areas in view, simplified to half a pixel."""
        if self._of is not shapes.codes:
            self._kept, self._of = {}, shapes.codes
        step = int(np.floor(np.log2(max(view.scale, 0.5))))
        tolerance = 2.0**step / 2
        if len(shapes.codes) > WHOLE:
            return simplified(within(shapes, view.window), tolerance)
        key = (step, 0)
        if key not in self._kept:
            self._kept[key] = simplified(shapes, tolerance)
        return within(self._kept[key], view.window)


def _thinned(corners: Any) -> Any:
    """Without corners that fall on the same half pixel as the one before."""
    if len(corners) < 8:
        return corners
    near = np.round(corners * 2)
    keep = np.ones(len(corners), dtype=bool)
    keep[1:-1] = (near[1:-1] != near[:-2]).any(axis=1)
    return corners[keep]
