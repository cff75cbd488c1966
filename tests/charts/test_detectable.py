"""The chart of detectable: a line a design, the planned follow-up marked."""

from __future__ import annotations

import numpy as np
import pytest

from tests.analysis.test_detectable import areas, ask
from tests.analysis.test_two_periods import noisy, series
from tests.charts.extremes import faults
from workbench.analysis.kind import Value
from workbench.analysis.kinds import detectable
from workbench.charts.kinds.detectable import KIND
from workbench.charts.sheet import png
from workbench.charts.theme import INSET, PAGE, SCREEN, Theme

BOTH = areas(noisy(9, 36), noisy(30, 36, 2))
PLANS = {
    "three designs": (BOTH, {"treated": ("A",), "control": ("B",)}),
    "few": (series([1] * 24), {}),
    "none": (series([0] * 24), {}),
    "huge": (series([90_000] * 30), {"follow_up": 60, "power": "0.9"}),
    "short": (series([4] * 14), {"follow_up": 3}),
}


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("theme", [SCREEN, PAGE, INSET], ids=lambda theme: theme.name)
def test_words_stay_on_the_sheet(name: str, theme: Theme) -> None:
    rows, given = PLANS[name]
    result = ask(rows, **given)  # type: ignore[arg-type]
    figure = KIND.draw(result, detectable.reading(result), theme)
    assert png(figure).startswith(b"\x89PNG")
    assert faults(figure) == []


def test_lines_are_the_falls_and_the_plan_is_marked() -> None:
    given: dict[str, Value] = {"treated": ("A",), "control": ("B",), "follow_up": 18}
    result = ask(BOTH, **given)
    figure = KIND.draw(result, detectable.reading(result), SCREEN)
    (axes,) = figure.axes
    long = [line for line in axes.lines if len(line.get_xdata()) == len(result.months)]
    assert len(long) == 3
    for line, design in zip(long, result.designs, strict=True):
        told = np.array([np.nan if one is None else 1 - one for one in design.falls])
        np.testing.assert_allclose(np.asarray(line.get_ydata(), float), told)
    words = [text.get_text() for text in figure.texts]
    assert {"No control", "Control of same size", "Your control", "Planned: 18 months"} <= set(
        words
    )
    assert axes.get_ylim()[0] == 0


def test_nothing_is_said_as_nothing() -> None:
    result = ask(series([0] * 24))
    figure = KIND.draw(result, detectable.reading(result), PAGE)
    assert "Nothing to show" in [text.get_text() for text in figure.texts]
