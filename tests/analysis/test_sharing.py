"""What partners may be shown: streets and squares keep totals, and no small count is told."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked
from workbench.analysis.kinds.map_points import KIND, for_outside
from workbench.analysis.points import points_of
from workbench.analysis.sharing import HIDDEN, by_street, street_of, withhold
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


@pytest.mark.parametrize(
    ("place", "street"),
    [
        ("12 High Street", "High Street"),
        ("12a High Street", "High Street"),
        ("Flat 3, 12-14 High Street", "High Street"),
        ("1st Avenue", "1st Avenue"),
        ("High Street", "High Street"),
        ("Supermarket", ""),
        ("unknown", ""),
        ("12", ""),
    ],
)
def test_a_street_is_an_address_without_its_number(place: str, street: str) -> None:
    assert street_of(place) == street


def test_addresses_of_a_street_are_one_spot_and_towns_are_told_apart() -> None:
    streets, gone = by_street(points_of(rows(HIGH + PARK + FAR + SHOP)))
    assert gone == 5
    assert streets.names == ("High Street", "High Street", "Park Road")
    assert streets.counts.tolist() == [8, 6, 2]
    assert streets.easting.tolist() == [340_020.0, 370_000.0, 340_500.0]


def test_rows_without_streets_are_refused() -> None:
    with pytest.raises(CannotAnswerError, match="names no streets"):
        by_street(points_of(rows(SHOP)))


@given(st.lists(st.integers(0, 40), max_size=40), st.integers(0, 12))
def test_hidden_counts_cannot_be_worked_out(counts: list[int], threshold: int) -> None:
    given_counts = np.array(counts, np.int64)
    made = withhold(given_counts, threshold)
    hidden = made == HIDDEN
    assert not ((made > 0) & (made < threshold)).any()
    assert (made[~hidden] == given_counts[~hidden]).all()
    assert hidden.sum() != 1 or (given_counts > 0).sum() == 1


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
    chosen = KIND.run(Asked(rows(HIGH + PARK + FAR), {"blur": "street"}))
    shown = for_outside(chosen, 5)
    assert shown.streets
    assert shown.names == ("High Street",)  # two are hidden, for one alone could be worked out
    exact = KIND.run(Asked(rows(HIGH + PARK + FAR)))
    assert for_outside(exact, 5).blurred == 100
    assert for_outside(exact, 5).names == ()
