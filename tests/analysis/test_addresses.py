"""Addresses: one key however spelt, never one for two homes, and what a person confirms."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from workbench.analysis.addresses import normal, read
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked
from workbench.analysis.kinds import repeats, top_places
from workbench.analysis.look_alikes import LEAST, alike, one_place
from workbench.analysis.places import gather, located
from workbench.domain.data import Precision

SAME = [
    ("12 high st., flat 2, ne11aa", "Flat 2, 12 High Street, NE1 1AA"),
    ("No. 12 High St", "12 HIGH STREET"),
    ("12 A High Street", "12a High St"),
    ("12 – 14 High Street", "12-14 High St."),
    ("Flat 2 - 14 High St", "APT 2, 14 HIGH STREET"),
    ("St. John's Rd", "Saint Johns Road"),
    ("4 Upper St James St", "4 upper saint james street"),
    ("12 High St Westbrook", "12 High Street, Westbrook"),
    ("Grnd & Co, 3 Mill Ln", "GRND AND CO 3 MILL LANE"),
    ("O/S 4 Station Rd", "Outside 4 Station Road"),
    ("1st Flr Flat, 9 Park Ave", "First floor flat 9 Park Avenue"),
    ("Corner shop, 3 Mill Lane, Westbrook", "CORNER SHOP, 3 MILL LN WESTBROOK"),
    ("Block A Flat 3 Elm Ct", "Flat 3, Block A, Elm Court"),
]
APART = [
    ("12 High Street", "14 High Street"),
    ("12 High Street", "12A High Street"),
    ("Flat 1, 12 High Street", "Flat 2, 12 High Street"),
    ("Flat 1, 2 High Street", "Flat 2, 1 High Street"),
    ("Flat A, 12 High Street", "12A High Street"),
    ("Ground floor flat, 12 High Street", "First floor flat, 12 High Street"),
    ("12 High Street", "Outside 12 High Street"),
    ("12 High Street", "12-14 High Street"),
    ("Home A", "Home B"),
    ("Block A, Flat 3", "Block B, Flat 3"),
    ("12 High Street, NE1 1AA", "12 High Street, NE1 1AB"),
    ("North Road", "South Road"),
]
WORDS = [
    "flat", "Flat", "UNIT", "room", "1", "2", "12", "12a", "12-14", "A", "b", "St", "ST", "Saint",
    "High", "street", "Rd", "Road", "st.", ",", ".", "-", "/", "&", "no", "No.", "number", "NE1",
    "1AA", "ne11aa", "N1", "2BC", "ground", "FLOOR", "first", "1st", "6th", "Westbrook", "ct",
    "O/S", "~", "near", "3", "shop",
]  # fmt: skip
MESS = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from([" ", "", " , ", "  ", "-", "/"])), max_size=9
).map(lambda parts: "".join(word + gap for word, gap in parts))
CODES = st.sampled_from(["", "NE1 1AA", "ne11aa", "none", "N1 2BC"])


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_address_have_one_key(one: str, other: str) -> None:
    assert normal(one) == normal(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_neighbours_are_kept_apart_and_never_proposed(one: str, other: str) -> None:
    assert normal(one) != normal(other)
    with_code = [text if "NE1" in text else f"{text}, NE1 1AA" for text in (one, other)]
    assert alike(with_code, [1, 1]) == ()
    assert one_place([(with_code[0], with_code[1])]) == {}


def test_a_postcode_beside_the_address_is_its_own() -> None:
    assert normal("12 High St", "ne1 1aa") == normal("12 High Street NE11AA")
    assert read(["Corner shop, 3 Mill Lane"])["number"][0] == "3"
    assert normal("12 High St", "none") == "12 HIGH STREET"
    found = read(["Flat 2, 12a High St, NE1 1AA"]).row(0, named=True)
    assert found == {"key": "FLAT 2, 12A HIGH STREET", "postcode": "NE1 1AA", "flat": "FLAT 2",
                     "number": "12A"}  # fmt: skip
    assert normal("12 High St, NE1 1AB", "NE1 1AA") != normal("12 High St", "NE1 1AA")


@settings(max_examples=400)
@given(MESS, CODES)
@example("flat N1 no 1AA ", "")
@example("6th , FLOOR ", "")
@example("A House Flat 2", "")
def test_to_make_it_normal_again_changes_nothing(text: str, code: str) -> None:
    once = normal(text, code)
    assert normal(once) == once
    first = read([text], [code]).row(0)
    assert read([first[0]], [first[1]]).row(0) == first


@given(st.text(max_size=30))
def test_any_text_is_read(text: str) -> None:
    once = normal(text)
    assert normal(once) == once


FLATS = st.one_of(st.none(), st.integers(1, 40).map(str), st.sampled_from("ABCD"))
HOMES = st.tuples(
    FLATS,
    st.tuples(st.integers(1, 400), st.sampled_from(["", "", "A", "B"])),
    st.sampled_from(["High", "St John's", "Mill", "Upper St James"]),
    st.sampled_from([("St", "Street", "STR."), ("Rd", "Road", "rd."), ("Cl", "Close", "CLO")]),
    st.sampled_from(["NE1 1AA", "NE1 1AB"]),
)


def spell(home: tuple, way: int) -> str:  # type: ignore[type-arg]
    """The home in one of many spellings."""
    flat, (number, letter), street, kinds, code = home
    dice = np.random.default_rng(way)
    told = f"{dice.choice(['Flat', 'FLT', 'Apartment', 'flat no.'])} {flat}" if flat else ""
    house = f"{dice.choice(['', 'No. ', 'no '])}{number}{dice.choice(['', ' ']) if letter else ''}"
    line = f"{house}{letter} {street.replace('St ', dice.choice(['St ', 'St. ', 'Saint ']))}"
    line += f" {dice.choice(kinds)}"
    ends = [line, told] if dice.random() < 0.5 else [told, line]
    text = ", ".join([*(part for part in ends if part), code.replace(" ", dice.choice(["", " "]))])
    return str(dice.choice([text, text.upper(), text.lower()]))


@settings(max_examples=300)
@given(HOMES, HOMES, st.integers(0, 999), st.integers(0, 999))
def test_two_homes_are_one_only_when_all_parts_agree(
    one: tuple,  # type: ignore[type-arg]
    other: tuple,  # type: ignore[type-arg]
    way: int,
    another: int,
) -> None:
    assert normal(spell(one, way)) == normal(spell(one, another))
    assert (normal(spell(one, way)) == normal(spell(other, another))) == (one == other)


@settings(max_examples=200)
@given(st.lists(st.tuples(HOMES, st.integers(0, 99)), max_size=12), st.randoms())
def test_pairs_agree_in_all_that_matters_and_order_does_not_count(
    homes: list, mixed: object
) -> None:  # type: ignore[type-arg]
    spelt = list(dict.fromkeys(spell(home, way) for home, way in homes))
    counts = [at % 4 + 1 for at in range(len(spelt))]
    found = alike(spelt, counts)
    for pair in found:
        one, other = (read([text]).row(0, named=True) for text in (pair.first, pair.second))
        for part in ("postcode", "flat", "number"):
            assert one[part] == other[part]
        words = [str(told["key"]).replace(",", "") for told in (one, other)]
        assert fuzz.token_sort_ratio(*words) == pytest.approx(pair.score, abs=1e-3)
        assert pair.score >= LEAST
        assert pair.first_count >= pair.second_count
    order = list(zip(spelt, counts, strict=True))
    mixed.shuffle(order)  # type: ignore[attr-defined]
    again = alike([text for text, _ in order], [count for _, count in order])
    assert again == found


def test_look_alikes_come_with_their_counts_and_most_incidents_first() -> None:
    found = alike(
        ["9 Mill Lane, NE1 1AA", "9 Mil Lane, NE1 1AA", "12 High St, NE1 1AA",
         "12 HIGH STREET NE11AA", "12 Hihg Street, NE1 1AA", "12 Hihg Street, NE1 1AB"],
        [2, 1, 5, 4, 3, 9],
    )  # fmt: skip
    assert [(pair.first, pair.first_count, pair.second_count) for pair in found] == [
        ("12 High St, NE1 1AA", 9, 3), ("9 Mill Lane, NE1 1AA", 2, 1),
    ]  # fmt: skip
    assert alike(["12 High Street", "12 Hihg Street"], [1, 1]) == (), "no postcode, no proposal"
    assert alike([], []) == ()


def test_what_is_one_place_follows_every_chain_in_any_order() -> None:
    pairs = [("12 High St, NE1 1AA", "12 Hihg St, NE1 1AA"), ("12 Hgh St, NE1 1AA",
             "12 Hihg St, NE1 1AA"), ("3 Mill Ln, NE1 1AA", "3 Mil Ln, NE1 1AA")]  # fmt: skip
    found = one_place(pairs)
    assert one_place(pairs[::-1]) == found
    assert found[normal("12 High St, NE1 1AA")] == found[normal("12 Hgh St, NE1 1AA")]
    assert len(set(found.values())) == 2


SINGLE, MISSPELT, PLURAL = (
    f"Care {word}, 12 High St, NE1 1AA" for word in ("Home", "Hoem", "Homes")
)  # fmt: skip


def test_a_chain_never_joins_two_that_were_said_to_differ() -> None:
    chain = [(MISSPELT, SINGLE), (MISSPELT, PLURAL)]
    assert len(set(one_place(chain).values())) == 1
    for pairs in (chain, chain[::-1]):
        found = one_place(pairs, [(PLURAL.upper(), SINGLE)])
        assert found[normal(SINGLE)] == found[normal(MISSPELT)] != found[normal(PLURAL)]


def test_only_what_was_said_to_be_one_place_is_listed() -> None:
    called = [f"Care Home {letter}x, 12 High St, NE1 1AA" for letter in "ACDE"]
    same = [(called[0], called[1]), (called[0], called[3])]
    apart = [(called[1], called[3]), (called[2], called[3])]
    for pairs in (apart, apart[::-1]):
        assert list(one_place(same, pairs)) == [normal(called[at]) for at in (0, 1, 3)]


@given(
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.booleans()), max_size=20),
    st.randoms(use_true_random=False),
)
def test_answers_in_any_order_keep_apart_what_differs_and_join_all_else(
    answers: list[tuple[int, int, bool]], mixed: random.Random
) -> None:
    called = [f"Care Home {'ABCDEFGH'[at]}x, 12 High St, NE1 1AA" for at in range(8)]
    told = [(called[i], called[j], same) for i, j, same in answers if i != j]
    same, apart = ([(i, j) for i, j, s in told if s is which] for which in (True, False))
    found = one_place(same, apart)

    key_of = {address: normal(address) for address in called}

    def home(address: str) -> str:
        return found.get(key_of[address], key_of[address])

    assert all(home(one) != home(other) for one, other in apart)
    for one, other in same:  # what was cut had to be: two that differ would have met
        ends = {home(one), home(other)}
        assert len(ends) == 1 or any({home(i), home(j)} == ends for i, j in apart)
    for pairs in (same, apart):
        mixed.shuffle(pairs)
    turned = [(other, one) for one, other in same]
    assert one_place(turned, apart) == found


# --- rows -----------------------------------------------------------------------------------


def burgled(rows: list[tuple[str, str]], **more: list[str]) -> Incidents:
    """Rows at so many addresses with a postcode of their own, each at a point of its own."""
    frame = pl.DataFrame(
        {
            "place": [place for place, _ in rows],
            "postcode": [code for _, code in rows],
            "easting": [400_000.0 + at for at in range(len(rows))],
            "northing": [500_000.0] * len(rows),
            "start": [datetime(2024, 1, 1 + at) for at in range(len(rows))],
            **more,
        }
    )
    return Incidents(frame, Precision.DAY, "bng", source="made for tests")


ROWS = burgled(
    [("12 High St", "NE1 1AA"), ("12 High Street", "ne11aa"), ("12 HIGH ST.", "NE1 1AA"),
     ("12 Hihg Street", "NE1 1AA"), ("14 High Street", "NE1 1AA"), ("12 High Street", "NE9 9AA"),
     ("Unknown", "NE1 1AA"), ("Unknown", "NE1 1AA")]
)  # fmt: skip


def test_spellings_count_as_one_place_at_once_and_pairs_once_confirmed() -> None:
    found = gather(ROWS, "place")
    assert found.counts.tolist() == [3, 1, 1, 1, 1, 1]
    assert (found.names[0], found.joined.spelt, found.joined.confirmed) == ("12 HIGH ST.", 2, 0)
    told = replace(ROWS, same=(("12 High St, NE1 1AA", "12 Hihg Street, NE1 1AA"),))
    found = gather(told, "place")
    assert found.counts.tolist() == [4, 1, 1, 1, 1]
    assert (found.joined.spelt, found.joined.confirmed) == (2, 1)
    kept = replace(told, apart=(("12 Hihg Street, NE1 1AA", "12 High Street, NE1 1AA"),))
    assert gather(kept, "place").counts.tolist() == [3, 1, 1, 1, 1, 1], "never what differs"
    other = replace(ROWS, same=(("12 High St, NE1 1AA", "14 High Street, NE1 1AA"),))
    assert gather(other, "place").counts.tolist() == [3, 1, 1, 1, 1, 1], "never across numbers"


def test_a_property_number_joins_what_the_words_do_not() -> None:
    rows = burgled(
        [("Mill House", "NE1 1AA"), ("12 High St", "NE1 1AA"), ("12 High Street", "NE1 1AA"),
         ("Flat 1, Elm Court", "NE2 2AA"), ("Flat 2, Elm Court", "NE2 2AA"), ("x", "")],
        UPRN=["100", "00100.0", "", "200", "200", "0"],
    )  # fmt: skip
    found = gather(rows, "place")
    assert found.counts.tolist() == [3, 1, 1, 1], "one number for two flats makes no one home"
    assert found.joined.all == 2


def test_two_that_a_person_said_differ_stay_apart_under_one_property_number() -> None:
    rows = burgled(
        [("Care Home, 12 High St", "NE1 1AA"), ("Care Homes, 12 High St", "NE1 1AA"),
         ("CARE HOMES 12 HIGH STREET", "NE1 1AA")],
        UPRN=["100", "100", ""],
    )  # fmt: skip
    assert gather(rows, "place").counts.tolist() == [3]
    said = (("Care Home, 12 High St, NE1 1AA", "Care Homes, 12 High St, NE1 1AA"),)
    assert gather(replace(rows, apart=said), "place").counts.tolist() == [2, 1]


@given(st.lists(st.tuples(HOMES, st.integers(0, 9), st.sampled_from(["", "1", "2"])), min_size=1,
                max_size=14), st.randoms())  # fmt: skip
@settings(max_examples=40)
def test_rows_in_any_order_make_the_same_places_of_one_home_each(
    homes: list, mixed: object
) -> None:  # type: ignore[type-arg]
    order = list(range(len(homes)))
    mixed.shuffle(order)  # type: ignore[attr-defined]
    kept = []
    for which in (list(range(len(homes))), order):
        rows = burgled([(spell(*homes[at][:2]), "") for at in which],
                       UPRN=[homes[at][2] for at in which])  # fmt: skip
        rows = replace(rows, frame=rows.frame.with_columns(
            easting=pl.Series([float(at + 1) for at in which])))  # fmt: skip
        places, each = located(rows, "place")
        assert np.bincount(each, minlength=len(places)).tolist() == places.counts.tolist()
        for place in range(len(places)):
            told = {homes[at][0][:2] for at, to in zip(which, each, strict=True) if to == place}
            assert len({number for _, number in told}) == 1, "two houses were made one"
            assert len({flat for flat, _ in told if flat}) <= 1, "two flats were made one"
        kept.append((places.names.to_list(), places.counts.tolist(), places.joined))
    assert kept[0] == kept[1]


def test_results_say_how_many_were_joined_and_how() -> None:
    told = replace(ROWS, same=(("12 High St, NE1 1AA", "12 Hihg Street, NE1 1AA"),))
    for kind in (repeats, top_places):
        result = kind.run(Asked(told))
        said = " ".join(kind.reading(result).sentences)
        assert "3 incidents were counted with an address written otherwise: 2 because only" in said
        assert "1 because somebody said that it is the same place" in said
    assert repeats.run(Asked(ROWS)).measures.victims[2] == 1


def test_an_address_column_is_used_and_street_names_stay_by_point() -> None:
    rows = burgled([("High St", ""), ("High Street", ""), ("High St", "")])
    assert gather(rows, "place").counts.tolist() == [1, 1, 1], "a street name occurs in many towns"
    named = replace(rows, frame=rows.frame.rename({"place": "address"}).drop("easting", "northing"))
    assert top_places.run(Asked(named)).by == "address"
    assert gather(named, "address").counts.tolist() == [3]
