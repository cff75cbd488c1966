"""A grid of shaded cells with totals on its edges, and the key to its shades."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import BoundaryNorm, ListedColormap
from numpy.typing import NDArray

from workbench.analysis.words import tick
from workbench.charts.page import Page, scale
from workbench.charts.theme import FOCUS, PAPER, RULE, SOFT, step_colour
from workbench.charts.words import widest, width

Floats = NDArray[np.float64]
Margins = tuple[float, float]  # above and below, in points


def classes(most: float, *, whole: bool = False) -> tuple[list[float], list[str]]:
    """Round edges of at most five classes from 0, so that what is flat looks flat; their shades."""
    edges = scale(most, 0, 5, whole)
    count = len(edges) - 1
    return edges, [step_colour(rank, count) for rank in range(count)]


def grid(axes: Axes, values: Floats, edges: list[float], colours: list[str], thin: float) -> None:
    """Shade each cell by its class; nothing, and what is not known, stays white."""
    rows, columns = values.shape
    cell = axes.get_window_extent().width * 72 / axes.figure.dpi / columns
    shown = np.ma.masked_invalid(np.ma.masked_less_equal(values, 1e-9))
    axes.pcolormesh(np.arange(columns + 1), np.arange(rows + 1), shown,
                    cmap=ListedColormap(colours), norm=BoundaryNorm(edges, len(colours)),
                    edgecolors=PAPER, linewidth=min(thin, cell * 0.1))  # fmt: skip
    axes.set(xlim=(0, columns), ylim=(rows, 0))
    axes.spines[:].set(visible=True, color=RULE, linewidth=thin)


def above(
    page: Page, totals: Floats, left: float, right: float, strip: float, head: str
) -> None:  # fmt: skip
    """The columns' totals, as bars over the grid, with their name at the right."""
    top = page.axes(left, right, 0, page.height - strip)
    top.bar(np.arange(totals.size) + 0.5, totals, width=0.86, color=FOCUS)
    most = float(np.nanmax(totals, initial=0.0)) or 1.0
    top.set(xlim=(0, totals.size), ylim=(0, most * 1.02), xticks=[], yticks=[])
    page.text(page.right - right + 8, page.top - page.theme.text, head, color=SOFT)


def beside(
    page: Page, totals: Floats, names: Sequence[str], right: float, margins: Margins
) -> None:
    """The rows' totals, as bars at the right of the grid with their figures."""
    rows = totals.size
    side = page.axes(page.width - right + 4, widest(names, page.theme) + 8, *margins)
    side.barh(np.arange(rows) + 0.5, totals, height=0.8, color=FOCUS)
    most = float(np.nanmax(totals, initial=0.0)) or 1.0
    side.set(ylim=(rows, 0), xlim=(0, most), xticks=[], yticks=[])
    every = page.every(page.height - sum(margins), rows)
    for at, told in list(enumerate(names))[::every]:
        x, y = page.points(side, float(np.nan_to_num(totals[at])), at + 0.5)
        page.text(x + 4, y, told, va="center_baseline")


def key(
    page: Page, edges: list[float], colours: list[str], left: float, head: str,
    told: Callable[[float], str] = tick,
) -> None:  # fmt: skip
    """What the shades mean, along the foot; without its head where there is no room for it."""
    theme, gap = page.theme, 12
    names = [f"{told(low)}\u2013{told(high)}" for low, high in pairwise(edges)]
    said = width(head, theme) + 8
    long = said + sum(theme.text * 1.4 + width(n, theme) + gap for n in names)
    if long - gap > page.width:  # the line under the title says what is counted
        head, long, said = "", long - said, 0
    while long - gap > page.width and len(names) > 2:  # the least and the most say enough
        middle = len(names) // 2
        cut, colours = names.pop(middle), [*colours[:middle], *colours[middle + 1 :]]
        long -= theme.text * 1.4 + width(cut, theme) + gap
    x, y = min(page.left + left, page.right - long + gap), page.bottom
    page.text(x, y + 1, head, color=SOFT)
    x += said
    for words, colour in zip(names, colours, strict=True):
        page.mark(x + theme.text / 2, y + theme.text * 0.45, marker="s", ms=theme.text, mfc=colour,
                  mec=SOFT, mew=theme.thin)  # fmt: skip
        page.text(x + theme.text * 1.4, y + 1, words, color=SOFT)
        x += theme.text * 1.4 + width(words, theme) + gap
