"""Unusually high now (exceedance): the distributions, its calibration, and the question."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from tests.analysis.test_periods import daily
from workbench.analysis import codec
from workbench.analysis.chances import counts_at_least, counts_quantile, poisson_at_least
from workbench.analysis.exceedance import unusual
from workbench.analysis.exceedances import Exceedances
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked
from workbench.analysis.kinds import exceedance as kind
from workbench.analysis.multiple import benjamini_hochberg
from workbench.analysis.shapes import Shapes
from workbench.domain.data import Precision
from workbench.errors import CannotAnswerError


@given(st.integers(0, 400), st.floats(0.001, 300), st.floats(1.001, 30))
def test_tails_are_those_of_scipy(count: int, mean: float, phi: float) -> None:
    assert counts_at_least(count, mean, 1) == pytest.approx(
        stats.poisson.sf(count - 1, mean), rel=1e-8
    )
    size = mean / (phi - 1)
    theirs = stats.nbinom.sf(count - 1, size, 1 / phi)
    assert counts_at_least(count, mean, phi) == pytest.approx(theirs, rel=1e-6, abs=1e-300)
    assert counts_at_least(count, mean, 0.5) == counts_at_least(count, mean, 1)


@given(st.floats(0, 500), st.floats(0.5, 20), st.sampled_from([0.025, 0.05, 0.5, 0.95, 0.975]))
def test_a_quantile_is_the_smallest_count_that_reaches_it(
    mean: float, phi: float, level: float
) -> None:
    at = int(counts_quantile(level, mean, phi))
    assert 1 - counts_at_least(at + 1, mean, phi) >= level
    assert at == 0 or 1 - counts_at_least(at, mean, phi) < level


def test_edges_of_the_distributions() -> None:
    assert poisson_at_least([0, 1], 0.0).tolist() == [1, 0]
    assert counts_at_least([0, 3], 0.0, 2.0).tolist() == [1, 0]
    assert counts_at_least(10_000_000, 9_990_000, 1.0) == pytest.approx(
        stats.norm.sf((10_000_000 - 9_990_000) / np.sqrt(9_990_000)), rel=0.02
    )


@given(st.integers(0, 60), st.lists(st.integers(0, 40), min_size=1, max_size=12))
def test_the_chance_is_the_conditional_one_whatever_the_mean(now: int, before: list[int]) -> None:
    found = unusual([now], [before])
    total, periods, c = sum(before), len(before), found.clustering[0]
    terms = np.arange(now, now + total + 1)
    size = (1 / c - 1) / periods
    theirs = stats.betabinom.pmf(terms, now + total, size, size * periods).sum() if now else 1
    assert found.p[0] == pytest.approx(theirs, rel=1e-6, abs=1e-12)
    assert found.expected[0] == pytest.approx(total / periods)
    low, high = found.usual(np.array([0]))
    assert (now > high[0]) == (found.p[0] <= 0.05)
    assert low[0] <= max(found.expected[0], high[0])


def made_by_luck(
    rng: np.random.Generator, mean: Any, phi: float, shape: tuple[int, int]
) -> NDArray[np.int64]:
    """Counts of one mean each, whose variance is so many times the mean."""
    mean = np.broadcast_to(np.asarray(mean, float).reshape(-1, 1), shape)
    if phi == 1:
        return rng.poisson(mean)
    return rng.negative_binomial(mean / (phi - 1), 1 / phi)


@pytest.mark.parametrize(
    ("mean", "periods", "phi"), [(2, 2, 1), (0.3, 23, 1), (20, 12, 2), (100, 23, 3), (5, 3, 1.5)]
)
def test_luck_alone_is_not_called_high(mean: float, periods: int, phi: float) -> None:
    made = made_by_luck(np.random.default_rng(3), mean, phi, (4000, periods + 1))
    found = unusual(made[:, 0], made[:, 1:])
    assert (found.p <= 0.05).mean() < 0.065
    assert (found.adjusted <= 0.05).sum() <= 3
    np.testing.assert_array_equal(found.adjusted, benjamini_hochberg(found.p))


@pytest.mark.parametrize("periods", [2, 3, 12])
@pytest.mark.parametrize(("phi", "mean"), [(1, 3), (1.5, 3), (2, 8), (3, 3), (3, 8), (3, 30)])
def test_an_answer_names_one_by_luck_as_seldom_as_is_promised(
    phi: float, mean: float, periods: int
) -> None:
    """At most 5 of 100 answers in which nothing changed name any, with leeway for chance."""
    rng = np.random.default_rng(8)
    for many, most in ((5, 14), (40, 14), (200, 6)):  # of 150 and of 40: more is 1 in 150 or rarer
        named = 0
        for _ in range(150 if many < 200 else 40):
            made = made_by_luck(rng, mean, phi, (many, periods + 1))
            named += bool((unusual(made[:, 0], made[:, 1:]).adjusted <= 0.05).any())
        assert named <= most, many


@pytest.mark.parametrize("phi", [1, 2, 3])
def test_areas_of_many_sizes_are_not_named_by_luck_either(phi: float) -> None:
    rng = np.random.default_rng(9)
    named = 0
    for _ in range(150):
        mean = 20 * rng.lognormal(-0.5, 1, 80)
        made = made_by_luck(rng, mean, phi, (80, 4))
        made = made[made.any(axis=1)]
        named += bool((unusual(made[:, 0], made[:, 1:]).adjusted <= 0.05).any())
    assert named <= 15


def test_a_tripling_is_named_among_forty() -> None:
    rng = np.random.default_rng(10)
    named = 0
    for _ in range(100):
        made = rng.poisson(8, (40, 13))
        made[0, 0] = 24
        named += bool(unusual(made[:, 0], made[:, 1:]).adjusted[0] <= 0.05)
    assert named >= 90


def test_one_that_swings_more_than_the_others_is_judged_by_that() -> None:
    rng = np.random.default_rng(11)
    made = rng.poisson(20, (40, 13))
    made[0, 1:] = [5, 40, 3, 35, 20, 8, 44, 2, 30, 12, 38, 3]
    made[:2, 0] = 42
    found = unusual(made[:, 0], made[:, 1:])
    assert found.phi[0] > 3 * found.phi[1:].max()
    assert found.adjusted[0] > 0.05 > found.adjusted[1]


def test_what_is_planted_is_found_and_lengths_count() -> None:
    rng = np.random.default_rng(4)
    made = rng.poisson(4, (300, 13))
    made[:5, 0] = 20
    found = unusual(made[:, 0], made[:, 1:])
    high = set(np.flatnonzero(found.adjusted <= 0.05).tolist())
    assert {0, 1, 2, 3, 4} <= high
    assert len(high) <= 6
    longer = unusual([10], [[20, 20]], [2.0, 2.0])
    assert longer.expected[0] == 10
    assert unusual([3], [[2]]).phi[0] == 2  # a single period says nothing of the spread


# the question


def rows(counts: dict[str, list[int]], role: str = "type", year: int = 2021) -> Incidents:
    """So many rows of each in each month from January."""
    made = [
        (datetime(year + at // 12, at % 12 + 1, 1), name)
        for name, months in counts.items()
        for at, n in enumerate(months)
        for _ in range(n)
    ]
    frame = pl.DataFrame(made, schema={"start": pl.Datetime("us"), role: pl.String}, orient="row")
    return Incidents(frame, Precision.MONTH, source="made for tests")


USUAL = [6, 5, 7, 6, 4, 6, 5, 7, 6, 5, 6, 7]
KINDS = {"Burglary": [*USUAL, 19], "Robbery": [*USUAL, 6], "Drugs": [*USUAL, 5],
         "Shoplifting": [*USUAL[::-1], 8]}  # fmt: skip


def test_a_high_month_is_found_and_said() -> None:
    found = kind.run(Asked(rows(KINDS)))
    said = kind.reading(found)
    assert said.finding == "1 of 4 kinds of incident was unusually high in Jan 2022"
    assert (said.says, said.tone) == ("Unusually high", "change")
    assert found.names[0] == "Burglary"
    table = kind.table(found)
    assert table.rows[0][:2] == ("Burglary", 19)
    assert table.rows[0][2] == pytest.approx(sum(USUAL) / 365 * 31)
    assert [row[-1] for row in table.rows] == ["unusually high", *["within what is usual"] * 3]
    assert found.compared == tuple(date(2021, m, 1) for m in range(1, 13))
    assert not found.matched
    assert found.basis.n == sum(map(sum, KINDS.values()))
    assert codec.pack(codec.unpack(codec.pack(found), Exceedances)) == codec.pack(found)


def test_nothing_high_is_said_as_such() -> None:
    found = kind.run(Asked(rows({name: [*USUAL, 6] for name in "ABC"})))
    assert kind.reading(found).finding == (
        "All 3 kinds of incident were within what is usual in Jan 2022"
    )


def test_one_count_above_its_range_cannot_be_told_from_luck_among_many() -> None:
    made = {f"K{i:02d}": [*USUAL, 6] for i in range(40)}
    made["K00"] = [*USUAL, 13]
    found = kind.run(Asked(rows(made)))
    assert found.verdict(0) == "cannot tell"
    said = kind.reading(found)
    assert said.finding == (
        "Not one of the 40 kinds of incident was clearly unusually high in Jan 2022"
    )
    assert said.tone == "same"
    assert any("we cannot tell" in one for one in said.sentences)
    alone = kind.reading(kind.run(Asked(rows({"K00": [*USUAL, 13]}))))
    assert alone.tone in {"change", "unsure"}


def test_the_same_month_of_earlier_years_when_there_are_two() -> None:
    year = [30, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4]
    made = rows({"Fireworks": [*year, *year, *year, 31], "Other": [9] * 37})
    matched = kind.run(Asked(made))
    assert matched.matched
    assert matched.compared == (date(2021, 1, 1), date(2022, 1, 1), date(2023, 1, 1))
    assert kind.reading(matched).tone == "same"
    recent = kind.run(Asked(made, {"compared": "recent"}))
    assert len(recent.compared) == 12
    assert any("time of year is not allowed for" in one for one in kind.reading(recent).sentences)


def test_new_ones_are_named_as_such() -> None:
    found = kind.run(Asked(rows({"Old": [*USUAL, 6], "New": [*[0] * 12, 5]})))
    assert found.fresh == 1
    assert found.verdict(0) == "unusually high"
    said = kind.reading(found)
    assert any("had none in the months compared" in one for one in said.sentences)
    assert kind.table(found).rows[0][2] == 0


def test_by_area_and_by_place_and_by_boundaries() -> None:
    areas = rows(KINDS, "area")
    named = areas.frame.with_columns(
        pl.lit("Same name").alias("area_name"),
        pl.concat_str(pl.lit("On or near "), "area").alias("place"),
        pl.lit(340_000.0).alias("easting"),
        pl.lit(390_000.0).alias("northing"),
    )
    both = Incidents(named, Precision.MONTH)
    assert kind.run(Asked(both)).by == "area"
    assert kind.run(Asked(both)).names[0] == "Same name (Burglary)"
    place = kind.run(Asked(both, {"by": "place"}))
    assert place.snap
    assert place.names[0] == "Burglary"
    assert "map points" in kind.reading(place).finding
    square = np.array([[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]) * 1000.0 + [339_500, 389_500]
    shapes = Shapes(
        ("E1",), ("Eastmoor",), square, np.array([0, 5]), np.array([0]), np.array([False])
    )
    pointed = Incidents(named.drop("area", "area_name"), Precision.MONTH)
    mapped = kind.run(Asked(pointed, {"by": "area"}, shapes))
    assert mapped.names == ("Eastmoor",)
    assert mapped.counts.sum() == sum(months[-1] for months in KINDS.values())


def test_spellings_of_a_place_are_one_and_no_place_is_left_out() -> None:
    made = rows({"High Street": [*USUAL, 7], " high  STREET": [*USUAL, 6], "Unknown": [*USUAL, 3]},
                "place")  # fmt: skip
    found = kind.run(Asked(made))
    assert found.names == ("High Street",)
    assert found.counts.tolist() == [13]
    assert dict(found.basis.left_out)["no place"] == sum(USUAL) + 3


def test_weeks_are_compared_with_weeks() -> None:
    counts = [2] * 200
    counts[189:196] = [9] * 7
    made = daily(counts)
    week = Incidents(made.frame.with_columns(pl.lit("A").alias("type")), Precision.DAY)
    found = kind.run(Asked(week, {"unit": "week"}))
    assert found.unit == "week"
    assert found.period == date(2024, 7, 8)
    assert found.counts.tolist() == [63]
    assert found.expected[0] == pytest.approx(14)
    assert kind.reading(found).finding == (
        "The only kind of incident was unusually high in the week of 8 Jul 2024"
    )


def test_two_years_of_weeks_meet_the_season() -> None:
    made = daily([2] * 800)
    week = Incidents(made.frame.with_columns(pl.lit("A").alias("type")), Precision.DAY)
    found = kind.run(Asked(week, {"unit": "week"}))
    assert found.matched
    gaps = {round((found.period - one).days / 365.25, 1) for one in found.compared}
    assert gaps == {1.0, 2.0}
    assert len(found.compared) == 6


@pytest.mark.parametrize(
    ("made", "settings", "words"),
    [
        (rows({"A": [4, 5, 6]}), {}, "takes three complete months"),
        (rows(KINDS), {"by": "area"}, "has no small area column"),
        (rows(KINDS, "outcome"), {}, "neither where its incidents happened nor"),
        (rows({"": [4, 5, 6, 7, 8]}), {}, "no incident with a kind of incident"),
    ],
)
def test_refusals_say_what_to_do(made: Incidents, settings: dict[str, Any], words: str) -> None:
    with pytest.raises(CannotAnswerError, match=words):
        kind.run(Asked(made, settings))


def test_small_counts_are_not_shown_outside() -> None:
    made = {"A": [*USUAL, 30], "B": [*[0] * 10, 1, 1, 3], "C": [*USUAL, 4], "D": [*USUAL, 9],
            "E": [*[0] * 11, 2, 8]}  # fmt: skip
    whole = kind.run(Asked(rows(made)))
    found = kind.KIND.outside(whole, 5)  # type: ignore[misc]
    shown = dict(zip(found.names, found.counts.tolist(), strict=True))
    assert shown["A"] == 30
    assert shown["B"] < 0
    assert shown["C"] < 0
    at = {name: place for place, name in enumerate(found.names)}
    assert found.low[at["E"]] == -1, "its past is two incidents"
    for name in ("B", "C"):
        assert np.isnan(found.expected[at[name]])
        assert np.isnan(found.phi[at[name]])
    for place in range(len(found.names)):
        assert found.verdict(place) == whole.verdict(place)
    cells = [row[1] for row in kind.table(found).rows]
    assert "fewer than 5" in cells
    words = " ".join((*kind.reading(found).sentences, kind.reading(found).finding))
    assert "None" not in words
    assert "nan" not in " ".join(kind.reading(found).working)
    assert codec.pack(codec.unpack(codec.pack(found), Exceedances)) == codec.pack(found)


def test_totals_are_summed() -> None:
    whole = rows(KINDS)
    totals = whole.frame.group_by("start", "type", maintain_order=True).agg(
        pl.len().cast(pl.Int64).alias("count")
    )
    summed = Incidents(totals, Precision.MONTH, summed=True)
    ours, theirs = kind.run(Asked(summed)), kind.run(Asked(whole))
    assert ours.names == theirs.names
    np.testing.assert_array_equal(ours.p, theirs.p)
