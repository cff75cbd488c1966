"""What a season's title says agrees with its figures, whatever the counts."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.test_season import ask
from workbench.analysis.kinds import season
from workbench.analysis.verdict import Move
from workbench.errors import CannotAnswerError

ENDS_UP = [1] * 12 + [5] * 12 + [4] * 24 + [3] * 12 + [2] * 12 + [1] * 11 + [5]


def test_a_title_gives_no_figures_that_go_the_other_way() -> None:
    result = ask(ENDS_UP)
    told = season.reading(result)
    assert result.move is Move.FELL
    assert result.yearly is not None
    assert told.finding.startswith(f"All incidents fell by {1 - result.yearly.estimate:.0%} a year")
    assert "(likely " in told.finding
    assert "had 12, and those to Dec 2025 16" in " ".join(told.sentences)


def test_ends_of_a_series_with_gaps_are_named_by_their_months() -> None:
    counts: list[int | None] = [9] * 12 + [5] * 6 + [None] * 2 + [2] * 10 + [0, 1] * 6
    told = season.reading(ask([None, *counts])).finding
    assert "from 108 in the twelve months to " in told
    assert " to 6 in those to " in told


@given(
    st.lists(st.integers(0, 9), min_size=2, max_size=8), st.lists(st.integers(0, 3), min_size=12,
             max_size=12), st.integers(0, 3),
)  # fmt: skip
@settings(max_examples=80, deadline=None)
def test_a_verdict_and_its_figures_agree(years: list[int], wave: list[int], odd: int) -> None:
    counts = [level + wave[at] for level in years for at in range(12)]
    counts[-1] += 4 * odd
    try:
        result = ask(counts)
    except CannotAnswerError:
        return
    found = re.search(r"from ([\d,]+) in .* to ([\d,]+) in th", season.reading(result).finding)
    if found:
        then, now = (int(one.replace(",", "")) for one in found.groups())
        assert (then, now) == (sum(counts[:12]), sum(counts[-12:]))
        assert (now < then) if result.move is Move.FELL else (now > then)
