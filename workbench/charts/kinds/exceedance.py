"""Is this month unusually high? A dot for each count, over the range that is usual for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from workbench.analysis.exceedances import HIGH, UNSURE, USUAL, Exceedances
from workbench.analysis.kind import Reading
from workbench.analysis.words import capital, number, tick
from workbench.charts.kind import ChartKind
from workbench.charts.page import Page, open_page, say, scale
from workbench.charts.sheet import caption
from workbench.charts.theme import ALERT, FOCUS, INK, PAPER, RULE, SOFT, Theme
from workbench.charts.words import shorten, widest, width, wrap

MOST = 15  # rows
NEXT, FILLED = 10, 6  # rows at least, when none is unusual and when some are
WIDE = 30.0  # times the smallest end of a range, after which the scale is of square roots
KEY = ("Usual range", "Expected")


@dataclass(frozen=True)
class _Row:
    """One line of the picture; ``low`` is below 0 where the range is hidden."""

    name: str
    count: int
    expected: float
    low: int
    high: int
    verdict: str

    @property
    def told(self) -> str:
        """Count and range in figures."""
        if self.low < 0:
            return number(self.count)
        return f"{number(self.count)}  ({number(self.low)} to {number(self.high)})"

    @property
    def end(self) -> float:
        """The farthest that is drawn of it."""
        return float(max(self.count, self.high))


def draw(result: Exceedances, reading: Reading, theme: Theme) -> Figure:
    """The most unusual in rows; the others get a number."""
    words = caption(reading, result.basis)
    rows = _rows(result)
    if not rows:
        return say(theme, words, "All counts here are small, so none is shown.")
    ends = [row.end for row in rows]
    roots = max(ends) > WIDE * max(1.0, min(ends))
    if roots:
        words = replace(words, measure=f"{words.measure} (scale of square roots)")
    page = open_page(theme, words)
    verdicts = [one for one in (HIGH, UNSURE, USUAL) if any(row.verdict == one for row in rows)]
    marks = _key(verdicts, theme, page.width)
    key, below = theme.leading * (0.7 + marks[-1][0]), theme.leading + 6
    room = page.height - key - below - theme.leading * 1.2
    rows = rows[: min(MOST, max(1, int(room / (theme.leading * 1.25))))]
    tall = min(room / len(rows), theme.leading * 2)
    names = [shorten(row.name, theme, page.width * 0.4, keep=12) for row in rows]
    left, right = widest(names, theme) + 8, widest([row.told for row in rows], theme, bold=True) + 8
    axes = page.axes(left, right, key, page.height - key - tall * len(rows))
    axes.set_ylim(len(rows), 0)
    _scale(axes, rows, page.width - left - right, theme, roots)
    axes.set_yticks(np.arange(len(rows)) + 0.5, names, color=INK)
    for at, row in enumerate(rows):
        _draw_row(page, axes, at + 0.5, row)
    _name_marks(page, [one for one in verdicts if any(row.verdict == one for row in rows)])
    others = wrap(_others(result, rows), theme, page.width, 1)
    foot = page.points(axes, 0, len(rows))[1] - below
    page.text(page.left, max(page.bottom, foot - theme.leading), "".join(others), color=SOFT)
    return page.figure


def _rows(result: Exceedances) -> list[_Row]:
    """Those that are unusually high, and those that come next where they are few."""
    shown: list[_Row] = []
    for at, name in enumerate(result.names):
        verdict = result.verdict(at)
        if verdict != HIGH and len(shown) >= (FILLED if result.above else NEXT):
            break
        if result.counts[at] >= 0:
            count, low, high = (int(one[at]) for one in (result.counts, result.low, result.high))
            shown.append(_Row(name, count, float(result.expected[at]), low, high, verdict))
    return shown


def _others(result: Exceedances, rows: list[_Row]) -> str:
    """How many are not shown, by what is said of them."""
    usual = result.family - result.above - result.unclear
    every = ((HIGH, result.above), (UNSURE, result.unclear), (USUAL, usual))
    said = []
    for verdict, count in every:
        if rest := count - sum(row.verdict == verdict for row in rows):
            words = "of which we cannot tell" if verdict == UNSURE else verdict
            said.append(f"{number(rest)} {words}")
    return f"Not shown: {', '.join(said)}." if said else ""


def _scale(axes: Axes, rows: list[_Row], room: float, theme: Theme, roots: bool) -> None:
    """Counts from nought along the foot."""
    most = max(row.end for row in rows)
    if roots:
        axes.set_xscale("function", functions=(np.sqrt, np.square))
        steps = [0, *(m * 10**e for e in range(7) for m in (1, 3))]
        ticks = [0.0]
        for one in reversed([one for one in steps if 0 < one <= most * 1.05]):
            spots = np.sqrt(np.array([*ticks, one]) / most) * room
            if np.abs(spots[:-1] - spots[-1]).min() > width(tick(one), theme) + 14:
                ticks.append(float(one))  # the largest is named first, others where there is room
        axes.set_xlim(0, most * 1.06)
    else:
        whole = scale(max(most, 4.0), most=max(2, min(6, int(room / 45))))
        ticks = [one for one in whole if one == round(one)]
        axes.set_xlim(0, max(most * 1.04, ticks[-1] if ticks[-1] <= most * 1.15 else 0))
        ticks = [one for one in ticks if one <= axes.get_xlim()[1]]
    axes.set_xticks(ticks, [tick(one) for one in ticks])
    axes.grid(axis="x", color=RULE, linewidth=theme.thin)
    axes.axvline(0, color=SOFT, linewidth=theme.thin * 1.5, zorder=1, clip_on=False)


def _draw_row(page: Page, axes: Axes, y: float, row: _Row) -> None:
    """Range, expected count, count, and the figures at the right."""
    theme = page.theme
    if row.low >= 0:
        axes.plot([row.low, row.high], [y, y], color=RULE, lw=theme.text * 0.8,
                  solid_capstyle="butt", zorder=2)  # fmt: skip
        axes.plot([row.expected], [y], "|", color=SOFT, ms=theme.text * 0.8, mew=theme.line * 0.8,
                  zorder=3)  # fmt: skip
    axes.plot([row.count], [y], zorder=4, clip_on=False, **_dot(row.verdict, theme))
    up = page.points(axes, 0, y)[1]
    page.text(page.right, up, row.told, row.verdict == HIGH, ha="right", va="center_baseline")


def _dot(verdict: str, theme: Theme) -> dict[str, Any]:
    """Orange for what is unusual, a ring for what cannot be told, navy for what is usual."""
    colour = {HIGH: ALERT, UNSURE: PAPER, USUAL: FOCUS}[verdict]
    edge = {HIGH: INK, UNSURE: FOCUS, USUAL: PAPER}[verdict]
    size, line = (1.4, theme.thin) if verdict == HIGH else (1.1, theme.thin * 1.6)
    return {"marker": "o", "ls": "", "ms": theme.marker * size, "mfc": colour, "mec": edge,
            "mew": line}  # fmt: skip


def _key(verdicts: list[str], theme: Theme, room: float) -> list[tuple[int, float, str]]:
    """Line, place across and word of each mark; a new line is begun where the room is used up."""
    placed: list[tuple[int, float, str]] = []
    line, x = 1, 0.0
    for name in (*KEY, *verdicts):
        long = 18 + width(capital(name), theme)
        if x and x + long > room:
            line, x = line + 1, 0.0
        placed.append((line, x, name))
        x += long + 14
    return placed


def _name_marks(page: Page, verdicts: list[str]) -> None:
    """What band, stroke and dots mean, above the rows."""
    theme = page.theme
    y, end = page.top, page.left
    for line, at, name in _key(verdicts, theme, page.width):
        y, x = page.top - theme.text - theme.leading * (line - 1), page.left + at
        mid, up = x + 7, y + theme.text * 0.35
        if name == KEY[0]:
            page.mark(mid, up, 14, color=RULE, lw=theme.text * 0.8, solid_capstyle="butt")
        elif name == KEY[1]:
            page.mark(mid, up, marker="|", color=SOFT, ms=theme.text * 0.8, ls="",
                      mew=theme.line * 0.8)  # fmt: skip
        else:
            page.mark(mid, up, **_dot(name, theme))
        page.text(x + 18, y, capital(name), color=SOFT)
        end = x + 18 + width(capital(name), theme) + 14
    head = "Count (usual)"
    if end + width(head, theme) <= page.right:
        page.text(page.right, y, head, color=SOFT, ha="right")


KIND = ChartKind[Exceedances](key="exceedance", draw=draw)
