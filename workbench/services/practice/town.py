"""Two made-up towns, laid out in the sea so that no real place can be meant."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

COLUMNS: Final = 5
ROWS: Final = 3
SIDE: Final = 900.0  # metres
_SEED: Final = 1632


@dataclass(frozen=True)
class Place:
    """A named spot in British National Grid metres; ``pull`` is its share of what happens."""

    name: str
    easting: float
    northing: float
    pull: float


@dataclass(frozen=True)
class Town:
    """A town of small areas, its children's homes, and the places children go to."""

    name: str
    corner: tuple[float, float]  # south-west
    first_code: int
    homes: tuple[Place, ...]
    places: tuple[Place, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The made-up codes of its small areas, west to east, south to north."""
        return tuple(f"E{self.first_code + n:08d}" for n in range(COLUMNS * ROWS))

    @property
    def area_names(self) -> tuple[str, ...]:
        """The names of its small areas: Westbrook 001A and so on."""
        cells = range(COLUMNS * ROWS)
        return tuple(f"{self.name} {n // 3 + 1:03d}{'ABC'[n % 3]}" for n in cells)


WESTBROOK: Final = Town(
    "Westbrook",
    (300_000.0, 449_000.0),
    99_000_001,
    (
        Place("Home A", 300_950, 450_290, 0.40),
        Place("Home B", 302_310, 450_880, 0.34),
        Place("Home C", 303_480, 449_720, 0.26),
    ),
    (
        Place("Station Parade", 302_120, 450_210, 0.26),
        Place("The Precinct", 301_560, 450_560, 0.17),
        Place("Hillbrook School", 302_900, 450_470, 0.15),
        Place("Mill Lane bus stop", 301_210, 449_640, 0.09),
        Place("Riverside Park", 303_870, 450_360, 0.07),
        Place("Leisure centre", 302_640, 449_480, 0.06),
        Place("Canal bridge", 300_480, 449_510, 0.04),
        Place("Retail park", 303_960, 451_230, 0.04),
        Place("Skate park", 300_620, 451_060, 0.03),
        Place("Cinema", 301_830, 451_220, 0.03),
        Place("Chapel Street", 302_420, 449_980, 0.02),
        Place("Library", 301_390, 450_930, 0.02),
        Place("Market hall", 301_720, 449_860, 0.01),
        Place("Marsh Lane", 303_300, 451_310, 0.01),
    ),
)
EASTHAVEN: Final = Town(
    "Easthaven",
    (305_100.0, 449_000.0),
    99_000_016,
    (
        Place("Home D", 305_900, 450_520, 0.30),
        Place("Home E", 307_420, 449_820, 0.28),
        Place("Home F", 308_300, 450_990, 0.24),
        Place("Home G", 309_020, 449_510, 0.18),
    ),
    (
        Place("Harbour Row", 307_150, 450_420, 0.28),
        Place("Eastfield School", 306_480, 449_560, 0.20),
        Place("Quayside", 307_860, 450_250, 0.16),
        Place("Orchard Park", 308_720, 450_360, 0.12),
        Place("Bus station", 306_820, 450_830, 0.10),
        Place("Allotment Lane", 305_640, 449_540, 0.06),
        Place("Bowling alley", 308_040, 449_350, 0.05),
        Place("Sea wall", 309_180, 451_120, 0.03),
    ),
)
TOWNS: Final = (WESTBROOK, EASTHAVEN)
_TREES: Final = (
    "Alder", "Ash", "Aspen", "Beech", "Birch", "Blackthorn", "Box", "Cedar", "Cherry", "Elder",
    "Elm", "Fir", "Hawthorn", "Hazel", "Holly", "Hornbeam", "Juniper", "Larch", "Lime", "Maple",
    "Medlar", "Oak", "Osier", "Pear", "Pine", "Plane", "Poplar", "Quince", "Rowan", "Sallow",
    "Sorrel", "Spindle", "Spruce", "Sycamore", "Walnut", "Whitebeam", "Willow", "Yew",
)  # fmt: skip
_STREETS: Final = ("Road", "Close", "Avenue", "Lane", "Grove")


@cache
def streets(town: Town) -> tuple[Place, ...]:
    """Streets over the whole town where a little happens each: the long tail of the places."""
    dice = np.random.default_rng(_SEED + 7 * town.first_code)
    found = []
    for n, tree in enumerate(_TREES):
        east, north = dice.uniform((0.2, 0.2), (COLUMNS - 0.2, ROWS - 0.2)) * SIDE
        kind = _STREETS[n % len(_STREETS)]
        easting, northing = town.corner[0] + round(east), town.corner[1] + round(north)
        found.append(Place(f"{tree} {kind}", easting, northing, 1 / (n + 3)))
    total = sum(place.pull for place in found)
    return tuple(replace(place, pull=place.pull / total) for place in found)


@cache
def shapes(town: Town) -> tuple[shapely.Polygon, ...]:
    """The small areas of a town, in the order of their codes: a grid with crooked lines."""
    dice = np.random.default_rng(_SEED + town.first_code)
    lines = np.stack(np.meshgrid(np.arange(COLUMNS + 1), np.arange(ROWS + 1)), axis=-1) * SIDE
    corners: NDArray[np.float64] = (
        lines + np.array(town.corner) + dice.uniform(-160, 160, lines.shape)
    )
    return tuple(
        shapely.Polygon(
            [corners[r, c], corners[r, c + 1], corners[r + 1, c + 1], corners[r + 1, c]]
        )
        for r in range(ROWS)
        for c in range(COLUMNS)
    )


def area_of(eastings: NDArray[np.float64], northings: NDArray[np.float64]) -> NDArray[np.int64]:
    """The index of the small area of each point among both towns, -1 outside all."""
    polygons = [polygon for town in TOWNS for polygon in shapes(town)]
    found = np.full(len(eastings), -1, dtype=np.int64)
    for index, polygon in enumerate(polygons):
        found[shapely.contains_xy(polygon, eastings, northings)] = index
    return found


def all_codes() -> tuple[str, ...]:
    """The codes of every small area, in the order of ``area_of``."""
    return tuple(code for town in TOWNS for code in town.codes)


def all_names() -> tuple[str, ...]:
    """The names of every small area, in the order of ``area_of``."""
    return tuple(name for town in TOWNS for name in town.area_names)


def write_boundaries(path: Path) -> Path:
    """Write the small areas as GeoJSON in British National Grid metres, and return the path."""
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": name, "note": "PRACTICE: made up"},
            "geometry": shapely.geometry.mapping(polygon),
        }
        for town in TOWNS
        for code, name, polygon in zip(town.codes, town.area_names, shapes(town), strict=True)
    ]
    told = {
        "type": "FeatureCollection",
        "name": "practice_small_areas",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}},
        "features": features,
    }
    path.write_text(json.dumps(told), encoding="utf-8")
    return path
