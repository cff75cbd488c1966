"""Change of level (change_point): the Nile, what must hold on all input, and the words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analysis.changepoint import change_point, changes, least_side
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked, Event
from workbench.analysis.kinds import change_point as kind
from workbench.domain.data import Precision
from workbench.errors import CannotAnswerError

NUMBERS = st.lists(st.integers(0, 500), min_size=24, max_size=60)


def test_the_nile_fell_in_1898(shared: Path) -> None:
    cases = json.loads((shared / "cases" / "analysis_cases.json").read_text())
    told = next(one for one in cases if one["id"] == "changepoint-nile")
    given_, expected = told["inputs"], told["expected"]
    found = change_point(given_["y"], given_["min_segment"])
    assert found is not None
    assert found.last == expected["last_obs_of_first_segment"]
    assert given_["first_year"] + found.last - 1 == expected["year"]
    assert found.bic == pytest.approx(expected["bic"], abs=1e-3)
    assert found.mean_before == pytest.approx(expected["mean_before"], abs=1e-3)
    assert found.mean_after == pytest.approx(expected["mean_after"], abs=1e-3)
    # R strucchange gives 25 to 32 by another method (Bai's asymptotic interval)
    assert (found.low, found.high) == (pytest.approx(25, abs=2), pytest.approx(32, abs=3))
    assert changes(given_["y"], given_["min_segment"]) == (28,)


@settings(max_examples=80, deadline=None)
@given(NUMBERS, st.integers(1, 50), st.integers(-40, 900))
def test_split_is_the_best_of_all(values: list[int], scale: int, shift: int) -> None:
    found = change_point(values, draws=9)
    assert found is not None
    side, series = least_side(len(values)), np.array(values, float)

    def error(at: int) -> float:
        return float(series[:at].var() * at + series[at:].var() * (len(series) - at))

    best = min(error(at) for at in range(side, len(series) - side + 1))
    assert error(found.last) == pytest.approx(best, abs=1e-6)
    assert side <= found.low <= found.last <= found.high <= len(series) - side
    other = change_point(series * scale + shift, draws=9)
    assert other is not None
    assert error(other.last) == pytest.approx(best, abs=1e-6)
    assert other.found == found.found


def test_too_short_and_flat_series() -> None:
    assert change_point([1, 2, 3]) is None
    flat = change_point([5] * 30)
    assert flat is not None
    assert not flat.found
    assert changes([5] * 30) == ()


def test_two_steps_are_both_found() -> None:
    rng = np.random.default_rng(2)
    series = np.repeat([10, 30, 15], 20) + rng.normal(0, 1, 60)
    assert changes(series) == (20, 40)


def test_noise_alone_is_seldom_called_a_change() -> None:
    rng = np.random.default_rng(3)
    calls = [change_point(rng.poisson(40, 36), draws=1) for _ in range(400)]
    assert np.mean([one is not None and one.found for one in calls]) < 0.2


def monthly(counts: Sequence[int]) -> Incidents:
    """Rows at the first of each month from January 2021, so many each."""
    days = [datetime(2021 + i // 12, i % 12 + 1, 1) for i, n in enumerate(counts) for _ in range(n)]
    return Incidents(pl.DataFrame({"start": days}), Precision.MONTH, source="made for tests")


STEP = [40, 43, 38, 41, 39, 42, 40, 37, 44, 41, 40, 39, 42, 38, 40, 41, 22, 19, 21, 20, 23, 18, 21,
        20, 19, 22]  # fmt: skip


def test_a_planted_fall_is_found_and_said() -> None:
    event = Event(datetime(2022, 5, 3).date(), "Locks fitted")
    found = kind.run(Asked(monthly(STEP), events=(event,)))
    said = kind.reading(found)
    assert said.finding == "All incidents fell from 40 to 20 a month, from May 2022"
    assert said.tone == "change"
    assert found.events == (event,)
    rows = kind.table(found).rows
    assert [row[3] for row in rows].index("first month of the new level") == 16
    assert rows[15][2] == pytest.approx(np.mean(STEP[:16]))
    assert rows[16][2] == pytest.approx(np.mean(STEP[16:]))


def test_one_level_is_said_as_such() -> None:
    rng = np.random.default_rng(8)
    found = kind.run(Asked(monthly([int(n) for n in rng.poisson(30, 30)])))
    assert kind.reading(found).finding == "All incidents: one level describes all months"
    levels = {row[2] for row in kind.table(found).rows}
    assert len(levels) == 1


def test_a_gap_stays_a_gap() -> None:
    rows = monthly(STEP)
    gap = Incidents(rows.frame.filter(pl.col("start") != datetime(2021, 6, 1)), Precision.MONTH)
    found = kind.run(Asked(gap))
    assert found.counts[5] is None
    assert found.at.isoformat() == "2022-05-01"
    assert any("Jun 2021" in sentence for sentence in kind.reading(found).sentences)


def test_fewer_than_two_years_are_refused() -> None:
    with pytest.raises(CannotAnswerError, match="at least 24 complete months"):
        kind.run(Asked(monthly(STEP[:23])))


def test_incomplete_months_are_left_out() -> None:
    start = [datetime(2021, 1, 1) + timedelta(days=day // 2) for day in range(2 * 790)]
    found = kind.run(Asked(Incidents(pl.DataFrame({"start": start}), Precision.DAY)))
    assert found.partial
    assert len(found.months) == 26
