"""The picture of a cross-table (cross_table): figures where they fit, grey and hatch named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from tests.charts.extremes import faults, rows, shapes
from workbench.analysis.kind import Asked
from workbench.analysis.kinds import cross_table as kind
from workbench.charts.kinds.cross_table import draw
from workbench.charts.theme import PAGE, SCREEN, WALL, Theme


def picture(name: str, theme: Theme = SCREEN, outside: int = 0, **given: Any) -> Figure:
    found = kind.run(Asked(rows(name), given, shapes()))
    if outside:
        found = kind.conceal(found, outside)
    figure = draw(found, kind.reading(found), theme)
    figure.canvas.draw()
    return figure


def words(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]  # type: ignore[attr-defined]


@pytest.mark.parametrize("theme", [SCREEN, PAGE, WALL, replace(SCREEN, width=4.9, height=2.7)],
                         ids=["screen", "page", "wall", "low"])  # fmt: skip
@pytest.mark.parametrize(
    ("down", "split", "across"),
    [("area", "kind", "year"), ("weekday", "", "hour"), ("place", "kind", "month"),
     ("outcome", "", "kind"), ("month", "", "outcome")],
)  # fmt: skip
@pytest.mark.parametrize("outside", [0, 5])
def test_no_word_is_cut_or_on_another(
    down: str, split: str, across: str, outside: int, theme: Theme
) -> None:
    for name in ("four years", "forty long names"):
        figure = picture(name, theme, outside, down=down, split=split, across=across)
        assert faults(figure) == []


def test_figures_stand_in_cells_that_have_room_for_them() -> None:
    found = kind.run(Asked(rows("a year"), {"down": "kind", "across": "month"}))
    few = words(picture("a year", down="kind", across="month"))
    assert {str(int(n)) for n in found.counts.ravel()} <= set(few)
    many = words(picture("four years", down="kind", across="month"))
    assert "other rows not shown" not in " ".join(many)
    assert "11 other rows" not in " ".join(many)


def test_what_is_not_shown_is_said() -> None:
    told = " ".join(words(picture("four years", outside=5, down="area", across="month")))
    assert "Hatched: withheld." in told
    assert "other rows not shown" in told
    nothing = " ".join(words(picture("two months", outside=5, down="area", across="month")))
    assert "Every count is withheld" in nothing
