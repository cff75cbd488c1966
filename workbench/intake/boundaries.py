"""Boundary files of any make become small areas in British National Grid metres."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from workbench.analysis.grid import NATIONAL_GRID, in_britain, to_grid
from workbench.analysis.outlines import from_geometry, polygons_of
from workbench.analysis.shapes import Shapes
from workbench.domain.progress import SILENT, Progress
from workbench.errors import UnreadableFileError
from workbench.intake import boundary_content, boundary_drivers, boundary_zips
from workbench.intake.boundary_columns import (
    OfferedColumn,
    edition_of,
    find_code,
    find_name,
    offered,
    why_code,
)
from workbench.intake.boundary_drivers import pyogrio, pyproj

KINDS: Final = {
    ".geojson": "GeoJSON", ".json": "GeoJSON or TopoJSON", ".topojson": "TopoJSON",
    ".shp": "shapefile", ".gpkg": "GeoPackage", ".tab": "MapInfo", ".mif": "MapInfo",
    ".kml": "KML", ".kmz": "KML", ".zip": "zipped shapefile",
}  # fmt: skip
# Files that lie beside a shapefile or MapInfo table and are read with it.
BESIDE: Final = frozenset(
    {".shx", ".dbf", ".prj", ".cpg", ".sbn", ".sbx", ".qix", ".xml", ".qmd", ".dat", ".map", ".id",
     ".ind", ".mid"}
)  # fmt: skip
PACKED: Final = (".zip", ".kmz")
_FAULTS: Final = (
    pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FieldError,
    pyogrio.errors.GeometryError,
)  # fmt: skip


@dataclass(frozen=True)
class BoundaryFile:
    """What was read: the areas, the columns that were there, and those that were used."""

    shapes: Shapes
    columns: tuple[OfferedColumn, ...]
    code_column: str  # "" when areas were numbered
    name_column: str
    left_out: tuple[tuple[str, int], ...]  # reason, features
    notes: tuple[str, ...]  # what was assumed, mended, and why the code column was chosen


@dataclass(frozen=True)
class _Layer:
    """The features of one file: columns as text, geometry in metres."""

    columns: dict[str, list[str]]
    geometry: NDArray[Any]
    notes: tuple[str, ...]


def read_boundaries(
    paths: Path | Sequence[Path],
    code: str = "",
    name: str = "",
    source: str = "",
    progress: Progress = SILENT,
) -> BoundaryFile:
    """Read one file, several, or all of a folder as one set of areas.

    Args:
        paths: files or folders; files that only lie beside a shapefile or table are passed over.
        code: column that carries the area's code; found when empty.
        name: column that carries its name; found when empty.
        source: whose boundaries they are, for the foot of maps; the file's name when empty.
        progress: told after each file.

    Returns:
        The areas in British National Grid metres, good to about 5 m when they were in degrees.

    Raises:
        UnreadableFileError: damaged, empty, without polygons, outside Great Britain, or of a
            coordinate system that is not told.
    """
    boundary_drivers.loaded()
    with tempfile.TemporaryDirectory(prefix="workbench-") as room:
        files = _files([paths] if isinstance(paths, Path) else list(paths), Path(room))
        layers = []
        for index, file in enumerate(files):
            progress.report(index, len(files), f"Reading {file.name}")
            layers.append(_layer(file))
    columns = _together(layers)
    geometry = np.concatenate([layer.geometry for layer in layers])
    what = files[0].name if len(files) == 1 else f"{files[0].name} and {len(files) - 1} more"
    return _areas(columns, geometry, (code, name), source or what, _notes(layers))


def _files(paths: Sequence[Path], room: Path) -> list[Path]:
    """The boundary files among the paths and in folders among them; zips are unpacked into room."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.suffix.lower() in KINDS)
            found += _files(inside, room) if inside else []
        elif not path.is_file():
            raise UnreadableFileError(
                f"{path.name} is not there any more. Nothing was brought in. Choose it again."
            )
        elif path.suffix.lower() in PACKED:
            found += _members(path, room)
        elif path.suffix.lower() in KINDS:
            found.append(path)
        elif path.suffix.lower() not in BESIDE:
            raise UnreadableFileError(
                f"{path.name} is not a kind of boundary file that can be read. Nothing was brought "
                "in. Bring GeoJSON, TopoJSON, a shapefile, a GeoPackage, MapInfo or KML."
            )
    if found:
        return found
    names = ", ".join(path.name for path in paths[:3]) or "the choice"
    raise UnreadableFileError(
        f"There is no boundary file in {names}. Nothing was brought in. Choose the file itself: "
        "for a shapefile the one that ends in .shp, for MapInfo the one that ends in .tab."
    )


def _members(path: Path, room: Path) -> list[Path]:
    """The boundary files in a zip or KMZ, unpacked into a folder of the room."""
    into = Path(tempfile.mkdtemp(dir=room))
    kinds = frozenset(KINDS) - set(PACKED)
    out = boundary_zips.unpack(path, into, kinds | BESIDE)
    return [one for one in out if one.suffix.lower() in kinds]


def _layer(file: Path) -> _Layer:
    """Read the largest layer of polygons of one file."""
    boundary_content.check(file)
    try:
        name, notes = _largest(str(file), file.name)
        meta, _, blobs, values = pyogrio.raw.read(str(file), layer=name, datetime_as_string=True)
        drawn = shapely.from_wkb(blobs, on_invalid="ignore")
        geometry = polygons_of(drawn)
    except _FAULTS as fault:
        raise UnreadableFileError(_damaged(file)) from fault
    if not len(geometry) or shapely.is_empty(geometry).all():
        raise UnreadableFileError(
            f"{file.name} has no areas in it, only points, lines or nothing at all. Nothing was "
            "brought in. Bring a file of boundaries (polygons)."
        )
    names = [str(field) for field in meta["fields"]]
    columns = {
        field: [_words(v) for v in column] for field, column in zip(names, values, strict=True)
    }
    placed, said = _to_metres(geometry, meta["crs"], file)
    return _Layer(columns, placed, (*notes, *said, *_mended(drawn, file)))


def _mended(drawn: NDArray[Any], file: Path) -> tuple[str, ...]:
    """How many outlines crossed themselves and were put right."""
    broken = int((~shapely.is_valid(drawn) & ~shapely.is_missing(drawn)).sum())
    if not broken:
        return ()
    has = "area has an outline that crosses" if broken == 1 else "areas have outlines that cross"
    each = "itself" if broken == 1 else "themselves"
    return (f"{broken:,} {has} {each} in {file.name}; mended, so check them on the map.",)


def _largest(where: str, called: str) -> tuple[str, list[str]]:
    """The layer with most areas, and a note when there were others."""
    layers = [(str(n), str(kind)) for n, kind in pyogrio.list_layers(where) if kind != "None"]
    areal = [
        n for n, kind in layers if "Polygon" in kind or kind in ("Unknown", "GeometryCollection")
    ]
    if not areal:
        areal = [n for n, _ in layers[:1]]
    if not areal:
        raise pyogrio.errors.DataLayerError("no layer has shapes")
    sizes = {
        n: pyogrio.read_info(where, layer=n, force_feature_count=True)["features"] for n in areal
    }
    best = max(areal, key=lambda n: (sizes[n], n))
    others = len(areal) - 1
    if not others:
        return best, []
    return best, [f"{called} has {len(areal)} sets of areas; the largest, {best}, was read."]


def _damaged(file: Path) -> str:
    if file.suffix.lower() == ".shp":
        return (
            f"{file.name} cannot be read. A shapefile comes as several files (.shp, .shx, .dbf and "
            ".prj) that must lie together, and one is missing or damaged. Nothing was brought in. "
            "Copy all of them into one folder and choose the one that ends in .shp."
        )
    if file.suffix.lower() in (".tab", ".mif"):
        return (
            f"{file.name} cannot be read. A MapInfo table comes as several files (.tab, .dat, .map "
            "and .id, or .mif and .mid) that must lie together, and one is missing or damaged. "
            "Nothing was brought in. Copy all of them into one folder and try again."
        )
    return (
        f"{file.name} is damaged, empty, or not a boundary file. Nothing was brought in. "
        "Export or download it again and try once more."
    )


def _words(value: object) -> str:
    """A cell as text; whole numbers without decimals, nothing for nothing."""
    if value is None or (isinstance(value, float) and not np.isfinite(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _to_metres(
    geometry: NDArray[Any], crs: str | None, file: Path
) -> tuple[NDArray[Any], tuple[str, ...]]:
    """The shapes on the British National Grid, and what had to be assumed."""
    system, said = _system(geometry, crs, file)
    if system.is_geographic and system.to_epsg() in (None, 4326, 4258, 4979):
        here = geometry.copy()
        here[~in_britain(*shapely.bounds(geometry).T)] = shapely.MultiPolygon()
        placed = shapely.transform(here, lambda p: np.column_stack(to_grid(p[:, 0], p[:, 1])))
    elif system.equals(pyproj.CRS(NATIONAL_GRID), ignore_axis_order=True):
        placed = geometry
    else:
        shift = pyproj.Transformer.from_crs(system, NATIONAL_GRID, always_xy=True)
        placed = shapely.transform(
            geometry, lambda p: np.column_stack(shift.transform(p[:, 0], p[:, 1]))
        )
    left, bottom, right, top = shapely.bounds(placed).T
    inside = (right > -100_000) & (left < 800_000) & (top > -100_000) & (bottom < 1_400_000)
    whole = inside & np.isfinite(shapely.area(placed))
    if not whole.any():
        raise UnreadableFileError(
            f"The areas in {file.name} lie outside Great Britain, so they cannot be put on its "
            "National Grid. Nothing was brought in. Check that it is the right file."
        )
    placed[~whole] = shapely.MultiPolygon()
    return placed, said


def _system(
    geometry: NDArray[Any], crs: str | None, file: Path
) -> tuple[pyproj.CRS, tuple[str, ...]]:
    """The coordinate system that the file tells, or the one that its numbers can only be."""
    told = _known(crs)
    likely, name = _by_numbers(shapely.total_bounds(geometry))
    if told is not None:
        if likely is None or told.is_geographic == likely.is_geographic:
            return told, ()
        note = f"{file.name} says that it is in {told.name}, but its numbers are {name}; read so."
        return likely, (note,)
    if likely is not None:
        note = f"{file.name} does not tell its coordinate system; taken as {name}."
        return likely, (note,)
    raise UnreadableFileError(
        f"{file.name} does not tell which coordinate system it uses, and its numbers are neither "
        "degrees nor British National Grid. Nothing was brought in. Export it again as British "
        "National Grid (EPSG:27700)."
    )


def _known(crs: str | None) -> pyproj.CRS | None:
    """The system that a file names, where it is one."""
    if crs is None:
        return None
    try:
        return pyproj.CRS(crs)
    except pyproj.exceptions.CRSError:
        return None


def _by_numbers(bounds: NDArray[np.float64]) -> tuple[pyproj.CRS | None, str]:
    """The system that coordinates can only be of, and what it is called; None for any other."""
    low_x, low_y, high_x, high_y = bounds
    if -180 <= low_x <= high_x <= 180 and -90 <= low_y <= high_y <= 90:
        return pyproj.CRS("EPSG:4326"), "degrees"
    if -100_000 <= low_x <= high_x <= 800_000 and -100_000 <= low_y <= high_y <= 1_400_000:
        return pyproj.CRS(NATIONAL_GRID), "British National Grid"
    return None, ""


def _together(layers: Sequence[_Layer]) -> dict[str, list[str]]:
    """Columns that every file has, one file after the other."""
    shared = [n for n in layers[0].columns if all(n in layer.columns for layer in layers)]
    return {n: [value for layer in layers for value in layer.columns[n]] for n in shared}


def _notes(layers: Sequence[_Layer]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(note for layer in layers for note in layer.notes))


def _areas(
    columns: dict[str, list[str]], geometry: NDArray[Any], asked: tuple[str, str], source: str,
    notes: tuple[str, ...],
) -> BoundaryFile:  # fmt: skip
    """Name the areas; parts of one area that came as several features are joined."""
    for column in asked:
        if column and column not in columns:
            raise UnreadableFileError(
                f"These boundaries have no column called {column}. Nothing was brought in. "
                f"Choose one of {', '.join(columns)}."
            )
    code = asked[0] or find_code(columns)
    name = asked[1] or find_name(columns, code)
    codes = columns.get(code) or [str(i + 1) for i in range(len(geometry))]
    names = columns.get(name) or codes
    empty = shapely.is_empty(geometry)
    nameless = np.array([not value for value in codes]) & ~empty
    order: dict[str, list[int]] = {}
    for index in np.flatnonzero(~empty & ~nameless):
        order.setdefault(codes[index], []).append(int(index))
    joined = np.empty(len(order), dtype=object)
    for at, members in enumerate(order.values()):
        joined[at] = shapely.union_all(geometry[members]) if members[1:] else geometry[members[0]]
    labels = [names[members[0]] or key for key, members in order.items()]
    shapes = from_geometry(joined, list(order), labels, edition_of(order, code), source)
    left_out = (("no polygon", int(empty.sum())), ("no code", int(nameless.sum())))
    return BoundaryFile(
        shapes,
        tuple(offered(n, values) for n, values in columns.items()),
        code,
        name,
        tuple(one for one in left_out if one[1]),
        (*notes, why_code(columns, code), *(f"{n:,} left out: {why}." for why, n in left_out if n)),
    )
