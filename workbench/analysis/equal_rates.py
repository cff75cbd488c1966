"""Whether two Poisson rates are equal: the test that the size of the counts calls for."""

from __future__ import annotations

from math import sqrt
from typing import Final

from workbench.analysis.chances import normal_beyond
from workbench.analysis.comparison import e_test

E_TEST_UNDER: Final = 2_000  # both counts: its work grows with them


def score_test(first: int, second: int, time_first: float = 1.0, time_second: float = 1.0) -> float:
    """Two-sided score test that two Poisson rates are equal, for large counts.

    Given their sum, the first count less what its share of the exposure would give, over the
    binomial standard deviation.

    Args:
        first: events in one period or place.
        second: events in the other.
        time_first: exposure of the first.
        time_second: exposure of the second, in the same unit.

    Returns:
        A probability; 1 with no event at all.

    Source: Gu, Ng, Tang and Schucany (2008) Biometrical Journal 50:283.
    """
    total, share = first + second, time_first / (time_first + time_second)
    if not total:
        return 1.0
    z = (first - total * share) / sqrt(total * share * (1 - share))
    return normal_beyond(z)


def equal_rates(
    first: int, second: int, time_first: float = 1.0, time_second: float = 1.0
) -> tuple[str, float]:
    """The test of equal rates that such counts call for, and the chance it gives.

    Args:
        first: events in one period or place.
        second: events in the other.
        time_first: exposure of the first.
        time_second: exposure of the second, in the same unit.

    Returns:
        "E-test" while both counts are under 2,000, else "score test"; and a probability.
    """
    if max(first, second) < E_TEST_UNDER:
        return "E-test", e_test(first, second, time_first, time_second)
    return "score test", score_test(first, second, time_first, time_second)
