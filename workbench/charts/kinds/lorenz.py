"""How concentrated is it? The Lorenz curve, the one of chance, and the line of equality."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from workbench.analysis.kind import Reading
from workbench.analysis.kinds.lorenz import Lorenz
from workbench.charts.kind import ChartKind
from workbench.charts.page import Page, open_page, say
from workbench.charts.sheet import caption
from workbench.charts.theme import FOCUS, INK, MUTED, SOFT, Theme
from workbench.charts.words import widest

TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
WORDS = ("As counted", "By chance alone", "All places equal")


def draw(result: Lorenz, reading: Reading, theme: Theme) -> Figure:
    """Three curves from corner to corner, the counted one thick; a mark where half is reached."""
    words = caption(reading, result.basis)
    if not result.told.total:
        return say(theme, words, "No incident here has a place, so there is no curve to draw.")
    if not result.told.curve.size:
        return say(theme, words, "Too few places to show the curve outside the police.")
    page = open_page(theme, words)
    key = 26 + widest(WORDS, theme)
    axes = page.chart(TICKS, lambda value: f"{100 * value:.0f}%", right=key + 14,
                      bottom=theme.leading)  # fmt: skip
    axes.set_xlim(0, 1)
    axes.set_xticks(TICKS[1:], [f"{100 * value:.0f}%" for value in TICKS[1:]])
    grid = np.linspace(0, 1, 101)
    axes.plot([0, 1], [0, 1], color=MUTED, lw=theme.thin * 1.6, ls=(0, (1.5, 1.5)), zorder=2)
    if result.chance.size:
        axes.plot(grid, result.chance, color=SOFT, lw=theme.line * 0.8, ls=(0, (5, 2)), zorder=3)
    axes.plot(grid, result.told.curve, color=FOCUS, lw=theme.line * 1.3, zorder=4, clip_on=False)
    half = float(np.interp(0.5, result.told.curve, grid))
    axes.plot([half, half], [0, 0.5], color=INK, lw=theme.thin * 1.5, zorder=3)
    axes.plot(half, 0.5, "o", color=FOCUS, ms=theme.marker, zorder=5, clip_on=False)
    x, y = page.points(axes, half, 0.5)
    page.text(x + 7, y - theme.text * 0.9, "Half", halo=True)
    many = result.noun[1].capitalize()
    middle, low = page.points(axes, 0.5, 0)
    page.text(
        middle, low - theme.leading * 2.1, f"{many}, the worst first", color=SOFT, ha="center"
    )
    _key(page, page.right - key, bool(result.chance.size))
    return page.figure


def _key(page: Page, left: float, chance: bool) -> None:
    """What each line is, at the right, in the order in which they lie."""
    theme, top = page.theme, page.top - page.theme.leading
    lines = [
        (WORDS[0], {"color": FOCUS, "lw": theme.line * 1.3}),
        (WORDS[1], {"color": SOFT, "lw": theme.line * 0.8, "ls": (0, (5, 2))}),
        (WORDS[2], {"color": MUTED, "lw": theme.thin * 1.6, "ls": (0, (1.5, 1.5))}),
    ]
    for words, how in lines if chance else [lines[0], lines[2]]:
        page.mark(left + 9, top + theme.text * 0.35, long=18, **how)
        page.text(left + 24, top, words, bold=words == WORDS[0])
        top -= theme.leading * 1.25


KIND = ChartKind[Lorenz](key="lorenz", draw=draw)
