"""Eight files mangled in two thousand ways: a sentence, or a table with every line accounted for.

Lines are cut, doubled, moved and put in; cells are emptied, filled and added; bytes are lost and
strewn about. The same seed always gives the same variants.
"""

from __future__ import annotations

import io
import json
import random
import time
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from workbench.errors import WorkbenchError
from workbench.intake.making import Made, make
from workbench.intake.opening import open_file
from workbench.intake.packing import pack, unpack
from workbench.intake.proposing import propose
from workbench.intake.quality import check
from workbench.intake.readers import kinds
from workbench.intake.source import Source

KEY = b"a key for the tests, kept nowhere"
LONGEST = 20  # seconds
QUICK, ALL = 19, 250  # variants of each seed
WARDS = ("Linacre", "Derby", "Church", "Manor")


def at(n: int) -> datetime:
    return datetime(2024, 1, 1) + timedelta(hours=37 * n, minutes=13 * n)


def lines(rows: list[list[object]], delimiter: str = ",") -> bytes:
    return "".join(delimiter.join(map(str, row)) + "\r\n" for row in rows).encode()


INCIDENTS: list[list[object]] = [
    ["Crime Ref", "Date From", "Date To", "Offence", "Ward", "Easting", "Northing", "MO"],
    *(
        [f"CR{n:04}", f"{at(n):%d/%m/%Y %H:%M}", f"{at(n + 1):%d/%m/%Y %H:%M}", "Burglary",
         WARDS[n % 4], 333_000 + n, 394_000 + n, '"rear door, forced"']
        for n in range(40)
    ),
]  # fmt: skip
FIGURES: list[list[object]] = [
    ["Ward", "2021/22", "2022/23", "2023/24"],
    *([ward, n, "c", f'"1,{n}00"'] for n, ward in enumerate(WARDS)),
    ["Total", 6, "", 6_600],
]
BLOCKS: list[list[object]] = [
    row
    for ward in WARDS
    for row in (
        [f"Ward: {ward}", "", ""],
        ["Ref", "Date", "Offence"],
        *([f"{ward[0]}{n}", f"{at(n):%d/%m/%Y}", "Theft"] for n in range(8)),
        ["", "", ""],
    )
]
MONTHS: list[list[object]] = [["Month", 2021, 2022], *(
    [month, n, n + 3] for n, month in enumerate(("Jan", "Feb", "Mar", "Apr", "May", "Jun"))
)]  # fmt: skip
RECORDS = [
    {"month": "2024-01", "category": "burglary", "location": {"latitude": "53.4", "n": n}}
    for n in range(20)
]


def book() -> bytes:
    made = openpyxl.Workbook()
    for row in INCIDENTS[:20]:
        made.active.append([at(3) if "/2024" in str(cell) else cell for cell in row])
    made.active.row_dimensions[5].hidden = True
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def packed() -> bytes:
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", lines(INCIDENTS[:15]))
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("january.zip", inner.getvalue())
        archive.writestr("b.csv", lines(INCIDENTS[:9]))
    return outer.getvalue()


def page() -> bytes:
    rows = ("".join(f"<td>{cell}</td>" for cell in row) for row in INCIDENTS[:15])
    return ("<div><table>" + "".join(f"<tr>{row}</tr>\n" for row in rows) + "</table>").encode()


SEEDS: dict[str, bytes] = {
    "incidents.csv": lines(INCIDENTS),
    "figures.csv": lines(FIGURES),
    "blocks.csv": lines(BLOCKS),
    "months.csv": b"sep=~\r\n" + lines(MONTHS, "~"),
    "records.json": json.dumps(RECORDS, indent=1).encode(),
    "page.xls": page(),
    "book.xlsx": book(),
    "packed.zip": packed(),
}
NOISE = (
    b"\0", b'"', b"'", b",", b"\r\n", b"\n", b"\t", b";", b"=", b'="', b"\xff\xfe",
    b"\xef\xbb\xbf", b"\x1f", b"\xc2\xa0", b"Total", b"<5", b"[c]", b"1/13/2024", b"45292",
    b"{", b"[", b"<table>", b"2011-12", b"SJ 330 940", b"(53.4, -2.9)", b"," * 60, b"x" * 400,
    "\u200bé€".encode(), b"sep=;\n",
)  # fmt: skip
NOTES = (
    b"", b"Source: made up", b"Page 2 of 9", b"Printed on,01/02/2024", b"2022", b"Ward: Ford,,",
    b"checked by,AB", b",,,", b"Total,,,12", b"Grand Total", b"* provisional", b"{}",
)  # fmt: skip
Mangle = Callable[[bytes, random.Random], bytes]


def cut(data: bytes, chance: random.Random) -> bytes:
    first = chance.randrange(len(data) + 1)
    return (
        data[:first]
        if chance.random() < 0.5
        else data[:first] + data[first + chance.randrange(90) :]
    )


def strewn(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randrange(1, 7)):
        place = chance.randrange(len(data) + 1)
        data = data[:place] + chance.choice(NOISE) + data[place:]
    return data


def overwritten(data: bytes, chance: random.Random) -> bytes:
    place, n = chance.randrange(len(data) + 1), chance.randrange(1, 9)
    return data[:place] + chance.randbytes(n) + data[place + n :]


def by_lines(data: bytes, chance: random.Random) -> bytes:
    held = data.split(b"\n")
    for _ in range(chance.randrange(1, 6)):
        place, way = chance.randrange(len(held)), chance.randrange(6)
        if way == 0 and len(held) > 1:
            del held[place]
        elif way == 1:
            held.insert(chance.randrange(len(held) + 1), held[place])
        elif way == 2:
            held.insert(place, chance.choice(NOTES))
        elif way == 3:
            held.insert(chance.randrange(len(held) + 1), held[0])
        elif way == 4:
            chance.shuffle(held)
        else:
            held = held[place:] + held[:place]
    return b"\n".join(held)


def by_cells(data: bytes, chance: random.Random) -> bytes:
    held = [line.split(b",") for line in data.split(b"\n")]
    for _ in range(chance.randrange(1, 12)):
        row = held[chance.randrange(len(held))]
        place, way = chance.randrange(len(row)), chance.randrange(4)
        if way == 0:
            row[place] = b""
        elif way == 1:
            row[place] = chance.choice(NOISE[14:]) + row[place]
        elif way == 2:
            row.insert(place, row[place])
        else:
            row.append(b"more")
    return b"\n".join(b",".join(row) for row in held)


def recoded(data: bytes, chance: random.Random) -> bytes:
    encoding = chance.choice(("utf-8-sig", "utf-16", "utf-16-be", "cp1252", "cp037"))
    text = data.decode("utf-8", "replace").encode(encoding, "replace")
    return text.replace(b"\r\n", chance.choice((b"\r\n", b"\r", b"\n", b"\n\n")))


WAYS: tuple[Mangle, ...] = (cut, strewn, overwritten, by_lines, by_cells, recoded)


def mangled(name: str, number: int) -> bytes:
    chance = random.Random(f"{name} {number}")
    data = SEEDS[name]
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        data = chance.choice(WAYS)(data, chance) or b"\n"
    return data


def lines_there(path: Path, source: Source) -> int:
    """The lines of the tables that were taken, read again without looking for a table."""
    taken = {part.name.partition(", from row")[0] for part in source.parts if part.taken}
    _, sheets, _ = kinds.tables(path)
    held = [
        sheet.read() for sheet in sheets if sheet.name in taken or len(taken) == 1 == len(sheets)
    ]
    return sum(grid.frame.height + grid.shift + len(grid.said) for grid in held)


def brought_in(path: Path) -> tuple[Source, Made] | str:
    """What came of a file: its rows, or the sentence with which it was refused."""
    try:
        source = open_file(path)
        return source, make(source, propose(source), key=KEY)
    except WorkbenchError as error:
        return str(error)


def survives(path: Path) -> None:
    began = time.monotonic()
    found = brought_in(path)
    assert time.monotonic() - began < LONGEST
    if isinstance(found, str):
        assert "Nothing has been" in found
        assert found.endswith(".")
        return
    source, made = found
    assert made.rows_read == source.rows == made.rows_in + sum(n for _, n in made.left_out)
    assert source.lines == lines_there(path, source)
    assert sum(n for _, n in made.asides) == source.lines - source.rows
    assert unpack(pack(made.frame)).equals(made.frame)
    assert all(fact.n >= 0 for fact in check(made))


def run(name: str, numbers: range, folder: Path) -> None:
    for number in numbers:
        path = folder / f"{number} {name}"
        path.write_bytes(mangled(name, number))
        try:
            survives(path)
        except BaseException as error:
            error.add_note(f"variant {number} of {name}: {path.read_bytes()[:3_000]!r}")
            raise
        path.unlink()


@pytest.mark.parametrize("name", SEEDS)
def test_a_seed_itself_comes_in(name, tmp_path):
    path = tmp_path / name
    path.write_bytes(SEEDS[name])
    source = open_file(path)
    assert make(source, propose(source), key=KEY).rows_in > 3
    assert source.lines == lines_there(path, source)


@pytest.mark.parametrize("name", SEEDS)
def test_some_variants(name, tmp_path):
    run(name, range(QUICK), tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", SEEDS)
def test_all_variants(name, tmp_path):
    run(name, range(QUICK, ALL + QUICK), tmp_path)
