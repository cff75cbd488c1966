"""Published cases of comparing: ratios, differences and what could have been seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from workbench.analysis.comparison import (
    detectable_ratio,
    e_test,
    rate_ratio,
    rirr,
    wdd,
    year_z,
)
from workbench.analysis.rates import garwood
from workbench.analysis.segmented import Shape, segmented

Found = Mapping[str, Any]


def difference(given: Mapping[str, Any]) -> Found:
    ring = (given.get("disp_treated", [0, 0]), given.get("disp_control", [0, 0]))
    found = wdd(
        given["treated"],
        given["control"],
        (tuple(ring[0]), tuple(ring[1])),
        weights=tuple(given.get("time_weights", [1, 1])),
        level=1 - given["alpha"],
    )
    return {
        "est_local": found.local,
        "est_displace": found.displaced,
        "est_total": found.total.estimate,
        "se_total": found.error,
        "z": found.z,
        "low": found.total.low,
        "high": found.total.high,
    }


def ratio_of_ratios(given: Mapping[str, Any]) -> Found:
    found = rirr(tuple(given["treated"]), tuple(given["control"]))
    assert found is not None
    return {
        "log_rirr": np.log(found.estimate),
        "rirr": found.estimate,
        "se_log": np.log(found.high / found.low) / (2 * 1.959963984540054),
        "low": found.low,
        "high": found.high,
        "farrington_or": 1 / found.estimate,
    }


def exact_range(given: Mapping[str, Any]) -> Found:
    low, high = garwood([given["k"]])
    return {"low": low.item(), "high": high.item()}


def exact_ratio(given: Mapping[str, Any]) -> Found:
    (first, second), (t1, t2) = given["k"], given["T"]
    found = rate_ratio(first, second, t1, t2)
    assert found is not None
    return {"ratio": found.estimate, "low": found.low, "high": found.high}


def least_fall(given: Mapping[str, Any]) -> Found:
    return {"detectable_ratio": detectable_ratio(given["treated_before"], tuple(given["control"]))}


def equal_rates(given: Mapping[str, Any]) -> Found:
    return {"p": e_test(given["k1"], given["k2"])}


def year_to_date(given: Mapping[str, Any]) -> Found:
    return {"z": [year_z(now, before) for now, before in given["pairs"]]}


def smoking_ban(given: Mapping[str, Any]) -> Found:
    data = {key: np.array(values, float) for key, values in given["data"].items()}
    told = data["aces"], data["time"], data["smokban"], np.log(data["stdpop"])
    fit = segmented(*told, shape=Shape(harmonics=0))
    assert fit is not None
    assert fit.trend is not None
    return {
        "rr": fit.level.estimate,
        "low": fit.level.low,
        "high": fit.level.high,
        "dispersion": fit.dispersion,
        "time_rr": fit.trend.estimate,
    }


WORKED: dict[str, Callable[[Mapping[str, Any]], Found]] = {
    "wdd-paper-philadelphia": difference,
    "wdd-spillover-notebook": difference,
    "wdd-time-weights": difference,
    "rirr-wheeler-wilson": ratio_of_ratios,
    "poisson-ci-garwood-10": exact_range,
    "poisson-ci-zero": exact_range,
    "rate-ratio-r-help": exact_ratio,
    "etest-0-3": equal_rates,
    "etest-6-2": equal_rates,
    "mde-100": least_fall,
    "poisson-z-ytd": year_to_date,
    "its-sicily-poisson": smoking_ban,
}
