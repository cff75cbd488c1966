"""The chart of compare: bars from nought, the difference in words, both series by month."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from matplotlib.patches import Rectangle

from tests.analysis.test_compare import AREAS, THREE, ask, rows
from tests.charts.extremes import faults
from workbench.analysis.kind import Asked, Event
from workbench.analysis.kinds import compare
from workbench.charts.kinds.compare import KIND
from workbench.charts.sheet import png
from workbench.charts.theme import INSET, PAGE, SCREEN, Theme

LONG = "Violence and sexual offences of every sort and degree, wherever they were reported"
PAIRS = {
    "usual": rows(THREE),
    "unlike": rows({"A": [400] * 30, "B": [9] * 30}),
    "huge": rows({"A": [900_000] * 14, "B": [100_000] * 14}),
    "no end": rows({"A": [0] * 35 + [70], "B": [0] * 35 + [1]}),
    "one month": rows({"A": [3], "B": [0]}),
    "gaps": rows({"A": [6, None] * 8, "B": [5, None] * 8}),
    "nothing": rows({"A": [0] * 14, "B": [0] * 14}),
}


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("theme", [SCREEN, PAGE, INSET], ids=lambda theme: theme.name)
def test_words_stay_on_the_sheet(name: str, theme: Theme) -> None:
    events = (Event(date(2021, 5, 9), "Gates put up behind the terraces by the station"),)
    result = compare.run(Asked(PAIRS[name], {**AREAS, "name_one": LONG}, events=events))
    figure = KIND.draw(result, compare.reading(result), theme)
    assert png(figure).startswith(b"\x89PNG")
    assert faults(figure) == []


def test_bars_are_as_long_as_their_counts() -> None:
    result = ask(PAIRS["usual"], **AREAS)
    figure = KIND.draw(result, compare.reading(result), SCREEN)
    bars = [one for one in figure.artists if isinstance(one, Rectangle)]
    one, other = (bar.get_width() for bar in bars)
    assert other / one == pytest.approx(result.second.n / result.first.n)
    assert len({bar.get_x() for bar in bars}) == 1
    lines = [line for line in figure.axes[0].lines if len(line.get_xdata()) == 36]
    np.testing.assert_array_equal(lines[0].get_ydata(), THREE["A"])
    np.testing.assert_array_equal(lines[1].get_ydata(), THREE["B"])


def test_series_of_unlike_size_are_drawn_against_their_means() -> None:
    result = ask(PAIRS["unlike"], **AREAS)
    figure = KIND.draw(result, compare.reading(result), PAGE)
    words = [text.get_text() for text in figure.texts]
    assert "By month; the mean of each = 100" in words
    for line in figure.axes[0].lines[:2]:
        if len(line.get_ydata()) == 30:
            assert np.mean(np.asarray(line.get_ydata(), float)) == pytest.approx(100)


def test_what_is_withheld_is_not_drawn() -> None:
    hidden = compare.outside(ask(rows({"A": [9] * 12, "B": [1] + [0] * 11}), **AREAS), 5)
    figure = KIND.draw(hidden, compare.reading(hidden), PAGE)
    assert not figure.axes
    assert not [one for one in figure.artists if isinstance(one, Rectangle)]
