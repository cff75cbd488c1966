"""A run of months or weeks across a chart: where they lie, their names, and their gaps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from matplotlib.axes import Axes

from workbench.analysis.words import month
from workbench.charts.page import Page
from workbench.charts.theme import PAPER, RULE, SOFT, Theme
from workbench.charts.words import month_ticks, width

HALF = {"month": 15.0, "week": 3.5}  # days from a period's point to the edge of its room


def edges(starts: Sequence[date], unit: str = "month") -> tuple[float, float]:
    """The limits of a time axis for these periods."""
    return starts[0].toordinal() - HALF[unit], starts[-1].toordinal() + HALF[unit]


def name_months(axes: Axes, starts: Sequence[date], room: float, theme: Theme) -> None:
    """Names of months below, as close as they fit; none outside the axis."""
    low, high = axes.get_xlim()
    marks = [m for m in month_ticks(starts[0], starts[-1], room, theme) if low <= m[0] <= high]
    marks = marks or [(starts[0].toordinal(), month(starts[0]))]
    axes.set_xticks([at for at, _ in marks], [label for _, label in marks])


def draw_gaps(
    page: Page, axes: Axes, periods: Sequence[tuple[date, str, bool]], unit: str = "month"
) -> None:
    """A dotted ground where there are no data, named when there is room.

    Args:
        page: the sheet.
        axes: with its limits set.
        periods: first day, name, and whether there are data, in order.
        unit: "month" or "week".
    """
    runs: list[list[int]] = []
    for place, (_, _, known) in enumerate(periods):
        if known:
            continue
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    foot, top = axes.get_ylim()
    for run in runs:
        low = periods[run[0]][0].toordinal() - HALF[unit]
        high = periods[run[-1]][0].toordinal() + HALF[unit]
        axes.axvspan(low, high, facecolor=PAPER, edgecolor=RULE, hatch="...", lw=0, zorder=0.5)
        (a, up), (b, _) = page.points(axes, low, foot), page.points(axes, high, foot)
        words = f"No data: {periods[run[0]][1]}" if len(run) == 1 else "No data"
        for text in (words, "No data"):
            if width(text, page.theme) + 4 <= b - a:
                middle = (up + page.points(axes, low, top)[1]) / 2
                page.text((a + b) / 2, middle, text, color=SOFT, halo=True, ha="center")
                break
