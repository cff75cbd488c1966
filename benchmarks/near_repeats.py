"""Near repeats: 10,000 events and 999 shufflings, the workbench against pointpats.

Ours is the question itself, from rows to the kept result. pointpats (see ``others.py`` for how it
is had) has the faster of its two functions timed, from points that are arrays already. It answers
one pair of thresholds a call, so it is compared twice:

- pairs within 100 m and 7 days: one call, and ours with bands up to 100 m, which gives the same
  count among others;
- the table of bands to 600 m and 28 days that people read: a call for each of its 24 thresholds,
  and ours once.

A call with 1 shuffling and one with more are timed, and what each further shuffling costs is scaled
to 999; the first is not. Fresh processes in pairs, one after the other; imports and a first small
run are not counted; medians are compared, and both must count the same pairs.

Then ours is asked of fewer and of more events on the same ground, to show that time grows with the
number of close pairs; and it is stopped in the middle, to show how long that takes.
"""

from __future__ import annotations

import argparse
import sys
from statistics import median

from others import python, run

PAIRS = 3
MADE = """
import numpy as np
def made(n):
    rng = np.random.default_rng(1)
    middles = rng.uniform(0, 20_000, (50, 2))
    xy = middles[rng.integers(0, 50, n)] + rng.normal(0, 300, (n, 2))
    return np.round(xy, 1), rng.integers(0, 3 * 365, n)
"""
OURS = (
    MADE
    + """
import sys, threading, time
import polars as pl
from scipy.spatial import cKDTree
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked
from workbench.analysis.kinds import near_repeats
from workbench.domain.data import Precision
from workbench.errors import CancelledError
def rows(n):
    xy, days = made(n)
    start = pl.Series(days * 86_400_000_000).cast(pl.Datetime("us"))
    frame = pl.DataFrame({"easting": xy[:, 0], "northing": xy[:, 1], "start": start})
    return Incidents(frame, Precision.DAY, "bng", source="made")
class Watch:
    asked = None
    def report(self, done, total, note=""):
        if self.asked is not None:
            raise CancelledError
n, reach, stop = int(sys.argv[1]), int(sys.argv[2]), len(sys.argv) > 3
near_repeats.run(Asked(rows(500)))
told, watch = rows(n), Watch()
if stop:
    def press():
        watch.asked = time.perf_counter()
    threading.Timer(0.8, press).start()
    try:
        near_repeats.run(Asked(told, {"draws": "9999"}, progress=watch))
    except CancelledError:
        print(time.perf_counter() - watch.asked)
else:
    begun = time.perf_counter()
    found = near_repeats.run(Asked(told, {"reach": reach}))
    took = time.perf_counter() - begun
    tree = cKDTree(made(n)[0])
    near = (tree.count_neighbors(tree, reach) - n) // 2
    print(took, near, found.observed[:2, 0].sum())
"""
)
THEIRS = (
    MADE
    + """
import sys, time
from pointpats import spacetime
n, many = int(sys.argv[1]), int(sys.argv[2])
thresholds = [(float(metres), days) for metres in map(int, sys.argv[3].split(","))
              for days in map(int, sys.argv[4].split(","))]
xy, days = made(n)
days = days[:, None].astype(float)
spacetime.knox(xy[:300], days[:300].copy(), 100, 7, 9)
total = 0.0
for metres, long in thresholds:
    took = []
    for draws in (1, many):
        begun = time.perf_counter()
        # Ours has bands that hold their lower edge and not their upper one; theirs hold both.
        found = spacetime.knox(xy, days.copy(), metres - 1e-6, long - 0.5, draws)
        took.append(time.perf_counter() - begun)
    total += took[0] + 998 * (took[1] - took[0]) / (many - 1)
    if (metres, long) == thresholds[0]:
        first = found["stat"]
print(total, first)
"""
)
PARTS = (
    ("Within 100 m and 7 days", 100, 99, ("100", "7")),
    ("Bands to 600 m and 28 days", 600, 19, ("100,200,300,400,500,600", "7,14,21,28")),
)


def compare(other: str, events: int, pairs: int) -> None:
    for words, reach, draws, thresholds in PARTS:
        ours, theirs = [], []
        for _ in range(pairs):
            theirs.append(run(other, THEIRS, str(events), str(draws), *thresholds))
            ours.append(run(sys.executable, OURS, str(events), str(reach)))
        if ours[0][2] != theirs[0][1]:
            sys.exit(f"The counts differ: {ours[0][2]:.0f} and {theirs[0][1]:.0f}")
        own, slow = median(one[0] for one in ours), median(one[0] for one in theirs)
        print(f"{words}: {events:,} events, 999 shufflings, {ours[0][1]:,.0f} close pairs")
        print(f"  pointpats             {slow:8.2f} s   median of {pairs}")
        print(f"  workbench             {own:8.2f} s   median of {pairs}   target: under 3")
        print(f"  ratio                 {slow / own:8.1f}     target: at least 20")
        each = [them[0] / us[0] for them, us in zip(theirs, ours, strict=True)]
        print(f"  ratio of each pair    {min(each):8.1f} to {max(each):.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--others", default="", help="a Python that has pointpats 2.5.5")
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--pairs", type=int, default=PAIRS)
    asked = parser.parse_args()
    compare(python(asked.others), asked.events, asked.pairs)
    print("Time against close pairs")
    for events in (asked.events // 2, asked.events, asked.events * 2):
        took = [run(sys.executable, OURS, str(events), "600") for _ in range(asked.pairs)]
        seconds, close = median(one[0] for one in took), took[0][1]
        per = seconds / close * 1e6
        print(f"  {events:6,} events {close:10,.0f} pairs {seconds:7.2f} s  {per:5.2f} s a million")
    stops = [run(sys.executable, OURS, str(asked.events), "600", "stop")[0] for _ in range(5)]
    print(f"Stopped in the middle   {max(stops):8.3f} s   worst of 5   target: under 0.2")


if __name__ == "__main__":
    main()
