"""The chart of near_repeats says each ratio with its pairs and frames what stands out."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

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


@pytest.mark.parametrize("height", [2.2, 2.7, 3.2, 4.5], ids=str)
def test_words_never_lie_on_each_other_nor_off_the_sheet(height: float) -> None:
    low = replace(SCREEN, width=4.9, height=height)
    result = near_repeats.run(Asked(burglaries(40, 120)))
    figure = KIND.draw(result, near_repeats.reading(result), low)
    figure.canvas.draw()
    axes = figure.axes[0]
    words = [*figure.texts, *axes.get_yticklabels(), *axes.get_xticklabels()]
    boxes = [w.get_window_extent().padded(-1) for w in words if w.get_text()]
    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]
    assert all(box.x1 <= figure.bbox.x1 for box in boxes)
    numbered = any(text.get_text().endswith(")") for text in figure.texts)
    assert numbered == (height > 4)
