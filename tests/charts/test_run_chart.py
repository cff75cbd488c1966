"""The chart of run_chart shows the median, the longest run, and both tests in words."""

from __future__ import annotations

from datetime import date

import pytest

from tests.analysis.test_run_chart import STEADY, monthly
from workbench.analysis.kind import Asked, Event
from workbench.analysis.kinds import run_chart
from workbench.charts.kinds.run_chart import KIND
from workbench.charts.sheet import png
from workbench.charts.theme import ALERT, INSET, PAGE, SCREEN, Theme

EVENTS = (Event(date(2021, 4, 2), "Recording rules changed"), Event(date(2022, 2, 2), "Locks"))


@pytest.mark.parametrize(
    "counts", [[4], STEADY, [*STEADY, *[c - 12 for c in STEADY]], [*STEADY, None, *STEADY * 14]],
    ids=["one", "steady", "shift", "long"],
)  # fmt: skip
@pytest.mark.parametrize("theme", [SCREEN, PAGE, INSET], ids=lambda theme: theme.name)
def test_median_and_longest_run_are_drawn(counts: list[int | None], theme: Theme) -> None:
    result = run_chart.run(Asked(monthly(counts), events=EVENTS))
    figure = KIND.draw(result, run_chart.reading(result), theme)
    words = [text.get_text() for text in figure.texts]
    assert any(word.startswith("Median ") for word in words)
    axes = figure.axes[0]
    flat = [line for line in axes.lines if list(line.get_ydata()) == [result.median] * 2]
    assert len(flat) == 1
    judged = result.runs is not None
    assert ("Longest run" in words) is judged
    assert any(word.startswith("Crossings: ") for word in words) is judged
    orange = [line for line in axes.lines if line.get_markerfacecolor() == ALERT]
    long = result.runs is not None and result.runs.longest > result.runs.longest_allowed
    assert [len(line.get_xdata()) for line in orange] == ([12] if long else [])
    assert axes.get_ylim()[0] == 0
    assert png(figure).startswith(b"\x89PNG")
