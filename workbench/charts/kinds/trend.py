"""Is it changing? A monthly count with natural limits from its baseline."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from workbench.analysis.kind import Reading
from workbench.analysis.trends import Phase, Trend
from workbench.analysis.words import month, number, period, tick
from workbench.charts.kind import ChartKind
from workbench.charts.labels import EndLabel, end_labels, plan_events
from workbench.charts.page import Page, open_page, say, scale
from workbench.charts.sheet import caption
from workbench.charts.theme import ALERT, FOCUS, INK, PAPER, SOFT, WASH, Theme
from workbench.charts.timeline import HALF as HALVES
from workbench.charts.timeline import draw_gaps, edges, name_months
from workbench.charts.words import widest, width

HALF = HALVES["month"]


def draw(result: Trend, reading: Reading, theme: Theme) -> Figure:
    """Counts as a line broken at gaps, limits named at the right, signals ringed."""
    words = caption(reading, result.basis)
    if not result.known:
        return say(theme, words, "No incidents match this filter, so there is no trend to show.")
    page = open_page(theme, words)
    days = [day.toordinal() for day in result.months]
    names = _names(result)
    right = widest([text for _, text in names], theme, bold=True) + 18 if names else 8.0
    tops = [count for count in result.counts if count is not None]
    ticks = scale(max((*tops, *(phase.upper for phase in result.phases), 5)))
    limits = edges(result.months)
    left = widest([tick(value) for value in ticks], theme) + 6
    lanes = plan_events(result.events, theme, limits, page.left + left, page.right - right)
    axes = page.chart(ticks, right=right, top=lanes.height)
    axes.set_xlim(limits)
    name_months(axes, result.months, page.width - left - right, theme)
    _limits(page, axes, result, days)
    _counts(axes, result, days, theme)
    there = [count is not None for count in result.counts]
    names_of = [month(day) for day in result.months]
    draw_gaps(page, axes, list(zip(result.months, names_of, there, strict=True)))
    lanes.draw(page, axes)
    labels = [
        EndLabel(value, text, INK if "Mean" in text else SOFT, "Mean" in text)
        for value, text in names
    ]
    end_labels(page, axes, limits[1], labels)
    return page.figure


def _names(result: Trend) -> list[tuple[float, str]]:
    """The lines of the last phase, with their values."""
    if not result.phases:
        return []
    last = result.phases[-1]
    return [
        (last.upper, f"Upper limit {number(last.upper)}"),
        (last.mean, f"Mean {number(last.mean, 0 if last.mean >= 20 else 1)}"),
        (last.lower, f"Lower limit {number(last.lower)}"),
    ]


def _limits(page: Page, axes: Axes, result: Trend, days: list[int]) -> None:
    """Mean and limits of each phase, and its baseline shaded."""
    theme = page.theme
    for phase in result.phases:
        span = [days[phase.first] - HALF, days[phase.last] + HALF]
        axes.plot(span, [phase.mean] * 2, color=FOCUS, lw=theme.thin * 1.6)
        for limit in (phase.lower, phase.upper):
            axes.plot(span, [limit] * 2, color=SOFT, lw=theme.thin * 1.2, dashes=(4, 3))
        low, high = days[phase.base_first] - HALF, days[phase.base_last] + HALF
        axes.axvspan(low, high, color=WASH, zorder=0, lw=0)
    if result.phases:
        _name_baseline(page, axes, result, result.phases[-1], days)


def _name_baseline(page: Page, axes: Axes, result: Trend, phase: Phase, days: list[int]) -> None:
    """The words of the last baseline, cut shorter until they fit beside its shade."""
    foot = axes.get_ylim()[0]
    across, up = page.points(axes, days[phase.base_first] - HALF, foot)
    edge = page.points(axes, axes.get_xlim()[1], foot)[0]
    word = "Provisional baseline" if phase.provisional else "Baseline"
    word += ", locked" if result.locked else ""
    when = period(result.months[phase.base_first], result.months[phase.base_last])
    for words in (f"{word}: {when}", word, "Baseline"):
        if across + 4 + width(words, page.theme) <= edge:
            page.text(across + 4, up + 5, words, color=SOFT, halo=True)
            return


def _counts(axes: Axes, result: Trend, days: list[int], theme: Theme) -> None:
    """The line with its points, and a ring round each signal."""
    counts = np.array([np.nan if c is None else c for c in result.counts], np.float64)
    size = theme.marker * (0.7 if len(days) <= 60 else 0.45)
    axes.plot(days, counts, color=FOCUS, lw=theme.line, marker="o", ms=size, mec=PAPER,
              mew=theme.thin * 0.6, zorder=3, clip_on=False)  # fmt: skip
    known = ~np.isnan(np.concatenate([[np.nan], counts, [np.nan]]))
    alone = known[1:-1] & ~known[:-2] & ~known[2:]
    axes.plot(np.array(days)[alone], counts[alone], "o", color=FOCUS, ms=theme.marker, zorder=3,
              clip_on=False)  # fmt: skip
    where = list(result.signals)
    axes.plot([days[i] for i in where], counts[where], "o", ms=theme.marker * 1.5, mfc=ALERT,
              mec=INK, mew=theme.thin, zorder=4, clip_on=False)  # fmt: skip


KIND = ChartKind[Trend](key="trend", draw=draw)
