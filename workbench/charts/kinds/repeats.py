"""Is it the same again? Shares of places and of incidents, by how often each place was hit."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from workbench.analysis.kind import Reading
from workbench.analysis.kinds.repeats import TIMES, Repeats
from workbench.analysis.place_words import nouns, portion
from workbench.analysis.words import number
from workbench.charts.kind import ChartKind
from workbench.charts.page import Page, open_page, say
from workbench.charts.sheet import caption
from workbench.charts.theme import FOCUS, INK, MUTED, SOFT, Theme
from workbench.charts.words import widest, width


def draw(result: Repeats, reading: Reading, theme: Theme) -> Figure:
    """Two bars a row, places in grey over incidents in navy, each with its share and number."""
    words, measures = caption(reading, result.basis), result.measures
    if not measures.total:
        return say(theme, words, "No incident here can be told to be a repeat.")
    page = open_page(theme, words)
    labels = [f"Hit {times}" for times in TIMES]
    both = (measures.victims, measures.incidents)
    shares = [np.array(part) / sum(part) for part in both]
    said = [
        [f"{portion(value, sum(part))} ({number(value)})" for value in part] for part in both
    ]  # fmt: skip
    left, head = widest(labels, theme) + 8, theme.leading * 1.7
    joined = [", ".join(pair) for pair in zip(*said, strict=True)]
    low = page.every(0.4 * (page.height - head), len(labels)) > 1  # both stand on one line
    right = widest(joined if low else [*said[0], *said[1]], theme) + 8
    axes = page.axes(left, right, head, 0)
    axes.set(ylim=(len(labels), 0), xlim=(0, max(part.max() for part in shares)), xticks=[])
    axes.set_yticks(np.arange(len(labels)) + 0.5, labels, color=INK)
    for part, texts, colour, at in zip(shares, said, (MUTED, FOCUS), (0.3, 0.7), strict=True):
        rows = np.arange(len(labels)) + at
        axes.barh(rows, part, height=0.36, color=colour)
        for row, share, text in zip(rows, part, () if low else texts, strict=not low):
            x, y = page.points(axes, float(share), float(row))
            page.text(x + 4, y, text, va="center_baseline", color=INK if share else SOFT)
    for row, text in enumerate(joined if low else ()):
        x, y = page.points(axes, float(max(part[row] for part in shares)), row + 0.5)
        page.text(x + 4, y, text, va="center_baseline")
    many = nouns(result.by, result.snap)[1]
    _key(page, page.left + left, (f"Share of {many}", "Share of incidents"))
    return page.figure


def _key(page: Page, x: float, words: tuple[str, str]) -> None:
    """Which bar is which, above the bars."""
    theme, y = page.theme, page.top - page.theme.leading * 0.8
    for text, colour in zip(words, (MUTED, FOCUS), strict=True):
        page.mark(x + 4, y + theme.text * 0.35, marker="s", ms=theme.text * 0.8, mfc=colour,
                  mec=colour)  # fmt: skip
        page.text(x + 12, y, text, color=SOFT)
        x += 12 + width(text, theme) + 16


KIND = ChartKind[Repeats](key="repeats", draw=draw)
