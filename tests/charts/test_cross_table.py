"""The picture of a cross-table (cross_table): figures where they fit, grey and hatch named."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

from tests.charts.extremes import faults, rows, shapes
from workbench.analysis.kind import Asked
from workbench.analysis.kinds import cross_table as kind
from workbench.analysis.words import tick
from workbench.charts import shades
from workbench.charts.kinds.cross_table import MOST, _turned, draw
from workbench.charts.page import Caption, open_page
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


def test_a_key_that_is_too_long_keeps_each_shade_with_its_class() -> None:
    page = open_page(replace(SCREEN, width=2.4), Caption("", "", "", 1, ""))
    edges, colours = [0.0, 50_000, 100_000, 150_000, 200_000], ["#111111", "#222222", "#333333",
                                                               "#444444"]  # fmt: skip
    shades.key(page, edges, colours, 0, "Incidents:")
    told = [one for one in words(page.figure) if "\u2013" in one]
    shown = [mark.get_markerfacecolor() for mark in page.figure.findobj(Line2D)]  # type: ignore[attr-defined]
    named = [f"{tick(low)}\u2013{tick(high)}" for low, high in pairwise(edges)]
    assert 2 <= len(told) < 4
    assert [colours[named.index(one)] for one in told] == shown


def test_months_that_do_not_fit_down_are_drawn_across() -> None:
    found = kind.run(Asked(rows("four years"), {"down": "month", "across": "kind"}))
    assert len(found.names) > MOST
    turned = _turned(found)
    assert turned.counts.sum() == found.counts.sum()
    assert turned.columns == tuple(name for (name,) in found.names)
    assert (turned.gaps, turned.row_gaps) == (found.row_gaps, found.gaps)
    said = words(picture("four years", PAGE, down="month", across="kind"))
    assert [name for name in found.columns if name in said], "kinds stand at the rows"
    assert not any("other rows" in text for text in said)
    few = words(picture("four years", PAGE, down="year", across="kind"))
    assert not any("other rows" in text for text in few)
