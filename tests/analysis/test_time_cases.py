"""Published worked cases of time analysis and assessment, each under its own id."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from workbench.analysis.aoristic import aoristic
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
from workbench.analysis.words import DAYS
from workbench.analysis.xmr import RANGE_LIMIT, beyond, runs_limits, xmr_limits

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


def natural_limits(given: Mapping[str, Any]) -> Found:
    found = xmr_limits(given["x"])
    assert found is not None
    return {
        "mean": found.mean,
        "mr_bar": found.moving_range,
        "unpl": found.upper,
        "lnpl": found.lower,
        "url": RANGE_LIMIT * found.moving_range,
        "signals_beyond": list(beyond(given["x"], found.lower, found.upper)),
    }


def run_limits(given: Mapping[str, Any]) -> Found:
    return {"rows": [[n, *runs_limits(n)] for n in given["n"]]}


def hours(given: Mapping[str, Any]) -> Found:
    rows = []
    for start, end in given["events"]:
        first = np.array([datetime.fromisoformat(start)], "datetime64[s]")
        last = np.array([datetime.fromisoformat(end) if end else "NaT"], "datetime64[s]")
        weights = aoristic(first, last, end_before_start="use start").weights
        named = [
            f"{DAYS[d]} {h:02d}={weights[d, h]:.6f}" for d, h in np.argwhere(weights > 0).tolist()
        ]
        rows.append([f"*all168*={weights.min():.6f}"] if len(named) == 168 else named)
    return {"weights": rows}


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
    "xmr-nist-flowrate": natural_limits,
    "anhoej-limits": run_limits,
    "aoristic-ratcliffe-basic": hours,
    "aoristic-edges": hours,
    "etest-0-3": equal_rates,
    "etest-6-2": equal_rates,
    "mde-100": least_fall,
    "poisson-z-ytd": year_to_date,
    "its-sicily-poisson": smoking_ban,
}


@pytest.mark.parametrize("case", WORKED, ids=str)
def test_case(case: str, shared: Path) -> None:
    cases = json.loads((shared / "cases" / "analysis_cases.json").read_text())
    given = next(one for one in cases if one["id"] == case)
    found = WORKED[case](given["inputs"])
    tolerance = given["tolerance"]
    for name, expected in given["expected"].items():
        if name not in found:
            assert name == "p_minlike", f"{name} is not worked out"
            continue
        if not isinstance(tolerance, dict):
            allowed = tolerance
        else:
            allowed = tolerance.get(name, tolerance.get("*", 0))
        if isinstance(expected, list) and not all(isinstance(e, (int, float)) for e in expected):
            assert found[name] == expected, name
        else:
            assert found[name] == pytest.approx(expected, abs=allowed, rel=0), name
