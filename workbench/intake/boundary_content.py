"""What a boundary file is by its content, before anything that could follow it is let near."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from workbench.errors import UnreadableFileError

LARGEST: Final = 2 << 30  # bytes of one file
_HEAD: Final = 64 << 10
_TEXT: Final = ("utf-8-sig", "utf-16", "latin-1")
_JSON: Final = re.compile(
    r'"type"\s*:\s*"(FeatureCollection|Feature|GeometryCollection|(Multi)?Polygon|Topology)"'
)
# A MapInfo table that is made of others names them: no other file is opened through a file.
_LEADS_ON: Final = re.compile(
    r"open\s+table|create\s+view|\btype\s+(linked|odbc|wms|wfs|tiles)", re.IGNORECASE
)
_BESIDE: Final = re.compile(r'^\s*file\s+"(?P<name>[^"]*)"', re.IGNORECASE | re.MULTILINE)


def check(file: Path) -> None:
    """Refuse a file whose content is not of the kind that its name says.

    Raises:
        UnreadableFileError: saying so.
    """
    if file.stat().st_size > LARGEST:
        raise UnreadableFileError(
            f"{file.name} is larger than 2 GB, more than a file of boundaries can be. Nothing was "
            "brought in. Export only the areas that you need."
        )
    if not _FITS[file.suffix.lower()](file):
        raise UnreadableFileError(
            f"{file.name} is damaged, empty, or not a boundary file of the kind it is named. "
            "Nothing was brought in. Nothing that it points to was opened. Export or download it "
            "again and try once more."
        )


def _head(file: Path, most: int = _HEAD) -> bytes:
    with file.open("rb") as stream:
        return stream.read(most)


def _text(file: Path, most: int = _HEAD) -> str:
    head = _head(file, most)
    for name in _TEXT:
        try:
            return head.decode(name)
        except UnicodeDecodeError:
            continue
    return ""


def _json(file: Path) -> bool:
    """GeoJSON or TopoJSON; the type may stand behind everything else, so all of it is searched."""
    if not _text(file).lstrip().startswith("{"):
        return False
    text = _head(file, LARGEST).decode("utf-8", "replace")
    return _JSON.search(text) is not None and "gdal_streamed_alg" not in text


def _kml(file: Path) -> bool:
    """KML; document types may pull in other files, and have no place in it."""
    text = _text(file)
    return "<kml" in text.lower() and "<!doctype" not in text.lower() and "<!entity" not in text


def _shapefile(file: Path) -> bool:
    return _head(file, 4) == (9994).to_bytes(4, "big")


def _geopackage(file: Path) -> bool:
    return _head(file, 16) == b"SQLite format 3\x00"


def _mapinfo_table(file: Path) -> bool:
    """A MapInfo table that names no file but those that lie beside it."""
    text = _text(file)
    if not text.lstrip().lower().startswith("!table") or _LEADS_ON.search(text):
        return False
    return all(not set(found["name"]) & set("/\\:") for found in _BESIDE.finditer(text))


def _mapinfo_text(file: Path) -> bool:
    return _text(file).lstrip().lower().startswith("version")


_FITS: Final = {
    ".geojson": _json, ".json": _json, ".topojson": _json, ".kml": _kml, ".shp": _shapefile,
    ".gpkg": _geopackage, ".tab": _mapinfo_table, ".mif": _mapinfo_text,
}  # fmt: skip
