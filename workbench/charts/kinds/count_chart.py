"""Is a month out of the ordinary? Counts or rates with limits stepped by the length of months."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from workbench.analysis.count_charts import CountChart
from workbench.analysis.kind import Reading
from workbench.analysis.kinds.count_chart import amount
from workbench.analysis.words import period
from workbench.charts.kind import ChartKind
from workbench.charts.labels import EndLabel, end_labels
from workbench.charts.page import Page, open_page, scale
from workbench.charts.series import Series
from workbench.charts.sheet import caption
from workbench.charts.theme import FOCUS, INK, SOFT, WASH, Theme
from workbench.charts.words import widest, width


def draw(result: CountChart, reading: Reading, theme: Theme) -> Figure:
    """Values as a line broken at gaps, limits as steps named at the right, signals in orange."""
    page = open_page(theme, caption(reading, result.basis))
    series = Series(result.months, result.values)
    names = [
        EndLabel(result.upper[-1], f"Upper limit {amount(result.upper[-1])}", SOFT),
        EndLabel(result.centre, f"Mean {amount(result.centre)}", INK, bold=True),
        EndLabel(result.lower[-1], f"Lower limit {amount(result.lower[-1])}", SOFT),
    ]
    right = widest([label.text for label in names], theme, bold=True) + 18
    tops = [value for value in result.values if value is not None]
    ticks = scale(max(*tops, *result.upper))
    axes, lanes = series.axes(page, ticks, right, result.events)
    _limits(axes, result, series, theme)
    _baseline(page, axes, result, series)
    series.draw(page, axes)
    series.signal(page, axes, result.signals)
    series.gaps(page, axes)
    lanes.draw(page, axes)
    end_labels(page, axes, series.limits[1], names)
    return page.figure


def _limits(axes: Axes, result: CountChart, series: Series, theme: Theme) -> None:
    """The mean as a line, and both limits as steps from month to month."""
    low, high = series.limits
    axes.plot([low, high], [result.centre] * 2, color=FOCUS, lw=theme.thin * 1.6, zorder=2)
    days = np.array([low, *series.days, high])
    for limit in (result.lower, result.upper):
        steps = [limit[0], *limit, limit[-1]]
        axes.step(days, steps, where="mid", color=SOFT, lw=theme.thin * 1.2, dashes=(4, 3))


def _baseline(page: Page, axes: Axes, result: CountChart, series: Series) -> None:
    """A shade behind the months that set the limits, when they are not all."""
    known = [i for i, value in enumerate(result.values) if value is not None]
    if result.base >= len(known):
        return
    first, last = known[0], known[result.base - 1]
    axes.axvspan(*series.span(first, last), color=WASH, zorder=0, lw=0)
    across, foot = page.points(axes, series.span(first, last)[0], axes.get_ylim()[0])
    limit = page.points(axes, 0, max(result.lower[first : last + 1]))[1]
    up = (
        limit if limit - foot < 2 * page.theme.text else foot
    )  # so that no limit strikes it through
    edge = page.points(axes, series.limits[1], 0)[0]
    word = "Provisional baseline" if result.provisional else "Baseline"
    for words in (f"{word}: {period(result.months[first], result.months[last])}", word, "Baseline"):
        if across + 4 + width(words, page.theme) <= edge:
            page.text(across + 4, up + 5, words, color=SOFT, halo=True)
            return


KIND = ChartKind[CountChart](key="count_chart", draw=draw)
