"""Files that cannot be read: each a sentence that says what, that work is safe, and what to do."""

from __future__ import annotations

import gzip
import os
import random
import zipfile
from pathlib import Path

import openpyxl
import pytest

from workbench.errors import UnreadableFileError, WorkbenchError
from workbench.intake.making import make
from workbench.intake.opening import open_file
from workbench.intake.proposing import propose
from workbench.intake.readers import zipped

JUNK = random.Random(4).randbytes(400_000)


def refused(path: Path) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        open_file(path)
    text = str(caught.value)
    assert "Nothing has been changed." in text
    assert text.endswith(".")
    assert text.split("Nothing has been changed.")[1].strip()
    assert "Traceback" not in text
    assert "Error" not in text
    return text


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"\xef\xbb\xbf\r\n\r\n", "is empty"),
        ("a.xlsx", b"", "is empty"),
        ("a.csv", b"Ref,Date,Kind\r\n", "no rows under them"),
        ("a.csv", b"Ref,Date,Kind\r\n\r\n,,\r\n", "no rows under them"),
        ("a.csv", JUNK, "damaged"),
        ("a.txt", b"Dear colleague\nthis is a letter\n", "No table"),
        ("a.xlsx", JUNK, "damaged"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + JUNK, "damaged"),
        ("a.zip", b"PK\x03\x04" + JUNK, "damaged"),
        ("a.csv.gz", b"\x1f\x8b" + JUNK, "damaged"),
        ("a.csv.gz", gzip.compress(b"a,b\n" * 9_000, mtime=0)[:60], "damaged"),
        ("a.csv", b"%PDF-1.7 ...", "PDF"),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
        (
            "a.csv",
            b",".join(b"c%d" % i for i in range(10_000)) + b"\n" + b"1," * 9_999 + b"1\n",
            "10,000 columns",
        ),
        ("~$a.xlsx", b"\x05Practice", "note Excel keeps"),
    ],
)
def test_a_sentence(tmp_path, name, data, says):
    path = tmp_path / name
    path.write_bytes(data)
    assert says in refused(path)


def test_three_million_cells_of_junk_are_refused_at_once(tmp_path):
    path = tmp_path / "junk.csv"
    path.write_bytes(b"\n".join([b",".join([b"x"] * 10_000)] * 300))
    assert "columns" in refused(path)


def test_three_million_cells_without_meaning_do_not_break(tmp_path):
    path = tmp_path / "junk.csv"
    path.write_bytes(b"\n".join([b",".join([b"?!"] * 100)] * 30_000))
    source = open_file(path)
    assert source.rows == 29_999
    assert not propose(source).summed


def test_truncated_zip_and_workbook(tmp_path):
    whole = tmp_path / "w.zip"
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", "A,B\n" + "1,2\n" * 5_000)
    book = openpyxl.Workbook()
    for i in range(500):
        book.active.append([i, f"x{i}"])
    book.save(tmp_path / "w.xlsx")
    for name in ("w.zip", "w.xlsx"):
        data = (tmp_path / name).read_bytes()
        for share in (0.1, 0.5, 0.9, 0.99):
            (tmp_path / name).write_bytes(data[: int(len(data) * share)])
            assert "damaged" in refused(tmp_path / name)


def test_zip_without_a_csv(tmp_path):
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        archive.writestr("picture.png", "x")
    assert "holds no CSV" in refused(tmp_path / "z.zip")


def test_zip_with_a_broken_member(tmp_path):
    path = tmp_path / "z.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "A,B\n" + "1,2\n" * 500)
    data = bytearray(path.read_bytes())
    data[200] ^= 0xFF
    path.write_bytes(bytes(data))
    assert "damaged" in refused(path)


def test_zip_bomb_is_not_opened(tmp_path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * (80 << 20))
    assert "unpacked it would be" in refused(path)


def test_gzip_bomb_is_not_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(zipped, "MOST", 1_000_000)
    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" + b"1,2\n" * 500_000))
    assert "unpacked it would be" in refused(path)


def test_zip_with_a_password(tmp_path):
    path = tmp_path / "z.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "A,B\n1,2\n")
    data = bytearray(path.read_bytes())
    data[6] |= 1  # the flag in the member's own header and in the list of members
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))
    assert "password" in refused(path)


def test_workbook_with_a_password(tmp_path):
    path = tmp_path / "locked.xlsx"
    names = "".join(("EncryptionInfo", "\0" * 40, "EncryptedPackage")).encode("utf-16-le")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_040) + names + bytes(500))
    text = refused(path)
    assert "password" in text
    assert "save a copy without one" in text


def test_file_open_in_excel(tmp_path, monkeypatch):
    path = tmp_path / "open.csv"
    path.write_text("a,b\n1,2\n")

    def locked(self, *args, **kwargs):
        raise PermissionError(13, "The process cannot access the file")

    monkeypatch.setattr(Path, "open", locked)
    text = refused(path)
    assert "open in Excel" in text
    assert "Try again" in text


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a file one may not read")
def test_file_one_may_not_read(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("a,b\n1,2\n")
    path.chmod(0)
    assert "open in Excel" in refused(path)


def test_file_that_is_gone_and_folder_without_tables(tmp_path):
    assert "no longer where it was" in refused(tmp_path / "gone.csv")
    (tmp_path / "letter.docx").write_text("x")
    assert "No CSV" in refused(tmp_path)


def test_a_bad_file_among_good_ones_is_left_out_with_its_reason(tmp_path):
    (tmp_path / "good.csv").write_text("a,b\n1,2\n")
    (tmp_path / "bad.csv").write_bytes(b"")
    source = open_file(tmp_path)
    assert source.rows == 1
    assert [p.why for p in source.parts if not p.taken] == ["“bad.csv” is empty: it holds no rows"]


def test_no_row_that_can_be_brought_in(write):
    source = open_file(write([["Ref", "Date"], ["1", "1/1/2024"], ["2", "31/12/2024"]]))
    choices = propose(source)
    from dataclasses import replace

    from workbench.intake.date_shapes import Order
    from workbench.intake.dates import DateChoice

    with pytest.raises(WorkbenchError, match="No row of this file can be brought in"):
        make(source, replace(choices, start=DateChoice(Order.SERIAL)))
