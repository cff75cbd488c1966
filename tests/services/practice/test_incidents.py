"""The made-up export: fixed, messy in known ways, and with an effect in it that can be found."""

from __future__ import annotations

import json
import math
from pathlib import Path

import polars as pl
import pytest
import shapely

from workbench.domain.data import Role
from workbench.services.practice.incidents import COLUMNS, incidents, write_csv
from workbench.services.practice.town import (
    EASTHAVEN,
    WESTBROOK,
    all_codes,
    all_names,
    shapes,
    write_boundaries,
)


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    return incidents()


@pytest.fixture(scope="module")
def clean(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows that can be read, each once."""
    seen = pl.col("Date Time From").str.to_datetime("%d/%m/%Y %H:%M", strict=False)
    return rows.unique("Ref No").with_columns(seen=seen).drop_nulls("seen")


def test_it_is_the_same_every_time(rows: pl.DataFrame) -> None:
    assert rows.equals(incidents())


def test_every_column_has_a_role(rows: pl.DataFrame) -> None:
    assert rows.columns == list(COLUMNS)
    assert set(rows.dtypes) == {pl.String}
    wanted = {Role.START, Role.END, Role.PLACE, Role.PERSON, Role.EASTING, Role.NORTHING, Role.AREA}
    assert wanted <= set(COLUMNS.values())


def test_it_covers_26_months_to_september(clean: pl.DataFrame) -> None:
    months = clean["seen"].dt.truncate("1mo").unique().sort()
    assert len(months) == 26
    assert f"{months[0]:%Y-%m}" == "2024-08"
    assert f"{months[-1]:%Y-%m}" == "2026-09"


def test_its_faults_are_known(rows: pl.DataFrame) -> None:
    assert rows.height - rows["Ref No"].n_unique() == 4
    assert (rows["Date Time From"] == "not known").sum() == 3
    assert (rows["Easting"] == "0").sum() >= 9
    assert rows["Date Time To"].str.starts_with("01/01/2024").sum() >= 2
    assert (rows["Location"] != rows["Location"].str.strip_chars()).sum() >= 7
    assert (rows["Back At"] == "").sum() >= 20


def test_people_are_codes_and_nothing_else(rows: pl.DataFrame) -> None:
    assert rows["Child Code"].str.contains(r"^(C-\d{3})?$").all()


def test_a_few_children_hold_half(clean: pl.DataFrame) -> None:
    """The practice statement says six of 41 account for half."""
    here = clean.filter(pl.col("Reported By").is_in(["Home A", "Home B", "Home C"]))
    children = here.filter(pl.col("Child Code") != "").group_by("Child Code").len()
    ranked = children.sort("len", descending=True)["len"]
    assert ranked.len() == 41
    assert 0.47 <= ranked[:6].sum() / ranked.sum() <= 0.56


def test_reports_come_after_school_and_in_the_evening(clean: pl.DataFrame) -> None:
    hours = clean["seen"].dt.hour()
    peaks = hours.is_between(15, 18) | hours.is_between(19, 23)
    assert peaks.mean() > 0.7
    days = clean.group_by(pl.col("seen").dt.weekday()).len().sort("seen")["len"]
    assert days.arg_max() in (4, 5)  # Friday or Saturday


def counts(clean: pl.DataFrame, codes: tuple[str, ...], year: int) -> int:
    return clean.filter(
        pl.col("Area Code").is_in(list(codes)),
        pl.col("seen").dt.year() == year,
        pl.col("seen").dt.month().is_between(3, 9),
    ).height


def test_the_effect_can_be_found_and_is_what_the_assessment_says(clean: pl.DataFrame) -> None:
    before, after = (counts(clean, WESTBROOK.codes, year) for year in (2025, 2026))
    was, now = (counts(clean, EASTHAVEN.codes, year) for year in (2025, 2026))
    assert round(before / 7) == 32  # the baseline of objective O1
    assert after / 7 < 21  # its target
    assert 0.36 <= 1 - after / before <= 0.44  # "about two fifths"
    assert abs(1 - now / was) < 0.1  # "hardly moved"
    ratio = math.log((after / before) / (now / was))
    error = math.sqrt(1 / before + 1 / after + 1 / was + 1 / now)
    assert math.exp(ratio + 1.96 * error) < 1
    assert 0.55 <= math.exp(ratio) <= 0.7  # a fall of a third or more


def test_before_march_there_were_about_30_a_month(clean: pl.DataFrame) -> None:
    early = clean.filter(
        pl.col("seen") < pl.datetime(2026, 3, 1), pl.col("Area Code").is_in(list(WESTBROOK.codes))
    )
    assert 29 <= early.height / 19 <= 32


def test_the_areas_are_whole_and_hold_the_points(clean: pl.DataFrame) -> None:
    polygons = dict(zip(all_codes(), [*shapes(WESTBROOK), *shapes(EASTHAVEN)], strict=True))
    assert len(polygons) == 30
    assert len(set(all_names())) == 30
    assert all(polygon.is_valid for polygon in polygons.values())
    union = shapely.union_all(list(polygons.values()))
    assert union.area == pytest.approx(sum(p.area for p in polygons.values()), rel=1e-9)
    placed = clean.filter(pl.col("Area Code") != "")
    assert placed.height >= clean.height - 12
    for code, east, north in (
        placed.select("Area Code", "Easting", "Northing").sample(80, seed=1).iter_rows()
    ):
        assert polygons[code].contains(shapely.Point(float(east), float(north)))


def test_the_towns_lie_in_the_sea() -> None:
    """The towns lie more than 15 km off the coast of Lancashire, so nobody lives there."""
    for town in (WESTBROOK, EASTHAVEN):
        for place in (*town.homes, *town.places):
            assert 299_000 < place.easting < 311_000
            assert 448_000 < place.northing < 453_000
            assert any(
                shape.contains(shapely.Point(place.easting, place.northing))
                for shape in shapes(town)
            )


def test_the_file_is_what_a_force_hands_over(tmp_path: Path, rows: pl.DataFrame) -> None:
    path = write_csv(tmp_path / "export.csv")
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in raw
    back = pl.read_csv(path, infer_schema=False).fill_null("")
    assert back.equals(rows)


def test_the_boundaries_can_be_read_as_any_others(tmp_path: Path) -> None:
    import pyogrio

    path = write_boundaries(tmp_path / "areas.geojson")
    info = pyogrio.read_info(path)
    assert info["features"] == 30
    assert "27700" in info["crs"]
    told = json.loads(path.read_text(encoding="utf-8"))
    assert [f["properties"]["code"] for f in told["features"]] == list(all_codes())
