"""A column taken apart row by row says what its unlike texts say, whatever is written in it."""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.intake import dates
from workbench.intake.date_rows import by_row, rows_apart
from workbench.intake.date_shapes import Order
from workbench.intake.dates import DateChoice
from workbench.intake.row_moments import moments_of

FORMS = (
    "%d/%m/%Y",
    "%d-%m-%Y",
    "%d %m %Y",
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%d/%m/%Y %H:%M",
    "%d.%m.%Y %H.%M",
    "%Y-%m-%dT%H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%Y-%m-%d %H:%M:%S",
)
DAYS = (Order.DAY_FIRST, Order.MONTH_FIRST, Order.YEAR_FIRST, Order.SERIAL_1904)
NEAR = "0123456789/-.: Tx\u00a0é٣3"  # what a wrong date is made of
ODD = st.one_of(
    st.none(),
    st.sampled_from(
        (
            "",
            "  ",
            "unknown",
            "31/02/2023",
            "00/00/2023",
            "13/13/2023",
            "29/02/1900",
            "01/01/0001",
            "01/01/2101 10:00",
            "12/08/2024 24:00",
            "31/12/2024 24:00",
            "2024-02-29 24:00:00",
            "12/08/2024 24:01",
            "12/08/2024 23:60",
            "12/08/2024 10:00:60",
            "2024-08-12T10:00Z",
            "2024-06-12 10:00+01:00",
            "12/08/2024\u00a010:00",
            " 12/8/2024 10:00",
            "8 March 2026",
            "45000.5",
            "01/03/0024",
            "01/03/0024 10:00",
            "0024-03-01",
            "\uff10\uff11/\uff10\uff13/\uff12\uff10\uff12\uff14 10:00",
            "٠١/٠٣/٢٠٢٤",
            "٢٠٢٤",
        )
    ),
    st.text(NEAR, min_size=8, max_size=20),
)


@st.composite
def columns(draw: st.DrawFn) -> pl.Series:
    """A column mostly written in one way, with whatever else people put there."""
    form = draw(st.sampled_from(FORMS))
    moment = st.datetimes(datetime(1940, 1, 1), datetime(2110, 1, 1))
    alike = [each.strftime(form) for each in draw(st.lists(moment, min_size=20, max_size=60))]
    others = draw(st.lists(ODD, max_size=max(1, len(alike) // 8)))
    return pl.Series("v", draw(st.permutations([*alike, *others])), dtype=pl.String)


@given(columns(), st.sampled_from(DAYS), st.booleans())
@settings(max_examples=300)
def test_each_row_is_read_as_its_text_is(text, order, local):
    rows = by_row(text)
    if rows is None:
        return  # the first row of the usual width is no date
    moved = moments_of(rows, order, local=local)
    plain = dates.read(text, DateChoice(order, local))
    assert moved.at.to_list() == plain["at"].to_list()
    timed = zip(moved.timed, plain["timed"], plain["at"], strict=True)
    assert all(fast == slow for fast, slow, at in timed if at is not None)


@given(columns())
@settings(max_examples=100)
def test_a_text_of_the_column_is_taken_apart_by_rows(text):
    plain = text.filter(text.str.len_bytes() == text.str.len_bytes().mode().min())
    if plain.n_unique() > 1 and plain.str.contains(r"^[\d/.T: -]+$").all():
        rows = by_row(plain)
        assert rows is None or int(rows.alike.sum()) + rows.rest.height == len(plain)


def long(form: str, odd: list[str | None], rows: int = 24_000) -> pl.Series:
    """A column of so many rows that it is taken apart row by row."""
    begun = datetime(2021, 1, 1)
    alike = [(begun + timedelta(minutes=97 * n)).strftime(form) for n in range(rows)]
    step = rows // max(len(odd), 1)
    for at, text in enumerate(odd):
        alike[at * step] = text  # type: ignore[call-overload]
    return pl.Series("v", alike, dtype=pl.String)


@given(st.sampled_from([form for form in FORMS if "%H" in form]), st.lists(ODD, max_size=30))
@settings(max_examples=40)
def test_what_is_found_by_rows_is_what_is_found_by_texts(form, odd):
    text = long(form, odd)
    by_rows = dates.decide(text)
    pieces = [dates.decide(text.slice(at, 8_000), by_rows.choice) for at in range(0, 24_000, 8_000)]
    for name in ("rows", "blank", "read", "unread", "ambiguous", "day_only", "month_only"):
        assert getattr(by_rows, name) == sum(getattr(piece, name) for piece in pieces), name
    assert by_rows.precision in {piece.precision for piece in pieces}
    assert by_rows.first == min(piece.first for piece in pieces if piece.first)
    assert by_rows.last == max(piece.last for piece in pieces if piece.last)
    assert dates.order_of(text) == by_rows.choice
    finding, read = dates.decide_and_read(text, by_rows.choice)
    assert finding == by_rows
    slow = [dates.read(text.slice(at, 8_000), by_rows.choice) for at in range(0, 24_000, 8_000)]
    assert read["at"].to_list() == pl.concat(slow)["at"].to_list()


@pytest.mark.parametrize("form", ["%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M:%S"])
def test_a_long_column_is_taken_apart_by_rows(form):
    assert rows_apart(long(form, [])) is not None
    assert rows_apart(long(form, [None] * 4_000)) is not None
    assert rows_apart(long(form, ["unknown"] * 6_000)) is None  # a fourth is written otherwise
    assert rows_apart(long(form, []).head(5_000)) is None


def test_misfits_and_the_proof_are_told_by_rows():
    text = long("%d/%m/%Y %H:%M", ["31/02/2023 10:00", " 31/02/2023 10:00", "soon", "", None])
    found = dates.decide(text)
    assert (found.unread, found.blank, found.read) == (3, 2, len(text) - 5)
    assert found.misfits == (("31/02/2023 10:00", 2), ("soon", 1))
    assert [at for _, at in found.proof] == [
        datetime(2021, 1, 1, 1, 37),
        datetime(2021, 1, 13, 1, 23),
        max(at for at in dates.read(text, found.choice)["at"] if at),
    ]


def test_the_midnight_that_ends_a_day_is_the_next_day():
    text = long("%d/%m/%Y %H:%M", ["31/12/2019 24:00"] * 10)
    found = dates.decide(text)
    assert found.proof[0] == ("31/12/2019 24:00", datetime(2020, 1, 1))


@pytest.mark.parametrize("rows", [30, 24_000])
@pytest.mark.parametrize(
    "odd",
    [
        "01/03/0024",
        "\uff10\uff11/\uff10\uff13/\uff12\uff10\uff12\uff14",
        "٠١/٠٣/٢٠٢٤",
        "0024-03-01",
        "1٠/03/24",
    ],
)
def test_a_date_without_a_year_or_in_other_digits_cannot_be_read(rows, odd):
    text = long("%d/%m/%Y", [odd], rows)
    found = dates.decide(text)
    assert (found.read, found.unread) == (rows - 1, 1)
    assert found.misfits == ((odd, 1),)
    assert dates.read(text, found.choice)["at"].null_count() == 1


@pytest.mark.parametrize("odd", ["٠١/٠٣/٢٠٢٤", "٠١/٠", "01/03/0024"])
def test_a_column_taken_apart_by_rows_leaves_what_it_cannot_read(odd):
    text = long("%d/%m/%Y", [odd], 40)
    rows = by_row(text)
    assert rows is not None
    assert moments_of(rows, Order.DAY_FIRST, local=True).at.null_count() == 1


@pytest.mark.parametrize("digit", ["\uff17", "\u0667", "\u096d"])
def test_only_plain_digits_are_parsed(digit):
    """Whatever shape a text has, it is read or it does not fit: no digit stops the column."""
    shapes = ("2024-03-0{0}", "0{0}/03/24", "{0} March 2024", "March {0}, 2024", "2024-0{0}")
    more = (
        "year ending March 202{0}",
        "202{0} Q1",
        "2024030{0}",
        "4500{0}",
        "March 2{0}",
        "202{0}",
    )
    for shape in (*shapes, *more, "2024-03-01T0{0}:00", "2024-03-01 10:00+0{0}:00"):
        text = pl.Series("v", [shape.format(digit), shape.format("1")], dtype=pl.String)
        for order in Order:
            assert dates.decide(text, DateChoice(order)).rows == 2
        assert dates.read(text, dates.order_of(text))["at"][0] is None
