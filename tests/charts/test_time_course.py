"""The chart of time_course draws a bar for each interval that was watched, and its range."""

from __future__ import annotations

import pytest

from tests.analysis.test_time_course import hit
from workbench.analysis.kind import Asked
from workbench.analysis.kinds import time_course
from workbench.charts.kinds.time_course import KIND
from workbench.charts.sheet import png
from workbench.charts.theme import FOCUS, INSET, PAGE, SCREEN, Theme


@pytest.mark.parametrize("boost", [0.0, 0.4])
@pytest.mark.parametrize("theme", [SCREEN, PAGE, INSET], ids=lambda theme: theme.name)
def test_bars_start_at_nought_and_the_clear_ones_stand_out(boost: float, theme: Theme) -> None:
    result = time_course.run(Asked(hit(boost)))
    figure = KIND.draw(result, time_course.reading(result), theme)
    (axes,) = figure.axes
    assert axes.get_ylim()[0] == 0
    assert len(axes.patches) == result.shown == 15
    heights = [bar.get_height() for bar in axes.patches]
    assert heights == pytest.approx(result.course.ratio[:15])
    from matplotlib.colors import to_hex

    dark = [to_hex(bar.get_facecolor()).upper() == FOCUS for bar in axes.patches]
    assert dark == list(result.clear)
    words = [text.get_text() for text in figure.texts]
    assert {"Usual", "Week", "Month after the incident"} <= set(words)
    assert png(figure).startswith(b"\x89PNG")


def test_what_is_withheld_is_said_in_its_place() -> None:
    result = time_course.outside(time_course.run(Asked(hit(0.4, places=40))), 5)
    figure = KIND.draw(result, time_course.reading(result), PAGE)
    words = [text.get_text() for text in figure.texts]
    assert words.count("under 5") == int((result.course.events == -1).sum()) > 0
    assert words.count("withheld") == int((result.course.events == -2).sum()) > 0
