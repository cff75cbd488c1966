"""Made-up missing reports from seven children's homes, as a force's own export would hold them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np
import polars as pl
from numpy.random import Generator
from numpy.typing import NDArray

from workbench.domain.data import Role
from workbench.services.practice.town import (
    EASTHAVEN,
    WESTBROOK,
    Place,
    Town,
    all_codes,
    all_names,
    area_of,
    streets,
)

SEED: Final = 20_260_329
FIRST: Final = date(2024, 8, 1)
MONTHS: Final = 26  # to 30 September 2026
RESPONSE: Final = date(2026, 3, 1)
FILE_NAME: Final = "Missing reports Aug 2024 to Sep 2026 (PRACTICE).csv"
COLUMNS: Final[Mapping[str, Role]] = MappingProxyType(
    {
        "Ref No": Role.REFERENCE,
        "Date Time From": Role.START,
        "Date Time To": Role.END,
        "Back At": Role.OTHER,
        "Type": Role.TYPE,
        "Location": Role.PLACE,
        "Reported By": Role.OTHER,
        "Child Code": Role.PERSON,
        "Easting": Role.EASTING,
        "Northing": Role.NORTHING,
        "Area Code": Role.AREA,
        "Area Name": Role.AREA_NAME,
        "Outcome": Role.OUTCOME,
    }
)
_DAYS: Final = np.array([0.13, 0.13, 0.13, 0.14, 0.18, 0.17, 0.12])  # Monday first
_TYPES: Final = ("Missing, medium risk", "Missing, high risk", "Late return")
_FOUND: Final = (
    "Came back alone",
    "At a friend's",
    "Station or town centre",
    "Brought back by police",
    "Elsewhere",
)


@dataclass(frozen=True)
class _Child:
    """A made-up child: a code, a home, and the months in which it lives there."""

    code: str
    home: Place
    weight: float
    first: int
    last: int


@dataclass(frozen=True)
class _Setting:
    """How often reports come from the homes of one town, before and after the response."""

    town: Town
    children: int
    first_child: int
    before: float  # reports a month
    after: float


_SETTINGS: Final = (
    _Setting(WESTBROOK, 41, 1, 31.0, 20.0),
    _Setting(EASTHAVEN, 36, 51, 22.0, 21.5),
)


def incidents() -> pl.DataFrame:
    """The export, every column as text, faults and all: the same rows whenever it is asked.

    Reports from the three homes in Westbrook fall by about a third from March 2026, when the
    responses began; those from the four homes in Easthaven stay as they were.
    """
    dice = np.random.default_rng(SEED)
    rows = [row for setting in _SETTINGS for row in _reports(dice, setting)]
    rows.sort(key=lambda row: (row["seen"], row["child"]))
    return _spoilt(dice, _as_text(dice, pl.DataFrame(rows)))


def write_csv(path: Path) -> Path:
    """Write the export as a force would hand it over, and return the path."""
    incidents().write_csv(path, include_bom=True, line_terminator="\r\n")
    return path


def _reports(dice: Generator, setting: _Setting) -> list[dict[str, object]]:
    children = _children(dice, setting)
    rows: list[dict[str, object]] = []
    for month in range(MONTHS):
        first = _month(month)
        rate = setting.after if first >= RESPONSE else setting.before
        season = 1 + 0.06 * np.cos(2 * np.pi * (first.month - 5) / 12)
        here = [child for child in children if child.first <= month <= child.last]
        chances = np.array([child.weight for child in here])
        number = dice.binomial(round(2 * rate * season), 0.5)  # steadier than pure chance
        picked = dice.choice(len(here), number, p=chances / chances.sum())
        rows.extend(_report(dice, setting, here[child], first) for child in picked)
    return rows


def _children(dice: Generator, setting: _Setting) -> list[_Child]:
    """A few children with many reports and many with few; some come late or leave early."""
    homes = setting.town.homes
    pulls = np.array([home.pull for home in homes])
    stays = dice.integers(0, MONTHS, (setting.children, 2))
    made = []
    for n in range(setting.children):
        low, high = sorted(stays[n])
        whole = n < 4 or high - low < 6
        home = homes[n % 3] if n < 6 else homes[dice.choice(len(homes), p=pulls)]
        made.append(
            _Child(
                code=f"C-{setting.first_child + n:03d}",
                home=home,
                weight=1 / (n + 2.5) ** 0.95,
                first=0 if whole else int(low),
                last=MONTHS - 1 if whole else int(high),
            )
        )
    return made


def _report(dice: Generator, setting: _Setting, child: _Child, first: date) -> dict[str, object]:
    after = setting.town is WESTBROOK and first >= RESPONSE
    seen, evening = _when(dice, first, calm=after)
    place = _where(dice, setting.town, child.home, seen)
    late_check = child.home.name == "Home B" and evening and not after
    noticed = seen + _minutes(dice, 140 if late_check else 45, 0.6)
    late_return = 0.22 if after else 0.34
    return {
        "seen": seen,
        "noticed": noticed,
        "returned": noticed + _minutes(dice, 190, 0.9),
        "type": _TYPES[dice.choice(3, p=[0.86 - late_return, 0.14, late_return])],
        "place": place.name,
        "home": child.home.name,
        "child": child.code,
        "easting": round(place.easting),
        "northing": round(place.northing),
        "found": _FOUND[dice.choice(5, p=[0.41, 0.24, 0.18, 0.12, 0.05])],
    }


def _when(dice: Generator, first: date, *, calm: bool) -> tuple[datetime, bool]:
    """A moment in the month, and whether it is in the evening; calm months have fewer evenings."""
    days = [first + timedelta(d) for d in range((_next(first) - first).days)]
    weights = _DAYS[[day.weekday() for day in days]]
    day = days[dice.choice(len(days), p=weights / weights.sum())]
    shares = np.array([0.28, 0.46, 0.16, 0.10] if calm else [0.47, 0.34, 0.11, 0.08])
    if day.weekday() >= 5:  # no school
        shares = shares * [1.2, 0.55, 1.5, 1.2]
    part = dice.choice(4, p=shares / shares.sum())
    low, high = ((19.5, 23.5), (15.0, 18.5), (9.0, 15.0), (0.0, 6.0))[part]
    minutes = int(dice.triangular(low, (low + high) / 2, high) * 60) // 5 * 5
    return datetime.combine(day, time()) + timedelta(minutes=minutes), bool(part == 0)


def _where(dice: Generator, town: Town, home: Place, seen: datetime) -> Place:
    """Where the child was last seen: mostly the home, a known spot, or some street."""
    sort = dice.random()
    if sort < 0.52:
        return home
    places = town.places if sort < 0.86 else streets(town)
    lessons = seen.weekday() < 5 and 9 <= seen.hour < 16
    schools = np.array(["School" in place.name for place in places])
    pulls = np.array([place.pull for place in places])
    pulls = np.where(schools, pulls * (4 if lessons else 0.15), pulls)
    return places[dice.choice(len(pulls), p=pulls / pulls.sum())]


def _as_text(dice: Generator, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows under the headings of the export, everything as text."""
    areas = area_of(
        rows["easting"].cast(pl.Float64).to_numpy(), rows["northing"].cast(pl.Float64).to_numpy()
    )
    shown = "%d/%m/%Y %H:%M"
    numbers = np.cumsum(dice.integers(1, 60, rows.height)) + 1_000
    return pl.DataFrame(
        {
            "Ref No": [
                f"MP/{seen:%y}/{number:06d}"
                for seen, number in zip(rows["seen"], numbers, strict=True)
            ],
            "Date Time From": rows["seen"].dt.strftime(shown),
            "Date Time To": rows["noticed"].dt.strftime(shown),
            "Back At": rows["returned"].dt.strftime(shown),
            "Type": rows["type"],
            "Location": rows["place"],
            "Reported By": rows["home"],
            "Child Code": rows["child"],
            "Easting": rows["easting"].cast(pl.String),
            "Northing": rows["northing"].cast(pl.String),
            "Area Code": _named(areas, all_codes()),
            "Area Name": _named(areas, all_names()),
            "Outcome": rows["found"],
        }
    )


def _spoilt(dice: Generator, rows: pl.DataFrame) -> pl.DataFrame:
    """The faults of a real export: unknown and blank times, stray spaces, no place, doubles."""
    picked = iter(dice.permutation(rows.height))

    def some(n: int) -> pl.Expr:
        return pl.int_range(pl.len()).is_in([int(next(picked)) for _ in range(n)])

    nowhere, early = some(9), some(2)
    none = pl.lit("")
    rows = rows.with_columns(
        pl.when(some(3))
        .then(pl.lit("not known"))
        .otherwise("Date Time From")
        .alias("Date Time From"),
        pl.when(early)
        .then(pl.lit("01/01/2024 00:00"))
        .when(some(24))
        .then(none)
        .otherwise("Date Time To")
        .alias("Date Time To"),
        pl.when(some(26)).then(none).otherwise("Back At").alias("Back At"),
        pl.when(some(7)).then(pl.col("Location") + "  ").otherwise("Location").alias("Location"),
        pl.when(some(5)).then(none).otherwise("Child Code").alias("Child Code"),
        *(
            pl.when(nowhere).then(pl.lit(blank)).otherwise(name).alias(name)
            for name, blank in (
                ("Easting", "0"),
                ("Northing", "0"),
                ("Area Code", ""),
                ("Area Name", ""),
            )
        ),
    )
    doubled = rows.with_row_index("at").filter(some(4))
    return (
        pl.concat([rows.with_row_index("at"), doubled]).sort("at", maintain_order=True).drop("at")
    )


def _named(areas: NDArray[np.int64], names: tuple[str, ...]) -> list[str]:
    return [names[area] if area >= 0 else "" for area in areas]


def _minutes(dice: Generator, median: float, spread: float) -> timedelta:
    """A length of time round a median, to five minutes, never nought."""
    minutes = float(dice.lognormal(np.log(median), spread))
    return timedelta(minutes=max(5, int(minutes) // 5 * 5))


def _month(number: int) -> date:
    months = FIRST.year * 12 + FIRST.month - 1 + number
    return date(months // 12, months % 12 + 1, 1)


def _next(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)
