"""The chart of count_chart draws stepped limits and marks the months outside them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tests.analysis.test_count_chart import CALM, WILD, monthly
from workbench.analysis.kind import Asked, Event, Value
from workbench.analysis.kinds import count_chart
from workbench.charts.kinds.count_chart import KIND
from workbench.charts.sheet import png
from workbench.charts.theme import ALERT, INSET, PAGE, SCREEN, Theme

EVENTS = (Event(date(2021, 4, 2), "Recording rules changed"), Event(date(2021, 9, 2), "Locks"))


@pytest.mark.parametrize(
    ("counts", "settings"),
    [
        (CALM[:6], {}),
        ([*CALM, 70], {"baseline": 12}),
        ([*WILD[:8], None, *WILD * 9], {}),
        ([90_000 + 900 * one for one in WILD], {"chart": "c"}),
        ([0, 1, 0, 0, 2, 1, 0], {"exposed": 90}),
    ],
    ids=["fewest", "usual", "long", "large", "small"],
)
@pytest.mark.parametrize("theme", [SCREEN, PAGE, INSET], ids=lambda theme: theme.name)
def test_limits_are_stepped_and_signals_marked(
    counts: list[int | None], settings: dict[str, Value], theme: Theme
) -> None:
    result = count_chart.run(Asked(monthly(counts), settings, events=EVENTS))
    figure = KIND.draw(result, count_chart.reading(result), theme)
    axes = figure.axes[0]
    stepped = [line for line in axes.lines if line.get_drawstyle() == "steps-mid"]
    assert [list(line.get_ydata())[1:-1] for line in stepped] == [
        list(result.lower), list(result.upper)
    ]  # fmt: skip
    marked = [line for line in axes.lines if line.get_markerfacecolor() == ALERT]
    assert [list(line.get_ydata()) for line in marked] == [
        [result.values[at] for at in result.signals]
    ]
    words = [text.get_text() for text in figure.texts]
    assert any(word.startswith("Upper limit ") for word in words)
    known = int(np.sum([value is not None for value in result.values]))
    assert any("aseline" in word for word in words) is (result.base < known)
    assert axes.get_ylim()[0] == 0
    assert png(figure).startswith(b"\x89PNG")
