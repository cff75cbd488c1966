"""What was recorded beside what was expected, in percentages only where the numbers bear them."""

from __future__ import annotations

from typing import Final

from workbench.analysis.comparison import Interval
from workbench.analysis.ratio_words import likely
from workbench.analysis.words import change, fewer, number

SHARES: Final = 20  # incidents expected; below it a percentage says more than the numbers do


def were(expected: float) -> str:
    """12 were; 1 was; fewer than 1 was."""
    if round(expected) == 0:
        return "fewer than 1 was"
    return f"{number(expected)} {'was' if round(expected) == 1 else 'were'}"


def bears_shares(expected: float) -> bool:
    """Whether so many were expected that a percentage of them says something."""
    return round(expected) >= SHARES


def differs(observed: int, ratio: float, *, shares: bool) -> str:
    """More or fewer than expected: as a percentage, or in incidents.

    Args:
        observed: incidents recorded.
        ratio: of those to what was expected.
        shares: whether percentages are used.
    """
    return fewer(ratio) if shares else _more(observed * (1 - 1 / ratio))


def differs_from(observed: int, span: Interval, *, shares: bool) -> str:
    """The range of that, in the same measure: 2 to 5 more."""
    if shares:
        return likely(span)
    low, high = (observed * (1 - 1 / end) for end in (span.low, span.high))
    if low < 0 < high:
        return f"anything from {_more(low)} to {_more(high)}"
    mild, strong = sorted((abs(low), abs(high)))
    return f"{number(mild)} to {number(strong)} {'fewer' if high <= 0 else 'more'}"


def makes_of(observed: int, ratio: float, *, shares: bool) -> str:
    """What one way to work it out comes to: -12%, or of few incidents how many it expects."""
    if shares:
        return change(ratio)
    expected = observed / ratio
    return f"{number(expected)} expected" if round(expected) else "fewer than 1 expected"


def points(observed: int, ratio: float, *, shares: bool) -> int:
    """-1 for a fall and 1 for a rise; 0 where it is no change as it is printed."""
    same = change(ratio) == "no change" if shares else round(observed / ratio) == observed
    if same:
        return 0
    return -1 if ratio < 1 else 1


def _more(incidents: float) -> str:
    if abs(incidents) < 0.5:
        return "no change"
    return f"{number(abs(incidents))} {'fewer' if incidents < 0 else 'more'}"
