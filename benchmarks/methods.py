"""The questions asked of a million rows: the workbench against what an analyst would use instead.

Ours is each question's own ``run``, from incidents to the result that is kept: it also finds out
what was left out, what the data cover and what places are called. Theirs (see ``others.py`` for how
it is had) starts from a pandas table or arrays that are ready, and does the sum alone:

- hours of the week: ``groupby`` of weekday and hour; without end times, since that has none;
- beat, kind and month: ``groupby`` of all three; ours is the cross-table, which also orders its
  lines and says which months the rows cover;
- hours of the week of spans (aoristic): every hour of every span laid out with ``np.repeat`` and
  added up; and a loop over hours, as it is often written, on 10,000 rows and scaled;
- density on the same cells: scikit-learn's ``KernelDensity`` (Epanechnikov) on all rows, and
  scipy's ``gaussian_kde`` on 2,000 rows and scaled, for it takes the same for each;
- hot and cold cells: ``np.histogram2d``, queen weights of libpysal and ``G_Local`` of esda.

Fresh processes in pairs, one after the other. Imports, reading and a first run on a fifth of the
rows are not counted, for either; medians are compared.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import median

from others import python, run

ROWS, PAIRS = 1_000_000, 3
MADE = """
import sys
import numpy as np
n, file = int(sys.argv[1]), sys.argv[2]
rng = np.random.default_rng(1)
middles, weights = rng.uniform(0, 20_000, (300, 2)), rng.dirichlet(np.full(300, 0.5))
xy = middles[rng.choice(300, n, p=weights)] + rng.normal(0, 400, (n, 2))
alone = rng.random(n) < 0.3
xy[alone] = rng.uniform(0, 20_000, (int(alone.sum()), 2))
xy = np.round(np.clip(xy, 0, 19_999) + [330_000, 380_000], 1)
start = rng.integers(1_672_531_200, 1_767_225_600, n)
end = start + (rng.exponential(6 * 3600, n)).astype(np.int64)
beat, kind, street = (rng.integers(0, most, n) for most in (200, 14, 5_000))
np.savez(file, xy=xy, start=start * 1_000_000, end=end * 1_000_000, beat=beat, kind=kind,
         street=street)
"""
OURS = """
import sys, time
import numpy as np, polars as pl
from workbench.analysis.incidents import Incidents, with_categories
from workbench.analysis.kind import Asked
from workbench.analysis.kinds import cross_table, hot_cells, hour_week, map_density
from workbench.domain.data import Precision
with np.load(sys.argv[1]) as held:
    data = dict(held)
named = lambda start, count, at: pl.Series([f"{start}{k:03d}" for k in range(count)]).gather(at)
frame = pl.DataFrame({
    "start": pl.Series(data["start"]).cast(pl.Datetime("us")),
    "end": pl.Series(data["end"]).cast(pl.Datetime("us")),
    "easting": data["xy"][:, 0], "northing": data["xy"][:, 1],
    "area": named("Beat ", 200, data["beat"]), "type": named("Kind of offence ", 14, data["kind"]),
    "place": named("Street ", 5000, data["street"]),
})
frame = with_categories(frame)  # as the shelf keeps the rows of an edition
three = {"down": "area", "split": "kind", "across": "month"}
rows = lambda part: Incidents(part, Precision.MINUTE, "bng", source="made")
ask = {
    "hours": lambda part: hour_week.run(Asked(rows(part.drop("end")))),
    "groups": lambda part: cross_table.run(Asked(rows(part), three)),
    "spans": lambda part: hour_week.run(Asked(rows(part))),
    "density": lambda part: map_density.run(Asked(rows(part))),
    "cells": lambda part: hot_cells.run(Asked(rows(part), {"side": 100})),
}[sys.argv[2]]
ask(frame.head(len(frame) // 5))
begun = time.perf_counter()
ask(frame)
print(time.perf_counter() - begun)
"""
THEIRS = """
import sys, time
import numpy as np, pandas as pd
with np.load(sys.argv[1]) as held:
    data = dict(held)
named = lambda start, count, at: pd.Series(
    np.array([f"{start}{k:03d}" for k in range(count)], object)[at]).astype("str")
def hours(part):
    return part.groupby([part.start.dt.day_of_week, part.start.dt.hour]).size().unstack()
def groups(part):
    month = part.start.dt.year * 12 + part.start.dt.month
    return part.groupby(["area", "type", month]).size()
def spans(part):
    first = part.start.to_numpy("M8[m]").astype("i8")
    last = np.maximum(part.end.to_numpy("M8[m]").astype("i8"), first + 1)
    low, high = first // 60, (last - 1) // 60
    times = high - low + 1
    row = np.repeat(np.arange(len(first)), times)
    hour = np.arange(len(row)) - np.repeat(np.cumsum(times) - times, times) + low[row]
    held = np.minimum(last[row], 60 * hour + 60) - np.maximum(first[row], 60 * hour)
    return np.bincount((hour + 72) % 168, held / (last - first)[row], 168)
def loop(part):
    week = [0.0] * 168
    for start, end in zip(part.start.dt.to_pydatetime(), part.end.dt.to_pydatetime()):
        whole = max((end - start).total_seconds() // 60, 1)
        at, left = start, whole
        while left > 0:
            minutes = min(60 - at.minute, left)
            week[at.weekday() * 24 + at.hour] += minutes / whole
            at, left = at + pd.Timedelta(minutes=minutes), left - minutes
    return week
def squares():
    middle = np.arange(250) * 80 + 40
    x, y = np.meshgrid(middle + 330_000, middle + 380_000)
    return np.column_stack([x.ravel(), y.ravel()]).astype(float)
def sklearn(part):
    from sklearn.neighbors import KernelDensity
    points = part[["easting", "northing"]].to_numpy()
    found = KernelDensity(kernel="epanechnikov", bandwidth=500, rtol=1e-3).fit(points)
    return found.score_samples(squares())
def scipy(part):
    from scipy.stats import gaussian_kde
    return gaussian_kde(part[["easting", "northing"]].to_numpy().T)(squares().T)
def cells(part):
    from esda.getisord import G_Local
    from libpysal.weights import lat2W
    edges = [np.arange(start, start + 20_001, 100) for start in (380_000, 330_000)]
    counts, _, _ = np.histogram2d(part.northing, part.easting, edges)
    weights = lat2W(200, 200, rook=False)
    return G_Local(counts.ravel(), weights, transform="B", star=True, permutations=0).Zs
method, few = sys.argv[2], int(sys.argv[3])
frame = pd.DataFrame({
    "start": data["start"].astype("M8[us]"), "end": data["end"].astype("M8[us]"),
    "easting": data["xy"][:, 0], "northing": data["xy"][:, 1],
    "area": named("Beat ", 200, data["beat"]), "type": named("Kind of offence ", 14, data["kind"]),
})
part = frame.head(few) if few else frame
globals()[method](frame.head(min(few, 200) or len(frame) // 5))
begun = time.perf_counter()
globals()[method](part)
print((time.perf_counter() - begun) * len(frame) / len(part))
"""
PARTS = (
    ("Hour x weekday", "hours", (("pandas groupby", "hours", 0),)),
    ("Beat x kind x month", "groups", (("pandas groupby", "groups", 0),)),
    ("Aoristic", "spans", (("numpy, laid out", "spans", 0), ("a loop, scaled", "loop", 10_000))),
    ("Density", "density", (("sklearn KernelDensity", "sklearn", 0),
                            ("scipy gaussian_kde, scaled", "scipy", 2_000))),
    ("Gi* on 200 x 200 cells", "cells", (("esda with weights", "cells", 0),)),
)  # fmt: skip


def compare(file: str, other: str, pairs: int) -> None:
    for words, ours, others in PARTS:
        own: list[float] = []
        slow: dict[str, list[float]] = {name: [] for name, _, _ in others}
        for _ in range(pairs):
            for name, method, few in others:
                slow[name] += run(other, THEIRS, file, method, str(few))
            own += run(sys.executable, OURS, file, ours)
        mine = median(own)
        print(f"{words:24} workbench {mine * 1000:10,.0f} ms   target: under 500")
        for name, took in slow.items():
            theirs, ratio = median(took) * 1000, median(took) / mine
            print(f"  {name:30}  {theirs:10,.0f} ms   ratio {ratio:8,.1f}   target: at least 5")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--others", default="", help="a Python that has the other programs")
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--pairs", type=int, default=PAIRS)
    asked = parser.parse_args()
    other = python(asked.others)
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "rows.npz")
        run(sys.executable, MADE, str(asked.rows), file)
        print(f"{asked.rows:,} rows, medians of {asked.pairs}")
        compare(file, other, asked.pairs)


if __name__ == "__main__":
    main()
