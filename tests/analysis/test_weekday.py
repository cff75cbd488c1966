"""Days of the week (weekday): the exact test against published and enumerated numbers."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked
from workbench.analysis.kinds import weekday
from workbench.analysis.weekdays import evenness, exact_p, g_statistic
from workbench.domain.data import Precision
from workbench.errors import CannotAnswerError

MONDAY = datetime(2024, 1, 1, 12)


@pytest.mark.parametrize(
    "counts", [(2, 1, 1, 0, 0, 0, 0), (3, 1, 0, 1, 0, 0, 0), (1,) * 5 + (0, 0)]
)
def test_every_way_of_falling_is_gone_through(counts: tuple[int, ...]) -> None:
    n, seen = sum(counts), g_statistic(counts)
    falls = itertools.product(range(7), repeat=n)
    as_uneven = sum(g_statistic(np.bincount(days, minlength=7)) >= seen - 1e-9 for days in falls)
    assert exact_p(counts) == pytest.approx(as_uneven / 7**n, rel=1e-9)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 6), min_size=7, max_size=7))
def test_order_of_days_does_not_matter(counts: list[int]) -> None:
    p = exact_p(counts)
    assert 0 < p <= 1
    assert exact_p(counts[::-1]) == pytest.approx(p)
    if any(counts):
        expected = np.full(7, sum(counts) / 7)
        found = stats.power_divergence(counts, expected, lambda_="log-likelihood").statistic
        assert g_statistic(counts) == pytest.approx(found, abs=1e-9)


def test_exact_agrees_with_chi_square_where_both_hold() -> None:
    counts = (14, 8, 7, 9, 8, 6, 8)
    assert exact_p(counts) == pytest.approx(stats.chi2.sf(g_statistic(counts), 6), abs=0.03)


def test_a_burst_on_one_day_is_no_pattern() -> None:
    which = np.arange(364) % 7
    daily = np.ones(364)
    daily[7 * 20] += 60  # sixty cars in one night, a Monday
    found = evenness(daily, which)
    assert found.phi > 4
    assert found.p > 0.05
    steady = np.where(which == 0, 3.0, 1.0)
    assert evenness(steady, which).p < 0.001


@pytest.mark.parametrize("counts", [(1, 2, 3), (61, 0, 0, 0, 0, 0, 0), (-1, 1, 0, 0, 0, 0, 0)])
def test_what_cannot_be_gone_through_is_refused(counts: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="seven counts"):
        exact_p(counts)


def incidents(days: list[int], late: int = 0) -> Incidents:
    """One incident on each of these days after a Monday; the last few end a day later."""
    start = [MONDAY + timedelta(days=day) for day in days]
    end = [one + timedelta(days=at >= len(days) - late) for at, one in enumerate(start)]
    return Incidents(pl.DataFrame({"start": start, "end": end}), Precision.DAY, source="made")


def test_fridays_are_found_and_said() -> None:
    found = weekday.run(Asked(incidents([4, 11, 18, 25, 4, 11, 1, 9, 30], late=1)))
    said = weekday.reading(found)
    assert found.counts.tolist() == [0, 1, 1, 0, 6, 0, 0]
    assert found.exact
    assert found.p == pytest.approx(exact_p([0, 1, 1, 0, 6, 0, 0]))
    assert said.finding == "Friday has most: 75% of all incidents"
    assert found.basis.left_out == (("ends on another day than it starts", 1),)
    assert weekday.table(found).rows[4] == ("Friday", 6, pytest.approx(8 / 7), 0.75)


def test_an_even_week_says_so() -> None:
    said = weekday.reading(weekday.run(Asked(incidents(list(range(28))))))
    assert said.finding.endswith("no day of the week stands out")


@pytest.mark.parametrize(("last", "short"), [(12, True), (13, False)])
def test_days_of_one_week_are_no_pattern_of_weeks(last: int, short: bool) -> None:
    found = weekday.run(Asked(incidents([0, *[4] * 40, last])))
    said = weekday.reading(found)
    assert (found.p < 0.001, found.short, found.uneven) == (True, short, not short)
    if short:
        assert said.finding == "All incidents: data of 13 days cannot show a usual week"
        assert (said.says, said.tone) == ("Short period", "unsure")
        assert not any("even week" in sentence for sentence in said.sentences)
    else:
        assert said.finding == "Friday has most: 95% of all incidents"


def test_too_few_and_totals_are_refused() -> None:
    with pytest.raises(CannotAnswerError, match="too few"):
        weekday.run(Asked(incidents([1, 2])))
    rows = incidents([1, 2, 3])
    frame = rows.frame.with_columns(count=pl.lit(2))
    with pytest.raises(CannotAnswerError, match="totals"):
        weekday.run(Asked(Incidents(frame, Precision.DAY, summed=True)))


def test_readers_outside_see_no_small_count() -> None:
    found = weekday.run(Asked(incidents([0] * 9 + [1] * 12 + [2] * 3 + [3] * 8 + [4] * 9)))
    shown = weekday.outside(found, 5)
    assert not ((shown.counts > 0) & (shown.counts < 5)).any()
    withheld = [row for row in weekday.table(shown).rows if row[1] == "withheld"]
    assert len(withheld) >= 2  # one alone could be told from the total
    assert all(row[3] is None for row in withheld)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=7, max_size=7), st.sampled_from([3, 5]))
def test_what_is_said_outside_does_not_depend_on_how_the_hidden_share(
    counts: list[int], threshold: int
) -> None:
    if sum(counts) < weekday.FEWEST:
        return
    days = [week * 7 + day for day, count in enumerate(counts) for week in range(count)]
    found = weekday.run(Asked(incidents(days)))
    shown = weekday.outside(found, threshold)
    hidden = shown.counts < 0
    assert hidden[(found.counts > 0) & (found.counts < threshold)].all()
    words = " ".join([str(weekday.reading(shown)), str(weekday.table(shown))])
    assert "nan" not in words
    assert "-1" not in words
    if hidden.any():
        assert np.isnan([shown.g, shown.phi]).all()
        assert shown.p in {0.0, 1.0}
        assert "G =" not in words


def test_one_incident_on_each_of_three_days_is_not_told_by_their_total() -> None:
    shown = weekday.outside(weekday.run(Asked(incidents([0, 1, 2]))), 5)
    assert [row[1] for row in weekday.table(shown).rows[:7]] == ["withheld"] * 7
    assert "too few" in weekday.reading(shown).finding
