"""The chart of panel draws both groups, the gap between them, and the change with its range."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from matplotlib.collections import PolyCollection

from tests.analysis.test_panel import ask, made, totals
from workbench.analysis.kind import Event
from workbench.analysis.kinds import panel
from workbench.analysis.words import change
from workbench.charts.kinds.panel import KIND
from workbench.charts.sheet import png
from workbench.charts.theme import INSET, PAGE, SCREEN, Theme

EVENTS = tuple(Event(date(2018 + i // 12, i % 12 + 1, 9), f"A long action {i}") for i in range(40))


@pytest.mark.parametrize("theme", [SCREEN, PAGE, INSET], ids=lambda theme: theme.name)
@pytest.mark.parametrize("fall", [0.6, 1.0])
@pytest.mark.parametrize("events", [(), EVENTS[34:38], EVENTS], ids=["none", "some", "many"])
def test_groups_gap_and_change_are_drawn(
    fall: float, events: tuple[Event, ...], theme: Theme
) -> None:
    result = ask(totals(made(fall=fall)), events, phase_in=2)
    figure = KIND.draw(result, panel.reading(result), theme)
    upper, lower = figure.axes
    words = [text.get_text() for text in figure.texts]
    told = {"Treated", "All others", "Start: Jan 2021", change(result.ratio.estimate)}
    assert told <= set(words)
    first, second = (
        np.asarray(line.get_ydata(), float)
        for line in [one for one in upper.lines if len(one.get_ydata()) == 48]
    )
    assert first[:36].mean() == pytest.approx(100)
    assert second[:36].mean() == pytest.approx(100)
    (band,) = [one for one in lower.collections if isinstance(one, PolyCollection)]
    box = band.get_datalim(lower.transData)
    assert box.y0 == pytest.approx(result.ratio.low - 1)
    assert box.y1 == pytest.approx(result.ratio.high - 1)
    assert upper.get_ylim()[0] == 0
    assert upper.get_xlim() == lower.get_xlim()
    assert upper.get_position().x0 == pytest.approx(lower.get_position().x0)
    assert png(figure).startswith(b"\x89PNG")


def test_fewest_months_and_a_control_of_noughts_in_some_months() -> None:
    counts = {"T0": [9, 8, 7, 9], "C0": [6, 0, 0, 9]}
    result = ask(totals(counts), treated=("T0",), start="2018-03")
    figure = KIND.draw(result, panel.reading(result), SCREEN)
    assert png(figure).startswith(b"\x89PNG")
