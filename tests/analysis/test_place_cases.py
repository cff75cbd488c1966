"""Published worked cases of place analysis, each under its own id."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from workbench.analysis.concentration import generalised_gini, gini, pareto
from workbench.analysis.density import density_at, surface

CASES = Path(__file__).resolve().parents[2] / "../shared/cases/analysis_cases.json"
OURS = ("gini-dense", "gini-sparse", "gini-max-equality-sparse", "pareto-qcc", "kde-quartic")


def case(name: str) -> dict[str, Any]:
    if not CASES.is_file():
        pytest.skip("the folder ../shared with the worked cases is not here")
    found: dict[str, Any] = next(c for c in json.loads(CASES.read_text()) if c["id"] == name)
    return found


@pytest.mark.parametrize("name", OURS[:3], ids=OURS[:3])
def test_gini(name: str) -> None:
    given = case(name)
    counts = given["inputs"]["x"]
    found = {"gini": gini(counts), "generalised": generalised_gini(counts)}
    assert found == pytest.approx(given["expected"], abs=given["tolerance"])


@pytest.mark.parametrize("name", OURS[3:4], ids=OURS[3:4])
def test_pareto(name: str) -> None:
    given = case(name)
    found = pareto(given["inputs"]["counts"])
    running = np.cumsum(found.counts)
    for index, row in enumerate(given["expected"]["table"]):
        assert given["inputs"]["names"][found.order[index]] == row[0]
        told = [found.counts[index], running[index], 100 * found.share[index],
                100 * found.running[index]]  # fmt: skip
        assert told == pytest.approx(row[1:], abs=given["tolerance"])


@pytest.mark.parametrize("name", OURS[4:], ids=OURS[4:])
def test_density(name: str) -> None:
    given = case(name)
    points = given["inputs"]["xy"]
    found = density_at(points, given["inputs"]["grid"], given["inputs"]["bandwidth"])
    expected = given["expected"]["density_per_sq_unit"]
    assert found == pytest.approx(expected, abs=given["tolerance"])
    # The grid gives the same at the middle of its cells.
    laid = surface(points, [1, 1, 1], (-350, -350, 350, 350), given["inputs"]["bandwidth"], 100)
    spots = np.array([(x, y) for y in laid.y for x in laid.x])
    exact = density_at(points, spots, given["inputs"]["bandwidth"]).reshape(laid.density.shape)
    assert laid.density == pytest.approx(exact, abs=1e-15)
