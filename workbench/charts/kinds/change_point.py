"""When did the level change? Months as points, two levels, and where the change may lie."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from workbench.analysis.kind import Reading
from workbench.analysis.kinds.change_point import Changed, level
from workbench.analysis.words import number, tick
from workbench.charts.kind import ChartKind
from workbench.charts.labels import EndLabel, end_labels, plan_events
from workbench.charts.page import open_page, scale
from workbench.charts.sheet import caption
from workbench.charts.theme import ALERT, FOCUS, INK, MUTED, PAPER, SOFT, WASH, Theme
from workbench.charts.timeline import HALF, edges, name_months
from workbench.charts.words import widest


def draw(result: Changed, reading: Reading, theme: Theme) -> Figure:
    """A thin line through the counts, a thick one for the level, a wash for its range."""
    page = open_page(theme, caption(reading, result.basis))
    days, half = [day.toordinal() for day in result.months], HALF["month"]
    last = level(result, len(days) - 1)
    label = f"Level {number(last, 0 if last >= 20 else 1)}"
    right = widest([label], theme, bold=True) + 18
    ticks = scale(max(5, *(count for count in result.counts if count is not None)))
    limits = edges(result.months)
    left = widest([tick(value) for value in ticks], theme) + 6
    lanes = plan_events(result.events, theme, limits, page.left + left, page.right - right)
    axes = page.chart(ticks, right=right, top=lanes.height)
    axes.set_xlim(limits)
    name_months(axes, result.months, page.width - left - right, theme)
    counts = np.array([np.nan if c is None else c for c in result.counts], np.float64)
    axes.plot(days, counts, color=MUTED, lw=theme.thin * 1.5, marker="o", ms=theme.marker * 0.6,
              mfc=FOCUS, mec=PAPER, mew=theme.thin * 0.6, zorder=3, clip_on=False)  # fmt: skip
    parts = [(0, len(days) - 1)]
    if result.change.found:
        at = result.known[result.change.last]
        parts = [(0, at - 1), (at, len(days) - 1)]
        low, high = (day.toordinal() for day in result.span)
        axes.axvspan(low - half, high + half, color=WASH, zorder=0, lw=0)
        axes.axvline(days[at] - half, color=ALERT, lw=theme.line, ls=(0, (4, 2)), zorder=2)
        x, y = page.points(axes, low - half, axes.get_ylim()[0])
        page.text(x + 4, y + 5, "The change may lie here", color=SOFT, halo=True)
    for first, final in parts:
        mean = level(result, first)
        axes.plot([days[first] - half, days[final] + half], [mean, mean], color=FOCUS,
                  lw=theme.line * 1.2, zorder=4)  # fmt: skip
    lanes.draw(page, axes)
    end_labels(page, axes, limits[1], [EndLabel(last, label, INK, True)])
    return page.figure


KIND = ChartKind[Changed](key="change_point", draw=draw)
