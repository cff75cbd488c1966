"""A window whose problem has data: the samples, brought in by the service and not by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workbench.domain.data import Dataset
from workbench.intake.opening import open_file
from workbench.intake.proposing import propose
from workbench.services.bringing_in import bring_in
from workbench.ui.main_window import MainWindow

Settle = Callable[[MainWindow], None]
BringIn = Callable[..., Any]

TIMED = "Crime no,Date,End,Offence,Street,X,Y,Victim name\n" + "".join(
    f"C{n},{n % 28 + 1:02d}/{n % 12 + 1:02d}/2025 {n % 24:02d}:15,"
    f"{n % 28 + 1:02d}/{n % 12 + 1:02d}/2025 {n % 24:02d}:45,"
    f"{'Theft from vehicle' if n % 3 else 'Burglary'},Street {n % 9},{335000 + n % 9 * 40},"
    f"{390000 + n % 7 * 55},{('Ann Lee', 'Bob Shah', 'Carol Wood')[n % 3]}\n"
    for n in range(240)
)


@pytest.fixture
def settle(qtbot: Any) -> Settle:
    """Wait until no job runs in a window, and what they brought is shown."""

    def wait(window: MainWindow) -> None:
        session = window.session
        idle = lambda: not session.jobs._running and not session.studio._running  # noqa: E731
        for _ in range(3):
            qtbot.waitUntil(idle, timeout=60_000)
            qtbot.wait(60)

    return wait


@pytest.fixture
def put_in() -> BringIn:
    """Bring files in as a new dataset of the problem in hand, or as its next edition."""

    def put(window: MainWindow, *paths: Path, dataset: Dataset | None = None) -> Dataset:
        session = window.session
        problem = session.problem_id
        assert problem is not None
        into = dataset or Dataset(problem_id=problem, name="Street crime", source="data.police.uk")
        source = open_file(list(paths))
        session.history.do(lambda book: bring_in(book, into, source, propose(source)))
        return into

    return put


@pytest.fixture
def street(sample: Path) -> tuple[Path, Path]:
    """The zip of months and the loose month before it."""
    folder = sample / "police-uk" / "merseyside"
    loose = folder / "2018-10" / "2018-10-merseyside-street.csv"
    return folder / "merseyside-2018-11-to-2024-02-street.zip", loose


@pytest.fixture
def timed(tmp_path: Path) -> Path:
    """A made-up export with times, places in metres and a column of names."""
    path = tmp_path / "Crime export.csv"
    path.write_text(TIMED, "utf-8")
    return path
