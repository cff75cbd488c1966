"""The chart of interrupted draws what was recorded beside what was expected."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tests.analysis.test_interrupted import ask, made, series
from workbench.analysis.kind import Event
from workbench.analysis.kinds import interrupted
from workbench.charts.kinds.interrupted import KIND
from workbench.charts.sheet import png
from workbench.charts.theme import INSET, PAGE, SCREEN, Theme

EVENTS = tuple(Event(date(2018 + i // 12, i % 12 + 1, 9), f"A long action {i}") for i in range(40))


@pytest.mark.parametrize("theme", [SCREEN, PAGE, INSET], ids=lambda theme: theme.name)
@pytest.mark.parametrize("months", [42, 150])
@pytest.mark.parametrize("events", [(), EVENTS[34:38], EVENTS], ids=["none", "some", "many"])
def test_counts_and_expectation_are_drawn(
    months: int, events: tuple[Event, ...], theme: Theme
) -> None:
    result = ask(made(A=series(months, fall=0.6)), events)
    figure = KIND.draw(result, interrupted.reading(result), theme)
    axes = figure.axes[0]
    words = [text.get_text() for text in figure.texts]
    assert {"Recorded", "Expected", "Start: Jan 2021"} <= set(words)
    assert axes.get_ylim()[0] == 0
    lines = [np.asarray(line.get_ydata(), float) for line in axes.lines]
    assert any(np.array_equal(line, result.counts) for line in lines if line.size == months)
    after = result.expected.mean[36:]
    assert any(np.allclose(line, after) for line in lines if line.size == len(after))
    assert max(result.expected.high[36:]) <= axes.get_ylim()[1] * 1.6
    assert png(figure).startswith(b"\x89PNG")


def test_months_left_out_are_named() -> None:
    result = ask(made(A=series(60)), phase_in=4)
    figure = KIND.draw(result, interrupted.reading(result), PAGE)
    assert "Left out: coming in" in [text.get_text() for text in figure.texts]
    assert any(patch.get_hatch() for patch in figure.axes[0].patches)
