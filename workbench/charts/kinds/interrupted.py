"""Did it change when the response began? What was recorded, beside what was to be expected."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from workbench.analysis.interruption import Interruption
from workbench.analysis.kind import Reading
from workbench.analysis.words import month, tick
from workbench.charts.kind import ChartKind
from workbench.charts.labels import EndLabel, end_labels, plan_events
from workbench.charts.page import Page, open_page, scale
from workbench.charts.sheet import caption
from workbench.charts.theme import (
    DASHES,
    FOCUS,
    INK,
    MUTED,
    PAPER,
    RULE,
    SERIES_TEXT,
    SOFT,
    WARM,
    WASH,
    Theme,
)
from workbench.charts.words import month_ticks, widest, width

Floats = NDArray[np.float64]
HALF = 15.0  # days from a month's point to the edge of its room
FAR = 1.6  # a band is drawn no higher than so many times the highest count or expectation


def draw(result: Interruption, reading: Reading, theme: Theme) -> Figure:
    """A line of counts, and from the start on the line that was expected, in its two ranges."""
    page = open_page(theme, caption(reading, result.basis))
    days = np.array([day.toordinal() for day in result.months], np.float64)
    counts = np.array([np.nan if c is None else c for c in result.counts], np.float64)
    after = days >= result.start.toordinal()
    expected = np.array(result.expected.mean)
    names = ("Recorded", "Expected")
    right = widest(names, theme, bold=True) + 18
    high = max(5.0, float(np.nanmax(counts)), float(expected[after].max()))
    band = min(float(np.array(result.expected.single_high)[after].max()), high * FAR)
    ticks = scale(max(high, band))
    limits = (float(days[0]) - HALF, float(days[-1]) + HALF)
    left = widest([tick(value) for value in ticks], theme) + 6
    lanes = plan_events(result.events, theme, limits, page.left + left, page.right - right)
    axes = page.chart(ticks, right=right, top=lanes.height)
    axes.set_xlim(limits)
    marks = month_ticks(result.months[0], result.months[-1], page.width - left - right, theme)
    axes.set_xticks([at for at, _ in marks], [words for _, words in marks])
    _bands(axes, result, days, after)
    _lines(axes, (days, counts, expected), after, theme)
    _coming_in(page, axes, result, days)
    _start(page, axes, result)
    lanes.draw(page, axes)
    last = float(counts[np.flatnonzero(~np.isnan(counts))[-1]])
    end_labels(page, axes, limits[1], [
        EndLabel(last, names[0], SERIES_TEXT[0], True),
        EndLabel(float(expected[-1]), names[1], WARM, True),
    ])  # fmt: skip
    return page.figure


def _bands(axes: Axes, result: Interruption, days: Floats, after: NDArray[np.bool_]) -> None:
    """Where single months were to be expected, and within it where their level was."""
    told = result.expected
    top = axes.get_ylim()[1]
    for low, high, colour in (
        (told.single_low, told.single_high, WASH), (told.low, told.high, RULE),
    ):  # fmt: skip
        ends = (np.minimum(np.array(part)[after], top) for part in (low, high))
        axes.fill_between(days[after], *ends, color=colour, lw=0, zorder=0.6)
    for edge in (told.single_low, told.single_high):
        line = np.array(edge)[after]
        axes.plot(days[after], np.where(line <= top, line, np.nan), color=RULE, lw=0.6, zorder=0.7)


def _lines(
    axes: Axes, drawn: tuple[Floats, Floats, Floats], after: NDArray[np.bool_], theme: Theme
) -> None:
    """Counts with their points, what fits them before the start, what was expected after it."""
    days, counts, expected = drawn
    axes.plot(days[~after], expected[~after], color=WARM, lw=theme.thin * 1.2, zorder=2)
    axes.plot(days[after], expected[after], color=WARM, lw=theme.line * 0.9, ls=DASHES[1],
              zorder=3)  # fmt: skip
    size = theme.marker * (0.7 if days.size <= 60 else 0.45)
    axes.plot(days, counts, color=FOCUS, lw=theme.line * 0.8, marker="o", ms=size, mec=PAPER,
              mew=theme.thin * 0.6, zorder=4, clip_on=False)  # fmt: skip


def _coming_in(page: Page, axes: Axes, result: Interruption, days: Floats) -> None:
    """The months that are left out, hatched and named at their foot."""
    if not result.masked:
        return
    low, high = days[result.masked[0]] - HALF, days[result.masked[-1]] + HALF
    axes.axvspan(low, high, facecolor="none", edgecolor=MUTED, hatch="///", lw=0, zorder=0.8,
                 alpha=0.5)  # fmt: skip
    across, foot = page.points(axes, low, 0)
    edge = page.points(axes, axes.get_xlim()[1], 0)[0]
    words = "Left out: coming in"
    if across + width(words, page.theme) + 8 <= edge:
        page.text(across + 4, foot + 5, words, color=SOFT, halo=True)


def _start(page: Page, axes: Axes, result: Interruption) -> None:
    """A line where the response began, named beside its foot, clear of the counts."""
    day = result.start.toordinal() - HALF
    axes.axvline(day, color=INK, lw=page.theme.thin * 1.4, zorder=2.5)
    low, high = axes.get_ylim()
    across, foot = page.points(axes, day, low)
    head = page.points(axes, day, high)[1]
    words = f"Start: {month(result.start)}"
    near = [c for c in _beside(result, axes, page, width(words, page.theme) + 10) if c is not None]
    room = (high - low) * (page.theme.text + 8) / (head - foot)
    y = foot + 5 if not near or min(near) > low + room else head - page.theme.text - 1
    page.text(across - 5, y, words, color=INK, halo=True, ha="right")


def _beside(result: Interruption, axes: Axes, page: Page, long: float) -> list[int | None]:
    """Counts of the months beneath the words left of the start."""
    (one, _), (two, _) = (page.points(axes, x, 0) for x in axes.get_xlim())
    reach = long * (axes.get_xlim()[1] - axes.get_xlim()[0]) / (two - one)
    day = result.start.toordinal() - HALF
    known = list(zip(result.months, result.counts, strict=True))
    return [
        c
        for (m, c), (after, _) in pairwise([*known, (result.months[-1], None)])
        if day - reach <= after.toordinal() and m.toordinal() <= day
    ]


KIND = ChartKind[Interruption](key="interrupted", draw=draw)
