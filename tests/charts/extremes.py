"""Every question at its emptiest, its usual and its fullest; as a script, a picture of each.

    python -m tests.charts.extremes FOLDER [QUESTION ...]

writes a picture of every question on every set of rows, for screen and for paper, to be looked at.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import shapely
from matplotlib.figure import Figure
from matplotlib.text import Text

from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import AnyKind, Asked, Event, Value
from workbench.analysis.months import at, index
from workbench.analysis.outlines import from_geometry
from workbench.analysis.reference import Reference
from workbench.analysis.shapes import Shapes
from workbench.charts.sheet import png
from workbench.charts.theme import PAGE, SCREEN, Theme
from workbench.domain.data import Precision
from workbench.errors import CannotAnswerError
from workbench.services.asking import answer, charts, questions

LONG = "Theft of or from a vehicle left in a car park, lay-by or other public place, kind"
STREET = "Upper Wetherby Old Harbour Road and Saint Bartholomew's Crescent, number"
EVENTS = tuple(Event(date(2023, 1 + i % 12, 9), f"Lighting mended, {i}") for i in range(3))
ROWS = {
    # name: rows, months, kinds, places
    "one row": (1, 1, 1, 1),
    "two months": (9, 2, 1, 2),
    "a year, one kind": (400, 12, 1, 25),
    "a year": (900, 12, 4, 60),
    "four years": (6_000, 48, 6, 400),
    "forty long names": (9_000, 36, 40, 40),
    "every one alike": (360, 36, 1, 1),
    "a great many": (369_323, 60, 14, 20_000),
}


@cache
def rows(name: str) -> Incidents:
    """Made-up rows with every column that a question may want."""
    n, months, kinds, places = ROWS[name]
    rng = np.random.default_rng(11)
    days = rng.integers(0, (at(index(date(2021, 1, 1)) + months) - date(2021, 1, 1)).days, n)
    if n > 2 * months:  # the ends are covered, so that no month is left out
        days[:2] = 0, days.max()
    at_place = np.minimum((rng.pareto(1.1, n) * places / 12).astype(np.int64), places - 1)
    minutes = days * 1440 + rng.integers(0, 1440, n)
    if name == "every one alike":
        month = np.arange(n) % months
        first = np.array([(at(index(date(2021, 1, 1)) + m) - date(2021, 1, 1)).days for m in month])
        minutes = first * 1440 + np.arange(n) // months * 1500
    long = np.where(rng.random(n) < 0.4, rng.integers(30, 20_000, n), rng.integers(0, 50, n))
    start = np.datetime64("2021-01-01T00:00", "m") + minutes.astype("timedelta64[m]")
    spot = np.random.default_rng(5).normal(0, 1_800, (places, 2)) + np.array([340_000, 390_000])
    kind = rng.integers(0, kinds, n)
    words = [f"{LONG} {k}" if kinds > 20 else f"Kind {k}" for k in range(kinds)]
    streets = [f"{STREET} {p}" if places <= 40 else f"{p} Test Street" for p in range(places)]
    east, north = spot[at_place].T
    cell = np.clip((east - 334_000) // 2_000, 0, 5) * 6 + np.clip((north - 384_000) // 2_000, 0, 5)
    code = pl.Series([f"E{1000000 + int(c):08d}" for c in range(36)])
    frame = pl.DataFrame(
        {
            "start": pl.Series(start.astype("datetime64[us]")),
            "end": pl.Series((start + long.astype("timedelta64[m]")).astype("datetime64[us]")),
            "type": pl.Series(words).gather(kind),
            "place": pl.Series(streets).gather(at_place),
            "address": pl.Series(streets).gather(at_place),
            "reference": [f"R{i}" for i in range(n)],
            "outcome": pl.Series(["Charged", "No suspect", None]).gather(rng.integers(0, 3, n)),
            "person": pl.Series([f"P-{i}" for i in range(n)]).gather(rng.integers(0, n, n)),
            "easting": east, "northing": north,
            "area": code.gather(cell.astype(np.int64)),
            "row": np.arange(n),
        }
    )  # fmt: skip
    return Incidents(frame.sort("start"), Precision.MINUTE, "bng", source="Made-up rows")


@cache
def shapes() -> Shapes:
    """A square of 36 small areas under the rows."""
    boxes = [
        shapely.box(334_000 + 2_000 * (c // 6), 384_000 + 2_000 * (c % 6),
                    336_000 + 2_000 * (c // 6), 386_000 + 2_000 * (c % 6))
        for c in range(36)
    ]  # fmt: skip
    codes = [f"E{1000000 + c:08d}" for c in range(36)]
    return from_geometry(
        np.array(boxes, dtype=object), codes, [f"Testham {c:03d}" for c in range(36)]
    )


def reference(kind: AnyKind, told: Incidents) -> Reference | None:
    """A made-up table of the sort that a question wants."""
    when = date(2024, 3, 1)
    if kind.wants_reference == "weights":
        keys = tuple(sorted(told.frame["type"].unique().to_list()))
        return Reference(
            "Made-up weights", keys, np.arange(1.0, len(keys) + 1), "days", "None", when
        )
    residents = np.linspace(900, 3_000, 36)
    return Reference("Residents", shapes().codes, residents, "residents", "None", when)


def settings(kind: AnyKind, told: Incidents) -> dict[str, Value]:
    """Areas that differ, and months in order, for the questions that cannot do without."""
    given: dict[str, Value] = {}
    wanted = [one for one in kind.parameters if one.kind == "areas"]
    busy = told.frame["area"].value_counts(sort=True)["area"].to_list()
    for place, one in enumerate(wanted):
        given[one.key] = tuple(busy[place :: len(wanted)][:6])
    months = [one for one in kind.parameters if one.kind == "month" and one.default is None]
    if kind.group == "Did it work?":
        first, last = told.frame["start"].min(), told.frame["start"].max()
        assert isinstance(first, datetime)
        assert isinstance(last, datetime)
        low, high = index(first.date()), index(last.date() + timedelta(days=1))
        for place, one in enumerate(months):
            given[one.key] = at(low + month_of(place, len(months), high - low)).isoformat()[:7]
    return given


def month_of(place: int, of: int, span: int) -> int:
    """Two thirds of the way for a start; first, middle, middle and last for two periods."""
    if of < 4:
        return span * 2 // 3
    half = span // 2
    return (0, max(0, half - 1), half, max(half, span - 1))[min(place, 3)]


def drawn(key: str, name: str, theme: Theme) -> Figure | str:
    """The picture of a question on some rows, or the words in which it refuses."""
    kind, told = questions()[key], rows(name)
    given: Mapping[str, Value] = kind.settings(settings(kind, told))
    border = shapes() if kind.wants_shapes or kind.group == "Where?" else None
    try:
        found = answer(
            kind, kind.run(Asked(told, given, border, EVENTS, reference=reference(kind, told)))
        )
    except CannotAnswerError as refusal:
        return str(refusal)
    figure = charts()[key].draw(found.result, found.reading, theme)
    figure.canvas.draw()
    return figure


def faults(figure: Figure) -> list[str]:
    """Words that are too small, off the sheet, or on top of each other."""
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    wide, high = figure.bbox.width, figure.bbox.height
    found, boxes = [], []
    for text in figure.findobj(Text):
        words = text.get_text().strip()  # type: ignore[attr-defined]
        if not words or not text.get_visible():
            continue
        if text.get_fontsize() < 8 - 1e-6:  # type: ignore[attr-defined]
            found.append(f"small: {words}")
        box = text.get_window_extent(renderer)
        if box.x0 < -1 or box.y0 < -1 or box.x1 > wide + 1 or box.y1 > high + 1:
            found.append(f"cut: {words}")
        boxes.append((box, words))
    for place, (one, words) in enumerate(boxes):
        for two, other in boxes[place + 1 :]:
            across = min(one.x1, two.x1) - max(one.x0, two.x0)
            up = min(one.y1, two.y1) - max(one.y0, two.y0)
            if across > 2 and up > 0.35 * min(one.height, two.height):
                found.append(f"collide: {words} / {other}")
    return found


def main(words: Sequence[str]) -> None:
    folder = Path(words[0])
    folder.mkdir(parents=True, exist_ok=True)
    for key in words[1:] or sorted(questions()):
        for name in ROWS:
            for theme in (SCREEN, PAGE):
                made = drawn(key, name, theme)
                if isinstance(made, str):
                    sys.stdout.write(f"{key}, {name}: {made}\n")
                    break
                (folder / f"{key}, {name}, {theme.name}.png").write_bytes(png(made))
                for fault in faults(made):
                    sys.stdout.write(f"{key}, {name}, {theme.name}: {fault}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
