"""The chart of season draws the trend over the counts, and each month of the year beside it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tests.analysis.test_season import made, monthly
from workbench.analysis.kind import Asked, Event
from workbench.analysis.kinds import season
from workbench.analysis.seasonality import LAST
from workbench.charts.kinds.season import KIND
from workbench.charts.sheet import png
from workbench.charts.theme import FOCUS, INSET, PAGE, SCREEN, Theme

EVENTS = tuple(Event(date(2019 + i // 12, i % 12 + 1, 9), f"Action {i}") for i in range(14))
GAPS: list[int | None] = [*made(20), None, None, *made(40)[22:]]


@pytest.mark.parametrize(
    "counts", [made(24, 2), made(60), made(140, 90_000), GAPS, [7] * 30],
    ids=["fewest", "usual", "fullest", "gaps", "flat"],
)  # fmt: skip
@pytest.mark.parametrize("theme", [SCREEN, PAGE, INSET], ids=lambda theme: theme.name)
def test_trend_and_year_are_drawn(counts: list[int | None], theme: Theme) -> None:
    result = season.run(Asked(monthly(counts), events=EVENTS))
    figure = KIND.draw(result, season.reading(result), theme)
    months, year = figure.axes
    trend = np.array([np.nan if one is None else one for one in result.trend])
    lines = [np.asarray(line.get_ydata(), float) for line in months.lines]
    sure = trend[:-LAST] if result.smooth else trend
    assert any(
        line.shape == sure.shape and np.allclose(line, sure, equal_nan=True) for line in lines
    )
    thick = [line for line in year.lines if line.get_linewidth() == theme.line * 1.4]
    drawn = [float(line.get_ydata()[0]) for line in thick]
    assert drawn == pytest.approx([0 if one is None else one for one in result.effects])
    assert (thick[0].get_color() == FOCUS) is bool(result.season)
    assert months.get_ylim()[0] == 0
    low, high = year.get_ylim()
    assert low - 1e-9 <= min(0, *drawn) <= max(0, *drawn) <= high
    assert months.get_position().x1 < year.get_position().x0
    assert png(figure).startswith(b"\x89PNG")


@pytest.mark.parametrize("theme", [SCREEN, PAGE, INSET], ids=lambda theme: theme.name)
def test_no_words_meet_or_leave_the_sheet(theme: Theme) -> None:
    result = season.run(Asked(monthly(made(60)), events=EVENTS[:2]))
    figure = KIND.draw(result, season.reading(result), theme)
    figure.canvas.draw()
    across, up = figure.get_size_inches() * figure.dpi
    texts = [text for text in figure.texts if text.get_text().strip()]
    ticks = [
        one for axes in figure.axes for one in (*axes.get_xticklabels(), *axes.get_yticklabels())
    ]
    boxes = [(text.get_text(), text.get_window_extent()) for text in (*texts, *ticks)]
    for at, (one, box) in enumerate(boxes):
        assert box.x0 >= -1, one
        assert box.x1 <= across + 1, one
        assert 0 <= box.y0 <= box.y1 <= up, one
        for other, beside in boxes[at + 1 :]:
            wide = min(box.x1, beside.x1) - max(box.x0, beside.x0)
            high = min(box.y1, beside.y1) - max(box.y0, beside.y0)
            assert wide <= 1 or high <= 3 * theme.dpi / 72, f"{one!r} meets {other!r}"
