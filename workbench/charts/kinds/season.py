"""Trend and season: the months with their trend, and beside them the shape of the year."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from workbench.analysis.kind import Reading
from workbench.analysis.seasonality import LAST, Season
from workbench.analysis.words import MONTHS, percent, tick
from workbench.charts.kind import ChartKind
from workbench.charts.labels import EndLabel, end_labels
from workbench.charts.page import Page, open_page, scale
from workbench.charts.series import Series
from workbench.charts.sheet import caption
from workbench.charts.theme import FOCUS, INK, MUTED, PAPER, SOFT, Theme
from workbench.charts.words import shorten, widest

Floats = NDArray[np.float64]

SHARE = 0.38  # of the width, for the year
ROOM = 0.36  # of a month of the year, either side, for its years
DOTTED = (0, (1.5, 1.2))


def draw(result: Season, reading: Reading, theme: Theme) -> Figure:
    """Thin counts with a thick trend on the left; on the right each month of the year."""
    page = open_page(theme, caption(reading, result.basis))
    middle = page.right - page.width * SHARE
    year, series = replace(page, left=middle), replace(page, right=middle - 1.5 * theme.text)
    heads = ((series, "Counts and trend"), (year, "Above or below the trend"))
    for part, head in heads:
        words = shorten(head, theme, part.width, bold=True)
        page.text(part.left, page.top - theme.text, words, bold=True)
    top = page.top - theme.leading - theme.text * 0.7
    _months(replace(series, top=top), result)
    _year(replace(year, top=top), result)
    return page.figure


def _months(page: Page, result: Season) -> None:
    """Counts as a thin line with points, the trend over them; its last points are dotted."""
    theme, series = page.theme, Series(result.months, result.counts)
    trend = np.array([np.nan if one is None else one for one in result.trend], np.float64)
    ticks = scale(max(5, float(np.nanmax(series.numbers)), float(np.nanmax(trend))))
    right = widest(["Trend"], theme, bold=True) + 16
    axes, lanes = series.axes(page, ticks, right, result.events)
    size = theme.marker * (0.6 if len(trend) <= 60 else 0.35)
    axes.plot(series.days, series.numbers, color=MUTED, lw=theme.thin * 1.2, marker="o", ms=size,
              mfc=FOCUS, mec=PAPER, mew=theme.thin * 0.5, zorder=3, clip_on=False)  # fmt: skip
    days, sure = np.array(series.days), len(trend) - LAST if result.smooth else len(trend)
    axes.plot(days[:sure], trend[:sure], color=FOCUS, lw=theme.line * 1.3, zorder=4)
    axes.plot(days[sure - 1 :], trend[sure - 1 :], color=FOCUS, lw=theme.line, ls=DOTTED, zorder=4)
    series.gaps(page, axes)
    lanes.draw(page, axes)
    last = float(trend[~np.isnan(trend)][-1])
    end_labels(page, axes, series.limits[1], [EndLabel(last, "Trend", INK, bold=True)])


def _year(page: Page, result: Season) -> None:
    """For each month of the year a thick bar at its season, and its years as points about it."""
    theme = page.theme
    points = [result.against(at, count) for at, count in enumerate(result.counts)]
    left_over = np.array([np.nan if one is None else one for one in points], np.float64)
    effects = np.array([np.nan if one is None else one for one in result.effects], np.float64)
    every = np.concatenate([left_over, effects, [0.05 if result.shares else 1.0]])
    ticks = scale(float(np.nanmax(every)), min(float(np.nanmin(every)), -0.0))
    axes = page.chart(ticks, _signed if result.shares else _whole)
    axes.set_xlim(-0.5, 11.5)
    axes.set_xticks(range(12), [name[0] for name in MONTHS])
    axes.axhline(0, color=SOFT, lw=theme.thin * 1.5, zorder=1.5)
    colour = FOCUS if result.season else MUTED
    for at in range(12):
        _one(axes, theme, at, left_over[_places(result, at)])
        axes.plot([at - ROOM, at + ROOM], [effects[at]] * 2, color=colour, lw=theme.line * 1.4,
                  zorder=4, solid_capstyle="butt")  # fmt: skip


def _places(result: Season, at: int) -> list[int]:
    return [place for place, day in enumerate(result.months) if day.month == at + 1]


def _one(axes: Axes, theme: Theme, at: int, values: Floats) -> None:
    """The years of one month of the year, from left to right."""
    across = at + np.linspace(-ROOM, ROOM, len(values)) if len(values) > 1 else np.array([at])
    axes.plot(across, values, color=MUTED, lw=theme.thin * 0.8, marker="o", ms=theme.marker * 0.4,
              mec=MUTED, zorder=3, clip_on=False)  # fmt: skip


def _signed(value: float) -> str:
    words = percent(value, 0 if abs(100 * value - round(100 * value)) < 1e-9 else 1)
    return words if value <= 0 else f"+{words}"


def _whole(value: float) -> str:
    return "+" + tick(value) if value > 0 else tick(value or 0)


KIND = ChartKind[Season](key="season", draw=draw)
