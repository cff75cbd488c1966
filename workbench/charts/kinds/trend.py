"""Is it changing? A monthly count with natural limits from its baseline."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from workbench.analysis.kind import Reading
from workbench.analysis.rules import NAMES
from workbench.analysis.trend_words import middle
from workbench.analysis.trends import Phase, Trend
from workbench.analysis.words import capital, number, period
from workbench.analysis.xmr import within
from workbench.charts.kind import ChartKind
from workbench.charts.labels import EndLabel, end_labels
from workbench.charts.page import Page, open_page, say, scale
from workbench.charts.series import Series
from workbench.charts.sheet import caption
from workbench.charts.theme import ALERT, FOCUS, INK, PAPER, SOFT, WASH, Theme
from workbench.charts.words import widest, width


def draw(result: Trend, reading: Reading, theme: Theme) -> Figure:
    """Counts as a line broken at gaps, limits named at the right, signals ringed."""
    words = caption(reading, result.basis)
    if not result.known:
        return say(theme, words, "No incidents match this filter, so there is no trend to show.")
    page = open_page(theme, words)
    series = Series(result.months, result.counts)
    names = _names(result)
    right = widest([label.text for label in names], theme, bold=True) + 18 if names else 8.0
    tops = [count for count in result.counts if count is not None]
    ticks = scale(max((*tops, *(phase.upper for phase in result.phases), 5)))
    top = page.top  # the rows of patterns stand above the events, whose lines would cut them
    if result.patterns:
        page = replace(page, top=top - theme.leading * (len(result.patterns) + 0.6))
    axes, lanes = series.axes(page, ticks, right, result.events)
    _limits(page, axes, result, series)
    series.draw(page, axes)
    _patterns(replace(page, top=top), axes, result, series)
    series.signal(page, axes, result.signals)
    series.gaps(page, axes)
    lanes.draw(page, axes)
    end_labels(page, axes, series.limits[1], names)
    return page.figure


def _names(result: Trend) -> list[EndLabel]:
    """The lines of the last phase, with their values."""
    if not result.phases:
        return []
    last = result.phases[-1]
    centre = f"{middle(result)} {number(last.mean, 0 if last.mean >= 20 else 1)}"
    low, high, places = within(last.lower, last.upper)
    return [
        EndLabel(last.upper, f"Upper limit {number(high, places)}", SOFT),
        EndLabel(last.mean, centre, INK, bold=True),
        EndLabel(last.lower, f"Lower limit {number(low, places)}", SOFT),
    ]


def _limits(page: Page, axes: Axes, result: Trend, series: Series) -> None:
    """Mean and limits of each phase, and its baseline shaded."""
    theme = page.theme
    for phase in result.phases:
        span = series.span(phase.first, phase.last)
        axes.plot(span, [phase.mean] * 2, color=FOCUS, lw=theme.thin * 1.6)
        for limit in (phase.lower, phase.upper):
            axes.plot(span, [limit] * 2, color=SOFT, lw=theme.thin * 1.2, dashes=(4, 3))
        axes.axvspan(*series.span(phase.base_first, phase.base_last), color=WASH, zorder=0, lw=0)
    if result.phases:
        _name_baseline(page, axes, result, result.phases[-1], series)


def _name_baseline(page: Page, axes: Axes, result: Trend, phase: Phase, series: Series) -> None:
    """The words of the last baseline, cut shorter until they fit beside its shade."""
    foot = axes.get_ylim()[0]
    across, up = page.points(axes, series.span(phase.base_first, phase.base_last)[0], foot)
    edge = page.points(axes, axes.get_xlim()[1], foot)[0]
    word = "Provisional baseline" if phase.provisional else "Baseline"
    word += ", locked" if result.locked else ""
    when = period(result.months[phase.base_first], result.months[phase.base_last])
    for words in (f"{word}: {when}", word, "Baseline"):
        if across + 4 + width(words, page.theme) <= edge:
            page.text(across + 4, up + 5, words, color=SOFT, halo=True)
            return


def _patterns(page: Page, axes: Axes, result: Trend, series: Series) -> None:
    """A ring at the last month of each pattern, and at the top a row for each rule.

    The rule is named at the end of its row, and in full before its first mark where it fits.
    """
    theme = page.theme
    ring: dict[str, Any] = {"marker": "o", "mfc": PAPER, "mec": ALERT}
    days, values = np.array(series.days, np.float64), series.numbers
    ends = sorted({end for one in result.patterns for end in one.ends})
    axes.plot(days[ends], values[ends], ls="", ms=theme.marker * 1.5, mew=theme.thin * 2,
              zorder=3.5, clip_on=False, **ring)  # fmt: skip
    left, edge = (page.points(axes, end, 0)[0] for end in axes.get_xlim())
    for row, one in enumerate(result.patterns):
        y = page.top - theme.leading * (row + 0.5)
        across = [page.points(axes, days[end], 0)[0] for end in one.ends]
        for x in across:
            page.mark(x, y, ms=theme.marker, mew=theme.thin * 1.5, **ring)
        page.text(edge + 12, y, f"Rule {one.rule}", color=SOFT, va="center")
        name = capital(NAMES[result.rules][one.rule])
        if left + 4 + width(name, theme) < across[0] - theme.marker:
            page.text(left + 4, y, name, color=SOFT, va="center", halo=True)


KIND = ChartKind[Trend](key="trend", draw=draw)
