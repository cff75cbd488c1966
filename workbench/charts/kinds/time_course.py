"""When do repeats come back? Bars of the rate against the usual, by week and then by month."""

from __future__ import annotations

from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from workbench.analysis.hiding import SMALL
from workbench.analysis.kind import Reading
from workbench.analysis.kinds.time_course import WEEKS, TimeCourse
from workbench.analysis.words import number, tick
from workbench.charts.kind import ChartKind
from workbench.charts.page import Page, open_page, scale
from workbench.charts.sheet import caption
from workbench.charts.theme import FOCUS, INK, MUTED, PAPER, SOFT, Theme
from workbench.charts.words import widest, width

USUAL: Final = "Usual"
GAP: Final = 0.6  # between weeks and months
TALL: Final = 1.7  # times the tallest bar: a range may reach so high, then it is cut


def draw(result: TimeCourse, reading: Reading, theme: Theme) -> Figure:
    """Bars from zero, navy where clear of the usual; ranges as lines; what is withheld is said."""
    page = open_page(theme, caption(reading, result.basis))
    course, shown = result.course, result.shown
    at = np.array([place + (GAP if place >= WEEKS else 0) for place in range(shown)])
    known = np.isfinite(course.ratio[:shown])
    highest = max(1.2, *course.ratio[:shown][known], 0.0)
    reach = course.ratio_high[:shown][np.isfinite(course.ratio_high[:shown])]
    ticks = scale(min(float(max(1.2, *reach, 0.0)), TALL * highest))
    right = widest([USUAL], theme, bold=True) + 10
    axes = page.chart(ticks, tick, right=right, bottom=theme.leading)
    axes.set_xlim(-0.7, at[-1] + 0.7)
    axes.set_xticks([])
    colours = [FOCUS if clear else MUTED for clear in result.clear[:shown]]
    axes.bar(at, np.nan_to_num(course.ratio[:shown]), width=0.72, color=colours, zorder=2)
    halo = [withStroke(linewidth=theme.line * 0.8 + 2, foreground=PAPER)]
    for place in np.flatnonzero(known):
        low, high = float(course.ratio_low[place]), float(course.ratio_high[place])
        axes.plot([at[place]] * 2, [low, min(high, ticks[-1])], color=INK, lw=theme.line * 0.8,
                  solid_capstyle="butt", zorder=3, path_effects=halo)  # fmt: skip
        if high > ticks[-1]:  # it goes on
            axes.plot(at[place], ticks[-1], "^", color=INK, ms=theme.marker * 0.9, clip_on=False,
                      zorder=3)  # fmt: skip
    axes.axhline(1, color=INK, lw=theme.thin * 1.5, ls=(0, (4, 3)), zorder=2.5)
    x, y = page.points(axes, at[-1] + 0.7, 1)
    page.text(x + 6, y, USUAL, bold=True, va="center_baseline")
    _values(page, axes, result, at)
    _units(page, axes, at)
    return page.figure


def _values(page: Page, axes: Axes, result: TimeCourse, at: np.ndarray) -> None:
    """The ratio in the foot of each clear bar; what is withheld as words on their side."""
    course = result.course
    low, floor = axes.get_ylim()[0], page.points(axes, 0, axes.get_ylim()[0])[1]
    room = page.points(axes, 0.72, low)[0] - page.points(axes, 0, low)[0]
    for place, x in enumerate(at):
        across, _ = page.points(axes, float(x), low)
        if course.events[place] < 0:
            few = course.events[place] == SMALL
            words = f"under {result.threshold}" if few else "withheld"
            page.text(across, floor + 6, words, color=SOFT, ha="center",
                      va="bottom", rotation=90, halo=True, zorder=5)  # fmt: skip
            continue
        if result.clear[place]:
            ratio = float(course.ratio[place])
            words = number(ratio, 0 if ratio >= 10 else 1)
            tall = page.points(axes, 0, float(course.ratio_low[place]))[1] - floor
            if tall > page.theme.text * 1.5 and width(words, page.theme) < room:
                page.text(across, floor + 3, words, color=PAPER, ha="center", zorder=5)


def _units(page: Page, axes: Axes, at: np.ndarray) -> None:
    """Numbers of weeks and months under the bars, and below them what they are."""
    theme, low = page.theme, axes.get_ylim()[0]
    for place, x in enumerate(at):
        across, up = page.points(axes, float(x), low)
        count = place + 1 if place < WEEKS else place - WEEKS + 2
        page.text(across, up - theme.leading, str(count), color=SOFT, ha="center")
    groups = [("Week", at[:WEEKS]), ("Month after the incident", at[WEEKS:])]
    for words, part in groups:
        if part.size:
            across, up = page.points(axes, float(part.mean()), low)
            page.text(across, up - theme.leading * 2, words, color=SOFT, ha="center")


KIND = ChartKind[TimeCourse](key="time_course", draw=draw)
