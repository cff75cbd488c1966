"""Near repeats (near_repeats): published tables, what must hold on all input, and the words."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from math import inf
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import pdist

from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked
from workbench.analysis.kinds import near_repeats
from workbench.analysis.knox import knox
from workbench.domain.data import Precision
from workbench.errors import CancelledError, CannotAnswerError


def case(shared: Path, name: str) -> dict[str, Any]:
    cases = json.loads((shared / "cases" / "analysis_cases.json").read_text())
    found: dict[str, Any] = next(one for one in cases if one["id"] == name)
    return found


def test_burkitt_lymphoma_of_uganda(shared: Path) -> None:
    told = case(shared, "knox-burkitt")
    asked, expected = told["inputs"], told["expected"]
    reach, long = np.nextafter(asked["delta"], inf), np.nextafter(asked["tau"], inf)
    drawn = knox(asked["xy"], asked["t"], (0, reach), (0, long), draws=9_999)
    assert drawn.observed.item() == expected["knox"]
    assert drawn.p.item() == pytest.approx(0.20, abs=0.015)  # R surveillance and pointpats
    assert drawn.mean.item() == pytest.approx(expected["expected"], abs=0.15)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(-400, 400), st.integers(-400, 400), st.integers(0, 60)),
        min_size=2,
        max_size=40,
    ),
    st.sampled_from(["euclidean", "manhattan"]),
    st.sampled_from([1, 0.25]),
)
def test_every_pair_is_counted_once(
    rows: list[tuple[int, int, int]], metric: str, unit: float
) -> None:
    xy, days = np.array([row[:2] for row in rows], float), np.array([r[2] for r in rows]) * unit
    space, time = (0, 0.1, 100, 200, inf), (0, 7, 14, inf)
    found = knox(xy, days, space, time, draws=3, metric=metric)
    apart = pdist(xy, "cityblock" if metric == "manhattan" else "euclidean")
    between = pdist(days[:, None], "cityblock")
    edges = [np.array((*space[:-1], 1e9)), np.array((*time[:-1], 1e9))]
    expected, _, _ = np.histogram2d(apart, between, bins=edges)
    assert found.observed.tolist() == expected.tolist()
    n = len(rows)
    assert found.observed.sum() == n * (n - 1) // 2
    assert found.mean.sum() == pytest.approx(n * (n - 1) / 2)
    assert found.observed.sum(axis=1) == pytest.approx(found.mean.sum(axis=1))
    moved = knox(xy[:, ::-1] + 1_000, days + 5, space, time, draws=1, metric=metric)
    assert moved.observed.tolist() == found.observed.tolist()


def test_shufflings_depend_on_the_seed_alone() -> None:
    rng = np.random.default_rng(1)
    xy, days = rng.uniform(0, 1_000, (80, 2)), rng.integers(0, 90, 80)
    one, again = (knox(xy, days, (0, 200, 400), (0, 7, 14), draws=37) for _ in range(2))
    other = knox(xy, days, (0, 200, 400), (0, 7, 14), draws=37, seed=2)
    assert one.mean.tolist() == again.mean.tolist()
    assert one.mean.tolist() != other.mean.tolist()
    assert (one.p >= 1 / 38).all()


def test_whole_and_broken_days_are_counted_alike() -> None:
    rng = np.random.default_rng(3)
    xy, days = rng.uniform(0, 500, (60, 2)), rng.integers(0, 40, 60)
    whole = knox(xy, days, (0, 100, 300), (0, 7, 14), draws=1)
    broken = knox(xy, days / 2, (0, 100, 300), (0, 3.5, 7), draws=1)
    assert whole.observed.tolist() == broken.observed.tolist()


def test_too_many_pairs_are_refused_before_memory_is_taken() -> None:
    xy = np.zeros((6_000, 2))
    with pytest.raises(CannotAnswerError, match="17,997,000 pairs"):
        knox(xy, np.zeros(6_000), (0, 100), (0, 7))


def test_it_stops_when_asked() -> None:
    class Stopper:
        def report(self, done: int, _total: int, _note: str = "") -> None:
            if done:
                raise CancelledError

    rng = np.random.default_rng(1)
    xy, days = rng.uniform(0, 1_000, (500, 2)), rng.integers(0, 90, 500)
    with pytest.raises(CancelledError):
        knox(xy, days, (0, 200), (0, 7), draws=9_999, progress=Stopper())


def burglaries(pairs: int, alone: int, gap: int = 3) -> Incidents:
    """Homes hit alone, and homes whose neighbour 50 m away is hit days later."""
    rng = np.random.default_rng(5)
    first = rng.uniform(0, 30_000, (pairs + alone, 2))
    day = rng.integers(0, 360, pairs + alone)
    xy = np.vstack([first, np.add(first[:pairs], [50, 0])])
    when = np.append(day, day[:pairs] + gap)
    start = [datetime(2024, 1, 1, 12) + timedelta(days=int(d)) for d in when]
    frame = pl.DataFrame({"easting": xy[:, 0], "northing": xy[:, 1], "start": start})
    return Incidents(frame, Precision.DAY, "bng", source="made for tests")


def test_planted_near_repeats_are_found_and_said() -> None:
    found = near_repeats.run(Asked(burglaries(40, 120)))
    said = near_repeats.reading(found)
    assert found.clear[1, 0]
    assert found.observed[1, 0] == 40
    assert not found.clear[2:].any()
    assert said.tone == "change"
    assert said.finding.startswith("In the 7 days after an incident, ")
    assert said.finding.endswith("more than chance within 100 m")
    row = near_repeats.table(found).rows[4]
    assert row[:3] == ("Under 100 m", "Under 7 days", 40)
    assert row[5] == "more than chance"


@pytest.mark.parametrize(
    ("clear", "where"),
    [
        ([0], "at the same place"),
        ([0, 1, 2], "within 200 m"),
        ([1], "within 100 m, the same place not counted"),
        ([1, 2], "within 200 m, the same place not counted"),
        ([3], "200 to 300 m apart"),
        ([2, 3, 5], "100 to 300 m apart"),
    ],
)
def test_only_distances_that_are_clear_and_counted_are_named(clear: list[int], where: str) -> None:
    found = near_repeats.run(Asked(burglaries(40, 120)))
    seen, mean = np.full_like(found.observed, 10), np.full_like(found.mean, 10.0)
    seen[clear, 0] = 30
    p = np.where(seen > 10, 0.001, 0.5)
    told = near_repeats.reading(replace(found, observed=seen, mean=mean, p=p))
    assert told.finding == f"In the 7 days after an incident, 200% more than chance {where}"


def test_a_band_of_one_day_and_a_kind_are_named() -> None:
    rows = burglaries(40, 120, gap=0)
    rows = replace(rows, frame=rows.frame.with_columns(type=pl.lit("Burglary")))
    told = near_repeats.reading(near_repeats.run(Asked(rows, {"type": "Burglary", "days": 1})))
    assert told.finding.startswith("In the day after burglary, ")


def test_without_any_it_says_so() -> None:
    found = near_repeats.run(Asked(burglaries(0, 200)))
    assert "no more near repeats than chance" in near_repeats.reading(found).finding


def test_what_cannot_be_used_is_left_out_and_counted() -> None:
    rows = burglaries(40, 40)
    frame = rows.frame.with_row_index("n").with_columns(
        pl.when(pl.col("n") == 0).then(None).otherwise("easting").alias("easting"),
        pl.when(pl.col("n") == 1).then(0.0).otherwise("easting").alias("zero"),
        (pl.col("start") + pl.duration(days=pl.when(pl.col("n") == 2).then(5).otherwise(0))).alias(
            "end"
        ),
    )
    found = near_repeats.run(Asked(Incidents(frame, Precision.DAY, "bng")))
    assert dict(found.basis.left_out) == {"no place": 1, "day not known to within a day": 1}
    assert found.basis.n == 118


@pytest.mark.parametrize("kept", [10, 49])
def test_few_incidents_are_refused(kept: int) -> None:
    rows = burglaries(0, 60)
    few = Incidents(rows.frame.head(kept), Precision.DAY, "bng")
    with pytest.raises(CannotAnswerError, match="near repeats need 50"):
        near_repeats.run(Asked(few))


def test_readers_outside_see_no_small_count() -> None:
    found = near_repeats.run(Asked(burglaries(40, 120)))
    assert ((found.observed > 0) & (found.observed < 5)).any()
    shown = near_repeats.outside(found, 5)
    assert not ((shown.observed > 0) & (shown.observed < 5)).any()
    told = near_repeats.table(shown)
    withheld = [row for row in told.rows if row[2] == "fewer than 5"]
    assert withheld
    assert all(row[3] is None and row[4] is None for row in withheld)
    assert near_repeats.reading(shown).finding == near_repeats.reading(found).finding


def test_a_short_period_is_said() -> None:
    rows = burglaries(40, 120)
    start = pl.lit(datetime(2024, 1, 1)) + pl.duration(days=pl.int_range(pl.len()) % 60)
    short = Incidents(rows.frame.with_columns(start=start), Precision.DAY, "bng")
    said = near_repeats.reading(near_repeats.run(Asked(short)))
    assert any("less than three times" in sentence for sentence in said.sentences)
