"""Published cases of watching: control charts of averages, scans, and many tests at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from workbench.analysis.ewma import ewma_chart
from workbench.analysis.multiple import adjusted, rejected
from workbench.analysis.scan import naus

Found = Mapping[str, Any]


def averages(given: Mapping[str, Any]) -> Found:
    found = ewma_chart(given["x"], given["target"], given["sigma"], given["lam"])
    return {
        "ewma_first2": found.smoothed[:2].tolist(),
        "ewma_last2": found.smoothed[-2:].tolist(),
        "ucl": found.upper[0],
        "lcl": found.lower[0],
    }


def many_tests(given: Mapping[str, Any]) -> Found:
    return {
        "bh_rejected": rejected(adjusted(given["p"])),
        "bonferroni_rejected": rejected(adjusted(given["p"], "bonferroni")),
        "holm_rejected": rejected(adjusted(given["p"], "holm")),
        "bh_adjusted": adjusted(given["p"]).tolist(),
    }


def moving_window(given: Mapping[str, Any]) -> Found:
    # 208 windows of two weeks (k), in each of which 0.6 are expected
    return {"p": naus(given["n"], given["mu"], given["L"])}


WORKED: dict[str, Callable[[Mapping[str, Any]], Found]] = {
    "ewma-nist": averages,
    "multiple-bh1995": many_tests,
    "scan-naus": moving_window,
}
