"""What partners may be shown: streets and squares keep totals, and no small count is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import product

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis.hiding import gives_back, hidden, wholly_hidden
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked
from workbench.analysis.kinds.map_points import KIND, for_outside
from workbench.analysis.points import points_of
from workbench.analysis.sharing import HIDDEN, by_street, withhold
from workbench.domain.data import Precision
from workbench.errors import CannotAnswerError


def rows(places: list[tuple[str, float, float]]) -> Incidents:
    frame = pl.DataFrame(
        {
            "start": [datetime(2025, 1, 1)] * len(places),
            "place": [place for place, _, _ in places],
            "easting": [east for _, east, _ in places],
            "northing": [north for _, _, north in places],
        }
    )
    return Incidents(frame, Precision.DAY, "bng", source="made up")


HIGH = [("12 High Street", 340_000.0, 390_000.0)] * 4 + [
    ("14a High Street", 340_040.0, 390_000.0)
] * 4
LONE = [("Mill Lane", 345_200.0, 390_200.0)]
PARK = [("Park Road", 340_500.0, 390_200.0)] * 2
FAR = [("3 High Street", 370_000.0, 410_000.0)] * 6
SHOP = [("Supermarket", 341_000.0, 390_000.0)] * 5


def test_addresses_of_a_street_are_one_spot_and_towns_are_told_apart() -> None:
    streets, gone = by_street(points_of(rows(HIGH + PARK + FAR + SHOP)))
    assert gone == 5
    assert streets.names == ("High Street", "High Street", "Park Road")
    assert streets.counts.tolist() == [8, 6, 2]
    assert streets.easting.tolist() == [340_050.0, 370_050.0, 340_550.0]


def test_rows_without_streets_are_refused() -> None:
    with pytest.raises(CannotAnswerError, match="names no streets"):
        by_street(points_of(rows(SHOP)))


@given(
    st.lists(
        st.tuples(st.integers(0, 900), st.integers(0, 900), st.integers(1, 9)),
        min_size=1,
        max_size=9,
        unique_by=lambda one: one[:2],
    )
)
def test_no_spot_of_a_street_is_finer_than_a_square(spots: list[tuple[int, int, int]]) -> None:
    placed = [
        (f"{number} High Street", 425_000.0 + east, 565_000.0 + north)
        for east, north, number in spots
    ]
    streets, _ = by_street(points_of(rows(placed)))
    for axis in (streets.easting, streets.northing):
        assert ((axis - 50) % 100 == 0).all()


def test_six_incidents_at_one_address_do_not_tell_where_it_is() -> None:
    def seen(place: str, east: float, north: float) -> tuple:
        asked = Asked(rows([(place, east, north)] * 6), {"blur": "street", "threshold": 5})
        shown = KIND.run(asked)
        return shown.names, shown.easting.tolist(), shown.northing.tolist(), shown.counts.tolist()

    here = seen("14 High Street", 425_011.0, 565_007.0)
    assert here == (("High Street",), [425_050.0], [565_050.0], [6])
    assert here == seen("Flat 2, 3 High Street, NE1 1AA", 425_093.0, 565_070.0)


def test_a_map_by_street_that_was_kept_with_exact_points_is_moved_too() -> None:
    chosen = KIND.run(Asked(rows(HIGH), {"blur": "street"}))
    kept = replace(
        chosen,
        easting=np.array([340_011.0]),
        northing=np.array([390_007.0]),
        names=("Flat A, 12 High Street",),
    )
    shown = for_outside(kept, 5)
    assert (shown.easting.tolist(), shown.northing.tolist()) == ([340_050.0], [390_050.0])
    assert shown.names == ("High Street",)
    assert "square of 100 m" in KIND.reading(shown).caveat


def ways(hidden: list[bool], total: int, shown: int, threshold: int) -> list[set[int]]:
    """What each small one of the hidden counts could be, as far as the total tells."""
    few = sum(hidden)
    if len(hidden) > 7:
        return []
    choices = [range(1, threshold) if small else range(threshold, total + 1) for small in hidden]
    found: list[set[int]] = [set() for _ in hidden]
    for one in product(*choices):
        if sum(one) == total - shown:
            for at, count in enumerate(one):
                found[at].add(count)
    return [found[at] for at, small in enumerate(hidden) if small] if few else []


@given(st.lists(st.integers(1, 8), max_size=5), st.integers(0, 4))
def test_hidden_counts_cannot_be_worked_out(counts: list[int], threshold: int) -> None:
    exact = np.array(counts, np.int64)
    made = withhold(exact, threshold)
    if not made.size:
        return
    hidden = made == HIDDEN
    assert not ((made > 0) & (made < threshold)).any()
    assert (made[~hidden] == exact[~hidden]).all()
    small = [bool(one < threshold) for one in exact[hidden]]
    told = ways(small, int(exact.sum()), int(exact[~hidden].sum()), threshold)
    assert all(one == set(range(1, threshold)) for one in told)


@given(st.lists(st.integers(0, 400), max_size=40), st.integers(0, 12))
def test_no_small_count_is_told(counts: list[int], threshold: int) -> None:
    made = withhold(np.array(counts, np.int64), threshold)
    assert not ((made > 0) & (made < threshold)).any()


def test_lone_incidents_are_no_marks_where_their_number_would_tell_them() -> None:
    result = KIND.run(Asked(rows(LONE + PARK[:1]), {"blur": "100", "threshold": 5}))
    assert result.basis.n == 2  # and two circles would say that each is one
    assert not result.easting.size
    assert "may be shown" in KIND.reading(result).finding
    assert KIND.table(result).rows == ()


@pytest.mark.parametrize("view", ["street", "250", "1000"])
def test_a_view_for_partners_tells_no_small_count(view: str) -> None:
    asked = Asked(rows(HIGH + PARK + FAR + SHOP + LONE), {"blur": view, "threshold": 5})
    result = KIND.run(asked)
    assert KIND.exact is not None
    assert not KIND.exact(result)
    assert not ((result.counts > 0) & (result.counts < 5)).any()
    assert (result.counts == HIDDEN).sum() >= 2
    told = [row[4] for row in KIND.table(result).rows]
    assert all(isinstance(count, int) and count >= 5 for count in told)
    reading = KIND.reading(result)
    assert "empty circle" in " ".join(reading.sentences)
    assert "no address" in reading.caveat


def test_papers_for_outside_keep_the_view_that_was_chosen() -> None:
    other = [("3 Low Street", 371_000.0, 410_000.0)] * 9
    chosen = KIND.run(Asked(rows(HIGH + PARK + FAR + other), {"blur": "street"}))
    shown = for_outside(chosen, 5)
    assert shown.streets
    assert shown.names == ("Low Street",)  # 2, 6 and 8 are hidden: 2 and 6 alone would be narrowed
    exact = KIND.run(Asked(rows(HIGH + PARK + FAR)))
    assert for_outside(exact, 5).blurred == 100
    assert for_outside(exact, 5).names == ()


@given(st.lists(st.integers(0, 7), max_size=8), st.integers(2, 5))
def test_where_hiding_the_small_ones_does_not_do_all_are_hidden(
    counts: list[int], threshold: int
) -> None:
    exact = np.array(counts, np.int64)
    made = wholly_hidden(exact, threshold)
    assert not ((made > 0) & (made < threshold)).any()
    if gives_back(exact, hidden(exact, threshold), threshold):
        assert (made < 0).all()
    else:
        assert (made == hidden(exact, threshold)).all()


def test_two_fours_of_eight_and_three_ones_of_three_are_given_back() -> None:
    for counts in ([4, 4], [1, 1, 1], [4, 4, 0], [1, 5]):
        exact = np.array(counts, np.int64)
        assert gives_back(exact, hidden(exact, 5), 5)
    enough = np.array([1, 9, 30], np.int64)
    assert not gives_back(enough, hidden(enough, 5), 5)
