"""GDAL with nothing in it but the drivers that boundary files need; the one place that loads it.

GDAL opens whatever a file says it is, by content: a small text file may send it to a web address
or to any other file of the computer. So every driver but a few is left out before GDAL is loaded,
and a file is opened only when its content is of the kind that its name says
(``boundary_content``).
"""

from __future__ import annotations

import os
from typing import Final

# What boundary files are read with. MEM is GDAL's own memory.
ALLOWED: Final = frozenset(
    {"ESRI Shapefile", "MapInfo File", "LIBKML", "GeoJSON", "TopoJSON", "GPKG", "MEM"}
)
# Every other driver of the GDAL that comes with pyogrio; ``loaded`` notices a further one.
LEFT_OUT: Final = (
    "ADBC", "AIVector", "AmigoCloud", "AVCBin", "AVCE00", "Carto", "CSV", "CSW", "DGN", "DXF",
    "EDIGEO", "EEDA", "Elasticsearch", "ESRIJSON", "FlatGeobuf", "GDALG", "GeoJSONSeq",
    "GeoRSS", "GML", "GPSBabel", "GPX", "GTFS", "HTTP", "Idrisi", "JML", "JSONFG", "KML",
    "LVBAG", "MapML", "MBTiles", "MiraMonVector", "MVT", "NGW", "OAPIF", "ODS", "OGCAPI",
    "OGR_GMT", "OGR_PDS", "OGR_VRT", "OpenFileGDB", "OSM", "PCIDSK", "PDF", "PDS4", "PGDUMP",
    "PLSCENES", "PMTiles", "S57", "Selafin", "SQLite", "SXF", "VDV", "VFK", "VICAR", "WAsP",
    "WFS", "XLSX",
)  # fmt: skip
SETTINGS: Final = {
    "GDAL_SKIP": ",".join(LEFT_OUT),
    "GDAL_DRIVER_PATH": "disable",  # no driver from elsewhere
    "GDAL_PYTHON_DRIVER_PATH": "",
    "GDAL_VRT_ENABLE_PYTHON": "NO",
    "OGR_SQLITE_LOAD_EXTENSIONS": "NO",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{none}",
    "GDAL_HTTP_MAX_RETRY": "0",
    "LIBKML_RESOLVE_STYLE": "NO",
    "PROJ_NETWORK": "OFF",  # no grid is ever fetched
}
os.environ.update(SETTINGS)

import pyogrio  # noqa: E402 (after its settings)
import pyproj  # noqa: E402

from workbench.errors import UnreadableFileError  # noqa: E402

pyproj.network.set_network_enabled(active=False)  # type: ignore[attr-defined]
__all__ = ["ALLOWED", "loaded", "pyogrio", "pyproj"]


def loaded() -> None:
    """Make sure that GDAL holds no driver but those that are meant.

    Raises:
        UnreadableFileError: it does, for it was loaded by something else, or is of another version.
    """
    if extra := set(pyogrio.list_drivers()) - ALLOWED:
        raise UnreadableFileError(
            "Boundary files cannot be read safely by this installation, so none is read. Nothing "
            f"was brought in. Tell IT that GDAL holds {', '.join(sorted(extra)[:3])}."
        )
