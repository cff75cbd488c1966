"""Has it shifted for good? Counts about a median, with the longest run marked."""

from __future__ import annotations

from dataclasses import replace

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from workbench.analysis.kind import Reading
from workbench.analysis.kinds.run_chart import RunChart
from workbench.analysis.words import counted, tick
from workbench.charts.kind import ChartKind
from workbench.charts.labels import EndLabel, end_labels
from workbench.charts.page import Page, open_page, scale
from workbench.charts.series import Series
from workbench.charts.sheet import caption
from workbench.charts.theme import FOCUS, INK, SOFT, WASH, Theme
from workbench.charts.words import widest, width


def draw(result: RunChart, reading: Reading, theme: Theme) -> Figure:
    """Points about a median; the longest run on a wash, in orange when it is too long."""
    page = open_page(theme, caption(reading, result.basis))
    page = _tests(page, result)
    series = Series(result.starts, result.counts, result.unit)
    label = f"Median {tick(result.median)}"
    right = widest([label], theme, bold=True) + 18
    axes, lanes = series.axes(page, scale(max(5, *result.known)), right, result.events)
    axes.plot(series.limits, [result.median] * 2, color=FOCUS, lw=theme.thin * 1.6, zorder=2)
    series.draw(page, axes)
    _longest(page, axes, result, series)
    series.gaps(page, axes)
    lanes.draw(page, axes)
    end_labels(page, axes, series.limits[1], [EndLabel(result.median, label, INK, bold=True)])
    return page.figure


def _tests(page: Page, result: RunChart) -> Page:
    """Both tests in words at the top, above the events; returns what is left of the sheet."""
    runs = result.runs
    if runs is None:
        return page
    unit = counted(runs.longest, result.unit)
    words = [
        (f"Longest run: {unit}, chance allows {runs.longest_allowed}",
         runs.longest > runs.longest_allowed),
        (f"Crossings: {runs.crossings}, chance gives at least {runs.fewest_allowed}",
         runs.crossings < runs.fewest_allowed),
    ]  # fmt: skip
    theme, gap = page.theme, 3 * page.theme.text
    y, x = page.top - theme.text, page.left
    for at, (text, bold) in enumerate(words):
        if at and x + width(text, theme, bold) > page.right:
            x, y = page.left, y - theme.leading
        page.text(x, y, text, bold, color=INK if bold else SOFT)
        x += width(text, theme, bold) + gap
    return replace(page, top=y - theme.text * 0.8)


def _longest(page: Page, axes: Axes, result: RunChart, series: Series) -> None:
    """A wash behind the longest run, and its points in orange when chance does not give it."""
    if result.runs is None or result.longest is None:
        return
    axes.axvspan(*series.span(*result.longest), color=WASH, zorder=0, lw=0)
    if result.runs.longest > result.runs.longest_allowed:
        series.signal(page, axes, [i for i in range(len(series.starts)) if result.in_longest(i)])
    foot = axes.get_ylim()[0]
    across, up = page.points(axes, series.span(*result.longest)[0], foot)
    text, theme = "Longest run", page.theme
    start = min(across + 4, page.points(axes, series.limits[1], foot)[0] - width(text, theme) - 2)
    page.text(max(page.left, start), up + 5, text, color=SOFT, halo=True)


KIND = ChartKind[RunChart](key="run_chart", draw=draw)
