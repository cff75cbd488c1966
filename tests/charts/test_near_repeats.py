"""The chart of near_repeats says each ratio with its pairs and frames what stands out."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.patches import Rectangle

from tests.analysis.test_near_repeats import burglaries
from workbench.analysis.kind import Asked
from workbench.analysis.kinds import near_repeats
from workbench.charts.kinds.near_repeats import KIND
from workbench.charts.sheet import png
from workbench.charts.theme import INSET, PAGE, SCREEN, Theme


@pytest.mark.parametrize("theme", [SCREEN, PAGE, INSET], ids=lambda theme: theme.name)
def test_each_cell_says_its_ratio_and_pairs(theme: Theme) -> None:
    result = near_repeats.run(Asked(burglaries(40, 120)))
    figure = KIND.draw(result, near_repeats.reading(result), theme)
    words = [text.get_text() for text in figure.texts]
    for ratio, seen in zip(result.ratio.ravel(), result.observed.ravel(), strict=True):
        said = f"{ratio:.1f}" if np.isfinite(ratio) else "\u2013"
        assert f"{said} ({seen})" in words
    frames = [p for p in figure.axes[0].patches if isinstance(p, Rectangle) and not p.get_fill()]
    assert len(frames) == result.clear.sum() > 0
    assert png(figure).startswith(b"\x89PNG")


def test_withheld_cells_say_so() -> None:
    result = near_repeats.outside(near_repeats.run(Asked(burglaries(40, 120))), 5)
    figure = KIND.draw(result, near_repeats.reading(result), SCREEN)
    words = [text.get_text() for text in figure.texts]
    assert words.count("under 5") == int((result.observed < 0).sum()) > 0
