"""Rows of a name, its counts, a dot with its range, and a word: the picture of a comparison."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf, isinf

from matplotlib.axes import Axes

from workbench.analysis.comparison import Interval
from workbench.analysis.verdict import Move, move
from workbench.analysis.words import change
from workbench.charts.page import Page, scale
from workbench.charts.theme import FOCUS, INK, MUTED, PAPER, RULE, SOFT, Theme
from workbench.charts.words import widest, width


@dataclass(frozen=True)
class Row:
    """One line: a name, what stands in its columns, and its range."""

    name: str
    cells: tuple[str, ...]
    span: Interval | None
    main: bool = False
    word: str | None = None  # in place of fell, rose or cannot tell

    @property
    def verdict(self) -> str:
        """Three words and no more."""
        if self.word is not None:
            return self.word
        return "not enough" if self.span is None else move(self.span).value


@dataclass(frozen=True)
class Ruler:
    """The scale under the ranges; ratios unless said otherwise."""

    nil: float = 1.0  # no change
    least: float = 0.8  # shown at any rate
    most: float = 1.2
    farthest: float = 2.2  # what lies beyond runs off the scale with an arrow
    label: Callable[[float], str] = change
    none: str = "no change"  # the longest label


RATIOS = Ruler()


def snug(page: Page) -> float:
    """Lines of text for each row above the months: fewer on a low sheet, or none are left."""
    return 1.55 if page.height > page.theme.leading * 14 else 1.2


def rows_height(rows: Sequence[Row], theme: Theme, each: float = 1.55) -> float:
    """Points that so many rows take, with their head and scale."""
    return theme.leading * (2.4 + each * len(rows))


def draw_rows(
    page: Page, rows: Sequence[Row], heads: Sequence[str], below: float, ruler: Ruler = RATIOS
) -> None:
    """Names and cells at the left, ranges in the middle, words at the right.

    Args:
        page: the sheet; the rows fill it from the top.
        rows: the lines, the most important last.
        heads: what the cells are.
        below: points left free under the rows.
        ruler: the scale.
    """
    theme, gap = page.theme, page.theme.text * 1.3
    names = [row.name for row in rows]
    ends = [float(widest(names, theme, bold=True))]
    for place, title in enumerate(heads):
        ends.append(ends[-1] + gap + widest([*(row.cells[place] for row in rows), title], theme))
    right = widest([row.verdict for row in rows] + ["not enough"], theme, bold=True) + gap
    axes = page.axes(ends[-1] + gap * 1.6, right, theme.leading, below + theme.leading)
    _scale(axes, rows, page.width - ends[-1] - gap - right, theme, ruler)
    head = page.top - theme.text
    for at, title in zip(ends[1:], heads, strict=True):
        page.text(page.left + at, head, title, color=SOFT, ha="right")
    if any(row.span for row in rows):
        _ways(page, page.points(axes, ruler.nil, 0)[0], head, page.left + ends[-1] + 4)
    for place, row in enumerate(rows):
        y = page.points(axes, ruler.nil, place + 0.5)[1]
        _words(page, row, y, ends[1:])
        _range(axes, row, place + 0.5, theme)


def _words(page: Page, row: Row, y: float, ends: list[float]) -> None:
    """The name, the counts and the verdict of a row."""
    page.text(page.left, y, row.name, bold=row.main, va="center_baseline")
    for at, words in zip(ends, row.cells, strict=True):
        page.text(page.left + at, y, words, ha="right", va="center_baseline")
    clear = _clear(row)
    page.text(page.right, y, row.verdict, bold=clear, color=INK if clear else SOFT, ha="right",
              va="center_baseline")  # fmt: skip


def _clear(row: Row) -> bool:
    return row.verdict in (Move.FELL, Move.ROSE)


def _ways(page: Page, nil: float, y: float, least: float) -> None:
    """Which side of no change is fewer and which is more; arrows are drawn, not set.

    One that would lie left of ``least``, on the heads of the columns, is left out.
    """
    size = page.theme.text
    for words, side, shape in (("fewer", -1, "<"), ("more", 1, ">")):
        if nil + side * (size * 1.5 + width(words, page.theme)) < least:
            continue
        page.text(nil + side * size * 0.6, y, words, color=SOFT, ha="right" if side < 0 else "left")
        tip = nil + side * (size * 1.2 + width(words, page.theme))
        page.mark(tip, y + size * 0.35, marker=shape, ms=size * 0.5, mfc=SOFT, mec="none")


def _scale(axes: Axes, rows: Sequence[Row], room: float, theme: Theme, ruler: Ruler) -> None:
    """The values shown, with no change among them."""
    known = [row.span for row in rows if row.span]
    reach = min(ruler.farthest, max([ruler.most, *(span.high for span in known)]))
    least = min([ruler.least, *(span.low for span in known)])
    most = max(2, min(6, int(room / (widest([ruler.none], theme) + 12))))
    marks = scale(reach, least, most)
    axes.set(xlim=(marks[0], marks[-1]), ylim=(len(rows), 0), yticks=[])
    if not known:
        axes.set_xticks([])
        return
    axes.set_xticks(marks, _fitting(marks, ruler, room, theme))
    axes.grid(axis="x", color=RULE, lw=theme.thin)
    axes.axvline(ruler.nil, color=INK, lw=theme.thin * 1.6)


def _fitting(marks: Sequence[float], ruler: Ruler, room: float, theme: Theme) -> list[str]:
    """The words of the marks, without those that would meet others."""
    across = {mark: (mark - marks[0]) / (marks[-1] - marks[0]) * room for mark in marks}
    wide = {mark: width(ruler.label(mark), theme) for mark in marks}
    kept: list[float] = []
    for mark in sorted(marks, key=lambda m: (m != ruler.nil, m not in (marks[0], marks[-1]))):
        if all(abs(across[mark] - across[at]) >= (wide[mark] + wide[at]) / 2 + 5 for at in kept):
            kept.append(mark)
    return [ruler.label(mark) if mark in kept else "" for mark in marks]


def _range(axes: Axes, row: Row, y: float, theme: Theme) -> None:
    """One dot and its range; an arrow where the range leaves the scale."""
    if row.span is None:
        return
    clear, (low, high) = _clear(row), axes.get_xlim()
    colour = FOCUS if clear else MUTED
    ends = [max(row.span.low, low), min(row.span.high, high)]
    axes.plot(ends, [y, y], color=colour, lw=theme.line * 1.2, solid_capstyle="butt")
    if isinf(row.span.high) or row.span.high > high:
        axes.plot(high, y, ">", color=colour, ms=theme.marker * 1.2, clip_on=False)
    if row.span.estimate <= high:
        axes.plot(row.span.estimate, y, "o", ms=theme.marker * (1.6 if row.main else 1.3),
                  mfc=colour if clear else PAPER, mec=colour, mew=theme.line * 0.7,
                  clip_on=False)  # fmt: skip


def amounts(rows: Sequence[Row], label: Callable[[float], str]) -> Ruler:
    """A scale of incidents more or fewer, wide enough for every range."""
    spans = [row.span for row in rows if row.span]
    reach = max([1.0, *(max(abs(span.low), abs(span.high)) for span in spans)])
    return Ruler(0.0, -reach * 0.15, reach * 0.15, inf, label, label(-reach))
