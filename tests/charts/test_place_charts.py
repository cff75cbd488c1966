"""Charts of places and maps: every size of result draws, no word is cut or too small."""

from __future__ import annotations

import importlib
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
import polars as pl
import pytest
import shapely
from matplotlib.figure import Figure

from tests.charts.extremes import faults
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked
from workbench.analysis.kinds import map_areas, map_density, map_points
from workbench.analysis.outlines import from_geometry
from workbench.analysis.shapes import Shapes
from workbench.charts.kinds import map_areas as areas_chart
from workbench.charts.kinds import map_density as density_chart
from workbench.charts.kinds import map_points as points_chart
from workbench.charts.sheet import png
from workbench.charts.theme import INSET, PAGE, SCREEN, Theme
from workbench.domain.data import Precision

KEYS = ("top_places", "repeats", "map_points", "map_density", "map_areas")
NAME = "The {} community resource and advice centre for families ({})"


def areas(count: int) -> Shapes:
    side = int(np.ceil(count**0.5))
    boxes = [shapely.box(400_000 + 1_000 * (i % side), 300_000 + 1_000 * (i // side),
                         401_000 + 1_000 * (i % side), 301_000 + 1_000 * (i // side))
             for i in range(count)]  # fmt: skip
    codes = [f"E0100{i:04d}" for i in range(count)]
    names = [f"Testham {i % 999 + 1:03d}A" for i in range(count)]
    return from_geometry(np.array(boxes, dtype=object), codes, names, "2011", "made for tests")


def rows(count: int, places: int) -> Incidents:
    """So many incidents at places of falling weight."""
    rng = np.random.default_rng(4)
    which = np.minimum(rng.geometric(4 / max(places, 4), count) - 1, places - 1)
    side = int(np.ceil(places**0.5))
    frame = pl.DataFrame(
        {
            "place": [NAME.format("Northern" if i % 2 else "Southern", i) for i in which],
            "easting": 400_500.0 + 1_000 * (which % side),
            "northing": 300_500.0 + 1_000 * (which // side),
            "area": [f"E0100{i:04d}" for i in which],
            "start": [datetime(2024, 1, 1 + i % 28) for i in range(count)],
        },
        schema_overrides={"start": pl.Datetime},
    )
    return Incidents(frame, Precision.DAY, "bng", source="made for tests")


def drawn(
    key: str, told: Incidents, shapes: Shapes | None, theme: Theme, **settings: Any
) -> Figure:
    analysis = importlib.import_module(f"workbench.analysis.kinds.{key}").KIND
    chart = importlib.import_module(f"workbench.charts.kinds.{key}").KIND
    result = analysis.run(Asked(told, settings, shapes))
    figure = chart.draw(result, analysis.reading(result), theme)
    figure.canvas.draw()
    assert isinstance(figure, Figure)
    return figure


@pytest.mark.parametrize("theme", [SCREEN, PAGE, INSET], ids=lambda theme: theme.name)
@pytest.mark.parametrize(("count", "places"), [(0, 1), (1, 1), (30, 5), (900, 40)])
@pytest.mark.parametrize("key", KEYS)
def test_every_size_draws_without_fault(key: str, count: int, places: int, theme: Theme) -> None:
    figure = drawn(key, rows(count, places), areas(max(places, 4)), theme)
    assert faults(figure) == []
    said = " ".join(text.get_text() for text in figure.texts)
    assert ("Nothing to show" in said) == (count == 0 and theme.titled)
    assert figure.get_label()
    if theme.titled:
        assert f"n = {count}" in said


@pytest.mark.parametrize("key", ["map_points", "map_density"])
def test_maps_need_no_boundaries(key: str) -> None:
    assert faults(drawn(key, rows(60, 9), None, SCREEN)) == []


@pytest.mark.parametrize(("count", "says"), [(900, "Incidents per km"), (2, "No spot that may be")])
def test_a_density_for_readers_outside_is_drawn(count: int, says: str) -> None:
    exact = map_density.KIND.run(Asked(rows(count, 30), {}, areas(36)))
    shown = map_density.for_outside(exact, 5)
    figure = density_chart.draw(shown, map_density.KIND.reading(shown), SCREEN)
    figure.canvas.draw()
    assert faults(figure) == []
    assert says in " ".join(text.get_text() for text in figure.texts)


@pytest.mark.parametrize("key", KEYS)
def test_bytes_repeat(key: str) -> None:
    told, shapes = rows(60, 9), areas(9)
    assert png(drawn(key, told, shapes, SCREEN)) == png(drawn(key, told, shapes, SCREEN))


def test_hidden_counts_are_hatched_and_named_in_the_key() -> None:
    result = map_areas.KIND.run(Asked(rows(60, 9), {"threshold": 5}, areas(9)))
    figure = areas_chart.draw(result, map_areas.KIND.reading(result), SCREEN)
    words = " ".join(text.get_text() for text in figure.texts)
    assert "Number not shown" in words
    everything = map_areas.conceal(result, 10_000)
    areas_chart.draw(everything, map_areas.KIND.reading(everything), SCREEN).canvas.draw()


def test_an_area_within_another_lies_on_top() -> None:
    ring = shapely.box(0, 0, 3_000, 3_000).difference(shapely.box(1_000, 1_000, 2_000, 2_000))
    shapes = from_geometry(
        np.array([shapely.box(1_000, 1_000, 2_000, 2_000), ring], dtype=object),
        ["E01000000", "E01000001"], ["Inner", "Outer"],
    )  # fmt: skip
    told = rows(4, 1)
    frame = told.frame.with_columns(area=pl.Series(["E01000000"] + ["E01000001"] * 3))
    result = map_areas.KIND.run(Asked(replace(told, frame=frame), {}, shapes))
    figure = areas_chart.draw(result, map_areas.KIND.reading(result), SCREEN)
    land = figure.axes[0].collections[0]
    sizes = [np.ptp(path.vertices[:, 0]) for path in land.get_paths()]
    assert sizes == sorted(sizes, reverse=True)


def test_many_points_become_dots_in_a_file() -> None:
    rng = np.random.default_rng(1)
    frame = pl.DataFrame({"easting": rng.uniform(4e5, 4.1e5, 6_000),
                          "northing": rng.uniform(3e5, 3.1e5, 6_000)})  # fmt: skip
    result = map_points.KIND.run(Asked(Incidents(frame)))
    figure = points_chart.draw(result, map_points.KIND.reading(result), PAGE)
    assert all(line.get_rasterized() for line in figure.axes[0].lines)
