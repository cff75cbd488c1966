"""Published cases of place: concentration, density, and incidents that bring others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import inf, nextafter
from typing import Any

import numpy as np
from scipy import stats

from workbench.analysis.concentration import generalised_gini, gini, pareto
from workbench.analysis.density import surface
from workbench.analysis.knox import knox

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
    # Density is told for the middle of cells: all is moved so that the spots lie there.
    cell = 100
    points, spots = (np.array(given[name]) + cell / 2 for name in ("xy", "grid"))
    box = (0.0, 0.0, *(float(end) for end in spots.max(axis=0)))
    found = surface(points, np.ones(len(points)), box, given["bandwidth"], cell)
    at = np.searchsorted(found.y, spots[:, 1]), np.searchsorted(found.x, spots[:, 0])
    assert (found.x[at[1]] == spots[:, 0]).all()
    assert (found.y[at[0]] == spots[:, 1]).all()
    return {"density_per_sq_unit": found.density[at].tolist()}


def bands(given: Mapping[str, Any]) -> Found:
    names = ("space_breaks", "time_breaks")
    edges = [[inf if edge is None else edge for edge in given[name]] for name in names]
    found = knox(given["xy"], given["t"], *edges, draws=19, metric=given["metric"])
    return {"observed": found.observed.tolist()}


def one_threshold(given: Mapping[str, Any]) -> Found:
    # Two bands each, near and all the rest, so that the edges of the table hold every pair.
    reach, long = (nextafter(given[name], inf) for name in ("delta", "tau"))
    pairs = knox(given["xy"], given["t"], (0, reach, inf), (0, long, inf), draws=19).observed
    close, space, time = pairs[0, 0], pairs[0].sum(), pairs[:, 0].sum()
    expected = space * time / pairs.sum()
    chance = stats.poisson(expected)
    return {
        "knox": close,
        "close_space": space,
        "close_time": time,
        "expected": expected,
        "p_poisson_gt": chance.sf(close),
        "p_poisson_ge": chance.sf(close - 1),
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
