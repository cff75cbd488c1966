"""Which areas have most? Small areas shaded in classes."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from numpy.typing import NDArray

from workbench.analysis.classes import class_of, said_classes
from workbench.analysis.kind import Reading
from workbench.analysis.kinds.map_areas import HIDDEN, MapAreas
from workbench.analysis.words import number
from workbench.charts.kind import ChartKind
from workbench.charts.labels import place
from workbench.charts.map_base import Key, Ring, furniture, map_axes, outline
from workbench.charts.page import Page, open_page, say
from workbench.charts.sheet import caption
from workbench.charts.theme import INK, PAPER, SOFT, WASH, Theme, step_colour

HATCH = "////"
FEW = 14  # areas that are all named


def draw(result: MapAreas, reading: Reading, theme: Theme) -> Figure:
    """Classes with round edges, dark is more; hidden small counts are hatched, not white."""
    words = caption(reading, result.basis)
    if not result.drawn.size or not result.matched:
        return say(theme, words, "No incident here lies in any of these areas.")
    page = open_page(theme, words)
    axes, x = map_axes(page, result.ground)
    _shade(axes, result, page)
    outline(axes, page, result.ground, fine=False)
    _names(page, axes, result)
    furniture(page, axes, result.ground, x, "Incidents", _keys(result))
    return page.figure


def _shades(result: MapAreas) -> list[str]:
    """A shade for each class; the lightest is left out where some areas have none."""
    classes = len(said_classes(result.edges))
    spare = 1 if (result.counts == 0).any() else 0
    return [step_colour(rank + spare, classes + spare) for rank in range(classes)]


def _colour(count: int, edges: tuple[int, ...], shades: list[str]) -> str:
    """The shade of an area with so many incidents."""
    if count == HIDDEN:
        return PAPER
    return shades[class_of(count, edges)] if count else WASH


def _shade(axes: Axes, result: MapAreas, page: Page) -> None:
    """Every ring in its shade, large ones first, so that an area within another stays on top."""
    shapes, counts = result.ground.areas, result.counts[result.drawn]
    rings = shapes.rings()
    order = np.argsort([-_size(ring) for ring in rings], kind="stable")
    shades = _shades(result)
    colours = [_colour(int(count), result.edges, shades) for count in counts]
    faces = [PAPER if shapes.hole[i] else colours[shapes.owner[i]] for i in order]
    thin = page.theme.thin * (0.4 if len(counts) > 300 else 0.8)
    land = PolyCollection([rings[i] for i in order], fc=faces, ec=PAPER, lw=thin, zorder=1)
    axes.add_collection(land)
    hidden = [rings[i] for i in order if counts[shapes.owner[i]] == HIDDEN and not shapes.hole[i]]
    if hidden:
        axes.add_collection(
            PolyCollection(hidden, fc="none", ec=SOFT, hatch=HATCH, lw=thin, zorder=1.2)
        )


def _names(page: Page, axes: Axes, result: MapAreas) -> None:
    """The area with most has a strong edge and its name; where areas are few, each has one."""
    shapes, counts = result.ground.areas, result.counts[result.drawn]
    order = [int(i) for i in np.argsort(-counts, kind="stable") if counts[i] > 0]
    worst = [ring for ring, owner in zip(shapes.rings(), shapes.owner, strict=True)
             if order and owner == order[0]]  # fmt: skip
    axes.add_collection(PolyCollection(worst, fc="none", ec=INK, lw=page.theme.line, zorder=4.5))
    named = order if len(counts) <= FEW else order[:1]
    spots = []
    for area in named:
        ring = max((shapes.ring(int(i)) for i in np.flatnonzero(shapes.owner == area)), key=_size)
        middle = (ring.min(axis=0) + ring.max(axis=0)) / 2
        spots.append((float(middle[0]), float(middle[1]), shapes.names[area]))
    place(page, axes, spots, np.empty((0, 2)))


def _size(ring: Ring) -> float:
    """The box round a ring, in square metres."""
    across: NDArray[np.float64] = ring.max(axis=0) - ring.min(axis=0)
    return float(across[0] * across[1])


def _keys(result: MapAreas) -> list[Key]:
    """The classes, most first; then none, then hidden."""
    classes, shades = said_classes(result.edges), _shades(result)
    keys = [
        Key(
            shades[rank],
            number(low) if low == high else f"{number(low)} to {number(high)}",
        )
        for rank, (low, high) in enumerate(classes)
    ][::-1]
    if (result.counts == 0).any():
        keys.append(Key(WASH, "None"))
    if (result.counts == HIDDEN).any():
        keys.append(Key(PAPER, "Number not shown", hatch=HATCH))
    return keys


KIND = ChartKind[MapAreas](key="map_areas", draw=draw)
