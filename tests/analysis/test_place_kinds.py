"""Top places, repeats and maps: what they find, what they say, and what they refuse."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
import polars as pl
import pytest
import shapely

from workbench.analysis.codec import pack, unpack
from workbench.analysis.density import suited
from workbench.analysis.grid import to_grid
from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import AnyKind, Asked
from workbench.analysis.kinds import map_areas, map_density, map_points, repeats, top_places
from workbench.analysis.outlines import from_geometry
from workbench.analysis.shapes import Shapes
from workbench.domain.data import Precision
from workbench.errors import CannotAnswerError

KINDS = [top_places.KIND, repeats.KIND, map_points.KIND, map_density.KIND, map_areas.KIND]


def grid_of_areas(prefix: str = "E0100", side: int = 4, size: float = 1_000.0) -> Shapes:
    """Sixteen square areas from 0, 0, each a kilometre wide."""
    boxes = [shapely.box(x * size, y * size, (x + 1) * size, (y + 1) * size)
             for y in range(side) for x in range(side)]  # fmt: skip
    codes = [f"{prefix}{index:04d}" for index in range(len(boxes))]
    names = [f"Testham {index + 1:03d}A" for index in range(len(boxes))]
    return from_geometry(np.array(boxes, dtype=object), codes, names, "2011", "made for tests")


def street_rows(counts: tuple[int, ...] = (8, 4, 2, 1, 1), snap: bool = False) -> Incidents:
    """Streets with so many incidents each, at the middles of areas of the grid."""
    start = "On or near " if snap else ""
    rows = []
    for index, count in enumerate(counts):
        x, y = index % 4, index // 4
        rows += [
            {"place": f"{start}Street {index}", "easting": 500.0 + 1_000 * x,
             "northing": 500.0 + 1_000 * y, "area": f"E0100{index:04d}",
             "start": datetime(2024, 1, 1 + at % 28)}
            for at in range(count)
        ]  # fmt: skip
    return Incidents(pl.DataFrame(rows), Precision.DAY, "bng", source="made for tests")


def ask(kind: AnyKind, rows: Incidents, shapes: Shapes | None = None, **parameters: Any) -> Any:
    return kind.run(Asked(rows, parameters, shapes))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
@pytest.mark.parametrize("rows", [0, 1, 16])
def test_any_number_of_rows_is_answered_kept_and_told(kind: AnyKind, rows: int) -> None:
    told = street_rows()
    told = replace(told, frame=told.frame.head(rows))
    result = ask(kind, told, grid_of_areas())
    assert result.basis.n == rows
    kept = unpack(pack(result), kind.result)
    assert pack(kept) == pack(result)
    assert kind.reading(kept) == kind.reading(result)
    reading, table = kind.reading(result), kind.table(result)
    assert reading.finding
    assert not reading.finding.endswith(".")
    assert all(sentence.endswith(".") for sentence in reading.sentences)
    assert all(len(row) == len(table.columns) for row in table.rows)
    words = " ".join((reading.finding, *reading.sentences, reading.caveat, *reading.working))
    assert "nan" not in words.lower().split()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_the_order_of_rows_does_not_matter(kind: AnyKind) -> None:
    told = street_rows()
    mixed = replace(told, frame=told.frame.sample(fraction=1, shuffle=True, seed=3))
    shapes = grid_of_areas()
    assert pack(ask(kind, told, shapes)) == pack(ask(kind, mixed, shapes))


# --- top places --------------------------------------------------------------------------------


def test_top_places_rank_and_add_up() -> None:
    result = ask(top_places.KIND, street_rows())
    assert result.counts == (8, 4, 2, 1, 1)
    assert (result.half, result.most, result.total) == (1, 3, 16)
    table = top_places.KIND.table(result)
    shares = [row[4] for row in table.rows[:-1]]
    assert sum(share for share in shares if isinstance(share, float)) == pytest.approx(1)
    assert table.rows[0][:4] == (1, "Street 0", "E01000000", 8)
    assert top_places.KIND.reading(result).finding == "1 of 5 places holds half of the incidents"


def test_areas_without_incidents_count_when_boundaries_are_there() -> None:
    result = ask(top_places.KIND, street_rows(), grid_of_areas(), by="area")
    assert result.places == 16
    assert result.every_place
    assert "at least one" not in top_places.KIND.reading(result).caveat


def test_points_named_by_a_sort_of_place_are_flagged_and_can_be_left_out() -> None:
    told = street_rows(snap=True)
    frame = told.frame.with_columns(
        pl.when(pl.col("place") == "On or near Street 0")
        .then(pl.lit("On or near Supermarket"))
        .otherwise("place")
        .alias("place")
    )
    told = replace(told, frame=frame)
    shown = ask(top_places.KIND, told)
    assert shown.generic[0]
    assert shown.snap
    assert "8 incidents (50%)" in " ".join(top_places.KIND.reading(shown).sentences)
    out = ask(top_places.KIND, told, generic="out")
    assert out.total == 8
    assert dict(out.basis.left_out) == {"only the sort of place is known": 8}


def test_top_places_refuse_rows_that_say_nothing_of_place() -> None:
    bare = Incidents(pl.DataFrame({"start": [datetime(2024, 1, 1)], "count": [3]}), summed=True)
    with pytest.raises(CannotAnswerError, match="says nowhere"):
        ask(top_places.KIND, bare)
    with pytest.raises(CannotAnswerError, match="no place column"):
        ask(top_places.KIND, replace(street_rows(), frame=street_rows().frame.drop("place")),
            by="place")  # fmt: skip


def test_totals_by_area_are_ranked_by_what_they_count() -> None:
    frame = pl.DataFrame({"area": ["A", "B", "A", ""], "count": [3, 10, 4, 2]})
    result = ask(top_places.KIND, Incidents(frame, summed=True))
    assert (result.names, result.counts) == (("B", "A"), (10, 7))
    assert dict(result.basis.left_out) == {"no place": 2}


# --- repeats -----------------------------------------------------------------------------------


def test_repeats_by_place_and_by_person() -> None:
    told = street_rows((3, 2, 1))
    result = ask(repeats.KIND, told)
    assert result.measures.victims == (1, 1, 1, 0, 0)
    assert result.measures.repeat_incidents == pytest.approx(0.5)
    people = replace(told, frame=told.frame.with_columns(person=pl.Series(["p", "p", "q", *"r  "])))
    by_person = ask(repeats.KIND, people, by="person")
    assert by_person.measures.victims == (2, 1, 0, 0, 0)
    assert by_person.nowhere == 2
    assert "people" in repeats.KIND.reading(by_person).measure


def test_repeats_of_a_number_that_is_given_tell_prevalence_and_incidence() -> None:
    told = Incidents(pl.DataFrame({"place": ["A", "A", "B", "C"]}), source="made for tests")
    found = repeats.run(Asked(told, {"known": 400}))
    said = repeats.reading(found)
    assert (
        "Of 400 places in all, 7.5 in 1,000 were hit (prevalence); there were 10 incidents for "
        "each 1,000 (incidence)." in said.sentences
    )
    assert "Prevalence: 3 / 400" in said.working[-1]
    assert "give their number" in repeats.reading(repeats.run(Asked(told, {}))).working[-1]
    with pytest.raises(CannotAnswerError, match="3 places were hit, and 2 are said"):
        repeats.run(Asked(told, {"known": 2}))


def test_repeats_at_map_points_say_so() -> None:
    reading = repeats.KIND.reading(ask(repeats.KIND, street_rows(snap=True)))
    assert "shared by several addresses" in reading.caveat
    assert reading.tone == "unsure"
    assert "map points" in reading.finding


def test_repeats_drop_the_second_row_of_a_reference() -> None:
    told = street_rows((3, 1))
    told = replace(told, frame=told.frame.with_columns(reference=pl.Series(["1", "1", "2", "3"])))
    result = ask(repeats.KIND, told)
    assert (result.duplicates, result.measures.total) == (1, 3)


def test_repeats_refuse_totals_and_files_without_places() -> None:
    with pytest.raises(CannotAnswerError, match="totals"):
        ask(repeats.KIND, Incidents(pl.DataFrame({"area": ["A"], "count": [3]}), summed=True))
    with pytest.raises(CannotAnswerError, match="no person code"):
        ask(repeats.KIND, street_rows(), by="person")


# --- maps --------------------------------------------------------------------------------------


def test_points_without_coordinates_are_counted_never_drawn() -> None:
    told = street_rows((2, 1))
    frame = told.frame.with_columns(
        easting=pl.Series([0.0, float("nan"), 1_500.0]), northing=pl.Series([0.0, 5.0, 500.0])
    )
    result = ask(map_points.KIND, replace(told, frame=frame))
    assert (result.unplaced, result.at_zero, result.basis.n) == (1, 1, 1)
    assert "0, 0" in " ".join(map_points.KIND.reading(result).sentences)


def test_blurring_keeps_the_total_and_forgets_the_words() -> None:
    result = ask(map_points.KIND, street_rows())
    blurred = map_points.blurred(result, 2_000)
    assert blurred.counts.sum() == result.counts.sum()
    assert (blurred.names, len(blurred.counts)) == ((), 2)
    assert np.abs(blurred.easting - 1_000).max() % 2_000 == 0
    assert "no address" in map_points.KIND.reading(blurred).caveat


def test_local_metres_have_no_outline() -> None:
    result = ask(map_points.KIND, replace(street_rows(), places="local"), grid_of_areas())
    assert result.ground.local
    assert not result.ground.areas.codes


def test_density_adds_up_and_names_the_thickest_spot() -> None:
    result = ask(map_density.KIND, street_rows(), bandwidth=300)
    assert result.density.sum() * (result.cell / 1_000) ** 2 == pytest.approx(16, rel=0.01)
    assert result.peaks[0].near == "Street 0"
    assert result.peaks[0].incidents == 8
    assert abs(result.peaks[0].easting - 500) <= result.cell


def test_density_of_a_county_is_spread_wider_than_of_a_town() -> None:
    assert suited((0, 0, 10_000, 9_000)) == 300
    assert suited((0, 0, 100_000, 50_000)) == 2_000


def test_maps_refuse_files_without_coordinates() -> None:
    bare = replace(street_rows(), frame=street_rows().frame.drop("easting"))
    for kind in (map_points.KIND, map_density.KIND):
        with pytest.raises(CannotAnswerError, match="no easting"):
            ask(kind, bare)
    with pytest.raises(CannotAnswerError, match="needs boundaries"):
        ask(map_areas.KIND, street_rows())
    nothing = replace(bare, frame=bare.frame.drop("area"))
    with pytest.raises(CannotAnswerError, match="no small-area code"):
        ask(map_areas.KIND, nothing, grid_of_areas())


@pytest.mark.parametrize("by", ["code", "place", "auto"])
def test_areas_are_counted_by_code_and_by_point(by: str) -> None:
    result = ask(map_areas.KIND, street_rows(), grid_of_areas(), by=by)
    assert result.counts.tolist() == [8, 4, 2, 1, 1] + [0] * 11
    assert (result.matched, result.unmatched, result.unknown) == (16, 0, 0)


def test_rows_without_a_code_are_placed_by_their_point() -> None:
    told = street_rows((2, 2))
    frame = told.frame.with_columns(area=pl.Series(["", None, "E01000001", "E01009999"]))
    result = ask(map_areas.KIND, replace(told, frame=frame), grid_of_areas())
    assert result.counts[:2].tolist() == [2, 2]  # a code that the boundaries lack gives way too
    assert (result.unmatched, result.by_point) == (0, 3)
    alone = ask(map_areas.KIND, replace(told, frame=frame), grid_of_areas(), by="code")
    assert (alone.counts[:2].tolist(), alone.unmatched, alone.unknown) == ([0, 1], 1, 2)
    assert alone.strange == (("E01009999", 1),)


def test_other_areas_than_the_codes_are_joined_by_point() -> None:
    result = ask(map_areas.KIND, street_rows(), grid_of_areas("E0500"))
    assert result.by == "place"
    assert result.matched == 16
    with pytest.raises(CannotAnswerError, match="None of the incidents"):
        ask(map_areas.KIND, street_rows(), grid_of_areas("E0500"), by="code")


def test_small_counts_are_hidden_and_none_can_be_worked_out() -> None:
    result = ask(map_areas.KIND, street_rows((18, 9, 8, 1)), grid_of_areas(), threshold=5)
    assert result.counts[:4].tolist() == [18, 9, map_areas.HIDDEN, map_areas.HIDDEN]
    told = [row[2] for row in map_areas.KIND.table(result).rows]
    assert told.count("withheld") == 2
    # 5 and 1 together make 6, so that the small one could only be 1: the 6 and the 8 go too.
    narrow = ask(map_areas.KIND, street_rows((8, 6, 5, 1)), grid_of_areas(), threshold=5)
    assert narrow.counts[:4].tolist() == [map_areas.HIDDEN] * 4
    assert map_areas.conceal(result, 0) is result
    assert map_areas.conceal(ask(map_areas.KIND, street_rows(), grid_of_areas()), 20).edges == ()


# --- real files --------------------------------------------------------------------------------


def test_the_wrong_edition_is_told_in_words_and_numbers(shared: Any, real_rows: Any) -> None:
    from workbench.intake.boundaries import read_boundaries

    folder = shared / "data/boundaries"
    rows = real_rows("2018-11", "2018-12")
    later = read_boundaries(folder / "lsoa21_merseyside.geojson").shapes
    wrong = ask(map_areas.KIND, rows, later, by="code")
    right = ask(map_areas.KIND, rows, read_boundaries(folder / "lsoa_by_lad").shapes)
    assert right.unmatched == 6 + 2  # as the source says: 6 and 2 rows lie outside the force
    assert wrong.unmatched > 2 * 800
    caveat = map_areas.KIND.reading(wrong).caveat
    assert "small areas of 2011, the boundaries are of 2021" in caveat
    assert "Bring in the 2011 boundaries" in caveat
    assert "2011" not in map_areas.KIND.reading(right).caveat
    placed = ask(map_areas.KIND, rows, later)
    assert placed.by_point == placed.matched
    assert placed.unmatched < 30
    assert "2011" not in map_areas.KIND.reading(placed).caveat


def test_codes_agree_with_where_the_points_lie(shared: Any, real_rows: Any) -> None:
    """Published codes against our projection and join: nearly all points lie in their area."""
    from workbench.intake.boundaries import read_boundaries

    shapes = read_boundaries(shared / "data/boundaries/lsoa_by_lad").shapes
    rows = real_rows("2018-11")
    by_code = ask(map_areas.KIND, rows, shapes, by="code")
    by_point = ask(map_areas.KIND, rows, shapes, by="place")
    moved = np.abs(by_code.counts - by_point.counts).sum() / 2
    assert moved / by_code.matched < 0.05  # the boundaries are generalised


@pytest.fixture(scope="session")
def real_rows(shared: Any) -> Any:
    """Rows of the Merseyside street files, with points on the National Grid."""
    import io
    import zipfile

    def read(*months: str) -> Incidents:
        path = shared / "data/police-uk/merseyside/merseyside-2018-11-to-2024-02-street.zip"
        with zipfile.ZipFile(path) as archive:
            names = [n for n in archive.namelist() if any(month in n for month in months)]
            parts = [pl.read_csv(io.BytesIO(archive.read(n)), infer_schema=False) for n in names]
        frame = pl.concat(parts)
        east, north = to_grid(
            frame["Longitude"].cast(float).fill_null(float("nan")).to_numpy(),
            frame["Latitude"].cast(float).fill_null(float("nan")).to_numpy(),
        )
        told = frame.select(
            pl.col("Month").str.to_datetime("%Y-%m").alias("start"),
            pl.col("Location").alias("place"),
            pl.col("LSOA code").alias("area"),
        ).with_columns(easting=east, northing=north)
        return Incidents(told, Precision.MONTH, "bng", source="data.police.uk")

    return read
