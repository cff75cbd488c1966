"""The chart of change_point draws its levels and says where the change may lie."""

from __future__ import annotations

import pytest

from tests.analysis.test_change_point import STEP, monthly
from workbench.analysis.kind import Asked
from workbench.analysis.kinds import change_point
from workbench.charts.kinds.change_point import KIND
from workbench.charts.sheet import png
from workbench.charts.theme import INSET, PAGE, SCREEN, Theme


@pytest.mark.parametrize("counts", [STEP, [30, 31] * 60], ids=["step", "flat"])
@pytest.mark.parametrize("theme", [SCREEN, PAGE, INSET], ids=lambda theme: theme.name)
def test_levels_and_range_are_drawn(counts: list[int], theme: Theme) -> None:
    result = change_point.run(Asked(monthly(counts)))
    figure = KIND.draw(result, change_point.reading(result), theme)
    words = [text.get_text() for text in figure.texts]
    assert ("The change may lie here" in words) is result.change.found
    assert any(word.startswith("Level ") for word in words)
    levels = [line for line in figure.axes[0].lines if len(set(line.get_ydata())) == 1]
    heights = {round(float(line.get_ydata()[0]), 6) for line in levels}
    assert round(change_point.level(result, len(counts) - 1), 6) in heights
    assert figure.axes[0].get_ylim()[0] == 0
    assert png(figure).startswith(b"\x89PNG")
