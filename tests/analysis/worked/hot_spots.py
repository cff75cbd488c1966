"""Published cases of hot spots: standard scores of places, and how well a forecast held."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from workbench.analysis.getis_ord import gi_star_points
from workbench.analysis.hot_spot_accuracy import pai, pei, rri

Found = Mapping[str, Any]


def standard_scores(given: Mapping[str, Any]) -> Found:
    found = gi_star_points(given["xy"], given["y"], given["threshold"], star=given["star"])
    return {"z": found.tolist()}


def forecast(given: Mapping[str, Any]) -> Found:
    told = given["obs"], given["pred"], given["area"]
    return {name: method(*told).tolist() for name, method in
            (("pai", pai), ("pei", pei), ("rri", rri))}  # fmt: skip


WORKED: dict[str, Callable[[Mapping[str, Any]], Found]] = {
    "gistar-six-points": standard_scores,
    "pai-simple": forecast,
}
