"""When does it happen? Hours across, days down, totals on both edges."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from matplotlib.colors import BoundaryNorm, ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from workbench.analysis.kind import Reading
from workbench.analysis.kinds.hour_week import HourWeek
from workbench.analysis.words import DAYS, number, tick
from workbench.charts.kind import ChartKind
from workbench.charts.page import Page, open_page, say, scale
from workbench.charts.sheet import caption
from workbench.charts.theme import FOCUS, INK, PAPER, RULE, SOFT, Theme, step_colour
from workbench.charts.words import widest, width

Floats = NDArray[np.float64]


def draw(result: HourWeek, reading: Reading, theme: Theme) -> Figure:
    """Five classes of one hue, nothing is white; bars for hours on top, for days at the right."""
    words, weights = caption(reading, result.basis, result.n), result.shown
    if weights.sum() <= 0:
        return say(theme, words, "No incident has a usable time, so hours cannot be shown.")
    page = open_page(theme, words)
    totals = [number(total, 0 if result.n >= 100 else 1) for total in weights.sum(axis=1)]
    left, right = widest(DAYS, theme) + 8, widest(totals, theme) + 66
    below, strip = theme.leading * 2.9 + 4, max(24.0, page.height * 0.16)
    _hours(page, weights, left, right, strip)
    _days(page, weights, totals, right, (strip + 4, below))
    edges, colours = _classes(weights)
    grid = page.axes(left, right, strip + 4, below)
    shown = np.ma.masked_less_equal(weights, 1e-9)
    grid.pcolormesh(np.arange(25), np.arange(8), shown, cmap=ListedColormap(colours),
                    norm=BoundaryNorm(edges, len(colours)), edgecolors=PAPER,
                    linewidth=theme.thin)  # fmt: skip
    grid.set(xlim=(0, 24), ylim=(7, 0))
    grid.spines[:].set(visible=True, color=RULE, linewidth=theme.thin)
    every = page.every(page.height - strip - 4 - below, 7)
    grid.set_yticks(np.arange(7)[::every] + 0.5, DAYS[::every])
    step = 3 if width("00:00", theme) + 6 <= (page.width - left - right) / 8 else 6
    grid.set_xticks(np.arange(0, 25, step), [f"{hour:02d}:00" for hour in range(0, 25, step)])
    if result.peak and result.clear:
        day, first, last = result.peak
        parts = [(day, first, min(last, 23))]
        if last > 23:  # past midnight: the rest lies on the row of the next day
            parts.append(((day + 1) % 7, 0, last - 24))
        for at, start, end in parts:
            grid.add_patch(Rectangle((start, at), end - start + 1, 1, fill=False, ec=INK,
                                     lw=theme.line, clip_on=False, zorder=5))  # fmt: skip
    _key(page, edges, colours, left)
    return page.figure


def _hours(page: Page, weights: Floats, left: float, right: float, strip: float) -> None:
    """The hours of all days together, as bars above."""
    by_hour = weights.sum(axis=0)
    top = page.axes(left, right, 0, page.height - strip)
    top.bar(np.arange(24) + 0.5, by_hour, width=0.86, color=FOCUS)
    top.set(xlim=(0, 24), ylim=(0, by_hour.max() * 1.02), xticks=[], yticks=[])
    page.text(page.right - right + 8, page.top - page.theme.text, "All days", color=SOFT)


def _days(
    page: Page, weights: Floats, totals: list[str], right: float, margins: tuple[float, float]
) -> None:
    """The days, as bars at the right with their totals."""
    by_day = weights.sum(axis=1)
    side = page.axes(page.width - right + 4, widest(totals, page.theme) + 8, *margins)
    side.barh(np.arange(7) + 0.5, by_day, height=0.8, color=FOCUS)
    side.set(ylim=(7, 0), xlim=(0, by_day.max()), xticks=[], yticks=[])
    every = page.every(page.height - sum(margins), 7)
    for day, total in list(enumerate(totals))[::every]:
        x, y = page.points(side, float(by_day[day]), day + 0.5)
        page.text(x + 4, y, total, va="center_baseline")


def _classes(weights: Floats) -> tuple[list[float], list[str]]:
    """Round edges of at most five classes from 0, so that a flat week looks flat."""
    most = float(weights.max())
    edges = scale(most, 0, 5)
    count = len(edges) - 1
    return edges, [step_colour(rank, count) for rank in range(count)]


def _key(page: Page, edges: list[float], colours: list[str], left: float) -> None:
    """What the shades mean."""
    theme, head, gap = page.theme, "Incidents in the hour:", 12
    names = [f"{tick(low)}\u2013{tick(high)}" for low, high in pairwise(edges)]
    said = width(head, theme) + 8
    long = said + sum(theme.text * 1.4 + width(n, theme) + gap for n in names)
    if long - gap > page.width:  # the line under the title says what is counted
        head, long, said = "", long - said, 0
    x, y = min(page.left + left, page.right - long + gap), page.bottom
    page.text(x, y + 1, head, color=SOFT)
    x += said
    for words, colour in zip(names, colours, strict=True):
        page.mark(x + theme.text / 2, y + theme.text * 0.45, marker="s", ms=theme.text, mfc=colour,
                  mec=SOFT, mew=theme.thin)  # fmt: skip
        page.text(x + theme.text * 1.4, y + 1, words, color=SOFT)
        x += theme.text * 1.4 + width(words, theme) + gap


KIND = ChartKind[HourWeek](key="hour_week", draw=draw)
