"""The chart of weekday says each count and where an even week would be."""

from __future__ import annotations

import pytest

from tests.analysis.test_weekday import incidents
from workbench.analysis.kind import Asked
from workbench.analysis.kinds import weekday
from workbench.charts.kinds.weekday import KIND
from workbench.charts.sheet import png
from workbench.charts.theme import INSET, PAGE, SCREEN, Theme

FEW, MANY = [0, 4, 4], [day for day in range(700) for _ in range(1 + (day % 7 == 4))]


@pytest.mark.parametrize("days", [FEW, MANY], ids=["three", "many"])
@pytest.mark.parametrize("theme", [SCREEN, PAGE, INSET], ids=lambda theme: theme.name)
def test_each_bar_says_its_count(days: list[int], theme: Theme) -> None:
    result = weekday.run(Asked(incidents(days)))
    figure = KIND.draw(result, weekday.reading(result), theme)
    words = [text.get_text() for text in figure.texts]
    assert [int(word) for word in words if word.isdigit()] == result.counts.tolist()
    assert any(word.startswith("Even week") for word in words) is not result.short
    assert figure.axes[0].get_ylim()[0] == 0
    assert png(figure).startswith(b"\x89PNG")


def test_withheld_bars_say_so() -> None:
    result = weekday.outside(weekday.run(Asked(incidents(FEW * 3))), 5)
    words = [text.get_text() for text in KIND.draw(result, weekday.reading(result), SCREEN).texts]
    assert words.count("withheld") == int((result.counts < 0).sum()) > 0


@pytest.mark.parametrize("theme", [SCREEN, PAGE, INSET], ids=lambda theme: theme.name)
def test_the_line_of_an_even_week_strikes_no_number_through(theme: Theme) -> None:
    days = [day for day in range(700) for _ in range(20 + (day % 7 == 4) + 2 * (day % 7 == 2))]
    result = weekday.run(Asked(incidents(days)))
    figure = KIND.draw(result, weekday.reading(result), theme)
    figure.canvas.draw()
    axes = figure.axes[0]
    line = axes.transData.transform((0, result.basis.n / 7))[1]
    numbers = [text for text in figure.texts if text.get_text().replace(",", "").isdigit()]
    assert len(numbers) == 7
    for text in numbers:
        box = text.get_window_extent()
        assert not box.y0 < line < box.y1, text.get_text()
