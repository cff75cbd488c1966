"""Filters: rows in an area drawn on the map."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import polars as pl
import pytest

from workbench.analysis.enclosing import circle, encloses, write_rings
from workbench.analysis.filter import Filter
from workbench.analysis.incidents import Incidents
from workbench.domain.data import Precision
from workbench.errors import CannotAnswerError


@pytest.fixture
def rows() -> Incidents:
    draw = np.random.default_rng(7)
    east, north = draw.uniform(0, 2000, 500), draw.uniform(0, 2000, 500)
    east[:5], north[:5] = 0.0, 0.0
    frame = pl.DataFrame(
        {
            "easting": east,
            "northing": north,
            "start": [datetime(2025, 1 + n % 12, 3) for n in range(500)],
            "type": ["Burglary" if n % 2 else "Robbery" for n in range(500)],
        }
    ).with_columns(
        pl.when(pl.col("easting") > 1990).then(None).otherwise(pl.col("easting")).alias("easting")
    )
    return Incidents(frame, Precision.DAY, "bng", source="made up")


def test_only_rows_in_the_drawn_area_pass(rows: Incidents) -> None:
    ring = circle(800, 900, 400)
    chosen = Filter(types=("Burglary",), outline=write_rings([ring]))
    found = chosen.apply(rows)
    east = rows.frame["easting"].fill_null(float("nan")).to_numpy()
    inside = encloses((np.round(ring, 1),), east, rows.frame["northing"].to_numpy())
    expected = rows.frame.filter(pl.lit(pl.Series(inside)) & (pl.col("type") == "Burglary"))
    assert 0 < len(found) < 250
    assert found.frame.equals(expected)
    assert found.covered().months == rows.covered().months  # months without a row are still known


def test_rows_at_nought_are_in_no_drawn_area(rows: Incidents) -> None:
    whole = Filter(outline="[[[-10, -10], [3000, -10], [3000, 3000], [-10, 3000]]]").apply(rows)
    placed = rows.frame.filter(pl.col("easting").is_not_null() & (pl.col("easting") != 0))
    assert len(whole) == placed.height


def test_a_drawn_area_is_said_and_kept(rows: Incidents) -> None:
    chosen = Filter(types=("Burglary",), first=date(2025, 2, 1), outline="[[[0,0],[9,0],[9,9]]]")
    assert Filter.from_json(chosen.to_json()) == chosen
    assert chosen.words == "Burglary, an area drawn on the map, from 1 Feb 2025"
    assert chosen.subject() == "Burglary in an area drawn on the map"


def test_rows_without_places_are_refused_in_words(rows: Incidents) -> None:
    bare = Incidents(rows.frame.drop("easting"), Precision.DAY, "none")
    with pytest.raises(CannotAnswerError, match="no easting column"):
        Filter(outline="[[[0,0],[9,0],[9,9]]]").apply(bare)
