"""Did it change more than elsewhere? Two areas before and after, and their months beneath."""

from __future__ import annotations

from dataclasses import dataclass
from math import isinf

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from workbench.analysis.comparison import Interval
from workbench.analysis.effect import Effect, Side
from workbench.analysis.kind import Reading
from workbench.analysis.verdict import Move, move
from workbench.analysis.words import change, number
from workbench.charts.kind import ChartKind
from workbench.charts.labels import EndLabel, end_labels, plan_events
from workbench.charts.page import Page, open_page, say, scale
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
    WASH,
    Theme,
)
from workbench.charts.words import month_ticks, widest, width

Floats = NDArray[np.float64]
HALF = 15.0  # days from a month's point to the edge of its room
FARTHEST = 2.2  # ratios beyond this run off the scale with an arrow
HEADS = ("Before", "After")


@dataclass(frozen=True)
class Row:
    """One line of the upper picture."""

    name: str
    counts: tuple[str, str]
    span: Interval | None
    main: bool

    @property
    def verdict(self) -> str:
        """Three words and no more."""
        return "not enough" if self.span is None else move(self.span).value


def draw(result: Effect, reading: Reading, theme: Theme) -> Figure:
    """A dot and its range a row, no change as a rule; below, both areas month by month."""
    words = caption(reading, result.basis)
    if not result.basis.n:
        return say(theme, words, "Neither area has an incident in these months.")
    page = open_page(theme, words)
    rows, months = _rows(result), _enough(result)
    high = theme.leading * 2.4 + theme.leading * (1.55 if months else 2.6) * len(rows)
    _ranges(page, rows, page.height - high)
    if months:
        _monthly(page, result, high + theme.leading * 0.9)
    else:
        page.text(page.left, page.top - high - theme.leading * 2,
                  "Too few incidents or months to draw month by month.", color=SOFT)  # fmt: skip
    return page.figure


def _rows(result: Effect) -> list[Row]:
    """Treated, control, and the one against the other."""
    counted = [
        Row(name, (number(side.before), number(side.after)), side.change, False)
        for name, side in (("Treated area", result.treated), ("Control area", result.control))
    ]
    return [*counted, Row("Treated against control", ("", ""), result.ratio, True)]


def _ranges(page: Page, rows: list[Row], below: float) -> None:
    """Names and counts at the left, ranges in the middle, words at the right."""
    theme, gap = page.theme, page.theme.text * 1.3
    names = [row.name for row in rows]
    ends = [float(widest(names, theme, bold=True))]
    for place, title in enumerate(HEADS):
        ends.append(ends[-1] + gap + widest([*(row.counts[place] for row in rows), title], theme))
    right = widest([row.verdict for row in rows] + ["not enough"], theme, bold=True) + gap
    axes = page.axes(ends[-1] + gap * 1.6, right, theme.leading, below + theme.leading)
    _scale(axes, rows, page.width - ends[-1] - gap - right, theme)
    head = page.top - theme.text
    for at, title in zip(ends[1:], HEADS, strict=True):
        page.text(page.left + at, head, title, color=SOFT, ha="right")
    _ways(page, page.points(axes, 1, 0)[0], head)
    for place, row in enumerate(rows):
        y = page.points(axes, 1, place + 0.5)[1]
        _words(page, row, y, ends[1:])
        _range(axes, row, place + 0.5, theme)


def _words(page: Page, row: Row, y: float, ends: list[float]) -> None:
    """The name, the counts and the verdict of a row."""
    page.text(page.left, y, row.name, bold=row.main, va="center_baseline")
    for at, words in zip(ends, row.counts, strict=True):
        page.text(page.left + at, y, words, ha="right", va="center_baseline")
    clear = row.verdict in (Move.FELL, Move.ROSE)
    page.text(page.right, y, row.verdict, bold=clear, color=INK if clear else SOFT, ha="right",
              va="center_baseline")  # fmt: skip


def _ways(page: Page, nil: float, y: float) -> None:
    """Which side of no change is fewer and which is more; arrows are drawn, not set."""
    size = page.theme.text
    for words, side, shape in (("fewer", -1, "<"), ("more", 1, ">")):
        page.text(nil + side * size * 0.6, y, words, color=SOFT, ha="right" if side < 0 else "left")
        tip = nil + side * (size * 1.2 + width(words, page.theme))
        page.mark(tip, y + size * 0.35, marker=shape, ms=size * 0.5, mfc=SOFT, mec="none")


def _scale(axes: Axes, rows: list[Row], room: float, theme: Theme) -> None:
    """The ratios shown, with no change among them."""
    known = [row.span for row in rows if row.span]
    reach = min(FARTHEST, max([1.2, *(span.high for span in known)]))
    least = min([0.8, *(span.low for span in known)])
    marks = scale(reach, least, max(2, min(6, int(room / (widest(["no change"], theme) + 12)))))
    axes.set(xlim=(marks[0], marks[-1]), ylim=(len(rows), 0), yticks=[])
    axes.set_xticks(marks, [change(mark) for mark in marks])
    axes.grid(axis="x", color=RULE, lw=theme.thin)
    axes.axvline(1, color=INK, lw=theme.thin * 1.6)


def _range(axes: Axes, row: Row, y: float, theme: Theme) -> None:
    """One dot and its range; an arrow where the range leaves the scale."""
    if row.span is None:
        return
    clear, (low, high) = row.verdict in (Move.FELL, Move.ROSE), axes.get_xlim()
    colour = FOCUS if clear else MUTED
    ends = [max(row.span.low, low), min(row.span.high, high)]
    axes.plot(ends, [y, y], color=colour, lw=theme.line * 1.2, solid_capstyle="butt")
    if isinf(row.span.high) or row.span.high > high:
        axes.plot(high, y, ">", color=colour, ms=theme.marker * 1.2, clip_on=False)
    if row.span.estimate <= high:
        axes.plot(row.span.estimate, y, "o", ms=theme.marker * (1.6 if row.main else 1.3),
                  mfc=colour if clear else PAPER, mec=colour, mew=theme.line * 0.7,
                  clip_on=False)  # fmt: skip


def _enough(result: Effect) -> bool:
    """Whether months hold enough to be drawn: two each side, and one incident a month."""
    spans = (result.before, result.after)
    few = min(len(span.months) for span in spans) < 2
    return not few and result.treated.before >= len(result.before.months)


def _monthly(page: Page, result: Effect, above: float) -> None:
    """Both areas month by month, each as a share of its own mean before."""
    theme = page.theme
    days = [day.toordinal() for day in result.months]
    lines = [_indexed(result, side) for side in (result.treated, result.control)]
    names = ("Treated", "Control")
    right = widest(names, theme, bold=True) + 18
    top = float(np.nanmax(np.concatenate(lines)))
    ticks = scale(top, 0, 3)
    labels = [f"{tick:.0f}" for tick in ticks]
    limits = (days[0] - HALF, days[-1] + HALF)
    left = widest(labels, theme) + 6
    lanes = plan_events(result.events, theme, limits, page.left + left, page.right - right)
    note = theme.leading
    lower = Page(page.figure, theme, page.left, page.bottom, page.right, page.top - above - note)
    page.text(page.left, lower.top + note * 0.35, "By month; each area's mean before = 100",
              color=SOFT)  # fmt: skip
    axes = lower.chart(ticks, lambda value: f"{value:.0f}", right=right, top=lanes.height)
    axes.set_xlim(limits)
    marks = month_ticks(result.months[0], result.months[-1], page.width - left - right, theme)
    axes.set_xticks([at for at, _ in marks], [label for _, label in marks])
    _periods(lower, axes, result, days, lines)
    ends = []
    for place, (values, name) in enumerate(zip(lines, names, strict=True)):
        colour = (FOCUS, ALERT)[place]
        axes.plot(days, values, color=colour, ls=DASHES[place], lw=theme.line * 0.8,
                  zorder=4 - place)  # fmt: skip
        last = float(values[np.flatnonzero(~np.isnan(values))[-1]])
        ends.append(EndLabel(last, name, SERIES_TEXT[place], bold=True))
    lanes.draw(lower, axes)
    end_labels(lower, axes, limits[1], ends)


def _indexed(result: Effect, side: Side) -> Floats:
    """Monthly counts as a percentage of the mean of the months before; NaN at gaps."""
    counts = np.array([np.nan if c is None else c for c in side.by_month], np.float64)
    return counts / max(side.before / len(result.before.months), 1e-9) * 100


def _periods(page: Page, axes: Axes, result: Effect, days: list[int], lines: list[Floats]) -> None:
    """The months before shaded, the start of those after marked, both named clear of the lines."""
    low, high = result.before.first.toordinal() - HALF, result.before.last.toordinal() + HALF
    axes.axvspan(low, high, color=WASH, zorder=0, lw=0)
    start = result.after.first.toordinal() - HALF
    axes.axvline(start, color=MUTED, lw=page.theme.thin, dashes=(1, 2), zorder=1)
    top = axes.get_ylim()[1]
    for words, left, right in (("Before", low, high), ("After", start, axes.get_xlim()[1])):
        (a, foot), (b, head) = page.points(axes, left, 0), page.points(axes, right, top)
        long = width(words, page.theme) + 8
        lines_at = [page.points(axes, e.day.toordinal(), 0)[0] for e in result.events]
        a = max([a, *(x for x in lines_at if a - 4 <= x <= a + long)])
        if long > b - a:
            continue
        under = (np.array(days) >= left) & (
            np.array(days) <= left + (right - left) * long / (b - a)
        )
        values = np.concatenate([line[under] for line in lines])
        clear = not values.size or float(np.nanmin(values)) > top * 0.3
        y = foot + 4 if clear else head - page.theme.text - 2
        page.text(a + 4, y, words, color=SOFT, halo=True)


KIND = ChartKind[Effect](key="treated_control", draw=draw)
