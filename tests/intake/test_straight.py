"""A file read a few bytes at a time says what the careful reader says of it, or leaves it alone."""

from __future__ import annotations

import hashlib
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.intake.opening import open_file
from workbench.intake.readers import delimited, straight
from workbench.intake.readers.dialect import Dialect
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
