"""The street of an address: no number, flat, house name, town or postcode stays with it."""

from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked
from workbench.analysis.streets import street_of, without_addresses
from workbench.domain.data import Precision
from workbench.services import asking

SAID = {
    "12 High Street": "High Street",
    "12a High Street": "High Street",
    "Flat 3, 12-14 High Street": "High Street",
    "12 - 14 High Street": "High Street",
    "12/14 High Street": "High Street",
    "1st Avenue": "1st Avenue",
    "12 1st Avenue": "1st Avenue",
    "High Street": "High Street",
    "On or near High Street": "High Street",
    "On or near Supermarket": "",
    "Supermarket": "",
    "unknown": "",
    "12": "",
    "": "",
    "Flat A, 12 High Street": "High Street",
    "Basement flat, 12 High Street": "High Street",
    "Ground Floor Flat, 12 High Street": "High Street",
    "GFF 12 High Street": "High Street",
    "GFF High Street": "High Street",
    "1st Floor, 12 High Street": "High Street",
    "1st Floor 12 High Street": "High Street",
    "Apt 3, 12 High Street": "High Street",
    "Studio 4, 12 High St": "High St",
    "No. 12 High Street": "High Street",
    "Number Twelve High Street": "High Street",
    "Flat Two High Street": "High Street",
    "Rear of 12 High Street": "High Street",
    "O/S 12 High Street": "High Street",
    "R/O High Street": "High Street",
    "Next to 12 High Street": "High Street",
    "Corner of High Street and Mill Lane": "Mill Lane",
    "Corner shop, 3 Mill Lane": "Mill Lane",
    "The Old Vicarage, Church Lane": "Church Lane",
    "The Old Vicarage Church Lane": "Church Lane",
    "Sea View, Church Lane": "Church Lane",
    "12 High Street, Flat 2": "High Street",
    "12 & 14 High Street": "High Street",
    "12 High Street, Gateshead, NE8 1AB": "High Street",
    "12 High Street NE81AB": "High Street",
    "12 High Street Gateshead": "High Street",
    "High Street, Palmers Green": "High Street",
    "Rose Cottage Mill Lane": "Mill Lane",
    "Tesco Express - 12 High Street": "High Street",
    "\u00bd High Street": "High Street",
    "12 Broadway": "Broadway",
    "12 Park View, Hull": "Park View",
    "Sea View, Hull": "",
    "Dunroamin": "",
    "The Red Lion": "",
    "High Street House": "",
    # What is of the street's own name stays.
    "Manor Park Road": "Manor Park Road",
    "Cottage Lane": "Cottage Lane",
    "Seven Sisters Road": "Seven Sisters Road",
    "Isle of Wight Road": "Isle of Wight Road",
    "12 St James Street": "St James Street",
    "St. John's Road": "St. John's Road",
    "Jesmond Road West": "Jesmond Road West",
    "The Close": "The Close",
    "10XX ALBERNI ST": "ALBERNI ST",
}
BEFORE = (
    "", "7 ", "7a ", "7-9 ", "7 & 9 ", "7 and 9 ", "No. 7 ", "No 7, ", "Flat A, 7 ", "Flat 2 ",
    "Flat 2, ", "FLAT B ", "Basement flat, 7 ", "Top floor flat, 7 ", "GFF 7 ", "FFF, 7 ",
    "2nd Floor, 7 ", "Apt 3, 7 ", "Studio 4, ", "Unit 12b, ", "Room 3, 7 ", "Rear of 7 ",
    "O/S 7 ", "opp 7 ", "Outside ", "Corner shop, 7 ", "The Old Vicarage, ", "Rose Cottage ",
    "Fern House, 7 ", "7/2 ", "Shop (first floor), 7 ",
)  # fmt: skip
AFTER = (
    "", ", Flat 2", ", Gateshead", ", Gateshead, NE8 1AB", " NE8 1AB", " ne81ab", ", Low Fell",
    " (rear)", ", 3rd floor", ", SW1A 2AA, London",
)  # fmt: skip
STREETS = (
    "High Street", "Mill Lane", "Church Rd", "St Mary's Close", "1st Avenue", "The Crescent",
    "Old Durham Road", "Broad St", "Queen's Gardens",
)  # fmt: skip


@pytest.mark.parametrize(("place", "street"), SAID.items())
def test_a_street_is_an_address_without_all_else(place: str, street: str) -> None:
    assert street_of(place) == street


@given(st.sampled_from(BEFORE), st.sampled_from(STREETS), st.sampled_from(AFTER), st.booleans())
def test_however_an_address_is_written_only_its_street_is_left(
    before: str, street: str, after: str, snapped: bool
) -> None:
    assert street_of(before + street + after) == street
    written = (before + street + after).upper()
    assert street_of(written, snapped=snapped) in {street.upper(), written}
    if not snapped or "," in written or "7" in written:
        assert street_of(written, snapped=snapped) == street.upper()


@given(
    st.lists(
        st.sampled_from(["7", "12b", "Flat", "A", "St", "Mary", "Street", "Lane", ",", "NE1 1AA",
                         "The", "Close", "of", "and", "No", "1st", "Floor", "House", "Park"]),
        max_size=8,
    ).map(" ".join)
    | st.text(max_size=30)
)  # fmt: skip
def test_no_figure_is_left_and_a_street_stays_as_it_is(place: str) -> None:
    street = street_of(place)
    ordinals = ("1st", "2nd", "3rd")
    words = [word for word in street.split() if word.strip(".,'").lower() not in ordinals]
    assert not any(letter.isnumeric() for letter in "".join(words).replace("1ST", ""))
    assert street_of(street) == street
    assert street_of(street_of(place, snapped=True), snapped=True) == street_of(place, snapped=True)


def test_names_of_map_points_need_no_word_for_a_street() -> None:
    assert street_of("On or near Quayside Walk") == "Quayside Walk"
    for name in ("The Serpentine", "Wapping", "A167", "A167(M)", "Queens Drive (Wavertree)"):
        assert street_of(name, snapped=True) == name
    assert street_of("The Serpentine") == ""
    assert street_of("12 Wapping, Hull", snapped=True) == ""


NAMES = ("Flat 2, 12 High Street", "14 High Street, NE1 1AA", "The Red Lion", "3 Mill Lane")


def test_a_list_of_places_names_streets_that_are_told_apart() -> None:
    told = without_addresses(NAMES, snapped=False)
    assert told == ("High Street", "High Street (2)", "Place 3", "Mill Lane")
    assert without_addresses(NAMES, snapped=True) == NAMES


@given(st.lists(st.sampled_from(NAMES), max_size=9))
def test_as_many_places_are_listed_as_before_and_all_differ(places: list[str]) -> None:
    told = without_addresses(places, snapped=False)
    assert len(told) == len(set(told)) == len(places)


@pytest.mark.parametrize("key", ["top_places", "repeats", "exceedance"])
def test_no_question_that_lists_places_names_an_address_outside(key: str) -> None:
    kind = asking.known_question(key)
    frame = pl.DataFrame(
        {
            "place": [name for at, name in enumerate(NAMES) for _ in range(60 + at)],
            "person": [f"Person {at % 9}" for at in range(246)],
            "start": [datetime(2024, at % 12 + 1, at % 27 + 1) for at in range(246)],
            "easting": [400_000.0 + at for at, _ in enumerate(NAMES) for _ in range(60 + at)],
            "northing": [300_000.0] * 246,
        }
    )
    rows = Incidents(frame, Precision.DAY, "bng")
    for by in ("place", "person") if key == "repeats" else ("place",):
        result = kind.run(Asked(rows, {"by": by}))
        shown = kind.outside(result, 5)
        words = " ".join([str(kind.table(shown)), str(kind.reading(shown)), str(shown)])
        assert words != str(result)
        for secret in ("Flat 2", "14 High", "12 High", "Red Lion", "3 Mill", "NE1", "Person"):
            assert secret not in words
        if by == "place" and key != "repeats":
            assert "High Street" in words
