"""The edition of small-area codes is told, and the boundary file that fits them is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from tests.services.test_bringing_in import bring
from workbench.analysis import area_codes
from workbench.analysis.incidents import Incidents
from workbench.domain.data import Boundaries, Dataset, Edition
from workbench.services import asking, bringing_in, records
from workbench.services.asking import Request
from workbench.services.joins import joins

# Rows whose code is not among the areas of the right and of the wrong edition; the counts of the
# right one are those of SOURCES.md, beside the data, which also gives 837 to 1,163 as the range.
MONTHS = {
    date(2018, 10, 1): (6, 1_163),
    date(2018, 11, 1): (6, 994),
    date(2018, 12, 1): (2, 975),
    date(2019, 1, 1): (7, 957),
    date(2021, 12, 1): (6, 1_009),
    date(2024, 1, 1): (8, 1_021),
    date(2024, 2, 1): (8, 837),
}
NEW = date(2024, 1, 1)


@pytest.fixture
def merseyside(casebook, problem, shelf, shared):
    """All seven months in one edition, beside both editions of the boundaries."""
    folder = shared / "data"
    dataset = Dataset(problem_id=problem, name="Merseyside", source="data.police.uk")
    bring(casebook, dataset, folder / "police-uk/merseyside")
    boundaries = folder / "boundaries"
    bringing_in.bring_in_boundaries(casebook, problem, boundaries / "lsoa_by_lad", "Of 2011")
    new = boundaries / "lsoa21_merseyside.geojson"
    bringing_in.bring_in_boundaries(casebook, problem, new, "Of 2021")
    (edition,) = records.all_of(casebook, Edition)
    return edition, {one.name: one for one in records.all_of(casebook, Boundaries)}


def test_every_month_of_merseyside_both_ways(shelf, merseyside) -> None:
    edition, sets = merseyside
    found = joins(shelf, edition.id, tuple(sets.values()))
    lost = {fit.name: {month: n for month, _, n in fit.months} for fit in found.fits}
    right = {m: lost["Of 2021" if m >= NEW else "Of 2011"][m] for m in MONTHS}
    wrong = {m: lost["Of 2011" if m >= NEW else "Of 2021"][m] for m in MONTHS}
    assert right == {m: n for m, (n, _) in MONTHS.items()}
    assert wrong == {m: n for m, (_, n) in MONTHS.items()}
    assert (found.level, found.editions) == ("small areas (LSOA)", "2011, 2021")
    assert [(run.edition, run.first, run.last) for run in found.stretches] == [
        ("2011", date(2018, 10, 1), date(2021, 12, 1)),
        ("2021", NEW, date(2024, 2, 1)),
    ]
    assert edition.area_codes == "2011, 2021"


def test_the_right_file_is_named_for_the_months_that_need_it(shelf, merseyside) -> None:
    edition, sets = merseyside
    found = joins(shelf, edition.id, tuple(sets.values()))
    (said,) = found.advice(sets["Of 2011"].id)
    assert said == (
        "1,858 of 23,618 rows of Jan 2024 to Feb 2024 have no code in “Of 2011” and are put into "
        "it by their points. The rows "
        "use codes of 2021, “Of 2011” holds those of 2011. Use “Of 2021” instead, where 16 have "
        "none."
    )
    (other,) = found.advice(sets["Of 2021"].id)
    assert other.startswith("5,098 of 68,527 rows of Oct 2018 to Dec 2021 have no code")
    assert "Use “Of 2011” instead, where 27 have none." in other
    alone = joins(shelf, edition.id, (sets["Of 2011"],))
    assert "Bring in small areas (LSOA) of 2021" in alone.advice(sets["Of 2011"].id)[0]


def test_the_map_says_it_too(shelf, merseyside) -> None:
    edition, sets = merseyside
    for name, theirs in (("Of 2011", "2021"), ("Of 2021", "2011")):
        request = Request("map_areas", edition.id, boundaries_id=sets[name].id)
        alone = replace(request, parameters={"by": "code"})
        reading = asking.ask(shelf, alone).reading
        assert reading.says == "Boundaries do not fit"
        assert f"they use small areas of {theirs}" in reading.caveat
        placed = asking.ask(shelf, request)
        assert placed.reading.says == ""
        assert placed.result.by_point > 20_000
        assert f"they carry no code of these boundaries of {name[3:]}" in str(placed.reading)


def test_wards_are_told_from_small_areas(casebook, problem, shelf, merseyside, shared) -> None:
    edition, _ = merseyside
    wards = shared / "data/boundaries/wards_by_lad"
    bringing_in.bring_in_boundaries(casebook, problem, wards, "Wards")
    own = next(one for one in records.all_of(casebook, Boundaries) if one.name == "Wards")
    (said,) = joins(shelf, edition.id, (own,)).advice(own.id)
    assert "holds wards, the rows have codes of small areas (LSOA)" in said


def rows_of(*months: tuple[int, list[str]]) -> Incidents:
    frame = pl.DataFrame(
        [(date(2024, month, 3), code) for month, codes in months for code in codes],
        schema={"start": pl.Date, "area": pl.String},
        orient="row",
    )
    return Incidents(frame.with_columns(pl.col("start").cast(pl.Datetime("us"))))


def test_a_month_with_few_codes_goes_with_its_neighbours() -> None:
    old = [f"E010{n:05d}" for n in range(60)]
    new = [*old, "E01034832"]
    found = area_codes.coded(rows_of((1, old[:3]), (2, old), (3, old[:2]), (4, new)))
    runs = area_codes.stretches(found)
    assert [(run.edition, run.rows) for run in runs] == [("2011", 65), ("2021", 61)]
    few = area_codes.coded(rows_of((1, old[:3])))
    assert [run.edition for run in area_codes.stretches(few)] == [""]
    assert area_codes.stretches(area_codes.coded(rows_of())) == ()


def test_codes_are_compared_without_blanks_and_capitals() -> None:
    found = area_codes.coded(rows_of((1, ["e01006512 ", "E01006512", "E01006513", ""])))
    assert found["n"].to_list() == [2, 1]
    lost = area_codes.unmatched(found, [" e01006512"])
    assert lost.row(0) == (date(2024, 1, 1), 3, 1)


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (["E02006934"], "middle areas (MSOA)"),
        (["E05001643", "E05001644"], "wards"),
        (["W01000001", "E01000001"], "small areas (LSOA)"),
        (["E08000012", "Liverpool", None], ""),
        (["beat 1"], ""),
        ([], ""),
    ],
)
def test_the_kind_of_area_is_told_from_its_codes(codes, words) -> None:
    assert area_codes.level(codes) == words
