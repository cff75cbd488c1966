"""Rows written to a file and brought in by what is offered, for tests of layouts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl

from workbench.intake.making import Made, make
from workbench.intake.opening import open_file
from workbench.intake.proposing import propose
from workbench.intake.quality import check
from workbench.intake.recipe import Choices
from workbench.intake.source import Source

KEY = b"a key for the tests, kept nowhere"
WARDS = ("Linacre", "Derby", "Church", "Manor", "Ford", "Orrell")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
Rows = list[list[Any]]
Read = Callable[[Rows], tuple[Source, Choices, Made]]


def at(n: int) -> datetime:
    return datetime(2024, 1, 1) + timedelta(hours=37 * n, minutes=13 * n)


def day(n: int) -> str:
    return f"{at(n):%d/%m/%Y}"


def whole(path: Path) -> tuple[Source, Choices, Made]:
    source = open_file(path)
    choices = propose(source)
    made = make(source, choices, key=KEY)
    assert check(made)
    return source, choices, made


def sheet(path: Path, rows: Rows, name: str = "Data") -> Path:
    book = openpyxl.Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def written(folder: Path) -> Read:
    """A way to bring rows in by a CSV file in a folder."""

    def made(rows: Rows) -> tuple[Source, Choices, Made]:
        path = folder / "practice.csv"
        quoted = (
            ",".join('"' + str(cell).replace('"', '""') + '"' for cell in row) for row in rows
        )
        path.write_text("\r\n".join(quoted), "utf-8")
        return whole(path)

    return made
