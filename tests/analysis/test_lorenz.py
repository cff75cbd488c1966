"""How concentrated it is (lorenz): the curve, the one of chance, its base, and the words."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.test_place_kinds import grid_of_areas, street_rows
from workbench.analysis.codec import pack, unpack
from workbench.analysis.concentration import chance_lorenz, generalised_gini, gini, lorenz
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked
from workbench.analysis.kinds import lorenz as kind
from workbench.errors import CannotAnswerError

COUNTS = st.lists(st.integers(1, 40), min_size=1, max_size=60)


def at_places(counts: list[int]) -> Incidents:
    """So many incidents at each place."""
    places = [
        f"Shop {chr(65 + n // 26)}{n}" for n, count in enumerate(counts) for _ in range(count)
    ]
    return Incidents(pl.DataFrame({"place": places}), source="made for tests")


def ask(rows: Incidents, **given: Any) -> kind.Lorenz:
    return kind.run(Asked(rows, given))


@settings(max_examples=60, deadline=None)
@given(COUNTS, st.integers(0, 200))
def test_the_curve_encloses_half_the_gini(counts: list[int], silent: int) -> None:
    known = len(counts) + silent if silent else 0
    found = ask(at_places(counts), known=known)
    every = [*counts, *[0] * (known - len(counts) if known else 0)]
    across, held = lorenz(every)
    area = float(np.sum((held[1:] + held[:-1]) / 2 * np.diff(across)))
    assert 2 * area - 1 == pytest.approx(gini(every), abs=1e-9)
    assert found.told.gini.middle == pytest.approx(gini(every))
    assert found.told.every_place is bool(silent)
    assert found.told.places == len(every)
    assert found.hit == len(counts)
    curve = found.told.curve
    assert (np.diff(curve) >= -1e-12).all()
    assert (curve >= np.linspace(0, 1, 101) - 1e-9).all(), "never below equality"
    assert found.held[-1] == sum(counts)


@pytest.mark.parametrize("every", [True, False])
@pytest.mark.parametrize("mean", [0.2, 1.5, 6.0])
def test_the_curve_of_chance_is_that_of_many_simulations(mean: float, every: bool) -> None:
    dice, grid = np.random.default_rng(7), np.linspace(0, 1, 101)
    draws = [dice.poisson(mean, 4_000) for _ in range(40)]
    seen = [draw if every else draw[draw > 0] for draw in draws]
    simulated = np.mean([np.interp(grid, *lorenz(draw)) for draw in seen], axis=0)
    total = round(float(np.mean([draw.sum() for draw in seen])))
    places = round(float(np.mean([draw.size for draw in seen])))
    worked_out = np.interp(grid, *chance_lorenz(total, places, every))
    assert worked_out == pytest.approx(simulated, abs=0.02)


def test_nothing_and_the_impossible_have_no_curve_of_chance() -> None:
    for given_ in ((0, 5, True), (5, 0, True), (3, 5, False)):
        assert chance_lorenz(*given_)[0].tolist() == [0]


def test_the_finding_the_base_and_the_warning() -> None:
    said = kind.reading(ask(at_places([40, 20, *[1] * 38])))
    assert said.finding == "5% of places (2 of 40) hold half of the incidents"
    assert said.says == "Perhaps more than chance", "two places alone do not make it sure"
    clear = kind.reading(ask(at_places([*[12] * 30, *[1] * 170])))
    assert clear.says == "More concentrated than chance"
    assert "Shares are only of places with an incident" in said.caveat
    assert "the 40 places with an incident" in said.measure
    told = ask(at_places([40, 20, *[1] * 38]), known=1_000)
    said = kind.reading(told)
    assert said.finding == "Less than 1% of places (2 of 1,000) hold half of the incidents"
    assert "of all 1,000 places" in said.measure
    assert "only of places" not in said.caveat
    assert any("96% of places (960) had no incident" in sentence for sentence in said.sentences)
    assert told.told.generalised < told.told.gini.middle


def test_places_alike_are_no_more_than_chance() -> None:
    dice = np.random.default_rng(5)
    counts = [int(n) for n in dice.poisson(4, 400) if n]
    assert kind.reading(ask(at_places(counts))).says == "No more than chance"


def test_fewer_places_than_were_hit_are_refused() -> None:
    with pytest.raises(CannotAnswerError, match="3 places had an incident, and 2 are said"):
        ask(at_places([1, 2, 3]), known=2)


def test_areas_without_incidents_count_when_boundaries_are_there() -> None:
    found = kind.run(Asked(street_rows(), {"by": "area"}, grid_of_areas()))
    assert (found.told.places, found.hit, found.told.every_place) == (16, 5, True)


@pytest.mark.parametrize("counts", [[], [1], [5], [3] * 30, [1, 2]])
def test_any_number_of_rows_is_answered_kept_and_told(counts: list[int]) -> None:
    rows = at_places(counts or [1])
    found = ask(rows.only(pl.lit(value=bool(counts))))
    assert found.basis.n == sum(counts)
    kept = unpack(pack(found), kind.Lorenz)
    assert pack(kept) == pack(found)
    assert kind.reading(kept) == kind.reading(found)
    words = " ".join((kind.reading(found).finding, *kind.reading(found).sentences))
    assert "nan" not in words.lower().split()
    table = kind.table(found)
    assert all(len(row) == len(table.columns) for row in table.rows)
    if counts:
        assert table.rows[-1][:4] == ("All", len(counts), sum(counts), 1.0)


def test_few_are_withheld_outside() -> None:
    few = kind.outside(ask(at_places([2, 1, 1])), 5)
    assert not few.told.curve.size
    assert all(row[2] == "fewer than 5" for row in kind.table(few).rows)
    # 4 of 40 at the worst tenth: "10%" would give back the 4 that the table hides.
    even = kind.outside(ask(at_places([4] + [1] * 9)), 5)
    assert "worst tenth" not in " ".join(kind.reading(even).sentences)
    many = ask(at_places([9] * 30))
    assert kind.outside(many, 5) == many


def test_unbiased_gini_reaches_one_where_all_lie_at_one_place() -> None:
    assert generalised_gini([5, *[0] * 9]) == pytest.approx(0.8)
    assert generalised_gini([5, *[0] * 9], unbiased=True) == pytest.approx(1)
    assert generalised_gini([1] * 5 + [0] * 5, unbiased=True) == pytest.approx(0)
    assert np.isnan(generalised_gini([1, 0], unbiased=True))
