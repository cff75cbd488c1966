"""Published cases of time: limits, runs, hours, days and changes of level."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import numpy as np

from workbench.analysis.aoristic import aoristic
from workbench.analysis.changepoint import change_point
from workbench.analysis.weekdays import exact_p, g_statistic
from workbench.analysis.words import DAYS
from workbench.analysis.xmr import RANGE_LIMIT, beyond, runs_limits, xmr_limits

Found = Mapping[str, Any]


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


def days_of_the_week(given: Mapping[str, Any]) -> Found:
    return {"g": g_statistic(given["d"]), "p": exact_p(given["d"])}


def one_change(given: Mapping[str, Any]) -> Found:
    found = change_point(given["y"], given["min_segment"])
    assert found is not None
    return {
        "last_obs_of_first_segment": found.last,
        "year": given["first_year"] + found.last - 1,
        "bic": found.bic,
        "mean_before": found.mean_before,
        "mean_after": found.mean_after,
    }


WORKED: dict[str, Callable[[Mapping[str, Any]], Found]] = {
    "xmr-nist-flowrate": natural_limits,
    "anhoej-limits": run_limits,
    "aoristic-ratcliffe-basic": hours,
    "aoristic-edges": hours,
    "dow-exact-3-same": days_of_the_week,
    "changepoint-nile": one_change,
}
