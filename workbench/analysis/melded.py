"""The change in one area over the change in another, exact where counts are few."""

from __future__ import annotations

from math import exp
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import special

from workbench.analysis.comparison import FEW, Interval, rirr

Floats = NDArray[np.float64]
Beta = tuple[float, float]

NODES: Final = 201  # of the double-exponential quadrature
FAR: Final = 60.0  # log of the largest ratio that is looked for


def ratio_of_changes(
    treated: tuple[int, int], control: tuple[int, int], phi: float = 1.0, level: float = 0.95
) -> Interval | None:
    """Relative incident rate ratio with the range that such counts bear.

    ``rirr`` where each of the four counts is at least five, ``melded_ratio`` where one is fewer.

    Args:
        treated: incidents before and after.
        control: incidents before and after.
        phi: variance over mean, 1 or more.
        level: coverage, 0 to 1.

    Returns:
        None with nothing before in either area, or nothing after in the control.
    """
    if min(*treated, *control) >= FEW:
        return rirr(treated, control, phi, level)
    return melded_ratio(treated, control, phi, level)


def melded_ratio(
    treated: tuple[int, int], control: tuple[int, int], phi: float = 1.0, level: float = 0.95
) -> Interval | None:
    """Relative incident rate ratio, with a range that holds for any counts.

    Given its sum, each area's later count is binomial; the ratio of the changes is the ratio of
    their odds. The upper end is the quantile of ``odds(B1) / odds(B2)`` with ``B1`` beta
    ``(a1 + 1, a0)`` and ``B2`` beta ``(c1, c0 + 1)``, the lower end with ``(a1, a0 + 1)`` and
    ``(c1 + 1, c0)``. It leaves out 1 exactly when Fisher's one-sided test, at half the error, does.

    Args:
        treated: incidents before and after.
        control: incidents before and after.
        phi: variance over mean, 1 or more; counts are divided by it, for so many independent
            incidents would vary as much beside their number.
        level: coverage, 0 to 1.

    Returns:
        None with nothing before in either area, or nothing after in the control.

    Source: Fay, Proschan & Brittain (2015) Biometrics 71:146, melded intervals of Clopper and
    Pearson's; Kish (1965) Survey Sampling 8.2 for effective counts.
    """
    (a0, a1), (c0, c1) = treated, control
    if min(a0, c0, c1) <= 0:
        return None
    estimate = a1 * c0 / (a0 * c1)
    a0, a1, c0, c1 = (count / phi for count in (a0, a1, c0, c1))  # type: ignore[assignment]
    tail = (1 - level) / 2
    low = _quantile((a1, a0 + 1), (c1 + 1, c0), tail) if a1 else 0.0
    high = _quantile((a1 + 1, a0), (c1, c0 + 1), 1 - tail)
    return Interval(estimate, min(low, estimate), max(high, estimate))


def _quantile(first: Beta, second: Beta, chance: float) -> float:
    """The point below which the ratio of the odds of two beta variables lies with this chance."""
    swap = min(first) < min(second)  # the one that varies less is summed over, so all is smooth
    if swap:
        first, second, chance = second, first, 1 - chance
    step = np.linspace(-3.4, 3.4, NODES)
    share, rest = special.expit(np.pi * np.sinh(step)), special.expit(-np.pi * np.sinh(step))
    weights = np.pi * np.cosh(step) * share * rest * (step[1] - step[0])
    odds = _log(special.betaincinv(*first, share)) - _log(special.betaincinv(*first[::-1], rest))

    def below(ratio: float) -> float:
        """The chance that odds of the first are at most ``exp(ratio)`` times the second's."""
        return float(weights @ special.betainc(*second[::-1], special.expit(ratio - odds)))

    low, high = -FAR, FAR
    for _ in range(64):
        middle = (low + high) / 2
        low, high = (low, middle) if below(middle) >= chance else (middle, high)
    return exp(-high if swap else high)


def _log(share: Floats) -> Floats:
    return np.asarray(np.log(np.maximum(share, np.finfo(np.float64).tiny)), np.float64)
