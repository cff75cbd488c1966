"""The quality of an edition follows each question, and is worked out once."""

from __future__ import annotations

import pytest
import shapely

from tests.services.test_bringing_in import bring
from workbench.analysis.outlines import to_geometry
from workbench.domain.data import Boundaries, Dataset, Edition
from workbench.errors import NotFoundError
from workbench.intake.boundaries import read_boundaries
from workbench.intake.quality_fact import Concern
from workbench.services import asking, bringing_in, quality, records

OUTSIDE = "Over 500 m outside the boundaries that were brought in"


@pytest.fixture
def brought(casebook, problem, shelf, shared):
    """January 2024 of Merseyside among its own boundaries, and those of 2011."""
    folder = shared / "data"
    zipped = folder / "police-uk/merseyside/merseyside-2018-11-to-2024-02-street.zip"
    bring(casebook, Dataset(problem_id=problem, name="Merseyside", source="police.uk"), zipped)
    boundaries = folder / "boundaries"
    bringing_in.bring_in_boundaries(casebook, problem, boundaries / "lsoa_by_lad", "Of 2011")
    new = boundaries / "lsoa21_merseyside.geojson"
    bringing_in.bring_in_boundaries(casebook, problem, new, "Of 2021")
    (edition,) = records.all_of(casebook, Edition)
    return edition, records.all_of(casebook, Boundaries)


def test_mixed_editions_of_codes_harm_maps_of_areas_alone(shelf, brought) -> None:
    edition, boundaries = brought
    found = quality.quality(shelf, edition.id, boundaries)
    mixed = next(f for f in found.facts if f.what.startswith("Small-area codes of two editions"))
    assert (mixed.n, mixed.of, mixed.harms) == (23_618, 77_137, (Concern.AREAS,))
    assert "Jan 2024 to Feb 2024 of 2021" in mixed.what
    kinds = asking.questions()
    assert mixed in found.things(kinds["map_areas"])
    assert mixed not in found.things(kinds["hour_week"])
    months = [f.what for f in found.things(kinds["trend"])]
    assert any(what.startswith("Months without a row: Feb 2019") for what in months)
    assert found.things() == tuple(f for f in found.told() if f.light.value != "green")


def test_points_outside_the_boundaries_are_counted(shelf, brought) -> None:
    edition, boundaries = brought
    outside = [
        fact.n
        for fact in quality.quality(shelf, edition.id, boundaries).facts
        if fact.what == OUTSIDE
    ]
    assert 0 < outside[0] <= 60  # 37 rows have a code of a district beyond; outlines are coarse


def test_it_is_worked_out_once_until_boundaries_come(shelf, brought) -> None:
    edition, boundaries = brought
    first = quality.quality(shelf, edition.id, boundaries)
    assert quality.quality(shelf, edition.id, boundaries) is first
    assert quality.quality(shelf, edition.id) is not first


def test_an_edition_that_was_taken_back_is_said(casebook, dataset, shelf, export) -> None:
    changes = bring(casebook, dataset, export("a.csv"))
    (edition,) = records.all_of(casebook, Edition)
    records.make_again(casebook, changes.undone())
    with pytest.raises(NotFoundError):
        quality.quality(shelf, edition.id)


def test_what_was_left_out_is_told_afterwards_too(casebook, dataset, shelf, tmp_path) -> None:
    path = tmp_path / "faults.csv"
    lines = ["Reference,Start,Easting,Northing"]
    lines += [f"R{n},{n:02d}/03/2026 10:00,340000,390000" for n in range(1, 20)]
    lines += ["R20,never,340000,390000", "R21,20/03/2026 10:00,0,0"]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    bring(casebook, dataset, path)
    (edition,) = records.all_of(casebook, Edition)
    found = {fact.what: fact.n for fact in quality.quality(shelf, edition.id).facts}
    assert found["Left out: a start date that cannot be read as day/month/year"] == 1
    assert found["Coordinates at 0,0"] == 1


def test_every_question_rests_on_something() -> None:
    for kind in asking.questions().values():
        assert Concern.ROWS in quality.concerns(kind)
    assert Concern.POINTS in quality.concerns(asking.questions()["map_density"])
    assert Concern.AREAS not in quality.concerns(asking.questions()["top_places"])


def test_figures_that_somebody_else_counted(casebook, shelf, brought) -> None:
    """Burglary and robbery of Merseyside, counted by the author of the evaluation panel."""
    from datetime import date

    from workbench.analysis.filter import Filter
    from workbench.services.asking import Request

    edition, _ = brought
    known = {
        ("Burglary", 1): 436, ("Robbery", 1): 78, ("Burglary", 2): 319, ("Robbery", 2): 72,
    }  # fmt: skip
    for (kind, month), n in known.items():
        chosen = Filter(types=(kind,), first=date(2024, month, 1), last=date(2024, month, 28))
        asked = Request("top_places", edition.id, chosen)
        assert asking.ask(shelf, asked).result.basis.n == n


def test_rows_are_held_against_the_boundaries_before_they_are_kept(shelf, brought, shared) -> None:
    from workbench.intake.making import make
    from workbench.intake.opening import open_file
    from workbench.intake.proposing import propose

    _, boundaries = brought
    loose = shared / "data/police-uk/merseyside/2018-10/2018-10-merseyside-street.csv"
    source = open_file(loose)
    made = make(source, propose(source))
    old = [one for one in boundaries if one.name == "Of 2021"]
    wrong = next(
        f
        for f in quality.ahead(shelf, made, old)
        if f.what == "No area in “Of 2021” has their code"
    )
    assert (wrong.n, wrong.light.value) == (1_163, "amber")
    assert "Bring in small areas (LSOA) of 2011" in wrong.effect
    right = {f.what: f.n for f in quality.ahead(shelf, made, boundaries)}
    assert right["No area in “Of 2011” has their code"] == 6


@pytest.mark.slow
def test_a_force_outline_without_codes_serves_too(casebook, problem, shelf, shared) -> None:
    folder = shared / "data"
    zipped = folder / "police-uk/northumbria/northumbria-2020-05-to-2022-04-street.zip"
    bring(casebook, Dataset(problem_id=problem, name="Northumbria"), zipped)
    districts = folder / "boundaries/northumbria_districts.geojson"
    bringing_in.bring_in_boundaries(casebook, problem, districts, "Districts")
    (edition,) = records.all_of(casebook, Edition)
    found = quality.quality(shelf, edition.id, records.all_of(casebook, Boundaries))
    facts = {fact.what: fact.n for fact in found.facts}
    assert facts[OUTSIDE] == _beyond(shelf.incidents(edition.id), districts)
    strange = next(n for what, n in facts.items() if what.startswith("In districts with hardly"))
    assert 0 < facts[OUTSIDE] < strange  # most of them lie within 500 m of the border
    assert facts["Place given as “No Location”"] == 83 + 67 + 77 + 45 + 25 + 39 + 38 + 44
    assert facts["No small-area code"] == 418 + 2
    assert "Small-area codes of 2011." in edition.notes


def _beyond(rows, districts) -> int:
    """Rows over 500 m from any district, by their distance, which is another way than ours."""
    points = rows.frame.select("easting", "northing").drop_nulls()
    whole = shapely.union_all(to_geometry(read_boundaries(districts).shapes))
    shapely.prepare(whole)
    dots = shapely.points(points.to_numpy())
    out = ~shapely.contains_properly(whole, dots)
    return int((shapely.distance(dots[out], whole) > 500).sum())
