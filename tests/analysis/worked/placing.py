"""Published cases of place: concentration, density, and incidents that bring others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import inf, nextafter
from typing import Any

import numpy as np
from scipy import stats

from workbench.analysis.concentration import generalised_gini, gini, pareto
from workbench.analysis.density import density_at
from workbench.analysis.knox import close_pairs, knox

Found = Mapping[str, Any]


def inequality(given: Mapping[str, Any]) -> Found:
    return {"gini": gini(given["x"]), "generalised": generalised_gini(given["x"])}


def ranked(given: Mapping[str, Any]) -> Found:
    found = pareto(given["counts"])
    running = np.cumsum(found.counts)
    rows = []
    for at, place in enumerate(found.order):
        shares = round(100 * found.share[at], 2), round(100 * found.running[at], 2)
        rows.append([given["names"][place], found.counts[at], running[at], *shares])
    return {"table": rows}


def kernel(given: Mapping[str, Any]) -> Found:
    found = density_at(given["xy"], given["grid"], given["bandwidth"])
    return {"density_per_sq_unit": found.tolist()}


def bands(given: Mapping[str, Any]) -> Found:
    names = ("space_breaks", "time_breaks")
    edges = [[inf if edge is None else edge for edge in given[name]] for name in names]
    found = knox(given["xy"], given["t"], *edges, draws=19, metric=given["metric"])
    return {"observed": found.observed.tolist()}


def one_threshold(given: Mapping[str, Any]) -> Found:
    found = close_pairs(given["xy"], given["t"], given["delta"], given["tau"])
    reach, long = (nextafter(given[name], inf) for name in ("delta", "tau"))
    drawn = knox(given["xy"], given["t"], (0, reach), (0, long), draws=999)
    assert drawn.observed.item() == found.close
    chance = stats.poisson(found.expected)
    return {
        "knox": found.close,
        "close_space": found.close_space,
        "close_time": found.close_time,
        "expected": found.expected,
        "p_poisson_gt": chance.sf(found.close),
        "p_poisson_ge": chance.sf(found.close - 1),
    }


WORKED: dict[str, Callable[[Mapping[str, Any]], Found]] = {
    "gini-dense": inequality,
    "gini-sparse": inequality,
    "gini-max-equality-sparse": inequality,
    "pareto-qcc": ranked,
    "kde-quartic": kernel,
    "knox-pathological": bands,
    "knox-chicago-nrc": bands,
    "knox-burkitt": one_threshold,
}
