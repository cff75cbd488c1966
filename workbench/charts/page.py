"""The sheet under every chart: finding on top, source below, free room between, in points."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Affine2D

from workbench.analysis.words import number, tick
from workbench.charts.theme import INK, PAPER, RULE, SOFT, WARM, Theme
from workbench.charts.words import widest, wrap


@dataclass(frozen=True)
class Caption:
    """The words of a chart; `finding` is its title and says what the picture shows."""

    finding: str
    measure: str
    source: str
    n: int
    period: str
    caution: str = ""
    grave: bool = False  # the caution is drawn in red

    @property
    def footer(self) -> str:
        """Number, period and source in one line."""
        return f"n = {number(self.n)}.  {self.period}.  Source: {self.source}."

    @property
    def alt(self) -> str:
        """What a screen reader says."""
        return f"{self.finding}. {self.measure}. {self.period}. {self.caution}".strip()


@dataclass(frozen=True)
class Page:
    """A figure with its words set, and the box in points that is left to draw in."""

    figure: Figure
    theme: Theme
    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Free room across."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Free room up."""
        return self.top - self.bottom

    def axes(self, left: float = 0, right: float = 0, top: float = 0, bottom: float = 0) -> Axes:
        """Bare axes in the free box, margins in points. No layout engine: nothing moves."""
        across, up = self.theme.width * 72, self.theme.height * 72
        wide = max(1.0, self.width - left - right)  # a sheet too small is poor, never an error
        high = max(1.0, self.height - top - bottom)
        box = ((self.left + left) / across, (self.bottom + bottom) / up, wide / across, high / up)
        axes = self.figure.add_axes(box, facecolor="none")
        axes.set_axisbelow(True)
        axes.spines[:].set_visible(False)
        axes.tick_params(
            length=0, pad=3, labelsize=self.theme.text, labelcolor=SOFT,
            labelfontfamily=self.theme.family,
        )  # fmt: skip
        return axes

    def chart(
        self,
        ticks: Sequence[float],
        label: Callable[[float], str] = tick,
        right: float = 0,
        top: float = 0,
        bottom: float = 0,
    ) -> Axes:
        """Axes with a value scale on the left, and room for a line of labels below."""
        labels = [label(value) for value in ticks]
        below = self.theme.leading + 4 + bottom
        axes = self.axes(widest(labels, self.theme) + 6, right, top + self.theme.text / 2, below)
        self.rule(axes, ticks, labels)
        return axes

    def rule(self, axes: Axes, ticks: Sequence[float], labels: Sequence[str]) -> None:
        """A value scale on the left of bare axes, with fine lines and a foot."""
        steps = len(ticks) - 1
        every = self.every(axes.get_position().height * self.theme.height * 72, steps)
        while steps % every:  # so that the last is named as well
            every += 1
        named = [label if i % every == 0 else "" for i, label in enumerate(labels)]
        axes.set_yticks(ticks, named)
        axes.set_ylim(ticks[0], ticks[-1])
        axes.grid(axis="y", color=RULE, linewidth=self.theme.thin)
        axes.axhline(ticks[0], color=SOFT, linewidth=self.theme.thin * 1.5, zorder=1, clip_on=False)

    def every(self, room: float, rows: int) -> int:
        """One row in how many has the height for words, with so much room in points for all."""
        if rows < 1 or room <= 0:
            return max(rows, 1)
        return min(max(1, math.ceil(self.theme.text * 1.15 * rows / room)), rows)

    def text(self, x: float, y: float, text: str, bold: bool = False, **how: Any) -> Text:
        """Words at a point of the sheet, in points from its lower left corner."""
        settings: dict[str, Any] = {"color": INK, "va": "baseline", **how}
        font = self.theme.font(bold, settings.pop("size", None))
        if settings.pop("halo", False):  # so that a line behind does not strike the words through
            settings["path_effects"] = [withStroke(linewidth=2.5, foreground=PAPER)]
        where = Affine2D().scale(1 / 72) + self.figure.dpi_scale_trans
        return self.figure.text(x, y, text, fontproperties=font, transform=where, **settings)

    def mark(self, x: float, y: float, long: float = 0, **how: Any) -> None:
        """A line or marker on the sheet: keys are drawn, for a font may lack the glyph."""
        across, up = self.theme.width * 72, self.theme.height * 72
        ends = ([(x - long / 2) / across, (x + long / 2) / across], [y / up] * 2)
        self.figure.add_artist(Line2D(*ends, transform=self.figure.transFigure, **how))

    def points(self, axes: Axes, x: float, y: float) -> tuple[float, float]:
        """Where a data point lies on the sheet."""
        across, up = axes.transData.transform((x, y)) * 72 / self.figure.dpi
        return float(across), float(up)


def open_page(theme: Theme, caption: Caption) -> Page:
    """A white sheet with title, measure and footer; the title takes two lines at most.

    Where the paper sets finding and source as text, only the measure is drawn.
    """
    figure = Figure((theme.width, theme.height), dpi=theme.dpi, facecolor=PAPER)
    FigureCanvasAgg(figure)
    figure.set_label(caption.alt)  # the alt text travels with the figure
    edge = theme.text
    right, top = theme.width * 72 - edge, theme.height * 72 - edge * 0.8
    sheet = Page(figure, theme, edge, edge * 0.8, right, top)
    finding = caption.finding if theme.titled else ""
    for line in wrap(finding, theme, sheet.width, 2, bold=True, size=theme.title):
        top -= theme.title
        sheet.text(edge, top, line, bold=True, size=theme.title)
        top -= theme.title * 0.25
    for line in wrap(caption.measure, theme, sheet.width, 2):
        top -= theme.text * 1.1
        sheet.text(edge, top, line, color=SOFT)
        top -= theme.text * 0.2
    low = edge * 0.8
    footer = [
        (line, colour)
        for words, colour in (
            (caption.caution, WARM if caption.grave else SOFT),
            (caption.footer, SOFT),
        )
        for line in wrap(words, theme, sheet.width, 2)
    ]
    for line, colour in reversed(footer if theme.titled else []):
        sheet.text(edge, low, line, color=colour)
        low += theme.leading
    return Page(figure, theme, edge, low + theme.text * 0.3, right, top - theme.text * 0.7)


def say(theme: Theme, caption: Caption, sentence: str) -> Figure:
    """The picture of nothing: a plain sentence where the chart would be."""
    empty = replace(caption, finding="Nothing to show", caution=sentence, n=0)
    page = open_page(theme, replace(empty, caution=""))
    page.figure.set_label(empty.alt)
    lines = wrap(sentence, theme, page.width * 0.7, 4)
    middle = (page.left + page.right) / 2
    top = (page.top + page.bottom) / 2 + theme.leading * len(lines) / 2
    for index, line in enumerate(lines):
        page.text(middle, top - theme.leading * (index + 1), line, ha="center")
    return page.figure


def scale(high: float, low: float = 0, most: int = 5, whole: bool = False) -> list[float]:
    """Round values that enclose low to high, for the ticks of a value axis; whole for counts."""
    if high <= low:
        high = low + 1
    steps = [1, 2, 5, 10] if whole and high - low < 25 else [1, 2, 2.5, 5, 10]
    found = MaxNLocator(nbins=most, steps=steps, integer=whole).tick_values(low, high)
    return [float(value) for value in np.round(found, 10)]
