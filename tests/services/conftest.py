"""Casebooks with a problem and data, for the services."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from workbench.domain.audience import Marking
from workbench.domain.data import Dataset
from workbench.services import problems
from workbench.services.problems import Start
from workbench.services.shelf import Shelf
from workbench.store.casebook import Casebook


@pytest.fixture
def problem(casebook: Casebook):
    """A problem in the casebook; its id."""
    start = Start("Theft, Eastmoor", "", "Eastmoor", "PC A", Marking.OFFICIAL)
    key, _ = problems.start_problem(casebook, start, date(2026, 11, 22))
    return key


@pytest.fixture
def shelf(casebook: Casebook) -> Shelf:
    return Shelf(casebook)


@pytest.fixture
def export(tmp_path: Path):
    """Writes a made-up export of so many rows a month, and returns its path."""

    def write(name: str, months: int = 14, each: int = 6, extra: int = 0) -> Path:
        lines = ["Reference,Start,End,Place,Offence,Easting,Northing"]
        for month in range(months):
            year, number = divmod(month, 12)
            for row in range(each + (extra if month == months - 1 else 0)):
                day = f"{1 + (row * 5) % 27:02d}/{number + 1:02d}/{2024 + year} {row % 24:02d}:15"
                place = f"{row % 4 + 1} Practice Row"
                ref = f"X{month:02d}-{row:03d}"
                lines.append(f"{ref},{day},{day},{place},Theft,{340000 + row},{390000 + row}")
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", "utf-8")
        return path

    return write


@pytest.fixture
def dataset(problem) -> Dataset:
    return Dataset(problem_id=problem, name="Thefts", source="Force export")
