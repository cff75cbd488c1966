"""Boundary files of every make, whole and damaged, become areas on the National Grid."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from workbench.analysis.outlines import bounds, to_geometry
from workbench.errors import UnreadableFileError
from workbench.intake.boundaries import read_boundaries
from workbench.intake.boundary_columns import find_code, find_name
from workbench.intake.boundary_drivers import pyogrio

MAKES = [
    ("areas.geojson", "GeoJSON", "EPSG:4326"), ("areas.json", "GeoJSON", "EPSG:27700"),
    ("areas.shp", "ESRI Shapefile", "EPSG:27700"), ("areas.gpkg", "GPKG", "EPSG:27700"),
    ("areas.tab", "MapInfo File", "EPSG:27700"), ("areas.mif", "MapInfo File", "EPSG:27700"),
    ("areas.kml", "LIBKML", "EPSG:4326"), ("areas.gpkg", "GPKG", "EPSG:3857"),
]  # fmt: skip
# Two squares of a kilometre beside each other in Liverpool.
BOXES = [shapely.box(x, 390_000, x + 1_000, 391_000) for x in (334_000, 335_000)]
CODED = {
    "LSOA11CD": ["E01006512", "E01006513"],
    "LSOA11NM": ["Liverpool 031A", "Liverpool 060A"],
}


def moved(system: str) -> Any:
    from pyproj import Transformer

    if system == "EPSG:27700":
        return np.array(BOXES, dtype=object)
    shift = Transformer.from_crs("EPSG:27700", system, always_xy=True)
    return shapely.transform(
        np.array(BOXES, dtype=object), lambda p: np.column_stack(shift.transform(p[:, 0], p[:, 1]))
    )


def write(
    path: Path, driver: str, system: str = "EPSG:27700", shapes: Any = None,
    fields: dict[str, list[str]] | None = None, **how: Any,
) -> Path:  # fmt: skip
    given = moved(system) if shapes is None else shapes
    if driver == "LIBKML":  # it writes no outline that crosses itself
        given = shapely.make_valid(np.array(given, dtype=object))
    columns = fields or CODED
    kind = "Polygon" if shapes is None else "Unknown"
    pyogrio.raw.write(
        path, shapely.to_wkb(np.array(given, dtype=object)),
        [np.array(values, dtype=object) for values in columns.values()], list(columns),
        crs=system, geometry_type=kind, driver=driver, **how,
    )  # fmt: skip
    return path


@pytest.mark.parametrize(("name", "driver", "system"), MAKES, ids=[f"{m[1]} {m[2]}" for m in MAKES])
def test_every_make_gives_the_same_areas(
    tmp_path: Path, name: str, driver: str, system: str
) -> None:
    fields = {"Name": ["Liverpool 031A", "Liverpool 060A"], "LSOA11CD": ["E01006512", "E01006513"]}
    found = read_boundaries(write(tmp_path / name, driver, system, fields=fields))
    assert found.shapes.codes == ("E01006512", "E01006513")
    assert found.shapes.names == ("Liverpool 031A", "Liverpool 060A")
    assert found.shapes.edition == "2011"
    assert found.shapes.source == name
    box = bounds(found.shapes)
    assert box is not None
    assert np.abs(np.array(box) - (334_000, 390_000, 336_000, 391_000)).max() < 8
    assert shapely.area(to_geometry(found.shapes)) == pytest.approx([1e6, 1e6], rel=0.01)


def test_topojson_and_real_files(shared: Path) -> None:
    folder = shared / "data/boundaries"
    small = read_boundaries(folder / "topo_E08000012_lsoa.json")
    assert (len(small.shapes.codes), small.shapes.edition) == (298, "2011")
    assert (small.code_column, small.name_column) == ("LSOA11CD", "LSOA11NM")
    new = read_boundaries(folder / "lsoa21_merseyside.geojson").shapes
    assert (len(new.codes), new.edition) == (923, "2021")
    wards = read_boundaries(folder / "lancashire_wards.gpkg")
    assert (wards.shapes.codes[0], wards.shapes.edition) == ("E05001643", "")
    districts = read_boundaries(folder / "northumbria_districts.geojson")
    assert districts.shapes.names[0] == "Northumberland"


def test_a_folder_of_files_is_one_set(shared: Path) -> None:
    folder = shared / "data/boundaries/lsoa_by_lad"
    whole = read_boundaries(folder)
    assert len(whole.shapes.codes) == 98 + 298 + 119 + 189 + 206
    assert whole.shapes.edition == "2011"
    assert whole.shapes.source.endswith("and 4 more")
    chosen = read_boundaries([folder / "E08000012.json", folder / "E08000011.json"])
    assert chosen.shapes.codes[0].startswith("E01006")
    assert len(chosen.shapes.codes) == 98 + 298
    again = [c for c in whole.shapes.codes if c in set(chosen.shapes.codes)]
    assert len(again) == len(chosen.shapes.codes)


def test_a_shapefile_in_a_zip_and_beside_its_companions(tmp_path: Path) -> None:
    shp = write(tmp_path / "areas.shp", "ESRI Shapefile")
    parts = sorted(tmp_path.glob("areas.*"))
    assert len(read_boundaries(parts).shapes.codes) == 2
    with zipfile.ZipFile(tmp_path / "areas.zip", "w") as archive:
        for part in parts:
            archive.write(part, part.name)
    assert read_boundaries(tmp_path / "areas.zip").shapes.codes == read_boundaries(shp).shapes.codes


def test_columns_are_offered_and_can_be_chosen(tmp_path: Path) -> None:
    fields = {"fid_1": ["1", "2"], "beat": ["Anfield", "Everton"], "ref": ["A1", "B2"]}
    path = write(tmp_path / "beats.gpkg", "GPKG", fields=fields)
    found = read_boundaries(path)
    assert (found.code_column, found.name_column) == ("ref", "beat")
    assert [column.name for column in found.columns] == ["fid_1", "beat", "ref"]
    assert found.columns[1].examples == ("Anfield", "Everton")
    other = read_boundaries(path, code="beat", name="ref", source="Force beats 2024")
    assert (other.shapes.codes, other.shapes.names) == (("Anfield", "Everton"), ("A1", "B2"))
    assert other.shapes.source == "Force beats 2024"
    with pytest.raises(UnreadableFileError, match="no column called Beat"):
        read_boundaries(path, code="Beat")


def test_official_codes_win_whatever_their_column_is_called() -> None:
    columns = {"objectid": ["E06000057", "E08000021"], "district": ["Northumberland", "Newcastle"]}
    assert find_code(columns) == "objectid"
    assert find_name(columns, "objectid") == "district"
    welsh = {"WD13CD": ["W05000001"], "WD13CDO": ["00NA"], "WD13NM": ["Town"], "WD13NMW": [""]}
    assert (find_code(welsh), find_name(welsh, "WD13CD")) == ("WD13CD", "WD13NM")
    assert find_code({}) == ""


def test_parts_of_one_area_are_joined_and_odd_features_counted(tmp_path: Path) -> None:
    shapes = [*BOXES, shapely.Point(334_500, 390_500), shapely.box(0, 0, 9, 9)]
    fields = {"code": ["A1", "A1", "B2", ""], "name": ["Quay", "Quay", "Mast", "Nameless"]}
    found = read_boundaries(
        write(tmp_path / "odd.geojson", "GeoJSON", shapes=shapes, fields=fields)
    )
    assert found.shapes.codes == ("A1",)
    assert shapely.area(to_geometry(found.shapes)).tolist() == [2e6]
    assert dict(found.left_out) == {"no polygon": 1, "no code": 1}


def test_a_file_that_does_not_tell_its_system_is_taken_by_its_numbers(tmp_path: Path) -> None:
    bare = write(tmp_path / "bare.shp", "ESRI Shapefile")
    bare.with_suffix(".prj").unlink()
    found = read_boundaries(bare)
    assert "taken as British National Grid" in found.notes[0]
    nowhere = [shapely.box(9e6, 9e6, 9.1e6, 9.1e6)] * 2
    far = write(tmp_path / "far.shp", "ESRI Shapefile", shapes=nowhere)
    far.with_suffix(".prj").unlink()
    with pytest.raises(UnreadableFileError, match="which coordinate system"):
        read_boundaries(far)


def bad_files(folder: Path) -> dict[str, tuple[Path, str]]:
    """Files that cannot be boundaries, and what is said of each."""
    empty = folder / "empty.geojson"
    empty.write_text("")
    cut = folder / "cut.geojson"
    cut.write_text('{"type": "FeatureCollection", "features": [{"type": "Fea')
    other = folder / "other.json"
    other.write_text(json.dumps({"name": "no shapes"}))
    none = folder / "none.geojson"
    none.write_text(json.dumps({"type": "FeatureCollection", "features": []}))
    noise = folder / "noise.gpkg"
    noise.write_bytes(bytes(range(256)) * 40)
    lone = write(folder / "lone.shp", "ESRI Shapefile")
    lone.with_suffix(".shx").unlink()
    lone.with_suffix(".dbf").unlink()
    lone.write_bytes(lone.read_bytes()[:60])
    table = folder / "table.tab"
    table.write_text("!table\n!version 300\nDefinition Table\n")
    words = folder / "rows.csv"
    words.write_text("a,b\n1,2\n")
    dots = [shapely.Point(334_000, 390_000)] * 2
    points = write(folder / "points.geojson", "GeoJSON", shapes=dots)
    abroad = write(folder / "abroad.geojson", "GeoJSON", "EPSG:4326",
                   shapes=[shapely.box(-87.7, 41.8, -87.6, 41.9)] * 2)  # fmt: skip
    return {
        "empty": (empty, "damaged, empty"), "cut": (cut, "damaged, empty"),
        "other": (other, "damaged, empty"), "none": (none, "no areas"),
        "noise": (noise, "damaged, empty"), "lone": (lone, "several files"),
        "table": (table, "several files"), "words": (words, "not a kind of boundary file"),
        "points": (points, "no areas"), "abroad": (abroad, "outside Great Britain"),
        "gone": (folder / "gone.shp", "not there any more"),
        "folder": (folder / "sub", "no boundary"),
    }  # fmt: skip


@pytest.mark.parametrize("which", ["empty", "cut", "other", "none", "noise", "lone", "table",
                                   "words", "points", "abroad", "gone", "folder"])  # fmt: skip
def test_bad_files_are_refused_in_words(tmp_path: Path, which: str) -> None:
    (tmp_path / "sub").mkdir()
    path, says = bad_files(tmp_path)[which]
    with pytest.raises(UnreadableFileError) as refusal:
        read_boundaries(path)
    words = str(refusal.value)
    assert says in words
    assert "Nothing was brought in." in words
    assert str(tmp_path) not in words


FORMATS = [
    ("knowsley.geojson", "GeoJSON"), ("knowsley.shp", "ESRI Shapefile"),
    ("knowsley.gpkg", "GPKG"), ("knowsley.tab", "MapInfo File"), ("knowsley.kml", "LIBKML"),
    ("knowsley.mif", "MapInfo File"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "driver"), FORMATS, ids=[one[0] for one in FORMATS])
def test_real_small_areas_are_the_same_from_every_format(
    shared: Path, tmp_path: Path, name: str, driver: str
) -> None:
    source = shared / "data/boundaries/lsoa_by_lad/E08000011.json"
    meta, _, blobs, values = pyogrio.raw.read(source)
    fields = {str(n): list(v) for n, v in zip(meta["fields"], values, strict=True)}
    path = write(
        tmp_path / name, driver, "EPSG:4326", shapes=shapely.from_wkb(blobs), fields=fields
    )
    if name.endswith(".shp"):
        with zipfile.ZipFile(tmp_path / "knowsley.zip", "w") as archive:
            for part in tmp_path.glob("knowsley.*"):
                if part.suffix != ".zip":
                    archive.write(part, f"inside/{part.name}")
        path = tmp_path / "knowsley.zip"
    first, found = read_boundaries(source), read_boundaries(path)
    assert found.shapes.codes == first.shapes.codes
    assert found.shapes.names == first.shapes.names
    assert (len(found.shapes.codes), found.shapes.edition) == (98, "2011")
    areas, wanted = (shapely.area(to_geometry(one.shapes)) for one in (found, first))
    assert areas == pytest.approx(wanted, rel=1e-3)
    assert "small areas (LSOA)" in found.notes[-1]
    assert f"“{found.code_column}”" in found.notes[-1]


def test_a_file_without_its_system_says_what_was_taken(tmp_path: Path) -> None:
    shp = write(tmp_path / "bare.shp", "ESRI Shapefile", "EPSG:4326")
    (tmp_path / "bare.prj").unlink()
    found = read_boundaries(shp)
    assert "bare.shp does not tell its coordinate system; taken as degrees." in found.notes
    box = bounds(found.shapes)
    assert box is not None
    assert np.abs(np.array(box) - (334_000, 390_000, 336_000, 391_000)).max() < 8


@pytest.mark.parametrize(
    ("says", "are"), [("EPSG:4326", "EPSG:27700"), ("EPSG:27700", "EPSG:4326")]
)
def test_a_file_whose_system_is_wrong_is_read_by_its_numbers(
    tmp_path: Path, says: str, are: str
) -> None:
    path = write(tmp_path / "wrong.gpkg", "GPKG", says, shapes=moved(are))
    found = read_boundaries(path)
    assert any("but its numbers are" in note for note in found.notes)
    box = bounds(found.shapes)
    assert box is not None
    assert np.abs(np.array(box) - (334_000, 390_000, 336_000, 391_000)).max() < 8


def test_outlines_that_cross_themselves_are_mended_and_said(tmp_path: Path) -> None:
    knot = shapely.Polygon(
        [(334_000, 390_000), (335_000, 391_000), (335_000, 390_000), (334_000, 391_000)]
    )
    assert not knot.is_valid
    found = read_boundaries(write(tmp_path / "knot.gpkg", "GPKG", shapes=[knot, BOXES[1]]))
    assert any(note.startswith("1 area has an outline that crosses itself") for note in found.notes)
    made = to_geometry(found.shapes)
    assert shapely.is_valid(made).all()
    assert shapely.area(made) == pytest.approx([5e5, 1e6])
    whole = read_boundaries(write(tmp_path / "whole.gpkg", "GPKG"))
    assert not any("cross" in note for note in whole.notes)


def test_a_zip_is_looked_into(tmp_path: Path) -> None:
    path = write(tmp_path / "beats.gpkg", "GPKG")
    with zipfile.ZipFile(tmp_path / "sent.zip", "w") as archive:
        archive.write(path, "Boundaries 2024/beats.gpkg")
        archive.writestr("read me.txt", "boundaries")
        archive.writestr("__MACOSX/._beats.gpkg", "nothing")
    assert len(read_boundaries(tmp_path / "sent.zip").shapes.codes) == 2
    with zipfile.ZipFile(tmp_path / "none.zip", "w") as archive:
        archive.writestr("read me.txt", "boundaries")
    with pytest.raises(UnreadableFileError, match="no boundary file in none.zip"):
        read_boundaries(tmp_path / "none.zip")
    (tmp_path / "bad.zip").write_bytes(b"PK no zip")
    with pytest.raises(UnreadableFileError, match="damaged"):
        read_boundaries(tmp_path / "bad.zip")
