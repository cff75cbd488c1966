"""Every question asked of a million made-up rows: how long each takes, and to draw.

The rows have every column that a question may want: minutes from and to, one of 14 kinds, an
address with its postcode (200,000 of them, each spelt in several ways), a point, a small area, a
reference and a person code. They are held as the shelf holds an edition. A first run on a tenth
of them is not counted. Questions that refuse so many rows say so.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from workbench.analysis.incidents import Incidents, with_categories  # noqa: E402
from workbench.analysis.kind import AnyKind, Asked, Value  # noqa: E402
from workbench.analysis.outlines import from_geometry  # noqa: E402
from workbench.analysis.reference import Reference  # noqa: E402
from workbench.analysis.shapes import Shapes  # noqa: E402
from workbench.charts.theme import SCREEN  # noqa: E402
from workbench.errors import CannotAnswerError  # noqa: E402
from workbench.services.asking import answer, charts, questions  # noqa: E402

ROWS, SIDE = 1_000_000, 20
LIMIT = 500  # ms


def addresses(count: int) -> list[str]:
    streets = [f"{name} {kind}" for name in ("High", "St John's", "Mill", "Park", "Victoria")
               for kind in ("St", "Street", "Rd", "Avenue", "Cl")]  # fmt: skip
    return [
        f"{f'Flat {at % 19}, ' if at % 4 == 0 else ''}{at % 397 + 1} {streets[at % 25]}, "
        f"NE{at % 40} {at % 9 + 1}{'ABDEF'[at // 400 % 5]}{'ABDEF'[at // 2_000 % 5]}"
        for at in range(count)
    ]


def made(rows: int) -> Incidents:
    rng = np.random.default_rng(1)
    start = rng.integers(1_609_459_200, 1_767_225_600, rows) * 1_000_000
    end = start + (rng.exponential(6 * 3600, rows) * 1_000_000).astype(np.int64)
    spots = rng.normal(0, 2_500, (60_000, 2)) + np.array([340_000, 390_000])
    home = rng.integers(0, 200_000, rows)
    east, north = spots[home % len(spots)].T
    cell = [np.clip((axis - low) // 1_000, 0, SIDE - 1).astype(np.int64)
            for axis, low in ((east, 330_000), (north, 380_000))]  # fmt: skip
    named = lambda words, at: pl.Series(words).gather(at)  # noqa: E731
    frame = pl.DataFrame(
        {
            "start": pl.Series(start).cast(pl.Datetime("us")),
            "end": pl.Series(end).cast(pl.Datetime("us")),
            "type": named([f"Kind {k}" for k in range(14)], rng.integers(0, 14, rows)),
            "address": named(addresses(200_000), home),
            "easting": east, "northing": north,
            "area": named(codes(), cell[0] * SIDE + cell[1]),
            "reference": [f"R{n}" for n in range(rows)],
            "person": named([f"P-{n}" for n in range(300_000)], rng.integers(0, 300_000, rows)),
        }
    )  # fmt: skip
    return Incidents(with_categories(frame), source="Made-up rows")


def codes() -> list[str]:
    return [f"E{1_000_000 + at:08d}" for at in range(SIDE * SIDE)]


def shapes() -> Shapes:
    import shapely

    corner = [(330_000 + 1_000 * (c // SIDE), 380_000 + 1_000 * (c % SIDE))
              for c in range(SIDE * SIDE)]  # fmt: skip
    boxes = [shapely.box(x, y, x + 1_000, y + 1_000) for x, y in corner]
    return from_geometry(np.array(boxes, dtype=object), codes(), codes())


def asked(kind: AnyKind, rows: Incidents, border: Shapes) -> Asked:
    """With areas that differ and months in order, where it cannot do without."""
    given: dict[str, Value] = {}
    wanted = [one.key for one in kind.parameters if one.kind == "areas"]
    for place, key in enumerate(wanted):
        given[key] = tuple(codes()[190 + place : 260 : len(wanted)])
    months = [one.key for one in kind.parameters if one.kind == "month" and one.default is None]
    if kind.group == "Did it work?":
        when = {1: ("2024-01",), 2: ("2021-01", "2023-06")}
        four = ("2021-01", "2023-06", "2023-07", "2025-12")
        given |= dict(zip(months, when.get(len(months), four), strict=False))
    table: Reference | None = None
    if kind.wants_reference == "weights":
        kinds = tuple(f"Kind {k}" for k in range(14))
        table = Reference("Weights", kinds, np.arange(1.0, 15.0), "days", "", date(2024, 3, 1))
    elif kind.wants_reference:
        size = np.linspace(900, 3_000, SIDE * SIDE)
        table = Reference("Residents", tuple(codes()), size, "residents", "", date(2024, 3, 1))
    mapped = border if kind.wants_shapes or kind.group == "Where?" else None
    return Asked(rows, kind.settings(given), mapped, reference=table)


def timed(kind: AnyKind, rows: Incidents, border: Shapes) -> tuple[float, float]:
    begun = time.perf_counter()
    found: Any = answer(kind, kind.run(asked(kind, rows, border)))
    ran = time.perf_counter()
    charts()[kind.key].draw(found.result, found.reading, SCREEN).savefig(BytesIO(), format="png")
    return (ran - begun) * 1000, (time.perf_counter() - ran) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("only", nargs="*", help="these questions; all when none is named")
    words = parser.parse_args()
    rows, border = made(words.rows), shapes()
    part = replace(rows, frame=rows.frame.head(words.rows // 10))
    slow = []
    print(f"{words.rows:,} rows; milliseconds to answer, and to draw")
    for key in words.only or sorted(questions()):
        try:
            timed(questions()[key], part, border)
            ran, drawn = timed(questions()[key], rows, border)
        except CannotAnswerError as refusal:
            print(f"  {key:20} {str(refusal)[:76]}")
            continue
        slow += [key] if ran > LIMIT else []
        print(f"  {key:20} {ran:8,.0f} {drawn:8,.0f}", flush=True)
    print(f"over {LIMIT} ms: {', '.join(slow) or 'none'}")


if __name__ == "__main__":
    main()
