"""Lines by month under a common time axis, with the two periods of a comparison marked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from workbench.analysis.kind import Event
from workbench.analysis.spans import Span
from workbench.charts.labels import LANES, EndLabel, Lanes, end_labels, plan_events
from workbench.charts.page import Page, scale
from workbench.charts.theme import (
    ALERT,
    DASHES,
    FOCUS,
    MUTED,
    PAPER,
    SERIES_TEXT,
    SOFT,
    WASH,
    Theme,
)
from workbench.charts.timeline import edges, name_months
from workbench.charts.words import widest, width

Floats = NDArray[np.float64]

LOW = 4  # lines of text: where less would be left for the months, events take one lane


@dataclass(frozen=True)
class Lines:
    """One or two series by month, and what is marked on them; NaN are gaps."""

    months: tuple[date, ...]
    values: tuple[Floats, ...]
    names: tuple[str, ...]
    note: str  # what the values are
    label: Callable[[float], str]
    events: tuple[Event, ...] = ()
    spans: tuple[Span, Span] | None = None  # before and after
    levels: tuple[float, float] | None = None  # the mean of each period, drawn across it


def draw_months(page: Page, lines: Lines, above: float) -> Axes:
    """Draw the lines into what is left of the sheet under ``above`` points."""
    theme = page.theme
    days = [day.toordinal() for day in lines.months]
    named = any(lines.names)
    right = widest(lines.names, theme, bold=True) + 18 if named else 8.0
    ticks = scale(max(1.0, float(np.nanmax(np.concatenate(lines.values)))), 0, 3, True)
    limits = edges(lines.months)
    left = widest([lines.label(tick) for tick in ticks], theme) + 6
    note = theme.leading
    lower = Page(page.figure, theme, page.left, page.bottom, page.right, page.top - above - note)
    most = LANES if lower.height > theme.leading * (LOW + LANES) else 1
    ends_at = page.left + left, page.right - right
    lanes = plan_events(lines.events, theme, limits, *ends_at, most)
    page.text(page.left, lower.top + note * 0.35, lines.note, color=SOFT)
    axes = lower.chart(ticks, lines.label, right=right, top=lanes.height)
    axes.set_xlim(limits)
    name_months(axes, lines.months, page.width - left - right, theme)
    if lines.spans:
        _periods(lower, axes, lines, lanes)
    _draw(axes, lines, days, theme)
    lanes.draw(lower, axes)
    ends = [
        EndLabel(
            float(values[np.flatnonzero(~np.isnan(values))[-1]]), name, SERIES_TEXT[at], bold=True
        )
        for at, (values, name) in enumerate(zip(lines.values, lines.names, strict=True))
        if name
    ]
    end_labels(lower, axes, limits[1], ends)
    return axes


def _draw(axes: Axes, lines: Lines, days: list[int], theme: Theme) -> None:
    """The lines; beside levels the months are thin with points, for the level is what is said."""
    for place, values in enumerate(lines.values):
        colour = (FOCUS, ALERT)[place]
        if lines.levels:
            axes.plot(days, values, color=MUTED, lw=theme.thin * 1.5, marker="o", mfc=FOCUS,
                      ms=theme.marker * 0.6, mec=PAPER, mew=theme.thin * 0.6, zorder=3,
                      clip_on=False)  # fmt: skip
            continue
        axes.plot(days, values, color=colour, ls=DASHES[place], lw=theme.line * 0.8,
                  zorder=4 - place)  # fmt: skip
        alone = _alone(values)
        axes.plot(np.array(days)[alone], values[alone], "o", color=colour, ms=theme.marker * 0.7,
                  zorder=4 - place, clip_on=False)  # fmt: skip


def _alone(values: Floats) -> NDArray[np.bool_]:
    """Points with a gap on either side, which no line would show."""
    known = ~np.isnan(np.concatenate([[np.nan], values, [np.nan]]))
    found: NDArray[np.bool_] = known[1:-1] & ~known[:-2] & ~known[2:]
    return found


def _periods(page: Page, axes: Axes, lines: Lines, lanes: Lanes) -> None:
    """The months before shaded, the start of those after marked, both named clear of the lines."""
    assert lines.spans is not None
    before, after = lines.spans
    low, high = edges((before.first, before.last))
    axes.axvspan(low, high, color=WASH, zorder=0, lw=0)
    start, end = edges((after.first, after.last))
    axes.axvline(start, color=MUTED, lw=page.theme.thin, dashes=(1, 2), zorder=1)
    days, top = np.array([day.toordinal() for day in lines.months]), axes.get_ylim()[1]
    for words, left, right in (("Before", low, high), ("After", start, end)):
        (a, foot), (b, head) = page.points(axes, left, 0), page.points(axes, right, top)
        long = width(words, page.theme) + 8
        lines_at = [page.points(axes, e.day.toordinal(), 0)[0] for e in lanes.events]
        a = max([a, *(x for x in lines_at if a - 4 <= x <= a + long)])
        if long > b - a:
            continue
        under = (days >= left) & (days <= left + (right - left) * long / (b - a))
        values = np.concatenate([line[under] for line in lines.values])
        known = values[~np.isnan(values)]
        clear = not known.size or float(known.min()) > top * 0.3
        y = foot + 4 if clear else head - page.theme.text - 2
        page.text(a + 4, y, words, color=SOFT, halo=True)
    for level, (left, right) in zip(lines.levels or (), ((low, high), (start, end)), strict=False):
        axes.plot([left, right], [level, level], color=FOCUS, lw=page.theme.line * 1.2, zorder=4)
