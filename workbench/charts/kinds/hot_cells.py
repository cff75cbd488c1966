"""Where is it hot, beyond chance? Hot cells dark and solid, cold ones light and dotted."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import withStroke

from workbench.analysis.cells import FEWEST
from workbench.analysis.hot_spots import COLD, HOT, OUTSIDE, HotCells
from workbench.analysis.kind import Reading
from workbench.analysis.words import number
from workbench.charts.kind import ChartKind
from workbench.charts.map_base import Key, furniture, map_axes, outline
from workbench.charts.page import Page, open_page, say
from workbench.charts.sheet import caption
from workbench.charts.theme import FOCUS, PAPER, SOFT, STEPS, WASH, Theme

COOL, DOTS = STEPS[1], "...."
NUMBERED = 5  # hot spots that carry their rank, to be found in the table


def draw(result: HotCells, reading: Reading, theme: Theme) -> Figure:
    """Three kinds of cell on the ground, and the rank of the foremost hot spots."""
    words = caption(reading, result.basis)
    if not (result.signs == HOT).any() and result.threshold:
        few = f"No hot spot holds {result.threshold} incidents or more, so none is shown."
        if result.cells.n < FEWEST:
            few = "The ground is too small for cells that hide an address, so none is shown."
        return say(theme, words, few)
    page = open_page(theme, words)
    axes, x = map_axes(page, result.ground)
    outline(axes, page, result.ground)
    _fill(axes, result, result.signs != OUTSIDE, 0.4, fc=WASH, lw=0)
    _fill(axes, result, result.signs == COLD, 1.6, fc=COOL, ec=SOFT, lw=0, hatch=DOTS)
    _fill(axes, result, result.signs == HOT, 1.7, fc=FOCUS, ec=FOCUS, lw=theme.thin * 0.3)
    _ranks(page, axes, result)
    furniture(page, axes, result.ground, x, f"Cells of {number(result.side)} m", keys(result))
    return page.figure


def keys(result: HotCells) -> list[Key]:
    """What the cells mean; a class that no cell is in is left out."""
    told = [
        (HOT, Key(FOCUS, "Hot: more than chance would leave")),
        (COLD, Key(COOL, "Cold: fewer than chance would leave", hatch=DOTS)),
    ]
    there = [key for sign, key in told if (result.signs == sign).any()]
    return [*there, Key(WASH, "Neither")]


def _ranks(page: Page, axes: Axes, result: HotCells) -> None:
    """The rank of the foremost hot spots where they are hottest, where there is room for it."""
    apart, taken = page.theme.text * 1.3, np.empty((0, 2))
    ground = [withStroke(linewidth=2.5, foreground=FOCUS)]
    hot = [spot for spot in result.spots if spot.hot][:NUMBERED]
    for rank, spot in enumerate(hot, 1):
        at = np.array(page.points(axes, spot.easting, spot.northing))
        if (np.hypot(*(taken - at).T) > apart).all():
            page.text(float(at[0]), float(at[1]), str(rank), bold=True, color=PAPER, ha="center",
                      va="center_baseline", path_effects=ground)  # fmt: skip
            taken = np.vstack([taken, at])


def _fill(axes: Axes, result: HotCells, which: np.ndarray, zorder: float, **how: object) -> None:
    """Cells as one shape, so that a hatch runs through and a file stays small."""
    corners = runs(which)
    if not len(corners):
        return
    low = np.array([result.left, result.bottom])
    boxes = corners * result.side
    square = np.stack([
        boxes[:, [0, 1]], boxes[:, [2, 1]], boxes[:, [2, 3]], boxes[:, [0, 3]], boxes[:, [0, 1]],
    ], axis=1) + low  # fmt: skip
    codes = np.tile([Path.MOVETO, *[Path.LINETO] * 3, Path.CLOSEPOLY], len(boxes))
    shape = Path(square.reshape(-1, 2), codes)
    axes.add_patch(PathPatch(shape, zorder=zorder, **how))


def runs(which: np.ndarray) -> np.ndarray:
    """Cells that follow each other in a row as one box: left, bottom, right, top in cells."""
    padded = np.pad(which.astype(np.int8), ((0, 0), (1, 1)))
    steps = np.diff(padded, axis=1)
    row, left = np.nonzero(steps == 1)
    right = np.nonzero(steps == -1)[1]
    return np.column_stack([left, row, right, row + 1])


KIND = ChartKind[HotCells](key="hot_cells", draw=draw)
