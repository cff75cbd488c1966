"""What does the most harm? Harm beside the count, each on a scale of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from workbench.analysis.harm_words import amount, unit
from workbench.analysis.harms import GAP, Floats, Harm, rounded
from workbench.analysis.kind import Reading
from workbench.analysis.words import number, tick
from workbench.charts.kind import ChartKind
from workbench.charts.labels import plan_events
from workbench.charts.page import Page, open_page, say, scale
from workbench.charts.sheet import caption
from workbench.charts.theme import FOCUS, INK, MUTED, PAPER, RULE, SOFT, Theme
from workbench.charts.words import month_ticks, shorten, widest

HALF = 15.0  # days from a month's point to the edge of its room


def draw(result: Harm, reading: Reading, theme: Theme) -> Figure:
    """Bars of harm and bars of incidents side by side; by month two lines one above the other."""
    words = caption(reading, result.basis)
    if not result.told.any() or not result.whole.estimate:
        return say(theme, words, "No harm can be told from these counts.")
    page = open_page(theme, words)
    if result.by == "month":
        _months(page, result)
    else:
        _bars(page, result)
    return page.figure


@dataclass(frozen=True)
class _Rows:
    """The rows of the bars; the last may be all others together."""

    names: list[str]
    harm: list[float]
    counts: list[int]
    folded: bool


def _rows(result: Harm, fit: int) -> _Rows:
    order = [int(at) for at in result.order if result.told[at]]
    shown = order if len(order) <= fit else order[: fit - 1]
    names = [result.names[at] for at in shown]
    harm = [float(result.harm[at]) for at in shown]
    counts = [int(result.counts[at]) for at in shown]
    rest = order[len(shown) :]
    if rest:
        names.append(f"{number(len(rest))} others together")
        together = result.harm[rest].sum(keepdims=True)
        blurred = result.threshold and result.by != "type"
        harm.append(float((rounded(together) if blurred else together)[0]))
        counts.append(int(result.counts[rest].clip(min=0).sum()))
    return _Rows(names, harm, counts, bool(rest))


def _bars(page: Page, result: Harm) -> None:
    """A row a kind or area, most harm first, and what was left out below."""
    theme, row = page.theme, page.theme.leading * 1.15
    foot = _foot(result)
    head, below = theme.leading * 1.5, theme.leading * 1.2 if foot else 0.0
    rows = _rows(result, max(2, int((page.height - head - below) / row)))
    labels = [shorten(name, theme, page.width * 0.36, keep=14) for name in rows.names]
    left = widest(labels, theme) + 8
    room = page.width - left
    spare = max(0.0, page.height - head - below - row * len(rows.names)) + below
    middle = left + room * 0.56
    harm = _Bars(f"Harm ({unit(result)})", rows.harm, [amount(one) for one in rows.harm], FOCUS)
    seen = [float(max(one, 0)) for one in rows.counts]
    beside = _Bars("Incidents", seen, [_count(one) for one in rows.counts], MUTED)
    first = _column(page, harm, (left, page.width - middle, head, spare), folded=rows.folded)
    first.set_yticks(np.arange(len(labels)) + 0.5, labels, color=INK)
    _column(page, beside, (middle, 0, head, spare), folded=rows.folded)
    if foot:
        y = page.bottom + spare - theme.leading
        page.text(page.left, y, shorten(foot, theme, page.width, keep=0), color=SOFT)


@dataclass(frozen=True)
class _Bars:
    """One column of bars: its head, lengths, figures and colour."""

    name: str
    values: list[float]
    texts: list[str]
    colour: str


def _column(
    page: Page, bars: _Bars, margins: tuple[float, float, float, float], *, folded: bool
) -> Axes:
    """Bars from nought with their figures; all others together have a figure and no bar."""
    left, right, top, bottom = margins
    axes = page.axes(left, right + widest(bars.texts, page.theme) + 10, top, bottom)
    drawn = [*bars.values[:-1], 0.0] if folded else bars.values
    axes.set(ylim=(len(drawn), 0), xlim=(0, max(drawn) or 1), xticks=[], yticks=[])
    axes.barh(np.arange(len(drawn)) + 0.5, drawn, height=0.72, color=bars.colour)
    page.text(page.left + left, page.top - page.theme.text, bars.name, color=SOFT)
    for at, (long, text) in enumerate(zip(drawn, bars.texts, strict=True)):
        x, y = page.points(axes, long, at + 0.5)
        page.text(x + 4, y, text, va="center_baseline")
    return axes


def _count(value: int) -> str:
    return number(value) if value >= 0 else "few"


def _foot(result: Harm) -> str:
    """Kinds without a weight, with their incidents; and how many rows are hidden."""
    said = []
    if result.without:
        kinds = [f"{kind} ({number(n)})" if n else kind for kind, n in result.without]
        said.append(f"No weight, left out: {', '.join(kinds)}")
    hidden = int((~result.told & (result.counts != GAP)).sum())
    if hidden:
        said.append(f"{number(hidden)} not shown")
    return "; ".join(said)


def _months(page: Page, result: Harm) -> None:
    """Harm with its range above, incidents below, over the same months."""
    theme = page.theme
    days = [day.toordinal() for day in result.days]
    ends = (days[0] - HALF, days[-1] + HALF)
    high = float(np.nanmax(result.high))
    scales = (scale(high, most=4), scale(float(max(result.counts.max(), 5)), most=3))
    left = max(widest([tick(value) for value in ticks], theme) for ticks in scales) + 6
    lanes = plan_events(result.events, theme, ends, page.left + left, page.right - 8)
    months = theme.leading + 4
    heads = theme.leading * 1.9
    free = page.height - lanes.height - months - 2 * heads
    lower = free * 0.4
    top = _panel(page, scales[0], ends, (left, lanes.height + heads, lower + heads + months))
    under = _panel(page, scales[1], ends, (left, page.height - lower - months, months))
    _line(top, days, result.harm, theme, FOCUS)
    told = np.isfinite(result.harm)
    top.fill_between(days, result.low, result.high, where=told, color=FOCUS, alpha=0.14, lw=0)
    counts = np.where(result.counts >= 0, result.counts, np.nan).astype(np.float64)
    _line(under, days, counts, theme, SOFT)
    for axes, words in ((top, f"Harm ({unit(result)}), with its range"), (under, "Incidents")):
        y = page.points(axes, ends[0], axes.get_ylim()[1])[1]
        page.text(page.left, y + theme.text * 0.7, words, color=SOFT, halo=True)
    marks = month_ticks(result.days[0], result.days[-1], page.width - left - 8, theme)
    under.set_xticks([at for at, _ in marks], [label for _, label in marks])
    lanes.draw(page, top)
    for event in lanes.events:
        under.axvline(event.day.toordinal(), color=MUTED, lw=theme.thin, zorder=1.5)


def _panel(
    page: Page,
    ticks: list[float],
    ends: tuple[float, float],
    margins: tuple[float, float, float],
) -> Axes:
    """One of the two scales from nought; margins are left, top and bottom."""
    axes = page.axes(margins[0], 8, margins[1], margins[2])
    axes.set(xlim=ends, ylim=(ticks[0], ticks[-1]), xticks=[])
    axes.set_yticks(ticks, [tick(value) for value in ticks])
    axes.grid(axis="y", color=RULE, linewidth=page.theme.thin)
    axes.axhline(ticks[0], color=SOFT, linewidth=page.theme.thin * 1.5, zorder=1, clip_on=False)
    return axes


def _line(axes: Axes, days: list[int], values: Floats, theme: Theme, colour: str) -> None:
    """A line broken where a value is not told; a point that stands alone is seen too."""
    size = theme.marker * (0.7 if len(days) <= 60 else 0.45)
    axes.plot(days, values, color=colour, lw=theme.line, marker="o", ms=size, mec=PAPER,
              mew=theme.thin * 0.6, zorder=3, clip_on=False)  # fmt: skip


KIND = ChartKind[Harm](key="harm", draw=draw)
