"""Bringing in 369,323 rows of Northumbria, against pandas and to_sql; one run, one ratio.

    python benchmarks/intake.py [ZIP]

Ours: read the zip, propose its columns, place its rows, check the account, pack it for the
casebook. Theirs: read the same members with pandas and write them to an unencrypted SQLite file.
The longest gap is what another thread of the same program felt meanwhile.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import threading
import time
import zipfile
from pathlib import Path

from workbench.intake.making import make
from workbench.intake.opening import open_file
from workbench.intake.packing import pack
from workbench.intake.proposing import propose

ZIP = "data/police-uk/northumbria/northumbria-2020-05-to-2022-04-street.zip"
BEAT = 0.005


class Heart:
    """A thread that wants a turn every few milliseconds, as a window does."""

    def __init__(self) -> None:
        self.worst = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat)

    def __enter__(self) -> Heart:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _beat(self) -> None:
        last = time.perf_counter()
        while not self._stop.is_set():
            time.sleep(BEAT)
            now = time.perf_counter()
            self.worst = max(self.worst, now - last - BEAT)
            last = now


def ours(path: Path) -> tuple[int, dict[str, float]]:
    """Rows brought in, and seconds a step."""
    marks = [time.perf_counter()]
    source = open_file(path)
    marks.append(time.perf_counter())
    choices = propose(source)
    marks.append(time.perf_counter())
    made = make(source, choices)
    marks.append(time.perf_counter())
    pack(made.frame)
    marks.append(time.perf_counter())
    steps = ("read", "propose", "make", "pack")
    return made.rows_in, {s: b - a for s, a, b in zip(steps, marks, marks[1:], strict=False)}


def theirs(path: Path, folder: Path) -> tuple[int, float]:
    """Rows that pandas wrote, and seconds."""
    import pandas as pd

    began = time.perf_counter()
    with zipfile.ZipFile(path) as archive:
        frames = [pd.read_csv(archive.open(name)) for name in archive.namelist()]
    table = pd.concat(frames)
    with sqlite3.connect(folder / "pandas.sqlite") as base:
        table.to_sql("incidents", base, index=False)
    return len(table), time.perf_counter() - began


def main() -> None:
    """Print the table."""
    shared = Path(__file__).resolve().parents[2] / "shared"
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else shared / ZIP
    ours(path)  # both are measured warm
    with Heart() as heart:
        rows, steps = ours(path)
    total = sum(steps.values())
    with tempfile.TemporaryDirectory() as folder:
        same, seconds = theirs(path, Path(folder))
    assert rows == same, (rows, same)
    print(f"rows                   {rows:>12,}")
    for step, taken in steps.items():
        print(f"  {step:<20} {taken:>12.2f} s")
    print(f"workbench, to packed   {total:>12.2f} s")
    print(f"pandas + to_sql        {seconds:>12.2f} s")
    print(f"ratio                  {seconds / total:>12.1f} x")
    print(f"longest gap            {heart.worst * 1000:>12.0f} ms")


if __name__ == "__main__":
    main()
