"""A file read a few bytes at a time says what the careful reader says of it, or leaves it alone."""

from __future__ import annotations

import hashlib
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from workbench.intake.opening import open_file
from workbench.intake.readers import astray, delimited, straight
from workbench.intake.readers.dialect import Dialect
from workbench.intake.readers.marks import Marks, marks_of
from workbench.intake.readers.text import as_utf8
from workbench.intake.source import FILE

CELL = st.one_of(
    st.text("ab1é€ ", max_size=6),
    st.sampled_from(("", "12/03/2024", '"a, b"', '"two\nlines"', '""', '"say ""no"""')),
)
ODD = st.one_of(CELL, st.text('a,"\n\r\0 ', max_size=5))


def whole(data: bytes, dialect: Dialect) -> pl.DataFrame:
    """The cells as the reader of whole files gives them."""
    grid = delimited._whole("practice.csv", as_utf8(data, "practice.csv"), dialect)
    return grid.frame


def carefully(data: bytes, dialect: Dialect) -> list[tuple[str | None, ...]]:
    """The cells as the reader gives them that goes row by row."""
    return delimited._careful("practice.csv", data, dialect)[0].rows()


def lines(cells: list[list[str]], end: str) -> str:
    return "".join(",".join(row) + end for row in cells)


@given(
    st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=2, max_size=40),
    st.sampled_from(("\n", "\r\n")),
    st.integers(24, 200),
    st.booleans(),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
def test_a_file_in_order_is_read_as_the_whole_is(tmp_path, cells, end, piece, marked):
    cells[0] = ["Name", "Date", "Place"]
    data = (b"\xef\xbb\xbf" if marked else b"") + lines(cells, end).encode()
    path = tmp_path / "practice.csv"
    path.write_bytes(data)
    read = straight.read(path, Dialect(",", 3), piece)
    if read is None:  # rows longer than several pieces, or quotation marks that went astray
        assert b'"' in data or len(max(data.split(b"\n"), key=len)) >= piece
        return
    assert read.marked is marked
    assert read.sha256 == hashlib.sha256(data).hexdigest()
    assert read.frame.rows() == whole(data, Dialect(",", 3)).rows()


@given(st.lists(st.lists(ODD, min_size=1, max_size=4), max_size=30), st.integers(16, 400))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
def test_whatever_is_in_a_file_nothing_is_read_otherwise(tmp_path, cells, piece):
    data = ("Name,Date,Place\n" + lines(cells, "\n")).encode()
    path = tmp_path / "practice.csv"
    path.write_bytes(data)
    read = straight.read(path, Dialect(",", 3), piece)
    if read is not None:
        assert read.frame.rows() == whole(data, Dialect(",", 3)).rows()


STRAY = st.one_of(
    st.sampled_from(("", "a", "b c", '"Flat 2, 12 High St"', '19" TV', '32"', '6" by 4"', '""')),
    st.sampled_from(
        ('"two\nlines"', '"', '"', '"say ""no"""', '"q" ', ' "q"', 'a""b', '"""', "\r", "\\")
    ),
)


@given(
    st.lists(st.lists(STRAY, max_size=4), min_size=1, max_size=12),
    st.lists(st.sampled_from(("\n", "\r\n", "\r", "\r\r\n")), min_size=1, max_size=3),
    st.booleans(),
    st.sampled_from(",;\t|"),
    st.integers(16, 100),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=500)
@example([["", '"F, 1"', '19" TV', ""], ["", "a", '32" TV', ""]], ["\n"], True, ",", 16)
@example([["", "a", "b", '""'], ["a", "", '"F, 1"', '6" blade']], ["\r\n"], False, ",", 16)
def test_the_fast_and_the_careful_way_agree(tmp_path, cells, ends, closed, delimiter, piece):
    rows = (delimiter.join(row) + ends[at % len(ends)] for at, row in enumerate(cells))
    text = "a" + "".join(rows)
    data = (text if closed else text.rstrip("\r\n")).encode()
    path = tmp_path / "practice.csv"
    path.write_bytes(data)
    dialect = Dialect(delimiter, 4)
    slow = carefully(data, dialect)
    read = straight.read(path, dialect, piece)
    assert read is None or read.frame.rows() == slow
    quick = delimited._quick(data, dialect)
    assert quick is None or quick.rows() == slow
    few = astray.read(data, dialect)
    assert few is None or few.rows() == slow


@given(
    st.lists(
        st.sampled_from(('19" TV', '"a" b', '6"', '"two\nlines" x', '"say "no""')), max_size=6
    ),
    st.sampled_from(("\n", "\r\n")),
    st.booleans(),
)
@example(['19" TV', '"two\nlines" x'], "\r\n", False)
def test_a_few_marks_astray_do_not_send_every_row_to_the_careful_reader(odd, end, last):
    plain = ["Name,Place,Item", '1,"Flat 2, 12 High St",b', "2,a,", '3,"say ""no""",""', ",,"] * 12
    at = 0 if last else 3
    for number, cell in enumerate(odd):
        plain[len(plain) - 1 - at - 6 * number] = f"{cell},x,y" if number % 2 else f"x,y,{cell}"
    data = end.join(plain).encode()
    dialect = Dialect(",", 3)
    read = astray.read(data, dialect)
    assert read is not None
    assert read.rows() == carefully(data, dialect)


@pytest.mark.parametrize(
    "row",
    [
        '1,6" a,b,c\n',  # more cells than the dialect says
        '1,"a\n2,b,c\n3,d,e\n',  # a mark that is never closed
        '1,6" a,b\r2,b,c\n',
    ],
)
def test_what_the_careful_reader_has_to_see_whole_is_left_to_it(row):
    data = ("Name,Place,Item\n" + "1,a,b\n" * 20 + row + "1,a,b\n" * 20).encode()
    assert astray.read(data, Dialect(",", 3)) is None


SWALLOWED = """R{0}0,02/03/2024,Burglary,"Flat 2, 12 High St",19" TV,
R{0}1,03/03/2024,Theft,1 St,32" TV,
R{0}2,03/03/2024,Theft,1 St,TV,
"""


@pytest.mark.parametrize("times", [1, 50, 40_000])
def test_no_row_is_swallowed_between_two_inch_marks(tmp_path, times):
    path = tmp_path / "practice.csv"
    rows = "".join(SWALLOWED.format(number) for number in range(times))
    path.write_text(f"Ref,Date,Type,Place,Item,Size\n{rows}", "utf-8")
    table = open_file(path).table
    assert table.height == 3 * times
    assert table["Item"].to_list() == ['19" TV', '32" TV', "TV"] * times
    assert table["Place"].to_list() == ["Flat 2, 12 High St", "1 St", "1 St"] * times


def test_inch_marks_in_a_small_file_stay_in_their_cells(tmp_path):
    path = tmp_path / "practice.csv"
    path.write_text(
        'Ref,Place,Item,Size\n1,"Flat 2, 12 High Street",6" blade,22" monitor\n2,a,b,c\n', "utf-8"
    )
    assert open_file(path).table.row(0)[1:5] == (
        "1", "Flat 2, 12 High Street", '6" blade', '22" monitor',
    )  # fmt: skip


def test_inch_marks_alone_do_not_make_a_file_slow_to_read():
    data = b'Ref,Item\n1,19" TV\n2,6" by 4" frame\n3,TV\n'
    quick = delimited._quick(data, Dialect(",", 2))
    assert quick is not None
    assert quick.rows() == carefully(data, Dialect(",", 2))


@pytest.mark.parametrize(
    ("rows", "opening", "tidy"),
    [
        ("a,b\n", False, True),
        ('"a",b\n', True, True),
        ('a,"b"', True, True),
        ('a,"b ""c"""\r\n""\n', True, True),
        ('"a,\nb"\n', True, True),
        ('a,6" b\n', False, False),
        ('a,6"\n', False, False),
        ('"a",6" b,7" c\n', True, False),
        ('"a" ,b\n', True, False),
        ('"a\n', True, False),
        ('a""b,"c"\n', True, False),
    ],
)
def test_marks_are_tidy_at_the_edges_of_cells_only(rows, opening, tidy):
    assert marks_of(rows.encode(), ",") == Marks(opening, tidy)


@pytest.mark.parametrize(
    "data",
    [
        b"sep=,\nName,Date\na,b\n",
        b"\xff\xfeN\0a\0,\0D\0\n\0",
        "Name,Date\nSean O’Brien,1\n".encode("cp1252"),
        b"Name,Date\na,b\0\n",
        b"Name,Date\ra,b\rc,d\r",
        b"Name,Date",
        b"Name,Date\na,b,c\n",
        b'Name,Date\n"a,b\nc,d\n',
        b"",
    ],
)
def test_what_is_written_otherwise_is_left_to_the_careful_reader(tmp_path, data):
    path = tmp_path / "practice.csv"
    path.write_bytes(data)
    assert straight.read(path, Dialect(",", 2), 16) is None


def test_short_first_lines_and_blank_ones_stay_where_they_are(tmp_path):
    path = tmp_path / "practice.csv"
    path.write_bytes(b"\n\nOffences in March\n\nName,Date,Place\na,1,x\n\n\nb,2\nc,3,z")
    for piece in range(20, 60):
        read = straight.read(path, Dialect(",", 3), piece)
        assert read is not None
        assert read.frame.rows() == [
            (None, None, None),
            (None, None, None),
            ("Offences in March", None, None),
            (None, None, None),
            ("Name", "Date", "Place"),
            ("a", "1", "x"),
            (None, None, None),
            (None, None, None),
            ("b", "2", None),
            ("c", "3", "z"),
        ]


def test_files_that_were_hashed_in_reading_have_the_fingerprint_of_their_bytes(tmp_path):
    paths = []
    for month in ("2024-01", "2024-02"):
        path = tmp_path / f"{month}.csv"
        rows = "".join(f"{month},Burglary {n},{n}\n" for n in range(50))
        path.write_text(f"Month,Crime type,No\n{rows}", "utf-8")
        paths.append(path)
    prints = [hashlib.sha256(Path(path).read_bytes()).hexdigest() for path in paths]
    assert open_file(paths[0]).sha256 == prints[0]
    both = open_file(paths)
    assert both.sha256 == hashlib.sha256("".join(sorted(prints)).encode()).hexdigest()
    assert both.table[FILE].to_list() == ["2024-01.csv"] * 50 + ["2024-02.csv"] * 50


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_a_last_row_of_two_lines_and_blank_cells_is_one_row(tmp_path, end):
    path = tmp_path / "practice.csv"
    path.write_bytes(f'Ref,Place,Item\n1,a,b\n2,"Flat 2\nHigh St",{end}'.encode())
    source = open_file(path)
    assert source.table["Place"].to_list() == ["a", "Flat 2\nHigh St"]
    assert source.notes == ()


@pytest.mark.parametrize("cell", ["b", '6" blade', '"two\nlines"'])
def test_a_text_that_is_marked_twice_begins_after_both_marks(tmp_path, cell):
    path = tmp_path / "practice.csv"
    path.write_bytes(b"\xef\xbb\xbf" * 2 + f"Ref,Place\n1,{cell}\n2,c\n".encode())
    assert "Ref" in open_file(path).table.columns


def test_the_first_rows_may_be_wider_than_those_that_told_the_width(tmp_path):
    path = tmp_path / "practice.csv"
    path.write_text("Ref,Place\n" + "1,a\n" * 150 + "2,b,c,d\n" * 20, "utf-8")
    assert open_file(path).table.height == 170


DITTO = ('R1,a,",5', 'R2,b,",', 'R3,"Flat\n3",",7', 'R4,"4, High St",x,')


@pytest.mark.parametrize("odd", ["", 'R5,19" TV,b,'])
@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
@pytest.mark.parametrize("size", [1, 2, 3, 4])
@pytest.mark.parametrize("times", [1, 30])
def test_no_row_is_swallowed_by_marks_that_say_the_same_as_above(tmp_path, odd, end, size, times):
    rows = [*DITTO[:size], *([odd] if odd else [])] * times
    path = tmp_path / "practice.csv"
    text = (end or "\n").join(["Ref,Place,Item,No", *(["R0,x,y,1"] * 3), *rows]) + end
    path.write_bytes(text.encode())
    source = open_file(path)
    read = [f"R{n}" for n in range(1, size + 1)] + (["R5"] if odd else [])
    assert source.table["Ref"].to_list() == ["R0"] * 3 + read * times
    assert source.notes == ()


def test_cells_that_begin_with_a_delimiter_are_cells(tmp_path):
    data = b"Ref,Place\n" + b'1,", High St"\n2,",""The Crown"", High St"\n' * 3
    assert marks_of(data, ",").tidy
    quick = delimited._quick(data, Dialect(",", 2))
    assert quick is not None
    assert quick.rows() == carefully(data, Dialect(",", 2))
    assert quick["c1"].to_list()[1:3] == [", High St", ',"The Crown", High St']
