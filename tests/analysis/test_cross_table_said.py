"""What a cross-table (cross_table) says of its rows: months without any, areas told by points."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import polars as pl

from tests.analysis.test_cross_table import ask, made
from tests.charts.extremes import rows
from workbench.analysis.kinds import cross_table as kind


def test_a_month_without_any_row_is_told_of_a_split_table_too() -> None:
    cells = [(datetime(2024, m, d), what, "E1") for m in (1, 2, 4) for d in range(1, 29)
             for what in ("Theft", "Arson")]  # fmt: skip
    found = ask(made(cells), down="month", split="kind", across="weekday")
    assert not any(names[0] == "Mar 2024" for names in found.names)
    said = " ".join(kind.reading(found).sentences)
    assert "There are no rows for Mar 2024" in said


def test_areas_told_by_points_are_said_to_be() -> None:
    told = rows("four years")
    other = pl.col("area").cast(pl.String).str.replace("^.", "X")
    found = ask(replace(told, frame=told.frame.with_columns(other)), down="area", across="year")
    words = "the codes in the file are of other areas"
    assert words in " ".join(kind.reading(found).sentences)
    plain = ask(told, down="area", across="year")
    assert words not in " ".join(kind.reading(plain).sentences)
