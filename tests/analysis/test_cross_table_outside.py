"""What readers outside see of a cross-table (cross_table)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import polars as pl

from tests.analysis.test_cross_table import ask, made
from tests.charts.extremes import rows
from workbench.analysis.hiding import WITHHELD
from workbench.analysis.kinds import cross_table as kind


def test_outside_small_counts_are_withheld_and_addresses_are_streets() -> None:
    told = rows("four years")
    inside = ask(told, down="place", split="kind", across="year")
    found = kind.KIND.outside(inside, 5)  # type: ignore[misc]
    assert ((found.counts >= 5) | (found.counts == 0) | (found.counts == WITHHELD)).all()
    assert "withheld" in {cell for row in kind.table(found).rows for cell in row}
    assert len({names[0] for names in inside.names}) == len({names[0] for names in found.names})
    assert kind.KIND.exact is not None
    assert kind.KIND.exact(inside)
    assert not any(names[0] in dict(inside.names) for names in found.names)
    nothing = kind.KIND.outside(ask(rows("two months"), down="area"), 5)  # type: ignore[misc]
    assert (nothing.counts == WITHHELD).all()


def test_outside_a_small_total_is_withheld_and_all_others_stay_last() -> None:
    day = datetime(2024, 1, 1)
    inside = ask(made([(day, "Theft", "E1")] * 2), down="area", across="kind")
    few = kind.KIND.outside(inside, 5)  # type: ignore[misc]
    assert not any(isinstance(cell, int) for row in kind.table(few).rows for cell in row)
    assert "2" not in kind.reading(few).finding
    many = [(day, f"Kind {n:02}", "E1") for n in range(80) for _ in range(9)]
    wide = kind.KIND.outside(ask(made(many), down="area", across="kind"), 5)  # type: ignore[misc]
    assert wide.columns[-1] == "All others"


def test_a_place_that_is_not_named_outside_is_not_called_by_its_number() -> None:
    cells = [(datetime(2024, 1, day), kind_, f"E{day % 3}") for day in range(1, 29)
             for kind_ in ("Theft", "Arson", "Robbery")]  # fmt: skip
    told = made(cells)
    place = pl.Series("place", ["Rose Cottage"] * 60 + ["1 High Street"] * 24)
    told = replace(told, frame=told.frame.with_columns(place))
    found = kind.KIND.outside(ask(told, down="place", across="kind"), 5)  # type: ignore[misc]
    assert found.names[0] == ("Place 1",)
    assert kind.reading(found).finding.startswith("A place that is not named has most: ")
