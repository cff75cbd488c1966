"""Which few make up most of it? Ranked bars with the running share in words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from matplotlib.figure import Figure

from workbench.analysis.kind import Reading
from workbench.analysis.kinds.top_places import TopPlaces
from workbench.analysis.words import number, percent
from workbench.charts.kind import ChartKind
from workbench.charts.page import open_page, say
from workbench.charts.sheet import caption
from workbench.charts.theme import FOCUS, INK, MUTED, SOFT, Theme
from workbench.charts.words import shorten, widest

HEAD = "Running share"


def draw(result: TopPlaces, reading: Reading, theme: Theme) -> Figure:
    """Horizontal bars from zero; what does not fit is folded into one last row with a number."""
    words = caption(reading, result.basis)
    if not result.total:
        return say(theme, words, "No incident here has a place, so there is nothing to rank.")
    if any(result.generic):
        words = replace(words, measure=f"{words.measure} (* names only a sort of place)")
    page = open_page(theme, words)
    row = theme.leading * 1.12
    fit = max(2, int((page.height - theme.leading) / row))
    names, counts, folded = _rows(result, fit)
    running = np.cumsum(counts)
    labels = [shorten(name, theme, page.width * 0.46, keep=14) for name in names]
    left = widest(labels, theme) + 8
    right = widest([HEAD], theme) + 14 + widest([number(max(counts))], theme)
    spare = page.height - theme.leading - row * len(names)
    axes = page.axes(left, right, theme.leading, max(0.0, spare))
    lengths = [*counts[:-1], 0] if folded else counts
    axes.set(ylim=(len(names), 0), xlim=(0, max(lengths)), xticks=[])
    dark = [FOCUS if before < result.total / 2 else MUTED for before in running - counts]
    axes.barh(np.arange(len(names)) + 0.5, lengths, height=0.72, color=dark)
    axes.set_yticks(np.arange(len(names)) + 0.5, labels, color=INK)
    page.text(page.right, page.top - theme.text, HEAD, color=SOFT, ha="right")
    for index, (count, sum_to) in enumerate(zip(counts, running, strict=True)):
        x, y = page.points(axes, lengths[index], index + 0.5)
        page.text(x + 4, y, number(count), va="center_baseline")
        share = int(sum_to) / result.total
        page.text(
            page.right, y, percent(share, 1 if share < 1 else 0), ha="right", va="center_baseline"
        )
    return page.figure


def _rows(result: TopPlaces, fit: int) -> tuple[list[str], list[int], bool]:
    """The rows that fit, and whether the last is all others together."""
    shown = len(result.names) if result.places == len(result.names) <= fit else fit - 1
    shown = min(shown, len(result.names))
    names = [
        f"{name} *" if generic else name
        for name, generic in zip(result.names[:shown], result.generic[:shown], strict=True)
    ]
    counts = list(result.counts[:shown])
    others = result.places - shown
    if not others:
        return names, counts, False
    noun = result.noun
    label = f"{number(others)} other {noun[0] if others == 1 else noun[1]}"
    return [*names, label], [*counts, result.total - sum(counts)], True


KIND = ChartKind[TopPlaces](key="top_places", draw=draw)
