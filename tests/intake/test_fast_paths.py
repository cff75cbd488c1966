"""Where a whole column is looked at before it is touched, the result is that of every cell."""

from __future__ import annotations

import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.intake.blanks import stripped, surely_filled
from workbench.intake.cells import MARKS
from workbench.intake.counts import amount
from workbench.intake.leaving_out import reasons
from workbench.intake.opening import open_file
from workbench.intake.places import Places, place
from workbench.intake.recipe import Choices, ColumnChoice, Role

PLAIN = st.one_of(st.none(), st.text("ab!~ \t\r", max_size=6))
ANY = st.one_of(st.none(), st.text("ab\x7f\x1c\u00a0\u2003é \t\n", max_size=6))


def column(cells: list[str | None]) -> pl.Series:
    return pl.Series("v", cells, dtype=pl.String)


@given(st.lists(PLAIN, max_size=30))
def test_white_space_that_is_known_comes_off(cells):
    text = column(cells)
    slow = [(cell or "").strip(" \t\r") or None for cell in cells]
    assert stripped(text, " \t\r").to_list() == slow
    assert stripped(text).to_list() == slow


@given(st.lists(ANY, max_size=30))
def test_white_space_of_any_kind_comes_off(cells):
    text = column(cells)
    slow = text.str.strip_chars().replace("", None)
    assert stripped(text).to_list() == slow.to_list()
    if surely_filled(text):
        assert not slow.null_count()


def test_a_column_without_white_space_is_not_copied():
    text = column(["Burglary", "Robbery", None])
    assert stripped(text, " ") is text
    assert stripped(text) is text


@pytest.mark.parametrize(
    ("rows", "spaces"),
    [
        ("a,1\nb,2\n", " "),
        ("a,1\r\nb,2\r\n", " \r"),
        ("a,\t1\nb,2\n", " \t"),
        ("é,1\nb,2\n", None),
        ('"a\n",1\nb,2\n', None),
    ],
)
def test_which_white_space_a_file_may_hold_is_told_in_reading_it(tmp_path, rows, spaces):
    path = tmp_path / "practice.csv"
    path.write_bytes(f"Name,Count\n{rows}".encode())
    assert open_file(path).spaces == (spaces and "".join(sorted(spaces)))
    both = [path, tmp_path / "another.csv"]
    both[1].write_bytes(b"Name,Count\nc,3\x0b\n")
    other = open_file(both).spaces
    assert other == (None if spaces is None else "".join(sorted({*spaces, "\x0b"})))


METRES = st.one_of(
    st.integers(-5, 1_400_000).map(str),
    st.floats(0, 1_400_000).map(lambda each: f"{each:.2f}"),
    st.sampled_from(("335,200.5", " 335200 ", "", "NA", "0", "x", "nan", "inf", "2000", "700000")),
    st.none(),
)


def metres(text: str | None) -> float | None:
    plain = re.sub(r"(\d),(\d{3})", r"\1\2", (text or "").strip())
    try:
        return float(plain)
    except ValueError:
        return None


@given(st.lists(st.tuples(METRES, METRES), min_size=1, max_size=30))
def test_every_row_is_on_the_grid_or_told_why_not(pairs):
    x, y = column([x for x, _ in pairs]), column([y for _, y in pairs])
    put = place(x, y, Places.GRID)
    for (first, second), east, north in zip(pairs, put.easting, put.northing, strict=True):
        known = metres(first), metres(second)
        on = all(
            at is not None and 2_000 <= at <= most
            for at, most in zip(known, (700_000, 1_300_000), strict=True)
        )
        assert (east, north) == (known if on else (None, None))
    assert put.without == put.easting.null_count()
    assert (put.why is None) == (put.without == 0)
    if put.why is not None:
        assert put.why.null_count() == len(pairs) - put.without


@given(st.lists(st.text("0123456789.,-+*[]cre x", max_size=7), min_size=1, max_size=40))
def test_a_figure_is_what_is_left_without_commas_and_notes(cells):
    read = pl.DataFrame({"v": cells}).select(amount(pl.col("v"))).to_series()
    for cell, number in zip(cells, read, strict=True):
        bare = re.sub(MARKS, "", cell.strip(), count=1).replace(",", "")
        try:
            slow = float(bare)
        except ValueError:
            slow = None
        assert number == slow


TOTALS = st.one_of(
    st.sampled_from(("Total", " total ", "GRAND TOTALS", "subtotal", "sub total", "\u2003Total")),
    st.text("TotalGrndsubC0 ", max_size=8),
    st.none(),
)


@given(st.lists(TOTALS, min_size=1, max_size=20))
def test_a_row_of_totals_is_found_wherever_it_stands(cells):
    table = pl.DataFrame({"Area": column(cells), "Kind": ["a"] * len(cells)})
    choices = Choices((ColumnChoice("Area", Role.AREA_NAME), ColumnChoice("Kind", Role.TYPE)))
    why = reasons(table, ("Area", "Kind"), choices, None, None)
    pattern = re.compile(r"(?i)(grand |sub)? ?totals?")
    for cell, reason in zip(cells, why, strict=True):
        short = cell is not None and 5 <= len(cell.encode()) <= 20
        total = short and pattern.fullmatch(cell.strip()) is not None
        assert (reason == "a row of totals") == total
