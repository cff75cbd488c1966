"""Published cases of control charts and of trend and season."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from workbench.analysis.count_limits import c_limits
from workbench.analysis.rules import nelson
from workbench.analysis.stl import Windows, stl

Found = Mapping[str, Any]


def apart(given: Mapping[str, Any]) -> Found:
    series = np.log(given["y"]) if given["log"] else np.array(given["y"])
    wide = Windows(given["seasonal"], given["trend"], given["low_pass"], given["seasonal_deg"])
    found = stl(series, given["period"], wide, inner=given["inner"], outer=given["outer"])
    pairs = np.column_stack([found.seasonal, found.trend])
    return {"first3": pairs[:3].tolist(), "last": pairs[-1].tolist()}


def defects(given: Mapping[str, Any]) -> Found:
    found = c_limits(given["c"])
    assert found is not None
    return {
        "center": found.centre,
        "ucl": found.upper[0],
        "lcl": found.lower[0],
        "signals": list(found.signals(given["c"])),
    }


def eight_rules(given: Mapping[str, Any]) -> Found:
    found = nelson(given["x"], given["mean"], given["sigma"])
    return {f"rule{rule}": list(ends) for rule, ends in found.items()}


WORKED: dict[str, Callable[[Mapping[str, Any]], Found]] = {
    "stl-co2": apart,
    "cchart-nist-wafers": defects,
    "nelson-rules-constructed": eight_rules,
}
