"""Boundary files made to read the computer, reach a network or burst: refused in words."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT
from workbench.errors import UnreadableFileError
from workbench.intake import boundary_drivers, boundary_zips
from workbench.intake.boundaries import KINDS, read_boundaries

SECRET = "A line of another file"
VIRTUAL = """<OGRVRTDataSource><OGRVRTLayer name="a">
<SrcDataSource>{where}</SrcDataSource><GeometryType>wkbPolygon</GeometryType>
</OGRVRTLayer></OGRVRTDataSource>"""
STREAMED = {
    "type": "gdal_streamed_alg",
    "command_line": "gdal vector pipeline ! read {where} ! write streamed",
}
SQUARE = {
    "type": "Feature", "properties": {"LSOA11CD": "E01006512"},
    "geometry": {"type": "Polygon", "coordinates": [
        [[-2.98, 53.40], [-2.97, 53.40], [-2.97, 53.41], [-2.98, 53.40]]]},
}  # fmt: skip
TABLE = "!table\n!version 300\n!charset WindowsLatin1\n\nDefinition Table\n  {more}\n  Fields 1\n"
KML = """<?xml version="1.0"?>{before}
<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{inside}</Document></kml>"""


def hostile(folder: Path) -> list[Path]:
    """Files that name a web address or another file, in every way that is known."""
    other = folder / "other.csv"
    other.write_text(f'WKT,name\n"POLYGON((0 0,1 0,1 1,0 0))","{SECRET}"\n')
    made = []
    for where in ("http://127.0.0.1:9/areas.geojson", str(other), "/vsicurl/http://127.0.0.1:9/a"):
        for suffix in sorted(KINDS.keys() - boundary_zips_kinds()):
            made.append(folder / f"virtual{len(made)}{suffix}")
            made[-1].write_text(VIRTUAL.format(where=where))
        made.append(folder / f"streamed{len(made)}.json")
        made[-1].write_text(json.dumps(STREAMED).replace("{where}", where))
        # a type that is allowed stands in it too
        made.append(folder / f"both{len(made)}.geojson")
        made[-1].write_text(
            json.dumps({**STREAMED, "x": {"type": "Polygon"}}).replace("{where}", where)
        )
        made.append(folder / f"table{len(made)}.tab")
        made[-1].write_text(TABLE.format(more=f'Type LINKED Charset "x"\n  File "{where}"'))
        made.append(folder / f"view{len(made)}.tab")
        made[-1].write_text(f'!table\n!version 100\nOpen Table "{where}" Hide\nCreate View a As\n')
        made.append(folder / f"beside{len(made)}.tab")
        made[-1].write_text(TABLE.format(more=f'Type NATIVE\n  File "{where}"'))
        made.append(folder / f"entity{len(made)}.kml")
        entity = f'<!DOCTYPE kml [<!ENTITY a SYSTEM "{where}">]>'
        made[-1].write_text(KML.format(before=entity, inside="<name>&a;</name>"))
        made.append(folder / f"link{len(made)}.kml")
        link = f"<NetworkLink><Link><href>{where}</href></Link></NetworkLink>"
        made[-1].write_text(KML.format(before="", inside=link))
        made.append(folder / f"service{len(made)}.geojson")
        made[-1].write_text(where)
    for path in list(made):
        packed = folder / f"{path.stem}{path.suffix[1:]}.zip"
        with zipfile.ZipFile(packed, "w") as archive:
            archive.write(path, path.name)
        made.append(packed)
    return made


def boundary_zips_kinds() -> set[str]:
    return {".zip", ".kmz"}


def test_only_the_drivers_that_are_meant_are_loaded() -> None:
    assert set(boundary_drivers.pyogrio.list_drivers()) <= boundary_drivers.ALLOWED
    boundary_drivers.loaded()


def test_gdal_is_loaded_in_one_place() -> None:
    users = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "workbench").rglob("*.py")
        if "\nimport pyogrio" in path.read_text(encoding="utf-8")
    ]
    assert users == ["workbench/intake/boundary_drivers.py"]


def test_hostile_files_are_refused_in_words(tmp_path: Path) -> None:
    for path in hostile(tmp_path):
        with pytest.raises(UnreadableFileError) as refusal:
            read_boundaries(path)
        said = str(refusal.value)
        assert "Nothing was brought in." in said, path.name
        assert SECRET not in said


def test_an_honest_file_with_its_type_at_the_end_is_read(tmp_path: Path) -> None:
    path = tmp_path / "areas.geojson"
    path.write_text(json.dumps({"note": "x" * 100, "features": [SQUARE],
                                "type": "FeatureCollection"}))  # fmt: skip
    assert read_boundaries(path).shapes.codes == ("E01006512",)


def test_a_kmz_is_unpacked_by_us(tmp_path: Path) -> None:
    ring = "-2.98,53.40 -2.97,53.40 -2.97,53.41 -2.98,53.40"
    shape = (
        "<Placemark><name>Bootle</name><Polygon><outerBoundaryIs><LinearRing><coordinates>"
        f"{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
    )
    with zipfile.ZipFile(tmp_path / "areas.kmz", "w") as archive:
        archive.writestr("doc.kml", KML.format(before="", inside=shape))
    assert len(read_boundaries(tmp_path / "areas.kmz").shapes.codes) == 1


def test_a_zip_made_to_burst_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boundary_zips, "MOST", 1 << 20)
    monkeypatch.setattr(boundary_zips, "MANY", 5)
    with zipfile.ZipFile(tmp_path / "large.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.geojson", " " * (2 << 20))
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as archive:
        for at in range(6):
            archive.writestr(f"{at}.geojson", "{}")
    for name in ("large.zip", "many.zip"):
        with pytest.raises(UnreadableFileError, match="holds more than a file of boundaries can"):
            read_boundaries(tmp_path / name)


def test_names_that_climb_stay_in_the_folder(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "up.zip", "w") as archive:
        archive.writestr("../../climbed.geojson", json.dumps(SQUARE))
    (tmp_path / "in").mkdir()
    out = boundary_zips.unpack(tmp_path / "up.zip", tmp_path / "in", frozenset({".geojson"}))
    assert [path.parent.parent for path in out] == [tmp_path / "in"]
    assert not (tmp_path.parent / "climbed.geojson").exists()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_no_socket_and_no_other_file_is_opened(tmp_path: Path) -> None:
    """The system itself is asked what was opened while every hostile file was read."""
    made = hostile(tmp_path)
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from workbench.intake.boundaries import read_boundaries\n"
        "from workbench.errors import UnreadableFileError\n"
        "for name in sys.argv[1:]:\n"
        "    try:\n        read_boundaries(Path(name))\n"
        "    except UnreadableFileError:\n        pass\n"
    )
    log = tmp_path / "calls.txt"
    subprocess.run(
        ["strace", "-f", "-e", "trace=socket,connect,open,openat", "-o", str(log), sys.executable,
         "-c", code, *map(str, made)],
        cwd=ROOT, check=True, timeout=200, capture_output=True,
    )  # fmt: skip
    calls = log.read_text(errors="replace").splitlines()
    assert any(str(made[0]) in call for call in calls)
    sockets = [call for call in calls if "socket(" in call and "AF_UNIX" not in call]
    assert sockets == []
    assert not [call for call in calls if "other.csv" in call]
