"""Files mangled at random: a table with an account that adds up, or a sentence; no traceback."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from workbench.errors import WorkbenchError
from workbench.intake.making import make
from workbench.intake.opening import open_file
from workbench.intake.packing import pack, unpack
from workbench.intake.preview import preview
from workbench.intake.proposing import propose
from workbench.intake.quality import check

KEY = b"a key for the tests, kept nowhere"
STREET = Path(__file__).parents[1] / (
    "data/police-uk/merseyside/2018-10/2018-10-merseyside-street.csv"
)
LINES = STREET.read_bytes().split(b"\n")[:40]
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252", "cp037"])


def survives(data: bytes, name: str) -> None:
    """The whole road, or a sentence fit to be shown."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        try:
            source = open_file(path)
            choices = propose(source)
            preview(source, choices, 5)
            made = make(source, choices, key=KEY)
        except WorkbenchError as error:
            text = str(error)
            assert text.endswith(".")
            assert "Nothing has been" in text
            assert "polars" not in text.lower()
            return
        assert made.rows_read == made.rows_in + sum(n for _, n in made.left_out)
        assert unpack(pack(made.frame)).equals(made.frame)
        assert all(fact.n >= 0 for fact in check(made))


def book() -> bytes:
    made = openpyxl.Workbook()
    for line in LINES:
        made.active.append([cell or None for cell in line.decode().split(",")])
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def packed() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("2018-10/a.csv", b"\n".join(LINES))
        archive.writestr("2018-11/b.csv", b"\n".join(LINES[:20]))
    return stream.getvalue()


BOOK, PACKED = book(), packed()
quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(
    st.permutations(range(len(LINES))),
    st.integers(1, len(LINES)),
    ENCODINGS,
    st.sampled_from([",", "\t", ";"]),
)
def test_shuffled_and_recoded(order, keep, encoding, delimiter):
    text = b"\n".join(LINES[i] for i in order[:keep]).decode().replace(",", delimiter)
    survives(text.encode(encoding), "x.csv")


@quick
@given(st.integers(0, 4_000), st.binary(max_size=60), st.integers(0, 200))
def test_cut_and_overwritten(at, noise, gone):
    data = b"\n".join(LINES)
    survives(data[:at] + noise + data[at + gone :], "x.csv")


@quick
@given(st.lists(st.lists(st.text(max_size=8), max_size=6), max_size=12))
def test_any_cells(rows):
    survives("\n".join(",".join(row) for row in rows).encode(errors="replace"), "x.csv")


@quick
@given(st.text(alphabet='ab1/-:,;"\t\n\r 0.é\0', max_size=400))
def test_any_text(text):
    survives(text.encode(), "x.csv")


@quick
@given(st.binary(max_size=500), st.sampled_from(["x.csv", "x.xlsx", "x.xls", "x.ods", "x.zip"]))
def test_any_bytes(data, name):
    survives(data, name)


@quick
@example(8314, b"@", False)  # a version of zip that nobody has
@given(st.integers(0, len(BOOK) - 1), st.binary(min_size=1, max_size=8), st.booleans())
def test_broken_workbooks(at, noise, cut):
    survives(BOOK[:at] if cut else BOOK[:at] + noise + BOOK[at + len(noise) :], "x.xlsx")


@quick
@given(st.integers(0, len(PACKED) - 1), st.binary(min_size=1, max_size=8), st.booleans())
def test_broken_zips(at, noise, cut):
    survives(PACKED[:at] if cut else PACKED[:at] + noise + PACKED[at + len(noise) :], "x.zip")


COUNTS = (
    b"Table 1: made up,,,,\r\n,,,,\r\n,2011/12,,2012/13,\r\nForce,Burglary,Robbery,Burglary,Robbery"
    b'\r\nNorth,1,c,3,4\r\nSouth,"1,040",2,*,4\r\nTotal,1041,2,3,8\r\nSource: nobody\r\n'
)
BURNT = (b"\0", b'"', b",", b"\r\n", b"\xff\xfe", b"Total", b"<5", b"2011-12", b"," * 999)


@quick
@given(
    st.sampled_from([b"\n".join(LINES[:12]), COUNTS]),
    st.lists(st.tuples(st.integers(0, 4_000), st.sampled_from(BURNT)), max_size=6),
    st.integers(0, 4_000),
)
def test_counts_and_rows_with_stray_bytes(data, strays, cut):
    for at, stray in strays:
        data = data[:at] + stray + data[at:]
    survives(data[: cut or None], "x.csv")


@quick
@given(st.integers(1, 4), st.integers(2, 1_100), st.booleans())
def test_columns_over_and_over(times, wide, named):
    rows = [line.decode() for line in LINES[:6]]
    rows = [",".join([row] * times) for row in rows]
    names = ",".join(f"c{n}" if named else "c" for n in range(wide))
    survives("\n".join([names, *rows]).encode(), "x.csv")


def test_ten_thousand_columns_and_a_giant_cell():
    survives(b"\n".join([b",".join([b"c"] * 10_000)] * 3), "x.csv")
    survives(b"a,b\n1," + b"x" * 5_000_000 + b"\n2,3\n", "x.csv")
    survives(b'a,b\n1,"' + b"x\n" * 400_000, "x.csv")
