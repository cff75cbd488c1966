"""Does one incident bring others near it? Ratios by distance and days, as a table of colour."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from workbench.analysis.kind import Reading
from workbench.analysis.kinds.near_repeats import NearRepeats, bands
from workbench.analysis.words import number
from workbench.charts.kind import ChartKind
from workbench.charts.page import Page, open_page
from workbench.charts.sheet import caption
from workbench.charts.theme import INK, PAPER, RULE, SOFT, STEPS, WASH, Theme, on
from workbench.charts.words import widest, wrap

EDGES = (1.1, 1.3, 1.6, 2.0, 3.0)  # ratios at which the colour grows darker


def draw(result: NearRepeats, reading: Reading, theme: Theme) -> Figure:
    """A cell for each combination: the ratio, its pairs, and a frame where it stands out."""
    page = open_page(theme, caption(reading, result.basis))
    far, spans = bands(result.distances, "m"), bands(result.days, "days")
    left = widest(far, theme) + 8
    room = (page.width - left - 2) / len(spans) - 8
    long = ["\n".join(wrap(words, theme, room, 2)) for words in spans]
    head = theme.leading * (2 if any("\n" in words for words in long) else 1) + 6
    every = page.every(page.height - head - theme.leading * 2.6, len(far))
    cells = [[_words(result, i, j) for j in range(len(spans))] for i in range(len(far))]
    if widest([words for row in cells for words in row], theme, bold=True) > room + 6:
        cells = [[words.partition(" (")[0] for words in row] for row in cells]
    foot = _key(page, any("(" in words for row in cells for words in row) and every == 1)
    grid = page.axes(left, 2, head, theme.leading * 0.6 + foot)
    grid.set(xlim=(0, len(long)), ylim=(len(far), 0))
    grid.set_yticks(np.arange(len(far))[::every] + 0.5, far[::every])
    grid.set_xticks(np.arange(len(long)) + 0.5, long)
    grid.xaxis.tick_top()
    ratio, clear = result.ratio, result.clear
    for i in range(len(far)):
        for j in range(len(long)):
            colour = _colour(float(ratio[i, j]))
            grid.add_patch(Rectangle((j, i), 1, 1, fc=colour, ec=PAPER, lw=theme.thin * 2))
            if clear[i, j]:
                inset = (j + 0.015, i + 0.04)
                grid.add_patch(Rectangle(inset, 0.97, 0.92, fill=False, ec=INK, lw=theme.line,
                                         zorder=4))  # fmt: skip
            if every > 1:
                continue  # too low for numbers
            x, y = page.points(grid, j + 0.5, i + 0.5)
            page.text(x, y, cells[i][j], bold=bool(clear[i, j]), ha="center", va="center_baseline",
                      color=on(colour))  # fmt: skip
    grid.spines[:].set(visible=True, color=RULE, linewidth=theme.thin)
    return page.figure


def _words(result: NearRepeats, i: int, j: int) -> str:
    seen = int(result.observed[i, j])
    if seen < 0:
        return f"under {result.threshold}"
    ratio = float(result.ratio[i, j])
    return (
        f"{number(ratio, 1)} ({number(seen)})" if np.isfinite(ratio) else f"\u2013 ({number(seen)})"
    )


def _colour(ratio: float) -> str:
    """White up to chance, then darker; what cannot be said is grey."""
    if not np.isfinite(ratio):
        return WASH
    step = int(np.searchsorted(EDGES, ratio, side="right")) - 1
    return PAPER if step < 0 else STEPS[step]


def _key(page: Page, pairs: bool) -> float:
    """What colour, numbers and frames mean; returns the height taken, in points."""
    shown = "Ratio to chance (pairs seen)" if pairs else "Ratio to chance"
    lines = wrap(f"{shown}; darker is more; framed stands out", page.theme, page.width)
    for up, words in enumerate(reversed(lines)):
        page.text(page.left, page.bottom + up * page.theme.leading, words, color=SOFT)
    return page.theme.leading * len(lines)


KIND = ChartKind[NearRepeats](key="near_repeats", draw=draw)
