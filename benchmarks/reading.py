"""Reading a million rows: the workbench against bare polars, from CSV and from xlsx.

Ours opens the file, proposes what its columns are, and makes an edition of it with every date
decided, every row placed and accounted for; packing is not counted. The other reads the same file
with ``pl.read_csv`` or ``pl.read_excel`` and does nothing with it. Fresh processes in pairs, one
after the other; medians are compared, of time and of the most memory each held. What opening alone
takes, which is what the other does, is printed beside it, and so is the time of the processor,
which says the same on a busy machine as on an idle one.
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
ROWS, PAIRS = 1_000_000, 3
OURS = """
import resource, sys, time
from pathlib import Path
from workbench.intake.making import make
from workbench.intake.opening import open_file
from workbench.intake.proposing import propose
begun, worked = time.perf_counter(), time.process_time()
source = open_file(Path(sys.argv[1]))
opened = time.perf_counter()
made = make(source, propose(source), key=b"a key for the benchmark alone")
done, worked = time.perf_counter(), time.process_time() - worked
assert made.rows_read == made.rows_in + sum(n for _, n in made.left_out)
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(done - begun, opened - begun, most / 1024, made.rows_read, worked)
"""
THEIRS = """
import resource, sys, time
import polars as pl
begun, worked = time.perf_counter(), time.process_time()
file = sys.argv[1]
frame = pl.read_csv(file) if file.endswith("csv") else pl.read_excel(file, engine="calamine")
done, worked = time.perf_counter(), time.process_time() - worked
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(done - begun, done - begun, most / 1024, frame.height, worked)
"""
MADE = """
import sys
import numpy as np, openpyxl, polars as pl
rows, folder = int(sys.argv[1]), sys.argv[2]
rng = np.random.default_rng(1)
start = pl.Series(rng.integers(1_672_531_200, 1_735_689_600, rows) * 1_000_000)
frame = pl.DataFrame({
    "Crime no": [f"C{n:07d}" for n in range(rows)],
    "Date from": start.cast(pl.Datetime("us")),
    "Date to": (start + rng.integers(0, 172_800, rows) * 1_000_000).cast(pl.Datetime("us")),
    "Offence": rng.choice(["Burglary", "Robbery", "Criminal damage", "Assault"], rows),
    "Street": rng.choice([f"Street {n}" for n in range(5_000)], rows),
    "Easting": rng.integers(330_000, 345_000, rows),
    "Northing": rng.integers(385_000, 400_000, rows),
    "Outcome": rng.choice(["Charged", "No suspect", "No further action"], rows),
    "Beat": rng.choice([f"B{n}" for n in range(40)], rows),
}).with_columns(pl.col("Date from", "Date to").dt.strftime("%d/%m/%Y %H:%M"))
frame.write_csv(f"{folder}/million.csv")
book = openpyxl.Workbook(write_only=True)
sheet = book.create_sheet("Data")
sheet.append(frame.columns)
for row in frame.iter_rows():
    sheet.append(row)
book.save(f"{folder}/million.xlsx")
"""


def run(code: str, *words: str) -> list[float]:
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        sys.exit(done.stderr)
    return [float(word) for word in done.stdout.split()]


def compare(file: Path, pairs: int) -> None:
    ours, theirs = [], []
    for _ in range(pairs):
        theirs.append(run(THEIRS, str(file)))
        ours.append(run(OURS, str(file)))
    bare, own = median(one[0] for one in theirs), median(one[0] for one in ours)
    opening = median(one[1] for one in ours)
    less, more = median(one[2] for one in theirs), median(one[2] for one in ours)
    print(f"{file.name}, {ours[0][3]:,.0f} rows, median of {pairs}")
    print(f"  polars reads it             {bare:6.2f} s  {less:6.0f} MB")
    print(f"  workbench opens it          {opening:6.2f} s   ratio {opening / bare:4.1f}")
    print(f"  opens, proposes and makes   {own:6.2f} s   ratio {own / bare:4.1f}   target: 2.0")
    busy, hard = median(one[4] for one in theirs), median(one[4] for one in ours)
    print(f"  of the processors' time     {hard:6.2f} s   ratio {hard / busy:4.1f}")
    print(f"  the most memory held        {more:6.0f} MB  ratio {more / less:4.1f}   target: 1.5")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--pairs", type=int, default=PAIRS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run(MADE, str(asked.rows), folder)
        for name in ("million.csv", "million.xlsx"):
            compare(Path(folder) / name, asked.pairs)


if __name__ == "__main__":
    main()
