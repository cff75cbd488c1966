"""The chart of hot_spot_accuracy: lines named at their ends, and the chosen share marked."""

from __future__ import annotations

import pytest

from tests.analysis.test_hot_cells import boxes
from tests.analysis.test_hot_spot_accuracy import ask, town
from workbench.analysis.kinds import hot_spot_accuracy
from workbench.charts.kinds.hot_spot_accuracy import KIND
from workbench.charts.sheet import png
from workbench.charts.theme import INSET, PAGE, SCREEN, Theme


@pytest.mark.parametrize("method", ["density", "counts"])
@pytest.mark.parametrize("theme", [SCREEN, PAGE, INSET], ids=lambda theme: theme.name)
def test_lines_are_named_and_the_share_is_marked(theme: Theme, method: str) -> None:
    result = ask(town(busy=30), boxes(2), method=method)
    figure = KIND.draw(result, hot_spot_accuracy.reading(result), theme)
    words = [text.get_text() for text in figure.texts]
    assert {"By density", "By counts", "Best choice", "Even spread"} <= set(words)
    share = result.step.by(method).incidents / result.n_later
    assert f"{share:.0%} on 5% of the ground" in words
    dots = [line for line in figure.axes[0].lines if line.get_marker() == "o"]
    assert [(dot.get_xdata()[0], dot.get_ydata()[0]) for dot in dots] == [(0.05, share)]
    assert figure.axes[0].get_ylim() == (0, 1)
    assert figure.axes[0].get_xlim()[0] == 0
    assert png(figure) == png(KIND.draw(result, hot_spot_accuracy.reading(result), theme))


def test_a_withheld_count_is_not_marked() -> None:
    result = ask(town(busy=1), months=1, coverage=1)
    shown = hot_spot_accuracy.outside(result, 12)
    assert shown.step.density.incidents < 0 or shown.step.density.incidents == 0
    figure = KIND.draw(shown, hot_spot_accuracy.reading(shown), PAGE)
    words = " ".join(text.get_text() for text in figure.texts)
    assert ("of the ground" in words) or shown.step.density.incidents < 0
    dots = [line for line in figure.axes[0].lines if line.get_marker() == "o"]
    assert bool(dots) == (shown.step.density.incidents >= 0)
