"""The ground of every map: shapes in metres, and beside it key, scale, north and where we are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.patches import Ellipse, Rectangle
from numpy.typing import NDArray

from workbench.analysis.words import number
from workbench.charts.page import Page
from workbench.charts.theme import ALERT, INK, MUTED, PAPER, RULE, SOFT, WASH
from workbench.charts.words import wrap

Ring = NDArray[np.float64]


@dataclass(frozen=True)
class Ground:
    """Small areas, district outlines and the window shown, all in British National Grid metres."""

    areas: tuple[Ring, ...]
    districts: tuple[Ring, ...]
    window: tuple[float, float, float, float]  # left, bottom, right, top
    credit: str


@dataclass(frozen=True)
class Key:
    """One line of a legend."""

    colour: str
    words: str
    hatch: str = ""
    dot: float = 0.0  # points across, 0 for a box


def map_axes(page: Page, ground: Ground, room: float = 0.34) -> tuple[Axes, float]:
    """Axes with equal metres both ways, as large as fits, and the x where the side column starts."""
    left, bottom, right, top = ground.window
    wide = min(page.width * (1 - room), page.height * (right - left) / (top - bottom))
    high = wide * (top - bottom) / (right - left)
    axes = page.axes(0, page.width - wide, 0, page.height - high)
    axes.set(xlim=(left, right), ylim=(bottom, top), xticks=[], yticks=[], facecolor=PAPER)
    return axes, page.left + wide + 14


def outline(axes: Axes, page: Page, ground: Ground, fine: bool = True) -> None:
    """Small areas as hairlines, districts stronger, and a frame."""
    thin = page.theme.thin
    if fine:
        land = PolyCollection(
            near(ground.areas, ground.window), fc=WASH, ec=RULE, lw=thin * 0.8, zorder=0.5
        )
        axes.add_collection(land)
    strong = PolyCollection(
        near(ground.districts, ground.window), fc="none", ec=INK, lw=thin * 1.4, zorder=4
    )
    axes.add_collection(strong)
    axes.spines[:].set(visible=True, color=MUTED, linewidth=thin)


def near(rings: Sequence[Ring], window: tuple[float, float, float, float]) -> list[Ring]:
    """The rings that touch the window: the rest would swell a PDF unseen."""
    left, bottom, right, top = window
    return [
        ring for ring in rings
        if ring[:, 0].max() > left and ring[:, 0].min() < right
        and ring[:, 1].max() > bottom and ring[:, 1].min() < top
    ]  # fmt: skip


def furniture(
    page: Page, axes: Axes, ground: Ground, x: float, title: str, keys: Sequence[Key]
) -> None:
    """Key at the top of the side column; scale, north and inset at its foot."""
    theme, y = page.theme, page.top
    for line in wrap(title, theme, page.right - x, 3, bold=True):
        y -= theme.leading
        page.text(x, y, line, bold=True)
    y -= theme.leading * 0.5
    for key in keys:
        y -= max(theme.leading * 1.15, key.dot * 0.5 + theme.leading * 0.6)
        _swatch(page, x, y, key)
        for index, line in enumerate(wrap(key.words, theme, page.right - x - 20, 2)):
            y -= theme.leading if index else 0
            page.text(x + 20 + max(0, key.dot / 2 - 7), y, line)
        y -= max(0, key.dot * 0.5 - theme.leading * 0.5)
    _scale_bar(page, axes, ground, x)
    _inset(page, ground, y)


def _swatch(page: Page, x: float, y: float, key: Key) -> None:
    size, tall = (page.theme.width * 72, page.theme.height * 72), page.theme.text
    if key.dot:
        page.figure.add_artist(
            Ellipse(
                ((x + 7) / size[0], (y + tall * 0.35) / size[1]),
                key.dot / size[0],
                key.dot / size[1],
                fc=key.colour,
                transform=page.figure.transFigure,
            )  # fmt: skip
        )
        return
    box = Rectangle((x / size[0], (y - 1) / size[1]), 14 / size[0], tall / size[1], fc=key.colour, ec=SOFT,
                    lw=page.theme.thin, hatch=key.hatch, transform=page.figure.transFigure)  # fmt: skip
    page.figure.add_artist(box)


def _scale_bar(page: Page, axes: Axes, ground: Ground, x: float) -> None:
    per_metre = (
        page.points(axes, ground.window[2], 0)[0] - page.points(axes, ground.window[0], 0)[0]
    )
    per_metre /= ground.window[2] - ground.window[0]
    lengths = [base * 10**power for power in range(1, 6) for base in (1, 2, 5)]
    metres = max((m for m in lengths if m * per_metre <= 70), default=10)
    long, across, up = metres * per_metre, page.theme.width * 72, page.theme.height * 72
    y = page.bottom + 3
    for start, colour in ((0.0, INK), (0.5, PAPER)):
        page.figure.add_artist(
            Rectangle(
                ((x + start * long) / across, y / up),
                long / 2 / across,
                3.2 / up,
                fc=colour,
                ec=INK,
                lw=page.theme.thin,
                transform=page.figure.transFigure,
            )  # fmt: skip
        )
    words = (
        f"{number(metres / 1000, 1 if metres == 500 else 0)} km" if metres >= 500 else f"{metres} m"
    )
    page.text(x, y + 7, f"0 to {words}")
    page.text(x + max(long, page.theme.text * 6) + 14, y, "\u2191 N", bold=True)


def _inset(page: Page, ground: Ground, free_to: float) -> None:
    everywhere = np.concatenate(ground.districts) if ground.districts else np.empty((0, 2))
    room = free_to - page.bottom - page.theme.leading * 3.2
    if not everywhere.size or room < 40:
        return
    low, high = everywhere.min(axis=0), everywhere.max(axis=0)
    left, bottom, right, top = ground.window
    if (right - left) > 0.7 * (high[0] - low[0]):
        return  # the map already shows everything
    tall = min(room, 80.0)
    wide = tall * (high[0] - low[0]) / (high[1] - low[1])
    foot = page.theme.leading * 2.4
    inset = page.axes(page.width - wide, 0, page.height - foot - tall, foot)
    inset.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), xticks=[], yticks=[])
    inset.add_collection(PolyCollection(ground.districts, fc=RULE, ec=PAPER, lw=page.theme.thin))
    inset.add_patch(
        Rectangle(
            (left, bottom), right - left, top - bottom, fill=False, ec=ALERT, lw=page.theme.line
        )
    )
