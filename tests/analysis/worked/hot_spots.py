"""Published cases of hot spots: standard scores of places, and how well a forecast held."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from workbench.analysis.getis_ord import gi_star_grid
from workbench.analysis.hot_spot_accuracy import ranked

Found = Mapping[str, Any]


def standard_scores(given: Mapping[str, Any]) -> Found:
    # The points stand on round metres: each is a cell of 5 m, and no other ground is studied.
    side = 5
    column, row = np.array(given["xy"]).T // side
    values, inside = np.zeros((2, row.max() + 1, column.max() + 1))
    values[row, column], inside[row, column] = given["y"], 1
    found = gi_star_grid(values, inside, given["threshold"] / side, star=given["star"])
    return {"z": found[row, column].tolist()}


def forecast(given: Mapping[str, Any]) -> Found:
    found = ranked(given["obs"], given["pred"], given["area"])
    return {"pai": found.pai.tolist(), "pei": found.pei.tolist(), "rri": found.rri.tolist()}


WORKED: dict[str, Callable[[Mapping[str, Any]], Found]] = {
    "gistar-six-points": standard_scores,
    "pai-simple": forecast,
}
