"""The schema: what the steps make is what the records need."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import MetaData, Table, create_engine, inspect, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from tests.conftest import PASSPHRASE, ROOT, Clock
from workbench.domain.assessment import Assessment
from workbench.domain.briefing import BriefingFile
from workbench.domain.data import Area, Edition, SamePlace
from workbench.domain.problem import Cycle, Problem
from workbench.domain.record import new_id
from workbench.domain.reference import Annotation, AnnotationKind, Purpose, ReferenceTable
from workbench.services import records
from workbench.services.settings import smallest_count
from workbench.store import migrations, schema
from workbench.store.casebook import Casebook


def test_steps_lead_to_the_tables_that_the_records_need() -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        for number in range(migrations.NEWEST):
            migrations.step(connection, number)
        assert migrations.version(connection) == migrations.NEWEST
        found = inspect(connection)
        assert set(found.get_table_names()) == set(schema.metadata.tables)
        for name, table in schema.metadata.tables.items():
            made = {one["name"]: one for one in found.get_columns(name)}
            assert set(made) == {column.name for column in table.c}, name
            for column in table.c:
                assert made[column.name]["nullable"] == column.nullable, (name, column.name)
                assert str(made[column.name]["type"]) == str(column.type.compile(engine.dialect)), (
                    name,
                    column.name,
                )
            keys = {
                (key["constrained_columns"][0], key["referred_table"])
                for key in found.get_foreign_keys(name)
            }
            wanted = {
                (column.name, key.column.table.name)
                for column in table.c
                for key in column.foreign_keys
            }
            assert keys == wanted, name


def test_tables_can_be_made_on_postgresql() -> None:
    for table in schema.metadata.sorted_tables:
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=postgresql.dialect()))


@pytest.mark.parametrize("kept", sorted((ROOT / "tests" / "data" / "casebooks").glob("*.psolve")))
def test_casebook_of_every_released_schema_opens(kept: Path, tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / kept.name
    shutil.copy(kept, path)
    casebook = Casebook.open(path, PASSPHRASE, "PC A", clock)
    assert len(records.all_of(casebook, Problem)) == 2
    (edition,) = records.all_of(casebook, Edition)
    assert edition.left_out == (("no date", 1),)
    with casebook.reading() as reader:
        assert reader.blob(edition.content) == [b"PRACTICE rows"]
        labels = [entry.label for entry in reader.entries()]
    assert labels[0] == f"Checkpoint: As {kept.stem.replace('-', ' ')} was"
    assert casebook.faults() == []
    casebook.close()


def test_second_schema_keeps_what_it_added(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "schema-2.psolve"
    shutil.copy(ROOT / "tests" / "data" / "casebooks" / path.name, path)
    casebook = Casebook.open(path, PASSPHRASE, "PC A", clock)
    (weights,) = records.all_of(casebook, ReferenceTable)
    assert (weights.purpose, weights.dated) == (Purpose.WEIGHTS, date(2026, 4, 1))
    with casebook.reading() as reader:
        assert reader.blob(weights.content) == [b"PRACTICE table"]
    (annotation,) = records.all_of(casebook, Annotation)
    assert annotation.kind is AnnotationKind.RECORDING
    (place,) = records.all_of(casebook, SamePlace)
    assert place.same
    (area,) = records.all_of(casebook, Area)
    assert area.outline
    assert records.all_of(casebook, Edition)[0].area_codes == "2021"
    casebook.close()


def test_third_schema_keeps_the_version_of_a_file(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "schema-3.psolve"
    shutil.copy(ROOT / "tests" / "data" / "casebooks" / path.name, path)
    casebook = Casebook.open(path, PASSPHRASE, "PC A", clock)
    (made,) = records.all_of(casebook, BriefingFile)
    assert (made.version, made.state) == (1, "PRACTICE state")
    casebook.close()


def test_fourth_schema_keeps_what_it_added(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "schema-4.psolve"
    shutil.copy(ROOT / "tests" / "data" / "casebooks" / path.name, path)
    casebook = Casebook.open(path, PASSPHRASE, "PC A", clock)
    assert smallest_count(casebook) == 7
    first, second = records.all_of(casebook, Problem)
    assert first.closed_because == "Cannot tell. Too few months PRACTICE lesson"
    assert (second.closed, second.reopened_because) == (None, "It came back")
    cycles = {one.id for one in records.all_of(casebook, Cycle)}
    assert {one.cycle_id for one in records.all_of(casebook, Assessment)} == cycles
    casebook.close()


def test_fourth_step_moves_the_smallest_count_and_gives_assessments_their_cycle() -> None:
    engine = create_engine("sqlite://")
    problem, first, early, second, late = (new_id() for _ in range(5))
    with engine.begin() as connection:
        for number in range(3):
            migrations.step(connection, number)
        put = "INSERT INTO about (key, value) VALUES ('setting:threshold', '9')"
        connection.execute(text(put))
        for name, told in (
            ("problem", {"id": problem}),
            ("cycle", {"id": first, "problem_id": problem, "number": 1}),
            ("cycle", {"id": second, "problem_id": problem, "number": 2}),
            ("assessment", {"id": early, "problem_id": problem}),
            ("assessment", {"id": late, "problem_id": problem}),
        ):
            table = Table(name, MetaData(), autoload_with=connection)
            blank = {c.name: "" for c in table.c if not c.nullable and c.name not in told}
            blank |= {name: 0 for name in ("practice",) if name in table.c}
            ids = {key: one.hex if isinstance(one, UUID) else one for key, one in told.items()}
            connection.execute(table.insert().values(blank | ids))
        migrations.step(connection, 3)
        assert connection.execute(text("SELECT key, value FROM setting")).all() == [
            ("threshold", "9")
        ]
        assert not connection.execute(text("SELECT * FROM about WHERE key LIKE 'setting%'")).all()
        found = connection.execute(text("SELECT id, cycle_id FROM assessment ORDER BY id")).all()
        assert found == [(early.hex, first.hex), (late.hex, second.hex)]


def test_a_casebook_of_every_schema_is_kept() -> None:
    names = {path.name for path in (ROOT / "tests" / "data" / "casebooks").iterdir()}
    assert {f"schema-{number}.psolve" for number in range(1, migrations.NEWEST + 1)} <= names
