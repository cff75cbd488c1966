"""What could we have seen? The mildest fall by months of follow-up, one line a design."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from workbench.analysis.kind import Reading
from workbench.analysis.planning import Design, Detectable
from workbench.analysis.ratio_words import fall
from workbench.analysis.words import counted, percent
from workbench.charts.kind import ChartKind
from workbench.charts.labels import EndLabel, end_labels, spread
from workbench.charts.page import Page, open_page, say, scale
from workbench.charts.sheet import caption
from workbench.charts.theme import (
    DASHES,
    MARKERS,
    MUTED,
    PAPER,
    SERIES,
    SERIES_TEXT,
    SOFT,
    WASH,
    Theme,
)
from workbench.charts.words import widest, width

Floats = NDArray[np.float64]
NAMES = {"none": "No control", "same": "Control of same size", "given": "Your control"}


def draw(result: Detectable, reading: Reading, theme: Theme) -> Figure:
    """Falls above a line would be shown, falls below it are lost in chance."""
    words = caption(reading, result.basis)
    shown = [one for one in result.designs if any(ratio is not None for ratio in one.falls)]
    if not shown:
        return say(theme, words, "With so few incidents no realistic fall could be shown.")
    page = open_page(theme, words)
    names = [NAMES[one.name] for one in shown]
    drops = np.vstack([_drops(one) for one in shown])
    ticks = _ticks(float(np.nanmax(drops)))
    fine = 1 if ticks[1] < 0.01 else 0
    right = widest(names, theme, bold=True) + 18
    axes = page.chart(ticks, lambda share: percent(share, fine), right=right)
    last = result.months[-1]
    axes.set_xlim(0, last)
    marks = [month for month in range(0, last + 1, 6) if month]
    axes.set_xticks(marks, [str(month) for month in marks])
    ends = []
    for one, values in zip(shown, drops, strict=True):
        at = list(NAMES).index(one.name)
        axes.plot(result.months, values, color=SERIES[at], ls=DASHES[at], lw=theme.line, zorder=4)
        end = float(values[np.flatnonzero(~np.isnan(values))[-1]])
        ends.append(EndLabel(end, NAMES[one.name], SERIES_TEXT[at], bold=True))
    lowest = np.where(np.isnan(drops), ticks[-1], drops).min(axis=0)
    axes.fill_between(
        [0, *result.months], 0, [ticks[-1], *lowest.tolist()], color=WASH, lw=0, zorder=0
    )
    _lost(page, axes, lowest)
    _planned(page, axes, result, shown)
    end_labels(page, axes, last, ends)
    return page.figure


def _ticks(top: float) -> list[float]:
    """From nought to all, or to what is needed where even mild falls would be seen."""
    return [0.0, 0.25, 0.5, 0.75, 1.0] if top > 0.5 else scale(top)


def _drops(one: Design) -> Floats:
    """Falls as shares, 0 to 1; NaN where none could be shown."""
    return np.array([np.nan if ratio is None else 1 - ratio for ratio in one.falls], np.float64)


def _lost(page: Page, axes: Axes, lowest: Floats) -> None:
    """What lies under every line, named where there is room."""
    words = "A milder fall is lost in chance"
    x, y = page.points(axes, axes.get_xlim()[1], 0)
    if page.points(axes, 0, float(lowest[-1]))[1] - y > page.theme.leading * 1.6:
        page.text(x - 5, y + 5, words, color=SOFT, ha="right")


def _planned(page: Page, axes: Axes, result: Detectable, shown: list[Design]) -> None:
    """The follow-up that is planned, with the fall of each design beside its line."""
    theme, at = page.theme, result.follow_up
    axes.axvline(at, color=MUTED, lw=theme.thin * 1.2, dashes=(2, 2), zorder=2)
    words = f"Planned: {counted(at, 'month')}"
    x, y = page.points(axes, at, axes.get_ylim()[1])
    left = x + 4 + width(words, theme) > page.points(axes, result.months[-1], 0)[0]
    page.text(x + (-4 if left else 4), y - theme.text - 1, words, color=SOFT, halo=True,
              ha="right" if left else "left")  # fmt: skip
    found = [(one, result.at(one.name, at)) for one in shown]
    known = [(one, 1 - ratio) for one, ratio in found if ratio is not None]
    if not known:
        return
    spots = [page.points(axes, at, drop)[1] for _, drop in known]
    placed = spread([up + theme.text * 0.6 for up in spots], theme.leading, page.bottom, y)
    for (one, drop), up in zip(known, placed, strict=True):
        place = list(NAMES).index(one.name)
        axes.plot(at, drop, MARKERS[place], color=SERIES[place], ms=theme.marker, mec=PAPER,
                  mew=theme.thin, zorder=5)  # fmt: skip
        page.text(x + (-7 if left else 7), up, f"{fall(1 - drop)}", bold=True, va="center",
                  color=SERIES_TEXT[place], ha="right" if left else "left",
                  bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.8})  # fmt: skip


KIND = ChartKind[Detectable](key="detectable", draw=draw)
