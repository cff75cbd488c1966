"""When does it happen? Hours across, days down, totals on both edges."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from workbench.analysis.kind import Reading
from workbench.analysis.kinds.hour_week import HourWeek
from workbench.analysis.words import DAYS, number
from workbench.charts import shades
from workbench.charts.kind import ChartKind
from workbench.charts.page import open_page, say
from workbench.charts.sheet import caption
from workbench.charts.theme import INK, Theme
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
    by_hour, by_day = weights.sum(axis=0), weights.sum(axis=1)
    shades.above(page, by_hour, left, right, strip, "All days")
    shades.beside(page, by_day, totals, right, (strip + 4, below))
    edges, colours = shades.classes(float(weights.max()))
    grid = page.axes(left, right, strip + 4, below)
    shades.grid(grid, weights, edges, colours, theme.thin)
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
    shades.key(page, edges, colours, left, "Incidents in the hour:")
    return page.figure


KIND = ChartKind[HourWeek](key="hour_week", draw=draw)
