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
from workbench.charts.theme import ALERT, FOCUS, INK, PAPER, RULE, SOFT
from workbench.charts.words import month_ticks, widest, width

HALF = 15.0  # days from a month's point to the edge of its room
WEEK = 3.5  # likewise of a week

Number = int | float | None


@dataclass(frozen=True)
class Series:
    """Points in time order, one a month or one a week; None where there are no data."""

    starts: tuple[date, ...]
    values: tuple[Number, ...]
    half: float = HALF

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
        return self.days[0] - self.half, self.days[-1] + self.half

    def span(self, first: int, last: int) -> tuple[float, float]:
        """The room of the points from one place to another."""
        return self.days[first] - self.half, self.days[last] + self.half

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
        marks = month_ticks(self.starts[0], self.starts[-1], edge - page.left - left, theme)
        axes.set_xticks([at for at, _ in marks], [label for _, label in marks])
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
        """A dotted foot under points without data, named when there is room."""
        runs: list[list[int]] = []
        for place, value in enumerate(self.values):
            if value is not None:
                continue
            if runs and runs[-1][-1] == place - 1:
                runs[-1].append(place)
            else:
                runs.append([place])
        for run in runs:
            self._gap(page, axes, run)

    def _gap(self, page: Page, axes: Axes, run: Sequence[int]) -> None:
        low, high = self.span(run[0], run[-1])
        foot, top = axes.get_ylim()
        axes.axvspan(low, high, facecolor=PAPER, edgecolor=RULE, hatch="...", lw=0, zorder=0.5)
        (a, up), (b, _) = page.points(axes, low, foot), page.points(axes, high, foot)
        words = f"No data: {month(self.starts[run[0]])}" if len(run) == 1 else "No data"
        for text in (words, "No data"):
            if width(text, page.theme) + 4 <= b - a:
                middle = (up + page.points(axes, low, top)[1]) / 2
                page.text((a + b) / 2, middle, text, color=SOFT, halo=True, ha="center")
                break
