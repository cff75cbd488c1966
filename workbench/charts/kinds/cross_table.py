"""How many of what, where and when? A grid of counts with the totals on its edges."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from workbench.analysis.cross_tables import CrossTable
from workbench.analysis.kind import Reading
from workbench.analysis.sides import IN_TIME
from workbench.analysis.words import number, percent, tick
from workbench.charts import shades
from workbench.charts.kind import ChartKind
from workbench.charts.page import Page, open_page, say
from workbench.charts.sheet import caption
from workbench.charts.theme import INK, MUTED, RULE, SOFT, Theme, on, step_colour
from workbench.charts.words import shorten, widest, width

Floats = NDArray[np.float64]

MOST = 24  # rows
ROOM, TALL = 1.5, 5.0  # of the size of words, that a row needs and takes at most


def draw(result: CrossTable, reading: Reading, theme: Theme) -> Figure:
    """The first rows, shaded by class; figures in the cells where there is room for them."""
    words = caption(reading, result.basis)
    if not (result.counts > 0).any() and not (result.row_totals > 0).any():
        return say(theme, words, "Every count is withheld, so there is nothing to draw.")
    page = open_page(theme, words)
    strip, below = min(max(18.0, page.height * 0.13), 60.0), theme.leading * 3.1 + 4
    shown = _rows(page.height - strip - 4 - below, theme, len(result.names))
    if shown < len(result.names) and _turns(result):
        result = _turned(result)
        shown = _rows(page.height - strip - 4 - below, theme, len(result.names))
    # A few rows are not stretched over the whole sheet; what is below them moves up.
    spare = max(0.0, page.height - strip - 4 - below - shown * theme.text * TALL)
    page = replace(page, bottom=page.bottom + spare)
    values = result.shares[:shown]
    names = _names(result, shown, theme, page.width * 0.36)
    sums = np.where(result.row_totals < 0, np.nan, result.row_totals.astype(np.float64))[:shown]
    totals = ["withheld" if np.isnan(one) else number(one) for one in sums]
    for at in result.row_gaps:
        if at < shown:
            sums[at], totals[at] = np.nan, ""
    left, right = widest(names, theme) + 8, widest(totals, theme) + 50
    over = np.where(result.column_totals < 0, np.nan, result.column_totals.astype(np.float64))
    shades.above(page, over, left, right, strip, "All")
    shades.beside(page, sums, totals, right, (strip + 4, below))
    edges, colours = _classes(values, whole=result.show == "count")
    axes = page.axes(left, right, strip + 4, below)
    shades.grid(axes, values, edges, colours, theme.thin)
    axes.set_yticks(np.arange(shown) + 0.5, names, color=INK)
    across = page.width - left - right
    _name_columns(axes, result.columns, across, theme)
    _mark_missing(axes, result, shown)
    told: Callable[[float], str] = tick if result.show == "count" else percent
    _figures(page, axes, values, (edges, colours, told))
    heads = {"count": "Incidents:", "row": "Share of the row:", "column": "Share of the column:"}
    if np.isfinite(values).any():
        shades.key(page, edges, colours, left, heads[result.show], told)
    _others(page, result, shown, below)
    return page.figure


def _turns(result: CrossTable) -> bool:
    """Whether months (or hours, days, years) that go down would be drawn better across."""
    down, across = result.ways[0], result.ways[-1]
    return len(result.ways) == 2 and down in IN_TIME and across not in IN_TIME and not result.others


def _turned(result: CrossTable) -> CrossTable:
    """The same counts with lines and columns changed for each other."""
    return replace(
        result, ways=result.ways[::-1], names=tuple((name,) for name in result.columns),
        columns=tuple(name for (name,) in result.names), counts=result.counts.T,
        rest=np.zeros(len(result.names), np.int64), row_totals=result.column_totals,
        column_totals=result.row_totals, lost=result.lost.T,
        show={"row": "column", "column": "row"}.get(result.show, result.show),
        gaps=result.row_gaps, partial=result.row_partial, row_gaps=result.gaps,
        row_partial=result.partial,
    )  # fmt: skip


def _rows(room: float, theme: Theme, many: int) -> int:
    """How many rows there is room for, one at least."""
    return max(1, min(many, MOST, int(room / (theme.text * ROOM))))


def _classes(values: Floats, *, whole: bool) -> tuple[list[float], list[str]]:
    """Classes of one width; where most cells lie in the lowest, each twice as wide as the last."""
    known = values[np.isfinite(values) & (values > 0)]
    most = float(known.max(initial=0.0))
    edges, colours = shades.classes(most, whole=whole)
    if known.size < 8 or (whole and most < 32) or float(np.median(known)) > edges[1]:
        return edges, colours
    step = edges[-1] / 16
    power = 10.0 ** math.floor(math.log10(step))
    step = next(n * power for n in (1, 2, 2.5, 5, 10) if n * power * 16 >= most)
    step = max(1.0, math.ceil(step)) if whole else step
    edges = [0.0, *(step * 2**n for n in range(5))]
    while len(edges) > 2 and edges[-2] >= most:
        edges.pop()
    return edges, [step_colour(rank, len(edges) - 1) for rank in range(len(edges) - 1)]


def _names(result: CrossTable, shown: int, theme: Theme, room: float) -> list[str]:
    """What each row is called; the parts of a split row have its name at the first of them."""
    names, before = [], ""
    for at in range(shown):
        own = result.line(at)
        if len(result.names[at]) > 1 and result.names[at][0] == before:
            own = result.names[at][1]
        before = result.names[at][0]
        names.append(shorten(own, theme, room, keep=10))
    return names


def _name_columns(axes: Axes, names: Sequence[str], room: float, theme: Theme) -> None:
    """Names below their columns, as many as fit; long ones are cut."""
    one = room / len(names)
    long = [shorten(name, theme, max(one * 2 - 6, 84)) for name in names]
    every = max(1, math.ceil((widest(long, theme) + 6) / one))
    if len(names) > 24:  # so that the named months are the same ones of each year
        every = next((step for step in (1, 2, 3, 4, 6, 12, 24, 36, 60) if step >= every), every)
    at = np.arange(0, len(names), every)
    axes.set_xticks(at + 0.5, [long[spot] for spot in at])
    half = width(long[int(at[-1])], theme) / 2
    if (len(names) - at[-1] - 0.5) * one + 40 < half:
        axes.get_xticklabels()[-1].set_visible(False)


def _mark_missing(axes: Axes, result: CrossTable, shown: int) -> None:
    """Grey for months without data, a fine hatch for what is withheld."""
    for at in result.gaps:
        axes.axvspan(at, at + 1, color=RULE, lw=0)
    for at in result.row_gaps:
        if at < shown:
            axes.axhspan(at, at + 1, color=RULE, lw=0)
    for row, column in zip(*np.nonzero(result.counts[:shown] < 0), strict=True):
        axes.fill_between([column, column + 1], row, row + 1, facecolor="none", hatch="////",
                          edgecolor=MUTED, linewidth=0)  # fmt: skip


def _figures(
    page: Page, axes: Axes, values: Floats,
    shaded: tuple[list[float], list[str], Callable[[float], str]],
) -> None:  # fmt: skip
    """The figure in each cell, where all of them fit."""
    edges, colours, told = shaded
    theme, (rows, columns) = page.theme, values.shape
    known = np.isfinite(values)
    box = axes.get_position()
    wide, high = box.width * theme.width * 72 / columns, box.height * theme.height * 72 / rows
    texts = {(r, c): told(float(values[r, c])) for r, c in zip(*np.nonzero(known), strict=True)}
    if widest(list(set(texts.values())), theme) + 4 > wide or theme.text * 1.2 > high:
        return
    for (row, column), text in texts.items():
        value = float(values[row, column])
        rank = min(int(np.searchsorted(edges, value, "right")) - 1, len(colours) - 1)
        colour = on(colours[rank]) if value > 0 else SOFT
        x, y = page.points(axes, column + 0.5, row + 0.5)
        page.text(x, y, text, ha="center", va="center_baseline", color=colour)


def _others(page: Page, result: CrossTable, shown: int, below: float) -> None:
    """What grey and hatched cells are, and how many rows are not drawn."""
    rest = len(result.names) - shown + result.others
    words = []
    if result.gaps or any(at < shown for at in result.row_gaps):
        words.append("Grey: no data.")
    if (result.counts[:shown] < 0).any():
        words.append("Hatched: withheld.")
    if rest:
        held = result.row_totals[:shown]
        left = (
            f", {number(result.basis.n - held.sum())} incidents"
            if (held >= 0).all() and not result.threshold
            else ""
        )
        words.append(f"{number(rest)} other rows not shown{left}.")
    theme = page.theme
    y = page.bottom + below - theme.leading * 2.1
    said = shorten("  ".join(words), theme, page.width, keep=0)
    page.text(page.right, y, said, color=SOFT, ha="right")


KIND = ChartKind[CrossTable](key="cross_table", draw=draw)
