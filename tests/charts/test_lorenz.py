"""The chart of lorenz draws three curves from corner to corner, and where half is reached."""

from __future__ import annotations

import numpy as np
import pytest

from tests.analysis.test_lorenz import ask, at_places
from workbench.analysis.kinds import lorenz
from workbench.charts.kinds.lorenz import KIND, WORDS
from workbench.charts.sheet import png
from workbench.charts.theme import INSET, PAGE, SCREEN, Theme

FULL = [int(n) for n in np.random.default_rng(1).geometric(0.1, 3_000)]


@pytest.mark.parametrize("counts", [[1], [5, 3, 2, 1, 1], FULL], ids=["one", "few", "full"])
@pytest.mark.parametrize("theme", [SCREEN, PAGE, INSET], ids=lambda theme: theme.name)
def test_curves_run_from_corner_to_corner(counts: list[int], theme: Theme) -> None:
    result = ask(at_places(counts))
    figure = KIND.draw(result, lorenz.reading(result), theme)
    (axes,) = figure.axes
    curves = [line for line in axes.lines if line.get_xydata()[-1].tolist() == [1, 1]]
    assert len(curves) == 3
    assert all(line.get_xydata()[0].tolist() == [0, 0] for line in curves)
    (dot,) = [line for line in axes.lines if line.get_marker() == "o"]
    half = float(dot.get_xdata()[0])
    assert np.interp(half, np.linspace(0, 1, 101), result.told.curve) == pytest.approx(
        0.5, abs=0.01
    )
    assert set(WORDS) <= {text.get_text() for text in figure.texts}
    assert png(figure).startswith(b"\x89PNG")


def test_nothing_and_too_few_are_said() -> None:
    few = lorenz.outside(ask(at_places([2, 1])), 5)
    figure = KIND.draw(few, lorenz.reading(few), PAGE)
    assert not figure.axes
    assert any("Too few places" in text.get_text() for text in figure.texts)
