"""Chances adjusted for having looked many times, so that luck is not taken for a finding."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workbench.analysis.kind import Parameter

Floats = NDArray[np.float64]


def bonferroni(p: ArrayLike) -> Floats:
    """Adjusted so that any false finding at all is rare: each times the number of tests.

    Args:
        p: chances of a family of tests, of any shape, 0 to 1; NaN is no test and stays NaN.

    Returns:
        Adjusted chances in the shape given, at most 1.

    Raises:
        ValueError: one lies outside 0 to 1.

    Source: Dunn (1961) JASA 56:52.
    """
    given, known = _given(p)
    return np.minimum(given * int(known.sum()), 1.0)


def holm(p: ArrayLike) -> Floats:
    """Adjusted step by step from the smallest; as strict as Bonferroni, and never less powerful.

    Args:
        p: chances of a family of tests, of any shape, 0 to 1; NaN is no test and stays NaN.

    Returns:
        Adjusted chances in the shape given, at most 1. Reject those at or below the level.

    Raises:
        ValueError: one lies outside 0 to 1.

    Source: Holm (1979) Scand J Statistics 6:65.
    """
    given, known = _given(p)
    order, ranked = _ranked(given[known])
    steps = ranked * np.arange(ranked.size, 0, -1)
    return _placed(given, known, order, np.minimum(np.maximum.accumulate(steps), 1.0))


def benjamini_hochberg(p: ArrayLike) -> Floats:
    """Adjusted so that few of the findings are false: the false discovery rate.

    Args:
        p: chances of a family of tests, of any shape, 0 to 1; NaN is no test and stays NaN.

    Returns:
        Adjusted chances in the shape given, at most 1. Those at or below a level are the findings
        of which about that share may be false, for tests that do not work against each other.

    Raises:
        ValueError: one lies outside 0 to 1.

    Source: Benjamini & Hochberg (1995) JRSS B 57:289.
    """
    given, known = _given(p)
    order, ranked = _ranked(given[known])
    steps = ranked * (ranked.size / np.arange(1, ranked.size + 1))
    best = np.minimum.accumulate(steps[::-1])[::-1]
    return _placed(given, known, order, np.minimum(best, 1.0))


WAYS: Final[Mapping[str, Callable[[ArrayLike], Floats]]] = {
    "fdr": benjamini_hochberg,
    "holm": holm,
    "bonferroni": bonferroni,
}
AUTHORS: Final = {
    "fdr": "Benjamini and Hochberg 1995",
    "holm": "Holm 1979",
    "bonferroni": "Bonferroni; Dunn 1961",
}
MANY: Final = Parameter(
    "many", "Allowing for many comparisons", "choice", "fdr",
    (("fdr", "Few of those named are luck (Benjamini-Hochberg)"),
     ("holm", "Hardly ever is one named by luck (Holm)"),
     ("bonferroni", "Stricter still (Bonferroni)")),
    hint="The strict ways name fewer, and miss more of what is real.",
)  # fmt: skip


def adjusted(p: ArrayLike, way: str = "fdr") -> Floats:
    """Chances adjusted in one of the ways that may be chosen.

    Args:
        p: chances of a family of tests, of any shape, 0 to 1; NaN is no test and stays NaN.
        way: "fdr" (Benjamini and Hochberg), "holm" or "bonferroni".

    Returns:
        Adjusted chances in the shape given, at most 1. Those at or below a level are the findings.

    Raises:
        ValueError: a chance lies outside 0 to 1.
    """
    return WAYS[way](p)


def said_luck(way: str) -> str:
    """How much of what is named may be luck, as a sentence."""
    if way == "fdr":
        return "About 1 in 20 of those named may be luck."
    return "The chance that luck named any of them is 1 in 20 at most."


def rejected(adjusted: ArrayLike, level: float = 0.05) -> int:
    """How many adjusted chances are at or below a level; NaN never is.

    Args:
        adjusted: of any shape, from one of the functions above.
        level: 0 to 1.
    """
    return int((np.asarray(adjusted, np.float64) <= level).sum())


def _given(p: ArrayLike) -> tuple[Floats, NDArray[np.bool_]]:
    """The chances as an array, and which of them are known."""
    given = np.array(p, np.float64)
    known = ~np.isnan(given)
    if ((given[known] < 0) | (given[known] > 1)).any():
        raise ValueError("A chance lies between 0 and 1.")
    return given, known


def _ranked(chances: Floats) -> tuple[NDArray[np.int64], Floats]:
    """The order from the smallest, and the chances in it."""
    order = np.argsort(chances, kind="stable")
    return order, chances[order]


def _placed(
    given: Floats, known: NDArray[np.bool_], order: NDArray[np.int64], adjusted: Floats
) -> Floats:
    """Ranked values back where they came from."""
    back = np.empty(order.size)
    back[order] = adjusted
    found = given.copy()
    found[known] = back
    return found
