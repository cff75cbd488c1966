"""Did the level shift a little, for good? Counts above, cumulative sums below them."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from workbench.analysis.kind import Reading
from workbench.analysis.kinds.cusum import CusumChart
from workbench.analysis.monitoring_words import amount
from workbench.analysis.periods import named
from workbench.analysis.words import tick
from workbench.charts.kind import ChartKind
from workbench.charts.labels import EndLabel, Lanes, end_labels, plan_events
from workbench.charts.page import Page, open_page, scale
from workbench.charts.sheet import caption
from workbench.charts.theme import (
    ALERT,
    FOCUS,
    INK,
    MUTED,
    PAPER,
    SERIES,
    SERIES_TEXT,
    SOFT,
    WASH,
    Theme,
)
from workbench.charts.timeline import HALF, draw_gaps, edges, name_months
from workbench.charts.words import widest, width

LOWER = 0.44  # of the room is for the sums
ABOVE, BELOW = "Sum above", "Sum below"
UP, DOWN = "Signal: rose", "Signal: fell"


def draw(result: CusumChart, reading: Reading, theme: Theme) -> Figure:
    """Two charts on one scale of time; a wash runs from each shift's start to its signal."""
    page = open_page(theme, caption(reading, result.basis))
    counts, limits = result.values, edges(result.starts, result.unit)
    expected = "Expected" if result.season else f"Expected {amount(result.level)}"
    right = widest([expected, ABOVE, BELOW, UP, DOWN], theme, bold=True) + 18
    ticks = scale(float(max(5.0, np.nanmax(counts), result.expected.max())), most=4)
    left = widest([tick(value) for value in ticks], theme) + 6
    lanes = plan_events(result.events, theme, limits, page.left + left, page.right - right)
    low = (page.height - lanes.height) * LOWER
    upper = page.axes(left, right, lanes.height + theme.text / 2, low + theme.leading * 0.5)
    page.rule(upper, ticks, [tick(value) for value in ticks])
    lower = page.axes(left, right, page.height - low + theme.leading * 0.3, theme.leading + 4)
    for axes in (upper, lower):
        axes.set_xlim(limits)
    upper.set_xticks([])
    _sums(page, lower, result)
    name_months(lower, result.starts, page.width - left - right, theme)
    _counts(upper, result, theme)
    _shifts(page, (upper, lower), result)
    names = [named(start, result.unit) for start in result.starts]
    there = [count is not None for count in result.counts]
    draw_gaps(page, upper, list(zip(result.starts, names, there, strict=True)), result.unit)
    _baseline(page, upper, result)
    _events(page, (upper, lower), lanes)
    end_labels(page, upper, limits[1], [EndLabel(float(result.expected[-1]), expected, INK, True)])
    _name_sums(page, lower, result, limits[1])
    return page.figure


def _counts(axes: Axes, result: CusumChart, theme: Theme) -> None:
    """Counts as points on a thin line, and what was expected."""
    days = [start.toordinal() for start in result.starts]
    size = theme.marker * (0.7 if len(days) <= 60 else 0.4)
    axes.plot(days, result.values, color=MUTED, lw=theme.thin * 1.5, marker="o", ms=size,
              mfc=FOCUS, mec=PAPER, mew=theme.thin * 0.5, zorder=3, clip_on=False)  # fmt: skip
    half = HALF[result.unit]
    across = [days[0] - half, *days, days[-1] + half]
    level = [result.expected[0], *result.expected, result.expected[-1]]
    axes.plot(across, level, color=FOCUS, lw=theme.line, zorder=2)


def _sums(page: Page, axes: Axes, result: CusumChart) -> None:
    """One sum upwards from nought and one downwards, with the lines that make a signal."""
    theme, h = page.theme, result.h
    days = np.array([start.toordinal() for start in result.starts])
    top = float(max(h * 1.25, np.nanmax(result.high) * 1.05))
    foot = float(max(h * 1.25, np.nanmax(result.low) * 1.05))
    axes.set_ylim(-foot, top)
    axes.set_yticks([-h, 0, h], [tick(h), "0", tick(h)])
    axes.axhline(0, color=SOFT, lw=theme.thin * 1.5, zorder=1)
    for at in (h, -h):
        axes.axhline(at, color=SOFT, lw=theme.thin * 1.2, dashes=(4, 3), zorder=1)
    for place, values in enumerate((result.high, -result.low)):
        known = ~np.isnan(values)
        axes.plot(days[known], values[known], color=SERIES[2 * place], lw=theme.line * 0.9,
                  zorder=3)  # fmt: skip
        axes.fill_between(days[known], values[known], color=SERIES[2 * place], alpha=0.15, lw=0)


def _shifts(page: Page, panels: tuple[Axes, Axes], result: CusumChart) -> None:
    """A wash from the start of a shift to its end, and a mark on each signal."""
    theme, half = page.theme, HALF[result.unit]
    for spell in result.spells:
        low = result.begins(spell).toordinal() - half
        high = result.ends(spell).toordinal() + half
        for axes in panels:
            axes.axvspan(low, high, color=WASH, zorder=0, lw=0)
    size = theme.marker * (1.4 if len(result.shifts) < 12 else 0.8)
    for shift in result.shifts:
        at = result.starts[shift.at].toordinal()
        values = (result.values, result.high if shift.up else -result.low)
        for axes, series in zip(panels, values, strict=True):
            axes.plot([at], [series[shift.at]], "o", ms=size, mfc=ALERT, mec=INK, mew=theme.thin,
                      zorder=5, clip_on=False)  # fmt: skip


def _baseline(page: Page, axes: Axes, result: CusumChart) -> None:
    """A bar along the foot of the counts under the baseline, named beside it."""
    half = HALF[result.unit]
    low = result.starts[result.base_first].toordinal() - half
    high = result.starts[result.base_last].toordinal() + half
    axes.plot([low, high], [0, 0], color=FOCUS, lw=page.theme.line * 2, solid_capstyle="butt",
              zorder=4)  # fmt: skip
    (a, up), (b, _) = page.points(axes, low, 0), page.points(axes, high, 0)
    words = "Baseline, locked" if result.locked else "Baseline"
    if width(words, page.theme) + 4 <= b - a:
        page.text(a + 3, up + 4, words, color=SOFT, halo=True)


def _events(page: Page, panels: tuple[Axes, Axes], lanes: Lanes) -> None:
    """The events over the counts, their lines carried on through the sums."""
    lanes.draw(page, panels[0])
    if lanes.flipped:
        for event in lanes.events:
            panels[1].axvline(event.day.toordinal(), color=MUTED, lw=page.theme.thin, zorder=1.5)


def _name_sums(page: Page, axes: Axes, result: CusumChart, end: float) -> None:
    """What the sums and their limits are called, at their ends."""
    last = int(result.known[-1])
    labels = [  # from the foot: two that meet at nought keep this order
        EndLabel(-result.h, DOWN, SOFT),
        EndLabel(-float(result.low[last]), BELOW, SERIES_TEXT[2], True),
        EndLabel(float(result.high[last]), ABOVE, SERIES_TEXT[0], True),
        EndLabel(result.h, UP, SOFT),
    ]
    end_labels(page, axes, end, labels)


KIND = ChartKind[CusumChart](key="cusum", draw=draw)
