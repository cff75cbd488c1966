"""Areas drawn on the map: their rows are found by where they lie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest
import shapely

from workbench.analysis.enclosing import write_rings
from workbench.analysis.outlines import from_geometry
from workbench.domain.assessment import Assessment
from workbench.domain.data import Area, AreaRole, Boundaries, Dataset, Edition
from workbench.errors import CannotAnswerError
from workbench.intake.opening import open_file
from workbench.intake.proposing import propose
from workbench.services import assessing, records
from workbench.services.bringing_in import bring_in
from workbench.services.placing import codes_for
from workbench.services.shelf import Shelf
from workbench.store.casebook import Casebook

WEST, EAST = (340_000, 390_000, 341_000, 391_000), (345_000, 390_000, 346_000, 391_000)


def _box(box: tuple[int, ...]) -> np.ndarray:
    left, low, right, high = box
    return np.array([[left, low], [right, low], [right, high], [left, high]], float)


@pytest.fixture
def two_towns(tmp_path: Path) -> Path:
    """Three years; 8 a month in the west that fall to 4 in the third, 8 a month in the east."""
    lines = ["Reference,Start,Offence,Easting,Northing"]
    for at in range(36):
        year, month = 2023 + at // 12, at % 12 + 1
        for row in range(8):
            when = f"{row * 3 + 1:02d}/{month:02d}/{year} 10:15"
            if at < 24 or row < 4:
                lines.append(f"W{at}-{row},{when},Theft,{340_100 + row * 90},{390_100 + row * 70}")
            lines.append(f"E{at}-{row},{when},Theft,{345_100 + row * 90},{390_100 + row * 70}")
        lines.append(f"N{at},12/{month:02d}/{year} 10:15,Theft,343000,390500")
    lines.append("N36,31/12/2025 10:15,Theft,343000,390500")  # the last month is whole
    path = tmp_path / "two towns.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.fixture
def edition(casebook: Casebook, dataset: Dataset, two_towns: Path) -> Edition:
    source = open_file(two_towns)
    bring_in(casebook, dataset, source, propose(source))
    (made,) = records.all_of(casebook, Edition)
    assert "area" not in made.columns
    return made


@pytest.fixture
def assess(casebook: Casebook, shelf: Shelf, problem: UUID, edition: Edition) -> Callable[..., Any]:
    """Adds two areas and an assessment that compares them, and works it out."""

    def work(treated: dict[str, Any], control: dict[str, Any]) -> Any:
        made = []
        for role, values in ((AreaRole.TREATED, treated), (AreaRole.CONTROL, control)):
            area = Area(problem_id=problem, role=role, **{"name": role.value, **values})
            records.add(casebook, area)
            made.append(area)
        booked = Assessment(
            problem_id=problem,
            edition_id=edition.id,
            treated_id=made[0].id,
            control_id=made[1].id,
            before_first=date(2023, 1, 1),
            before_last=date(2024, 12, 1),
            after_first=date(2025, 1, 1),
            after_last=date(2025, 12, 1),
        )
        records.add(casebook, booked)
        contents = records.contents(casebook, problem)
        assessing.work_out(casebook, shelf, contents, booked)
        (kept,) = records.all_of(casebook, Assessment)
        answer = assessing.opened(casebook, kept)
        assert answer is not None
        return answer.result

    return work


def test_drawn_areas_count_the_incidents_that_lie_in_them(assess: Callable[..., Any]) -> None:
    found = assess({"outline": write_rings([_box(WEST)])}, {"outline": write_rings([_box(EAST)])})
    assert found.treated.pair == (24 * 8, 12 * 4)
    assert found.control.pair == (24 * 8, 12 * 8)
    assert (found.treated.codes, found.control.codes) == (("treated",), ("control",))


def test_small_areas_are_found_by_place_where_the_rows_have_no_codes(
    casebook: Casebook, problem: UUID, assess: Callable[..., Any]
) -> None:
    from workbench.analysis.codec import pack

    boxes = np.array([shapely.box(*WEST), shapely.box(*EAST)], dtype=object)
    shapes = from_geometry(boxes, ("W", "E"), ("West", "East"))
    with casebook.changing("Bring in boundaries") as unit:
        key = unit.put([pack(shapes)])
        unit.add(Boundaries(problem_id=problem, name="Towns", count=2, content=key))
    (kept,) = records.all_of(casebook, Boundaries)
    found = assess(
        {"codes": ("W",), "boundaries_id": kept.id}, {"codes": ("E",), "boundaries_id": kept.id}
    )
    assert found.treated.pair == (24 * 8, 12 * 4)
    assert found.control.pair == (24 * 8, 12 * 8)


def test_areas_that_overlap_are_refused(assess: Callable[..., Any]) -> None:
    wide = write_rings([_box((340_000, 390_000, 346_000, 391_000))])
    with pytest.raises(CannotAnswerError, match="overlap: 240 incidents"):
        assess({"outline": wide}, {"outline": write_rings([_box(WEST)])})


def test_codes_without_an_outline_are_refused_where_rows_have_none(
    assess: Callable[..., Any],
) -> None:
    with pytest.raises(CannotAnswerError, match="has no outline"):
        assess({"codes": ("W",)}, {"outline": write_rings([_box(EAST)])})


def test_a_question_is_given_the_area_itself_unless_it_is_empty(problem: UUID) -> None:
    area = Area(problem_id=problem, name="West", codes=("W",), outline=write_rings([_box(WEST)]))
    assert codes_for(area) == (f"area:{area.id}",)
    assert codes_for(replace(area, codes=())) == (f"area:{area.id}",)
    assert codes_for(replace(area, outline="")) == (f"area:{area.id}",)
    assert codes_for(replace(area, codes=(), outline="")) == ()
