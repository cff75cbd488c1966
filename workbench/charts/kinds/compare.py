"""Which has more? Two bars with their words, and below both series month by month."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from workbench.analysis.kind import Reading
from workbench.analysis.kinds.compare import in_times
from workbench.analysis.place_words import portion
from workbench.analysis.ratio_words import against, likely
from workbench.analysis.side_by_side import Part, SideBySide
from workbench.analysis.verdict import Move
from workbench.analysis.words import capital, number, tick
from workbench.charts.kind import ChartKind
from workbench.charts.month_lines import Lines, draw_months
from workbench.charts.page import Page, open_page, say
from workbench.charts.sheet import caption
from workbench.charts.theme import ALERT, FOCUS, INK, SOFT, Theme
from workbench.charts.words import shorten, widest, width

Floats = NDArray[np.float64]
UNLIKE = 4.0  # so many times as many: each is then drawn against its own mean


def draw(result: SideBySide, reading: Reading, theme: Theme) -> Figure:
    """Bars from nought, the difference in words, then the months."""
    words = caption(reading, result.basis)
    if result.withheld:
        return say(theme, words, f"One of the two has fewer than {result.withheld} incidents.")
    if not result.basis.n:
        return say(theme, words, "Neither has an incident in these months.")
    page = open_page(theme, words)
    below = _bars(page, result)
    if len(result.span.months) >= 2:
        draw_months(page, _lines(result, theme, page.width * 0.3), below + theme.leading * 0.9)
    else:
        page.text(page.left, page.top - below - theme.leading * 2,
                  "Too few months to draw month by month.", color=SOFT)  # fmt: skip
    return page.figure


def _bars(page: Page, result: SideBySide) -> float:
    """Both bars and the line of words under them; returns the points they took."""
    theme, parts = page.theme, (result.first, result.second)
    tall = theme.leading * 1.25
    names = [shorten(part.name, theme, page.width * 0.3, bold=True) for part in parts]
    labels = [_label(result, part) for part in parts]
    left = page.left + widest(names, theme, bold=True) + theme.text
    room = page.right - left - widest(labels, theme) - theme.text
    values = [result.rate(part) if result.sized else float(part.n) for part in parts]
    across, up = theme.width * 72, theme.height * 72
    for at, (name, label, value) in enumerate(zip(names, labels, values, strict=True)):
        foot = page.top - tall * (at + 1)
        long = room * value / max(values)
        page.text(page.left, foot + tall * 0.28, name, bold=True)
        bar = Rectangle((left / across, (foot + tall * 0.14) / up), long / across, tall * 0.72 / up,
                        transform=page.figure.transFigure, color=(FOCUS, ALERT)[at],
                        lw=0)  # fmt: skip
        page.figure.add_artist(bar)
        page.text(left + long + 4, foot + tall * 0.28, label)
    foot = page.top - tall * 2 - theme.leading
    page.text(page.left, foot, _difference(result, page), color=INK, bold=True)
    return page.top - foot


def _label(result: SideBySide, part: Part) -> str:
    """The number at the end of a bar, and its share of all."""
    of = f" ({portion(part.share, 1)} of all)" if part.share is not None else ""
    if result.sized:
        return f"{number(result.rate(part), 1)} for each 1,000 a year ({number(part.n)})"
    return f"{number(part.n)}{of}"


def _difference(result: SideBySide, page: Page) -> str:
    """More, fewer or cannot tell, with the likely range."""
    span = result.cautious or result.exact
    one, other = result.first.name, result.second.name
    if span is None or result.exact is None:
        word = "cannot tell" if result.move is Move.UNSURE else "more"
        return f"{capital(word)}: no ratio can be given"
    times = in_times(result)
    told = likely(span, times=times)
    if result.move is Move.UNSURE:
        forms = [f"Cannot tell which has more: {told}", "Cannot tell which has more"]
    else:
        has = against(result.exact, other, times=times)
        word = "More" if result.move is Move.ROSE else "Fewer"
        forms = [f"{one} has {has}, likely {told}", f"{word}: likely {told}", word]
    fits = [form for form in forms if width(form, page.theme, bold=True) <= page.width]
    return fits[0] if fits else forms[-1]


def _lines(result: SideBySide, theme: Theme, room: float) -> Lines:
    """Counts by month; against its own mean each, where one would lie flat beside the other."""
    parts = (result.first, result.second)
    counts: list[Floats] = [
        np.array([np.nan if c is None else c for c in part.by_month], np.float64) for part in parts
    ]
    least, most = sorted(part.n for part in parts)
    names = tuple(shorten(part.name, theme, room, bold=True) for part in parts)
    lines = Lines(result.months, tuple(counts), names, "Incidents by month", tick, result.events)
    if least and most / least > UNLIKE and least >= len(result.span.months):
        means = [part.n / len(result.span.months) for part in parts]
        values = tuple(one / mean * 100 for one, mean in zip(counts, means, strict=True))
        return replace(lines, values=values, label=lambda value: f"{value:.0f}",
                       note="By month; the mean of each = 100")  # fmt: skip
    return lines


KIND = ChartKind[SideBySide](key="compare", draw=draw)
