"""The map of hot_cells: dark and solid, light and dotted, and the key says which."""

from __future__ import annotations

import numpy as np
import pytest

from tests.analysis.test_hot_cells import ask, boxes, rows, town
from workbench.analysis.kinds import hot_cells
from workbench.charts.kinds.hot_cells import COOL, KIND, runs
from workbench.charts.sheet import png
from workbench.charts.theme import FOCUS, INSET, PAGE, SCREEN, Theme


def holed() -> hot_cells.HotCells:
    rng = np.random.default_rng(9)
    points = [(50.0 + 100 * x, 50.0 + 100 * y, int(rng.poisson(9))) for x in range(20)
              for y in range(20) if not (6 <= x < 11 and 6 <= y < 11)]  # fmt: skip
    return ask(rows([*points, (1_550.0, 1_550.0, 80)], "On or near "), boxes(2), side=100)


@pytest.mark.parametrize("theme", [SCREEN, PAGE, INSET], ids=lambda theme: theme.name)
def test_hot_is_solid_and_cold_is_dotted(theme: Theme) -> None:
    result = holed()
    figure = KIND.draw(result, hot_cells.reading(result), theme)
    patches = {patch.get_facecolor(): patch for patch in figure.axes[0].patches}
    colours = {tuple(round(part * 255) for part in colour[:3]): patch
               for colour, patch in patches.items()}  # fmt: skip
    dark, light = (tuple(bytes.fromhex(colour[1:])) for colour in (FOCUS, COOL))
    assert colours[dark].get_hatch() is None
    assert set(colours[light].get_hatch()) == {"."}
    words = " ".join(text.get_text() for text in figure.texts)
    for said in ("Cells of 100 m", "Hot: more than", "Cold: fewer than", "Neither", "N", "0 to"):
        assert said in words
    assert png(figure) == png(KIND.draw(result, hot_cells.reading(result), theme))


def test_what_is_not_there_is_not_in_the_key() -> None:
    result = ask(town(hot=2), side=100)
    figure = KIND.draw(result, hot_cells.reading(result), SCREEN)
    words = " ".join(text.get_text() for text in figure.texts)
    assert "Hot:" not in words
    assert "Neither" in words
    assert "No cell is hotter" in words


def test_nothing_that_may_be_shown_is_said() -> None:
    few = hot_cells.outside(ask(town(), side=100), 10_000)
    figure = KIND.draw(few, hot_cells.reading(few), SCREEN)
    words = " ".join(text.get_text() for text in figure.texts)
    assert "Nothing to show" in words
    assert "none is shown" in words


def test_cells_in_a_row_are_one_box() -> None:
    which = np.array([[1, 1, 0, 1], [0, 0, 0, 0], [1, 1, 1, 1]], bool)
    assert runs(which).tolist() == [[0, 0, 2, 1], [3, 0, 4, 1], [0, 2, 4, 3]]
