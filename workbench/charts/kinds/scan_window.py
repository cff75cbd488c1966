"""Is there an unusual cluster in time? A bar for each day, the busiest window marked."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from workbench.analysis.kind import Reading
from workbench.analysis.kinds.scan_window import NONE, ScanWindow
from workbench.analysis.words import day_month, number, tick
from workbench.charts.kind import ChartKind
from workbench.charts.labels import plan_events
from workbench.charts.page import Page, open_page, scale
from workbench.charts.sheet import caption
from workbench.charts.theme import ALERT, FOCUS, INK, MUTED, PAPER, RULE, WASH, Theme
from workbench.charts.words import month_ticks, widest, width

FEW = 90  # days; with fewer the axis names days


def draw(result: ScanWindow, reading: Reading, theme: Theme) -> Figure:
    """Bars from nought; the window stands out by colour and by a wash, and says its count."""
    page = open_page(theme, caption(reading, result.basis))
    start = result.first.toordinal()
    limits = (start - 0.5, start + result.daily.size - 0.5)
    most = int(result.daily.max())
    ticks = [value for value in scale(max(most, 3) * 1.02, most=4) if value == round(value)]
    left = widest([tick(value) for value in ticks], theme) + 6
    lanes = plan_events(result.events, theme, limits, page.left + left, page.right - 8)
    axes = page.chart(ticks, right=8, top=lanes.height + theme.leading * 1.3)
    axes.set_xlim(limits)
    _days(axes, result, page.width - left - 8, theme)
    _bars(page, axes, result)
    _gaps(axes, result)
    _window(page, axes, result)
    lanes.draw(page, axes)
    return page.figure


def _days(axes: Axes, result: ScanWindow, room: float, theme: Theme) -> None:
    """Names of months below, or of days where the period is short."""
    last = result.first + timedelta(days=result.daily.size - 1)
    if result.daily.size > FEW:
        marks = [m for m in month_ticks(result.first, last, room, theme)
                 if m[0] >= result.first.toordinal()]  # fmt: skip
    else:
        most = max(1, int(room / (width("30 Mmm 2024", theme) + 12)))
        step = max(1, -(-result.daily.size // most))
        days = range(result.first.toordinal(), last.toordinal() + 1, step)
        marks = [(day, day_month(date.fromordinal(day))) for day in days]
    low, high = axes.get_xlim()
    scale_of = room / (high - low)
    marks = [  # none reaches over the edge of the sheet
        (at, words) for at, words in marks
        if (at - low) * scale_of + 14 >= width(words, theme) / 2 <= (high - at) * scale_of + 8
    ]  # fmt: skip
    axes.set_xticks([at for at, _ in marks], [words for _, words in marks])


def _bars(page: Page, axes: Axes, result: ScanWindow) -> None:
    """One line a day, as wide as the days allow; one collection, so that years draw at once."""
    days = result.first.toordinal() + np.arange(result.daily.size)
    a, b = (page.points(axes, x, 0)[0] for x in (0, 1))
    wide = max(page.theme.thin * 0.9, min(14.0, (b - a) * 0.8))
    inside = np.zeros(days.size, bool)
    inside[result.at : result.at + result.width] = True
    for which, colour, above in ((~inside, FOCUS if days.size <= FEW else MUTED, 2),
                                 (inside, ALERT, 3)):  # fmt: skip
        at = which & (result.daily > 0)
        axes.vlines(days[at], 0, result.daily[at], colors=colour, lw=wide, zorder=above,
                    capstyle="butt")  # fmt: skip


def _gaps(axes: Axes, result: ScanWindow) -> None:
    """A dotted ground under days without data."""
    gone = np.concatenate([[False], result.daily == NONE, [False]])
    starts, ends = np.flatnonzero(~gone[:-1] & gone[1:]), np.flatnonzero(gone[:-1] & ~gone[1:])
    base = result.first.toordinal() - 0.5
    for low, high in zip(starts, ends, strict=True):
        axes.axvspan(base + low, base + high, facecolor=PAPER, edgecolor=RULE, hatch="...", lw=0,
                     zorder=0.5)  # fmt: skip


def _window(page: Page, axes: Axes, result: ScanWindow) -> None:
    """The wash of the window, and its count and days above it."""
    low, high = (day.toordinal() for day in result.span)
    axes.axvspan(low - 0.5, high + 0.5, color=WASH, zorder=0, lw=0)
    top = axes.get_ylim()[1]
    (a, up), (b, _) = page.points(axes, low - 0.5, top), page.points(axes, high + 0.5, top)
    first, last = result.span
    when = day_month(first) if result.width == 1 else f"{day_month(first)} to {day_month(last)}"
    lines = [page.points(axes, event.day.toordinal(), 0)[0] for event in result.events]
    edge = page.points(axes, axes.get_xlim()[0], 0)[0]
    count = number(result.count)
    x, words = _free(page, (f"{count}: {when}", count), (a, b, edge), lines)
    page.text(x, up + page.theme.leading * 0.4, words, bold=True, color=INK)
    if b - a >= 6:
        axes.plot([low - 0.5, high + 0.5], [top, top], color=ALERT, lw=page.theme.line * 1.6,
                  solid_capstyle="butt", zorder=4, clip_on=False)  # fmt: skip
    else:
        axes.plot([(low + high) / 2], [top], "v", color=ALERT, ms=page.theme.marker, zorder=4,
                  clip_on=False)  # fmt: skip


def _free(
    page: Page, texts: tuple[str, ...], spans: tuple[float, float, float], lines: list[float]
) -> tuple[float, str]:
    """Where words over the window begin so that no event's line cuts them; shorter if need be."""
    a, b, edge = spans
    for words in texts:
        long = width(words, page.theme, bold=True)
        for start in ((a + b - long) / 2, a, b - long, b + 3, a - long - 3):
            x = float(np.clip(start, edge, page.right - long))
            if not any(x - 3 < line < x + long + 3 for line in lines):
                return x, words
    return a, texts[-1]


KIND = ChartKind[ScanWindow](key="scan_window", draw=draw)
