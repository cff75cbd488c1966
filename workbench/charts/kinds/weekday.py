"""Does it fall on certain days of the week? A bar a day, and the line of an even week."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from workbench.analysis.kind import Reading
from workbench.analysis.kinds.weekday import Weekday
from workbench.analysis.words import DAYS, number
from workbench.charts.kind import ChartKind
from workbench.charts.page import open_page, scale
from workbench.charts.sheet import caption
from workbench.charts.theme import ALERT, FOCUS, INK, MUTED, SOFT, Theme
from workbench.charts.words import width


def draw(result: Weekday, reading: Reading, theme: Theme) -> Figure:
    """Counts on the bars; the busiest day stands out only when chance would rarely do that."""
    page = open_page(theme, caption(reading, result.basis))
    shown = np.maximum(result.counts, 0)
    even = float(result.basis.n / 7)
    label = "" if result.short else f"Even week {number(even, 0 if even >= 10 else 1)}"
    right = width(label, theme) + 8
    axes = page.chart(scale(max(float(shown.max()), even)), right=right, top=theme.text)
    top = int(shown.argmax())
    colours = [FOCUS if at == top or not result.uneven else MUTED for at in range(7)]
    axes.bar(np.arange(7), shown, width=0.72, color=colours)
    axes.set_xlim(-0.6, 6.6)
    axes.set_xticks(np.arange(7), DAYS)
    if label:
        axes.axhline(even, color=ALERT, lw=theme.line, ls=(0, (4, 2)), zorder=3)
        x, y = page.points(axes, 6.6, even)
        page.text(x + 6, y, label, color=SOFT, va="center_baseline")
    line = page.points(axes, 0, even)[1] if label else -1.0
    for at, count in enumerate(result.counts):
        x, y = page.points(axes, at, float(shown[at]))
        if y - 1 <= line <= y + theme.text + 4:
            y = line  # above the line, which would strike the number through
        words = number(int(count)) if count >= 0 else "withheld"
        page.text(x, y + 3, words, ha="center", color=INK, halo=True)
    return page.figure


KIND = ChartKind[Weekday](key="weekday", draw=draw)
