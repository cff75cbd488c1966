"""Did treated areas change more than many others? Both by month, and the gap between them."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from workbench.analysis.kind import Reading
from workbench.analysis.panels import Group, Panel
from workbench.analysis.verdict import Move
from workbench.analysis.words import change, month
from workbench.charts.kind import ChartKind
from workbench.charts.labels import EndLabel, Lanes, end_labels, plan_events
from workbench.charts.page import Page, open_page, scale
from workbench.charts.sheet import caption
from workbench.charts.theme import (
    ALERT,
    DASHES,
    FOCUS,
    INK,
    MUTED,
    PAPER,
    RULE,
    SERIES_TEXT,
    SOFT,
    STEPS,
    Theme,
)
from workbench.charts.words import month_ticks, widest, width

Floats = NDArray[np.float64]
HALF = 15.0  # days from a month's point to the edge of its room
GAP = "Treated against the others"
UPPER = 0.52  # of the height, for both lines
FARTHEST = 2.0  # gaps above three times the usual run off the picture


def draw(result: Panel, reading: Reading, theme: Theme) -> Figure:
    """Both groups as lines above; below the gap by month, and the change with its range."""
    page = open_page(theme, caption(reading, result.basis))
    days = np.array([day.toordinal() for day in result.months], np.float64)
    lines = (_indexed(result, result.treated), _indexed(result, result.control))
    gaps = _gap(*lines)
    names = ("Treated", "All others" if result.all_others else "Control")
    right = widest([*names, change(result.ratio.estimate)], theme, bold=True) + 18
    limits = (float(days[0]) - HALF, float(days[-1]) + HALF)
    above = scale(float(np.nanmax(np.concatenate(lines))), 0, 4)
    below = _gap_scale(result, gaps)
    labels = [f"{tick:.0f}" for tick in above], [_percent(tick) for tick in below]
    left = max(widest(part, theme) for part in labels) + 6
    lanes = plan_events(result.events, theme, limits, page.left + left, page.right - right)
    split = page.bottom + page.height * (1 - UPPER)
    upper = Page(page.figure, theme, page.left + left - widest(labels[0], theme) - 6, split,
                 page.right, page.top)  # fmt: skip
    _both(upper, result, (days, *lines), (above, names, right), lanes)
    top = split - theme.leading * 0.4
    page.text(page.left, split + theme.leading * 0.3, GAP, color=SOFT)
    lower = Page(page.figure, theme, page.left + left - widest(labels[1], theme) - 6, page.bottom,
                 page.right, top)  # fmt: skip
    axes = _difference(lower, result, (days, gaps), below, right)
    _name_start(page, axes, result, split + theme.leading * 0.3)
    marks = month_ticks(result.months[0], result.months[-1], page.width - left - right, theme)
    axes.set_xticks([at for at, _ in marks], [words for _, words in marks])
    return page.figure


def _percent(tick: float) -> str:
    """A gap as a share, nought as no gap."""
    return "no gap" if abs(tick) < 1e-9 else change(1 + tick)


def _indexed(result: Panel, group: Group) -> Floats:
    """Monthly counts as a percentage of the group's mean of the months before; NaN at gaps."""
    counts = np.array([np.nan if c is None else c for c in group.by_month], np.float64)
    return counts / (group.before / result.known[0]) * 100


def _gap(treated: Floats, control: Floats) -> Floats:
    """How far treated lies above or below the others each month, as a share; NaN without any."""
    rate = np.full(treated.shape, np.nan)
    np.divide(treated, control, out=rate, where=control > 0)
    return rate - 1


def _gap_scale(result: Panel, gaps: Floats) -> list[float]:
    """Round shares that hold the gaps, and the change with its range."""
    known = gaps[~np.isnan(gaps)]
    high = min(FARTHEST, max(0.1, float(known.max(initial=0.0)), result.ratio.high - 1))
    low = min(-0.1, float(known.min(initial=0.0)), result.ratio.low - 1)
    ticks = scale(high, low, 4)
    return ticks if 0.0 in ticks else sorted([*ticks, 0.0])


def _both(
    page: Page,
    result: Panel,
    drawn: tuple[Floats, Floats, Floats],
    how: tuple[list[float], tuple[str, str], float],
    lanes: Lanes,
) -> None:
    """The two lines, each named at its end."""
    (days, *lines), (ticks, names, right), theme = drawn, how, page.theme
    axes = page.chart(ticks, lambda tick: f"{tick:.0f}", right=right, top=lanes.height)
    axes.set_xlim(days[0] - HALF, days[-1] + HALF)
    axes.set_xticks([])
    _start(axes, result, theme)
    ends = []
    for place, (values, name) in enumerate(zip(lines, names, strict=True)):
        axes.plot(days, values, color=(FOCUS, ALERT)[place], ls=DASHES[place],
                  lw=theme.line * 0.8, zorder=4 - place)  # fmt: skip
        last = float(values[np.flatnonzero(~np.isnan(values))[-1]])
        ends.append(EndLabel(last, name, SERIES_TEXT[place], bold=True))
    lanes.draw(page, axes)
    end_labels(page, axes, axes.get_xlim()[1], ends)


def _start(axes: Axes, result: Panel, theme: Theme) -> None:
    """A line where the response began, and the months left out hatched."""
    day = result.start.toordinal() - HALF
    axes.axvline(day, color=INK, lw=theme.thin * 1.4, zorder=2.5)
    if result.masked:
        last = result.months[result.masked[-1]].toordinal() + HALF
        axes.axvspan(day, last, facecolor="none", edgecolor=MUTED, hatch="///", lw=0, alpha=0.5,
                     zorder=0.8)  # fmt: skip


def _name_start(page: Page, axes: Axes, result: Panel, y: float) -> None:
    """Words between the pictures, as near to the line of the start as they fit."""
    words, theme = f"Start: {month(result.start)}", page.theme
    across = page.points(axes, result.start.toordinal() - HALF, 0)[0]
    half = width(words, theme) / 2
    free = page.left + width(GAP, theme) + 10
    page.text(min(max(across, free + half), page.right - half), y, words, color=INK, ha="center")


def _difference(
    page: Page,
    result: Panel,
    drawn: tuple[Floats, Floats],
    ticks: list[float],
    right: float,
) -> Axes:
    """The gap by month about its level before, and the change since with its range."""
    (days, gaps), theme = drawn, page.theme
    axes = page.chart(ticks, _percent, right=right, bottom=3)
    axes.tick_params(axis="x", pad=6)
    axes.set_xlim(days[0] - HALF, days[-1] + HALF)
    axes.axhline(0, color=SOFT, lw=theme.thin * 1.5, zorder=1)
    _start(axes, result, theme)
    shown = np.clip(gaps, ticks[0], ticks[-1])
    axes.plot(days, shown, color=MUTED, lw=theme.thin, marker="o", ms=theme.marker * 0.55,
              mfc=MUTED, mec=PAPER, mew=theme.thin * 0.5, zorder=3, clip_on=False)  # fmt: skip
    beyond = gaps > ticks[-1]
    axes.plot(days[beyond], shown[beyond], "^", color=MUTED, ms=theme.marker, zorder=3,
              clip_on=False)  # fmt: skip
    clear = result.move is not Move.UNSURE
    first = result.start.toordinal() - HALF
    if result.masked:
        first = result.months[result.masked[-1]].toordinal() + HALF
    span, last = result.ratio, days[-1] + HALF
    low, high = (float(np.clip(end - 1, ticks[0], ticks[-1])) for end in (span.low, span.high))
    axes.fill_between([first, last], low, high, color=STEPS[1] if clear else RULE, lw=0,
                      zorder=2, alpha=0.75)  # fmt: skip
    colour = FOCUS if clear else SOFT
    mid = float(np.clip(span.estimate - 1, ticks[0], ticks[-1]))
    axes.plot([first, last], [mid, mid], color=colour, lw=theme.line * 1.2, zorder=4)
    end_labels(page, axes, last, [EndLabel(mid, change(span.estimate), colour, bold=True)])
    return axes


KIND = ChartKind[Panel](key="panel", draw=draw)
