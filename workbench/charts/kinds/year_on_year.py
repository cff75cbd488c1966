"""Is this year different? The same months of two years, over the range of earlier ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from workbench.analysis.kind import Reading
from workbench.analysis.kinds.year_on_year import Year, YearOnYear
from workbench.analysis.words import MONTHS, tick
from workbench.charts.kind import ChartKind
from workbench.charts.labels import EndLabel, end_labels, plan_events
from workbench.charts.page import Page, open_page, say, scale
from workbench.charts.sheet import caption
from workbench.charts.theme import (
    ALERT,
    DASHES,
    FOCUS,
    MUTED,
    PAPER,
    RULE,
    SERIES_TEXT,
    SOFT,
    Theme,
)
from workbench.charts.words import widest, width

Floats = NDArray[np.float64]
EDGE = 12  # days before the first of January and after that of December


def draw(result: YearOnYear, reading: Reading, theme: Theme) -> Figure:
    """Two lines named beside their ends, and a grey band for what was usual before."""
    words = caption(reading, result.basis)
    this, last = _numbers(result.this), _numbers(result.last)
    if np.isnan(this).all() and np.isnan(last).all():
        return say(theme, words, "No complete month in either year, so nothing can be compared.")
    page = open_page(theme, words)
    low, high = _numbers(result.lowest), _numbers(result.highest)
    band = _band_name(result)
    right = widest([band, str(result.year)], theme, bold=True) + 18
    ticks = scale(float(np.nanmax(np.concatenate([this, last, high, [1.0]]))))
    left, days = widest([tick(value) for value in ticks], theme) + 6, _days(result)
    limits = (days[0] - EDGE, days[11] + EDGE)
    lanes = plan_events(result.events, theme, limits, page.left + left, page.right - right)
    axes = page.chart(ticks, right=right, top=lanes.height)
    axes.set_xlim(limits)
    axes.set_xticks(days, MONTHS)
    labels = []
    if band:
        _band(axes, days, low, high)
        at = int(np.flatnonzero(~np.isnan(low))[-1])
        labels.append(EndLabel(float(low[at] + high[at]) / 2, band, SOFT))
    for place, (values, name) in enumerate(((this, result.year), (last, result.against))):
        end = _line(axes, days, values, place, theme)
        if end == 11:
            labels.append(EndLabel(float(values[end]), str(name), SERIES_TEXT[place], bold=True))
        elif end is not None:
            line = _Line(days, end, values, (last, this)[place])
            _name(page, axes, line, str(name), SERIES_TEXT[place])
    _not_yet(page, axes, result, this)
    lanes.draw(page, axes)
    end_labels(page, axes, limits[1], labels)
    return page.figure


def _numbers(year: Year) -> Floats:
    return np.array([np.nan if value is None else value for value in year], np.float64)


def _days(result: YearOnYear) -> list[int]:
    """The first of each month of this year; both years are drawn on it."""
    return [date(result.year, month, 1).toordinal() for month in range(1, 13)]


def _band_name(result: YearOnYear) -> str:
    if all(value is None for value in result.lowest):
        return ""
    return f"Range {result.earlier[0]}\u2013{result.earlier[-1]}"


def _band(axes: Axes, days: list[int], low: Floats, high: Floats) -> None:
    """The range of earlier years; broken where it is not known."""
    axes.fill_between(days, low, high, color=RULE, lw=0)


def _line(axes: Axes, days: list[int], values: Floats, place: int, theme: Theme) -> int | None:
    """One year, broken at gaps; returns the place of its last point."""
    known = np.flatnonzero(~np.isnan(values))
    if not known.size:
        return None
    colour, marker = ((FOCUS, "o"), (ALERT, "s"))[place]
    axes.plot(days, values, color=colour, ls=DASHES[place], lw=theme.line, marker=marker,
              ms=theme.marker, mec=PAPER, mew=theme.thin, zorder=4 - place,
              clip_on=False)  # fmt: skip
    return int(known[-1])


@dataclass(frozen=True)
class _Line:
    """A line that stops early: its days, where it ends, its values and those of the other."""

    days: list[int]
    end: int
    values: Floats
    other: Floats


def _name(page: Page, axes: Axes, line: _Line, name: str, colour: str) -> None:
    """The name of a line that stops early, beside its end and away from the other line."""
    end, values = line.end, line.values
    near = line.other[[end, min(end + 1, 11)]]
    below = bool(np.isnan(near).all() or np.nanmean(near) >= values[end])
    x, y = page.points(axes, line.days[end], float(values[end]))
    below = below and y - page.theme.leading * 2.6 > page.points(axes, line.days[end], 0)[1]
    page.text(x + 5, y - page.theme.text * 1.4 if below else y + 4, name, bold=True,
              color=colour, halo=True)  # fmt: skip


def _not_yet(page: Page, axes: Axes, result: YearOnYear, this: Floats) -> None:
    """Where this year stops, said in words when there is room."""
    known = np.flatnonzero(~np.isnan(this))
    days, last = _days(result), int(known[-1]) if known.size else -1
    if last == 11:
        return
    stop = days[last] + 15.0 if known.size else days[0] - EDGE
    axes.axvline(stop, color=MUTED, lw=page.theme.thin, dashes=(1, 2))
    foot = axes.get_ylim()[0]
    (x, up), (edge, _) = page.points(axes, stop, foot), page.points(axes, axes.get_xlim()[1], foot)
    words = f"{result.year}: complete to {MONTHS[max(0, last)]}"
    if x + 4 + width(words, page.theme) <= edge:
        page.text(x + 4, up + 5, words, color=SOFT, halo=True)
    else:
        page.text(x - 4, up + 5, words, color=SOFT, halo=True, ha="right")


KIND = ChartKind[YearOnYear](key="year_on_year", draw=draw)
