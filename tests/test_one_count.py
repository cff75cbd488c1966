"""One area has one count: on the map, in charts, in the assessment, a cross-table and a paper."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest
import shapely

from tests.conftest import PASSPHRASE, SHARED, Clock
from tests.papers_read import word_text
from workbench.analysis.enclosing import write_rings
from workbench.analysis.filter import Filter
from workbench.analysis.joining import by_code
from workbench.analysis.outlines import to_geometry
from workbench.domain.assessment import Assessment
from workbench.domain.audience import Marking
from workbench.domain.briefing import Briefing
from workbench.domain.data import Area, AreaRole, Boundaries, Dataset, Edition
from workbench.domain.evidence import EvidenceCard
from workbench.intake.opening import open_file
from workbench.intake.proposing import propose
from workbench.services import asking, assessing, bringing_in, cards, papers, problems, records
from workbench.services.asking import Request
from workbench.services.placing import rows_of
from workbench.services.problems import Start
from workbench.services.shelf import Shelf
from workbench.store.casebook import Casebook
from workbench.ui.mapping import picking
from workbench.ui.mapping.data import MapData, load
from workbench.ui.mapping.selection import Chosen
from workbench.ui.mapping.sheet import Wanted
from workbench.ui.mapping.tools import Shape

SAMPLE = Path(__file__).parent / "data"
ZIPPED = "police-uk/merseyside/merseyside-2018-11-to-2024-02-street.zip"
FILES = {
    "sample": {
        "Of 2011": SAMPLE / "boundaries/small_areas_2011.json",
        "Of 2021": SAMPLE / "main-job/small_areas.geojson",
        "Wards": SAMPLE / "boundaries/wards.json",
    },
    "whole": {
        "Of 2011": SHARED / "data/boundaries/lsoa_by_lad",
        "Of 2021": SHARED / "data/boundaries/lsoa21_merseyside.geojson",
        "Wards": SHARED / "data/boundaries/wards_by_lad",
    },
}
WANTED = {"Of 2011": 3, "Of 2021": 3, "Wards": 2}  # areas of each file; two are drawn besides


@dataclass(frozen=True)
class Town:
    """A casebook with police data of both editions, and the areas that are counted."""

    casebook: Casebook
    shelf: Shelf
    problem: UUID
    edition: Edition
    files: dict[str, Boundaries]
    points: Any


def _plain(files: dict[str, Path], row: dict[str, str]) -> bool:
    """Whether code and outline of a row say the same in both files of small areas."""
    spot = shapely.Point(float(row["Longitude"]), float(row["Latitude"]))
    for name in ("Of 2011", "Of 2021"):
        outlines = _outlines(files[name])
        code = row["LSOA code"]
        found = {one for one, outline in outlines.items() if outline.intersects(spot)}
        if found != ({code} if code in outlines else set()):
            return False
    return True


@cache
def _outlines(path: Path) -> dict[str, Any]:
    features = json.loads(path.read_text("utf-8"))["features"]
    return {
        next(str(v) for v in one["properties"].values() if str(v).startswith("E0")):
            shapely.geometry.shape(one["geometry"])
        for one in features
    }  # fmt: skip


def _street(root: Path, to: Path) -> Path:
    """Rows of 2018 and 2024 as they were published, their months dealt out over three years.

    Of the small sample only rows whose code and outline agree, for it has few areas to choose from.
    """
    plain = partial(_plain, FILES["sample"]) if root == SAMPLE else lambda _row: True
    with zipfile.ZipFile(root / ZIPPED) as archive:
        parts = [
            list(csv.DictReader(io.TextIOWrapper(archive.open(name), "utf-8")))
            for name in archive.namelist()
            if "2018-1" in name or "2024-01" in name
        ]
    lines = []
    for rows in parts:
        new = rows[0]["Month"] == "2024-01"
        for at, row in enumerate(one for one in rows if plain(one)):
            month = 24 + at % 12 if new else at % 24
            lines.append({**row, "Month": f"{2020 + month // 12}-{month % 12 + 1:02d}"})
    lines += [{**lines[0], "Longitude": "", "Latitude": "", "LSOA code": "", "LSOA name": ""}] * 7
    with to.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    return to


@pytest.fixture(scope="module", params=["sample", pytest.param("whole", marks=pytest.mark.slow)])
def town(request: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    files = FILES[request.param]
    if not files["Wards"].exists():
        pytest.skip("the folder ../shared with the real data is not here")
    folder = tmp_path_factory.mktemp("one-count")
    casebook = Casebook.create(folder / "town.psolve", PASSPHRASE, "PC A Khan", Clock())
    start = Start("Theft", "", "Merseyside", "PC A", Marking.OFFICIAL)
    problem, _ = problems.start_problem(casebook, start, date(2026, 11, 22))
    root = SAMPLE if request.param == "sample" else SHARED / "data"
    source = open_file(_street(root, folder / "street.csv"))
    dataset = Dataset(problem_id=problem, name="Street crime", source="data.police.uk")
    bringing_in.bring_in(casebook, dataset, source, propose(source))
    for name, path in files.items():
        bringing_in.bring_in_boundaries(casebook, problem, path, name)
    (edition,) = records.all_of(casebook, Edition)
    kept = {one.name: one for one in records.all_of(casebook, Boundaries)}
    shelf = Shelf(casebook)
    frame = shelf.incidents(edition.id).frame
    yield Town(casebook, shelf, problem, edition, kept, frame)
    casebook.close()


def _points(town: Town) -> Any:
    """Shapely's own points; empty where there is none."""
    spots = town.points.select("easting", "northing").to_numpy()
    made = np.full(len(spots), shapely.Point(), dtype=object)
    known = np.isfinite(spots).all(axis=1)
    made[known] = shapely.points(spots[known])
    return made


def _chosen(town: Town) -> list[tuple[Area, int]]:
    """Ten areas, and how many points shapely finds in each.

    Published codes and generalised outlines differ for some rows near an edge, where the code
    rules: of the small areas those are taken in which both say the same.
    """
    points = _points(town)
    found: list[tuple[Area, int]] = []
    for name, many in WANTED.items():
        file = town.files[name]
        shapes = town.shelf.shapes(file.id)
        inside = [shapely.intersects(shape, points) for shape in to_geometry(shapes)]
        coded = by_code(town.points["area"].cast(str).to_list(), shapes)
        alike = [
            at
            for at, mask in enumerate(inside)
            if mask.sum() >= 5 and not (mask & (coded >= 0) & (coded != at)).any()
            and not (~mask & (coded == at)).any()
        ]  # fmt: skip
        order = sorted(alike, key=lambda at: (-int(inside[at].sum()), at))
        assert len(order) >= many, name
        found += [
            (_area(town, f"{name}: {shapes.names[at]}", codes=(shapes.codes[at],),
                   boundaries_id=file.id), int(inside[at].sum()))
            for at in order[:many]
        ]  # fmt: skip
    east, north = np.nanmedian(town.points.select("easting", "northing").to_numpy(), 0)
    for size in (900, 2_500):
        box = np.array([[-1, -1], [1, -1.3], [1.2, 1], [-1, 1]]) * size + np.array([east, north])
        rings = write_rings([box])
        drawn = shapely.Polygon(np.round(box, 1))
        count = int(shapely.intersects(drawn, points).sum())
        found.append((_area(town, f"Drawn {size}", outline=rings), count))
    return found


def _area(town: Town, name: str, **more: Any) -> Area:
    made = Area(problem_id=town.problem, name=name, role=AreaRole.TREATED, **more)
    records.add(town.casebook, made)
    return made


@pytest.fixture(scope="module")
def areas(town: Town) -> list[tuple[Area, int]]:
    return _chosen(town)


def _selected(town: Town, area: Area) -> Chosen:
    """What the map selects when the area is chosen there, with its count."""
    wanted = Wanted(town.edition.id, Filter(), area.boundaries_id)
    if area.outline:
        ring = [(float(x), float(y)) for x, y in _ring(area)]
        file = town.files["Of 2011"]
        shown = MapData(replace(wanted, boundaries_id=file.id), (0, 0, 1, 1),
                        shapes=town.shelf.shapes(file.id))  # fmt: skip
        found = picking.of_shape(town.shelf, shown, Shape(ring=tuple(ring))).chosen
    else:
        found = picking.from_table(town.shelf, wanted, "areas", area.codes).chosen
    assert found is not None
    return found


def _ring(area: Area) -> Any:
    from workbench.analysis.enclosing import read_rings

    (ring,) = read_rings(area.outline)
    return ring


def _filter(town: Town, area: Area) -> Filter:
    columns = town.edition.columns
    named = [area, *records.contents(town.casebook, town.problem).areas]
    made = _selected(town, area).narrow(Filter(), columns, named)
    assert made is not None
    return made


def _counts(town: Town, area: Area) -> dict[str, int]:
    """The count of an area wherever it is asked for, but on paper."""
    shelf, edition = town.shelf, town.edition.id
    chosen = _filter(town, area)
    found = {"map": _selected(town, area).incidents or 0}
    for question in ("run_chart", "top_places", "repeats"):
        answered = asking.ask(shelf, Request(question, edition, chosen))
        found[question] = town_n(answered.result)
    crossed = asking.ask(
        shelf, Request("cross_table", edition, chosen, {"down": "kind", "across": "year"},
                       area.boundaries_id or town.files["Wards"].id),
    )  # fmt: skip
    found["cross-table"] = int(crossed.result.counts.sum())
    if area.boundaries_id is not None:
        shaded = load(shelf, Wanted(edition, Filter(), area.boundaries_id)).areas
        assert shaded is not None
        found["shaded"] = int(shaded.counts[shaded.codes.index(area.codes[0])])
        rows = rows_of(shelf, edition, Filter(), area.boundaries_id).frame
        found["by area"] = int((rows["area"].cast(str) == area.codes[0]).sum())
    found["assessment"] = _assessed(town, area)
    return found


def town_n(result: Any) -> int:
    """How many incidents a result accounts for: counted, or left out with a reason."""
    return result.basis.n + sum(n for _, n in result.basis.left_out)


def _assessed(town: Town, area: Area) -> int:
    """All incidents of the treated area, before and after."""
    middle = np.array([float(town.points[axis].max()) for axis in ("easting", "northing")])
    far = np.array([[-9e4, -9e4], [9e4, -9e4], [9e4, 9e4], [-9e4, 9e4]]) + middle
    hole = np.array(_hull(town, area))
    control = _area(town, "Elsewhere", outline=write_rings([far, hole]))
    booked = Assessment(
        problem_id=town.problem, edition_id=town.edition.id, treated_id=area.id,
        control_id=control.id, before_first=date(2020, 1, 1), before_last=date(2021, 12, 1),
        after_first=date(2022, 1, 1), after_last=date(2022, 12, 1),
    )  # fmt: skip
    records.add(town.casebook, booked)
    contents = records.contents(town.casebook, town.problem)
    assessing.work_out(town.casebook, town.shelf, contents, booked)
    kept = next(a for a in records.all_of(town.casebook, Assessment) if a.id == booked.id)
    answer = assessing.opened(town.casebook, kept)
    assert answer is not None
    treated = answer.result.treated
    return int(treated.before + treated.after)


def _hull(town: Town, area: Area) -> Any:
    """A ring well clear of the area, round which its control lies."""
    if area.outline:
        shape = shapely.Polygon(_ring(area))
    else:
        shapes = town.shelf.shapes(area.boundaries_id)  # type: ignore[arg-type]
        shape = to_geometry(shapes)[shapes.codes.index(area.codes[0])]
    return shapely.get_coordinates(shapely.convex_hull(shape).buffer(400))


def test_ten_areas_have_one_count_each(town: Town, areas: list[tuple[Area, int]]) -> None:
    assert len(areas) == 10
    for area, shapely_says in areas:
        counts = _counts(town, area)
        assert set(counts.values()) == {shapely_says}, (area.name, shapely_says, counts)


def test_a_paper_says_the_same_counts_by_name(
    town: Town, areas: list[tuple[Area, int]], tmp_path: Path
) -> None:
    for area, _ in areas:
        request = Request("top_places", town.edition.id, _filter(town, area))
        cards.keep(town.casebook, town.problem, request, asking.ask(town.shelf, request))
    key, _ = papers.start_briefing(town.casebook, town.problem, "internal")
    kept = tuple(str(one.id) for one in records.all_of(town.casebook, EvidenceCard))
    records.amend(town.casebook, Briefing, key, cards=kept)
    contents = records.contents(town.casebook, town.problem)
    briefing = next(one for one in contents.briefings if one.id == key)
    made = papers.paper(town.shelf, contents, briefing, date(2026, 11, 22))
    path = tmp_path / "paper.docx"
    path.write_bytes(papers.write(made, "docx"))
    text = word_text(path)
    for area, shapely_says in areas:
        assert f"only incidents in {area.name}, " in text
        after = text.split(f"only incidents in {area.name}, ", 1)[1]
        assert f"n = {shapely_says:,}." in after[:80]
    assert "drawn on the map" not in text


def test_rows_without_a_place_are_told(town: Town, areas: list[tuple[Area, int]]) -> None:
    for area in (areas[0][0], areas[-1][0]):
        request = Request("run_chart", town.edition.id, _filter(town, area))
        said = " ".join(asking.ask(town.shelf, request).reading.sentences)
        assert "7 incidents have no place by which they could be told to lie in the area" in said


def test_where_a_code_of_the_file_and_the_outline_differ_the_code_rules(town: Town) -> None:
    """Codes of 2018 stand for areas of 2011, and those of 2024 for areas of 2021."""
    for name in ("Of 2011", "Of 2021"):
        file = town.files[name]
        shapes = town.shelf.shapes(file.id)
        labels = town.shelf.labels(town.edition.id, file.id)
        coded = labels["placed by"] == 0
        said = town.points["area"].cast(str)
        assert (labels["area"].cast(str).filter(coded) == said.filter(coded)).all()
        assert coded.any() or not shapes.edition
