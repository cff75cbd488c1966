"""Is it drifting? Counts in grey, their weighted average over them, and its limits."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from workbench.analysis.kind import Reading
from workbench.analysis.kinds.ewma import EwmaChart
from workbench.analysis.monitoring_words import amount
from workbench.analysis.periods import named
from workbench.analysis.words import tick
from workbench.charts.kind import ChartKind
from workbench.charts.labels import EndLabel, end_labels, plan_events
from workbench.charts.page import Page, open_page, scale
from workbench.charts.sheet import caption
from workbench.charts.theme import ALERT, FOCUS, INK, MUTED, PAPER, SERIES_TEXT, SOFT, WASH, Theme
from workbench.charts.timeline import HALF, draw_gaps, edges, name_months
from workbench.charts.words import widest, width


def draw(result: EwmaChart, reading: Reading, theme: Theme) -> Figure:
    """The average as a thick line that is named at its end; signals are ringed."""
    page = open_page(theme, caption(reading, result.basis))
    evened, limits = result.evened, edges(result.starts, result.unit)
    last = int(result.known[-1])
    upper, lower = float(result.upper[-1]), float(result.lower[-1])
    now = float(result.smoothed[last])
    labels = [
        EndLabel(upper, f"Upper limit {result.said(upper)}", SOFT),
        EndLabel(result.level, f"Expected {amount(result.level)}", SOFT),
        EndLabel(lower, f"Lower limit {result.said(lower)}", SOFT),
        EndLabel(now, f"Average {result.said(now)}", SERIES_TEXT[0], True),
    ]
    right = widest([label.text for label in labels], theme, bold=True) + 18
    ticks = scale(float(max(5.0, np.nanmax(evened), result.upper.max())))
    left = widest([tick(value) for value in ticks], theme) + 6
    lanes = plan_events(result.events, theme, limits, page.left + left, page.right - right)
    axes = page.chart(ticks, right=right, top=lanes.height)
    axes.set_xlim(limits)
    name_months(axes, result.starts, page.width - left - right, theme)
    _limits(page, axes, result)
    _series(axes, result, theme)
    names = [named(start, result.unit) for start in result.starts]
    there = [count is not None for count in result.counts]
    draw_gaps(page, axes, list(zip(result.starts, names, there, strict=True)), result.unit)
    lanes.draw(page, axes)
    end_labels(page, axes, limits[1], labels)
    return page.figure


def _limits(page: Page, axes: Axes, result: EwmaChart) -> None:
    """Level and limits across, and the baseline shaded."""
    theme, half = page.theme, HALF[result.unit]
    days = np.array([start.toordinal() for start in result.starts])
    across = np.array([days[0] - half, *days, days[-1] + half])
    axes.plot(across[[0, -1]], [result.level] * 2, color=SOFT, lw=theme.thin * 1.4, zorder=2)
    for side in (result.lower, result.upper):
        axes.plot(across, np.array([side[0], *side, side[-1]]), color=SOFT, lw=theme.thin * 1.2,
                  dashes=(4, 3), zorder=2)  # fmt: skip
    low, high = (float(days[at]) for at in (result.base_first, result.base_last))
    axes.axvspan(low - half, high + half, color=WASH, zorder=0, lw=0)
    (x, y), (edge, _) = page.points(axes, low - half, 0), page.points(axes, high + half, 0)
    for words in ("Baseline, locked" if result.locked else "Baseline", "Baseline"):
        if width(words, theme) + 4 <= edge - x:
            page.text(x + 4, y + 5, words, color=SOFT, halo=True)
            return


def _series(axes: Axes, result: EwmaChart, theme: Theme) -> None:
    """Counts as small grey points, the average through them; a gap breaks the points only."""
    days = np.array([start.toordinal() for start in result.starts])
    size = theme.marker * (0.6 if len(days) <= 60 else 0.35)
    axes.plot(days, result.evened, color=MUTED, lw=theme.thin, marker="o", ms=size, mfc=MUTED,
              mec=PAPER, mew=theme.thin * 0.4, zorder=2.5, clip_on=False)  # fmt: skip
    axes.plot(days, result.smoothed, color=FOCUS, lw=theme.line * 1.3, zorder=4, clip_on=False)
    at = list(result.signals)
    axes.plot(days[at], result.smoothed[at], "o", ms=theme.marker * (1.3 if len(at) < 40 else 0.8),
              mfc=ALERT, mec=INK, mew=theme.thin, ls="", zorder=5, clip_on=False)  # fmt: skip


KIND = ChartKind[EwmaChart](key="ewma", draw=draw)
