"""How often charts of three years in which nothing changed show a signal by luck all the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from workbench.analysis.rules import NELSON, WESTERN
from workbench.analysis.trends import STANDARD

MONTHS: Final = 36  # of the charts
_BASES: Final = (6, 8, 10, 12, 15, 18, 24, 30, 36)  # months that set the limits
# Shares of 20,000 series of 36 Poisson counts of mean 40 with a signal, for limits from averages
# and from medians; tests/analysis/test_false_alarms.py draws them again.
_SHARES: Final[Mapping[tuple[str, bool], tuple[float, ...]]] = {
    (STANDARD, False): (0.384, 0.340, 0.303, 0.274, 0.238, 0.212, 0.169, 0.142, 0.124),
    (WESTERN, False): (0.607, 0.552, 0.511, 0.474, 0.430, 0.387, 0.327, 0.283, 0.260),
    (NELSON, False): (0.674, 0.613, 0.564, 0.523, 0.470, 0.424, 0.360, 0.314, 0.293),
    (STANDARD, True): (0.389, 0.370, 0.346, 0.327, 0.296, 0.285, 0.251, 0.231, 0.216),
    (WESTERN, True): (0.599, 0.567, 0.534, 0.506, 0.462, 0.440, 0.389, 0.349, 0.332),
    (NELSON, True): (0.715, 0.672, 0.632, 0.593, 0.536, 0.508, 0.448, 0.405, 0.388),
}
_FRACTIONS: Final = (*((1, many) for many in range(20, 2, -1)), (2, 5), (1, 2), (3, 5), (2, 3),
                     (3, 4))  # fmt: skip


def by_luck(rules: str, baseline: int, *, medians: bool = False) -> float:
    """Share of charts of three years without any change that show a signal.

    Args:
        rules: ``STANDARD`` (a month outside the limits, or Anhoej's runs), ``WESTERN`` or
            ``NELSON``.
        baseline: months that set the limits; between those tabulated, on the straight line.
        medians: whether the limits come from medians.

    Source: own simulation, for the figures depend on how short the baseline is, and published
    ones (Anhoej & Olesen 2014) take all months.
    """
    return float(np.interp(baseline, _BASES, _SHARES[rules, medians]))


def one_in_so_many(share: float) -> str:
    """The nearest fraction that is easily said: 0.274 as 1 in 4, 0.384 as 2 in 5."""
    part, whole = min(_FRACTIONS, key=lambda pair: abs(pair[0] / pair[1] - share))
    return f"{part} in {whole}"
