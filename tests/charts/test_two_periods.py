"""The chart of two_periods: two ranges, the months with their levels, a caveat in red."""

from __future__ import annotations

from datetime import date

import pytest
from matplotlib.colors import to_hex

from tests.analysis.test_two_periods import noisy, series
from tests.charts.extremes import faults
from workbench.analysis.kind import Asked, Event
from workbench.analysis.kinds import two_periods
from workbench.charts.kinds.two_periods import KIND
from workbench.charts.sheet import png
from workbench.charts.theme import INSET, PAGE, SCREEN, WARM, Theme

SERIES = {
    "usual": noisy(60, 24) + noisy(35, 12, 2),
    "nothing before": [0] * 12 + [4] * 12,
    "nothing after": [4] * 12 + [0] * 12,
    "two months": [9, 4],
    "gap": [5] * 8 + [None] + [6] * 15,
    "huge": [90_000] * 40,
    "nothing": [0] * 24,
}


@pytest.mark.parametrize("name", SERIES)
@pytest.mark.parametrize("theme", [SCREEN, PAGE, INSET], ids=lambda theme: theme.name)
def test_words_stay_on_the_sheet(name: str, theme: Theme) -> None:
    events = (Event(date(2021, 5, 9), "Gates put up behind the terraces by the station"),)
    result = two_periods.run(Asked(series(SERIES[name]), events=events))
    figure = KIND.draw(result, two_periods.reading(result), theme)
    assert png(figure).startswith(b"\x89PNG")
    assert faults(figure) == []


def test_levels_are_the_means_and_the_caveat_is_red() -> None:
    result = two_periods.run(Asked(series([10] * 12 + [4] * 12)))
    reading = two_periods.reading(result)
    figure = KIND.draw(result, reading, SCREEN)
    ranges, months = figure.axes
    flat = [line for line in months.lines if len(line.get_xdata()) == 2]
    assert {10.0, 4.0} <= {float(line.get_ydata()[0]) for line in flat}
    assert months.get_ylim()[0] == 0
    (red,) = [text for text in figure.texts if text.get_text().startswith("There is no control")]
    assert to_hex(red.get_color()) == WARM.lower()
    words = [text.get_text() for text in figure.texts]
    assert words.count("fell") == 2
    dots = [line for line in ranges.lines if line.get_marker() == "o"]
    assert [float(dot.get_xdata()[0]) for dot in dots] == pytest.approx([result.exact.estimate] * 2)


def test_nothing_is_said_as_nothing() -> None:
    result = two_periods.run(Asked(series([0] * 24)))
    figure = KIND.draw(result, two_periods.reading(result), PAGE)
    assert "Nothing to show" in [text.get_text() for text in figure.texts]
