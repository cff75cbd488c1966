"""One decision a column, day first, with proof and with what does not fit."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.data import Precision
from workbench.intake import dates
from workbench.intake.date_shapes import Order
from workbench.intake.dates import DateChoice


def text(*values: str | None) -> pl.Series:
    return pl.Series("v", values, dtype=pl.String)


def read(value: str, order: Order = Order.DAY_FIRST, *, local: bool = True) -> datetime | None:
    return dates.read(text(value), DateChoice(order, local))["at"][0]


@pytest.mark.parametrize(
    ("written", "order", "at"),
    [
        ("08/03/2026", Order.DAY_FIRST, datetime(2026, 3, 8)),
        ("08/03/2026", Order.MONTH_FIRST, datetime(2026, 8, 3)),
        (" 8.3.26 7:05 ", Order.DAY_FIRST, datetime(2026, 3, 8, 7, 5)),
        ("08-03-2026T23:59:59", Order.DAY_FIRST, datetime(2026, 3, 8, 23, 59, 59)),
        ("8/3/70", Order.DAY_FIRST, datetime(1970, 3, 8)),
        ("3/8/2026 12:05 AM", Order.MONTH_FIRST, datetime(2026, 3, 8, 0, 5)),
        ("3/8/2026 12:05 p.m.", Order.MONTH_FIRST, datetime(2026, 3, 8, 12, 5)),
        ("05/03/2026 24:00", Order.DAY_FIRST, datetime(2026, 3, 6)),
        ("Mon 3rd March 2025 9:05pm", Order.DAY_FIRST, datetime(2025, 3, 3, 21, 5)),
        ("3-Mar-25", Order.DAY_FIRST, datetime(2025, 3, 3)),
        ("March 3, 2025", Order.DAY_FIRST, datetime(2025, 3, 3)),
        ("2024-02-29", Order.YEAR_FIRST, datetime(2024, 2, 29)),
        ("2024-02-29 10:00:00.123", Order.DAY_FIRST, datetime(2024, 2, 29, 10)),
        ("20240229", Order.YEAR_FIRST, datetime(2024, 2, 29)),
        ("2024-01", Order.MONTH, datetime(2024, 1, 1)),
        ("201104", Order.MONTH, datetime(2011, 4, 1)),
        ("4/2011", Order.MONTH, datetime(2011, 4, 1)),
        ("Apr-11", Order.MONTH, datetime(2011, 4, 1)),
        ("43466.75", Order.SERIAL, datetime(2019, 1, 1, 18)),
        ("2020-05-31T23:05:00+00:00", Order.YEAR_FIRST, datetime(2020, 6, 1, 0, 5)),
        ("2020-12-31T23:05:00Z", Order.YEAR_FIRST, datetime(2020, 12, 31, 23, 5)),
        ("2020-05-31T23:05:00-0130", Order.YEAR_FIRST, datetime(2020, 6, 1, 1, 35)),
        ("08/03/2026 7pm", Order.DAY_FIRST, datetime(2026, 3, 8, 19)),
        ("08/03/2026, 12 a.m.", Order.DAY_FIRST, datetime(2026, 3, 8)),
        ("8 March 2026 at 7.05 pm", Order.DAY_FIRST, datetime(2026, 3, 8, 19, 5)),
        ("08/03/2026 - 19:05", Order.DAY_FIRST, datetime(2026, 3, 8, 19, 5)),
        ("08/03/2026 1905hrs", Order.DAY_FIRST, datetime(2026, 3, 8, 19, 5)),
        ("08/03/2026 19:05 hours", Order.DAY_FIRST, datetime(2026, 3, 8, 19, 5)),
        ("2026-03-08 noon", Order.YEAR_FIRST, datetime(2026, 3, 8, 12)),
        ("08/03/2026 12:00 Midday", Order.DAY_FIRST, datetime(2026, 3, 8, 12)),
        ("08/03/2026 12 midnight", Order.DAY_FIRST, datetime(2026, 3, 8)),
        ("08/03/2026 19", Order.DAY_FIRST, None),
        ("08/03/2026 22:15-23:00", Order.DAY_FIRST, None),
        ("08/03/2026 09:00 -10:00", Order.DAY_FIRST, None),
        ("2020-05-31T23:05+01:00", Order.YEAR_FIRST, datetime(2020, 5, 31, 23, 5)),
        ("29/02/2023", Order.DAY_FIRST, None),
        ("31/04/2023", Order.DAY_FIRST, None),
        ("13/13/2023", Order.DAY_FIRST, None),
        ("01/01/1900", Order.DAY_FIRST, None),
        ("08/03/2026 25:00", Order.DAY_FIRST, None),
        ("08/03/2026", Order.YEAR_FIRST, None),
        ("2018/19", Order.MONTH, None),
        ("unknown", Order.DAY_FIRST, None),
    ],
)
def test_read(written, order, at):
    assert read(written, order) == at


def test_an_offset_can_be_kept_as_written():
    assert read("2020-05-31T23:05:00Z", Order.YEAR_FIRST, local=False) == datetime(
        2020, 5, 31, 23, 5
    )


def test_day_first_unless_the_rows_say_otherwise():
    unsure = dates.decide(text("03/08/2026", "04/05/2026"))
    assert unsure.choice.order is Order.DAY_FIRST
    assert (unsure.ambiguous, unsure.settled, unsure.mixed) == (2, False, False)
    assert "no row settles it" in " ".join(unsure.sentences())
    american = dates.decide(text("03/08/2026", "03/28/2026"))
    assert american.choice.order is Order.MONTH_FIRST
    assert american.settled
    assert dates.decide(text("2026-08-03", "3 Aug 2026")).choice.order is Order.YEAR_FIRST


def test_mixed_orders_are_never_guessed_row_by_row():
    found = dates.decide(text("28/03/2026", "29/03/2026", "03/28/2026", "04/05/2026"))
    assert found.choice.order is Order.DAY_FIRST
    assert found.mixed
    assert found.misfits == (("03/28/2026", 1),)
    assert found.unread == 1
    assert "mixes two ways" in found.sentences()[1]


def test_finding_accounts_for_every_row():
    found = dates.decide(text("08/03/2026", "28/03/2026", "28/03/2026", None, " ", "n/k", "n/k"))
    assert (found.rows, found.read, found.blank, found.unread) == (7, 3, 2, 2)
    assert (found.first, found.last) == (date(2026, 3, 8), date(2026, 3, 28))
    assert dict(found.proof) == {
        "08/03/2026": datetime(2026, 3, 8),
        "28/03/2026": datetime(2026, 3, 28),
    }


def test_a_spreadsheet_that_swapped_day_and_month_is_noticed():
    real = [f"2024-{m:02}-{d:02} 00:00:00" for m in range(1, 4) for d in range(1, 8)]
    left = [f"{d}/03/2024" for d in range(13, 30)]
    assert dates.decide(text(*real, *left)).swapped == len(real)
    assert "swapped day and month" in " ".join(dates.decide(text(*real, *left)).sentences())
    assert dates.decide(text(*real, "2024-01-20", *left)).swapped == 0
    assert dates.decide(text(*left)).swapped == 0


@pytest.mark.parametrize(
    ("values", "precision"),
    [
        (["2024-01", "2024-02"], Precision.MONTH),
        (["2024-01-01", "2024-02-01"], Precision.MONTH),
        (["2024-01-01", "2024-02-02"], Precision.DAY),
        (["2024-01-01 00:00:00", "2024-02-02 00:00:00"], Precision.DAY),
        (["2024-01-01 00:00", "2024-02-02 10:00"], Precision.MINUTE),
    ],
)
def test_precision(values, precision):
    assert dates.decide(text(*values)).precision is precision


def test_split_dates_and_a_time_beside_a_date():
    table = pl.DataFrame(
        {
            "HOUR": ["7", "23"],
            "YEAR": ["2020", "2020"],
            "MINUTE": ["5", "0"],
            "MONTH": ["1", "12"],
            "DAY": ["2", "31"],
        }
    )
    joined = dates.joined(table, ("HOUR", "YEAR", "MINUTE", "MONTH", "DAY"))
    assert joined.to_list() == ["2020-01-02 07:05", "2020-12-31 23:00"]
    pair = pl.DataFrame(
        {"Date": ["2024-03-08 00:00:00", "09/03/2024"], "Time": ["1899-12-31 03:04:00", None]}
    )
    assert dates.joined(pair, ("Date", "Time")).to_list() == ["2024-03-08 03:04:00", "09/03/2024"]


@given(
    st.lists(st.datetimes(datetime(1951, 1, 1), datetime(2099, 12, 31)), min_size=1),
    st.sampled_from(
        [
            "%d/%m/%Y %H:%M:%S",
            "%d-%m-%Y %H.%M.%S",
            "%Y-%m-%d %H:%M:%S",
            "%d %B %Y %H:%M:%S",
            "%Y-%m-%dT%H:%M:%S",
        ]
    ),
)
def test_what_is_written_day_first_is_read_back(moments, form):
    whole = [m.replace(microsecond=0) for m in moments]
    written = text(*(m.strftime(form) for m in whole))
    assert dates.read(written, DateChoice(Order.DAY_FIRST))["at"].to_list() == whole


@given(st.lists(st.one_of(st.none(), st.text(max_size=30), st.from_regex(r"[0-9/: .-]{4,20}"))))
def test_any_text_is_read_or_counted(values):
    series = text(*values)
    found = dates.decide(series)
    assert found.rows == found.read + found.blank + found.unread
    assert dates.read(series, found.choice)["at"].count() == found.read
    assert all(sentence.endswith(".") for sentence in found.sentences())


def test_day_numbers_of_old_macs_and_long_periods():
    assert read("42004.5", Order.SERIAL_1904) == datetime(2019, 1, 1, 12)
    assert read("2018/19", Order.FINANCIAL) == datetime(2018, 4, 1)
    assert read("2018/19", Order.SCHOOL) == datetime(2018, 9, 1)
    assert read("2018/20", Order.FINANCIAL) is None
    assert dates.decide(text("2009-10", "2010-11", "2011-12")).choice.order is Order.FINANCIAL
    assert dates.decide(text("2009-10", "2009-11", "2009-12")).choice.order is Order.MONTH


@pytest.mark.parametrize(
    ("times", "clocks"),
    [
        (["2215", "915"], ["22:15", "09:15"]),
        (["0.5", "0.927083333"], ["12:00:00", "22:15:00"]),
        (["10.15 pm", "9:05 am"], ["10.15 pm", "9:05 am"]),
        (["7pm", "12 noon"], ["7pm", "12 noon"]),
        (["1915 hrs", "unknown"], ["1915 hrs", ""]),
    ],
)
def test_a_time_beside_a_date_in_either_order(times, clocks):
    table = pl.DataFrame({"Time": times, "Date": ["28/03/2026", "29/03/2026"]})
    wanted = [f"{day} {clock}".strip() for day, clock in zip(table["Date"], clocks, strict=True)]
    assert dates.joined(table, ("Time", "Date")).to_list() == wanted


@pytest.mark.parametrize(
    ("times", "clocks"),
    [
        (["2215", "10:30", "945", "5"], ["22:15", "10:30", "09:45", "00:05"]),
        (["0.927", "22:15"], ["22:14:53", "22:15"]),
        (["morning", "evening", "22:15"], ["morning", "evening", "22:15"]),
    ],
)
def test_a_time_that_a_person_chose_is_read_however_it_is_mixed(times, clocks):
    table = pl.DataFrame({"At": times, "Date": ["28/03/2026"] * len(times)})
    assert dates.joined(table, ("Date", "At")).to_list() == [f"28/03/2026 {one}" for one in clocks]


def test_a_time_column_is_taken_with_its_date(write):
    from workbench.domain.data import Role
    from workbench.intake.opening import open_file
    from workbench.intake.proposing import propose

    rows = [["Ref", "Time from", "Date from", "Date to", "Time to"]]
    rows += [[f"R{n}", f"{n:02}:30", "27/03/2026", "28/03/2026", "2359"] for n in range(12)]
    choices = propose(open_file(write(rows)))
    assert choices.of(Role.START) == ("Time from", "Date from")
    assert choices.of(Role.END) == ("Date to", "Time to")


def test_months_in_words_are_told_as_day_first():
    assert dates.decide(text("3rd March 2024", "14 March 2024")).choice.order is Order.DAY_FIRST
    assert dates.decide(text("2024-03-03", "2024-03-14")).choice.order is Order.YEAR_FIRST


@given(
    st.lists(
        st.one_of(
            st.datetimes(datetime(1951, 1, 1), datetime(2099, 12, 31)).map(
                lambda at: at.strftime("%d/%m/%Y %H:%M")
            ),
            st.sampled_from([None, "", "unknown", "31/02/2024 10:00", "99/99/9999 99:99"]),
        ),
        min_size=1,
        max_size=60,
    ),
    st.sampled_from([Order.DAY_FIRST, Order.MONTH_FIRST]),
)
def test_many_rows_are_read_as_few_are(values, order):
    few = text(*values)
    unlike = [f"{n % 28 + 1:02}/01/{1951 + n // 28 % 140} 10:{n % 60:02}" for n in range(24_000)]
    many = text(*values, *unlike)
    slow = dates.read(few, DateChoice(order))
    quick = dates.read(many, DateChoice(order)).head(len(values))
    assert quick["at"].to_list() == slow["at"].to_list()
    found = dates.decide(many, DateChoice(order))
    assert found.rows == found.read + found.blank + found.unread
