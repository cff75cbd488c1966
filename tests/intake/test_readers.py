"""Every way in which a table arrives gives the same text."""

from __future__ import annotations

import gzip
import threading
import time
import zipfile
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from openpyxl.workbook import Workbook

from workbench.errors import CancelledError
from workbench.intake import opening
from workbench.intake.candidates import Candidate
from workbench.intake.opening import open_file
from workbench.intake.source import FILE, ROW, SPILL, Edges, Grid, Sheet

ROWS = [["Ref", "Date", "Café"], ["001", "08/03/2026", "£5"], ["002", "28/03/2026", "“a”"]]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_any_encoding_and_delimiter(write, encoding, delimiter):
    source = open_file(write(ROWS, encoding=encoding, delimiter=delimiter))
    assert source.columns == ("Ref", "Date", "Café")
    assert source.table.select(source.columns).rows() == [tuple(r) for r in ROWS[1:]]
    assert source.table[ROW].to_list() == [2, 3]
    assert source.delimiter == {",": "comma", "\t": "tab", ";": "semicolon", "|": "bar"}[delimiter]


def test_a_late_cp1252_byte_is_found(tmp_path):
    path = tmp_path / "late.csv"
    path.write_bytes(b"a,b\n" + b"1,2\n" * 100_000 + b"\xa33,4\n")
    source = open_file(path)
    assert source.encoding == "Windows-1252"
    assert source.table["a"][-1] == "£3"


def test_gzip_tab_and_a_csv_that_is_tab_separated(tmp_path):
    text = b"a\tb\n1\t2\n3\t4\n"
    (tmp_path / "x.csv").write_bytes(text)
    (tmp_path / "x.tab").write_bytes(text)
    with gzip.open(tmp_path / "x.csv.gz", "wb") as stream:
        stream.write(text)
    for name in ("x.csv", "x.tab", "x.csv.gz"):
        assert open_file(tmp_path / name).table["b"].to_list() == ["2", "4"]


def test_a_csv_that_is_really_a_workbook(tmp_path):
    _book([["a", "b"], [1, 2]]).save(tmp_path / "x.csv")
    assert open_file(tmp_path / "x.csv").kind == "workbook"


def test_quotes_new_lines_and_the_line_only_excel_writes(tmp_path):
    path = tmp_path / "q.csv"
    path.write_bytes(b'sep=;\r\na;b\r\n"x;1";"two\r\nlines"\r\n3;"he said ""no"""\r\n')
    source = open_file(path)
    assert source.table["a"].to_list() == ["x;1", "3"]
    assert source.table["b"].to_list() == ["two\r\nlines", 'he said "no"']


def test_stray_quotes_are_kept_and_swallow_nothing(tmp_path):
    path = tmp_path / "q.csv"
    path.write_bytes(b'a,b,c\n"12 Smith" St,2,3\n5" pipe,2,3\n"never closed,2,3\n4,5,6\n7,8,9\n')
    source = open_file(path)
    assert source.rows == 5
    assert source.table["c"].to_list() == ["3", "3", "3", "6", "9"]
    assert any("never closed" in note for note in source.notes)


def test_two_stray_quotes_do_not_swallow_the_rows_between(tmp_path):
    path = tmp_path / "q.csv"
    lines = [b"a,b,c"] + [b"%d,x,y" % i for i in range(50)]
    lines[5], lines[20] = b'4,"x,y', b'19,x",y'
    path.write_bytes(b"\n".join(lines) + b"\n")
    assert open_file(path).rows == 50


def test_ragged_rows_are_marked(tmp_path):
    path = tmp_path / "r.csv"
    body = b"".join(b"%d,x,y\n" % i for i in range(400))
    path.write_bytes(b"a,b,c\n" + body + b"1,2\n" + b"1,High St, Town,3,4\n" + body)
    source = open_file(path)
    assert source.rows == 802
    assert source.table[SPILL].sum() == 1
    assert source.table["c"][400] is None


def test_nul_bytes_and_old_line_ends(tmp_path):
    path = tmp_path / "n.csv"
    path.write_bytes(b"a,b\r1,x\x00y\r2,z\r")
    source = open_file(path)
    assert source.table["b"].to_list() == ["xy", "z"]
    assert any("NUL" in note for note in source.notes)


def test_duplicate_blank_and_padded_names(write):
    source = open_file(write([["a", "a", " b  c ", "", "a (2)"], ["1", "2", "3", "4", "5"]]))
    assert source.columns == ("a", "a (2)", "b c", "Column 4", "a (2) (2)")
    assert any("Several columns are called “a”" in note for note in source.notes)


def test_titles_above_and_notes_below(write):
    rows = [["Crime in Practice Town"], [""], ["Ref", "Kind", "Month"]]
    rows += [[str(i), "Burglary", "2024-01"] for i in range(9)] + [["Source: made up"]]
    source = open_file(write(rows))
    assert (source.columns, source.rows, source.edges.header) == (("Ref", "Kind", "Month"), 9, 2)
    assert source.table[ROW][0] == 4
    assert any(
        "1 lines under the table" in note or "under the table" in note for note in source.notes
    )


def test_workbook_sheets_dates_and_hidden_sheets(tmp_path):
    from datetime import datetime

    book = _book(
        [
            ["Ref", "When", "N"],
            ["007", datetime(2024, 3, 8, 10, 5), 3.0],
            ["008", datetime(2024, 3, 9), 4.5],
        ]
    )
    hidden = book.create_sheet("Lists")
    hidden.sheet_state = "hidden"
    for i in range(300):
        hidden.append([i, i, i, i])
    book.create_sheet("Nothing")
    book.create_sheet("Other").append(["x", "y"])
    book["Other"].append([1, 2])
    path = tmp_path / "b.xlsx"
    book.save(path)
    source = open_file(path)
    assert source.chosen == "Sheet"
    assert source.table.select("Ref", "When", "N").rows() == [
        ("007", "2024-03-08 10:05:00", "3"),
        ("008", "2024-03-09 00:00:00", "4.5"),
    ]
    assert set(source.options) == {"Sheet", "Lists", "Other"}
    assert open_file(path, choice="Other").columns == ("x", "y")
    assert {p.name: p.why for p in source.parts if not p.taken}["Lists"] == "a hidden sheet"


def test_old_excel_and_opendocument(sample):
    for name in ("practice.xls", "practice.ods"):
        source = open_file(sample / "workbooks" / name)
        assert source.columns == ("Ref", "When", "Kind"), name
        assert source.rows == 3
        assert source.table["When"][0].startswith("2024-03-08")


def test_zip_stacks_one_layout_and_says_what_it_left(tmp_path):
    path = tmp_path / "d.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("2024-01/street.csv", "A,B\n1,2\n")
        archive.writestr("2024-02/street.csv", "B,a\n4,3\n")
        archive.writestr("2024-02/outcomes.csv", "X,Y\n4,3\n")
        archive.writestr("2024-02/empty.csv", "")
        archive.writestr("readme.pdf", "x")
        archive.writestr("__MACOSX/._street.csv", "x")
    source = open_file(path)
    assert source.table["A"].to_list() == ["1", "3"]
    assert source.table[FILE].to_list() == ["2024-01/street.csv", "2024-02/street.csv"]
    left = {part.name: part.why for part in source.parts if not part.taken}
    assert left.keys() == {"2024-02/outcomes.csv", "2024-02/empty.csv", "readme.pdf"}
    assert "empty" in left["2024-02/empty.csv"]


def test_folder_with_a_loose_month_that_is_also_in_the_zip(tmp_path):
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.writestr("2024-01/2024-01-x.csv", "A,B\n1,2\n")
        archive.writestr("2024-02/2024-02-x.csv", "A,B\n3,4\n")
    (tmp_path / "2024-02-x.csv").write_text("A,B\n3,4\n")
    (tmp_path / "2024-03-x.csv").write_text("A,B\n5,6\n")
    (tmp_path / "notes.docx").write_text("x")
    source = open_file(tmp_path)
    assert sorted(source.table["A"].to_list()) == ["1", "3", "5"]
    assert [p.why for p in source.parts if not p.taken] == ["the same rows as 2024-02-x.csv"]


def test_progress_is_told_of_each_member(tmp_path):
    from workbench.errors import CancelledError

    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        for month in range(1, 6):
            archive.writestr(f"2024-{month:02}.csv", f"A,B\n{month},2\n")

    class Stops:
        def __init__(self):
            self.told = []

        def report(self, done, total, note=""):
            self.told.append((done, total, note))
            if done == 3:
                raise CancelledError("stopped")

    watched = Stops()
    with pytest.raises(CancelledError):
        open_file(tmp_path / "d.zip", watched)
    assert [done for done, _, _ in watched.told] == [0, 0, 1, 2, 3]


def _book(rows: list[list[object]]) -> Workbook:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return book


def test_the_edges_of_a_table_can_be_moved(write):
    from workbench.intake.source import Edges

    path = write([["x", "y", "z"], ["Ref", "Kind", "N"], ["1", "a", "2"], ["2", "b", "3"]])
    source = open_file(path, edges=Edges(header=1, left=1))
    assert source.columns == ("Kind", "N")
    assert source.rows == 2


def test_a_path_may_be_one_or_many(write):
    one = write(ROWS, "one.csv")
    two = write([ROWS[0], ["003", "1/1/2026", "x"]], "two.csv")
    source = open_file([one, two])
    assert source.rows == 3
    assert source.name == "one.csv and 1 more"
    assert isinstance(source.sha256, str)
    assert Path(one).exists()


def test_sheets_that_are_alike_are_read_together(tmp_path):
    book = _book([["Ref", "Kind"], ["1", "Burglary"], ["2", "Robbery"]])
    for number, name in enumerate(("Feb", "Mar", "Mar (copy)")):
        sheet = book.create_sheet(name)
        sheet.append(["Ref", "Kind"])
        sheet.append([str(3 + min(number, 1)), "Robbery"])
    path = tmp_path / "months.xlsx"
    book.save(path)
    source = open_file(path)
    assert source.chosen == "All 4 sheets like Sheet"
    assert source.table["Ref"].to_list() == ["1", "2", "3", "4"]
    assert [p.why for p in source.parts if not p.taken] == ["the same rows as Mar"]
    assert open_file(path, choice="Feb").table["Ref"].to_list() == ["3"]


def test_a_file_that_is_open_but_readable_is_said_so(write):
    path = write(ROWS)
    path.with_name(f"~${path.name}").write_bytes(b"x")
    assert any("open in Excel" in note for note in open_file(path).notes)


def test_reading_can_be_stopped_while_a_table_is_being_read(tmp_path):
    going_on = threading.Event()

    def slow() -> Grid:
        going_on.wait(20)
        return Grid(pl.DataFrame({"c0": ["a"]}))

    table = Candidate(
        tmp_path, Sheet("slow", slow, slow), ("a",), Edges(), (("a",),), several=False
    )

    class Stopping:
        reports = 0

        def report(self, done: int, total: int, note: str = "") -> None:
            self.reports += 1
            if self.reports > 2:
                raise CancelledError

    began = time.monotonic()
    with pytest.raises(CancelledError):
        list(opening._grids([table], Stopping()))
    assert time.monotonic() - began < 5
    going_on.set()
