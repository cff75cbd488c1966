"""The ground of every map: shapes in metres, and beside it key, scale, north and where we are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.patches import Ellipse, Rectangle
from numpy.typing import NDArray

from workbench.analysis.ground import Ground
from workbench.analysis.outlines import Window
from workbench.analysis.shapes import Shapes
from workbench.analysis.words import number
from workbench.charts.page import Page
from workbench.charts.theme import ALERT, INK, MUTED, PAPER, RULE, SOFT, WASH
from workbench.charts.words import width, wrap

Ring = NDArray[np.float64]

_LEAST_SIDE = 108.0  # points across that key, scale and credit need


@dataclass(frozen=True)
class Key:
    """One line of a legend."""

    colour: str
    words: str
    hatch: str = ""
    dot: float = 0.0  # points across, 0 for a box
    edge: str = "none"  # of a dot


def map_axes(page: Page, ground: Ground, room: float = 0.3) -> tuple[Axes, float]:
    """Axes with equal metres both ways, as large as fits, and the x where the side column starts.

    What is left beside the column goes into the window, so that no paper stays empty.
    """
    left, bottom, right, top = ground.window
    widest = page.width - max(page.width * room, _LEAST_SIDE) - 14
    per_point = max((right - left) / widest, (top - bottom) / page.height)
    across, up = widest * per_point, page.height * per_point
    middle = (left + right) / 2, (bottom + top) / 2
    axes = page.axes(0, page.width - widest, 0, 0)
    axes.set(xlim=(middle[0] - across / 2, middle[0] + across / 2),
             ylim=(middle[1] - up / 2, middle[1] + up / 2),
             xticks=[], yticks=[], facecolor=PAPER)  # fmt: skip
    return axes, page.left + widest + 14


def seen(axes: Axes) -> Window:
    """The window that the axes show, in metres."""
    left, right = axes.get_xlim()
    bottom, top = axes.get_ylim()
    return float(left), float(bottom), float(right), float(top)


def outline(axes: Axes, page: Page, ground: Ground, fine: bool = True) -> None:
    """Small areas as hairlines, districts stronger, and a frame."""
    thin, window = page.theme.thin, seen(axes)
    if fine and ground.areas.codes:
        dense = len(ground.areas.codes) > 300
        land = PolyCollection(near(ground.areas, window), fc=WASH, ec=RULE,
                              lw=thin * (0.5 if dense else 1.0), zorder=0.5)  # fmt: skip
        axes.add_collection(land)
    if ground.districts.codes:
        strong = PolyCollection(near(ground.districts, window), fc="none", ec=SOFT, lw=thin * 1.2,
                                zorder=4)  # fmt: skip
        axes.add_collection(strong)
    elif fine and 0 < len(ground.areas.codes) <= 60:
        lines = PolyCollection(near(ground.areas, window), fc="none", ec=MUTED, lw=thin, zorder=2.5)
        axes.add_collection(lines)
    axes.spines[:].set(visible=True, color=MUTED, linewidth=thin)


def near(shapes: Shapes, window: Window) -> list[Ring]:
    """The rings that touch the window: the rest would swell a PDF unseen."""
    left, bottom, right, top = window
    return [
        ring for ring in shapes.rings()
        if ring[:, 0].max() > left and ring[:, 0].min() < right
        and ring[:, 1].max() > bottom and ring[:, 1].min() < top
    ]  # fmt: skip


def furniture(
    page: Page, axes: Axes, ground: Ground, x: float, title: str, keys: Sequence[Key]
) -> None:
    """Key at the top of the side column; credit, scale, north and inset at its foot."""
    y = _key(page, x, title, keys)
    foot = _scale_bar(page, axes, x)
    foot = _credit(page, ground, x, foot)
    _inset(page, axes, ground, y, foot)


def _key(page: Page, x: float, title: str, keys: Sequence[Key]) -> float:
    """What colours and sizes mean; returns how far down it reaches."""
    theme, y = page.theme, page.top
    for line in wrap(title, theme, page.right - x, 3, bold=True):
        y -= theme.leading
        page.text(x, y, line, bold=True)
    y -= theme.leading * 0.4
    indent = max([14.0, *(key.dot for key in keys)]) + 6
    for key in keys:
        y -= max(theme.leading * 1.15, key.dot / 2 + theme.leading * 0.6)
        _swatch(page, x + (indent - 20) / 2, y, key)
        for index, line in enumerate(wrap(key.words, theme, page.right - x - indent, 2)):
            y -= theme.leading if index else 0
            page.text(x + indent, y, line)
        y -= max(0.0, key.dot / 2 - theme.leading * 0.5)
    return y


def _swatch(page: Page, x: float, y: float, key: Key) -> None:
    size, tall = (page.theme.width * 72, page.theme.height * 72), page.theme.text
    if key.dot:
        middle = (x + 7) / size[0], (y + tall * 0.35) / size[1]
        page.figure.add_artist(
            Ellipse(middle, key.dot / size[0], key.dot / size[1], fc=key.colour, ec=key.edge,
                    lw=page.theme.thin, transform=page.figure.transFigure)
        )  # fmt: skip
        return
    box = Rectangle((x / size[0], (y - 1) / size[1]), 14 / size[0], tall / size[1], fc=key.colour,
                    ec=SOFT, lw=page.theme.thin, hatch=key.hatch,
                    transform=page.figure.transFigure)  # fmt: skip
    page.figure.add_artist(box)


def _scale_bar(page: Page, axes: Axes, x: float) -> float:
    """A bar of round length and the north, at the foot; returns where it ends above."""
    left, _, right, _ = seen(axes)
    per_metre = axes.get_position().width * page.theme.width * 72 / (right - left)
    lengths = [base * 10**power for power in range(1, 6) for base in (1, 2, 5)]
    metres = max((m for m in lengths if m * per_metre <= 64), default=10)
    long, across, up = metres * per_metre, page.theme.width * 72, page.theme.height * 72
    y = page.bottom + 1
    for start, colour in ((0.0, INK), (0.5, PAPER)):
        page.figure.add_artist(
            Rectangle(((x + start * long) / across, y / up), long / 2 / across, 3.2 / up, fc=colour,
                      ec=INK, lw=page.theme.thin, transform=page.figure.transFigure)
        )  # fmt: skip
    words = f"0 to {number(metres / 1000)} km" if metres >= 1000 else f"0 to {metres} m"
    page.text(x, y + 7, words)
    _north(page, x + max(long, width(words, page.theme)) + 20, y)
    return y + 7 + page.theme.leading


def _north(page: Page, x: float, y: float) -> None:
    """A drawn arrow, for a font may lack the glyph. The grid's north, which is up."""
    tall = page.theme.text * 1.25
    page.mark(x, y + tall * 0.92, marker="^", ms=page.theme.text * 0.55, mfc=INK, mec=INK)
    across, up = page.theme.width * 72, page.theme.height * 72
    page.figure.add_artist(
        Rectangle(((x - 0.4) / across, y / up), 0.8 / across, tall * 0.85 / up, fc=INK, lw=0,
                  transform=page.figure.transFigure)
    )  # fmt: skip
    page.text(x + 6, y, "N", bold=True)


def _credit(page: Page, ground: Ground, x: float, y: float) -> float:
    """Whose boundaries, or why there are none."""
    words = f"Boundaries: {ground.credit}" if ground.credit else ""
    if ground.local:
        words = "Metres of an unknown grid"
    for line in reversed(wrap(words, page.theme, page.right - x, 3) if words else []):
        page.text(x, y + 2, line, color=SOFT)
        y += page.theme.leading
    return y


def _inset(page: Page, axes: Axes, ground: Ground, ceiling: float, floor: float) -> None:
    """Where the window lies among the districts, when it shows only a part and there is room."""
    everywhere = ground.districts.coordinates
    foot = floor + page.theme.leading * 0.5 - page.bottom
    room = ceiling - page.bottom - foot - page.theme.leading * 0.8
    if not len(everywhere) or room < 40:
        return
    low, high = everywhere.min(axis=0), everywhere.max(axis=0)
    left, bottom, right, top = seen(axes)
    if (right - left) > 0.6 * (high[0] - low[0]):
        return  # the map already shows nearly everything
    tall = min(room, 84.0)
    wide = min(tall * (high[0] - low[0]) / (high[1] - low[1]), _LEAST_SIDE)
    tall = wide * (high[1] - low[1]) / (high[0] - low[0])
    inset = page.axes(page.width - wide, 0, page.height - foot - tall, foot)
    inset.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), xticks=[], yticks=[])
    land = PolyCollection(ground.districts.rings(), fc=RULE, ec=PAPER, lw=page.theme.thin)
    inset.add_collection(land)
    inset.add_patch(
        Rectangle((left, bottom), right - left, top - bottom, fill=False, ec=ALERT,
                  lw=page.theme.line)
    )  # fmt: skip
