"""Numbers and dates as a reader expects them."""

from __future__ import annotations

from datetime import date

import pytest

from workbench.analysis import words


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (words.number(12345), "12,345"),
        (words.number(-0.84, 1), "\u22120.8"),
        (words.number(-0.2), "0"),
        (words.percent(0.394), "39%"),
        (words.change(0.61), "\u221239%"),
        (words.change(1.2), "+20%"),
        (words.change(1.001), "no change"),
        (words.fewer(0.61), "39% fewer"),
        (words.fewer(1.2), "20% more"),
        (words.signed(12), "+12"),
        (words.signed(-12), "\u221212"),
        (words.signed(0.2), "0"),
        (words.counted(1, "incident"), "1 incident"),
        (words.counted(1200, "incident"), "1,200 incidents"),
        (words.month(date(2024, 1, 9)), "Jan 2024"),
        (words.day_month(date(2024, 1, 9)), "9 Jan 2024"),
        (words.period(date(2024, 1, 1), date(2024, 1, 31)), "Jan 2024"),
        (words.period(date(2023, 1, 1), date(2024, 1, 31)), "Jan 2023 to Jan 2024"),
        (words.listed(["a", "b", "c"]), "a, b and c"),
        (words.listed([]), ""),
        (words.sentence("this is so"), "This is so."),
        (words.share(3, 12), "25%"),
        (words.share(3, 0), "\u2013"),
    ],
)
def test_words(said: str, expected: str) -> None:
    assert said == expected


@pytest.mark.parametrize(
    ("place", "said"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (112, "112th"), (21, "21st"),
     (1003, "1,003rd")],
)  # fmt: skip
def test_places_are_counted_in_ordinals(place: int, said: str) -> None:
    assert words.ordinal(place) == said
