"""Bringing in 369,323 rows of police data: the workbench against pandas and to_sql.

Ours opens the zip, makes an edition of it with every row accounted for, packs it and keeps it in
an encrypted casebook. The other reads each month with read_csv, joins them and writes them to a
plain SQLite file. Pairs of fresh processes, one after the other; the medians are compared. Then
ours runs once more as the window runs it, in the worker beside a live event loop, whose longest
gap is measured.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
ZIP = "data/police-uk/northumbria/northumbria-2020-05-to-2022-04-street.zip"
PAIRS = 5
OURS = """
import sys, time
from datetime import datetime
from pathlib import Path
begun = time.perf_counter()
from uuid import uuid4
from workbench.domain.data import Dataset, Edition
from workbench.domain.audience import Marking
from workbench.intake.opening import open_file
from workbench.intake.proposing import propose
from workbench.services import problems, records
from workbench.services.bringing_in import bring_in
from workbench.store.casebook import Casebook
imported = time.perf_counter()
folder, file = Path(sys.argv[1]), Path(sys.argv[2])
clock = lambda: datetime(2026, 11, 22, 9, 0)
casebook = Casebook.create(folder / "team.psolve", "four wet otters sing", "PC A Khan", clock)
start = problems.Start("Intake", "", "", "PC A Khan", Marking.OFFICIAL)
problem, _ = problems.start_problem(casebook, start, clock().date())
ready = time.perf_counter()
source = open_file(file)
bring_in(casebook, Dataset(problem_id=problem, name="Street"), source, propose(source))
done = time.perf_counter()
(edition,) = records.all_of(casebook, Edition)
casebook.close()
print(done - ready, imported - begun, edition.rows_read, edition.rows_in)
"""
THEIRS = """
import sys, time
from pathlib import Path
begun = time.perf_counter()
import sqlite3, zipfile
import pandas as pd
imported = time.perf_counter()
folder, file = Path(sys.argv[1]), Path(sys.argv[2])
with zipfile.ZipFile(file) as held:
    months = [pd.read_csv(held.open(name)) for name in held.namelist() if name.endswith(".csv")]
frame = pd.concat(months, ignore_index=True)
base = sqlite3.connect(folder / "plain.db")
frame.to_sql("incidents", base, index=False)
base.commit()
done = time.perf_counter()
print(done - imported, imported - begun, len(frame), len(frame))
"""
LIVE = """
import sys
from datetime import datetime
from pathlib import Path
from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtWidgets import QApplication
from workbench.domain.audience import Marking
from workbench.domain.data import Dataset
from workbench.intake.opening import open_file
from workbench.intake.proposing import propose
from workbench.services import problems
from workbench.services.bringing_in import bring_in
from workbench.store.casebook import Casebook
from workbench.ui.jobs import Jobs
folder, file = Path(sys.argv[1]), Path(sys.argv[2])
clock = lambda: datetime(2026, 11, 22, 9, 0)
app = QApplication([])
casebook = Casebook.create(folder / "live.psolve", "four wet otters sing", "PC A Khan", clock)
start = problems.Start("Intake", "", "", "PC A Khan", Marking.OFFICIAL)
problem, _ = problems.start_problem(casebook, start, clock().date())
jobs, gaps, elapsed, beat = Jobs(), [], QElapsedTimer(), QTimer()
beat.setInterval(1)
beat.timeout.connect(lambda: gaps.append(elapsed.nsecsElapsed() / 1e6) or elapsed.restart())
def work(progress):
    source = open_file(file, progress)
    return bring_in(
        casebook, Dataset(problem_id=problem, name="Street"), source, propose(source), progress
    )
def begin():
    gaps.clear()
    elapsed.start()
    job = jobs.start(work)
    job.failed.connect(lambda error: print(error, file=sys.stderr))
    job.finished.connect(app.quit)
QTimer.singleShot(300, begin)
elapsed.start()
beat.start()
app.exec()
beat.stop()
casebook.close()
jobs.shut_down()
late = sorted(gaps)
print(late[-1], late[int(len(late) * 0.99)], len(late))
"""


def run(code: str, file: Path) -> list[float]:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    if hasattr(os, "sync"):
        os.sync()  # so that none waits for what the one before it left to be written
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-c", code, folder, str(file)],
            cwd=ROOT, env=env, capture_output=True, text=True, check=False,
        )  # fmt: skip
    if done.returncode:
        sys.exit(done.stderr)
    return [float(word) for word in done.stdout.split()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=ROOT.parent / "shared" / ZIP)
    parser.add_argument("--pairs", type=int, default=PAIRS)
    asked = parser.parse_args()
    if not asked.file.is_file():
        sys.exit(f"{asked.file} is not here; name a data.police.uk zip of street files instead.")
    ours, theirs = [], []
    for _ in range(asked.pairs):
        theirs.append(run(THEIRS, asked.file))
        ours.append(run(OURS, asked.file))
    slow, fast = median(one[0] for one in theirs), median(one[0] for one in ours)
    read, kept = ours[0][2:]
    print(f"rows                      {read:,.0f} read, {kept:,.0f} brought in")
    print(f"pandas, to_sql, plain     {slow:6.2f} s   median of {asked.pairs}")
    print(f"workbench, encrypted      {fast:6.2f} s   median of {asked.pairs}")
    print(f"ratio                     {slow / fast:6.1f}     target: at least 3")
    ratios = [pandas[0] / own[0] for pandas, own in zip(theirs, ours, strict=True)]
    print(f"ratio of each pair        {min(ratios):.1f} to {max(ratios):.1f}")
    gaps = [run(LIVE, asked.file) for _ in range(3)]
    worst = max(one[0] for one in gaps)
    each = ", ".join(f"{one[0]:.0f}" for one in gaps)
    print(f"longest event-loop gap    {worst:6.0f} ms  target: under 100 (runs: {each})")


if __name__ == "__main__":
    main()
