"""How long the practice problem takes: built from nothing, opened again, and made into papers."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import TypeVar

from workbench.briefings.writers.pdf import write_pdf
from workbench.briefings.writers.word import write_word
from workbench.services import papers, records
from workbench.services.practice.building import PASSPHRASE, build
from workbench.services.shelf import Shelf
from workbench.store.casebook import Casebook

RUNS = 3
NOW = datetime(2026, 11, 22, 9, 0)  # noqa: DTZ001 - local police time
T = TypeVar("T")


def timed(name: str, times: dict[str, list[float]], do: Callable[[], T]) -> T:
    begun = time.perf_counter()
    made = do()
    times.setdefault(name, []).append(time.perf_counter() - begun)
    return made


def once(folder: Path, times: dict[str, list[float]]) -> int:
    path = folder / "practice.psolve"
    casebook = Casebook.create(path, PASSPHRASE, "PC A Khan", lambda: NOW)
    problem_id = timed("practice problem built", times, lambda: build(casebook))
    casebook.close()
    casebook = timed(
        "casebook opened", times, lambda: Casebook.open(path, PASSPHRASE, "PC A Khan", lambda: NOW)
    )
    contents = timed("problem read", times, lambda: records.contents(casebook, problem_id))
    briefing = next(one for one in contents.briefings if one.preset == "council")
    shelf = Shelf(casebook)
    paper = timed(
        "briefing composed, drawn, checked", times,
        lambda: papers.paper(shelf, contents, briefing, NOW.date()),
    )  # fmt: skip
    timed("Word written", times, lambda: write_word(paper.document))
    timed("PDF written", times, lambda: write_pdf(paper.document))
    casebook.close()
    return path.stat().st_size


def main() -> None:
    times: dict[str, list[float]] = {}
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder:
            size = once(Path(folder), times)
    for name, taken in times.items():
        print(f"{name:36}{median(taken):7.2f} s   median of {RUNS}, first {taken[0]:.2f} s")
    print(f"{'casebook on disk':36}{size / 1e6:7.1f} MB")


if __name__ == "__main__":
    main()
