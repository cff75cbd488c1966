"""Charts of rates, funnel and harm: every size of result draws, no word is cut or too small."""

from __future__ import annotations

import importlib
from datetime import date, datetime
from typing import Any

import numpy as np
import polars as pl
import pytest
from matplotlib.figure import Figure

from tests.charts.test_place_charts import faults
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked, Event
from workbench.analysis.reference import Reference
from workbench.charts.sheet import png
from workbench.charts.theme import INSET, PAGE, SCREEN, Theme
from workbench.domain.data import Precision

NAME = "The {} community resource and advice centre for families ({})"
EVENTS = (Event(date(2024, 3, 5), "New form"), Event(date(2024, 9, 1), "Gates in the alley"))


def named(at: int) -> str:
    return NAME.format("Northern" if at % 2 else "Southern", at)


def rows(count: int, places: int) -> Incidents:
    dice = np.random.default_rng(3)
    which = np.minimum(dice.geometric(3 / max(places, 3), count) - 1, places - 1)
    frame = pl.DataFrame(
        {"area": [f"E0100{at:04d}" for at in which], "area_name": [named(int(at)) for at in which],
         "type": [named(int(at)) for at in which],
         "start": [datetime(2024, 1 + at % 12, 1 + at % 28) for at in range(count)]}
    )  # fmt: skip
    return Incidents(frame, Precision.DAY, "none", source="made for tests")


def table(key: str, places: int) -> Reference:
    dice = np.random.default_rng(4)
    keys = [named(at) if key == "harm" else f"E0100{at:04d}" for at in range(places)]
    values = dice.lognormal(3, 1, places) if key == "harm" else dice.integers(300, 2500, places)
    unit = "days in prison" if key == "harm" else "residents"
    said = "Table with a long name that a force may well give it"
    return Reference(said, tuple(keys), values.astype(float), unit, "Somebody", date(2024, 1, 1))


def drawn(key: str, count: int, places: int, theme: Theme, **settings: Any) -> Figure:
    analysis = importlib.import_module(f"workbench.analysis.kinds.{key}").KIND
    chart = importlib.import_module(f"workbench.charts.kinds.{key}").KIND
    asked = Asked(rows(count, places), settings, events=EVENTS, reference=table(key, places))
    result = analysis.run(asked)
    figure = chart.draw(result, analysis.reading(result), theme)
    figure.canvas.draw()
    assert isinstance(figure, Figure)
    return figure


@pytest.mark.parametrize("theme", [SCREEN, PAGE, INSET], ids=lambda theme: theme.name)
@pytest.mark.parametrize(("count", "places"), [(1, 1), (60, 5), (900, 40), (9_000, 900)])
@pytest.mark.parametrize("key", ["rates", "harm"])
def test_every_size_draws_without_fault(key: str, count: int, places: int, theme: Theme) -> None:
    figure = drawn(key, count, places, theme)
    assert faults(figure) == []
    assert figure.get_label()


@pytest.mark.parametrize("theme", [SCREEN, PAGE, INSET], ids=lambda theme: theme.name)
@pytest.mark.parametrize(("count", "places"), [(90, 5), (900, 40), (9_000, 900)])
def test_every_funnel_draws_without_fault(count: int, places: int, theme: Theme) -> None:
    assert faults(drawn("funnel", count, places, theme, zeros="table")) == []


@pytest.mark.parametrize("theme", [SCREEN, PAGE, INSET], ids=lambda theme: theme.name)
@pytest.mark.parametrize("by", ["month", "area"])
def test_harm_by_month_and_area_draws_without_fault(by: str, theme: Theme) -> None:
    assert faults(drawn("harm", 900, 12, theme, by=by)) == []


@pytest.mark.parametrize("key", ["rates", "funnel", "harm"])
def test_what_readers_outside_see_draws_too(key: str) -> None:
    shown = drawn(key, 300, 30, PAGE, threshold=5)
    assert faults(shown) == []
    everything = drawn(key, 300, 30, PAGE, threshold=20)
    assert everything.get_label()


@pytest.mark.parametrize("key", ["rates", "funnel", "harm"])
def test_bytes_repeat(key: str) -> None:
    assert png(drawn(key, 300, 9, SCREEN)) == png(drawn(key, 300, 9, SCREEN))


def test_the_table_is_named_on_the_chart() -> None:
    for key in ("rates", "funnel", "harm"):
        said = " ".join(text.get_text() for text in drawn(key, 300, 9, SCREEN).texts)
        assert "Table with a long name that a force may well give it, 1 Jan 2024" in said


def test_an_area_far_above_all_others_does_not_set_the_scale_and_says_its_rate() -> None:
    dice = np.random.default_rng(8)
    codes = [f"E0100{at:04d}" for at in range(80) for _ in range(400 if at == 3 else 12)]
    frame = pl.DataFrame({"area": codes, "start": [datetime(2024, 1, 5)] * len(codes)})
    sizes = dice.integers(900, 1100, 80).astype(float)
    keys = tuple(f"E0100{at:04d}" for at in range(80))
    told = Reference("Residents", keys, sizes, "residents", "Somebody", date(2024, 1, 1))
    asked = Asked(Incidents(frame, Precision.DAY, "none"), {}, reference=told)
    analysis = importlib.import_module("workbench.analysis.kinds.funnel").KIND
    chart = importlib.import_module("workbench.charts.kinds.funnel").KIND
    result = analysis.run(asked)
    figure = chart.draw(result, analysis.reading(result), SCREEN)
    figure.canvas.draw()
    assert figure.axes[0].get_ylim()[1] < 100
    said = [text.get_text() for text in figure.texts]
    assert f"E01000003 {400 / sizes[3] * 1000:.1f}" in said
    assert "Residents in the area; triangles lie above the scale" in said
    assert faults(figure) == []
