"""Would the hot spots have held (hot_spot_accuracy): PAI, PEI, RRI, ties, and what is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import permutations
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analysis.test_hot_cells import boxes
from workbench.analysis.codec import pack, unpack
from workbench.analysis.hot_spot_accuracy import best, ranked
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked
from workbench.analysis.kinds import hot_spot_accuracy as kind
from workbench.analysis.shapes import Shapes
from workbench.analysis.trial import Held
from workbench.domain.data import Precision
from workbench.errors import CannotAnswerError

PLACES = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 5), st.integers(1, 4)), min_size=1, max_size=25
)


def test_the_example_of_the_ptools_documentation() -> None:
    # Six places; worked by hand from the definitions
    seen, told, size = [6, 7, 3, 2, 1, 0], [8, 4, 4, 2, 1, 0], [1] * 6
    running = np.array([6, 9, 16, 18, 19, 19])  # of the two 4s the place with 3 comes first
    assert ranked(seen, told, size).observed.tolist() == running.tolist()
    assert ranked(seen, told, size).pai == pytest.approx(running / 19 / (np.arange(1, 7) / 6))
    assert ranked(seen, told, size).pei == pytest.approx(
        running / np.array([7, 13, 16, 18, 19, 19])
    )
    assert ranked(seen, told, size).rri == pytest.approx(
        np.array([8, 12, 16, 18, 19, 19]) / running
    )
    assert ranked(seen, told, size).search_efficiency == pytest.approx(running / np.arange(1, 7))


@given(PLACES, st.integers(1, 50))
def test_what_holds_for_any_forecast(places: list[tuple[int, int, int]], times: int) -> None:
    seen, told, size = (np.array(one, float) for one in zip(*places, strict=True))
    found = ranked(seen, told, size).pai
    if seen.sum():
        assert found[-1] == pytest.approx(1)
        efficient = ranked(seen, told, size).pei
        known = efficient[np.isfinite(efficient)]
        assert ((known >= 0) & (known <= 1 + 1e-12)).all()
        assert ranked(seen, seen, np.ones(len(seen))).pei == pytest.approx(1)
    else:
        assert np.isnan(found).all()
    assert ranked(seen, told * times, size).pai == pytest.approx(found, nan_ok=True)
    assert ranked(seen, told, size * times).pai == pytest.approx(found, nan_ok=True)
    for order in ([*range(len(seen))][::-1], np.random.default_rng(1).permutation(len(seen))):
        again = ranked(seen[order], told[order], size[order]).pai
        if len(set(size)) == 1:  # of unequal sizes two may tie in forecast and count alike
            assert again == pytest.approx(found, nan_ok=True)
    sums = ranked(seen, told, size)
    assert (np.diff(sums.observed) >= 0).all()
    assert sorted(sums.order.tolist()) == list(range(len(seen)))


@given(st.lists(st.integers(0, 6), min_size=1, max_size=5))
def test_ties_are_the_worst_case_and_the_best_is_the_best(seen: list[int]) -> None:
    same = np.ones(len(seen))
    worst = ranked(seen, same, same).observed
    most = best(seen, same, np.arange(1, len(seen) + 1))
    for order in permutations(seen):
        assert (np.cumsum(order) >= worst).all()
        assert (np.cumsum(order) <= most).all()


def test_nonsense_is_refused() -> None:
    for seen, told, size in (([1], [1, 2], [1]), ([-1], [1], [1]), ([1], [1], [0]),
                             ([np.nan], [1], [1])):  # fmt: skip
        with pytest.raises(ValueError, match=r"number|area"):
            ranked(seen, told, size)
    assert np.isnan(ranked([0, 0], [1, 2], [1, 1]).rri).all()
    assert np.isnan(ranked([0, 0], [1, 2], [1, 1]).pei).all()


def town(months: int = 12, moved: bool = False, busy: int = 6, seed: int = 4) -> Incidents:
    """A hot corner of 4 cells of 100 m in 400; in the last three months elsewhere if it moved."""
    rng = np.random.default_rng(seed)
    frames = []
    for month in range(months):
        n = 20
        late = moved and month >= months - 3
        corner = 250.0 if late else 1_650.0
        east = np.concatenate([rng.uniform(0, 2_000, n), rng.uniform(corner - 100, corner + 100,
                                                                     busy)])  # fmt: skip
        north = np.concatenate([rng.uniform(0, 2_000, n), rng.uniform(corner - 100, corner + 100,
                                                                      busy)])  # fmt: skip
        frames.append(pl.DataFrame({"easting": east, "northing": north}).with_columns(
            start=pl.lit(datetime(2024 + month // 12, month % 12 + 1, 1))))  # fmt: skip
    ends = pl.DataFrame({"easting": [1.0, 1_999.0], "northing": [1.0, 1_999.0],
                         "start": [datetime(2024, 1, 1)] * 2})  # fmt: skip
    return Incidents(pl.concat([*frames, ends]), Precision.MONTH, "bng", source="made for tests")


def ask(told: Incidents, shapes: Shapes | None = None, **given_: Any) -> kind.HotSpotAccuracy:
    return kind.run(Asked(told, {"side": 100, **given_}, shapes))


@pytest.mark.parametrize("side", [100, 200, 300])
def test_as_many_cells_are_told_once(side: int) -> None:
    result = ask(town(busy=30), boxes(2), side=side)
    sizes = sorted({step.cells for step in result.steps})
    assert (len(sizes) < len(result.steps)) is (side == 300)  # of 49 cells 1% and 2% are one
    rows = kind.table(result).rows
    assert len(rows) == len(set(rows)) == 2 * len(sizes)
    for words in ("Density", "Counts in cells"):
        ground = [row[1] for row in rows if row[0] == words]
        assert ground == [cells / result.cells for cells in sizes]


def test_a_hot_spot_that_stays_holds_and_is_said() -> None:
    result = ask(town(busy=30), boxes(2))
    assert (result.n_earlier, result.n_later, result.cells) == (452, 150, 400)
    held = result.step.density.incidents
    assert held >= 90
    assert result.step.cells == 20
    assert result.step.density.pai == pytest.approx(held / 150 / 0.05)
    assert result.step.density.per_km2 == pytest.approx(held / 0.2)
    said = kind.reading(result)
    assert said.finding == (
        f"The hottest 5% of the ground held {round(100 * held / 150)}% of later incidents "
        f"({held} of 150)"
    )
    assert (said.says, said.tone) == ("Held", "change")
    assert "Oct 2024 to Dec 2024 held by ground chosen from Jan 2024 to Sep 2024" in said.measure


def test_a_hot_spot_that_moves_does_not() -> None:
    said = kind.reading(ask(town(busy=30, moved=True), boxes(2)))
    assert (said.says, said.tone) == ("Cannot tell", "unsure")


def test_the_forecast_is_made_from_the_earlier_months_alone() -> None:
    stays, goes = ask(town(busy=30), boxes(2)), ask(town(busy=30, moved=True), boxes(2))
    for one, other in zip(stays.steps, goes.steps, strict=True):
        foretold = [step.counts.rri * step.counts.incidents for step in (one, other)]
        if np.isfinite(foretold).all():
            assert foretold[0] == pytest.approx(foretold[1])


def test_counts_in_cells_agree_with_counting_by_hand() -> None:
    told = town(busy=30)
    result = ask(told, boxes(2), method="counts", months=2, coverage=2)
    cell = told.frame.select(
        (pl.col("northing") // 100 * 20 + pl.col("easting") // 100).cast(pl.Int64).alias("cell"),
        (pl.col("start") >= datetime(2024, 11, 1)).alias("late"),
    )
    late, early = (np.bincount(cell.filter(which)["cell"].to_numpy(), minlength=400)
                   for which in (pl.col("late"), ~pl.col("late")))  # fmt: skip
    order = sorted(range(400), key=lambda k: (-early[k], late[k]))
    seen = int(late[order[:8]].sum())
    step = result.step
    assert (step.cells, step.counts.incidents) == (8, seen)
    days = 61 / (366 - 61)
    assert step.counts.rri * seen == pytest.approx(early[order[:8]].sum() * days)
    assert step.best == np.sort(late)[::-1][:8].sum()
    rows = [row for row in kind.table(result).rows if row[0] == "Counts in cells"]
    assert [row[3] for row in rows] == [s.counts.incidents for s in result.steps]


def test_curves_run_from_nothing_to_everything() -> None:
    curves = ask(town()).curves
    assert curves.share[[0, -1]].tolist() == [0, 1]
    for held in (curves.density, curves.counts, curves.best):
        assert held[0] == 0
        assert held[-1] == pytest.approx(1)
        assert (np.diff(held) >= -1e-12).all()
        assert (held <= curves.best + 1e-9).all()


def test_refusals_say_what_to_do_instead() -> None:
    with pytest.raises(CannotAnswerError, match="Choose fewer"):
        ask(town(3), months=3)
    with pytest.raises(CannotAnswerError, match="cells? of 1,000 m, and hot spots need 30"):
        ask(town(), side=1_000)
    with pytest.raises(CannotAnswerError, match="no easting"):
        ask(replace(town(), frame=town().frame.drop("easting")))
    late = pl.col("start") >= datetime(2024, 10, 1)
    nowhere = town().frame.with_columns(pl.when(late).then(None).otherwise("easting")
                                        .alias("easting"))  # fmt: skip
    with pytest.raises(CannotAnswerError, match="No incident of the last months"):
        ask(replace(town(), frame=nowhere))
    with pytest.raises(CannotAnswerError, match="complete month"):
        ask(replace(town(), frame=town().frame.clear()))


def test_few_later_incidents_are_told_as_counts() -> None:
    result = ask(town(12, busy=1), months=1, coverage=1)
    few = replace(result, n_later=6)
    said = kind.reading(few)
    assert said.says == "Too few"
    assert "%" not in said.finding.split("ground")[1]


def test_rows_that_cannot_be_used_are_counted() -> None:
    told = town(busy=30)
    extra = pl.DataFrame({"easting": [0.0, None, 500.0], "northing": [0.0, 5.0, 500.0],
                          "start": [datetime(2024, 3, 1), datetime(2024, 3, 1), None]})  # fmt: skip
    result = ask(replace(told, frame=pl.concat([told.frame, extra])), boxes(2))
    assert dict(result.basis.left_out) == {
        "no coordinates": 1, "at 0, 0": 1, "no date, or not in a full month": 1,
    }  # fmt: skip
    assert result.basis.n == told.n


def test_totals_and_order_and_keeping() -> None:
    told = town(busy=30)
    result = ask(told, boxes(2))
    mixed = replace(told, frame=told.frame.sample(fraction=1, shuffle=True, seed=2))
    again = ask(mixed, boxes(2))
    assert again.steps[0].counts == result.steps[0].counts
    assert again.curves.density == pytest.approx(result.curves.density)
    summed = replace(told, frame=told.frame.with_columns(count=pl.lit(3)), summed=True)
    threefold = ask(summed, boxes(2))
    assert threefold.n_later == 3 * result.n_later
    assert threefold.step.counts.pai == pytest.approx(result.step.counts.pai)
    kept = unpack(pack(result), kind.HotSpotAccuracy)
    assert pack(kept) == pack(result)
    assert kind.reading(kept) == kind.reading(result)


def test_readers_outside_see_no_small_count() -> None:
    result = ask(town(busy=1), months=1, coverage=1)
    shown = kind.outside(result, 12)
    counts = [row[3] for row in kind.table(shown).rows]
    assert "fewer than 12" in counts
    assert not any(isinstance(count, int) and 0 < count < 12 for count in counts)
    for row in kind.table(shown).rows:
        if row[3] == "fewer than 12":
            assert row[4:] == (None,) * 5
    curves = shown.curves
    for held in (curves.density, curves.counts, curves.best):
        seen = held[np.isfinite(held)] * shown.n_later
        assert not ((seen > 0.5) & (seen < 11.5)).any()
    words = " ".join([kind.reading(shown).finding, *kind.reading(shown).sentences])
    assert "nan" not in words
    for step in shown.steps:
        for held in (step.density, step.counts):
            few = held.incidents > 0 and 0 < held.rri * held.incidents < 12
            assert not few, "what the earlier months foretold is a count of theirs"
    none = replace(shown, steps=tuple(
        replace(step, best=-1, density=Held(0, 0.0, 0.0, float("nan"), 0.0),
                counts=Held(0, 0.0, 0.0, float("nan"), 0.0)) for step in shown.steps
    ))  # fmt: skip
    assert "-1" not in " ".join(kind.reading(none).sentences)
    assert "-1" not in words
