"""Easel: draws maps away from the window's thread, and keeps what it worked out once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen

from workbench.analysis.classes import class_of, said_classes
from workbench.analysis.enclosing import encloses, joined, read_rings
from workbench.analysis.joining import by_place
from workbench.analysis.sharing import HIDDEN
from workbench.analysis.words import number
from workbench.charts.theme import ALERT, FOCUS, RULE, SOFT, WASH, step_colour
from workbench.ui.mapping import legend, paths
from workbench.ui.mapping.data import MapData, at_places
from workbench.ui.mapping.hot import HotGround
from workbench.ui.mapping.legend import Legend, Line
from workbench.ui.mapping.marks import LEAST, RING, Marks, marks
from workbench.ui.mapping.sheet import Picture, Sheet
from workbench.ui.mapping.surface import Heat

if TYPE_CHECKING:
    from workbench.domain.data import Area
    from workbench.services.shelf import Shelf

ROLES = {"treated": "#12436D", "buffer": "#801650", "control": "#28A197"}
LAND = "#F2F5F8"


class Easel:
    """Used by one worker at a time."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.simplifier = paths.Simplifier()
        self.heat = Heat()
        self.hot = HotGround()
        self._mask: tuple[object, object, Any] = (None, None, None)
        self._rings: dict[object, Any] = {}

    def picture(self, sheet: Sheet) -> Picture:
        """The map without what stands beside it, as fine as the screen."""
        view = sheet.view
        size = round(view.width * sheet.ratio), round(view.height * sheet.ratio)
        image = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(sheet.ratio)
        image.fill(QColor("white"))
        painter = QPainter(image)
        told = self.paint(painter, sheet)
        painter.end()
        told = replace(told, corner=legend.free_corner(image, view, told))
        return Picture(image, view, told)

    def whole(self, sheet: Sheet) -> QImage:
        """The map with key, scale, north, source and date: what is kept and copied."""
        made = self.picture(sheet)
        painter = QPainter(made.image)
        legend.paint(painter, sheet.view, made.legend)
        painter.end()
        return made.image

    def paint(self, painter: QPainter, sheet: Sheet) -> Legend:
        """Draw every layer with a painter whose unit is a pixel of the view."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(QRectF(0, 0, sheet.view.width, sheet.view.height))
        lines, why = self._ground(painter, sheet)
        if sheet.layers.lines:
            self._lines(painter, sheet)
        if sheet.layers.named:
            lines += self._named(painter, sheet)
        if sheet.layers.points:
            lines += self._points(painter, sheet)
        lines += self._chosen(painter, sheet)
        said = (why,) if why else ()
        return Legend(tuple(lines), sheet.layers.title(sheet.data), (*said, *foot(sheet.data)))

    # what lies at the bottom

    def _ground(self, painter: QPainter, sheet: Sheet) -> tuple[list[Line], str]:
        """Lines of the key, and why the ground could not be coloured."""
        data, layers, view = sheet.data, sheet.layers, sheet.view
        if layers.ground == "hot":
            return self.hot.paint(painter, self.shelf, data, layers.side, view)
        if layers.ground == "density":
            return self.heat.paint(painter, data, layers.bandwidth, view), ""
        if layers.ground == "areas" and data.areas is not None:
            return self._shading(painter, sheet), ""
        return [], ""

    def _shading(self, painter: QPainter, sheet: Sheet) -> list[Line]:
        """Small areas in classes; hidden counts are hatched."""
        found = sheet.data.areas
        assert found is not None
        counts = dict(zip(found.codes, found.counts.tolist(), strict=True))
        seen = self.simplifier.seen(sheet.data.shapes, sheet.view)
        classes, none = said_classes(found.edges), bool((found.counts == 0).any())
        spare = 1 if none else 0
        shades = [step_colour(rank + spare, len(classes) + spare) for rank in range(len(classes))]
        painter.setPen(QPen(QColor("white"), 0.7))
        for code, shape in zip(seen.codes, paths.paths(seen, sheet.view), strict=True):
            count = counts.get(code, 0)
            if count == HIDDEN:
                painter.setBrush(QBrush(QColor(SOFT), Qt.BrushStyle.BDiagPattern))
            else:
                shade = shades[class_of(count, found.edges)] if count and shades else WASH
                painter.setBrush(QColor(shade))
            painter.drawPath(shape)
        lines = [
            Line(number(a) if a == b else f"{number(a)} to {number(b)}", shade)
            for (a, b), shade in zip(classes, shades, strict=True)
        ][::-1]
        lines += [Line("None", WASH)] if none else []
        hidden = bool((found.counts == HIDDEN).any())
        return lines + ([Line("Number not shown", SOFT, "hatch")] if hidden else [])

    def _lines(self, painter: QPainter, sheet: Sheet) -> None:
        """Boundaries as hairlines."""
        seen = self.simplifier.seen(sheet.data.shapes, sheet.view)
        if not seen.codes or len(seen.codes) > paths.MOST:
            return
        shaded = sheet.layers.ground != "none"
        painter.setPen(QPen(QColor("#8A949E" if shaded else RULE), 0.6))
        painter.setBrush(Qt.BrushStyle.NoBrush if shaded else QColor(LAND))
        for shape in paths.paths(seen, sheet.view):
            painter.drawPath(shape)

    def _named(self, painter: QPainter, sheet: Sheet) -> list[Line]:
        """The areas of the problem, each with its role."""
        roles: dict[str, Line] = {}
        for area in sheet.named:
            rings = self.outline(area, sheet.data)
            if not rings:
                continue
            colour = QColor(ROLES[area.role.value])
            pen = QPen(colour, 2.2)
            if area.role.value == "buffer":
                pen.setStyle(Qt.PenStyle.DashLine)
            painter.setPen(pen)
            tint = QColor(colour)
            tint.setAlpha(26)
            painter.setBrush(tint if sheet.layers.ground == "none" else Qt.BrushStyle.NoBrush)
            painter.drawPath(paths.path(rings, sheet.view))
            words = f"{area.role.value.capitalize()} area"
            roles.setdefault(area.role.value, Line(words, colour.name(), "line"))
        return list(roles.values())

    def outline(self, area: Area, data: MapData) -> Any:
        """The rings of an area of the problem: drawn, or those of its small areas together."""
        key = (area.id, area.codes, area.outline, data.wanted.boundaries_id)
        if key not in self._rings:
            self._rings[key] = read_rings(area.outline) or joined(data.shapes, area.codes)
        return self._rings[key]

    # what lies on it

    def _points(self, painter: QPainter, sheet: Sheet) -> list[Line]:
        found = sheet.data.marks
        if found is None or not len(found.counts):
            return []
        mask = self._chosen_marks(sheet)
        told = found.counts > 0
        drawn = marks(
            found.easting[told],
            found.northing[told],
            found.counts[told],
            None if mask is None else mask[told],
            sheet.view,
        )
        pale = sheet.layers.ground != "none"
        _circles(painter, drawn, sheet.chosen is not None, pale)
        lines = _sizes(drawn, max(1, found.threshold), pale)
        if (~told).any():
            hollow = sheet.view.x(found.easting[~told]), sheet.view.y(found.northing[~told])
            painter.setPen(QPen(QColor(FOCUS), 1.1))
            painter.setBrush(QColor(255, 255, 255, 120))
            for x, y in zip(*(axis.tolist() for axis in hollow), strict=True):
                if -9 < x < sheet.view.width + 9 and -9 < y < sheet.view.height + 9:
                    painter.drawEllipse(QPointF(x, y), 2.6, 2.6)
            lines.append(Line("Number not shown", FOCUS, "ring", 2.6))
        if mask is not None and mask.any():
            lines.append(Line("Selected", ALERT, "dot", 4.0))
        return lines

    def _chosen_marks(self, sheet: Sheet) -> Any:
        """Which marks are selected; worked out once for a selection."""
        found, chosen = sheet.data.marks, sheet.chosen
        if chosen is None or found is None:
            return None
        if self._mask[0] is not found or self._mask[1] is not chosen:
            points = sheet.data.points
            if chosen.places and points is not None and len(found.names) == len(found.counts):
                mask: Any = at_places(points, chosen.names)
            elif chosen.drawn:
                mask = encloses(read_rings(chosen.outline), found.easting, found.northing)
            else:
                codes, at = np.array(sheet.data.shapes.codes), None
                at = by_place(found.easting, found.northing, sheet.data.shapes)
                mask = (at >= 0) & np.isin(codes[at], chosen.areas) if len(codes) else at >= 0
            self._mask = (found, chosen, mask)
        return self._mask[2]

    def _chosen(self, painter: QPainter, sheet: Sheet) -> list[Line]:
        """The outline of what is selected."""
        chosen = sheet.chosen
        if chosen is None:
            return []
        plain = sheet.layers.ground == "none"  # a tint would change what a shade means
        painter.setBrush(QColor(244, 106, 37, 34) if plain else Qt.BrushStyle.NoBrush)
        if chosen.areas:
            key = (chosen.areas, sheet.data.wanted.boundaries_id)
            if key not in self._rings:
                self._rings[key] = joined(sheet.data.shapes, chosen.areas)
            painter.setPen(QPen(QColor(ALERT), 2.4))
            painter.drawPath(paths.path(self._rings[key], sheet.view))
        if chosen.outline and (chosen.drawn or not chosen.areas):
            dashed = QPen(QColor("#A33F08"), 1.6, Qt.PenStyle.DashLine)
            painter.setPen(dashed)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(paths.path(read_rings(chosen.outline), sheet.view))
        return [Line("Selected areas", ALERT, "line")] if chosen.areas else []


def foot(data: MapData) -> tuple[str, ...]:
    """Source, days and number; whose boundaries; who may see it."""
    from workbench.analysis.words import days

    words = []
    if data.source:
        words.append(f"n = {data.n:,}. {days(data.first, data.last)}. Source: {data.source}.")
    if data.shapes.codes:
        words.append(f"Boundaries: {data.shapes.source or 'as brought in'}.")
    if data.local:
        words.append("Metres of an unknown grid: boundaries cannot be laid under them.")
    return (" ".join(words),) if words else ()


def _circles(painter: QPainter, drawn: Marks, some: bool, pale: bool) -> None:
    """The largest first, so that none is hidden; what is selected lies on top.

    On coloured ground the larger ones are rings, through which it can be seen.
    """
    radius = drawn.radius(drawn.counts)
    order = np.argsort(-radius, kind="stable")
    many = len(radius) > 1_500
    colour = QColor(FOCUS)
    colour.setAlpha(70 if some else 150 if many or pale else 185)
    painter.setBrush(colour)
    painter.setPen(Qt.PenStyle.NoPen if many else QPen(QColor("white"), 0.5))
    x, y = drawn.x.tolist(), drawn.y.tolist()
    sizes = radius.tolist()
    rings = [at for at in order.tolist() if pale and sizes[at] > RING]
    for at in order[len(rings) :].tolist():
        painter.drawEllipse(QPointF(x[at], y[at]), sizes[at], sizes[at])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(QColor("white"), 2.6), QPen(QColor(FOCUS), 1.2)) if rings else ():
        painter.setPen(pen)
        for at in rings:
            painter.drawEllipse(QPointF(x[at], y[at]), sizes[at], sizes[at])
    painter.setPen(Qt.PenStyle.NoPen if many else QPen(QColor("white"), 0.5))
    if not some:
        return
    mine = np.flatnonzero(drawn.chosen > 0)
    own = drawn.radius(drawn.chosen[mine]).tolist()
    painter.setBrush(QColor(ALERT))
    for at, size in zip(mine.tolist(), own, strict=True):
        painter.drawEllipse(QPointF(x[at], y[at]), size, size)


def _sizes(drawn: Marks, least: int, pale: bool) -> list[Line]:
    """Up to three circles of the key, as they are drawn."""
    if not len(drawn.counts):
        return []
    top = float(drawn.counts.max())
    shown = sorted({least, max(least, _round(top / 4)), max(least, _round(top))})
    lines = [Line("Incidents", kind="head")] if pale else []
    for n in shown:
        size = float(max(LEAST, drawn.unit * n**0.5))
        lines.append(Line(number(n), FOCUS, "ring" if pale and size > RING else "dot", size))
    if drawn.joined:
        near = f"{drawn.joined:,.0f} m" if drawn.joined < 1000 else f"{drawn.joined / 1000:.1f} km"
        lines.append(Line(f"Points within {near} are joined", kind="head"))
    return lines


def _round(count: float) -> int:
    """A count near this one that is easy to read; never above it."""
    power = 10 ** int(np.floor(np.log10(max(count, 1))))
    steps = [step * power for step in (1, 1.5, 2, 3, 4, 5, 6, 8) if step * power <= count]
    return max(1, int(steps[-1])) if steps else 1
