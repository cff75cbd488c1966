"""The chart of displacement: three slopes, and what lies beyond the control."""

from __future__ import annotations

import pytest

from tests.analysis.test_displacement import STEADY, ask, moved
from workbench.analysis.kinds import displacement
from workbench.charts.kinds.displacement import KIND
from workbench.charts.sheet import png
from workbench.charts.theme import INSET, PAGE, SCREEN, Theme

AREAS = {
    "moved": (moved(60, 35, 1), moved(40, 55, 2), STEADY),
    "large": ([90_000] * 24 + [50_000] * 12, [80_000] * 36, [70_000] * 36),
    "small": ([1] * 24 + [0] * 12, [0] * 36, [1] * 36),
    "control of noughts": ([3] * 24 + [0] * 12, [1] * 36, [0] * 36),
    "nothing": ([0] * 36, [0] * 36, [0] * 36),
}


@pytest.mark.parametrize("name", AREAS)
@pytest.mark.parametrize("theme", [SCREEN, PAGE, INSET], ids=lambda theme: theme.name)
def test_words_stay_on_the_sheet(name: str, theme: Theme) -> None:
    result = ask(*AREAS[name])
    figure = KIND.draw(result, displacement.reading(result), theme)
    assert png(figure).startswith(b"\x89PNG")
    across, up = figure.get_size_inches() * figure.dpi
    labels = [label for axes in figure.axes for label in axes.get_xticklabels()]
    for text in (*figure.texts, *labels):
        box = text.get_window_extent()
        assert box.x0 >= -1
        assert box.x1 <= across + 1
        assert box.y0 >= -1
        assert box.y1 <= up + 1


def test_slopes_end_where_the_areas_did_and_name_their_counts() -> None:
    result = ask(*AREAS["moved"])
    figure = KIND.draw(result, displacement.reading(result), SCREEN)
    words = [text.get_text() for text in figure.texts]
    for name, side in (("Treated", result.effect.treated), ("Buffer", result.buffer)):
        assert f"{name} {side.before:,} to {side.after:,}" in words
    slopes = [line for line in figure.axes[0].lines if float(line.get_ydata()[0]) == 100]
    assert len(slopes) == 3
    ends = [float(line.get_ydata()[1]) for line in slopes]
    sides = (result.effect.treated, result.buffer, result.effect.control)
    assert ends == pytest.approx([100 * side.change.estimate for side in sides if side.change])
    assert {"fell", "rose", "cannot tell"} <= set(words)


def test_what_is_withheld_is_not_drawn() -> None:
    hidden = displacement.outside(ask(*AREAS["small"]), 30)
    figure = KIND.draw(hidden, displacement.reading(hidden), PAGE)
    assert not figure.axes
    assert any("below 30" in text.get_text() for text in figure.texts)
