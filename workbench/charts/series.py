"""A series of counts along time: its axes under the events, its line, and its gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from workbench.analysis.kind import Event
from workbench.analysis.words import month, tick
from workbench.charts.labels import Lanes, plan_events
from workbench.charts.page import Page
from workbench.charts.theme import ALERT, FOCUS, INK, PAPER
from workbench.charts.timeline import draw_gaps, edges, name_months
from workbench.charts.words import widest

Number = int | float | None


@dataclass(frozen=True)
class Series:
    """Points in time order, one a month or one a week; None where there are no data."""

    starts: tuple[date, ...]
    values: tuple[Number, ...]
    unit: str = "month"

    @property
    def days(self) -> list[int]:
        """Where the points lie along the axis."""
        return [day.toordinal() for day in self.starts]

    @property
    def numbers(self) -> NDArray[np.float64]:
        """The values with NaN for a gap, shape (n,)."""
        return np.array([np.nan if one is None else one for one in self.values], np.float64)

    @property
    def limits(self) -> tuple[float, float]:
        """The ends of the axis."""
        return edges(self.starts, self.unit)

    def span(self, first: int, last: int) -> tuple[float, float]:
        """The room of the points from one place to another."""
        return edges((self.starts[first], self.starts[last]), self.unit)

    def axes(
        self, page: Page, ticks: Sequence[float], right: float, events: Sequence[Event] = ()
    ) -> tuple[Axes, Lanes]:
        """Axes with named months, and the lanes of events above them, to be drawn at the end.

        ``right`` are points kept free for the names of lines.
        """
        theme = page.theme
        left = widest([tick(value) for value in ticks], theme) + 6
        edge = page.right - right
        lanes = plan_events(events, theme, self.limits, page.left + left, edge)
        axes = page.chart(ticks, right=right, top=lanes.height)
        axes.set_xlim(self.limits)
        name_months(axes, self.starts, edge - page.left - left, theme)
        return axes, lanes

    def draw(self, page: Page, axes: Axes) -> None:
        """The line with its points, broken at gaps; points that stand alone are larger."""
        theme, values = page.theme, self.numbers
        many = len(values) > 60
        size, thick = theme.marker * (0.45 if many else 0.7), theme.thin * 1.5
        axes.plot(self.days, values, color=FOCUS, lw=thick if many else theme.line, marker="o",
                  ms=size, mec=PAPER, mew=theme.thin * 0.6, zorder=3, clip_on=False)  # fmt: skip
        known = ~np.isnan(np.concatenate([[np.nan], values, [np.nan]]))
        alone = known[1:-1] & ~known[:-2] & ~known[2:]
        axes.plot(np.array(self.days)[alone], values[alone], "o", color=FOCUS, ms=theme.marker,
                  zorder=3, clip_on=False)  # fmt: skip

    def signal(self, page: Page, axes: Axes, places: Sequence[int]) -> None:
        """A full orange point at each place that is a signal."""
        theme, where = page.theme, list(places)
        axes.plot([self.days[i] for i in where], self.numbers[where], "o", ms=theme.marker * 1.5,
                  mfc=ALERT, mec=INK, mew=theme.thin, zorder=4, clip_on=False)  # fmt: skip

    def gaps(self, page: Page, axes: Axes) -> None:
        """A dotted ground under points without data, named when there is room."""
        pairs = zip(self.starts, self.values, strict=True)
        draw_gaps(page, axes, [(day, month(day), one is not None) for day, one in pairs], self.unit)
