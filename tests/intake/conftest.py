"""Small made-up files for the tests of intake; PRACTICE data, nobody in it is real."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write rows as a delimited file and give its path."""

    def made(
        rows: Sequence[Sequence[str]],
        name: str = "practice.csv",
        delimiter: str = ",",
        encoding: str = "utf-8",
    ) -> Path:
        path = tmp_path / name
        text = "".join(delimiter.join(row) + "\r\n" for row in rows)
        path.write_bytes(text.encode(encoding))
        return path

    return made


NICHE = [
    [
        "Occurrence No",
        "Offence title",
        "Committed from",
        "Committed to",
        "Location",
        "Easting",
        "Northing",
        "Victim name",
        "DOB",
        "MO",
    ],
    [
        "00123",
        "Burglary",
        "08/03/2026 22:00",
        "09/03/2026 07:30",
        "High Street",
        "335000",
        "390000",
        "Sarah Practice",
        "01/02/1980",
        "Entered by the back door",
    ],
    [
        "00124",
        "Burglary",
        "28/03/2026 10:00",
        "28/03/2026 09:00",
        "Station Road",
        "335100",
        "390100",
        "John Example",
        "03/04/1975",
        "",
    ],
    [
        "00125",
        "Robbery",
        "29/03/2026 23:15",
        "",
        "High Street",
        "0",
        "0",
        "Amy Sample",
        "05/06/1991",
        "",
    ],
    [
        "00126",
        "Robbery",
        "unknown",
        "",
        "High Street",
        "335200",
        "390200",
        "Paul Made-Up",
        "07/08/1966",
        "",
    ],
    [
        "00127",
        "Robbery",
        "",
        "",
        "High Street",
        "335200",
        "390200",
        "Jane Nobody",
        "09/10/1988",
        "",
    ],
]


@pytest.fixture
def niche(write: Write) -> Path:
    """An export as a crime recording system makes it, with one of each fault."""
    return write(NICHE, "niche.csv")
