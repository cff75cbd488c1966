"""Published cases of comparing: ratios, differences and what could have been seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from workbench.analysis.comparison import (
    detectable_ratio,
    e_test,
    poisson_interval,
    rate_ratio,
    rirr,
    wdd,
    year_z,
)
from workbench.analysis.dispersion import quasi_poisson

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


def garwood(given: Mapping[str, Any]) -> Found:
    found = poisson_interval(given["k"])
    return {"low": found.low, "high": found.high}


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
    ones = np.ones(len(data["aces"]))
    design = np.column_stack([ones, data["smokban"], data["time"]])
    fit = quasi_poisson(data["aces"], design, np.log(data["stdpop"]))
    assert fit is not None
    level = fit.ratio(1)
    return {
        "rr": level.estimate,
        "low": level.low,
        "high": level.high,
        "dispersion": fit.dispersion,
        "time_rr": fit.ratio(2).estimate,
    }


WORKED: dict[str, Callable[[Mapping[str, Any]], Found]] = {
    "wdd-paper-philadelphia": difference,
    "wdd-spillover-notebook": difference,
    "wdd-time-weights": difference,
    "rirr-wheeler-wilson": ratio_of_ratios,
    "poisson-ci-garwood-10": garwood,
    "poisson-ci-zero": garwood,
    "rate-ratio-r-help": exact_ratio,
    "etest-0-3": equal_rates,
    "etest-6-2": equal_rates,
    "mde-100": least_fall,
    "poisson-z-ytd": year_to_date,
    "its-sicily-poisson": smoking_ban,
}
