"""Whether two Poisson rates are equal: the test that the size of the counts calls for."""

from __future__ import annotations

from math import sqrt
from typing import Final

from workbench.analysis.chances import normal_beyond
from workbench.analysis.comparison import central_p, e_test
from workbench.analysis.kind import Parameter

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


EXACT: Final = "exact"
E_TEST: Final = "e"
TEST: Final = Parameter(
    "test", "Test of equal rates", "choice", EXACT,
    ((EXACT, "Exact, as the range"), (E_TEST, "E-test")),
    hint="The E-test may differ from the range: it asks another question.",
)  # fmt: skip


def equal_rates(
    first: int,
    second: int,
    time_first: float = 1.0,
    time_second: float = 1.0,
    *,
    asked: str = EXACT,
) -> tuple[str, float]:
    """The test of equal rates that was asked for, and the chance it gives.

    Args:
        first: events in one period or place.
        second: events in the other.
        time_first: exposure of the first.
        time_second: exposure of the second, in the same unit.
        asked: "exact", which agrees with the exact range of the ratio, or "e" for the E-test.

    Returns:
        "exact test", "E-test" or, for an E-test of counts from 2,000 on, "score test"; and a
        probability. No name with nothing to test.
    """
    if not (first or second):
        return "", 1.0
    if asked != E_TEST:
        return "exact test", central_p(first, second, time_first, time_second)
    if max(first, second) < E_TEST_UNDER:
        return "E-test", e_test(first, second, time_first, time_second)
    return "score test", score_test(first, second, time_first, time_second)


def said_test(name: str) -> str:
    """What the chance of a test means, up to that chance."""
    meant = {
        "E-test": "by the E-test (Krishnamoorthy and Thomson: the chance, at one common rate, of a "
        "standardised difference at least as large) so much would be seen in",
        "score test": "by the score test of equal rates so much would be seen in",
    }
    return meant.get(name, "were the rates equal, so much either way would be seen in")
