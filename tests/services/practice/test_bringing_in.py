"""The made-up files go through the real intake and the real questions, and answer them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from workbench.analysis.incidents import Incidents
from workbench.analysis.kind import Asked, Reading
from workbench.analysis.shapes import Shapes
from workbench.domain.briefing import Briefing
from workbench.domain.data import Precision, Role
from workbench.intake.boundaries import read_boundaries
from workbench.intake.columns import propose
from workbench.intake.making import Made, make
from workbench.intake.opening import open_file
from workbench.services.asking import questions
from workbench.services.practice.incidents import COLUMNS, write_csv
from workbench.services.practice.records import records
from workbench.services.practice.town import EASTHAVEN, WESTBROOK, all_codes, write_boundaries

PACK = ("trend", "top_places", "hour_week", "repeats", "map_points", "year_on_year")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    source = open_file(write_csv(tmp_path_factory.mktemp("practice") / "export.csv"))
    return make(source, propose(source), key=b"k" * 32)


@pytest.fixture(scope="module")
def incidents(made: Made) -> Incidents:
    return Incidents(made.frame, made.precision, made.places, made.summed, "PRACTICE")


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> Shapes:
    return read_boundaries(write_boundaries(tmp_path_factory.mktemp("areas") / "a.geojson")).shapes


def test_every_column_is_recognised_without_help(tmp_path: Path) -> None:
    choices = propose(open_file(write_csv(tmp_path / "export.csv")))
    assert {column.name: column.role for column in choices.columns} == dict(COLUMNS)


def test_every_row_is_accounted_for(made: Made) -> None:
    assert made.rows_read - made.rows_in == 5
    assert sorted(n for _, n in made.left_out) == [2, 3]
    assert made.precision is Precision.MINUTE
    assert made.places == "bng"
    assert any("0,0" in note for note in made.notes)


def test_the_areas_of_the_file_are_those_of_the_boundaries(
    incidents: Incidents, shapes: Shapes
) -> None:
    assert set(shapes.codes) == set(all_codes())
    assert set(incidents.frame[Role.AREA].drop_nulls()) - {""} <= set(shapes.codes)


def asked(key: str, incidents: Incidents, shapes: Shapes, **given: Any) -> Reading:
    kind = questions()[key]
    result = kind.run(Asked(incidents, kind.settings(given), shapes=shapes))
    assert kind.table(result).rows
    return kind.reading(result)


@pytest.mark.parametrize("key", [*PACK, "map_density", "map_areas"])
def test_every_question_of_the_pack_has_an_answer(
    key: str, incidents: Incidents, shapes: Shapes
) -> None:
    assert asked(key, incidents, shapes).finding


def test_the_homes_and_the_station_come_first(incidents: Incidents, shapes: Shapes) -> None:
    kind = questions()["top_places"]
    table = kind.table(kind.run(Asked(incidents, kind.settings({}), shapes=shapes)))
    words = " ".join(str(row[:3]) for row in table.rows[:7])
    assert "Home A" in words
    assert "Home B" in words
    assert "Station Parade" in words


def test_the_assessment_finds_the_effect(incidents: Incidents, shapes: Shapes) -> None:
    reading = asked(
        "treated_control",
        incidents,
        shapes,
        treated=WESTBROOK.codes,
        control=EASTHAVEN.codes,
        before_first="2025-03",
        before_last="2025-09",
        after_first="2026-03",
        after_last="2026-09",
    )
    assert reading.tone == "change"
    assert "fewer than expected" in reading.finding
    shown = re.findall(r"from (\d+) to (\d+)", reading.sentences[0])
    (before, after), (was, now) = shown
    council, school = (b for b in records(date(2026, 11, 22)) if isinstance(b, Briefing))
    message = dict(council.prose)["key_messages"]
    assert f"there were {after} reports round the three homes, against {before} in" in message
    assert f"there were {now} against {was}." in message
    for key, words in (*council.prose, *school.prose):
        assert key in {
            "key_messages",
            "why",
            "what_we_see",
            "causes",
            "in_hand",
            "asks",
            "assessment",
            "method",
        }
        assert words
