"""Which areas have most for their size? Ranked dots with their ranges, and the rate of all."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from workbench.analysis.area_rates import RANKED, AreaRates, Whole
from workbench.analysis.kind import Reading
from workbench.analysis.rate_words import places, rate
from workbench.analysis.words import number
from workbench.charts.kind import ChartKind
from workbench.charts.page import Page, open_page, say, scale
from workbench.charts.sheet import caption
from workbench.charts.theme import ALERT, FOCUS, INK, MUTED, PAPER, RULE, SOFT, Theme
from workbench.charts.words import shorten, widest, width

MOST = 40  # areas
HEADS = ("Rate", "n", "Rank")


def draw(result: AreaRates, reading: Reading, theme: Theme) -> Figure:
    """One row an area, highest first; what does not fit is folded into a last line of words."""
    words = caption(reading, result.basis)
    if not (result.counts > 0).any():
        return say(theme, words, "All counts here are small, so none is shown.")
    page = open_page(theme, words)
    beside = _key_width(result, theme) + widest(HEADS, theme) * 4 < page.width
    head = theme.leading * (1.3 if beside else 2.3)
    row = theme.leading * 1.12
    fit = max(2, min(MOST, int((page.height - head - theme.leading * 1.4) / row)))
    everything = _order(result)
    order = everything[: fit if len(result.codes) <= fit else fit - 1]
    labels = [shorten(result.names[at], theme, page.width * 0.34, keep=8) for at in order]
    cells = _cells(result, order)
    widths = [widest([name, *column], theme) for name, column in zip(HEADS, cells, strict=True)]
    folded = _folded(result, order)
    spare = page.height - head - theme.leading * 1.4 - row * (len(order) + bool(folded))
    axes = page.axes(
        widest(labels, theme) + 8, sum(widths) + 12 * len(widths), head,
        theme.leading * 1.4 + max(0.0, spare),
    )  # fmt: skip
    _scale(page, axes, result, order, len(order) + bool(folded))
    axes.set_yticks(np.arange(len(order)) + 0.5, labels, color=INK)
    _marks(axes, result, order, theme)
    _columns(page, axes, cells, widths, head)
    _key(page, result)
    if folded:
        y = page.points(axes, 0, len(order) + 0.5)[1]
        page.text(page.left, y, folded, color=SOFT, va="center_baseline", halo=True)
    return page.figure


def _order(result: AreaRates) -> Whole:
    """Ranked areas, highest first; where none is, those with most incidents."""
    if result.ranked.size:
        return result.ranked
    there = np.flatnonzero(result.counts > 0)
    return there[np.argsort(-result.counts[there], kind="stable")]


def _cells(result: AreaRates, order: Whole) -> list[list[str]]:
    """Rate, incidents and the ranks that are open, a row an area."""
    told: list[list[str]] = [[], [], []]
    for at in order:
        told[0].append(rate(result, float(result.rate[at])))
        told[1].append(number(int(result.counts[at])))
        low, high = int(result.rank_low[at]), int(result.rank_high[at])
        rank = number(low) if low == high else f"{number(low)} to {number(high)}"
        told[2].append(rank if result.rank[at] else "\u2013")
    return told


def _folded(result: AreaRates, order: Whole) -> str:
    """What became of the areas that have no row."""
    hidden = int((result.counts < 0).sum())
    ranked = len(result.ranked) - int((result.rank[order] > 0).sum())
    few = len(result.codes) - len(order) - hidden - ranked
    said = [f"{number(ranked)} more ranked" if ranked else ""]
    said.append(f"{number(few)} with fewer than {RANKED}, not ranked" if few else "")
    said.append(f"{number(hidden)} hidden" if hidden else "")
    return "; ".join(part for part in said if part)


def _scale(page: Page, axes: Axes, result: AreaRates, order: Whole, rows: int) -> None:
    """The scale of rates from nought, below the rows."""
    top = float(max(result.high[order].max(), result.mean)) * result.per
    ticks = scale(top)
    ends = [f"{value:,.{places(result)}f}" for value in ticks[-1:]]
    room = (axes.get_position().width * page.theme.width * 72) / (width(ends[0], page.theme) + 14)
    ticks = scale(top, most=max(2, min(5, int(room))))
    axes.set(ylim=(rows, 0), xlim=(0, ticks[-1]))
    axes.set_xticks(ticks, [f"{value:,g}" for value in ticks])
    axes.grid(axis="x", color=RULE, linewidth=page.theme.thin)


def _marks(axes: Axes, result: AreaRates, order: Whole, theme: Theme) -> None:
    """A line from end to end of the range, the rate as a dot, the shrunk rate as an open mark."""
    rows, per = np.arange(len(order)) + 0.5, result.per
    axes.plot([result.mean * per] * 2, [0, len(order)], color=ALERT, lw=theme.thin * 1.6, zorder=2)
    axes.hlines(
        rows,
        result.low[order] * per,
        result.high[order] * per,
        color=MUTED,
        lw=theme.line,
        zorder=3,
    )  # fmt: skip
    axes.plot(
        result.shrunk[order] * per, rows, "D", ms=theme.marker * 0.95, mfc=PAPER, mec=FOCUS,
        mew=theme.thin * 1.4, zorder=4, clip_on=False,
    )  # fmt: skip
    axes.plot(
        result.rate[order] * per, rows, "o", ms=theme.marker * 1.1, color=FOCUS, mec=PAPER,
        mew=theme.thin * 0.6, zorder=5, clip_on=False,
    )  # fmt: skip


def _columns(
    page: Page, axes: Axes, cells: list[list[str]], widths: list[float], head: float
) -> None:
    """Figures beside the rows, under their heads."""
    x = page.right
    for column in reversed(range(len(HEADS))):
        page.text(x, page.top - head + 4, HEADS[column], color=SOFT, ha="right")
        for row, text in enumerate(cells[column]):
            y = page.points(axes, 0, row + 0.5)[1]
            page.text(x, y, text, ha="right", va="center_baseline")
        x -= widths[column] + 12


def _words(result: AreaRates) -> tuple[str, str, str]:
    return "Rate and 95% range", "Shrunk rate", f"All areas: {rate(result, result.mean)}"


def _key_width(result: AreaRates, theme: Theme) -> float:
    """How much room the key takes."""
    return sum(34 + width(text, theme) for text in _words(result))


def _key(page: Page, result: AreaRates) -> None:
    """What each mark is, above the rows."""
    theme = page.theme
    x, y = page.left, page.top - theme.text
    dot = {"marker": "o", "mfc": FOCUS, "mec": FOCUS}
    open_mark = {"marker": "D", "mfc": PAPER, "mec": FOCUS}
    looks: tuple[tuple[str, dict[str, Any]], ...] = ((MUTED, dot), ("", open_mark), (ALERT, {}))
    for text, (line, marker) in zip(_words(result), looks, strict=True):
        up = y + theme.text * 0.35
        if line:
            page.mark(x + 8, up, 16, color=line, lw=theme.line)
        if marker:
            page.mark(x + 8, up, ms=theme.marker, lw=0, **marker)
        page.text(x + 20, y, text, color=SOFT)
        x += 20 + width(text, theme) + 14


KIND = ChartKind[AreaRates](key="rates", draw=draw)
